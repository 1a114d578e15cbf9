"""An export can be read alone: every number in it opens down to its sentences."""

from __future__ import annotations

import pandas as pd
import pytest

import borderlab as bl
from borderlab import building
from borderlab.cli import main
from borderlab.publishing.evidence import evidence
from borderlab.tables import Incidence

GRIDS = [
    {},
    {"collectives": False},
    {"unit": "document"},
    {"unit": "window", "window": 3},
    {"duplicates": "echo"},
    {"unit": "story", "programmes": False},
    {"roles": ("actor", "place"), "forms": ("name", "short"), "zones": ("title", "body")},
    {"split_by": "office", "merge_parents": True},
]


@pytest.fixture(scope="module")
def study() -> bl.Study:
    return bl.open_study()


@pytest.fixture(scope="module")
def found(study):
    return building.all_tables(study)


@pytest.fixture(scope="module")
def exported(tmp_path_factory, study, found):
    folder = tmp_path_factory.mktemp("exports") / "export"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "all_tables", lambda study: found)
        building.export(study.root, folder)
    return folder


def behind(study, units, *actors):
    """Ask as `bl.evidence` does, which makes these units anew every time."""
    book = study.corpus, study.codebook
    return evidence(units, study.mentions, study.codings, *book, *actors)


def read(folder, name):
    return pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)


#: the other formats carry the same, as their round trips say
CARRIED = [*(("graphml", choices) for choices in GRIDS), ("gexf", {}), ("xlsx", {}), ("json", {})]


@pytest.mark.parametrize(("suffix", "choices"), CARRIED, ids=str)
def test_every_edge_of_a_graph_in_a_file_opens_with_the_choices_it_carries(
    study, choices, suffix, tmp_path
):
    """The sentences that it names are those, all of them, that `evidence` finds."""
    units = study.incidence(**choices)
    bl.write_graph(bl.to_graph(bl.cooccurrence(units), units), tmp_path / f"g.{suffix}")
    graph = bl.read_graph(tmp_path / f"g.{suffix}")
    told = bl.choices_of(graph)
    assert told == units.choices
    assert graph.number_of_edges() == len(bl.cooccurrence(units)) > 50
    every = 1 if (suffix, choices) == ("graphml", {}) else 20  # the time that it takes
    for source, target, named in list(graph.edges(data="sentences"))[::every]:
        found = bl.evidence(study, source, target, **told)["sentence_id"].tolist()
        assert sorted(named.split("|")) == sorted(found) and found


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "gexf", "graphml"])
def test_every_edge_names_its_sentences_in_every_format_that_has_attributes(
    study, suffix, tmp_path
):
    bl.write_graph(study.graph(), tmp_path / f"g.{suffix}")
    back = bl.read_graph(tmp_path / f"g.{suffix}")
    for a, b, named in study.graph().edges(data="sentences"):
        assert back.edges[a, b]["sentences"] == named and named


@pytest.mark.parametrize("name", ["edges", "edge_tests"])
def test_every_pair_of_a_table_names_its_sentences(study, exported, name):
    """Those that `evidence` finds with the choices of this table; no pair without them has any."""
    rows, told = read(exported, name), read(exported, "choices").query("table == @name")
    as_graph = dict(zip(told["option"], told["value"], strict=True))
    assert as_graph["collectives"] == ("False" if name == "edge_tests" else "True")
    units = study.incidence(collectives=as_graph["collectives"] == "True")
    assert {k: v for k, v in as_graph.items() if v} == {
        k: "|".join(v) if isinstance(v, tuple) else str(v)
        for k, v in units.choices.items() if v is not None
    }  # fmt: skip
    for row in rows.itertuples():
        found = behind(study, units, row.source, row.target)
        assert row.sentences.split("|") == (found["sentence_id"].tolist() or [""])
        assert bool(row.sentences) == (float(row.weight) > 0)


@pytest.mark.parametrize("name", ["scores", "stability"])
def test_every_score_opens_with_the_choices_of_its_table(study, found, name):
    told = bl.choices_of(found[name])
    units = study.incidence(**{k: v for k, v in told.items() if k != "codebook"})
    assert isinstance(units, Incidence) and units.choices == told
    for actor in found[name]["actor_id"].unique():
        opened = behind(study, units, actor)["sentence_id"]
        cells = units.cells
        assert set(opened) == set(cells.loc[cells["actor_id"] == actor, "sentence_id"])
        assert len(opened)


def test_every_id_of_an_export_has_its_name_in_it(exported):
    actors, items, pillars = (read(exported, name) for name in ("actors", "items", "pillars"))
    known = set(actors["actor_id"])
    assert {"label", "label_es", "kind", "side"} <= set(actors)
    for name, columns in (
        ("mentions", ["actor_id"]), ("edges", ["source", "target"]), ("scores", ["actor_id"]),
    ):  # fmt: skip
        assert set(read(exported, name)[columns].to_numpy().ravel()) <= known
    codings = read(exported, "codings")
    assert set(codings["item"]) - {""} <= set(items["item"])
    assert set(codings["pillar"]) <= set(pillars["pillar"])
    assert {"label", "label_es"} <= set(items) & set(pillars)


def test_an_export_says_which_networks_of_an_earlier_one_it_removed(
    study, found, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(building, "all_tables", lambda study: found)
    to = ["export", "--study", str(study.root), "--to", str(tmp_path / "out")]
    assert main([*to, "--graph", "gexf", "--graph", "csv"]) == 0
    assert "removed" not in capsys.readouterr().out
    assert main(to) == 0
    said = capsys.readouterr().out
    assert (
        "removed, of an earlier export: network.gexf, network_edges.csv, network_nodes.csv;" in said
    )
    assert not list((tmp_path / "out").glob("network_*"))
