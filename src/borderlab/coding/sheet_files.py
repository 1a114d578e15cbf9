"""Sheets as files: CSV as spreadsheets of any country write it, and workbooks.

What is written is text in every cell and begins no formula; what is read may have lost its quotes,
its encoding, its separator and its order of columns on the way through a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from borderlab.coding.sheets import COLUMNS, NO_PILLAR, NOBODY
from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_csv, visible
from borderlab.reading.decoding import decode
from borderlab.reading.sentences import BLANK
from borderlab.tables import Codebook, Form, Role

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"before": 30, "text": 60, "after": 30, "surface": 24, "actor_id": 24, "note": 24}
_LAST = 1_048_576  # row of a workbook
_CHOSEN = ("actor_id", "form", "role", "pillar")


class Line(NamedTuple):
    """One line of a sheet: its number in the file, and its trimmed cells."""

    number: int
    cells: list[str]


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    r"""Write rows as CSV that a spreadsheet opens: marked as UTF-8, everything quoted, disarmed.

    Examples
    --------
    >>> csv_bytes([["=1+1", "Torreón"]]).decode("utf-8-sig")
    '"\'=1+1","Torreón"\n'
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([for_csv(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Sequence[Sequence[str]], codebook: Codebook) -> bytes:
    """Write rows as a workbook with three sheets: sentences, guide, lists.

    The first row says who codes, the second names the columns; both stay in sight.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "sentences"
    for number, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[sheet.cell(1, number).column_letter]
        dimension.width = _WIDTHS.get(column, 14)
        dimension.number_format = "@"  # lines that a coder adds are text too
    _fill(sheet, [list(row) + [""] * (len(COLUMNS) - len(row)) for row in rows])
    sheet.freeze_panes = "B3"
    guide = files("borderlab.coding").joinpath("sheet_guide.txt").read_text("utf-8").splitlines()
    _fill(book.create_sheet("guide"), [[line] for line in guide])
    book["guide"].column_dimensions["A"].width = 110
    lists = _lists(codebook)
    _fill(book.create_sheet("lists"), [list(lists), *zip_longest(*lists.values(), fillvalue="")])
    for letter in "ABC":
        book["lists"].column_dimensions[letter].width = 40
    _offer(sheet, lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lists(codebook: Codebook) -> dict[str, list[str]]:
    actors, pillars = codebook.actors, codebook.pillars
    return {
        "actor_id": [NOBODY, *actors.index],
        "label": ["nobody of this list is named", *actors["label"]],
        "label_es": ["no se nombra a nadie de esta lista", *actors["label_es"]],
        "kind": ["", *actors["kind"]],
        "form": list(get_args(Form)),
        "role": list(get_args(Role)),
        "pillar": [*map(str, pillars.index), NO_PILLAR],
        "pillar_label": [*pillars["label"], "not about the Dialogue"],
    }


def _fill(sheet: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font

    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = for_csv(visible(text)) or None
            cell.number_format = "@"
            if cell.value:
                cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = wrapped
            if number == 1 or row[0] == COLUMNS[0]:
                cell.font = bold


def _offer(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    """Let a coder choose from the lists; only a pillar may be something else, such as 1|3."""
    from openpyxl.worksheet.datavalidation import DataValidation

    letters = dict(zip(lists, "ABCDEFGH", strict=True))
    for column in _CHOSEN:
        source = f"lists!${letters[column]}$2:${letters[column]}${len(lists[column]) + 1}"
        offer = DataValidation(
            type="list", formula1=source, allow_blank=True, showErrorMessage=True,
            errorStyle="warning" if column == "pillar" else "stop",
            errorTitle=column, error=f"Choose from the column {column} of the sheet lists.",
        )  # fmt: skip
        letter = sheet.cell(1, COLUMNS.index(column) + 1).column_letter
        offer.add(f"{letter}3:{letter}{_LAST}")
        sheet.add_data_validation(offer)


def read_lines(path: Path) -> tuple[list[Line], list[Problem]]:
    """Read the lines of a sheet, from a workbook or from CSV, told apart by their first bytes.

    Returns
    -------
    (lines, problems)
        Lines with an entry; a guessed encoding is one problem.

    Raises
    ------
    SourceError
        When the file cannot be read as either.
    """
    try:
        data = path.read_bytes()
        return _workbook(data) if data.startswith(b"PK") else _csv(data, path.name)
    except OSError as error:
        say, cure = f"cannot be read ({error.strerror})", "correct its name"
    except Exception as error:  # openpyxl fails in as many ways as archives and XML can be broken
        say, cure = f"is no sheet ({error})", "save it as .xlsx, or as CSV in UTF-8"
    raise SourceError(Problem(path.name, 0, "unreadable-sheet", visible(say), cure))


def _workbook(data: bytes) -> tuple[list[Line], list[Problem]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that are not read
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [_lines(enumerate(s.iter_rows(values_only=True), start=1)) for s in book]
    headed = [s for s in sheets if any(COLUMNS[0] in line.cells for line in s)]
    return (headed or sheets)[0], []


def _csv(data: bytes, name: str) -> tuple[list[Line], list[Problem]]:
    text, encoding, guessed = decode(data)
    text = text.removeprefix("\ufeff")
    head = next((line for line in text.splitlines() if COLUMNS[0] in line), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    numbered, start = [], 1
    for row in reader:
        numbered.append((start, row))
        start = reader.line_num + 1
    say, cure = f"was read as {encoding}, a guess", "check accented letters, or save it as UTF-8"
    return _lines(numbered), [Problem(name, 0, "guessed-encoding", say, cure)] * guessed


def _lines(rows: Iterable[tuple[int, Sequence[Any]]]) -> list[Line]:
    lines = [Line(number, [_cell(value) for value in row]) for number, row in rows]
    return [line for line in lines if any(line.cells)]


def _cell(value: Any) -> str:
    """Trim a cell, write a number as a person would, and take the apostrophe of `for_csv` off."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip(BLANK)
    return text[1:] if text[:1] == "'" and for_csv(text[1:]) == text else text
