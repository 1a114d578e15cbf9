"""Read a workbook of the codebook back: what a spreadsheet did to it is undone or named.

Rows and columns are known by their heading, not by their place. Nothing is guessed: where a number,
a date or a formula stands for text that cannot be known, the cell becomes a problem.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from borderlab.coding.codebook_rules import show
from borderlab.coding.workbook import SHEETS
from borderlab.coding.workbook_rows import read_sheet
from borderlab.coding.workbook_sheets import LISTS
from borderlab.errors import CodebookError, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

#: problems that cost nothing: all else was read as it stands
REMARKS = ("sheet-extra", "rows-hidden")


def read_workbook(path: str | Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read the sheets of a workbook that `write_workbook` made and a researcher edited.

    Parameters
    ----------
    path : path

    Returns
    -------
    (tables, problems)
        ``tables`` has one frame a sheet: columns of str as the sheet has them, own ones included,
        and as index the row of the sheet; empty rows are none, hidden ones count. A cell that
        cannot be known is ``""`` in it and has a problem, as do sheets and columns that are
        missing, cells under no heading, merged cells, and sheets of other names.

    Raises
    ------
    CodebookError
        When the file is no workbook.

    Notes
    -----
    A problem's path names file and sheet as formulas do (``codebook.xlsx!aliases``), its line is
    the row. What the codebook's rules say of the tables is not asked here.
    """
    path = Path(path)
    sheets = {sheet.title: sheet for sheet in open_workbook(path).worksheets}
    tables: dict[str, pd.DataFrame] = {}
    problems = list(_strangers(path, list(sheets)))
    for name in SHEETS:
        if name in sheets:
            tables[name], found = read_sheet(sheets[name], SHEETS[name])
            problems += [p._replace(path=f"{path.name}!{name}") for p in found]
    return tables, problems


def open_workbook(path: Path) -> Workbook:
    """Open a file that anyone may have made; a `CodebookError` says that it is no workbook."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():  # about what is lost in writing; nothing is written
            warnings.simplefilter("ignore")
            return load_workbook(path)
    except Exception as error:  # a foreign file may break the parser anywhere
        why = getattr(error, "strerror", None) or type(error).__name__
        say, cure = f"cannot be read as a workbook ({why})", "save it as .xlsx, without a password"
        raise CodebookError(Problem(path.name, 0, "no-workbook", say, cure)) from error


def _strangers(path: Path, names: list[str]) -> Iterator[Problem]:
    """Name sheets that are missing, and those that are none of ours."""
    extra = [name for name in names if name not in (*SHEETS, LISTS)]
    for name in SHEETS:
        if name not in names:
            near = get_close_matches(name, {e.strip().lower(): e for e in extra}, 1)
            cure = f"rename the sheet that is like it: {near[0]}" if near else "put it back"
            yield Problem(path.name, 0, "sheet-missing", f"the sheet {name!r} is missing", cure)
    for name in extra:
        say = f"the sheet {show(name)} is no table of the codebook and was left out"
        yield Problem(path.name, 0, "sheet-extra", say, "nothing to do, unless it should be one")
