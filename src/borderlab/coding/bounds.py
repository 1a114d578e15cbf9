"""Bounds and ranges: "more than 10", "hasta 500", "between 10 and 15", "10 or more"."""

from __future__ import annotations

from typing import NamedTuple

from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, behind, find_sign, glued, has, phrases

_NEAR = 4  # tokens between what is talked of and its preposition


class Bound(NamedTuple):
    """How a number bounds what it counts, and the first token of the words that say so."""

    kind: str  # exact, at least, at most, about
    first: int


def _usable(p: Place, first: int) -> bool:
    """Refuse "talks about two ports" and "talks with Sonora over two ports"."""
    before = p.tokens[max(0, first - _NEAR) : first]
    topic = any(has(token, "topic", p.language) for token in before)
    return not (topic and p.word(first) in ("about", "over", "around"))


def _during(p: Place, n: Numeral, first: int) -> bool:
    """Whether ``over five years`` tells when: only behind "took" and its like does it bound."""
    lasts = first > 0 and has(p.tokens[first - 1], "lasts", "en")
    return p.after(n, "duration") and p.word(first) == "over" and not lasts


def find_bound(p: Place, n: Numeral, first: int, *, measured: bool) -> Bound:
    """Find the bound before a number whose words begin at a token.

    Parameters
    ----------
    p : Place
    n : Numeral
    first : int
        First token of the number or of the currency before it.
    measured : bool
        Whether it is money or a measure: only those can be "under" and "above" something.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> tokens = split_tokens("More than 10 projects, nearly 5 plants, talks about two ports")
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", "")
    >>> [find_bound(p, n, n.first, measured=False).kind for n in p.numerals]
    ['at least', 'about', 'exact']
    """
    article = p.language == "es" and p.word(first - 1) in ("los", "las", "el")
    for at in (first, first - 1) if article else (first,):
        for name in ("bound", "bound_measure") if measured else ("bound",):
            found = behind(p.tokens, at, name, p.language)
            during = measured and _during(p, n, found[1]) if found else False
            if found and not during and _usable(p, found[1]):
                return Bound(found[0], found[1])
    return Bound("exact", first)


def with_bound_behind(p: Place, n: Numeral) -> tuple[Numeral, str]:
    """Take "or more" and its like into a numeral: (numeral, bound or empty)."""
    found = ahead(p.tokens, n.last, "bound_after", p.language)
    if not found or (p.word(n.last) == "plus" and not glued(p.tokens, n.last)):
        return n, ""
    return n._replace(last=found[1]), found[0]


def bound_behind(p: Place, last: int) -> str:
    """Find a bound behind the words of the unit: "$5 billion or more"."""
    found = ahead(p.tokens, last, "bound_after", p.language)
    return found[0] if found else ""


def joined(p: Place, a: Numeral, b: Numeral) -> str:
    """Return the words between two numbers that share a unit, empty where they do not."""
    sign = find_sign(p.tokens, b.first, p.language)
    gap = [p.word(i) for i in range(a.last, sign[1] if sign else b.first)]
    known = phrases("also_join", p.language)
    return gap[0] if len(gap) == 1 and (gap[0],) in known else ""


def range_of(p: Place, a: Numeral, b: Numeral) -> int | None:
    """Tell whether two joined numbers are the ends of a range; return its first token.

    "From 10 to 15" may as well be a rise and is no range here.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> for text in ("between 10 and 15 plants", "10 to 15 plants", "rose from 10 to 15 plants"):
    ...     tokens = split_tokens(text)
    ...     numerals = find_numerals(tokens, "en")
    ...     print(range_of(Place(tokens, numerals, "en", text), *numerals))
    0
    0
    None
    """
    joint = joined(p, a, b)
    sign = find_sign(p.tokens, a.first, p.language)
    first = sign[1] if sign else a.first
    opened = behind(p.tokens, first, "range_open", p.language)
    if not joint or a.value >= b.value:
        return None
    if opened and joint in ("and", "y", "e"):
        return opened[1]
    from_to = behind(p.tokens, first, "range_from", p.language) is not None
    joins = (joint,) in phrases("range_join", p.language)
    return first if joins and not (from_to and joint in ("to", "a")) else None


def shared_factor(p: Place, a: Numeral, b: Numeral) -> float:
    """Return what "2 to 3 million" lends to its first number: a million; else one."""
    factor, known = 1.0, phrases("magnitude", p.language)
    for i in range(b.last - 1, b.first - 1, -1):
        value = known.get((p.word(i),))
        if value is None:
            break
        factor *= float(value)
    own = any((p.word(i),) in known for i in range(a.first, a.last))
    return factor if not own and a.value < b.value / factor and factor > 1 else 1.0
