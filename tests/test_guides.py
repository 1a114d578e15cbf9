"""Every command and output on the how-to pages is what a copy of this study says."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from console import commands, here, run_page

from borderlab.publishing.guides import HERE as GUIDES

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((GUIDES / "how-to").glob("*.md"))
#: one figure, so that the pages that draw take seconds
DRAWS = [
    "import borderlab as bl\nstudy = bl.open_study()\n"
    "figure = bl.plot_timeline(study.corpus.documents, study.codebook.events)",
    "bl.save_figure(figure, 'timeline', notebook='01_texts.ipynb', caption='Texts', alt='Texts',\n"
    "               sources=study.sources, parameters={})",
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Copy what this study is made from, with one small notebook."""
    root = tmp_path / "study"
    shutil.copytree(ROOT / "seeds", root / "seeds")
    (root / "notebooks").mkdir()
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [],
         "execution_count": None} for n, source in enumerate(DRAWS)
    ]  # fmt: skip
    head = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# When?"}
    book = {"cells": [head, *cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "notebooks" / "01_texts.ipynb").write_text(json.dumps(book), "utf-8")
    return root


@pytest.mark.skipif(os.name == "nt", reason="the pages call mkdir, cp and ls")
@pytest.mark.parametrize("page", PAGES, ids=[path.stem for path in PAGES])
def test_a_how_to_page_prints_what_it_says(page: Path, study: Path, tmp_path: Path) -> None:
    env = commands(tmp_path / "bin", python="")
    text = page.read_text("utf-8")
    assert "```console\n$ " in text
    assert list(run_page(text, study, env, run=here)) == []
