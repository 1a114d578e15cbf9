"""How figures look and what they say: by the size they are made for, and by language.

A size and a language are chosen at the edge: in the call of a plot, in a ``with figure_style(…)``
around it, or by the environment (BORDERLAB_FIGURE_SIZE, BORDERLAB_LANG), in that order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeAlias, cast, get_args

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from borderlab.errors import OutputError, Problem
from borderlab.publishing.narrative import Narrator

Size = Literal["column", "page", "slide"]
Lang = Literal["en", "es"]
Labels: TypeAlias = Mapping[str, str] | pd.Series | pd.DataFrame | None
P = ParamSpec("P")

#: size -> width in cm (of a slide the least), and the size of type in points
_SIZES: Mapping[str, tuple[float, float]] = {
    "column": (8.9, 7.0),
    "page": (18.3, 8.0),
    "slide": (17.8, 8.0),  # 10 cm high: on a projected slide of 19 cm, type of 15 points
}
_STYLE: Mapping[str, Any] = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",  # ships with matplotlib; any other font differs by machine
    "hatch.linewidth": 0.6,
    "pdf.fonttype": 42,  # whole letters of a font that is embedded: journals ask for it
    "savefig.dpi": 200,
    "text.hinting": "none",  # letters as broad on the screen as in print
    "svg.fonttype": "path",
    "svg.hashsalt": "borderlab",
    "text.parse_math": False,  # US$5 and US$7 are no mathematics
}


@dataclass(frozen=True)
class Look:
    """What a figure is made for: its size and its language."""

    size: Size = "page"
    lang: Lang = "en"

    @property
    def width(self) -> float:
        """In centimetres; a slide may be wider, see `plot_style.page`."""
        return _SIZES[self.size][0]

    @property
    def type(self) -> float:
        """The size of type in points."""
        return _SIZES[self.size][1]

    @property
    def small(self) -> float:
        """The size of the smallest type, in points: never below six."""
        return self.type - 1


_LOOK: ContextVar[Look | None] = ContextVar("look", default=None)


def look() -> Look:
    """Return the look of the figure being drawn, else the one that the environment asks for."""
    size = os.environ.get("BORDERLAB_FIGURE_SIZE") or "page"
    lang = os.environ.get("BORDERLAB_LANG") or "en"
    return _LOOK.get() or checked(size, lang)


def checked(size: str, lang: str) -> Look:
    """Return a look, or say which sizes and languages there are."""
    for what, value, known in (("size", size, get_args(Size)), ("language", lang, get_args(Lang))):
        if value not in known:
            why, cure = f"{value!r} is no {what} of figures", f"take {', '.join(known)}"
            raise OutputError(Problem("figures", 0, f"figure-{what}", why, cure))
    return Look(cast("Size", size), cast("Lang", lang))


@contextmanager
def figure_style(*, size: Size | None = None, lang: Lang | None = None) -> Iterator[None]:
    """Draw inside this context: matplotlib's defaults and our settings, whatever the machine has.

    Works as a decorator too. Mathematics in labels is off, so a ``$`` stays a dollar sign.

    Parameters
    ----------
    size : {"column", "page", "slide"}, optional
        89 mm wide, 183 mm wide, or 16:9; else that of the style around, of the environment
        (BORDERLAB_FIGURE_SIZE), page.
    lang : {"en", "es"}, optional
        Else that of the style around, of the environment (BORDERLAB_LANG), English.

    Raises
    ------
    OutputError
        When the size or the language is unknown.

    Examples
    --------
    >>> import matplotlib
    >>> with figure_style(size="column"):
    ...     print(matplotlib.rcParams["svg.hashsalt"], matplotlib.rcParams["font.size"])
    borderlab 7.0
    """
    around = look()
    mine = checked(size or around.size, lang or around.lang)
    before = _LOOK.set(mine)
    try:
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update({**_STYLE, "font.size": mine.type})
            yield
    finally:
        _LOOK.reset(before)


def styled(plot: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw a plot in the style that its keywords ``size`` and ``lang`` ask for."""

    @wraps(plot)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Figure:
        chosen: dict[str, Any] = {key: kwargs.get(key) for key in ("size", "lang")}
        with figure_style(**chosen):
            return plot(*args, **kwargs)

    return draw


def say(name: str, /, **fields: Any) -> str:
    """Say a sentence of the book of figures in the language of the figure."""
    return Narrator(look().lang, "figures").say(name, **fields)


def word(kind: str, value: object) -> str:
    """Return the word for a value of a kind, such as a role; a value without one stays as it is."""
    narrator = Narrator(look().lang, "figures")
    name = f"{kind}:{value}"
    return narrator.say(name) if name in narrator.templates else str(value)


def labels(table: pd.DataFrame, *, lang: Lang | None = None) -> pd.Series:
    """Return the labels of a table of the codebook in the language of figures.

    Parameters
    ----------
    table : pandas.DataFrame
        Column label and, where it has one, label_es.
    lang : {"en", "es"}, optional
        Else that of the style around, or of the environment (BORDERLAB_LANG).

    Returns
    -------
    pandas.Series of str, index as the table's
        A row without a label in the language keeps the one it has.

    Examples
    --------
    >>> import borderlab as bl
    >>> actors = bl.open_study(".").codebook.actors
    >>> bl.labels(actors, lang="es")["united-states"]
    'Estados Unidos'
    """
    name = f"label_{lang or look().lang}"
    if name not in table:
        return table["label"]
    own = table[name]
    return own.where(own.notna() & own.ne(""), table["label"]).rename("label")


def named(
    ids: Iterable[str], given: Labels, otherwise: Iterable[object] | None = None
) -> list[str]:
    """Name each id in the language of the figure; without a label it keeps what it has."""
    known = labels(given) if isinstance(given, pd.DataFrame) else given
    names = {} if known is None else {k: v for k, v in dict(known).items() if pd.notna(v) and v}
    ids = list(ids)
    plain = ids if otherwise is None else list(otherwise)
    return [str(names.get(i, other)) for i, other in zip(ids, plain, strict=True)]
