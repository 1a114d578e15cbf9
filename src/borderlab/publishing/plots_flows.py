"""How the items of each pillar go from the text of one year to the text of another."""

from __future__ import annotations

import re
from math import fsum

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    GREY,
    LIGHT_BLUE,
    PALE,
    YELLOW,
    extent,
    fit,
    legend,
    line,
    lines_of,
    page,
    tall,
)  # fmt: skip

_LEFT, _RIGHT, _STUB = 0.39, 0.61, 0.05  # shares of the width: where the bands begin and end


@styled
def plot_item_flows(
    items: pd.DataFrame,
    *,
    labels: Labels = None,
    pillars: Labels = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw the items that the texts of two years report, and join those that stand in both.

    Parameters
    ----------
    items : pandas.DataFrame
        As returned by `item_evolution`: pillar, pillar_label, item, label and two columns
        ``sentences_<year>``.
    labels, pillars : pandas.DataFrame, mapping or pandas.Series, optional
        As for `plot_items`.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        By pillar, the items of the earlier text at the left and of the later at the right: a band
        joins an item of both, a short one with a hollow end is an item of one text only; the number
        counts its sentences. Items of neither are listed below.

    Raises
    ------
    ValueError
        When the table does not compare two years.
    """
    years = sorted(c for c in items if re.fullmatch(r"sentences_\d+", str(c)))
    if len(years) != 2:
        raise ValueError(f"items: {len(years)} years; keep the sentences_<year> of two")
    rows = items.assign(
        name=named(items["item"], labels, items["label"]),
        head=named(items["pillar"], pillars, items["pillar_label"]),
        left=items[years[0]] > 0, right=items[years[1]] > 0,
    ).sort_values(["pillar", "item"], kind="stable")  # fmt: skip
    told = rows[rows["left"] | rows["right"]]
    silent = ", ".join(line(name) for name in rows["name"][~rows.index.isin(told.index)])
    note = fit(say("flows:neither", items=silent), 0.94 * look().width, look().small, 6)
    note = note if silent else ""
    blocks = [block for _, block in told.groupby("pillar", sort=True)]
    step = max(0.62, tall(2))
    heads = [_head(block) for block in blocks]
    heights = [
        _room(head) + step * max(block["left"].sum(), block["right"].sum())
        for head, block in zip(heads, blocks, strict=True)
    ]
    ends = 2 * tall(1) + 0.8, (tall(lines_of([note])) if note else 0) + 0.15
    fig = page(round(fsum([*ends, *heights]), 2), layout=None)
    width, height = extent(fig)
    axes = fig.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    stretch = (height - fsum(ends)) / (fsum(heights) or 1.0)
    y = height - ends[0]
    for x, year, side in ((_LEFT, years[0], "right"), (_RIGHT, years[1], "left")):
        axes.text(x * width, y + 0.12, say("flows:text", year=year[10:]), ha=side, va="bottom",
                  fontsize=look().type, fontweight="bold")  # fmt: skip
    for head, block, room in zip(heads, blocks, heights, strict=True):
        axes.plot([0.02 * width, 0.98 * width], [y, y], color=PALE, linewidth=0.8)
        axes.text(0.02 * width, y - 0.14, head, va="top", fontsize=look().type, fontweight="bold",
                  linespacing=1.1)  # fmt: skip
        _draw_pillar(axes, block, y - _room(head), step * stretch, years)
        y -= room * stretch
    axes.text(0.02 * width, 0.1, note, va="bottom", fontsize=look().small, color=DARK)
    legend(fig, _handles())
    return fig


def _head(block: pd.DataFrame) -> str:
    first = block.iloc[0]
    return fit(f"{first['pillar']}  {line(first['head'])}", 0.84 * look().width, look().type)


def _room(head: str) -> float:
    return 0.2 + tall(lines_of([head]), look().type)


def _draw_pillar(axes: Axes, block: pd.DataFrame, y: float, step: float, years: list[str]) -> None:
    """Draw the items of one pillar, those in both texts first."""
    both = block["left"] & block["right"]
    ordered = pd.concat([block[both], block[~both]])
    places = {"left": 0, "right": 0}
    for row in ordered.to_dict("records"):
        ys = {}
        for side, year in zip(places, years, strict=True):
            if row[side]:
                ys[side] = y - step * (places[side] + 0.5)
                places[side] += 1
                _write_end(axes, side, ys[side], row["name"], row[year])
        _draw_band(axes, ys)


def _write_end(axes: Axes, side: str, y: float, name: str, count: int) -> None:
    width, small = axes.get_xlim()[1], look().small
    x, ha = (_LEFT * width, "right") if side == "left" else (_RIGHT * width, "left")
    outward = -1 if side == "left" else 1
    axes.scatter([x], [y], s=105, color=BLUE, zorder=3)
    axes.text(x, y, str(count), ha="center", va="center_baseline", color="white", fontsize=small,
              fontweight="bold", zorder=4)  # fmt: skip
    axes.text(x + outward * 0.32, y, fit(name, _LEFT * width - 0.7, small), ha=ha, va="center",
              fontsize=small, linespacing=1.1)  # fmt: skip


def _draw_band(axes: Axes, ys: dict[str, float]) -> None:
    """Join the two ends by a band, or let a short one end in the open."""
    width = axes.get_xlim()[1]
    a, b = _LEFT * width, _RIGHT * width
    if len(ys) == 2:
        middle = (a + b) / 2
        points = [(a, ys["left"]), (middle, ys["left"]), (middle, ys["right"]), (b, ys["right"])]
        curve = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        axes.add_patch(PathPatch(curve, facecolor="none", edgecolor=LIGHT_BLUE, linewidth=7,
                                 capstyle="butt", zorder=1))  # fmt: skip
        return
    ((side, y),) = ys.items()
    start, end = (a, a + _STUB * width) if side == "left" else (b, b - _STUB * width)
    axes.plot([start, end], [y, y], color=GREY, linewidth=1.2, linestyle=(0, (2, 1.2)), zorder=1)
    axes.plot([end], [y], marker="D", color=YELLOW, markeredgecolor=DARK, markersize=5, zorder=2)


def _handles() -> list[Line2D]:
    return [
        Line2D([], [], color=LIGHT_BLUE, linewidth=7, label=say("flows:both")),
        Line2D([], [], color=GREY, linewidth=1.2, linestyle=(0, (2, 1.2)), marker="D",
               markerfacecolor=YELLOW, markeredgecolor=DARK, markersize=5, label=say("flows:one")),
        Line2D([], [], linestyle="", color=BLUE, marker="o", markersize=8,
               label=say("flows:count")),
    ]  # fmt: skip
