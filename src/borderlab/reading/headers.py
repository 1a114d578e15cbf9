"""What a text says about itself: title, author, outlet, address, date. Nothing comes from outside.

A date counts only in a line that speaks of publication, and never behind a word of revision. What a
format states beside the text (the head of a web page, the cells of a table) is handed in as facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from borderlab.reading.datelines import dateline
from borderlab.reading.dates import FoundDate, Order, date_in_name, find_dates, narrow
from borderlab.reading.dates import orders as written_orders
from borderlab.reading.labels import byline, label, without_links
from borderlab.reading.rows import ZoneRow, Zones, rows_of
from borderlab.reading.words import fact_of, fold, members, pattern

Facts = Mapping[str, str]
NO_FACTS: Facts = MappingProxyType({})

_REVISED = re.compile(pattern("revised"))
#: Rules of zones whose lines say when a text was published, the most outspoken first.
_SPEAKING = (
    ("published",),
    ("byline", "date_line", "date_with_place"),
    ("dateline",),
    ("title_with_date", "title_of_transcript"),
)
_KEY = re.compile(r"\W*(?P<key>[\w -]{2,30}?)\W*\s*[:=]\s*(?P<value>.*)")
_FACTS = ("title", "author", "outlet", "published", "url", "language")


class Publication(NamedTuple):
    """When a text was published as it states itself, and where that stands."""

    date: FoundDate | None
    basis: str


def front_matter(text: str, zones: Zones) -> dict[str, str]:
    r"""Read what the front matter of a text states, in the names of the documents table.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "---\ntitle: 'Ports: reopen'\nfecha: 2023-04-28\n---\n\nTrade resumed."
    >>> front_matter(text, find_zones(text))
    {'title': 'Ports: reopen', 'published': '2023-04-28'}
    """
    found: dict[str, str] = {}
    for line in lines_of(text, zones, "rule", "front_matter"):
        match = _KEY.fullmatch(line)
        fact = fact_of(match["key"]) if match else None
        if match and fact in _FACTS:
            found.setdefault(fact, match["value"].strip(" \t\"'[]"))
    return {fact: value for fact, value in found.items() if value}


def lines_of(text: str, zones: Zones, column: str, *values: str) -> list[str]:
    """List the lines whose zone or rule is one of some values."""
    at = ZoneRow._fields.index(column)
    return [text[row.start : row.end] for row in rows_of(zones) if row[at] in values]


def _label_value(text: str, zones: Zones, rule: str) -> str | None:
    labels = [label(line) for line in lines_of(text, zones, "rule", rule)]
    return next((found.value for found in labels if found and found.value), None)


def find_title(text: str, zones: Zones, facts: Facts = NO_FACTS) -> str | None:
    r"""Return the headline without its markup; where no line is one, what the page names as title.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "# Ports reopen\n\nTrade resumed."
    >>> find_title(text, find_zones(text))
    'Ports reopen'
    """
    titles = lines_of(text, zones, "zone", "title")
    titles = [re.sub(r"\AHD\s+", "", line) for line in titles]
    found = titles[0] if titles else facts.get("title") or _label_value(text, zones, "title_label")
    if not found:
        return None
    return " ".join(without_links(found).strip("#*_| \t\xa0").split())


def find_author(text: str, zones: Zones, facts: Facts = NO_FACTS) -> str | None:
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
    beside = lines_of(text, zones, "rule", "name_beside_role")
    found = next((name for name in [facts.get("author"), *bylines, *named, *beside] if name), None)
    return " ".join(found.split()) if found else None


def find_outlet(text: str, zones: Zones, facts: Facts = NO_FACTS) -> str | None:
    r"""Return the outlet of an explicit label; ``Source:`` is a credit and names no outlet.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Puertos reabren\n\nMedio: El Faro\n\nEl comercio volvió."
    >>> find_outlet(text, find_zones(text))
    'El Faro'
    """
    return facts.get("outlet") or _label_value(text, zones, "outlet")


def find_url(text: str, zones: Zones, facts: Facts = NO_FACTS) -> str | None:
    r"""Return the page's own address: as stated, or alone on a line above the text.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "URL: https://faro.example/2024/10/15/a\n\nPorts reopen\n\nTrade resumed."
    >>> find_url(text, find_zones(text))
    'https://faro.example/2024/10/15/a'
    """
    stated = facts.get("url") or _label_value(text, zones, "url")
    bare = {u for u in lines_of(text, zones, "rule", "own_address") if "@" not in u}
    return stated or (bare.pop() if len(bare) == 1 else None)


def _published(line: str, order: Order | None) -> Iterator[FoundDate]:
    """Yield the dates of a line that no word of revision stands before."""
    before = 0
    for found in find_dates(line, order=order, partial=True):
        if not _REVISED.search(fold(line), before, found.start):
            yield found
        before = found.end


def _spoken(text: str, zones: Zones, facts: Facts) -> list[str]:
    """List the lines that speak of publication, the most outspoken first."""
    return [facts.get("published", "")] + [
        dateline(line) or "" if "dateline" in rules else line
        for rules in _SPEAKING
        for line in lines_of(text, zones, "rule", *rules)
    ]


def _order(lines: list[str], language: str | None, url: str | None) -> Order | None:
    """Say whether day or month stands first: by a date without doubt, the language, the domain.

    English settles nothing by itself: London writes 04/10 for October.
    """
    written = written_orders(lines)
    if written:
        return written.pop() if len(written) == 1 else None
    if language not in (None, "en"):
        return "day"
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "") if url else ""
    domain = host.rpartition(".")[2]
    if domain in members("domain_month_first"):
        return "month"
    return "day" if domain in members("domain_day_first") else None


def stated_date(
    text: str,
    zones: Zones,
    *,
    facts: Facts = NO_FACTS,
    language: str | None = None,
    url: str | None = None,
) -> FoundDate | None:
    r"""Read the date of publication that the lines of a text state.

    Parameters
    ----------
    text : str
        The text as decoded.
    zones : pandas.DataFrame or sequence of ZoneRow
        Its lines, as `borderlab.reading.zones.find_zones` returns them.
    facts : mapping, optional
        What the format states beside the text; ``published`` goes before every line, and
        ``order`` (``day`` or ``month`` first) before what the text tells of it.
    language, url : str, optional
        Of the text; they may settle whether 04/10/2023 begins with the day.

    Returns
    -------
    FoundDate or None
        Labelled lines go before bylines and bare date lines, these before the dateline; full dates
        before those that leave something open.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nPublished: 2023-04-28\n\nTrade resumed."
    >>> str(stated_date(text, find_zones(text)).day)
    '2023-04-28'
    """
    spoken = _spoken(text, zones, facts)
    known: dict[str, Order] = {"day": "day", "month": "month"}
    order = known.get(facts.get("order", "")) or _order(
        [*spoken, *lines_of(text, zones, "zone", "meta")], language, url
    )
    found = [date for line in spoken for date in _published(line, order)]
    open_ = sorted(found, key=lambda date: not date.days)  # a year is worth more than a day
    return next((date for date in found if date.day), open_[0] if open_ else None)


def find_publication(
    text: str,
    zones: Zones,
    name: str,
    *,
    facts: Facts = NO_FACTS,
    language: str | None = None,
) -> Publication:
    r"""Read the date of publication from the lines, else from the page's address or file name.

    Parameters
    ----------
    text, zones, facts, language
        As for `stated_date`.
    name : str
        The name of the file.

    Returns
    -------
    Publication
        With the basis ``stated``, ``partial`` (the lines leave a part open), ``url``, ``filename``
        or ``unknown``. A half date is completed only by an address or name that agrees with it.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\n4 de octubre\n\nTrade resumed."
    >>> find_publication(text, find_zones(text), "nota.txt").date.edtf
    'XXXX-10-04'
    >>> find_publication(text, find_zones(text), "20231004-nota.txt")[0].edtf
    '2023-10-04'
    """
    url = find_url(text, zones, facts)
    stated = stated_date(text, zones, facts=facts, language=language, url=url)
    if stated and stated.day:
        return Publication(stated, "stated")
    order = _order([], language, url)
    for basis, place in (("url", urlsplit(url or "").path + "/"), ("filename", name)):
        found = date_in_name(place, order=order)
        if found and (fitting := narrow(stated.edtf, *found.days) if stated else found.days):
            same = found._replace(days=fitting, edtf=fitting[0].isoformat())
            return Publication(same if len(fitting) == 1 else found, basis)
    return Publication(stated, "partial" if stated else "unknown")
