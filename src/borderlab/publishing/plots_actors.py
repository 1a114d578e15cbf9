"""Actors one below the other: how often each is named and as what, and the ranks of each."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled, word
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    EDGE,
    YELLOW,
    label_x,
    legend,
    rank_axis,
    rows,
)

#: role -> fill, hatch
_ROLES = {"actor": (BLUE, ""), "place": ("#8fc1e3", "////"), "modifier": ("#f4ead0", "....")}


@styled
def plot_roles(
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw how often each actor is named, and in which role.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Columns actor_id and role (actor, place, modifier).
    actors : pandas.DataFrame, index actor_id
        Column label and, for another language, label_es; an actor without a row keeps its id.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        One bar an actor, most mentions first, the total behind it.
    """
    counts = pd.crosstab(mentions["actor_id"], mentions["role"])
    counts = counts.reindex(columns=list(_ROLES), fill_value=0).sort_index()
    total = counts.sum(axis=1).sort_values(ascending=False, kind="stable")
    counts = counts.loc[total.index]
    left = counts.cumsum(axis=1) - counts
    fig, axes = rows(named(total.index, actors))
    for role, (fill, hatch) in _ROLES.items():
        axes.barh(
            range(len(counts)), counts[role], left=left[role], height=0.72,
            label=f"{say('roles:title')}: {word('role', role)}",
            color=fill, hatch=hatch, edgecolor=DARK, linewidth=0.5,
        )  # fmt: skip
    for row, number in enumerate(total):
        axes.annotate(str(number), (number, row), (3, 0), textcoords="offset points", va="center",
                      fontsize=look().small)  # fmt: skip
    label_x(axes, say("axis:mentions"))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.margins(x=0.08)
    legend(fig)
    return fig


@styled
def plot_ranks(
    ranks: pd.DataFrame,
    highlight: Collection[str] = (),
    *,
    labels: Labels = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw each actor's rank by sentence beside its rank by document.

    Parameters
    ----------
    ranks : pandas.DataFrame
        Columns actor_id (or an index of that name), label, rank_sentence, rank_document; tied
        actors share a rank, a missing rank is not drawn.
    highlight : collection of actor_id
        Actors to set in bold with a dark line.
    labels : pandas.DataFrame, mapping or pandas.Series, optional
        Names of actors, as ``codebook.actors``, which gives those of the language; else those in
        the table.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        One row an actor in order of rank by sentence, 1 (most central) at the left.
    """
    table = ranks.reset_index() if ranks.index.name == "actor_id" else ranks
    order = ["rank_sentence", "rank_document", "label"]
    table = table.sort_values(order, kind="stable", ignore_index=True)
    by_sentence, by_document = table["rank_sentence"], table["rank_document"]
    chosen = table["actor_id"].isin(list(highlight))
    fig, axes = rows(named(table["actor_id"], labels, table["label"]), extra=2.4)
    for row, (*ends, dark) in enumerate(zip(by_sentence, by_document, chosen, strict=True)):
        colour, width = (DARK, 2.2) if dark else (EDGE, 1.2)
        axes.plot(ends, [row, row], color=colour, linewidth=width, zorder=1)
    axes.scatter(by_sentence, table.index, s=62, color=BLUE, label=say("ranks:sentence"), zorder=2)
    axes.scatter(
        by_document, table.index, s=20, marker="D", facecolors=YELLOW, edgecolors=DARK,
        linewidths=0.8, label=say("ranks:document"), zorder=3,
    )  # fmt: skip
    for text, dark in zip(axes.get_yticklabels(), chosen, strict=False):
        text.set_fontweight("bold" if dark else "normal")
    label_x(axes, say("axis:rank"))
    rank_axis(axes, by_sentence, by_document)
    legend(fig)
    return fig
