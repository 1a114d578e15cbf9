"""Shortest paths: betweenness, closeness and harmonic closeness, exact on ties and fast.

Ties decide who stands between, so lengths are compared as whole numbers of any size: floating
point searches, whole numbers confirm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import comb, fsum
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, floyd_warshall

from borderlab.networks.graphs import Net, net_of

Values = Mapping[str, float]
Floats = NDArray[np.float64]
#: measures that walk along distances
FAR = ("betweenness", "closeness", "harmonic")
#: lengths that differ by a smaller share are compared as whole numbers. igraph takes a and b for a
#: tie when abs(a - b) / (a + b + 2) < 1e-10 (its IGRAPH_SHORTEST_PATH_EPSILON, on lengths plus
#: one), which from length 1 on is a share of at most 4e-10; sums in floating point err far less
_NEAR = 1e-9
#: below this every sum of whole numbers is exact in floating point
_EXACT = 2**53
#: sources times arcs that are looked at in one go
_BLOCK = 500_000
#: with more arcs than a share of all pairs, one search for all sources is faster than one for each
_DENSE = 8


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
    scipy searches the lengths in floating point. Where they are too large to be exact in it (the
    common multiple of many counts has dozens of digits), they are added up once more as whole
    numbers, and every other way that comes near one of them is compared with it as a whole number.
    Betweenness is counted by igraph if it is installed and all that it takes for ties are ties;
    else by networkx, on whole numbers. The results are the same.

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
    found = {measure: [0.0] * len(net.actors) for measure in measures}
    if not measures or not len(net.ends):
        return found
    arcs, others = _arcs(net), len(net.actors) - 1
    settled = True
    # whole numbers this small are always further apart than igraph's tolerance
    if set(measures) - {"betweenness"} or arcs.longest * _NEAR > 1:
        for actor, lengths, tied in _lengths(net, arcs):
            settled &= tied
            if "closeness" in found and lengths:
                # whole numbers until the one division: they may be too large for floating point
                reach = len(lengths) ** 2 * net.scale
                found["closeness"][actor] = reach / (sum(lengths) * others)
            if "harmonic" in found:
                found["harmonic"][actor] = fsum([net.scale / length for length in lengths])
    if "betweenness" in found:
        found["betweenness"] = _betweenness(net, arcs, settled)
    return found


class _Arcs(NamedTuple):
    """Every edge in both directions, as numbers of nodes and its length, whole and rounded."""

    tail: NDArray[np.intp]
    head: NDArray[np.intp]
    whole: NDArray[Any]
    rounded: Floats  # the same numbers where they are exact, else shares of the shortest
    longest: float  # no way that a search looks at is longer than this, in whole numbers


def _arcs(net: Net) -> _Arcs:
    whole = np.empty(len(net.ends), dtype=object)
    whole[:] = [int(d) if d == int(d) else d for d in net.distance.tolist()]
    longest, shortest = len(net.actors) * max(whole), min(whole)
    if longest < _EXACT and all(isinstance(d, int) for d in whole):
        whole, rounded = whole.astype("int64"), whole.astype("float64")
    else:
        share = {d: float(d / shortest) for d in set(whole)}
        longest, rounded = np.inf, np.array([share[d] for d in whole])
    tail, head = np.concatenate([net.ends, net.ends[:, ::-1]]).T
    return _Arcs(tail, head, np.tile(whole, 2), np.tile(rounded, 2), longest)


def _lengths(net: Net, arcs: _Arcs) -> Iterator[tuple[int, list[Any], bool]]:
    """Give for every actor the lengths to all within reach, and whether near ties are ties."""
    size = len(net.actors)
    matrix = csr_array((arcs.rounded, (arcs.tail, arcs.head)), shape=(size, size))
    apart = arcs.longest * _NEAR <= 1  # whole numbers, all of them further than that
    for some in np.array_split(np.arange(size), size * len(arcs.tail) // _BLOCK + 1):
        far, before = _search(matrix, some)
        far[np.isinf(far)] = -1  # out of reach: no arc comes near
        exact = far.astype("int64") if arcs.longest < np.inf else _add_up(before, arcs)
        tied = np.full(len(some), True) if apart else _only_ties(far, before, exact, arcs)
        for actor, row, sure in zip(some.tolist(), exact.tolist(), tied.tolist(), strict=True):
            if not sure and arcs.longest == np.inf:
                way = nx.single_source_dijkstra_path_length(_walkable(net), actor)
                row = list(way.values())
            yield actor, [length for length in row if length > 0], sure


def _search(matrix: csr_array, some: NDArray[np.intp]) -> tuple[Floats, NDArray[np.int32]]:
    """Find the lengths from some actors to all, and the last actor before each on the way."""
    size = matrix.shape[0]
    if len(some) == size and size * size < _DENSE * matrix.nnz:  # then this is faster
        found = floyd_warshall(matrix, return_predecessors=True)
    else:
        found = dijkstra(matrix, indices=some, return_predecessors=True)
    return found[0], found[1]


def _add_up(before: NDArray[np.int32], arcs: _Arcs) -> NDArray[Any]:
    """Add whole numbers along the trees of shortest paths, one step from each source, then two."""
    size, exact = before.shape[1], np.zeros(before.shape, dtype=object)
    keys = arcs.tail * size + arcs.head
    order = np.argsort(keys)
    done = before < 0  # the sources, and who is out of reach
    row, node = np.nonzero(~done)
    parent = before[row, node].astype("int64")
    step = arcs.whole[order[np.searchsorted(keys[order], parent * size + node)]]
    while len(row):
        now = done[row, parent]
        exact[row[now], node[now]] = exact[row[now], parent[now]] + step[now]
        done[row[now], node[now]] = True
        row, node, parent, step = row[~now], node[~now], parent[~now], step[~now]
    return exact


def _only_ties(
    far: Floats, before: NDArray[np.int32], exact: NDArray[Any], arcs: _Arcs
) -> NDArray[np.bool_]:
    """Tell for each source whether all ways that come near a shortest one are just as long.

    Then no length can be improved, and none is taken for a tie that is not: the lengths are right.
    """
    reached = far.take(arcs.tail, axis=1)
    reached += arcs.rounded
    row, arc = np.nonzero(reached <= (far * (1 + _NEAR)).take(arcs.head, axis=1))
    tail, head = arcs.tail[arc], arcs.head[arc]
    other = before[row, head] != tail  # what was added up is as long as it is
    row, tail, head, arc = row[other], tail[other], head[other], arc[other]
    apart = exact[row, tail] + arcs.whole[arc] != exact[row, head]
    return ~np.isin(np.arange(len(far)), row[apart.astype(bool)])


def _betweenness(net: Net, arcs: _Arcs, settled: bool) -> list[float]:
    try:
        import igraph
    except ImportError:
        settled = False
    if not settled:
        return list(nx.betweenness_centrality(_walkable(net), weight="weight").values())
    size, half = len(net.actors), len(net.ends)
    graph = igraph.Graph(size, net.ends.tolist())
    pairs = max(comb(size - 1, 2), 1)
    return [n / pairs for n in graph.betweenness(weights=arcs.rounded[:half].tolist())]


def _walkable(net: Net) -> nx.Graph:
    """Make a graph of numbered actors for networkx, whose ``weight`` is the distance."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(net.actors)))
    edges = zip(*net.ends.T.tolist(), net.distance.tolist(), strict=True)
    graph.add_weighted_edges_from(edges)
    return graph
