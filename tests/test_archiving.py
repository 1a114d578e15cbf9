"""A replication package of a real study: whole, without what is not to be shared, the same."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.archiving import archive
from borderlab.cli import main
from borderlab.publishing.packing import unpack

ROOT = Path(__file__).resolve().parents[1]
HEADINGS = [
    "Overview", "Data Availability and Provenance Statements", "Statement about Rights",
    "Summary of Availability", "Details on each Data Source", "Dataset list",
    "Computational requirements", "Software Requirements", "Controlled Randomness",
    "Memory, Runtime and Storage Requirements", "Description of programs/code",
    "Instructions to Replicators", "List of tables and programs", "References",
]  # fmt: skip
GONE = ("sonora-plenary-2024", "amcham-northwest-2024")
SHARED = "002_a012793b270ec5e4.txt"


def rewrite(path, column):
    """Take two texts out of a table, and let one of the others be passed on."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        for row in rows:
            shared = {"share_text": "yes"} if row.get("file") == SHARED else {}
            if row[column].partition(":")[0] not in GONE:
                writer.writerow({**row, **shared})


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Copy the study; one of its texts may be passed on."""
    root = tmp_path_factory.mktemp("archiving") / "study"
    for name in ("seeds", "notebooks", "figures"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("CITATION.cff", "pyproject.toml", "requirements.lock", "LICENSE"):
        shutil.copy(ROOT / name, root)
    for name, of in {"sources": "doc_id", "echoes": "sentence_id"}.items():
        rewrite(root / "seeds" / f"{name}.csv", of)
    for path in (root / "seeds").glob("00[01]_*.txt"):  # fewer stories take less time
        path.unlink()
    (root / "seeds" / ".DS_Store").write_text("x")
    (root / "seeds" / "private.txt").write_text(
        "A text that nobody registered, in nine words at least."
    )
    return root


@pytest.fixture(scope="module")
def written(study):
    assert main(["archive", "--study", str(study)]) == 0
    return study / "build" / "archive.zip"


@pytest.fixture(scope="module")
def members(written):
    return unpack(written.read_bytes())


def test_only_texts_that_may_be_passed_on_are_in_it(study, members):
    texts = {name for name in members if name.startswith("seeds/") and name.endswith(".txt")}
    assert texts == {f"seeds/{SHARED}"}
    assert "- `seeds/private.txt`" in members["README.md"].decode()
    assert "seeds/.DS_Store" not in members
    corpus = bl.open_study(study).corpus
    for sentence_id, row in corpus.sentences.iterrows():
        if (
            row["doc_id"] != "el-paso-torreon-2023"
            and row["zone"] != "title"
            and len(row["text"].split()) > 8
        ):
            held = [n for n, content in members.items() if row["text"].encode() in content]
            assert held == [], sentence_id


def test_the_readme_has_the_headings_of_the_data_editors_in_their_order(members):
    found = re.findall(r"^##+ (.+)$", members["README.md"].decode(), re.M)
    assert [heading for heading in found if heading in HEADINGS] == HEADINGS


def test_the_readme_says_where_each_text_is_and_what_makes_each_table_and_figure(study, members):
    text = members["README.md"].decode()
    assert "Some of the texts can be made publicly available: 1 of 4" in text
    for _, row in bl.open_study(study).corpus.documents.iterrows():
        assert row["sha256"] in text and row["label"] in text
    for name in json.loads(members["figures/manifest.json"])["figures"]:
        assert f"{name}.svg" in text
    for name in members:
        if re.fullmatch(r"data/\w+\.csv", name):
            assert name.removeprefix("data/").replace("_", r"\_") in text
    assert "$" not in re.sub(r"\\\$", "", text), "every field of the template is filled"


def test_every_column_of_every_table_stands_in_the_codebook(members):
    rows = list(csv.DictReader(members["data/columns.csv"].decode().splitlines()))
    listed = {(row["table"], row["column"]) for row in rows if row["meaning"]}
    for name, content in members.items():
        if found := re.fullmatch(r"data/(\w+)\.csv", name):
            head = next(csv.reader(content.decode().splitlines()))
            assert {(found[1], column) for column in head} <= listed, name


def test_a_deposit_is_described_by_the_citation(members):
    record = json.loads(members[".zenodo.json"])
    assert record["creators"] == [{"name": "The borderlab developers"}]
    assert record["license"] == "BSD-3-Clause" and record["upload_type"] == "software"
    assert "U.S.-Mexico economic cooperation" in record["title"]


def test_nothing_tells_where_it_was_made(study, members):
    assert [n for n, content in members.items() if str(study.parent).encode() in content] == []


def test_who_has_the_texts_gets_the_same_tables(study, members, tmp_path):
    """And a folder holds the same files as the ZIP file that was written before."""
    folder, files, left_out = archive(study, tmp_path / "package")
    here = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert {name: path.read_bytes() for name, path in here.items()} == members
    assert len(here) == files and "seeds/private.txt" in left_out
    for path in [*(study / "seeds").glob("*.txt"), study / "seeds" / ".DS_Store"]:
        shutil.copy(path, folder / "seeds")  # a hidden file is told of, too
    assert bl.compare(folder / "data", folder).empty


def test_the_command_writes_over_nothing_else(study, capsys):
    other = study / "build" / "thesis.zip"
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(b"mine")
    assert main(["archive", "--study", str(study), "--to", str(other)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert other.read_bytes() == b"mine"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Write the package of this study, and put the texts back as its README says."""
    folder, _, left_out = archive(ROOT, tmp_path_factory.mktemp("whole") / "package")
    assert all(name.startswith("seeds/") for name in left_out), "all else can be passed on"
    for name in left_out:
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_who_has_the_texts_has_every_file_that_the_notebooks_open(whole):
    opened = set()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            code = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            opened |= set(re.findall(r"\"((?:tests|seeds|figures|src)/[^\"{}]+)\"", code))
    assert {"tests/data/reference", "tests/data/dialogues"} <= opened
    for name in opened:
        for path in [ROOT / name, *(ROOT / name).rglob("*")]:
            if path.exists() and not path.name.startswith("."):
                assert (whole / path.relative_to(ROOT)).exists(), path
    reference, corpus = "tests/data/reference", bl.open_study(ROOT).corpus
    assert not csv_column(whole / reference / "sentences.csv", "text")
    again = bl.read_reference(whole / reference, bl.open_study(whole).corpus)
    for name, table in bl.read_reference(ROOT / reference, corpus).items():
        pd.testing.assert_frame_equal(again[name], table)


def csv_column(path, column):
    """List what a column says, where it says anything."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if row[column]]


def test_the_readme_lists_the_study_s_notebooks_and_dates_texts_as_the_evidence_does(whole):
    text = (whole / "README.md").read_text("utf-8")
    listed = re.findall(r"^- `notebooks/(.+)`:", text, re.M)
    assert listed == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert f" {len(listed)} notebooks hold" in text
    references = text.partition("## References")[2]
    assert references.count(". 2024-10-25/. ") == 2 and ". 2023-04-28. " in references
    assert "Computing in Science & Engineering" in references
