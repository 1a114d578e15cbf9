"""Nodes and edges as two Parquet files, with types, for pandas, R and DuckDB."""

from __future__ import annotations

import io
import json
from typing import Any

from borderlab.publishing.interchange.files import Part, check_size
from borderlab.publishing.interchange.plain import (
    Attributes,
    Plain,
    Records,
    cast,
    kinds,
    plain_value,
)
from borderlab.publishing.interchange.tabular import (
    Reader,
    Table,
    from_tables,
    plain_id,
    to_tables,
)
from borderlab.publishing.interchange.values import SURROGATE, dumps, seal, unseal, untag

_KEY = b"borderlab"  # of the metadata that hold the attributes of the whole graph


def dump(plain: Plain) -> list[bytes]:
    """Write both lists, one type a column; what mixes types or has none is tagged text."""
    return [_bytes(table, plain.graph) for table in to_tables(plain, SURROGATE)]


def _bytes(table: Table, whole: Attributes) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "str": pa.string()}
    columns = []
    for n in range(len(table.header)):
        cells = [row[n] for row in table.rows]
        kind = kinds({"": cell} for cell in cells if cell is not None).get("", "str")
        typed = [None if c is None else cast(c, kind, SURROGATE) for c in cells]
        columns.append(pa.array(typed, types[kind]))
    metadata = {_KEY: seal(dumps(whole), SURROGATE).encode()}
    written = pa.Table.from_arrays(columns, names=table.header).replace_schema_metadata(metadata)
    buffer = io.BytesIO()
    pq.write_table(written, buffer)
    return buffer.getvalue()


def load(parts: list[Part]) -> Records:
    """Read both lists, or edges alone."""
    tables, wholes = zip(*map(_table, parts), strict=True)
    return from_tables(tables, wholes[0], Reader(name=str, id=_id, value=_value))


def _table(part: Part) -> tuple[Table, Attributes]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(part.content))
    told = file.metadata
    check_size(
        part.name, sum(told.row_group(n).total_byte_size for n in range(told.num_row_groups))
    )
    read = file.read()
    whole = json.loads(unseal((read.schema.metadata or {}).get(_KEY, b"{}").decode()))
    columns = [column.to_pylist() for column in read.columns]
    return Table(part.name, read.column_names, list(zip(*columns, strict=True))), whole


def _id(value: Any) -> str:
    return plain_id(_value(value))


def _value(value: Any) -> Any:
    return untag(unseal(value)) if isinstance(value, str) else plain_value(value)
