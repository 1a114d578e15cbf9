"""Write what the researcher decides into ``sources.csv`` and ``echoes.csv``; lose nothing there.

Every function takes the text of a table and returns the new one. Rows and columns that it does not
concern stay as they are, filled cells are never replaced, and a table with a row that does not fit
its header is left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from borderlab.errors import SourceError
from borderlab.reading.files import nfc, problem
from borderlab.reading.known import span
from borderlab.reading.registry import KNOWN, STEERING

#: what a researcher writes into the column ``accept``
YES = ("yes", "y", "x", "1", "true", "si", "sí")
CONFIRM = "to confirm: "  # begins the basis of what a program filled in

#: columns of sources.csv that reference managers have a field for
_RECORD = (
    "archived_url", "accessed", "rights", "note", "publisher_kind", "published_earliest",
    "published_latest",
)  # fmt: skip
_Rows = list[dict[str, str]]


class _Table(NamedTuple):
    header: list[str]
    rows: _Rows


def _parse(text: str, name: str, columns: Iterable[str]) -> _Table:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows = list(reader)
    if any(None in row or None in row.values() for row in rows):
        hint = "correct the rows that `borderlab check` names, then try again"
        raise SourceError(problem(name, "malformed-row", "was left as it is", hint))
    header = list(reader.fieldnames or [])
    return _Table([*header, *(c for c in columns if c not in header)], rows)


def _render(table: _Table, before: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, table.header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return ("\ufeff" if before.startswith("\ufeff") else "") + out.getvalue()


def register(sources: str, documents: pd.DataFrame) -> str:
    """Add a row for every text that has none, with what it states of itself.

    Parameters
    ----------
    sources : str
        The content of sources.csv, empty when there is none.
    documents : pandas.DataFrame
        As `borderlab.read_corpus` returns them.

    Returns
    -------
    str
        The new content. Outlet and address have the basis ``to confirm: stated in the file``.

    Examples
    --------
    >>> import borderlab as bl
    >>> documents = bl.read_corpus("seeds").documents
    >>> register("", documents).splitlines()[1][:60]
    'sonora-plenary-2024,000_ac63f9d5d6cadf20.txt,e6202f14cebaa62'
    """
    table = _parse(sources, "sources.csv", [*STEERING, *KNOWN])
    there = {nfc(row["file"]) for row in table.rows}
    for doc_id, document in documents.iterrows():
        if nfc(document["path"]) not in there:
            row = {"doc_id": str(doc_id), "file": document["path"], "sha256": document["sha256"],
                   "label": document["label"]}  # fmt: skip
            stated = {c: document[c] for c in ("outlet", "url") if pd.notna(document[c])}
            basis = {f"{c}_basis": f"{CONFIRM}stated in the file" for c in stated}
            table.rows.append({**row, **stated, **basis})
    return _render(table, sources)


def describe(sources: str, records: pd.DataFrame, matches: pd.Series, name: str) -> str:
    """Fill empty cells of the rows of texts that a list of references describes.

    Parameters
    ----------
    sources : str
        The content of sources.csv.
    records : pandas.DataFrame
        As `borderlab.reading.references.read_references` returns them.
    matches : pandas.Series, index of records
        The doc_id that each describes, or missing.
    name : str
        Of the list, for the bases.

    Returns
    -------
    str
        The new content.
    """
    table = _parse(sources, "sources.csv", [*STEERING, *KNOWN])
    found = {doc_id: records.loc[i] for i, doc_id in matches.dropna().items()}
    for row in table.rows:
        if row["doc_id"] not in found:
            continue
        record = found[row["doc_id"]]
        for column in KNOWN:
            value = record.get("language" if column == "original_language" else column, "")
            if value and not column.endswith("_basis") and not row.get(column):
                row[column] = value
                row[basis_of(column)] = row.get(basis_of(column)) or f"{CONFIRM}from {name}"
    return _render(table, sources)


def source_records(documents: pd.DataFrame) -> pd.DataFrame:
    """Collect what reference managers hold of each text: known from outside, else as it states.

    Parameters
    ----------
    documents : pandas.DataFrame, index doc_id
        As `borderlab.read_corpus` returns them.

    Returns
    -------
    pandas.DataFrame, index doc_id
        Columns of `borderlab.reading.references.COLUMNS` and publisher_kind, str or missing.

    Examples
    --------
    >>> import borderlab as bl
    >>> records = source_records(bl.read_corpus("seeds").documents)
    >>> records.loc["hled-2021", ["outlet", "author", "published_latest"]].tolist()
    ['Mexico Business News', 'Emilio Aristegui', '2021-12-16']
    """
    days = documents[["published_earliest", "published_latest"]]
    stated = documents[["title", "author", "outlet", "url", "language"]].assign(
        **{column: days[column].dt.strftime("%Y-%m-%d") for column in days}
    )
    known = documents.filter(like="known_").rename(columns=lambda c: c.removeprefix("known_"))
    # an open end that is known from outside stays open
    ends = known[["published_earliest", "published_latest"]]
    finer = _within(days, ends)  # a list of references often knows the month alone
    known.loc[finer, list(days)] = None
    dated = ends.notna().any(axis=1) & ~finer
    stated.loc[dated, list(days)] = None
    wanted = [*stated, *(c for c in known if c in _RECORD and c not in stated)]
    return known.combine_first(stated).reindex(columns=wanted)


def _within(days: pd.DataFrame, ends: pd.DataFrame) -> pd.Series:
    """Say which texts' own days lie within what is known from outside."""
    outside = [
        [span(end)[i] if isinstance(end, str) else pd.NaT for end in ends[column]]  # type: ignore[index]
        for i, column in enumerate(ends)
    ]
    first, last = (pd.Series(pd.to_datetime(column), days.index) for column in outside)
    return (days.iloc[:, 0] >= first) & (days.iloc[:, 1] <= last)


def basis_of(column: str) -> str:
    """Name the column that says how the value of another one is known.

    Examples
    --------
    >>> basis_of("published_latest"), basis_of("rights")
    ('published_basis', 'rights_basis')
    """
    return f"{column.removesuffix('_earliest').removesuffix('_latest')}_basis"


def accepted(proposals: pd.DataFrame) -> pd.DataFrame:
    """Return the proposals whose column ``accept`` says yes.

    Examples
    --------
    >>> accepted(pd.DataFrame({"accept": ["", "Yes", "no"], "a": [1, 2, 3]}))["a"].tolist()
    [2]
    """
    return proposals[proposals["accept"].fillna("").str.strip().str.lower().isin(YES)]


def decide_stories(sources: str, proposals: pd.DataFrame) -> str:
    r"""Give both texts of each accepted pair one story.

    Parameters
    ----------
    sources : str
        The content of sources.csv.
    proposals : pandas.DataFrame
        Accepted rows of `borderlab.suggest_stories`: a, b.

    Returns
    -------
    str
        The new content: the second text, and all that share its story, get the first one's.

    Raises
    ------
    SourceError
        When a text has no row.

    Examples
    --------
    >>> pair = pd.DataFrame({"a": ["x"], "b": ["y"]})
    >>> print(decide_stories("doc_id,file,story\nx,x.txt,\ny,y.txt,\n", pair))
    doc_id,file,story
    x,x.txt,x
    y,y.txt,x
    <BLANKLINE>
    """
    table = _parse(sources, "sources.csv", ["story"])
    by_id = {row["doc_id"]: row for row in table.rows}
    for a, b in zip(proposals["a"], proposals["b"], strict=True):
        for doc_id in (a, b):
            if doc_id not in by_id:
                say, hint = f"{doc_id!r} has no row", "run `borderlab add` on its file first"
                raise SourceError(problem("sources.csv", "unregistered", say, hint))
        first, second = (by_id[i].get("story") or i for i in (a, b))
        for row in table.rows:
            if row["doc_id"] in (a, b) or row.get("story") == second:
                row["story"] = first
    return _render(table, sources)


def decide_echoes(echoes: str, proposals: pd.DataFrame) -> str:
    """Add the sentences of each accepted pair to one class of echoes.

    Parameters
    ----------
    echoes : str
        The content of echoes.csv, empty when there is none.
    proposals : pandas.DataFrame
        Accepted rows of `borderlab.suggest_echoes`: echo_id, sentence_a, sentence_b.

    Returns
    -------
    str
        The new content. A pair one side of which is in a class already joins that class.
    """
    table = _parse(echoes, "echoes.csv", ["echo_id", "sentence_id", "note"])
    known = {row["sentence_id"]: row["echo_id"] for row in table.rows}
    for row in proposals.to_dict("records"):
        pair = (row["sentence_a"], row["sentence_b"])
        echo_id = next((known[s] for s in pair if s in known), row["echo_id"])
        for sentence in pair:
            if sentence not in known:
                known[sentence] = echo_id
                table.rows.append({"echo_id": echo_id, "sentence_id": sentence})
    return _render(table, echoes)


def keep_marks(new: pd.DataFrame, old: pd.DataFrame | None, key: tuple[str, str]) -> pd.DataFrame:
    """Put the column ``accept`` in front of proposals, with the marks of an earlier list."""
    marks: dict[tuple[str, ...], str] = {}
    if old is not None:
        columns = zip(*(old[c] for c in key), old["accept"].fillna(""), strict=True)
        marks = {(a, b): mark for a, b, mark in columns}
    pairs = zip(*(new[c] for c in key), strict=True)
    return new.assign(accept=[marks.get(pair, "") for pair in pairs])[["accept", *new.columns]]
