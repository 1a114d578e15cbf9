"""What a researcher may write into sources.csv, and what a date from there does to a text."""

import csv

import pandas as pd
import pytest

import borderlab as bl

TEXT = "Ports reopen\n\nTrade resumed at the ports on Monday, and trucks crossed.\n"


def study_of(folder, rows, texts=None, delimiter=","):
    for name, text in (texts or {"a.txt": TEXT}).items():
        (folder / name).write_text(text, encoding="utf-8")
    columns = list(dict.fromkeys(["doc_id", "file", *(c for row in rows for c in row)]))
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows({"doc_id": "a", "file": "a.txt", **row} for row in rows)
    return bl.read_corpus(folder)


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("published_earliest", "2024-05-13", "13/05/2024"),
        ("published_earliest", "2024-02-29", "2023-02-29"),
        ("event_latest", "2024", "9/29/2023"),
        ("accessed", "2024-05", "45364"),
        ("share_text", "no", "NO"),
        ("share_text", "yes", "maybe"),
        ("publisher_kind", "news", "newspaper"),
        ("original_language", "es", "Spanish"),
        ("outlet_basis", "verified: page", "I looked it up"),
        ("sha256", "", "abc"),
    ],
)
def test_a_cell_that_cannot_count_is_named_and_left_out(tmp_path, column, good, bad):
    assert study_of(tmp_path, [{column: good}]).problems.empty
    corpus = study_of(tmp_path, [{column: bad, "rights": "ours"}])
    assert corpus.problems[["line", "code"]].to_numpy().tolist() == [[2, "cell-unknown"]]
    assert bad in corpus.problems.message.item()
    assert corpus.problems.hint.item()
    assert corpus.documents.loc["a", "known_rights"] == "ours", "healthy cells go on"
    if column != "sha256":
        assert pd.isna(corpus.documents.loc["a", f"known_{column}"])


def test_an_id_that_cannot_be_written_is_named_and_kept(tmp_path):
    corpus = study_of(tmp_path, [{"doc_id": "laredo bridge!"}])
    assert corpus.problems.code.tolist() == ["cell-unknown"]
    assert corpus.documents.index.tolist() == ["laredo bridge!"]


def test_days_the_wrong_way_round_do_not_count(tmp_path):
    row = {"published_earliest": "2024-06", "published_latest": "2024-05-30"}
    corpus = study_of(tmp_path, [row])
    assert corpus.problems.code.tolist() == ["dates-reversed"]
    assert pd.isna(corpus.documents.loc["a", "known_published_latest"])
    row["published_latest"] = "2024-06-01"
    assert study_of(tmp_path, [row]).problems.empty, "the first of June lies in June"


@pytest.mark.parametrize(("mark", "told"), [(";", "semicolons"), ("\t", "tabulators")])
def test_a_table_that_a_spreadsheet_divided_otherwise_is_one_finding(tmp_path, mark, told):
    texts = {f"{name}.txt": f"{TEXT}{name}" for name in "abc"}
    corpus = study_of(tmp_path, [{}], texts, delimiter=mark)
    assert corpus.problems.code.tolist() == ["column-missing"], "not one more for each text"
    assert f"divided by {told}" in corpus.problems.hint.item()


def test_a_workbook_in_place_of_the_table_is_said_to_be_one(tmp_path):
    study_of(tmp_path, [{}])
    (tmp_path / "sources.csv").write_bytes(b"PK\x03\x04 and more")
    assert "workbook" in bl.read_corpus(tmp_path).problems.hint.item()


def test_a_column_in_other_letters_is_named(tmp_path):
    corpus = study_of(tmp_path, [{"Outlet": "El Faro"}])
    assert corpus.problems[["code", "hint"]].to_numpy().tolist() == [
        ["column-case", "write 'outlet'"]
    ]


def test_copies_of_a_text_are_named_until_they_share_a_story(tmp_path):
    texts = {"a.txt": TEXT, "b.txt": TEXT}
    rows = [{}, {"doc_id": "b", "file": "b.txt"}]
    corpus = study_of(tmp_path, rows, texts)
    assert corpus.problems[["path", "code"]].to_numpy().tolist() == [["b.txt", "same-text"]]
    rows[1]["story"] = "a.txt"
    rows[0]["story"] = "a.txt"
    assert study_of(tmp_path, rows, texts).problems.empty


KNOWN = {
    "published_earliest": "2022-09-12",
    "published_latest": "2022-09-12",
    "published_basis": "verified: page",
}


@pytest.mark.parametrize(
    ("dated", "row", "edtf", "basis"),
    [
        ("", {}, "2022-09-12", "outside"),
        ("", {"published_latest": "2022-10"}, "2022-09-12/2022-10-31", "outside"),
        ("September 12\n\n", {}, "2022-09-12", "outside"),
        ("12 September 2021\n\n", {}, "2021-09-12", "stated"),
        ("", {"published_latest": ""}, None, "unknown"),
        ("", {"published_basis": "to confirm: from a.ris"}, None, "unknown"),
        ("September 13\n\n", {}, "XXXX-09-13", "partial"),
    ],
)
def test_a_date_from_outside_counts_where_the_text_states_none(tmp_path, dated, row, edtf, basis):
    text = TEXT.replace("Trade", f"{dated}Trade")
    corpus = bl.date_from_outside(study_of(tmp_path, [{**KNOWN, **row}], {"a.txt": text}))
    found = corpus.documents.loc["a"]
    assert found.published_basis == basis
    assert (found.published_edtf == edtf) if edtf else pd.isna(found.published_edtf)
    contradicted = dated.startswith("September 13")
    assert corpus.problems.code.tolist() == ["date-contradicted"] * contradicted


def test_a_date_that_can_be_read_two_ways_is_settled_by_the_table(tmp_path):
    text = {"a.txt": TEXT.replace("Trade", "Published: 12/1/2023\n\nTrade")}
    assert study_of(tmp_path, [{}], text).problems.code.tolist() == ["ambiguous-date"]
    days = {"published_earliest": "2023-12-01", "published_latest": "2023-12-01"}
    corpus = study_of(tmp_path, [{**KNOWN, **days}], text)
    assert corpus.problems.empty
    assert bl.date_from_outside(corpus).documents.loc["a", "published_edtf"] == "2023-12-01"


@pytest.mark.parametrize(
    ("other", "edtf"),
    [
        ("19/03/2024", "2024-02-07"),
        ("03/19/2024", "2024-07-02"),
        ("2024-03-19", "[2024-02-07,2024-07-02]"),
    ],
)
def test_the_other_dates_of_a_column_say_whether_the_day_stands_first(tmp_path, other, edtf):
    rows = f"id,date,text\n1,07/02/2024,Trade resumed.\n2,{other},The bridge was closed.\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    assert bl.read_corpus(tmp_path).documents.loc["t-1", "published_edtf"] == edtf


def test_a_column_that_has_both_orders_settles_nothing(tmp_path):
    rows = "id,date,text\n1,07/02/2024,Trade.\n2,19/03/2024,Trade.\n3,03/19/2024,Trade.\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    found = bl.read_corpus(tmp_path).documents["published_edtf"]
    assert found["t-1"] == "[2024-02-07,2024-07-02]"
