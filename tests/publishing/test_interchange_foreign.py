"""Files of other programs are read; what is broken, hostile or directed is said in one line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.errors import SourceError

GEPHI_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key attr.name="label" attr.type="string" for="node" id="label"/>
<key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/>
<key attr.name="weight" attr.type="double" for="edge" id="weight"/>
<key attr.name="r" attr.type="int" for="node" id="r"/>
<key attr.name="core" attr.type="boolean" for="node" id="core"><default>true</default></key>
<graph edgedefault="undirected">
<node id="n1"><data key="label">Torreón</data><data key="r">192</data></node>
<node id="n2"><data key="label">El Paso</data><data key="core">false</data></node>
<edge id="0" source="n1" target="n2"><data key="weight">2.0</data></edge>
</graph>
</graphml>
"""
VISONE_GRAPHML = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:visone="http://visone.info/xmlns"
 xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d0" yfiles.type="nodegraphics"/>
<key attr.name="betweenness" attr.type="double" for="node" id="d1"/>
<key for="edge" id="d2" visone.type="edgegraphics"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d0"><y:ShapeNode><y:Geometry x="1.0" y="2.0"/>
<y:NodeLabel>Sonora</y:NodeLabel></y:ShapeNode></data><data key="d1">0.5</data></node>
<node id="n1"><data key="d0"><y:ShapeNode/></data></node>
<edge directed="false" source="n0" target="n1"><data key="d2"><visone:polyLine/></data></edge>
</graph>
</graphml>
"""
GEPHI_GEXF = """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz"
 version="1.2"><meta lastmodifieddate="2024-01-01"><creator>Gephi 0.9</creator>
<description>a net</description></meta>
<graph defaultedgetype="undirected" mode="dynamic" timeformat="date">
<attributes class="node" mode="static"><attribute id="side" title="Side" type="string">
<default>MX</default></attribute></attributes>
<attributes class="node" mode="dynamic"><attribute id="d" title="Degree" type="integer"/>
</attributes>
<nodes>
<node id="a" label="A"><viz:size value="10.0"/><attvalues><attvalue for="side" value="US"/>
<attvalue for="d" value="1" start="2021-01-01" end="2022-01-01"/>
<attvalue for="d" value="2" start="2022-01-01"/></attvalues>
<spells><spell start="2021-01-01" end="2022-01-01"/><spell start="2023-01-01"/></spells>
<nodes><node id="b" label="B" pid="a"/></nodes></node>
</nodes>
<edges><edge id="7" source="a" target="b" weight="2.5"/></edges>
</graph></gexf>
"""
PAJEK = (
    '% from Pajek\r\n*Network net\r\n*Vertices 3\r\n 1 "Torre&#243;n" 0.1 0.2 0.5 ic Red\r\n'
    " 2 O'Brien  0.3 0.4\r\n*Arcs\r\n*Edges\r\n 1 2 3\r\n"
)


def read(tmp_path: Path, name: str, content: str | bytes) -> nx.Graph:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return bl.read_graph(tmp_path / name)


def test_gephi_writes_graphml(tmp_path: Path) -> None:
    """A default holds for those that say nothing else; ids of edges are none of our business."""
    graph = read(tmp_path, "g.graphml", GEPHI_GRAPHML)
    assert graph.nodes["n1"] == {"core": True, "label": "Torreón", "r": 192}
    assert graph.nodes["n2"] == {"core": False, "label": "El Paso"}
    assert graph.edges["n1", "n2"] == {"weight": 2.0}


def test_visone_and_yed_write_graphml(tmp_path: Path) -> None:
    """Directed by default and undirected edge by edge, with labels inside drawings."""
    graph = read(tmp_path, "g.graphml", VISONE_GRAPHML)
    assert dict(graph.nodes(data=True)) == {"n0": {"label": "Sonora", "betweenness": 0.5}, "n1": {}}
    assert list(graph.edges(data=True)) == [("n0", "n1", {})]


def test_gephi_writes_gexf(tmp_path: Path) -> None:
    graph = read(tmp_path, "g.gexf", GEPHI_GEXF)
    assert graph.nodes["a"] == {
        "label": "A", "Side": "US", "Degree": [[1, "2021-01-01", "2022-01-01"],
                                               [2, "2022-01-01", None]],
        "spells": [["2021-01-01", "2022-01-01"], ["2023-01-01", None]],
    }  # fmt: skip
    assert graph.nodes["b"] == {"label": "B", "Side": "MX", "pid": "a"}
    assert graph.edges["a", "b"] == {"weight": 2.5} and graph.graph == {"description": "a net"}


def test_pajek_writes_net(tmp_path: Path) -> None:
    """With comments, coordinates, codes for letters, vertices without a line and no arc."""
    graph = read(tmp_path, "g.net", PAJEK)
    assert list(graph) == ["Torreón", "O'Brien", "3"]
    assert list(graph.edges(data=True)) == [("Torreón", "O'Brien", {"weight": 3})]


def test_networkx_writes_all(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("a", label="A", n=1, x=0.5, flag=True)
    graph.add_node("b c", label="B", n=2, x=1.0, flag=False)
    graph.add_edge("a", "b c", weight=2.5)
    nx.write_graphml(graph, tmp_path / "g.graphml")
    nx.write_gexf(graph, tmp_path / "g.gexf")
    (tmp_path / "g.json").write_text(json.dumps(nx.node_link_data(graph)))
    (tmp_path / "old.json").write_text(json.dumps(nx.node_link_data(graph, edges="links")))
    for name in ("g.graphml", "g.gexf", "g.json", "old.json"):
        back = bl.read_graph(tmp_path / name)
        assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True)), name
        assert list(back.edges(data=True)) == list(graph.edges(data=True)), name
    nx.write_pajek(nx.Graph(graph.edges), tmp_path / "g.net")
    assert set(bl.read_graph(tmp_path / "g.net").edges) == {("a", "b c")}


def test_pandas_writes_lists(tmp_path: Path) -> None:
    """Ids that are numbers there are text here, missing cells are left out."""
    nodes = pd.DataFrame({"Id": [1, 2, 3], "Label": ["A", None, "C"], "x": [0.5, None, 2.0]})
    edges = pd.DataFrame({"Source": [1], "Target": [2], "Type": ["Undirected"], "Weight": [1.5]})
    nodes.to_csv(tmp_path / "g_nodes.csv", index=False, sep=";", encoding="utf-8-sig")
    edges.to_csv(tmp_path / "g_edges.csv", index=False, sep=";")
    with pd.ExcelWriter(tmp_path / "g.xlsx") as book:
        nodes.to_excel(book, sheet_name="Nodes", index=False)
        edges.to_excel(book, sheet_name="Edges", index=False)
    nodes.to_parquet(tmp_path / "g_nodes.parquet")
    edges.to_parquet(tmp_path / "g_edges.parquet")
    for suffix in ("csv", "xlsx", "parquet"):
        graph = bl.read_graph(tmp_path / f"g.{suffix}")
        assert list(graph) == ["1", "2", "3"] and graph.nodes["1"] == {"Label": "A", "x": 0.5}
        assert "Label" not in graph.nodes["2"], suffix
        assert graph.edges["1", "2"] == {"Type": "Undirected", "Weight": 1.5}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
ONE_EDGE = (
    '<graph edgedefault="{}"><node id="a"/><node id="b"/><edge source="a" target="{}"/></graph>'
)
BAD = [
    ("g.graphml", f"<?xml version='1.0'?>\n{BOMB}<graphml>&b;</graphml>", "g.graphml:2: has a DTD"),
    ("g.gexf", f"{BOMB}<gexf/>", "has a DTD"),
    ("g.graphml", f"{BOMB}<graphml/>".encode("utf-16"), "has a DTD"),
    ("g.graphml", '<!DOCTYPE x SYSTEM "file:///etc/hostname"><graphml/>', "has a DTD"),
    ("g.graphml", "<graphml>\n<graph>", "g.graphml:2: is broken XML"),
    ("g.graphml", "", "g.graphml:1: is broken XML"),
    ("g.graphml", GRAPHML.format(""), "holds 0 graphs; export one plain graph"),
    ("g.graphml", GRAPHML.format(ONE_EDGE.format("directed", "b")), "'a' - 'b' is directed"),
    ("g.graphml", GRAPHML.format(ONE_EDGE.format("undirected", "c")), "names 'c', which is none"),
    ("g.graphml", GRAPHML.format("<graph><node/></graph>"), "has a node without id"),
    ("g.graphml", GRAPHML.format('<key id="k" attr.name="n" attr.type="int" for="node"/><graph>'
     '<node id="a"><data key="k">x</data></node></graph>'), "'n' is declared as int and holds 'x'"),
    ("g.gexf", "<gexf><graph defaultedgetype='directed'><nodes><node id='a'/></nodes><edges>"
     "<edge source='a' target='a'/></edges></graph></gexf>", "'a' - 'a' is directed"),
    ("g.gexf", "<gexf><graph><nodes><node id='a'><attvalues><attvalue for='9' value='1'/>"
     "</attvalues></node></nodes></graph></gexf>", "attribute '9', which is not declared"),
    ("g.net", "*Vertices 2\n*Arcs\n1 2\n", r"g.net:3: has lines under \*arcs"),
    ("g.net", "*Vertices 2\n*Edges\n1 9\n", r"g.net:3: has a line under \*edges that is none"),
    ("g.net", "*Vertices 2\n1 a\n7 b\n", "g.net:3: has a line"),
    ("g.net", "*Vertices 99999999999\n", "g.net:1: has a line"),
    ("g.net", "1 2\n", "g.net:1: has lines under no heading"),
    ("g.net", b"*Vertices 1\n1 \"\xff\"\n", "UnicodeDecodeError"),
    ("g.json", '{"nodes": [\n', "g.json:2: is broken JSON"),
    ("g.json", "[]", "is JSON, but no object"),
    ("g.json", '{"nodes": []}', "has no nodes and edges"),
    ("g.json", '{"nodes": [1], "edges": []}', "'nodes' is no list of objects"),
    ("g.json", '{"nodes": [{"id": [1]}], "edges": []}', "has no id that is text"),
    ("g.json", '{"directed": true, "nodes": [], "edges": []}', "is a directed graph"),
    ("g.json", '{"nodes": [{"id": 1}, {"id": "1"}], "edges": []}', "two nodes have the id '1'"),
    ("g.json", '{"graph": 3, "nodes": [], "edges": []}', "cannot be read"),
    ("g.json", "[" * 100_000, "cannot be read"),
    ("g.xlsx", b"PK no workbook", "cannot be read"),
    ("g.csv", "id\na\n", "g.csv: has no column 'source'"),
    ("g_nodes.csv", "id\na\n", "g_edges.csv: is not there"),
    ("g.net", "", "ends within a line"),
    ("g.net", "*Vertices 2\n", r"has no \*Edges, as if it were cut; save it again"),
    ("g.net", "*Vertices 2\n*Edges\n1 2", "ends within a line, as if it were cut"),
    ("g.gml", "graph []", "is of no known format"),
    ("g.hif.json", "{}", "use write_incidence and read_incidence"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "why"), BAD)
def test_a_bad_file_is_one_line(name: str, content: str | bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        read(tmp_path, name, content)
    assert "\n" not in str(caught.value)


BAD_LISTS = [
    ("name\na\n", "source,target\n", "g_nodes.csv: has no column 'id'"),
    ("id\na\n", "source,target\na\n", "row 2 has no source or no target"),
    ("id,x,x\na,1,2\n", "source,target\n", "two columns of one name"),
    ("id\na\nb\n", "source,target\na,b\nb,a\n", "the edge 'b' - 'a' stands twice"),
    ("id\na\n", "Source,Target,Type\na,a,Directed\n", "row 2 says that its edge is directed"),
    ("", "source,target\n", "g_nodes.csv: is empty"),
    ("id\n\"a", "source,target\n", "g_nodes.csv:2: is broken CSV"),
    ("id\n\xf1", "source,target\n", "g_nodes.csv: is not UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "edges", "why"), BAD_LISTS)
def test_a_bad_list_is_one_line(nodes: str, edges: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "g_nodes.csv").write_bytes(nodes.encode("latin-1"))
    (tmp_path / "g_edges.csv").write_bytes(edges.encode())
    with pytest.raises(SourceError, match=why):
        bl.read_graph(tmp_path / "g.csv")


def workbook(**sheets: list[list]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


EDGES = [["source", "target"]]
BAD_BOOKS = [
    ({"nodes": [["id"]]}, "has no sheet 'edges'"),
    ({"nodes": [["id"], ["a", "x"]], "edges": EDGES}, "B2 of the sheet nodes is under no heading"),
    ({"nodes": [["id", "x"], [None, 1]], "edges": EDGES}, "g.xlsx!nodes: row 2 has no id"),
]


@pytest.mark.parametrize(("sheets", "why"), BAD_BOOKS)
def test_a_bad_workbook_is_one_line(sheets: dict, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=why):
        read(tmp_path, "g.xlsx", workbook(**sheets))


def test_a_workbook_of_a_bomb_is_refused(tmp_path: Path) -> None:
    """Whether it unpacks to too much, or an entity in it would."""
    good = workbook(nodes=[["id"]], edges=EDGES)
    bombs = {"has a DTD": f"{BOMB}<x/>".encode(), "more than 100": b" " * (101 * 2**20)}
    for why, content in bombs.items():
        buffer = io.BytesIO(good)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/more.xml", content)
        with pytest.raises(SourceError, match=why):
            read(tmp_path, "g.xlsx", buffer.getvalue())


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "g.json").open("wb") as file:
        file.truncate(101 * 2**20)
    with pytest.raises(SourceError, match="holds 101 MiB, more than 100"):
        bl.read_graph(tmp_path / "g.json")
    with pytest.raises(SourceError, match="is not there or is no file"):
        bl.read_graph(tmp_path / "none.json")


def whole_graph() -> nx.Graph:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("alone", "alone")], weight="count")
    graph.nodes["a"].update(label="Torreón, 7", units=3)
    nx.set_edge_attributes(graph, 12.25, "weight")
    graph.add_node("z")
    return graph


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".net", ".json", ".xlsx"])
def test_a_file_that_was_cut_anywhere_is_refused(suffix: str, tmp_path: Path) -> None:
    """Never read as a smaller graph; only the newline behind the last bracket may be missing."""
    [path] = bl.write_graph(whole_graph(), tmp_path / f"g{suffix}")
    whole = path.read_bytes()
    for end in range(0, len(whole if suffix == ".net" else whole.rstrip()), 1 + len(whole) // 500):
        path.write_bytes(whole[:end])
        with pytest.raises(SourceError) as caught:
            bl.read_graph(path)
        assert "\n" not in str(caught.value), end


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_list_that_was_cut_is_refused(suffix: str, which: int, tmp_path: Path) -> None:
    """Within a line, that is: of two whole lines nothing says that there was a third."""
    path = bl.write_graph(whole_graph(), tmp_path / f"g{suffix}")[which]
    whole = path.read_bytes()
    for end in range(0, len(whole), 1 + len(whole) // 500):
        if suffix == ".csv" and whole[:end].endswith(b"\n"):
            continue
        path.write_bytes(whole[:end])
        with pytest.raises(SourceError) as caught:
            bl.read_graph(tmp_path / f"g{suffix}")
        assert "\n" not in str(caught.value), end


@pytest.mark.parametrize("name", ["g_edges", "g", "of mine"])
@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_edges_alone_are_a_graph_of_their_ends(name: str, suffix: str, tmp_path: Path) -> None:
    edges = pd.DataFrame({"Source": ["007", "c"], "Target": ["b", "007"], "weight": [2, 1]})
    path = tmp_path / f"{name}.{suffix}"
    write = {"csv": edges.to_csv, "parquet": edges.to_parquet, "xlsx": edges.to_excel}[suffix]
    write(path, index=False)  # type: ignore[operator]
    graph = bl.read_graph(path)
    assert list(graph.nodes(data=True)) == [("007", {}), ("b", {}), ("c", {})]
    assert list(graph.edges.data("weight")) == [("007", "b", 2), ("007", "c", 1)]
    if name == "g_edges" and suffix != "xlsx":
        assert list(bl.read_graph(tmp_path / f"g.{suffix}")) == list(graph)


def test_a_workbook_of_edges_and_more_needs_no_nodes(tmp_path: Path) -> None:
    sheets = {"Edges": [["source", "target"], ["a", "b"]], "notes": [["x"]]}
    assert list(read(tmp_path, "g.xlsx", workbook(**sheets)).edges) == [("a", "b")]


@pytest.mark.parametrize(
    "suffix", [".graphml", ".gexf", ".net", ".json", ".csv", ".parquet", ".xlsx"]
)
@settings(max_examples=25)
@given(data=st.data())
def test_a_damaged_file_is_a_graph_or_one_line(
    suffix: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Cut short or with other bytes in it: never a traceback."""
    graph = nx.Graph([("a", "b")], weight="count")
    graph.nodes["a"].update(label="Torreón", units=3, marks=["x"])
    folder = tmp_path_factory.mktemp("x")
    for path in bl.write_graph(graph, folder / f"g{suffix}"):
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole)))
        junk = data.draw(st.binary(max_size=3))
        end = data.draw(st.sampled_from([len(whole), place + len(junk), place]))
        path.write_bytes(whole[:place] + junk + whole[end:])
    try:
        assert isinstance(bl.read_graph(folder / f"g{suffix}"), nx.Graph)
    except SourceError as error:
        assert "\n" not in str(error) and str(error).startswith("g")
