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


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Draw the figures of such a study once, by a user who has set another language."""
    root, said = tmp_path_factory.mktemp("finished") / "study", []
    shutil.copytree(ROOT / "seeds", root / "seeds")
    write_notebook(root, *CELLS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BORDERLAB_LANG", "es")
        assert building.build_figures(root, progress=said.append) == []
    assert said == ["01_small.ipynb"]
    return root


@pytest.fixture
def drawn(finished, tmp_path):
    """Copy the finished study."""
    return shutil.copytree(finished, tmp_path / "drawn")


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_figures_and_outputs_come_out_and_are_then_the_same_bytes(drawn):
    assert {p.name for p in (drawn / "figures").iterdir()} == {
        "bars.pdf", "bars.png", "bars.svg", "manifest.json",
    }  # fmt: skip
    notebook = json.loads((drawn / "notebooks" / "01_small.ipynb").read_text("utf-8"))
    assert [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"] == [
        1,
        2,
        3,
    ]
    assert building.build_figures(drawn, check=True) == []
    assert not (drawn / "build" / "staging").exists()


def test_figures_of_another_look_go_to_a_folder_of_their_own(drawn, monkeypatch):
    monkeypatch.setenv("BORDERLAB_LANG", "es")  # what a user has set for notebooks
    before = contents(drawn / "figures") | contents(drawn / "notebooks")
    manifest = json.loads((drawn / "figures" / "manifest.json").read_text("utf-8"))
    assert manifest["figures"]["bars"]["lang"] == "en"
    look = {"size": "column", "lang": "es", "formats": ["svg-text"]}
    building.build_figures(drawn, **look)
    own = drawn / "build" / "figures-column-es"
    assert {p.name for p in own.iterdir()} == {
        "bars.pdf", "bars.png", "bars.svg", "bars.text.svg", "manifest.json",
    }  # fmt: skip
    manifest = json.loads((own / "manifest.json").read_text("utf-8"))
    assert manifest["figures"]["bars"]["lang"] == "es"
    assert contents(drawn / "figures") | contents(drawn / "notebooks") == before
    assert [p.name for p in (drawn / "build").iterdir()] == ["figures-column-es"]


def test_figures_of_another_look_never_replace_those_of_the_study(drawn):
    before = contents(drawn / "figures")
    for choice in ({"to": drawn / "figures"}, {"check": True}):
        with pytest.raises(OutputError, match="figures/ holds page, en and the three formats"):
            building.build_figures(drawn, lang="es", **choice)
    (drawn / "mine").mkdir()
    (drawn / "mine" / "letter.odt").write_text("Dear editor")
    with pytest.raises(OutputError, match=r"letter\.odt: is no figure and would be lost"):
        building.build_figures(drawn, lang="es", to=drawn / "mine")
    assert (drawn / "mine" / "letter.odt").exists() and contents(drawn / "figures") == before


def test_a_check_names_what_differs_and_changes_nothing(drawn):
    (drawn / "figures" / "bars.svg").write_bytes(b"<svg/>")
    write_notebook(drawn, *CELLS, "1 + 1")
    before = contents(drawn / "figures") | contents(drawn / "notebooks")
    found = [str(problem) for problem in building.build_figures(drawn, check=True)]
    assert [line.split(";")[0] for line in found] == [
        "figures/bars.svg: differs from the figure drawn now",
        "notebooks/01_small.ipynb: its outputs are other ones now",
    ]
    assert contents(drawn / "figures") | contents(drawn / "notebooks") == before


def test_a_notebook_that_fails_leaves_the_old_figures_where_they_are(drawn):
    before = contents(drawn / "figures")
    write_notebook(drawn, *CELLS[:2], "1 / 0")
    with pytest.raises(
        bl.OutputError, match=r"01_small.ipynb: code cell \[3\] raised ZeroDivision"
    ):
        building.build_figures(drawn)
    assert contents(drawn / "figures") == before


def test_a_report_is_built_once_and_again_only_when_something_changed(small):
    page = building.build_site(small)
    assert page == small / "build" / "report" / "index.html"
    assert "5 texts report 4 events" in page.read_text("utf-8")
    first = page.stat().st_mtime_ns
    said = []
    assert building.build_site(small, progress=said.append) == page
    assert said == ["nothing has changed since the last report"]
    assert page.stat().st_mtime_ns == first
    (small / "seeds" / "002_a012793b270ec5e4.txt").unlink()
    (small / "seeds" / "README.md").unlink()  # outside a repository there need be no dictionary
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
