"""Where each actor may rank when other stories had been collected: sets of ranks, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    GREY,
    PALE,
    WIDTH,
    YELLOW,
    page,
    rank_axis,
    wrap,
)
from borderlab.tables import expect_columns

_LEFT, _RIGHT, _TOP, _BOTTOM, _ROW = 6.0, 3.4, 1.3, 1.1, 0.46  # cm
_NEEDED = ("actor_id", "measure", "estimate", "present", "rank_low", "rank_high")


@figure_style()
def plot_stability(
    stable: pd.DataFrame,
    *,
    measure: str | None = None,
    labels: Mapping[str, str] | pd.Series | None = None,
    mentions: pd.Series | None = None,
    left_out: pd.DataFrame | None = None,
) -> Figure:
    """Draw the set of ranks of each actor over the resamples, and its rank in the texts at hand.

    Parameters
    ----------
    stable : pandas.DataFrame
        As returned by `bootstrap_centrality`: actor_id, measure, estimate, present (share of the
        resamples that name the actor), rank_low, rank_high.
    measure : str, optional
        Which of its measures; needed if there are several.
    labels : mapping or pandas.Series of actor_id to str, optional
        An actor without a label keeps its id.
    mentions : pandas.Series of int, index actor_id, optional
        How often each is named, written beside, since a rank that only repeats it says little;
        without it the column ``units`` of the table, where it has one.
    left_out : pandas.DataFrame, optional
        As returned by `leave_one_out`: actor_id, measure, rank_low, rank_high.

    Returns
    -------
    matplotlib.figure.Figure
        One row an actor in the order of the table, 1 (most central) at the left. Bar: the rank set,
        pale where some resamples do not name the actor, with the share of those that do beside it;
        dot: the rank of the estimate; bracket below the bar: one story left out.

    Raises
    ------
    ValueError
        When a column is missing, or the table has several measures, or none, by that name.
    """
    expect_columns("stable", stable, _NEEDED, "bootstrap_centrality")
    rows = _rows(stable, measure, labels)
    counts = rows.get("units") if mentions is None else rows["actor_id"].map(mentions)
    height = round(_TOP + _BOTTOM + _ROW * max(len(rows), 1), 2)
    fig = page(height, layout=None)
    axes = fig.add_axes((
        _LEFT / WIDTH, _BOTTOM / height, (WIDTH - _LEFT - _RIGHT) / WIDTH,
        1 - (_TOP + _BOTTOM) / height,
    ))  # fmt: skip
    _draw_sets(axes, rows)
    if left_out is not None:
        _draw_left_out(axes, rows, left_out)
    axes.scatter(rows["rank"], rows.index, s=22, color=YELLOW, edgecolors=DARK, linewidths=0.8,
                 label="rank in these texts", zorder=4)  # fmt: skip
    _write_beside(axes, 1.03, "named in", [f"{share:.0%}" for share in rows["present"]])
    if counts is not None:
        head = "units" if mentions is None else "mentions"
        _write_beside(axes, 1.25, head, counts.fillna(0).astype("int64"))
    _finish(fig, axes, rows)
    return fig


def _rows(
    stable: pd.DataFrame, measure: str | None, labels: Mapping[str, str] | pd.Series | None
) -> pd.DataFrame:
    """Return one row an actor, in the order of the figure, with its label and rank."""
    known = stable["measure"].unique()
    if len(known) > 1 if measure is None else measure not in known:
        raise ValueError(f"measure is {measure!r}; choose one of {', '.join(known)}")
    rows = stable if measure is None else stable[stable["measure"] == measure]
    names = rows["actor_id"].map(dict(labels) if labels is not None else {})
    down = rows["measure"].eq("constraint").all()  # the one measure of which least is most central
    ranks = rows["estimate"].astype("float64").rank(method="min", ascending=bool(down))
    rows = rows.assign(label=names.fillna(rows["actor_id"]), rank=ranks)
    return rows.astype({"rank_low": "float64", "rank_high": "float64"}).reset_index(drop=True)


def _draw_sets(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw each set as a bar, of some breadth even where it holds one rank."""
    for always, fill, label in (
        (True, BLUE, "ranks over the resamples"), (False, "#b9d3ea", "the same, not named in all")
    ):  # fmt: skip
        some = rows[rows["present"].ge(1 - 1e-9) == always]
        if len(some):
            span = some["rank_high"] - some["rank_low"]
            axes.barh(
                some.index, span + 0.5, left=some["rank_low"] - 0.25, height=0.34,
                color=fill, edgecolor=BLUE, linewidth=0.6, label=label, zorder=2,
            )  # fmt: skip


def _draw_left_out(axes: Axes, rows: pd.DataFrame, left_out: pd.DataFrame) -> None:
    spans = rows[["actor_id", "measure"]].merge(left_out, how="left", on=["actor_id", "measure"])
    low, high = (spans[c].astype("float64").to_numpy() for c in ("rank_low", "rank_high"))
    axes.errorbar(
        low, rows.index + 0.32, xerr=[0 * low, high - low], fmt="none", ecolor=GREY, elinewidth=0.7,
        capsize=1.6, capthick=0.7, label="one story left out", zorder=3,
    )  # fmt: skip


def _write_beside(axes: Axes, x: float, head: str, values: Iterable[Any]) -> None:
    look: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 7, "color": DARK
    }  # fmt: skip
    axes.text(x, -1, head, **look)
    for row, value in enumerate(values):
        axes.text(x, row, str(value), **look)


def _finish(fig: Figure, axes: Axes, rows: pd.DataFrame) -> None:
    axes.set_yticks(range(len(rows)), [wrap(name, 40, 1) for name in rows["label"]], fontsize=7)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    rank_axis(axes, rows["rank_high"], rows["rank"])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("rank (1 = most central; tied actors share a rank)")
    fig.legend(loc="upper center", ncols=4, frameon=False, bbox_to_anchor=(0.5, 1.0), fontsize=7)
