"""What the pictures share, for print and screen: 17 cm wide, readable in grey, nothing overlapping.

Colour always comes with a shape, a hatch or a lightness of its own; captions carry the titles.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from borderlab.escapes import for_figure

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 17.0  # cm: the text width of an A4 page
DARK, GREY, EDGE, PALE = "#222222", "#767676", "#a8a8a8", "#e8e8e8"
BLUE, GREEN, YELLOW = "#0b4f8a", "#2fa07a", "#f5c64a"  # dark, middle, light: apart in grey too


def page(height: float, *, layout: Literal["constrained"] | None = "constrained") -> Figure:
    """Return a figure so many centimetres high that no window ever shows."""
    cm = 1 / 2.54
    fig = Figure(figsize=(WIDTH * cm, height * cm), layout=layout)
    FigureCanvasAgg(fig)
    return fig


def rank_axis(axes: Axes, *columns: pd.Series) -> None:
    """Give an axis of ranks its numbers, from 1, the most central, on: there is no rank 0."""
    last = max((int(rank) for ranks in columns for rank in ranks.dropna()), default=1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, last) if last <= 8 * s or s == last)
    axes.set_xticks(sorted({1, *range(step, last + 1, step)}))
    axes.set_xlim(1 - max(0.5, last / 40), last + max(0.5, last / 40))


def line(text: object) -> str:
    """Return a text of any origin as one line that is safe to draw."""
    return " ".join(for_figure(str(text)).split())


def wrap(text: object, width: int, lines: int = 3) -> str:
    """Break a text into lines of so many characters; what finds no room becomes an ellipsis."""
    return textwrap.fill(line(text), width, max_lines=lines, placeholder=" …")
