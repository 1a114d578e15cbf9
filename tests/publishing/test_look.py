"""A size and a language: from the call, the style around or the environment, in that order."""

from __future__ import annotations

from typing import Any

import matplotlib
import pandas as pd
import pytest

from borderlab.errors import OutputError
from borderlab.publishing.look import Look, figure_style, labels, look, named, say, word
from borderlab.publishing.plot_style import breadth, fit, page


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BORDERLAB_FIGURE_SIZE", "BORDERLAB_LANG"):
        monkeypatch.delenv(name, raising=False)


def test_the_call_wins_over_the_style_around_and_that_over_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert look() == Look("page", "en")
    monkeypatch.setenv("BORDERLAB_FIGURE_SIZE", "slide")
    monkeypatch.setenv("BORDERLAB_LANG", "es")
    assert look() == Look("slide", "es")
    with figure_style(size="column"):
        assert look() == Look("column", "es")
        with figure_style(lang="en"):
            assert look() == Look("column", "en")
        assert look() == Look("column", "es")
    assert look() == Look("slide", "es")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("BORDERLAB_LANG", "fr", "'fr' is no language of figures; take en, es"),
        ("BORDERLAB_FIGURE_SIZE", "A4", "'A4' is no size of figures; take column, page, slide"),
    ],
)
def test_an_unknown_choice_is_named_with_those_there_are(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(OutputError, match=message), figure_style():
        pass


def test_a_style_that_fails_leaves_no_trace() -> None:
    before = dict(matplotlib.rcParams)
    with pytest.raises(KeyError), figure_style(size="column", lang="es"):
        raise KeyError
    assert dict(matplotlib.rcParams) == before and look() == Look()


def test_widths_are_those_of_a_column_a_page_and_a_slide() -> None:
    sizes: dict[Any, Any] = {}
    for size in ("column", "page", "slide"):
        with figure_style(size=size):
            sizes[size] = [tuple(page(h).get_size_inches() * 25.4) for h in (5, 15)]
    assert [round(width) for width, _ in sizes["column"] + sizes["page"]] == [89, 89, 183, 183]
    assert [round(height) for _, height in sizes["column"]] == [50, 150]
    for width, height in sizes["slide"]:
        assert width / height == pytest.approx(16 / 9)
    assert [round(height) for _, height in sizes["slide"]] == [100, 150]


def test_labels_are_those_of_the_language_and_none_is_lost() -> None:
    table = pd.DataFrame(
        {"label": ["Mexico", "HLED", "FDA"], "label_es": ["México", "", None]}, index=list("abc")
    )
    assert labels(table).tolist() == ["Mexico", "HLED", "FDA"]
    assert labels(table, lang="es").tolist() == ["México", "HLED", "FDA"]
    with figure_style(lang="es"):
        assert named(["a", "z"], table) == ["México", "z"]
        assert named(["a", "z"], None, ["A", "Z"]) == ["A", "Z"]
        assert named(["a", "z"], {"a": "uno", "z": None}, ["A", "Z"]) == ["uno", "Z"]
    assert labels(table[["label"]], lang="es").tolist() == ["Mexico", "HLED", "FDA"]


def test_words_come_from_the_book_and_unknown_values_stay() -> None:
    with figure_style(lang="es"):
        assert say("flows:text", year=2021) == "texto de 2021"
        assert word("role", "place") == "lugar" and word("role", "river") == "river"


@pytest.mark.parametrize("text", ["W" * 90, "a b " * 60, "Ministry of " + "x" * 80, "", "$ & <b>"])
def test_no_line_is_broader_than_it_may_be(text: str) -> None:
    for lines in (1, 2, 3):
        shown = fit(text, 2.0, 6, lines)
        assert shown.count("\n") < lines
        assert all(breadth(row, 6) <= 2.0 for row in shown.split("\n"))
        assert shown.endswith("…") or shown.split() == text.split()
