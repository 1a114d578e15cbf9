"""The map of who is named with whom, with labels that overlap neither each other nor a node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd
import textalloc
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import BLUE, DARK, EDGE, GREEN, GREY, YELLOW, page, wrap
from borderlab.tables import expect_columns

#: what a study may name its sides besides; the first two others get the colours
_SIDES = {"binational": (YELLOW, "binational"), "other": ("#ffffff", "other")}
_NAMES = {"MX": "Mexican", "US": "U.S."}
#: marker -> the kinds of actor drawn so, and their name in the legend
_SHAPES = {
    "o": (("person", "author"), "person"),
    "s": (("government", "subnational"), "government, state or city"),
    "^": (("organisation", "commission", "media"), "organisation or commission"),
    "D": (("programme",), "programme"),
    "p": ((), "other"),
}
_Q_VALUES = ["q_value", "sdsm_q_value"]  # of the two null models
#: null models under which a tie is significant -> how it is drawn, and what the legend says
_TESTED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "none": ({"color": EDGE}, ""),
    "one": ({"color": DARK, "linestyle": (0, (3, 1.5)), "zorder": 1.2}, "significant, one null"),
    "both": ({"color": DARK, "zorder": 1.4}, "significant, both nulls"),
}
_SIZES = (7.0, 7.0, 6.5, 6.5, 6.0, 6.0, 5.5, 5.5)  # of labels, in points: each is tried twice


@figure_style()
def plot_network(
    graph: nx.Graph,
    layout: pd.DataFrame,
    *,
    tested: pd.DataFrame | None = None,
    alpha: float = 0.05,
) -> Figure:
    """Draw the co-occurrence network at its committed positions.

    Parameters
    ----------
    graph : networkx.Graph
        Nodes with label, kind, side and units; edges with weight.
    layout : pandas.DataFrame
        Columns actor_id (or an index of that name), x, y; one row for every node.
    tested : pandas.DataFrame, optional
        As returned by `edge_significance`: source, target, and of each null model its q-values,
        q_value and sdsm_q_value. Ties it lacks are drawn as not significant.
    alpha : float
        The largest q-value that is significant.

    Returns
    -------
    matplotlib.figure.Figure
        Shape says the kind of actor, fill its side, area the units that name it, and line width the
        units that name both. With ``tested``, ties significant under both null models are dark,
        under one dark and dashed, and the legend counts them. A label that finds no room is left
        out, and a line below says so.

    Raises
    ------
    ValueError
        When a node has no position, or a significant tie is none of the graph's.

    Notes
    -----
    Labels are placed by textalloc's greedy search over fixed candidates: no clock, no randomness.
    """
    places = layout.reset_index()[["actor_id", "x", "y"]]
    spot = {actor: (x, y) for actor, x, y in places.itertuples(index=False)}
    if missing := sorted(set(graph) - set(spot)):
        raise ValueError(f"layout: no position for {', '.join(missing)}; run `borderlab layout`")
    fig = page(17.5, layout=None)
    axes = fig.add_axes((0.01, 0.17, 0.98, 0.82))
    axes.set_axis_off()
    sides = _sides(graph)
    ties = sorted((*sorted((u, v)), float(w)) for u, v, w in graph.edges(data="weight", default=1))
    top = max((weight for *_, weight in ties), default=1.0)
    passed = _passed(graph, tested, alpha)
    for u, v, weight in ties:
        look = {"zorder": 1, **_TESTED[passed.get((u, v), "none")][0]}
        axes.plot(*zip(spot[u], spot[v], strict=True), **look,
                  linewidth=_line_width(weight, top), solid_capstyle="round")  # fmt: skip
    for node in sorted(graph):
        data = graph.nodes[node]
        axes.scatter(
            *spot[node], s=_area(data), marker=_shape(data), color=_side(data, sides)[0],
            edgecolors=DARK, linewidths=0.7, zorder=2,
        )  # fmt: skip
    axes.margins(0.1)
    if left_out := _place_labels(fig, graph, spot):
        note = f"labels left out for want of room: {left_out}"
        fig.text(0.99, 0.005, note, ha="right", fontsize=6.5)
    tally = Counter(passed.values()) if tested is not None else None
    _add_legends(fig, graph, sides, top, tally)
    return fig


def _passed(
    graph: nx.Graph, tested: pd.DataFrame | None, alpha: float
) -> dict[tuple[str, str], str]:
    """Tell of each significant tie whether one null model or both call it so."""
    if tested is None:
        return {}
    expect_columns("tested", tested, ["source", "target", *_Q_VALUES], "edge_significance")
    under = (tested[_Q_VALUES] <= alpha).sum(axis=1)
    pairs = zip(tested["source"], tested["target"], under, strict=True)
    found = {(min(a, b), max(a, b)): "both" if n == 2 else "one" for a, b, n in pairs if n}
    if strange := sorted(pair for pair in found if not graph.has_edge(*pair)):
        say = f"tested: {' - '.join(strange[0])} is significant and no tie of this graph"
        raise ValueError(f"{say}; test the units that the graph was made from")
    return found


def _shape(node: Mapping[str, Any]) -> str:
    return next((m for m, (kinds, _) in _SHAPES.items() if node.get("kind") in kinds), "p")


def _sides(graph: nx.Graph) -> dict[str, tuple[str, str]]:
    """Give the two sides of the study's border a colour each, in the order of their names."""
    found = Counter(str(side) for _, side in graph.nodes(data="side") if side)
    own = sorted((side for side in found if side not in _SIDES), key=lambda s: (-found[s], s))[:2]
    names = {side: _NAMES.get(side, wrap(side, 24)) for side in sorted(own)}
    return {**{s: (c, names[s]) for s, c in zip(names, (GREEN, BLUE), strict=False)}, **_SIDES}


def _side(node: Mapping[str, Any], sides: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    return sides.get(str(node.get("side")), sides["other"])


def _area(node: Mapping[str, Any]) -> float:
    return 28.0 + 9.0 * min(float(node.get("units") or 1), 40.0)


def _line_width(weight: float, top: float) -> float:
    return 0.5 + 4.0 * weight / top


def _place_labels(fig: Figure, graph: nx.Graph, spot: Mapping[str, tuple[float, float]]) -> int:
    """Place the labels, largest nodes first, in smaller type if need be; count those left out."""
    area = {node: _area(graph.nodes[node]) for node in graph}
    order = sorted(graph, key=lambda node: (-area[node], node))
    missing: list[str] = []
    placed: list[Any] = []
    for size in _SIZES if order else ():
        for artist in placed:
            artist.remove()
        order.sort(key=lambda node: node not in missing)  # who found no room chooses first
        xs, ys = zip(*(spot[node] for node in order), strict=True)
        radii = [area[node] ** 0.5 / 2 * (fig.dpi / 72) for node in order]  # in pixels
        *_, labels, lines = textalloc.allocate(
            fig.axes[0], xs, ys, [wrap(graph.nodes[n].get("label", n), 24) for n in order],
            x_scatter=xs, y_scatter=ys, scatter_sizes=radii, text_scatter_sizes=radii,
            textsize=size, draw_all=False, margin=0.004, min_distance=0.006, max_distance=0.14,
            avoid_label_lines_overlap=True, linecolor=GREY, linewidth=0.6,
            plot_kwargs={"linestyle": ":"},  # not to be taken for an edge
            path_effects=[withStroke(linewidth=1.6, foreground="white")],
            linespacing=1.05, zorder=5,
        )  # fmt: skip
        placed = [artist for artist in (*labels, *lines) if artist is not None]
        missing = [node for node, label in zip(order, labels, strict=True) if label is None]
        if not missing:
            break
    return len(missing)


def _add_legends(
    fig: Figure,
    graph: nx.Graph,
    sides: Mapping[str, tuple[str, str]],
    top: float,
    tally: Mapping[str, int] | None,
) -> None:
    """Explain shape, fill, width, dash and area below the network, where no node can lie."""
    nodes = [graph.nodes[node] for node in graph]
    shapes, shown = {_shape(n) for n in nodes}, {_side(n, sides) for n in nodes}
    lines = {w: _line_width(w, top) for w in sorted({1.0, float(round((1 + top) / 2)), top})}
    areas = {units: _area({"units": units}) for units in (1, 5, 20)}
    beyond = [
        _handle(f"{says}: {tally[key]}", marker="", **{"linestyle": "-", "linewidth": 1.6, **look})
        for key, (look, says) in _TESTED.items()
        if tally is not None and says
    ]  # fmt: skip
    for x, spacing, title, handles in (
        (0.02, 0.7, "shape: kind of actor",
         [_handle(name, marker=m) for m, (_, name) in _SHAPES.items() if m in shapes]),
        (0.32, 0.7, "fill: side",
         [_handle(name, markerfacecolor=f) for f, name in sides.values() if (f, name) in shown]),
        (0.48, 0.7, "line: units that name both",
         [_handle(f"{w:g}", marker="", linestyle="-", linewidth=lw) for w, lw in lines.items()]
         + beyond),
        (0.75, 1.3, "area: units that name it",
         [_handle(str(units), markersize=area**0.5) for units, area in areas.items()]),
    ):  # fmt: skip
        fig.legend(
            handles=handles, title=title, loc="upper left", bbox_to_anchor=(x, 0.165),
            labelspacing=spacing, frameon=False, fontsize=7, title_fontsize=7.5, alignment="left",
        )  # fmt: skip


def _handle(label: str, **look: Any) -> Any:
    plain = {"color": EDGE, "linestyle": "", "marker": "o", "markersize": 6,
             "markeredgecolor": DARK, "markerfacecolor": "#cccccc"}  # fmt: skip
    return Line2D([], [], label=label, **{**plain, **look})
