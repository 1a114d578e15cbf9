"""The work of two people made one: what they agree on, and a list of what they must settle.

Nothing is decided for them, and who comes first makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from borderlab.coding.coders import Coder, make_coder, pillar_ratings
from borderlab.coding.corrections import Correction
from borderlab.errors import Problem, SourceError

_KEY = ["sentence_id", "doc_id", "start", "end", "actor_id"]
_PLACE = ["sha256", "start", "end", "actor", "quotation"]
_Place = tuple[str, int, int, str, str]


class Merged(NamedTuple):
    """One coder made of two, and the conflicts between them.

    Attributes
    ----------
    coder : Coder
        The rows of sentences that both coded alike, or that one of them coded. A sentence with a
        conflict is not coded, and has no rows, until that is settled.
    conflicts : pandas.DataFrame
        sentence_id, doc_id, start, end, actor_id of a mention (all but the first two missing for
        pillars), and a column for each of the two with what they say: form and role, such as
        ``name actor``, pillars, such as ``1|3``, ``(none)`` or ``(not named)``.
    """

    coder: Coder
    conflicts: pd.DataFrame


def merge_sheets(a: Coder, b: Coder) -> Merged:
    """Merge what two people coded, each on sentences of their own or on the same ones.

    Parameters
    ----------
    a, b : Coder
        As `read_sheet` returns them, of one corpus.

    Returns
    -------
    Merged
        ``merge_sheets(b, a)`` is the same but for the order of the two columns of conflicts, and
        ``merge_sheets(a, a)`` is a without conflicts. Notes of both are kept.
    """
    coded = _both_coded(a, b)
    said = pd.DataFrame({0: _said(a, b), 1: _said(b, a)}).fillna("(not named)")
    differs = said[said[0] != said[1]]
    pillars = _pillar_conflicts(a, b)
    names = [a.name, b.name if b.name != a.name else f"{b.name} (2)"]
    conflicts = pd.concat([differs.reset_index(), pillars], ignore_index=True)
    conflicts = conflicts.reindex(columns=[*_KEY, 0, 1]).rename(columns=dict(enumerate(names)))
    coded.loc[coded.index.isin(differs.index.get_level_values(0)), "mentions"] = False
    coded.loc[coded.index.isin(pillars["sentence_id"]), "pillars"] = False
    pairs = {
        (str(i), int(p))
        for coder in (a, b)
        for i, p in coder.codings[["sentence_id", "pillar"]].itertuples(index=False)
        if i in coder.coded.index[coder.coded["pillars"]]
    }
    name = " + ".join(sorted({part for c in (a, b) for part in c.name.split(" + ")}))
    merged = make_coder(name, _united(a, b), pairs, coded)
    return Merged(merged, conflicts.sort_values(_KEY, kind="stable").reset_index(drop=True))


def join_sheets(sheets: Sequence[Coder], *, files: Sequence[str] = ()) -> Coder:
    """Take the sheets of one person together.

    Parameters
    ----------
    sheets : sequence of Coder
    files : sequence of str, optional
        The name of the file of each sheet, for the message.

    Raises
    ------
    SourceError
        When two of them code one sentence: then they are two codings, and need two names.
    """
    _refuse_twice(sheets, files)
    whole = sheets[0]
    for sheet in sheets[1:]:
        left_out = tuple(dict.fromkeys([*whole.left_out, *sheet.left_out]))
        problems = [*whole.problems, *sheet.problems]
        merged = merge_sheets(whole, sheet).coder
        whole = merged._replace(problems=problems, left_out=left_out)
    return whole


def _refuse_twice(sheets: Sequence[Coder], files: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for number, sheet in enumerate(sheets):
        if twice := sorted(first.keys() & set(sheet.coded.index)):
            where = f", {files[first[twice[0]]]} and {files[number]}" if files else ""
            say = f"codes {twice[0]} in two sheets{where}"
            cure = "give each sheet a name of its own beside coder"
            raise SourceError(Problem(sheet.name, 0, "coder-twice", say, cure))
        first |= dict.fromkeys(sheet.coded.index, number)


def _both_coded(a: Coder, b: Coder) -> pd.DataFrame:
    """Unite what is coded at all, by document and place."""
    whole = pd.concat([a.coded, b.coded]).groupby(level=0)
    return whole.agg(
        doc_id=("doc_id", "first"), start=("start", "first"), mentions=("mentions", "any"),
        pillars=("pillars", "any"), note=("note", _joined),
    ).sort_values(["doc_id", "start"])  # fmt: skip


def _joined(notes: pd.Series) -> str:
    """Join what both noted, each note once."""
    return " / ".join(sorted({part for note in notes for part in note.split(" / ") if part}))


def _said(coder: Coder, other: Coder) -> pd.Series:
    """Say form and role of each mention of a coder, in sentences that the other coded too."""
    both = [set(c.coded.index[c.coded["mentions"]]) for c in (coder, other)]
    rows = coder.mentions[coder.mentions["sentence_id"].isin(both[0] & both[1])].set_index(_KEY)
    return rows["form"] + " " + rows["role"]


def _pillar_conflicts(a: Coder, b: Coder) -> pd.DataFrame:
    said = pillar_ratings([a._replace(name="0"), b._replace(name="1")]).dropna()
    said = said[said["0"] != said["1"]].set_axis([0, 1], axis=1).rename_axis("sentence_id")
    doc_ids = pd.concat([a.coded["doc_id"], b.coded["doc_id"]])
    return said.reset_index().assign(doc_id=[doc_ids[[i]].iloc[0] for i in said.index])


def _united(a: Coder, b: Coder) -> pd.DataFrame:
    """Unite the mentions of sentences that a coder finished."""
    finished = [set(c.coded.index[c.coded["mentions"]]) for c in (a, b)]
    rows = [
        c.mentions[c.mentions["sentence_id"].isin(f)] for c, f in zip((a, b), finished, strict=True)
    ]
    whole = pd.concat(rows)
    whole = whole.assign(length=whole["start"] - whole["end"], rule="merged")
    whole = whole.sort_values(["doc_id", "start", "length", "actor_id", "form", "role"])
    whole = whole.drop_duplicates([*_KEY, "form", "role"])
    whole = whole.drop(columns=["length", "note"], errors="ignore")  # notes of both: in coded
    numbers = (whole.groupby("doc_id").cumcount() + 1).astype("str")
    ids = (whole["doc_id"] + ":h" + numbers).rename("mention_id")
    return whole.set_axis(pd.Index(ids, name="mention_id"))


class MergedCorrections(NamedTuple):
    """Corrections that both tables allow, and the places where they contradict one another.

    Attributes
    ----------
    corrections : list of Correction
        Sorted by text and place, lines numbered from 2; ``pandas.DataFrame(corrections)`` without
        its column line is the table to save.
    conflicts : pandas.DataFrame
        sha256, start, end, actor (the one who is wrong there; empty where a mention is added),
        quotation (of a row without offsets), and ours, theirs: what is right, ``(removed)`` or
        ``(no correction)``.
    """

    corrections: list[Correction]
    conflicts: pd.DataFrame


def merge_corrections(
    ours: Sequence[Correction], theirs: Sequence[Correction], *, base: Sequence[Correction] = ()
) -> MergedCorrections:
    """Merge two versions of ``corrections.csv``.

    Parameters
    ----------
    ours, theirs : sequence of Correction
        As `read_corrections` returns them.
    base : sequence of Correction, optional
        The version that both started from: a row that only one of them changed or deleted is then
        changed or deleted, without it every row counts as added.

    Returns
    -------
    MergedCorrections
        Every correction once (of two that decide alike, the first by day, then by name); where the
        two decide one mention otherwise, neither counts and the conflict is listed. The order of
        the two makes no difference.
    """
    tables = [_by_place(rows) for rows in (base, ours, theirs)]
    rows = [row for rows in (base, ours, theirs) for row in rows]
    kept: list[Correction] = []
    conflicts = []
    for place in sorted(set().union(*tables)):
        before, mine, other = (table.get(place, frozenset()) for table in tables)
        if mine != other and before not in (mine, other):
            conflicts.append((*place, _told(mine), _told(other)))
            continue
        decided = other if mine == before else mine
        kept += [_first(rows, place, decision) for decision in sorted(decided)]
    numbered = [row._replace(line=line) for line, row in enumerate(kept, start=2)]
    table = pd.DataFrame(conflicts, columns=[*_PLACE, "ours", "theirs"])
    return MergedCorrections(numbered, table.astype({"start": "int64", "end": "int64"}))


def _place(row: Correction) -> _Place:
    """Say which mention a row is about: a span may hold several members of a collective.

    A row without offsets has its quotation instead.
    """
    quotation = "" if row.end else row.quotation
    return row.sha256, row.start, row.end, row.wrong.partition(":")[0], quotation


def _by_place(rows: Sequence[Correction]) -> dict[_Place, frozenset[tuple[str, str]]]:
    found = defaultdict(set)
    for row in rows:
        found[_place(row)].add((row.wrong, row.right))
    return {place: frozenset(decisions) for place, decisions in found.items()}


def _first(rows: Sequence[Correction], place: _Place, decision: tuple[str, str]) -> Correction:
    alike = [r for r in rows if _place(r) == place and (r.wrong, r.right) == decision]
    return min(alike, key=lambda r: (r.when or "9", r.who, r.why, r.quotation, r.line))


def _told(decisions: frozenset[tuple[str, str]]) -> str:
    return "|".join(sorted(right or "(removed)" for _, right in decisions)) or "(no correction)"
