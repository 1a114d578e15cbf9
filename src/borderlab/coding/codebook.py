"""Read the researcher's codebook as a compiler reads a program: all that is wrong, at once.

Every file of ``seeds/codebook`` is read as strings only: ``NA``, ``NO`` and ``010`` stay what they
are. What the files must obey stands in `borderlab.coding.codebook_rules`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from borderlab.coding.codebook_rules import COLUMNS, Row, show, validate
from borderlab.errors import CodebookError, Problem
from borderlab.tables import Codebook

_INDEX = {"actors": "actor_id", "items": "item", "pillars": "pillar"}


def parse_table(name: str, text: str, *, columns: Iterable[str] | None = None) -> list[Row]:
    r"""Parse the text of one codebook file.

    Parameters
    ----------
    name : str
        A key of `COLUMNS`.
    text : str
        The decoded file, newlines kept.
    columns : iterable of str, optional
        What its header must hold, for a table that is none of `COLUMNS`.

    Returns
    -------
    list of Row
        Blank lines are no records; whether a row has all its cells is for `validate` to say.

    Raises
    ------
    CodebookError
        When columns are missing or stand twice, or quoting is broken.

    Examples
    --------
    >>> (row,) = parse_table("pillars", "pillar,label,label_es,source,note\n\n1,NA,NO,010,\n")
    >>> row.line, list(row.cells.values())
    (3, ['1', 'NA', 'NO', '010', ''])
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, line = [], 1
    try:
        header = next(reader, [])
        if problems := list(_check_header(name, header, list(columns or COLUMNS[name]))):
            raise CodebookError(problems)
        line = reader.line_num + 1
        for fields in reader:
            if fields:
                cells = dict(zip(header, fields + [""] * len(header), strict=False))
                rows.append(Row(name, line, cells, surplus=len(fields) - len(header)))
            line = reader.line_num + 1
    except csv.Error as error:
        start = "".join(text.split("\n")[line - 1 : line])
        message = f"the record that starts {show(start)} cannot be read ({error})"
        cure = "close every quotation mark, and double it inside a quoted value"
        raise CodebookError(Problem(f"{name}.csv", line, "quoting", message, cure)) from error
    return rows


def _check_header(name: str, header: Sequence[str], columns: Sequence[str]) -> Iterator[Problem]:
    place = (f"{name}.csv", 1)
    if missing := [column for column in columns if column not in header]:
        cure = "separate the columns with commas" if len(header) == 1 else "add them to line 1"
        yield Problem(*place, "column-missing", f"missing columns: {', '.join(missing)}", cure)
    if twice := sorted({show(column) for column in header if header.count(column) > 1}):
        message = f"columns that stand twice: {', '.join(twice)}"
        yield Problem(*place, "column-duplicate", message, "rename or remove one")


def read_text(path: Path) -> str:
    """Decode a file of the folder, newlines kept; a `CodebookError` says why it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        cure = f"add it with the first line {','.join(COLUMNS[path.stem])}"
        fault = (0, "file-missing", "the file is missing", cure)
    except OSError as error:
        fault = (0, "unreadable", f"the file cannot be read ({error.strerror})", "make it readable")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{error.object[error.start]:02X} is no UTF-8"
        fault = (line, "undecodable", message, "save the file as CSV in UTF-8")
    raise CodebookError(Problem(path.name, *fault))


def _frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame([row.cells for row in rows], columns=None if rows else list(COLUMNS[name]))
    frame = frame[[*COLUMNS[name], *frame.columns.difference(COLUMNS[name], sort=False)]]
    frame = frame.astype("str")
    if name not in _INDEX:
        return frame.assign(line=pd.Series([row.line for row in rows], dtype="int64"))
    frame = frame.set_index(_INDEX[name])
    return frame.set_axis(frame.index.astype("int64")) if name == "pillars" else frame


def read_codebook(folder: str | Path) -> Codebook:
    """Read and check the nine files of a codebook folder.

    Parameters
    ----------
    folder : path
        With ``actors.csv``, ``aliases.csv`` … as `COLUMNS` lists them; other files are left alone.

    Returns
    -------
    Codebook
        Frames of str, empty cells as ``""``. ``actors`` is indexed by actor_id, ``items`` by item,
        ``pillars`` by the pillar as int64; the others carry the ``line`` of the file as int64.

    Raises
    ------
    CodebookError
        With every problem found, each naming file, line, value and cure; by file in the order of
        `COLUMNS`, then by line.

    Examples
    --------
    >>> codebook = read_codebook("seeds/codebook")
    >>> codebook.actors.loc["katie-hobbs", "label"], len(codebook.pillars)
    ('Katie Hobbs', 5)
    """
    folder = Path(folder)
    if not folder.is_dir():
        message, cure = "there is no such folder", "name the folder that holds actors.csv"
        if (old := folder.with_name(f"{folder.name}.old")).is_dir():  # a crash in the very swap
            cure = f"rename {old.name} back to {folder.name}"
        raise CodebookError(Problem(str(folder), 0, "folder-missing", message, cure))
    tables: dict[str, Sequence[Row]] = {}
    problems: list[Problem] = []
    for name in COLUMNS:
        try:
            tables[name] = parse_table(name, read_text(folder / f"{name}.csv"))
        except CodebookError as error:
            problems += error.problems
    if problems := [*problems, *validate(tables)]:
        files = [f"{name}.csv" for name in COLUMNS]
        raise CodebookError(sorted(problems, key=lambda p: (files.index(p.path), p.line)))
    return Codebook(**{name: _frame(name, rows) for name, rows in tables.items()})
