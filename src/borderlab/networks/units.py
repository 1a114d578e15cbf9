"""Where the units come from: which sentences of the corpus are read as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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


class Places(NamedTuple):
    """Where names may stand: every counted sentence, once for each unit that holds it.

    Attributes
    ----------
    held : numpy.ndarray of int64
        The number of the sentence in ``corpus.sentences``.
    row : numpy.ndarray of int64
        The number of the unit in the order of the corpus.
    unit_id : pandas array of str
    units : pandas.DataFrame, index unit_id
        Each unit once, with doc_id and story_id of its first sentence.
    """

    held: NDArray[np.intp]
    row: NDArray[np.intp]
    unit_id: Any
    units: pd.DataFrame


def find_places(corpus: Corpus, choices: Mapping[str, Any]) -> Places:
    """Tell of every counted sentence which units it belongs to, unit by unit as they are read.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    choices : mapping
        The checked choices of `incidence`: `zones`, `duplicates`, `unit`, `window`.
    """
    sentences = corpus.sentences
    held = np.flatnonzero(sentences["zone"].isin(choices["zones"]))
    docs = sentences["doc_id"].iloc[held]
    stories = docs.map(corpus.documents["story_id"])
    if choices["duplicates"] == "story":
        first = docs.isin(docs[~stories.duplicated()]).to_numpy()
        held, docs, stories = held[first], docs[first], stories[first]
    if choices["unit"] == "window":
        again, unit_id = _windows(sentences.iloc[held], choices["window"])
        held, docs, stories = held[again], docs.iloc[again], stories.iloc[again]
    elif choices["unit"] in ("document", "story"):
        unit_id = docs if choices["unit"] == "document" else stories
    else:
        unit_id = _ids(sentences.iloc[held], choices)
    row, names = pd.factorize(unit_id)
    begins = np.unique(row, return_index=True)[1]
    told = {"doc_id": docs.array.take(begins), "story_id": stories.array.take(begins)}
    units = pd.DataFrame(told, index=pd.Index(names, name="unit_id"))
    return Places(held, row, unit_id.array, units)


def _ids(rows: pd.DataFrame, choices: Mapping[str, Any]) -> pd.Series:
    """Name the one unit of each sentence, smaller than its document."""
    if choices["unit"] == "paragraph":
        return rows["doc_id"] + ":p" + rows["paragraph"].astype("str")
    own = rows.index.to_series()
    if choices["duplicates"] != "echo":
        return own
    # the first sentence lends its id, to be looked up
    return own.groupby(rows["echo_id"].where(rows["echo_id"].notna(), own)).transform("first")


def _windows(rows: pd.DataFrame, size: int) -> tuple[NDArray[np.intp], pd.Index]:
    """Repeat the numbers of the rows of every window, window by window, and name the windows.

    A run is what a window may not leave: the sentences of one zone of one document, in the order
    of their positions whatever that of the table. One shorter than `size` is a window as it is.
    """
    run = rows.groupby(["doc_id", "zone"]).ngroup().to_numpy()
    placed = np.lexsort([rows["position"].to_numpy(), run])
    sizes, of = np.bincount(run), run[placed]
    left = np.cumsum(sizes)[of] - np.arange(len(of))  # of the run, the sentence itself included
    reach = np.minimum(sizes[of], size)
    first = np.flatnonzero(left >= reach)
    first = first[np.argsort(placed[first])]  # in the order of the corpus
    reach = reach[first]
    begins = np.cumsum(reach) - reach
    held = np.repeat(first - begins, reach) + np.arange(reach.sum())
    start, end = rows.index[placed[first]], rows.index[placed[first + reach - 1]]
    longer = "-" + end.str.rsplit(":", n=1).str[-1]
    ids = start + longer.where(reach > 1, "")
    return placed[held], ids.repeat(reach)
