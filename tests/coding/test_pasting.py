"""Rows for the registry: accepted as they are, and once there the names are found and not proposed.

The registry is never written; the tests add the rows as a researcher would, by copying lines.
"""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.codebook_rules import COLUMNS
from borderlab.publishing.export import write_tables

ROOT = Path(__file__).resolve().parents[2]
BOOK = bl.read_codebook(ROOT / "seeds/codebook")


def empty_study(folder):
    """Make a codebook of nine files with nothing but their first lines."""
    folder.mkdir()
    for name, columns in COLUMNS.items():
        (folder / f"{name}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
    return folder


def corpus_of(folder, *texts):
    folder.mkdir(exist_ok=True)
    for i, text in enumerate(texts):
        (folder / f"t{i}.txt").write_text(f"Talks resume\n\n{text}\n", encoding="utf-8")
    return bl.read_corpus(folder)


def paste(rows, book, folder):
    """Write the rows as `borderlab suggest` does and copy their lines below those of the files."""
    write_tables(rows, folder)
    for name in rows:
        lines = (folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[1]
        with (book / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(lines)
    return bl.read_codebook(book)


def check_round(corpus, book, folder):
    """Nothing that is pasted is proposed again, and every name is found where it was proposed."""
    before = bl.read_codebook(book)
    found = bl.suggest_actors(corpus, before)
    rows = bl.to_codebook_rows(found, before)
    after = paste(rows, book, folder)
    assert bl.suggest_actors(corpus, after).empty
    mentions = bl.find_mentions(corpus, after)
    assert set(rows["actors"]["actor_id"]) <= set(mentions["actor_id"])
    assert len(rows["actors"]) == len(found)
    return found, rows, mentions


@pytest.fixture
def seeds_book(tmp_path):
    return Path(shutil.copytree(ROOT / "seeds/codebook", tmp_path / "codebook"))


@pytest.mark.parametrize(
    "folder",
    ["seeds", "tests/data/unseen/texts", "tests/data/pages/texts", "tests/data/names/texts"],
)
def test_all_that_is_suggested_can_be_pasted_and_is_found(folder, seeds_book, tmp_path):
    check_round(bl.read_corpus(ROOT / folder), seeds_book, tmp_path / "rows")


def test_a_new_study_takes_the_files_whole(tmp_path):
    book = empty_study(tmp_path / "codebook")
    corpus = bl.read_corpus(ROOT / "tests/data/names/texts")
    rows = bl.to_codebook_rows(bl.suggest_actors(corpus, bl.read_codebook(book)), BOOK)
    write_tables(rows, book)
    assert len(bl.read_codebook(book).actors) == len(rows["actors"]) > 100


WORDS = """Governor Rosa Mora Luis Vega Mora, Council Bank of the and de la Lima BTC B.T.C. (BTC)
said St. O'Neil Peña Ibáñez-Roe Mr. Banco Obras y el Katie Hobbs Hobbs, Ltd @Vega Vega's SONORA
ministra Jose\u0301 CEO: AT&T — « Durazo DEAN Monday Mora. The House White"""


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(WORDS.split()), min_size=3, max_size=25).map(" ".join),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_is_written_what_is_suggested_can_be_pasted_and_is_found(texts):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        book = Path(shutil.copytree(ROOT / "seeds/codebook", place / "codebook"))
        check_round(corpus_of(place / "texts", *texts), book, place / "rows")


NAMES = st.text("aáñbcÀÉZ '’-.&\u0301\u200b=|,\"\n0é", max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from(["person", "organisation", "unclear", "media"]),
                          NAMES, NAMES), max_size=6))  # fmt: skip
def test_any_table_of_names_gives_rows_that_the_validator_takes(tmp_path_factory, names):
    """Names that hold no letter, or nothing, get no row."""
    place = tmp_path_factory.mktemp("any")
    book = empty_study(place / "codebook")
    found = pd.DataFrame(names, columns=["name", "kind", "aliases", "offices"])
    rows = bl.to_codebook_rows(found.assign(doc_id="t0"), bl.read_codebook(book))
    assert len(paste(rows, book, place / "rows").actors) == len(rows["actors"])


def rows_of(*names):
    columns = ["name", "kind", "aliases", "offices"]
    found = pd.DataFrame(names, columns=columns).assign(doc_id="t0")
    return {k: v.to_dict("records") for k, v in bl.to_codebook_rows(found, BOOK).items()}


@pytest.mark.parametrize(
    ("name", "kind", "form", "expected"),
    [
        ("Rosa Mora Díaz", "person", "Rosa Mora", ("name", "name", "")),
        ("Rosa Mora Díaz", "person", "Mora Díaz", ("short", "name", "named")),
        ("Rosa Mora Díaz", "person", "Mora", ("short", "name", "named")),
        ("Rosa MORA", "person", "MORA", ("short", "name", "named")),
        ("Border Trade Council", "organisation", "BTC", ("acronym", "exact", "named")),
        ("Consejo de Salud", "organisation", "CONSALUD", ("acronym", "exact", "")),
        ("Cobre Alto S.A.", "organisation", "Cobre Alto", ("name", "name", "")),
        ("Cobre Alto S.A.", "organisation", "Cobre", ("short", "name", "named")),
        ("Acme Steel", "unclear", "Acme", ("short", "name", "named")),
    ],
)
def test_shorter_forms_wait_for_the_full_name_as_in_the_registry(name, kind, form, expected):
    first, other = rows_of((name, kind, form, ""))["aliases"]
    assert (first["alias"], first["form"], first["requires"]) == (name, "name", "")
    assert (other["form"], other["case"], other["requires"]) == expected


def test_ids_are_new_and_forms_have_one_owner():
    """An actor of the same slug, a registered surname and a form claimed twice make no clash."""
    rows = rows_of(
        ("Katie Hobbs Roe", "person", "Hobbs|Roe", ""),  # Hobbs is registered
        ("Alfonso-Durazo", "organisation", "", ""),  # another slug of a registered id
        ("Ana Roe", "person", "Roe", ""),
        ("KATIE HOBBS", "person", "", ""),
        ("Ana-Roe", "unclear", "", ""),
    )
    assert [r["actor_id"] for r in rows["actors"]] == [
        "katie-hobbs-roe", "alfonso-durazo-2", "ana-roe", "ana-roe-2"
    ]  # fmt: skip
    assert [r["alias"] for r in rows["aliases"]] == [
        "Katie Hobbs Roe", "Roe", "Alfonso-Durazo", "Ana Roe", "Ana-Roe"
    ]  # fmt: skip


def test_offices_have_no_dates_and_courtesy_is_no_office():
    rows = rows_of(
        ("Rosa Mora", "person", "", "Gov.|Dr.|former|Secretary of Health"),
        ("Border Bank", "organisation", "", "President"),
    )
    found = {r["office"]: (r["start"], r["end"], r["start_status"]) for r in rows["offices"]}
    assert set(found) == {"Gov.", "Secretary of Health"}
    assert set(found.values()) == {("", "", "not verified")}


def test_a_kind_that_the_researcher_chose_is_kept_and_an_unclear_one_says_so():
    actors = rows_of(("Ashton Argus", "media", "", ""), ("Acme Steel", "unclear", "", ""))["actors"]
    assert [r["kind"] for r in actors] == ["media", "organisation"]
    assert "kind" not in actors[0]["note"]
    assert "kind, side and level to confirm" in actors[1]["note"]


def test_columns_of_your_own_stay_behind_and_are_empty():
    book = dataclasses.replace(BOOK, actors=BOOK.actors.assign(mine="x"))
    found = pd.DataFrame([("Ana Roe", "person", "", "", "t0")],
                         columns=["name", "kind", "aliases", "offices", "doc_id"])  # fmt: skip
    actors = bl.to_codebook_rows(found, book)["actors"]
    assert list(actors) == [*COLUMNS["actors"], "mine"]
    assert actors.loc[0, "mine"] == ""
    assert list(bl.to_codebook_rows(found, book)["aliases"]) == list(COLUMNS["aliases"])


def test_a_table_without_its_columns_is_refused_by_name():
    with pytest.raises(ValueError, match=r"lack the columns offices, doc_id; give rows of what"):
        bl.to_codebook_rows(pd.DataFrame(columns=["name", "kind", "aliases"]), BOOK)
    with pytest.raises(TypeError, match="read_codebook"):
        bl.to_codebook_rows(pd.DataFrame(), "seeds")


def test_accents_written_as_marks_of_their_own_are_part_of_the_name(tmp_path):
    """The text keeps them; the registry is given the letters that a keyboard makes."""
    text = "The talks were led by Governor Jose\u0301 Pen\u0303a Mora. Then Pen\u0303a Mora spoke."
    book = empty_study(tmp_path / "codebook")
    _, rows, mentions = check_round(corpus_of(tmp_path / "texts", text), book, tmp_path / "rows")
    assert rows["aliases"]["alias"].tolist() == ["José Peña Mora", "Peña Mora"]
    assert mentions["surface"].tolist() == ["Jose\u0301 Pen\u0303a Mora", "Pen\u0303a Mora"]


def test_a_surname_alone_is_registered_with_a_word_of_warning(tmp_path):
    corpus = corpus_of(tmp_path / "texts", "The talks were led by Governor Mora on Monday.")
    book = empty_study(tmp_path / "codebook")
    _, rows, mentions = check_round(corpus, book, tmp_path / "rows")
    assert rows["aliases"]["note"].tolist() == [
        "the texts have no fuller name; add it, and let this one require it"
    ]
    assert mentions["surface"].tolist() == ["Mora"]


def test_what_may_be_no_actor_is_no_node_of_the_core():
    rows = rows_of(
        ("Acme Steel", "unclear", "", ""), ("Acme Trust", "organisation", "", ""),
        ("Rosa Mora", "person", "", ""),
    )["actors"]  # fmt: skip
    assert [row["network"] for row in rows] == ["optional", "core", "core"]
