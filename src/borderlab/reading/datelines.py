"""Lines that are a date, a date beside a place, or begin with a dateline."""

from __future__ import annotations

import re

from borderlab.reading.dates import DAY, MONTH, OF, WEEKDAY, YEAR, FoundDate, find_dates
from borderlab.reading.words import fold, numbered, pattern, words

#: What a line that is nothing but a date may hold besides: times, weekdays, half dates, "posted".
_FILLER = re.compile(
    rf"{DAY}{OF}\b{MONTH}|\b{MONTH}{OF}(?:{YEAR}|{DAY})|\b{WEEKDAY}"
    r"|\d+ (?:minute|hour|day|week|month)s? ago|hace \d+ (?:minuto|hora|dia|semana|mese?)s?"
    r"|t?\d{1,2}[:.]\d\d(?:[:.]\d+)*z?|[+-]\d\d:?\d\d|\b\d{1,2}(?= ?[ap]\.? ?m\b)|\b[ap]\.? ?m\b"
    rf"|\b(?:{pattern('date_filler')})\b"
)
_DATELINE = re.compile(
    r"(?P<head>[^–—\n]{2,80}?)(?P<dash>\.\s?[–—-]+|\s*[–—]|\s+--?|(?<=[A-Z)])--?)"
    r"(?:\s|\Z|(?<=\s[–—])(?=\w))"
    r"|(?P<wire>[A-Z][^–—\n]{2,60}\([^()\n]{2,20}\)) -(?=[^\W\d_])"
)
_DASH, _HEAD = re.compile("[–—-]"), 90  # characters among which a dateline's dash stands
_PLACE = 3  # letters of a place's name at least, in one of its words
_APART = re.compile(
    r"(?:\s[–—/-]+\s|[|•·,]|\.\s|\A)\s*(?:(?:a |el |on )?\0(?=\s*(?:\Z|[|•·,.\d–—-]|at\b|a las)))?"
)
_RANGE = ("–", "—", "-", "to", "al", "a")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_PLACE = words("small_in_place") | numbered("month").keys() | numbered("weekday").keys()
#: small words that no date, no filler and no place holds: a glance at most lines of running text
_SMALL = sorted(filter(str.isascii, (words("closed") | words("starter")) - _NO_PLACE))
_TELLING = re.compile(rf" (?:{'|'.join(w for w in _SMALL if not _FILLER.search(w))}) ")
_PARTS = 4  # words in a place, pieces in a line


def _without_dates(line: str, mark: str, dates: list[FoundDate]) -> str:
    for found in reversed(dates):
        line = line[: found.start] + mark + line[found.end :]
    return line


def _says_more(line: str) -> bool:
    folded, at = fold(line), 0
    while word := _WORD.search(folded, at):
        begins = range(at, word.start() + 1)  # what could take this word away begins no later
        filler = next((f for i in begins if (f := _FILLER.match(folded, i))), None)
        if not filler:
            return True
        at = filler.end()
    return False


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
    if not _DIGIT.search(folded) or _TELLING.search(folded):
        return False
    return not _says_more(_without_dates(folded, " ", find_dates(folded)))


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


def is_told(line: str, folded: str, at: int = 0) -> bool:
    """Say at a glance, from an offset on, that a line is neither a date nor a place with one."""
    told = _TELLING.search(line, at)
    return told is not None and folded.startswith(told[0], told.start())  # no date lies over it


def is_dated_place(line: str) -> bool:
    """Say whether a line is a date beside a place, a section or a name, and nothing else.

    Examples
    --------
    >>> is_dated_place("Ciudad de México, a 15 de octubre de 2024")
    True
    >>> is_dated_place("Mexico Signs Deal October 4, 2023")
    False
    """
    folded = fold(line)
    same_offsets = len(folded) == len(line)
    if not same_offsets or not _DIGIT.search(folded) or line.endswith(("–", "—", "-")):
        return False
    if is_told(line, folded):
        return False
    if not (dates := find_dates(line, partial=True)):
        return False
    marked = _without_dates(line, "\0", dates)
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
    >>> dateline("MEXICO CITY (Agencia) -Officials met."), dateline("U.S.- Mexico Dialogue")
    ('MEXICO CITY (Agencia)', None)
    >>> dateline("The ports – all six – reopened.") is None
    True
    """
    if not _DASH.search(line, 0, _HEAD) and not line[_HEAD - 10 : _HEAD].isspace():
        return None  # as most lines have none; a run of blanks may be of any length
    match = _DATELINE.match(line)
    head = (match["head"] or match["wire"]) if match else ""
    tokens = _LETTERS.findall(head)
    if not match or ": " in head or all(len(token) < _PLACE for token in tokens):
        return None
    loud = len(tokens[0]) > 1 and tokens[0].isupper()
    marked = match["wire"] or match["dash"].startswith(".") or re.search(r"[\d(/]", head)
    return head if _is_place(tokens) and (loud or marked) else None
