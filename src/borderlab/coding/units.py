"""Words for numbers, units, bounds and status, read once from ``units.csv``, and matched on tokens.

One row is one class of one language (``any`` for both); what its members stand for is in ``value``
(an ISO code, a factor, a bound). Members are split and folded as a sentence is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from borderlab.reading.words import fold

_LETTER = r"[^\W\d_][\u0300-\u036f]*"  # an accent may be a character of its own
_TOKEN = re.compile(
    rf"""[0-9]+(?:[.,'’][0-9]+)*
    |(?:[^\W\d_]{{1,2}}\.){{2,}}                # U.S., EE.UU., p.m.
    |(?:{_LETTER})+(?:['’](?:{_LETTER})+)?
    |\S""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, a run of digits or a sign, with its place in the sentence."""

    start: int
    end: int
    text: str
    seen: str  # folded: lower case, no accents

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


def split_tokens(sentence: str) -> list[Token]:
    """Split a sentence into words, runs of digits, and signs.

    Examples
    --------
    >>> [t.text for t in split_tokens("US$1,200.50 for 50 U.S.-owned firms (15%).")]
    ['US', '$', '1,200.50', 'for', '50', 'U.S.', '-', 'owned', 'firms', '(', '15', '%', ')', '.']
    """
    return [Token(*m.span(), m[0], fold(m[0])) for m in _TOKEN.finditer(sentence)]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("borderlab.coding").joinpath("units.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def phrases(name: str, language: str) -> dict[tuple[str, ...], str]:
    """Map the members of a class, as tuples of folded words, to what they stand for.

    Examples
    --------
    >>> phrases("magnitude", "es")[("millones",)], phrases("bound", "en")[("more", "than")]
    ('1000000', 'at least')
    """
    rows = [r for r in _rows() if r["class"] == name and r["language"] in ("any", language)]
    if not any(r["class"] == name for r in _rows()):
        raise AssertionError(f"units.csv has no class {name!r}")
    return {
        tuple(t.seen for t in split_tokens(word)): row["value"]
        for row in reversed(rows)  # of two rows with one word the first counts
        for word in row["words"].split("|")
        if word
    }


@cache
def _ends(name: str, language: str) -> tuple[int, frozenset[str], frozenset[str]]:
    """Tell how long the longest member is, and with which words members begin and end."""
    known = phrases(name, language)
    longest = max(map(len, known), default=0)
    return longest, frozenset(m[0] for m in known), frozenset(m[-1] for m in known)


def ahead(tokens: Sequence[Token], i: int, name: str, language: str) -> tuple[str, int] | None:
    """Match the longest member of a class that begins at a token.

    Returns
    -------
    (value, j) or None
        What it stands for, and the token behind it.

    Examples
    --------
    >>> ahead(split_tokens("5 per cent"), 1, "measure", "en")
    ('%', 3)
    """
    longest, first, _ = _ends(name, language)
    if i >= len(tokens) or tokens[i].seen not in first:
        return None
    known = phrases(name, language)
    for j in range(min(len(tokens), i + longest), i, -1):
        value = known.get(tuple(t.seen for t in tokens[i:j]))
        if value is not None:
            return value, j
    return None


def behind(tokens: Sequence[Token], i: int, name: str, language: str) -> tuple[str, int] | None:
    """Match the longest member of a class that ends before a token: (value, its first token).

    Examples
    --------
    >>> behind(split_tokens("más de 40"), 2, "bound", "es")
    ('at least', 0)
    """
    longest, _, last = _ends(name, language)
    if i < 1 or tokens[i - 1].seen not in last:
        return None
    known = phrases(name, language)
    for j in range(max(0, i - longest), i):
        value = known.get(tuple(t.seen for t in tokens[j:i]))
        if value is not None:
            return value, j
    return None


def has(token: Token, name: str, language: str) -> bool:
    """Tell whether one word is a member of a class."""
    return (token.seen,) in phrases(name, language)


def glued(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a token stands directly behind the one before it."""
    return 0 < i < len(tokens) and tokens[i - 1].end == tokens[i].start


def find_sign(tokens: Sequence[Token], i: int, language: str) -> tuple[str, int] | None:
    """Find the currency before a token: (unit, its first token); the parts of a sign must touch.

    Examples
    --------
    >>> find_sign(split_tokens("a $5 fee"), 2, "en"), find_sign(split_tokens("US$5"), 2, "en")
    (('$', 1), ('USD', 0))
    """
    found = behind(tokens, i, "currency_before", language)
    if not found or all(glued(tokens, j) for j in range(found[1] + 1, i)):
        return found
    last = phrases("currency_before", language).get((tokens[i - 1].seen,))
    return (last, i - 1) if last else None
