"""How much of a file is read: bounds that no honest text meets, so that nothing hangs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of `read_corpus`, each with a default and open to change.

    Attributes
    ----------
    size : int
        Bytes of a file, and of what a packed file (.docx) unpacks to. A larger file is refused
        by its size, without opening it.
    depth : int
        Elements inside one another in a web page. Its parser drops what lies deeper than about
        255 without a word, so a deeper page is refused instead.
    attributes : int
        Attributes of one element of a web page; far larger numbers hang its parser.
    seconds : float
        Time for one file of a format that a foreign parser reads (.html, .docx, .pdf).

    Examples
    --------
    >>> Limits().size // 2**20, Limits(seconds=5).seconds
    (100, 5)
    """

    size: int = 100 * 2**20
    depth: int = 250
    attributes: int = 1_000
    seconds: float = 60.0
