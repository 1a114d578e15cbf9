"""Read the researcher's last word: each row of ``codebook/corrections.csv`` overrides the rules.

A row quotes its place between ⟦ and ⟧, so that it is found again when a text has moved; deleting
the row undoes it. What becomes of the rows stands in `borderlab.coding.overriding`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from borderlab.coding.quotations import is_marked
from borderlab.errors import Problem
from borderlab.escapes import visible

COLUMNS = ("sha256", "start", "end", "quotation", "wrong", "right", "who", "why", "when")


class Correction(NamedTuple):
    """One row of the table; ``wrong`` and ``right`` are an actor with or without a role."""

    line: int
    sha256: str
    start: int
    end: int
    quotation: str
    wrong: str
    right: str
    who: str
    why: str
    when: str

    def fault(self, code: str, message: str, cure: str) -> Problem:
        """Make a problem row of it."""
        return Problem("corrections.csv", self.line, code, visible(message), cure)


def read_corrections(path: Path) -> tuple[list[Correction], list[Problem]]:
    """Read the table of corrections; without a file there are none.

    Returns
    -------
    (corrections, problems)
        A row that cannot count is left out and has one problem.
    """
    if not path.is_file():
        return [], []
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        say, cure = f"cannot be read ({error})", "save it as CSV in UTF-8"
        return [], [Problem(path.name, 0, "unreadable-table", say, cure)]
    if missing := [c for c in COLUMNS if c not in (reader.fieldnames or [])]:
        say = f"has no column {', '.join(missing)}, so none of its rows counts"
        return [], [Problem(path.name, 1, "column-missing", say, "add the column")]
    read = [_row(line, row) for line, row in rows]
    good = [row for row in read if isinstance(row, Correction)]
    return good, [row for row in read if isinstance(row, Problem)]


def _row(line: int, cells: dict[str, str]) -> Correction | Problem:
    say = cure = ""
    values = {c: (cells.get(c) or "").strip() for c in COLUMNS}
    if None in cells or None in cells.values():
        say, cure = "has missing or surplus cells", "give it one cell per column, quoting commas"
    elif not values["start"].isdecimal() or not values["end"].isdecimal():
        say, cure = "has offsets that are no numbers", "write whole numbers in start and end"
    elif not is_marked(values["quotation"]):
        say, cure = "marks no mention in its quotation", "put the mention between ⟦ and ⟧"
    elif not values["wrong"] and not values["right"]:
        say, cure = "says neither what is wrong nor what is right", "fill one of them in"
    elif not values["who"] or not values["why"]:
        say, cure = "does not say who decided and why", "fill in who and why"
    if say:
        return Problem("corrections.csv", line, "correction-row", say, cure)
    words = {**values, "start": int(values["start"]), "end": int(values["end"])}
    return Correction(line=line, **words)  # type: ignore[arg-type]
