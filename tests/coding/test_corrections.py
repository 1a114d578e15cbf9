"""What the researcher decides stands at each rebuild, is found again, is undone by deleting."""

import csv
import shutil
from pathlib import Path

import pytest

import borderlab as bl

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["sha256", "start", "end", "quotation", "wrong", "right", "who", "why", "when"]


@pytest.fixture
def study(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def correct(study, **cells):
    """Write one correction of the mention of Kamala Harris in the text of 2021; open the study."""
    plain = bl.open_study(study)
    mention = plain.coded.loc["hled-2021:m8"]
    text = plain.corpus.documents.loc["hled-2021"]
    start, end = int(mention.start), int(mention.end)
    around = text["text"][start - 15 : start] + "⟦" + mention.surface + "⟧"
    row = {
        "sha256": text["sha256"], "start": start, "end": end, "quotation": around,
        "wrong": "kamala-harris", "right": "joe-biden", "who": "AR", "why": "checked",
        "when": "2026-01-02", **cells,
    }  # fmt: skip
    path = study / "seeds/codebook/corrections.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    return bl.open_study(study)


def codes(study):
    return study.problems["code"].tolist()


def test_without_corrections_the_rules_have_the_last_word(study):
    opened = bl.open_study(study)
    assert opened.mentions.equals(opened.coded)


def test_a_mention_is_recoded_and_the_rest_stays(study):
    opened = correct(study, right="joe-biden:place")
    changed = opened.mentions.loc["hled-2021:m8"]
    assert (changed.actor_id, changed.role, changed.rule) == (
        "joe-biden", "place", "correction:line 2"
    )  # fmt: skip
    assert changed.office == "President of the United States", "the office is the new person's"
    rest = opened.mentions.drop(index="hled-2021:m8")
    assert rest.equals(opened.coded.drop(index="hled-2021:m8"))
    assert opened.coded.loc["hled-2021:m8", "actor_id"] == "kamala-harris", "scores see the rules"
    (study / "seeds/codebook/corrections.csv").unlink()
    assert bl.open_study(study).mentions.equals(opened.coded), "deleting the row undoes it"


def test_a_mention_is_removed(study):
    opened = correct(study, right="")
    assert "hled-2021:m8" not in opened.mentions.index
    assert len(opened.mentions) == len(opened.coded) - 1


def test_a_mention_is_added_in_its_place(study):
    text = bl.open_study(study).corpus.documents.loc["hled-2021", "text"]
    start = text.index("Dialogue between")
    opened = correct(
        study, start=start, end=start + 8, quotation="⟦Dialogue⟧ between", wrong="", right="mexico"
    )
    added = opened.mentions.loc["hled-2021:c2"]
    assert (added.surface, added.actor_id, added.role) == ("Dialogue", "mexico", "actor")
    assert added.sentence_id.startswith("hled-2021:")
    starts = opened.mentions[opened.mentions.doc_id == "hled-2021"].start
    assert starts.is_monotonic_increasing


def test_a_correction_is_found_again_when_the_text_has_moved(study):
    opened = correct(study)
    file = study / "seeds" / opened.corpus.documents.loc["hled-2021", "path"]
    file.write_text("Note\n\n" + file.read_text("utf-8").replace("Kamala ", "Kamala\n"), "utf-8")
    again = bl.open_study(study)
    changed = again.mentions[again.mentions["rule"].str.startswith("correction")]
    assert changed[["surface", "actor_id"]].to_numpy().tolist() == [["Kamala\nHarris", "joe-biden"]]
    assert [code for code in codes(again) if code.startswith("correction")] == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"sha256": "0" * 64, "quotation": "nowhere ⟦Harris⟧"}, "correction-orphan"),
        ({"sha256": "0" * 64, "quotation": "⟦Mexico⟧"}, "correction-orphan"),
        ({"wrong": "ken-salazar"}, "correction-idle"),
        ({"wrong": "kamala-harris:place"}, "correction-idle"),
        ({"right": "nobody"}, "correction-actor"),
        ({"right": "joe-biden:hero"}, "correction-actor"),
        ({"quotation": "Harris"}, "correction-row"),
        ({"start": "x"}, "correction-row"),
        ({"who": ""}, "correction-row"),
        ({"wrong": "", "right": ""}, "correction-row"),
    ],
)
def test_a_correction_that_cannot_count_is_one_finding(study, cells, code):
    opened = correct(study, **cells)
    assert codes(opened) == [code]
    assert opened.problems["hint"].item()
    assert opened.mentions.equals(opened.coded)


def test_a_table_that_cannot_be_read_is_one_finding(study):
    path = study / "seeds/codebook/corrections.csv"
    path.write_bytes(b"sha256;start\n")
    assert codes(bl.open_study(study)) == ["column-missing"]
    path.write_bytes(b"\xff\xfe\x00")
    assert codes(bl.open_study(study)) == ["unreadable-table"]
