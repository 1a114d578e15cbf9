"""GEXF of any release and program, read as one undirected graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from borderlab.publishing.interchange.files import (
    Part,
    find,
    only_graph,
    read_ends,
    read_id,
    read_value,
    read_xml,
)
from borderlab.publishing.interchange.plain import Attributes, Records, unreadable
from borderlab.publishing.interchange.values import unseal, untag

_TEXTS = {"node": ("label", "start", "end", "pid"), "edge": ("label", "start", "end")}
#: attribute id -> what is declared of it, and whether its values change with time
_Keys = Mapping[str, tuple[Element, bool]]


def load(parts: list[Part]) -> Records:
    """Read GEXF, as long as it is undirected.

    Colours, sizes, positions and the ids of edges are left out. Nodes inside nodes are nodes, with
    `pid`; spells become a list of [start, end], values that change a list of [value, start, end].
    """
    [part] = parts
    root = read_xml(part)
    graph = only_graph(part, root)
    keys = {scope: _keys(graph, scope) for scope in _TEXTS}
    kind = graph.get("defaultedgetype", "undirected")
    nodes = [
        (read_id(part, node, "id"), _read(part, node, "node", keys["node"]))
        for group in find(graph, "nodes", deep=True)
        for node in find(group, "node")
    ]
    edges = [
        (*read_ends(part, edge, edge.get("type", kind)), _read(part, edge, "edge", keys["edge"]))
        for group in find(graph, "edges", deep=True)
        for edge in find(group, "edge")
    ]
    return nodes, edges, _whole(root)


def _keys(graph: Element, scope: str) -> _Keys:
    return {
        key.get("id", ""): (key, columns.get("mode") == "dynamic")
        for columns in find(graph, "attributes")
        if columns.get("class") == scope
        for key in find(columns, "attribute")
    }


def _read(part: Part, element: Element, scope: str, keys: _Keys) -> Attributes:
    found: Attributes = {}
    told: dict[str, list[Element]] = {}
    for group in find(element, "attvalues"):
        for value in find(group, "attvalue"):
            told.setdefault(value.get("for", ""), []).append(value)
    for key_id, (key, dynamic) in keys.items():
        name, values = unseal(key.get("title", key_id)), told.pop(key_id, [])
        read = [_value(part, e.get("value", ""), key) for e in values]
        if dynamic and values:
            found[name] = [
                [v, e.get("start"), e.get("end")] for v, e in zip(read, values, strict=True)
            ]
        elif values:
            found[name] = read[-1]
        elif default := find(key, "default"):
            found[name] = _value(part, default[0].text or "", key)
    if told:
        why = f"a {scope} has a value for the attribute {next(iter(told))!r}, which is not declared"
        raise unreadable(part.name, why, "export it again")
    return found | _own(part, element, scope)


def _value(part: Part, text: str, key: Element) -> Any:
    return read_value(part, text, key.get("type", "string"), key.get("title", ""))


def _own(part: Part, element: Element, scope: str) -> Attributes:
    """Read what the format has a place of its own for."""
    found: Attributes = {n: unseal(element.attrib[n]) for n in _TEXTS[scope] if n in element.attrib}
    if scope == "edge" and (weight := element.get("weight")) is not None:
        kind = "integer" if re.fullmatch(r"-?\d+", weight) else "double"
        found["weight"] = read_value(part, weight, kind, "weight")
    if spells := [e for group in find(element, "spells") for e in find(group, "spell")]:
        found["spells"] = [[e.get("start"), e.get("end")] for e in spells]
    return found


def _whole(root: Element) -> Attributes:
    """Read the attributes of the whole graph, which stand in the description."""
    told = [e.text for meta in find(root, "meta") for e in find(meta, "description") if e.text]
    whole = untag(unseal(told[0])) if told else {}
    return whole if isinstance(whole, dict) else {"description": whole}
