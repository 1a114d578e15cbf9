"""What differs between two builds of a study, row by row, from the tables that an export holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from borderlab.publishing.comparing_rows import other_tables
from borderlab.publishing.export_reading import COLUMNS

_ORDER = ("text", "mention", "coding", "edge", "headline", "table")
_ONE = {"mentions": "mention", "codings": "coding"}

Tables = Mapping[str, pd.DataFrame]


class Difference(NamedTuple):
    """One row of a comparison; empty is a side that lacks it."""

    what: str
    id: str
    change: str
    before: str
    after: str


def compare_tables(before: Tables, after: Tables) -> pd.DataFrame:
    """List what differs between two builds.

    Parameters
    ----------
    before, after : mapping of str to pandas.DataFrame
        As `read_tables` returns them.

    Returns
    -------
    pandas.DataFrame, sorted: texts first, then what follows from them
        what (text, mention, coding, edge, headline, table, codebook, release, choice), id, change
        (added, removed, altered, recoded, or the column of a text that is another), before, after;
        all str, empty where a side has nothing. Its ``attrs["same"]`` lists the tables that are
        equal, row by row.

    Notes
    -----
    Mentions and codings are found again by text and characters, never by their ids. In a text that
    was altered characters have moved, so they are found by their wording there, each as often as it
    occurs. Those of a text that one side lacks are counted in the row of the text. All other tables
    are compared as wholes, see `other_tables`, and so are these where nothing of the kind is found.
    """
    old, new = ({n: tables[n][list(c)] for n, c in COLUMNS.items()} for tables in (before, after))
    told = {
        "documents": _texts(old, new),
        "mentions": _marks("mentions", old, new),
        "codings": _marks("codings", old, new),
        "edges": _edges(old["edges"], new["edges"]),
        "headlines": _headlines(old["headlines"], new["headlines"]),
        "record": _record(old["record"], new["record"]),
    }
    rows = {name: list(differences) for name, differences in told.items()}
    found = [row for differences in rows.values() for row in differences]
    others = other_tables(before, after)
    found += [
        Difference("table", name, change, *sides)
        for name, (change, *sides) in others.items()
        if change and not rows.get(name)
    ]
    found.sort(key=lambda row: (_ORDER.index(row.what) if row.what in _ORDER else 9, row))
    table = pd.DataFrame(found, columns=list(Difference._fields), dtype="str")
    same = [name for name, (change, *_) in others.items() if not change and not rows.get(name)]
    table.attrs["same"] = same
    return table


def _changes(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """Compare two mappings of ids to values."""
    for i in old.keys() | new.keys():
        if i not in old or i not in new or old[i] != new[i]:
            change = "added" if i not in old else "removed" if i not in new else "altered"
            yield Difference(what, i, change, old.get(i, ""), new.get(i, ""))


def _texts(before: Tables, after: Tables) -> Iterator[Difference]:
    old, new = (t["documents"].set_index("doc_id") for t in (before, after))
    shown = [
        {i: f"{row['label']}: {_count(t, i)}" for i, row in d.iterrows() if i not in o.index}
        for t, d, o in ((before, old, new), (after, new, old))
    ]
    yield from _changes("text", *shown)
    for i in old.index.intersection(new.index):
        for column, was, now in zip(old.columns, old.loc[i], new.loc[i], strict=True):
            if was != now:
                yield Difference("text", i, "altered" if column == "sha256" else column, was, now)


def _count(tables: Tables, doc_id: str) -> str:
    counts = [(tables[name]["doc_id"] == doc_id).sum() for name in ("mentions", "codings")]
    return f"{counts[0]} mentions, {counts[1]} codings"


def _marks(name: str, before: Tables, after: Tables) -> Iterator[Difference]:
    """Compare what was coded at each place: who is named, or which pillar."""
    old, new = (t["documents"].set_index("doc_id")["sha256"] for t in (before, after))
    same = {i: old[i] == new[i] for i in old.index.intersection(new.index)}
    ours, theirs = _coded(before[name], same), _coded(after[name], same)
    for place in ours.keys() | theirs.keys():
        gone = ours.get(place, Counter()) - theirs.get(place, Counter())
        come = theirs.get(place, Counter()) - ours.get(place, Counter())
        for pair in _paired(sorted(gone.elements()), sorted(come.elements())):
            change = "recoded" if all(pair) else "removed" if pair[0] else "added"
            yield Difference(_ONE[name], place, change, *pair)


def _coded(rows: pd.DataFrame, same: Mapping[str, bool]) -> dict[str, Counter[str]]:
    """Count the codes at each place; in an altered text the words are the place."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for doc_id, start, end, words, *code in rows.itertuples(index=False):
        if doc_id in same:
            span = f":{start}-{end}" if same[doc_id] else ""
            found[f"{doc_id}{span} “{words}”"][", ".join(filter(None, code))] += 1
    return found


def _paired(gone: list[str], come: list[str]) -> Iterator[tuple[str, str]]:
    """Pair what went with what came: the same actor first, then two that are left alone."""
    for code in list(gone):
        twins = [c for c in come if c.split(", ")[0] == code.split(", ")[0]]
        if twins:
            gone.remove(code)
            come.remove(twins[0])
            yield code, twins[0]
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]
    else:
        yield from ((code, "") for code in gone)
        yield from (("", code) for code in come)


def _edges(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Difference]:
    old, new = (
        {f"{a} – {b}": f"{float(w):g}" for a, b, w in edges.itertuples(index=False)}
        for edges in (before, after)
    )
    return _changes("edge", old, new)


def _headlines(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Difference]:
    """Compare findings in order where there are as many, else tell which ones a side lacks."""
    old, new = (dict(rows.itertuples(index=False, name=None)) for rows in (before, after))
    if len(old) == len(new):
        yield from _changes("headline", old, new)
        return
    for i, said in old.items():
        if said not in new.values():
            yield Difference("headline", i, "removed", said, "")
    for i, said in new.items():
        if said not in old.values():
            yield Difference("headline", i, "added", "", said)


def _record(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Difference]:
    """Compare the releases, the choices and the codebook's files."""
    for kind in sorted({*before["kind"], *after["kind"]}):
        sides = (rows[rows["kind"] == kind] for rows in (before, after))
        old, new = (dict(zip(r["what"], r["which"], strict=True)) for r in sides)
        yield from _changes(kind, old, new)
