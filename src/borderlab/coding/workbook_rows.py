"""The rows of one sheet, known by their headings; what a spreadsheet may have put there besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pandas as pd

from borderlab.coding.codebook_rules import show
from borderlab.coding.workbook_cells import Fault, cell_text
from borderlab.errors import Problem

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def read_sheet(sheet: Worksheet, rules: Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one sheet.

    Parameters
    ----------
    sheet : openpyxl.worksheet.worksheet.Worksheet
    rules : mapping of str to str
        Column -> what it may hold, as in `borderlab.coding.workbook.SHEETS`.

    Returns
    -------
    (rows, problems)
        Rows as `borderlab.coding.workbook_return.read_workbook` describes them; the paths of the
        problems are left empty.
    """
    # the cells that the file has: iterating over rows would make a million for one stray cell
    cells = {at: c for at, c in sorted(sheet._cells.items()) if c.value is not None}
    header, problems = _header(cells, rules)
    lines = sorted({row for row, column in cells if row > 1 and column in header})
    rows = []
    for line in lines:
        read = [_read(cells.get((line, c)), rules.get(name, "")) for c, name in header.items()]
        told = zip(header.items(), read, strict=True)
        problems += [_blame(cells[line, c], n, f) for (c, n), f in told if isinstance(f, Fault)]
        rows.append(["" if isinstance(text, Fault) else text for text in read])
    problems += [*_homeless(cells, header), *_merged(sheet), *_hidden(sheet, lines)]
    problems += _repeated(lines, rows, header)
    return pd.DataFrame(rows, index=lines, columns=list(header.values()), dtype="str"), problems


def _read(cell: Cell | None, rule: str) -> str | Fault:
    return "" if cell is None else cell_text(cell, rule.rstrip("?"))


def _blame(cell: Cell, column: str, fault: Fault) -> Problem:
    say = f"{column} in {cell.coordinate} {fault.message}"
    return Problem("", cell.row, fault.code, say, fault.cure)


def _header(
    cells: Mapping[tuple[int, int], Any], rules: Mapping[str, str]
) -> tuple[dict[int, str], list[Problem]]:
    """Read row 1: column number -> heading; what is missing or stands twice is a problem."""
    header: dict[int, str] = {}
    problems = []
    for (row, number), cell in cells.items():
        name = cell_text(cell, "text") if row == 1 else ""
        if isinstance(name, Fault):
            say = f"the heading in {cell.coordinate} {name.message}"
            problems.append(Problem("", 1, name.code, say, name.cure))
        elif name in header.values():
            say = f"the heading {show(name)} stands twice"
            problems.append(Problem("", 1, "column-duplicate", say, "rename or remove one"))
        elif name:
            header[number] = name
    for name in (rule for rule in rules if rule not in header.values()):
        others = {h.strip().lower(): h for h in header.values() if h not in rules}
        near = get_close_matches(name, others, 1)
        cure = (
            f"rename {show(others[near[0]])}" if near else "put the column back, headings in row 1"
        )
        problems.append(Problem("", 1, "column-missing", f"the column {name!r} is missing", cure))
    return header, problems


def _homeless(cells: Mapping[tuple[int, int], Any], header: Mapping[int, str]) -> Iterator[Problem]:
    """Name what stands in a column without a heading: notes, or a second table."""
    outside: dict[int, list[Any]] = {}
    for (row, column), cell in cells.items():
        if row > 1 and column not in header:
            outside.setdefault(column, []).append(cell)
    for found in outside.values():
        more = f" and {len(found) - 1} below it" if len(found) > 1 else ""
        say = f"{found[0].coordinate} {show(str(found[0].value))}{more} stand under no heading"
        cure = "give the column a heading, or move them to a sheet of their own"
        yield Problem("", found[0].row, "cell-homeless", say, cure)


def _merged(sheet: Worksheet) -> Iterator[Problem]:
    for merged in sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col)):
        say, cure = f"the cells {merged.coord} are merged", "unmerge them and fill each in"
        yield Problem("", merged.min_row, "cells-merged", say, cure)


def _repeated(
    lines: list[int], rows: list[list[str]], header: Mapping[int, str]
) -> Iterator[Problem]:
    """Name rows that are headings again: a second table pasted below the first."""
    for line, row in zip(lines, rows, strict=True):
        filled = [(told, name) for told, name in zip(row, header.values(), strict=True) if told]
        if len(filled) > 1 and all(told == name for told, name in filled):
            say, cure = "the row repeats the headings", "delete it, and a second table with it"
            yield Problem("", line, "header-repeated", say, cure)


def _hidden(sheet: Worksheet, lines: list[int]) -> Iterator[Problem]:
    hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    if count := len(hidden & set(lines)):
        say = f"{count} hidden rows were read like the others"
        yield Problem("", 0, "rows-hidden", say, "nothing to do, or delete them")
