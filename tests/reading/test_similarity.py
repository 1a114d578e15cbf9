"""Stories and echoes are proposed from exact counts; what is proposed, and what must not be."""

import importlib.util
import random
from itertools import combinations, product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.reading import similarity
from borderlab.reading.similarity import content_words

ROOT = Path(__file__).parents[2]
LEAD = (
    "The northern council approved a refrigerated warehouse beside the railway station,",
    "Growers of melons and onions will pay eleven crowns for each pallet that they store,",
    "Engineers expect the concrete floor to bear forty tons once the winter frost has gone,",
    "The mayor thanked the carpenters, who had worked through three stormy nights in October,",
)


@pytest.fixture(scope="module")
def seeds():
    return bl.read_corpus(ROOT / "seeds")


def corpus_of(folder, texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return bl.read_corpus(folder)


def pairs(found):
    return {frozenset(pair) for pair in zip(found["a"], found["b"], strict=True)}


def test_on_the_seeds_one_event_in_two_texts_is_proposed_and_nothing_else(seeds):
    """Their runs of five words alone would not tell: 0.020, beside 0.008 of two other events."""
    found = bl.suggest_stories(seeds)
    assert pairs(found) == {frozenset({"sonora-plenary-2024", "amcham-northwest-2024"})}
    every = bl.suggest_stories(seeds, window_days=10_000, threshold=0)
    measured = every.set_index(["a", "b"])["resemblance"]
    assert measured["sonora-plenary-2024", "amcham-northwest-2024"] == pytest.approx(0.020)
    assert measured["hled-2023", "hled-2021"] == pytest.approx(0.008)


def test_on_the_seeds_the_two_echoes_that_the_researcher_confirmed_are_proposed(seeds):
    found = bl.suggest_echoes(seeds)
    assert found["decided"].all()
    classes = found.groupby("echo_id")[["sentence_a", "sentence_b"]].agg(lambda s: sorted(set(s)))
    ids = {tuple(sorted({*row.sentence_a, *row.sentence_b})) for row in classes.itertuples()}
    assert ids == {
        ("amcham-northwest-2024:s1", "amcham-northwest-2024:s2", "sonora-plenary-2024:s8"),
        ("amcham-northwest-2024:s4", "sonora-plenary-2024:s9"),
    }


def test_a_cut_story_is_found_in_the_whole_one(tmp_path):
    """Asymmetric: the cut stands whole in the long text, a sixth of which it is."""
    rest = " ".join(f"Other matter number {i} was left to committee {i * 7}." for i in range(40))
    whole = "\n\n".join([f"Council opens store\n\n{LEAD[0]} officials said.", rest])
    corpus = corpus_of(
        tmp_path, {"cut": f"Store opens\n\n{LEAD[0]} officials said.", "whole": whole}
    )
    [row] = bl.suggest_stories(corpus).itertuples()
    assert (row.containment, row.covered_a) == (1.0, 1.0)
    assert row.resemblance < 0.1
    assert row.covered_b < 0.1


def dated(day, text):
    return f"Council meets again\n\nPublished: {day}\n\n{text} officials said."


@pytest.mark.parametrize(
    ("first", "second", "proposed"),
    [
        (dated("2023-04-01", LEAD[0]), dated("2023-04-08", LEAD[0]), True),
        (dated("2023-04-01", LEAD[0]), dated("2023-04-09", LEAD[0]), False),
        (dated("2023-04-01", LEAD[0]), f"Council meets\n\n{LEAD[0]} officials said.", True),
        (dated("2023-04-01", LEAD[0]), dated("2023-04-01", LEAD[1]), False),
    ],
    ids=["a week apart", "longer apart", "undated joins any", "another matter"],
)
def test_only_texts_near_in_time_are_compared(tmp_path, first, second, proposed):
    corpus = corpus_of(tmp_path, {"a": first, "b": second})
    assert (len(bl.suggest_stories(corpus)) == 1) is proposed
    assert (len(bl.suggest_echoes(corpus)) > 0) is proposed


def test_a_sentence_that_the_other_text_splits_has_one_echo_class(tmp_path):
    one = f"{LEAD[0]} and growers of melons and onions will pay eleven crowns for each pallet."
    two = f"{LEAD[0]} officials said. Growers of melons and onions pay eleven crowns a pallet."
    found = bl.suggest_echoes(corpus_of(tmp_path, {"a": one, "b": two}))
    assert found["sentence_b"].tolist() == ["b:s1", "b:s2"]
    assert len(set(found["echo_id"])) == 1


def test_the_order_of_words_counts(tmp_path):
    words = LEAD[0].rstrip(",").split()
    shuffled = " ".join(random.Random(3).sample(words, len(words)))
    corpus = corpus_of(tmp_path, {"a": LEAD[0] + " they said.", "b": shuffled + " they said."})
    same = corpus_of(tmp_path, {"b": LEAD[0] + " they said."})
    mixed, straight = bl.suggest_echoes(corpus, threshold=0.01), bl.suggest_echoes(same)
    assert max([0, *mixed["share_a"]]) < 0.6 < straight["share_a"].max()


def test_planted_near_duplicates_are_found_and_nothing_else(tmp_path):
    """Sixty texts of random words, twenty of them copied with one word in eight changed."""
    rng = random.Random(11)
    parts = ("bdfgklmnprst", "aeiou", ("nt", "rd", "lk", "sp"), "ao")
    words = ["".join(letters) for letters in product(*parts, "lmr")]
    texts, planted = {}, set()
    for i in range(40):
        sentences = [" ".join(rng.sample(words, 12)).capitalize() + "." for _ in range(6)]
        texts[f"t{i:02}"] = "Head\n\n" + " ".join(sentences)
        if i < 20:
            copy = [
                " ".join(w if rng.random() > 0.125 else rng.choice(words) for w in s.split())
                for s in sentences
            ]
            texts[f"c{i:02}"] = "Head\n\n" + " ".join(copy)
            planted.add(frozenset({f"t{i:02}", f"c{i:02}"}))
    found = pairs(bl.suggest_stories(corpus_of(tmp_path, texts)))
    assert len(found & planted) / len(planted) >= 0.98
    assert len(found & planted) / len(found) >= 0.98


def brute_force(corpus, threshold):
    """Align every pair of sentences of two texts, no candidates drawn."""
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    terms = {i: content_words(text) for i, text in body["text"].items()}
    holds = pd.Series([w for words in terms.values() for w in set(words)]).value_counts()
    weight = {w: float(similarity.np.log1p(len(terms) / n)) for w, n in holds.items()}
    found = set()
    for a, b in combinations(body.index, 2):
        if body["doc_id"][a] != body["doc_id"][b] and terms[a] and terms[b]:
            share_a, share_b, shared = similarity._aligned(terms[a], terms[b], weight)
            if max(share_a, share_b) >= threshold and shared >= similarity._SHARED:
                found.add((a, b))
    return found


@given(
    st.lists(st.lists(st.sampled_from(range(12)), min_size=1, max_size=9), min_size=2, max_size=6)
)
def test_candidates_lose_no_pair_that_aligning_all_would_find(tmp_path_factory, numbers):
    words = ["ports", "rivers", "onions", "tariff", "bridge", "melon", "crane", "rails", "senate",
             "winter", "harbor", "granite"]  # fmt: skip
    folder = tmp_path_factory.mktemp("texts")
    texts = {
        f"t{i}": "Today the " + " ".join(words[n] for n in row) + " were seen again."
        for i, row in enumerate(numbers)
    }
    corpus = corpus_of(folder, texts)
    found = bl.suggest_echoes(corpus, threshold=0.35)
    ours = set(zip(found["sentence_a"], found["sentence_b"], strict=True))
    assert ours == brute_force(corpus, 0.35)


def test_a_corpus_without_a_body_or_a_pair_gives_empty_tables(tmp_path):
    corpus = corpus_of(tmp_path, {"a": "Share it!", "b": "Menu"})
    assert bl.suggest_echoes(corpus).empty
    assert bl.suggest_stories(corpus).empty


def test_proposals_on_invented_sets_are_as_good_as_when_this_was_written():
    """Half of the sets were held aside; ``python tests/stories.py`` prints the counts."""
    path = ROOT / "tests" / "stories.py"
    spec = importlib.util.spec_from_file_location("stories", path)
    stories = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stories)
    found = stories.summary(stories.table())
    assert found.loc[("echo", "tuned on"), "recall"] >= 0.85
    assert found.loc[("echo", "held aside"), "recall"] >= 0.55
    assert found.loc[("story", "tuned on"), "recall"] >= 0.70
    assert found.loc[("story", "held aside"), "recall"] >= 0.60
    assert (found["precision"] >= 0.45).all()


@pytest.mark.parametrize("window", [0, 7, 400])
def test_blocks_of_days_change_no_echo(seeds, monkeypatch, window):
    at_once = bl.suggest_echoes(seeds, window_days=window, threshold=0.1)
    monkeypatch.setattr(similarity, "_BLOCK", 1)
    found = bl.suggest_echoes(seeds, window_days=window, threshold=0.1)
    pd.testing.assert_frame_equal(found, at_once)
