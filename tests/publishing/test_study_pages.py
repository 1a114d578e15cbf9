"""The pages on data, methods and run record say what is there, in both languages, escaped."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

import borderlab as bl
from borderlab.describing import run_record
from borderlab.publishing.methods import Methods
from borderlab.publishing.site.data_page import data_page
from borderlab.publishing.site.study_pages import methods_page, record_page

HOSTILE = '<script>alert(1)</script> $x$ *a* [b](c) "d" \x07'
TABLES = {
    "edges": pd.DataFrame({"source": ["a"], "target": ["b"], "weight": [1.0]}),
    HOSTILE: pd.DataFrame({HOSTILE: [1]}),
}
FILES = {"edges": "data/edges.csv", HOSTILE: 'data/"x".csv'}


def bare(page: str) -> str:
    """Leave out what the pages' own HTML is made of."""
    own = r'</?(?:a|div|table|caption|thead|tbody|tr|th|td)(?: [a-z-]+(?:="[^"<>]*")?)*>'
    return re.sub(own, "", page)


@pytest.mark.parametrize(
    ("lang", "row", "count", "meaning"),
    [
        ("en", "share a body sentence", "1 row; made by cooccurrence", "sentences that name both"),
        ("es", "comparten una oración", "1 fila; producida por cooc", "oraciones que nombran a am"),
    ],
)
def test_each_table_says_what_a_row_and_what_a_column_is(
    lang: Any, row: str, count: str, meaning: str
) -> None:
    page = data_page(TABLES, FILES, lang=lang)
    for told in (row, count, meaning, '<a href="data/edges.csv" download>'):
        assert told in page


def test_other_files_are_offered_with_what_they_are_or_by_name_alone() -> None:
    page = data_page({}, {}, ["data/tables.xlsx", "data/mine.xyz"], dictionary=True)
    assert 'href="data/tables.xlsx" download>tables.xlsx</a>: all tables in one workbook' in page
    assert page.endswith('<a href="data/mine.xyz" download>mine.xyz</a>\n')
    assert "</seeds/README.md>" in page


def test_no_name_of_a_table_column_or_file_is_obeyed() -> None:
    page = data_page(TABLES, FILES, [f"data/{HOSTILE}"])
    assert "<" not in bare(page)
    assert "\x07" not in page
    heading = next(line for line in page.splitlines() if line.startswith("## &lt;script"))
    assert r"\$x\$ \*a\* \[b\](c)" in heading


def test_the_methods_page_has_the_text_the_references_and_the_files() -> None:
    page = methods_page(Methods(f"One {HOSTILE}\n\nReferences\nA (2001). B*", "@a{}"), lang="es")
    assert page.startswith("# Métodos\n") and "- A (2001). B\\*" in page
    assert "One &lt;script&gt;" in page and "\n## References\n" in page
    assert 'href="methods.bib" download' in page


def test_the_record_page_has_every_release_choice_text_and_file_of_the_codebook() -> None:
    study = bl.open_study(".")
    documents, record = study.corpus.documents, run_record(study)
    page = record_page(documents.assign(label=HOSTILE), record, study.incidence().choices)
    assert "<" not in bare(page)
    for sha256 in documents["sha256"]:
        assert f"<td>{sha256}</td>" in page
    assert set(record["kind"]) == {"release", "choice", "codebook"}
    for what in record["what"]:
        assert f"<td>{what}</td>" in page


@pytest.mark.parametrize(
    ("lang", "unit", "yes", "roles"),
    [("en", "sentence", "yes", "actor, place"), ("es", "oración", "sí", "actor, lugar")],
)
def test_choices_are_said_in_words_of_the_language_not_of_python(
    lang: Any, unit: str, yes: str, roles: str
) -> None:
    study = bl.open_study(".")
    choices = study.incidence(roles=["actor", "place"]).choices
    page = record_page(study.corpus.documents, run_record(study), choices, lang=lang)
    for option, said in [("unit", unit), ("window", "–"), ("codebook", yes), ("roles", roles)]:
        assert re.search(rf">{option}</t[dh]><td>{said}</td>", page), option
    assert not re.search(r"None|True|False|\('", page)
