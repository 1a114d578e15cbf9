"""The researcher's last word on mentions: ``codebook/corrections.csv`` overrides the rules.

A row quotes its place, the mention between ⟦ and ⟧, so that it is found again when a text has
moved; deleting the row undoes it. Nothing else is changed, and scores are computed before.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import pandas as pd

from borderlab.coding.offices import find_terms, office_held
from borderlab.errors import Problem
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, Role, expect, table

COLUMNS = ("sha256", "start", "end", "quotation", "wrong", "right", "who", "why", "when")
_MARKED = re.compile(r"([^⟦⟧]*)⟦([^⟦⟧]+)⟧([^⟦⟧]*)", re.DOTALL)
_UNIT = ["paragraph", "position", "sentence_id", "echo_id", "zone"]


class Correction(NamedTuple):
    """One row of the table; ``wrong`` and ``right`` are an actor with or without a role."""

    line: int
    sha256: str
    start: int
    end: int
    quotation: str
    wrong: str
    right: str
    who: str
    why: str
    when: str

    def fault(self, code: str, message: str, cure: str) -> Problem:
        """Make a problem row of it."""
        return Problem("corrections.csv", self.line, code, visible(message), cure)


def read_corrections(path: Path) -> tuple[list[Correction], list[Problem]]:
    """Read the table of corrections; without a file there are none.

    Returns
    -------
    (corrections, problems)
        A row that cannot count is left out and has one problem.
    """
    if not path.is_file():
        return [], []
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        say, cure = f"cannot be read ({error})", "save it as CSV in UTF-8"
        return [], [Problem(path.name, 0, "unreadable-table", say, cure)]
    if missing := [c for c in COLUMNS if c not in (reader.fieldnames or [])]:
        say = f"has no column {', '.join(missing)}, so none of its rows counts"
        return [], [Problem(path.name, 1, "column-missing", say, "add the column")]
    read = [_row(line, row) for line, row in rows]
    good = [row for row in read if isinstance(row, Correction)]
    return good, [row for row in read if isinstance(row, Problem)]


def _row(line: int, cells: dict[str, str]) -> Correction | Problem:
    say = cure = ""
    values = {c: (cells.get(c) or "").strip() for c in COLUMNS}
    if None in cells or None in cells.values():
        say, cure = "has missing or surplus cells", "give it one cell per column, quoting commas"
    elif not values["start"].isdecimal() or not values["end"].isdecimal():
        say, cure = "has offsets that are no numbers", "write whole numbers in start and end"
    elif not _MARKED.fullmatch(values["quotation"]):
        say, cure = "marks no mention in its quotation", "put the mention between ⟦ and ⟧"
    elif not values["wrong"] and not values["right"]:
        say, cure = "says neither what is wrong nor what is right", "fill one of them in"
    elif not values["who"] or not values["why"]:
        say, cure = "does not say who decided and why", "fill in who and why"
    if say:
        return Problem("corrections.csv", line, "correction-row", say, cure)
    words = {**values, "start": int(values["start"]), "end": int(values["end"])}
    return Correction(line=line, **words)  # type: ignore[arg-type]


def _places(text: str, quotation: str) -> Iterator[tuple[int, int]]:
    """Yield where a quotation's mention stands in a text, blanks and line breaks alike."""
    before, marked, after = (_loosely(p) for p in _MARKED.fullmatch(quotation).groups())  # type: ignore[union-attr]
    for match in re.finditer(f"{before}({marked}){after}", text):
        yield match.span(1)


def _loosely(part: str) -> str:
    pieces = [re.escape(word) for word in re.split(r"\s+", part)]
    return r"\s+".join(pieces)


def _locate(correction: Correction, documents: pd.DataFrame) -> list[tuple[str, int, int]]:
    """List the places that a correction can mean: its own, else where its quotation stands."""
    marked = " ".join(_MARKED.fullmatch(correction.quotation)[2].split())  # type: ignore[index]
    same = documents[documents["sha256"] == correction.sha256]
    for doc_id, text in same["text"].items():
        if " ".join(text[correction.start : correction.end].split()) == marked:
            return [(str(doc_id), correction.start, correction.end)]
    return [
        (str(doc_id), start, end)
        for doc_id, text in (documents if same.empty else same)["text"].items()
        for start, end in _places(text, correction.quotation)
    ]


def _meaning(said: str, actors: pd.Index) -> tuple[str, str] | None:
    actor, _, role = said.partition(":")
    return (actor, role) if actor in actors and role in ("", *get_args(Role)) else None


def apply_corrections(
    mentions: pd.DataFrame, corpus: Corpus, codebook: Codebook, corrections: Sequence[Correction]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Override what the rules coded.

    Parameters
    ----------
    mentions : pandas.DataFrame
        As `find_mentions` returns them; not edited.
    corpus : Corpus
    codebook : Codebook
    corrections : sequence of Correction
        A row with both ``wrong`` and ``right`` recodes a mention, one without ``right`` removes
        it, one without ``wrong`` adds it.

    Returns
    -------
    (mentions, problems)
        Changed rows have the rule ``correction:line n``; added ones the id ``doc:c<line>``. A
        correction whose place is not found, or stands several times, or whose mention the rules do
        not code, is left out and has one problem.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    found, problems = mentions.copy(), []
    terms = find_terms(codebook.offices)
    for correction in corrections:
        if problem := _apply(correction, found, corpus, codebook.actors.index):
            problems.append(problem)
    found = found[found["actor_id"] != ""]
    changed = found.index[found["rule"].str.startswith("correction:")]
    for mention_id in changed:
        who, text = found.loc[mention_id, "actor_id"], found.loc[mention_id, "doc_id"]
        days = corpus.documents.loc[text, ["published_earliest", "published_latest"]]
        found.loc[mention_id, "office"] = office_held(terms, who, *days)
    order = {doc_id: i for i, doc_id in enumerate(corpus.documents.index)}
    place = pd.DataFrame({
        "text": found["doc_id"].map(order), "start": found["start"], "end": -found["end"]
    })  # fmt: skip
    found = found.loc[place.sort_values(list(place), kind="stable").index]
    return table("mentions", found.reset_index().to_dict("records")), problems


def _apply(c: Correction, found: pd.DataFrame, corpus: Corpus, actors: pd.Index) -> Problem | None:
    """Write one correction into the mentions; an empty actor marks what is removed."""
    for said in (c.wrong, c.right):
        if said and _meaning(said, actors) is None:
            cure = "write an actor_id, with or without :actor, :place or :modifier"
            return c.fault("correction-actor", f"{said!r} is no actor of the registry", cure)
    places = _locate(c, corpus.documents)
    if len(places) != 1:
        say = (
            f"{c.quotation!r} stands {len(places)} times" if places else f"{c.quotation!r} is gone"
        )
        return c.fault("correction-orphan", say, "quote more around it, or delete the row")
    doc_id, start, end = places[0]
    here = (found["doc_id"] == doc_id) & (found["start"] == start) & (found["end"] == end)
    right = _meaning(c.right, actors) if c.right else None
    if not c.wrong:
        return _add(c, found, corpus, (doc_id, start, end), right or ("", ""))
    actor, role = _meaning(c.wrong, actors) or ("", "")
    rows = found.index[
        here
        & (found["actor_id"] == actor)
        & (found["role"].isin([role] if role else get_args(Role)))
    ]
    if rows.empty:
        say = f"the rules do not code {c.wrong!r} at {c.quotation!r}"
        return c.fault("correction-idle", say, "delete the row if they are right by now")
    found.loc[rows, "rule"] = f"correction:line {c.line}"
    found.loc[rows, "actor_id"] = right[0] if right else ""
    if right and right[1]:
        found.loc[rows, "role"] = right[1]
    return None


def _add(
    c: Correction, found: pd.DataFrame, corpus: Corpus, place: tuple[str, int, int],
    right: tuple[str, str],
) -> Problem | None:  # fmt: skip
    doc_id, start, end = place
    sentences = corpus.sentences
    around = sentences[
        (sentences["doc_id"] == doc_id) & (sentences["start"] <= start) & (sentences["end"] >= end)
    ]
    if around.empty:
        say = f"{c.quotation!r} stands in no sentence of title or body"
        return c.fault("correction-orphan", say, "delete the row")
    unit = around.iloc[0]
    text = corpus.documents.loc[doc_id]
    row = {
        "doc_id": doc_id, "story_id": text["story_id"], "sentence_id": around.index[0],
        **{k: unit[k] for k in _UNIT if k != "sentence_id"}, "start": start, "end": end,
        "surface": text["text"][start:end], "actor_id": right[0], "form": "name",
        "role": right[1] or "actor", "office": float("nan"), "rule": f"correction:line {c.line}",
    }  # fmt: skip
    found.loc[f"{doc_id}:c{c.line}", list(row)] = list(row.values())
    return None
