"""What the researcher knows about the texts: ``sources.csv`` and ``echoes.csv``, strings only."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from borderlab.errors import Problem
from borderlab.reading.files import nfc, problem

#: Columns of sources.csv that steer the reading; every other one is attached as ``known_<column>``.
STEERING = ("doc_id", "file", "sha256", "label", "story")
KNOWN = (
    "outlet", "outlet_basis", "url", "url_basis", "accessed", "publisher_kind",
    "original_language", "event_earliest", "event_latest", "event_basis", "published_earliest",
    "published_latest", "published_basis", "rights", "share_text", "note",
)  # fmt: skip

Row = dict[str, str]


def _read_rows(path: Path, needed: tuple[str, ...]) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Read a CSV as (line, row) pairs; rows that do not fit its header become problems."""
    if not path.is_file():
        return [], []
    name = path.name
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        header = [column for column in reader.fieldnames or [] if column]
        absent = [column for column in needed if column not in header]
        if absent:
            say = f"has no column {', '.join(map(repr, absent))}, so none of its rows counts"
            return [], [problem(name, "column-missing", say, "add the column", 1)]
        rows, problems = [], []
        for raw in reader:
            cells = {c: raw[c] for c in header}
            line = reader.line_num - sum((cell or "").count("\n") for cell in cells.values())
            if None in raw or None in raw.values() or not all(raw[c].strip() for c in needed):
                say = "the row has missing or surplus cells and was left out"
                hint = "give it one cell per column, quoting commas, and fill " + ", ".join(needed)
                problems.append(problem(name, "malformed-row", say, hint, line))
            else:
                rows.append((line, {c: cell.strip() for c, cell in cells.items()}))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        say = f"cannot be read, so none of its rows counts: {error}"
        return [], [problem(name, "unreadable-table", say, "save it as CSV in UTF-8")]
    return rows, problems


def _firsts(
    name: str, rows: list[tuple[int, Row]], keys: tuple[str, ...]
) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Keep the first row of each value of each key; the others become problems."""
    seen: dict[tuple[str, str], int] = {}
    kept, problems = [], []
    for line, row in rows:
        twice = [k for k in keys if (k, nfc(row[k])) in seen]
        if twice:
            key = twice[0]
            say = f"{key} {row[key]!r} already stands in line {seen[key, nfc(row[key])]}"
            problems.append(problem(name, "duplicate-row", say, "keep one of the rows", line))
        else:
            seen.update({(k, nfc(row[k])): line for k in keys})
            kept.append((line, row))
    return kept, problems


def read_sources(folder: Path, paths: Collection[str]) -> tuple[dict[str, Row], list[Problem]]:
    """Read ``sources.csv``.

    Parameters
    ----------
    folder : Path
        The folder of texts.
    paths : collection of str
        Relative paths of all files that were seen there.

    Returns
    -------
    (rows, problems)
        Rows by `nfc` of the file they describe; problems for rows that are malformed, stand twice
        or describe a file that is not there.
    """
    rows, problems = _read_rows(folder / "sources.csv", ("doc_id", "file"))
    rows, twice = _firsts("sources.csv", rows, ("doc_id", "file"))
    there = {nfc(path) for path in paths}
    missing = [
        problem(
            "sources.csv", "file-missing", f"the file {row['file']!r} is not in the folder",
            "put it there or delete the row", line,
        )
        for line, row in rows if nfc(row["file"]) not in there
    ]  # fmt: skip
    return {nfc(row["file"]): row for _, row in rows}, [*problems, *twice, *missing]


def read_echoes(folder: Path, sentence_ids: Collection[str]) -> tuple[Row, list[Problem]]:
    """Read ``echoes.csv``: sentence_id -> echo_id, and problems for sentences that do not exist."""
    rows, problems = _read_rows(folder / "echoes.csv", ("echo_id", "sentence_id"))
    rows, twice = _firsts("echoes.csv", rows, ("sentence_id",))
    unknown = [
        problem(
            "echoes.csv", "unknown-sentence", f"there is no sentence {row['sentence_id']!r}",
            "give the id as the table of sentences has it", line,
        )
        for line, row in rows if row["sentence_id"] not in sentence_ids
    ]  # fmt: skip
    known = {r["sentence_id"]: r["echo_id"] for _, r in rows if r["sentence_id"] in sentence_ids}
    return known, [*problems, *twice, *unknown]
