"""Dates as news sites and releases write them, English and Spanish: strict patterns, no guesses.

A date that can be read two ways (``04/10/2023``) is not decided here; a weekday beside it, or the
order of day and month that the caller knows, may settle it. What a date leaves open is written in
EDTF (ISO 8601-2): ``2024-10`` a month, ``XXXX-10-04`` a day of an unknown year,
``[2023-04-10,2023-10-04]`` one of two days. Which lines speak of publication is decided in
`borderlab.reading.headers`.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from borderlab.reading.words import fold, numbered

#: Which of day and month stands first in 04/10/2023.
Order = Literal["day", "month"]


def _any_of(name: str) -> str:
    return rf"(?:{'|'.join(sorted(numbered(name), key=len, reverse=True))})\b\.?"


MONTH, WEEKDAY = _any_of("month"), _any_of("weekday")
DAY = r"\d(?<![\d.,:/]\d)\d?(?!\d)"  # begun by its digit, so that all else is skipped at once
YEAR = r"(?:19|20)\d\d(?!\d)"
OF = r",?(?:[\s./-]|\b(?:dias?|mes|del?|of)\b)*"
_CENTURY = 70  # of a year written 21 or 98: from here on 1900, below 2000

#: Forms with one reading; then the numeric forms, which may have two. All on folded text.
_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?P<d>{DAY})(?:st|nd|rd|th|o|er|ro)?{OF}\b(?P<m>{MONTH}){OF}(?P<y>{YEAR})"),
    re.compile(rf"\b(?P<m>{MONTH})\s*(?P<d>{DAY})(?:st|nd|rd|th)?{OF}(?P<y>{YEAR})"),
    re.compile(
        rf"(?:\b(?P<weekday>{WEEKDAY}),?\s+)?(?P<m>{DAY})(?P<sep>[/.-])(?P<d>\d{{1,2}})(?P=sep)"
        rf"(?P<y>{YEAR})(?!\.\d)"
    ),
    re.compile(
        rf"(?:\b(?P<weekday>{WEEKDAY}),?\s+)?(?P<m>{DAY})(?P<sep>/)(?P<d>\d{{1,2}})/(?P<y>\d\d)(?![\d/])"
    ),
)
#: Dates that leave the year or the day open, looked for outside the full ones.
_PARTIAL = (
    re.compile(rf"(?P<d>{DAY})(?:st|nd|rd|th|o|er|ro)?{OF}\b(?P<m>{MONTH})(?!\w)"),
    re.compile(rf"\b(?P<m>{MONTH})\s*(?P<d>{DAY})(?!:\d)(?:st|nd|rd|th)?"),
    re.compile(rf"\b(?P<m>{MONTH}){OF}(?P<y>{YEAR})"),
)
#: What no date is without, for a glance: three numbers in a row, or a month beside one.
_DIGIT, _DIGITS = re.compile(r"\d"), re.compile(r"\d[/.-]\d\d?[/.-]\d")
_STEM = re.compile("|".join(sorted({name[:3] for name in numbered("month")})))
_DAY_MONTH = re.compile(rf"\d(?:st|nd|rd|th|o|er|ro)?{OF}\b{MONTH}")
_MONTH_DIGIT = re.compile(rf"\b{MONTH}{OF}\d")
#: Days in a file name or in the path of an address: 20241015, 2024-10-15, 2024_10_15, 15-10-2024.
_IN_NAMES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_./ ]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d\d)(?P<sep>[-_.])(?P<d>\d\d)(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d)[-_/](?P<m>{MONTH})[-_/](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d\d)(?=/)"),
)


class FoundDate(NamedTuple):
    """A date in a line: which days it can mean, in EDTF too; offsets into the folded line."""

    start: int
    end: int
    days: tuple[date, ...]  # one; the two readings; first and last of a month; none without a year
    edtf: str
    surface: str

    @property
    def day(self) -> date | None:
        """The day, where there is only one."""
        return self.days[0] if len(self.days) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether day and month can be exchanged."""
        return self.edtf.startswith("[")


def _readings(match: re.Match[str], order: Order | None) -> list[date]:
    """List the days a match can mean: none for 30 February, two for 04/10/2023."""
    part = match.groupdict()
    year = int(part["y"])
    if len(part["y"]) == 2:
        year += 1900 if year >= _CENTURY else 2000
    month = numbered("month").get(part["m"].rstrip(".")) or int(part["m"])
    pair = (month, int(part["d"]))
    numeric = bool(part.get("sep")) and not match.group().startswith(part["y"] + part["sep"])
    days = set()
    for m, d in (pair, pair[::-1]) if numeric else (pair,):
        with suppress(ValueError):
            days.add(date(year, m, d))
    weekday = numbered("weekday").get((part.get("weekday") or "").rstrip("."))
    days = {day for day in days if day.isoweekday() == weekday} or days
    if len(days) == 2 and order:
        days = {date(year, *(pair if order == "month" else pair[::-1]))}
    return sorted(days)


def _found(match: re.Match[str], days: list[date]) -> FoundDate:
    edtf = ",".join(day.isoformat() for day in days)
    return FoundDate(
        *match.span(), tuple(days), f"[{edtf}]" if len(days) > 1 else edtf, match.group()
    )


def _whole_month(match: re.Match[str], month: int) -> FoundDate:
    first = date(int(match["y"]), month, 1)
    last = first.replace(day=monthrange(first.year, month)[1])
    return FoundDate(*match.span(), (first, last), first.isoformat()[:7], match.group())


def _partial(match: re.Match[str]) -> FoundDate | None:
    """Read a month of a year, or a day of an unknown year; None for 31 September."""
    part = match.groupdict()
    month = numbered("month")[part["m"].rstrip(".")]
    if part.get("y"):
        return _whole_month(match, month)
    day = int(part["d"])
    leap = 2000  # any leap year: 29 February is a day of some year
    if not 1 <= day <= monthrange(leap, month)[1]:
        return None
    return FoundDate(*match.span(), (), f"XXXX-{month:02}-{day:02}", match.group())


def find_dates(line: str, *, order: Order | None = None, partial: bool = False) -> list[FoundDate]:
    """Find the dates in one line, in reading order.

    Parameters
    ----------
    line : str
        One line of text, of any language; months in English or Spanish.
    order : {'day', 'month'}, optional
        Which stands first in a numeric date, where that is known; a weekday goes before it.
    partial : bool, optional
        Find months of a year and days without a year too.

    Returns
    -------
    list of FoundDate
        With two ``days`` where day and month can be exchanged and nothing settles it.

    Examples
    --------
    >>> [str(d.day) for d in find_dates("Thu, 12/16/2021 - 14:48; el 1º de mayo del 2020")]
    ['2021-12-16', '2020-05-01']
    >>> find_dates("04/10/2023")[0].edtf, find_dates("04/10/2023", order="day")[0].edtf
    ('[2023-04-10,2023-10-04]', '2023-10-04')
    >>> [d.edtf for d in find_dates("4 de octubre, 10:30; marzo de 2022", partial=True)]
    ['XXXX-10-04', '2022-03']
    """
    folded = fold(line)
    found: list[FoundDate] = []
    full, half_open = _fitting(folded)
    for match in (match for form in full for match in form.finditer(folded)):
        if (days := _readings(match, order)) and _apart(match, found):
            insort(found, _found(match, days))
    for match in (m for form in half_open if partial for m in form.finditer(folded)):
        if (half := _partial(match)) and _apart(match, found):
            insort(found, half)
    return found


def _fitting(folded: str) -> tuple[Sequence[re.Pattern[str]], Sequence[re.Pattern[str]]]:
    """Choose the forms that a line can hold, in their order: most lines hold none."""
    if not _DIGIT.search(folded):
        return (), ()
    numeric = _DIGITS.search(folded) is not None
    stem = _STEM.search(folded)
    first = stem is not None and _DAY_MONTH.search(folded) is not None
    later = stem is not None and _MONTH_DIGIT.search(folded) is not None
    worded = (*_FORMS[1:2] * first, *_FORMS[2:3] * later)
    full = (*_FORMS[:1] * numeric, *worded, *_FORMS[3:] * numeric)
    return full, (*_PARTIAL[:1] * first, *_PARTIAL[1:] * later)


def _apart(match: re.Match[str], found: list[FoundDate]) -> bool:
    """Say whether a match overlaps none of the dates found, which are in order."""
    at = bisect(found, match.start(), key=lambda date: date.start)
    before, after = found[max(0, at - 1) : at], found[at : at + 1]
    return all(f.end <= match.start() for f in before) and all(
        match.end() <= f.start for f in after
    )


def date_in_name(name: str, *, order: Order | None = None) -> FoundDate | None:
    """Find the one day, or month, that a file name or the path of an address holds.

    Examples
    --------
    >>> date_in_name("nota_20241015.txt").edtf, date_in_name("https://x.mx/2024/10/a").edtf
    ('2024-10-15', '2024-10')
    >>> date_in_name("hled-2023.txt") is None, date_in_name("2023-01-02_2024-03-04.txt") is None
    (True, True)
    """
    folded = fold(name)
    found: dict[str, FoundDate] = {}
    for match in (m for form in _IN_NAMES[:-1] for m in form.finditer(folded)):
        if days := _readings(match, order):
            date_ = _found(match, days)
            found.setdefault(date_.edtf, date_)
    for match in _IN_NAMES[-1].finditer(folded) if not found else ():
        if 1 <= int(match["m"]) <= 12:
            whole = _whole_month(match, int(match["m"]))
            found[whole.edtf] = whole
    return next(iter(found.values())) if len(found) == 1 else None


def narrow(edtf: str, earliest: date, latest: date | None = None) -> tuple[date, ...]:
    """List the days of an open date that lie in an interval: first and last of a span of days.

    Parameters
    ----------
    edtf : str
        A date as `find_dates` writes it.
    earliest, latest : datetime.date
        The interval; without a latest day it is one day.

    Returns
    -------
    tuple of datetime.date
        Empty when none fits; otherwise one day, or the first and the last that fit.

    Examples
    --------
    >>> [str(d) for d in narrow("XXXX-10-04", date(2022, 1, 1), date(2022, 12, 31))]
    ['2022-10-04']
    >>> narrow("2023-10", date(2024, 1, 1))
    ()
    """
    latest = latest or earliest
    if edtf.startswith("XXXX"):
        years = range(earliest.year, latest.year + 1)
        month, day = int(edtf[5:7]), int(edtf[8:10])
        days = [date(y, month, day) for y in years if day <= monthrange(y, month)[1]]
    elif len(edtf) == len("2023-10"):
        first = date(int(edtf[:4]), int(edtf[5:7]), 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        low, high = max(first, earliest), min(last, latest)
        days = [low, high] if low <= high else []
    else:
        days = [date.fromisoformat(part) for part in edtf.strip("[]").split(",")]
    days = sorted({day for day in days if earliest <= day <= latest})
    return (days[0], days[-1]) if len(days) > 1 else tuple(days)


def orders(lines: list[str]) -> set[Order]:
    """Say in which order the numeric dates of some lines that leave no doubt are written.

    Examples
    --------
    >>> orders(["16/12/2021"]), orders(["12/16/2021"]), orders(["04/10/2023"])
    ({'day'}, {'month'}, set())
    """
    found: set[Order] = set()
    for match in _numeric(lines):
        days = _readings(match, None)
        if len(days) == 1 and match["m"] != match["d"]:
            found.add("month" if days[0].month == int(match["m"]) else "day")
    return found


def _numeric(lines: list[str]) -> Iterator[re.Match[str]]:
    for line in lines:
        for form in _FORMS[3:]:
            yield from form.finditer(fold(line))
