"""Numbers that say nothing about how much or how many, each kept out by a rule with a name.

Dates, years, hours, labels ("Article 27"), parts of names ("G20"), telephone numbers, ages, bases
("per 100,000"), fractions that are no shares, set expressions and parties ("the two governments").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from borderlab.coding.calendar_numbers import JOINS, is_age, is_date, is_hour, is_year
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, behind, glued, has
from borderlab.coding.words import words

_GLUE = frozenset("/@#_=&\\:~")
_PHONE = re.compile(
    r"(?<![\w.,$€£])(?:\+[0-9][0-9 ().-]{5,17}[0-9]"
    r"|\(?[0-9]{2,4}\)?[ .-][0-9]{3,4}[ .-][0-9]{4}|[0-9]{3}-[0-9]{4}"
    r"|[0-9]{1,5}(?:-[0-9]{1,7}){2,5}|\([0-9]{2,4}\) ?[0-9]{6,8})(?![\w,]|\.[0-9])"
)


def _glued(p: Place, n: Numeral) -> bool:
    """``G20``, ``COVID-19``, ``5G``, ``24/7``, ``21st``, ``3ra``: part of something else."""
    i, j = n.first, n.last
    if glued(p.tokens, i) and not behind(p.tokens, i, "currency_before", p.language):
        sign = p.raw(i - 1)
        dash = sign in "-–" and glued(p.tokens, i - 1) and p.raw(i - 2)[-1].isalpha()
        if sign[0].isalpha() or sign in _GLUE or dash:
            return True
    if not glued(p.tokens, j) or (n.style == "words" and p.raw(j) != "/"):
        return False
    sign = p.raw(j)
    if sign[0].isalpha():
        money = has(p.tokens[j], "magnitude_letter", p.language)
        return not (
            money or any(p.after(n, c) for c in ("measure", "currency", "currency_million"))
        )
    return sign in "/:_@\\=" and glued(p.tokens, j + 1) and p.raw(j + 1)[0].isalnum()


def _label(p: Place, n: Numeral) -> bool:
    """``Article 27``, ``pillar number two``, ``artículos 3, 27 y 123``."""
    if p.before(n, "label"):
        return True
    i = p.position(n.first)
    while i > 0:
        gap = {p.word(j) for j in range(p.numerals[i - 1].last, p.numerals[i].first)}
        if not gap or not gap <= JOINS or n.style != p.numerals[i - 1].style:
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


def _fraction(p: Place, n: Numeral) -> bool:
    """``two-thirds``, ``dos terceras partes``, ``3/4``."""
    at = n.last + (p.word(n.last) == "-")
    return ahead(p.tokens, at, "fraction", p.language) is not None and n.value < 20


def _base(p: Place, n: Numeral) -> bool:
    """``per 100,000 inhabitants``; ``every ten minutes`` is a measure, how often."""
    return p.before(n, "per") and not (p.before(n, "often") and p.after(n, "duration"))


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
    """Leave out ``the two governments``: they are named, not counted."""
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
    "date": is_date,
    "year": is_year,
    "hour": is_hour,
    "glued": _glued,
    "score": _score,
    "label": _label,
    "address": _address,
    "age": is_age,
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
