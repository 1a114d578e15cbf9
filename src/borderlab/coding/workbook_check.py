"""Turn a returned workbook into the files of a codebook folder, or say all that is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from borderlab.coding.codebook_rules import COLUMNS, Row, show, validate
from borderlab.coding.corrections import check_correction
from borderlab.coding.memos import check_memo
from borderlab.coding.workbook import SHEETS, read_tables
from borderlab.coding.workbook_return import REMARKS, open_workbook, read_workbook
from borderlab.coding.workbook_sheets import read_stamps, records, stamp
from borderlab.errors import CodebookError, Problem


def compile_workbook(
    path: str | Path, folder: str | Path, *, accepted: Collection[tuple[str, str]] = ()
) -> tuple[dict[str, bytes], list[Problem]]:
    """Compare a workbook with a codebook folder; nothing is written.

    Parameters
    ----------
    path : path
        The workbook.
    folder : path
        The codebook as it stands.
    accepted : collection of (str, str)
        What a table was when a workbook was written, and what it became by accepting that workbook:
        it may then be edited further.

    Returns
    -------
    (files, remarks)
        The content of every file that changes, by name: columns in the order of the file, new ones
        behind, its byte-order mark and newlines kept. Remarks are problems that cost nothing.

    Raises
    ------
    CodebookError
        With all problems: of the workbook's cells, and by the rules of the codebook, each naming
        sheet, row, value and cure.
    """
    path, folder = Path(path), Path(folder)
    tables, problems = read_workbook(path)
    old = read_tables(folder)
    blamed = {(p.path, p.line) for p in problems}  # a row is not blamed a second time
    found = [p._replace(path=f"{path.name}!{Path(p.path).stem}") for p in _check(tables, old)]
    problems += [p for p in found if (p.path, p.line) not in blamed]
    problems += _overtaken(path, old, [n for n in tables if _differ(old[n], tables[n])], accepted)
    if wrong := [p for p in problems if p.code not in REMARKS]:
        raise CodebookError(wrong)
    files = {f"{name}.csv": _content(old[name], tables[name], folder / f"{name}.csv")
             for name in tables if _differ(old[name], tables[name])}  # fmt: skip
    return files, problems


def _check(
    tables: Mapping[str, pd.DataFrame], old: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """Apply the rules of the codebook, of corrections and of memos; no own column may be lost."""
    for name, table in tables.items():
        for column in [c for c in old[name] if c not in table and c not in SHEETS[name]]:
            say = f"your column {show(column)} of {name}.csv is missing"
            cure = "put it back; to drop it, delete it in the file"
            yield Problem(f"{name}.csv", 1, "column-lost", say, cure)
    whole = {n: table for n, table in tables.items() if set(SHEETS[n]) <= set(table)}
    rows = {name: list(_rows(name, table)) for name, table in whole.items()}
    yield from validate({name: found for name, found in rows.items() if name in COLUMNS})
    checked = [check_correction(row.line, row.cells) for row in rows.get("corrections", ())]
    noted = [check_memo(row.line, row.cells) for row in rows.get("memos", ())]
    yield from (fault for fault in [*checked, *noted] if isinstance(fault, Problem))


def _rows(name: str, table: pd.DataFrame) -> Iterator[Row]:
    for line, cells in zip(table.index, table.to_dict("records"), strict=True):
        yield Row(name, int(line), {str(column): value for column, value in cells.items()})


def _overtaken(
    path: Path, old: Mapping[str, pd.DataFrame], edited: list[str],
    accepted: Collection[tuple[str, str]],
) -> Iterator[Problem]:  # fmt: skip
    """Name files that others changed after the workbook was written: that would be lost."""
    written = read_stamps(open_workbook(path))
    for name in edited:
        then, now = written.get(name), stamp(old[name])
        if then not in (None, now) and (then, now) not in accepted:
            say = f"{name}.csv has changed since the workbook was written"
            cure = "write a new workbook, and carry the edits of this sheet over"
            yield Problem(f"{path.name}!{name}", 0, "workbook-overtaken", say, cure)


def became(path: Path, folder: Path) -> list[str]:
    """List for each table what it was for the workbook and what it is now, as lines to keep."""
    written, now = read_stamps(open_workbook(path)), read_tables(folder)
    return [f"{then} {stamp(now[name])}" for name, then in written.items() if name in now]


def _differ(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    same = set(old) == set(new)
    return not same or records(old) != records(new[list(old)])


def _content(old: pd.DataFrame, new: pd.DataFrame, path: Path) -> bytes:
    r"""Write a table as the file was written; a bare carriage return inside a cell is quoted."""
    before = path.read_bytes() if path.is_file() else b""
    newline = "\r\n" if b"\r\n" in before.partition(b"\n")[0] + b"\n" else "\n"
    columns = [*old, *(c for c in new if c not in old)]
    text = "".join(_line(row) + newline for row in [columns, *records(new[columns])])
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + text.encode()


def _line(row: list[str]) -> str:
    # the writer quotes what its own line end holds, so it is given both characters
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n")
