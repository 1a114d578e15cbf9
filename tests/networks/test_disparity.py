"""The disparity filter follows its paper, and refuses what has no weights to compare."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from scipy.integrate import quad

from borderlab.errors import BorderlabError
from borderlab.networks.disparity import disparity_filter


def weighted(*edges: tuple[str, str, float]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    return graph


def test_a_p_value_is_the_integral_of_the_paper():
    """1 - (k - 1) times the integral of (1 - x)**(k - 2) up to the share: equation 2."""
    weights = [7.0, 2.0, 1.5, 0.5]
    star = weighted(*(("hub", f"n{i}", w) for i, w in enumerate(weights)))
    found = disparity_filter(star).set_index("target")["p_value"]
    for i, weight in enumerate(weights):
        area, _ = quad(lambda x: (1 - x) ** (len(weights) - 2), 0, weight / sum(weights))
        assert found[f"n{i}"] == pytest.approx(1 - (len(weights) - 1) * area, rel=1e-9)


def test_an_edge_takes_the_smaller_of_its_two_ends():
    graph = weighted(("a", "b", 5), ("a", "c", 5), ("b", "d", 1), ("b", "e", 1))
    found = disparity_filter(graph).set_index(["source", "target"])["p_value"]
    assert found["a", "b"] == pytest.approx((2 / 7) ** 2), "at b; at a it is a half"
    assert found["a", "c"] == 0.5, "c has one edge and says nothing"


def test_an_edge_between_ends_of_degree_one_cannot_stand_out():
    assert disparity_filter(weighted(("a", "b", 1e9)))["p_value"].tolist() == [1.0]


def test_equal_weights_never_stand_out():
    graph = nx.complete_graph([*"abcdefgh"])
    nx.set_edge_attributes(graph, 3, "weight")
    assert disparity_filter(graph)["p_value"].min() > 0.36, "above 1/e for every degree"


def test_names_order_and_scale_change_nothing():
    graph = weighted(("a", "b", 5), ("a", "c", 2), ("b", "c", 1), ("c", "d", 4))
    moved = nx.relabel_nodes(graph, {"a": "d", "d": "a"})
    for _, _, edge in moved.edges(data=True):
        edge["weight"] *= 0.1
    before, after = (
        {frozenset((e.source, e.target)): e.p_value for e in disparity_filter(g).itertuples()}
        for g in (graph, moved)
    )
    swap = str.maketrans("ad", "da")
    assert after == {frozenset(n.translate(swap) for n in pair): p for pair, p in before.items()}


def test_edges_come_sorted_and_the_graph_is_not_edited():
    graph = weighted(("z", "b", 5), ("c", "a", np.int64(2)))
    before = list(graph.edges(data=True))
    edges = disparity_filter(graph)
    assert edges[["source", "target"]].to_numpy().tolist() == [["a", "c"], ["b", "z"]]
    assert list(graph.edges(data=True)) == before


def test_a_graph_without_edges_gives_an_empty_table():
    edges = disparity_filter(nx.Graph())
    assert edges.columns.tolist() == ["source", "target", "weight", "p_value"]
    assert edges["p_value"].dtype == "float64"
    assert edges.empty


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), None, "3"])
def test_a_weight_that_cannot_be_compared_is_named(weight):
    with pytest.raises(BorderlabError, match=f"edge a - b has weight {weight!r}; .* leave it out"):
        disparity_filter(weighted(("a", "b", weight)))


def test_an_edge_without_a_weight_is_no_weight_of_one():
    with pytest.raises(BorderlabError, match="edge a - b has weight None"):
        disparity_filter(nx.Graph([("a", "b")]))


@pytest.mark.parametrize(
    "graph", [nx.DiGraph([("a", "b")]), nx.MultiGraph([("a", "b")]), nx.Graph([("a", "a")])]
)
def test_only_simple_undirected_graphs_are_filtered(graph):
    with pytest.raises(BorderlabError, match="undirected graph without loops"):
        disparity_filter(graph)
