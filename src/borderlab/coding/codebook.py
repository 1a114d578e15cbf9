"""Read the researcher's codebook as a compiler reads a program: all that is wrong, at once.

Every file of ``seeds/codebook`` is read as strings only: ``NA``, ``NO`` and ``010`` stay what they
are. What the files must obey stands in `borderlab.coding.codebook_rules`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from borderlab.coding.codebook_rules import COLUMNS, Row, by_place, show, validate
from borderlab.errors import CodebookError, Problem
from borderlab.tables import Codebook

if TYPE_CHECKING:
    import pandas as pd

_INDEX = {"actors": "actor_id", "items": "item", "pillars": "pillar"}


def _check_header(name: str, header: Sequence[str]) -> Iterator[Problem]:
    if missing := [column for column in COLUMNS[name] if column not in header]:
        cure = "separate the columns with commas" if len(header) == 1 else "add them to line 1"
        message = f"missing columns: {', '.join(missing)}"
        yield Problem(f"{name}.csv", 1, "column-missing", message, cure)
    for column in sorted({c for c in header if header.count(c) > 1}):
        message, cure = f"column {show(column)} stands twice", "rename or remove one"
        yield Problem(f"{name}.csv", 1, "column-duplicate", message, cure)


def _check_width(name: str, line: int, fields: Sequence[str], width: int) -> Iterator[Problem]:
    if len(fields) != width:
        message = f"{show(fields[0])} has {len(fields)} fields instead of {width}"
        yield Problem(f"{name}.csv", line, "fields", message, "check its commas and quotes")


def parse_table(name: str, text: str) -> tuple[list[Row] | None, list[Problem]]:
    r"""Parse the text of one codebook file.

    Parameters
    ----------
    name : str
        A key of `COLUMNS`.
    text : str
        The decoded file, newlines kept.

    Returns
    -------
    rows : list of Row, or None
        None when the file has no usable header or its quoting is broken.
    problems : list of Problem
        Missing columns, rows with too few or too many fields, broken quotes.

    Examples
    --------
    >>> text = "pillar,label,label_es,source,note\n1,NA,NO,010\n"
    >>> rows, problems = parse_table("pillars", text)
    >>> print(problems[0])
    pillars.csv:2: '1' has 4 fields instead of 5; check its commas and quotes [fields]
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    line = 1
    try:
        header = next(reader, [])
        if problems := list(_check_header(name, header)):
            return None, problems
        line = reader.line_num + 1
        for fields in reader:
            if fields:  # a blank line is no record
                problems += _check_width(name, line, fields, len(header))
                padded = fields + [""] * len(header)
                cells = dict(zip(header, padded, strict=False))
                rows.append(Row(line, cells, len(fields) == len(header)))
            line = reader.line_num + 1
    except csv.Error as error:
        start = text.split("\n")[line - 1 :][:1]
        message = f"the record that starts {show(''.join(start))} cannot be read ({error})"
        cure = "close every quotation mark, and double it inside a quoted value"
        return None, [*problems, Problem(f"{name}.csv", line, "quoting", message, cure)]
    return rows, problems


def _decode(path: Path) -> tuple[str | None, list[Problem]]:
    if not path.is_file():
        columns = ",".join(COLUMNS[path.stem])
        message, cure = "the file is missing", f"add it with the first line {columns}"
        return None, [Problem(path.name, 0, "file-missing", message, cure)]
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig"), []
    except OSError as error:
        message, cure = f"the file cannot be read ({error.strerror})", "make it readable"
        return None, [Problem(path.name, 0, "unreadable", message, cure)]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{error.object[error.start]:02X} is no UTF-8"
        cure = "save the file as CSV in UTF-8"
        return None, [Problem(path.name, line, "undecodable", message, cure)]


def _frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd

    columns = list(rows[0].cells) if rows else list(COLUMNS[name])
    named = [*COLUMNS[name], *(c for c in columns if c not in COLUMNS[name])]
    frame = pd.DataFrame([row.cells for row in rows], columns=named, dtype="str")
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
        With every problem found, each naming file, line, value and cure.
    """
    folder = Path(folder)
    if not folder.is_dir():
        message, cure = "there is no such folder", "name the folder that holds actors.csv"
        raise CodebookError(Problem(str(folder), 0, "folder-missing", message, cure))
    tables: dict[str, Sequence[Row]] = {}
    problems: list[Problem] = []
    for name in COLUMNS:
        text, found = _decode(folder / f"{name}.csv")
        rows, wrong = parse_table(name, text) if text is not None else (None, [])
        problems += found + wrong
        tables |= {name: rows} if rows is not None else {}
    if problems := by_place([*problems, *validate(tables)]):
        raise CodebookError(problems)
    return Codebook(**{name: _frame(name, rows) for name, rows in tables.items()})
