"""Override the pillar codes of sentences by what the researcher decided.

The quotation of such a row marks a whole sentence, and then the row is about all of its codes, or
the very words of one cue. Scores are computed before, so that they stay those of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from borderlab.coding.corrections import Correction
from borderlab.coding.locating import Place, sentence_at
from borderlab.errors import Problem
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

_CODE = re.compile(r"(0|[1-9][0-9]{0,8})(?:/(.+))?")
_NONE = float("nan")
_Row = dict[str, Any]


def apply_pillar_corrections(
    codings: pd.DataFrame, corpus: Corpus, codebook: Codebook, corrections: Sequence[Correction]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Override what the rules coded.

    Parameters
    ----------
    codings : pandas.DataFrame
        As `code_pillars` returns them; not edited.
    corpus : Corpus
    codebook : Codebook
    corrections : sequence of Correction
        Those on mentions are left to `apply_corrections`. ``pillar:3`` as ``wrong`` means every
        code of that pillar, ``pillar:3/item`` one item; as ``right`` it is the whole new code.

    Returns
    -------
    (codings, problems)
        Changed and added rows have the basis ``correction`` and the cue ``correction:line n``;
        their offsets are those of the cue, or of the marked words. A correction whose place is not
        found or stands several times, or that changes nothing, is left out and has one problem.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    rows, problems = codings.to_dict("records"), []
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    for correction in (c for c in corrections if c.of_coding):
        place = _check(correction, codebook) or correction.place(corpus.documents)
        done = place if isinstance(place, Problem) else _recode(correction, rows, body, place)
        if isinstance(done, Problem):
            problems.append(done)
        else:
            rows = done
    order = {sentence_id: i for i, sentence_id in enumerate(corpus.sentences.index)}
    rows.sort(key=lambda row: (order[row["sentence_id"]], row["start"]))
    return table("codings", rows), problems


def is_code(said: str, codebook: Codebook) -> bool:
    """Tell whether a pillar (``3``), or an item under its pillar (``3/item``), is registered."""
    code = _CODE.fullmatch(said)
    if not code or int(code[1]) not in codebook.pillars.index:
        return False
    return code[2] is None or bool(codebook.items["pillar"].get(code[2]) == code[1])


def _check(c: Correction, codebook: Codebook) -> Problem | None:
    """Refuse a pillar or an item that the codebook lacks, and an item under another pillar."""
    for said in filter(None, (c.wrong, c.right)):
        if not is_code(said.removeprefix("pillar:"), codebook):
            say = f"{said!r} is no code of the codebook"
            cure = "write pillar:3, or pillar:3/item with an item of that pillar"
            return c.fault("correction-code", say, cure)
    return None


def _code(said: str) -> tuple[int, str]:
    """Part a code that was checked into pillar and item.

    Examples
    --------
    >>> _code("pillar:3/cybersecurity"), _code("pillar:0")
    ((3, 'cybersecurity'), (0, ''))
    """
    _, _, code = said.partition(":")
    pillar, _, item = code.partition("/")
    return int(pillar), item


def _recode(
    c: Correction, rows: list[_Row], body: pd.DataFrame, place: Place
) -> list[_Row] | Problem:
    """Return the rows after one correction."""
    sentence_id = sentence_at(body, place)
    if sentence_id is None:
        say = f"{c.quotation!r} stands in no one sentence of a body"
        return c.fault("correction-orphan", say, "mark one sentence, or words of it")
    here = [row for row in rows if row["sentence_id"] == sentence_id]
    if not c.wrong:
        return _add(c, rows, here, sentence_id, place)
    span = list(place[1:])
    if span != [body.loc[sentence_id, "start"], body.loc[sentence_id, "end"]]:
        here = [row for row in here if [row["start"], row["end"]] == span]
    meant = [id(row) for row in here if _is(row, c.wrong)]
    if not meant:
        say = f"the rules do not code {c.wrong!r} at {c.quotation!r}"
        cure = "mark the whole sentence or the cue; delete the row if the rules are right by now"
        return c.fault("correction-idle", say, cure)
    changed = [{**row, **_decided(c)} if id(row) in meant else row for row in rows]
    return changed if c.right else [row for row in rows if id(row) not in meant]


def _is(row: _Row, said: str) -> bool:
    pillar, item = _code(said)
    return bool(row["pillar"] == pillar and item in ("", row["item"]))


def _decided(c: Correction) -> _Row:
    """Return the cells that a correction fills."""
    pillar, item = _code(c.right) if c.right else (0, "")
    told = {"basis": "correction", "cue": f"correction:line {c.line}"}
    return {"pillar": pillar, "item": item or _NONE, **told}


def _add(
    c: Correction, rows: list[_Row], here: list[_Row], sentence_id: str, place: Place
) -> list[_Row] | Problem:
    if any(_is(row, c.right) for row in here):
        say = f"the rules code {c.right!r} at {c.quotation!r} already"
        return c.fault("correction-idle", say, "delete the row")
    doc_id, start, end = place
    return [
        *rows,
        {"sentence_id": sentence_id, "doc_id": doc_id, **_decided(c), "start": start, "end": end},
    ]
