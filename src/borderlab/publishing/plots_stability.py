"""Where each actor may rank when other stories had been collected: sets of ranks, one row each."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    GREY,
    LIGHT_BLUE,
    YELLOW,
    beside,
    breadth,
    fit,
    label_x,
    legend,
    rank_axis,
    rows,
)  # fmt: skip
from borderlab.publishing.plots_left_out import one_measure
from borderlab.tables import expect_columns

_NEEDED = ("actor_id", "measure", "estimate", "present", "rank_low", "rank_high")


@styled
def plot_stability(
    stable: pd.DataFrame,
    *,
    measure: str | None = None,
    labels: Labels = None,
    mentions: pd.Series | None = None,
    left_out: pd.DataFrame | None = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw the set of ranks of each actor over the resamples, and its rank in the texts at hand.

    Parameters
    ----------
    stable : pandas.DataFrame
        As returned by `bootstrap_centrality`: actor_id, measure, estimate, present (share of the
        resamples that name the actor), rank_low, rank_high.
    measure : str, optional
        Which of its measures; needed if there are several.
    labels : pandas.DataFrame, mapping or pandas.Series, optional
        Names of actors, as ``codebook.actors``, which gives those of the language; an actor without
        a label keeps its id.
    mentions : pandas.Series of int, index actor_id, optional
        How often each is named, written beside, since a rank that only repeats it says little;
        without it the column ``units`` of the table, where it has one.
    left_out : pandas.DataFrame, optional
        As returned by `leave_one_out`: actor_id, measure, rank_low, rank_high.
    size, lang : optional
        As for `figure_style`.

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
    table = one_measure(stable, measure).astype({"rank_low": "float64", "rank_high": "float64"})
    counts = table.get("units") if mentions is None else table["actor_id"].map(mentions)
    fig, axes = rows(named(table["actor_id"], labels), extra=2.8, share=0.3)
    _draw_sets(axes, table)
    if left_out is not None:
        _draw_left_out(axes, table, left_out)
    axes.scatter(table["rank"], table.index, s=22, color=YELLOW, edgecolors=DARK, linewidths=0.8,
                 label=say("stability:rank"), zorder=4)  # fmt: skip
    head = fit(say("stability:present"), 0.13 * look().width, look().small)
    beside(axes, 0.2, head, [f"{share:.0%}" for share in table["present"]])
    if counts is not None:
        further = 0.5 + max(breadth(line, look().small) for line in head.split("\n"))
        head = say("stability:units" if mentions is None else "stability:mentions")
        beside(axes, further, head, counts.fillna(0).astype("int64"))
    rank_axis(axes, table["rank_high"], table["rank"])
    label_x(axes, say("axis:rank"))
    legend(fig)
    return fig


def _draw_sets(axes: Axes, table: pd.DataFrame) -> None:
    """Draw each set as a bar, of some breadth even where it holds one rank."""
    for always, fill, label in ((True, BLUE, "always"), (False, LIGHT_BLUE, "some")):
        some = table[table["present"].ge(1 - 1e-9) == always]
        if len(some):
            span = some["rank_high"] - some["rank_low"]
            axes.barh(
                some.index, span + 0.5, left=some["rank_low"] - 0.25, height=0.34, color=fill,
                edgecolor=BLUE, linewidth=0.6, label=say(f"stability:{label}"), zorder=2,
            )  # fmt: skip


def _draw_left_out(axes: Axes, table: pd.DataFrame, left_out: pd.DataFrame) -> None:
    spans = table[["actor_id", "measure"]].merge(left_out, how="left", on=["actor_id", "measure"])
    low, high = (spans[c].astype("float64").to_numpy() for c in ("rank_low", "rank_high"))
    axes.errorbar(
        low, table.index + 0.32, xerr=[0 * low, high - low], fmt="none", ecolor=GREY,
        elinewidth=0.7, capsize=1.6, capthick=0.7, label=say("stability:left_out"), zorder=3,
    )  # fmt: skip
