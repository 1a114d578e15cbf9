"""Graphs go to other programs and come back equal; files are sorted, undated and run nothing."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.errors import OutputError
from borderlab.publishing.interchange.values import (
    from_cell,
    from_label,
    seal,
    tag,
    to_cell,
    to_label,
    unseal,
    untag,
)

ROOT = Path(__file__).parents[2]
#: what keeps every attribute of nodes and edges
FULL = (".graphml", ".gexf", ".json", ".csv", ".parquet", ".xlsx")
ALL = (*FULL, ".net")
TEMPTING = (
    "007", "1e5", "NA", "TRUE", "true", "null", "NaN", "1", "1.50", "-1", " 7", "0x10", "1_000",
    "'", "''", "'tis", "'1", "''1", "'=1", "=1+1", "+x", "-based", "@SUM(A1)", "\t=1", "\r=1",
    'say "x"', "a\r\nb\rc", "a|b", "a,b;c", "", " ", "\n", "x\x00y", "\x07", "\u202eabc", "\u200b",
    "👨‍👩‍👧", "Torreón", "\ud800", "\ufffe", "⟨U+0007⟩", "⟨U+27E8⟩U+0007⟩", "⟨x⟩", "json:1",
    "json:x", "[1]", "[sic]", '{"a": 1}', '"q"', "</data>&amp;", "]]>", "&#243;", "_x000D_",
    "#N/A", "\\", "%", "*edges", "\u2028", "id", "source", "Type", "label", "x" * 30_000,
)  # fmt: skip
WORDS = st.sampled_from(TEMPTING) | st.text(st.characters(), max_size=8)
NUMBERS = st.integers() | st.floats() | st.booleans() | st.sampled_from([2**63, -(10**40)])
VALUES = WORDS | NUMBERS | st.lists(WORDS | NUMBERS, max_size=3)
NAMES = WORDS.filter(lambda text: len(text) < 100)
#: attributes by name, of one strategy each, as a column of a table has one type
COLUMNS = st.dictionaries(
    NAMES, st.sampled_from([WORDS, st.integers(), st.floats(), st.booleans(), VALUES]), max_size=3
)


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    graph = nx.Graph()
    ids = draw(st.lists(NAMES, unique=True, max_size=5))
    columns, ties = draw(COLUMNS), draw(COLUMNS)
    for node in ids:
        graph.add_node(node)
        graph.nodes[node].update(
            {a: draw(kind) for a, kind in columns.items() if draw(st.booleans())}
        )
    for a, b in draw(st.lists(st.tuples(*[st.sampled_from(ids)] * 2), max_size=4)) if ids else ():
        graph.add_edge(a, b, weight=draw(st.floats() | st.integers()))
        graph.edges[a, b].update({name: draw(kind) for name, kind in ties.items()})
    graph.graph.update(draw(st.dictionaries(NAMES, VALUES, max_size=3)))
    return graph


def exact(value: Any) -> Any:
    """Tell 1, 1.0 and True apart, and let NaN equal itself."""
    if isinstance(value, list):
        return [exact(v) for v in value]
    return type(value).__name__, "nan" if value != value else value


def content(graph: nx.Graph, *, one_type: bool = False) -> tuple[dict, dict, dict]:
    """Return what a graph says, missing values left out."""
    nodes = dict(graph.nodes(data=True))
    edges = {tuple(sorted(pair)): graph.edges[pair] for pair in graph.edges}
    return _said(nodes, one_type), _said(edges, one_type), _said({0: graph.graph}, False)[0]


def _said(records: dict, one_type: bool) -> dict:
    columns: dict[str, list] = {}
    for data in records.values():
        for name, value in data.items():
            columns.setdefault(name, []).append(value)
    texts = {n for n, held in columns.items() if any(isinstance(v, str) for v in held)}
    floats = {
        n for n, held in columns.items()
        if one_type and {type(v) for v in held} == {int, float}
        and all(abs(v) <= 2**53 for v in held if isinstance(v, int))
    }  # fmt: skip
    return {
        key: {
            name: exact(float(value) if name in floats else value)
            for name, value in data.items()
            if value == value or name not in texts
        }
        for key, data in records.items()
    }


@pytest.mark.parametrize("suffix", FULL)
@settings(max_examples=40)
@given(graph=graphs())
def test_every_value_comes_back(
    suffix: str, graph: nx.Graph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With its type: only where an attribute has one type, 1 beside 0.5 becomes 1.0."""
    path = tmp_path_factory.mktemp("x") / f"g{suffix}"
    bl.write_graph(graph, path)
    nodes, edges, whole = content(graph, one_type=suffix in (".graphml", ".gexf", ".parquet"))
    if suffix == ".gexf":  # a weight has a place of its own there, for whatever number
        weights = {pair: data.get("weight") for pair, data in content(graph)[1].items()}
        edges = {p: d | ({"weight": weights[p]} if weights[p] else {}) for p, d in edges.items()}
    assert content(bl.read_graph(path)) == (nodes, edges, {} if suffix == ".csv" else whole)


@pytest.mark.parametrize("suffix", FULL)
def test_every_tempting_text_comes_back(suffix: str, tmp_path: Path) -> None:
    """As an id, as a value, inside a list, and as the name of an attribute of anything."""
    names = {text: text for text in TEMPTING if len(text) < 100}
    graph = nx.Graph()
    for text in TEMPTING:
        graph.add_node(text, said=text, mixed=[text, 1])
    graph.nodes["007"].update(names)
    graph.add_edge("1", "1.50")
    graph.edges["1", "1.50"].update(names)
    graph.graph.update(names)
    bl.write_graph(graph, tmp_path / f"g{suffix}")
    nodes, edges, whole = content(bl.read_graph(tmp_path / f"g{suffix}"))
    assert nodes == content(graph)[0] and edges == content(graph)[1]
    assert whole == ({} if suffix == ".csv" else content(graph)[2])


@settings(max_examples=40)
@given(graph=graphs())
def test_pajek_keeps_ids_and_weights(
    graph: nx.Graph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("x") / "g.net"
    bl.write_graph(graph, path)
    kept = nx.Graph()
    kept.add_nodes_from(graph)
    for u, v, weight in graph.edges.data("weight"):
        number = type(weight) in (int, float) and math.isfinite(weight)
        kept.add_edge(u, v, **({"weight": weight} if number else {}))
    assert content(bl.read_graph(path)) == content(kept)


@pytest.mark.parametrize("text", TEMPTING)
def test_every_escape_can_be_undone(text: str) -> None:
    assert unseal(seal(text, also='"\\\n\t')) == text
    assert untag(tag(text)) == text
    assert from_label(to_label(text)) == text
    assert exact(from_cell(to_cell(text))) == exact(text)


@pytest.mark.parametrize(
    "text", ["Torreón", "Sheinbaum", "'tis", "a|b", "[sic]", "¿Qué?", "NA", "007"]
)
def test_ordinary_text_is_written_as_it_is(text: str) -> None:
    assert {seal(text), tag(text), to_cell(text), to_label(text)} == {text}


@pytest.fixture(scope="module", params=["count", "cosine"])
def network(request: pytest.FixtureRequest) -> nx.Graph:
    """Return the network of the seeds; distances of cosine are larger than 64 bits."""
    units = bl.open_study(ROOT).incidence()
    edges = bl.cooccurrence(units, weight=request.param)
    return bl.to_graph(edges, units, weight=request.param)


@pytest.mark.parametrize("suffix", ALL)
def test_the_network_of_the_seeds_comes_back(
    suffix: str, network: nx.Graph, tmp_path: Path
) -> None:
    """Its evidence, its choices and its exact distances."""
    bl.write_graph(network, tmp_path / f"network{suffix}")
    back = bl.read_graph(tmp_path / f"network{suffix}")
    if suffix == ".net":
        assert list(back) == list(network)
        assert list(back.edges.data("weight")) == list(network.edges.data("weight"))
        return
    assert content(back)[:2] == content(network)[:2]
    assert back.graph == ({} if suffix == ".csv" else network.graph)


#: what a tempting value is after the way there and back; None where it is left out
KEPT = [
    ("empty", "", ""),
    ("missing", None, None),
    ("NA", pd.NA, None),
    ("NaT", pd.NaT, None),
    ("NaN", math.nan, math.nan),
    ("numpy", np.int64(3), 3),
    ("numpy text", np.str_("3"), "3"),
    ("array", np.array([1, 2]), [1, 2]),
    ("tuple", ("a", 1), ["a", 1]),
    ("set", {"b", "a"}, ["a", "b"]),
    ("mapping", {"b": 1, "a": [True]}, {"a": [True], "b": 1}),
    ("day", date(2024, 10, 1), "2024-10-01"),
    ("moment", pd.Timestamp("2024-10-01 14:48"), "2024-10-01T14:48:00"),
    ("midnight", pd.Timestamp("2024-10-01"), "2024-10-01"),
    ("huge", 10**100, 10**100),
    ("exact", 0.1 + 0.2, 0.1 + 0.2),
]


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(("name", "value", "back"), KEPT)
def test_what_each_value_becomes(
    suffix: str, name: str, value: Any, back: Any, tmp_path: Path
) -> None:
    graph = nx.Graph()
    graph.add_node("a", **{name: value})
    bl.write_graph(graph, tmp_path / f"g{suffix}")
    read = bl.read_graph(tmp_path / f"g{suffix}").nodes["a"]
    assert exact(read.get(name)) == exact(back)


@pytest.mark.parametrize("suffix", FULL)
def test_nan_beside_text_is_missing(suffix: str, tmp_path: Path) -> None:
    """So has pandas it; NaN beside numbers stays a number."""
    graph = nx.Graph()
    graph.add_node("a", side="MX", share=0.5)
    graph.add_node("b", side=math.nan, share=math.nan)
    bl.write_graph(graph, tmp_path / f"g{suffix}")
    assert list(bl.read_graph(tmp_path / f"g{suffix}").nodes["b"]) == ["share"]


@pytest.mark.parametrize("suffix", ALL)
def test_an_empty_graph_comes_back(suffix: str, tmp_path: Path) -> None:
    bl.write_graph(nx.Graph(), tmp_path / f"g{suffix}")
    assert content(bl.read_graph(tmp_path / f"g{suffix}")) == ({}, {}, {})


SCRIPT = """
import sys, networkx as nx, borderlab as bl
order = sys.argv[1]
names = [f"ñ{n}" for n in range(20)]
graph = nx.Graph()
for name in names if order == "1" else reversed(names):
    graph.add_node(name, **{a: name for a in set(names)}, marks=set(names), n=3)
for a, b in zip(names, names[1:]):
    graph.add_edge(*((a, b) if order == "1" else (b, a)), weight=0.5, marks=frozenset(names))
graph.graph.update({a: {a, "x"} for a in set(names)})
for suffix in ("graphml", "gexf", "json", "csv", "parquet", "xlsx", "net"):
    bl.write_graph(graph, f"{sys.argv[2]}/g.{suffix}")
"""


def test_the_bytes_are_the_same_whatever_the_order_and_the_hash_seed(tmp_path: Path) -> None:
    for seed in "12":
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", SCRIPT, seed, str(tmp_path / seed)]
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src"), "PATH": ""}
        subprocess.run(command, check=True, env=env, cwd=ROOT)
    first, second = (sorted((tmp_path / seed).iterdir()) for seed in "12")
    assert [p.name for p in first] == [p.name for p in second] and len(first) == 9
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_workbook_tells_no_time(tmp_path: Path) -> None:
    [path] = bl.write_graph(nx.Graph([("a", "b")]), tmp_path / "g.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert {m.date_time for m in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_nothing_in_a_workbook_or_a_csv_runs(tmp_path: Path) -> None:
    """Not as id, nor as value, heading or attribute of the whole graph."""
    graph = nx.Graph([("=1+1", "@x")], **{"=g": "=2"})
    graph.nodes["=1+1"]["=h"] = "=3"
    bl.write_graph(graph, tmp_path / "g.xlsx")
    bl.write_graph(graph, tmp_path / "g.csv")
    book = openpyxl.load_workbook(tmp_path / "g.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} == {"s"} and {c.number_format for c in cells} == {"@"}
    assert {c.value for c in cells} >= {"=1+1", "@x", "=g", "=2", "=h", "=3"}
    for file in ("g_nodes.csv", "g_edges.csv"):
        assert not any(f'"{c}' in (tmp_path / file).read_text() for c in "=@+-")


def small() -> nx.Graph:
    """Make a graph of values that every reader of the formats knows."""
    graph = nx.Graph(weight="count", scale=240)
    graph.add_node("007", label="Torreón & <b>", units=3, share=0.5)
    graph.add_node("1", label='say "x"', units=4, share=1 / 3)
    graph.add_node("alone", label="'tis", units=0, share=0.0)
    graph.add_edge("007", "1", weight=2.5, evidence="a:s1|b:s2")
    return graph


def test_networkx_reads_what_we_write(tmp_path: Path) -> None:
    graph = small()
    for suffix in (".graphml", ".gexf", ".json"):
        bl.write_graph(graph, tmp_path / f"g{suffix}")
    node_link = json.loads((tmp_path / "g.json").read_text("utf-8"))
    for back in (
        nx.read_graphml(tmp_path / "g.graphml"),
        nx.read_gexf(tmp_path / "g.gexf"),
        nx.node_link_graph(node_link),
    ):
        nx.set_edge_attributes(back, {("007", "1"): {"id": None}})
        nx.set_edge_attributes(graph, {("007", "1"): {"id": None}})
        assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
        assert nx.utils.edges_equal(back.edges(data=True), graph.edges(data=True))
    assert node_link["graph"] == graph.graph


def test_igraph_and_networkx_read_our_pajek(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    graph = nx.Graph([("ñandú's, % *edges", "a b")])
    graph.add_edge("a b", "007", weight=2.5)
    [path] = bl.write_graph(graph, tmp_path / "g.net")
    other = igraph.Graph.Read_Pajek(str(path))
    assert other.vs["name"] == sorted(graph)
    assert set(nx.read_pajek(path)) == set(graph)
    assert nx.read_pajek(path).get_edge_data("a b", "007")[0]["weight"] == 2.5


def test_igraph_reads_our_graphml(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    [path] = bl.write_graph(small(), tmp_path / "g.graphml")
    other = igraph.Graph.Read_GraphML(str(path))
    assert other.vs["id"] == ["007", "1", "alone"] and other.vs["units"] == [3, 4, 0]
    assert other.vs["label"] == ["Torreón & <b>", 'say "x"', "'tis"]
    assert not other.is_directed() and other.es["weight"] == [2.5] and other["scale"] == 240


def test_pandas_reads_our_lists(tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet", ".xlsx"):
        bl.write_graph(small(), tmp_path / f"g{suffix}")
    read = [
        pd.read_csv(tmp_path / "g_nodes.csv", dtype={"id": "str"}),
        pd.read_parquet(tmp_path / "g_nodes.parquet"),
        pd.read_excel(tmp_path / "g.xlsx", "nodes"),
    ]
    for frame in read:
        assert list(frame) == ["id", "label", "share", "units"]
        assert frame["id"].tolist() == ["007", "1", "alone"]
        assert frame["label"].tolist() == ["Torreón & <b>", 'say "x"', "'tis"]
        assert frame["units"].tolist() == [3, 4, 0] and frame["share"].dtype == "float64"


def test_gexf_has_time_where_start_and_end_are_dates(tmp_path: Path) -> None:
    """And networkx sees it; what is no day stays an attribute."""
    graph = nx.Graph()
    graph.add_node("a", start="2021-09-09", end="2023-09-29")
    graph.add_node("b", start="soon", end=3)
    graph.add_edge("a", "b", weight=1.0, start="2021-09-09")
    [path] = bl.write_graph(graph, tmp_path / "g.gexf")
    other = nx.read_gexf(path)
    assert other.graph["mode"] == "dynamic" and 'timeformat="date"' in path.read_text()
    assert other.nodes["a"]["start"] == "2021-09-09" and other.edges["a", "b"]["start"]
    assert '<node id="b">' in path.read_text()
    assert content(bl.read_graph(path)) == content(graph)


def test_java_reads_our_numbers(tmp_path: Path) -> None:
    """Gephi knows NaN and Infinity, and neither nan nor inf."""
    graph = nx.Graph()
    graph.add_nodes_from([("a", {"x": math.nan}), ("b", {"x": -math.inf}), ("c", {"t": "nan"})])
    for suffix in (".graphml", ".gexf"):
        [path] = bl.write_graph(graph, tmp_path / f"g{suffix}")
        text = path.read_text()
        assert "NaN" in text and "-Infinity" in text and text.count("nan") == 1


#: what Gephi documents of GraphML, and what Java, which visone is written in too, parses
TYPES = {
    "boolean": r"true|false",
    "int": r"-?\d{1,10}",
    "long": r"-?\d{1,19}",
    "double": r"-?(\d+\.\d+(e[+-]?\d+)?|Infinity)|NaN",
    "string": r"(?s).*",
}


def test_graphml_keeps_to_what_gephi_and_visone_document(network: nx.Graph, tmp_path: Path) -> None:
    """Typed attributes declared before use, one name each in a scope, plain text, str ids.

    gephi.org/users/supported-graph-formats/graphml-format: no graph inside a graph, no hyperedge,
    six types; a weight is a number called so. Neither program is run here.
    """
    bl.write_graph(network, tmp_path / "g.graphml")
    root = ElementTree.parse(tmp_path / "g.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert root.tag == f"{space}graphml" and root[-1].tag == f"{space}graph"
    keys = {key.get("id"): key for key in root[:-1]}
    assert len(keys) == len(root) - 1 and {k.tag for k in keys.values()} == {f"{space}key"}
    names = [(k.get("for"), k.get("attr.name").lower()) for k in keys.values()]
    assert len(set(names)) == len(names) and {scope for scope, _ in names} <= {
        "node", "edge", "graph",
    }  # fmt: skip
    assert {("node", "label"), ("edge", "weight"), ("edge", "sentences")} <= set(names)
    [weight] = [
        k for k in keys.values() if (k.get("for"), k.get("attr.name")) == ("edge", "weight")
    ]
    assert weight.get("attr.type") == "double"
    ids = [node.get("id") for node in root[-1].iter(f"{space}node")]
    assert len(set(ids)) == len(ids) == len(network)
    assert all(re.fullmatch(r"[\w.:-]+", i) for i in ids), "the schema has ids without spaces"
    for thing in root[-1].iter():
        what = thing.tag.removeprefix(space)
        assert what in ("graph", "node", "edge", "data")
        if what == "data":
            key = keys[thing.get("key")]
            assert not len(thing) and re.fullmatch(TYPES[key.get("attr.type")], thing.text or "")
        elif what == "edge":
            assert {thing.get("source"), thing.get("target")} <= set(ids)


ENDLESS: list = []
ENDLESS.append(ENDLESS)
REFUSED = [
    (nx.Graph([(1, "1")]), "g.json", "nodes 1 and '1' would both be written as '1'"),
    (nx.DiGraph([("a", "b")]), "g.gexf", "is directed"),
    (nx.MultiGraph([("a", "b")]), "g.csv", "parallel edges"),
    (nx.Graph(x=object()), "g.json", "attribute 'x' holds a value that no file can hold"),
    (nx.Graph(x=10**5000), "g.json", "attribute 'x' holds a value that no file can hold"),
    (nx.Graph(x=ENDLESS), "g.json", "attribute 'x' holds a value that no file can hold"),
    (nx.Graph(x="x" * 40_000), "g.xlsx", "B2 of the sheet graph is longer than 32767 characters"),
    (nx.Graph(), "g.gml", r"no known format; end its name in \.graphml, \.gexf, \.net, \.json"),
    (nx.Graph(), "g", "no known format"),
    (nx.Graph(), "g.hif.json", "use write_incidence"),
]


@pytest.mark.parametrize(("graph", "name", "why"), REFUSED)
def test_what_cannot_be_written_is_said_in_one_line(
    graph: nx.Graph, name: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=why) as caught:
        bl.write_graph(graph, tmp_path / name)
    assert "\n" not in str(caught.value) and str(caught.value).startswith(name)
    assert not list(tmp_path.iterdir())


def test_either_list_names_the_pair(tmp_path: Path) -> None:
    paths = bl.write_graph(small(), tmp_path / "deep" / "network.csv")
    assert [p.name for p in paths] == ["network_nodes.csv", "network_edges.csv"]
    for path in paths:
        assert content(bl.read_graph(path))[:2] == content(small())[:2]
    again = bl.write_graph(small(), tmp_path / "x_nodes.csv")
    assert [p.name for p in again] == ["x_nodes_nodes.csv", "x_nodes_edges.csv"]
    assert len(bl.read_graph(tmp_path / "x_nodes.csv")) == 3


def test_a_graph_is_not_edited(tmp_path: Path) -> None:
    graph = nx.Graph([("b", "a")], id="x", node_default={"a": 1})
    before = (dict(graph.graph), list(graph.edges(data=True)))
    for suffix in ALL:
        bl.write_graph(graph, tmp_path / f"g{suffix}")
    assert (graph.graph, list(graph.edges(data=True))) == before


def test_a_spreadsheet_that_saves_3_0_as_3_changes_no_type(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("a", weight=3.0, units=3)
    bl.write_graph(graph, tmp_path / "g.xlsx")
    book = openpyxl.load_workbook(tmp_path / "g.xlsx")
    assert book["nodes"]["B2"].value == 3.0
    book["nodes"]["B2"].value = 3
    buffer = io.BytesIO()
    book.save(buffer)
    (tmp_path / "saved.xlsx").write_bytes(buffer.getvalue())
    assert content(bl.read_graph(tmp_path / "saved.xlsx")) == content(graph)
