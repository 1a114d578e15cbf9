"""The numbers that texts report: what, how much, who says so, and whether it is only announced."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from borderlab.publishing.look import Labels, Lang, Size, labels, named, say, styled, word
from borderlab.publishing.plot_style import BLUE, DARK, GREEN, YELLOW, legend
from borderlab.publishing.plot_table import Cell, Column, draw_table
from borderlab.tables import expect_columns

#: status -> marker and fill; claims without a status come last
_LOOKS = {
    "announced": ("D", YELLOW), "committed": ("s", GREEN), "realised": ("o", BLUE),
    "none": ("o", "white"),
}  # fmt: skip
_NEEDED = ["doc_id", "surface", "value", "unit", "of_what", "speaker", "status"]


@styled
def plot_claims(
    claims: pd.DataFrame,
    *,
    actors: Labels = None,
    documents: pd.DataFrame | None = None,
    limit: int = 10,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw the numbers that texts report, one row a claim, by status and unit.

    Parameters
    ----------
    claims : pandas.DataFrame
        As returned by `find_claims`.
    actors : pandas.DataFrame, mapping or pandas.Series, optional
        Names of the speakers by actor_id; a table with label and label_es gives those of the
        language.
    documents : pandas.DataFrame, index doc_id, optional
        Column label: the text that reports the claim.
    limit : int
        Draw so many claims and say how many are left out.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        Marker and fill: announced, committed, realised or none of these; within each, by unit and
        then the largest first. Number and noun are words of the text.

    Raises
    ------
    ValueError
        When a column is missing.
    """
    expect_columns("claims", claims, _NEEDED, "find_claims")
    status = claims["status"].where(claims["status"].isin(list(_LOOKS)), "none")
    order = claims.assign(state=status, place=status.map(list(_LOOKS).index)).sort_values(
        ["place", "unit", "value"], ascending=[True, True, False], kind="stable"
    )
    shown = order.head(limit)
    texts = named(shown["doc_id"], None if documents is None else labels(documents))
    columns = [
        Column(say("claim:number"), 0.05, 0.17), Column(say("claim:of_what"), 0.23, 0.34),
        Column(say("claim:speaker"), 0.58, 0.23), Column(say("claim:text"), 0.82, 0.17),
    ]  # fmt: skip
    cells = [
        [Cell(row.surface, bold=True), Cell(row.of_what), Cell(_speakers(row.speaker, actors)),
         Cell(text)]
        for row, text in zip(shown.itertuples(), texts, strict=True)
    ]  # fmt: skip
    left_out = len(order) - len(shown)
    note = say("claim:left_out", n=left_out) if left_out else ""
    fig, axes, ys = draw_table(columns, cells, legend_rows=2, note=note)
    width = axes.get_xlim()[1]
    for y, state in zip(ys, shown["state"], strict=True):
        marker, fill = _LOOKS[state]
        axes.scatter([0.025 * width], [y], s=34, marker=marker, color=fill, edgecolors=DARK,
                     linewidths=0.7)  # fmt: skip
    legend(fig, [
        Line2D([], [], linestyle="", marker=marker, markerfacecolor=fill, markeredgecolor=DARK,
               label=f"{word('claim', state)}: {(order['state'] == state).sum()}")
        for state, (marker, fill) in _LOOKS.items()
    ])  # fmt: skip
    return fig


def _speakers(speaker: object, actors: Labels) -> str:
    """Name who says it; several speak together."""
    return "–" if pd.isna(speaker) else ", ".join(named(str(speaker).split("|"), actors))
