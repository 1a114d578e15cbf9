"""Two builds of a real study compared, and its methods text on disk."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import bibtexparser
import pytest

import borderlab as bl
from borderlab import building, builds
from borderlab.cli import main

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "tests/data/reference"


@pytest.fixture
def study(tmp_path):
    """Return a copy to change."""
    shutil.copytree(ROOT / "seeds", tmp_path / "study/seeds")
    return tmp_path / "study"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return what an export of the study holds."""
    folder = tmp_path_factory.mktemp("builds") / "export"
    building.export(ROOT, folder)
    return folder


def lines_without(path, start):
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), "utf-8")


def changes(found):
    return found.groupby("what")["change"].agg(lambda c: sorted(set(c))).to_dict()


def test_a_study_its_copy_and_its_export_are_one_build(study, exported):
    assert bl.compare(ROOT, exported).empty
    assert bl.compare(exported, study).empty


def test_an_alias_removed_shows_in_the_codebook_and_in_what_it_named(study, exported):
    lines_without(study / "seeds/codebook/aliases.csv", "CODESO,")
    found = bl.compare(exported, study)
    assert found[["what", "id", "change"]].to_numpy().tolist() == [
        ["mention", "amcham-northwest-2024:2229-2235 “CODESO”", "removed"],
        ["codebook", "aliases.csv", "altered"],
    ]


def test_a_byte_altered_is_a_text_altered_and_moves_no_mention(study, exported):
    path = study / "seeds/002_a012793b270ec5e4.txt"
    path.write_bytes(b"\n" + path.read_bytes())
    found = bl.compare(exported, study)
    assert found[["what", "id", "change"]].to_numpy().tolist() == [
        ["text", "el-paso-torreon-2023", "altered"],
        ["table", "problems", "altered"],  # its sha256 is no longer the registered one
    ]
    assert "mentions" in found.attrs["same"]


def test_a_text_removed_takes_edges_and_findings_with_it(study, exported):
    (study / "seeds/002_a012793b270ec5e4.txt").unlink()
    found = bl.compare(exported, study)
    assert changes(found) == {
        "text": ["removed"], "edge": ["altered", "removed"], "headline": ["altered"],
        "table": ["altered"],
    }  # fmt: skip
    back = bl.compare(study, exported)
    assert changes(back) == {
        "text": ["added"], "edge": ["added", "altered"], "headline": ["altered"],
        "table": ["altered"],
    }  # fmt: skip


def test_a_correction_shows_where_it_corrects(study, exported):
    mention = bl.open_study(ROOT).coded.loc["hled-2021:m8"]
    text = bl.open_study(ROOT).corpus.documents.loc["hled-2021"]
    start, end = int(mention.start), int(mention.end)
    cells = {
        "sha256": text["sha256"], "start": start, "end": end,
        "quotation": text["text"][start - 15 : start] + f"⟦{mention.surface}⟧",
        "wrong": "kamala-harris", "right": "joe-biden", "who": "AR", "why": "checked",
        "when": "2026-01-02",
    }  # fmt: skip
    path = study / "seeds/codebook/corrections.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([cells, cells.values()])
    found = bl.compare(exported, study)
    assert ["codebook", "corrections.csv", "altered"] in found.iloc[:, :3].to_numpy().tolist()
    (row,) = found[found["what"] == "mention"].to_numpy().tolist()
    assert row == [
        "mention", f"hled-2021:{start}-{end} “{mention.surface}”", "recoded",
        f"kamala-harris, name, actor, {mention.office}",
        "joe-biden, name, actor, President of the United States",
    ]  # fmt: skip


def test_a_folder_inside_a_study_is_not_taken_for_the_study(study):
    """An export lies in build/ of the study: what is asked for is never looked for above it."""
    (study / "build").mkdir()
    with pytest.raises(bl.SourceError, match=r"holds neither seeds/ nor documents\.csv; name a"):
        bl.compare(study, study / "build")


def test_the_command_ends_with_1_where_builds_differ_and_lists_how(study, exported, capsys):
    assert main(["compare", str(exported), str(exported)]) == 0
    assert capsys.readouterr().out == "the two builds are the same in all 23 tables\n"
    lines_without(study / "seeds/codebook/aliases.csv", "CODESO,")
    listed = study / "differences.csv"
    assert main(["compare", str(exported), str(study), "--to", str(listed)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("codebook altered: 1\nmention removed: 1\nwrote ")
    assert "amcham-northwest-2024:2229-2235 “CODESO”" in out
    with listed.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 3
    listed.write_text("mine")
    assert main(["compare", str(exported), str(study), "--to", str(listed)]) == 3
    assert listed.read_text() == "mine"
    assert main(["compare", str(exported), str(study / "seeds")]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_no_spreadsheet_runs_a_difference(tmp_path):
    found = bl.compare(ROOT, ROOT)
    found.loc[0] = ["edge", "=1+1", "added", "", "-2"]
    path = builds.write_differences(found, tmp_path / "d.csv")
    assert path.read_text().splitlines()[1] == '''"edge","'=1+1","added","","'-2"'''


def test_the_methods_text_says_who_coded_the_reference():
    written = builds.methods(ROOT, reference=REFERENCE)
    assert "Both readers were language models of one make, not people" in written.text
    assert "F1 1.000" in written.text
    assert "reference" not in builds.methods(ROOT).text.partition("\n\nReferences")[0]


@pytest.mark.parametrize("protocol", [None, "# Protocol\n\nTwo readers.\n"])
def test_a_reference_that_does_not_say_who_coded_it_is_refused(tmp_path, protocol):
    shutil.copy(REFERENCE / "mentions.csv", tmp_path)
    if protocol:
        (tmp_path / "PROTOCOL.md").write_text(protocol)
    with pytest.raises(bl.SourceError, match="does not say who coded the reference; add a para"):
        builds.methods(ROOT, reference=tmp_path)


def test_methods_are_written_and_never_over_an_edited_text(tmp_path, capsys):
    command = ["methods", "--study", str(ROOT), "--to", str(tmp_path)]
    assert main(command) == 0
    assert main(command) == 0, "the same text again is no loss"
    text = (tmp_path / "methods.txt").read_text("utf-8")
    assert text.startswith("The corpus holds 5 texts on 4 stories")
    keys = bibtexparser.parse_file(str(tmp_path / "methods.bib")).entries_dict
    assert {"freeman1977", "leifeld2017"} <= set(keys)
    (tmp_path / "methods.txt").write_text("mine", "utf-8")
    (tmp_path / "methods.bib").unlink()
    assert main(command) == 3
    assert not (tmp_path / "methods.bib").exists(), "both or none"
    capsys.readouterr()
    assert main(["methods", "--study", str(ROOT)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 96
