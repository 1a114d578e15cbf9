"""The appendix of a paper: a Word file with native tables, counted captions, repeated heads."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from borderlab.escapes import for_xml
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.packing import without_dates

if TYPE_CHECKING:
    from borderlab.publishing.display_table import Table

_RULES = {"top": 8, "bottom": 8}  # eighths of a point, as booktabs has them
_SMALL = 8  # points


def to_appendix(
    tables: Iterable[Table], *, title: str, note: str = "", lang: Literal["en", "es"] = "en"
) -> bytes:
    """Write tables as a DOCX file.

    Parameters
    ----------
    tables : iterable of Table
        As `show` makes them: rounded, with caption and note. One without rows is left out.
    title : str
    note : str, optional
        Below the title.
    lang : {"en", "es"}
        Of the word before each number, and of the spelling checker.

    Returns
    -------
    bytes
        The same for the same tables.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document, tell = Document(), Narrator(lang, "tables")
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    for language in document.styles.element.xpath(".//w:lang"):
        language.set(_name("w:val"), {"en": "en-US", "es": "es-MX"}[lang])
    core = document.core_properties
    core.title, core.author, core.comments = for_xml(title), "borderlab", ""
    document.add_heading(for_xml(title), 1)
    if note:
        document.add_paragraph(for_xml(note))
    for number, table in enumerate((t for t in tables if t.rows), start=1):
        _add_caption(document, f"{tell.say('table')} ", str(number), f". {table.caption}")
        _add_table(document, table)
        _set(document.add_paragraph(), table.note)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_dates(buffer.getvalue())


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), value)
    return element


def _add_caption(document: Any, before: str, number: str, behind: str) -> None:
    """Add a caption above a table; its number is a field, which Word counts and can refer to."""
    caption = document.add_paragraph(before, style="Caption")
    caption.paragraph_format.keep_with_next = True
    field = _element("w:fldSimple", instr=r" SEQ Table \* ARABIC ")
    field.append(caption.add_run(number)._r)
    caption._p.append(field)
    caption.add_run(for_xml(behind))


def _add_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.header))
    borders = _element("w:tblBorders")
    for side, width in _RULES.items():
        borders.append(_element(f"w:{side}", val="single", sz=str(width), color="auto"))
    made._tbl.tblPr.append(borders)
    for row, texts in zip(made.rows, (table.header, *table.rows), strict=True):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if texts is table.header:
            properties.append(_element("w:tblHeader"))  # repeated on every page
        for cell, text, numeric in zip(row.cells, texts, table.numeric, strict=True):
            _set(cell.paragraphs[0], text, bold=texts is table.header, right=numeric)
            if texts is table.header:
                _rule_below(cell)


def _rule_below(cell: Any) -> None:
    borders = _element("w:tcBorders")
    borders.append(_element("w:bottom", val="single", sz="4", color="auto"))
    cell._tc.get_or_add_tcPr().append(borders)


def _set(paragraph: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(for_xml(text))
    run.bold, run.font.size = bold, Pt(_SMALL)
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
