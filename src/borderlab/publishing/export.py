"""Tables for other programs: CSV that a spreadsheet opens without running anything.

Nothing here carries a date or a path, and what is written reads back equal. Graphs are written by
`borderlab.publishing.interchange`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from borderlab.escapes import for_csv, for_filename
from borderlab.publishing.swapping import write_whole


def write_tables(study_tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write tables as CSV files that a spreadsheet opens without running anything.

    Every cell is quoted, UTF-8, one newline per record; dates are ISO, lists joined by ``|``,
    missing values empty. Text that a spreadsheet would take for a formula gets an apostrophe.

    Parameters
    ----------
    study_tables : mapping of name to pandas.DataFrame
        A named index is written as the first column.
    folder : pathlib.Path

    Returns
    -------
    list of pathlib.Path
        One ``<name>.csv`` a table, in order of name.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    return [
        write_whole(
            folder / f"{for_filename(name).replace('-', '_')}.csv", _csv(study_tables[name])
        )
        for name in sorted(study_tables)
    ]


def columns_of(table: pd.DataFrame) -> list[tuple[str, pd.Series | pd.Index[Any]]]:
    """List the columns that leave the house: the levels of a named index, then the others."""
    named = [name for name in table.index.names if name is not None]
    levels = [(str(name), table.index.get_level_values(name)) for name in named]
    return [*levels, *((str(name), cells) for name, cells in table.items())]


def joined(value: Any) -> str:
    """Write a value as text, lists joined by ``|``.

    Examples
    --------
    >>> joined(["a", 2]), joined({"b", "a"})
    ('a|2', 'a|b')
    """
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return "|".join(joined(v) for v in value)
    return str(value)


def _csv(table: pd.DataFrame) -> bytes:
    """Escape header, index and cells, then quote everything: a bare carriage return breaks CSV."""
    columns = columns_of(table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(for_csv(name) for name, _ in columns)
    writer.writerows(zip(*(map(_csv_cell, column) for _, column in columns), strict=True))
    return buffer.getvalue().encode("utf-8", "backslashreplace")


def _csv_cell(value: Any) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    number = hasattr(value, "__float__") and not isinstance(value, str)
    return str(value) if number else for_csv(joined(value))
