"""Tables for LaTeX and in words for readers: escaped, and undone to the same text."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.escapes import for_latex, visible
from borderlab.publishing.display_table import show

#: what each of the ten special characters of TeX has to become; from its manual, not from the code
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "^": r"\textasciicircum{}", "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%",
}  # fmt: skip
NAMED = {r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~",
         r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|"}  # fmt: skip


def typeset(latex: str) -> str:
    """Read escaped text as TeX does: commands by name, braces as groups that print nothing."""

    def character(found: re.Match[str]) -> str:
        part = found[0]
        if part in NAMED:
            return NAMED[part]
        return part[1:] if part[0] == "\\" and len(part) == 2 else ""

    assert not re.search(r"(?<!-)--|``|''", latex), "a ligature would print another character"
    return re.sub(r"\\text\w+\{\}|\\[^a-z]|[{}]", character, latex)


@pytest.mark.parametrize(("character", "expected"), SPECIAL.items())
def test_each_special_character_is_printed_and_not_obeyed(character: str, expected: str) -> None:
    assert for_latex(f"a{character}b") == f"a{expected}b"


@given(st.text(st.sampled_from([*SPECIAL, *"<>|[]*-`'\"a ñ\x07\u202e\n"]) | st.characters()))
def test_whatever_is_escaped_is_printed_as_the_same_text(text: str) -> None:
    assert typeset(for_latex(text)) == re.sub(r"[\n\t]", " ", visible(text))


@pytest.mark.parametrize("first", ["[x]", "*", "]"])
def test_no_first_cell_is_an_option_of_the_row_before(first: str) -> None:
    latex = show(pd.DataFrame({"a": [first, first]}), "c").to_latex()
    assert not re.search(r"\\\\\s*[\[*]", latex)


def test_a_table_for_latex_has_the_rules_of_booktabs_and_one_row_a_line() -> None:
    frame = pd.DataFrame({"actor": ["R&D_1", "b"], "share": [0.123, 1]})
    table = show(frame, "50% of & all", units={"share": "US$"}, rows=1)
    assert table.to_latex(label="tab:x} \\input{y}").splitlines() == [
        r"\begin{table}", r"\caption{50\% of \& all}", r"\label{tab:x---input-y-}",
        r"\begin{tabular}{lr}", r"\toprule", r"actor & share (US\$) \\", r"\midrule",
        r"R\&D\_1 & 0.123 \\", r"\bottomrule", r"\end{tabular}",
        r"\par\footnotesize 1 more rows not shown", r"\end{table}",
    ]  # fmt: skip


def test_columns_are_rounded_each_as_asked() -> None:
    frame = pd.DataFrame({"a": [0.12345], "b": [0.12345], "c": [0.12345]})
    assert show(frame, "c", decimals={"a": 1, "b": 0}).rows == (("0.1", "0", "0.123"),)


@pytest.mark.parametrize("option", ["units", "decimals"])
def test_an_option_for_no_column_is_named(option: str) -> None:
    with pytest.raises(ValueError, match=f"show: {option} for x, but the table has no such col"):
        show(pd.DataFrame({"a": [1]}), "c", **{option: {"x": 1}})  # type: ignore[arg-type]


def test_heads_are_words_of_the_language_and_unknown_columns_keep_their_name() -> None:
    frame = pd.DataFrame({"actor_id": ["a"] * 3, "sentences_2019": 1, "mine": True})
    assert show(frame, "c").header == ("actor_id", "sentences_2019", "mine")
    spanish = show(frame, "c", lang="es", rows=1, units={"mine": "%"})
    assert spanish.header == ("id del actor", "oraciones en 2019", "mine (%)")
    assert spanish.rows == (("a", "1", "sí"),)
    assert spanish.note == "2 filas más no mostradas"
