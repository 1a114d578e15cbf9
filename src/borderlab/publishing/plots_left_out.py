"""What hangs on one story: the range of each actor's score or rank when one story is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled, word
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    GREY,
    LIGHT_BLUE,
    YELLOW,
    beside,
    fit,
    label_x,
    legend,
    lines_of,
    rows,
)  # fmt: skip
from borderlab.tables import expect_columns

_ENDS = {"score": ("lowest", "highest"), "rank": ("rank_low", "rank_high")}
_NEEDED = ["actor_id", "measure", "estimate", "lowest", "highest", "rank_low", "rank_high",
           "moved_by"]  # fmt: skip


def one_measure(table: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    """Return the rows of one measure with the rank of each estimate; a table of several must say.

    Raises
    ------
    ValueError
        When the table has several measures and none is named, or none by that name.
    """
    known = table["measure"].unique()
    if len(known) > 1 if measure is None else measure not in known:
        raise ValueError(f"measure is {measure!r}; choose one of {', '.join(known)}")
    own = table if measure is None else table[table["measure"] == measure]
    down = own["measure"].eq("constraint").all()  # the one measure of which least is most central
    ranks = own["estimate"].astype("float64").rank(method="min", ascending=bool(down))
    return own.assign(rank=ranks).reset_index(drop=True)


@styled
def plot_leave_one_out(
    left_out: pd.DataFrame,
    *,
    measure: str | None = None,
    of: Literal["score", "rank"] = "score",
    labels: Labels = None,
    stories: Mapping[str, str] | pd.Series | None = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw how far each actor's score or rank moves when one story is left out, and by which story.

    Parameters
    ----------
    left_out : pandas.DataFrame
        As returned by `leave_one_out`.
    measure : str, optional
        Which of its measures; needed if there are several.
    of : {"score", "rank"}
        A rank is told among the actors of the table.
    labels : pandas.DataFrame, mapping or pandas.Series, optional
        Names of actors, as ``codebook.actors``, which gives those of the language.
    stories : mapping or pandas.Series of story_id to str, optional
        Names of stories; else their ids.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        One row an actor in the order of the table. Dot: with every story; bar: the range with one
        left out, of some breadth even where nothing moves; beside it the story that moves the
        actor's score most.

    Raises
    ------
    ValueError
        When a column is missing, ``of`` is none of the two, or the measure is not told.
    """
    expect_columns("left_out", left_out, _NEEDED, "leave_one_out")
    if of not in _ENDS:
        raise ValueError(f"of is {of!r}; choose score or rank")
    table = one_measure(left_out, measure)
    whole = table["rank" if of == "rank" else "estimate"].to_numpy("float64")
    low, high = (table[c].to_numpy("float64") for c in _ENDS[of])
    cm, small = 0.22 * look().width, look().small
    movers = [fit(name, cm, small) for name in named(table["moved_by"].fillna("–"), stories)]
    fig, axes = rows(named(table["actor_id"], labels), share=0.26, lines=lines_of(movers))
    axes.grid(axis="x", color="#f2f2f2", linewidth=0.6)
    seen = np.concatenate([whole, low, high])
    seen = seen[np.isfinite(seen)]
    reach = float(np.ptp(seen)) if len(seen) else 1.0
    least = 0.012 * (reach or 1.0)
    known = np.isfinite(low) & np.isfinite(high)
    at = np.arange(len(table))
    low, high, rest = low[known], high[known], whole[known]
    air = np.where(high - low < 2 * least, least, 0.0)
    axes.hlines(at[known], np.minimum(low, rest), np.maximum(high, rest), color=GREY,
                linewidth=0.7, zorder=1)  # fmt: skip
    axes.barh(at[known], high - low + 2 * air, left=low - air, height=0.36, color=LIGHT_BLUE,
              edgecolor=BLUE, linewidth=0.6, label=say("left_out:range"), zorder=2)  # fmt: skip
    axes.scatter(whole, at, s=22, color=YELLOW, edgecolors=DARK, linewidths=0.8,
                 label=say("left_out:whole"), zorder=3)  # fmt: skip
    beside(axes, 0.2, fit(say("left_out:moved_by"), cm, small, 3), movers)
    if of == "rank":
        label_x(axes, say("axis:rank"))
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    else:
        label_x(axes, word("measure", table["measure"].iloc[0]) if len(table) else "")
        axes.xaxis.set_major_locator(MaxNLocator(5))
    legend(fig)
    return fig
