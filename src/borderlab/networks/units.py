"""Where the units come from: which sentences of the corpus are read as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_count
from borderlab.tables import Corpus


def check_window(unit: str, window: Any) -> int | None:
    """Return the length of the windows, or raise one clear line unless it fits the unit.

    Examples
    --------
    >>> check_window("window", 3)
    3
    >>> check_window("sentence", 3)
    Traceback (most recent call last):
    borderlab.errors.BorderlabError: window=3 goes with unit='window' only; unit is 'sentence'
    """
    if unit != "window":
        if window is None:
            return None
        raise BorderlabError(f"window={window!r} goes with unit='window' only; unit is {unit!r}")
    check_count(window=window)
    return int(window)


def find_units(corpus: Corpus, choices: Mapping[str, Any]) -> pd.DataFrame:
    """Tell of every counted sentence which units it belongs to.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    choices : mapping
        The checked choices of `incidence`: `zones`, `duplicates`, `unit`, `window`.

    Returns
    -------
    pandas.DataFrame, index sentence_id
        The rows of ``corpus.sentences`` in those zones, each once for every unit that holds it,
        with `story_id`, `unit_id`, `row`, the number of the unit in the order of the corpus, and
        `order`, by which the sentences of a unit are read.
    """
    rows = corpus.sentences[corpus.sentences["zone"].isin(choices["zones"])]
    rows = rows.assign(story_id=rows["doc_id"].map(corpus.documents["story_id"]))
    if choices["duplicates"] == "story":
        rows = rows[rows["doc_id"].isin(rows.drop_duplicates("story_id")["doc_id"])]
    if choices["unit"] == "window":
        rows = _windows(rows, choices["window"])
    else:
        rows = rows.assign(unit_id=_ids(rows, choices))
    return rows.assign(row=pd.factorize(rows["unit_id"])[0], order=np.arange(len(rows)))


def _ids(rows: pd.DataFrame, choices: Mapping[str, Any]) -> pd.Series:
    """Name the one unit of each sentence."""
    own = rows.index.to_series()
    if choices["duplicates"] == "echo":  # the first sentence lends its id, to be looked up
        return own.groupby(rows["echo_id"].where(rows["echo_id"].notna(), own)).transform("first")
    return {
        "sentence": own,
        "paragraph": rows["doc_id"] + ":p" + rows["paragraph"].astype("str"),
        "document": rows["doc_id"],
        "story": rows["story_id"],
    }[choices["unit"]]


def _windows(rows: pd.DataFrame, size: int) -> pd.DataFrame:
    """Repeat the sentences of every window, window by window.

    A run is what a window may not leave: the sentences of one zone of one document, in the order
    of their positions whatever that of the table. One shorter than `size` is a window as it is.
    """
    rows = rows.assign(placed=np.arange(len(rows)), run=rows.groupby(["doc_id", "zone"]).ngroup())
    rows = rows.sort_values(["run", "position"])
    runs = rows.groupby("run")["run"]
    reach = np.minimum(runs.transform("size").to_numpy(), size)
    first = np.flatnonzero(runs.cumcount(ascending=False).to_numpy() >= reach - 1)
    first = first[np.argsort(rows["placed"].to_numpy()[first])]  # in the order of the corpus
    reach = reach[first]
    begins = np.cumsum(reach) - reach
    held = np.repeat(first - begins, reach) + np.arange(reach.sum())
    start, end = rows.index[first], rows.index[first + reach - 1]
    longer = "-" + end.str.rsplit(":", n=1).str[-1]
    ids = start + longer.where(reach > 1, "")
    return rows.iloc[held].assign(unit_id=np.repeat(ids, reach))
