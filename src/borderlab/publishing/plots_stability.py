"""Where each actor may rank when other stories had been collected: sets of ranks, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from borderlab.networks.centrality import rank_table
from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import BLUE, DARK, GREY, PALE, WIDTH, YELLOW, page, wrap
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
        How often each is named, written beside: a rank that only repeats it says little.
    left_out : pandas.DataFrame, optional
        Columns actor_id, rank_low, rank_high: the range of ranks when one story is left out.

    Returns
    -------
    matplotlib.figure.Figure
        One row an actor by lowest rank, then by label, 1 (most central) at the left. Bar: the rank
        set; dot: the rank of the estimate; bracket below the bar: one story left out; a bar of an
        actor absent from some resamples is pale, and the share beside it says how many name it.

    Raises
    ------
    ValueError
        When a column is missing, or the table has several measures, or none, by that name.
    """
    expect_columns("stable", stable, _NEEDED, "bootstrap_centrality")
    rows = _rows(stable, measure, labels)
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
    if mentions is not None:
        counts = mentions.reindex(rows["actor_id"]).fillna(0).astype("int64")
        _write_beside(axes, 1.25, "mentions", counts)
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
    ranks = rank_table(rows).iloc[:, 0] if len(rows) else pd.Series(dtype="Int64")
    rows = rows.assign(label=names.fillna(rows["actor_id"]), rank=rows["actor_id"].map(ranks))
    rows = rows.astype(dict.fromkeys(("rank", "rank_low", "rank_high"), "float64"))
    return rows.sort_values(["rank_low", "label", "actor_id"], ignore_index=True)


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
    spans = left_out.reset_index().set_index("actor_id").reindex(rows["actor_id"])
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
    axes.set_xlim(0, max(rows["rank_high"].max(), rows["rank"].max()) + 1 if len(rows) else 1)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("rank (1 = most central; tied actors share a rank)")
    fig.legend(loc="upper center", ncols=4, frameon=False, bbox_to_anchor=(0.5, 1.0), fontsize=7)
