r"""Cells of a spreadsheet as the strings they stand for, or why that cannot be known.

XLSX is XML: it holds no control characters, and writes a carriage return as ``_x000D_`` (ECMA-376,
part 1, 22.4.2.4, ST_Xstring). A spreadsheet may have turned text into numbers and dates; they are
put back only where one text alone can have been meant.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openpyxl.cell import Cell

LONGEST = 32_767  # characters of a cell, counted in UTF-16
_FOREIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# text that looks like an escape, or would together with the one of a carriage return behind it
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}[_\r])")
# of a number format, what is shown as it stands or only colours the cell
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_EXACT = 10**15  # from here on a spreadsheet rounds whole numbers


class Fault(NamedTuple):
    """Why a cell cannot be read or written, and what to do."""

    code: str
    message: str
    cure: str


def encode(text: str) -> str:
    r"""Write a string as XLSX holds it.

    Examples
    --------
    >>> print(encode("a\r\nb"), encode("_x000D_"), sep=" and ")
    a_x000D_
    b and _x005F_x000D_
    """
    return _LIKE_ESCAPE.sub("_x005F_", text).replace("\r", "_x000D_")


def decode(text: str) -> str:
    r"""Read a string as XLSX holds it.

    Examples
    --------
    >>> decode("a_x000D_\nb"), decode("_x005F_x000D_")
    ('a\r\nb', '_x000D_')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def refused(text: str) -> Fault | None:
    """Say why no cell can hold a string."""
    if _FOREIGN.search(text):
        return Fault("cell-character", "holds a character that no workbook can hold", "remove it")
    if len(encode(text).encode("utf-16-le")) > 2 * LONGEST:
        return Fault("cell-length", f"is longer than {LONGEST} characters", "shorten it")
    return None


def cell_text(cell: Cell, kind: str) -> str | Fault:
    """Return the string that a filled cell stands for.

    Parameters
    ----------
    cell : openpyxl.cell.Cell
    kind : str
        What its column holds, as in `borderlab.coding.codebook_rules.COLUMNS`: whole numbers of
        ``number`` and ``>pillars``, years and dates of ``date`` are put back; all else but text is
        a fault, since ``10`` may have been ``010``, and ``1 Feb`` a ``1-2``.
    """
    value, again = cell.value, "format the cell as text and write it again"
    if cell.data_type == "f":
        return Fault("cell-formula", "is a formula", "write what it shows, as text")
    if cell.data_type == "e":
        return Fault("cell-error", f"is the error {value}", again)
    if isinstance(value, bool):
        say = f"became the truth value {str(value).upper()}"
        return Fault("cell-truth", say, again)
    if isinstance(value, str):
        text = decode(value)
        return refused(text) or text
    text = _number(value, kind) if isinstance(value, int | float) else _date(cell, kind)
    shown = f"{value:.15g}" if isinstance(value, float) else str(value)
    what = "number" if isinstance(value, int | float) else "date or time"
    say = f"became the {what} {shown}, and what was written cannot be known"
    return text or Fault(f"cell-{what.split()[0]}", say, again)


def _number(value: float, kind: str) -> str:
    """Put a number back where no leading zero can have been lost."""
    if kind == "weight":
        return f"{value:g}"
    whole = value == int(value) and abs(value) < _EXACT
    is_year = kind == "date" and 1000 <= value <= 9999
    return str(int(value)) if whole and (kind in ("number", ">pillars") or is_year) else ""


def _date(cell: Cell, kind: str) -> str:
    """Put a date back as far as its format shows it: ``Jul-21`` was written 2021-07."""
    value, shown = cell.value, _LITERAL.sub("", cell.number_format).lower()
    if kind != "date" or "y" not in shown or not isinstance(value, date):
        return ""
    if isinstance(value, datetime) and value != datetime.combine(value.date(), datetime.min.time()):
        return ""
    parts = 3 if "d" in shown else 2 if "m" in shown else 1
    return "-".join(value.strftime("%Y-%m-%d").split("-")[:parts])
