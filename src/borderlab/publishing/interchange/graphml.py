"""GraphML, for Gephi, visone, yEd, R and igraph.

networkx writes it; its reader gives a default to no node, refuses visone's files and expands
entities, so reading is done here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ElementTree

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from borderlab.publishing.interchange.files import Part, find, read_id, read_value, read_xml
from borderlab.publishing.interchange.plain import (
    Attributes,
    Kind,
    Plain,
    Records,
    kinds,
    unreadable,
)
from borderlab.publishing.interchange.values import seal, tag, unseal

#: names that networkx's writer keeps for itself, in the attributes of the whole graph
_TAKEN = ("id", "node_default", "edge_default")
#: as Java reads them, which Gephi and visone are written in
_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def dump(plain: Plain) -> list[bytes]:
    """Write GraphML, one type an attribute; what mixes types or has none is tagged text."""
    clean = nx.Graph(**_graph_attributes(plain.graph))
    ids = {node: seal(node, also="\n\t") for node in plain.nodes}
    nodes, edges = kinds(plain.nodes.values()), kinds(plain.edges.values())
    clean.add_nodes_from((ids[n], _typed(data, nodes)) for n, data in plain.nodes.items())
    clean.add_edges_from(
        (ids[u], ids[v], _typed(data, edges)) for (u, v), data in plain.edges.items()
    )
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)  # lxml's writes other bytes
    writer.add_graph_element(clean)
    numbers = {k.get("id") for k in writer.xml.iter("key") if k.get("attr.type") == "double"}
    for data in writer.xml.iter("data"):
        if data.get("key") in numbers:
            data.text = _NUMBERS.get(data.text, data.text)
    buffer = io.BytesIO()
    writer.indent(writer.xml)
    ElementTree(writer.xml).write(buffer, encoding="utf-8", xml_declaration=True)
    return [buffer.getvalue()]


def _typed(data: Attributes, types: Mapping[str, Kind]) -> Attributes:
    return {seal(a, also="\n\t"): _cast(value, types[a]) for a, value in data.items()}


def _cast(value: Any, kind: Kind) -> Any:
    """Cast a value to the one type of its attribute."""
    if kind == "str":
        return seal(tag(value))
    return float(value) if kind == "float" else value


def _graph_attributes(whole: Attributes) -> Attributes:
    named = _typed(whole, kinds([whole]))
    return {f"⟨U+{ord(a[0]):04X}⟩{a[1:]}" if a in _TAKEN else a: v for a, v in named.items()}


class _Key(NamedTuple):
    """What a file declares of one attribute."""

    name: str
    type: str
    scope: str
    default: Element | None


def load(parts: list[Part]) -> Records:
    """Read GraphML: whatever wrote it, as long as it is one undirected graph.

    Attributes that a program only draws with (``yfiles``, ``visone``) are left out, but a node's
    label in them becomes `label`. Ids of edges are left out.
    """
    [part] = parts
    root = read_xml(part)
    graphs = find(root, "graph")
    if len(graphs) != 1 or find(graphs[0], "hyperedge", deep=True):
        why = f"holds {len(graphs)} graphs" if len(graphs) != 1 else "holds hyperedges"
        raise unreadable(part.name, why, "export one plain graph")
    keys = dict(_keys(root))
    nodes = [
        (read_id(part, node, "id"), _attributes(part, node, keys, "node"))
        for node in find(graphs[0], "node", deep=True)
    ]
    edges = [
        (
            read_id(part, edge, "source"),
            read_id(part, edge, "target"),
            _attributes(part, edge, keys, "edge"),
        )
        for edge in find(graphs[0], "edge", deep=True)
        if _undirected(part, edge, graphs[0])
    ]
    return nodes, edges, _attributes(part, graphs[0], keys, "graph")


def _keys(root: Element) -> Iterator[tuple[str, _Key]]:
    for key in find(root, "key"):
        name, default = key.get("attr.name"), next(iter(find(key, "default")), None)
        if name is not None:
            kind, scope = key.get("attr.type", "string"), key.get("for", "all")
            yield key.get("id", ""), _Key(unseal(name), kind, scope, default)


def _undirected(part: Part, edge: Element, graph: Element) -> bool:
    default = str(graph.get("edgedefault") == "directed").lower()
    if edge.get("directed", default) == "true":
        why = f"the edge {edge.get('source')!r} - {edge.get('target')!r} is directed"
        raise unreadable(part.name, why, "export the graph as undirected")
    return True


def _attributes(part: Part, element: Element, keys: Mapping[str, _Key], scope: str) -> Attributes:
    found = {k.name: k.default for k in keys.values() if k.scope == scope and k.default is not None}
    types = {k.name: k.type for k in keys.values() if k.scope in (scope, "all")}
    drawn = {}
    for data in find(element, "data"):
        key = keys.get(data.get("key", ""))
        if key is not None:
            found[key.name], types[key.name] = data, key.type
        elif labels := [e.text for e in find(data, "NodeLabel", deep=True) if e.text]:
            drawn = {"label": labels[0].strip()}
    return drawn | {a: read_value(part, e.text or "", types[a], a) for a, e in found.items()}
