"""What every measure wants of a graph: simple, and in one order."""

from __future__ import annotations

import networkx as nx

from borderlab.errors import BorderlabError


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
