"""Read the optional tables beside the codebook, corrections and memos, as strings only.

A mistake in them costs one row and one line; the codebook itself is refused as a whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from borderlab.coding.codebook_rules import is_date
from borderlab.errors import Problem
from borderlab.escapes import visible

Record = tuple[int, dict[str, str]]  # the line on which it starts, and its cells


def read_records(
    path: Path, columns: Sequence[str], *, code: str
) -> tuple[list[Record], list[Problem]]:
    """Read the rows of a table that have all their cells; without a file there are none.

    Parameters
    ----------
    path : pathlib.Path
    columns : sequence of str
        What the header must hold; others are kept.
    code : str
        Of the problem that a row with missing or surplus cells becomes.

    Returns
    -------
    (records, problems)
    """
    if not path.is_file():
        return [], []
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num - _breaks(row), row) for row in reader]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        say, cure = f"cannot be read ({error})", "save it as CSV in UTF-8"
        return [], [Problem(path.name, 0, "unreadable-table", say, cure)]
    if missing := [c for c in columns if c not in (reader.fieldnames or [])]:
        say = f"has no column {', '.join(missing)}, so none of its rows counts"
        return [], [Problem(path.name, 1, "column-missing", say, "add the column")]
    uneven = [line for line, row in rows if None in row or None in row.values()]
    say, cure = "has missing or surplus cells", "give it one cell per column, quoting commas"
    problems = [Problem(path.name, line, code, say, cure) for line in uneven]
    return [row for row in rows if row[0] not in uneven], problems


def doubtful_date(name: str, line: int, when: str) -> list[Problem]:
    """Name a ``when`` that is no date; the row counts all the same.

    Examples
    --------
    >>> print(*doubtful_date("memos.csv", 2, "last May"))
    memos.csv:2: when 'last May' is no date; write 2021, 2021-07 or 2021-07-09 [when-invalid]
    >>> doubtful_date("memos.csv", 2, "2021-07")
    []
    """
    if not when.strip() or is_date(when.strip()):
        return []
    say, cure = visible(f"when {when!r} is no date"), "write 2021, 2021-07 or 2021-07-09"
    return [Problem(name, line, "when-invalid", say, cure)]


def cure_id(name: str, known: Iterable[str], *, kind: str, id_name: str) -> str:
    """Offer the id that a mistyped one is close to, else say what belongs there.

    Examples
    --------
    >>> cure_id("ken-salazr", ["ken-salazar"], kind="actor:", id_name="an actor_id")
    'did you mean actor:ken-salazar?'
    >>> cure_id("xyz", ["ken-salazar"], kind="actor:", id_name="an actor_id")
    'write actor: and an actor_id'
    """
    near = get_close_matches(name, list(known), 1)
    return f"did you mean {kind}{near[0]}?" if near else f"write {kind} and {id_name}"


def _breaks(row: dict[str, str]) -> int:
    """Count the line breaks inside the cells of a row."""
    return sum(cell.count("\n") for cell in row.values() if isinstance(cell, str))
