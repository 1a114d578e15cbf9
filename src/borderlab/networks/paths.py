"""Shortest paths: betweenness, closeness and harmonic closeness, exact on ties and fast.

Ties decide who stands between, so lengths are compared as whole numbers of any size: floating
point searches, whole numbers confirm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import comb
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from borderlab.networks.arcs import NEAR, Arcs, Floats, arcs_of
from borderlab.networks.graphs import Net, net_of

Values = Mapping[str, float]
#: measures that walk along distances
FAR = ("betweenness", "closeness", "harmonic")
#: sources times arcs that are looked at in one go
_BLOCK = 500_000


def path_measures(graph: nx.Graph, measures: Collection[str] = FAR) -> Mapping[str, Values]:
    """Measure along the shortest paths, each looked at once for all measures.

    Parameters
    ----------
    graph : networkx.Graph
        Nodes and edges sorted; every edge with a positive `distance`, best a whole number, and
        the graph with the `distance_scale` that distances are divided by.
    measures : collection of str
        Any of `FAR`.

    Returns
    -------
    dict
        measure -> actor_id -> value. See `centrality` for what they mean.

    Notes
    -----
    Edges that some way over an actor of many ties shortens are left out first. scipy searches the
    lengths in floating point. Where they are too large to be exact in it (the common multiple of
    many counts has dozens of digits), they are added up once more in twice the precision [1]_, and
    every other way that comes near one of them is compared with it in whole numbers. Betweenness is
    counted by igraph if it is installed and all that it takes for ties are ties; else by networkx,
    on whole numbers. The results are the same.

    References
    ----------
    .. [1] Dekker (1971), Numerische Mathematik 18, 224, on sums of two floating-point numbers.
       doi:10.1007/BF01397083

    Examples
    --------
    >>> path = nx.path_graph(["a", "b", "c"])
    >>> nx.set_edge_attributes(path, 2, "distance")
    >>> path.graph["distance_scale"] = 2
    >>> path_measures(path, ["harmonic"])
    {'harmonic': {'a': 1.5, 'b': 2.0, 'c': 1.5}}
    """
    net = net_of(graph)
    found = net_paths(net, measures)
    return {
        measure: dict(zip(net.actors, values, strict=True)) for measure, values in found.items()
    }


def net_paths(net: Net, measures: Collection[str]) -> dict[str, list[float]]:
    """Return what `path_measures` does, in the order of the actors."""
    found = {measure: np.zeros(len(net.actors)) for measure in measures}
    if measures and len(net.ends):
        arcs, settled = arcs_of(net), True
        # whole numbers this small are always further apart than igraph's tolerance
        if found.keys() - {"betweenness"} or arcs.longest * NEAR > 1:
            for some, lengths, tied in _lengths(arcs):
                settled &= tied
                for measure in found.keys() - {"betweenness"}:
                    found[measure][some] = _NEARNESS[measure](lengths, arcs.unit)
        if "betweenness" in found:
            found["betweenness"][:] = _betweenness(arcs, settled)
    return {measure: values.tolist() for measure, values in found.items()}


class _Lengths(NamedTuple):
    """Lengths in twice the precision of floating point: the nearest number, and what it lacks.

    So actors who are equally far are so in these too, whatever way the search took; 0 is out of
    reach.
    """

    high: Floats
    low: Floats


def _closeness(lengths: _Lengths, unit: float) -> Floats:
    reached, others = (lengths.high > 0).sum(axis=1), lengths.high.shape[1] - 1
    far = _total(lengths)
    near: Floats = np.zeros_like(far)
    np.divide(reached**2 * unit, far * others, where=reached > 0, out=near)
    return near


def _harmonic(lengths: _Lengths, unit: float) -> Floats:
    near: Floats = np.zeros_like(lengths.high)
    np.divide(unit, lengths.high, where=lengths.high > 0, out=near)
    return _total(_Lengths(near, np.zeros_like(near)))


_NEARNESS = {"closeness": _closeness, "harmonic": _harmonic}


def _lengths(arcs: Arcs) -> Iterator[tuple[NDArray[np.intp], _Lengths, bool]]:
    """Give some actors, the lengths from each to all, and whether all near ties are ties."""
    matrix, blocks = arcs.matrix(), arcs.size * len(arcs.tail) // _BLOCK + 1
    for some in np.array_split(np.arange(arcs.size), blocks):
        far, before = dijkstra(matrix, indices=some, return_predecessors=True)
        far[np.isinf(far)] = 0
        if arcs.longest * NEAR <= 1:  # whole numbers, all of them further apart than that
            yield some, _Lengths(far, np.zeros_like(far)), True
            continue
        lengths, doubtful = _add_up(before, arcs), _doubtful(far, before, arcs)
        graph = arcs.graph() if len(doubtful) and arcs.longest == np.inf else None
        for row in doubtful if graph else ():
            way = nx.single_source_dijkstra_path_length(graph, int(some[row]))
            lengths.high[row, list(way)] = [float(n / min(arcs.whole)) for n in way.values()]
            lengths.low[row] = 0
        yield some, lengths, not len(doubtful)


def _add_up(before: NDArray[np.int32], arcs: Arcs) -> _Lengths:
    """Add lengths along the trees of shortest paths: from each node one step, two, four, eight."""
    arc = arcs.between(before.astype("int64"), np.arange(arcs.size)) % len(arcs.tail)
    on = before >= 0  # not the sources, nor who is out of reach: these stay where they are
    lengths = _Lengths(np.where(on, arcs.rounded[arc], 0), np.where(on, arcs.rest[arc], 0))
    here = np.arange(before.size).reshape(before.shape)
    parent = np.where(on, here - np.arange(arcs.size) + before, here)
    while (onward := lengths.high.take(parent)).any():
        lengths = _sum(lengths, _Lengths(onward, lengths.low.take(parent)))
        parent = parent.take(parent)
    return lengths


def _sum(a: _Lengths, b: _Lengths) -> _Lengths:
    """Add two numbers of twice the precision each."""
    rough = a.high + b.high
    part = rough - a.high
    low = (a.high - (rough - part)) + (b.high - part) + a.low + b.low
    high = rough + low
    return _Lengths(high, low - (high - rough))


def _total(lengths: _Lengths) -> Floats:
    """Add up each row: the last half to the first, until one number is left."""
    high, low = (part.copy() for part in lengths)
    columns = high.shape[1]
    while half := columns // 2:
        ends = slice(half), slice(columns - half, columns)
        one, other = (_Lengths(high[:, end], low[:, end]) for end in ends)
        high[:, :half], low[:, :half] = _sum(one, other)
        columns -= half
    return high[:, 0]


def _doubtful(far: Floats, before: NDArray[np.int32], arcs: Arcs) -> NDArray[np.intp]:
    """Return the rows from which a way comes near a shortest one without being just as long.

    From all others no length can be improved, and none is taken for a tie that is not.
    """
    reached = far.take(arcs.tail, axis=1)
    reached += arcs.rounded
    row, arc = np.nonzero(reached <= (far * (1 + NEAR)).take(arcs.head, axis=1))
    other = before[row, arcs.head[arc]] != arcs.tail[arc]  # what was added up is as long as it is
    row, arc = row[other], arc[other]
    over, direct = (_whole(before[row], end[arc], arcs) for end in (arcs.tail, arcs.head))
    return np.unique(row[(over + arcs.whole[arc] != direct).astype(bool)])


def _whole(before: NDArray[np.int32], node: NDArray[np.int64], arcs: Arcs) -> NDArray[np.object_]:
    """Add up the way to one node in each tree in whole numbers."""
    length = np.zeros(len(node), dtype=object)
    ways = np.arange(len(node))
    while len(ways := ways[before[ways, node[ways]] >= 0]):
        parent = before[ways, node[ways]].astype("int64")
        length[ways] += arcs.whole[arcs.between(parent, node[ways])]
        node[ways] = parent
    return length


def _betweenness(arcs: Arcs, settled: bool) -> list[float]:
    try:
        import igraph
    except ImportError:
        settled = False
    if not settled:
        return list(nx.betweenness_centrality(arcs.graph(), weight="weight").values())
    once = arcs.tail < arcs.head
    graph = igraph.Graph(arcs.size, np.column_stack([arcs.tail, arcs.head])[once].tolist())
    pairs = max(comb(arcs.size - 1, 2), 1)
    return [n / pairs for n in graph.betweenness(weights=arcs.rounded[once].tolist())]
