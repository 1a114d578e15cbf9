"""Every weight in every unit, counted three ways: by the library, by hand, by a database."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from itertools import combinations, pairwise
from math import log2, sqrt
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.incidence import incidence
from borderlab.networks.weights import NEAR, Weight
from borderlab.tables import Corpus

WEIGHTS = get_args(Weight)
#: the choices of `incidence` under which sentences are read as one
UNITS = (
    {"unit": "sentence"}, {"unit": "paragraph"}, {"unit": "document"}, {"unit": "story"},
    {"unit": "window", "window": 3},
)  # fmt: skip
MANY = 10_000
SENTENCE = st.sets(st.sampled_from("abcde"), max_size=5)
TEXTS = st.lists(
    st.lists(st.lists(SENTENCE, min_size=1, max_size=3), min_size=1, max_size=3), max_size=3
)
#: which story each of up to three documents tells
STORIES = st.lists(st.sampled_from(["one", "two"]), min_size=3, max_size=3)
CHOICE = st.sampled_from(UNITS)
quick = settings(max_examples=15, deadline=None)


class Text(NamedTuple):
    """A document as its story and its paragraphs of sentences of actors."""

    story: str
    paragraphs: list[list[set[str]]]


def units_by_hand(texts: list[Text], unit: str, window: int = 0) -> list[set[str]]:
    """Join the actors of whatever sentences are read as one."""
    told = [(text.story, [s for p in text.paragraphs for s in p]) for text in texts]
    if unit == "sentence":
        return [s for _, sentences in told for s in sentences]
    if unit == "paragraph":
        return [set().union(*p) for text in texts for p in text.paragraphs]
    if unit == "document":
        return [set().union(*sentences) for _, sentences in told]
    if unit == "story":
        return [
            set().union(*(s for story, sentences in told if story == this for s in sentences))
            for this in dict.fromkeys(story for story, _ in told)
        ]
    return [
        set().union(*sentences[start : start + window])
        for _, sentences in told
        for start in range(max(1, len(sentences) - window + 1))
    ]


def weights_by_hand(sets: list[set[str]], units: int) -> dict[tuple[str, str], tuple[float, ...]]:
    """Weigh every pair in the order of `WEIGHTS`, slowly and readably."""
    total: Counter = Counter()
    count: Counter = Counter()
    newman: Counter = Counter()
    for named in sets:
        total.update(named)
        for pair in combinations(sorted(named), 2):
            count[pair] += 1
            newman[pair] += 1 / (len(named) - 1)
    found = {}
    for (a, b), c in count.items():
        i, j = total[a], total[b]
        found[a, b] = (
            c, newman[a, b], c / (i + j - c), c / sqrt(i * j), units * c / (i * j),
            log2(units * c / (i * j)), 2 * c / (i + j), c / (i + j - c), c / (i * j),
        )  # fmt: skip
    return found


MEMBERS = {
    "sentence": "select sentence, sentence as unit from sentences",
    "paragraph": "select sentence, doc || ' ' || paragraph as unit from sentences",
    "document": "select sentence, doc as unit from sentences",
    "story": "select sentence, story as unit from sentences",
    "window": """
        select held.sentence, first.sentence as unit from sentences first
        join (select doc as whose, count(*) as size from sentences group by doc)
            on whose = first.doc and (first.position = 1 or first.position <= size - :window + 1)
        join sentences held on held.doc = first.doc
            and held.position between first.position and first.position + :window - 1""",
}
WEIGH = """
    select one.actor, two.actor, count(*) as c, sum(1.0 / (k - 1)), 1.0 * count(*) / (i + j -
        count(*)), count(*) / sqrt(i * j), 1.0 * n * count(*) / (i * j), log2(1.0 * n * count(*) /
        (i * j)), 2.0 * count(*) / (i + j), 1.0 * count(*) / (i + j - count(*)),
        1.0 * count(*) / (i * j)
    from cells one join cells two on one.unit = two.unit and one.actor < two.actor
    join (select unit, count(*) as k from cells group by unit) sizes on sizes.unit = one.unit
    join (select actor, count(*) as i from cells group by actor) a on a.actor = one.actor
    join (select actor, count(*) as j from cells group by actor) b on b.actor = two.actor
    join (select count(distinct unit) as n from members)
    group by one.actor, two.actor order by one.actor, two.actor"""


def database(corpus: Corpus, mentions: pd.DataFrame) -> sqlite3.Connection:
    """Put the two tables into a database that can take roots and logarithms."""
    base = sqlite3.connect(":memory:")
    base.create_function("sqrt", 1, sqrt, deterministic=True)
    base.create_function("log2", 1, log2, deterministic=True)
    base.execute("create table sentences (sentence primary key, doc, story, paragraph, position)")
    rows = corpus.sentences.reset_index().assign(
        story=lambda s: s["doc_id"].map(corpus.documents["story_id"])
    )
    columns = ["sentence_id", "doc_id", "story", "paragraph", "position"]
    base.executemany(
        "insert into sentences values (?, ?, ?, ?, ?)", rows[columns].to_numpy().tolist()
    )
    base.execute("create index places on sentences (doc, position)")
    base.execute("create table mentions (sentence, actor)")
    rows = mentions[["sentence_id", "actor_id"]].to_numpy().tolist()
    base.executemany("insert into mentions values (?, ?)", rows)
    return base


def weights_by_query(
    base: sqlite3.Connection, unit: str, window: int = 0
) -> dict[tuple[str, str], tuple[float, ...]]:
    """Weigh every pair in the order of `WEIGHTS` by joins alone."""
    base.execute("drop table if exists members")
    base.execute("drop table if exists cells")
    told = {"window": window} if unit == "window" else {}
    base.execute(f"create table members as {MEMBERS[unit]}", told)
    base.execute(
        "create table cells as select distinct unit, actor from members join mentions"
        " on mentions.sentence = members.sentence"
    )
    base.execute("create index named on cells (unit, actor)")
    return {(a, b): tuple(values) for a, b, *values in base.execute(WEIGH)}


def weights(units) -> dict[tuple[str, str], tuple[float, ...]]:
    """Weigh every pair in the order of `WEIGHTS` as the library does."""
    edges = [cooccurrence(units, weight=weight) for weight in WEIGHTS]
    pairs = list(zip(edges[0]["source"], edges[0]["target"], strict=True))
    assert all(e[["source", "target"]].equals(edges[0][["source", "target"]]) for e in edges)
    return dict(zip(pairs, zip(*(e["weight"] for e in edges), strict=True), strict=True))


def same(one: dict, other: dict) -> None:
    """Fail unless both weigh the same pairs by the same numbers."""
    assert sorted(one) == sorted(other)
    values = [np.array([found[pair] for pair in sorted(one)]) for found in (one, other)]
    np.testing.assert_allclose(*values, rtol=1e-11, atol=1e-11)


def random_corpora(rng: np.random.Generator) -> list[list[Text]]:
    """Draw small corpora of up to two texts, some of one story, sparse and dense ones alike."""
    corpora = []
    for number, texts in enumerate(rng.integers(1, 3, MANY).tolist()):
        actors = [f"{number:04}{a}" for a in "abcde"]
        corpora.append([])
        for draw in rng.integers(1, [4, 4, 4, 4, 3], (texts, 5)).tolist():
            named = rng.random((6, 5)) < 0.15 * draw[0]
            sentences = [{a for a, is_in in zip(actors, row, strict=True) if is_in}
                         for row in named.tolist()]  # fmt: skip
            lengths = np.cumsum([0, *draw[1 : 1 + draw[4]]]).tolist()
            paragraphs = [sentences[a:b] for a, b in pairwise(lengths)]
            corpora[-1].append(Text(f"{number:04}{draw[0]}", paragraphs))
    return corpora


def as_tables(texts: list[Text]) -> tuple[pd.DataFrame, Corpus]:
    """Write the texts down as the least that an incidence needs of its tables."""
    sentences, mentions = [], []
    for d, text in enumerate(texts):
        position = 0
        for p, paragraph in enumerate(text.paragraphs, start=1):
            for named in paragraph:
                position += 1
                sid = f"{d}:s{position}"
                sentences.append((sid, str(d), p, position))
                mentions += [(f"m{len(mentions)}-{a}", sid, a) for a in sorted(named)]
    frame = pd.DataFrame(sentences, columns=["sentence_id", "doc_id", "paragraph", "position"])
    places = frame.set_index("sentence_id").assign(zone="body", echo_id=None)
    documents = pd.DataFrame(
        {"story_id": [t.story for t in texts]}, index=[str(d) for d in range(len(texts))]
    )
    coded = pd.DataFrame(mentions, columns=["mention_id", "sentence_id", "actor_id"])
    coded = coded.set_index("mention_id").assign(zone="body", role="actor", form="name", start=0)
    return coded, Corpus(documents, pd.DataFrame(), places, pd.DataFrame())


def test_ten_thousand_random_corpora_are_weighed_alike_by_hand_and_by_query():
    """Nine weights in five units.

    The corpora are read as one whose ten thousand parts share no actor, document or story, so
    that each has the edges it has alone; only the number of all units, which association and pmi
    take, is that of the whole. By hand each part is counted alone.
    """
    corpora = random_corpora(np.random.default_rng(2021))
    texts = [text for corpus in corpora for text in corpus]
    mentions, corpus = as_tables(texts)
    base = database(corpus, mentions)
    for choice in UNITS:
        units = incidence(mentions, corpus, **choice)
        sets = [units_by_hand(corpus, **choice) for corpus in corpora]
        whole = sum(map(len, sets))
        assert len(units.units) == whole
        hand = {p: w for part in sets for p, w in weights_by_hand(part, whole).items()}
        fast = weights(units)
        assert len(fast) > 2 * MANY
        same(fast, hand)
        same(fast, weights_by_query(base, **choice))
    base.close()


@quick
@given(TEXTS, STORIES, CHOICE)
def test_each_corpus_alone_is_weighed_alike_too(paragraphs, stories, choice):
    """As above with each corpus's own number of units, and without a text, sentence or name."""
    texts = [Text(s, p) for s, p in zip(stories, paragraphs, strict=False)]
    mentions, corpus = as_tables(texts)
    base = database(corpus, mentions)
    sets, found = units_by_hand(texts, **choice), weights(incidence(mentions, corpus, **choice))
    same(found, weights_by_hand(sets, len(sets)))
    same(found, weights_by_query(base, **choice))
    base.close()


@quick
@given(TEXTS, STORIES, CHOICE)
def test_a_pair_is_listed_once_and_no_oftener_than_its_rarer_actor(paragraphs, stories, choice):
    texts = [Text(s, p) for s, p in zip(stories, paragraphs, strict=False)]
    edges = cooccurrence(units := incidence(*as_tables(texts), **choice))
    pairs = list(zip(edges["source"], edges["target"], strict=True))
    assert pairs == sorted(set(pairs))
    assert (edges["source"] < edges["target"]).all(), "no actor is tied to itself"
    total = dict(zip(units.actors.index, units.matrix.sum(axis=0).tolist(), strict=True))
    for a, b, weight in edges.itertuples(index=False):
        assert 1 <= weight <= min(total[a], total[b])


@quick
@given(TEXTS, TEXTS, CHOICE, st.sampled_from(["count", "newman"]))
def test_counts_and_newman_weights_add_up_over_corpora(first, second, choice, weight):
    parts = [[Text(f"{n}", p) for p in texts] for n, texts in enumerate((first, second))]
    one, other, whole = (
        cooccurrence(incidence(*as_tables(texts), **choice), weight=weight)
        for texts in (*parts, parts[0] + parts[1])
    )
    added = pd.concat([one, other]).groupby(["source", "target"])["weight"].sum()
    found = whole.set_index(["source", "target"])["weight"]
    pd.testing.assert_series_equal(found, added, rtol=1e-9)


@settings(max_examples=10, deadline=None)
@given(TEXTS, STORIES)
def test_edges_only_grow_from_sentence_to_story(paragraphs, stories):
    tables = as_tables([Text(s, p) for s, p in zip(stories, paragraphs, strict=False)])

    def tied(**choice) -> set[tuple[str, str]]:
        edges = cooccurrence(incidence(*tables, **choice))
        return set(zip(edges["source"], edges["target"], strict=True))

    windows = [tied(unit="window", window=n) for n in (1, 2, 3, 4, 99)]
    paragraph, document = tied(unit="paragraph"), tied(unit="document")
    assert windows[0] == tied(unit="sentence") <= paragraph <= document == windows[-1]
    assert document <= tied(unit="story")
    assert all(small <= large for small, large in pairwise(windows))


@quick
@given(TEXTS, STORIES, CHOICE, st.permutations("abcde"), st.randoms())
def test_other_names_and_another_order_change_nothing(paragraphs, stories, choice, names, random):
    renamed = dict(zip("abcde", names, strict=True))
    texts = [Text(s, p) for s, p in zip(stories, paragraphs, strict=False)]
    moved = [Text(s, [[{renamed[a] for a in x} for x in p] for p in ps]) for s, ps in texts]
    random.shuffle(moved)
    mentions, corpus = as_tables(moved)
    rows = [random.sample(range(len(t)), len(t)) for t in (mentions, corpus.sentences)]
    mentions = mentions.iloc[rows[0]]
    corpus = dataclasses.replace(corpus, sentences=corpus.sentences.iloc[rows[1]])
    before = weights(incidence(*as_tables(texts), **choice))
    after = weights(incidence(mentions, corpus, **choice))
    same(after, {tuple(sorted((renamed[a], renamed[b]))): w for (a, b), w in before.items()})


@pytest.mark.parametrize("choice", UNITS)
def test_an_empty_corpus_has_no_edges(choice):
    for texts in ([], [Text("one", [[set(), set()]])], [Text("one", [[{"a"}], [{"a"}]])]):
        units = incidence(*as_tables(texts), **choice)
        assert weights(units) == {}
        assert to_graph(cooccurrence(units), units).number_of_edges() == 0


def test_newman_shares_a_unit_among_those_it_names_after_every_choice(make, registry):
    """One named alone shares with nobody; the outlet that is left out takes no share."""
    corpus, mentions = make([[[{"a"}, {"a", "b"}, {"a", "b", "outlet"}, {"a", "b", "c", "d"}]]])
    rows = [{"actor_id": a} for a in "abcd"] + [{"actor_id": "outlet", "network": "exclude"}]
    for units, expected in (
        (incidence(mentions, corpus), 1 + 1 / 2 + 1 / 3),
        (incidence(mentions, corpus, registry(rows)), 1 + 1 + 1 / 3),
    ):
        place = WEIGHTS.index("newman")
        assert weights(units)["a", "b"][place] == pytest.approx(expected, abs=1e-11)


@quick
@given(TEXTS)
def test_dna_weights_are_the_formulas_of_its_manual(paragraphs):
    """The manual's array x of statement counts, without a qualifier, is here of 0 and 1."""
    units = incidence(*as_tables([Text("one", p) for p in paragraphs]))
    x = dict(zip(units.actors.index, units.matrix.toarray().T, strict=True))
    for (a, b), values in weights(units).items():
        found = dict(zip(WEIGHTS, values, strict=True))
        omega = (x[a] * x[b]).sum()
        alone = x[a][x[b] == 0].sum() + x[b][x[a] == 0].sum()
        roots = sqrt(x[a].sum() ** 2) * sqrt(x[b].sum() ** 2)
        assert found["dna_average"] == pytest.approx(omega / (0.5 * (x[a].sum() + x[b].sum())))
        assert found["dna_jaccard"] == pytest.approx(omega / (alone + omega))
        assert found["dna_cosine"] == pytest.approx(omega / roots)
        assert found["dna_jaccard"] == found["jaccard"], "on units of 0 and 1"
        assert found["dna_cosine"] == pytest.approx(found["association"] / len(units.units))
        assert found["dna_cosine"] == pytest.approx(found["cosine"] ** 2 / omega)


def test_dna_cosine_falls_where_the_cosine_stays(make):
    for times in (1, 2, 4):
        units = incidence(*make([[[{"a", "b"}] * times + [set()]]])[::-1])
        found = dict(zip(WEIGHTS, weights(units)["a", "b"], strict=True))
        expected = {"cosine": 1, "jaccard": 1, "dna_average": 1, "dna_cosine": 1 / times}
        assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("weight", WEIGHTS)
def test_only_four_weights_have_a_distance(make, weight):
    assert NEAR == ("count", "newman", "jaccard", "cosine")
    units = incidence(*make([[[{"a", "b"}, set()]]])[::-1])
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    assert ("distance" in graph.edges["a", "b"]) == (weight in NEAR)
    assert ("distance_scale" in graph.graph) == (weight in NEAR)
