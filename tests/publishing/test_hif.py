"""Incidences go to libraries of hypergraphs and come back with every mention."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import borderlab as bl
from borderlab.errors import OutputError, SourceError
from borderlab.tables import Incidence

ROOT = Path(__file__).parents[2]
#: pandas holds no lone surrogate
TEXT = st.text(max_size=6) | st.sampled_from(["007", "NA", "\x07", "json:1", "", "⟨U+0007⟩"])


def assert_equal(one: Incidence, other: Incidence) -> None:
    assert one.matrix.shape == other.matrix.shape and one.matrix.dtype == other.matrix.dtype
    assert (one.matrix != other.matrix).nnz == 0
    for name in ("units", "actors", "cells"):
        pd.testing.assert_frame_equal(
            getattr(one, name), getattr(other, name), check_column_type=False
        )
    assert dict(one.choices) == other.choices


def assert_hif(whole: dict[str, Any]) -> None:
    """Check the structure that schemas/schema_v0.1.0.json of HIF-org/HIF-standard asks for."""
    kinds: dict[str, Callable[[Any], bool]] = {
        "node": lambda v: isinstance(v, str | int), "edge": lambda v: isinstance(v, str | int),
        "weight": lambda v: isinstance(v, int | float), "attrs": lambda v: isinstance(v, dict),
        "direction": lambda v: v in ("head", "tail"),
    }  # fmt: skip
    allowed = {
        "incidences": ({"edge", "node"}, {"weight", "direction", "attrs"}),
        "nodes": ({"node"}, {"weight", "attrs"}),
        "edges": ({"edge"}, {"weight", "attrs"}),
    }
    assert {"incidences"} <= set(whole) <= {"network-type", "metadata", *allowed}
    assert whole.get("network-type", "asc") in ("undirected", "directed", "asc")
    assert isinstance(whole.get("metadata", {}), dict)
    for name, (needed, optional) in allowed.items():
        for record in whole.get(name, []):
            assert needed <= set(record) <= needed | optional
            assert all(kinds[key](value) for key, value in record.items())


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "document", "story"])
def test_the_seeds_come_back(unit: str, tmp_path: Path) -> None:
    """Matrix, units that name nobody, actors with their attributes, mentions and choices."""
    units = bl.open_study(ROOT).incidence(unit=unit)
    path = bl.write_incidence(units, tmp_path / "deep" / "units.hif.json")
    back = bl.read_incidence(path)
    assert_equal(units, back)
    assert_hif(json.loads(path.read_text("utf-8")))
    assert bl.cooccurrence(back).equals(bl.cooccurrence(units))
    again = bl.write_incidence(back, tmp_path / "again.hif.json")
    assert again.read_bytes() == path.read_bytes()


@st.composite
def incidences(draw: st.DrawFn) -> Incidence:
    ids = draw(st.lists(TEXT, unique=True, max_size=4))
    actors = sorted(draw(st.lists(TEXT, unique=True, max_size=4)))
    shape = (len(ids), len(actors))
    cells = [
        (row, column, mention)
        for row in range(shape[0]) for column in range(shape[1])
        for mention in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    matrix = np.zeros(shape, dtype="int64")
    for row, column, _ in cells:
        matrix[row, column] = 1
    texts = [draw(TEXT | st.just(None)) for _ in ids]
    told = {
        "doc_id": pd.Series(texts, dtype="str"),
        "paragraph": pd.Series(range(len(ids)), dtype="int64"),
        "share": pd.Series([draw(st.floats()) for _ in ids], dtype="float64"),
        "when": pd.Series([pd.Timestamp("2024-10-01")] * len(ids), dtype="datetime64[ns]"),
        "core": pd.Series([True] * len(ids), dtype="bool"),
    }
    rows = [(ids[r], actors[c], f"{ids[r]}:m{n}") for r, c, n in cells]
    return Incidence(
        matrix=csr_array(matrix),
        units=pd.DataFrame(told).set_index(pd.Index(ids, name="unit_id", dtype="str")),
        actors=pd.DataFrame(index=pd.Index(actors, name="actor_id", dtype="str")),
        cells=pd.DataFrame(rows, columns=["unit_id", "actor_id", "mention_id"], dtype="str"),
        choices={"unit": "sentence", "roles": ("actor", draw(TEXT)), "forms": None, "n": 3},
    )


@settings(max_examples=50)
@given(units=incidences())
def test_every_incidence_comes_back(
    units: Incidence, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever its ids, and with columns of any type; an infinity is no missing value."""
    path = bl.write_incidence(units, tmp_path_factory.mktemp("x") / "u.hif.json")
    assert_hif(json.loads(path.read_text("utf-8")))
    assert_equal(units, bl.read_incidence(path))


def test_a_matrix_without_cells_comes_back(tmp_path: Path) -> None:
    units = Incidence(
        csr_array([[1, 1], [0, 0]]), pd.DataFrame(index=["s1", "s2"]),
        pd.DataFrame(index=["ana", "eva"]), pd.DataFrame(),
    )  # fmt: skip
    back = bl.read_incidence(bl.write_incidence(units, tmp_path / "u.hif.json"))
    assert back.matrix.toarray().tolist() == [[1, 1], [0, 0]]
    assert list(back.units.index) == ["s1", "s2"] and back.cells.empty


def test_the_order_inside_the_matrix_does_not_show(tmp_path: Path) -> None:
    units, actors = pd.DataFrame(index=["s1"]), pd.DataFrame(index=["ana", "eva"])
    written = []
    for columns in ([0, 1], [1, 0]):
        matrix = csr_array(([1, 1], columns, [0, 2]), shape=(1, 2))
        made = Incidence(matrix, units, actors, pd.DataFrame())
        written.append(bl.write_incidence(made, tmp_path / "u.hif.json").read_bytes())
    assert written[0] == written[1]


def test_a_hypergraph_of_another_library_is_read(tmp_path: Path) -> None:
    """Ids that are numbers, things that only incidences name, an incidence told twice."""
    whole = {
        "incidences": [
            {"edge": 0, "node": 2, "weight": 1.5, "attrs": {"role": "x"}},
            {"edge": 0, "node": 10}, {"edge": 1, "node": 2}, {"edge": 1, "node": 2},
        ],
        "nodes": [{"node": 3, "attrs": {"name": "alone"}}, {"node": 2, "weight": 1}],
    }  # fmt: skip
    (tmp_path / "u.hif.json").write_text(json.dumps(whole))
    units = bl.read_incidence(tmp_path / "u.hif.json")
    assert list(units.actors.index) == ["10", "2", "3"] and list(units.units.index) == ["0", "1"]
    assert units.matrix.toarray().tolist() == [[1, 1, 0], [0, 1, 0]]
    assert units.actors.loc["3", "name"] == "alone" and len(units.cells) == 4
    assert bl.cooccurrence(units).to_dict("list") == {
        "source": ["10"], "target": ["2"], "weight": [1.0]
    }  # fmt: skip


BAD = [
    ("{}", "has no incidences"),
    ('{"network-type": "directed", "incidences": []}', "is directed; export an undirected"),
    ('{"incidences": [{"edge": "a"}]}', "has no node that is text"),
    ('{"incidences": 3}', "'incidences' is no list of objects"),
    ('{"incidences": [], "nodes": [{"node": 1}, {"node": "1"}]}', "two nodes have the id '1'"),
    ('{"incidences": [], "metadata": {"dtypes": {"units": {"x": "no"}}}}', "cannot be read"),
    ('{"incidences": [{"edge": 1, "node": 2, "attrs": 3}]}', "cannot be read"),
    ("[", "u.hif.json:1: is broken JSON"),
]


@pytest.mark.parametrize(("content", "why"), BAD)
def test_a_bad_file_is_one_line(content: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "u.hif.json").write_text(content)
    with pytest.raises(SourceError, match=why) as caught:
        bl.read_incidence(tmp_path / "u.hif.json")
    assert "\n" not in str(caught.value)


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    one = csr_array([[1]])
    units, actors = pd.DataFrame(index=["s1"]), pd.DataFrame(index=["ana"])
    cells = pd.DataFrame([("s1", "eva", "m1")], columns=["unit_id", "actor_id", "mention_id"])
    wrong = Incidence(one, units, actors, cells)
    with pytest.raises(OutputError, match="the cells name 'eva' in 's1', where the matrix"):
        bl.write_incidence(wrong, tmp_path / "u.hif.json")
    twice = Incidence(csr_array([[1], [1]]), pd.DataFrame(index=["1", 1]), actors, pd.DataFrame())
    with pytest.raises(OutputError, match="units '1' and 1 would both be written as '1'"):
        bl.write_incidence(twice, tmp_path / "u.hif.json")
    with pytest.raises(
        OutputError, match=r"is no name of an incidence; end its name in \.hif\.json"
    ):
        bl.write_incidence(wrong, tmp_path / "u.json")
    with pytest.raises(SourceError, match="is no name of an incidence"):
        bl.read_incidence(tmp_path / "u.json")
    with pytest.raises(TypeError, match="give what incidence returns"):
        bl.write_incidence(3, tmp_path / "u.hif.json")  # type: ignore[arg-type]
