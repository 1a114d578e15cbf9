"""A codebook is read whole or refused whole, with every mistake named at its file and line."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.coding.codebook import parse_table, read_codebook
from borderlab.coding.codebook_rules import COLUMNS, KEYS, Row, _interval, validate
from borderlab.errors import CodebookError

GOOD = {
    "actors": [
        "nation,Nation,Nación,government,,MX,federal,,core,yes,,,",
        "valley,Valley,Valle,subnational,state,MX,state,nation,core,yes,Q1,verified,",
        "ana-ruiz,Ana Ruiz,Ana Ruiz,person,,MX,state,valley,core,yes,,,",
        "hilltop,Hilltop,Hilltop,place,city,MX,city,valley,optional,no,,,",
    ],
    "aliases": [
        "Valley,valley,any,name,name,,,,,own name,",
        "Ana Ruiz,ana-ruiz,any,name,name,,,,,own name,",
        "Ruiz,ana-ruiz,any,short,name,,named,2020,2024-06,surname,",
        "NA,hilltop,en,acronym,exact,,,,,acronym,",
        "Death Valley,,en,blocked,name,,,,,a desert,",
        "valluno,valley,es,name,any,modifier,,,,demonym,",
    ],
    "offices": [
        "ana-ruiz,Ana Ruiz,Governor of Valley,Gobernadora,Valley,2021-09-13,,verified,open,a|b,",
        "ana-ruiz,Ana Ruiz,Mayor of Hilltop,Alcaldesa,Hilltop,2016,2020-02,inferred,verified,a,",
    ],
    "collectives": [
        "states,en,many,both|two,state,,",
        "governors,en,many,both|their,office,Governor,",
    ],
    "pillars": ["0,Itself,Mismo,,", "1,First,Primero,,", "2,Second,Segundo,,"],
    "items": ["ports,1,Ports,Puertos,", "schools,2,Schools,Escuelas,"],
    "cues": ["harbour,en,1,ports,1,content,,", "second pillar,en,2,,0.5,stated,,"],
    "agenda": [
        "M-1,2021-03-01,Meeting,1,ports,Deeper harbours,official,a",
        "M-2,2021-03-01,Meeting,2,,Scope,secondary,a",
    ],
    "events": ["2021-03-01,2021-03-31,Meeting,Reunión,They met,x|y,verified,a,"],
}


def text_of(name: str, lines: list[str], end: str = "\n") -> str:
    return end.join([",".join(COLUMNS[name]), *lines]) + end


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in GOOD.items():
        (tmp_path / f"{name}.csv").write_text(text_of(name, lines), encoding="utf-8", newline="")
    return tmp_path


def problems_of(folder: Path) -> list[Any]:
    with pytest.raises(CodebookError) as caught:
        read_codebook(folder)
    assert str(caught.value).splitlines() == [str(p) for p in caught.value.problems]
    return list(caught.value.problems)


# --- a good codebook ------------------------------------------------------------------------------


def test_a_good_codebook_survives(folder: Path) -> None:
    book = read_codebook(folder)
    assert repr(book) == "Codebook of 4 actors under 6 aliases, 2 items under 3 pillars"
    assert list(book.actors.index) == ["nation", "valley", "ana-ruiz", "hilltop"]
    assert list(book.pillars.index) == [0, 1, 2]
    assert book.items.loc["ports", "pillar"] == "1"
    assert list(book.aliases["line"]) == [2, 3, 4, 5, 6, 7]
    assert list(book.events.index) == [0]


def test_everything_is_a_string_and_empty_is_not_missing(folder: Path) -> None:
    book = read_codebook(folder)
    for name in COLUMNS:
        frame = getattr(book, name)
        for column in frame.columns:
            assert str(frame[column].dtype) == ("int64" if column == "line" else "str")
        assert not frame.isna().any(axis=None)
    assert str(book.pillars.index.dtype) == "int64"


@pytest.mark.parametrize("word", ["NA", "NO", "010", "null", "nan", "1e5", "TRUE", "=1+1"])
def test_what_spreadsheets_eat_stays_a_string(folder: Path, word: str) -> None:
    lines = [f"ports,1,{word},{word},{word}", GOOD["items"][1]]
    (folder / "items.csv").write_text(text_of("items", lines), encoding="utf-8")
    row = read_codebook(folder).items.loc["ports"]
    assert [row["label"], row["label_es"], row["note"]] == [word] * 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_marks_and_newlines_of_any_system_are_accepted(
    folder: Path, end: str, mark: bytes
) -> None:
    for name, lines in GOOD.items():
        (folder / f"{name}.csv").write_bytes(mark + text_of(name, lines, end).encode())
    assert list(read_codebook(folder).aliases["line"]) == [2, 3, 4, 5, 6, 7]


def test_own_columns_stay_behind_the_named_ones_and_order_is_free(folder: Path) -> None:
    (folder / "items.csv").write_text(
        "label,mine,item,pillar,label_es,note\nPorts,x,ports,1,Puertos,\nSchools,y,schools,2,E,\n",
        encoding="utf-8",
    )
    items = read_codebook(folder).items
    assert list(items.columns) == ["pillar", "label", "label_es", "note", "mine"]
    assert list(items["mine"]) == ["x", "y"]


def test_blank_lines_are_no_records_and_a_quoted_comma_is_no_border(folder: Path) -> None:
    (folder / "agenda.csv").write_text(
        text_of("agenda", ["", 'M-1,2021,"Meeting, first",1,,"a ""b""",official,x', "", ""]),
        encoding="utf-8",
    )
    agenda = read_codebook(folder).agenda
    assert list(agenda["event"]) == ["Meeting, first"]
    assert list(agenda["line"]) == [3]


def test_empty_tables_have_their_columns(folder: Path) -> None:
    for name in ("agenda", "events", "cues"):
        (folder / f"{name}.csv").write_text(text_of(name, []), encoding="utf-8")
    book = read_codebook(folder)
    assert book.agenda.shape == (0, 9)
    assert str(book.cues["line"].dtype) == "int64"


ALLOWED = [
    # the same alias in two languages, or for two holders one after the other, has one owner a text
    ("aliases", "Valley,hilltop,any,name,name,,,,,x,", "Valley,valley,en,name,name,,,,,x,", False),
    (
        "aliases",
        "El Norte,hilltop,en,name,name,,,,,x,",
        "El Norte,valley,es,name,name,,,,,x,",
        True,
    ),
    (
        "aliases",
        "The Chief,hilltop,any,short,name,,,,2020-12,x,",
        "The Chief,ana-ruiz,any,short,name,,,2021,,x,",
        True,
    ),
    (
        "aliases",
        "The Chief,hilltop,any,short,name,,,,2021,x,",
        "The Chief,ana-ruiz,any,short,name,,,2021-12-31,,x,",
        False,
    ),
    ("aliases", "Léon,hilltop,any,name,name,,,,,x,", "Leon,hilltop,any,name,name,,,,,x,", True),
]


@pytest.mark.parametrize(("name", "one", "two", "fine"), ALLOWED)
def test_an_alias_may_have_two_owners_only_where_no_text_can_meet_both(
    folder: Path, name: str, one: str, two: str, fine: bool
) -> None:
    (folder / "aliases.csv").write_text(text_of(name, [one, two]), encoding="utf-8")
    if fine:
        assert len(read_codebook(folder).aliases) == 2
    else:
        assert [(p.code, p.line) for p in problems_of(folder)] == [("alias-shared", 3)]


# --- broken codebooks -----------------------------------------------------------------------------

A, B, C = "actors", "aliases", "collectives"
BROKEN = [  # file, line, the text put there, the value that is named, the code
    (A, 2, "bad id,N,N,government,,MX,federal,,core,yes,,,", "'bad id'", "id-malformed"),
    (A, 5, ",H,H,place,city,MX,city,valley,optional,no,,,", "actor_id ''", "empty"),
    (A, 5, "hilltop,,H,place,city,MX,city,valley,optional,no,,,", "label ''", "empty"),
    (A, 5, "hilltop,H,,place,city,MX,city,valley,optional,no,,,", "label_es ''", "empty"),
    (A, 5, "hilltop,H,H,town,,MX,city,valley,optional,no,,,", "'town'", "value-unknown"),
    (A, 5, "hilltop,H,H,place,,C A,city,valley,optional,no,,,", "'C A'", "id-malformed"),
    (A, 5, "hilltop,H,H,place,,,city,valley,optional,no,,,", "side", "empty"),
    (A, 5, "hilltop,H,H,place,,MX,town,valley,optional,no,,,", "'town'", "value-unknown"),
    (A, 5, "hilltop,H,H,place,,MX,city,valley,maybe,no,,,", "'maybe'", "value-unknown"),
    (A, 5, "hilltop,H,H,place,,MX,city,valley,optional,NO,,,", "'NO'", "value-unknown"),
    (A, 5, "hilltop,H,H,place,,MX,city,vally,optional,no,,,", "'vally'", "id-unknown"),
    (A, 6, "valley,V,V,place,,MX,city,,optional,no,,,", "'valley'", "duplicate"),
    (
        A,
        2,
        "nation,N,N,government,,MX,federal,nation,core,yes,,,",
        "'nation' > 'nation'",
        "parent-circle",
    ),
    (A, 2, "nation,N,N,government,,MX,federal,ana-ruiz,core,yes,,,", "ana-ruiz", "parent-circle"),
    (A, 2, " nation,N,N,government,,MX,federal,,core,yes,,,", "' nation'", "whitespace"),
    (A, 2, "nation,N,N,government,,MX,federal,,core,yes,,,a\u00a0", "'a\u00a0'", "whitespace"),
    (A, 2, "nation,N\0,N,government,,MX,federal,,core,yes,,,", "⟨U+0000⟩", "control-character"),
    (
        A,
        2,
        'nation,"N\nM",N,government,,MX,federal,,core,yes,,,',
        "label 'N⏎M'",
        "control-character",
    ),
    (A, 5, "hilltop,H,H,place,city,MX,city,valley,optional,no,,", "'hilltop' has 12", "fields"),
    (A, 5, "hilltop,H,H,place,city,MX,city,valley,optional,no,,,,", "has 14 fields", "fields"),
    (B, 8, ",valley,any,name,name,,,,,x,", "alias ''", "empty"),
    (B, 8, "123,valley,any,name,name,,,,,x,", "'123'", "alias-letters"),
    (B, 8, "—,valley,any,name,name,,,,,x,", "'—'", "alias-letters"),
    (B, 8, "Glen,vally,any,name,name,,,,,x,", "'vally'", "id-unknown"),
    (B, 8, "Glen,,any,name,name,,,,,x,", "'Glen'", "alias-ownerless"),
    (B, 8, "Glen,valley,any,blocked,name,,,,,x,", "'Glen'", "blocked-owner"),
    (B, 8, "Glen,valley,fr,name,name,,,,,x,", "'fr'", "value-unknown"),
    (B, 8, "Glen,valley,any,nickname,name,,,,,x,", "'nickname'", "value-unknown"),
    (B, 8, "Glen,valley,any,name,,,,,,x,", "case ''", "empty"),
    (B, 8, "Glen,valley,any,name,upper,,,,,x,", "'upper'", "value-unknown"),
    (B, 8, "Glen,valley,any,name,name,place,,,,x,", "'place'", "value-unknown"),
    (B, 8, "Glen,valley,any,name,name,,full,,,x,", "'full'", "value-unknown"),
    (B, 8, "Glen,valley,any,name,name,,,2021-13,,x,", "'2021-13'", "date-invalid"),
    (B, 8, "Glen,valley,any,name,name,,,2022,2021-12-31,x,", "'2021-12-31'", "ends-before-start"),
    (B, 8, "Glen,valley,any,name,name,,,,,,", "evidence ''", "empty"),
    (B, 8, "VALLEY,hilltop,any,name,name,,,,,x,", "'VALLEY'", "alias-shared"),
    (B, 8, "Vállèy,hilltop,es,name,name,,,,,x,", "'hilltop'", "alias-shared"),
    (B, 8, "Valley,,en,blocked,name,,,,,x,", "'(blocked)'", "alias-shared"),
    (B, 8, "Ana Ruiz,ana-ruiz,any,short,name,,,,,x,", "'Ana Ruiz'", "duplicate"),
    (B, 8, "Glen ,valley,any,name,name,,,,,x,", "'Glen '", "whitespace"),
    ("offices", 4, "ana,A,O,O,J,,,verified,open,x,", "'ana'", "id-unknown"),
    ("offices", 4, ",A,O,O,J,,,verified,open,x,", "person_id ''", "empty"),
    ("offices", 4, "valley,V,O,O,J,,,verified,open,x,", "'valley'", "holder-no-person"),
    ("offices", 4, "ana-ruiz,A,O,O,J,2021-02-30,,verified,open,x,", "'2021-02-30'", "date-invalid"),
    ("offices", 4, "ana-ruiz,A,O,O,J,13/09/2021,,verified,open,x,", "'13/09/2021'", "date-invalid"),
    ("offices", 4, "ana-ruiz,A,O,O,J,٢٠٢١,,verified,open,x,", "start", "date-invalid"),
    ("offices", 4, "ana-ruiz,A,O,O,J,2021,2020,verified,open,x,", "'2020'", "ends-before-start"),
    ("offices", 4, "ana-ruiz,A,O,O,J,,,sure,open,x,", "'sure'", "value-unknown"),
    ("offices", 4, "ana-ruiz,A,O,O,J,,,open,open,x,", "'open'", "value-unknown"),
    ("offices", 4, GOOD["offices"][1], "'Mayor of Hilltop'", "duplicate"),
    (C, 4, "towns,en,some,both,city,,", "'some'", "value-unknown"),
    (C, 4, "towns,en,many,both,town,,", "'town'", "value-unknown"),
    (C, 4, "towns,en,many,,city,,", "determiners ''", "empty"),
    (C, 4, "mayors,en,many,both,office,,", "'office'", "members-class"),
    (C, 4, "towns,en,many,both,city,Mayor,", "'Mayor'", "members-class"),
    (C, 4, "states,en,many,all,state,,", "'states'", "duplicate"),
    ("pillars", 5, "two,T,T,,", "'two'", "number-malformed"),
    ("pillars", 5, "02,T,T,,", "'02'", "number-malformed"),
    ("pillars", 5, "2,T,T,,", "'2'", "duplicate"),
    ("items", 4, "roads,7,Roads,Caminos,", "'7'", "id-unknown"),
    ("items", 4, "ports,2,Roads,Caminos,", "'ports'", "duplicate"),
    ("cues", 4, "quay,en,1,port,1,content,,", "'port'", "id-unknown"),
    ("cues", 4, "quay,en,2,ports,1,content,,", "'ports'", "pillar-differs"),
    ("cues", 4, "quay,en,1,ports,1,guess,,", "'guess'", "value-unknown"),
    ("cues", 4, "harbour,en,1,ports,1,content,,", "'harbour'", "duplicate"),
    ("cues", 4, "quay,en,1,ports,0,content,,", "'0'", "weight-malformed"),
    ("cues", 4, "quay,en,1,ports,0.00,content,,", "'0.00'", "weight-malformed"),
    ("cues", 4, "quay,en,1,ports,1.1,content,,", "'1.1'", "weight-malformed"),
    ("cues", 4, "quay,en,1,ports,-.5,content,,", "'-.5'", "weight-malformed"),
    ("cues", 4, "quay,en,1,ports,half,content,,", "'half'", "weight-malformed"),
    ("cues", 4, "quay,en,1,ports,,content,,", "weight ''", "empty"),
    ("agenda", 4, "M-3,2021,M,1,schools,P,official,x", "'schools'", "pillar-differs"),
    ("agenda", 4, "M-3,,M,1,ports,P,official,x", "date ''", "empty"),
    ("agenda", 4, "M-3,2021,M,1,ports,P,rumour,x", "'rumour'", "value-unknown"),
    ("events", 3, "2022-02,2022-01,L,L,E,,verified,x,", "'2022-01'", "ends-before-start"),
    ("events", 3, "soon,2022-01,L,L,E,,verified,x,", "'soon'", "date-invalid"),
]


@pytest.mark.parametrize(("name", "line", "text", "value", "code"), BROKEN)
def test_each_mistake_is_one_problem_with_file_line_value_and_cure(
    folder: Path, name: str, line: int, text: str, value: str, code: str
) -> None:
    lines = [*GOOD[name]]
    lines[line - 2 : line - 1] = [text]
    (folder / f"{name}.csv").write_text(text_of(name, lines), encoding="utf-8", newline="")
    problem, *rest = problems_of(folder)
    assert (problem.path, problem.line, problem.code) == (f"{name}.csv", line, code)
    assert value in problem.message
    assert problem.hint
    # nothing else is blamed, except rows that point to an id which is gone
    assert {p.code for p in rest} <= {"id-unknown"}


def test_a_row_that_is_amiss_is_not_blamed_for_its_cells(folder: Path) -> None:
    lines = ["Glen,vally,fr,name", ",valley,any,name,name,,,,,x,", ",valley,any,name,name,,,,,x,"]
    (folder / "aliases.csv").write_text(text_of(B, lines), encoding="utf-8")
    found = [(p.line, p.code) for p in problems_of(folder)]
    assert found == [(2, "fields"), (3, "empty"), (4, "empty")]


def test_an_office_may_end_within_the_year_in_which_it_began(folder: Path) -> None:
    line = "ana-ruiz,Ana Ruiz,Governor,Gobernadora,Valley,2021-09-13,2021,verified,verified,a,"
    (folder / "offices.csv").write_text(text_of("offices", [line]), encoding="utf-8")
    assert read_codebook(folder).offices.loc[0, "end"] == "2021"


def test_all_problems_are_told_at_once_by_file_and_line(folder: Path) -> None:
    (folder / "aliases.csv").write_text(
        text_of(B, ["7,valley,any,name,name,,,,,x,", "Glen,gone,any,name,odd,,,,,x,"]),
        encoding="utf-8",
    )
    (folder / "offices.csv").unlink()
    (folder / "items.csv").write_text("item;pillar;label;label_es;note\n", encoding="utf-8")
    places = [(p.path, p.line, p.code) for p in problems_of(folder)]
    assert places == [
        ("aliases.csv", 2, "alias-letters"),
        ("aliases.csv", 3, "value-unknown"),
        ("aliases.csv", 3, "id-unknown"),
        ("offices.csv", 0, "file-missing"),
        ("items.csv", 1, "column-missing"),
    ]


@pytest.mark.parametrize("name", list(COLUMNS))
def test_a_missing_file_is_named_with_the_columns_it_needs(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    (problem,) = problems_of(folder)
    assert (problem.path, problem.line, problem.code) == (f"{name}.csv", 0, "file-missing")
    assert ",".join(COLUMNS[name]) in problem.hint


@pytest.mark.parametrize(
    ("data", "line", "code", "value"),
    [
        (b"", 1, "column-missing", "item, pillar, label"),
        (b"item;pillar;label;label_es;note\nports;1;P;P;\n", 1, "column-missing", "item"),
        (b"item,pillar,label,note\nports,1,P,\n", 1, "column-missing", "label_es"),
        (b"item,pillar,label,label_es,note,item\n", 1, "column-duplicate", "'item'"),
        (b"item,pillar,label,label_es,note\nports,1,P,P\xf3,\n", 2, "undecodable", "0xF3"),
        (b"\xff\xfei\0t\0e\0m\0", 1, "undecodable", "0xFF"),
        (b'item,pillar,label,label_es,note\na,1,"P,P,\nb,1,P,P,\n', 2, "quoting", "'a,1,"),
        (b'item,pillar,label,label_es,note\na,1,"P"x,P,\n', 2, "quoting", "'a,1,"),
        (b'"item\n', 1, "quoting", "item"),
    ],
)
def test_a_file_that_cannot_be_parsed_is_one_problem_and_blames_no_other_file(
    folder: Path, data: bytes, line: int, code: str, value: str
) -> None:
    (folder / "items.csv").write_bytes(data)
    (problem,) = problems_of(folder)
    assert (problem.path, problem.line, problem.code) == ("items.csv", line, code)
    assert value in problem.message
    assert problem.hint


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "nowhere")
    assert problem.code == "folder-missing"
    assert "nowhere" in problem.path


@pytest.mark.skipif(os.name == "nt", reason="a file mode that Windows does not know")
def test_a_file_that_may_not_be_read_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {p.code for p in problems_of(folder)} == {"unreadable"}


def test_a_long_or_invisible_value_is_cut_and_made_visible(folder: Path) -> None:
    (folder / "items.csv").write_text(
        text_of("items", [f"ports,{'9' * 500},P\u202e,P,", "schools,2,S,E,"]), encoding="utf-8"
    )
    assert all(len(str(p)) < 200 for p in problems_of(folder))


def test_the_nearest_id_is_offered(folder: Path) -> None:
    (folder / "cues.csv").write_text(
        text_of("cues", ["x,en,1,portz,1,content,,"]), encoding="utf-8"
    )
    (problem,) = problems_of(folder)
    assert "perhaps 'ports'" in problem.hint


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-09-13", "2021-09-13", "2021-09-13"),
    ],
)
def test_a_partial_date_means_its_whole_span(text: str, first: str, last: str) -> None:
    span = _interval(text)
    assert span is not None
    assert tuple(day.isoformat() for day in span) == (first, last)


@pytest.mark.parametrize("text", ["", "0000", "21", "2021-00", "2021-1", "2021-9-13", "20210913"])
def test_what_is_no_iso_date_has_no_span(text: str) -> None:
    assert _interval(text) is None


def test_validate_changes_nothing_and_ignores_tables_it_was_not_given() -> None:
    rows = [Row("cues", 2, dict.fromkeys(COLUMNS["cues"], "x"))]
    before = [dict(row.cells) for row in rows]
    assert {p.code for p in validate({"cues": rows})} == {"value-unknown", "weight-malformed"}
    assert [row.cells for row in rows] == before
    assert validate({}) == []


def test_keys_are_columns() -> None:
    assert set(KEYS) == set(COLUMNS)
    assert all(column in COLUMNS[name] for name, key in KEYS.items() for column in key)


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=5, max_size=5))
)
def test_parsing_gives_back_what_was_written(records: list[list[str]]) -> None:
    """Any quoted text survives, and every record knows the line on which it starts."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [list(COLUMNS["items"]), *records]
    )
    rows = parse_table("items", buffer.getvalue())
    assert [list(row.cells.values()) for row in rows] == records
    assert not any(row.surplus for row in rows)
    written = io.StringIO(buffer.getvalue(), newline="").readlines()
    assert all(written[row.line - 1].startswith('"') for row in rows)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    """Whatever a file holds, the answer is rows or problems, never another exception."""
    header = ",".join(COLUMNS["items"])
    for content in (text, f"{header}\n{text}"):
        try:
            validate({"items": parse_table("items", content)})
        except CodebookError as error:
            assert error.problems
