"""Dates as news sites and releases write them, English and Spanish: strict patterns, no guesses.

A date that can be read two ways (``04/10/2023``) is not decided here; a weekday beside it, or the
order of day and month that the caller knows, may settle it. What a date leaves open is written in
EDTF (ISO 8601-2): ``2024-10`` a month, ``XXXX-10-04`` a day of an unknown year,
``[2023-04-10,2023-10-04]`` one of two days. Which lines speak of publication is decided in
`borderlab.reading.headers`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from borderlab.reading.words import fold, numbered, pattern, words

#: Which of day and month stands first in 04/10/2023.
Order = Literal["day", "month"]


def _any_of(name: str) -> str:
    return rf"(?:{'|'.join(sorted(numbered(name), key=len, reverse=True))})\b\.?"


_MONTH, _WEEKDAY = _any_of("month"), _any_of("weekday")
_DAY = r"(?<![\d.,:/])\d{1,2}(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF = r",?(?:[\s./-]|\b(?:dias?|mes|del?|of)\b)*"
_CENTURY = 70  # of a year written 21 or 98: from here on 1900, below 2000

#: Forms with one reading; then the numeric forms, which may have two. All on folded text.
_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?P<d>{_DAY})(?:st|nd|rd|th|o|er|ro)?{_OF}\b(?P<m>{_MONTH}){_OF}(?P<y>{_YEAR})"),
    re.compile(rf"\b(?P<m>{_MONTH})\s*(?P<d>{_DAY})(?:st|nd|rd|th)?{_OF}(?P<y>{_YEAR})"),
    re.compile(
        rf"(?:\b(?P<weekday>{_WEEKDAY}),?\s+)?(?P<m>{_DAY})(?P<sep>[/.-])(?P<d>\d{{1,2}})(?P=sep)"
        rf"(?P<y>{_YEAR})(?!\.\d)"
    ),
    re.compile(
        rf"(?:\b(?P<weekday>{_WEEKDAY}),?\s+)?(?P<m>{_DAY})(?P<sep>/)(?P<d>\d{{1,2}})/(?P<y>\d\d)(?![\d/])"
    ),
)
#: Dates that leave the year or the day open, looked for outside the full ones.
_PARTIAL = (
    re.compile(rf"(?P<d>{_DAY})(?:st|nd|rd|th|o|er|ro)?{_OF}\b(?P<m>{_MONTH})(?!\w)"),
    re.compile(rf"\b(?P<m>{_MONTH})\s*(?P<d>{_DAY})(?!:\d)(?:st|nd|rd|th)?"),
    re.compile(rf"\b(?P<m>{_MONTH}){_OF}(?P<y>{_YEAR})"),
)
#: Days in a file name or in the path of an address: 20241015, 2024-10-15, 2024_10_15, 15-10-2024.
_IN_NAMES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_./ ]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d\d)(?P<sep>[-_.])(?P<d>\d\d)(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d)[-_/](?P<m>{_MONTH})[-_/](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d\d)(?=/)"),
)
#: What a line that is nothing but a date may hold besides: times, weekdays, half dates, "posted".
_FILLER = re.compile(
    rf"{_DAY}{_OF}\b{_MONTH}|\b{_MONTH}{_OF}(?:{_YEAR}|{_DAY})|\b{_WEEKDAY}"
    r"|\d+ (?:minute|hour|day|week|month)s? ago|hace \d+ (?:minuto|hora|dia|semana|mese?)s?"
    r"|t?\d{1,2}[:.]\d\d(?:[:.]\d+)*z?|[+-]\d\d:?\d\d|\b\d{1,2}(?= ?[ap]\.? ?m\b)|\b[ap]\.? ?m\b"
    rf"|\b(?:{pattern('date_filler')})\b"
)
_DATELINE = re.compile(r"(?P<head>[^–—\n]{2,80}?)(?P<dash>\.\s?[–—-]+|\s*[–—]|\s+--?)(?:\s|\Z)")
_APART = re.compile(
    r"(?:\s[–—-]+\s|[|•·,]|\.\s|\A)\s*(?:(?:a |el |on )?\0(?=\s*(?:\Z|[|•·,.\d–—-]|at\b|a las)))?"
)
_RANGE = ("–", "—", "-", "to", "al", "a")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_PLACE = words("small_in_place") | numbered("month").keys() | numbered("weekday").keys()
_PARTS = 4  # words in a place, pieces in a line


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
    for match in (match for form in _FORMS for match in form.finditer(folded)):
        if (days := _readings(match, order)) and _apart(match, found):
            found.append(_found(match, days))
    for match in (m for form in _PARTIAL if partial for m in form.finditer(folded)):
        if (half := _partial(match)) and _apart(match, found):
            found.append(half)
    return sorted(found)


def _apart(match: re.Match[str], found: list[FoundDate]) -> bool:
    return all(match.end() <= f.start or f.end <= match.start() for f in found)


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


def _without_dates(line: str, mark: str, *, partial: bool = False) -> str:
    for found in reversed(find_dates(line, partial=partial)):
        line = line[: found.start] + mark + line[found.end :]
    return line


def _says_more(line: str) -> bool:
    return any(c.isalnum() for c in _FILLER.sub(" ", fold(line)))


def is_date_line(line: str) -> bool:
    """Say whether a line holds nothing but a date, whole or in part, with its time and weekday.

    Examples
    --------
    >>> is_date_line("Publicado el lunes 28 de diciembre del 2020, 10:15 hrs")
    True
    >>> is_date_line("The accord of October 4, 2023")
    False
    """
    folded = fold(line)
    return any(c.isdigit() for c in folded) and not _says_more(_without_dates(folded, " "))


def is_date_range(line: str) -> bool:
    """Say whether a line gives a first and a last day: no day of publication.

    Examples
    --------
    >>> is_date_range("12 Mar 2018 – 4 Nov 2019"), is_date_range("Oct 4, 2023 | Oct 5, 2023")
    (True, False)
    """
    folded, found = fold(line), find_dates(line)
    between = folded[found[0].end : found[1].start].strip() if len(found) == 2 else ""
    return between in _RANGE


def _is_place(tokens: list[str]) -> bool:
    """Say whether words look like a place, a section or an agency: capitals, no sentence opener."""
    plain = [w for w in tokens if fold(w) not in _NO_PLACE]
    opener = tokens[:1] and tokens[0].lower() in words("starter") and not tokens[0].isupper()
    return bool(plain) and not opener and all(w[0].isupper() for w in plain)


def is_dated_place(line: str) -> bool:
    """Say whether a line is a date beside a place, a section or a name, and nothing else.

    Examples
    --------
    >>> is_dated_place("Ciudad de México, a 15 de octubre de 2024")
    True
    >>> is_dated_place("Mexico Signs Deal October 4, 2023")
    False
    """
    same_offsets = len(fold(line)) == len(line)
    if not same_offsets or not find_dates(line, partial=True) or line.endswith(("–", "—", "-")):
        return False
    marked = _without_dates(line, "\0", partial=True)
    parts = [part for part in _APART.split(marked) if _says_more(part)]
    named = [_LETTERS.findall(part) for part in parts]
    alone = not any("\0" in part for part in parts) and len(parts) <= _PARTS
    return alone and all(len(n) <= _PARTS and _is_place(n) for n in named)


def dateline(line: str) -> str | None:
    """Return the dateline a line begins with, without its dash.

    Examples
    --------
    >>> dateline("EL PASO, TX – The City signed.")
    'EL PASO, TX'
    >>> dateline("Hermosillo, Son., 4 de octubre de 2023.- El gobernador firmó.")
    'Hermosillo, Son., 4 de octubre de 2023'
    >>> dateline("The ports – all six – reopened.") is None
    True
    """
    match = _DATELINE.match(line)
    if not match:
        return None
    tokens = _LETTERS.findall(match["head"])
    loud = bool(tokens) and len(tokens[0]) > 1 and tokens[0].isupper()
    marked = match["dash"].startswith(".") or re.search(r"[\d(/]", match["head"])
    return match["head"] if _is_place(tokens) and (loud or marked) else None
