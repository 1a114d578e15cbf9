"""Spans that people or other programs coded, made into mentions: sentence by sentence, in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from borderlab.tables import Corpus, table

#: what says that two rows are one mention, coded alike
CODES = ("doc_id", "start", "end", "actor_id", "form", "role")


def sentence_of(spans: pd.DataFrame, corpus: Corpus) -> pd.Series:
    """Name the sentence that holds each span whole.

    Parameters
    ----------
    spans : pandas.DataFrame
        With columns doc_id, start, end.
    corpus : Corpus

    Returns
    -------
    pandas.Series of str, index as spans
        Missing where a span does not stand whole in a sentence of title or body.

    Examples
    --------
    >>> import borderlab as bl
    >>> corpus = bl.open_study(".").corpus
    >>> spans = pd.DataFrame({"doc_id": ["hled-2021"] * 2, "start": [600, 0], "end": [601, 10**6]})
    >>> sentence_of(spans, corpus).tolist()
    ['hled-2021:s2', nan]
    """
    found = pd.Series(np.nan, spans.index, dtype="object")
    sentences = corpus.sentences.sort_values("start").groupby("doc_id")
    for doc_id, rows in spans.groupby("doc_id"):
        if doc_id not in sentences.groups:
            continue
        around = sentences.get_group(doc_id)
        last = around["start"].searchsorted(rows["start"], side="right") - 1
        inside = last >= 0
        inside[inside] = around["end"].to_numpy()[last[inside]] >= rows["end"].to_numpy()[inside]
        found[rows.index[inside]] = around.index.to_numpy()[last[inside]]
    return found.astype("str")


def to_mentions(spans: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Complete coded spans to a table of mentions, so that every measure can be taken from them.

    Parameters
    ----------
    spans : pandas.DataFrame
        With columns doc_id, start, end, actor_id, form, role and rule, each span in a sentence;
        further columns are kept.
    corpus : Corpus

    Returns
    -------
    pandas.DataFrame
        The contract ``mentions``, in reading order, with ids ``doc:h1`` … and no office.
    """
    order = {doc_id: i for i, doc_id in enumerate(corpus.documents.index)}
    keys = spans.assign(text=spans["doc_id"].map(order), length=spans["start"] - spans["end"])
    spans = spans.loc[keys.sort_values(["text", "start", "length", "actor_id"]).index]
    numbers = (spans.groupby("doc_id").cumcount() + 1).astype("str")
    places = corpus.sentences.reindex(sentence_of(spans, corpus))
    units = {c: places[c].to_numpy() for c in ("paragraph", "position", "echo_id", "zone")}
    texts = corpus.documents["text"]
    rows: list[dict[str, Any]] = spans.assign(
        **units,
        sentence_id=places.index.to_numpy(),
        mention_id=(spans["doc_id"] + ":h" + numbers).to_numpy(),
        story_id=spans["doc_id"].map(corpus.documents["story_id"]),
        surface=[texts[d][s:e] for d, s, e in spans[["doc_id", "start", "end"]].to_numpy()],
        office=float("nan"),
    ).to_dict("records")
    return table("mentions", rows)
