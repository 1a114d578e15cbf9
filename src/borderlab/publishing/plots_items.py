"""Which items of the pillars the texts of each year report, beside the official agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from borderlab.publishing.look import Labels, Lang, Size, look, named, say, styled, word
from borderlab.publishing.plot_style import BLUE, DARK, EDGE, GREY, LIGHT_BLUE, legend, line
from borderlab.publishing.plot_table import Cell, Column, Row, draw_table

_GAP: dict[str, Any] = {"facecolor": "none", "edgecolor": EDGE, "hatch": "///"}


@styled
def plot_items(
    items: pd.DataFrame,
    *,
    agenda: pd.DataFrame | None = None,
    labels: Labels = None,
    pillars: Labels = None,
    size: Size | None = None,
    lang: Lang | None = None,
) -> Figure:
    """Draw which items the texts of each year report, beside the official agenda.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns pillar (int), pillar_label, item, label, status, agenda_since (ISO date or missing),
        and ``sentences_<year>`` (int) for each year compared.
    agenda : pandas.DataFrame, optional
        Columns date (ISO) and item, as ``codebook.agenda``. With it every year between the texts
        has a column, hatched where there is no text, and a square for each item that a document of
        the agenda of that year names.
    labels, pillars : pandas.DataFrame, mapping or pandas.Series, optional
        Names of items and of pillars, as ``codebook.items`` and ``codebook.pillars``, which give
        those of the language; else those in the table.
    size, lang : optional
        As for `figure_style`.

    Returns
    -------
    matplotlib.figure.Figure
        A dot's area and the number in it are sentences; a small dash means "not reported".
    """
    texts = sorted(int(str(c)[10:]) for c in items if re.fullmatch(r"sentences_\d+", str(c)))
    years = texts if agenda is None or not texts else list(range(texts[0], texts[-1] + 1))
    ordered = items.sort_values(["pillar", "item"], kind="stable")
    columns = _columns(years, texts)
    rows = list(_rows(ordered, labels, pillars, len(years)))
    fig, axes, ys = draw_table(columns, rows, legend_rows=0 if agenda is None else 2)
    width = axes.get_xlim()[1]
    at = {y: (c.at + c.breadth / 2) * width for y, c in zip(years, columns[1:], strict=False)}
    named_in = set() if agenda is None else _named_in(agenda)
    for row, y in zip(ordered.itertuples(), ys, strict=True):
        for year, x in at.items():
            if (year, row.item) in named_in:
                _draw_square(axes, x, y)
            if year in texts:
                _draw_count(axes, x, y, int(getattr(row, f"sentences_{year}")))
    if agenda is not None:
        _shade(axes, [at[year] for year in years if year not in texts], ys)
        legend(fig, _handles(len(years) > len(texts)))
    return fig


def _columns(years: list[int], texts: list[int]) -> list[Column]:
    """Share the width out: the item, the years, what the texts report, since when agreed."""
    step = min(0.1, 0.3 / max(len(years), 1))
    after = 0.31 + step * len(years) + 0.02
    heads = [say("items:text" if year in texts else "items:no_text", year=year) for year in years]
    return [
        Column(say("items:item"), 0.03, 0.27),
        *(Column(head, 0.31 + step * i, step, "center") for i, head in enumerate(heads)),
        Column(say("items:status"), after, 0.82 - after),
        Column(say("items:since"), 0.83, 0.15, "right"),
    ]


def _rows(items: pd.DataFrame, labels: Labels, pillars: Labels, years: int) -> Iterator[Row]:
    """Yield the texts of each item, and the pillar's name before its first."""
    names = named(items["item"], labels, items["label"])
    heads = dict(zip(items["pillar"], named(items["pillar"], pillars, items["pillar_label"]),
                     strict=True))  # fmt: skip
    last = None
    for row, name in zip(items.itertuples(), names, strict=True):
        if row.pillar != last:
            yield f"{row.pillar}  {line(heads[row.pillar])}"
        last = row.pillar
        since = "–" if pd.isna(row.agenda_since) else str(row.agenda_since)
        yield [Cell(name), *[Cell("")] * years, Cell(_status(row.status)), Cell(since)]


def _status(status: object) -> str:
    """Say in the language of the figure which texts report an item."""
    only = re.fullmatch(r"only in the (.+) text", str(status))
    return say("status:only", years=only[1]) if only else word("status", status)


def _named_in(agenda: pd.DataFrame) -> set[tuple[int, str]]:
    dated = agenda[agenda["item"].fillna("") != ""]
    years = pd.to_datetime(dated["date"]).dt.year
    return set(zip(years.astype(int), dated["item"].astype(str), strict=True))


def _draw_square(axes: Axes, x: float, y: float) -> None:
    axes.add_patch(Rectangle((x - 0.24, y - 0.24), 0.48, 0.48, facecolor=LIGHT_BLUE,
                             edgecolor=DARK, linewidth=0.6, zorder=1))  # fmt: skip


def _draw_count(axes: Axes, x: float, y: float, number: int) -> None:
    if not number:
        axes.text(x, y, "–", ha="center", va="center", color=GREY, fontsize=8, zorder=3)
        return
    axes.scatter([x], [y], s=min(60 + 20 * number, 180), color=BLUE, zorder=2)
    axes.text(
        x, y, str(number), ha="center", va="center_baseline", color="white",
        fontsize=look().small, fontweight="bold", zorder=3,
    )  # fmt: skip


def _shade(axes: Axes, xs: list[float], ys: list[float]) -> None:
    """Hatch the column of a year without a text, behind its squares."""
    for x in xs if ys else ():
        corner, height = (x - 0.36, ys[-1] - 0.3), ys[0] - ys[-1] + 0.6
        axes.add_patch(Rectangle(corner, 0.72, height, linewidth=0, zorder=0, **_GAP))


def _handles(gap: bool) -> list[Any]:
    shades = [("agenda", {"facecolor": LIGHT_BLUE, "edgecolor": DARK}), *[("gap", _GAP)] * gap]
    return [
        Line2D([], [], linestyle="", marker="o", markersize=8, color=BLUE,
               label=say("items:count")),
        *(Patch(label=say(f"items:{name}"), linewidth=0.6, **how) for name, how in shades),
    ]  # fmt: skip
