"""Numerals of a sentence with their values: digits as either language writes them, and words.

Words are read by text2num; digits, magnitudes behind them ("15 mil millones", "3 mil 500") and
halves ("medio millón", "two and a half") are read here, since text2num leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from text_to_num import Token as NumberToken
from text_to_num import find_numbers

from borderlab.coding.units import Token, ahead, behind, glued, has, phrases

_DIGITS = 18  # a longer run of digits is no quantity
_MILLION = 1e6
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,'’])[0-9]{3})(?:\1[0-9]{3})*")
_NUMBER = re.compile(r"(?<![\w.,/:-])[0-9]+[.,][0-9]+(?:[.,][0-9]+)*(?![\w/:-])")


class Numeral(NamedTuple):
    """A number in a sentence: its tokens (first, behind the last), value, and how it is written.

    ``doubt`` names what another reader could read otherwise, empty for nothing.
    """

    first: int
    last: int
    value: float
    style: str
    doubt: str = ""


class _Word(NumberToken):
    """A word as text2num wants to see it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text


class _Part(NamedTuple):
    first: int
    last: int
    value: float
    kind: str  # digits, words, magnitude
    doubt: str = ""


def decimal_mark(text: str) -> str:
    """Tell which mark a text writes before decimals: ``.``, ``,`` or empty where it does not show.

    Only numbers that can be read one way count: "12,5" and "1.200.000" show a comma, "12.5" and
    "1,200.50" a point.

    Examples
    --------
    >>> decimal_mark("creció 3.5%, a 1,200 empresas"), decimal_mark("creció 3,5%")
    ('.', ',')
    >>> decimal_mark("1,200 empresas")
    ''
    """
    votes = {"." : 0, ",": 0}
    for number in _NUMBER.findall(text):
        marks = [c for c in number if not c.isdigit()]
        behind_last = len(re.split("[.,]", number)[-1])
        if len(set(marks)) == 2 or (len(marks) == 1 and behind_last < 3):
            votes[marks[-1]] += 1
        elif len(marks) > 1 and _GROUPED.fullmatch(number):
            votes["," if marks[0] == "." else "."] += 1
    shown = [mark for mark, n in votes.items() if n]
    return shown[0] if len(shown) == 1 else ""


def read_digits(text: str, language: str, mark: str = "") -> tuple[float, str] | None:
    """Read digits with their marks.

    Parameters
    ----------
    text : str
        Such as ``1,200.50``.
    language : {"en", "es"}
    mark : str, optional
        What the text writes before decimals, as `decimal_mark` tells.

    Returns
    -------
    (value, doubt) or None
        The doubt is ``separator`` where the mark could as well be of the other kind; None for what
        is no number (``1.2.3``, ``007``).

    Notes
    -----
    A mark before exactly three digits groups thousands: the comma in English and Mexico, the point
    in Spain. Spanish knows both, so that there the other numbers of the text decide; where they
    do not, it is read as thousands and doubted.

    Examples
    --------
    >>> read_digits("12,500", "en"), read_digits("12,5", "es"), read_digits("1.200", "es", ",")
    ((12500.0, ''), (12.5, ''), (1200.0, ''))
    >>> read_digits("1.200", "es"), read_digits("1.2.3", "es")
    ((1200.0, 'separator'), None)
    """
    marks, groups = [c for c in text if not c.isdigit()], re.split(r"[.,'’]", text)
    if len(text) > _DIGITS or (len(text) > 1 and text[0] == "0" and groups[0] != "0"):
        return None
    if not marks:
        return float(text), ""
    if len(marks) == 1:
        return _one_mark(groups, marks[0], language, mark)
    if len(set(marks)) == 1 or (set(marks) <= {"'", "’", ","} and _grouped(groups)):
        return (float("".join(groups)), "") if _grouped(groups) else None
    fits = _grouped(groups[:-1]) and len(set(marks[:-1])) == 1
    return (float("".join(groups[:-1]) + "." + groups[-1]), "") if fits else None


def _grouped(groups: Sequence[str]) -> bool:
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _one_mark(
    groups: Sequence[str], written: str, language: str, mark: str
) -> tuple[float, str] | None:
    """Decide whether the only mark of a number groups thousands or begins decimals."""
    thousands, decimal = float("".join(groups)), float(".".join(groups))
    if written in "'’":
        return (thousands, "") if _grouped(groups) else None
    if not _grouped(groups) or groups[0] == "0":
        return decimal, "separator" if written == "," and language == "en" and not mark else ""
    if mark:
        return (decimal if written == mark else thousands), ""
    if language == "es":
        return thousands, "separator"
    return (thousands, "") if written == "," else (decimal, "separator")


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
    below = last.kind == "magnitude" and part.value < last.value
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
