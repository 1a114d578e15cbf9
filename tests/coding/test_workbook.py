"""A codebook comes back from a spreadsheet as it went, or each cell that did not is named."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import borderlab as bl
from borderlab.coding.codebook_rules import COLUMNS, vocabulary
from borderlab.coding.dictionary import parse_dictionary, read_dictionary
from borderlab.coding.workbook import SHEETS, read_tables
from borderlab.coding.workbook_cells import Fault, cell_text, decode, encode, refused
from borderlab.coding.workbook_check import compile_workbook
from borderlab.errors import CodebookError, OutputError

ROOT = Path(__file__).resolve().parents[2]
EATEN = ["NA", "NO", "010", "2021-07", "1-2", "=x", "=1+1", "#N/A", "TRUE", "1e5", "+1", "@a", "'a"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path / "seeds" / "codebook"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("written") / "codebook.xlsx"
    return bl.write_workbook(ROOT / "seeds" / "codebook", place)


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "codebook.xlsx"))


def edit(path: Path, change: Any) -> Path:
    """Edit a workbook as a researcher would; the function gets it by sheet."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def problems_of(path: Path, folder: Path) -> list[Any]:
    with pytest.raises(CodebookError) as caught:
        compile_workbook(path, folder)
    return list(caught.value.problems)


def append(folder: Path, name: str, *rows: list[str]) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


# --- there and back -------------------------------------------------------------------------------


def test_the_untouched_codebook_comes_back_as_the_same_bytes(path: Path, folder: Path) -> None:
    assert compile_workbook(path, folder) == ({}, [])
    whole = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    for name, content in whole.items():
        (folder / name).write_bytes(content.partition(b"\n")[0] + b"\n")  # then all rows are new
    edit(path, lambda book: book.remove(book["lists"]))
    files, _ = compile_workbook(path, folder)
    assert {**whole, **files} == whole
    assert sorted(files) == sorted({*whole} - {"corrections.csv", "memos.csv"})


@pytest.mark.parametrize(("mark", "newline"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")])
def test_a_changed_file_keeps_its_mark_and_its_newlines(
    folder: Path, tmp_path: Path, mark: bytes, newline: bytes
) -> None:
    file = folder / "pillars.csv"
    file.write_bytes(mark + file.read_bytes().replace(b"\n", newline))
    path = bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    edit(path, lambda book: setattr(book["pillars"]["D2"], "value", "seen"))
    files, _ = compile_workbook(path, folder)
    lines = file.read_bytes().split(newline)
    lines[1] = lines[1].replace(b",,", b",seen,")
    assert files == {"pillars.csv": newline.join(lines)}


def test_a_file_that_is_written_anew_reads_back_with_every_kind_of_line_break(
    path: Path, folder: Path
) -> None:
    texts = ["a\rb", "a\r\nb", "a\nb", '"', ",", " a "]

    def change(book: Any) -> None:
        for text in texts:
            book["memos"].append(["code:3", "", "", encode(text), "AR", ""])

    files, _ = compile_workbook(edit(path, change), folder)
    (folder / "memos.csv").write_bytes(files["memos.csv"])
    assert read_tables(folder)["memos"]["text"].tolist() == texts


def test_what_spreadsheets_eat_is_text_in_every_cell(folder: Path, tmp_path: Path) -> None:
    append(folder, "memos", *(["code:3", "", "", word, "AR", ""] for word in EATEN))
    path = bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    cells = load_workbook(path)["memos"]["D"][1:]
    assert [(c.value, c.data_type, c.number_format) for c in cells] == [
        (word, "s", "@") for word in EATEN
    ]
    assert list(bl.read_workbook(path)[0]["memos"]["text"]) == EATEN


CARRIED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n\r")
)
LIKE_ESCAPES = st.text(alphabet="_x0D5F\r\n ")


def is_carried(text: str) -> bool:
    return refused(text) is None


@given((CARRIED | LIKE_ESCAPES).filter(is_carried))
@example("_x000D\r")  # with the escape of its carriage return it would look like an escape
@settings(max_examples=500)
def test_any_string_that_xlsx_can_carry_survives_its_escapes(text: str) -> None:
    assert decode(encode(text)) == text
    assert "\r" not in encode(text)


TABLES = st.lists(st.tuples(CARRIED | LIKE_ESCAPES, CARRIED | LIKE_ESCAPES), max_size=4)


@given(TABLES)
@settings(max_examples=15)
def test_any_strings_come_back_as_the_same_bytes(rows: list[tuple[str, str]]) -> None:
    rows = [row for row in rows if any(row) and all(map(is_carried, row))]
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "codebook"
        folder.mkdir()
        for name in COLUMNS:
            (folder / f"{name}.csv").write_text(",".join(SHEETS[name]) + "\n")
        memos = io.StringIO(newline="")
        writer = csv.writer(memos, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow([*SHEETS["memos"], "mine"])
        writer.writerows(["code:3", "", "", text, "AR", "", mine] for text, mine in rows)
        (folder / "memos.csv").write_bytes(memos.getvalue().encode())
        before = read_tables(folder)["memos"]
        path = bl.write_workbook(folder, Path(root) / "codebook.xlsx")
        tables, problems = bl.read_workbook(path)
    assert problems == []
    assert tables["memos"].to_numpy().tolist() == before.to_numpy().tolist()


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1f", "\ufffe"])
def test_what_no_workbook_can_hold_is_refused_with_its_line(
    folder: Path, tmp_path: Path, character: str
) -> None:
    append(folder, "memos", ["code:3", "", "", f"be{character}ll", "AR", ""])
    with pytest.raises(CodebookError, match=r"memos.csv:2: 'text' .*no workbook can hold; remove"):
        bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    assert not (tmp_path / "codebook.xlsx").exists()


def test_a_cell_that_a_workbook_would_cut_is_refused(folder: Path, tmp_path: Path) -> None:
    append(folder, "memos", ["code:3", "", "", "a" * 32_767, "AR", ""])
    bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    append(folder, "memos", ["code:3", "", "", "😀" * 16_384, "AR", ""])
    with pytest.raises(CodebookError, match=r"memos.csv:3: .*longer than 32767"):
        bl.write_workbook(folder, tmp_path / "again.xlsx")


def test_every_broken_file_is_named_at_once(folder: Path, tmp_path: Path) -> None:
    (folder / "items.csv").unlink()
    (folder / "pillars.csv").write_text("pillar,label,label_es,source,note,\n1,a,b,,,\n")
    append(folder, "events", ["surplus"] * 12)
    with pytest.raises(CodebookError) as caught:
        bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    assert [p.code for p in caught.value.problems] == ["column-nameless", "file-missing", "fields"]


def test_a_workbook_is_never_replaced(path: Path, folder: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(OutputError, match="is there already and may hold edits"):
        bl.write_workbook(folder, path)
    assert path.read_bytes() == before
    with pytest.raises(OutputError, match="cannot be written"):
        bl.write_workbook(folder, path.parent / "none" / "codebook.xlsx")


# --- what a researcher sees -----------------------------------------------------------------------


def test_headings_are_frozen_filtered_and_say_what_the_dictionary_says(path: Path) -> None:
    meanings = read_dictionary(ROOT / "seeds" / "README.md")
    book = load_workbook(path)
    assert book.sheetnames == [*SHEETS, "lists"]
    for name in SHEETS:
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
        for cell in sheet[1]:
            assert cell.comment.text == meanings[name][cell.value]
    assert "`" not in book["actors"]["D1"].comment.text


def test_without_a_dictionary_there_are_no_comments(folder: Path, tmp_path: Path) -> None:
    (folder.parent / "README.md").unlink()
    book = load_workbook(bl.write_workbook(folder, tmp_path / "codebook.xlsx"))
    assert {cell.comment for cell in book["actors"][1]} == {None}


def test_the_dictionary_is_read_from_rows_on_columns_alone() -> None:
    page = "# a.csv\n| file | column |\n|---|---|---|---|\n| a.csv | x | what | |\n| a.csv | y |\n"
    assert parse_dictionary(page) == {"a": {"x": "what"}}


def test_closed_vocabularies_and_ids_are_offered(path: Path) -> None:
    book, (tables, _) = load_workbook(path), bl.read_workbook(path)
    for name, columns in SHEETS.items():
        rules = {str(r.sqref).split("2:")[0]: r for r in book[name].data_validations.dataValidation}
        for cell in book[name][1]:
            rule = columns[cell.value]
            offered = rules.get(cell.column_letter)
            assert bool(offered) == bool(vocabulary(rule) or rule.startswith(">")), cell.value
            if offered:
                sheet, _, cells = offered.formula1.partition("!")
                listed = [c[0].value for c in book[sheet][cells.replace("$", "")]]
                wanted = vocabulary(rule) or tables[rule.strip(">?")].iloc[:, 0].tolist()
                assert [value for value in listed if value is not None] == wanted


# --- what a spreadsheet did to a cell -------------------------------------------------------------


def cell(value: Any, number_format: str = "General", data_type: str | None = None) -> Any:
    made = Workbook().active["A1"]
    made.value, made.number_format = value, number_format
    made.data_type = data_type or made.data_type
    return made


DAY, NOON = datetime.fromisoformat("2021-07-01"), datetime.fromisoformat("2021-07-01T12:00")


@pytest.mark.parametrize(
    ("given_cell", "kind", "text"),
    [
        (cell(10), "number", "10"),
        (cell(1.0), "number", "1"),
        (cell(3), ">pillars", "3"),
        (cell(2021), "date", "2021"),
        (cell(DAY, "yyyy-mm-dd"), "date", "2021-07-01"),
        (cell(DAY, "d/m/yy"), "date", "2021-07-01"),
        (cell(DAY, '[$-409]mmm\\-yy;@"d"'), "date", "2021-07"),
        (cell(DAY, "yyyy"), "date", "2021"),
        (cell("TRUE"), "text", "TRUE"),
        (cell("=x", "@", "s"), "text", "=x"),
        (cell("a_x000D_\nb"), "text", "a\r\nb"),
    ],
)
def test_what_can_have_been_one_text_alone_is_put_back(
    given_cell: Any, kind: str, text: str
) -> None:
    assert cell_text(given_cell, kind) == text


@pytest.mark.parametrize(
    ("given_cell", "kind", "code"),
    [
        (cell(10), "text", "cell-number"),  # 10, or 010
        (cell(10), "id", "cell-number"),
        (cell(1.5), "number", "cell-number"),  # 1.5, or 1.50
        (cell(1e300), "number", "cell-number"),
        (cell(123456789012345678), "number", "cell-number"),
        (cell(44378), "date", "cell-number"),  # the day as a spreadsheet counts it, or a note
        (cell(True), "text", "cell-truth"),  # TRUE, true, WAHR or yes
        (cell(True), "number", "cell-truth"),
        (cell(DAY, "yyyy-mm-dd"), "text", "cell-date"),  # 2021-07-01, or 1/7/21
        (cell(DAY, "d-mmm"), "date", "cell-date"),  # 1-2: the year is a guess
        (cell(NOON, "yyyy-mm-dd"), "date", "cell-date"),
        (cell(time(12), "hh:mm"), "date", "cell-date"),
        (cell("=1+1"), "text", "cell-formula"),
        (cell("#NAME?"), "text", "cell-error"),
        (cell("a_x0007_b"), "text", "cell-character"),
        (cell("_xD800_"), "text", "cell-character"),
    ],
)
def test_what_cannot_be_known_is_named_with_a_cure(given_cell: Any, kind: str, code: str) -> None:
    fault = cell_text(given_cell, kind)
    assert isinstance(fault, Fault)
    assert (fault.code, bool(fault.message and fault.cure)) == (code, True)


# --- what a researcher did to a sheet -------------------------------------------------------------


def put(sheet: str, at: str, value: Any) -> Any:
    return lambda book: setattr(book[sheet][at], "value", value)


def retitle(book: Any) -> None:
    book["events"].title = "Events "


@pytest.mark.parametrize(
    "mistakes",
    [
        [
            (put("actors", "D5", "city hall"), "actors:5", "value-unknown"),
            (put("actors", "B6", 10), "actors:6", "cell-number"),
            (put("aliases", "A9", "CBP\u00a0"), "aliases:9", "whitespace"),
            (put("aliases", "A10", "C_x000D_\nP"), "aliases:10", "control-character"),
            (put("aliases", "B11", "nobody"), "aliases:11", "id-unknown"),
            (put("cues", "J4", "a note"), "cues:4", "cell-homeless"),
            (lambda book: book["items"].merge_cells("E3:E4"), "items:3", "cells-merged"),
        ],
        [
            (put("corrections", "A2", "x"), "corrections:2", "correction-row"),
            (put("memos", "A2", "katie-hobbs"), "memos:2", "memo-row"),
        ],
        [
            (put("actors", "C1", "label_ES"), "actors:1", "column-missing"),
            (put("pillars", "C1", "label"), "pillars:1", "column-duplicate"),
            (put("items", "C1", 7), "items:1", "cell-number"),
        ],
        [
            (
                lambda book: book.remove(book["cues"]),
                ": the sheet 'cues' is missing",
                "sheet-missing",
            ),
            (retitle, ": the sheet 'events' is missing", "sheet-missing"),
        ],
    ],
    ids=["cells", "rows", "columns", "sheets"],
)
def test_a_mistake_is_named_by_sheet_row_and_cure(path: Path, folder: Path, mistakes: Any) -> None:
    """Mistakes of one kind are made in one workbook: none hides another."""

    def change(book: Any) -> None:
        for make, _, _ in mistakes:
            make(book)

    found = problems_of(edit(path, change), folder)
    for _, place, code in mistakes:
        begins = f"codebook.xlsx{'!' * (place[0] != ':')}{place}"
        named = [p for p in found if p.code == code and str(p).startswith(begins)]
        assert named and all(p.hint for p in named), [str(p) for p in found]


def test_every_mistake_is_said_at_once_and_a_row_is_blamed_once(path: Path, folder: Path) -> None:
    def change(book: Any) -> None:
        book["actors"]["E5"].value = True
        book["actors"]["B9"].value = ""
        book["pillars"]["A3"].value = "=1"
        book["events"]["A4"].value = "2021-13"

    found = problems_of(edit(path, change), folder)
    lines = [(p.path.partition("!")[2], p.line, p.code) for p in found]
    assert ("actors", 5, "cell-truth") in lines
    assert ("actors", 9, "empty") in lines
    assert ("pillars", 3, "cell-formula") in lines
    assert ("events", 4, "date-invalid") in lines
    assert [line for line in lines if line[:2] == ("pillars", 3)] == [
        ("pillars", 3, "cell-formula")
    ]


def test_a_second_table_below_the_first_is_named(path: Path, folder: Path) -> None:
    def change(book: Any) -> None:
        book["memos"]["A4"].value, book["memos"]["D4"].value = "about", "text"

    assert "header-repeated" in [p.code for p in problems_of(edit(path, change), folder)]


def test_moved_columns_empty_rows_and_one_stray_cell_far_below_change_nothing(
    path: Path, folder: Path
) -> None:
    def change(book: Any) -> None:
        sheet = book["items"]
        sheet.move_range("A1:A20", cols=6)
        sheet.insert_rows(5, 3)
        sheet["B900000"].number_format = "@"

    assert compile_workbook(edit(path, change), folder) == ({}, [])


def test_foreign_sheets_and_hidden_rows_are_remarked_on_and_cost_nothing(
    path: Path, folder: Path
) -> None:
    def change(book: Any) -> None:
        book.create_sheet("my notes")["A1"].value = "=1"
        book["items"].row_dimensions[3].hidden = True
        book["items"].row_dimensions[800].hidden = True

    files, remarks = compile_workbook(edit(path, change), folder)
    assert files == {}
    assert [(p.code, p.message) for p in remarks] == [
        ("sheet-extra", "the sheet 'my notes' is no table of the codebook and was left out"),
        ("rows-hidden", "1 hidden rows were read like the others"),
    ]


def test_a_column_of_ones_own_comes_back_and_is_never_lost(folder: Path, tmp_path: Path) -> None:
    file = folder / "items.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join([f"mine,{lines[0]}", *(f"010,{x}" for x in lines[1:])]) + "\n", "utf-8"
    )
    path = bl.write_workbook(folder, tmp_path / "codebook.xlsx")
    edit(path, lambda book: setattr(book["items"]["G1"], "value", "new"))
    edit(path, lambda book: setattr(book["items"]["G2"], "value", "x"))
    files, _ = compile_workbook(path, folder)
    assert files["items.csv"].decode().splitlines()[:3] == [
        f"mine,{lines[0]},new", f"010,{lines[1]},x", f"010,{lines[2]},",
    ]  # fmt: skip
    edit(path, lambda book: book["items"].delete_cols(1))
    assert [p.code for p in problems_of(path, folder)] == ["column-lost"]


def test_edits_that_would_undo_those_of_others_are_refused(path: Path, folder: Path) -> None:
    edit(path, put("items", "E2", "mine"))
    append(folder, "pillars", ["5", "Five", "Cinco", "", ""])
    found = problems_of(path, folder)
    assert [(p.path, p.code) for p in found] == [("codebook.xlsx!pillars", "workbook-overtaken")]


@pytest.mark.parametrize("content", [b"", b"sha256,start\n", b"PK\x03\x04 broken", None])
def test_what_is_no_workbook_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "codebook.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CodebookError, match=r"codebook.xlsx: cannot be read as a workbook \(.*\)"):
        bl.read_workbook(path)
