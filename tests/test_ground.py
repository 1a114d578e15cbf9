"""The ground every wing stands on: contracts, exceptions, one escape a sink."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab import escapes, tables
from borderlab.errors import Problem
from borderlab.tables import CONTRACTS, conform, table

TEXT = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_empty_table_has_the_columns_and_types_of_its_contract(name):
    index, columns = CONTRACTS[name]
    frame = table(name)
    assert list(frame.columns) == list(columns)
    assert frame.index.name == index
    assert [str(t).replace("<M8", "datetime64") for t in frame.dtypes] == [
        t.rstrip("?") for t in columns.values()
    ]


def test_a_contract_coerces_and_keeps_extra_columns_behind_its_own():
    frame = pd.DataFrame({"note": ["x"], "weight": [2], "target": ["b"], "source": ["a"]})
    before = frame.copy()
    out = conform("edges", frame)
    assert list(out.columns) == ["source", "target", "weight", "note"]
    assert out["weight"].dtype == "float64"
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    "broken", [{"source": ["a"], "target": ["b"]}, {"source": [None], "target": "b", "weight": 1}]
)
def test_a_missing_column_or_value_is_refused(broken):
    with pytest.raises(Exception, match=r"weight|source"):
        conform("edges", pd.DataFrame(broken))


@pytest.mark.parametrize("value", ["x", None, 7, float("nan"), pd.NaT])
@pytest.mark.parametrize("column", ["sentence_id", "doc_id", "position", "echo_id"])
@pytest.mark.parametrize("throughout", [False, True])
def test_a_table_that_fits_is_what_the_schema_would_have_made_of_it(column, value, throughout):
    """A look at the types spares the schema; it lets nothing pass that the schema would not."""
    words = dict.fromkeys(["doc_id", "zone", "text", "echo_id"], "x") | {"sentence_id": "d:s1"}
    row = {**words, **dict.fromkeys(["paragraph", "position", "start", "end"], 1), "note": 1.5}
    frame = pd.DataFrame([row, {**row, "sentence_id": "d:s2", column: value}])
    frame = frame.assign(**{column: [value] * 2} if throughout else {})
    as_by_schema("sentences", frame.set_index("sentence_id"), "note")


def as_by_schema(name, frame, *more):
    try:
        checked = tables._schema(name).validate(frame)
    except Exception as refused:
        with pytest.raises(type(refused)):
            conform(name, frame)
    else:
        ordered = checked[[*CONTRACTS[name][1], *more]]
        pd.testing.assert_frame_equal(conform(name, frame), ordered)


@pytest.mark.parametrize("day", ["2021-09-09", "1066-10-14", None])
def test_days_in_seconds_are_what_the_schema_would_have_made_of_them(day):
    """One before the years that nanoseconds can tell is refused by both."""
    words = [c for c, kind in CONTRACTS["documents"][1].items() if kind.startswith("str")]
    frame = pd.DataFrame({c: ["x"] for c in words}, index=pd.Index(["d"], name="doc_id"))
    days = pd.Series([day], frame.index, dtype="datetime64[s]")
    as_by_schema("documents", frame.assign(published_earliest=days, published_latest=days))


def test_a_table_must_have_one_row_per_id():
    row = dict.fromkeys(["doc_id", "zone", "text"], "x") | {"sentence_id": "d:s1"}
    numbers = dict.fromkeys(["paragraph", "position", "start", "end"], 1)
    with pytest.raises(Exception, match="sentence_id"):
        table("sentences", [row | numbers] * 2)


def test_a_problem_is_one_line_with_place_value_and_cure():
    problem = Problem("aliases.csv", 14, "alias-shared", "alias 'CBP' has two owners", "drop one")
    assert str(problem) == "aliases.csv:14: alias 'CBP' has two owners; drop one [alias-shared]"
    assert str(problem._replace(line=0)).startswith("aliases.csv: ")


def test_an_error_carries_all_its_problems_and_can_be_caught_as_its_kind():
    problems = [Problem("a.csv", n, "x", "y", "z") for n in (1, 2)]
    error = bl.CodebookError(problems)
    assert isinstance(error, ValueError)
    assert isinstance(error, bl.BorderlabError)
    assert error.problems == tuple(problems)
    assert str(error).count("\n") == 1
    assert str(bl.UnknownActorError("no actor 'x'")) == "no actor 'x'"


@given(TEXT)
def test_no_tag_or_attribute_can_be_opened_from_text(text):
    page = ET.fromstring(f'<p title="{escapes.for_html(text)}">{escapes.for_html(text)}</p>')
    assert page.attrib.keys() == {"title"}
    assert len(page) == 0


@given(TEXT)
def test_what_cannot_be_seen_is_shown_and_the_rest_is_untouched(text):
    shown = escapes.visible(text)
    assert not any(c in shown for c in "\x00\x1b\u200b\u202e\ufeff")
    if text.isprintable():
        assert shown == text


@given(TEXT)
def test_a_cell_never_begins_like_a_formula(text):
    assert not escapes.for_csv(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(TEXT)
def test_a_file_name_is_plain_and_never_empty(text):
    name = escapes.for_filename(text)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    "text", ["<script>", "[a](javascript:b)", "**b**", "`c`", "$x$ and $y$", "# h", "![i](u)"]
)
def test_markdown_prose_stays_prose(text):
    from markdown_it import MarkdownIt

    rendered = MarkdownIt().enable("table").render(escapes.for_markdown(text)).strip()
    inner = rendered.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inner
    assert escapes.for_markdown(text).count("$") == escapes.for_markdown(text).count("\\$")
