"""When the texts were published, above the events they may speak of."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from borderlab.publishing.look import Lang, Size, labels, look, say, styled, word
from borderlab.publishing.plot_style import (
    BLUE,
    DARK,
    PALE,
    YELLOW,
    breadth,
    fit,
    legend,
    line,
    lines_of,
    page,
    tall,
)  # fmt: skip

#: from a day on, and open towards later
_FROM = Path([(0, -1), (0, 1), (0, 0), (2, 0), (1.3, 0.6), (2, 0), (1.3, -0.6)],
             [1, 2, 1, 2, 1, 2, 2])  # fmt: skip
#: mark -> how it is drawn
_MARKS: dict[str, dict[str, Any]] = {
    "day": {"marker": "o", "color": BLUE, "markersize": 5},
    "event": {"marker": "s", "color": DARK, "markersize": 4.5},
    "inferred": {"marker": "s", "markerfacecolor": "white", "markeredgecolor": DARK,
                 "markersize": 4.5},
    "outside": {"marker": "D", "markerfacecolor": "white", "markeredgecolor": BLUE,
                "markersize": 4.5},
    "bound": {"marker": _FROM, "markerfacecolor": "none", "markeredgecolor": BLUE, "markersize": 11,
              "markeredgewidth": 1.4,
              "path_effects": [withStroke(linewidth=2.4, foreground="white")]},
}  # fmt: skip
_ENDS = ("earliest", "latest")
_BAR: dict[str, Any] = {"facecolor": YELLOW, "hatch": "////", "edgecolor": DARK, "linewidth": 0.6}


@styled
def plot_timeline(
    documents: pd.DataFrame,
    events: pd.DataFrame,
    *,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw when the texts were published, above the events they may speak of.

    Parameters
    ----------
    documents : pandas.DataFrame
        Columns label, published_earliest, published_latest, published_basis. A known day is a
        point, an interval a hatched bar; texts without dates stand in rows marked "undated". Upon
        the bar stands what is known from outside: with known_published_earliest and an equal
        known_published_latest a hollow mark for the day, else an arrow from the earliest day on.
    events : pandas.DataFrame
        Columns date_earliest, date_latest, label and, for another language, label_es; one row each
        below the texts. With a column certainty, an event whose day is inferred is hollow.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        Years inside the span of the texts that have none are shaded.
    """
    texts, strip = _by_date(documents, "published"), _by_date(events, "date")
    if len(events):
        strip = strip.assign(label=labels(strip))
    cm, small = 0.36 * look().width, look().small
    above = [f"{fit(row.label, cm, small)}\n{fit(_dates(row), cm, small)}"
             for row in texts.itertuples()]  # fmt: skip
    below = [fit(row.label, cm, small) for row in strip.itertuples()]
    heights = [
        max(len(names), 1) * max(0.46, tall(lines_of(names))) + 0.3 for names in (above, below)
    ]
    fig = page(round(2.4 + sum(heights), 2))
    top, bottom = fig.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": heights})
    days = pd.concat([texts["first"], texts["last"], strip["first"], strip["last"]]).dropna()
    years = range(days.dt.year.min(), days.dt.year.max() + 1) if len(days) else range(0)
    used = [
        mark
        for axes, table, names, kind in (
            (top, texts, above, "day"), (bottom, strip, below, "event")
        )
        for mark in _draw(axes, table, names, kind, years, texts)
    ]  # fmt: skip
    bottom.spines["left"].set_visible(False)
    legend(fig, _handles(used))
    return fig


def _by_date(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Add the first and the last day of each row, and sort by them; rows without come last."""
    first, last = (pd.to_datetime(table[f"{name}_{end}"]) for end in _ENDS)
    return table.assign(first=first, last=last).sort_values(
        ["first", "last", "label"], kind="stable", ignore_index=True
    )


def _draw(
    axes: Axes, table: pd.DataFrame, names: list[str], kind: str, years: range, texts: pd.DataFrame
) -> list[str]:
    """Draw years, names and marks of one panel; return which marks it has."""
    _mark_years(axes, years, texts)
    axes.set_yticks(range(len(names)), names, fontsize=look().small, linespacing=1.1)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(len(table), 1) - 0.4, -0.6)
    return [mark for row in table.itertuples() for mark in _draw_row(axes, row, kind)]


def _draw_row(axes: Axes, row: Any, kind: str) -> list[str]:
    """Draw a point for a day, a bar for an interval, and what is known from outside upon it."""
    if pd.isna(row.first) or pd.isna(row.last):
        axes.text(0.02, row.Index, say("timeline:undated"), va="center", style="italic",
                  transform=axes.get_yaxis_transform(), fontsize=look().small)  # fmt: skip
        return []
    if row.first == row.last:
        inferred = kind == "event" and getattr(row, "certainty", "") == "inferred"
        used = ["inferred" if inferred else kind]
        axes.plot([row.first], [row.Index], linestyle="", zorder=3, **_MARKS[used[0]])
        return used
    axes.barh(row.Index, row.last - row.first, left=row.first, height=0.42, zorder=2, **_BAR)
    first, last = (pd.to_datetime(getattr(row, f"known_published_{end}", None)) for end in _ENDS)
    if pd.isna(first):
        return ["interval"]
    mark = "outside" if first == last else "bound"  # a bound is not a day
    axes.plot([first], [row.Index], linestyle="", zorder=3, **_MARKS[mark])
    return ["interval", mark]


def _mark_years(axes: Axes, years: range, texts: pd.DataFrame) -> None:
    """Mark the years; shade those inside the span of the texts in which none can have appeared."""
    dated = texts.dropna(subset=["first", "last"])
    spans = zip(dated["first"].dt.year, dated["last"].dt.year, strict=True)
    covered = {year for first, last in spans for year in range(first, last + 1)}
    gaps = [y for y in years if covered and min(covered) < y < max(covered) and y not in covered]
    for year in gaps:
        axes.axvspan(pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1), color=PALE, zorder=0)
    ends = [pd.Timestamp(year, 1, 1) for year in range(years.start, years.stop + bool(years))]
    span, small = 0.55 * look().width, look().small
    each = -(-len(years) // max(int(span / breadth("00000", small)), 1)) or 1  # every so many years
    room = each * span / max(len(years), 1)
    names = [_year(y, y in gaps, room) if i % each == 0 else "" for i, y in enumerate(years)]
    axes.set_xticks(ends, ["" for _ in ends])
    axes.set_xticks([end + pd.Timedelta(days=182) for end in ends[:-1]], names, minor=True,
                    fontsize=look().small)  # fmt: skip
    axes.tick_params(axis="x", which="minor", length=0)
    axes.grid(axis="x", color="#cccccc", linewidth=0.6)
    axes.set_axisbelow(True)
    if ends:
        axes.set_xlim(ends[0], ends[-1])


def _year(year: int, gap: bool, room: float) -> str:
    """Name a year, and where there is room for it that no text is from it."""
    if not gap:
        return str(year)
    says = fit(say("timeline:no_text", year=year), room, look().small, 3)
    return str(year) if "…" in says else says


def _handles(used: list[str]) -> list[Any]:
    points = {m: Line2D([], [], linestyle="", **how) for m, how in _MARKS.items()}
    marks = {**points, "interval": Patch(**_BAR)}
    for name, mark in marks.items():
        mark.set_label(say(f"timeline:{name}"))
    return [mark for name, mark in marks.items() if name in used]


def _dates(text: Any) -> str:
    """Say when a text was published, and how that is known."""
    if pd.isna(text.first) or pd.isna(text.last):
        return word("basis", "unknown")
    days = [f"{day:%Y-%m-%d}" for day in dict.fromkeys((text.first, text.last))]
    span = days[0] if len(days) == 1 else say("timeline:to", first=days[0], last=days[1])
    return say("timeline:dated", days=span, basis=word("basis", line(text.published_basis)))
