"""Where the units come from: which sentences of the corpus are read as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from borderlab.tables import Corpus


def find_units(corpus: Corpus, choices: Mapping[str, Any]) -> pd.DataFrame:
    """Tell of every counted sentence which unit it belongs to.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    choices : mapping
        The checked choices of `incidence`: `zones`, `duplicates`, `unit`.

    Returns
    -------
    pandas.DataFrame, index sentence_id
        The rows of ``corpus.sentences`` in those zones with `story_id`, `unit_id` and `row`, the
        number of the unit in the order of the corpus.
    """
    rows = corpus.sentences[corpus.sentences["zone"].isin(choices["zones"])]
    rows = rows.assign(story_id=rows["doc_id"].map(corpus.documents["story_id"]))
    if choices["duplicates"] == "story":
        rows = rows[rows["doc_id"].isin(rows.drop_duplicates("story_id")["doc_id"])]
    own = rows.index.to_series()
    ids = {
        "sentence": own,
        "paragraph": rows["doc_id"] + ":p" + rows["paragraph"].astype("str"),
        "document": rows["doc_id"],
        "story": rows["story_id"],
    }[choices["unit"]]
    if choices["duplicates"] == "echo":  # the first sentence lends its id, to be looked up
        ids = own.groupby(rows["echo_id"].where(rows["echo_id"].notna(), own)).transform("first")
    return rows.assign(unit_id=ids, row=pd.factorize(ids)[0])
