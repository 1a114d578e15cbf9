"""What a text says about itself: title, author, outlet. Nothing comes from outside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from borderlab.reading.labels import byline, label, without_links

if TYPE_CHECKING:
    import pandas as pd


def _lines(text: str, zones: pd.DataFrame, **chosen: str) -> Iterator[str]:
    for column, value in chosen.items():
        zones = zones[zones[column] == value]
    yield from (text[a:b] for a, b in zip(zones["start"], zones["end"], strict=True))


def find_title(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return the headline without its markup.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "# Ports reopen\n\nTrade resumed."
    >>> find_title(text, find_zones(text))
    'Ports reopen'
    """
    found = (without_links(line).strip("#*_ \t\xa0") for line in _lines(text, zones, zone="title"))
    return next(found, None)


def find_author(text: str, zones: pd.DataFrame) -> str | None:
    r"""Return whom a byline or a labelled line names as author.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nBy Ana Ruiz | Reporter\n\nTrade resumed."
    >>> find_author(text, find_zones(text))
    'Ana Ruiz'
    """
    bylines = [byline(line) for line in _lines(text, zones, rule="byline")]
    labels = [label(line) for line in _lines(text, zones, rule="author")]
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
    labels = (label(line) for line in _lines(text, zones, rule="outlet"))
    return next((found.value for found in labels if found and found.value), None)
