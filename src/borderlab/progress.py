"""How far a long loop has come, for those who ask for it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def track(rows: Iterable[T], what: str, *, total: int, progress: bool) -> Iterable[T]:
    """Go through rows and show how far, if asked: after two seconds, and gone at the end.

    Nothing is shown unasked, since a bar in a notebook would stay in its stored outputs.

    Examples
    --------
    >>> list(track("abc", "letters", total=3, progress=False))
    ['a', 'b', 'c']
    """
    if not progress:
        return rows
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets the bar is text, which will do
        from tqdm.auto import tqdm

        bar: Iterable[T] = tqdm(rows, desc=what, total=total, delay=2, leave=False)
    return bar
