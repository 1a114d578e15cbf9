"""The committed outputs are what the cells give today: every way to pretend otherwise fails.

One small notebook is executed, mutated copies of it are compared in one run of pytest under the
repository's own configuration.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from borderlab.publishing.execution import execute_notebooks

REPOSITORY = Path(__file__).parents[1]

CELLS = [
    "print(6 * 7)",
    "import pandas as pd\nfrom borderlab.publishing.display_table import show\n"
    "show(pd.DataFrame({'n': [1, 2]}), 'Two rows')",
    "from matplotlib.figure import Figure\n"
    "from borderlab.publishing.figures import figure_style, save_figure\n"
    "with figure_style():\n"
    "    fig = Figure(figsize=(1, 1))\n"
    "    fig.subplots().plot([1, 2])\n"
    "save_figure(fig, 'line', notebook='sound.ipynb', caption='It costs $2.', alt='It rises.',"
    " sources={}, parameters={})",
]


def notebook(*sources: str) -> dict[str, Any]:
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "source": source, "outputs": [],
         "execution_count": None}
        for i, source in enumerate(sources)
    ]  # fmt: skip
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def changed_number(cells: list[Any]) -> None:
    cells[0]["outputs"][0]["text"] = ["43\n"]


def changed_table(cells: list[Any]) -> None:
    html = cells[1]["outputs"][0]["data"]["text/html"]
    cells[1]["outputs"][0]["data"]["text/html"] = [s.replace(">2<", ">3<") for s in html]


def changed_pixel(cells: list[Any]) -> None:
    from PIL import Image

    data = cells[2]["outputs"][0]["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    picture.putpixel((0, 0), (254, 255, 255, 255))
    buffer = io.BytesIO()
    picture.save(buffer, "png")
    data["image/png"] = base64.b64encode(buffer.getvalue()).decode()


def changed_alt(cells: list[Any]) -> None:
    cells[2]["outputs"][0]["metadata"]["image/png"]["alt"] = "It falls."


def raised_error(cells: list[Any]) -> None:
    cells[0]["source"] = ["print(6 * 7)\n", "1 / 0"]


def allowed_error(cells: list[Any]) -> None:
    """Store an error and declare it: that is no result either."""
    cells[0]["source"] = ["1 / 0"]
    cells[0]["metadata"] = {"tags": ["raises-exception"]}
    cells[0]["outputs"] = [
        {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero",
         "traceback": []}
    ]  # fmt: skip


def stripped_outputs(cells: list[Any]) -> None:
    cells[0]["outputs"], cells[0]["execution_count"] = [], None


def emptied_outputs(cells: list[Any]) -> None:
    """Remove outputs, leave the count."""
    cells[0]["outputs"] = []


def stale_count(cells: list[Any]) -> None:
    cells[0]["execution_count"] = 7


def ignore_comment(cells: list[Any]) -> None:
    cells[0]["source"] = ["# NBVAL_IGNORE_OUTPUT\n", "print(6 * 7)"]


def ignore_tag(cells: list[Any]) -> None:
    cells[0]["metadata"] = {"tags": ["nbval-ignore-output"]}


def skip_tag(cells: list[Any]) -> None:
    cells[0]["metadata"] = {"tags": ["nbval-skip"]}


def changed_figure(cells: list[Any]) -> None:
    """Draw what was committed otherwise; the picture in the notebook is the same."""
    cells[2] = json.loads(
        json.dumps(cells[2]).replace("'line'", "'other'").replace("Figure line", "Figure other")
    )


#: the mutation, how many cells of the notebook it needs, and a word of the message it must give
MUTATIONS: list[tuple[Callable[[list[Any]], None], int, str]] = [
    (changed_number, 1, "Cell outputs differ"),
    (changed_table, 2, "Cell outputs differ"),
    (changed_pixel, 3, "image/png"),
    (changed_alt, 3, "metadata"),
    (changed_figure, 3, "figures/other.svg differs"),
    (raised_error, 1, "ZeroDivisionError"),
    (allowed_error, 1, "remove the marker"),
    (stripped_outputs, 1, "is numbered None"),
    (emptied_outputs, 1, "Cell outputs differ"),
    (stale_count, 1, "is numbered 7"),
    (ignore_comment, 1, "remove the marker"),
    (ignore_tag, 1, "remove the marker"),
    (skip_tag, 1, "remove the marker"),
]


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return name of notebook -> the messages of its failed cells, "" when it passed."""
    root = tmp_path_factory.mktemp("study")
    folder = root / "notebooks"
    folder.mkdir()
    (folder / "sound.ipynb").write_text(json.dumps(notebook(*CELLS)), encoding="utf-8")
    [executed] = execute_notebooks(root, root / "staged")
    shutil.copy(executed, folder)
    shutil.copytree(root / "staged" / "figures", root / "figures")
    for suffix in ("svg", "pdf", "png"):
        shutil.copy(root / "figures" / f"line.{suffix}", root / "figures" / f"other.{suffix}")
    (root / "figures" / "other.svg").write_text("<svg/>", encoding="utf-8")
    shutil.copy(REPOSITORY / "notebooks" / "conftest.py", folder)
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for mutate, size, _ in MUTATIONS:
        copy = json.loads(executed.read_text(encoding="utf-8"))
        copy["cells"] = copy["cells"][:size]
        mutate(copy["cells"])
        path = folder / f"{mutate.__name__}.ipynb"
        path.write_text(json.dumps(copy), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "notebooks",
               "--junitxml=report.xml", "-p", "no:cacheprovider"]  # fmt: skip
    subprocess.run(command, cwd=root, check=False, capture_output=True)
    assert not (root / "build").exists(), "nbval staged its figures inside the study"
    found: dict[str, str] = {}
    for case in ElementTree.parse(root / "report.xml").iter("testcase"):
        trouble = "".join(e.text or "" for e in case if e.tag in ("failure", "error"))
        name = case.get("classname", "").removeprefix("notebooks.").removesuffix(".ipynb")
        found[name] = found.get(name, "") + trouble
    return found


def test_a_notebook_with_text_table_and_figure_passes(failures: dict[str, str]) -> None:
    assert failures["sound"] == ""


@pytest.mark.parametrize(
    ("mutate", "size", "message"), MUTATIONS, ids=lambda m: getattr(m, "__name__", None)
)
def test_a_mutated_notebook_fails(
    mutate: Callable[[list[Any]], None], size: int, message: str, failures: dict[str, str]
) -> None:
    assert message in failures[mutate.__name__]
