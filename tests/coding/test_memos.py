"""A memo is found again, is shown beside what it is about, and never changes a number."""

import csv
import shutil
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab import building
from borderlab.cli import main
from borderlab.study import actor_memos

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "sonora-plenary-2024:s7"  # names Katie Hobbs and Ken Salazar


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@cache
def plain():
    return bl.open_study(ROOT)


def opened_on_the_same_texts(folder):
    """Open a study of which no text and no registry was edited: what they give is known."""
    opened = bl.open_study(folder)
    known = ("corpus", "codebook", "coded", "coded_pillars", "statements", "claims")
    opened.__dict__.update({name: getattr(plain(), name) for name in known})
    return opened


def sentence_memo(**cells):
    sentence = plain().corpus.sentences.loc[SENTENCE]
    sha = plain().corpus.documents.loc[sentence.doc_id, "sha256"]
    quotation = f"⟦{sentence.text[:60]}⟧"
    return {"about": f"sentence:{SENTENCE}", "sha256": sha, "quotation": quotation, **cells}


def write(folder, *memos, own=()):
    path = folder / "seeds/codebook/memos.csv"
    columns = ["about", "sha256", "quotation", "text", "who", "when", *own]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({"text": "Look again.", "who": "AR", **memo} for memo in memos)
    return opened_on_the_same_texts(folder)


@pytest.mark.parametrize(
    ("about", "row"),
    [
        ("source:hled-2023", ["source", "hled-2023"]),
        ("actor:katie-hobbs", ["actor", "katie-hobbs"]),
        ("code:3", ["code", "3"]),
        ("code:3/cybersecurity", ["code", "3/cybersecurity"]),
    ],
)
def test_a_memo_is_about_a_source_an_actor_or_a_code(folder, about, row):
    opened = write(folder, {"about": about, "when": "2026-02-03"})
    assert opened.problems.empty
    assert opened.memos.iloc[0].tolist() == [*row, "Look again.", "AR", "2026-02-03", 2]


def test_without_a_file_there_are_no_memos(folder):
    (folder / "seeds/codebook/memos.csv").unlink()
    opened = bl.open_study(folder)
    assert opened.memos.empty
    assert opened.problems.empty


def test_a_memo_on_a_sentence_is_found_again_under_its_new_id(folder):
    opened = write(folder, sentence_memo())
    assert opened.memos["about_id"].tolist() == [SENTENCE]
    file = folder / "seeds" / opened.corpus.documents.loc["sonora-plenary-2024", "path"]
    lines = file.read_text("utf-8").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("Before high-level"))
    lines[first] = "Nobody expected this to change. It did change. " + lines[first]
    file.write_text("\n".join(lines), "utf-8")
    again = bl.open_study(folder)
    [found] = again.memos["about_id"]
    assert found != SENTENCE
    old, new = opened.corpus.sentences, again.corpus.sentences
    assert new.loc[found, "text"] == old.loc[SENTENCE, "text"]
    assert [code for code in again.problems["code"] if code.startswith("memo")] == []


def test_where_two_sentences_have_the_words_the_id_decides(folder):
    body = plain().corpus.sentences
    both = body.index[(body["doc_id"] == "hled-2023") & body["text"].str.contains("Mexico")][:2]
    memos = [{"about": f"sentence:{i}", "quotation": "⟦Mexico⟧"} for i in both]
    assert write(folder, *memos).memos["about_id"].tolist() == list(both)


@pytest.mark.parametrize(
    ("memo", "code"),
    [
        ({"about": "source:hled-2031"}, "memo-orphan"),
        ({"about": "actor:Katie Hobbs"}, "memo-orphan"),
        ({"about": "code:9"}, "memo-orphan"),
        ({"about": "code:1/cybersecurity"}, "memo-orphan"),
        ({"about": f"sentence:{SENTENCE}", "quotation": "⟦nowhere to be read⟧"}, "memo-orphan"),
        ({"about": "sentence:none:s1", "quotation": "⟦Mexico⟧"}, "memo-orphan"),
        ({"about": f"sentence:{SENTENCE}"}, "memo-row"),
        ({"about": f"sentence:{SENTENCE}", "quotation": "unmarked"}, "memo-row"),
        ({"about": "katie-hobbs"}, "memo-row"),
        ({"about": "actor:"}, "memo-row"),
        ({"about": "story:x"}, "memo-row"),
        ({"about": "actor:katie-hobbs", "text": " "}, "memo-row"),
        ({"about": "actor:katie-hobbs", "who": ""}, "memo-row"),
    ],
)
def test_a_memo_without_its_subject_is_one_finding_and_the_others_stay(folder, memo, code):
    opened = write(folder, memo, {"about": "code:3"})
    assert opened.problems[["path", "line", "code"]].to_numpy().tolist() == [["memos.csv", 2, code]]
    assert opened.problems["hint"].item()
    assert opened.memos[["about", "line"]].to_numpy().tolist() == [["code", 3]]


def test_a_memo_of_several_lines_and_a_column_of_ones_own_are_kept(folder):
    memo = {"about": "code:3", "text": "One.\nTwo.", "mood": "=1+1"}
    opened = write(folder, memo, {"about": "actor:nobody"}, own=["mood"])
    assert opened.memos.loc[0, ["text", "mood"]].tolist() == ["One.\nTwo.", "=1+1"]
    assert opened.problems["line"].tolist() == [4]


def test_memos_never_change_a_number(folder):
    """Every table of a study but that of memos is the same with memos on all it holds."""
    before = building.tables(bl.open_study(folder))
    memos = [
        {"about": "source:hled-2021"}, {"about": "actor:mexico"}, {"about": "code:3"},
        {"about": "code:3/cybersecurity"}, sentence_memo(),
    ]  # fmt: skip
    write(folder, *memos)
    noted = building.tables(bl.open_study(folder))
    assert len(noted.pop("memos")) == len(memos)
    assert before.pop("memos").empty
    for name, table in before.items():
        pd.testing.assert_frame_equal(noted[name], table, obj=name)


def test_evidence_shows_memos_on_its_sentences_texts_and_actors(folder, capsys):
    memos = [
        sentence_memo(text="Who is\n\u202emeant?"), {"about": "source:sonora-plenary-2024"},
        {"about": "actor:katie-hobbs", "text": "Governor.", "when": "2026"},
        {"about": "actor:mexico", "text": "Not asked for."},
    ]  # fmt: skip
    opened = write(folder, *memos)
    found = bl.evidence(opened, "katie-hobbs", "ken-salazar")
    assert found["memos"].tolist() == [
        [
            f"on sentence {SENTENCE}: Who is\n\u202emeant? (AR)",
            "on source sonora-plenary-2024: Look again. (AR)",
        ],
        [],
    ]
    assert actor_memos(opened, "Katie Hobbs", "ken-salazar") == [
        "on actor katie-hobbs: Governor. (AR, 2026)"
    ]
    assert '<dd class="bl-note">memo on sentence ' in bl.show_sentences(found)._repr_html_()
    assert main(["evidence", "katie-hobbs", "ken-salazar", "--study", str(folder)]) == 0
    told = [line.strip() for line in capsys.readouterr().out.splitlines() if "memo on" in line]
    assert told == [
        f"memo on sentence {SENTENCE}: Who is ⟨U+202E⟩meant? (AR)",
        "memo on source sonora-plenary-2024: Look again. (AR)",
        "memo on actor katie-hobbs: Governor. (AR, 2026)",
    ]


def test_without_memos_sentences_look_as_before(folder):
    found = bl.evidence(bl.open_study(folder), "katie-hobbs", "ken-salazar")
    shown, plain = bl.show_sentences(found), bl.show_sentences(found.drop(columns="memos"))
    assert (repr(shown), shown._repr_html_()) == (repr(plain), plain._repr_html_())


def test_memos_are_exported_without_the_words_of_the_texts(folder, tmp_path):
    write(folder, sentence_memo(text="=danger"))
    building.export(folder, tmp_path / "out")
    exported = (tmp_path / "out" / "memos.csv").read_text("utf-8")
    assert "'=danger" in exported
    assert "⟦" not in exported


@pytest.mark.parametrize(
    ("about", "hint"),
    [
        ("actor:ken-salazr", "did you mean actor:ken-salazar?"),
        ("actor:qqqq", "write actor: and an actor_id"),
        ("source:hled-2032", "did you mean source:hled-2023?"),
        ("source:qqqq", "write source: and a doc_id"),
        ("sentence:sonora-plenary-2024:s7x", f"did you mean sentence:{SENTENCE}?"),
        ("sentence:qqqq", "write sentence: and a sentence_id"),
    ],
)
def test_a_cure_offers_the_id_that_is_close_or_none(folder, about, hint):
    opened = write(folder, {"about": about, "quotation": "⟦nowhere to be read⟧"})
    assert opened.problems["hint"].tolist() == [hint]


def test_a_when_that_is_no_date_is_named_and_the_memo_stays(folder):
    opened = write(folder, {"about": "code:3", "when": "in May"}, {"about": "code:3"})
    assert opened.problems[["line", "code"]].to_numpy().tolist() == [[2, "when-invalid"]]
    assert len(opened.memos) == 2
