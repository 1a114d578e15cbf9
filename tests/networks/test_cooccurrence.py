"""Weights equal what a reader counts by hand; distances are exact; every edge has its evidence."""

from __future__ import annotations

import io
from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import get_args

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import Weight, _pairs, _product, cooccurrence, to_graph, to_net
from borderlab.networks.graphs import net_of
from borderlab.networks.incidence import incidence

WEIGHTS = get_args(Weight)
NEAR = ("count", "newman", "jaccard", "cosine")
UNITS = st.lists(st.sets(st.sampled_from("abcdef"), max_size=5), max_size=8)
quick = settings(max_examples=20, deadline=None)


def weights(edges: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(s, t): w for s, t, w in edges.itertuples(index=False)}


def of(make, sets: list[set[str]]):
    corpus, mentions = make([[sets]])
    return incidence(mentions, corpus)


def test_the_reference_counts_equal_a_merge_of_its_cells(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    cells = units.cells[["unit_id", "actor_id"]].drop_duplicates()
    both = cells.merge(cells, on="unit_id").query("actor_id_x < actor_id_y")
    merged = both.groupby(["actor_id_x", "actor_id_y"]).size()
    assert merged.to_dict() == weights(cooccurrence(units))
    assert merged["mexico", "united-states"] == 16


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
    assert edge == {
        "weight": 2.0, "distance": 1, "evidence": "d0:s1|d0:s3", "sentences": "d0:s1|d0:s3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "evidence", "sentences"),
    [
        ({"unit": "sentence"}, "d0:s12", "d0:s12"),
        ({"unit": "paragraph"}, "d0:p1|d0:p3", "d0:s2|d0:s10|d0:s12"),
        ({"unit": "document"}, "d0", "d0:s2|d0:s10|d0:s11|d0:s12"),
        ({"unit": "story"}, "one", "d0:s2|d0:s10|d0:s11|d0:s12|d1:s1"),
        (
            {"unit": "window", "window": 2},
            "d0:s10-s11|d0:s11-s12|d0:s12-s13",
            "d0:s10|d0:s11|d0:s12",
        ),
        ({"duplicates": "echo"}, "d0:s12", "d0:s12|d1:s1"),
    ],
)
def test_an_edge_opens_to_the_sentences_that_name_one_of_the_two(make, choice, evidence, sentences):
    """Neither those of a third nor those of a unit that names only one of them; ten after two."""
    first = [{"c"}, {"a"}, *[set()] * 7, {"b", "c"}]
    corpus, mentions = make(
        [[first, [{"a"}], [{"a", "b"}, {"c"}]], [[{"b"}]], [[{"a"}]]],
        stories=["one", "one", "two"], echoes={"d0:s12": "e", "d1:s1": "e"},
    )  # fmt: skip
    units = incidence(mentions, corpus, **choice)
    edge = to_graph(cooccurrence(units), units).edges["a", "b"]
    assert (edge["evidence"], edge["sentences"]) == (evidence, sentences)


@quick
@given(
    st.lists(st.lists(UNITS, max_size=3), max_size=3),
    st.sampled_from(["sentence", "paragraph", "document", "story", "window"]),
)
def test_the_sentences_of_an_edge_are_the_merged_cells_of_its_units(make, texts, unit):
    corpus, mentions = make(texts, stories=["one"] * len(texts))
    units = incidence(mentions, corpus, unit=unit, window=2 if unit == "window" else None)
    for a, b, edge in to_graph(cooccurrence(units), units).edges(data=True):
        shared = units.cells["unit_id"].isin(edge["evidence"].split("|"))
        either = units.cells["actor_id"].isin([a, b])
        found = set(units.cells.loc[shared & either, "sentence_id"])
        assert edge["sentences"].split("|") == [s for s in corpus.sentences.index if s in found]
        if unit == "sentence":
            assert sorted(edge["sentences"].split("|")) == edge["evidence"].split("|")


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


@quick
@given(st.lists(st.sets(st.integers(0, 6)), max_size=9), st.booleans())
def test_pairs_are_those_of_the_product_whether_or_not_names_are_sorted(sets, turned):
    names = [sorted(s, reverse=turned) for s in sets]
    starts = np.cumsum([0, *map(len, names)])
    data = np.ones(starts[-1], dtype="int64")
    named = csr_array((data, [i for s in names for i in s], starts), shape=(len(sets), 7))
    for mine, theirs in zip(_pairs(named), _product(named, "count"), strict=True):
        assert mine.tolist() == theirs.tolist()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_many_actors_are_counted_by_the_product_to_the_same_bytes(
    reference, reference_codebook, weight, monkeypatch
):
    units = incidence(*reference[::-1], reference_codebook, unit="paragraph")
    few = cooccurrence(units, weight=weight)
    monkeypatch.setattr("borderlab.networks.cooccurrence._FEW", 0)
    pd.testing.assert_frame_equal(few, cooccurrence(units, weight=weight), check_exact=True)


@quick
@given(UNITS, st.sampled_from(NEAR))
def test_a_net_is_what_the_graph_is(make, sets, weight):
    units = of(make, sets)
    found = net_of(to_graph(cooccurrence(units, weight=weight), units, weight=weight))
    for mine, theirs in zip(to_net(units, weight), found, strict=True):
        assert np.asarray(mine).tolist() == np.asarray(theirs).tolist()


def test_equal_roots_stay_equal():
    """The root of 8 is twice the root of 2, to the last digit of a cosine's distance."""
    from borderlab.networks.weights import _root

    for number in range(1, 400):
        whole, free = _root(number)
        assert whole * whole * free == number
        assert all(free % (f * f) for f in range(2, 20))


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
