"""The page of the report that offers what readers may take away, and says what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Literal

import pandas as pd

from borderlab.escapes import for_html, for_markdown
from borderlab.publishing.display_table import Table, show
from borderlab.publishing.narrative import Count, Narrator
from borderlab.publishing.variables import describe_columns, describe_tables


def data_page(
    tables: Mapping[str, pd.DataFrame],
    files: Mapping[str, str],
    further: Iterable[str] = (),
    *,
    dictionary: bool = False,
    lang: Literal["en", "es"] = "en",
) -> str:
    """Write the page as Markdown: the files, then each table with what a row and a column is.

    Parameters
    ----------
    tables : mapping of name to pandas.DataFrame
    files : mapping of name to str
        The address of each table's CSV file, from the page.
    further : iterable of str
        Addresses of other files: the workbook, the appendix, networks, references.
    dictionary : bool
        Whether there is a page on the study's own files.
    lang : {"en", "es"}
    """
    tell = Narrator(lang, "tables")
    parts = [f"# {tell.say('page:data')}", for_markdown(tell.say("page:data-intro"))]
    if dictionary:
        parts.append(f"{tell.say('page:data-seeds')} [](</seeds/README.md>).")
    if known := [download(address, tell) for address in further]:
        parts += [f"## {tell.say('page:data-all')}", "\n".join(known)]
    columns = describe_columns(tables, lang=lang).set_index("table")
    for name, *told in describe_tables(tables, lang=lang).itertuples(index=False):
        caption, row, rows, _, _, made = told
        counted = tell.say("page:rows", n=Count(rows), made=made or "borderlab")
        link = f'<a href="{for_html(files[name])}" download>{for_html(f"{name}.csv")}</a>'
        shown = show(
            columns.loc[[name]].reset_index(drop=True), tell.say("page:columns", table=name),
            lang=lang,
        )  # fmt: skip
        parts += [
            f"## {for_markdown(caption)}",
            f"{for_markdown(row)} {for_markdown(counted)} {link}",
            framed(shown),
        ]
    return "\n\n".join(parts) + "\n"


def framed(table: Table) -> str:
    """Write a table as a part of a page that scrolls by itself, by keyboard too."""
    frame = f'tabindex="0" role="region" aria-label="{for_html(table.caption)}"'
    html = table._repr_html_()
    return f'<div class="cell_output table-wrapper" {frame}>\n{html}\n</div>'


def download(address: str, tell: Narrator) -> str:
    """Write the item of a list that offers a file, with what there is to say of it."""
    name = PurePosixPath(address).name
    told = f"file:{name}"
    said = f": {for_markdown(tell.say(told))}" if told in tell.templates else ""
    return f'- <a href="{for_html(address)}" download>{for_html(name)}</a>{said}'
