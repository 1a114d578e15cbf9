"""What a notebook shows as a table: fixed bytes, every text escaped, numbers for readers."""

from __future__ import annotations

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.escapes import visible
from borderlab.publishing.display import show_sentences
from borderlab.publishing.display_table import show

HOSTILE = [
    "<script>alert(1)</script>",
    "$x$",
    "a\x07b",
    "a\u202eb",
    '"><img src=x onerror=y>',
    "&amp;",
]


class Tags(HTMLParser):
    """Collect tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_text_and_html_say_the_same() -> None:
    table = show(
        pd.DataFrame({"actor": ["Sonora", "Arizona"], "n": [12, 3], "share": [0.8, 0.2]}),
        "Mentions",
        units={"share": "of all"},
        decimals=2,
    )
    assert repr(table) == (
        "Mentions\n"
        "actor     n  share (of all)\n"
        "-------  --  --------------\n"
        "Sonora   12            0.80\n"
        "Arizona   3            0.20"
    )
    assert table._repr_html_() == (
        '<table class="bl-table">\n<caption>Mentions</caption>\n'
        '<thead><tr><th scope="col">actor</th><th scope="col" class="bl-number">n</th>'
        '<th scope="col" class="bl-number">share (of all)</th></tr></thead>\n<tbody>\n'
        '<tr><td>Sonora</td><td class="bl-number">12</td><td class="bl-number">0.80</td></tr>\n'
        '<tr><td>Arizona</td><td class="bl-number">3</td><td class="bl-number">0.20</td></tr>\n'
        "</tbody>\n</table>"
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, np.nan], ["1", "–"]),
        ([0.5, 2.0], ["0.500", "2.000"]),
        ([-0.0001, 0.5], ["0.000", "0.500"]),
        ([float("inf"), 1.0], ["inf", "1"]),
        ([None, "x"], ["–", "x"]),
        ([True, False], ["yes", "no"]),
        (pd.to_datetime(["2024-10-01", None]), ["2024-10-01", "–"]),
        (pd.to_datetime(["2024-10-01 14:48"]), ["2024-10-01 14:48:00"]),
        ([pd.Timestamp("2024-10-01").date()], ["2024-10-01"]),
        ([["a", "b"], []], ["a, b", ""]),
        ([{"b", "a"}], ["a, b"]),
        (pd.array([1, None], dtype="Int64"), ["1", "–"]),
    ],
)
def test_cells_are_written_for_readers(values: object, expected: list[str]) -> None:
    assert [row[0] for row in show(pd.DataFrame({"v": values}), "c").rows] == expected


def test_a_named_index_is_shown_even_when_a_column_has_its_name() -> None:
    frame = pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="a"))
    table = show(frame, "c")
    assert table.header == ("a", "a") and '<th scope="row">x</th>' in table._repr_html_()


def test_every_level_of_an_index_is_a_row_label() -> None:
    frame = pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", 2)], names=["p", None]))
    assert show(frame, "c").header == ("p", "", "a")


def test_rows_left_out_are_counted() -> None:
    table = show(pd.DataFrame({"a": range(5)}), "c", rows=2)
    assert len(table.rows) == 2 and repr(table).endswith("3 more rows not shown")
    assert '<p class="bl-note">3 more rows not shown</p>' in table._repr_html_()


def test_an_empty_table_says_so() -> None:
    assert repr(show(pd.DataFrame({"a": []}), "c")).endswith("no rows")


def test_long_cells_are_cut_in_text_only() -> None:
    table = show(pd.DataFrame({"a": ["word " * 40]}), "c")
    assert "…" in repr(table) and "…" not in table._repr_html_()


@pytest.mark.parametrize("caption", ["", " \n"])
def test_a_table_without_a_caption_is_refused(caption: str) -> None:
    with pytest.raises(ValueError, match="caption is empty"):
        show(pd.DataFrame({"a": [1]}), caption)


def test_a_unit_for_no_column_is_refused() -> None:
    with pytest.raises(ValueError, match="units for b"):
        show(pd.DataFrame({"a": [1]}), "c", units={"b": "km"})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_obeyed(text: str) -> None:
    """In cell, column name, index label, index name, unit and caption."""
    frame = pd.DataFrame({text: [text]}, index=pd.Index([text], name=text))
    html = show(frame, text, units={text: text})._repr_html_()
    found = Tags(html)
    assert set(found.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert found.names <= {"class", "scope"}
    assert visible(text) in found.text
    sentences = show_sentences(
        pd.DataFrame([{"label": text, "sentence_id": text, "text": text, "marks": [(0, 2)]}]), text
    )
    assert set(Tags(sentences._repr_html_()).tags) <= {"p", "dl", "dt", "dd", "code", "mark"}
    assert not set("\x07\u202e") & set(html + sentences._repr_html_() + repr(sentences))


@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5)
)
def test_marks_never_lose_or_double_a_character(text: str, marks: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame({"label": ["l"], "sentence_id": ["s"]}).assign(marks=[marks])
    frame["text"] = pd.Series([text], dtype=object)
    pieces = show_sentences(frame).rows[0][2]
    assert "".join(piece for piece, _ in pieces) == text
    inside = {i for start, end in marks for i in range(start, min(end, len(text)))}
    assert sum(len(piece) for piece, marked in pieces if marked) == len(inside)


def test_sentences_show_their_marks_and_their_source() -> None:
    frame = pd.DataFrame(
        {"label": ["Post 2030"], "text": ["Ohio and Leon sign."], "marks": [[(0, 4), (9, 13)]]},
        index=pd.Index(["post:s1"], name="sentence_id"),
    )
    shown = show_sentences(frame, "Who signs", rows=1)
    assert repr(shown) == "Who signs\nPost 2030 [post:s1]\n  ⟦Ohio⟧ and ⟦Leon⟧ sign."
    assert "<dd><mark>Ohio</mark> and <mark>Leon</mark> sign.</dd>" in shown._repr_html_()


def test_sentences_without_marks_are_plain() -> None:
    frame = pd.DataFrame({"label": ["P"], "sentence_id": ["p:s1"], "text": ["Rain."]})
    assert "<mark>" not in show_sentences(frame)._repr_html_()
