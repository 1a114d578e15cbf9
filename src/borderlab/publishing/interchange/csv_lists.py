"""Nodes and edges as two CSV files that a spreadsheet opens without running anything.

CSV knows text alone, so each cell says what it is, as `borderlab.publishing.interchange.values`
has it.
"""

from __future__ import annotations

import csv
import io

from borderlab.publishing.interchange.files import Part
from borderlab.publishing.interchange.plain import Plain, Records, unreadable
from borderlab.publishing.interchange.tabular import CURE, Reader, Table, from_tables, to_tables
from borderlab.publishing.interchange.values import (
    SURROGATE,
    from_cell,
    from_label,
    seal,
    to_cell,
    to_label,
    unseal,
)

_READER = Reader(
    name=from_label,
    id=lambda cell: from_label(unseal(cell)),
    value=lambda cell: from_cell(unseal(cell)),
)


def dump(plain: Plain) -> list[bytes]:
    """Write both lists, everything quoted, since a bare carriage return breaks CSV."""
    nodes, edges = to_tables(plain, SURROGATE)
    return [_bytes(nodes, ids=1), _bytes(edges, ids=2)]


def _bytes(table: Table, *, ids: int) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(map(to_label, table.header))
    for row in table.rows:
        cells = ["" if value is None else to_cell(value) for value in row[ids:]]
        writer.writerow(seal(cell, SURROGATE) for cell in [*map(to_label, row[:ids]), *cells])
    return buffer.getvalue().encode()


def load(parts: list[Part]) -> Records:
    """Read both lists, or edges alone, separated by commas, semicolons or tabs.

    A list whose headings are quoted, as ours are, ends with its line or was cut. That it was cut
    between two lines nothing in it can tell.
    """
    return from_tables([_table(part) for part in parts], {}, _READER)


def _table(part: Part) -> Table:
    try:
        text = part.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(part.name, "is not UTF-8", "save it as CSV UTF-8") from error
    if text.startswith('"') and not text.endswith("\n"):
        raise unreadable(part.name, "ends within a line, as if it were cut", "write it again")
    rows = _rows(part, text)
    if not rows:
        raise unreadable(part.name, "is empty", CURE)
    return Table(part.name, rows[0], rows[1:])


def _rows(part: Part, text: str) -> list[list[str]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        raise unreadable(part.name, f"is broken CSV ({error})", CURE, reader.line_num) from error
    finally:
        csv.field_size_limit(before)  # it is one for the whole process
