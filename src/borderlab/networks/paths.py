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
from scipy.sparse.csgraph import dijkstra

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
_BLOCK = 4_000_000


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
    found: dict[str, dict[str, float]] = {m: dict.fromkeys(graph, 0.0) for m in measures}
    if not measures or not graph.number_of_edges():
        return found
    arcs, scale, others = _arcs(graph), graph.graph["distance_scale"], len(graph) - 1
    settled = True
    # whole numbers this small are always further apart than igraph's tolerance
    if set(measures) - {"betweenness"} or arcs.longest * _NEAR > 1:
        for actor, lengths, tied in _lengths(graph, arcs):
            settled &= tied
            if "closeness" in found and lengths:
                # whole numbers until the one division: they may be too large for floating point
                reach = len(lengths) ** 2 * scale
                found["closeness"][actor] = reach / (sum(lengths) * others)
            if "harmonic" in found:
                found["harmonic"][actor] = fsum(scale / length for length in lengths)
    if "betweenness" in found:
        found["betweenness"] = _betweenness(graph, arcs, settled)
    return found


class _Arcs(NamedTuple):
    """Every edge in both directions, as numbers of nodes and its length, whole and rounded."""

    tail: NDArray[np.intp]
    head: NDArray[np.intp]
    whole: NDArray[Any]
    rounded: Floats  # the same numbers where they are exact, else shares of the shortest
    longest: float  # no way that a search looks at is longer than this, in whole numbers


def _arcs(graph: nx.Graph) -> _Arcs:
    number = {actor: i for i, actor in enumerate(graph)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges])
    told = [d for _, _, d in graph.edges(data="distance")]
    whole = np.array([int(d) if d == int(d) else d for d in told], dtype=object)
    longest, shortest = len(graph) * max(whole), min(whole)
    if longest < _EXACT and all(isinstance(d, int) for d in whole):
        whole, rounded = whole.astype("int64"), whole.astype("float64")
    else:
        longest, rounded = np.inf, np.array([float(d / shortest) for d in whole])
    tail, head = np.concatenate([ends, ends[:, ::-1]]).T
    return _Arcs(tail, head, np.tile(whole, 2), np.tile(rounded, 2), longest)


def _lengths(graph: nx.Graph, arcs: _Arcs) -> Iterator[tuple[str, list[Any], bool]]:
    """Give for every actor the lengths to all within reach, and whether near ties are ties."""
    actors = np.array(list(graph), dtype=object)
    matrix = csr_array((arcs.rounded, (arcs.tail, arcs.head)), shape=(len(graph),) * 2)
    for some in np.array_split(np.arange(len(graph)), len(graph) * len(arcs.tail) // _BLOCK + 1):
        far, before = dijkstra(matrix, indices=some, return_predecessors=True)
        far[np.isinf(far)] = -1  # out of reach: no arc comes near
        exact = far.astype("int64") if arcs.longest < np.inf else _add_up(far, before, arcs)
        apart = arcs.longest * _NEAR <= 1  # whole numbers, all of them further than that
        tied = np.full(len(some), True) if apart else _only_ties(far, exact, arcs)
        for actor, row, sure in zip(actors[some], exact, tied, strict=True):
            if sure or arcs.longest < np.inf:
                yield actor, row[row > 0].tolist(), sure
            else:
                way = nx.single_source_dijkstra_path_length(graph, actor, weight="distance")
                yield actor, [length for length in way.values() if length], sure


def _add_up(far: Floats, before: NDArray[np.int32], arcs: _Arcs) -> NDArray[Any]:
    """Add whole numbers along the trees of shortest paths, nearest first."""
    ends = zip(arcs.tail.tolist(), arcs.head.tolist(), strict=True)
    step = dict(zip(ends, arcs.whole.tolist(), strict=True))
    exact = np.zeros(far.shape, dtype=object)
    for source, order in enumerate(far.argsort(axis=1).tolist()):
        row, parents = exact[source], before[source].tolist()
        for node in order:
            if (parent := parents[node]) >= 0:
                row[node] = row[parent] + step[parent, node]
    return exact


def _only_ties(far: Floats, exact: NDArray[Any], arcs: _Arcs) -> NDArray[np.bool_]:
    """Tell for each source whether all ways that come near a shortest one are just as long.

    Then no length can be improved, and none is taken for a tie that is not: the lengths are right.
    """
    reached = far.take(arcs.tail, axis=1)
    reached += arcs.rounded
    row, arc = np.nonzero(reached <= (far * (1 + _NEAR)).take(arcs.head, axis=1))
    apart = exact[row, arcs.tail[arc]] + arcs.whole[arc] != exact[row, arcs.head[arc]]
    return ~np.isin(np.arange(len(far)), row[apart.astype(bool)])


def _betweenness(graph: nx.Graph, arcs: _Arcs, settled: bool) -> dict[str, float]:
    try:
        import igraph
    except ImportError:
        settled = False
    if not settled:
        return dict(nx.betweenness_centrality(graph, weight="distance"))
    half = len(arcs.tail) // 2
    ends = np.column_stack([arcs.tail, arcs.head])[:half].tolist()
    sums = igraph.Graph(len(graph), ends).betweenness(weights=arcs.rounded[:half].tolist())
    pairs = max(comb(len(graph) - 1, 2), 1)
    return {actor: total / pairs for actor, total in zip(graph, sums, strict=True)}
