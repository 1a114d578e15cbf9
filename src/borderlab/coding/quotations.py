"""Where a text quotes: marks of every kind in pairs, over paragraphs too, and Spanish dashes.

A mark of inches, an apostrophe and a mark without its partner quote nothing. Marks inside a
quotation belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.words import words

_MARK = re.compile("[“”„«»\"‘’']")
_CLOSERS = {"“": "”“", "„": "“”", "”": "”", "«": "»", '"': '"', "‘": "’", "'": "'’"}
_SINGLE = frozenset("‘'")
_LONGEST = 2000  # characters inside single marks, which are apostrophes too
_ENDS = frozenset(',.;:?!…—–)]”"»')
#: how each kind of mark may be repeated where the next paragraph goes on with the quotation
_AGAIN = {"«": "«»", "“": "“”", "”": "”", '"': '"', "„": "„", "‘": "‘", "'": "'"}
_DASH = re.compile(r"[—–―]\s?(?:(?:me|le|les|nos|se)\s)?([^\W\d_]+)")
_INSET_END = re.compile(r"\s?[—–―](?=[\s.,;:?!…]|\Z)[.,;:]?")
_BLANK = re.compile(r"\s*")
_TURN = re.compile(r"[—–―-]\s?(?=[\w¿¡“«\"])")


class Quotation(NamedTuple):
    """What stands between two marks, and the marks with it; half-open offsets of the text."""

    start: int
    end: int
    opens: int
    closes: int


def find_quotations(text: str, blocks: Sequence[tuple[int, int]]) -> list[Quotation]:
    """Find what is quoted in the paragraphs of a text.

    Parameters
    ----------
    text : str
    blocks : sequence of (int, int)
        The paragraphs (half-open offsets, in order). A quotation that no mark closes goes on where
        the next paragraph begins with its mark again.

    Returns
    -------
    list of Quotation
        In order, disjoint. One that is interrupted by its attribution between dashes ("—Sí —dijo
        Ruiz—. Vamos.") comes in its pieces.

    Notes
    -----
    Time is linear in the length of the text.

    Examples
    --------
    >>> text = 'A 12" pipe. “We ‘may’ go,” said O’Neil. —Sí —dijo ella.'
    >>> [text[q.start : q.end] for q in find_quotations(text, [(0, 40), (40, len(text))])]
    ['We ‘may’ go,', 'Sí']
    """
    found: list[Quotation] = []
    carried: tuple[int, str] | None = None
    for number, (low, high) in enumerate(blocks):
        turn = _TURN.match(text, low, high)
        if turn and not carried:
            found += _turn(text, turn.end(), high, low)
            continue
        more, carried = _marked(text, low, high, carried)
        below = blocks[number + 1][0] if number + 1 < len(blocks) else len(text)
        if carried and text[below : below + 1] not in tuple(_AGAIN[carried[1]]):
            carried = None
        found += more
    return [piece for quotation in found for piece in _pieces(text, quotation)]


def _marked(
    text: str, low: int, high: int, carried: tuple[int, str] | None
) -> tuple[list[Quotation], tuple[int, str] | None]:
    """Pair the marks of one paragraph; return what is closed, and what is still open."""
    found, start, kind = [], *(carried or (0, ""))
    left = text.count('"', low, high)
    skip = low + 1 if carried else low  # the mark that is only repeated
    for match in _MARK.finditer(text, low, high):
        i, mark = match.start(), match[0]
        left -= mark == '"'
        if i < skip:
            continue
        if not kind and _opens(text, i, low):
            if mark in _SINGLE:
                end = _single_end(text, i, high)
                if end:
                    found.append(Quotation(i + 1, end, i, end + 1))
                    skip = end + 1
                continue
            start, kind = i, mark
        elif kind and mark in _CLOSERS[kind] and _closes(text, i, left):
            found.append(Quotation(start + 1, i, start, i + 1))
            kind = ""
    return found, ((start, kind) if kind else None)


def _opens(text: str, i: int, low: int) -> bool:
    """Tell whether a mark can open: nothing, a blank or a bracket before it, a word behind."""
    before = text[i - 1] if i > low else " "
    behind = text[i + 1 : i + 2]
    free = before.isspace() or before in '([{—–-¿¡:“«"‘/'
    return free and bool(behind) and not behind.isspace() and text[i] not in "»’"


def _closes(text: str, i: int, left: int) -> bool:
    """Tell whether a mark can close; ``left`` straight marks follow it in the paragraph."""
    behind = text[i + 1 : i + 2]
    if behind.isalnum():
        return False
    inches = text[i] == '"' and text[i - 1].isdigit() and left % 2 == 1
    return not (text[i] == "“" and text[i - 1].isspace()) and not inches


def _single_end(text: str, i: int, high: int) -> int:
    """Find where single marks close: at punctuation if they do, never inside a word."""
    first = 0
    if text[i + 1].isdigit():  # the ’90s
        return 0
    for match in re.finditer("[‘’']", text[i + 1 : min(high, i + _LONGEST)]):
        at = i + 1 + match.start()
        before, behind = text[at - 1], text[at + 1 : at + 2]
        if behind.isalnum() or at == i + 1:
            continue
        if match[0] == "‘" or before.isspace():
            break  # another one opens
        if before in ",.?!…" or not behind or behind in _ENDS:
            return at
        first = first or at
    return first


def _turn(text: str, start: int, high: int, low: int) -> Iterator[Quotation]:
    """Read a paragraph that a dash opens as somebody's turn to speak, if it looks like one."""
    end = high
    whole = Quotation(start, end, low, end)
    tight = text[low] in "—―" and not text[low + 1].isspace() and text[high - 1] in ".?!…»”"
    if tight or len(list(_pieces(text, whole))) > 1 or _inset(text, start, end):
        yield whole


def _inset(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the first attribution between dashes: ``—dijo Ruiz—.``."""
    for dash in _DASH.finditer(text, start, end):
        if view(dash[1]).text in words("says") | words("says_that") | words("asks"):
            close = _INSET_END.search(text, dash.end(), end)
            return dash.start(), close.end() if close else end
    return None


def _pieces(text: str, whole: Quotation) -> Iterator[Quotation]:
    """Divide a quotation at the attributions that stand inside it between dashes."""
    start, opens = whole.start, whole.opens
    while found := _inset(text, start, whole.end):
        end = start + len(text[start : found[0]].rstrip())
        if end > start:
            yield Quotation(start, end, opens, found[0])
        start = opens = _BLANK.match(text, found[1]).end()  # type: ignore[union-attr]
    if start < whole.end:
        yield Quotation(start, whole.end, opens, whole.closes)
