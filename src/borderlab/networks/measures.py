"""The measures of `centrality` on arrays: what networkx gives, without a graph of dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from borderlab.networks.graphs import Net
from borderlab.networks.paths import FAR, net_paths

#: of PageRank: the share of steps along an edge, and when and after how many steps it stops
_DAMPING, _NEAR, _STEPS = 0.85, 1e-14, 1000


def net_measures(net: Net, measures: Sequence[str]) -> dict[str, list[float]]:
    """Measure every actor, in their order, rounded to 12 decimals; see `centrality`.

    Examples
    --------
    >>> from borderlab.networks.graphs import net_of
    >>> import networkx as nx
    >>> net_measures(net_of(nx.path_graph(3)), ["degree", "core_number"])
    {'degree': [1.0, 2.0, 1.0], 'core_number': [1.0, 1.0, 1.0]}
    """
    far = net_paths(net, [m for m in measures if m in FAR])
    size = len(net.actors)
    both = np.concatenate([net.ends, net.ends[:, ::-1]])
    matrix = csr_array((np.tile(net.weight, 2), (both[:, 0], both[:, 1])), shape=(size, size))
    found = {m: far[m] if m in FAR else _MEASURE[m](matrix) for m in measures}
    return {m: [round(float(v), 12) + 0.0 for v in values] for m, values in found.items()}


def _strength(matrix: csr_array) -> list[float]:
    weights = matrix.data.tolist()
    return [fsum(weights[a:b]) for a, b in pairwise(matrix.indptr.tolist())]


def _eigenvector(matrix: csr_array) -> NDArray[Any]:
    scores = np.full(matrix.shape[0], np.nan)
    if not matrix.nnz:
        return scores
    component = connected_components(matrix, directed=False)[1]
    sizes = np.bincount(component)
    whole = matrix.toarray()
    for number in np.flatnonzero(sizes == sizes.max()):
        nodes = np.flatnonzero(component == number)
        # dense and direct: iterations stop short of a tie or start at random
        last = len(nodes) - 1
        vector = eigh(whole[np.ix_(nodes, nodes)], subset_by_index=[last, last])[1][:, 0]
        scores[nodes] = np.abs(vector)
    return scores


def _pagerank(matrix: csr_array) -> NDArray[Any]:
    """Iterate as networkx does, step by step, so that both stop at the same one."""
    size, sums = matrix.shape[0], matrix.sum(axis=1)
    lost = np.flatnonzero(sums == 0)
    sums[sums != 0] = 1 / sums[sums != 0]
    onward = matrix.copy()
    onward.data *= np.repeat(sums, np.diff(matrix.indptr))
    back, uniform = onward.T, np.full(size, 1 / max(size, 1))
    found = uniform
    for _ in range(_STEPS):
        before = found
        found = _DAMPING * (back @ before + sum(before[lost]) * uniform)
        found = found + (1 - _DAMPING) * uniform
        if np.abs(found - before).sum() < size * _NEAR:
            break
    return found


def _core_number(matrix: csr_array) -> NDArray[Any]:
    """Take away whoever has fewest neighbours left, until nobody is."""
    ones, cores = np.ones(matrix.nnz, dtype="int64"), np.zeros(matrix.shape[0], dtype="int64")
    ties = csr_array((ones, matrix.indices, matrix.indptr), shape=matrix.shape)  # whatever weight
    left, there, k = ties.sum(axis=1), np.ones(len(cores), dtype="bool"), 0
    while there.any():
        k = max(k, left[there].min())
        gone = there & (left <= k)
        cores[gone], there = k, there & ~gone
        left = left - ties @ gone.astype("int64")
    return cores


def _constraint(matrix: csr_array) -> NDArray[Any]:
    mutual = matrix + matrix.T
    sums = mutual.sum(axis=1)
    with np.errstate(divide="ignore"):
        mutual = mutual / sums[:, np.newaxis]
    local = (mutual + mutual @ mutual) ** 2
    found = ((mutual > 0) * local).sum(axis=1)
    found[sums == 0] = np.nan
    return np.asarray(found)


_MEASURE: Mapping[str, Callable[[csr_array], Sequence[float] | NDArray[Any]]] = {
    "degree": lambda matrix: np.diff(matrix.indptr),
    "strength": _strength,
    "eigenvector": _eigenvector,
    "pagerank": _pagerank,
    "core_number": _core_number,
    "constraint": _constraint,
}
