"""A map is the same for the same graph, holds everybody, and leaves room for labels."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.incidence import incidence
from borderlab.networks.layout import _breathe, _clutter, layout


@pytest.fixture(scope="module")
def graph(reference, reference_codebook) -> nx.Graph:
    units = incidence(*reference[::-1], reference_codebook)
    return to_graph(cooccurrence(units), units)


def gaps(places: pd.DataFrame) -> np.ndarray:
    """Distances between all pairs, a label's width and height as units."""
    points = places[["x", "y"]].to_numpy() / [1.0, 0.5]
    rows, columns = np.triu_indices(len(points), 1)
    return np.hypot(*(points[rows] - points[columns]).T)


def test_the_reference_map_covers_its_actors_and_every_label_has_room(graph):
    places = layout(graph)
    assert places["actor_id"].tolist() == sorted(graph)
    assert places[["x", "y"]].equals(places[["x", "y"]].round(4))
    assert gaps(places).min() > 0.9
    alone = places.set_index("actor_id").loc[["bbbxg", "sbdc-network", "us-fda"]]
    assert alone["y"].max() == alone["y"].min()
    assert alone["y"].max() < places["y"].nlargest(29).min(), "isolates stand beneath"


def test_the_map_hangs_on_who_is_tied_to_whom_and_on_nothing_else(graph):
    """Not on order, direction or weights; but another seed is another map."""
    moved = nx.Graph()
    moved.add_nodes_from(sorted(graph, reverse=True))
    moved.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    assert layout(graph).equals(layout(moved))
    assert not layout(graph).equals(layout(graph, seed=7))


def test_of_several_springs_the_one_that_reads_best_is_kept(graph, monkeypatch):
    number = {node: i for i, node in enumerate(sorted(graph))}
    ends = np.array([[number[a], number[b]] for a, b in graph.edges])
    tried = _clutter(layout(graph)[["x", "y"]].to_numpy(), ends)
    monkeypatch.setattr("borderlab.networks.layout._TRIES", 1)
    assert tried < _clutter(layout(graph)[["x", "y"]].to_numpy(), ends)


def test_components_stand_apart():
    places = layout(nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])).set_index("actor_id")
    assert places.loc[["a", "b", "c"], "x"].max() + 1 < places.loc[["x", "y"], "x"].min()


@pytest.mark.parametrize("count", [0, 1, 12])
def test_nobody_tied_is_rows_of_names(count):
    places = layout(nx.relabel_nodes(nx.empty_graph(count), str))
    assert places.columns.tolist() == ["actor_id", "x", "y"]
    assert len(places) == count
    assert count < 2 or gaps(places).min() >= 1


def test_a_large_graph_gets_one_spring():
    large = nx.relabel_nodes(nx.complete_graph(46), "{:02d}".format)
    assert large.number_of_edges() > 1000
    assert gaps(layout(large)).min() > 0.9


def test_points_on_one_another_are_not_an_error():
    assert np.isfinite(_breathe(np.zeros((3, 2)))).all()


def test_clutter_counts_crossings_and_actors_on_edges():
    square = np.array([[0.0, 0], [4, 4], [0, 4], [4, 0]])
    assert _clutter(square, np.array([[0, 1], [2, 3]])) == 1
    assert _clutter(square, np.array([[0, 2], [1, 3]])) == 0
    assert _clutter(square, np.array([[0, 1], [0, 2]])) == 0, "edges that share an end"
    line = np.array([[0.0, 0], [4, 0], [2, 0.1]])
    assert _clutter(line, np.array([[0, 1]])) == 3
