"""The codebook as a workbook for Excel or LibreOffice: one sheet a table, every cell text.

Drop-downs offer the closed vocabularies and the ids of other sheets, headings carry the dictionary
of ``seeds/README.md`` as comments. `borderlab.coding.workbook_return` reads it back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from borderlab.coding import corrections, memos
from borderlab.coding.codebook import parse_table, read_text
from borderlab.coding.codebook_rules import COLUMNS, show
from borderlab.coding.dictionary import read_dictionary
from borderlab.coding.workbook_cells import refused
from borderlab.coding.workbook_sheets import fill, offer
from borderlab.errors import CodebookError, OutputError, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

#: sheet -> column -> what a cell may hold, see `COLUMNS`; the last two may be missing as files
SHEETS: Mapping[str, Mapping[str, str]] = {
    **COLUMNS,
    "corrections": dict.fromkeys(corrections.COLUMNS, "text?")
    | {"start": "number?", "end": "number?", "when": "date?"},
    "memos": dict.fromkeys(memos.COLUMNS, "text?") | {"when": "date?"},
}


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a codebook folder as it is, own columns included, without its rules.

    Returns
    -------
    dict of str to pandas.DataFrame
        One a sheet, in the order of `SHEETS`: columns of str as the file has them, index the line.

    Raises
    ------
    CodebookError
        When files are missing or broken, rows have other cells than their header, or columns no
        name; with every problem.
    """
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in SHEETS:
        try:
            tables[name] = _read_table(folder / f"{name}.csv")
        except CodebookError as error:
            problems += error.problems
    if problems:
        raise CodebookError(problems)
    return tables


def _read_table(path: Path) -> pd.DataFrame:
    name = path.stem
    optional = name not in COLUMNS and not path.is_file()
    text = ",".join(SHEETS[name]) if optional else read_text(path)
    rows = parse_table(name, text, columns=SHEETS[name])
    header = next(csv.reader(io.StringIO(text, newline="")))
    problems = [row.problem("fields", "has missing or surplus cells", "check its commas and quotes")
                for row in rows if row.surplus]  # fmt: skip
    if "" in header:
        say = f"column {header.index('') + 1} has no name"
        problems.append(Problem(path.name, 1, "column-nameless", say, "name or remove it"))
    if problems:
        raise CodebookError(problems)
    cells = [[row.cells[column] for column in header] for row in rows]
    return pd.DataFrame(cells, index=[row.line for row in rows], columns=header, dtype="str")


def write_workbook(folder: str | Path, path: str | Path) -> Path:
    """Write a codebook folder as a workbook; a file that is there is never replaced.

    Parameters
    ----------
    folder : path
        With ``actors.csv``, ``aliases.csv`` …; mistakes that `read_codebook` would name may be in
        it. The headings' comments come from the ``README.md`` beside the folder, if there is one.
    path : path
        Ends in ``.xlsx``.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    CodebookError
        When a table cannot be read, or a cell holds what no workbook can hold.
    OutputError
        When the file is there already or cannot be written.

    Examples
    --------
    >>> write_workbook("seeds/codebook", "codebook.csv")
    Traceback (most recent call last):
    borderlab.errors.OutputError: codebook.csv: is no name of a workbook; end it in .xlsx [...]
    """
    from openpyxl import Workbook

    folder, path = Path(folder), Path(path)
    if path.suffix.lower() != ".xlsx":
        say, cure = "is no name of a workbook", "end it in .xlsx"
        raise OutputError(Problem(path.name, 0, "workbook-name", say, cure))
    tables = read_tables(folder)
    if problems := [p for name, table in tables.items() for p in _refused(name, table)]:
        raise CodebookError(problems)
    meanings, book = read_dictionary(folder.parent / "README.md"), Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        fill(book.create_sheet(name), table, meanings.get(name, {}))
    offer(book, tables, SHEETS)
    return _save(book, path)


def _refused(name: str, table: pd.DataFrame) -> Iterator[Problem]:
    """Name the cells and headings that no workbook can hold."""
    header = pd.DataFrame([list(table)], index=[1], columns=table.columns)
    for line, cells in pd.concat([header, table]).iterrows():
        for column, value in cells.items():
            if fault := refused(value):
                say = f"{show(str(column))} {show(value)} {fault.message}"
                yield Problem(f"{name}.csv", int(str(line)), fault.code, say, fault.cure)


def _save(book: Workbook, path: Path) -> Path:
    """Write a workbook where nothing is yet."""
    whole = io.BytesIO()
    book.save(whole)
    try:
        with path.open("xb") as file:
            file.write(whole.getvalue())
    except FileExistsError as error:
        say, cure = "is there already and may hold edits", "choose another name or move it away"
        raise OutputError(Problem(path.name, 0, "workbook-there", say, cure)) from error
    except OSError as error:
        say = f"cannot be written ({error.strerror or error})"
        raise OutputError(
            Problem(path.name, 0, "not-written", say, "choose another place")
        ) from error
    return path
