"""When the texts were published, above the events they may speak of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from borderlab.publishing.figures import figure_style
from borderlab.publishing.plot_style import BLUE, DARK, PALE, YELLOW, line, page, wrap


@figure_style()
def plot_timeline(documents: pd.DataFrame, events: pd.DataFrame) -> Figure:
    """Draw when the texts were published, above the events they may speak of.

    Parameters
    ----------
    documents : pandas.DataFrame
        Columns label, published_earliest, published_latest, published_basis. A known day is a
        point, an interval a hatched bar; texts without dates stand in rows marked "undated".
    events : pandas.DataFrame
        Columns date_earliest, date_latest, label; one row each below the texts.

    Returns
    -------
    matplotlib.figure.Figure
        Years inside the span of the texts that have none are shaded.
    """
    texts, strip = _by_date(documents, "published"), _by_date(events, "date")
    above, below = 0.62 * max(len(texts), 1), 0.5 * len(strip)
    fig = page(1.6 + above + below)
    heights = [above + 0.4, max(below, 0.5) + 0.2]
    top, bottom = fig.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": heights})
    days = pd.concat([texts["first"], texts["last"], strip["first"], strip["last"]]).dropna()
    years = range(days.dt.year.min(), days.dt.year.max() + 1) if len(days) else range(0)
    for axes, rows, note in ((top, texts, _dates), (bottom, strip, _name)):
        _mark_years(axes, years, texts)
        _draw_rows(axes, rows, years, note)
    top.set_yticks(range(len(texts)), [wrap(label, 24, 2) for label in texts["label"]])
    bottom.set_yticks([])
    bottom.spines["left"].set_visible(False)
    return fig


def _by_date(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Add the first and the last day of each row, and sort by them; rows without come last."""
    first, last = (pd.to_datetime(table[f"{name}_{end}"]) for end in ("earliest", "latest"))
    return table.assign(first=first, last=last).sort_values(
        ["first", "last", "label"], kind="stable", ignore_index=True
    )


def _mark_years(axes: Axes, years: range, texts: pd.DataFrame) -> None:
    """Mark the years; shade those inside the span of the texts in which none can have appeared."""
    dated = texts.dropna(subset=["first", "last"])
    spans = zip(dated["first"].dt.year, dated["last"].dt.year, strict=True)
    covered = {year for first, last in spans for year in range(first, last + 1)}
    gaps = [y for y in years if covered and min(covered) < y < max(covered) and y not in covered]
    for year in gaps:
        axes.axvspan(pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1), color=PALE, zorder=0)
    ends = [pd.Timestamp(year, 1, 1) for year in range(years.start, years.stop + bool(years))]
    names = [f"{year}\n(no text)" if year in gaps else str(year) for year in years]
    axes.set_xticks(ends, ["" for _ in ends])
    axes.set_xticks([end + pd.Timedelta(days=182) for end in ends[:-1]], names, minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.grid(axis="x", color="#cccccc", linewidth=0.6)
    axes.set_axisbelow(True)
    if ends:
        axes.set_xlim(ends[0], ends[-1])


def _draw_rows(axes: Axes, rows: pd.DataFrame, years: range, note: Callable[[Any], str]) -> None:
    """Draw a point for a day, a bar for an interval, and a note on the side where there is room."""
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    dated = rows.dropna(subset=["first", "last"])
    for y in rows.index.difference(dated.index):
        axes.text(0.01, y, "undated", transform=axes.get_yaxis_transform(), va="center",
                  style="italic", fontsize=7)  # fmt: skip
    for row in dated.itertuples():
        y, first, last = row.Index, row.first, row.last
        if first == last:
            axes.plot([first], [y], "o", color=BLUE, markersize=5)
        else:
            axes.barh(y, last - first, left=first, height=0.42, color=YELLOW, hatch="////",
                      edgecolor=DARK, linewidth=0.6)  # fmt: skip
        late = (first.year - years[0]) * 2 + (first.month > 6) >= len(years)
        x, offset, side = (first, -5, "right") if late else (last, 5, "left")
        axes.annotate(
            note(row), (x, y), (offset, 0), textcoords="offset points", ha=side, va="center",
            fontsize=7, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
        )  # fmt: skip


def _dates(text: Any) -> str:
    """Say when a text was published, and how that is known."""
    days = dict.fromkeys(f"{day:%Y-%m-%d}" for day in (text.first, text.last))
    return f"{' to '.join(days)} ({line(text.published_basis)})"


def _name(event: Any) -> str:
    return wrap(event.label, 60, 1)
