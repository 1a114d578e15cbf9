"""A workbook of the sheets nodes, edges and graph: no cell runs, no text becomes a number.

openpyxl stamps the moment into a workbook and rounds to 16 digits; both are taken care of here.
"""

from __future__ import annotations

import io
import warnings
from math import inf
from typing import TYPE_CHECKING, Any

from borderlab.coding.workbook_cells import decode, encode, refused
from borderlab.publishing.interchange.files import Part, check_archive
from borderlab.publishing.interchange.plain import (
    Plain,
    Records,
    plain_value,
    refusal,
    unreadable,
)
from borderlab.publishing.interchange.tabular import (
    CURE,
    Reader,
    Table,
    from_tables,
    plain_id,
    to_tables,
)
from borderlab.publishing.interchange.values import UNSEEN, seal, tag, unseal, untag
from borderlab.publishing.packing import without_dates

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_EXACT = 10**15  # from here on a spreadsheet rounds whole numbers
LAST = 1_048_576  # row of a sheet
_FLOAT = "0.0##############"  # shows that 3.0 is no count
_EMPTY = 'json:""'  # a cell without text is an empty one
_SHEETS = ("nodes", "edges", "graph")


def dump(plain: Plain) -> list[bytes]:
    """Write the workbook.

    Raises
    ------
    OutputError
        When a text is longer than a cell may be.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    whole = Table(plain.name, ["name", "value"], [[k, v] for k, v in plain.graph.items()])
    for name, table in zip(_SHEETS, [*to_tables(plain, UNSEEN), whole], strict=True):
        _fill(book.create_sheet(name), table)
    buffer = io.BytesIO()
    book.save(buffer)
    return [without_dates(buffer.getvalue())]


def _fill(sheet: Worksheet, table: Table) -> None:
    if len(table.rows) >= LAST:
        why = f"has {len(table.rows)} {sheet.title}, more than a sheet has rows"
        raise refusal(table.name, "sheet-rows", why, "choose another format")
    for place, name in enumerate(table.header, start=1):  # sealed as it is
        _write_text(sheet.cell(1, place), tag(name) or _EMPTY, table.name)
    for number, row in enumerate(table.rows, start=2):
        for place, value in enumerate(row, start=1):
            if value is not None:
                _write(sheet.cell(number, place), value, table.name)
    sheet.freeze_panes = "A2"


def _write(cell: Cell, value: Any, name: str) -> None:
    """Write numbers and truth values as what they are, all else as text."""
    if isinstance(value, bool):
        cell.value = value
    elif is_number(value):
        write_number(cell, value)
    else:
        _write_text(cell, seal(tag(value) or _EMPTY), name)


def write_number(cell: Cell, value: float) -> None:
    """Write a number that `is_number` keeps as the very digits it has."""
    cell.value, cell.number_format = repr(value), _FLOAT if isinstance(value, float) else "0"
    cell.data_type = "n"


def _write_text(cell: Cell, text: str, name: str) -> None:
    text = encode(text)
    if fault := refused(text):
        why = f"{cell.coordinate} of the sheet {cell.parent.title} {fault.message}"
        raise refusal(name, fault.code, why, f"{fault.cure}, or choose another format")
    cell.value, cell.number_format = text, "@"
    cell.data_type = "s"  # "=x" and "#N/A" are text as well


def is_number(value: Any) -> bool:
    """Tell whether a spreadsheet keeps a number as it is."""
    most = {int: _EXACT, float: inf}.get(type(value), 0)
    return bool(most) and abs(value) < most


def load(parts: list[Part]) -> Records:
    """Read the sheets nodes, edges and graph; formulas as what they showed.

    Nodes and graph may be missing; a sheet that is the only one, whatever its name, has the edges.
    """
    from openpyxl import load_workbook

    [part] = parts
    check_archive(part)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that are not read
        book = load_workbook(io.BytesIO(part.content), data_only=True)
    sheets = {sheet.title.lower(): sheet for sheet in book.worksheets}
    if len(sheets) == 1 and "nodes" not in sheets:
        sheets = {"edges": book.worksheets[0]}
    tables = [_table(part, sheets, n) for n in ("nodes", "edges") if n in sheets or n == "edges"]
    about = _table(part, sheets, "graph").rows if "graph" in sheets else []
    whole = {str(row[0]): row[1] for row in about}
    return from_tables(tables, whole, Reader(name=str, id=plain_id, value=lambda value: value))


def _table(part: Part, sheets: dict[str, Worksheet], title: str) -> Table:
    if title not in sheets:
        raise unreadable(part.name, f"has no sheet {title!r}", CURE)
    # the cells that the file has: iterating over rows would make a million for one stray cell
    cells = {at: c for at, c in sorted(sheets[title]._cells.items()) if c.value is not None}
    header = {column: _heading(c) for (row, column), c in cells.items() if row == 1}
    if lost := [c.coordinate for (_, column), c in cells.items() if column not in header]:
        raise unreadable(part.name, f"{lost[0]} of the sheet {title} is under no heading", CURE)
    rows: dict[int, dict[int, Any]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = _read(cell)
    filled = [[read.get(column) for column in header] for row, read in rows.items() if row > 1]
    return Table(f"{part.name}!{title}", list(header.values()), filled)


def _heading(cell: Cell) -> str:
    return str(untag(decode(str(cell.value))))


def _read(cell: Cell) -> Any:
    value = cell.value
    if isinstance(value, str):
        return untag(unseal(decode(value)))
    if type(value) is int and "0.0" in cell.number_format:
        return float(value)
    return plain_value(value)
