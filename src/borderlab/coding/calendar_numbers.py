"""Numbers that tell when and not how much: dates, years, hours, ages."""

from __future__ import annotations

from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, behind, glued, has
from borderlab.reading.words import numbered

_YEARS = range(1900, 2101)
JOINS = frozenset({"and", "y", "e", "or", "o", "u", "to", "al", "a", "-", "–", "—", ",", "/"})
#: months that are also other words need a capital, or a day on the right side of them
_ALSO_WORDS = frozenset({"may", "march", "mar", "dec", "set", "sep", "oct", "jan", "sun", "sat"})


def _is_month(p: Place, i: int) -> bool:
    word = p.word(i)
    if word not in numbered("month"):
        return False
    short = p.language == "es" and len(word) < 4 and p.word(i + 1) != "."
    return not short and (word not in _ALSO_WORDS or p.language == "es" or p.raw(i)[0].isupper())


def _beside_month(p: Place, n: Numeral) -> bool:
    """``4 de octubre``, ``September 29``, ``29 September``."""
    if n.value > 31 and n.value not in _YEARS:
        return False
    last = n.last + (p.word(n.last) in ("de", "of"))
    first = n.first - 1 - (p.word(n.first - 1) in ("de", "del", "of", ".", ","))
    return _is_month(p, last) or _is_month(p, first)


def is_date(p: Place, n: Numeral) -> bool:
    """Days and years of dates, those that are only joined to one too: ``3 y 4 de mayo``."""
    if _beside_month(p, n):
        return True
    i = p.position(n.first)
    for other in (*p.numerals[i + 1 : i + 2], *p.numerals[max(0, i - 1) : i]):
        low, high = sorted([n, other])
        gap = {p.word(j) for j in range(low.last, high.first)}
        if gap and gap <= JOINS | {"el", "the"} and _beside_month(p, other):
            return n.value <= 31 or n.value in _YEARS
    return False


def is_year(p: Place, n: Numeral) -> bool:
    """``2023``, ``2021-24``, ``the 1990s``; ``2000 workers`` is a count where no "in" is before."""
    plain = n.last - n.first == 1 and p.raw(n.first).isdigit()
    if p.word(n.last) == "s" and glued(p.tokens, n.last):
        return True
    if n.style == "words":
        return n.value in _YEARS and p.before(n, "year_before")
    if not plain:
        return False
    if n.value in _YEARS and len(p.raw(n.first)) == 4:
        before = p.before(n, "bound") or p.before(n, "currency_before")
        after = p.after(n, "currency") or p.after(n, "measure") or p.after(n, "currency_million")
        even = n.value % 100 == 0 and not p.before(n, "year_before") and n.first > 0
        return not (before or after or (even and p.raw(n.last).islower()))
    joined = p.word(n.first - 1) in ("-", "–", "/") and glued(p.tokens, n.first)
    return joined and p.raw(n.first - 2).isdigit() and int(p.raw(n.first - 2)[:5]) in _YEARS


def is_hour(p: Place, n: Numeral) -> bool:
    """``10 a.m.``, ``14:48``, ``a las 10``."""
    if n.value > 24 or (
        n.style == "digits" and p.word(n.last) == ":" and p.raw(n.last + 1).isdigit()
    ):
        return n.value <= 24
    at = behind(p.tokens, n.first, "at_clock", p.language)
    clock = ahead(p.tokens, n.last, "clock", p.language)
    if _opening_hours(p, n):
        return True
    if at and not behind(p.tokens, at[1] + 1, "others", p.language):  # frente a las nueve horas
        return clock is not None or not _noun_like(p, n.last)
    return clock is not None and p.word(n.last) not in ("horas", "h", "noon")


def _opening_hours(p: Place, n: Numeral) -> bool:
    """``de lunes a viernes, de 9 a 14 horas``: a weekday before hours of a day."""
    i = p.position(n.first)
    near = p.numerals[max(0, i - 1) : i + 2]
    if len(near) < 2 or (n.style == "digits" and n.value > 24):
        return False
    hours = any(p.word(m.last) in ("horas", "hrs", "h") and m.value <= 24 for m in near)
    days = numbered("weekday")
    return hours and any(p.word(j) in days for j in range(max(0, near[0].first - 4), near[0].first))


def _noun_like(p: Place, i: int) -> bool:
    return (
        len(p.word(i)) > 3 and p.raw(i)[0].isalpha() and not has(p.tokens[i], "closed", p.language)
    )


def is_age(p: Place, n: Numeral) -> bool:
    """``45 years old``, ``a 45-year-old``, ``de 45 años de edad``, ``aged 45``."""
    if p.before(n, "aged"):
        return True
    at = n.last + (p.word(n.last) == "-")
    unit = ahead(p.tokens, at, "measure", p.language)
    if not unit:
        return False
    if p.before(n, "age_limit") and unit[0] in ("años", "years"):
        return True
    person = p.word(n.first - 1) == "de" and p.word(n.first - 2) == ","
    if person and p.raw(n.first - 3)[:1].isupper() and p.word(unit[1]) == ",":
        return unit[0] == "años"
    behind_unit = unit[1] + (p.word(unit[1]) == "-")
    return ahead(p.tokens, behind_unit, "age", p.language) is not None
