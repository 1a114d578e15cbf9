"""Which pairs are tested together: those that share a stratum, told by the counts alone."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from borderlab.coding.codebook_rules import lineage
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.tables import Incidence, expect_columns

Strata = Literal["document", "story", "corpus"]
Population = Literal["all", "named"]
_COLUMN = {"document": "doc_id", "story": "story_id"}


def fitting(units: Incidence) -> Strata:
    """Name the strata that units and duplicates allow: the narrowest that holds several units."""
    if units.choices.get("unit") in ("document", "story") or "doc_id" not in units.units:
        return "corpus"
    return "story" if units.choices.get("duplicates") in ("echo", "story") else "document"


def stratified(
    units: Incidence, strata: Strata, population: Population
) -> tuple[csr_array, NDArray[np.int64]]:
    """Return the units that count as N, and of each the number of its stratum."""
    place = np.zeros(len(units.units), dtype="int64")
    if strata != "corpus":
        expect_columns("units.units", units.units, [_COLUMN[strata]], "incidence")
        place = pd.factorize(units.units[_COLUMN[strata]])[0].astype("int64")
    kept = (units.matrix.sum(axis=1) > 0) | (population == "all")
    return units.matrix[kept], place[kept]


def shared_strata(matrix: csr_array, place: NDArray[np.int64]) -> pd.DataFrame:
    """List, by pair, each stratum that names both: the counts few <= many, and its N.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (U units, A actors), values 0 or 1
    place : numpy.ndarray of int64, shape (U,)
        The number of each unit's stratum.

    Returns
    -------
    pandas.DataFrame of int64
        source < target (columns of the matrix), stratum, few, many, size, and most: how often the
        pair could be together in all strata.

    Examples
    --------
    >>> matrix = csr_array([[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    >>> shared_strata(matrix, np.array([0, 0, 1])).to_dict("records")
    [{'source': 0, 'target': 1, 'stratum': 0, 'few': 1, 'many': 2, 'size': 2, 'most': 1}]
    """
    size = np.bincount(place)
    shape = len(size), len(place)
    where = csr_array((np.ones(len(place), "int64"), (place, np.arange(len(place)))), shape=shape)
    counts = (where @ matrix).tocsr()
    counts.sort_indices()
    rows = []
    for stratum, (start, end) in enumerate(zip(counts.indptr, counts.indptr[1:], strict=False)):
        actors, named = counts.indices[start:end], counts.data[start:end]
        i, j = np.triu_indices(len(actors), k=1)
        few, many = np.minimum(named[i], named[j]), np.maximum(named[i], named[j])
        told = np.full(len(i), stratum), few, many, np.full(len(i), size[stratum])
        rows.append(np.stack([actors[i], actors[j], *told]))
    columns = ["source", "target", "stratum", "few", "many", "size"]
    shared = pd.DataFrame(np.hstack(rows or [np.empty((6, 0), "int64")]).T, columns=columns)
    shared["most"] = shared.groupby(columns[:2])["few"].transform("sum")
    return shared.sort_values(columns[:3], ignore_index=True)


def pair_names(shared: pd.DataFrame, units: Incidence) -> pd.DataFrame:
    """Name the pairs of the family: their weight, the most it could be, N, and part and whole."""
    sums = {"most": ("most", "first"), "units": ("size", "sum")}
    pairs = shared.groupby(["source", "target"], as_index=False).agg(**sums)
    ids = units.actors.index.to_numpy(dtype=object)
    pairs = pairs.assign(source=ids[pairs["source"]], target=ids[pairs["target"]])
    pairs = pairs.merge(cooccurrence(units), on=["source", "target"], how="left")
    pairs["weight"] = pairs["weight"].fillna(0).astype("int64")
    related = _lines(units.actors)
    pairs["part_whole"] = [
        a.split("@")[0] in related[b] or b.split("@")[0] in related[a]
        for a, b in zip(pairs["source"], pairs["target"], strict=True)
    ]
    return pairs.assign(family=len(pairs))


def _lines(actors: pd.DataFrame) -> dict[str, list[str]]:
    """Map every node to its actor and all that this is part of; an office split off is no part."""
    blank = pd.Series("", index=actors.index)
    parents = actors.get("parent_id", blank).fillna("").rename(lambda node: node.split("@")[0])
    above = parents.to_dict()
    return {node: lineage(node.split("@")[0], above) for node in actors.index}
