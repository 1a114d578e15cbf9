"""Dates as news sites and releases write them, English and Spanish: strict patterns, no guesses.

A date that can be read two ways (``04/10/2023``) is not decided; a weekday beside it may settle it.
Only lines that speak of publication, and the dateline, are asked.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from borderlab.reading.words import MONTHS, STARTERS, WEEKDAYS, fold, words

if TYPE_CHECKING:
    import pandas as pd

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b\.?"
_DAY = r"(?<![\d.,:/])\d{1,2}(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF = r",?(?:[\s./-]|\b(?:del?|of)\b)*"

#: Forms with one reading; then the numeric form, which may have two. All on folded text.
_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?P<d>{_DAY})(?:st|nd|rd|th|o|er|ro)?{_OF}\b(?P<m>{_MONTH}){_OF}(?P<y>{_YEAR})"),
    re.compile(rf"\b(?P<m>{_MONTH})\s*(?P<d>{_DAY})(?:st|nd|rd|th)?{_OF}(?P<y>{_YEAR})"),
    re.compile(
        rf"(?:\b(?P<w>{_WEEKDAY}),?\s+)?(?P<a>{_DAY})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)"
        rf"(?P<y>{_YEAR})(?!\.\d)"
    ),
)
#: What a line that is nothing but a date may hold besides: times, weekdays, half dates, "posted".
_FILLER = re.compile(
    rf"{_DAY}{_OF}\b{_MONTH}|\b{_MONTH}{_OF}(?:{_YEAR}|{_DAY})|\b{_WEEKDAY}"
    r"|\d+ (?:minute|hour|day|week|month)s? ago|hace \d+ (?:minuto|hora|dia|semana|mese?)s?"
    r"|t?\d{1,2}[:.]\d\d(?:[:.]\d+)*z?|[+-]\d\d:?\d\d|\b\d{1,2}(?= ?[ap]\.? ?m\b)|\b[ap]\.? ?m\b"
    r"|\b(?:last|first|date|published|posted|updated|modified|created|on|at|fecha|ultima|de|publicad[oa]"
    r"|publicacion|actualizad[oa]|actualizacion|el|las?|a|hrs?|horas|h|z|utc|gmt|[ecmp][sd]?t)\b"
)
_DATELINE = re.compile(r"(?P<head>[^–—\n]{2,80}?)(?P<dash>\.\s?[–—-]+|\s*[–—]|\s+--?)(?:\s|\Z)")
_ENDS_IN_DASH = re.compile(r"[–—-]\Z")
_APART = re.compile(
    r"(?:\s[–—-]+\s|[|•·,]|\.\s|\A)\s*(?:(?:a |el |on )?\0(?=\s*(?:\Z|[|•·,.\d–—-]|at\b|a las)))?"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL = words("de del la las los el a of and y the in en st nd rd th")
_PARTS = 4  # words in a place, pieces in a line
_REVISED = re.compile(r"updat|modif|revis|actualiz")
#: Rules of zones whose lines say when a text was published, the most outspoken first.
_SPEAKING = {"published": 0, "byline": 1, "date_line": 1, "date_with_place": 1, "dateline": 2}


class FoundDate(NamedTuple):
    """A date in a line, ``day`` None when it has two readings; offsets into the folded line."""

    start: int
    end: int
    day: date | None
    surface: str


def _day(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _readings(match: re.Match[str]) -> set[date]:
    """List the days a match can mean: none for 30 February, two for 04/10/2023."""
    part = match.groupdict()
    if "a" not in part:
        name = part["m"].rstrip(".")
        only = _day(part["y"], MONTHS.get(name) or int(name), int(part["d"]))
        return {only} - {None}  # type: ignore[return-value]
    a, b = int(part["a"]), int(part["b"])
    days = {d for d in (_day(part["y"], a, b), _day(part["y"], b, a)) if d}
    weekday = WEEKDAYS.get((part["w"] or "").rstrip("."))
    return {d for d in days if d.weekday() == weekday} or days


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
    for form in _FORMS:
        for match in form.finditer(folded):
            days = _readings(match)
            if days and all(match.end() <= f.start or f.end <= match.start() for f in found):
                only = min(days) if len(days) == 1 else None
                found.append(FoundDate(match.start(), match.end(), only, match.group()))
    return sorted(found)


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
    if not any(c.isdigit() for c in folded):
        return False
    for found in reversed(find_dates(line)):
        folded = folded[: found.start] + " " + folded[found.end :]
    return not any(c.isalnum() for c in _FILLER.sub(" ", folded))


def _is_place(tokens: list[str]) -> bool:
    """Say whether words look like a place, a section or an agency: capitals, no sentence opener."""
    plain = [w for w in tokens if fold(w) not in _SMALL | MONTHS.keys() | WEEKDAYS.keys()]
    opener = tokens[:1] and tokens[0].lower() in STARTERS and not tokens[0].isupper()
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
    folded, dates = fold(line), find_dates(line)
    if not dates or len(folded) != len(line) or _ENDS_IN_DASH.search(line):
        return False
    for found in reversed(dates):
        line = line[: found.start] + "\0" + line[found.end :]
    parts = [p for p in _APART.split(line) if any(c.isalnum() for c in _FILLER.sub("", fold(p)))]
    named = [_LETTERS.findall(part) for part in parts]
    alone = all("\0" not in part for part in parts)
    return alone and len(parts) <= _PARTS and all(len(n) <= _PARTS and _is_place(n) for n in named)


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


def _spoken(text: str, zones: pd.DataFrame) -> list[FoundDate]:
    """List the dates that lines about publication state, the most outspoken line first."""
    said = zones[zones["rule"].isin(list(_SPEAKING))]
    ranked = sorted(
        (_SPEAKING[r], a, b, r)
        for a, b, r in zip(said["start"], said["end"], said["rule"], strict=True)
    )
    found: list[FoundDate] = []
    for _, start, end, rule in ranked:
        line = dateline(text[start:end]) or "" if rule == "dateline" else text[start:end]
        before = 0
        for hit in find_dates(line):
            if not _REVISED.search(fold(line), before, hit.start):
                found.append(hit)
            before = hit.end
    return found


def stated_date(text: str, zones: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp, str]:
    r"""Read the day of publication that the text itself states.

    Parameters
    ----------
    text : str
        The text as decoded.
    zones : pandas.DataFrame
        Its lines, as `borderlab.reading.zones.find_zones` returns them.

    Returns
    -------
    (earliest, latest, basis)
        The same day twice and ``'stated'``; or NaT, NaT and ``'unknown'``. Labelled lines go before
        bylines and bare date lines, these before the dateline; dates of revision do not count.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nPublished: 2023-04-28\n\nTrade resumed."
    >>> stated_date(text, find_zones(text))[2]
    'stated'
    """
    import pandas as pd

    day = next((found.day for found in _spoken(text, zones) if found.day), None)
    stamp = pd.Timestamp(day) if day else pd.NaT
    return stamp, stamp, "stated" if day else "unknown"


def ambiguous_date(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return the stated date that can be read two ways, where no other line decides.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nPublished: 04/10/2023\n\nTrade resumed."
    >>> ambiguous_date(text, find_zones(text))
    '04/10/2023'
    """
    spoken = _spoken(text, zones)
    return spoken[0].surface if spoken and not any(found.day for found in spoken) else None
