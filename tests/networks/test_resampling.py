"""Every multiset with its exact chance; every graph as if its stories had been typed in again."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from math import comb

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import borderlab as bl
from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.grouping import contributions, graphs_of, groups_of
from borderlab.networks.incidence import incidence
from borderlab.networks.resampling import draw_resamples, multisets, resampled_graphs
from borderlab.tables import Incidence

TEXTS = st.lists(
    st.lists(st.sets(st.sampled_from("abcde"), max_size=4), min_size=1, max_size=3),
    min_size=1, max_size=3,
)  # fmt: skip
quick = settings(max_examples=8, deadline=None)


def of(make, texts: list[list[set[str]]], unit: str = "sentence", stories=None) -> Incidence:
    """Make units of texts, each a list of sentences."""
    corpus, mentions = make([[text] for text in texts], stories)
    return incidence(mentions, corpus, unit=unit)


def typed_again(units: Incidence, times: list[int], over: str = "story") -> nx.Graph:
    """Copy the units of each story as often as told, and count from the start."""
    codes, _ = groups_of(units, over)
    picked = [(row, copy) for row, g in enumerate(codes) for copy in range(times[g])]
    rows = [row for row, _ in picked]
    ids = [f"{units.units.index[row]}#{copy}" for row, copy in picked]
    dense = units.matrix.toarray()[rows]
    here = dense.any(axis=0)
    matrix = csr_array(dense[:, here].reshape(len(rows), int(here.sum())))
    actors = units.actors[here]
    cells = [
        {"unit_id": ids[u], "actor_id": actors.index[a], "mention_id": "m", "sentence_id": ids[u]}
        for u, a in zip(*matrix.nonzero(), strict=True)
    ]
    table = pd.DataFrame(cells, columns=["unit_id", "actor_id", "mention_id", "sentence_id"])
    again = Incidence(matrix, units.units.iloc[rows].set_axis(ids), actors, table, units.choices)
    return again


def graph_again(units: Incidence, times: list[int], over: str, weight: str) -> nx.Graph:
    again = typed_again(units, times, over)
    graph = to_graph(cooccurrence(again, weight=weight), again, weight=weight)
    for actor in set(units.actors.index) - set(graph):
        graph.add_node(actor, label=actor, units=0)
    return graph


@pytest.mark.parametrize(("n", "number"), [(0, 1), (1, 1), (2, 3), (3, 10), (4, 35), (5, 126)])
def test_every_multiset_stands_once_with_its_share_of_all_ordered_draws(n, number):
    found = multisets(n)
    listed = [tuple(row) for row in found.times.tolist()]
    assert len(listed) == len(set(listed)) == number == comb(max(2 * n - 1, 0), n)
    assert sum(Fraction(c, found.total) for c in found.chances.tolist()) == 1
    draws = Counter(tuple(d.count(g) for g in range(n)) for d in product(range(n), repeat=n))
    assert dict(zip(listed, found.chances.tolist(), strict=True)) == draws


@pytest.mark.parametrize("weight", ["count", "newman"])
@pytest.mark.parametrize(("unit", "over"), [("sentence", "story"), ("document", "document")])
@quick
@given(texts=TEXTS)
def test_one_product_equals_typing_the_stories_in_again(make, weight, unit, over, texts):
    """Weights, mention counts, and distances to the last digit, of every multiset."""
    units = of(make, texts, unit, stories=None if over == "document" else [*"xyx"][: len(texts)])
    times = multisets(len(groups_of(units, over)[1])).times
    for row, graph in zip(times.tolist(), graphs_of(units, times, over, weight), strict=True):
        expected = graph_again(units, row, over, weight)
        assert dict(graph.nodes(data=True)) == dict(expected.nodes(data=True))
        assert list(graph) == sorted(graph)
        assert graph.graph == expected.graph
        found = {pair: graph.edges[pair] for pair in graph.edges}
        assert list(found) == sorted(expected.edges), "sorted, as everywhere"
        for pair, edge in found.items():
            assert edge["weight"] == pytest.approx(expected.edges[pair]["weight"], abs=1e-11)
            assert edge["distance"] == expected.edges[pair]["distance"]


def test_a_whole_number_does_not_overflow_where_sizes_have_no_common_multiple(make):
    """Units of 2 to 48 actors: the least common multiple of 1 to 47 needs 63 digits and more."""
    names = [f"a{i:02d}" for i in range(48)]
    texts = [[set(names[:k]) for k in range(2, 49)]]
    units = of(make, texts)
    (graph, chance), = resampled_graphs(units, weight="newman")  # fmt: skip
    whole = to_graph(cooccurrence(units, weight="newman"), units, weight="newman")
    assert chance == 1
    assert graph.graph["distance_scale"] == whole.graph["distance_scale"] > 2**63
    assert graph.edges["a00", "a01"]["distance"] == whole.edges["a00", "a01"]["distance"]


def test_probabilities_of_the_reference_stories_and_documents(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    for over, number in (("story", 35), ("document", 126)):
        found = list(resampled_graphs(units, over=over))
        assert len(found) == number
        assert sum(p for _, p in found) == pytest.approx(1, abs=1e-12)
        assert all(len(graph) == 32 for graph, _ in found), "who is absent stays"
        mean = sum(p * graph.nodes["mexico"]["units"] for graph, p in found)
        assert mean == pytest.approx(17, abs=1e-9), "a sum over stories is right on average"


def test_a_story_is_taken_whole(make):
    """Two texts of one story come and go together, so this corpus has one resample."""
    units = of(make, [[{"a", "b"}], [{"b", "c"}]], stories=["s", "s"])
    assert [p for _, p in resampled_graphs(units)] == [1]
    assert [p for _, p in resampled_graphs(units, over="document")] == [0.25, 0.5, 0.25]


def many(make, n: int = 12) -> Incidence:
    return of(make, [[{"a", "b"} if d % 2 else {"b", "c"}] for d in range(n)])


def test_many_stories_are_drawn_and_a_seed_gives_them_again(make):
    units = many(make)
    one, two, other = (draw_resamples(units, "story", 200, rng) for rng in (1, 1, 2))
    assert np.array_equal(one.times, two.times)
    assert not np.array_equal(one.times, other.times)
    assert (one.times.sum(axis=1) == 12).all()
    assert one.chances.sum() == one.total == 200
    again = draw_resamples(units, "story", 200, np.random.default_rng(1))
    assert np.array_equal(one.times, again.times), "a Generator serves as well as its seed"
    assert sum(p for _, p in resampled_graphs(units, resamples=200, rng=1)) == pytest.approx(1)


def test_the_order_of_the_documents_draws_nothing_else(make):
    corpus, mentions = make([[[{"a", "b"}]], [[{"b"}]], [[{"c", "a"}]]] * 4)
    moved = bl.Corpus(corpus.documents[::-1], corpus.zones, corpus.sentences[::-1], corpus.problems)
    first, second = (
        [(sorted(g.edges(data="weight")), p) for g, p in resampled_graphs(u, resamples=50, rng=3)]
        for u in (incidence(mentions, corpus), incidence(mentions, moved))
    )
    assert first == second


def test_few_are_never_drawn_and_many_need_a_source_of_chance(make):
    assert draw_resamples(many(make, 4), "story", 35, None).total == 4**4
    with pytest.raises(BorderlabError, match=r"4 groups .* more multisets than resamples=34.*rng="):
        list(resampled_graphs(many(make, 4), resamples=34))
    with pytest.raises(BorderlabError, match="resamples=0 is no whole number from 1"):
        list(resampled_graphs(many(make), resamples=0, rng=1))


def test_only_weights_that_add_up_are_resampled(make):
    for weight in ("jaccard", "cosine", "association", "pmi"):
        with pytest.raises(BorderlabError, match=rf"'{weight}' is no sum .*count, newman"):
            list(resampled_graphs(many(make, 3), weight=weight))
        with pytest.raises(BorderlabError, match="no sum over units"):
            contributions(many(make, 3), weight=weight)
    with pytest.raises(BorderlabError, match="weight='tfidf' is no choice"):
        list(resampled_graphs(many(make, 3), weight="tfidf"))
    with pytest.raises(BorderlabError, match="over='year' is no choice; take one of story, doc"):
        list(resampled_graphs(many(make, 3), over="year"))
    with pytest.raises(TypeError, match="give what incidence returns"):
        list(resampled_graphs(pd.DataFrame()))


@pytest.mark.parametrize("texts", [[], [[set()]], [[{"a"}], [set()]]])
def test_nobody_nothing_and_no_edges_have_resamples_too(make, texts):
    units = of(make, texts)
    found = list(resampled_graphs(units, weight="newman"))
    assert sum(p for _, p in found) == 1
    assert all(g.number_of_edges() == 0 and len(g) == len(units.actors) for g, _ in found)
    assert len(contributions(units)) == len(units.actors)


@quick
@given(texts=TEXTS, weight=st.sampled_from(["count", "newman"]))
def test_contributions_add_up_to_strength_and_mentions(make, texts, weight):
    units = of(make, texts)
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    found = contributions(units, weight=weight)
    assert list(found.columns) == ["actor_id", "story_id", "strength", "units"]
    total = found.groupby("actor_id")[["strength", "units"]].sum()
    assert total["units"].to_dict() == dict(graph.nodes(data="units"))
    assert total["strength"].to_dict() == pytest.approx(dict(graph.degree(weight="weight")))
    for g, story in enumerate(groups_of(units, "story")[1]):
        times = [int(g == other) for other in range(len(texts))]
        alone = graph_again(units, times, "story", weight)
        mine = found[found["story_id"] == story].set_index("actor_id")
        assert mine["units"].to_dict() == {a: n for a, n in alone.nodes(data="units") if n}
        for actor, strength in mine["strength"].items():
            assert strength == pytest.approx(alone.degree(actor, weight="weight"))


def test_the_units_are_not_edited(make):
    units = many(make, 3)
    before = units.matrix.toarray().tolist(), units.units.copy(), units.actors.copy()
    list(resampled_graphs(units))
    assert units.matrix.toarray().tolist() == before[0]
    assert units.units.equals(before[1])
    assert units.actors.equals(before[2])
