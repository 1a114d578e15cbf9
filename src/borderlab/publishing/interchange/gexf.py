"""GEXF 1.3, Gephi's own format, with time.

networkx's writer stamps the day into the file, takes attributes called ``id`` or ``type`` for its
own and gives every node a label; so it is written here. No date, no layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from borderlab.publishing.interchange.gexf_reading import load
from borderlab.publishing.interchange.plain import Attributes, Kind, Plain, cast, kinds
from borderlab.publishing.interchange.values import dumps, seal, tag

__all__ = ["dump", "load"]

_SPACE = "http://gexf.net/1.3"
_TYPES = {"bool": "boolean", "int": "long", "float": "double", "str": "string"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
#: attributes for which the format has a place of its own
_OWN = {"node": ("label", "start", "end"), "edge": ("label", "weight", "start", "end")}


def dump(plain: Plain) -> list[bytes]:
    """Write GEXF; `start` and `end` that are ISO dates make the graph a dynamic one."""
    root = Element("gexf", xmlns=_SPACE, version="1.3")
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "borderlab"
    if plain.graph:
        SubElement(meta, "description").text = seal(tag(plain.graph))
    graph = SubElement(root, "graph", defaultedgetype="undirected")
    types = {"node": kinds(_rest("node", d) for d in plain.nodes.values()),
             "edge": kinds(_rest("edge", d) for d in plain.edges.values())}  # fmt: skip
    for scope, columns in types.items():
        declared = SubElement(graph, "attributes", {"class": scope, "mode": "static"})
        for number, (name, kind) in enumerate(columns.items()):
            told = {"id": f"{scope[0]}{number}", "title": seal(name), "type": _TYPES[kind]}
            SubElement(declared, "attribute", told)
    nodes, edges = SubElement(graph, "nodes"), SubElement(graph, "edges")
    for node, data in plain.nodes.items():
        _write(SubElement(nodes, "node", id=seal(node)), "node", data, types["node"])
    for number, ((source, target), data) in enumerate(plain.edges.items()):
        ends = {"id": str(number), "source": seal(source), "target": seal(target)}
        _write(SubElement(edges, "edge", ends), "edge", data, types["edge"])
    times = [e.get(name) for e in graph.iter() for name in ("start", "end") if e.get(name)]
    if times:
        graph.set("mode", "dynamic")
        graph.set("timeformat", "dateTime" if any("T" in str(t) for t in times) else "date")
    indent(root)
    return [tostring(root, encoding="utf-8", xml_declaration=True)]


def _own(scope: str, data: Attributes) -> dict[str, str]:
    """Return what has a place of its own: text as label, dates as times, numbers as weight."""
    told = {name: data[name] for name in _OWN[scope] if name in data}
    return {name: seal(str(value)) for name, value in told.items() if _fits(name, value)}


def _fits(name: str, value: Any) -> bool:
    if name == "weight":
        return type(value) is int or (type(value) is float and abs(value) < float("inf"))
    return isinstance(value, str) and (name == "label" or _DATE.fullmatch(value) is not None)


def _rest(scope: str, data: Attributes) -> Attributes:
    own = _own(scope, data)
    return {name: value for name, value in data.items() if name not in own}


def _write(element: Element, scope: str, data: Attributes, types: Mapping[str, Kind]) -> None:
    for name, text in _own(scope, data).items():
        element.set(name, text)
    numbers = {name: f"{scope[0]}{number}" for number, name in enumerate(types)}
    if rest := _rest(scope, data):
        values = SubElement(element, "attvalues")
        for name, value in rest.items():
            typed = cast(value, types[name])
            text = typed if isinstance(typed, str) else dumps(typed)
            SubElement(values, "attvalue", {"for": numbers[name], "value": text})
