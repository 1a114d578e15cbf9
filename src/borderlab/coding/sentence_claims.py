"""The claims of one sentence: number, unit and bound put together."""

from __future__ import annotations

from typing import NamedTuple

from borderlab.coding.bounds import (
    bound_behind,
    find_bound,
    joined,
    range_of,
    shared_factor,
    with_bound_behind,
)
from borderlab.coding.counted import Counted, find_counted
from borderlab.coding.ellipsis import Said, find_elided, is_gap
from borderlab.coding.not_claims import not_a_claim
from borderlab.coding.nouns import last_noun
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, has

_BASES = frozenset({3.0, 4.0, 5.0, 10.0, 20.0, 100.0, 1000.0})  # of "three in ten"


class Found(NamedTuple):
    """A claim in a sentence; first and last are tokens."""

    first: int
    last: int
    numeral: Numeral
    counted: Counted
    bound: str
    value: float


def find_in_sentence(p: Place, said: Said) -> tuple[list[Found], Said]:
    """Find the claims of a sentence in reading order, and what the next one may count again.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "About 40 mills closed, 12 of which were new."
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> found, said = find_in_sentence(p, Said())
    >>> [(f.value, f.bound, f.counted.unit) for f in found], said.unit
    ([(40.0, 'about', 'mills'), (12.0, 'exact', 'mills')], 'mills')
    """
    claims: list[Found] = []
    counted = _counted(p)
    for i, n in enumerate(p.numerals):
        if claims and n.first < claims[-1].last:
            continue
        claim = _share(p, i) or _read(p, i, counted[i], said)
        if claim:
            claims.append(claim)
            said = _remember(p, said, claim)
    fresh = said if said.here else said._replace(unit="")
    money = [c.counted.unit for c in claims if c.counted.rule.startswith("money")]
    return claims, Said(fresh.unit, noun=last_noun(p), money=money[-1] if money else "")


def _remember(p: Place, said: Said, claim: Found) -> Said:
    """Keep in mind what was counted, or the currency of an amount."""
    unit = claim.counted
    if unit.rule.startswith("money"):
        return said._replace(money=unit.unit)
    if unit.inside:
        return said
    told = claim.last < len(p.tokens) and has(p.tokens[claim.last], "copula", p.language)
    parts = said.parts or (unit.rule == "count:which" and told)
    return said._replace(unit=unit.unit, here=True, parts=parts)


def _read(p: Place, i: int, unit: Counted | None, said: Said) -> Found | None:
    """Read a number that is a claim: with the noun beside it, or with one that stands elsewhere."""
    n = p.numerals[i]
    if unit and unit.rule == "count" and is_gap(p, n, unit, said):
        unit = unit._replace(unit=said.unit, first=n.last, last=n.last, rule="count:which")
    if unit is None and not not_a_claim(p, n):
        unit = find_elided(p, with_bound_behind(p, n)[0], said)
    return _claim(p, i, unit) if unit else None


def _counted(p: Place) -> list[Counted | None]:
    """Find the unit of every number; one joined to the next takes the unit of that."""
    counted: list[Counted | None] = [None] * len(p.numerals)
    for i in reversed(range(len(p.numerals))):
        n = p.numerals[i]
        if n.style == "share":
            counted[i] = Counted("share", n.last, n.last, "share", inside=True)
        elif not not_a_claim(p, n):
            counted[i] = find_counted(p, with_bound_behind(p, n)[0])
            if i + 1 < len(counted) and joined(p, n, p.numerals[i + 1]):
                counted[i] = _lent(p, i, counted[i], counted[i + 1])
    return counted


def _lent(p: Place, i: int, own: Counted | None, following: Counted | None) -> Counted | None:
    """Give a number the unit of the next, and its millions: ``2 or 3 million pesos``."""
    n = p.numerals[i]
    if not following or (own and not _one_amount(p, n, own, following)):
        return own
    factor = following.factor * shared_factor(p, n, p.numerals[i + 1])
    if own is None:
        return following._replace(inside=False, factor=factor)
    return following._replace(first=own.first, last=n.last, factor=factor)


def _one_amount(p: Place, n: Numeral, own: Counted, following: Counted) -> bool:
    """Tell ``$2 or $3 million`` from ``C$2 or R$3 million``."""
    same = own.unit == following.unit or p.raw(own.first) == "$"
    return own.rule == following.rule == "money" and own.last == n.last and same


def _claim(p: Place, i: int, unit: Counted) -> Found:
    """Put number, unit and bound together."""
    n = p.numerals[i]
    wide, behind = with_bound_behind(p, n)
    first = min(n.first, unit.first) if unit.inside else n.first
    last = max(wide.last, unit.last) if unit.inside else wide.last
    bound = find_bound(p, n, first, measured=unit.inside)
    kind = bound.kind if bound.kind != "exact" else behind or bound_behind(p, unit.last)
    kind = kind or ("about" if has(p.tokens[n.last - 1], "rounded", p.language) else "exact")
    low = range_of(p, n, p.numerals[i + 1]) if i + 1 < len(p.numerals) else None
    start = bound.first
    if low is not None:
        kind, start = "at least", min(low, start)
    elif i and range_of(p, p.numerals[i - 1], n) is not None:
        kind = "at most"
    value, doubt = _settle(n, unit)
    return Found(start, last, n._replace(doubt=doubt), unit, kind, value * unit.factor)


def _settle(n: Numeral, unit: Counted) -> tuple[float, str]:
    """Read the mark of a doubted count as thousands: nobody counts 1.2 companies."""
    if n.doubt != "separator" or unit.inside:
        return n.value, n.doubt
    return (n.value, "") if n.value.is_integer() else (round(n.value * 1000), n.doubt)


def _share(p: Place, i: int) -> Found | None:
    """``three in ten``, ``tres de cada diez``: a percentage."""
    if i + 1 >= len(p.numerals):
        return None
    n, base = p.numerals[i : i + 2]
    every = ahead(p.tokens, n.last, "every", p.language)
    if not every or every[1] != base.first or not n.value < base.value or base.value not in _BASES:
        return None
    value = round(100 * n.value / base.value, 6)
    counted = Counted("%", n.first, base.last, "share", inside=True)
    bound = find_bound(p, n, n.first, measured=True)
    return Found(bound.first, base.last, n, counted, bound.kind, value)
