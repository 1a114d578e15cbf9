"""Who holds the network together: the actors without whom it falls apart."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from borderlab.networks.graphs import check_simple


def articulation_points(graph: nx.Graph) -> pd.DataFrame:
    """Find the actors without whom some others would no longer be connected to each other.

    Parameters
    ----------
    graph : networkx.Graph
        Only who is tied to whom counts, not how strongly.

    Returns
    -------
    pandas.DataFrame
        actor_id, parts (int64: into how many parts the actor's component falls without it) and
        cut_off (int64: how many actors lie outside the largest of these parts); most cut off
        first, then by actor_id. Actors without whom their component still holds have no row.

    Raises
    ------
    BorderlabError
        For a directed graph, a multigraph or one with loops.

    Notes
    -----
    Also called cutpoints. Where texts are few, such an actor often is the only one whom two texts
    share: its row then says something about the choice of texts, and not that it mediates. Groups
    that hold together without any one of their actors are told by ``core_number`` of `centrality`.

    References
    ----------
    Hopcroft & Tarjan (1973), Communications of the ACM 16, 372. doi:10.1145/362248.362272

    Examples
    --------
    >>> articulation_points(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]))
      actor_id  parts  cut_off
    0        c      2        1
    """
    check_simple(graph, "articulation_points")
    rows = []
    for actor in nx.articulation_points(graph):
        rest = graph.subgraph(nx.node_connected_component(graph, actor) - {actor})
        sizes = [len(part) for part in nx.connected_components(rest)]
        rows.append((actor, len(sizes), sum(sizes) - max(sizes)))
    rows.sort(key=lambda row: (-row[2], row[0]))
    found = pd.DataFrame(rows, columns=["actor_id", "parts", "cut_off"])
    return found.astype({"actor_id": "str", "parts": "int64", "cut_off": "int64"})
