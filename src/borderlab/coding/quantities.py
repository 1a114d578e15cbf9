"""Numerals of a sentence with their values: digits as either language writes them, and words.

Words are read by text2num; digits, magnitudes behind them ("15 mil millones", "3 mil 500") and
halves ("medio millón", "two and a half") are read here, since text2num leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from borderlab.coding.numeral_parts import Part, digit_parts, word_parts
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
    parts = digit_parts(tokens, language, mark)
    taken = {i for part in parts for i in range(part.first, part.last)}
    parts = sorted([*parts, *word_parts(tokens, language, taken)])
    chains = _chains(parts, tokens, language)
    found = (_numeral(chain, tokens, language) for chain in chains)
    return [numeral for numeral in found if numeral]


def _chains(parts: Sequence[Part], tokens: Sequence[Token], language: str) -> list[list[Part]]:
    """Put parts together that make one number: "15 | mil | millones", "3 | mil | 500"."""
    chains: list[list[Part]] = []
    for part in parts:
        last = chains[-1][-1] if chains else None
        if last and _goes_on(last, part, tokens, language):
            chains[-1].append(part)
        else:
            chains.append([part])
    return chains


def _goes_on(last: Part, part: Part, tokens: Sequence[Token], language: str) -> bool:
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


def _numeral(chain: list[Part], tokens: Sequence[Token], language: str) -> Numeral | None:
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


def _sum(chain: Sequence[Part], tokens: Sequence[Token], language: str) -> float:
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
