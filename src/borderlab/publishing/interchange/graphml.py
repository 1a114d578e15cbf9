"""GraphML, for Gephi, visone, yEd, R and igraph.

networkx writes it; its reader gives a default to no node, refuses visone's files and expands
entities, so reading is done here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, ElementTree

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from borderlab.publishing.interchange.files import (
    Part,
    find,
    only_graph,
    read_ends,
    read_id,
    read_value,
    read_xml,
)
from borderlab.publishing.interchange.plain import Attributes, Kind, Plain, Records, cast, kinds
from borderlab.publishing.interchange.tabular import guard
from borderlab.publishing.interchange.values import seal, unseal

#: names that networkx's writer keeps for itself, in the attributes of the whole graph
_TAKEN = ("id", "node_default", "edge_default")
#: as XML has them, and Java, which Gephi and visone are written in
_WORDS = {
    "double": {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"},
    "boolean": {"True": "true", "False": "false"},
}


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
    words = {k.get("id"): _WORDS.get(k.get("attr.type"), {}) for k in writer.xml.iter("key")}
    for data in writer.xml.iter("data"):
        data.text = words[data.get("key")].get(data.text, data.text)
    buffer = io.BytesIO()
    writer.indent(writer.xml)
    ElementTree(writer.xml).write(buffer, encoding="utf-8", xml_declaration=True)
    return [buffer.getvalue()]


def _typed(data: Attributes, types: Mapping[str, Kind]) -> Attributes:
    return {seal(a, also="\n\t"): cast(value, types[a]) for a, value in data.items()}


def _graph_attributes(whole: Attributes) -> Attributes:
    return {guard(a, _TAKEN): value for a, value in _typed(whole, kinds([whole])).items()}


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
    graph, keys = only_graph(part, root), dict(_keys(root))
    default = str(graph.get("edgedefault") == "directed").lower()
    kinds_of = {"true": "directed", "false": "undirected"}
    nodes = [
        (read_id(part, node, "id"), _attributes(part, node, keys, "node"))
        for node in find(graph, "node", deep=True)
    ]
    edges = [
        (*read_ends(part, edge, kinds_of.get(edge.get("directed", default), "undirected")),
         _attributes(part, edge, keys, "edge"))
        for edge in find(graph, "edge", deep=True)
    ]  # fmt: skip
    return nodes, edges, _attributes(part, graph, keys, "graph")


def _keys(root: Element) -> Iterator[tuple[str, _Key]]:
    for key in find(root, "key"):
        name, default = key.get("attr.name"), next(iter(find(key, "default")), None)
        if name is not None:
            kind, scope = key.get("attr.type", "string"), key.get("for", "all")
            yield key.get("id", ""), _Key(unseal(name), kind, scope, default)


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
