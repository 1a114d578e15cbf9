"""Source records of reference managers: what is read, what comes back, which text it describes."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from borderlab.errors import SourceError
from borderlab.escapes import visible
from borderlab.reading.references import (
    COLUMNS,
    match_references,
    read_references,
    write_references,
)

FORMATS = (".ris", ".bib", ".json")
ROOT = Path(__file__).parents[2]


def read(folder: Path, suffix: str, content: str | bytes):
    path = folder / f"library{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_references(path)


def row(records: pd.DataFrame, number: int = 0) -> dict[str, str]:
    """Give what a record says, without the empty cells."""
    return {c: v for c, v in records.iloc[number].items() if v and c != "line"}


def published(records: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(records.published_earliest, records.published_latest, strict=True))


ZOTERO = {
    ".ris": (
        "TY  - NEWS\r\nTI  - México y EE. UU.: $5 & 50% {more}\r\nAU  - Aristegui, Emilio\r\n"
        "AU  - Reuters\r\nT2  - Mexico Business News\r\nDA  - 2021/12/16/\r\nPY  - 2021\r\n"
        "LA  - en-US\r\nUR  - https://x.mx/a;b?c=1%20&d_e#f\r\nAN  - https://web.archive.org/1\r\n"
        "Y2  - 2024/01/05/12:00:00\r\nN1  - <p>one</p>\r\nN1  - two\r\nKW  - trade\r\n"
        "ER  - \r\n\r\n"
    ),
    ".bib": r"""
@article{aristegui_mexico_2021,
	title = {{M{\'e}xico} y {EE}. {UU}.: \$5 \& 50\% \{more\}},
	url = {https://x.mx/a;b?c=1%20&d_e#f},
	archiveurl = {https://web.archive.org/1},
	journaltitle = {Mexico Business News},
	author = {Aristegui, Emilio and {Reuters}},
	urldate = {2024-01-05},
	date = {2021-12-16},
	langid = {american},
	annotation = {one},
	annotation = {<p>one</p>; two},
	keywords = {trade},
}""",
    ".json": json.dumps(
        [
            {
                "id": "http://zotero.org/users/1/items/A",
                "type": "article-newspaper",
                "title": "México y EE. UU.: $5 & 50% {more}",
                "container-title": "Mexico Business News",
                "author": [{"family": "Aristegui", "given": "Emilio"}, {"literal": "Reuters"}],
                "URL": "https://x.mx/a;b?c=1%20&d_e#f",
                "archive_location": "https://web.archive.org/1",
                "language": "en-US",
                "issued": {"date-parts": [["2021", 12, 16]]},
                "accessed": {"date-parts": [["2024", 1, 5]]},
                "note": "<p>one</p>; two",
                "page": "1-2",
            }
        ]
    ),
}
KEYS = {".ris": "", ".bib": "aristegui_mexico_2021", ".json": "http://zotero.org/users/1/items/A"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_what_zotero_writes_of_one_text_is_one_record_in_every_format(tmp_path, suffix, mark):
    records, problems = read(tmp_path, suffix, mark + ZOTERO[suffix].encode())
    said = row(records)
    assert problems == []
    assert said.pop("key", "") == KEYS[suffix]
    assert said == {
        "title": "México y EE. UU.: $5 & 50% {more}",
        "author": "Aristegui, Emilio; Reuters",
        "outlet": "Mexico Business News",
        "url": "https://x.mx/a;b?c=1%20&d_e#f",
        "archived_url": "https://web.archive.org/1",
        "accessed": "2024-01-05",
        "published_earliest": "2021-12-16",
        "published_latest": "2021-12-16",
        "language": "en",
        "note": "<p>one</p>; two",
    }


@pytest.mark.parametrize(("suffix", "empty"), [(".ris", ""), (".bib", "\n"), (".json", "[]")])
def test_an_empty_list_gives_a_table_without_rows_and_with_its_types(tmp_path, suffix, empty):
    records, problems = read(tmp_path, suffix, empty)
    assert list(records) == ["key", "line", *COLUMNS]
    assert problems == []
    full, _ = read(tmp_path, suffix, ZOTERO[suffix])
    for table in (records, full):
        assert {str(t) for c, t in table.dtypes.items() if c != "line"} == {"str"}
        assert table.line.dtype == "int64"
    assert write_references(records.assign(doc_id=""), tmp_path / f"empty{suffix}").read_text() in (
        "",
        "[]\n",
    )


# what is malformed


def test_an_entry_without_its_end_is_a_problem_and_the_others_are_read(tmp_path):
    text = (
        "1.\nTY  - NEWS\nTI  - open\nTY  - NEWS\nTI  - first,\ngoes on\nER  - \njunk\n\n"
        "TY  - NEWS\nTI  - second\nER  -TY  - NEWS\nTI  - joined\nER  -\nTY  - NEWS\nTI  - cut"
    )
    records, problems = read(tmp_path, ".ris", text)
    assert records.title.tolist() == ["first, goes on", "second"]
    assert records.line.tolist() == [4, 10]
    assert [(p.path, p.line, p.code) for p in problems] == [
        ("library.ris", line, "malformed-reference") for line in (2, 10, 15)
    ]
    assert all("left out" in p.message and "export it again" in p.hint for p in problems)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(tmp_path, newline):
    ris = newline.join(["", "TY  - NEWS", "TI  - a", "b", "ER  - ", "", "TY  - NEWS", "ER  - ", ""])
    bib = newline.join(["% list", "@online{a, title={a", "b}}", "", "@online{b}", ""])
    for suffix, text, lines in ((".ris", ris, [2, 7]), (".bib", bib, [2, 5])):
        records, problems = read(tmp_path, suffix, text)
        assert (records.title.tolist(), records.line.tolist()) == (["a b", ""], lines)
        assert problems == []


def test_a_malformed_bibtex_entry_is_a_problem_and_the_others_are_read(tmp_path):
    text = (
        "A comment.\n@online{a, title={A}}\n@online{open, title={B\n@online{c, title={C}}\n"
        "@online{c, title={C again}}\n@string{x = {y}}\n@online{d, title={D}, title={E}}\n"
    )
    records, problems = read(tmp_path, ".bib", text)
    assert records.key.tolist() == ["a", "c", "d"]
    assert records.line.tolist() == [2, 4, 7]
    assert [(p.line, p.code) for p in problems] == [
        (3, "malformed-reference"), (5, "malformed-reference")
    ]  # fmt: skip
    assert "block start" in problems[0].message
    assert "Duplicate entry key 'c'" in problems[1].message


def test_the_parser_prints_nothing_of_its_own(tmp_path):
    """What it would say is a row; a handler at the root still hears it."""
    read(tmp_path, ".bib", "")
    assert any(
        isinstance(h, logging.NullHandler) for h in logging.getLogger("bibtexparser").handlers
    )


@pytest.mark.parametrize(
    "item",
    [
        5, None, "x", [], {"title": ["a"]}, {"author": "Ana"}, {"author": ["Ana"]},
        {"author": [{"family": 5}]}, {"author": [{"literal": {"a": 1}}]},
        {"issued": {"date-parts": 5}},
        {"issued": {"date-parts": [5]}}, {"issued": [2021]}, {"custom": [1]}, {"note": {"a": 1}},
    ],
)  # fmt: skip
def test_an_item_that_csl_does_not_allow_is_a_problem_with_its_number(tmp_path, item):
    records, problems = read(tmp_path, ".json", json.dumps([{"id": 1}, item, {"id": "z"}]))
    assert records.key.tolist() == ["1", "z"]
    assert records.line.tolist() == [0, 0]
    assert [(p.line, p.code) for p in problems] == [(0, "malformed-reference")]
    assert "number 2" in problems[0].message


BAD_FILES = [
    ("a.txt", b"", "use one of .ris"),
    ("a", b"", "use one of .ris"),
    ("a.bib", b"@online{a, title={\xe9}}", "in UTF-8"),
    ("a.ris", "TY  - NEWS\n".encode("utf-16"), "in UTF-8"),
    ("a.ris", b"<html>no list</html>", "holds no reference"),
    ("a.bib", b"TY  - NEWS\nER  - \n", "holds no reference"),
    ("a.json", b"{", "cannot be read"),
    ("a.json", b"5", "no list of references"),
    ("a.json", b'{"title": "x"}', "no list of references"),
    ("a.json", b"[" * 100_000, "cannot be read"),
    ("a.json", b"[" + b"9" * 5000 + b"]", "cannot be read"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD_FILES)
def test_a_file_that_cannot_be_read_at_all_says_so_and_what_to_do(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=said) as error:
        read_references(tmp_path / name)
    (problem,) = error.value.problems
    assert problem.path == name
    assert str(tmp_path) not in problem.hint + problem.path
    assert problem.hint


def test_a_parser_is_imported_only_for_a_file_of_its_format(tmp_path):
    for suffix in FORMATS:
        (tmp_path / f"a{suffix}").touch()
    say = (
        "import sys; from borderlab.reading.references import read_references as read\n"
        "def seen(): print(*sorted({'rispy', 'bibtexparser'} & {*sys.modules}))\n"
        "for suffix in ('json', 'ris', 'bib'): seen(); read(f'{sys.argv[1]}/a.{suffix}')\n"
        "seen()"
    )
    said = subprocess.run(
        [sys.executable, "-c", say, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines() == ["", "", "rispy", "bibtexparser rispy"]


def test_a_file_that_is_not_there_or_a_folder_is_a_source_error(tmp_path):
    (tmp_path / "folder.bib").mkdir()
    for name in ("none.ris", "folder.bib", "nul\0.json"):
        with pytest.raises(SourceError, match="cannot be read") as error:
            read_references(tmp_path / name)
        assert str(tmp_path) not in str(error.value)


PIECES = st.sampled_from(
    ["@", "online", "{", "}", "(", ")", '"', "\\", "=", ",", "#", "%", "$", "and", " ", "\n", "a",
     "author", "month", "title", "\\'", "\\begin", "\\verb", "TY  - ", "ER  - ", "AU  - ", "--"]
)  # fmt: skip


@given(pieces=st.lists(PIECES | st.text(max_size=3), max_size=40))
@pytest.mark.parametrize("suffix", FORMATS)
def test_whatever_stands_in_a_file_is_read_or_a_source_error(tmp_path_factory, suffix, pieces):
    text = "".join(pieces)
    before = {
        ".ris": f"TY  - NEWS\n{text}",
        ".bib": f"@online{{k, title = {{{text}",
        ".json": text,
    }
    for content in (text, before[suffix]):
        try:
            records, problems = read(tmp_path_factory.getbasetemp(), suffix, content.encode())
        except SourceError:
            continue
        assert list(records) == ["key", "line", *COLUMNS]
        assert all(problem.line >= 0 and "\n" not in str(problem) for problem in problems)


# fields and their values


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"Torre{\'o}n, Torre\'on, Torre\'{o}n, {\'{o}}", "Torreón, Torreón, Torreón, ó"),
        (r"\"u {\~n} \~{n} \c{c} \'{\i} {\ss}", "ü ñ ñ ç í ß"),
        (r"AT\&T, 50\%, US\$5, a\_b, \#1", "AT&T, 50%, US$5, a_b, #1"),
        ("AT&T, 50% of it, US$5 and $6 and 7", "AT&T, 50% of it, US$5 and $6 and 7"),
        (r"{{Mexico}} and the {{US}} \emph{now}", "Mexico and the US now"),
        (r"{\textless}i{\textgreater} {\textbar} {\textasciitilde} {\textasciicircum} "
         r"{\textbackslash} {\textbraceleft}{\textbraceright}", r"<i> | ~ ^ \ {}"),
        ("``yes'' -- no --- ?`qu\\'e?", "“yes” – no — ¿qué?"),
        ("wrapped\n      by   hand", "wrapped by hand"),
        ("\\" * 30 + "% kept", None),
    ],
)  # fmt: skip
def test_latex_becomes_plain_text_and_nothing_is_taken_for_a_comment(tmp_path, written, title):
    records, problems = read(tmp_path, ".bib", f"@online{{k, title = {{{written}}}}}")
    assert problems == []
    assert records.title[0] == title if title is not None else "kept" in records.title[0]


def test_latex_that_cannot_be_read_is_a_problem_of_its_entry(tmp_path):
    deep = "{" * 3000 + "x" + "}" * 3000
    text = f"@online{{a, title = {{{deep}}}}}\n@online{{b, title = {{B}}}}"
    records, problems = read(tmp_path, ".bib", text)
    assert records.key.tolist() == ["b"]
    assert [(p.line, p.code) for p in problems] == [(1, "malformed-reference")]


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Aristegui, Emilio and Reuters", "Aristegui, Emilio; Reuters"),
        ("Emilio Aristegui", "Aristegui, Emilio"),
        ("Miguel de la Madrid", "de la Madrid, Miguel"),
        ("King, Jr., Martin Luther", "King, Martin Luther, Jr."),
        (r"{Secretar{\'\i}a de Econom\'ia and Friends}", "Secretaría de Economía and Friends"),
        ("{Barnes and Noble} AND Nu{\\~n}ez, Ana", "Barnes and Noble; Nuñez, Ana"),
        ("Smith,", "Smith"),
        ("a, b, c, d", "a, c d, b"),
        ("", ""),
    ],
)
def test_bibtex_names_are_family_and_given_or_the_literal_name(tmp_path, written, author):
    records, problems = read(tmp_path, ".bib", f"@online{{k, author = {{{written}}}}}")
    assert (records.author[0], problems) == (author, [])


def test_csl_names_keep_their_particles_and_suffixes(tmp_path):
    people = [
        {"family": "Madrid", "given": "Miguel", "non-dropping-particle": "de la"},
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"family": "Platon"}, {"literal": "CODESO"}, {},
    ]  # fmt: skip
    records, _ = read(tmp_path, ".json", json.dumps([{"author": people}]))
    assert records.author[0] == (
        "de la Madrid, Miguel; Humboldt, Alexander von; King, Martin, Jr.; Platon; CODESO; "
    ).rstrip("; ")


OUTLETS = {
    ".ris": [
        ("TY  - NEWS\nT2  - A\nPB  - B\nER  - ", "A"),
        ("TY  - JOUR\nJO  - A\nER  - ", "A"),
        ("TY  - JOUR\nJF  - A\nER  - ", "A"),
        ("TY  - ELEC\nPB  - B\nER  - ", "B"),
        ("TY  - RPRT\nT2  - its series\nPB  - B\nER  - ", "B"),
    ],
    ".bib": [
        ("@article{k, journaltitle={A}, publisher={B}}", "A"),
        ("@article{k, journal={A}}", "A"),
        ("@report{k, institution={B}}", "B"),
        ("@online{k, titleaddon={A}}", "A"),
        ("@string{mn = {A}} \n @article{k, journal = mn}", "A"),
    ],
    ".json": [
        ('[{"container-title": "A", "publisher": "B"}]', "A"),
        ('[{"publisher": "B"}]', "B"),
        ('{"items": [{"publisher": "B"}]}', "B"),
    ],
}


@pytest.mark.parametrize(
    ("suffix", "text", "outlet"), [(s, *c) for s in FORMATS for c in OUTLETS[s]]
)
def test_the_outlet_is_the_container_and_else_the_publisher(tmp_path, suffix, text, outlet):
    assert read(tmp_path, suffix, text)[0].outlet.tolist() == [outlet]


DATES = {
    ".ris": [
        ("DA  - 2023/04/28/", "2023-04-28", "2023-04-28"),
        ("DA  - 2023/02//", "2023-02-01", "2023-02-28"),
        ("DA  - 2024/02/00", "2024-02-01", "2024-02-29"),
        ("DA  - 2023///", "2023-01-01", "2023-12-31"),
        ("DA  - 2023-04-28", "2023-04-28", "2023-04-28"),
        ("DA  - April 28\nPY  - 2023", "2023-01-01", "2023-12-31"),
        ("PY  - 2023/04/28/", "2023-04-28", "2023-04-28"),
        ("Y1  - 2023", "2023-01-01", "2023-12-31"),
    ],
    ".bib": [
        ("date={2024-10-01/2025-01-07}", "2024-10-01", "2025-01-07"),
        ("date={2024-10/2024-12}", "2024-10-01", "2024-12-31"),
        ("date={2024-10-25/}", "2024-10-25", ""),
        ("date={2024-10-25/..}", "2024-10-25", ""),
        ("date={/2024}", "", "2024-12-31"),
        ("year=2023, month=apr", "2023-04-01", "2023-04-30"),
        ("year={2023}, month={Diciembre}", "2023-12-01", "2023-12-31"),
        ("year={2023}, month={{02}}", "2023-02-01", "2023-02-28"),
        ("year={{2023}}", "2023-01-01", "2023-12-31"),
        ("year=2021, date={2023-04-28T12:00:00Z}", "2023-04-28", "2023-04-28"),
    ],
    ".json": [
        ('{"date-parts": [["2023", "4", 28]]}', "2023-04-28", "2023-04-28"),
        ('{"date-parts": [[2023, 2]]}', "2023-02-01", "2023-02-28"),
        ('{"date-parts": [[2024, 10, 1], [2025, 1, 7]]}', "2024-10-01", "2025-01-07"),
        ('{"date-parts": [[2024, 10, 25], [0, 0, 0]]}', "2024-10-25", ""),
        ('{"raw": "2023-04"}', "2023-04-01", "2023-04-30"),
        ('"2023"', "2023-01-01", "2023-12-31"),
        ("null", "", ""),
    ],
}
FRAMES = {
    ".ris": "TY  - NEWS\n{}\nER  - ",
    ".bib": "@online{{k, {}}}",
    ".json": '[{{"issued": {}}}]',
}


@pytest.mark.parametrize(
    ("suffix", "text", "first", "last"), [(s, *case) for s in FORMATS for case in DATES[s]]
)
def test_a_date_gives_the_first_and_the_last_day_it_allows(tmp_path, suffix, text, first, last):
    records, problems = read(tmp_path, suffix, FRAMES[suffix].format(text))
    assert (published(records), problems) == ([(first, last)], [])


@pytest.mark.parametrize(
    ("suffix", "text", "value"),
    [
        (".ris", "DA  - Spring", "Spring"), (".ris", "DA  - 2023/02/31/", "2023-02-31"),
        (".ris", "Y2  - yesterday", "yesterday"), (".bib", "year={in press}", "in press"),
        (".bib", "date={2024-13}", "2024-13"), (".bib", "date={2025/2024}", "2025/2024"),
        (".bib", "date={0000}", "0000"), (".bib", "urldate={2024-01-05/x}", "2024-01-05/x"),
        (".json", '{"literal": "Winter 1"}', "Winter 1"),
        (".json", '{"date-parts": [[null]]}', "None"),
    ],
)  # fmt: skip
def test_what_is_no_date_stays_open_and_is_a_problem(tmp_path, suffix, text, value):
    """The rest of the entry is read."""
    records, problems = read(tmp_path, suffix, FRAMES[suffix].format(text))
    assert published(records) == [("", "")]
    assert records.accessed.tolist() == [""]
    assert [p.code for p in problems] == ["unreadable-date"]
    assert repr(value) in problems[0].message


@pytest.mark.parametrize(
    ("written", "language"),
    [("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("eng", "en"), ("English", "en"),
     ("american", "en"), ("es", "es"), ("es-MX", "es"), ("Español", "es"), ("spanish", "es"),
     ("spa", "es"), ("fr", ""), ("estonian", ""), ("", "")],
)  # fmt: skip
def test_language_is_english_spanish_or_nothing(tmp_path, written, language):
    for suffix, text in {".ris": f"TY  - NEWS\nLA  - {written}\nER  - ",
                         ".bib": f"@online{{k, langid={{{written}}}}}",
                         ".json": json.dumps([{"language": written}])}.items():  # fmt: skip
        assert read(tmp_path, suffix, text)[0].language.tolist() == [language]


def test_an_address_is_read_letter_by_letter_also_where_bibtex_was_escaped(tmp_path):
    text = (
        r"@misc{a, url={\url{https://x.mx/a\_b\%20c{\_}d/{\textasciitilde}e}}}"
        "\n"
        "@misc{b, url={https://x.mx/%7Ea?b=1&c=--#d}}"
    )
    assert read(tmp_path, ".bib", text)[0].url.tolist() == [
        "https://x.mx/a_b%20c_d/~e", "https://x.mx/%7Ea?b=1&c=--#d"
    ]  # fmt: skip


def test_a_shelf_mark_is_no_archived_address(tmp_path):
    records, _ = read(tmp_path, ".json", '[{"archive_location": "Box 7"}]')
    assert records.archived_url.tolist() == [""]


def test_rights_are_read_where_each_format_has_them(tmp_path):
    for suffix, text in {".ris": "TY  - NEWS\nCR  - mine\nER  - ",
                         ".bib": "@online{k, copyright={mine}}",
                         ".json": '[{"custom": {"rights": "mine"}}]'}.items():  # fmt: skip
        assert read(tmp_path, suffix, text)[0].rights.tolist() == ["mine"]


# writing

RECORD = {
    "doc_id": "hled-2021", "publisher_kind": "news", "title": "A work plan: $5 & 50%",
    "author": "Aristegui, Emilio; CODESO", "outlet": "MB", "url": "https://x.mx/a_b%20c",
    "archived_url": "https://web.archive.org/1", "accessed": "2024-01-05",
    "published_earliest": "2024-10-01", "published_latest": "2025-01-07", "language": "es",
    "rights": "publisher's", "note": "none",
}  # fmt: skip


def written(folder: Path, suffix: str, **more: object) -> str:
    path = folder / f"sources{suffix}"
    return write_references(pd.DataFrame([RECORD | more]), path).read_bytes().decode()


def test_bibtex_is_written_as_biblatex(tmp_path):
    assert written(tmp_path, ".bib") == (
        "@article{hled-2021,\n"
        "  title = {A work plan: \\$5 \\& 50\\%},\n"
        "  author = {Aristegui, Emilio and {CODESO}},\n"
        "  journaltitle = {MB},\n"
        "  date = {2024-10-01/2025-01-07},\n"
        "  langid = {spanish},\n"
        "  url = {https://x.mx/a_b%20c},\n"
        "  archiveurl = {https://web.archive.org/1},\n"
        "  urldate = {2024-01-05},\n"
        "  rights = {publisher's},\n"
        "  note = {none},\n"
        "  entrysubtype = {newspaper},\n"
        "}\n"
    )


def test_ris_is_written_with_the_tags_that_zotero_reads(tmp_path):
    text = written(tmp_path, ".ris", published_latest="2024-12-24")
    assert text == (
        "TY  - NEWS\nID  - hled-2021\nTI  - A work plan: $5 & 50%\nAU  - Aristegui, Emilio\n"
        "AU  - CODESO\nT2  - MB\nDA  - 2024///\nLA  - es\nUR  - https://x.mx/a_b%20c\n"
        "AN  - https://web.archive.org/1\nY2  - 2024/01/05/\nCR  - publisher's\nN1  - none\n"
        "PY  - 2024\nER  - \n"
    )


def test_csl_is_written_with_persons_and_both_ends_of_a_date(tmp_path):
    assert json.loads(written(tmp_path, ".json")) == [
        {
            "type": "article-newspaper",
            "id": "hled-2021",
            "title": "A work plan: $5 & 50%",
            "author": [{"family": "Aristegui", "given": "Emilio"}, {"literal": "CODESO"}],
            "container-title": "MB",
            "issued": {"date-parts": [[2024, 10, 1], [2025, 1, 7]]},
            "language": "es",
            "URL": "https://x.mx/a_b%20c",
            "accessed": {"date-parts": [[2024, 1, 5]]},
            "archive_location": "https://web.archive.org/1",
            "note": "none",
            "custom": {"rights": "publisher's"},
        }
    ]


@pytest.mark.parametrize(
    ("kind", "ris", "bib", "csl"),
    [
        ("news", "TY  - NEWS", "@article{", '"article-newspaper"'),
        ("organisation", "TY  - RPRT", "@report{", '"report"'),
        ("", "TY  - ELEC", "@online{", '"webpage"'),
        (None, "TY  - ELEC", "@online{", '"webpage"'),
    ],
)
def test_the_kind_of_publisher_decides_the_type_and_the_outlet_comes_back(
    tmp_path, kind, ris, bib, csl
):
    for suffix, mark in zip(FORMATS, (ris, bib, csl), strict=True):
        assert mark in written(tmp_path, suffix, publisher_kind=kind)
        assert read_references(tmp_path / f"sources{suffix}")[0].outlet.tolist() == ["MB"]


@pytest.mark.parametrize(
    ("first", "last", "ris", "bib"),
    [
        ("2023-04-28", "2023-04-28", "2023/04/28/", "2023-04-28"),
        ("2023-04-01", "2023-04-30", "2023/04//", "2023-04"),
        ("2023-04-02", "2023-04-05", "2023/04//", "2023-04-02/2023-04-05"),
        ("2023-01-01", "2023-12-31", "2023///", "2023"),
        ("2023-01-01", "2023-05-31", "2023///", "2023-01-01/2023-05-31"),
        ("2023", "2023", "2023///", "2023"),
        ("2023-04", "2023-05", "2023///", "2023-04-01/2023-05-31"),
        ("2024-10-01", "2025-01-07", None, "2024-10-01/2025-01-07"),
        ("2024-10-25", "", None, "2024-10-25/"),
        ("", "2024-10-25", None, "/2024-10-25"),
        (pd.Timestamp("2023-04-28"), pd.NaT, None, "2023-04-28/"),
        ("", float("nan"), None, None),
    ],
)
def test_two_days_are_written_as_shortly_as_the_format_allows(tmp_path, first, last, ris, bib):
    """RIS has no intervals: it says the month or year that both ends share, or nothing."""
    dates = {"published_earliest": first, "published_latest": last}
    for suffix, mark, text in ((".ris", "DA  - ", ris), (".bib", "  date = {", bib)):
        lines = written(tmp_path, suffix, **dates).splitlines()
        found = [line.removeprefix(mark).rstrip("},") for line in lines if line.startswith(mark)]
        assert found == ([text] if text else [])
    assert ("issued" in written(tmp_path, ".json", **dates)) == (bib is not None)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_records_give_the_same_bytes_in_the_order_of_their_ids(tmp_path, suffix):
    table = pd.DataFrame([RECORD | {"doc_id": i} for i in ("b", "ñ", "a-2", "B")])
    before = table.copy(deep=True)
    one = write_references(table, tmp_path / f"one{suffix}").read_bytes()
    two = write_references(table[::-1].set_index("doc_id"), tmp_path / f"two{suffix}").read_bytes()
    assert one == two
    assert b"\r" not in one
    assert one.endswith(b"\n")
    pd.testing.assert_frame_equal(table, before)
    records, _ = read_references(tmp_path / f"one{suffix}")
    assert records.key.tolist() == ["B", "a-2", "b", "ñ"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_columns_may_be_missing(tmp_path, suffix):
    path = write_references(pd.DataFrame({"doc_id": ["x"]}), tmp_path / f"a{suffix}")
    records, problems = read_references(path)
    assert (row(records), problems) == ({"key": "x"}, [])


def test_what_cannot_be_written_says_which_value_and_leaves_the_file_alone(tmp_path):
    path = tmp_path / "a.bib"
    path.write_text("before")
    for more, said in (
        ({"accessed": "soon"}, "hled-2021: accessed 'soon' is no date"),
        ({"published_latest": "2024-09"}, "published '2024-10-01/2024-09'"),
        ({"published_latest": "?"}, r"write 2021, 2021-07 or 2021-07-09"),
    ):
        with pytest.raises(SourceError, match=said):
            write_references(pd.DataFrame([RECORD | more]), path)
    with pytest.raises(SourceError, match=r"a.bib: doc_id 'hled-2021' stands more than once"):
        write_references(pd.DataFrame([RECORD, RECORD]), path)
    with pytest.raises(SourceError, match=r"use one of .ris"):
        write_references(pd.DataFrame([RECORD]), tmp_path / "a.docx")
    assert path.read_text() == "before"


def test_an_id_that_bibtex_cannot_hold_is_written_with_hyphens(tmp_path):
    table = pd.DataFrame([RECORD | {"doc_id": "año {2021}, #1"}])
    assert read_references(write_references(table, tmp_path / "a.bib"))[0].key[0] == "año-2021-1"


# there and back

HOSTILE = [
    'He said "no"', "unbalanced { or }", "}{", "\\", "a\\", "\\{", "\\\\%",
    "$5 and $6 & 50% _ # ^ ~",
    "Torreón, ñandú, İ, ß, e\u0301", "ER  - ", "TY  - NEWS", "line\nTI  - two\r\nER  - \n\nthree",
    "@online{x, title = {y}}", "\n@online{x,\n", "-- --- `` '' ?` !` ,, <<>>", "a`` -'-`?!`",
    "\\textbackslash{} {\\textless} \\today \\url{x}", "%", "#", "| < >", "tab\there",
    "bell\x07 bidi\u202e zero\u200b soft\u00ad", "half \ud800 pair", "nbsp\u00a0 here", "and",
    " and ", "🙂 漢字", "''", "=, ,", "[1] (2)", "\u2028", "month = apr #", "\x85\x1c",
    "x , y", ", x",
]  # fmt: skip


def expected(record: dict[str, str], suffix: str) -> dict[str, str]:
    """Say what must come back: white space folded, what is invisible made visible."""
    said = {c: visible(" ".join(t.split())) for c, t in record.items()}
    said["author"] = "; ".join(p.strip() for p in said["author"].split(";") if p.strip())
    if suffix == ".bib":  # no address holds these
        code = {"{": "%7B", "}": "%7D", "\\": "%5C"}
        for column in {"url", "archived_url"} & {*said}:
            said[column] = said[column].translate(str.maketrans(code))
    return said


def back(folder: Path, suffix: str, record: dict[str, str]) -> dict[str, str]:
    table = pd.DataFrame([record | {"doc_id": "x"}], dtype=object)
    records, problems = read_references(write_references(table, folder / f"a{suffix}"))
    assert problems == []
    assert records.key.tolist() == ["x"]
    return {c: records[c].item() for c in record}


TEXTS = ("title", "author", "outlet", "url", "archived_url", "rights", "note")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_column_comes_back_as_it_was_written(tmp_path, suffix, text):
    record = dict.fromkeys(TEXTS, text) | {"archived_url": f"https://x.mx/{text}"}
    assert back(tmp_path, suffix, record) == expected(record, suffix)
    names = record | {"author": f"de la {text} X, Ana {text}; {text}; B, {text} C, Jr"}
    if ";" not in text:
        assert back(tmp_path, suffix, names) == expected(names, suffix)


ANY = st.text(max_size=12) | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join)


@given(cells=st.lists(ANY, min_size=len(TEXTS), max_size=len(TEXTS)), kind=st.sampled_from(
    ["news", "organisation", ""]))  # fmt: skip
@example(cells=["{", ",, ,;,", "\\", "{%", "\\url", "-" * 5, "?`"], kind="news")
@pytest.mark.parametrize("suffix", FORMATS)
def test_any_text_comes_back_from_any_format(tmp_path_factory, suffix, cells, kind):
    record = dict(zip(TEXTS, cells, strict=True))
    record["archived_url"] = f"https://{record['archived_url']}"
    folder = tmp_path_factory.getbasetemp()
    assert back(folder, suffix, record) == expected(record, suffix)


DAYS = st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-12-31").date()).map(str)


@given(days=st.lists(DAYS | st.just(""), min_size=2, max_size=2), accessed=DAYS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_dates_come_back_or_from_ris_as_a_longer_span_around_them(
    tmp_path_factory, suffix, days, accessed
):
    first, last = sorted(days) if all(days) else days
    record = {"published_earliest": first, "published_latest": last, "accessed": accessed}
    found = back(tmp_path_factory.getbasetemp(), suffix, record)
    if suffix != ".ris" or first == last:
        assert found == record
    elif found["published_earliest"]:
        assert found["published_earliest"] <= first <= last <= found["published_latest"]
        assert first[:4] == last[:4] == found["published_earliest"][:4]
    else:
        assert "" in days or first[:4] != last[:4]
    assert found["accessed"] == accessed


@pytest.mark.parametrize("language", ["en", "es", ""])
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_language_comes_back(tmp_path, suffix, language):
    assert back(tmp_path, suffix, {"language": language}) == {"language": language}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_second_round_changes_nothing(tmp_path, suffix):
    rows = [RECORD | {"doc_id": f"d{i:02}", "title": t, "note": t} for i, t in enumerate(HOSTILE)]
    table = pd.DataFrame(rows, dtype=object)
    records, _ = read_references(write_references(table, tmp_path / f"a{suffix}"))
    again = records.rename(columns={"key": "doc_id"}).assign(publisher_kind="news")
    one, two = (tmp_path / f"{n}{suffix}" for n in "ab")
    assert write_references(again, two).read_bytes() == one.read_bytes()


# matching


def documents(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["doc_id", "url", "known_url", "title"], dtype=object)
    return table.set_index("doc_id")


def matched(table: pd.DataFrame, url: str = "", title: str = "") -> str | None:
    found = match_references(pd.DataFrame({"url": [url], "title": [title]}), table)
    return None if found.isna().item() else found.item()


TEXT = documents(
    ("a", None, "https://www.x.mx/News/a/?id=1", "Torreón y El Paso: «acuerdo»"),
    ("b", "http://y.mx", None, "A work plan"),
    ("c", None, "https://x.mx/c", "Joint statement"),
    ("d", None, "https://x.mx/d", "JOINT STATEMENT."),
    ("e", "https://x.mx/e", "https://x.mx/e/", None),
    ("f", None, "https://x.mx/twice", None),
    ("g", None, "https://x.mx/twice/", "Once"),
    ("h", None, None, "Ports reopen"),
    ("i", None, None, "Twins"),
    ("j", None, "https://x.mx/j", "Twins"),
)


@pytest.mark.parametrize(
    ("url", "doc_id"),
    [
        ("https://www.x.mx/News/a/?id=1", "a"),
        ("http://X.MX/News/a?utm_source=m&id=1&UTM_campaign=z", "a"),
        ("//x.mx/News/a?id=1", "a"),
        ("www.x.mx/News/a?id=1", "a"),
        ("https://x.mx/News/a?id=2", None),
        ("https://x.mx/News/a", None),
        ("https://x.mx/news/a?id=1", None),
        ("https://x.mx/News/a?id=1#part", None),
        ("https://m.x.mx/News/a?id=1", None),
        ("https://y.mx/", "b"),
        ("https://x.mx/e", "e"),
        ("https://x.mx/twice", None),
        ("https://x.mx", None),
        ("http://[x", None),
        ("https://", None),
        ("/", None),
        ("", None),
    ],
)
def test_an_address_finds_its_text_and_no_other(url, doc_id):
    assert matched(TEXT, url) == doc_id


@pytest.mark.parametrize(
    ("title", "doc_id"),
    [
        ("TORREON Y EL PASO, “acuerdo”!", "a"),
        ("Torreón y El Paso", None),
        ("a work-plan", "b"),
        ("Joint Statement", None),
        ("Once", "g"),
        ("Ports reopen.", "h"),
        ("Twins", None),
        ("...", None),
        ("", None),
    ],
)
def test_without_an_address_the_title_finds_its_text(title, doc_id):
    assert matched(TEXT, title=title) == doc_id


@pytest.mark.parametrize(
    ("title", "doc_id"),
    [("A work plan", None), ("Once", None), ("Ports reopen", "h"), ("Twins", None)],
)
def test_a_title_decides_nothing_where_both_have_an_address_and_they_differ(title, doc_id):
    assert matched(TEXT, "https://elsewhere.mx", title) == doc_id
    assert matched(TEXT.drop(columns=["url", "known_url"]), "https://elsewhere.mx", title) == (
        None if title == "Twins" else matched(TEXT, title=title)
    )


def test_the_address_decides_before_the_title_and_two_texts_leave_it_open():
    assert matched(TEXT, "https://x.mx/c", "A work plan") == "c"
    assert matched(TEXT, "https://x.mx/c", "Joint statement") == "c"
    assert matched(TEXT, "https://x.mx/twice", "Once") is None


def test_a_match_has_the_index_of_the_records_and_edits_nothing():
    records = pd.DataFrame({"url": ["", "https://y.mx"], "title": ["", ""]}, index=[7, 3])
    before = records.copy(deep=True)
    found = match_references(records, TEXT)
    expected = pd.Series([None, "b"], index=[7, 3], dtype="str", name="doc_id")
    pd.testing.assert_series_equal(found, expected)
    pd.testing.assert_frame_equal(records, before)


def test_documents_without_addresses_are_matched_by_title_and_none_match_none():
    records = pd.DataFrame({"url": ["https://y.mx"], "title": ["A work plan"]})
    assert match_references(records, TEXT[["title"]]).tolist() == ["b"]
    assert match_references(records, TEXT[["title"]].iloc[:0]).isna().all()
    assert match_references(records.iloc[:0], TEXT).empty


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_records_of_the_seeds_come_back_and_find_their_texts(tmp_path, suffix):
    known = pd.read_csv(ROOT / "seeds/sources.csv", dtype=str, keep_default_na=False)
    table = known.rename(columns={"original_language": "language"})
    records, problems = read_references(write_references(table, tmp_path / f"s{suffix}"))
    assert problems == []
    texts = table.set_index("doc_id").rename(columns={"url": "known_url"}).assign(title=None)
    assert match_references(records, texts).tolist() == records.key.tolist()
    theirs = table.set_index("doc_id").loc[records.key]
    kept = [c for c in COLUMNS if c in table and not (suffix == ".ris" and "published" in c)]
    assert {"outlet", "url", "language", "rights", "note"} < set(kept)
    for column in kept:
        assert records[column].tolist() == theirs[column].tolist(), column
