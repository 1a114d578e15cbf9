"""Who is central: nine measures under one policy, on any simple undirected graph.

Isolates stay; a disconnected graph is measured; nodes and edges are sorted before any algorithm;
estimates are rounded to 12 decimals, so that ties are ties. Central in texts is not powerful.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import networkx as nx
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice, several
from borderlab.networks.graphs import check_simple, choices_of, net_of
from borderlab.networks.measures import net_measures
from borderlab.networks.paths import FAR
from borderlab.tables import table

#: measures that only positive weights have
_POSITIVE = ("eigenvector", "pagerank", "constraint")
MEASURES = (
    "degree", "strength", "betweenness", "closeness", "harmonic", "eigenvector", "pagerank",
    "core_number", "constraint",
)  # fmt: skip


def centrality(graph: nx.Graph, *, measures: Sequence[str] = MEASURES) -> pd.DataFrame:
    """Measure every node of a graph in several ways, as a long table.

    ============ ================================================================================
    degree       actors one is named together with
    strength     sum of the weights of one's edges [1]_
    betweenness  share of the shortest paths between two others that pass through one [2]_
    closeness    others one reaches over the sum of their distances, times the share of all others
                 that one reaches (Wasserman and Faust), so that small components do not win [3]_
    harmonic     sum of the reciprocal distances to all others; a node out of reach adds 0 [4]_
    eigenvector  leading eigenvector of the weights, of length 1, on the largest component (each of
                 them if several are as large), missing elsewhere and without edges [5]_
    pagerank     stationary share of a random surfer along the weights, damping 0.85 [6]_
    core_number  largest k such that one is in a group where all have k neighbours within it [7]_
    constraint   Burt's: how far one's ties lead back to each other; missing for isolates [8]_
    ============ ================================================================================

    Parameters
    ----------
    graph : networkx.Graph
        Edges may have `weight` (else 1) and `distance` with the graph's `distance_scale` (else,
        only where there is no weight either, one step).
    measures : sequence of str
        Any of `MEASURES`.

    Returns
    -------
    pandas.DataFrame
        The table ``scores``: actor_id, measure, estimate; sorted by both. Of a graph that says how
        it was made, its ``attrs`` say so too: choices (of the incidence), weight, edges
        (their number).

    Raises
    ------
    BorderlabError
        For an unknown measure, a directed graph, a multigraph or one with loops; for a measure of
        distance where weights have none (association strength, PMI), or a weight or a distance
        not above 0.

    Notes
    -----
    Betweenness is counted by igraph where the extra ``fast`` is installed, else by networkx; the
    table is the same, only later (see `path_measures`).

    References
    ----------
    .. [1] Barrat et al. (2004), PNAS 101, 3747. doi:10.1073/pnas.0400087101
    .. [2] Freeman (1977), Sociometry 40, 35; Brandes (2001). doi:10.1080/0022250X.2001.9990249
    .. [3] Wasserman & Faust (1994), Social Network Analysis, p. 201. doi:10.1017/CBO9780511815478
    .. [4] Boldi & Vigna (2014), Internet Mathematics 10. doi:10.1080/15427951.2013.865686
    .. [5] Bonacich (1987), American Journal of Sociology 92, 1170. doi:10.1086/228631
    .. [6] Brin & Page (1998), Computer Networks 30, 107. doi:10.1016/S0169-7552(98)00110-X
    .. [7] Seidman (1983), Social Networks 5, 269. doi:10.1016/0378-8733(83)90028-X
    .. [8] Burt (2004), American Journal of Sociology 110, 349. doi:10.1086/421787

    Examples
    --------
    >>> star = nx.Graph([("hub", "a"), ("hub", "b"), ("hub", "c")])
    >>> scores = centrality(star, measures=["degree", "betweenness"])
    >>> scores[scores.actor_id == "hub"]
      actor_id      measure  estimate
    6      hub  betweenness       1.0
    7      hub       degree       3.0
    """
    rows = [
        {"actor_id": actor, "measure": measure, "estimate": value}
        for measure, values in estimates(graph, measures).items()
        for actor, value in values.items()
    ]
    scores = table("scores", rows).sort_values(["actor_id", "measure"])
    scores = scores.reset_index(drop=True)
    if choices := choices_of(graph):
        weight, edges = graph.graph.get("weight"), graph.number_of_edges()
        scores.attrs = {"choices": choices, "weight": weight, "edges": edges}
    return scores


def estimates(graph: nx.Graph, measures: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return what `centrality` puts into its table, by measure and actor, for many small graphs.

    Examples
    --------
    >>> estimates(nx.Graph([("a", "b"), ("b", "c")]), ["degree"])
    {'degree': {'a': 1.0, 'b': 2.0, 'c': 1.0}}
    """
    measures = several(measures)
    check_choice("measures", *measures, allowed=MEASURES)
    _check(graph, measures)
    net = net_of(graph)
    found = net_measures(net, measures)
    return {m: dict(zip(net.actors, values, strict=True)) for m, values in found.items()}


def rank_table(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank the actors within each measure: 1 is first, ties share the lowest rank.

    First is the largest estimate; for constraint the smallest, which leaves most room to act.

    Returns
    -------
    pandas.DataFrame
        Int64, actors x measures; missing where the measure is.

    Examples
    --------
    >>> ranks = rank_table(centrality(nx.Graph([("a", "b"), ("b", "c")]), measures=["degree"]))
    >>> ranks["degree"].to_dict()
    {'a': 2, 'b': 1, 'c': 2}
    """
    # pivot_table would drop an actor whose every estimate is missing
    wide = scores.pivot(index="actor_id", columns="measure", values="estimate")
    wide = wide[[m for m in MEASURES if m in wide.columns]]
    up = wide.assign(**{m: -wide[m] for m in wide.columns.intersection(["constraint"])})
    return up.rank(method="min", ascending=False).astype("Int64")


def _check(graph: nx.Graph, measures: Sequence[str]) -> None:
    check_simple(graph, "centrality")
    far = [m for m in measures if m in FAR]
    positive = [m for m in measures if m in _POSITIVE]
    for source, target, edge in graph.edges(data=True):
        if far and "weight" in edge and "distance" not in edge:
            why, measure = f"weight {edge['weight']:g} and no distance", far[0]
        elif far and not 0 < edge.get("distance", 1) < inf:
            why, measure = f"distance {edge['distance']}", far[0]
        elif positive and not edge.get("weight", 1) > 0:
            why, measure = "a weight not above 0", positive[0]
        else:
            continue
        raise BorderlabError(
            f"edge {source} - {target} has {why}, so {measure} is not defined; weigh by"
            " count, newman, jaccard or cosine, or name other measures="
        )
