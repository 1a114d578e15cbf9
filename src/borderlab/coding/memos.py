"""The researcher's notes on a source, a sentence, an actor or a code: ``codebook/memos.csv``.

A memo explains and never counts: no measure reads this table. One on a sentence quotes it as a
correction does, so that it is found again when the text has moved and sentences have other ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from borderlab.coding.locating import find_places, is_marked, no_place, sentence_at
from borderlab.coding.recoding import is_code
from borderlab.coding.records import cure_id, doubtful_date, read_records
from borderlab.errors import Problem
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("about", "sha256", "quotation", "text", "who", "when")

#: what a memo may be about, and how its id is written
_KINDS = {
    "source": "source: and a doc_id",
    "sentence": "sentence: and a sentence_id, and quote it",
    "actor": "actor: and an actor_id",
    "code": "code:3, or code:3/item with an item of that pillar",
}


def check_memo(line: int, cells: Mapping[str, str]) -> Problem | None:
    """Say why the cells of a row are no memo, whatever the texts hold."""
    kind, _, name = cells["about"].strip().partition(":")
    say = cure = ""
    if kind not in _KINDS or not name:
        say, cure = f"is about {cells['about']!r}", f"write {'; '.join(_KINDS.values())}"
    elif kind == "sentence" and not is_marked(cells["quotation"].strip()):
        say, cure = "marks no place in its quotation", "put words of the sentence between ⟦ and ⟧"
    elif not cells["text"].strip() or not cells["who"].strip():
        say, cure = "has no text, or does not say who wrote it", "fill in text and who"
    return Problem("memos.csv", line, "memo-row", visible(say), cure) if say else None


def read_memos(
    path: Path, corpus: Corpus, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the table of memos and find what each is about; without a file there are none.

    Parameters
    ----------
    path : pathlib.Path
        Columns about (``source:``, ``sentence:``, ``actor:`` or ``code:`` and an id), sha256 and
        quotation (of a sentence), text, who, when; own columns are kept.
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    (memos, problems)
        ``memos`` has the columns about (the kind), about_id (as the tables have it *now*: a
        doc_id, sentence_id, actor_id or ``3/item``), text, who, when (str) and line (int64). A memo
        that is malformed, or whose subject is not found, is left out and has one problem; one
        whose ``when`` is no date stays and has one too.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> memos, problems = read_memos(Path("no.csv"), study.corpus, study.codebook)
    >>> memos.columns.tolist(), problems
    (['about', 'about_id', 'text', 'who', 'when', 'line'], [])
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    records, problems = read_records(path, COLUMNS, code="memo-row")
    rows = []
    for line, cells in records:
        subject = check_memo(line, cells) or _subject(line, cells, corpus, codebook)
        if isinstance(subject, Problem):
            problems.append(subject)
            continue
        problems += doubtful_date("memos.csv", line, cells["when"])
        rows.append({**_shown(cells), "about": subject[0], "about_id": subject[1], "line": line})
    return table("memos", rows), sorted(problems, key=lambda p: p.line)


def _shown(cells: Mapping[str, str]) -> dict[str, str]:
    """Leave out what only served to find a sentence: texts may not be passed on."""
    return {c: cell.strip() for c, cell in cells.items() if c not in ("sha256", "quotation")}


def _subject(
    line: int, cells: Mapping[str, str], corpus: Corpus, codebook: Codebook
) -> tuple[str, str] | Problem:
    """Find what a memo is about: its kind and its id as the tables have it now."""
    kind, _, name = cells["about"].strip().partition(":")
    known = {"source": corpus.documents.index, "actor": codebook.actors.index}
    if kind == "sentence":
        found, say = _sentence(cells, name, corpus)
    else:
        there = name in known[kind] if kind in known else is_code(name, codebook)
        found, say = name, "" if there else f"there is no {kind} {name!r}"
    if not say:
        return kind, found
    return Problem("memos.csv", line, "memo-orphan", visible(say), _cure(kind, name, corpus, known))


def _cure(kind: str, name: str, corpus: Corpus, known: Mapping[str, pd.Index]) -> str:
    """Offer what a memo may be meant to be about."""
    if kind == "code":
        return f"write {_KINDS[kind]}; or delete the row"
    if kind == "sentence" and name in corpus.sentences.index:
        return "quote more of that sentence, or delete the row"
    ids = {**known, "sentence": corpus.sentences.index}[kind]
    id_name = {"source": "a doc_id", "actor": "an actor_id", "sentence": "a sentence_id"}[kind]
    return cure_id(name, ids, kind=f"{kind}:", id_name=id_name)


def _sentence(cells: Mapping[str, str], name: str, corpus: Corpus) -> tuple[str, str]:
    """Find a sentence by its quotation; its old id decides where several have the same words."""
    quotation = cells["quotation"].strip()
    places = find_places(corpus.documents, quotation, sha256=cells["sha256"].strip())
    found = {sentence_at(corpus.sentences, place) for place in places} - {None}
    if name in found or len(found) == 1:
        return str(name if name in found else found.pop()), ""
    outside = f"{quotation!r} stands in no sentence of title or body"
    return "", no_place(quotation, places) if found or not places else visible(outside)


def find_memos(memos: pd.DataFrame, about: str, about_id: str) -> list[str]:
    """List the memos on one subject as lines, with who wrote them and when.

    Examples
    --------
    >>> row = {"about": "actor", "about_id": "x", "text": "Check.", "who": "AR", "when": "2026"}
    >>> find_memos(table("memos", [{**row, "line": 2}]), "actor", "x")
    ['on actor x: Check. (AR, 2026)']
    """
    here = memos[(memos["about"] == about) & (memos["about_id"] == about_id)]
    return [
        f"on {about} {about_id}: {text} ({', '.join(filter(None, (who, when)))})"
        for text, who, when in here[["text", "who", "when"]].itertuples(index=False)
    ]
