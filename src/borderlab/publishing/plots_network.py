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

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled
from borderlab.publishing.narrative import templates
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    EDGE,
    GREEN,
    GREY,
    YELLOW,
    extent,
    fit,
    line,
    page,
)  # fmt: skip
from borderlab.tables import expect_columns

#: what a study may name its sides besides; the first two others get the colours
_SIDES = {"binational": YELLOW, "other": "#ffffff"}
#: marker -> the kinds of actor drawn so, and their name in the legend
_SHAPES = {
    "o": (("person", "author"), "network:person"),
    "s": (("government", "subnational"), "network:government"),
    "^": (("organisation", "commission", "media"), "network:organisation"),
    "D": (("programme",), "network:programme"),
    "p": ((), "network:other"),
}
_Q_VALUES = ["q_value", "sdsm_q_value"]  # of the two null models
#: null models under which a tie is significant -> how it is drawn, and what the legend says
_TESTED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "none": ({"color": EDGE}, ""),
    "one": ({"color": DARK, "linestyle": (0, (3, 1.5)), "zorder": 1.2}, "network:one"),
    "both": ({"color": DARK, "zorder": 1.4}, "network:both"),
}
_SIZES = (7.0, 7.0, 6.5, 6.5, 6.0, 6.0, 6.0, 6.0)  # of labels, in points
#: size -> height (cm); the map's left, bottom, width, height; four legends' left, top, breadth
_PLACES: Mapping[str, tuple[float, tuple[float, float, float, float], Any]] = {
    "column": (17.0, (0.01, 0.31, 0.98, 0.68),
               ((0.02, 0.3, 0.5), (0.55, 0.3, 0.43), (0.02, 0.16, 0.5), (0.55, 0.16, 0.43))),
    "page": (18.3, (0.01, 0.17, 0.98, 0.82),
             ((0.02, 0.165, 0.26), (0.29, 0.165, 0.16), (0.46, 0.165, 0.29), (0.76, 0.165, 0.23))),
    "slide": (14.0, (0.01, 0.01, 0.76, 0.98),
              tuple((0.78, y, 0.21) for y in (0.98, 0.72, 0.53, 0.23))),
}  # fmt: skip


@styled
def plot_network(
    graph: nx.Graph,
    layout: pd.DataFrame,
    *,
    tested: pd.DataFrame | None = None,
    alpha: float = 0.05,
    labels: Labels = None,
    size: Size | None = None,
    lang: Lang | None = None,
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
    labels : pandas.DataFrame, mapping or pandas.Series, optional
        Names of actors, as ``codebook.actors``, which gives those of the language; else the labels
        of the nodes.
    size, lang : optional
        As for `figure_style`.

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
    height, place, _ = _PLACES[look().size]
    fig = page(height, layout=None)
    axes = fig.add_axes(place)
    axes.set_axis_off()
    sides = _sides(graph)
    ties = sorted((*sorted((u, v)), float(w)) for u, v, w in graph.edges(data="weight", default=1))
    top = max((weight for *_, weight in ties), default=1.0)
    passed = _passed(graph, tested, alpha)
    for u, v, weight in ties:
        how = {"zorder": 1, **_TESTED[passed.get((u, v), "none")][0]}
        axes.plot(*zip(spot[u], spot[v], strict=True), **how,
                  linewidth=_line_width(weight, top), solid_capstyle="round")  # fmt: skip
    for node in sorted(graph):
        data = graph.nodes[node]
        axes.scatter(
            *spot[node], s=_area(data), marker=_shape(data), color=sides[_side(data, sides)],
            edgecolors=DARK, linewidths=0.7, zorder=2,
        )  # fmt: skip
    axes.margins(0.1)
    plain = [graph.nodes[node].get("label", node) for node in graph]
    names = dict(zip(graph, named(graph, labels, plain), strict=True))
    if left_out := _place_labels(fig, graph, spot, names):
        note = say("network:left_out", n=left_out)
        fig.text(0.99, 0.005, note, ha="right", va="bottom", fontsize=look().small)
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


def _sides(graph: nx.Graph) -> dict[str, str]:
    """Give the two sides of the study's border a colour each, in the order of their names."""
    found = Counter(str(side) for _, side in graph.nodes(data="side") if side)
    own = sorted((side for side in found if side not in _SIDES), key=lambda s: (-found[s], s))[:2]
    return {**dict(zip(sorted(own), (GREEN, BLUE), strict=False)), **_SIDES}


def _side(node: Mapping[str, Any], sides: Mapping[str, str]) -> str:
    side = str(node.get("side"))
    return side if side in sides else "other"


def _area(node: Mapping[str, Any]) -> float:
    scale = 0.55 if look().size == "column" else 1.0
    return scale * (28.0 + 9.0 * min(float(node.get("units") or 1), 40.0))


def _line_width(weight: float, top: float) -> float:
    return 0.5 + (2.8 if look().size == "column" else 4.0) * weight / top


def _place_labels(
    fig: Figure,
    graph: nx.Graph,
    spot: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> int:
    """Place the labels, largest nodes first, in smaller type if need be; count those left out."""
    area = {node: _area(graph.nodes[node]) for node in graph}
    order = sorted(graph, key=lambda node: (-area[node], node))
    missing: list[str] = []
    placed: list[Any] = []
    room = 2.5 if look().size == "column" else 3.4
    for size in [s for s in _SIZES if s <= look().small] if order else ():
        for artist in placed:
            artist.remove()
        order.sort(key=lambda node: node not in missing)  # who found no room chooses first
        xs, ys = zip(*(spot[node] for node in order), strict=True)
        radii = [area[node] ** 0.5 / 2 * (fig.dpi / 72) for node in order]  # in pixels
        *_, labels, lines = textalloc.allocate(
            fig.axes[0], xs, ys, [fit(names[n], room, size, 3) for n in order],
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
    sides: Mapping[str, str],
    top: float,
    tally: Mapping[str, int] | None,
) -> None:
    """Explain shape, fill, width, dash and area below the network, where no node can lie."""
    nodes = [graph.nodes[node] for node in graph]
    shapes, shown = {_shape(n) for n in nodes}, {_side(n, sides) for n in nodes}
    words = templates(look().lang, "figures")
    lines = {w: _line_width(w, top) for w in sorted({1.0, float(round((1 + top) / 2)), top})}
    areas = {units: _area({"units": units}) for units in (1, 5, 20)}
    beyond = [
        _handle(say(says, n=tally[key]), marker="", **{"linestyle": "-", "linewidth": 1.6, **how})
        for key, (how, says) in _TESTED.items()
        if tally is not None and says
    ]  # fmt: skip
    parts = (
        (0.5, "kind", [_handle(say(name), marker=m) for m, (_, name) in _SHAPES.items()
                       if m in shapes]),
        (0.5, "side", [_handle(words.get(f"side:{side}", line(side)), markerfacecolor=fill)
                       for side, fill in sides.items() if side in shown]),
        (0.5, "weight",
         [_handle(f"{w:g}", marker="", linestyle="-", linewidth=lw) for w, lw in lines.items()]
         + beyond),
        (1.2, "area", [_handle(str(units), markersize=area**0.5) for units, area in areas.items()]),
    )  # fmt: skip
    for (spacing, title, handles), (x, y, share) in zip(
        parts, _PLACES[look().size][2], strict=True
    ):
        room = share * extent(fig)[0]
        for handle in handles:
            handle.set_label(fit(handle.get_label(), room - 0.9, look().small))
        fig.legend(
            handles=handles, title=fit(say(f"network:{title}"), room, look().small),
            loc="upper left", bbox_to_anchor=(x, y), labelspacing=spacing, frameon=False,
            fontsize=look().small, title_fontsize=look().small, alignment="left", borderpad=0.2,
            handlelength=1.8,
        )  # fmt: skip


def _handle(label: str, **how: Any) -> Any:
    plain = {"color": EDGE, "linestyle": "", "marker": "o", "markersize": 6,
             "markeredgecolor": DARK, "markerfacecolor": "#cccccc"}  # fmt: skip
    return Line2D([], [], label=label, **{**plain, **how})
