"""Many phrases at once on the untouched text: whole words, accents optional, case as asked.

Text is never changed. A *view* of it (lower case, no accents, single blanks) is searched by an
Aho-Corasick automaton, and every hit is mapped back to offsets of the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick

_DASHES = dict.fromkeys("‐‑‒", "-") | {"’": "'", "‘": "'", "ʼ": "'"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GLUE_BEFORE = frozenset("@#_&=\\")  # handles, tags, addresses: names there are not prose
_GLUE_AFTER = re.compile(r"[@_=\\]|\.[^\W_]")
_RUN = 60  # characters of an address that are looked at
_ADDRESS = re.compile(r"//|\.[^\W_]|^.?/|/$|~")


class View(NamedTuple):
    """A searchable rendering of a text and, for each of its characters, where it came from."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the view to the text."""
        return self.origin[start], self.origin[end - 1] + 1


def _plain(char: str) -> str:
    """Show one character as a base letter, a blank, or nothing (marks, zero width)."""
    if char.isspace():
        return " "
    if char in _DASHES:
        return _DASHES[char]
    if unicodedata.category(char) in {"Mn", "Cf"}:
        return ""
    return unicodedata.normalize("NFD", char)[0].lower()[:1]


class _Shown(dict[int, str]):
    """What each character shows as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_SHOWN = _Shown()
_BLANK = ord(" ")
_NOTHING, _UNMET = 0x110000, 0x110001  # beyond the last code point
_SHORT = 200  # characters up to which one look-up each costs less than arrays do


@cache
def _codes() -> npt.NDArray[np.uint32]:
    """Map code points to what they show as, as code points; filled as texts are met."""
    return np.full(0x110000, _UNMET, np.uint32)


def view(text: str) -> View:
    r"""Render a text for searching: lower case, without accents, blanks and line breaks folded.

    Examples
    --------
    >>> seen = view("San\n  José")
    >>> seen.text, seen.span(4, 8)
    ('san jose', (6, 10))
    """
    if text.isascii() or len(text) < _SHORT:
        plain = text.translate(_SHOWN)
        if len(plain) == len(text) and "  " not in plain:
            return View(plain, range(len(text)))
    shown = _show(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))
    origin = np.arange(len(shown), dtype=np.int64)
    if shown.max(initial=0) == _NOTHING:
        origin = np.flatnonzero(shown != _NOTHING).astype(np.int64)
        shown = shown[origin]
    kept = np.ones(len(shown), bool)
    blank = shown == _BLANK
    kept[1:] = ~(blank[1:] & blank[:-1])  # of a run its first
    plain = shown[kept].tobytes().decode("utf-32-le", "surrogatepass")
    return View(plain, array("q", origin[kept].tobytes()))


def _show(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Look up what code points show as, after working out those never met before."""
    known = _codes()
    shown = known.take(codes)
    if shown.max(initial=0) == _UNMET:
        for code in np.unique(codes[shown == _UNMET]).tolist():
            known[code] = ord(_SHOWN[code]) if _SHOWN[code] else _NOTHING
        shown = known.take(codes)
    return shown


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
    begins, ends = bisect_left(seen.origin, start), bisect_left(seen.origin, end)
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
    """A set of phrases compiled once; ``find`` yields every whole-word hit, overlapping ones too.

    Examples
    --------
    >>> book = Phrases(["Mexico", "New Mexico"])
    >>> sorted(book.find("New Mexico, México; mexico.com"))
    [(0, 4, 10), (0, 12, 18), (1, 0, 10)]
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._views = [view(p).text for p in phrases]
        self._automaton = AhoCorasick(self._views) if any(self._views) else None

    def find(self, text: str, seen: View | None = None) -> Iterator[tuple[int, int, int]]:
        """Yield ``(phrase number, start, end)`` in offsets of the text, its view given or not."""
        if self._automaton is None:
            return
        seen = seen or view(text)
        for number, start, end in self._automaton.find_matches_as_indexes(
            seen.text, overlapping=True
        ):
            if is_whole_word(seen.text, start, end):
                begins, ends = seen.span(start, end)
                while unicodedata.combining(text[ends : ends + 1] or " "):
                    ends += 1  # an accent written as a mark of its own belongs to its letter
                yield number, begins, ends


def longest(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Choose non-overlapping spans, the longest first; return their numbers in reading order.

    Examples
    --------
    >>> longest([(0, 3), (0, 10), (8, 12)])
    [1]
    """
    spans = list(spans)
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], i))
    taken = bytearray(max((end for _, end in spans), default=0))
    chosen = []
    for i in order:
        start, end = spans[i]
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(i)
    return sorted(chosen, key=lambda i: spans[i])
