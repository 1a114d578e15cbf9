"""Actors one below the other: how often each is named and as what, and the ranks of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import BLUE, DARK, EDGE, PALE, YELLOW, page, rank_axis, wrap

#: role -> fill, hatch
_ROLES = {"actor": (BLUE, ""), "place": ("#8fc1e3", "////"), "modifier": ("#f4ead0", "....")}


@figure_style()
def plot_roles(mentions: pd.DataFrame, actors: pd.DataFrame) -> Figure:
    """Draw how often each actor is named, and in which role.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Columns actor_id and role (actor, place, modifier).
    actors : pandas.DataFrame, index actor_id
        Column label; an actor without a row keeps its id.

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
    fig = page(2.2 + 0.46 * len(counts))
    axes = fig.subplots()
    for role, (fill, hatch) in _ROLES.items():
        axes.barh(
            range(len(counts)), counts[role], left=left[role], height=0.72, label=role,
            color=fill, hatch=hatch, edgecolor=DARK, linewidth=0.5,
        )  # fmt: skip
    for row, number in enumerate(total):
        axes.annotate(
            str(number), (number, row), (3, 0), textcoords="offset points", va="center", fontsize=7
        )
    _name_rows(axes, actors["label"].reindex(total.index).fillna(total.index.to_series()))
    axes.set_xlabel("mentions")
    axes.margins(x=0.06)
    fig.legend(loc="outside upper center", ncols=3, frameon=False, title="named as")
    return fig


@figure_style()
def plot_ranks(ranks: pd.DataFrame, highlight: Collection[str] = ()) -> Figure:
    """Draw each actor's rank by sentence beside its rank by document.

    Parameters
    ----------
    ranks : pandas.DataFrame
        Columns actor_id (or an index of that name), label, rank_sentence, rank_document; tied
        actors share a rank, a missing rank is not drawn.
    highlight : collection of actor_id
        Actors to set in bold with a dark line.

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
    fig = page(2.4 + 0.46 * len(table))
    axes = fig.subplots()
    for row, (*ends, dark) in enumerate(zip(by_sentence, by_document, chosen, strict=True)):
        colour, width = (DARK, 2.2) if dark else (EDGE, 1.2)
        axes.plot(ends, [row, row], color=colour, linewidth=width, zorder=1)
    axes.scatter(by_sentence, table.index, s=62, color=BLUE, label="by sentence", zorder=2)
    axes.scatter(
        by_document, table.index, s=20, marker="D", facecolors=YELLOW, edgecolors=DARK,
        linewidths=0.8, label="by document", zorder=3,
    )  # fmt: skip
    _name_rows(axes, table["label"])
    rank_axis(axes, by_sentence, by_document)
    for text, dark in zip(axes.get_yticklabels(), chosen, strict=True):
        text.set_fontweight("bold" if dark else "normal")
    axes.set_xlabel("rank (1 = most central; tied actors share a rank)")
    fig.legend(loc="outside upper center", ncols=2, frameon=False)
    return fig


def _name_rows(axes: Axes, names: Iterable[object]) -> None:
    """Give one row to each actor, the first on top, with a faint guide to its name."""
    labels = [wrap(name, 48, 1) for name in names]
    axes.set_yticks(range(len(labels)), labels, fontsize=7)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
