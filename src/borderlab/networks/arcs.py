"""The edges that shortest paths can take, as arrays, with lengths that nothing is lost of."""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from borderlab.networks.graphs import Net, symmetric

Floats = NDArray[np.float64]
#: lengths that differ by a smaller share are compared as whole numbers. igraph takes a and b for a
#: tie when abs(a - b) / (a + b + 2) < 1e-10 (its IGRAPH_SHORTEST_PATH_EPSILON, on lengths plus
#: one), which from length 1 on is a share of at most 4e-10; sums in floating point err far less
NEAR = 1e-9
#: below this every sum of whole numbers is exact in floating point
_EXACT = 2**53
#: actors over whom a shorter way is sought in place of an edge
_HUBS = 16


class Arcs(NamedTuple):
    """Edges in both directions, sorted, as numbers of nodes and their lengths."""

    size: int  # number of nodes
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    whole: NDArray[np.object_]  # lengths, whole numbers of any size
    rounded: Floats  # the same numbers where they are exact, else shares of the shortest
    rest: Floats  # what rounding took away
    unit: float  # what a rounded length of 1 is, in the graph's own measure, divides
    longest: float  # no way that a search looks at is longer, as a whole number

    def matrix(self) -> csr_array:
        """Return the rounded lengths as a matrix."""
        starts = np.searchsorted(self.tail, np.arange(self.size + 1))
        return csr_array((self.rounded, self.head, starts), shape=(self.size, self.size))

    def between(self, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.intp]:
        """Tell where the arcs from these nodes to those stand."""
        return np.searchsorted(self.tail * self.size + self.head, tail * self.size + head)

    def graph(self) -> nx.Graph:
        """Make a graph for networkx, whose ``weight`` is the whole length."""
        graph = nx.Graph()
        graph.add_nodes_from(range(self.size))
        columns = (part.tolist() for part in (self.tail, self.head, self.whole))
        graph.add_weighted_edges_from(zip(*columns, strict=True))
        return graph


def arcs_of(net: Net) -> Arcs:
    """Return the arcs of a graph with at least one edge, without those that no path takes.

    Examples
    --------
    >>> from borderlab.networks.graphs import net_of
    >>> graph = nx.Graph()
    >>> graph.add_weighted_edges_from([("a", "b", 1), ("b", "c", 1), ("a", "c", 3)], "distance")
    >>> arcs = arcs_of(net_of(graph))
    >>> arcs.tail.tolist(), arcs.head.tolist(), arcs.rounded.tolist()
    ([0, 1, 1, 2], [1, 0, 2, 1], [1.0, 1.0, 1.0, 1.0])
    """
    size, told = len(net.actors), net.distance.tolist()
    whole = {d: int(d) if d == int(d) else d for d in set(told)}
    unit, longest = 1, float(min(size * max(whole.values()), _EXACT))
    if longest == _EXACT or not all(isinstance(d, int) for d in whole.values()):
        unit, longest = min(whole.values()), inf
    share = {d: float(length / unit) for d, length in whole.items()}
    rounded = np.array([share[d] for d in told])
    taken = _without_detours(size, net.ends, rounded)
    both = symmetric(size, net.ends[taken], np.flatnonzero(taken))
    edge, tail = both.data, np.repeat(np.arange(size), np.diff(both.indptr))
    lengths = np.empty(len(edge), dtype=object)
    lengths[:] = [whole[d] for d in net.distance[edge].tolist()]
    lost = {d: _lost(d, unit) for d in set(lengths)}
    rest = np.array([lost[d] for d in lengths])
    return Arcs(size, tail, both.indices, lengths, rounded[edge], rest, float(net.scale / unit),
                longest)  # fmt: skip


def _lost(length: Any, unit: Any) -> float:
    """Return what a length in units loses when it is rounded to floating point."""
    above, below = float(length / unit).as_integer_ratio()
    return float((length * below - above * unit) / (below * unit))


def _without_detours(size: int, ends: NDArray[np.int64], length: Floats) -> NDArray[np.bool_]:
    """Tell the edges that no way over a hub shortens: shortest paths take none of the others.

    Where counts differ much, that is a small part of them.
    """
    matrix = symmetric(size, ends, length)
    central = np.bincount(ends.ravel(), np.repeat(1 / length, 2), minlength=size)
    hubs = np.argsort(-central)[:_HUBS]
    around = np.full(len(ends), np.inf)
    for far in dijkstra(matrix, indices=hubs):
        np.minimum(around, far[ends[:, 0]] + far[ends[:, 1]], out=around)
    return length <= around * (1 + NEAR)
