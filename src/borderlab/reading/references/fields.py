"""What a record holds, and how dates and persons are written in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

COLUMNS = (
    "title", "author", "outlet", "url", "archived_url", "accessed", "published_earliest",
    "published_latest", "language", "rights", "note",
)  # fmt: skip

Found = dict[str, str]  # field of a format -> its text
Entries = Iterator[tuple[int, Found | str]]  # line; the fields of an entry, or why it has none

_END = re.compile(r"(?:\.\.|(\d{4}(?:-\d\d?){0,2})(?:[T ].*)?)?")


def interval(text: str) -> tuple[str, str] | None:
    """Read a day, a month, a year or an interval ``a/b`` whose ends may be open.

    Examples
    --------
    >>> interval("2023-02"), interval("2024-10/"), interval("2024/2023")
    (('2023-02-01', '2023-02-28'), ('2024-10-01', ''), None)
    """
    ends = [_END.fullmatch(end.strip()) for end in text.split("/")]
    pair = ((ends[0], "start"), (ends[-1], "end"))
    try:
        days = [str(pd.Period(e[1]).asfreq("D", how)) if e and e[1] else "" for e, how in pair]
    except ValueError:  # the 31st of February
        return None
    return None if None in ends or len(ends) > 2 or days[0] > days[1] > "" else (days[0], days[1])


def shortest(earliest: str, latest: str) -> str:
    """Write two days as the day, month or year that they span, else as an interval."""
    short = (earliest[:n] for n in (4, 7, 10) if interval(earliest[:n]) == (earliest, latest))
    return next(short, f"{earliest}/{latest}")


def persons(author: str) -> list[tuple[str, str]]:
    """Split persons into (family, given); a literal name has no family."""
    names = filter(None, map(str.strip, author.split(";")))
    return [pair for name in names for pair in re.findall(r"^(?:(.*?\S), )?(.+)$", name)]
