"""A graph as two tables, nodes and edges, for CSV, Parquet and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from borderlab.publishing.interchange.plain import Attributes, Plain, Records, unreadable
from borderlab.publishing.interchange.values import seal, unseal

#: what a file of lists is mended with
CURE = "give one table of nodes (id, ...) and one of edges (source, target, ...)"
_NODES, _EDGES = ("id",), ("source", "target")
_MEANT = ("Type",)  # where Gephi says whether an edge is directed
_FIRST = ("label", "weight")  # of the attributes, for those who look at the table


class Table(NamedTuple):
    """Headings and rows; None is a missing value.

    Attributes
    ----------
    name : str
        Of the file or sheet, for messages.
    header : list of str
    rows : sequence of sequences
    """

    name: str
    header: list[str]
    rows: Sequence[Sequence[Any]]


def to_tables(plain: Plain, hidden: Collection[str]) -> tuple[Table, Table]:
    """Write nodes as id, label and attributes, edges as source, target, weight and attributes.

    Headings are sealed as `hidden` says, cells are the values themselves.
    """
    nodes = [((node,), data) for node, data in plain.nodes.items()]
    return (
        Table(plain.name, *_table(_NODES, nodes, hidden)),
        Table(plain.name, *_table(_EDGES, list(plain.edges.items()), hidden)),
    )


def _table(
    ids: tuple[str, ...],
    records: Sequence[tuple[tuple[str, ...], Attributes]],
    hidden: Collection[str],
) -> tuple[list[str], list[list[Any]]]:
    names = {name for _, data in records for name in data}
    columns = sorted(names, key=lambda name: (name not in _FIRST, name))
    rows = [[*key, *(data.get(name) for name in columns)] for key, data in records]
    return [*ids, *(guard(seal(name, hidden), (*ids, *_MEANT)) for name in columns)], rows


def guard(name: str, taken: Collection[str]) -> str:
    """Write an attribute that is called as a column of the format is; `unseal` undoes it.

    Examples
    --------
    >>> guard("label", ["id"]), guard("id", ["id"])
    ('label', '⟨U+0069⟩d')
    """
    return f"⟨U+{ord(name[0]):04X}⟩{name[1:]}" if name in taken else name


class Reader(NamedTuple):
    """How a format's headings, ids (never missing) and values are read."""

    name: Callable[[str], str]
    id: Callable[[Any], str]
    value: Callable[[Any], Any]


def from_tables(tables: Sequence[Table], whole: Attributes, reader: Reader) -> Records:
    """Read nodes and edges, of ours or of another program: id, source, target in whatever case.

    Edges alone have the nodes that they name.
    """
    *nodes, edges = tables
    found = [(source, target, data) for (source, target), data in _records(edges, _EDGES, reader)]
    ends: dict[str, Attributes] = {end: {} for *pair, _ in found for end in pair}
    if not nodes:
        return ends.items(), found, whole
    return [(node, data) for (node,), data in _records(nodes[0], _NODES, reader)], found, whole


def _records(
    table: Table, ids: tuple[str, ...], reader: Reader
) -> Iterator[tuple[list[str], Attributes]]:
    places = [_place(table, name) for name in ids]
    rest = {n: reader.name(name) for n, name in enumerate(table.header) if n not in places}
    if len(set(rest.values())) < len(rest):
        raise unreadable(table.name, "has two columns of one name", "rename one", 1)
    for number, row in enumerate(table.rows, start=2):
        if len(row) != len(table.header) or any(row[n] is None for n in places):
            why = f"row {number} has no {' or no '.join(ids)}, or other cells than the headings"
            raise unreadable(table.name, why, "correct the row")
        read = {name: reader.value(row[n]) for n, name in rest.items()}
        if ids == _EDGES and read.get("Type") == "Directed":  # as Gephi writes
            why = f"row {number} says that its edge is directed"
            raise unreadable(table.name, why, "export the graph as undirected")
        yield (
            [reader.id(row[n]) for n in places],
            {unseal(name): value for name, value in read.items() if value is not None},
        )


def _place(table: Table, name: str) -> int:
    """Find a column, by its very name before its name in capitals."""
    for header in (table.header, [str(heading).lower() for heading in table.header]):
        if name in header:
            return header.index(name)
    raise unreadable(table.name, f"has no column {name!r}", CURE)


def plain_id(value: Any) -> str:
    """Read an id that a program may have turned into a number.

    Examples
    --------
    >>> plain_id("007"), plain_id(7.0)
    ('007', '7')
    """
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)
