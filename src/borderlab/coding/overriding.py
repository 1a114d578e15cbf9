"""Override what the rules coded by what the researcher decided; nothing else is changed.

Scores are computed before, so that they stay those of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args

import pandas as pd

from borderlab.coding.corrections import Correction
from borderlab.coding.locating import Place, sentence_at
from borderlab.coding.offices import find_terms, office_held
from borderlab.errors import Problem
from borderlab.tables import Codebook, Corpus, Role, expect, table

_UNIT = ["paragraph", "position", "sentence_id", "echo_id", "zone"]


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
        Those on pillar codes are left to `apply_pillar_corrections`. A row with both ``wrong`` and
        ``right`` recodes a mention, one without ``right`` removes it, one without ``wrong`` adds.

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
    for correction in (c for c in corrections if not c.of_coding):
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
            return c.fault("correction-actor", *_unknown(said, actors))
    place = c.place(corpus.documents)
    if isinstance(place, Problem):
        return place
    rows = _coded(found, place, c.wrong or c.right, actors)
    if not c.wrong and rows.empty:
        return _add(c, found, corpus, place, _meaning(c.right, actors) or ("", ""))
    if not c.wrong:
        say = f"the rules code {c.right!r} at {c.quotation!r} already"
        return c.fault("correction-idle", say, "delete the row")
    if rows.empty:
        say = f"the rules do not code {c.wrong!r} at {c.quotation!r}"
        return c.fault("correction-idle", say, "delete the row if they are right by now")
    actor, role = _meaning(c.right, actors) or ("", "")
    found.loc[rows, "rule"] = f"correction:line {c.line}"
    found.loc[rows, "actor_id"] = actor
    if role:
        found.loc[rows, "role"] = role
    return None


def _unknown(said: str, actors: pd.Index) -> tuple[str, str]:
    """Say what is wrong with an actor or its role, and the cure."""
    actor, _, role = said.partition(":")
    if said.partition("/")[0].isdecimal():
        return f"{said!r} is no actor of the registry", f"write pillar:{said} for a code"
    if actor in actors:
        return (
            f"{said!r} has the unknown role {role!r}",
            f"write one of {', '.join(get_args(Role))}",
        )
    near = get_close_matches(actor, actors, 1)
    cure = "write an actor_id, with or without :actor, :place or :modifier"
    return f"{said!r} is no actor of the registry", f"did you mean {near[0]}?" if near else cure


def _coded(found: pd.DataFrame, place: Place, said: str, actors: pd.Index) -> pd.Index:
    """List the mentions of a place that are of an actor, in one role or in any."""
    doc_id, start, end = place
    actor, role = _meaning(said, actors) or ("", "")
    roles = [role] if role else get_args(Role)
    here = (found["doc_id"] == doc_id) & (found["start"] == start) & (found["end"] == end)
    return found.index[here & (found["actor_id"] == actor) & found["role"].isin(roles)]


def _add(
    c: Correction, found: pd.DataFrame, corpus: Corpus, place: Place, right: tuple[str, str],
) -> Problem | None:  # fmt: skip
    doc_id, start, end = place
    sentence_id = sentence_at(corpus.sentences, place)
    if sentence_id is None:
        say = f"{c.quotation!r} stands in no sentence of title or body"
        return c.fault("correction-orphan", say, "delete the row")
    unit = corpus.sentences.loc[sentence_id]
    text = corpus.documents.loc[doc_id]
    row = {
        "doc_id": doc_id, "story_id": text["story_id"], "sentence_id": sentence_id,
        **{k: unit[k] for k in _UNIT if k != "sentence_id"}, "start": start, "end": end,
        "surface": text["text"][start:end], "actor_id": right[0], "form": "name",
        "role": right[1] or "actor", "office": float("nan"), "rule": f"correction:line {c.line}",
    }  # fmt: skip
    found.loc[f"{doc_id}:c{c.line}", list(row)] = list(row.values())
    return None
