"""Tables and graphs for other programs: CSV for spreadsheets, GraphML for Gephi, R and igraph.

Nothing here carries a date or a path, rows are sorted, and what is written reads back equal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from borderlab.errors import OutputError, Problem
from borderlab.escapes import for_csv, for_filename, for_xml
from borderlab.publishing.swapping import write_whole


def write_graphml(graph: nx.Graph, path: Path) -> Path:
    """Write a graph as GraphML that every reader of the format opens.

    Node ids and attributes become str, int or float, one type per attribute; missing and empty
    values are left out, characters that XML forbids are made visible, nodes and edges are sorted.

    Parameters
    ----------
    graph : networkx.Graph
    path : pathlib.Path
        The folder is made when it is not there; an old file is replaced in one step.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When two nodes would get one id (``1`` and ``"1"``), or the file cannot be written.

    Notes
    -----
    networkx writes other bytes when lxml is installed; its pure Python writer is asked for here.
    """
    nodes = _by_id(graph, path)
    ids = {node: new for new, node in nodes.items()}
    ties = sorted(sorted((ids[u], ids[v])) for u, v in graph.edges)
    clean = nx.Graph()
    clean.add_nodes_from(_one_type({i: graph.nodes[node] for i, node in nodes.items()}).items())
    edge_data = _one_type({(u, v): graph.edges[nodes[u], nodes[v]] for u, v in ties})
    clean.add_edges_from((*tie, data) for tie, data in edge_data.items())
    buffer = io.BytesIO()
    nx.write_graphml_xml(clean, buffer)
    return write_whole(path, buffer.getvalue())


def write_tables(study_tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write tables as CSV files that a spreadsheet opens without running anything.

    Every cell is quoted, UTF-8, one newline per record; dates are ISO, lists joined by ``|``,
    missing values empty. Text that a spreadsheet would take for a formula gets an apostrophe.

    Parameters
    ----------
    study_tables : mapping of name to pandas.DataFrame
        A named index is written as the first column.
    folder : pathlib.Path

    Returns
    -------
    list of pathlib.Path
        One ``<name>.csv`` a table, in order of name.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    return [
        write_whole(
            folder / f"{for_filename(name).replace('-', '_')}.csv", _csv(study_tables[name])
        )
        for name in sorted(study_tables)
    ]


def _by_id(graph: nx.Graph, path: Path) -> dict[str, Any]:
    """Sort the nodes by their id in the file: an XML attribute, where a newline would vanish."""
    nodes: dict[str, Any] = {}
    for node in graph:
        new = for_xml(str(node)).replace("\n", "⟨U+000A⟩").replace("\t", "⟨U+0009⟩")
        if new in nodes:
            why = f"nodes {nodes[new]!r} and {node!r} would both be written as {new!r}"
            raise OutputError(Problem(path.name, 0, "graphml-id", why, "relabel one of them"))
        nodes[new] = node
    return dict(sorted(nodes.items()))


def _one_type(data: Mapping[Any, Mapping[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Give every attribute one type over all nodes or edges: int, else float, else str."""
    plain = {key: {str(a): _plain(v) for a, v in sorted(d.items())} for key, d in data.items()}
    kept = {key: {a: v for a, v in d.items() if v is not None} for key, d in plain.items()}
    types: dict[str, type] = {}
    for attributes in kept.values():
        for name, value in attributes.items():
            types[name] = max(types.get(name, int), type(value), key=(int, float, str).index)
    return {key: {for_xml(a): types[a](v) for a, v in d.items()} for key, d in kept.items()}


def _plain(value: Any) -> int | float | str | None:
    """Reduce a value to what GraphML knows; None where there is nothing to write."""
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if value is None or value != value:
        return None
    if isinstance(value, int):  # bool too
        return int(value)
    return value if isinstance(value, float) else for_xml(_text(value)) or None


def _text(value: Any) -> str:
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return "|".join(_text(v) for v in value)
    return str(value)


def _csv(table: pd.DataFrame) -> bytes:
    """Escape header, index and cells, then quote everything: a bare carriage return breaks CSV."""
    named = [n for n in table.index.names if n is not None]
    columns = [*((n, table.index.get_level_values(n)) for n in named), *table.items()]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(for_csv(str(name)) for name, _ in columns)
    writer.writerows(zip(*(map(_csv_cell, column) for _, column in columns), strict=True))
    return buffer.getvalue().encode("utf-8", "backslashreplace")


def _csv_cell(value: Any) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    number = hasattr(value, "__float__") and not isinstance(value, str)
    return str(value) if number else for_csv(_text(value))
