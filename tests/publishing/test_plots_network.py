"""A network a reader can read: no label on another or on a node, no meaning in colour alone."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from borderlab.publishing.plot_style import DARK, EDGE
from borderlab.publishing.plots_network import plot_network

KINDS = ["person", "government", "subnational", "organisation", "commission", "programme", "river"]


def network(actors: int = 32, ties: int = 77) -> tuple[nx.Graph, pd.DataFrame]:
    """Return a network of the size of the study's, one crowded centre included."""
    rng = np.random.default_rng(7)
    graph = nx.Graph()
    names = [f"actor-{i:02d}" for i in range(actors)]
    for i, name in enumerate(names):
        graph.add_node(
            name, label=f"Commission of {'Border ' * (i % 3)}Matters No. {i}", kind=KINDS[i % 7],
            side=["MX", "US", "binational", "other"][i % 4], units=int(1 + 40 / (i + 1)),
        )  # fmt: skip
    while graph.number_of_edges() < ties:
        u, v = sorted(rng.choice(actors, 2, replace=False))
        graph.add_edge(names[u], names[v], weight=int(rng.integers(1, 9)))
    spots = rng.normal(size=(actors, 2)).round(4)
    return graph, pd.DataFrame({"actor_id": names, "x": spots[:, 0], "y": spots[:, 1]})


def test_network_labels_overlap_neither_each_other_nor_a_node(eyes: Any) -> None:
    graph, layout = network()
    fig = plot_network(graph, layout)
    eyes.assert_readable(fig)
    axes = fig.axes[0]
    assert len(axes.texts) == len(graph), "a label is missing"
    assert not fig.texts
    centres = axes.transData.transform(layout[["x", "y"]].to_numpy())
    for label in axes.texts:
        box = label.get_window_extent()
        assert not [c for c in centres if box.contains(*c)], label.get_text()


def test_network_shape_says_kind_and_fill_says_side() -> None:
    graph, layout = network()
    axes = plot_network(graph, layout.set_index("actor_id")).axes[0]
    looks = {
        (len(c.get_paths()[0].vertices), tuple(c.get_facecolor()[0])) for c in axes.collections
    }
    assert len({colour for _, colour in looks}) == 4
    greys = sorted(float(np.dot(colour[:3], [0.299, 0.587, 0.114])) for _, colour in looks)
    distinct = sorted(set(np.round(greys, 3)))
    assert min(np.diff(distinct)) > 0.1, "sides cannot be told apart in grey"


def test_another_border_has_its_own_two_sides_coloured() -> None:
    graph, layout = network()
    names = {"MX": "PL", "US": "DE"}
    here = plot_network(graph, layout)
    for _, data in graph.nodes(data=True):
        data["side"] = names.get(data["side"], data["side"])
    there = plot_network(graph, layout)
    legend = {text.get_text() for box in there.legends for text in box.get_texts()}
    assert {"PL", "DE", "binational", "other"} <= legend and "Mexican" not in legend
    colours = [{tuple(c.get_facecolor()[0]) for c in f.axes[0].collections} for f in (here, there)]
    assert colours[0] == colours[1]


def test_line_width_grows_with_weight() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=1)
    graph.add_edge("b", "c", weight=4)
    layout = pd.DataFrame({"actor_id": list("abc"), "x": [0.0, 1, 2], "y": [0.0, 1, 0]})
    edges = [
        line for line in plot_network(graph, layout).axes[0].lines if line.get_linestyle() == "-"
    ]
    assert edges[0].get_linewidth() < edges[1].get_linewidth()


def test_labels_without_room_are_left_out_and_counted(eyes: Any) -> None:
    graph, layout = network(actors=60, ties=60)
    fig = plot_network(graph, layout.assign(x=0.0, y=layout.index / 1e3))
    assert eyes.overlaps(fig) == []
    left_out = len(graph) - len(fig.axes[0].texts)
    assert left_out > 0
    assert fig.texts[0].get_text() == f"labels left out for want of room: {left_out}"


def test_a_node_without_position_is_refused() -> None:
    graph, layout = network()
    with pytest.raises(ValueError, match="no position for actor-31; run `borderlab layout`"):
        plot_network(graph, layout.head(31))


def test_an_empty_network_is_an_empty_figure() -> None:
    fig = plot_network(nx.Graph(), pd.DataFrame({"actor_id": [], "x": [], "y": []}))
    assert not fig.axes[0].texts


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    graph = nx.Graph()
    graph.add_node("a", label=eyes.hostile, kind=eyes.hostile, side=eyes.hostile, units=1)
    assert_harmless(plot_network(graph, pd.DataFrame({"actor_id": ["a"], "x": [0.0], "y": [0.0]})))


def marked(graph: nx.Graph) -> pd.DataFrame:
    """Return a table in which one tie passes both null models and two pass one of them."""
    edges = pd.DataFrame(
        sorted(tuple(sorted(e)) for e in graph.edges), columns=["source", "target"]
    )
    first, second = edges.index.isin([0, 1]), edges.index.isin([0, 2])
    q_values = {"q_value": first, "sdsm_q_value": second}
    return edges.assign(**{name: np.where(low, 0.05, 0.051) for name, low in q_values.items()})


def drawn_ties(fig: Any) -> list[Any]:
    return [line for line in fig.axes[0].lines if line.get_linestyle() != ":"]


def test_significant_ties_are_told_by_lightness_and_dash_and_counted(eyes: Any) -> None:
    graph, layout = network()
    tested = marked(graph)
    plain, shown = plot_network(graph, layout), plot_network(graph, layout, tested=tested)
    eyes.assert_readable(shown)
    looks = [(t.get_color(), t.get_linestyle() != "-") for t in drawn_ties(shown)]
    assert looks[:4] == [(DARK, False), (DARK, True), (DARK, True), (EDGE, False)]
    assert set(looks[3:]) == {(EDGE, False)}
    widths = [[t.get_linewidth() for t in drawn_ties(fig)] for fig in (plain, shown)]
    assert widths[0] == widths[1], "a test changes no weight"
    said = eyes.words(shown)
    assert "significant, one null: 2" in said and "significant, both nulls: 1" in said


def test_no_significant_tie_is_said_and_without_a_test_nothing_is(eyes: Any) -> None:
    graph, layout = network()
    none = marked(graph).head(0)
    assert "significant, both nulls: 0" in eyes.words(plot_network(graph, layout, tested=none))
    assert "significant" not in eyes.words(plot_network(graph, layout))


def test_ties_tested_on_other_units_are_refused() -> None:
    graph, layout = network()
    tested = pd.DataFrame(
        {"source": ["actor-00"], "target": ["nobody"], "q_value": [0.01], "sdsm_q_value": [1.0]}
    )
    with pytest.raises(ValueError, match="actor-00 - nobody is significant and no tie"):
        plot_network(graph, layout, tested=tested)
    plot_network(graph, layout, tested=tested, alpha=0.001)
