"""Many phrases at once on the untouched text: whole words, accents optional, case as asked.

Text is never changed. A *view* of it (lower case, no accents, single blanks) is searched by an
Aho-Corasick automaton, and every hit is mapped back to offsets of the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import BytesAhoCorasick

_DASHES = dict.fromkeys("‐‑‒", "-") | {"’": "'", "‘": "'", "ʼ": "'"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GLUE_BEFORE = frozenset("@#_&=\\")  # handles, tags, addresses: names there are not prose
_CLEAR = " ,;:)"
_GLUE_AFTER = re.compile(r"[@_=\\]|\.[^\W_]")
_SHORT, _SHORT_ASCII = 200, 1_000  # characters up to which one look-up each costs less than arrays
_LETTER, _SIGN = "A", "\x1a"  # all that is no ASCII; a view shows no capital
_MARKS = "\u0300"  # the first of them
_RUN = 60  # characters of an address that are looked at
_ADDRESS = re.compile(r"//|\.[^\W_]|^.?/|/$|~")


class View(NamedTuple):
    """A searchable rendering of a text, and what is missing in it.

    Attributes
    ----------
    text : str
    dropped : sequence of int
        For each character of the text that is not shown, in order, how many shown ones precede it.
    """

    text: str
    dropped: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the view to the text."""
        return start + bisect_right(self.dropped, start), end + bisect_right(self.dropped, end - 1)

    def place(self, i: int) -> int:
        """Tell where a character of the view came from."""
        return i + bisect_right(self.dropped, i)


def _plain(char: str) -> str:
    """Show one character as a base letter, a blank, or nothing (marks, zero width)."""
    if char.isspace():
        return " "
    if char in _DASHES:
        return _DASHES[char]
    if unicodedata.category(char) in {"Mn", "Cf"}:
        return ""
    return unicodedata.normalize("NFD", char)[0].lower()[:1]


def _outlined(char: str) -> str:
    """Show one character in ASCII: all other letters and digits alike, and all other signs."""
    plain = _plain(char)
    return plain if plain.isascii() else _LETTER if plain.isalnum() else _SIGN


class _Rendering(dict[int, str]):
    """What each character shows as, worked out when it is first met.

    Parameters
    ----------
    show : callable
        From a character to the one it shows as, or to nothing.
    kind : type
        Of integers that hold what is shown, and two more.
    encoding : str
        That decodes them.
    """

    def __init__(self, show: Callable[[str], str], kind: type, encoding: str) -> None:
        self._show, self._kind, self._encoding = show, kind, encoding
        self._unmet, self._nothing = np.iinfo(kind).max - 1, np.iinfo(kind).max

    def __missing__(self, code: int) -> str:
        self[code] = self._show(chr(code))
        return self[code]

    @cached_property
    def _codes(self) -> npt.NDArray[Any]:
        """The same as an array, for long texts: one look-up for all of their characters."""
        return np.full(0x110000, self._unmet, self._kind)

    def render(self, text: str) -> View:
        """Show a text, of blanks in a row the first."""
        if len(text) < (_SHORT_ASCII if text.isascii() else _SHORT):
            plain = text.translate(self)
            if len(plain) == len(text) and "  " not in plain:
                return View(plain, ())
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        shown = self._codes.take(codes)
        if shown.max() >= self._unmet:
            shown, dropped = self._meet(codes)
        else:
            blank = shown == ord(" ")
            dropped = (blank[1:] & blank[:-1]).nonzero()[0] + 1
        plain, missing = shown.tobytes().decode(self._encoding, "surrogatepass"), dropped.tolist()
        pieces = [plain[a + 1 : b] for a, b in pairwise([-1, *missing, len(plain)])]
        return View("".join(pieces), [place - i for i, place in enumerate(missing)])

    def _meet(self, codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return what is shown of characters never met or of no show, and the places to drop."""
        for code in np.unique(codes[self._codes.take(codes) == self._unmet]).tolist():
            self._codes[code] = ord(self[code]) if self[code] else self._nothing
        shown = self._codes.take(codes)
        gone = shown == self._nothing
        left = np.flatnonzero(~gone)
        blank = shown[left] == ord(" ")
        dropped = np.union1d(np.flatnonzero(gone), left[1:][blank[1:] & blank[:-1]])
        return np.where(gone, ord(" "), shown).astype(self._kind), dropped


_VIEW = _Rendering(_plain, np.uint32, "utf-32-le")
_OUTLINE = _Rendering(_outlined, np.uint8, "ascii")


def view(text: str) -> View:
    r"""Render a text for searching: lower case, without accents, blanks and line breaks folded.

    Examples
    --------
    >>> seen = view("San\n  José")
    >>> seen.text, seen.span(4, 8)
    ('san jose', (6, 10))
    """
    return _VIEW.render(text)


def outline(text: str) -> View:
    r"""Render a text as its view, but in ASCII: what is quick to search, if not to read.

    Letters and digits that a view shows beyond ASCII are all an ``A``, other signs all a ``\x1a``:
    what a word is stays as it is, and a hit of a phrase that has any of them must be looked at.

    Examples
    --------
    >>> outline("José – Łódź").text
    'jose \x1a Aodz'
    """
    return _OUTLINE.render(text)


def is_whole_word(seen: str, start: int, end: int) -> bool:
    """Tell whether a span of a view stands on its own: no letter, handle or address around it."""
    before, after = seen[start - 1 : start], seen[end : end + 2]
    if before and (before.isalnum() or before in _GLUE_BEFORE):
        return False
    if "/" in (before, after[:1]) and _in_address(seen, start, end):
        return False
    if after and seen[end - 1] != "." and _GLUE_AFTER.match(after):
        return False
    return not after[:1].isalnum()


def _in_address(seen: str, start: int, end: int) -> bool:
    """Tell a path or an address ("example.com/sonora") from two names ("Sonora/Arizona")."""
    run = seen[max(0, start - _RUN) : start].rpartition(" ")[2] + seen[start:end]
    return bool(_ADDRESS.search(run + seen[end : end + _RUN].partition(" ")[0]))


def is_alone(seen: View, start: int, end: int) -> bool:
    """Tell whether a span of the text itself is made of whole words, as its view has them.

    Examples
    --------
    >>> seen = view("Rosa  Mora wrote to @Mora.")
    >>> is_alone(seen, 0, 10), is_alone(seen, 21, 25), is_alone(seen, 6, 9)
    (True, False, False)
    """
    shown = range(len(seen.text))
    begins, ends = (bisect_left(shown, at, key=seen.place) for at in (start, end))
    return begins < ends and is_whole_word(seen.text, begins, ends)


@lru_cache(8192)  # a name is written in few ways
def case_fits(alias: str, surface: str, case: str) -> bool:
    r"""Tell whether a surface may stand for an alias under its case rule.

    ``name``: words capitalised in the alias must be capitalised in the text; the rest is free.
    ``exact``: same letters, same case (acronyms). ``any``: no rule. Under every rule accents may be
    left out, but not in part.

    Examples
    --------
    >>> case_fits("Sonora", "SONORA", "name"), case_fits("Sonora", "sonora", "name")
    (True, False)
    >>> case_fits("DEAN", "Dean", "exact")
    False
    >>> case_fits("Secretaría de Economía", "Secretaria de Economía", "name")
    False
    >>> case_fits("Ramírez de la O", "Rami\u0301rez de la O", "name")
    True
    """
    if alias == surface:
        return True
    if not _accents_fit(alias, surface):
        return False
    if case == "any":
        return True
    words = (_WORD.findall(unicodedata.normalize("NFC", text)) for text in (alias, surface))
    pairs = list(zip(*words, strict=False))  # composed: a mark of its own would end a word
    if case == "exact":
        return all([c.isupper() for c in a] == [c.isupper() for c in s] for a, s in pairs)
    return all(s[:1].isupper() for a, s in pairs if a[:1].isupper())


def _accents_fit(alias: str, surface: str) -> bool:
    """Accents may be left out altogether; where some are written, all must agree.

    So "la secretaria de Economía" (a person) is not "la Secretaría de Economía".
    """
    both = [
        [c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum()]
        for text in (alias, surface)
    ]
    accented = [any(unicodedata.normalize("NFD", c) != c for c in text) for text in both]
    return not all(accented) or both[0] == both[1]


class Phrases:
    """A set of phrases compiled once; ``find`` lists every whole-word hit, overlapping ones too.

    Examples
    --------
    >>> book = Phrases(["Mexico", "New Mexico"])
    >>> sorted(book.find("New Mexico, México; mexico.com"))
    [(0, 4, 10), (0, 12, 18), (1, 0, 10)]
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        phrases = list(phrases)
        self._views = [view(p).text for p in phrases]
        outlines = [outline(p).text.encode() for p in phrases]
        self._unsure = {i for i, seen in enumerate(self._views) if not seen.isascii()}
        self._automaton = BytesAhoCorasick(outlines) if any(outlines) else None

    def find(self, text: str, seen: View | None = None) -> list[tuple[int, int, int]]:
        """Return ``(phrase number, start, end)`` in offsets of a text, its outline given or not."""
        if self._automaton is None:
            return []
        seen = seen or outline(text)
        plain, found = seen.text, []
        for number, start, end in self._automaton.find_matches_as_indexes(
            plain.encode(), overlapping=True
        ):
            clear = plain[start - 1 : start] == " " and plain[end : end + 1] in _CLEAR
            if clear or is_whole_word(plain, start, end):  # clear, as nearly all are
                begins, ends = seen.span(start, end)
                if number in self._unsure and view(text[begins:ends]).text != self._views[number]:
                    continue
                while text[ends : ends + 1] >= _MARKS and unicodedata.combining(text[ends]):
                    ends += 1  # an accent written as a mark of its own belongs to its letter
                found.append((number, begins, ends))
        return found


def longest(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Choose non-overlapping spans, the longest first; return their numbers in reading order.

    Examples
    --------
    >>> longest([(0, 3), (0, 10), (8, 12)])
    [1]
    """
    spans = list(spans)
    if all(a[1] <= b[0] for a, b in pairwise(spans)):
        return list(range(len(spans)))  # none overlap, as in most texts
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], i))
    taken = bytearray(max((end for _, end in spans), default=0))
    chosen = []
    for i in order:
        start, end = spans[i]
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(i)
    return sorted(chosen, key=lambda i: spans[i])
