"""Numerals of a sentence with their values: digits as either language writes them, and words.

Words are read by text2num; digits, magnitudes behind them ("15 mil millones", "3 mil 500") and
halves ("medio millón", "two and a half") are read here, since text2num leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from text_to_num import find_numbers

from borderlab.coding.digits import read_digits
from borderlab.coding.units import Token, ahead, behind, glued, has, phrases

_MILLION = 1e6


class Numeral(NamedTuple):
    """A number in a sentence: its tokens (first, behind the last), value, and how it is written.

    ``doubt`` names what another reader could read otherwise, empty for nothing.
    """

    first: int
    last: int
    value: float
    style: str
    doubt: str = ""


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


class _Part(NamedTuple):
    first: int
    last: int
    value: float
    kind: str  # digits, words, magnitude
    doubt: str = ""


def find_numerals(tokens: Sequence[Token], language: str, mark: str = "") -> list[Numeral]:
    """Find every numeral of a sentence, ordinals and vague words ("hundreds of") left out.

    Parameters
    ----------
    tokens : sequence of Token
        As `split_tokens` returns them.
    language : {"en", "es"}
    mark : str, optional
        What the text writes before decimals, as `decimal_mark` tells.

    Returns
    -------
    list of Numeral
        In reading order, without overlap.

    Examples
    --------
    >>> from borderlab.coding.units import split_tokens
    >>> words = "15 mil millones, 3 mil 500, medio millón, veintiún mil, miles de camiones"
    >>> [n.value for n in find_numerals(split_tokens(words), "es")]
    [15000000000.0, 3500.0, 500000.0, 21000.0]
    """
    parts = _digit_parts(tokens, language, mark)
    taken = {i for part in parts for i in range(part.first, part.last)}
    parts = sorted([*parts, *_word_parts(tokens, language, taken)])
    chains = _chains(parts, tokens, language)
    found = (_numeral(chain, tokens, language) for chain in chains)
    return [numeral for numeral in found if numeral]


def _digit_parts(tokens: Sequence[Token], language: str, mark: str) -> list[_Part]:
    """Read digits and the magnitude words that follow them directly."""
    parts: list[_Part] = []
    i = 0
    while i < len(tokens):
        read, j = _read(tokens, i, language, mark)
        i += 1
        if read:
            parts.append(_Part(i - 1, j, read[0], "digits", read[1]))
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


def _magnitude(tokens: Sequence[Token], i: int, language: str) -> _Part | None:
    """Match a magnitude, also behind a hyphen ("15-million")."""
    at = i + 1 if tokens[i].text == "-" and glued(tokens, i) and i + 1 < len(tokens) else i
    found = ahead(tokens, at, "magnitude", language)
    return _Part(i, found[1], float(found[0]), "magnitude") if found else None


def _word_parts(tokens: Sequence[Token], language: str, taken: set[int]) -> Iterator[_Part]:
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
            yield _Part(found.start, found.end, float(found.value), kind)
    for i in range(len(tokens)):
        if i not in taken and i not in covered and tokens[i].is_word:
            value = phrases("magnitude", language).get((tokens[i].seen,))
            if value is not None:
                yield _Part(i, i + 1, float(value), "magnitude")


def _chains(parts: Sequence[_Part], tokens: Sequence[Token], language: str) -> list[list[_Part]]:
    """Put parts together that make one number: "15 | mil | millones", "3 | mil | 500"."""
    chains: list[list[_Part]] = []
    for part in parts:
        last = chains[-1][-1] if chains else None
        if last and _goes_on(last, part, tokens, language):
            chains[-1].append(part)
        else:
            chains.append([part])
    return chains


def _goes_on(last: _Part, part: _Part, tokens: Sequence[Token], language: str) -> bool:
    joint = part.first - last.last
    if joint == 1 and tokens[last.last].text == "-" and glued(tokens, part.first):
        joint = 0
    if joint == 0 and part.kind == "magnitude":
        return True
    half = ahead(tokens, last.last, "and_half", language)
    if half and half[1] == part.first and part.kind == "magnitude":
        return True  # two and a half | million
    step = phrases("magnitude", language).get((tokens[last.last - 1].seen,), "0")
    below = part.value < float(step)  # 3 mil | 500
    return joint == 0 and below and part.kind in ("digits", "words") and language == "es"


def _numeral(chain: list[_Part], tokens: Sequence[Token], language: str) -> Numeral | None:
    """Add a chain up; what begins with a bare magnitude needs an article or a half before it."""
    first, factor = chain[0].first, 1.0
    if has(tokens[first], "vague", language):
        opened = _opening(tokens, first, language)
        if opened is None:
            return None
        first, factor = opened
    value, last = _sum(chain, tokens, language) * factor, chain[-1].last
    half = ahead(tokens, last, "and_half", language)
    if half:
        step = phrases("magnitude", language).get((tokens[last - 1].seen,), "1")
        value, last = value + float(step) / 2, half[1]
    style = "digits" if chain[0].kind == "digits" else "words"
    doubt = next((part.doubt for part in chain if part.doubt), "")
    return Numeral(first, last, float(value), style, doubt)


def _opening(tokens: Sequence[Token], first: int, language: str) -> tuple[int, float] | None:
    """Find what makes one number of a bare magnitude: "half a", "medio", "a", "una"."""
    end = first - 1 if tokens[first - 1 : first] and tokens[first - 1].text == "-" else first
    if found := behind(tokens, end, "half", language):
        return found[1], 0.5
    if found := behind(tokens, end, "article", language):
        return found[1], 1.0
    return None


def _sum(chain: Sequence[_Part], tokens: Sequence[Token], language: str) -> float:
    """Multiply by magnitudes and add: from a million on a magnitude closes what stands before."""
    total, current = 0.0, 0.0
    for before, part in zip([None, *chain], chain, strict=False):
        if part.kind != "magnitude":
            current += part.value
            continue
        if before and before.last < part.first and tokens[before.last].text != "-":
            current += 0.5  # two and a half million
        current = (current or 1.0) * part.value
        if part.value >= _MILLION:
            total, current = total + current, 0.0
    return total + current
