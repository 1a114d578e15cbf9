"""Read the researcher's last word: each row of ``codebook/corrections.csv`` overrides the rules.

A row quotes its place between ⟦ and ⟧, so that it is found again when a text has moved; deleting
the row undoes it. Rows on mentions are applied in `borderlab.coding.overriding`, rows on pillar
codes in `borderlab.coding.recoding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from borderlab.coding.locating import Place, find_places, is_marked, no_place
from borderlab.coding.records import doubtful_date, read_records
from borderlab.errors import Problem
from borderlab.escapes import visible

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("sha256", "start", "end", "quotation", "wrong", "right", "who", "why", "when")
_PILLAR = "pillar:"


class Correction(NamedTuple):
    """One row of the table; ``wrong`` and ``right`` are actors with or without role, or pillars.

    Where the row leaves the offsets open, both are 0 and the quotation alone tells the place.
    """

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

    @property
    def of_coding(self) -> bool:
        """Whether it is about the code of a sentence (``pillar:3``), not about a mention."""
        return any(said.startswith(_PILLAR) for said in (self.wrong, self.right))

    def place(self, documents: pd.DataFrame) -> Place | Problem:
        """Find the one place that it can mean."""
        span = (self.start, self.end) if self.end else None
        places = find_places(documents, self.quotation, sha256=self.sha256, span=span)
        if len(places) == 1:
            return places[0]
        say, cure = no_place(self.quotation, places), "quote more around it, or delete the row"
        return self.fault("correction-orphan", say, cure)

    def fault(self, code: str, message: str, cure: str) -> Problem:
        """Make a problem row of it."""
        return Problem("corrections.csv", self.line, code, visible(message), cure)


def read_corrections(path: str | Path) -> tuple[list[Correction], list[Problem]]:
    """Read the table of corrections; without a file there are none.

    Parameters
    ----------
    path : path
        Of a ``corrections.csv``, see `COLUMNS`; own columns are not read.

    Returns
    -------
    (corrections, problems)
        ``corrections`` is a list of `Correction`, in the order of the file, which
        `merge_corrections` takes; ``pandas.DataFrame(corrections)`` shows them as a table. A row
        that cannot count is left out and has one problem; one whose ``when`` is no date counts and
        has one too.

    Examples
    --------
    >>> corrections, problems = read_corrections("seeds/codebook/corrections.csv")
    >>> corrections, problems
    ([], [])
    """
    path = Path(path)
    rows, problems = read_records(path, COLUMNS, code="correction-row")
    read = [check_correction(line, cells) for line, cells in rows]
    problems += [row for row in read if isinstance(row, Problem)]
    kept = [row for row in read if isinstance(row, Correction)]
    problems += [p for row in kept for p in doubtful_date(path.name, row.line, row.when)]
    return kept, sorted(problems, key=lambda p: p.line)


def check_correction(line: int, cells: Mapping[str, str]) -> Correction | Problem:
    """Make a correction of the cells of a row, or say why it cannot count."""
    say = cure = ""
    values = {c: cells[c].strip() for c in COLUMNS}
    offsets = [values["start"], values["end"]]
    if any(offsets) and not all(map(str.isdecimal, offsets)):
        say = "has offsets that are no numbers"
        cure = "write whole numbers in start and end, or leave both empty"
    elif not is_marked(values["quotation"]):
        say, cure = (
            "marks no place in its quotation",
            "put the words that it is about between ⟦ and ⟧",
        )
    elif not values["wrong"] and not values["right"]:
        say, cure = "says neither what is wrong nor what is right", "fill one of them in"
    elif len({values[c].startswith(_PILLAR) for c in ("wrong", "right") if values[c]}) > 1:
        say, cure = "has a pillar on one side and an actor on the other", "make two rows of it"
    elif not values["who"] or not values["why"]:
        say, cure = "does not say who decided and why", "fill in who and why"
    if say:
        return Problem("corrections.csv", line, "correction-row", say, cure)
    words = {**values, "start": int(values["start"] or 0), "end": int(values["end"] or 0)}
    return Correction(line=line, **words)  # type: ignore[arg-type]
