"""Shortest paths on two engines: equal, exact on ties, and exact where lengths nearly tie."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from fractions import Fraction
from itertools import combinations
from math import comb, lcm
from unittest.mock import patch

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.networks import arcs, paths
from borderlab.networks.centrality import centrality
from borderlab.networks.graphs import net_of
from borderlab.networks.paths import FAR, path_measures

NODES = "abcdefg"
quick = settings(max_examples=25, deadline=None)


def without_igraph():
    """Let ``import igraph`` fail as it does where the extra is not installed."""
    return patch.dict(sys.modules, {"igraph": None})


def only_igraph():
    """Break networkx's count, so that betweenness can only come from igraph."""
    return patch.object(nx, "betweenness_centrality", None)


def weighed(edges: dict[tuple[str, str], int], nodes: Iterable[str] = NODES) -> nx.Graph:
    """Make a graph of counts, with their exact reciprocals as distances."""
    scale = lcm(*edges.values())
    graph = nx.Graph(distance_scale=scale)
    graph.add_nodes_from(nodes)
    for pair, count in edges.items():
        graph.add_edge(*pair, weight=count, distance=scale // count)
    return graph


def by_hand(graph: nx.Graph) -> dict[str, dict[str, Fraction]]:
    """All three measures by walking every simple path, in rational numbers."""
    scale, nodes = graph.graph["distance_scale"], list(graph)
    between, far = dict.fromkeys(nodes, Fraction()), {a: [] for a in nodes}
    for a, b in combinations(nodes, 2):
        ways = {
            tuple(p): sum(Fraction(graph.edges[e]["distance"], scale) for e in nx.utils.pairwise(p))
            for p in nx.all_simple_paths(graph, a, b)
        }
        short = [p for p, length in ways.items() if length == min(ways.values())]
        for node in (node for p in short for node in p[1:-1]):
            between[node] += Fraction(1, len(short) * comb(len(nodes) - 1, 2))
        for end in (a, b) if ways else ():
            far[end].append(min(ways.values()))
    return {
        "betweenness": between,
        "closeness": {
            a: Fraction(len(f) ** 2) / (sum(f) * (len(nodes) - 1)) if f else 0
            for a, f in far.items()
        },
        "harmonic": {a: sum(1 / length for length in f) for a, f in far.items()},
    }


#: counts whose reciprocals tie often, and some whose common multiple needs a hundred digits
TIED = st.sampled_from([1, 2, 3, 4, 6, 12])
LARGE = st.one_of(TIED, st.integers(1, 997), st.sampled_from([2**61, 3**40, 10**30 + 57]))
PAIRS = st.sampled_from(list(combinations(NODES, 2)))


@pytest.mark.parametrize("counts", [TIED, LARGE], ids=["tied", "large"])
@quick
@given(data=st.data())
def test_both_engines_give_what_rational_numbers_give(counts, data):
    graph = weighed(data.draw(st.dictionaries(PAIRS, counts, max_size=11)))
    expected = by_hand(graph)
    fast = centrality(graph, measures=FAR)
    with without_igraph():
        assert fast.equals(centrality(graph, measures=FAR)), "to the last of twelve decimals"
    for row in fast.itertuples():
        exact = float(expected[row.measure][row.actor_id])
        assert row.estimate == pytest.approx(exact, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_lengths_are_those_of_rational_numbers_to_the_last_bit(seed):
    """Floating point adds 1/3 + 1/7 + 1/11 to another number than from the other end."""
    counts = random.Random(seed).choices(range(1, 998), k=25)
    graph = weighed({(i, i + 1): count for i, count in enumerate(counts)}, nodes=())
    net = net_of(graph)
    ((_, lengths, _),) = paths._lengths(arcs.arcs_of(net))
    for a, b in combinations(graph, 2):
        exact = float(Fraction(sum(net.distance[a:b]), min(net.distance)))
        assert lengths.high[a, b] == lengths.high[b, a] == exact


@quick
@given(st.dictionaries(PAIRS, st.one_of(TIED, LARGE), min_size=5))
def test_edges_that_no_path_takes_can_be_left_out(edges):
    graph = weighed(edges)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arcs, "_without_detours", lambda _, ends, length: length > 0)
        whole = path_measures(graph)
    found = path_measures(graph)
    for measure in FAR:
        assert found[measure] == pytest.approx(whole[measure], rel=1e-14)


@pytest.mark.parametrize("engine", ["igraph", "networkx"])
@pytest.mark.parametrize("size", [10**6, 10**9, 10**12, 2**53, 10**30, 10**300])
def test_lengths_that_nearly_tie_do_not_tie(engine, size):
    """By b it is 2n, by c 2n + 1: igraph alone, and floating point, take them for equal."""
    graph = nx.Graph(distance_scale=size)
    for a, b, far in [("a", "b", 0), ("b", "d", 0), ("a", "c", 0), ("c", "d", 1)]:
        graph.add_edge(a, b, distance=size + far)
    with nullcontext() if engine == "igraph" else without_igraph():
        found = path_measures(graph)
        assert path_measures(graph, ["betweenness"])["betweenness"] == found["betweenness"]
    exact = by_hand(graph)
    assert found["betweenness"] == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 0, "d": 0})
    for measure in FAR:
        assert found[measure] == pytest.approx({a: float(v) for a, v in exact[measure].items()})


def test_the_trap_is_real():
    """Without our care igraph splits a way that only one actor lies on."""
    far = [10**12, 10**12, 10**12, 10**12 + 1]
    graph = igraph.Graph(4, [(0, 1), (1, 3), (0, 2), (2, 3)])
    assert graph.betweenness(weights=far)[1:3] == [0.5, 0.5]
    # and it cannot at the size up to which we trust it without looking
    small = [249_999_999] * 3 + [250_000_000]
    assert graph.betweenness(weights=small)[1:3] == [1, 0]


@pytest.mark.parametrize("top", [10, 22, 40, 300])
def test_igraph_counts_also_where_the_common_multiple_is_huge(top):
    """Sixty actors, counts from 1 to 300, whose common multiple has dozens of digits."""
    ends = nx.barabasi_albert_graph(60, 3, seed=1).edges
    graph = weighed({edge: 1 + i * 7 % top for i, edge in enumerate(ends)}, nodes=())
    with only_igraph():
        fast = centrality(graph, measures=FAR)
    with without_igraph():
        slow = centrality(graph, measures=FAR)
    assert fast.equals(slow)


def test_where_lengths_nearly_tie_networkx_counts():
    graph = nx.Graph([("a", "b"), ("b", "d"), ("a", "c"), ("c", "d")], distance_scale=1)
    nx.set_edge_attributes(graph, 10**12, "distance")
    graph.edges["c", "d"]["distance"] += 1
    with only_igraph(), pytest.raises(TypeError):
        path_measures(graph)


def test_blocks_of_sources_change_nothing(monkeypatch):
    graph = weighed(dict(zip(combinations(NODES, 2), [7, 10**20, 7, 11, 13, 1, 2], strict=False)))
    whole = path_measures(graph)
    monkeypatch.setattr(paths, "_BLOCK", 1)
    assert path_measures(graph) == whole


def test_fractions_and_floats_are_distances_too():
    counts = {("a", "b"): 2, ("b", "d"): 12, ("a", "c"): 3, ("c", "d"): 4, ("d", "e"): 7}
    whole = weighed(counts)
    rational, floating = whole.copy(), whole.copy()
    rational.graph["distance_scale"] = floating.graph["distance_scale"] = 1
    for a, b in whole.edges:
        rational.edges[a, b]["distance"] = Fraction(1, counts[a, b])
        floating.edges[a, b]["distance"] = 1 / counts[a, b]
    expected = path_measures(whole)
    for measure, values in path_measures(rational).items():
        assert values == pytest.approx(expected[measure])
    found = path_measures(floating)
    assert found["closeness"] == pytest.approx(expected["closeness"])
    assert found["betweenness"] != pytest.approx(expected["betweenness"]), "ties are lost"


def test_a_long_path_of_huge_distances():
    """Five hundred steps of a thirtieth power of ten: the k-th lies between k and 499 - k."""
    graph = nx.path_graph(500)
    nx.set_edge_attributes(graph, 10**30, "distance")
    graph.graph["distance_scale"] = 10**30
    with only_igraph():
        found = path_measures(graph)
    between = {k: k * (499 - k) / comb(499, 2) for k in graph}
    assert found["betweenness"] == pytest.approx(between)
    assert found["closeness"][0] == pytest.approx(499 / comb(500, 2))


def test_only_what_is_asked_for_comes_back():
    graph = weighed({("a", "b"): 1})
    assert path_measures(graph, []) == {}
    assert list(path_measures(graph, ["harmonic", "betweenness"])) == ["harmonic", "betweenness"]


@pytest.mark.parametrize("engine", ["igraph", "networkx"])
def test_zacharys_club_has_its_published_betweenness(engine):
    """The instructor lies on 0.4376 of the ways, the president on 0.3041 (unweighted)."""
    club = nx.Graph(nx.karate_club_graph().edges)
    with nullcontext() if engine == "igraph" else without_igraph():
        found = centrality(club, measures=["betweenness"]).set_index("actor_id")["estimate"]
    assert found.round(4)[["0", "33"]].tolist() == [0.4376, 0.3041]
