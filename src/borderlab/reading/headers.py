"""What a text says about itself: title, author, outlet, date. Nothing comes from outside the text.

A date counts only in a line that speaks of publication, and never behind a word of revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from borderlab.reading.dates import FoundDate, dateline, find_dates
from borderlab.reading.labels import byline, label, without_links
from borderlab.reading.words import fold, pattern

if TYPE_CHECKING:
    import pandas as pd

_REVISED = re.compile(pattern("revised"))
#: Rules of zones whose lines say when a text was published, the most outspoken first.
_SPEAKING = (("published",), ("byline", "date_line", "date_with_place"), ("dateline",))


def lines_of(text: str, zones: pd.DataFrame, column: str, *values: str) -> list[str]:
    """List the lines whose zone or rule is one of some values."""
    chosen = zones[zones[column].isin(values)]
    return [text[a:b] for a, b in zip(chosen["start"], chosen["end"], strict=True)]


def find_title(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return the headline without its markup.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "# Ports reopen\n\nTrade resumed."
    >>> find_title(text, find_zones(text))
    'Ports reopen'
    """
    titles = lines_of(text, zones, "zone", "title")
    return without_links(titles[0]).strip("#*_ \t\xa0") if titles else None


def find_author(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return whom a byline or a labelled line names as author.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nBy Ana Ruiz | Reporter\n\nTrade resumed."
    >>> find_author(text, find_zones(text))
    'Ana Ruiz'
    """
    bylines = [byline(line) for line in lines_of(text, zones, "rule", "byline")]
    labels = [label(line) for line in lines_of(text, zones, "rule", "author")]
    named = [re.split(r"[|•·]|\s[–—-]\s", found.value)[0].strip() for found in labels if found]
    return next((name for name in [*bylines, *named] if name), None)


def find_outlet(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return the outlet of an explicit label; ``Source:`` is a credit and names no outlet.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Puertos reabren\n\nMedio: El Faro\n\nEl comercio volvió."
    >>> find_outlet(text, find_zones(text))
    'El Faro'
    """
    labels = [label(line) for line in lines_of(text, zones, "rule", "outlet")]
    return next((found.value for found in labels if found and found.value), None)


def _published(line: str) -> Iterator[FoundDate]:
    """Yield the dates of a line that no word of revision stands before."""
    before = 0
    for found in find_dates(line):
        if not _REVISED.search(fold(line), before, found.start):
            yield found
        before = found.end


def stated_date(text: str, zones: pd.DataFrame) -> FoundDate | None:
    r"""Read the date of publication that the text itself states.

    Parameters
    ----------
    text : str
        The text as decoded.
    zones : pandas.DataFrame
        Its lines, as `borderlab.reading.zones.find_zones` returns them.

    Returns
    -------
    FoundDate or None
        Labelled lines go before bylines and bare date lines, these before the dateline. A date
        that can be read two ways (``day`` None) is returned only where no line gives a day.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nPublished: 2023-04-28\n\nTrade resumed."
    >>> str(stated_date(text, find_zones(text)).day)
    '2023-04-28'
    """
    spoken = [
        dateline(line) or "" if "dateline" in rules else line
        for rules in _SPEAKING
        for line in lines_of(text, zones, "rule", *rules)
    ]
    found = [date for line in spoken for date in _published(line)]
    return next((date for date in found if date.day), found[0] if found else None)
