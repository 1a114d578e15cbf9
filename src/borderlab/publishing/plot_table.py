"""A chart that is really a table: texts in columns, broken to their breadth, and marks."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from borderlab.publishing.look import look
from borderlab.publishing.plot_style import DARK, GREY, PALE, extent, fit, lines_of, page, tall


class Column(NamedTuple):
    """A column: its head, and where it begins and how broad it is, in shares of the width."""

    head: str
    at: float
    breadth: float
    align: str = "left"


class Cell(NamedTuple):
    """A text in a column."""

    text: str
    bold: bool = False


Row = list[Cell] | str


def draw_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    legend_rows: int = 0,
    note: str = "",
    least: float = 0.6,
) -> tuple[Figure, Axes, list[float]]:
    """Draw a table and return it with the height at which each row of cells stands.

    Parameters
    ----------
    columns : sequence of Column
    rows : sequence of (list of Cell, or str)
        A single text is a heading over the whole width.
    legend_rows : int
        Room to leave above the heads, in lines.
    note : str
        A line below the table.
    least : float
        The height of a row in centimetres.

    Returns
    -------
    tuple of Figure, Axes and list of float
        Coordinates of the axes are centimetres, so that marks can be put beside the texts.
    """
    small, width = look().small, look().width
    heads = [fit(c.head, c.breadth * width, small, 4) for c in columns]
    texts = [_broken(row, columns, width) for row in rows]
    heights = [max(least, tall(lines_of(row))) for row in texts]
    top = legend_rows * tall(1) + 0.15
    head = tall(lines_of(heads)) + 0.1
    below = fit(note, 0.94 * width, small, 4)
    foot = tall(lines_of([below])) + 0.15 if note else 0.15
    # sum() adds floats otherwise since Python 3.12, and one last digit would change the bytes
    fig = page(round(fsum([top, head, foot, *heights]), 2), layout=None)
    width, height = extent(fig)
    stretch = max(height - top - head - foot, 0.1) / fsum([*heights, 1e-9]) if heights else 1.0
    axes = fig.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    y = height - top - head
    for column, text in zip(columns, heads, strict=True):
        _write(axes, column, y + 0.08, text, width, va="bottom")
    axes.plot([0.02 * width, 0.98 * width], [y, y], color=DARK, linewidth=0.8)
    ys = []
    for row, broken, step in zip(rows, texts, heights, strict=True):
        step *= stretch
        if isinstance(row, str):
            axes.text(0.02 * width, y - 0.62 * step, broken[0], va="center", fontsize=look().type,
                      fontweight="bold", linespacing=1.1,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip
        else:
            ys.append(y - step / 2)
            for column, cell, text in zip(columns, row, broken, strict=True):
                bold = "bold" if cell.bold else "normal"
                _write(axes, column, ys[-1], text, width, va="center", fontweight=bold)
        y -= step
        axes.plot([0.02 * width, 0.98 * width], [y, y], color=PALE, linewidth=0.6, zorder=0)
    if note:
        axes.text(0.02 * width, 0.12, below, va="bottom", fontsize=small, color=GREY)
    return fig, axes, ys


def _broken(row: Row, columns: Sequence[Column], width: float) -> list[str]:
    """Break the texts of a row to the breadth of their columns; bold letters are broader."""
    if isinstance(row, str):
        return [fit(row, 0.84 * width, look().type)]
    return [
        fit(cell.text, column.breadth * width / (1.12 if cell.bold else 1), look().small, 3)
        for column, cell in zip(columns, row, strict=True)
    ]


def _write(axes: Axes, column: Column, y: float, text: str, width: float, **how: Any) -> None:
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[column.align] * column.breadth
    axes.text((column.at + shift) * width, y, text, ha=column.align, fontsize=look().small,
              linespacing=1.1, **how)  # fmt: skip
