"""What the pictures share, for print and screen: readable in grey, nothing overlapping.

Colour always comes with a shape, a hatch or a lightness of its own; captions carry the titles.
Lengths are centimetres, and texts are broken by the breadth that their letters have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.textpath import text_to_path

from borderlab.escapes import for_figure
from borderlab.publishing.look import look

if TYPE_CHECKING:
    import pandas as pd

CM = 72 / 2.54  # points
DARK, GREY, EDGE, PALE = "#222222", "#767676", "#a8a8a8", "#e8e8e8"
BLUE, GREEN, YELLOW = "#0b4f8a", "#2fa07a", "#f5c64a"  # dark, middle, light: apart in grey too
LIGHT_BLUE = "#b9d3ea"


class _Page(Figure):
    """A figure that is drawn once for each file."""

    def draw(self, renderer: Any) -> None:
        """Draw, or only lay out where matplotlib would draw without ink to have that done."""
        layout = self.get_layout_engine()
        if isinstance(layout, ConstrainedLayoutEngine) and self.canvas.is_saving():
            layout.execute(self)
        else:
            super().draw(renderer)


def page(height: float, *, layout: Literal["constrained"] | None = "constrained") -> Figure:
    """Return a figure that no window ever shows, so many centimetres high.

    A slide is 16:9 whatever it holds: who needs more height gets more width too, and so smaller
    type once it is projected.
    """
    width = look().width
    if look().size == "slide":
        width = max(width, height * 16 / 9)
        height = width * 9 / 16
    fig = _Page(figsize=(width / 2.54, height / 2.54), layout=layout)
    FigureCanvasAgg(fig)
    return fig


def extent(fig: Figure) -> tuple[float, float]:
    """Return the width and the height of a figure in centimetres."""
    width, height = fig.get_size_inches() * 2.54
    return float(width), float(height)


def rank_axis(axes: Axes, *columns: pd.Series) -> None:
    """Give an axis of ranks its numbers, from 1, the most central, on: there is no rank 0."""
    last = max((int(rank) for ranks in columns for rank in ranks.dropna()), default=1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, last) if last <= 8 * s or s == last)
    axes.set_xticks(sorted({1, *range(step, last + 1, step)}))
    axes.set_xlim(1 - max(0.5, last / 40), last + max(0.5, last / 40))


def line(text: object) -> str:
    """Return a text of any origin as one line that is safe to draw."""
    return " ".join(for_figure(str(text)).split())


@lru_cache(maxsize=4096)
def breadth(text: str, points: float) -> float:
    """Return how many centimetres a line is broad, in type of so many points."""
    font = FontProperties(family="DejaVu Sans", size=points)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return 1.02 * float(width) / CM  # with some air


def fit(text: object, cm: float, points: float, lines: int = 2) -> str:
    r"""Break a text into lines no broader than so many centimetres; the rest is an ellipsis.

    Examples
    --------
    >>> fit("Secretariat of Economy", 2.5, 7)
    'Secretariat of\nEconomy'
    >>> fit("Secretariat of Economy", 1.8, 7, lines=1)
    'Secretariat …'
    """
    rows: list[str] = [""]
    for each in line(text).split():
        longer = f"{rows[-1]} {each}".strip()
        if rows[-1] and breadth(longer, points) > cm:
            rows.append(each)
        else:
            rows[-1] = longer
    kept = [_cut(row, cm, points) for row in rows[:lines]]
    if len(rows) > lines:
        kept[-1] = _cut(f"{kept[-1].removesuffix(' …')} …", cm, points)
    return "\n".join(kept)


def _cut(row: str, cm: float, points: float) -> str:
    """Shorten a line that is too broad: by words, and where one alone is, by letters."""
    while breadth(row, points) > cm and len(row) > 2:
        head = row.removesuffix(" …")
        row = f"{head.rpartition(' ')[0] or head[:-1]} …"
    return row


def lines_of(texts: Iterable[str]) -> int:
    """Return the number of lines that the longest of some texts has, one at least."""
    return max((text.count("\n") + 1 for text in texts), default=1)


def tall(lines: int, points: float | None = None) -> float:
    """Return how many centimetres high a row of so many lines is, with some air."""
    return 0.18 + lines * 1.2 * (points or look().small) / CM


def rows(
    names: Sequence[str], *, extra: float = 2.2, share: float = 0.33, lines: int = 1
) -> tuple[Figure, Axes]:
    """Return a figure with one row for each name, the first on top, with a faint guide to it.

    Parameters
    ----------
    names : sequence of str
    extra : float
        Centimetres of height besides the rows.
    share : float
        Of the width, for the names.
    lines : int
        That texts beside the rows have.
    """
    small = look().small
    texts = [fit(name, share * look().width, small) for name in names]
    fig = page(round(extra + max(0.46, tall(max(lines, lines_of(texts)))) * max(len(texts), 1), 2))
    axes = fig.subplots()
    axes.set_yticks(range(len(texts)), texts, fontsize=small, linespacing=1.1)
    axes.set_ylim(max(len(texts), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    return fig, axes


def beside(axes: Axes, cm: float, head: str, values: Iterable[object]) -> None:
    """Write a column of texts so many centimetres to the right of the rows, with its head."""
    look_: dict[str, Any] = {
        "xycoords": axes.get_yaxis_transform(), "textcoords": "offset points",
        "fontsize": look().small, "color": DARK, "annotation_clip": False,
    }  # fmt: skip
    axes.annotate(head, (1, -0.6), (cm * CM, 2), va="bottom", linespacing=1.1, **look_)
    for row, value in enumerate(values):
        axes.annotate(str(value), (1, row), (cm * CM, 0), va="center", linespacing=1.1, **look_)


def label_x(axes: Axes, text: str) -> None:
    """Say below the axes what is measured, broken to the breadth they may have."""
    axes.set_xlabel(fit(text, 0.55 * look().width, look().type, 3))


def legend(fig: Figure, handles: Sequence[Any] | None = None, *, markerscale: float = 1) -> None:
    """Explain the marks above the figure, in as many columns as there is room for."""
    found = [h for axes in fig.axes for h in axes.get_legend_handles_labels()[0]]
    marks = found if handles is None else list(handles)
    small = look().small
    broadest = max((breadth(str(h.get_label()), small) for h in marks), default=0.0)
    columns = int((extent(fig)[0] - 0.2) // (broadest + 3.6 * small / CM + 0.35))
    fig.legend(
        handles=marks, loc="outside upper center", frameon=False, markerscale=markerscale,
        ncols=min(max(columns, 1), max(len(marks), 1)), fontsize=small, columnspacing=1.2,
        handlelength=1.8, borderpad=0.2, labelspacing=0.35,
    )  # fmt: skip
