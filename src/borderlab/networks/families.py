"""Which pairs are tested together: those that share a stratum, told by the counts alone."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from borderlab.coding.codebook_rules import lineage
from borderlab.tables import Incidence, expect_columns

Strata = Literal["document", "story", "corpus"]
Population = Literal["all", "named"]
Counts = NDArray[np.int64]
_COLUMN = {"document": "doc_id", "story": "story_id"}


def fitting(units: Incidence) -> Strata:
    """Name the strata that units and duplicates allow: the narrowest that holds several units."""
    if units.choices.get("unit") in ("document", "story") or "doc_id" not in units.units:
        return "corpus"
    return "story" if units.choices.get("duplicates") in ("echo", "story") else "document"


def stratified(
    units: Incidence, strata: Strata, population: Population
) -> tuple[csr_array, Counts]:
    """Return the units that count as N, and of each the number of its stratum."""
    place = np.zeros(len(units.units), dtype="int64")
    if strata != "corpus":
        expect_columns("units.units", units.units, [_COLUMN[strata]], "incidence")
        place = pd.factorize(units.units[_COLUMN[strata]])[0].astype("int64")
    kept = (units.matrix.sum(axis=1) > 0) | (population == "all")
    return units.matrix[kept], place[kept]


class Shared(NamedTuple):
    """Each stratum that names both actors of a pair, pair by pair; arrays of int64 of one length.

    ``source`` < ``target``: columns of the matrix; ``few`` <= ``many``: units of the stratum that
    name the one and the other; ``size``: all its units; ``most``: how often the pair could be
    together in all strata. ``first`` (P pairs): where in these a pair begins.
    """

    source: Counts
    target: Counts
    stratum: Counts
    few: Counts
    many: Counts
    size: Counts
    most: Counts
    first: Counts


def shared_strata(matrix: csr_array, place: Counts) -> Shared:
    """List, by pair, each stratum that names both: the counts few <= many, and its N.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (U units, A actors), values 0 or 1
    place : numpy.ndarray of int64, shape (U,)
        The number of each unit's stratum.

    Examples
    --------
    >>> matrix = csr_array([[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    >>> found = shared_strata(matrix, np.array([0, 0, 1]))
    >>> found.few, found.many, found.size, found.most
    (array([1]), array([2]), array([2]), array([1]))
    """
    size = np.bincount(place)
    shape = len(size), len(place)
    where = csr_array((np.ones(len(place), "int64"), (place, np.arange(len(place)))), shape=shape)
    counts = (where @ matrix).tocsr()
    counts.sort_indices()
    rows = [np.empty((6, 0), "int64")]
    for stratum, (start, end) in enumerate(zip(counts.indptr, counts.indptr[1:], strict=False)):
        actors, named = counts.indices[start:end], counts.data[start:end]
        i, j = np.triu_indices(len(actors), k=1)
        few, many = np.minimum(named[i], named[j]), np.maximum(named[i], named[j])
        places = np.full(len(i), stratum), few, many, np.full(len(i), size[stratum])
        rows.append(np.stack([actors[i], actors[j], *places]))
    told = np.hstack(rows)
    source, target, stratum, few, many, size = told[:, np.lexsort(told[2::-1])]
    return Shared(source, target, stratum, few, many, size, *_by_pair(source, target, few))


def _by_pair(source: Counts, target: Counts, few: Counts) -> tuple[Counts, Counts]:
    """Return how often each pair could be together, row by row, and where the pairs begin."""
    again = (np.diff(source, prepend=-1) == 0) & (np.diff(target, prepend=-1) == 0)
    first = np.flatnonzero(~again)
    return np.repeat(added_up(few, first), np.diff(first, append=len(few))), first


def added_up(values: Counts, first: Counts) -> Counts:
    """Add up by pair; without pairs, numpy would find nowhere to begin."""
    found: Counts = np.add.reduceat(values, first) if len(first) else values
    return found


def together(units: Incidence, shared: Shared) -> Counts:
    """Count the units that name both, of each pair."""
    if not len(shared.first):
        return shared.first  # of no pairs, scipy would return a matrix
    both = (units.matrix.T @ units.matrix).tocsr()
    counts: Counts = both[shared.source[shared.first], shared.target[shared.first]]
    return counts


def pair_names(shared: Shared, units: Incidence) -> pd.DataFrame:
    """Name the pairs of the family: their units in all strata, and part and whole."""
    first, ids = shared.first, units.actors.index.to_numpy(dtype=object)
    source, target = ids[shared.source[first]], ids[shared.target[first]]
    related, own = _lines(units.actors), {node: node.split("@")[0] for node in ids}
    part_whole = [
        own[a] in related[b] or own[b] in related[a] for a, b in zip(source, target, strict=True)
    ]
    return pd.DataFrame({
        "source": pd.array(source, dtype="str"), "target": pd.array(target, dtype="str"),
        "part_whole": part_whole, "family": len(first), "units": added_up(shared.size, first),
    })  # fmt: skip


def _lines(actors: pd.DataFrame) -> dict[str, list[str]]:
    """Map every node to its actor and all that this is part of; an office split off is no part."""
    blank = pd.Series("", index=actors.index)
    parents = actors.get("parent_id", blank).fillna("").rename(lambda node: node.split("@")[0])
    above = parents.to_dict()
    return {node: lineage(node.split("@")[0], above) for node in actors.index}
