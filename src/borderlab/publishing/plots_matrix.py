"""Which actor is named, or speaks, in sentences on which pillar: a table of counts with shades."""

from __future__ import annotations

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled
from borderlab.publishing.plot_style import BLUE, GREY, fit, rows

_SHADES = LinearSegmentedColormap.from_list("shades", ["#e3edf6", BLUE])  # one hue: dark is many


@styled
def plot_actor_pillars(
    counts: pd.DataFrame,
    *,
    labels: Labels = None,
    pillars: Labels = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw the sentences on each pillar that name an actor, or that it says, as a shaded table.

    Parameters
    ----------
    counts : pandas.DataFrame, int, shape (A actors, P pillars)
        As returned by `actor_pillars`: index actor_id, columns the pillars.
    labels, pillars : pandas.DataFrame, mapping or pandas.Series, optional
        Names of actors and of pillars, as ``codebook.actors`` and ``codebook.pillars``, which give
        those of the language.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        Actors in the order of the table, the count in each cell, the names of the pillars below;
        a dash is none.
    """
    small = look().small
    keys = [
        fit(f"{number}  {name}", 0.9 * look().width, small)
        for number, name in zip(counts.columns, named(counts.columns, pillars), strict=True)
    ]
    below = sum(key.count("\n") + 1 for key in keys) * 1.35 * small / 28.35
    fig, axes = rows(named(counts.index, labels), extra=round(1.6 + below, 2))
    top = counts.to_numpy().max(initial=1)
    for row, values in enumerate(counts.to_numpy()):
        for column, n in enumerate(values):
            share = n / top
            if n:
                axes.barh(row, 0.94, left=column - 0.47, height=0.9, color=_SHADES(share))
            axes.text(column, row, str(n) if n else "–", ha="center", va="center_baseline",
                      color="white" if share > 0.7 else "black" if n else GREY,
                      fontsize=small)  # fmt: skip
    axes.set_xlim(-0.6, max(len(counts.columns), 1) - 0.4)
    axes.set_xticks(range(len(counts.columns)), [str(c) for c in counts.columns])
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(say("matrix:pillar"))
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if keys:
        fig.legend(handles=[Line2D([], [], linestyle="", label=key) for key in keys],
                   loc="outside lower left", frameon=False, handlelength=0, handletextpad=0,
                   fontsize=small, labelspacing=0.3)  # fmt: skip
    return fig
