"""Numbers whose noun stands elsewhere: "19 of which", "four of the 52", "and ten in Sonora"."""

from __future__ import annotations

from typing import NamedTuple

from borderlab.coding.counted import Counted
from borderlab.coding.nouns import find_plural, noun_before
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, behind, has

_WHOLE = 30  # tokens between a whole and its last part
_BACK = 14  # tokens between "number of" and the number
_MILLION = 1e6
_AT = frozenset({"to", "at", "a", "en", "de", "of", "is", "was", "are", "es", "fue", "son", ":"})
_JOINS = frozenset({",", "and", "y"})
_ON = frozenset({"and", "but", "or", "y", "o", "pero"})


class Said(NamedTuple):
    """What stands before a number, in its sentence or the one before: what it may count again."""

    unit: str = ""  # of the last count
    here: bool = False  # whether that count is of this sentence
    noun: str = ""  # the plural that ends the sentence before
    money: str = ""  # currency of the last amount
    parts: bool = False  # "of them, 12 are new": what follows are other parts


def find_elided(p: Place, n: Numeral, said: Said) -> Counted | None:
    """Find what a number without a noun counts.

    Parameters
    ----------
    p : Place
    n : Numeral
    said : Said
        What this sentence and the one before count.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "It has 52 firms, 19 of which are new and 4 of its largest plants."
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> [find_elided(p, n, Said("firms", True)).unit for n in p.numerals[1:]]
    ['firms', 'plants']
    """
    found = _part(p, n) or (_back(p, n, said) if said.unit else None) or _named(p, n)
    return found or _rate(p, n, said) or _money(p, n, said) or _bounded(p, n, said)


def is_gap(p: Place, n: Numeral, unit: Counted | None, said: Said) -> bool:
    """Tell whether only an adjective stands behind a part: "19 son mexicanas y siete francesas"."""
    joined = said.here and p.word(n.first - 1) in _JOINS
    if (
        not joined
        or n.last >= len(p.tokens)
        or (unit and unit.last != n.last + 1 and not said.parts)
    ):
        return False
    origin = has(p.tokens[n.last], "origin", p.language)
    return _closes(p, n.last + 1) and p.raw(n.last)[0].isalpha() and (said.parts or origin)


def _closes(p: Place, i: int) -> bool:
    """Whether nothing that could be counted stands at a token: a sign, "and", the end."""
    return i >= len(p.tokens) or p.word(i) in _ON or not p.raw(i)[0].isalnum()


def _part(p: Place, n: Numeral) -> Counted | None:
    """``four of the 52 firms``, ``tres de los municipios``."""
    found = ahead(p.tokens, n.last, "of_the", p.language)
    if not found:
        return None
    i = p.position(found[1])
    whole = i < len(p.numerals) and p.numerals[i].first == found[1]
    at = p.numerals[i].last if whole else found[1]
    noun = find_plural(p, at)
    return Counted(noun[0], at, noun[1], "count:part") if noun else None


def _back(p: Place, n: Numeral, said: Said) -> Counted | None:
    """``19 of which``, ``de las cuales 19``, ``the other 7``, ``10 more``, ``three in Ohio``."""
    after = ahead(p.tokens, n.last, "of_which", p.language)
    only = behind(p.tokens, n.first, "bound_one", p.language)
    at = only[1] if only else n.first
    at -= p.word(at - 1) == ","
    if after or behind(p.tokens, at, "of_which", p.language):
        return Counted(said.unit, after[1] if after else n.last, n.last, "count:which")
    part = said.here and p.word(n.first - 1) in _JOINS and _after_whole(p, n)
    if part or is_gap(p, n, None, said):
        return Counted(said.unit, n.last, n.last, "count:which")
    more = ahead(p.tokens, n.last, "more", p.language)
    if more or behind(p.tokens, n.first, "others", p.language):
        return Counted(said.unit, more[1] if more else n.last, n.last, "count:more")
    placed = ahead(p.tokens, n.last, "placed", p.language)
    name = placed and p.raw(placed[1])[:1].isupper()
    return Counted(said.unit, n.last, n.last, "count:place") if name and said.here else None


def _after_whole(p: Place, n: Numeral) -> bool:
    """``Of the 30 towns, eight have none``, ``De 42 promesas, 36 se cumplieron``."""
    i = p.position(n.first)
    while i > 0 and n.first - p.numerals[i - 1].first < _WHOLE:
        first = p.numerals[i - 1].first
        opens = p.word(first - 1) in ("of", "de") and not p.raw(first - 2)[:1].isalpha()
        if opens or behind(p.tokens, first, "of_the", p.language):
            return True
        i -= 1
    return False


def _named(p: Place, n: Numeral) -> Counted | None:
    """Read ``the number of firms rose to 52``."""
    if p.word(n.first - 1) not in _AT:
        return None
    for i in range(n.first - 1, max(0, n.first - _BACK), -1):
        if behind(p.tokens, i, "number_of", p.language):
            noun = find_plural(p, i)
            named = noun and noun[1] < n.first
            return Counted(noun[0], i, noun[1], "count:number") if noun and named else None
    return None


def _rate(p: Place, n: Numeral, said: Said) -> Counted | None:
    """``cars crossed: 14,000 a day``, ``forma a 600 por año``."""
    rate = ahead(p.tokens, n.last, "rate", p.language)
    unit = (said.unit if said.here else "") or noun_before(p, n.first) or said.unit or said.noun
    return Counted(unit, rate[1], n.last, "count:rate") if rate and unit else None


def _money(p: Place, n: Numeral, said: Said) -> Counted | None:
    """Read ``and the town, 6 million`` behind an amount, doubted: they might be people."""
    if n.value < _MILLION or not said.money or not _closes(p, n.last):
        return None
    return Counted(said.money, n.first, n.last, "money:before", inside=True, doubt="currency")


def _bounded(p: Place, n: Numeral, said: Said) -> Counted | None:
    """Read ``It needs at least 40`` behind ``lacks nurses``, and not ``spares those over 65``."""
    bound = behind(p.tokens, n.first, "bound", p.language)
    weak = not bound or behind(p.tokens, n.first, "weak_bound", p.language)
    unit = said.unit or said.noun
    counts = unit and not weak and _closes(p, n.last)
    return Counted(unit, n.last, n.last, "count:before") if counts else None
