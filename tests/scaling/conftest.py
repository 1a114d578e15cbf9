"""A codebook, and corpora of made-up news in files and in Parquet, with what was planted."""

import sys
from pathlib import Path

import news
import pandas as pd
import pytest

import borderlab as bl

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # killing.py, which other processes import too

ACTORS, TEXTS = 40, 60


@pytest.fixture(scope="session")
def codebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book") / "codebook"
    news.write_codebook(folder, ACTORS)
    return bl.read_codebook(folder)


@pytest.fixture(scope="session")
def stories():
    return list(news.stories(TEXTS, actors=ACTORS, size=700))


@pytest.fixture
def folder(tmp_path, stories):
    """Texts in files."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for story in stories:
        (texts / f"{story.doc_id}.txt").write_text(story.text, "utf-8")
    return texts


@pytest.fixture
def dataset(tmp_path, stories):
    """Write the same texts into two Parquet files of row groups of ten."""
    data = tmp_path / "data"
    data.mkdir()
    rows = [{"id": s.doc_id, "date": s.published, "text": s.text} for s in stories]
    for name, part in (("a", rows[:37]), ("b", rows[37:])):
        pd.DataFrame(part).to_parquet(data / f"{name}.parquet", row_group_size=10)
    return data


@pytest.fixture
def reach(monkeypatch):
    """Let other processes import the modules beside the tests."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
