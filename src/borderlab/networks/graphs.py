"""What every measure wants of a graph: simple, in one order, and with the choices that made it."""

from __future__ import annotations

from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.incidence import incidence

_LISTS = ("roles", "forms", "zones")


class Net(NamedTuple):
    """What the measures use of a graph, as arrays: they are taken of thousands of small graphs.

    ``actors`` sorted; ``ends`` (E edges, 2), sorted, the numbers of two actors, the first smaller;
    ``weight`` (E); ``distance`` (E), whole numbers of any size, to be divided by ``scale``.
    """

    actors: list[Any]
    ends: NDArray[np.int64]
    weight: NDArray[np.float64]
    distance: NDArray[np.object_]
    scale: Any


def check_simple(graph: nx.Graph, measure: str) -> None:
    """Raise one clear line unless a graph is undirected, without loops and double edges.

    Examples
    --------
    >>> check_simple(nx.DiGraph(), "centrality")
    Traceback (most recent call last):
    borderlab.errors.BorderlabError: centrality needs an undirected graph without loops or double \
edges
    """
    plain = isinstance(graph, nx.Graph) and not (graph.is_directed() or graph.is_multigraph())
    if not plain or nx.number_of_selfloops(graph):
        raise BorderlabError(f"{measure} needs an undirected graph without loops or double edges")


def sorted_copy(graph: nx.Graph) -> nx.Graph:
    """Copy what the measures use, in one order, so that sums are added in one order too.

    Returns
    -------
    networkx.Graph
        Nodes and edges sorted; every edge with `weight` (1 where there was none) and `distance`
        (one step where there was none), the graph with `distance_scale`.

    Examples
    --------
    >>> list(sorted_copy(nx.Graph([("c", "b"), ("b", "a")])).edges(data="distance"))
    [('a', 'b', 1), ('b', 'c', 1)]
    """
    tidy = nx.Graph(distance_scale=graph.graph.get("distance_scale", 1))
    tidy.add_nodes_from(sorted(graph))
    for source, target in sorted(tuple(sorted(pair)) for pair in graph.edges):
        edge = graph.edges[source, target]
        distance = edge.get("distance", tidy.graph["distance_scale"])
        tidy.add_edge(source, target, weight=edge.get("weight", 1), distance=distance)
    return tidy


def net_of(graph: nx.Graph) -> Net:
    """Write a graph as arrays, completed as by `sorted_copy`.

    Examples
    --------
    >>> net = net_of(nx.Graph([("c", "b"), ("b", "a")]))
    >>> net.actors, net.ends.tolist(), net.distance.tolist(), net.scale
    (['a', 'b', 'c'], [[0, 1], [1, 2]], [1, 1], 1)
    """
    actors, scale = sorted(graph), graph.graph.get("distance_scale", 1)
    number = {actor: i for i, actor in enumerate(actors)}
    told = sorted((*sorted((number[a], number[b])), i) for i, (a, b) in enumerate(graph.edges))
    edges = [data for _, _, data in graph.edges(data=True)]
    far = [edges[i].get("distance", scale) for _, _, i in told]
    distance = np.empty(len(far), dtype=object)
    distance[:] = far
    weight = np.array([edges[i].get("weight", 1) for _, _, i in told], dtype="float64")
    ends = np.array([pair[:2] for pair in told], dtype="int64").reshape(-1, 2)
    return Net(actors, ends, weight, distance, scale)


def symmetric(size: int, ends: NDArray[np.int64], values: NDArray[Any]) -> csr_array:
    """Return the matrix of values that stand for edges (E, 2) in both directions.

    Examples
    --------
    >>> symmetric(2, np.array([[0, 1]]), np.array([3])).toarray().tolist()
    [[0, 3], [3, 0]]
    """
    tail, head = np.concatenate([ends, ends[:, ::-1]]).T
    order = np.argsort(tail * size + head)
    starts = np.searchsorted(tail[order], np.arange(size + 1))
    return csr_array((np.tile(values, 2)[order], head[order], starts), shape=(size, size))


def flat(choice: Any) -> Any:
    """Return a choice as one plain value, since graph files know neither lists nor None.

    Examples
    --------
    >>> flat(("actor", "place")), flat(None), flat(True)
    ('actor|place', '', True)
    """
    if isinstance(choice, tuple | list):
        return "|".join(choice)
    return "" if choice is None else choice


def choices_of(made: nx.Graph | pd.DataFrame) -> dict[str, Any]:
    """Tell with which choices of `incidence` a graph or a table was made.

    Parameters
    ----------
    made : networkx.Graph or pandas.DataFrame
        What `to_graph` made, also after `write_graph` and `read_graph`; or a table of
        `centrality`, `bootstrap_centrality` or `edge_significance`, which says it in its ``attrs``.

    Returns
    -------
    dict
        As `incidence` and `evidence` take them, and ``codebook``: whether there was one. Empty
        where nothing is told.

    Examples
    --------
    >>> choices_of(nx.Graph(unit="sentence", roles="actor|place", forms="", weight="count"))
    {'unit': 'sentence', 'roles': ('actor', 'place'), 'forms': None}
    """
    told = made.graph if isinstance(made, nx.Graph) else made.attrs.get("choices", {})
    known = {k: v for k, v in told.items() if k in {*(incidence.__kwdefaults__ or {}), "codebook"}}
    return {k: _whole(k, v) for k, v in known.items()}


def _whole(option: str, value: Any) -> Any:
    """Undo `flat`."""
    if value == "" or value is None:
        return None
    if option in _LISTS:
        return tuple(value.split("|") if isinstance(value, str) else value)
    return value
