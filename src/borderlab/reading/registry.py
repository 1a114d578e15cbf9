"""What the researcher knows about the texts: ``sources.csv`` and ``echoes.csv``, strings only."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from borderlab.errors import Problem
from borderlab.reading.files import nfc, problem
from borderlab.reading.known import check_row

#: Columns of sources.csv that steer the reading; every other one is attached as ``known_<column>``.
STEERING = ("doc_id", "file", "sha256", "label", "story")
KNOWN = (
    "outlet", "outlet_basis", "url", "url_basis", "archived_url", "archived_url_basis",
    "accessed", "accessed_basis", "publisher_kind", "publisher_kind_basis",
    "original_language", "original_language_basis", "event_earliest", "event_latest",
    "event_basis", "published_earliest", "published_latest", "published_basis", "rights",
    "rights_basis", "share_text", "share_text_basis", "note",
)  # fmt: skip

#: table -> columns a row must fill; columns whose values stand once, the last one names the row;
#: code, message and hint where what it names is not there
_TABLES = {
    "sources.csv": (
        ("doc_id", "file"), ("doc_id", "file"),
        ("file-missing", "the file {!r} is not in the folder", "put it there or delete the row"),
    ),
    "echoes.csv": (
        ("echo_id", "sentence_id"), ("sentence_id",),
        ("unknown-sentence", "there is no sentence {!r}", "give the id as the sentences have it"),
    ),
}  # fmt: skip

Row = dict[str, str]


def _read_rows(path: Path, needed: tuple[str, ...]) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Read a CSV as (line, row) pairs; rows that do not fit its header become problems."""
    rows: list[tuple[int, Row]] = []
    problems: list[Problem] = []
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        header = [column for column in reader.fieldnames or [] if column]
        if absent := [column for column in needed if column not in header]:
            return [], [_without(path.name, header, absent)]
        problems += [
            problem(path.name, "column-case", f"the column {c!r} does not count", f"write {k!r}", 1)
            for c in header
            for k in (*STEERING, *KNOWN)
            if c != k and c.strip().casefold() == k
        ]
        for raw in reader:
            cells = {c: raw[c] for c in header}
            line = reader.line_num - sum((cell or "").count("\n") for cell in cells.values())
            if None in raw or None in raw.values() or not all(raw[c].strip() for c in needed):
                say = "the row has missing or surplus cells and was left out"
                hint = "give it one cell per column, quoting commas, and fill " + ", ".join(needed)
                problems.append(problem(path.name, "malformed-row", say, hint, line))
            else:
                rows.append((line, {c: cell.strip() for c, cell in cells.items()}))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        say = f"cannot be read, so none of its rows counts: {error}"
        return [], [problem(path.name, "unreadable-table", say, "save it as CSV in UTF-8")]
    return rows, problems


def _without(name: str, header: list[str], absent: list[str]) -> Problem:
    """Say that a table lacks columns, and what a spreadsheet did to them."""
    say = f"has no column {', '.join(map(repr, absent))}, so none of its rows counts"
    other = next((mark for mark in ";\t" if len(header) == 1 and mark in header[0]), "")
    told = {";": "semicolons", "\t": "tabulators", "": ""}[other]
    cure = f"its cells are divided by {told}: save it with commas" if told else "add the column"
    if header and header[0].startswith("PK"):
        cure = "it is a workbook (.xlsx): save it as CSV in UTF-8"
    return problem(name, "column-missing", say, cure, 1)


def read_registry(path: Path, there: Collection[str]) -> tuple[dict[str, Row], list[Problem]]:
    """Read ``sources.csv`` or ``echoes.csv``; a table that does not exist has no rows.

    Parameters
    ----------
    path : Path
        The table.
    there : collection of str
        What its rows may name: the paths of all files seen, or the ids of all sentences.

    Returns
    -------
    (rows, problems)
        Rows by `nfc` of what they name, the first where two name the same; problems for rows that
        are malformed, stand twice or name what is not there, in the order of their lines.
    """
    if not path.is_file():
        return {}, []
    needed, unique, absent = _TABLES[path.name]
    rows, problems = _read_rows(path, needed)
    key, known = unique[-1], {nfc(name) for name in there}
    seen: dict[tuple[str, str], int] = {}
    kept: dict[str, Row] = {}
    for line, row in rows:
        if twice := [k for k in unique if (k, nfc(row[k])) in seen]:
            first = seen[twice[0], nfc(row[twice[0]])]
            say = f"{twice[0]} {row[twice[0]]!r} already stands in line {first}"
            problems.append(problem(path.name, "duplicate-row", say, "keep one of the rows", line))
            continue
        seen.update({(k, nfc(row[k])): line for k in unique})
        if path.name == "sources.csv":
            problems += check_row(row, line)
        kept[nfc(row[key])] = row
        if nfc(row[key]) not in known:
            code, say, hint = absent
            problems.append(problem(path.name, code, say.format(row[key]), hint, line))
    return kept, sorted(problems, key=lambda p: p.line)
