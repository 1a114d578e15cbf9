"""The network as SVG whose actors and ties can be chosen; looks as in `plots_network`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

import networkx as nx
import pandas as pd
import textalloc
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from borderlab.escapes import for_html
from borderlab.publishing.look import figure_style
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.plot_style import fit
from borderlab.publishing.plots_network import (
    _SHAPES,
    _area,
    _line_width,
    _passed,
    _shape,
    _side,
    _sides,
)

WIDTH, HEIGHT = 900, 760
_MARGIN = (50, 34)
#: size of the labels in the picture's own units, and how many: on a phone the foremost
_SIZES = {"wide": (14, None), "narrow": (27, 9)}
#: where labels are broken, as `fit` counts: so many centimetres in type of so many points
_WIDE, _POINTS = 4.0, 10.0
#: marker -> corners, turn in eighths, and how far out they lie, so that equal areas look equal
_CORNERS = {"s": (4, 1, 1.25), "^": (3, -2, 1.5), "D": (4, 0, 1.35), "p": (5, -2, 1.15)}
Spots = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """What the picture shows of each actor and tie.

    Attributes
    ----------
    graph : networkx.Graph
    spots : mapping of actor_id to (x, y)
        In the picture's units, y downwards.
    passed : mapping of (a, b) to {"one", "both"}
        Ties significant under one null model or both; a before b.
    tested : bool
        Whether any test was made.
    """

    graph: nx.Graph
    spots: Spots
    passed: Mapping[tuple[str, str], str]
    tested: bool = False

    @property
    def ties(self) -> list[tuple[str, str, float]]:
        """The ties, the lightest first, so that the heavier lie above."""
        edges = self.graph.edges(data="weight", default=1)
        ties = [(*sorted((u, v)), float(w)) for u, v, w in edges]
        return sorted(ties, key=lambda tie: (tie[2], tie))


def drawing(
    graph: nx.Graph, layout: pd.DataFrame, tested: pd.DataFrame | None, alpha: float
) -> Drawing:
    """Place the actors of a graph in the picture.

    Raises
    ------
    ValueError
        When an actor has no position, or a significant tie is none of the graph's.
    """
    places = layout.reset_index()[["actor_id", "x", "y"]].set_index("actor_id")
    if missing := sorted(set(graph) - set(places.index)):
        raise ValueError(f"layout: no position for {', '.join(missing)}; run `borderlab layout`")
    places = places.loc[sorted(graph)]
    low, span = places.min(), (places.max() - places.min()).replace(0, 1)
    share = (places - low) / span
    (left, top), wide, high = _MARGIN, WIDTH - 2 * _MARGIN[0], HEIGHT - 2 * _MARGIN[1]
    spots = {
        str(actor): (round(left + x * wide, 1), round(top + (1 - y) * high, 1))
        for actor, x, y in share.itertuples()
    }
    return Drawing(graph, spots, _passed(graph, tested, alpha), tested is not None)


def draw(drawn: Drawing, labels: Mapping[str, str], say: Callable[..., str], about: str) -> str:
    """Return the picture; ``say(who)`` names an actor ``(a,)`` or a tie ``(a, b)`` for listeners.

    Parameters
    ----------
    drawn : Drawing
    labels : mapping of actor_id to str
    say : callable
    about : str
        What the whole picture is.
    """
    top = max((weight for *_, weight in drawn.ties), default=1.0)
    sides = _sides(drawn.graph)
    lines = [_tie(drawn, tie, top, say) for tie in drawn.ties]
    nodes = [_node(drawn, actor, sides, say) for actor in sorted(drawn.graph)]
    names = [_names(drawn, labels, kind) for kind in _SIZES]
    return "\n".join([
        f'<svg class="bl-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group"'
        f' aria-label="{for_html(about)}" aria-describedby="bl-keys">',
        *lines, *nodes, *names, "</svg>",
    ])  # fmt: skip


def mark(marker: str, x: float, y: float, r: float) -> str:
    """Return the shape of a kind of actor, centred."""
    if marker not in _CORNERS:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{r:.1f}"/>'
    n, turn, out = _CORNERS[marker]
    angles = [2 * pi * i / n + turn * pi / 4 for i in range(n)]
    # a triangle's middle lies below its corners' middle
    low = r / 4 if n == 3 else 0
    points = [f"{x + r * out * cos(a):.1f},{y + low + r * out * sin(a):.1f}" for a in angles]
    return f'<polygon points="{" ".join(points)}"/>'


def legend(drawn: Drawing, narrator: Narrator) -> str:
    """Explain shapes, fills and lines, those that the picture has."""
    graph, sides = drawn.graph, _sides(drawn.graph)
    nodes = [graph.nodes[actor] for actor in sorted(graph)]
    shapes, shown = {_shape(n) for n in nodes}, {_side(n, sides) for n in nodes}
    kinds = [(f'<g fill="#ccc">{mark(m, 9, 9, 6)}</g>', f"shape:{m}", "")
             for m in _SHAPES if m in shapes]  # fmt: skip
    fills = [(f'<g fill="{fill}">{mark("o", 9, 9, 6)}</g>', f"side:{side}", side)
             for side, fill in sides.items() if side in shown]  # fmt: skip
    line = '<g class="bl-{0}"><line class="bl-line" x2="18" y1="9" y2="9" stroke-width="3"/></g>'
    chances = [(line.format(look), f"chance:{look}", "")
               for look in ("both", "one", "none")] if drawn.tested else []  # fmt: skip
    groups = [("legend:shape", kinds), ("legend:side", fills), ("legend:line", chances)]
    return "\n".join(_entries(narrator, title, entries) for title, entries in groups)


def _entries(narrator: Narrator, title: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """List signs with their meaning; a side that has no name in the book has its own."""
    told = "".join(
        f'<dd><svg width="18" height="18" aria-hidden="true">{sign}</svg>'
        f"{for_html(narrator.templates.get(name, other))}</dd>"
        for sign, name, other in entries
    )
    head = for_html(narrator.say(title))
    if not told:  # a list that defines nothing is none to a screen reader
        return f'<p class="bl-legend">{head}</p>'
    return f'<dl class="bl-legend"><dt>{head}</dt>{told}</dl>'


def _tie(drawn: Drawing, tie: tuple[str, str, float], top: float, say: Callable[..., str]) -> str:
    a, b, weight = tie
    (x1, y1), (x2, y2) = drawn.spots[a], drawn.spots[b]
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    look = drawn.passed.get((a, b), "none")
    return (
        f'<g class="bl-tie bl-{look}" id="{for_html(f"tie-{a}--{b}")}" role="button" tabindex="-1"'
        f' aria-pressed="false" aria-label="{for_html(say(a, b))}" data-a="{for_html(a)}"'
        f' data-b="{for_html(b)}" data-weight="{weight:g}">'
        f'<line class="bl-hit" {ends}/>'
        f'<line class="bl-line" {ends} stroke-width="{1.4 * _line_width(weight, top):.2f}"/></g>'
    )


def _node(drawn: Drawing, actor: str, sides: Mapping[str, str], say: Callable[..., str]) -> str:
    data = drawn.graph.nodes[actor]
    shape = mark(_shape(data), *drawn.spots[actor], _radius(data))
    return (
        f'<g class="bl-actor" id="{for_html(f"actor-{actor}")}" role="button" tabindex="-1"'
        f' aria-pressed="false" aria-label="{for_html(say(actor))}" data-a="{for_html(actor)}"'
        f' fill="{sides[_side(data, sides)]}">{shape}</g>'
    )


def _radius(node: Mapping[str, Any]) -> float:
    return float(_area(node) ** 0.5) * 0.75


@figure_style()
def _names(drawn: Drawing, labels: Mapping[str, str], kind: str) -> str:
    """Place the labels for one width of screen; who finds no room is named only when chosen."""
    size, most = _SIZES[kind]
    order = sorted(drawn.graph, key=lambda n: (-_radius(drawn.graph.nodes[n]), n))[:most]
    boxes: dict[str, Any] = {}
    for _ in range(4):
        order.sort(key=lambda n: n in boxes)  # who found no room chooses first
        boxes = _boxes(drawn, [(n, fit(labels[n], _WIDE, _POINTS)) for n in order], size)
        if len(boxes) == len(order):
            break
    found = []
    for actor in sorted(drawn.graph, key=lambda n: (n not in boxes, n)):
        text = fit(labels[actor], _WIDE, _POINTS)
        box = boxes.get(actor) or _spare(drawn, actor, text, size)
        found.append(_name(drawn, actor, text, box, size, spare=actor not in boxes))
    return f'<g class="bl-names bl-{kind}" aria-hidden="true">{"".join(found)}</g>'


def _boxes(drawn: Drawing, texts: Sequence[tuple[str, str]], size: int) -> dict[str, Any]:
    """Find room for labels, the first first, off actors and heavy ties and off each other."""
    if not texts:
        return {}
    fig = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    FigureCanvasAgg(fig)
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    own = [actor for actor, _ in texts]
    others = sorted(set(drawn.graph) - set(own))
    xs, ys = zip(*(drawn.spots[actor] for actor in own + others), strict=True)
    radii = [1.3 * _radius(drawn.graph.nodes[actor]) for actor in own + others]
    heavy = [(drawn.spots[a], drawn.spots[b]) for a, b, weight in drawn.ties if weight > 3]
    placed = textalloc.allocate(
        axes, xs[: len(own)], ys[: len(own)], [text for _, text in texts],
        x_scatter=xs, y_scatter=ys, scatter_sizes=radii, text_scatter_sizes=radii[: len(own)],
        x_lines=[[x for x, _ in ends] for ends in heavy],
        y_lines=[[y for _, y in ends] for ends in heavy],
        textsize=size * 0.72, draw_all=False, margin=0.004, min_distance=0.004,
        max_distance=0.12, avoid_label_lines_overlap=True, linespacing=1.1,
    )[2]  # fmt: skip
    found = zip(own, placed, strict=True)
    return {actor: artist.get_window_extent() for actor, artist in found if artist is not None}


def _spare(drawn: Drawing, actor: str, text: str, size: int) -> Bbox:
    """Find a place at an actor for a label that hides what lies below it."""
    rows = text.split("\n")
    wide, high = 0.6 * size * max(map(len, rows)), 1.15 * size * len(rows)
    x, y = drawn.spots[actor]
    off = _radius(drawn.graph.nodes[actor]) + 4
    left = min(max(x - wide / 2, 0), WIDTH - wide)
    low = HEIGHT - y + off if y > HEIGHT / 2 else HEIGHT - y - off - high
    return Bbox.from_bounds(left, low, wide, high)


def _name(drawn: Drawing, actor: str, text: str, box: Any, size: int, *, spare: bool) -> str:
    """Write a label into the box found for it, with a line to its actor where it stands apart."""
    x, top, low = (box.x0 + box.x1) / 2, HEIGHT - box.y1, HEIGHT - box.y0
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{top + size * (0.9 + 1.15 * i):.1f}">{for_html(row)}</tspan>'
        for i, row in enumerate(text.split("\n"))
    )
    spot = drawn.spots[actor]
    near = min(max(spot[0], box.x0), box.x1), min(max(spot[1], top), low)
    gap = hypot(near[0] - spot[0], near[1] - spot[1]) - _radius(drawn.graph.nodes[actor])
    kind = ' class="bl-spare"' * spare
    leader = f'<line x1="{near[0]:.1f}" y1="{near[1]:.1f}" x2="{spot[0]:g}" y2="{spot[1]:g}"/>'
    return (
        f'<g data-a="{for_html(actor)}"{kind}>{leader * bool(gap > 9)}'
        f'<text font-size="{size}" text-anchor="middle">{spans}</text></g>'
    )
