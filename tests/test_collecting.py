"""A study grows without losing anything: texts come in, decisions are written down."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import borderlab as bl
from borderlab import collecting
from borderlab.cli import main
from borderlab.errors import CodebookError, OutputError, SourceError
from borderlab.reading.registering import decide_echoes, decide_stories, register, source_records

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "tests/data/stories"
NEWS = "Ports reopen\n\nThe two ports of the border reopened on Monday. Trucks crossed.\n"


@pytest.fixture
def study(tmp_path):
    """Make a study of one registered text, with a column of the researcher's own."""
    seeds = tmp_path / "study" / "seeds"
    seeds.mkdir(parents=True)
    shutil.copytree(ROOT / "seeds" / "codebook", seeds / "codebook")
    (seeds / "old.txt").write_text(NEWS)
    (seeds / "sources.csv").write_text(
        '\ufeffdoc_id,file,mine,label\nold,old.txt,"a, b",Old one\n', encoding="utf-8"
    )
    return tmp_path / "study"


def sources(study):
    return pd.read_csv(study / "seeds/sources.csv", dtype=str, keep_default_na=False)


def test_texts_of_an_inbox_are_copied_and_registered_and_old_rows_stay(study, tmp_path):
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "new.txt").write_text("URL: https://faro.example/a\n\n" + NEWS)
    (inbox / "sub/table.csv").write_text("id,text\nk,Ports reopened.\n")
    (inbox / "bad.txt").write_bytes(b"caf\x81")
    added = collecting.add(study, [inbox])
    assert added.documents["path"].tolist() == ["new.txt", "sub/table.csv#k"]
    assert [(p.path, p.code) for p in added.problems] == [("bad.txt", "undecodable")]
    rows = sources(study)
    assert rows["file"].tolist() == ["old.txt", "new.txt", "sub/table.csv#k"]
    assert rows.loc[0, ["mine", "label"]].tolist() == ["a, b", "Old one"]
    assert rows.loc[1, ["url", "url_basis"]].tolist() == [
        "https://faro.example/a", "to confirm: stated in the file",
    ]  # fmt: skip
    assert (study / "seeds/sources.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (study / "seeds/bad.txt").exists()
    assert bl.read_corpus(study / "seeds").problems.empty


def test_a_file_already_there_is_never_replaced(study, tmp_path):
    (tmp_path / "old.txt").write_text("another text")
    [problem] = collecting.add(study, [tmp_path / "old.txt"]).problems
    assert problem.code == "name-taken"
    assert (study / "seeds/old.txt").read_text() == NEWS


def test_adding_twice_changes_nothing_more(study, tmp_path):
    (tmp_path / "new.txt").write_text(NEWS + "Again.")
    collecting.add(study, [tmp_path / "new.txt"])
    before = (study / "seeds/sources.csv").read_bytes()
    again = collecting.add(study, [tmp_path / "new.txt", study / "seeds/new.txt"])
    assert again.documents.empty
    assert not again.problems
    assert (study / "seeds/sources.csv").read_bytes() == before


def test_a_table_with_a_broken_row_is_left_alone_and_nothing_is_copied(study, tmp_path):
    table = study / "seeds/sources.csv"
    table.write_text("doc_id,file\nold,old.txt,surplus\n")
    (tmp_path / "new.txt").write_text(NEWS)
    with pytest.raises(SourceError, match="malformed-row"):
        collecting.add(study, [tmp_path / "new.txt"])
    assert table.read_text().endswith("surplus\n")
    assert not (study / "seeds/new.txt").exists()


def test_a_list_of_references_fills_empty_cells_and_says_so(study, tmp_path):
    (tmp_path / "library.ris").write_text(
        "TY  - NEWS\nTI  - Ports Reopen!\nT2  - El Faro\nUR  - https://faro.example/a\n"
        "Y2  - 2024/05/01/\nDA  - 2023/04/28/\nLA  - es\nER  - \n"
    )
    rows = sources(study).assign(outlet="kept", outlet_basis="verified: by hand")
    rows.to_csv(study / "seeds/sources.csv", index=False)
    collecting.add(study, [], references=tmp_path / "library.ris")
    row = sources(study).iloc[0]
    assert row[["outlet", "outlet_basis"]].tolist() == ["kept", "verified: by hand"]
    assert row[["url", "accessed", "published_latest", "original_language"]].tolist() == [
        "https://faro.example/a", "2024-05-01", "2023-04-28", "es",
    ]  # fmt: skip
    assert row["url_basis"] == "to confirm: from library.ris"
    assert row["published_basis"] == "to confirm: from library.ris"


@pytest.fixture
def set_one(study):
    for path in STORIES.glob("s01?.txt"):
        shutil.copy(path, study / "seeds")
    collecting.add(study, [])
    return study


def mark(folder, name, row, value):
    path = folder / f"{name}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[row, "accept"] = value
    table.to_csv(path, index=False)


def test_marked_proposals_are_written_down_and_nothing_else(set_one, tmp_path):
    folder = tmp_path / "proposals"
    found = collecting.suggest(set_one, folder)
    assert len(found["stories"]) >= 1
    mark(folder, "stories", 0, "Yes")
    mark(folder, "echoes", 0, "sí")
    mark(folder, "echoes", 1, "no")
    assert collecting.accept(set_one, folder) == {"stories": 1, "echoes": 1}
    corpus = bl.open_study(set_one).corpus
    pair = found["stories"].loc[0, ["a", "b"]]
    assert len(set(corpus.documents.loc[pair, "story_id"])) == 1
    assert corpus.documents["story_id"].nunique() == len(corpus.documents) - 1
    assert corpus.sentences["echo_id"].notna().sum() == 2
    again = collecting.suggest(set_one, folder)
    assert again["stories"]["decided"].sum() == 1
    assert again["stories"]["accept"].tolist()[0] == "Yes", "marks outlive a new list"


def test_the_lines_to_paste_fit_into_the_registry_as_they_are(set_one, tmp_path):
    """Also where the researcher's file has other columns, in another order."""
    book = set_one / "seeds/codebook"
    aliases = pd.read_csv(book / "aliases.csv", dtype=str, keep_default_na=False)
    aliases.insert(0, "mine", "x")
    aliases[sorted(aliases)].to_csv(book / "aliases.csv", index=False)
    before = {path: path.read_bytes() for path in sorted(book.iterdir())}
    found = collecting.suggest(set_one, tmp_path)
    assert len(found["paste_actors"]) == len(found["actors"]) > 0
    assert {path: path.read_bytes() for path in sorted(book.iterdir())} == before, "unasked"
    for name in ("actors", "aliases", "offices"):
        lines = (tmp_path / f"paste_{name}.csv").read_text(encoding="utf-8").split("\n", 1)[1]
        path = book / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + lines, "utf-8")
    assert len(bl.read_codebook(book).actors) > len(found["actors"])
    assert collecting.suggest(set_one, tmp_path)["actors"].empty


def test_accepting_before_proposing_names_the_command(set_one, tmp_path):
    with pytest.raises(SourceError, match="borderlab suggest"):
        collecting.accept(set_one, tmp_path / "none")


def test_stories_that_hang_together_become_one():
    table = "doc_id,file,story\na,a.txt,\nb,b.txt,x\nc,c.txt,x\nd,d.txt,\n"
    pairs = pd.DataFrame({"a": ["a", "c"], "b": ["b", "d"]})
    lines = decide_stories(table, pairs).splitlines()
    assert lines == ["doc_id,file,story", "a,a.txt,a", "b,b.txt,a", "c,c.txt,a", "d,d.txt,a"]


def test_an_unregistered_text_is_in_no_story():
    with pytest.raises(SourceError, match="borderlab add"):
        decide_stories("doc_id,file,story\na,a.txt,\n", pd.DataFrame({"a": ["a"], "b": ["b"]}))


def test_an_echo_joins_the_class_that_is_there():
    table = 'echo_id,sentence_id,note\ne,a:s1,"mine, kept"\n'
    rows = {"echo_id": ["p"], "sentence_a": ["a:s1"], "sentence_b": ["b:s2"]}
    assert decide_echoes(table, pd.DataFrame(rows)) == table + "e,b:s2,\n"


def test_registering_the_seeds_again_changes_nothing():
    table = (ROOT / "seeds/sources.csv").read_text(encoding="utf-8")
    assert register(table, bl.read_corpus(ROOT / "seeds").documents) == table


def test_the_commands_say_what_they_did(set_one, tmp_path, capsys):
    (tmp_path / "new.txt").write_text(NEWS + "Ships came, too.\n")
    assert main(["add", str(tmp_path / "new.txt"), "--study", str(set_one)]) == 0
    out = capsys.readouterr().out
    assert "new (new.txt) title: Ports reopen; language: en" in out
    assert "1 text registered; confirm the new rows in seeds/sources.csv" in out
    assert main(["suggest", "--study", str(set_one)]) == 0
    out = capsys.readouterr().out
    assert "stories: " in out
    assert "lines for seeds/codebook/aliases.csv; copy those you want" in out
    assert main(["suggest", "--accept", "--study", str(set_one)]) == 0
    assert "accepted: 0 pairs of texts, 0 of sentences" in capsys.readouterr().out
    assert main(["check", "--study", str(set_one)]) == 0
    assert "6 files and records seen: 6 read, 0 skipped, 0 failed" in capsys.readouterr().out


def test_the_folder_of_the_study_is_no_inbox(set_one):
    before = sorted(set_one.rglob("*"))
    for path in (set_one, set_one.parent):
        with pytest.raises(SourceError, match="holds the study itself"):
            collecting.add(set_one, [path])
    with pytest.raises(SourceError, match="does not exist"):
        collecting.add(set_one, [set_one / "nope.txt"])
    assert sorted(set_one.rglob("*")) == before


def test_adding_says_what_was_there_and_which_references_describe_a_text(set_one, tmp_path, capsys):
    (tmp_path / "new.txt").write_text(NEWS + "Ships came, too.\n")
    ris = "TY  - NEWS\nTI  - {}\nUR  - https://faro.example/{}\nER  - \n"
    (tmp_path / "z.ris").write_text(ris.format("Ports reopen", 1) + ris.format("Nobody's text", 2))
    assert main(["add", str(tmp_path / "new.txt"), "--study", str(set_one)]) == 0
    capsys.readouterr()
    again = ["add", str(tmp_path / "new.txt"), "--study", str(set_one)]
    assert main(again) == 0
    out = capsys.readouterr().out
    assert "1 files are in seeds/ already" in out
    assert "nothing new: no text was registered" in out and "confirm" not in out
    (set_one / "seeds/old.txt").unlink()
    assert main(["add", "--references", str(tmp_path / "z.ris"), "--study", str(set_one)]) == 0
    told = capsys.readouterr().out
    assert '1 references describe a text; no text for "Nobody\'s text"' in told
    assert "https://faro.example/1" in (set_one / "seeds/sources.csv").read_text()
    assert main(["add", "--study", str(set_one)]) == 2


def test_a_list_that_knows_the_month_alone_does_not_coarsen_a_stated_day():
    documents = bl.read_corpus(ROOT / "seeds").documents
    known = ["known_published_earliest", "known_published_latest"]
    documents.loc["hled-2021", known] = ["2021-12", "2021-12-31"]
    assert source_records(documents).loc["hled-2021", "published_latest"] == "2021-12-16"
    documents.loc["hled-2021", known] = ["2022-01", "2022-01"]
    assert source_records(documents).loc["hled-2021", "published_latest"] == "2022-01"


# --- the codebook as a workbook -------------------------------------------------------------------


def edited(study, path, sheet, at, value):
    """Edit one cell of the study's workbook, which is written first if it is not there."""
    codebook = study / "seeds/codebook"
    if not path.exists():
        bl.write_workbook(codebook, path)
    book = load_workbook(path)
    book[sheet][at].value = value
    book.save(path)
    return path


def files_of(study):
    return {p.name: p.read_bytes() for p in (study / "seeds/codebook").iterdir()}


def test_an_edited_workbook_changes_its_file_and_no_other(study, tmp_path):
    (study / "seeds/codebook/mine.txt").write_text("kept")
    path = edited(study, tmp_path / "c.xlsx", "items", "E2", "with a note")
    before = files_of(study)
    assert collecting.accept_workbook(study, path) == (["items.csv"], [])
    after = files_of(study)
    assert b"with a note" in after["items.csv"]
    assert {**after, "items.csv": before["items.csv"]} == before
    assert sorted(p.name for p in (study / "seeds").iterdir()) == [
        "codebook", "old.txt", "sources.csv",
    ]  # fmt: skip
    assert bl.open_study(study).codebook.items["note"].iloc[0] == "with a note"


def test_a_workbook_that_was_accepted_may_be_edited_further_until_others_edit(study, tmp_path):
    path = edited(study, tmp_path / "c.xlsx", "items", "E2", "first")
    collecting.accept_workbook(study, path)
    collecting.accept_workbook(study, edited(study, path, "items", "E2", "second"))
    assert collecting.accept_workbook(study, path) == ([], [])
    items = study / "seeds/codebook/items.csv"
    items.write_bytes(items.read_bytes() + b"roads,1,Roads,Caminos,\n")
    with pytest.raises(CodebookError, match=r"items.csv has changed since the workbook"):
        collecting.accept_workbook(study, edited(study, path, "items", "E2", "third"))
    assert b"roads" in items.read_bytes()


def test_a_workbook_with_mistakes_changes_nothing_and_names_them(study, tmp_path, capsys):
    before = files_of(study)
    path = edited(study, tmp_path / "c.xlsx", "items", "E2", "good")
    edited(study, path, "actors", "G3", "county")
    edited(study, path, "cues", "C3", 9)
    assert main(["codebook", "--from", str(path), "--study", str(study)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told.pop() == "nothing was changed"
    assert [line.split(" ")[0] for line in told] == ["c.xlsx!actors:3:", "c.xlsx!cues:3:"]
    assert "level 'county' is not known here; write one of federal, state" in told[0]
    assert files_of(study) == before


class Crash(BaseException):
    """A process killed at this very step."""


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_crash_leaves_the_old_codebook_or_the_new_one(study, tmp_path, monkeypatch, step):
    """Killed before the first rename, between the two, or before what was old has gone."""
    before = files_of(study)
    path = edited(study, tmp_path / "c.xlsx", "items", "E2", "new")
    calls = []

    def dies(real):
        def call(*given, **named):
            if Path(given[0]).name.startswith("codebook") and Path(given[0]).parent.name == "seeds":
                calls.append(given)
                if len(calls) >= step:
                    raise Crash
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dies(Path.rename))
        real = shutil.rmtree
        patch.setattr(
            "borderlab.publishing.swapping.shutil.rmtree",
            lambda p, **k: dies(real)(p, **k) if str(p).endswith(".old") else real(p, **k),
        )
        with pytest.raises(Crash):
            collecting.accept_workbook(study, path)
    if step == 2:
        with pytest.raises(CodebookError, match=r"rename codebook.old back to codebook"):
            _ = bl.open_study(study).codebook
    assert not bl.read_corpus(study / "seeds").problems["path"].str.contains("codebook").any()
    assert collecting.accept_workbook(study, path) == ([] if step == 3 else ["items.csv"], [])
    after = files_of(study)
    assert b"new" in after.pop("items.csv")
    assert after.items() <= before.items()
    assert not list((study / "seeds").glob("codebook.*"))


def test_what_changes_while_a_workbook_is_taken_over_is_not_lost(study, tmp_path, monkeypatch):
    path = edited(study, tmp_path / "c.xlsx", "items", "E2", "new")
    real = shutil.copytree

    def copy(source, target):
        done = real(source, target)
        (source / "cues.csv").write_text("edited meanwhile")
        return done

    monkeypatch.setattr(shutil, "copytree", copy)
    with pytest.raises(OutputError, match=r"cues.csv: was changed at the same time; try again"):
        collecting.accept_workbook(study, path)
    assert files_of(study)["cues.csv"] == b"edited meanwhile"


def test_the_command_writes_a_workbook_and_takes_it_back(study, tmp_path, capsys):
    path, to = tmp_path / "c.xlsx", ["--study", str(study)]
    assert main(["codebook", "--to", str(path), *to]) == 0
    assert f"borderlab codebook --from {path}" in capsys.readouterr().out
    assert main(["codebook", "--to", str(path), *to]) == 3
    assert "may hold edits" in capsys.readouterr().err
    assert main(["codebook", "--from", str(path), *to]) == 0
    assert capsys.readouterr().out == "the codebook is the same\nevery cell was understood\n"
    edited(study, path, "items", "E2", "new")
    book = load_workbook(path)
    book.create_sheet("notes")
    book.save(path)
    assert main(["codebook", "--from", str(path), *to]) == 1
    assert capsys.readouterr().out.startswith("changed: items.csv\nc.xlsx: the sheet 'notes'")
    assert main(["codebook", *to]) == 2
    assert main(["codebook", "--to", "a.xlsx", "--from", "b.xlsx", *to]) == 2
