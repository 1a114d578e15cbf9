"""A specification curve: what a finding rests on in every specification, above the choices of each.

After Simonsohn, Simmons & Nelson (2020). doi:10.1038/s41562-020-0912-z
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from borderlab.networks.fragility import comes_to, fragility
from borderlab.publishing.look import Lang, Size, look, say, styled, word
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    EDGE,
    GREY,
    PALE,
    extent,
    fit,
    legend,
    lines_of,
    page,
    tall,
)  # fmt: skip

#: verdict -> marker, how it looks, what the legend says
_VERDICTS: Mapping[bool | None, tuple[str, Mapping[str, Any], str]] = {
    True: ("o", {"color": BLUE, "linewidths": 0.6}, "specs:holds"),
    False: ("D", {"color": "white", "edgecolors": DARK, "linewidths": 0.6}, "specs:fails"),
    None: ("x", {"color": GREY, "linewidths": 0.9}, "specs:silent"),
}
_LEFT, _RIGHT = 0.3, 0.15  # shares of the width
_VALUES = 4.2  # cm


@styled
def plot_specifications(
    table: pd.DataFrame,
    *,
    value: str | None = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw a finding's value in every specification that was judged, and the choices of each.

    Parameters
    ----------
    table : pandas.DataFrame
        As returned by `robustness`.
    value : str, optional
        What the column value holds, for the axis; ``lead`` (of `centre`) is said in words.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        Above one mark a specification, by value: filled where the finding holds, hollow where not,
        a cross where it does not apply (without a value at the lower edge). Below, in the same
        column, a square for each of its choices, and a hollow one for a choice that gives the same
        units and was not judged again; at the right in how many of its specifications the finding
        holds. A thin line marks the base. Choices with a single value are left out.
    """
    run = table[table["status"] == "run"].sort_values(["value", "specification"], kind="stable")
    place = {number: x for x, number in enumerate(run["specification"])}
    counts = fragility(table)
    counts = counts[counts.groupby("choice")["value"].transform("size") > 1]
    heads = counts["choice"].ne(counts["choice"].shift())
    # coordinates of the lower panel are rows of text; a choice's name has a row of its own
    at = (pd.Series(range(len(counts)), counts.index) + heads.cumsum()).astype("float64")
    rows = len(counts) + int(heads.sum()) + 1
    said = fit(_said(table), 0.9 * look().width, look().small, 4)
    row, top, foot = 0.36, 3 * tall(1), tall(lines_of([said])) + 0.1
    height = round(top + _VALUES + 0.3 + row * rows + foot, 2)
    fig = page(height, layout=None)
    width = 1 - _LEFT - _RIGHT
    lower = fig.add_axes((_LEFT, foot / height, width, row * rows / height))
    upper = fig.add_axes((_LEFT, 1 - (top + _VALUES) / height, width, _VALUES / height),
                         sharex=lower)  # fmt: skip
    points = min(4.5, 0.75 * width * fig.get_figwidth() * 72 / max(len(run), 1))
    _draw_values(upper, run, points, word("axis", value) if value else say("specs:value"))
    _draw_choices(lower, table, counts.assign(at=at), place, points)
    lower.set_ylim(rows - 0.2, -0.2)
    lower.set_xlim(-1, max(len(run), 1))
    base_at = place.get(comes_to(table).iloc[0])
    if base_at is not None:
        for axes in (upper, lower):
            axes.axvline(base_at, color=EDGE, linewidth=0.6, zorder=0)
        upper.annotate(say("specs:base"), (base_at, 1), xycoords=("data", "axes fraction"),
                       xytext=(0, 1), textcoords="offset points", ha="center",
                       fontsize=look().small)  # fmt: skip
    fig.text(0.5, 0.1 / extent(fig)[1], said, ha="center", va="bottom", fontsize=look().small)
    legend(fig, markerscale=4.5 / points)
    return fig


def _said(table: pd.DataFrame) -> str:
    """Account for every specification that was declared."""
    refused = int(table["status"].eq("inadmissible").sum())
    run = int(table["status"].eq("run").sum())
    same = len(table) - run - refused
    return say("specs:said", run=run, declared=len(table), refused=refused, same=same)


def _draw_values(axes: Axes, run: pd.DataFrame, size: float, value: str) -> None:
    known = run["value"].dropna()
    low, high = known.min(), known.max()
    below = low - (0.12 * (high - low) or 1.0) if len(known) else 0.0
    shown = run["value"].fillna(below).to_numpy()
    holds = [None if pd.isna(verdict) else bool(verdict) for verdict in run["holds"]]
    for verdict, (marker, how, label) in _VERDICTS.items():
        if xs := [x for x, held in enumerate(holds) if held is verdict]:
            name = say(label, n=len(xs))
            axes.scatter(xs, shown[xs], s=size**2, marker=marker, label=name, zorder=2, **how)
    if len(known) < len(run):
        axes.text(1.02, below, say("specs:no_value"), transform=axes.get_yaxis_transform(),
                  va="center", fontsize=look().small)  # fmt: skip
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=bool((known % 1 == 0).all())))
    axes.set_ylabel(fit(value, _VALUES, look().small, 3), fontsize=look().small)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _draw_choices(
    axes: Axes, table: pd.DataFrame, counts: pd.DataFrame, place: dict[int, int], size: float
) -> None:
    own, to = table.set_index("specification"), comes_to(table)
    how: dict[str, Any] = {
        "marker": "s",
        "s": (0.8 * size) ** 2,
        "linewidths": 0.5,
        "edgecolors": DARK,
    }
    right: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(), "va": "center", "fontsize": look().small,
    }  # fmt: skip
    for row in counts.itertuples():
        led = to[table[row.choice] == row.value].dropna().unique()
        mine = own.loc[led, row.choice] == row.value
        for numbers, fill in ((led[mine], DARK), (led[~mine], "white")):
            axes.scatter([place[n] for n in numbers], [row.at] * len(numbers), color=fill, **how)
        axes.axhline(row.at, color=PALE, linewidth=0.5, zorder=0)
        axes.text(1.02, row.at, say("specs:of", n=row.holds, all=row.of), **right)
    axes.text(1.02, 0, say("specs:holds_in"), **right)
    room = _LEFT * look().width - 0.3
    values = [fit(word("value", value), room, look().small, 1) for value in counts["value"]]
    axes.set_yticks(counts["at"], values, fontsize=look().small)
    for row in counts.drop_duplicates("choice").itertuples():
        said = word("choice", row.choice)
        name = fit(said.replace("_", " "), room / 1.12, look().small, 1)
        axes.text(-0.02, row.at - 1, name, ha="right", fontweight="bold", **right)
    axes.tick_params(length=0, labelbottom=False)
    axes.spines[["left", "bottom"]].set_visible(False)
