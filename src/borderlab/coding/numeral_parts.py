"""The pieces a number is written in: digits, words that text2num reads, and magnitudes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from text_to_num import find_numbers

from borderlab.coding.digits import read_digits
from borderlab.coding.units import Token, ahead, glued, has, phrases


class _Word:
    """A word as text2num wants to see it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def nt_separated(self, _: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


class Part(NamedTuple):
    """Tokens of one piece, its value, and how it is written."""

    first: int
    last: int
    value: float
    kind: str  # digits, words, magnitude
    doubt: str = ""


def digit_parts(tokens: Sequence[Token], language: str, mark: str) -> list[Part]:
    """Read digits and the magnitude words that follow them directly."""
    parts: list[Part] = []
    i = 0
    while i < len(tokens):
        read, j = _read(tokens, i, language, mark)
        i += 1
        if read:
            parts.append(Part(i - 1, j, read[0], "digits", read[1]))
            i = j
            while i < len(tokens) and (step := _magnitude(tokens, i, language)):
                parts.append(step)
                i = step.last
    return parts


def _read(
    tokens: Sequence[Token], i: int, language: str, mark: str
) -> tuple[tuple[float, str] | None, int]:
    """Read the digits at a token, "15 000 000" with blanks between groups of three included."""
    if not tokens[i].text[0].isascii() or not tokens[i].text[0].isdigit():
        return None, i
    j = i + 1
    if len(tokens[i].text) <= 3:
        while j < len(tokens) and _is_group(tokens, j):
            j += 1
    if j > i + 1 and not (j < len(tokens) and tokens[j].text[0].isdigit()):
        return read_digits("'".join(t.text for t in tokens[i:j]), language), j
    return read_digits(tokens[i].text, language, mark), i + 1


def _is_group(tokens: Sequence[Token], j: int) -> bool:
    text, gap = tokens[j].text, tokens[j].start - tokens[j - 1].end
    return gap == 1 and len(text) == 3 and text.isascii() and text.isdigit()


def _magnitude(tokens: Sequence[Token], i: int, language: str) -> Part | None:
    """Match a magnitude, also behind a hyphen ("15-million")."""
    at = i + 1 if tokens[i].text == "-" and glued(tokens, i) and i + 1 < len(tokens) else i
    found = ahead(tokens, at, "magnitude", language)
    return Part(i, found[1], float(found[0]), "magnitude") if found else None


def word_parts(tokens: Sequence[Token], language: str, taken: set[int]) -> Iterator[Part]:
    """Let text2num read the words that no digits have taken, then add magnitudes it lacks."""
    respelt = phrases("respell", language)
    seen = [
        _Word("." if i in taken or has(t, "not_numeral", language)
              else respelt.get((t.seen,), t.text.lower()))
        for i, t in enumerate(tokens)
    ]  # fmt: skip
    covered: set[int] = set()
    for found in find_numbers(seen, language, 0.0):
        if not found.is_ordinal:
            covered.update(range(found.start, found.end))
            bare = found.end - found.start == 1 and has(tokens[found.start], "vague", language)
            kind = "magnitude" if bare else "words"
            yield Part(found.start, found.end, float(found.value), kind)
    for i in range(len(tokens)):
        if i not in taken and i not in covered and tokens[i].is_word:
            value = phrases("magnitude", language).get((tokens[i].seen,))
            if value is not None:
                yield Part(i, i + 1, float(value), "magnitude")
