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

from borderlab.networks.graphs import Net, symmetric
from borderlab.networks.paths import FAR, net_paths

#: of PageRank: the share of steps along an edge, and when and after how many steps it stops
_DAMPING, _NEAR, _STEPS = 0.85, 1e-14, 1000
#: with more ties than one in so many pairs, a matrix is multiplied faster with all its zeros
_DENSE = 8


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
    matrix = symmetric(len(net.actors), net.ends, net.weight)
    found = {m: far[m] if m in FAR else _MEASURE[m](matrix) for m in measures}
    return {m: (np.round(values, 12) + 0.0).tolist() for m, values in found.items()}


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
    tail = np.repeat(np.arange(size), np.diff(matrix.indptr))
    share, uniform = matrix.data * sums[tail], np.full(size, 1 / max(size, 1))
    found: NDArray[Any] = uniform
    for _ in range(_STEPS):
        before = found
        passed = np.bincount(matrix.indices, share * before[tail], minlength=size)
        found = _DAMPING * (passed + sum(before[lost]) * uniform)
        found = found + (1 - _DAMPING) * uniform
        if np.abs(found - before).sum() < size * _NEAR:
            break
    return found


def _core_number(matrix: csr_array) -> NDArray[Any]:
    """Take away whoever has fewest neighbours left, until nobody is."""
    left: NDArray[Any] = np.diff(matrix.indptr)
    k = 0
    cores, there = np.zeros(len(left), dtype="int64"), np.ones(len(left), dtype="bool")
    tail, head = np.repeat(np.arange(len(left)), left), matrix.indices
    while there.any():
        k = max(k, left[there].min())
        gone = there & (left <= k)
        cores[gone], there = k, there & ~gone
        left = left - np.bincount(head[gone[tail]], minlength=len(left))
    return cores


def _constraint(matrix: csr_array) -> NDArray[Any]:
    degrees, sums = np.diff(matrix.indptr), 2 * matrix.sum(axis=1)
    with np.errstate(divide="ignore"):
        shares = 2 * matrix.data * np.repeat(1 / sums, degrees)
    direct = csr_array((shares, matrix.indices, matrix.indptr), shape=matrix.shape)
    rows = np.repeat(np.arange(len(sums)), degrees)
    if len(shares) * _DENSE > len(sums) ** 2:
        direct = direct.toarray()
    local = (shares + (direct @ direct)[rows, matrix.indices]) ** 2
    return np.where(sums == 0, np.nan, np.bincount(rows, local, minlength=len(sums)))


_MEASURE: Mapping[str, Callable[[csr_array], Sequence[float] | NDArray[Any]]] = {
    "degree": lambda matrix: np.diff(matrix.indptr),
    "strength": _strength,
    "eigenvector": _eigenvector,
    "pagerank": _pagerank,
    "core_number": _core_number,
    "constraint": _constraint,
}
