"""Short quotations from texts that may not be passed on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

#: text and whether it is marked; together they are what is quoted
Pieces = tuple[tuple[str, bool], ...]


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> Pieces:
    """Cut a text at its marks, so that each piece can be escaped alone.

    Examples
    --------
    >>> pieces("Texas signs.", [(0, 5)])
    (('Texas', True), (' signs.', False))
    """
    inside = {i for start, end in marks for i in range(start, end)}
    runs = groupby(range(len(text)), key=inside.__contains__)
    return tuple(("".join(text[i] for i in run), marked) for marked, run in runs)


def short_quotation(text: str, marks: Iterable[tuple[int, int]], *, words: int = 8) -> Pieces:
    """Quote at most so many words of a sentence: those around its first mark.

    Parameters
    ----------
    text : str
    marks : iterable of (start, end)
        Code points into ``text``, half-open; without one the beginning is quoted.
    words : int

    Returns
    -------
    tuple of (str, bool)
        Pieces and whether each is marked; an ellipsis stands where something was left out.

    Examples
    --------
    >>> short_quotation("On Friday the governor of Texas signed it.", [(26, 31)], words=3)
    (('… of ', False), ('Texas', True), (' signed …', False))
    """
    marks = list(marks)
    start, end = excerpt(text, marks, words=words)
    before, after = "… " if text[:start].strip() else "", " …" if text[end:].strip() else ""
    shift = len(before) - start
    inside = [(max(a, start) + shift, min(b, end) + shift) for a, b in marks]
    return pieces(f"{before}{text[start:end]}{after}", inside)


def excerpt(text: str, marks: Iterable[tuple[int, int]], *, words: int = 8) -> tuple[int, int]:
    """Tell where the short quotation of a sentence begins and ends.

    Who quotes one sentence several times gives the same marks each time, all of them: otherwise the
    excerpts together are the sentence.

    Examples
    --------
    >>> excerpt("On Friday the governor of Texas signed it.", [(26, 31)], words=3)
    (23, 38)
    """
    at = min((start for start, _ in marks), default=0)
    found = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    # a script without blanks has one word a sentence: what is longer than a word is cut in parts
    parts = [(a, min(a + 24, end)) for start, end in found for a in range(start, end, 24)]
    place = next((i for i, (_, end) in enumerate(parts) if end > at), 0)
    first = max(0, min(place - (words - 1) // 2, len(parts) - words))
    kept = parts[first : first + words]
    return (kept[0][0], kept[-1][1]) if kept else (0, 0)
