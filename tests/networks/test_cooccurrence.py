"""Weights equal what a reader counts by hand; distances are exact; every edge has its evidence."""

from __future__ import annotations

import io
import sqlite3
from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise
from math import log2, sqrt
from typing import get_args

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import Weight, cooccurrence, to_graph
from borderlab.networks.incidence import incidence

WEIGHTS = get_args(Weight)
NEAR = ("count", "newman", "jaccard", "cosine")
UNITS = st.lists(st.sets(st.sampled_from("abcdef"), max_size=5), max_size=8)
quick = settings(max_examples=20, deadline=None)


def by_hand(sets: list[set[str]], weight: str) -> dict[tuple[str, str], float]:
    """Count over all pairs of all units, slowly and readably."""
    total = Counter(a for s in sets for a in s)
    both = Counter(p for s in sets for p in combinations(sorted(s), 2))
    newman: Counter = Counter()
    for s in sets:
        newman.update(dict.fromkeys(combinations(sorted(s), 2), Fraction(1, max(len(s) - 1, 1))))
    formulas = {
        "count": lambda c, i, j, p: c,
        "newman": lambda c, i, j, p: float(newman[p]),
        "jaccard": lambda c, i, j, p: c / (i + j - c),
        "cosine": lambda c, i, j, p: c / sqrt(i * j),
        "association": lambda c, i, j, p: len(sets) * c / (i * j),
        "pmi": lambda c, i, j, p: log2(len(sets) * c / (i * j)),
    }
    return {(a, b): formulas[weight](c, total[a], total[b], (a, b)) for (a, b), c in both.items()}


def weights(edges: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(s, t): w for s, t, w in edges.itertuples(index=False)}


def of(make, sets: list[set[str]]):
    corpus, mentions = make([[sets]])
    return incidence(mentions, corpus)


@quick
@given(UNITS)
def test_one_sparse_product_equals_the_count_by_hand(make, sets):
    units = of(make, sets)
    for weight in WEIGHTS:
        edges = cooccurrence(units, weight=weight)
        assert weights(edges) == pytest.approx(by_hand(sets, weight), abs=1e-11)
        assert (edges["source"] < edges["target"]).all(), "no self loops, each pair once"
        pairs = list(zip(edges["source"], edges["target"], strict=True))
        assert pairs == sorted(set(pairs))


@quick
@given(UNITS)
def test_counts_equal_a_database_query(make, sets):
    units = of(make, sets)
    base = sqlite3.connect(":memory:")
    base.execute("create table cells (unit, actor)")
    rows = units.cells[["unit_id", "actor_id"]].itertuples(index=False, name=None)
    base.executemany("insert into cells values (?, ?)", rows)
    found = base.execute(
        "select a.actor, b.actor, count(distinct a.unit) from cells a join cells b"
        " on a.unit = b.unit and a.actor < b.actor group by 1, 2 order by 1, 2"
    ).fetchall()
    base.close()
    assert list(cooccurrence(units).itertuples(index=False, name=None)) == found


def test_the_reference_counts_equal_a_merge_of_its_cells(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    cells = units.cells[["unit_id", "actor_id"]].drop_duplicates()
    both = cells.merge(cells, on="unit_id").query("actor_id_x < actor_id_y")
    merged = both.groupby(["actor_id_x", "actor_id_y"]).size()
    assert merged.to_dict() == weights(cooccurrence(units))
    assert merged["mexico", "united-states"] == 16


@quick
@given(UNITS)
def test_no_pair_is_named_more_often_than_its_rarer_actor(make, sets):
    total = Counter(a for s in sets for a in s)
    for (a, b), weight in weights(cooccurrence(of(make, sets))).items():
        assert 0 < weight <= min(total[a], total[b])


@quick
@given(UNITS, UNITS)
def test_counts_and_newman_weights_add_up_over_corpora(make, first, second):
    made = [of(make, sets) for sets in (first, second, first + second)]
    for weight in ("count", "newman"):
        one, other, whole = (weights(cooccurrence(units, weight=weight)) for units in made)
        parts = Counter(one)
        parts.update(other)
        assert whole == pytest.approx(dict(parts), abs=1e-9)


@quick
@given(st.lists(st.lists(UNITS, max_size=3), max_size=3))
def test_edges_only_grow_from_sentence_to_story(make, texts):
    corpus, mentions = make(texts, stories=["one"] * len(texts))
    nested = [
        set(weights(cooccurrence(incidence(mentions, corpus, unit=unit))))
        for unit in ("sentence", "paragraph", "document", "story")
    ]
    assert all(small <= large for small, large in pairwise(nested))


@quick
@given(UNITS, st.permutations("abcdef"), st.randoms())
def test_other_names_and_another_order_change_nothing(make, sets, names, random):
    renamed = dict(zip("abcdef", names, strict=True))
    moved = [{renamed[a] for a in s} for s in sets]
    random.shuffle(moved)
    before, after = of(make, sets), of(make, moved)
    for weight in WEIGHTS:
        expected = {
            tuple(sorted((renamed[a], renamed[b]))): w
            for (a, b), w in weights(cooccurrence(before, weight=weight)).items()
        }
        found = weights(cooccurrence(after, weight=weight))
        assert found == pytest.approx(expected, abs=1e-11)


#: how many of 14 events two of the women attended together: Breiger (1974)
DAVIS = {
    ("Evelyn Jefferson", "Laura Mandeville"): 6,
    ("Evelyn Jefferson", "Theresa Anderson"): 7,
    ("Brenda Rogers", "Evelyn Jefferson"): 6,
    ("Laura Mandeville", "Theresa Anderson"): 6,
}


def test_the_southern_women_met_as_often_as_published(make):
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    units = of(make, [set(graph[event]) & women for event in graph.graph["bottom"]])
    found = weights(cooccurrence(units))
    assert {pair: found[pair] for pair in DAVIS} == DAVIS
    assert len(found) == 139, "153 pairs, 14 of whom never met"


def test_the_graph_holds_every_actor_and_plain_values_only(make, registry):
    people = [
        {"actor_id": a, "label": a.upper(), "side": s} for a, s in zip("abz", "MU ", strict=True)
    ]
    people[1]["side"] = None
    corpus, mentions = make([[[{"a", "b"}, {"z"}, {"a"}]]])
    units = incidence(mentions, corpus, registry(people))
    graph = to_graph(cooccurrence(units), units)
    assert list(graph) == ["a", "b", "z"], "z is an isolate and stays"
    assert graph.nodes["a"] == {"label": "A", "kind": "person", "side": "M", "units": 2}
    assert graph.nodes["b"]["side"] == ""
    assert graph.graph["roles"] == "actor"
    assert graph.graph["forms"] == ""
    stored = io.BytesIO()
    nx.write_graphml(graph, stored)
    stored.seek(0)
    again = nx.read_graphml(stored)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(again.edges(data=True)) == list(graph.edges(data=True))


def test_without_a_codebook_an_actor_is_labelled_by_its_id(make):
    units = of(make, [{"a"}])
    assert to_graph(cooccurrence(units), units).nodes["a"] == {"label": "a", "units": 1}


def test_an_edge_names_the_units_behind_it(make):
    units = of(make, [{"a", "b"}, {"a"}, {"b", "a", "c"}])
    edge = to_graph(cooccurrence(units), units).edges["a", "b"]
    assert edge == {"weight": 2.0, "distance": 1, "evidence": "d0:s1|d0:s3"}


@quick
@given(UNITS)
def test_a_distance_is_the_exact_reciprocal_of_the_weight(make, sets):
    units = of(make, sets)
    total = Counter(a for s in sets for a in s)
    both = Counter(p for s in sets for p in combinations(sorted(s), 2))
    for weight in NEAR:
        graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
        for a, b, edge in graph.edges(data=True):
            found = Fraction(edge["distance"], graph.graph["distance_scale"])
            assert isinstance(edge["distance"], int)
            assert float(found) * edge["weight"] == pytest.approx(1, abs=1e-10)
            if weight == "jaccard":
                assert found == Fraction(total[a] + total[b] - both[a, b], both[a, b])
            if weight == "count":
                assert found == Fraction(1, both[a, b])


def test_equal_roots_stay_equal():
    """The root of 8 is twice the root of 2, to the last digit of a cosine's distance."""
    from borderlab.networks.cooccurrence import _root

    for number in range(1, 400):
        whole, free = _root(number)
        assert whole * whole * free == number
        assert all(free % (f * f) for f in range(2, 20))


@pytest.mark.parametrize("weight", ["association", "pmi"])
def test_association_and_pmi_have_no_distance(make, weight):
    units = of(make, [{"a", "b"}, set()])
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    assert "distance" not in graph.edges["a", "b"]
    assert "distance_scale" not in graph.graph


def test_some_of_the_edges_make_a_graph_of_all_the_actors(make):
    units = of(make, [{"a", "b"}, {"b", "c"}])
    graph = to_graph(cooccurrence(units).head(1), units)
    assert (list(graph), list(graph.edges)) == (["a", "b", "c"], [("a", "b")])


@pytest.mark.parametrize(
    ("source", "target", "value", "weight"),
    [
        ("a", "b", 2.0, "newman"),  # weighted otherwise
        ("a", "c", 1.0, "count"),  # never named together
        ("b", "a", 2.0, "count"),  # the wrong way round
        ("a", "b", float("nan"), "count"),
    ],
)
def test_an_edge_that_is_not_of_these_units_is_refused(make, source, target, value, weight):
    units = of(make, [{"a", "b", "x"}, {"a", "b", "x"}, {"c"}])
    edges = pd.DataFrame([{"source": source, "target": target, "weight": value}])
    with pytest.raises(BorderlabError, match=f"edge {source} - {target} of weight"):
        to_graph(edges, units, weight=weight)


def test_an_unknown_weight_is_named(make):
    with pytest.raises(BorderlabError, match="weight='tfidf' is no choice; take one of count"):
        cooccurrence(of(make, []), weight="tfidf")


def test_a_corpus_that_names_nobody_gives_no_edges(make):
    for sets in ([], [set()], [{"a"}]):
        units = of(make, sets)
        for weight in WEIGHTS:
            edges = cooccurrence(units, weight=weight)
            assert list(edges.columns) == ["source", "target", "weight"]
            assert edges.empty
            assert to_graph(edges, units, weight=weight).number_of_edges() == 0
