"""What the tables and their columns mean, in words for readers: the codebook of variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import pandas as pd

from borderlab.publishing.export import columns_of
from borderlab.publishing.narrative import Narrator


def word_for(tell: Narrator, column: str, *, prefix: str = "", table: str = "") -> str:
    """Find the words for a column, those for this table first; "" where there are none.

    Examples
    --------
    >>> tell = Narrator("es", "tables")
    >>> word_for(tell, "sentences_2023", prefix="column:"), word_for(tell, "my_own")
    ('oraciones en 2023', '')
    """
    year = re.fullmatch(r"(\w+)_(\d{4})", column)
    stem, fields = (f"{year[1]}_year", {"year": year[2]}) if year else (column, {})
    for name in (f"{prefix}{table}.{stem}", f"{prefix}{stem}"):
        if name in tell.templates:
            return tell.say(name, **fields)
    return ""


def describe_tables(
    tables: Mapping[str, pd.DataFrame], *, lang: Literal["en", "es"] = "en"
) -> pd.DataFrame:
    """Say of each table what it holds, what a row of it is, and what made it.

    Parameters
    ----------
    tables : mapping of name to pandas.DataFrame
    lang : {"en", "es"}

    Returns
    -------
    pandas.DataFrame, one row a table
        Columns table, caption (without words for it, the name), row, rows, columns (int64), units,
        made; all else str.
    """
    tell, rows = Narrator(lang, "tables"), []
    columns = describe_columns(tables, lang=lang)
    for name, table in tables.items():
        own = columns[columns["table"] == name]
        measured = own[own["unit"] != ""]
        told = {k: word_for(tell, name, prefix=f"{k}:") for k in ("caption", "row", "made")}
        rows.append({
            "table": name, **told, "caption": told["caption"] or name, "rows": len(table),
            "columns": len(own), "units": "; ".join(measured["column"] + ": " + measured["unit"]),
        })  # fmt: skip
    order = ["table", "caption", "row", "rows", "columns", "units", "made"]
    return pd.DataFrame(rows, columns=order)


def describe_columns(
    tables: Mapping[str, pd.DataFrame], *, lang: Literal["en", "es"] = "en"
) -> pd.DataFrame:
    """Say of each column of each table its type, unit and meaning.

    Parameters
    ----------
    tables : mapping of name to pandas.DataFrame
        A named index counts as a column.
    lang : {"en", "es"}

    Returns
    -------
    pandas.DataFrame, one row a column
        Columns table, column, type, unit, meaning, all str; the last two may be "".

    Examples
    --------
    >>> describe_columns({"edges": pd.DataFrame({"weight": [2.0]})}).iloc[0].tolist()
    ['edges', 'weight', 'number', 'sentences', 'sentences that name both']
    """
    words, meanings = Narrator(lang, "tables"), Narrator(lang, "columns")
    rows = [
        (
            table,
            column,
            words.say(words.named("type", cells.dtype.kind, "type:text")),
            word_for(words, column, prefix="unit:", table=table),
            word_for(meanings, column, table=table),
        )
        for table, frame in tables.items()
        for column, cells in columns_of(frame)
    ]
    return pd.DataFrame(rows, columns=["table", "column", "type", "unit", "meaning"], dtype="str")
