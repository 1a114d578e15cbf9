"""A filter for graphs that arrive as weights alone, where no test of the incidence is possible."""

from __future__ import annotations

from math import fsum
from numbers import Real

import networkx as nx
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.graphs import check_simple
from borderlab.tables import table


def disparity_filter(graph: nx.Graph) -> pd.DataFrame:
    r"""Tell how far each edge stands out from the other edges of its ends.

    This is a filter on weights, and weaker evidence than `edge_significance`: its null shares a
    node's strength :math:`s` out over its :math:`k` edges by chance, whatever the texts were. It
    does not know how many units there were, nor pairs that were never together, and it favours
    unequal weights at large nodes. Where there are texts, test their incidence instead.

    Parameters
    ----------
    graph : networkx.Graph
        Undirected and simple, each edge with a `weight` above 0; not edited.

    Returns
    -------
    pandas.DataFrame
        The table ``edges``: source < target, weight, and p_value: the smaller of
        :math:`(1 - w/s)^{k-1}` at the two ends, since an edge is kept if it matters to either;
        1 at an end of degree 1, where there is nothing to stand out from. Sorted, not corrected.

    Raises
    ------
    BorderlabError
        For a directed graph, a multigraph, one with loops, or an edge without a weight above 0.

    References
    ----------
    Serrano, Boguñá & Vespignani (2009), PNAS 106, 6483. doi:10.1073/pnas.0808904106

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_weighted_edges_from([("a", "b", 8), ("a", "c", 1), ("a", "d", 1)])
    >>> edges = disparity_filter(graph)
    >>> edges
      source target  weight  p_value
    0      a      b     8.0     0.04
    1      a      c     1.0     0.81
    2      a      d     1.0     0.81
    >>> edges[edges.p_value <= 0.05].target.tolist()
    ['b']
    """
    _check(graph)
    rows = [
        {
            "source": source, "target": target, "weight": graph.edges[source, target]["weight"],
            "p_value": min(_chance(graph, source, target), _chance(graph, target, source)),
        }
        for source, target in (sorted(pair, key=str) for pair in graph.edges)
    ]  # fmt: skip
    edges = table("edges", rows).sort_values(["source", "target"], ignore_index=True)
    return edges.astype({"p_value": "float64"}) if rows else edges.assign(p_value=0.0)


def _chance(graph: nx.Graph, end: str, other: str) -> float:
    """Return the probability of a share at least as large of a strength cut at random."""
    if len(graph[end]) == 1:
        return 1.0
    weights = {node: edge["weight"] for node, edge in graph[end].items()}
    rest = fsum(weight for node, weight in weights.items() if node != other)
    chance = (rest / fsum(weights.values())) ** (len(weights) - 1)
    return float(f"{chance:.12g}")


def _check(graph: nx.Graph) -> None:
    check_simple(graph, "disparity_filter")
    for source, target, weight in graph.edges(data="weight"):
        if not (isinstance(weight, Real) and 0 < float(weight) < float("inf")):
            raise BorderlabError(
                f"edge {source} - {target} has weight {weight!r}; the filter compares weights above"
                " 0, so give each edge one or leave it out"
            )
