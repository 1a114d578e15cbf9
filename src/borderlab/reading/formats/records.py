"""Tables with one article a row: CSV, JSON lines, Parquet.

Columns are known by their names (classes ``key:…`` of ``words.csv``); a table without a column of
texts holds no source. A record's text is its headline, a blank line, and its text cell.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from borderlab.reading.decoding import Decoded, decode
from borderlab.reading.formats import Fault, Page
from borderlab.reading.limits import Limits
from borderlab.reading.words import fact_of

_FACTS = ("title", "author", "outlet", "published", "url", "language", "text", "id")
_DELIMITERS = ",;\t|"
_BATCH = 1_000  # records of a Parquet file in memory at once
_BUFFER = 2**20  # bytes of a column that are read at once

#: a line, what stands there by column, or why nothing does
_Rows = Iterator[tuple[int, Mapping[str, Any] | str]]


def read(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    r"""Yield the text of each record, or why it has none.

    Examples
    --------
    >>> table = b"title,text,fecha\nPorts,They reopened.,2023-04-28\n"
    >>> page = next(read(table, ".csv", Limits()))
    >>> page.text, page.facts["published"], page.record
    ('Ports\n\nThey reopened.', '2023-04-28', '1')
    """
    decoded = Decoded("", "utf-8")
    try:
        if suffix == ".parquet":
            rows = _parquet(data)
        else:
            decoded = decode(data)
            rows = (
                _json_lines(decoded.text) if suffix in (".jsonl", ".ndjson") else _csv(decoded.text)
            )
        pages = _pages(rows, decoded)
        first = next(pages, None)
        if first:
            yield first
            yield from pages
        else:
            yield Fault("empty-file", "holds no record", "add its records or delete it")
    except UnicodeError:
        yield Fault("undecodable", "has no encoding that fits", "save it as UTF-8")
    except Exception as error:  # whatever a broken table raises, it is one file that is not read
        say = f"is no table that can be read ({' '.join(str(error).split())[:200]})"
        yield Fault("broken-table", say, "save it anew, as CSV in UTF-8")


def open_parquet(path: Path) -> Any:
    """Open a Parquet file so that its columns are read piece by piece.

    Returns
    -------
    pyarrow.parquet.ParquetFile
        A context, which closes it.
    """
    import pyarrow.parquet as pq

    return pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)


def read_row_group(table: Any, group: int, start: int, stop: int) -> Iterator[Page | Fault]:
    """Yield the texts of some rows of one row group, a batch of them in memory at a time.

    Parameters
    ----------
    table : pyarrow.parquet.ParquetFile
        Opened as by `open_parquet`, lest a row group be in memory as a whole.
    group, start, stop : int
        The row group, and a half-open range of its rows.

    Yields
    ------
    Page or Fault
        As `read` gives them; a record without an id has its number in the file.
    """
    above = sum(table.metadata.row_group(g).num_rows for g in range(group))
    names = tuple(table.schema_arrow.names)
    used = [name for name in _columns(names).values() if name]
    rows = _batches(table, start, row_groups=[group], columns=used or None)
    yield from _pages(islice(rows, stop - start), Decoded("", "utf-8"), first=above + start + 1)


def read_frame(rows: Any, start: int) -> Iterator[Page | Fault]:
    """Yield the text of each row of a DataFrame, numbered from `start` on where it has no id."""
    import pyarrow as pa

    # by way of Arrow, so that a cell is what it would be in a Parquet file, a missing one too
    found = ((0, row) for row in pa.Table.from_pandas(rows, preserve_index=False).to_pylist())
    return _pages(found, Decoded("", "utf-8"), first=start + 1)


def find_column(names: tuple[str, ...], fact: str) -> str | None:
    """Name the column that holds a fact, if one does."""
    return _columns(names)[fact]


def _columns(names: tuple[str, ...]) -> dict[str, str | None]:
    """Find the column that holds each fact: the first whose name says so."""
    columns: dict[str, str | None] = dict.fromkeys(_FACTS)
    for name in reversed(names):
        if (fact := fact_of(name)) in columns:
            columns[fact] = name
    return columns


def _pages(rows: _Rows, decoded: Decoded, *, first: int = 1) -> Iterator[Page | Fault]:
    known = cache(_columns)  # rows of JSON may differ in their columns; those of a table do not
    seen: Counter[str] = Counter()
    for number, (line, row) in enumerate(rows, start=first):
        if isinstance(row, str):
            hint = "correct the line; the other records are read"
            yield Fault("malformed-record", row, hint, str(number), line)
            continue
        columns = known(tuple(row))
        if columns["text"] is None and not seen:
            say = f"has no column of texts among {', '.join(list(row)[:8])}"
            yield Fault("no-text-column", say, "name that column 'text'", line=1)
            return
        cells = {fact: _cell(row.get(name)) if name else "" for fact, name in columns.items()}
        record = cells.pop("id") or str(number)
        seen[record] += 1
        if seen[record] > 1:
            record = f"{record}~{seen[record]}"
        yield _page(cells, record, line, decoded)


def _page(cells: dict[str, str], record: str, line: int, decoded: Decoded) -> Page | Fault:
    text = cells.pop("text")
    try:
        "".join([record, text, *cells.values()]).encode()
    except UnicodeEncodeError:  # "\ud800" in JSON
        hint = "write the character as it is, or leave it out"
        return Fault("malformed-record", "holds half a character (a surrogate)", hint, record, line)
    if not text.strip():
        return Fault("empty-record", "has no text", "add its text or delete it", record, line)
    if cells["title"] and not text.lstrip().startswith(cells["title"]):
        text = f"{cells['title']}\n\n{text}"
    facts = {fact: value for fact, value in cells.items() if value}
    return Page(text, decoded.encoding, decoded.guessed, facts, record, line)


def _cell(value: Any) -> str:
    if value is None or value != value:  # a missing number is not equal to itself
        return ""
    return value if isinstance(value, str) else str(value)


def _csv(text: str) -> _Rows:
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        yield from _csv_rows(text.removeprefix("\ufeff"))
    finally:
        csv.field_size_limit(before)  # it is one for the whole process


def _csv_rows(text: str) -> _Rows:
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not reader.fieldnames:
        return
    line = reader.line_num
    for row in reader:
        begins, line = line + 1, reader.line_num
        if None in row or None in row.values():
            yield begins, "has missing or surplus cells"
        else:
            yield begins, row


def _json_lines(text: str) -> _Rows:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"is no JSON ({str(error)[:100]})"
            continue
        yield number, row if isinstance(row, dict) else "is no JSON object"


def _parquet(data: bytes) -> _Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    yield from _batches(pq.ParquetFile(pa.BufferReader(data)))


def _batches(table: Any, skip: int = 0, **which: Any) -> _Rows:
    # a thread for each column would hold a column each in memory
    for batch in table.iter_batches(batch_size=_BATCH, use_threads=False, **which):
        for row in batch.slice(min(skip, len(batch))).to_pylist():
            yield 0, row
        skip = max(skip - len(batch), 0)
