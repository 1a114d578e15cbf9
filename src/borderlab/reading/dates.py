"""Dates as news sites and releases write them, English and Spanish: strict patterns, no guesses.

A date that can be read two ways (``04/10/2023``) is not decided; a weekday beside it may settle it.
Which lines speak of publication is decided in `borderlab.reading.headers`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from borderlab.reading.words import fold, numbered, pattern, words


def _any_of(name: str) -> str:
    return rf"(?:{'|'.join(sorted(numbered(name), key=len, reverse=True))})\b\.?"


_MONTH, _WEEKDAY = _any_of("month"), _any_of("weekday")
_DAY = r"(?<![\d.,:/])\d{1,2}(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF = r",?(?:[\s./-]|\b(?:del?|of)\b)*"

#: Forms with one reading; then the numeric form, which may have two. All on folded text.
_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?P<d>{_DAY})(?:st|nd|rd|th|o|er|ro)?{_OF}\b(?P<m>{_MONTH}){_OF}(?P<y>{_YEAR})"),
    re.compile(rf"\b(?P<m>{_MONTH})\s*(?P<d>{_DAY})(?:st|nd|rd|th)?{_OF}(?P<y>{_YEAR})"),
    re.compile(
        rf"(?:\b(?P<weekday>{_WEEKDAY}),?\s+)?(?P<m>{_DAY})(?P<sep>[/.-])(?P<d>\d{{1,2}})(?P=sep)"
        rf"(?P<y>{_YEAR})(?!\.\d)"
    ),
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
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_PLACE = words("small_in_place") | numbered("month").keys() | numbered("weekday").keys()
_PARTS = 4  # words in a place, pieces in a line


class FoundDate(NamedTuple):
    """A date in a line, ``day`` None when it has two readings; offsets into the folded line."""

    start: int
    end: int
    day: date | None
    surface: str


def _readings(match: re.Match[str]) -> set[date]:
    """List the days a match can mean: none for 30 February, two for 04/10/2023."""
    part = match.groupdict()
    month = numbered("month").get(part["m"].rstrip(".")) or int(part["m"])
    pair, days = (month, int(part["d"])), set()
    for m, d in (pair, pair[::-1]) if "sep" in part else (pair,):
        with suppress(ValueError):
            days.add(date(int(part["y"]), m, d))
    weekday = numbered("weekday").get((part.get("weekday") or "").rstrip("."))
    return {day for day in days if day.isoweekday() == weekday} or days


def find_dates(line: str) -> list[FoundDate]:
    """Find the full dates in one line, in reading order.

    Parameters
    ----------
    line : str
        One line of text, of any language; months in English or Spanish.

    Returns
    -------
    list of FoundDate
        ``day`` is None where day and month can be exchanged and no weekday settles it.

    Examples
    --------
    >>> [str(d.day) for d in find_dates("Thu, 12/16/2021 - 14:48; el 1º de mayo del 2020")]
    ['2021-12-16', '2020-05-01']
    >>> find_dates("04/10/2023")[0].day is None
    True
    """
    folded = fold(line)
    found: list[FoundDate] = []
    for match in (match for form in _FORMS for match in form.finditer(folded)):
        days = _readings(match)
        if days and all(match.end() <= f.start or f.end <= match.start() for f in found):
            only = min(days) if len(days) == 1 else None
            found.append(FoundDate(match.start(), match.end(), only, match.group()))
    return sorted(found)


def _without_dates(line: str, mark: str) -> str:
    for found in reversed(find_dates(line)):
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
    if not same_offsets or not find_dates(line) or line.endswith(("–", "—", "-")):
        return False
    parts = [part for part in _APART.split(_without_dates(line, "\0")) if _says_more(part)]
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
