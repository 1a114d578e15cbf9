"""A graph as plain sorted records that every format can write, and records as a graph again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

import networkx as nx

from borderlab.errors import OutputError, Problem, SourceError
from borderlab.escapes import visible
from borderlab.publishing.interchange.values import UNSEEN, dumps, seal, tag

Attributes = dict[str, Any]
Kind = Literal["bool", "int", "float", "str"]
Records = tuple[Iterable[tuple[str, Attributes]], Iterable[tuple[str, str, Attributes]], Attributes]

_LONG = 2**63
_EXACT = 2**53  # whole numbers up to here are floats, too


class Plain(NamedTuple):
    """An undirected graph as sorted records; values are str, int, float, bool, list or dict.

    Attributes
    ----------
    name : str
        Of the file, for messages.
    nodes : dict of str to dict
    edges : dict of (str, str) to dict
        The first id is not behind the second in the alphabet.
    graph : dict
        What holds for the whole graph.
    """

    name: str
    nodes: dict[str, Attributes]
    edges: dict[tuple[str, str], Attributes]
    graph: Attributes


def flatten(graph: nx.Graph, name: str) -> Plain:
    """Turn a graph into plain records.

    Missing values (None, NA, NaT, and NaN in an attribute that holds text) are left out. numpy's
    values become Python's, dates ISO text, sets sorted lists, tuples lists.

    Raises
    ------
    OutputError
        When the graph is directed or has parallel edges, two nodes or attributes would get one
        name, or a value is none that a file can hold.
    """
    if graph.is_directed() or graph.is_multigraph():
        why = "the graph is directed or has parallel edges, which would be lost"
        raise refusal(name, "graph-kind", why, "give networkx.Graph(graph)")
    ids = {node: new for new, node in named(graph, name, "nodes").items()}
    nodes = {ids[node]: attributes(data, name) for node, data in graph.nodes(data=True)}
    edges = {
        (min(ids[u], ids[v]), max(ids[u], ids[v])): attributes(data, name)
        for u, v, data in graph.edges(data=True)
    }
    return Plain(
        name, _without_nan(dict(sorted(nodes.items()))), _without_nan(dict(sorted(edges.items()))),
        attributes(graph.graph, name),
    )  # fmt: skip


def named(things: Iterable[Any], name: str, what: str) -> dict[str, Any]:
    """Sort things by their name in the file, which no two may share."""
    found: dict[str, Any] = {}
    for thing in things:
        new = str(thing)
        if new in found:
            why = f"{what} {found[new]!r} and {thing!r} would both be written as {new!r}"
            raise refusal(name, "graph-id", why, "rename one of them")
        found[new] = thing
    return dict(sorted(found.items()))


def refusal(name: str, code: str, why: str, cure: str) -> OutputError:
    """Say in one line why a file is not written."""
    return OutputError(Problem(name, 0, code, visible(why).replace("\n", " "), cure))


def attributes(data: Mapping[Any, Any], name: str) -> Attributes:
    """Reduce what a thing is said to be to plain values, by name; missing ones are left out."""
    plain = {}
    for new, old in named(data, name, "attributes").items():
        try:
            plain[new] = plain_value(data[old])
            dumps(plain[new])  # a number of more than 4300 digits is refused by Python itself
        except (TypeError, ValueError, RecursionError) as error:
            why = f"attribute {new!r} holds a value that no file can hold ({error})"
            raise refusal(name, "graph-value", why, "make it text or a number") from error
    return {key: value for key, value in plain.items() if value is not None}


def plain_value(value: Any) -> Any:
    """Reduce a value to what JSON knows; None where it is missing.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> plain_value(np.int64(3)), plain_value({"b", "a"}), plain_value(pd.Timestamp("2024-10-01"))
    (3, ['a', 'b'], '2024-10-01')
    """
    if isinstance(value, bool | int | float | str) and type(value).__module__ == "builtins":
        return value
    if isinstance(value, Mapping):
        return {new: plain_value(value[old]) for new, old in named(value, "", "keys").items()}
    if isinstance(value, set | frozenset):
        return sorted((plain_value(v) for v in value), key=dumps)
    if isinstance(value, list | tuple):
        return [plain_value(v) for v in value]
    if type(value).__name__ in ("NoneType", "NAType", "NaTType"):
        return None
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    for base in (bool, int, float, str):  # a class of one's own; numpy's float64 is a float
        if isinstance(value, base):
            return base(value)
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return plain_value(value.tolist())
    raise TypeError(f"of type {type(value).__name__}")


def _without_nan(records: dict[Any, Attributes]) -> dict[Any, Attributes]:
    """Leave NaN out of attributes that hold text, where pandas means a missing value by it."""
    texts = {a for data in records.values() for a, value in data.items() if isinstance(value, str)}
    return {
        key: {a: v for a, v in data.items() if v == v or a not in texts}
        for key, data in records.items()
    }


def kinds(records: Iterable[Attributes]) -> dict[str, Kind]:
    """Tell for every attribute the one type that all its values have; text holds what is mixed.

    Examples
    --------
    >>> kinds([{"n": 1, "x": 1, "m": 1}, {"x": 0.5, "m": "one"}, {"n": 2}])
    {'m': 'str', 'n': 'int', 'x': 'float'}
    """
    found: dict[str, set[str]] = {}
    for data in records:
        for attribute, value in data.items():
            found.setdefault(attribute, set()).add(_kind(value))
    return {attribute: _common(found[attribute]) for attribute in sorted(found)}


def _kind(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "exact" if abs(value) <= _EXACT else "int" if -_LONG <= value < _LONG else "str"
    return type(value).__name__


def _common(found: set[str]) -> Kind:
    if found == {"bool"}:
        return "bool"
    if found <= {"exact", "int"}:
        return "int"
    return "float" if found <= {"exact", "float"} else "str"


def cast(value: Any, kind: Kind, hidden: Collection[str] = UNSEEN) -> Any:
    """Give a value the one type of its attribute; what mixes types or has none is tagged text.

    Examples
    --------
    >>> cast(1, "float"), cast(1, "int"), cast([1], "str")
    (1.0, 1, 'json:[1]')
    """
    if kind == "str":
        return seal(tag(value), hidden)
    return float(value) if kind == "float" else value


def unreadable(name: str, why: str, cure: str, line: int = 0) -> SourceError:
    """Say in one line why a file is not read."""
    return SourceError(Problem(name, line, "graph-file", visible(why).replace("\n", " "), cure))


def assemble(name: str, records: Records) -> nx.Graph:
    """Build the graph that a file describes.

    Raises
    ------
    SourceError
        When an id or an edge stands twice, or an edge names a node that is not there.
    """
    nodes, edges, whole = records
    graph = nx.Graph()
    graph.graph.update(whole)
    for node, data in nodes:
        if node in graph:
            raise unreadable(name, f"two nodes have the id {node!r}", "give each its own")
        graph.add_node(node)
        graph.nodes[node].update(data)
    for source, target, data in edges:
        if missing := [end for end in (source, target) if end not in graph]:
            why = f"an edge names {missing[0]!r}, which is none of the nodes"
            raise unreadable(name, why, "add the node or drop the edge")
        if graph.has_edge(source, target):
            why = f"the edge {source!r} - {target!r} stands twice"
            raise unreadable(name, why, "join parallel edges, and export it as undirected")
        graph.add_edge(source, target)
        graph.edges[source, target].update(data)
    return graph
