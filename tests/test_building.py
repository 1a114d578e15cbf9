"""What a study rebuilds: figures, notebooks, the report; nothing is lost when something fails."""

import json
import shutil
from pathlib import Path

import pytest

import borderlab as bl
from borderlab import building
from borderlab.errors import OutputError

ROOT = Path(__file__).parents[1]
CELLS = [
    "import borderlab as bl\nfrom matplotlib.figure import Figure",
    "study = bl.open_study()\nlen(study.corpus.documents)",
    "figure = Figure()\n"
    "figure.subplots().barh(study.corpus.documents['label'], range(len(study.corpus.documents)))\n"
    "bl.save_figure(figure, 'bars', notebook='01_small.ipynb', caption='Bars', alt='Bars',\n"
    "               sources=study.sources, parameters={})",
]


def write_notebook(root, *cells):
    path = root / "notebooks" / "01_small.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({
        "cells": [
            {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A small study"},
            *({"cell_type": "code", "id": f"c{i}", "metadata": {}, "source": source,
               "outputs": [], "execution_count": None} for i, source in enumerate(cells)),
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }), "utf-8")  # fmt: skip
    return path


@pytest.fixture
def small(tmp_path):
    """Copy texts and codebook, with one small notebook."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    write_notebook(tmp_path, *CELLS)
    return tmp_path


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_figures_and_outputs_come_out_and_are_then_the_same_bytes(small):
    said = []
    assert building.build_figures(small, progress=said.append) == []
    assert {p.name for p in (small / "figures").iterdir()} == {
        "bars.pdf", "bars.png", "bars.svg", "manifest.json",
    }  # fmt: skip
    notebook = json.loads((small / "notebooks" / "01_small.ipynb").read_text("utf-8"))
    assert [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"] == [
        1,
        2,
        3,
    ]
    assert said == ["01_small.ipynb"]
    assert building.build_figures(small, check=True) == []
    assert not (small / "build" / "staging").exists()


def test_figures_of_another_look_go_to_a_folder_of_their_own(small, monkeypatch):
    monkeypatch.setenv("BORDERLAB_LANG", "es")  # what a user has set for notebooks
    building.build_figures(small)
    before = contents(small / "figures") | contents(small / "notebooks")
    manifest = json.loads((small / "figures" / "manifest.json").read_text("utf-8"))
    assert manifest["figures"]["bars"]["lang"] == "en"
    look = {"size": "column", "lang": "es", "formats": ["svg-text"]}
    building.build_figures(small, **look)
    own = small / "build" / "figures-column-es"
    assert {p.name for p in own.iterdir()} == {
        "bars.pdf", "bars.png", "bars.svg", "bars.text.svg", "manifest.json",
    }  # fmt: skip
    manifest = json.loads((own / "manifest.json").read_text("utf-8"))
    assert manifest["figures"]["bars"]["lang"] == "es"
    assert contents(small / "figures") | contents(small / "notebooks") == before
    assert [p.name for p in (small / "build").iterdir()] == ["figures-column-es"]


def test_figures_of_another_look_never_replace_those_of_the_study(small):
    building.build_figures(small)
    before = contents(small / "figures")
    for choice in ({"to": small / "figures"}, {"check": True}):
        with pytest.raises(OutputError, match="figures/ holds page, en and the three formats"):
            building.build_figures(small, lang="es", **choice)
    (small / "mine").mkdir()
    (small / "mine" / "letter.odt").write_text("Dear editor")
    with pytest.raises(OutputError, match=r"letter\.odt: is no figure and would be lost"):
        building.build_figures(small, lang="es", to=small / "mine")
    assert (small / "mine" / "letter.odt").exists() and contents(small / "figures") == before


def test_a_check_names_what_differs_and_changes_nothing(small):
    building.build_figures(small)
    (small / "figures" / "bars.svg").write_bytes(b"<svg/>")
    write_notebook(small, *CELLS, "1 + 1")
    before = contents(small / "figures") | contents(small / "notebooks")
    found = [str(problem) for problem in building.build_figures(small, check=True)]
    assert [line.split(";")[0] for line in found] == [
        "figures/bars.svg: differs from the figure drawn now",
        "notebooks/01_small.ipynb: its outputs are other ones now",
    ]
    assert contents(small / "figures") | contents(small / "notebooks") == before


def test_a_notebook_that_fails_leaves_the_old_figures_where_they_are(small):
    building.build_figures(small)
    before = contents(small / "figures")
    write_notebook(small, *CELLS[:2], "1 / 0")
    with pytest.raises(
        bl.OutputError, match=r"01_small.ipynb: code cell \[3\] raised ZeroDivision"
    ):
        building.build_figures(small)
    assert contents(small / "figures") == before


def test_a_report_is_built_once_and_again_only_when_something_changed(small):
    page = building.build_site(small)
    assert page == small / "build" / "report" / "index.html"
    assert "5 texts report 4 events" in page.read_text("utf-8")
    first = page.stat().st_mtime_ns
    said = []
    assert building.build_site(small, progress=said.append) == page
    assert said == ["nothing has changed since the last report"]
    assert page.stat().st_mtime_ns == first
    text = small / "seeds" / "002_a012793b270ec5e4.txt"
    text.unlink()
    building.build_site(small)
    assert "4 texts report 3 events" in page.read_text("utf-8")


def test_a_report_asked_for_otherwise_is_no_old_news(small, monkeypatch):
    written = []

    def write(study, target, **edition):
        written.append((target, edition["lang"], edition["public"]))
        target.mkdir(parents=True, exist_ok=True)
        (target / "index.html").write_text("x", "utf-8")

    monkeypatch.setattr(building, "write_site", write)
    monkeypatch.setattr(building, "build_figures", lambda *a, **k: [])
    (small / "build").mkdir()
    here, there = small / "build" / "report", small / "elsewhere" / "report"
    for asked in ({}, {}, {"to": here, "public": True}, {"to": there}, {"to": there, "lang": "es"}):
        building.build_site(small, **asked)
    assert written == [
        (here, "en", False), (here, "en", True), (there, "en", False), (there, "es", False),
    ]  # fmt: skip


def test_a_study_outside_a_repository_needs_no_dictionary(small):
    (small / "seeds" / "README.md").unlink()
    assert building.build_site(small).is_file()
