"""Node-link JSON as networkx and D3 know it: all types have a place here."""

from __future__ import annotations

from typing import Any

from borderlab.publishing.interchange.files import Part
from borderlab.publishing.interchange.plain import Attributes, Plain, Records, unreadable
from borderlab.publishing.interchange.strict import from_json, records, text_id, to_json
from borderlab.publishing.interchange.tabular import guard
from borderlab.publishing.interchange.values import SURROGATE, seal, unseal

_NODE, _EDGE = ("id",), ("source", "target")


def dump(plain: Plain) -> list[bytes]:
    """Write an object of directed, multigraph, graph, nodes and edges."""
    nodes = [{"id": node, **_guarded(data, _NODE)} for node, data in plain.nodes.items()]
    edges = [
        {"source": source, "target": target, **_guarded(data, _EDGE)}
        for (source, target), data in plain.edges.items()
    ]
    kind = {"directed": False, "multigraph": False}
    return [to_json({**kind, "graph": plain.graph, "nodes": nodes, "edges": edges})]


def _guarded(data: Attributes, taken: tuple[str, ...]) -> Attributes:
    return {guard(seal(name, SURROGATE), taken): value for name, value in data.items()}


def load(parts: list[Part]) -> Records:
    """Read it, also where the edges are called links."""
    [part] = parts
    whole = from_json(part)
    if whole.get("directed") is True:
        raise unreadable(part.name, "is a directed graph", "export it as undirected")
    edges = "edges" if "edges" in whole else "links"
    if "nodes" not in whole or edges not in whole:
        raise unreadable(part.name, "has no nodes and edges", "export it as node-link data")
    return (
        [(text_id(part, r, "id"), _rest(r, _NODE)) for r in records(part, whole, "nodes")],
        [
            (text_id(part, r, "source"), text_id(part, r, "target"), _rest(r, _EDGE))
            for r in records(part, whole, edges)
        ],
        dict(whole.get("graph") or {}),
    )


def _rest(record: Attributes, taken: tuple[str, ...]) -> dict[str, Any]:
    return {
        unseal(name): value
        for name, value in record.items()
        if name not in taken and value is not None
    }
