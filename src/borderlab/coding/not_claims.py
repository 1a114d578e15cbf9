"""Numbers that say nothing about how much or how many, each kept out by a rule with a name.

Dates, years, hours, labels ("Article 27"), parts of names ("G20"), telephone numbers, ages, bases
("per 100,000"), fractions in words, set expressions and parties ("the two governments").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from borderlab.coding.quantities import Numeral
from borderlab.coding.units import Token, ahead, behind, glued, has
from borderlab.coding.words import words
from borderlab.reading.words import numbered

_YEARS = range(1900, 2101)
_GLUE = frozenset("/@#_=&\\:~")
_JOINS = frozenset({"and", "y", "e", "or", "o", "u", "to", "al", "a", "-", "–", "—", ",", "/"})
_PHONE = re.compile(
    r"(?<![\w.,$€£])(?:\+[0-9][0-9 ().-]{5,17}[0-9]"
    r"|\(?[0-9]{2,4}\)?[ .-][0-9]{3,4}[ .-][0-9]{4}|[0-9]{3}-[0-9]{4}"
    r"|[0-9]{1,5}(?:-[0-9]{1,7}){2,5}|\([0-9]{2,4}\) ?[0-9]{6,8})(?![\w,]|\.[0-9])"
)
#: months that are also other words need a capital, or a day on the right side of them
_ALSO_WORDS = frozenset({"may", "march", "mar", "dec", "set", "sep", "oct", "jan", "sun", "sat"})


class Place(NamedTuple):
    """A sentence as the rules see it: its tokens, its numerals, its language, its text."""

    tokens: Sequence[Token]
    numerals: Sequence[Numeral]
    language: str
    text: str
    parties: Sequence[tuple[int, int]] = ()  # spans that the codebook's collectives find
    phones: Sequence[tuple[int, int]] = ()

    def before(self, n: Numeral, name: str) -> bool:
        """Whether a member of a class ends directly before a numeral."""
        return behind(self.tokens, n.first, name, self.language) is not None

    def after(self, n: Numeral, name: str) -> bool:
        """Whether a member of a class begins directly behind a numeral."""
        return ahead(self.tokens, n.last, name, self.language) is not None

    def position(self, first: int) -> int:
        """Tell how many numerals begin before a token."""
        return bisect_left(self.numerals, first, key=lambda n: n.first)

    def word(self, i: int) -> str:
        """Fold of a token, empty outside the sentence."""
        return self.tokens[i].seen if 0 <= i < len(self.tokens) else ""

    def raw(self, i: int) -> str:
        """Text of a token, empty outside the sentence."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""


@cache
def _months() -> frozenset[str]:
    return frozenset(numbered("month"))


def _is_month(p: Place, i: int) -> bool:
    word = p.word(i)
    if word not in _months():
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


def _date(p: Place, n: Numeral) -> bool:
    """Days and years of dates, those that are only joined to one too: ``3 y 4 de mayo``."""
    if _beside_month(p, n):
        return True
    i = p.position(n.first)
    for other in (*p.numerals[i + 1 : i + 2], *p.numerals[max(0, i - 1) : i]):
        low, high = sorted([n, other])
        gap = {p.word(j) for j in range(low.last, high.first)}
        if gap and gap <= _JOINS | {"el", "the"} and _beside_month(p, other):
            return n.value <= 31 or n.value in _YEARS
    return False


def _year(p: Place, n: Numeral) -> bool:
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


def _hour(p: Place, n: Numeral) -> bool:
    """``10 a.m.``, ``14:48``, ``a las 10``."""
    if n.value > 24 or n.style == "digits" and p.word(n.last) == ":" and p.raw(n.last + 1).isdigit():
        return n.value <= 24
    at = behind(p.tokens, n.first, "at_clock", p.language)
    clock = ahead(p.tokens, n.last, "clock", p.language)
    if at:
        return clock is not None or not _noun_like(p, n.last)
    return clock is not None and p.word(n.last) not in ("horas", "h", "noon")


def _noun_like(p: Place, i: int) -> bool:
    return len(p.word(i)) > 3 and p.raw(i)[0].isalpha() and not has(p.tokens[i], "closed", p.language)


def _glued(p: Place, n: Numeral) -> bool:
    """``G20``, ``COVID-19``, ``5G``, ``24/7``, ``#3``, ``4x4``: part of something else."""
    i, j = n.first, n.last
    if glued(p.tokens, i) and not behind(p.tokens, i, "currency_before", p.language):
        sign = p.raw(i - 1)
        dash = sign in "-–" and glued(p.tokens, i - 1) and p.raw(i - 2)[-1].isalpha()
        if sign[0].isalpha() or sign in _GLUE or dash:
            return True
    if not glued(p.tokens, j) or n.style == "words" and p.raw(j) != "/":
        return False
    sign = p.raw(j)
    if sign[0].isalpha():
        money = has(p.tokens[j], "magnitude_letter", p.language)
        return not (money or any(p.after(n, c) for c in ("measure", "currency", "currency_million")))
    return sign in "/:_@\\=" and glued(p.tokens, j + 1) and p.raw(j + 1)[0].isalnum()


def _label(p: Place, n: Numeral) -> bool:
    """``Article 27``, ``pillar number two``, ``artículos 3, 27 y 123``."""
    if p.before(n, "label"):
        return True
    i = p.position(n.first)
    while i > 0:
        gap = {p.word(j) for j in range(p.numerals[i - 1].last, p.numerals[i].first)}
        if not gap or not gap <= _JOINS or n.style != p.numerals[i - 1].style:
            return False
        i -= 1
        if p.before(p.numerals[i], "label"):
            return True
        if p.position(n.first) - i > 5:
            return False
    return False


def _address(p: Place, n: Numeral) -> bool:
    """``1600 Pennsylvania Avenue``."""
    for j in range(n.last, min(n.last + 5, len(p.tokens))):
        if j > n.last and has(p.tokens[j], "street", p.language) and p.raw(j)[0].isupper():
            return True
        if not p.raw(j)[0].isupper() and not p.raw(j)[0].isdigit() and p.raw(j) != ".":
            return False
    return False


def _named(p: Place, n: Numeral) -> bool:
    """``Route 66 diner``, ``USMCA 2.0``, ``the Three Amigos``, ``Dos Bocas``."""
    before, after, own = p.raw(n.first - 1), p.raw(n.last), p.raw(n.first)
    if n.style == "words":
        return own[0].isupper() and n.first > 0 and (
            after[:1].isupper() or (before[:1].isupper() and n.first > 1)
        )  # fmt: skip
    name = before[:1].isupper() and not p.before(n, "currency_before") and (
        p.word(n.first - 1) not in words("closed") | words("place_preposition")
    )  # fmt: skip
    counted = any(p.after(n, c) for c in ("measure", "currency", "currency_million"))
    mil = n.last - n.first > 1 or p.before(n, "bound")
    return name and not counted and not mil and not _counts(p, n.last)


def _counts(p: Place, i: int) -> bool:
    """Whether a small plural word stands behind a number: "In Sonora 52 companies"."""
    return any(
        p.raw(j).islower() and p.word(j).endswith("s") and len(p.word(j)) > 3
        for j in range(i, min(i + 3, len(p.tokens)))
    )


def _age(p: Place, n: Numeral) -> bool:
    """``45 years old``, ``a 45-year-old``, ``de 45 años de edad``, ``aged 45``."""
    if p.before(n, "aged"):
        return True
    at = n.last + (p.word(n.last) == "-")
    unit = ahead(p.tokens, at, "measure", p.language)
    if not unit:
        return False
    behind_unit = unit[1] + (p.word(unit[1]) == "-")
    return ahead(p.tokens, behind_unit, "age", p.language) is not None


def _ordinal(p: Place, n: Numeral) -> bool:
    """``21st``, ``3er``, ``5.º``."""
    j = n.last + (p.word(n.last) == "." and glued(p.tokens, n.last))
    return n.style == "digits" and j < len(p.tokens) and glued(p.tokens, j) and (
        has(p.tokens[j], "ordinal_suffix", p.language)
    )  # fmt: skip


def _fraction(p: Place, n: Numeral) -> bool:
    """``two-thirds``, ``dos terceras partes``, ``3/4``."""
    at = n.last + (p.word(n.last) == "-")
    return ahead(p.tokens, at, "fraction", p.language) is not None and n.value < 20


def _base(p: Place, n: Numeral) -> bool:
    """``per 100,000 inhabitants``, ``cada 10 minutos``."""
    return p.before(n, "per")


def find_phones(text: str) -> list[tuple[int, int]]:
    """Find telephone numbers and other runs of digits with dashes.

    Examples
    --------
    >>> find_phones("Call (520) 555-0100 about 300 jobs.")
    [(5, 19)]
    """
    return [m.span() for m in _PHONE.finditer(text)]


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span lies in one of many that are sorted and do not overlap."""
    i = bisect_right(spans, (start, float("inf"))) - 1
    return i >= 0 and end <= spans[i][1]


def _phone(p: Place, n: Numeral) -> bool:
    """``(520) 555-0100``."""
    at = p.tokens[n.first]
    return n.style == "digits" and _inside(p.phones, at.start, at.end)


def _score(p: Place, n: Numeral) -> bool:
    """``won 3-1``: two numbers with a dash, the second no greater, are no range."""
    i = p.position(n.first)
    pairs = [(p.numerals[i - 1], n)] if i else []
    pairs += [(n, p.numerals[i + 1])] if i + 1 < len(p.numerals) else []
    return any(
        b.first - a.last == 1 and p.raw(a.last) in "-–" and glued(p.tokens, b.first)
        and glued(p.tokens, a.last) and a.value >= b.value
        for a, b in pairs
    )  # fmt: skip


def _idiom(p: Place, n: Numeral) -> bool:
    """``two-way trade``, ``zero tolerance``."""
    i = max(0, n.first - 1)
    return any(
        (hit := ahead(p.tokens, k, "idiom", p.language)) and hit[1] > n.first and k <= n.first
        for k in range(i, n.first + 1)
    )


def _party(p: Place, n: Numeral) -> bool:
    """``the two governments`` are named, not counted."""
    return _inside(p.parties, p.tokens[n.first].start, p.tokens[n.last - 1].end)


def _one(p: Place, n: Numeral) -> bool:
    """Read one, un and una as articles and pronouns, unless "only" or a bound stands before."""
    if n.value != 1 or n.style != "words" or n.last - n.first > 1:
        return n.value == 0 and n.style == "words" and not p.after(n, "measure")
    qualified = p.before(n, "bound_one") or p.before(n, "bound")
    return not qualified or p.word(n.last) in ("of", "de", "that", "que")


#: name -> rule; the first that fires keeps a number out
RULES: dict[str, Callable[[Place, Numeral], bool]] = {
    "one": _one,
    "party": _party,
    "phone": _phone,
    "ordinal": _ordinal,
    "date": _date,
    "year": _year,
    "hour": _hour,
    "glued": _glued,
    "score": _score,
    "label": _label,
    "address": _address,
    "age": _age,
    "fraction": _fraction,
    "base": _base,
    "idiom": _idiom,
    "name": _named,
}


def not_a_claim(place: Place, numeral: Numeral) -> str | None:
    """Name the rule that keeps a number out; None for a number that may be a claim.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "Article 27 took 3 years until 2014, says the G20."
    >>> tokens = split_tokens(text)
    >>> place = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> [not_a_claim(place, n) for n in place.numerals]
    ['label', None, 'year', 'glued']
    """
    return next((name for name, rule in RULES.items() if rule(place, numeral)), None)
