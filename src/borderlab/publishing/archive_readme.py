"""The README of a replication package, under the headings that data editors of journals ask for.

The headings are those of the template README of the Social Science Data Editors
(doi:10.5281/zenodo.7293838); the sentences stand in ``archive.md``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from string import Template
from typing import Any

import pandas as pd

from borderlab.escapes import for_markdown
from borderlab.publishing.narrative import Count
from borderlab.publishing.variables import describe_tables
from borderlab.reading.registering import source_records


def readme(
    *,
    title: str,
    documents: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    notebooks: Mapping[str, Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, Any]],
    library: Iterable[str],
    left_out: Iterable[str],
    references: Iterable[str],
    **fields: Any,
) -> str:
    """Fill the template from the data of a study.

    Parameters
    ----------
    title : str
    documents : pandas.DataFrame
        Of the corpus, with what ``sources.csv`` knows.
    tables : mapping of name to pandas.DataFrame
        As exported, ``record`` among them.
    notebooks : mapping of file name to notebook
        As read from JSON.
    figures : mapping of name to record
        As in the figures' manifest.
    library : iterable of str
        What there is to say of programs beside the notebooks, items of a list.
    left_out : iterable of str
        Files that quote what may not be passed on.
    references : iterable of str
        The literature, one work a line.
    **fields
        license, packages, seed and command, as the template has them.
    """
    shared = (documents.get("known_share_text", pd.Series("", documents.index)) == "yes").sum()
    how = {0: "None", len(documents): "All"}.get(int(shared), "Some")
    record = tables["record"]
    releases = record[record["kind"] == "release"]
    gone = "".join(f"- `{name}`\n" for name in left_out)
    told = "Left out, since they are or quote texts that may not be passed on:\n\n"
    made = describe_tables(tables)
    return Template(
        files("borderlab.publishing").joinpath("archive.md").read_text("utf-8")
    ).substitute(
        fields,
        title=for_markdown(title),
        texts=f"{Count(len(documents)):text|texts}",
        notebooks=len(notebooks),
        availability=f"{how} of the texts can be made publicly available: {shared} of"
        f" {len(documents)} are in this package; of the others, place, sha256 and offsets.",
        sources="\n".join(_source(row) for _, row in documents.iterrows()),
        datasets=_table(made[["table", "row", "rows", "columns"]].assign(
            table=made["table"] + ".csv")),
        releases="\n".join(f"- {r.what} {r.which}" for r in releases.itertuples()),
        programs="\n".join(
            [*library, *(f"- `notebooks/{name}`: {_title(n)}" for name, n in notebooks.items())]),
        left_out=f"\n{told}{gone}" if gone else "",
        figures=_table(_figures(figures)),
        shown=_table(pd.DataFrame(
            [(caption, name) for name, n in notebooks.items() for caption in _captions(n)],
            columns=["table", "notebook"])),
        made=_table(made[["caption", "table", "made"]]),
        references="\n".join(
            [*map(_reference, source_records(documents).to_dict("records"), documents["label"]),
             *(f"- {for_markdown(work)}" for work in references)]),
    )  # fmt: skip


def _table(table: pd.DataFrame) -> str:
    if table.empty:
        return "None."
    lines = [list(table), ["---"] * table.shape[1], *table.astype("str").to_numpy().tolist()]
    cells = [[for_markdown(cell) if row is not lines[1] else cell for cell in row] for row in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _known(row: Mapping[Any, Any], *columns: str) -> str:
    """Return the first of these columns that says anything, escaped."""
    found = (row[c] for c in columns if isinstance(row.get(c), str) and row[c])
    return for_markdown(next(found, ""))


def _source(row: pd.Series) -> str:
    lines = [
        f"**{for_markdown(row['label'])}** (`seeds/{row['path']}`)",
        f"- sha256: {row['sha256']}",
    ]
    for head, columns in {
        "publisher": ("known_outlet", "outlet"), "address": ("known_url", "url"),
        "archived copy": ("known_archived_url",), "accessed": ("known_accessed",),
        "rights": ("known_rights",), "how the rights are known": ("known_rights_basis",),
    }.items():  # fmt: skip
        lines.append(f"- {head}: {_known(row, *columns) or 'not known'}")
    here = "yes" if row.get("known_share_text") == "yes" else "no"
    why = _known(row, "known_share_text_basis")
    return "\n".join([*lines, f"- in this package: {here}{f' ({why})' if why else ''}", ""])


def _reference(record: Mapping[Any, Any], label: str) -> str:
    ends = [_known(record, f"published_{end}") for end in ("earliest", "latest")]
    day = ends[0] if ends[0] == ends[1] else "/".join(ends)
    parts = [_known(record, "author"), _known(record, "outlet"),
             _known({**record, "label": label}, "title", "label"), day,
             _known(record, "url")]  # fmt: skip
    return f"- {'. '.join(part.rstrip('.') for part in parts if part)}."


def _title(notebook: Mapping[str, Any]) -> str:
    for cell in notebook["cells"]:
        if found := re.match(r"# (.+)", "".join(cell["source"])):
            return found[1]
    return "no title"


def _captions(notebook: Mapping[str, Any]) -> list[str]:
    """List the captions of the tables that a notebook shows."""
    shown = "\n".join(
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
    )
    return [html.unescape(found) for found in re.findall(r"<caption>(.*?)</caption>", shown, re.S)]


def _figures(figures: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    rows = [
        (record["caption"], record["notebook"], ", ".join(sorted(record["files"])))
        for record in figures.values()
    ]
    return pd.DataFrame(rows, columns=["figure", "notebook", "files in figures/"])
