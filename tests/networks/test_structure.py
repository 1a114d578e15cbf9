"""Who holds the network together: on every shape, and against taking each actor out by hand."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.incidence import incidence
from borderlab.networks.structure import articulation_points

EDGES = st.sets(st.sampled_from(list(combinations("abcdefgh", 2))), max_size=14)


def rows(graph: nx.Graph) -> list[tuple]:
    return list(articulation_points(graph).itertuples(index=False, name=None))


SHAPES = {
    "empty": (nx.Graph(), []),
    "edgeless": (nx.empty_graph(["a", "b"]), []),
    "a pair": (nx.Graph(["ab"]), []),
    "star": (nx.Graph(["ha", "hb", "hc"]), [("h", 3, 2)]),
    "path": (nx.Graph(["ab", "bc", "cd", "de"]), [("c", 2, 2), ("b", 2, 1), ("d", 2, 1)]),
    "complete": (nx.complete_graph(list("abcd")), []),
    "ring": (nx.cycle_graph(list("abcd")), []),
    "two components": (nx.Graph(["ab", "bc", "xy"]), [("b", 2, 1)]),
    "two triangles": (nx.Graph(["ab", "bc", "ca", "cx", "xy", "yc"]), [("c", 2, 2)]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_closed_forms(shape):
    graph, expected = SHAPES[shape]
    assert rows(graph) == expected
    kinds = articulation_points(graph).dtypes.astype(str).to_dict()
    assert kinds == {"actor_id": "str", "parts": "int64", "cut_off": "int64"}


@settings(max_examples=60, deadline=None)
@given(edges=EDGES, order=st.permutations("abcdefgh"))
def test_taking_an_actor_out_by_hand(edges, order):
    graph = nx.empty_graph(order)
    graph.add_edges_from(edges)
    before = nx.number_connected_components(graph)
    expected = []
    for actor in sorted(graph):
        rest = graph.copy()
        rest.remove_node(actor)
        parts = nx.number_connected_components(rest) - before + 1
        if parts > 1:
            mine = nx.node_connected_component(graph, actor)
            largest = max(len(c) for c in nx.connected_components(rest.subgraph(mine)))
            expected.append((actor, parts, len(mine) - 1 - largest))
    assert rows(graph) == sorted(expected, key=lambda row: (-row[2], row[0]))


def test_the_club_hangs_on_its_instructor_alone():
    """Without actor 0 of Zachary's club one member and a group of five lie apart from the rest."""
    assert rows(nx.relabel_nodes(nx.karate_club_graph(), str)) == [("0", 3, 6)]


def test_the_reference_network_hangs_on_few(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    found = articulation_points(to_graph(cooccurrence(units), units))
    assert found["actor_id"].is_unique
    assert found["cut_off"].is_monotonic_decreasing
    assert found["parts"].min() >= 2


def test_a_directed_graph_is_refused():
    with pytest.raises(BorderlabError, match="articulation_points needs an undirected graph"):
        articulation_points(nx.DiGraph([("a", "b")]))
