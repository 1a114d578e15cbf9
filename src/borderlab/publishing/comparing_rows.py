"""Whole tables of two builds compared by what their rows say, whatever their ids and order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

import pandas as pd

#: ids that count: they move for reasons that change nothing
_IDS = ("mention_id", "sentence_id", "statement_id", "claim_id", "other_id")
_SENTENCES = re.compile(r":[st]\d+(\||$)")
_PLACES = ("start", "end")

Tables = Mapping[str, pd.DataFrame]


def other_tables(before: Tables, after: Tables) -> dict[str, tuple[str, str, str]]:
    """Tell of every table what changed as a whole.

    Parameters
    ----------
    before, after : mapping of str to pandas.DataFrame
        Of str; ``documents`` among them.

    Returns
    -------
    dict of str to (str, str, str)
        change, before, after: change is empty where both say the same; ``altered`` with the number
        of rows that one side alone has; ``columns`` where all rows agree in the columns that both
        have; ``added`` or ``removed`` where one side lacks the table.

    Notes
    -----
    Rows of a text that one side lacks are left out, characters in an altered text too, since they
    moved with it.
    """
    old, new = (tables["documents"].set_index("doc_id")["sha256"].to_dict() for tables in
                (before, after))  # fmt: skip
    kept = old.keys() & new.keys()
    moved = {i for i in kept if old[i] != new[i]}
    return {
        name: _compared(before.get(name), after.get(name), kept, moved)
        for name in sorted(before.keys() | after.keys())
    }


def _compared(
    old: pd.DataFrame | None, new: pd.DataFrame | None, kept: Collection[str],
    moved: Collection[str],
) -> tuple[str, str, str]:  # fmt: skip
    if old is None or new is None:
        sides = ("" if table is None else f"{len(table)} rows" for table in (old, new))
        return ("added" if old is None else "removed", *sides)  # type: ignore[return-value]
    columns = [c for c in old if c in set(new) and not _counts(c, old, new)]
    ours, theirs = (_said(table, columns, kept, moved) for table in (old, new))
    if ours != theirs:
        told = (f"{(a - b).total()} of {a.total()} rows" for a, b in
                ((ours, theirs), (theirs, ours)))  # fmt: skip
        return ("altered", *told)  # type: ignore[return-value]
    lacking = ["|".join(c for c in a if c not in set(b)) for a, b in ((old, new), (new, old))]
    return ("columns" if any(lacking) else "", lacking[0], lacking[1])


def _counts(column: str, *sides: pd.DataFrame) -> bool:
    """Tell whether a column holds ids of rows or of sentences."""
    held = column == "sentences" and any(
        _SENTENCES.search(cell) for table in sides for cell in table[column]
    )
    return column in _IDS or held


def _said(
    table: pd.DataFrame, columns: list[str], kept: Collection[str], moved: Collection[str]
) -> Counter[tuple[str, ...]]:
    """Count what the rows say."""
    if "doc_id" in table:
        table = table[table["doc_id"].isin(kept)]
        places = [c for c in _PLACES if c in table]
        table = table.assign(**{c: table[c].mask(table["doc_id"].isin(moved), "") for c in places})
    return Counter(table[columns].itertuples(index=False, name=None))
