"""What the researcher decides stands at each rebuild, is found again, is undone by deleting."""

import csv
import shutil
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.coding.locating import find_places

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["sha256", "start", "end", "quotation", "wrong", "right", "who", "why", "when"]


@pytest.fixture
def study(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@cache
def plain():
    return bl.open_study(ROOT)


def opened_on_the_same_texts(study):
    """Open a study of which no text and no registry was edited: what they give is known."""
    opened = bl.open_study(study)
    known = ("corpus", "codebook", "coded", "coded_pillars")
    opened.__dict__.update({name: getattr(plain(), name) for name in known})
    return opened


def write(study, **row):
    """Write one correction and open the study."""
    path = study / "seeds/codebook/corrections.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow({"who": "AR", "why": "checked", "when": "2026-01-02", **row})
    return opened_on_the_same_texts(study)


def correct(study, **cells):
    """Correct the mention of Kamala Harris in the text of 2021."""
    mention = plain().coded.loc["hled-2021:m8"]
    text = plain().corpus.documents.loc["hled-2021"]
    start, end = int(mention.start), int(mention.end)
    around = text["text"][start - 15 : start] + "⟦" + mention.surface + "⟧"
    row = {
        "sha256": text["sha256"], "start": start, "end": end, "quotation": around,
        "wrong": "kamala-harris", "right": "joe-biden", **cells,
    }  # fmt: skip
    return write(study, **row)


def recode(study, mark="sentence", **cells):
    """Correct the codes of the sentence of 2021 on the third pillar: as a whole, or at a cue."""
    text = plain().corpus.documents.loc["hled-2021"]
    sentence = plain().corpus.sentences.loc["hled-2021:s10"]
    start, end = int(sentence.start), int(sentence.end)
    if mark != "sentence":
        start = text["text"].index(mark, start)
        end = start + len(mark)
    quotation = "⟦" + text["text"][start:end] + "⟧"
    row = {"sha256": text["sha256"], "start": start, "end": end, "quotation": quotation, **cells}
    return write(study, **row)


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
    text = plain().corpus.documents.loc["hled-2021", "text"]
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
    assert codes(opened_on_the_same_texts(study)) == ["column-missing"]
    path.write_bytes(b"\xff\xfe\x00")
    assert codes(opened_on_the_same_texts(study)) == ["unreadable-table"]


# --- pillar codes ---------------------------------------------------------------------------------


def rows(codings, sentence="hled-2021:s10"):
    """Return pillar, item and cue of a sentence's codes; a missing item as None."""
    here = codings[codings["sentence_id"] == sentence]
    return [
        (row.pillar, row.item if isinstance(row.item, str) else None, row.cue)
        for row in here.itertuples()
    ]


RULES = [
    (3, None, "third pillar"),
    (3, "telecoms-ict", "telecommunications"), (3, "telecoms-ict", "ICT"),
    (3, "telecoms-ict", "networks"), (3, "cybersecurity", "cybersecurity"),
    (3, "cross-border-privacy", "privacy regulation*"),
]  # fmt: skip


def test_the_sentence_of_these_tests_is_coded_as_they_say(study):
    opened = bl.open_study(study)
    assert rows(opened.coded_pillars) == RULES
    assert opened.codings.equals(opened.coded_pillars)


def test_every_code_of_a_pillar_in_a_sentence_is_recoded_and_the_rest_stays(study):
    opened = recode(study, wrong="pillar:3", right="pillar:1/supply-chains")
    assert rows(opened.codings) == [(1, "supply-chains", "correction:line 2")] * len(RULES)
    assert set(opened.codings.loc[opened.codings["pillar"] == 1, "basis"]) >= {"correction"}
    elsewhere = opened.codings["sentence_id"] != "hled-2021:s10"
    assert opened.codings[elsewhere].equals(opened.coded_pillars[elsewhere])
    assert rows(opened.coded_pillars) == RULES, "scores see the rules"
    assert opened.problems.empty
    assert opened.mentions.equals(opened.coded), "mentions are not touched"
    (study / "seeds/codebook/corrections.csv").unlink()
    again = bl.open_study(study)
    assert again.codings.equals(again.coded_pillars), "deleting the row undoes it"


def test_an_item_alone_is_recoded_and_keeps_the_place_of_its_cue(study):
    opened = recode(study, wrong="pillar:3/cybersecurity", right="pillar:3/telecoms-ict")
    changed = opened.codings[opened.codings["basis"] == "correction"]
    assert changed["item"].tolist() == ["telecoms-ict"]
    text = opened.corpus.documents.loc["hled-2021", "text"]
    spans = changed[["start", "end"]].itertuples(index=False)
    assert [text[a:b] for a, b in spans] == ["cybersecurity"]


def test_a_marked_cue_corrects_that_cue_only(study):
    opened = recode(study, "ICT", wrong="pillar:3", right="")
    assert rows(opened.codings) == [row for row in RULES if row[2] != "ICT"]


def test_a_right_pillar_without_an_item_has_none(study):
    """An item belongs to one pillar: the old one cannot stay under another."""
    opened = recode(study, "ICT", wrong="pillar:3/telecoms-ict", right="pillar:4")
    assert rows(opened.codings)[2] == (4, None, "correction:line 2")


def test_a_whole_sentence_loses_its_codes(study):
    opened = recode(study, wrong="pillar:3", right="")
    assert rows(opened.codings) == []
    assert len(opened.codings) == len(opened.coded_pillars) - len(RULES)


def test_a_code_is_added_in_reading_order(study):
    opened = recode(study, "importance", wrong="", right="pillar:2")
    added = opened.codings[opened.codings["basis"] == "correction"].squeeze()
    assert (added.sentence_id, added.pillar, added.cue) == (
        "hled-2021:s10", 2, "correction:line 2",
    )  # fmt: skip
    text = opened.corpus.documents.loc["hled-2021", "text"]
    assert text[added.start : added.end] == "importance"
    here = opened.codings[opened.codings["sentence_id"] == "hled-2021:s10"]
    assert here["start"].is_monotonic_increasing


def test_a_sentence_that_the_rules_do_not_code_may_be_coded(study):
    body = plain().corpus.sentences.query("zone == 'body'")
    free = body[body["doc_id"] == "sonora-plenary-2024"].iloc[2]
    place = {"start": int(free.start), "end": int(free.end), "quotation": f"⟦{free.text}⟧"}
    opened = write(study, sha256="0", wrong="", right="pillar:1", **place)
    assert rows(opened.codings, free.name) == [(1, None, "correction:line 2")]


def test_a_corrected_code_is_found_again_when_the_text_has_moved(study):
    opened = recode(study, wrong="pillar:3", right="pillar:4")
    file = study / "seeds" / opened.corpus.documents.loc["hled-2021", "path"]
    file.write_text("Note\n\n" + file.read_text("utf-8").replace("third pillar", "third  pillar"))
    again = bl.open_study(study)
    changed = again.codings[again.codings["basis"] == "correction"]
    assert set(changed["pillar"]) == {4}
    assert [code for code in codes(again) if code.startswith("correction")] == []


@pytest.mark.parametrize(
    ("mark", "cells", "code"),
    [
        ("sentence", {"wrong": "pillar:4"}, "correction-idle"),
        ("sentence", {"wrong": "pillar:4/cybersecurity"}, "correction-code"),
        ("sentence", {"wrong": "pillar:9"}, "correction-code"),
        ("sentence", {"wrong": "pillar:third"}, "correction-code"),
        ("sentence", {"wrong": "pillar:03"}, "correction-code"),
        ("sentence", {"wrong": "pillar:3", "right": "pillar:1/cybersecurity"}, "correction-code"),
        ("sentence", {"wrong": "pillar:3", "right": "pillar:3/"}, "correction-code"),
        ("sentence", {"wrong": "pillar:3", "right": "mexico"}, "correction-row"),
        ("sentence", {"right": "pillar:3"}, "correction-idle"),
        ("sentence", {"right": "pillar:3/cybersecurity"}, "correction-idle"),
        ("importance", {"wrong": "pillar:3"}, "correction-idle"),
        ("ICT", {"wrong": "pillar:3/cybersecurity"}, "correction-idle"),
        ("sentence", {"wrong": "pillar:3", "quotation": "⟦gone⟧", "end": 1}, "correction-orphan"),
        ("sentence", {"wrong": "pillar:3", "quotation": "⟦pillar⟧", "end": 1}, "correction-orphan"),
    ],
)
def test_a_correction_of_codes_that_cannot_count_is_one_finding(study, mark, cells, code):
    opened = recode(study, mark, **{"wrong": "", "right": "", **cells})
    assert codes(opened) == [code]
    assert opened.problems["hint"].item()
    assert opened.codings.equals(opened.coded_pillars)
    assert opened.mentions.equals(opened.coded)


def test_a_title_takes_no_pillar_code(study):
    title = plain().corpus.sentences.query("zone == 'title'").iloc[-1]
    place = {"start": int(title.start), "end": int(title.end), "quotation": f"⟦{title.text}⟧"}
    sha = plain().corpus.documents.loc[title.doc_id, "sha256"]
    opened = write(study, sha256=sha, wrong="", right="pillar:1", **place)
    assert codes(opened) == ["correction-orphan"]


def test_an_addition_that_the_rules_have_caught_up_with_is_idle(study):
    opened = correct(study, wrong="", right="kamala-harris")
    assert codes(opened) == ["correction-idle"]
    assert opened.mentions.equals(opened.coded)


def test_a_quotation_is_looked_for_in_linear_time(study):
    """Marks that begin with a blank made a pattern that a long run of blanks took minutes for."""
    documents = pd.DataFrame({"sha256": [""], "text": [" " * 200_000 + "x"]}, index=["d"])
    assert find_places(documents, "⟦ Harris ⟧ ", sha256="0") == []
    documents["text"] = "of   Harris ,"
    assert find_places(documents, "of⟦ Harris ⟧, ", sha256="0") == [("d", 5, 11)]


def test_corrections_are_read_by_a_public_name(study):
    """What is read is what `merge_corrections` takes."""
    correct(study)
    read, problems = bl.read_corrections(study / "seeds/codebook/corrections.csv")
    assert [(row.line, row.wrong, row.right) for row in read] == [(2, "kamala-harris", "joe-biden")]
    assert problems == []
    assert bl.merge_corrections(read, read).corrections == read


def told(study):
    """List the findings on corrections; a new actor in the network has no place on the map yet."""
    return [code for code in codes(study) if not code.startswith("layout")]


@pytest.mark.parametrize("sha256", ["", None])
def test_the_quotation_alone_tells_the_place(study, sha256):
    """Offsets and sha256 only decide between equal places: they may be left empty."""
    empty = {"start": "", "end": "", **({} if sha256 is None else {"sha256": sha256})}
    opened = correct(study, **empty)
    assert told(opened) == []
    assert opened.mentions.loc["hled-2021:m8", "actor_id"] == "joe-biden"


def test_without_offsets_a_quotation_that_stands_twice_decides_nothing(study):
    opened = correct(study, start="", end="", quotation="⟦Mexico⟧")
    assert codes(opened) == ["correction-orphan"]


def test_a_start_without_an_end_is_one_finding(study):
    assert codes(correct(study, end="")) == ["correction-row"]


@pytest.mark.parametrize("when", ["", "2021", "2021-07", "2021-07-09"])
def test_a_decision_may_have_a_date(study, when):
    assert told(correct(study, when=when)) == []


@pytest.mark.parametrize("when", ["May", "2021-13", "09.07.2021", "2021-02-30"])
def test_a_when_that_is_no_date_is_named_and_the_row_counts(study, when):
    opened = correct(study, when=when)
    assert told(opened) == ["when-invalid"]
    assert opened.mentions.loc["hled-2021:m8", "actor_id"] == "joe-biden"


@pytest.mark.parametrize(
    ("right", "says"),
    [
        ("arizona:places", "unknown role 'places'; write one of actor, place, modifier"),
        ("3", "write pillar:3"),
        ("3/cybersecurity", "write pillar:3/cybersecurity"),
        ("joe-bidn", "did you mean joe-biden?"),
        ("qqqq", "write an actor_id"),
    ],
)
def test_a_cure_fits_the_mistake(study, right, says):
    row = correct(study, right=right).problems.iloc[0]
    assert says in f"{row['message']}; {row['hint']}"
