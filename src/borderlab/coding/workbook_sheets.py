"""The sheets of a workbook: text cells under commented headings, and drop-downs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from borderlab.coding.codebook_rules import KEYS, vocabulary
from borderlab.coding.workbook_cells import encode

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "lists"  # the hidden sheet of vocabularies, for drop-downs
_SPARE = 1000  # rows below the last one in which drop-downs work too
_WIDEST = 60
_STAMPS = "written from"


def records(table: pd.DataFrame) -> list[list[str]]:
    """List the rows that say anything."""
    return [row for row in table.to_numpy().tolist() if any(row)]


def stamp(table: pd.DataFrame) -> str:
    """Sum a table up, so that a change behind a workbook's back is noticed.

    Examples
    --------
    >>> stamp(pd.DataFrame({"a": ["1"]})) == stamp(pd.DataFrame({"a": ["1", ""]}))
    True
    """
    whole = json.dumps([list(table), *records(table)])
    return hashlib.sha256(whole.encode()).hexdigest()


def read_stamps(book: Workbook) -> dict[str, str]:
    """Return what each table was when the workbook was written; empty where that is lost."""
    cells = book[LISTS]["A"] if LISTS in book.sheetnames else ()
    told = [str(cell.value) for cell in cells if cell.value is not None]
    pairs = (line.split(" ") for line in told[1:] if told[0] == _STAMPS)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def fill(sheet: Worksheet, table: pd.DataFrame, meanings: Mapping[str, str]) -> None:
    """Write a table with its headings; each cell is text, those to come as well."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(table, start=1):
        for row, value in enumerate([column, *table[column]], start=1):
            cell = sheet.cell(row, number, encode(value) or None)
            cell.data_type = "s" if value else "n"  # "=x" and "#N/A" are text as well
            cell.number_format = "@"
        heading = sheet.cell(1, number)
        heading.font = Font(bold=True)
        if column in meanings:
            heading.comment = Comment(meanings[column], "borderlab", height=120, width=320)
        longest = max(len(value) for value in [column, *table[column]])
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.width, whole.number_format = min(longest + 2, _WIDEST), "@"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def offer(
    book: Workbook, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, Mapping[str, str]]
) -> None:
    """Add drop-downs to the columns that have a vocabulary or name the rows of another sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        With one filled sheet a table.
    tables : mapping of str to pandas.DataFrame
    sheets : mapping of str to mapping of str to str
        Sheet -> column -> rule, as `borderlab.coding.workbook.SHEETS`.
    """
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _list(lists, _STAMPS, [f"{name} {stamp(table)}" for name, table in tables.items()])
    for name, columns in sheets.items():
        for column, rule in columns.items():
            target = rule.strip(">?")
            if values := vocabulary(rule):
                source = _list(lists, f"{name}.{column}", values)
            elif rule.startswith(">"):
                rows = len(tables[target]) + _SPARE
                source = _range(target, _letter(tables[target], KEYS[target][0]), rows)
            else:
                continue
            _drop_down(book[name], tables[name], column, source, known=bool(values))


def _letter(table: pd.DataFrame, column: str) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(list(table).index(column) + 1))


def _range(sheet: str, letter: str, rows: int) -> str:
    return f"{sheet}!${letter}$2:${letter}${rows + 1}"


def _list(lists: Worksheet, title: str, values: list[str]) -> str:
    """Write a vocabulary into a column of its own: one inside a rule could hold no comma."""
    number = 1 if lists["A1"].value is None else lists.max_column + 1
    for row, value in enumerate([title, *values], start=1):
        lists.cell(row, number, value)
    return _range(LISTS, lists.cell(1, number).column_letter, len(values))


def _drop_down(
    sheet: Worksheet, table: pd.DataFrame, column: str, source: str, *, known: bool
) -> None:
    """Offer values; other ones are refused where all are known, else only remarked on."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "stop" if known else "warning"
    rule.error = f"{column}: choose one of the list" if known else f"{column}: not yet an id there"
    letter = _letter(table, column)
    rule.add(f"{letter}2:{letter}{len(table) + _SPARE + 1}")
    sheet.add_data_validation(rule)
