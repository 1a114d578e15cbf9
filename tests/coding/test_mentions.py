"""What counts as a mention, who it names, and whether it acts: invented sentences, one a claim."""

import re
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import best

import borderlab as bl
from borderlab.coding.mentions import MentionFinder
from borderlab.coding.scanning import Document, Unit
from borderlab.tables import table

CASES = [
    line
    for line in (Path(__file__).parent / "cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_HEAD = re.compile(r"(?:(\d{4}-\d\d-\d\d) )?(?:(es): )?(.+)")
_MARK = re.compile(r"\[([^\]]+)\]\{(\S+) (\w+) (\w+)\}")


def parse(case):
    """Return date, language, plain text and the expected (start, surface, actor, role, form)."""
    date, language, case = _HEAD.fullmatch(case).groups()
    expected, text, position = [], "", 0
    for mark in _MARK.finditer(case):
        text += case[position : mark.start()]
        surface, actors, role, form = mark.groups()
        expected += [(len(text), surface, who, role, form) for who in actors.split("|")]
        text += surface
        position = mark.end()
    return date, language or "en", text + case[position:], expected


@pytest.fixture(scope="module")
def named(make_corpus, study):
    """Find the mentions of all cases at once, each case being a text of its own."""
    dates, languages, texts, _ = zip(*map(parse, CASES), strict=True)
    corpus, days = make_corpus(*texts), pd.to_datetime(pd.Series(dates)).to_numpy()
    told = {"language": languages, "published_earliest": days, "published_latest": days}
    corpus = replace(corpus, documents=corpus.documents.assign(**told))
    found = bl.find_mentions(corpus, study.codebook)
    return found.groupby("doc_id")[["start", "surface", "actor_id", "role", "form"]]


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_sentence_names_exactly_the_actors_a_reader_marks(number, named):
    *_, expected = parse(CASES[number])
    rows = named.get_group(f"d{number}") if f"d{number}" in named.groups else named.obj[:0]
    assert [tuple(row) for row in rows.itertuples(index=False)] == expected


def test_a_headline_may_give_the_surname_before_the_full_name(make_corpus, study):
    corpus = make_corpus("Ebrard hails accord\nMarcelo Ebrard spoke.", zone="title")
    assert bl.find_mentions(corpus, study.codebook)["surface"].tolist() == [
        "Ebrard", "Marcelo Ebrard",
    ]  # fmt: skip


def test_an_alias_counts_only_while_it_is_valid(make_corpus, study):
    aliases = study.codebook.aliases.copy()
    aliases.loc[aliases["alias"] == "Plan Sonora", ["valid_from", "valid_to"]] = ["2022-01-01", ""]
    codebook = replace(study.codebook, aliases=aliases)
    found = {
        day: "plan-sonora" in set(
            bl.find_mentions(make_corpus("Plan Sonora was named.", date=day), codebook)["actor_id"]
        )
        for day in ("2021-12-31", "2022-01-01", None)
    }  # fmt: skip
    assert found == {"2021-12-31": False, "2022-01-01": True, None: True}


def test_an_inactive_actor_is_not_matched(make_corpus, study):
    actors = study.codebook.actors.copy()
    actors.loc["sonora", "active"] = "no"
    corpus = make_corpus("Sonora signed.")
    assert bl.find_mentions(corpus, replace(study.codebook, actors=actors)).empty


def test_what_is_left_apart_is_listed_with_its_reason(make_corpus, study):
    corpus = make_corpus(
        "The governor of Sonora left.\nHobbs stayed.\nBoth states agreed.\nNew Mexico is dry.\n"
        "He sued in the Texas Supreme Court.\nKatie Hobbs met Roger Hobbs."
    )
    left = bl.find_ambiguous(corpus, study.codebook)
    assert left[["surface", "candidates", "reason"]].to_numpy().tolist() == [
        ["Sonora", "sonora", "title of office"],
        ["Hobbs", "katie-hobbs", "its full name does not stand before it"],
        ["Both states", "", "its members are unclear"],
        ["Texas", "texas", "inside a longer name"],
        ["Hobbs", "katie-hobbs", "surname of another person"],
    ]


def test_in_a_headline_an_unknown_word_behind_a_name_is_taken_for_its_verb(make_corpus, study):
    title, body = (
        bl.find_mentions(make_corpus("Mexico vows answer", zone=zone), study.codebook)["role"]
        for zone in ("title", "body")
    )
    assert (title.tolist(), body.tolist()) == (["actor"], ["modifier"])


def test_a_short_acronym_in_a_line_of_capitals_is_left_apart(make_corpus, study):
    corpus = make_corpus("SECRETARÍA DE ECONOMÍA (SE)\nSE FIRMA ACUERDO CON LA SHCP", zone="title")
    found = bl.find_mentions(corpus, study.codebook)
    assert found["surface"].tolist() == ["SECRETARÍA DE ECONOMÍA", "SHCP"]
    reasons = set(bl.find_ambiguous(corpus, study.codebook)["reason"])
    assert reasons == {"a word in a line of capitals"}


def test_a_collective_inside_a_name_is_no_second_mention(make_corpus, study):
    aliases = study.codebook.aliases
    row = (
        aliases[aliases["alias"] == "AMCHAM"].head(1).assign(alias="Both Nations Fund", case="name")
    )
    codebook = replace(study.codebook, aliases=pd.concat([aliases, row]))
    corpus = make_corpus("Mexico and the United States met.\nThe Both Nations Fund paid.")
    assert "collective" not in set(bl.find_mentions(corpus, codebook)["form"])


def test_in_a_headline_only_institutions_make_a_name_longer(make_corpus, study):
    corpus = make_corpus("Sonora Museum Opens\nSonora Wins", zone="title")
    assert bl.find_mentions(corpus, study.codebook)["sentence_id"].tolist() == ["d0:s2"]


def test_the_state_is_the_one_its_own_paragraph_names(make_corpus, study):
    corpus = make_corpus("Sonora spoke.\nArizona met there, and the state's farms grew.")
    found = {}
    for name, paragraphs in {"one": [1, 1], "two": [1, 2]}.items():
        sentences = corpus.sentences.assign(paragraph=paragraphs)
        mentions = bl.find_mentions(replace(corpus, sentences=sentences), study.codebook)
        found[name] = mentions.loc[mentions["form"] == "description", "actor_id"].tolist()
    assert found == {"one": [], "two": ["arizona"]}


def test_the_parties_are_the_two_that_a_text_first_names(make_corpus, study):
    text = "El Paso and Torreon sign.\nThe Parties met, and later the parties danced."
    found = bl.find_mentions(make_corpus(text), study.codebook)
    parties = found[found["form"] == "collective"]
    assert parties[["surface", "actor_id"]].to_numpy().tolist() == [
        ["Parties", "el-paso"], ["Parties", "torreon"],
    ]  # fmt: skip


def test_parties_of_two_levels_are_unclear(make_corpus, study):
    corpus = make_corpus("El Paso and Mexico sign.\nThe Parties met.")
    assert "collective" not in set(bl.find_mentions(corpus, study.codebook)["form"])


def test_governors_are_the_office_holders_the_text_names(make_corpus, study):
    corpus = make_corpus("Katie Hobbs met Alfonso Durazo.\nThe states thank their governors.")
    found = bl.find_mentions(corpus, study.codebook)
    assert found.loc[found["surface"] == "their governors", "actor_id"].tolist() == [
        "alfonso-durazo", "katie-hobbs",
    ]  # fmt: skip


def test_ids_run_by_start_then_length_then_actor_in_each_document(study):
    for doc_id, rows in study.mentions.groupby("doc_id"):
        assert rows.index.tolist() == [f"{doc_id}:m{i}" for i in range(1, len(rows) + 1)]
        keys = list(zip(rows["start"], -rows["end"], rows["actor_id"], strict=True))
        assert keys == sorted(keys)


def test_a_corpus_without_sentences_has_no_mentions(make_corpus, study):
    corpus = make_corpus("Sonora signed.")
    empty = replace(corpus, sentences=corpus.sentences.iloc[:0])
    assert bl.find_mentions(empty, study.codebook).empty


def test_mentions_and_offices_follow_the_documents_date(make_corpus, study):
    corpus = make_corpus("Marcelo Ebrard spoke.", date="2021-12-16")
    [row] = bl.find_mentions(corpus, study.codebook).itertuples()
    assert row.office == "Secretary of Foreign Relations"


FRAGMENTS = [
    "Sonora", "Mexico", "the ", "US", "both countries", "Katie Hobbs", " Hobbs", " and ", ", ",
    "governor of ", "’s ", "-", "–", " in ", "$", "\u00a0", "\u202e", "é", "e\u0301", "SHCP",
    "the governor", "president of ", "CODESO", "the Commission", "Arizona-Mexico Commission",
    "The Sonora ambassador to ", "the state", "two states", "their governors", ".", "\u200b",
    "Parties", " x",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_any_text_gives_spans_that_hold_and_do_not_overlap(make_corpus, study, text):
    corpus = make_corpus(text or "x")
    found = bl.find_mentions(corpus, study.codebook)
    spans = sorted(set(zip(found["start"], found["end"], strict=True)))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found[
        "surface"
    ].tolist()
    assert set(found["role"]) <= {"actor", "place", "modifier"}
    assert not found.duplicated(["start", "end", "actor_id"]).any()


def test_a_list_of_thousands_takes_time_in_proportion_and_ends(make_corpus, study):
    def seconds(number):
        corpus = make_corpus("Sonora, " * number + "and Arizona signed.")
        began = time.process_time()
        found = bl.find_mentions(corpus, study.codebook)
        assert len(found) == number + 1
        return time.process_time() - began

    seconds(10)
    short, long = best(seconds, 1500), best(seconds, 6000)
    assert long < 8 * short


@pytest.mark.parametrize(
    "part", ["the governor of ", "A.", "the ", "Big ", "of the A ", "Chamber "]
)
def test_descriptions_take_time_in_proportion(part, make_corpus, study):
    def seconds(number):
        corpus = make_corpus(part * number + "met Katie Hobbs")
        began = time.process_time()
        bl.find_mentions(corpus, study.codebook)
        return time.process_time() - began

    seconds(10)
    short, long = best(seconds, 1500), best(seconds, 6000)
    assert long < 10 * short + 0.05


def test_what_was_left_apart_is_listed_with_place_candidates_and_reason(make_corpus, study):
    met = "Katie Hobbs met Alfonso Durazo.\n"
    corpus = make_corpus(met + "The governor of Texas left.\nHarris came.")
    left = bl.find_ambiguous(corpus, study.codebook)
    assert list(left) == [
        "doc_id", "sentence_id", "start", "end", "surface", "candidates", "reason",
    ]  # fmt: skip
    assert left.to_numpy().tolist() == [
        ["d0", "d0:s2", 48, 53, "Texas", "texas", "title of office"],
        [
            "d0",
            "d0:s3",
            60,
            66,
            "Harris",
            "kamala-harris",
            "its full name does not stand before it",
        ],
    ]
    corpus = make_corpus(met + "The governor left.")
    [row] = bl.find_ambiguous(corpus, study.codebook).to_numpy().tolist()
    assert row == [
        "d0", "d0:s2", 36, 44, "governor", "alfonso-durazo|katie-hobbs",
        "could be somebody else too",
    ]  # fmt: skip


def test_what_was_left_apart_stands_in_reading_order(make_corpus, study):
    text = (
        "The Parties met. Harris came, and the commission of Texas; both countries left. Tai too."
    )
    left = bl.find_ambiguous(make_corpus(text), study.codebook)
    assert left["start"].is_monotonic_increasing and len(left) > 2


def test_a_body_that_could_be_another_is_listed_in_full(make_corpus, study):
    corpus = make_corpus("CODESO met the Federal Council.\nThe Council agreed.")
    [row] = bl.find_ambiguous(corpus, study.codebook).to_numpy().tolist()
    assert row == ["d0", "d0:s2", 36, 43, "Council", "codeso", "could be another body too"]


def test_an_office_held_on_some_days_of_a_texts_interval_resolves_no_title(make_corpus, study):
    corpus = make_corpus("The governor of Arizona spoke.", date="2023-06-06")
    documents = corpus.documents.assign(published_earliest=pd.Timestamp("2022-06-06"))
    assert len(bl.find_mentions(corpus, study.codebook)) == 1
    assert bl.find_mentions(replace(corpus, documents=documents), study.codebook).empty


AUXILIARIES = ["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "may"]


@pytest.mark.parametrize("word", AUXILIARIES)
def test_a_mere_place_acts_before_an_auxiliary(word, make_corpus, study):
    """Hermosillo, which mostly locates, is a subject here, and not where it follows "in"."""
    for text, role in (("Hermosillo {} part of it.", "actor"), ("In Hermosillo {} he.", "place")):
        found = bl.find_mentions(make_corpus(text.format(word)), study.codebook)
        assert found["role"].tolist() == [role]


def test_a_dateline_may_open_a_later_sentence(make_corpus, study):
    corpus = make_corpus("The fair opened with music.\nEL PASO – The mayors met El Paso.")
    found = bl.find_mentions(corpus, study.codebook)
    assert found["role"].tolist() == ["place", "actor"]


def _refuse():
    raise AssertionError("nobody is named: language and days need not be known")


def test_a_text_that_names_nobody_is_asked_neither_its_language_nor_its_days(study):
    text = "The council met on Monday. The governor spoke; both governments listened."
    units = [Unit(1, 1, None, "body")]
    document = Document("d", text, "d", [(0, len(text))], ["d:s1"], units, _refuse, _refuse)
    assert MentionFinder(study.codebook).find(document) == []


def test_documents_one_by_one_give_the_rows_of_the_table(study):
    finder, documents, rows = MentionFinder(study.codebook), study.corpus.documents, []
    for doc_id, sentences in study.corpus.sentences.groupby("doc_id", sort=False):
        told = documents.loc[doc_id]
        units = sentences[["paragraph", "position", "echo_id", "zone"]]
        rows += finder.find(
            Document(
                doc_id, told["text"], told["story_id"],
                list(zip(sentences["start"], sentences["end"], strict=True)),
                list(sentences.index), [Unit(*row) for row in units.to_numpy()],
                lambda told=told: told["language"],
                lambda told=told: (told["published_earliest"], told["published_latest"]),
            )
        )  # fmt: skip
    pd.testing.assert_frame_equal(
        table("mentions", rows), bl.find_mentions(study.corpus, study.codebook)
    )
