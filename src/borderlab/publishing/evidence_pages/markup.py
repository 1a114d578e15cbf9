"""Links and tables of the pages of evidence, each on one line of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from borderlab.escapes import for_html
from borderlab.publishing.evidence_pages.marks import plain


def local(link: str) -> str:
    """Shorten a link for pages that stand beside what it leads to."""
    return link.removeprefix("evidence/")


def link(address: str, label: str) -> str:
    """Write a link whose label keeps its own direction of writing."""
    return f'<a href="{for_html(local(address))}"><bdi>{plain(label)}</bdi></a>'


def facts(caption: str, header: tuple[str, str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of fields and values."""
    return grid(caption, header, rows, look=" bl-facts")


def grid(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, look: str = ""
) -> str:
    """Write a table on one line: header in words, cells in HTML, the first naming the row."""
    head = "".join(f'<th scope="col">{plain(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    table = f'<table class="docutils bl-table{look}"><caption>{plain(caption)}</caption>'
    return (
        f'<div class="table-wrapper">{table}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
