"""Which items of the pillars the texts of each year report, beside the official agenda."""

from __future__ import annotations

from math import fsum

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import BLUE, DARK, GREY, PALE, WIDTH, line, page, wrap


@figure_style()
def plot_items(items: pd.DataFrame) -> Figure:
    """Draw which items the texts of each year report, beside the official agenda.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns pillar (int), pillar_label, item, label, status, agenda_since (ISO date or missing),
        and ``sentences_<year>`` (int) for each year compared.

    Returns
    -------
    matplotlib.figure.Figure
        A dot's area and the number in it are sentences; a small dash means "not reported".
    """
    years = sorted(c.removeprefix("sentences_") for c in items if str(c).startswith("sentences_"))
    rows = items.sort_values(["pillar", "item"], kind="stable")
    labels = [wrap(label, 42) for label in rows["label"]]
    heights = [0.3 + 0.34 * (1 + n) if n else 0.62 for n in (s.count("\n") for s in labels)]
    heads = rows["pillar"].ne(rows["pillar"].shift()).tolist()
    # sum() adds floats otherwise since Python 3.12, and one last digit would change the bytes
    height = round(fsum([1.5, *heights, 0.85 * sum(heads)]), 2)
    # a chart that is really a table: its coordinates are centimetres
    fig = page(height, layout=None)
    axes = fig.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    axes.set_axis_off()
    at = {year: 7.9 + 1.5 * i for i, year in enumerate(years)}
    status_at = 7.9 + 1.5 * len(years) - 0.3
    _write_head(axes, at, status_at, height)
    y = height - 1.35
    for row, label, step, head in zip(rows.itertuples(), labels, heights, heads, strict=True):
        if head:
            y -= 0.85
            pillar = wrap(f"{row.pillar}  {line(row.pillar_label)}", 100, 1)
            axes.text(0.3, y + 0.25, pillar, va="center", fontsize=8, fontweight="bold")
        middle = y - step / 2
        axes.text(0.5, middle, label, va="center", fontsize=7.5, linespacing=1.15)
        for year, x in at.items():
            _draw_count(axes, x, middle, int(getattr(row, f"sentences_{year}")))
        axes.text(status_at, middle, wrap(row.status, 24), va="center", fontsize=7)
        since = "–" if pd.isna(row.agenda_since) else line(row.agenda_since)
        axes.text(16.6, middle, since, va="center", ha="right", fontsize=7.5)
        y -= step
        axes.plot([0.5, 16.6], [y, y], color=PALE, linewidth=0.6, zorder=0)
    return fig


def _write_head(axes: Axes, at: dict[str, float], status_at: float, height: float) -> None:
    y = height - 0.35
    for year, x in at.items():
        axes.text(x, y, f"text of\n{year}", ha="center", va="top", fontsize=7.5)
    axes.text(0.5, y, "item", va="top", fontsize=7.5)
    axes.text(status_at, y, "what the texts\nreport", va="top", fontsize=7.5)
    axes.text(16.6, y, "on the official\nagenda since", ha="right", va="top", fontsize=7.5)
    axes.plot([0.3, 16.7], [height - 1.25] * 2, color=DARK, linewidth=0.8)


def _draw_count(axes: Axes, x: float, y: float, number: int) -> None:
    if not number:
        axes.text(x, y, "–", ha="center", va="center", color=GREY, fontsize=8)
        return
    axes.scatter([x], [y], s=min(70 + 28 * number, 330), color=BLUE, zorder=2)
    axes.text(
        x, y, str(number), ha="center", va="center_baseline", color="white", fontsize=7,
        fontweight="bold", zorder=3,
    )  # fmt: skip
