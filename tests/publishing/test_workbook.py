"""The workbook of all tables: what it shows; nothing in it runs, and it stays the same."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

import borderlab as bl
from borderlab import building
from borderlab.publishing.narrative import templates
from borderlab.publishing.variables import describe_columns, describe_tables
from borderlab.publishing.workbook import to_workbook

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0", "#N/A", "1e5", "TRUE"]


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def column(frame: pd.DataFrame, name: str = "v") -> list[Any]:
    """Write one table and return the cells of its last column."""
    sheet = sheets(to_workbook({name: frame}))[name]
    return [row[-1] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    (cell,) = column(pd.DataFrame({text: [text]}))
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.number_format == "@", "typing into the cell again makes no formula of it"
    assert cell.parent["A1"].data_type == "s"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2], [1, 2]),
        ([np.nan, 0.1 + 0.2], [None, 0.30000000000000004]),
        ([True, False], [True, False]),
        ([float("inf"), 10**15], ["inf", 1e15]),
        (pd.Series([10**15]), [str(10**15)]),
        (pd.to_datetime([None, "2024-10-01"]), [None, pd.Timestamp("2024-10-01")]),
        (pd.to_datetime(["1821-09-27"]), ["1821-09-27 00:00:00"]),
        (pd.array([None, 1], dtype="Int64"), [None, 1]),
        ([["b", "a"], {"b", "a"}], ["b|a", "a|b"]),
        ([None, "a\x07\u202eb"], [None, "a⟨U+0007⟩⟨U+202E⟩b"]),
        (["_x0041_"], ["_x005F_x0041_"]),
    ],
)
def test_numbers_are_numbers_and_dates_are_dates(values: Any, expected: list[Any]) -> None:
    assert [cell.value for cell in column(pd.DataFrame({"v": values}))] == expected


def test_a_date_is_shown_as_a_day() -> None:
    (cell,) = column(pd.DataFrame({"v": pd.to_datetime(["2024-10-01"])}))
    assert cell.is_date and cell.number_format == "yyyy-mm-dd"


def test_text_longer_than_a_cell_says_that_it_goes_on() -> None:
    (cell,) = column(pd.DataFrame({"v": ["\x07" * 40_000]}))
    assert len(cell.value) < 32_768
    assert cell.value.endswith("… (40000 characters; whole in the CSV file)")


def test_rows_that_no_sheet_holds_are_missed_in_the_contents() -> None:
    book = sheets(to_workbook({"long": pd.DataFrame({"a": range(9)})}, last=4))
    assert book["long"].max_row == 4
    (head, row) = book["contents"].iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["rows"] == 9
    assert row[-1] == "first 3 rows; all are in the CSV file"


def test_every_sheet_has_a_frozen_head_with_filters() -> None:
    book = sheets(to_workbook({"a-b": pd.DataFrame({"x": [1]}, index=pd.Index(["k"], name="id"))}))
    assert book.sheetnames == ["contents", "a_b"]
    sheet = book["a_b"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:B2"
    assert [cell.value for cell in sheet[1]] == ["id", "x"]


def test_the_bytes_know_no_moment() -> None:
    content = to_workbook({"a": pd.DataFrame({"x": [1]})})
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search(rb"dcterms:(created|modified)", packed.read("docProps/core.xml"))
    assert content == to_workbook({"a": pd.DataFrame({"x": [1]})})


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    study = bl.open_study(".")
    found = {**building.tables(study), **building.account(study)}
    return {**found, "columns": describe_columns(found)}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_column_of_every_table_is_described(
    tables: dict[str, pd.DataFrame], lang: Any
) -> None:
    columns = describe_columns(tables, lang=lang)
    assert columns.loc[columns["meaning"] == "", ["table", "column"]].to_numpy().tolist() == []
    told = describe_tables(tables, lang=lang)
    assert (told[["caption", "row", "made"]] != "").all().all()
    assert not set(told["caption"]) & set(told["table"])


def test_no_description_is_of_a_column_that_is_nowhere(tables: dict[str, pd.DataFrame]) -> None:
    columns = describe_columns(tables)
    here = set(columns["column"].str.replace(r"_\d{4}$", "_year", regex=True))
    here |= set(columns["table"] + "." + columns["column"])
    assert [name for name in templates("en", "columns") if name not in here] == []


def test_a_measured_number_has_its_unit(tables: dict[str, pd.DataFrame]) -> None:
    told = describe_tables(tables, lang="es").set_index("table")
    assert told.loc["edges", "units"] == "weight: oraciones"
    assert told.loc["edges", "rows"] == len(tables["edges"])
