"""A line with its zone as one row; lists of rows inside the wing, tables where it hands them on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import pandas as pd


class ZoneRow(NamedTuple):
    """A non-blank line, trimmed: its place, its zone, and the rule that decided."""

    start: int
    end: int
    zone: str
    rule: str


#: the lines of a text: as `find_zones` gives them, or as rows, which cost a text no table
Zones: TypeAlias = "pd.DataFrame | Sequence[ZoneRow]"


def rows_of(zones: Zones) -> Sequence[ZoneRow]:
    """Return the lines of a text as rows, whichever way they come."""
    if isinstance(zones, Sequence):
        return zones
    columns = (zones[name].tolist() for name in ZoneRow._fields)
    return [ZoneRow(*row) for row in zip(*columns, strict=True)]
