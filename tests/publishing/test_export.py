"""What other programs read: it comes back equal, and nothing in it runs or breaks."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from borderlab.errors import OutputError
from borderlab.publishing.export import write_tables
from borderlab.publishing.interchange import write_graph


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_graph_comes_back_equal(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("01", label="Sonora", units=3, share=0.1)
    graph.add_node("1", label="Torreón & <b>", units=4, share=1 / 3)
    graph.add_node("1.0", label="alone", units=0, share=0.0)
    graph.add_edge("1", "01", weight=2.5)
    [path] = write_graph(graph, tmp_path / "deep" / "g.graphml")
    back = nx.read_graphml(path)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert nx.utils.edges_equal(back.edges(data=True), graph.edges(data=True))


def test_the_order_of_nodes_and_edges_does_not_show(tmp_path: Path) -> None:
    one = nx.Graph([("a", "b"), ("c", "b")])
    other = nx.Graph([("b", "c"), ("b", "a")])
    written = [write_graph(g, tmp_path / f"{n}.graphml")[0] for n, g in enumerate((one, other))]
    assert written[0].read_bytes() == written[1].read_bytes()


def test_attributes_get_one_type_and_missing_ones_are_left_out(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("a", x=np.int64(1), z="s", n=None, e="", t=True)
    graph.add_node("b", x=np.float64(0.5), z=np.nan, when=pd.Timestamp("2024-10-01"))
    back = nx.read_graphml(*write_graph(graph, tmp_path / "g.graphml"))
    assert back.nodes["a"] == {"x": 1.0, "z": "s", "e": "", "t": True}
    assert back.nodes["b"] == {"x": 0.5, "when": "2024-10-01"}


def test_ids_that_would_merge_are_refused(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_nodes_from([1, "1"])
    with pytest.raises(OutputError, match="nodes 1 and '1' would both be written as '1'"):
        write_graph(graph, tmp_path / "g.graphml")
    assert not list(tmp_path.iterdir())


def test_every_cell_is_quoted_and_comes_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"text": ["a\r\nb\rc", 'say "x"', None], "n": [1, -2, 3], "w": [0.1, -0.5, np.nan],
         "when": pd.to_datetime(["2024-10-01", None, "2024-10-01 14:48"], format="ISO8601"),
         "marks": [["a", "b"], [], ["c"]]},
        index=pd.Index(["x:s1", "x:s2", "x:s3"], name="sentence_id"),
    )  # fmt: skip
    [path] = write_tables({"sentences": frame}, tmp_path / "out")
    assert path.name == "sentences.csv"
    assert path.read_bytes().startswith(
        b'"sentence_id","text","n","w","when","marks"\n"x:s1","a\r\nb'
    )
    assert read(path)[1:] == [
        ["x:s1", "a\r\nb\rc", "1", "0.1", "2024-10-01", "a|b"],
        ["x:s2", 'say "x"', "-2", "-0.5", "", ""],
        ["x:s3", "", "3", "", "2024-10-01 14:48:00", "c"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_spreadsheet_runs_a_cell(cell: str, tmp_path: Path) -> None:
    """Neither as a cell, nor as a label of a row or column, nor inside a list."""
    frame = pd.DataFrame({cell: [cell], "l": [[cell]]}, index=pd.Index([cell], name=cell))
    [path] = write_tables({"t": frame}, tmp_path)
    assert read(path) == [["'" + cell, "'" + cell, "l"], ["'" + cell] * 3]


def test_names_of_tables_become_names_of_files(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1]})
    paths = write_tables({"item_evolution": frame, "../Año": frame}, tmp_path)
    assert [p.relative_to(tmp_path).as_posix() for p in paths] == ["ano.csv", "item_evolution.csv"]
