"""The appendix: tables that Word takes for its own, few and rounded, the same bytes always."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pandas as pd
import pytest

import borderlab as bl
from borderlab import building
from borderlab.publishing.appendix import to_appendix
from borderlab.publishing.appendix_tables import appendix_tables
from borderlab.publishing.display_table import show

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<w:p/>&amp; a\x07\u202eb"
FRAME = pd.DataFrame({"actor": [HOSTILE, "b"], "share": [0.5, 0.25]})


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def printed(paragraph: Any) -> str:
    return "".join(paragraph._p.xpath(".//w:t/text()"))


def test_a_table_is_native_with_a_counted_caption_and_a_repeated_head() -> None:
    document = read(to_appendix([show(FRAME, HOSTILE, rows=1)], title="A", lang="es"))
    (table,) = document.tables
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [["actor", "share"], ["<w:p/>&amp; a⟨U+0007⟩⟨U+202E⟩b", "0.500"]]
    heads = [row._tr.find(f".//{W}tblHeader") is not None for row in table.rows]
    assert heads == [True, False]
    (caption,) = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert printed(caption) == "Tabla 1. <w:p/>&amp; a⟨U+0007⟩⟨U+202E⟩b"
    assert "SEQ Table" in caption._p.xpath(".//w:fldSimple/@w:instr")[0]
    assert "1 more rows not shown" in [p.text for p in document.paragraphs]


def test_empty_tables_are_left_out_and_the_others_counted_on() -> None:
    tables = [show(FRAME, "one"), show(FRAME.head(0), "none"), show(FRAME, "two")]
    document = read(to_appendix(tables, title="A"))
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert [printed(p) for p in captions] == ["Table 1. one", "Table 2. two"]


def test_the_bytes_know_no_moment() -> None:
    content = to_appendix([show(FRAME, "c")], title="A")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:" not in packed.read("docProps/core.xml").split(b">", 2)[2]
    assert content == to_appendix([show(FRAME, "c")], title="A")


@pytest.mark.parametrize(
    ("lang", "actor", "status", "governs", "coded"),
    [("en", "United States", "only in the 2023 text", ("government", "United States"),
      {"at least", "committed", "definition"}),
     ("es", "Estados Unidos", "solo en el texto de 2023", ("gobierno", "Estados Unidos"),
      {"al menos", "comprometido", "definición", "exacto", "anunciado", "enumeración"})],
)  # fmt: skip
def test_the_appendix_names_actors_and_items_in_its_language(
    lang: Any, actor: str, status: str, governs: tuple[str, str], coded: set[str]
) -> None:
    study = bl.open_study(".")
    chosen = appendix_tables(building.tables(study), study.codebook, lang=lang)
    assert len(chosen) == 8 and max(len(table.rows) for table in chosen) <= 20
    assert chosen[1].rows[0][0] == actor
    assert any(status in row for row in chosen[5].rows)
    assert not any("_" in head for table in chosen for head in table.header)
    assert chosen[1].rows[0][1:3] == governs
    words = {cell for table in (chosen[6], chosen[7]) for row in table.rows for cell in row}
    assert coded <= words and not {"MX", "US"} & {cell for row in chosen[1].rows for cell in row}
    strongest = chosen[2].rows[0]
    assert strongest[2:5] == ("7", "2.310", "0.0001")
