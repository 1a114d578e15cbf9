"""What a number counts: a currency, a measure or a noun."""

from __future__ import annotations

from typing import NamedTuple

from borderlab.coding.nouns import find_noun, head_of, make_plural
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, find_sign, glued, has

OF = frozenset({"of", "de"})


class Counted(NamedTuple):
    """What a number counts: the unit, where its words begin and end, and the rule that found it.

    ``factor`` multiplies the number (mdd are millions); ``inside`` tells whether the words of the
    unit belong to the span of the claim (money and measures).
    """

    unit: str
    first: int
    last: int
    rule: str
    inside: bool = False
    factor: float = 1.0
    doubt: str = ""


def find_counted(p: Place, n: Numeral) -> Counted | None:
    """Find what a numeral counts, from the words beside it.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "Unas 40 grandes empresas sonorenses darán 15 mil millones de dólares en 3 años"
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "es"), "es", text)
    >>> [find_counted(p, n).unit for n in p.numerals]
    ['empresas', 'USD', 'años']
    """
    return _money(p, n) or _measure(p, n) or _noun(p, n)


def _behind_of(p: Place, n: Numeral) -> int:
    """Step over the "de" that a Spanish magnitude needs: "millones de dólares", "una docena de"."""
    magnitude = has(p.tokens[n.last - 1], "vague", p.language)
    return n.last + (magnitude and p.word(n.last) in OF)


def _money(p: Place, n: Numeral) -> Counted | None:
    """``$15 billion USD``, ``US$3.5bn``, ``500 millones de pesos``, ``80 mdd``."""
    before = find_sign(p.tokens, n.first, p.language)
    first = before[1] if before else n.first
    last, factor = n.last, 1.0
    letter = ahead(p.tokens, last, "magnitude_letter", p.language) if before else None
    if letter:
        factor, last = float(letter[0]), letter[1]
    for name, scale in (("currency_million", 1e6), ("currency_billion", 1e9)):
        if found := ahead(p.tokens, last, name, p.language):
            return Counted(found[0], first, found[1], "money", True, scale)
    at = last + (p.word(last) in ("-", "de"))
    large = has(p.tokens[last - 1], "vague", p.language)
    named = ahead(p.tokens, at, "currency", p.language) or (
        ahead(p.tokens, at, "currency_large", "en") if large else None
    )
    if named:
        last = named[1]
        again = ahead(p.tokens, last, "currency", p.language)  # dólares (USD) is one unit
        last = again[1] if again else last
    if not named and not before:
        return None
    unit, doubt = _whose(p, named[0] if named else before[0] if before else "")
    return Counted(unit, first, last, "money", True, factor, doubt)


def _whose(p: Place, unit: str) -> tuple[str, str]:
    """Read a bare $ as USD in English; in Spanish another amount of the sentence decides."""
    if unit != "$":
        return unit, ""
    if p.language != "es":
        return "USD", ""
    named = {
        found[0]
        for i in range(len(p.tokens) if len(p.tokens) < 200 else 0)
        for c in ("currency", "currency_million")
        if (found := ahead(p.tokens, i, c, "es"))
    }
    return (named.pop(), "") if len(named) == 1 else ("$", "currency")


def _measure(p: Place, n: Numeral) -> Counted | None:
    """``50 years``, ``15%``, ``1,200 km``, ``a two-day visit``."""
    at = _behind_of(p, n)
    at += p.word(at) == "-" and glued(p.tokens, at)
    found = ahead(p.tokens, at, "measure", p.language)
    if not found and p.language == "en" and at < len(p.tokens) and p.raw(at).islower():
        noun = head_of(p, at)  # fifty long years
        found = ahead(p.tokens, noun[0], "measure", "en") if noun and noun[0] - at < 3 else None
    return Counted(found[0], at, found[1], "measure", True) if found else None


def _noun(p: Place, n: Numeral) -> Counted | None:
    """``two memorandums of understanding``, ``a 10-member team``, ``cuatro grandes pilares``."""
    at = _behind_of(p, n)
    if p.word(at) == "-" and glued(p.tokens, at) and glued(p.tokens, at + 1):
        if not p.raw(at + 1).islower() or p.word(at + 2) == "-":
            return None
        return Counted(make_plural(p.word(at + 1)), at + 1, at + 2, "count:compound")
    found = find_noun(p, at, one=n.value == 1)
    return Counted(found[0], at, found[1], "count") if found else None
