"""From a number back to its sentences: what stands behind an actor, an edge or a pillar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from borderlab.coding.memos import find_memos
from borderlab.errors import Problem, UnknownActorError

if TYPE_CHECKING:
    from borderlab.tables import Codebook, Corpus

_COLUMNS = ["sentence_id", "label", "start", "end", "text", "marks", "memos"]


def find_actor(codebook: Codebook, name: str) -> str:
    """Return the id of an actor given by its id or its label, in either language.

    Raises
    ------
    UnknownActorError
        When no actor has this id or label; the message lists the nearest ids.
    """
    from difflib import get_close_matches

    actors = codebook.actors
    known = {str(i): str(i) for i in actors.index}
    for column in ("label", "label_es"):
        known |= {label: str(i) for i, label in actors[column].items()}
    if name in known:
        return known[name]
    near = dict.fromkeys(known[k] for k in get_close_matches(name, list(known), n=3))
    cure = f"did you mean {' or '.join(near)}?" if near else "see seeds/codebook/actors.csv"
    raise UnknownActorError(Problem("actors.csv", 0, "unknown-actor", f"no actor {name!r}", cure))


def evidence(
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    a: str,
    b: str | None = None,
    *,
    roles: tuple[str, ...] = ("actor",),
    memos: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the sentences that name an actor, or name two together.

    Parameters
    ----------
    mentions, corpus, codebook
        As elsewhere.
    a, b : str
        Ids or labels; without ``b``, every sentence that names ``a``.
    roles : tuple of str, optional
        Which mentions count; as in `incidence`.
    memos : pandas.DataFrame, optional
        As `read_memos` returns them.

    Returns
    -------
    pandas.DataFrame, one row per body sentence in reading order
        Columns sentence_id, label (of the text), start and end (offsets of the sentence in the
        document), text, marks: the spans that name them, as ``(start, end)`` within ``text``, and
        memos: a list of lines on the sentence and on its text.

    Raises
    ------
    UnknownActorError
    """
    who = {find_actor(codebook, name) for name in (a, b) if name is not None}
    counted = mentions[
        mentions["actor_id"].isin(who) & mentions["role"].isin(roles) & (mentions["zone"] == "body")
    ]
    named = counted.groupby("sentence_id")["actor_id"].nunique()
    rows = corpus.sentences.loc[corpus.sentences.index.isin(named.index[named == len(who)])]
    marks = counted.groupby("sentence_id")[["start", "end"]].apply(
        lambda spans: sorted(set(spans.itertuples(index=False, name=None)))
    )
    table = rows.reset_index().assign(
        label=rows["doc_id"].map(corpus.documents["label"]).to_numpy(),
        marks=[
            [(int(s) - start, int(e) - start) for s, e in marks[i]]
            for i, start in rows["start"].items()
        ],
        memos=[_memos(memos, i, doc_id) for i, doc_id in rows["doc_id"].items()],
    )
    return table[_COLUMNS]


def _memos(memos: pd.DataFrame | None, sentence_id: str, doc_id: str) -> list[str]:
    """List the memos on a sentence and on its text."""
    if memos is None:
        return []
    return [*find_memos(memos, "sentence", sentence_id), *find_memos(memos, "source", doc_id)]
