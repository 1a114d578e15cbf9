"""Figures: the same bytes everywhere, and a record behind each."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from borderlab.errors import OutputError
from borderlab.publishing.figures import _draw, checked_formats, figure_style, save_figure
from borderlab.publishing.manifest import check_manifest, write_manifest
from borderlab.publishing.plot_style import page


def test_three_files_and_a_record(draw: Any, tmp_path: Path) -> None:
    draw(tmp_path, parameters={"unit": "sentence", "n": np.int64(3)})
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["line.json", "line.pdf", "line.png", "line.svg"]
    record = json.loads((tmp_path / "line.json").read_text(encoding="utf-8"))
    png = hashlib.sha256((tmp_path / "line.png").read_bytes()).hexdigest()
    assert record.pop("files")["line.png"] == png
    assert record == {
        "notebook": "01.ipynb", "caption": "A line.", "alt": "It rises.", "lang": "en",
        "millimetres": [25, 25],
        "parameters": {"unit": "sentence", "n": 3}, "sources": {"a": "00"},
    }  # fmt: skip


SCRIPT = """
import sys
from pathlib import Path
import pandas as pd, networkx as nx
from borderlab.publishing.figures import save_figure
from borderlab.publishing.plots_network import plot_network
graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "d")])
for n in graph: graph.nodes[n].update(label=f"Actor {n}", kind="person", side="MX", units=2)
layout = pd.DataFrame({"actor_id": list("abcd"), "x": [0, 1, 2, 1], "y": [0, 1, 0, 2]})
save_figure(plot_network(graph, layout), "net", notebook="n", caption="c", alt="a", sources={},
            parameters={}, staging=Path(sys.argv[1]))
"""


FOR_A_COLUMN = {
    "BORDERLAB_FIGURE_SIZE": "column", "BORDERLAB_LANG": "es",
    "BORDERLAB_FIGURE_FORMATS": "tiff,svg-text",
}  # fmt: skip


def test_the_same_bytes_in_other_processes_zones_and_locales(tmp_path: Path) -> None:
    """Hash seed, time zone, locale, threads, folder and a user's matplotlibrc do not show."""
    rc = tmp_path / "rc"
    rc.mkdir()
    (rc / "matplotlibrc").write_text("text.color: red\nsavefig.bbox: tight\nsavefig.dpi: 30\n")
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "MATPLOTLIBRC": str(rc)},
    ]
    seen = []
    for i, world in enumerate(worlds):
        folder = tmp_path / f"cwd{i}"
        folder.mkdir()
        command = [sys.executable, "-c", SCRIPT, str(folder / "out")]
        env = {**os.environ, **FOR_A_COLUMN, **world}
        subprocess.run(command, cwd=folder, env=env, check=True)
        seen.append({p.name: p.read_bytes() for p in (folder / "out").iterdir()})
    assert len(seen[0]) == 6 and seen[0] == seen[1]


def test_style_leaves_no_trace() -> None:
    before = dict(matplotlib.rcParams)
    with figure_style():
        assert matplotlib.rcParams["text.parse_math"] is False
    assert dict(matplotlib.rcParams) == before


def test_an_open_pyplot_figure_is_closed(tmp_path: Path) -> None:
    """Otherwise the notebook would show it a second time, without caption."""
    from matplotlib import pyplot

    fig, _ = pyplot.subplots(figsize=(1, 1))
    save_figure(
        fig, "p", notebook="n", caption="c", alt="a", sources={}, parameters={}, staging=tmp_path
    )
    assert not pyplot.get_fignums()


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"caption": " "}, "the figure's caption is empty; say what the figure shows"),
        ({"alt": ""}, "the figure's alt is empty; say what readers see"),
        ({"alt": None}, "the figure's alt is empty"),
        ({"name": "../Line 1"}, r"use lower-case letters, digits and hyphens: 'line-1'"),
        ({"name": "manifest"}, "is no name for a figure"),
        ({"parameters": {"x": object()}}, "line: parameters: a object cannot be recorded"),
        ({"parameters": {"x": float("nan")}}, "line: parameters: Out of range"),
    ],
)
def test_what_a_figure_needs_is_said_before_anything_is_written(
    draw: Any, choices: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=message):
        draw(tmp_path, **choices)
    assert not list(tmp_path.iterdir())


def test_two_notebooks_cannot_draw_one_figure(draw: Any, tmp_path: Path) -> None:
    draw(tmp_path)
    draw(tmp_path)  # the same notebook may run again
    with pytest.raises(OutputError, match=r"02\.ipynb and 01\.ipynb both draw this figure"):
        draw(tmp_path, notebook="02.ipynb")


def test_the_staging_folder_is_argument_then_environment_then_study(
    draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "study" / "notebooks"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    monkeypatch.delenv("BORDERLAB_STAGING", raising=False)
    (tmp_path / "study" / "seeds").mkdir()
    draw(None)
    assert (tmp_path / "study" / "build" / "figures" / "line.png").exists()
    monkeypatch.setenv("BORDERLAB_STAGING", str(tmp_path / "env"))
    draw(None)
    assert (tmp_path / "env" / "line.png").exists()
    draw(tmp_path / "own")
    assert (tmp_path / "own" / "line.png").exists()


def test_outside_a_study_there_is_no_staging_folder(
    draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BORDERLAB_STAGING", raising=False)
    with pytest.raises(OutputError, match="no study around this folder"):
        draw(None)


def test_a_place_that_cannot_be_written_is_named_in_one_line(draw: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"line\.pdf: cannot be written"):
        draw(tmp_path / "file")


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "$x$ and *y*", "a\x07\u202eb", "![](http://x)"]
)
def test_a_notebook_shows_picture_then_caption(
    draw: Any, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its alt text, without object ids, and with no markup of the caption's own."""
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **k: shown.append((data, k)))
    figure = draw(tmp_path, caption=text, alt=text)
    figure._ipython_display_()
    (picture, options), (caption, _) = shown
    assert options["metadata"] == {"image/png": {"alt": text}}
    assert picture["image/png"].startswith("iVBOR") and "\n" not in picture["image/png"]
    assert picture["text/plain"] == repr(figure) and " at 0x" not in repr(figure)
    for said in (picture["text/plain"], caption["text/plain"], caption["text/markdown"]):
        assert "\x07" not in said and "\u202e" not in said
    assert "<script" not in caption["text/markdown"] and "![" not in caption["text/markdown"]


@pytest.fixture
def asked(draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a figure in every format there is, for a column in Spanish."""
    for name, value in FOR_A_COLUMN.items():
        monkeypatch.setenv(name, value)
    with figure_style():
        fig = page(4)
        axes = fig.subplots()
        axes.set_xlabel("Una oración de 5 US$")
        axes.text(0.5, 0.5, "Ciudad Juárez")
    save_figure(fig, "line", notebook="n", caption="c", alt="a", sources={}, parameters={},
                staging=tmp_path)  # fmt: skip
    return tmp_path


def test_a_figure_drawn_once_is_the_one_that_matplotlib_draws_twice() -> None:
    """Its first pass leaves nothing but the layout."""
    files = []
    for plain in (False, True):
        with figure_style():
            fig = page(4)
            fig.__class__ = Figure if plain else type(fig)
            left, right = fig.subplots(1, 2)
            left.set_aspect("equal")
            left.set_ylabel("Ciudad Juárez")
            right.barh(["one", "a longer name"], [1, 2_000_000])
            fig.legend(right.containers, ["bars"], loc="outside lower center")
            files.append(_draw(fig, "twice"))
    assert files[0] == files[1]


def test_a_tiff_has_600_dots_an_inch_no_loss_no_alpha_and_no_trace(asked: Path) -> None:
    with Image.open(asked / "line.tiff") as image:
        assert image.mode == "RGB" and image.info["compression"] == "tiff_lzw"
        assert image.info["dpi"] == (600, 600)
        assert image.size[0] == pytest.approx(8.9 / 2.54 * 600, abs=1)
        assert not {305, 306, 315} & set(image.tag_v2), "program, date or artist"
        with Image.open(asked / "line.png") as png:
            assert np.asarray(png.convert("L")).mean() == pytest.approx(
                np.asarray(image.convert("L")).mean(), abs=1.5
            )


def test_text_can_be_edited_only_where_it_was_asked_for(asked: Path) -> None:
    assert "Ciudad Juárez</text>" in (asked / "line.text.svg").read_text("utf-8")
    assert "<text" not in (asked / "line.svg").read_text("utf-8")


def test_fonts_are_embedded_as_outlines(asked: Path) -> None:
    """Journals refuse bitmap fonts, fonts that are only named, and Type 3."""
    [page] = PdfReader(asked / "line.pdf").pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]
    assert fonts
    for font in fonts:
        assert font["/Subtype"] != "/Type3"
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()
    assert "Ciudad Juárez" in page.extract_text()


def test_the_record_says_language_measures_and_every_file(asked: Path) -> None:
    record = json.loads((asked / "line.json").read_text("utf-8"))
    assert record["lang"] == "es" and record["millimetres"] == [89, 40]
    assert sorted(record["files"]) == [
        "line.pdf", "line.png", "line.svg", "line.text.svg", "line.tiff",
    ]  # fmt: skip
    write_manifest(asked)
    assert check_manifest(asked) == []


def test_an_unknown_format_is_named_before_anything_is_written(
    draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BORDERLAB_FIGURE_FORMATS", "tiff, eps")
    with pytest.raises(OutputError, match="'eps' is no format to ask for; take tiff, svg-text"):
        draw(tmp_path)
    assert not list(tmp_path.iterdir())
    for near, meant in (("tif", "tiff"), ("TIFF", "tiff"), ("svg_text", "svg-text")):
        with pytest.raises(OutputError, match=f"'{near}' is no format .* did you mean {meant}"):
            checked_formats([near])
