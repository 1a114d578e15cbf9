"""Measures on arrays are those of networkx on graphs, to the twelfth decimal."""

from __future__ import annotations

from itertools import combinations
from math import fsum

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.networks.graphs import net_of
from borderlab.networks.measures import net_measures

NODES = "abcdefgh"
EDGES = st.dictionaries(
    st.sampled_from(list(combinations(NODES, 2))), st.sampled_from([1, 2, 3, 7, 0.5, 1 / 3])
)
#: as they were taken before there were arrays, with the same steps of PageRank
ORACLE = {
    "degree": lambda graph: dict(graph.degree),
    "strength": lambda graph: {a: fsum(e["weight"] for e in graph[a].values()) for a in graph},
    "pagerank": lambda graph: nx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=1000),
    "core_number": nx.core_number,
    "constraint": lambda graph: nx.constraint(graph, weight="weight"),
}


def graph_of(edges: dict[tuple[str, str], float]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(NODES)
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in sorted(edges.items()))
    return graph


@pytest.mark.parametrize("measure", ORACLE)
@settings(max_examples=30, deadline=None)
@given(EDGES)
def test_every_measure_is_that_of_networkx(measure, edges):
    graph = graph_of(edges)
    expected = [round(float(v), 12) for v in ORACLE[measure](graph).values()]
    np.testing.assert_array_equal(net_measures(net_of(graph), [measure])[measure], expected)


def test_an_edge_of_weight_zero_is_a_tie_all_the_same():
    """The logarithm of association is 0 for pairs named together as often as by chance."""
    found = net_measures(net_of(graph_of({("a", "b"): 0.0})), ["degree", "core_number"])
    assert found["degree"][:3] == [1, 1, 0]
    assert found["core_number"][:3] == [1, 1, 0]
