"""One workbook of all tables: numbers as numbers, dates as dates, and no cell that runs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from borderlab.coding.workbook_cells import LONGEST, encode
from borderlab.escapes import for_filename, for_xml
from borderlab.publishing.export import columns_of, joined
from borderlab.publishing.interchange.xlsx import LAST, is_number, write_number
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.packing import without_dates
from borderlab.publishing.variables import describe_tables

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = 60


def to_workbook(
    tables: Mapping[str, pd.DataFrame], *, lang: Literal["en", "es"] = "en", last: int = LAST
) -> bytes:
    """Write tables as one XLSX file, a sheet a table, behind a sheet ``contents``.

    The heading is frozen and filters, numbers and dates are such, lists are joined by ``|``, and
    all else is text that no spreadsheet takes for a formula.

    Parameters
    ----------
    tables : mapping of name to pandas.DataFrame
        A named index is the first column.
    lang : {"en", "es"}
        Of the sheet ``contents``; the columns of the others have their own names.
    last : int
        Rows that a sheet can hold. Of a longer table the first ones stand here, and ``contents``
        says so; a text longer than a cell ends in a remark.

    Returns
    -------
    bytes
        The same for the same tables.
    """
    from openpyxl import Workbook

    tell, book = Narrator(lang, "tables"), Workbook()
    book.properties.creator = "borderlab"
    contents = describe_tables(tables, lang=lang).rename(columns={"table": "sheet"})
    cut = [tell.say("cut", n=last - 1) if rows >= last else "" for rows in contents["rows"]]
    if any(cut):
        contents["note"] = cut
    contents.columns = [tell.say(f"column:{column}") for column in contents]
    _fill(book.active, "contents", contents, tell)
    for name, table in tables.items():
        _fill(book.create_sheet(), _title(name), table.head(last - 1), tell)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_dates(buffer.getvalue())


def _title(name: str) -> str:
    """Name a sheet as the CSV file of the table; more than 31 characters it may not have."""
    return for_filename(name).replace("-", "_")[:31]


def _fill(sheet: Worksheet, title: str, table: pd.DataFrame, tell: Narrator) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.title = title
    for place, (name, cells) in enumerate(columns_of(table), start=1):
        heading = sheet.cell(1, place)
        _write_text(heading, str(name), tell)
        heading.font = Font(bold=True)
        for row, value in enumerate(cells, start=2):
            _write(sheet.cell(row, place), value, tell)
        longest = max(map(len, [str(name), *map(str, cells)]))
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Cell, value: Any, tell: Narrator) -> None:
    value = value.item() if hasattr(value, "dtype") else value  # a numpy scalar
    if isinstance(value, list | tuple | set | frozenset):
        _write_text(cell, joined(value), tell)
    elif value is None or value is pd.NA or value != value:
        return
    elif isinstance(value, bool):
        cell.value = value
    elif is_number(value):
        write_number(cell, value)
    elif isinstance(value, pd.Timestamp) and value.year >= 1900:  # where their calendar begins
        cell.value = value.to_pydatetime()
        cell.number_format = "yyyy-mm-dd" if value == value.normalize() else "yyyy-mm-dd hh:mm:ss"
    else:
        _write_text(cell, str(value), tell)


def _write_text(cell: Cell, text: str, tell: Narrator) -> None:
    """Write text as such, whatever it begins with."""
    shown = encode(for_xml(text))
    if len(shown.encode("utf-16-le")) > 2 * LONGEST:
        # a character may count as two
        shown = shown[: LONGEST // 2 - 100] + tell.say("shortened", n=len(text))
    cell.value, cell.data_type, cell.number_format = shown, "s", "@"
