"""From a blank sheet to the agreement of people with the rules, through the command line."""

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import borderlab as bl
from borderlab import building, handcoding
from borderlab.cli import main
from borderlab.errors import OutputError, SourceError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def study(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def code(path, name, role="actor", sentences=5):
    """Fill the first sentences of a sheet with the mention that its title or body begins with."""
    book = openpyxl.load_workbook(path)
    sheet = book["sentences"]
    columns = {cell.value: cell.column for cell in sheet[2]}
    mentions = bl.open_study(path.parents[1]).coded
    for number in range(3, 3 + sentences):
        sentence = sheet.cell(number, 1).value
        named = mentions[mentions["sentence_id"] == sentence].drop_duplicates("surface", keep=False)
        entry = {"actor_id": "(nobody)", "pillar": "(none)"}
        if len(named):
            first = named.iloc[0]
            entry |= {"surface": first.surface, "actor_id": first.actor_id, "form": first.form}
            entry |= {"role": role, "nth": "1"}
        for column, value in entry.items():
            sheet.cell(number, columns[column]).value = value
    sheet.cell(1, 2).value = name
    book.save(path)
    return path


def test_two_people_are_compared_with_the_rules_and_with_each_other(study, capsys):
    files = []
    for name in ("Ana", "Ben"):
        assert main(["sheet", "--study", str(study), "--n", "12", "--coder", name]) == 0
        files.append(study / "sheets" / f"sheet-2021-12-{name.lower()}.xlsx")
        code(files[-1], name, role="actor" if name == "Ana" else "place")
    assert "borderlab sheet --read" in capsys.readouterr().out
    assert main(["sheet", "--study", str(study), "--read", *map(str, files)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Ana: 5 sentences coded for mentions, 5 for pillars" in out
    for pair in ("rules / Ana", "rules / Ben", "Ana / Ben", "role_alpha", "pillar_alpha"):
        assert pair in out
    listed = pd.read_csv(study / "build/sheets/disagreements.csv", dtype=str)
    between = listed[(listed["coder"] == "Ana") & (listed["other"] == "Ben")]
    assert (between["role"] + between["role_other"]).unique().tolist() == ["actorplace"]
    assert listed["text"].notna().all()


def test_a_line_that_does_not_count_is_a_finding(study, capsys):
    path = code(handcoding.write(study, n=8), "Ana")
    book = openpyxl.load_workbook(path)
    book["sentences"].cell(3, 8).value = "who?"
    book.save(path)
    assert main(["sheet", "--study", str(study), "--read", str(path)]) == 1
    out, err = capsys.readouterr()
    assert f"{path.name}:3: " in out
    assert err == "1 finding\n"


def test_a_filled_sheet_is_never_replaced(study, capsys):
    path = study / "mine.csv"
    command = ["sheet", "--study", str(study), "--to", str(path), "--seed", "3"]
    assert main(command) == 0
    path.write_text("filled in")
    assert main(command) == 3
    assert "may be filled in" in capsys.readouterr().err
    assert path.read_text() == "filled in"


@pytest.mark.parametrize("arguments", [["--read"], ["a.xlsx"], ["--n", "0"], ["--seed", "-1"]])
def test_a_wrong_call_of_sheet_names_the_cure(study, capsys, arguments):
    assert main(["sheet", "--study", str(study), *arguments]) == 2
    assert capsys.readouterr().err.endswith("; try: borderlab --help\n")


def test_sheets_of_one_name_are_taken_together_unless_they_overlap(study):
    one = code(handcoding.write(study, n=60), "Ana")
    two = code(handcoding.write(study, study / "sheets/b.xlsx", n=60), "Ana", sentences=0)
    assert len(handcoding.read(study, [one, two]).coders) == 2
    code(two, "Ana")
    with pytest.raises(SourceError, match=rf"two sheets, {one.name} and b\.xlsx; give each sheet"):
        handcoding.read(study, [one, two])


def test_the_lock_of_an_open_workbook_is_a_finding_and_the_rest_is_read(study):
    path = code(handcoding.write(study, n=8), "Ana")
    lock = path.with_name(f"~${path.name}")
    lock.write_bytes(b"\x03Ana")
    found = handcoding.read(study, [lock, path])
    assert [(p.path, p.code) for p in found.problems] == [(lock.name, "lock-file")]
    assert found.coders[1].name == "Ana"
    with pytest.raises(SourceError, match="close the sheet"):
        handcoding.read(study, [lock])


def test_counts_stay_whole_when_the_table_is_turned(study):
    path = code(handcoding.write(study, n=8), "Ana")
    turned = handcoding.read(study, [path]).agreement.T[("rules", "Ana")]
    counts = turned[["sentences", "found", "reference", "both", "pillar_sentences"]]
    assert {type(count) for count in counts} == {int}


def test_the_summary_says_what_is_coded_and_what_waits(study):
    path = handcoding.write(study, n=8, coder="Ana")
    [_, blank] = handcoding.read(study, [path]).coders
    assert handcoding.summary(blank) == "Ana: nothing is coded yet"
    code(path, "Ana", sentences=3)
    book = openpyxl.load_workbook(path)
    book["sentences"].cell(3, 8).value = "mexico|united-states"
    book.save(path)
    found = handcoding.read(study, [path])
    assert handcoding.summary(found.coders[1]) == (
        "Ana: 2 sentences coded for mentions, 2 for pillars; "
        "1 left out until their lines are mended"
    )


# --- formats that carry the texts


def share(study, doc_id):
    path = study / "seeds/sources.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows.loc[rows["doc_id"] == doc_id, "share_text"] = "yes"
    rows.to_csv(path, index=False)


def test_a_text_that_may_not_be_passed_on_stays_out(study, capsys):
    with pytest.raises(OutputError, match="--all-texts for a file that you keep to yourself"):
        building.exchange(study, study / "build/conll", form="conll")
    assert not (study / "build/conll").exists()
    share(study, "hled-2021")
    assert main(["export", "--format", "conll", "--study", str(study)]) == 0
    whole = (study / "build/conll/mentions.conll").read_text("utf-8")
    sentences = [line for line in whole.split("\n") if line.startswith("# sent_id")]
    assert sentences
    assert all("hled-2021:" in line for line in sentences)
    command = ["export", "--format", "label-studio", "--all-texts", "--study", str(study)]
    assert main(command) == 0
    opened = bl.open_study(study)
    file = study / "build/label-studio/label-studio.json"
    back, problems = bl.read_label_studio(file, opened.corpus, opened.codebook)
    assert problems == []
    assert len(back) == len(opened.mentions)
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 files in ")
    (study / "build/label-studio/mine.json").write_text("annotations")
    assert main(command) == 3, "what no export wrote would be lost"
    assert main(["export", "--format", "brat", "--study", str(study)]) == 2


def test_the_command_says_that_a_blank_sheet_is_blank_and_explains_the_table_of_a_filled_one(
    study, capsys
):
    path = handcoding.write(study, None, n=8, seed=1, coder="Ana")
    call = ["sheet", "--study", str(study), "--read", str(path)]
    assert main(call) == 0
    told = capsys.readouterr().out
    assert "Ana: nothing is coded yet" in told and "precision" not in told
    code(path, "Ana", sentences=5)
    assert main(call) == 0
    told = capsys.readouterr().out
    assert handcoding.EXPLAINED in told and "Ana: 5 sentences coded for mentions" in told
    [line] = [line for line in told.splitlines() if line.startswith("sentences")]
    assert line.split() == ["sentences", "5"], "a count is whole"
