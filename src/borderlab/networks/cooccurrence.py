"""Who is named together how often: from units and actors to weighted edges and a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import isqrt, lcm
from typing import Any, Literal, get_args

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, triu

from borderlab.errors import BorderlabError
from borderlab.networks.incidence import check_choice
from borderlab.tables import Incidence, conform

Weight = Literal["count", "newman", "jaccard", "cosine", "association", "pmi"]

#: columns of ``units.actors`` that become node attributes when they are there
ATTRIBUTES = ("label", "kind", "side", "level")
#: binary digits that stand behind the point of an irrational distance
_DIGITS = 64


def cooccurrence(units: Incidence, *, weight: Weight = "count") -> pd.DataFrame:
    r"""Weigh every pair of actors that at least one unit names together.

    With :math:`c` the units that name both, :math:`n_i` those that name actor i, :math:`k` the
    actors a unit names and :math:`N` all units, those that name nobody included:

    ============= ======================================== =======================================
    count         :math:`c`                                units that name both
    newman        :math:`\sum 1/(k-1)` over those units    a long list ties its members less [1]_
    jaccard       :math:`c/(n_i+n_j-c)`                    share of the units that name either
    cosine        :math:`c/\sqrt{n_i n_j}`                 true cosine of the two columns
    association   :math:`N c/(n_i n_j)`                    1 when as often as by chance [2]_
    pmi           :math:`\log_2` of association            0 when as often as by chance
    ============= ======================================== =======================================

    Returns
    -------
    pandas.DataFrame
        The table ``edges``: source < target, weight rounded to 12 decimals; sorted; pairs that
        are never named together have no row.

    Notes
    -----
    Being named together is neither presence nor cooperation.

    References
    ----------
    .. [1] Newman (2001), Physical Review E 64, 016132. doi:10.1103/PhysRevE.64.016132
    .. [2] van Eck & Waltman (2009), JASIST 60(8), 1635. doi:10.1002/asi.21075

    Examples
    --------
    >>> units = Incidence(
    ...     matrix=csr_array([[1, 1, 1], [1, 1, 0], [0, 0, 0]]), units=pd.DataFrame(index=[*"xyz"]),
    ...     actors=pd.DataFrame(index=["ana", "eva", "luis"]), cells=pd.DataFrame())
    >>> cooccurrence(units)
      source target  weight
    0    ana    eva     2.0
    1    ana   luis     1.0
    2    eva   luis     1.0
    >>> cooccurrence(units, weight="newman").weight.tolist()
    [1.5, 0.5, 0.5]
    """
    check_choice("weight", weight, get_args(Weight))
    named = units.matrix
    total = named.sum(axis=0)
    rows, columns, both = _pairs(named, np.ones(named.shape[0], dtype="int64"))
    first, second = total[rows], total[columns]
    if weight == "count":
        value = both
    elif weight == "newman":
        value = _pairs(named, 1 / np.maximum(named.sum(axis=1) - 1, 1))[2]
    elif weight == "jaccard":
        value = both / (first + second - both)
    elif weight == "cosine":
        value = both / np.sqrt(first * second)
    else:
        value = named.shape[0] * both / (first * second)
        value = np.log2(value) if weight == "pmi" else value
    ids = units.actors.index.to_numpy(dtype=object)
    edges = pd.DataFrame({"source": ids[rows], "target": ids[columns], "weight": value})
    return conform("edges", edges.assign(weight=edges["weight"].astype("float64").round(12)))


def _pairs(named: csr_array, share: Any) -> tuple[Any, Any, Any]:
    """Sum each unit's share over the pairs it names: the one sparse product, upper triangle."""
    product = triu(named.T @ (diags_array(share, dtype=share.dtype) @ named), k=1).tocsr()
    product.sort_indices()  # row by row, so that the edges come out sorted
    pairs = product.tocoo()
    return pairs.row, pairs.col, pairs.data


def to_graph(edges: pd.DataFrame, units: Incidence, *, weight: Weight = "count") -> nx.Graph:
    """Make a plain networkx graph of the edges: every actor a node, every attribute filled.

    Parameters
    ----------
    edges : pandas.DataFrame
        All edges of `units`, or some of them.
    units : Incidence
        Where the edges come from; gives the nodes, isolates included, and the evidence.
    weight : str
        The weight that `cooccurrence` was asked for, since it decides whether a distance exists.

    Returns
    -------
    networkx.Graph
        Nodes and edges sorted. Nodes: `label`, `kind`, `side`, `level` where the codebook has
        them, and `units`, the number of units naming the actor. Edges: `weight`, `evidence` (ids
        of the units that name both, sorted, joined by ``|``) and `distance`. The graph itself: the
        choices that made it, `weight`, and `distance_scale`.

    Raises
    ------
    BorderlabError
        When an edge is not one of these units, or not weighted as told.

    Notes
    -----
    A distance is the reciprocal of the weight: exact, because in floating point 1/3 + 1/3 + 1/3
    and 1 may differ in the last bit, which breaks a tie between shortest paths and gives a
    betweenness to the wrong actor. So all distances of a graph are whole numbers, the reciprocals
    times one common multiple, `distance_scale`; divide by it to read them. A cosine is c over a
    root; there the square part is drawn out of the root, and the same root is everywhere the same
    whole number, so that equal sums stay equal. Association strength and PMI have no distance.
    """
    check_choice("weight", weight, get_args(Weight))
    evidence = _evidence(units)
    expected = cooccurrence(units, weight=weight).set_index(["source", "target"])["weight"]
    graph = nx.Graph(weight=weight, **{k: _flat(v) for k, v in units.choices.items()})
    total = dict(zip(units.actors.index, units.matrix.sum(axis=0).tolist(), strict=True))
    shown = units.actors.reindex(columns=list(ATTRIBUTES)).fillna("").astype("str")
    present = [a for a in ATTRIBUTES if a in units.actors.columns]
    for actor, row in zip(shown.index, shown[present].to_dict("records"), strict=True):
        graph.add_node(actor, **{"label": actor, **row, "units": total[actor]})
    for source, target, value in sorted(edges[["source", "target", "weight"]].itertuples(False)):
        if abs(expected.get((source, target), np.nan) - value) <= 1e-9:
            ids = "|".join(sorted(evidence[source, target]))
            graph.add_edge(source, target, weight=float(value), evidence=ids)
            continue
        raise BorderlabError(
            f"edge {source} - {target} of weight {value:g} is not what these units give by"
            f" {weight!r}; pass the units it was made from, and the weight= it was made with"
        )
    _add_distances(graph, evidence, total, units)
    return graph


def _flat(choice: Any) -> Any:
    """One plain value of a choice, since graph files know neither lists nor None."""
    if isinstance(choice, tuple | list):
        return "|".join(choice)
    return "" if choice is None else choice


def _evidence(units: Incidence) -> Mapping[tuple[str, str], list[str]]:
    """For each pair of actors, source first, the ids of the units that name both."""
    ids, actors, named = units.units.index, units.actors.index, units.matrix.tolil()
    pairs = defaultdict(list)
    for unit, columns in zip(ids, named.rows, strict=True):
        for source, target in combinations(sorted(columns), 2):
            pairs[actors[source], actors[target]].append(unit)
    return pairs


def _add_distances(
    graph: nx.Graph,
    evidence: Mapping[tuple[str, str], list[str]],
    total: Mapping[str, int],
    units: Incidence,
) -> None:
    """Write the whole-number distances into a graph of this module's own making."""
    size = dict(zip(units.units.index, units.matrix.sum(axis=1).tolist(), strict=True))
    parts: dict[tuple[str, str], tuple[Fraction, int]] = {}
    for pair in graph.edges:
        both, first, second = len(evidence[pair]), total[pair[0]], total[pair[1]]
        if graph.graph["weight"] == "count":
            parts[pair] = Fraction(1, both), 1
        elif graph.graph["weight"] == "newman":
            parts[pair] = 1 / sum((Fraction(1, size[u] - 1) for u in evidence[pair]), Fraction()), 1
        elif graph.graph["weight"] == "jaccard":
            parts[pair] = Fraction(first + second - both, both), 1
        elif graph.graph["weight"] == "cosine":
            root, free = _root(first * second)
            parts[pair] = Fraction(root, both), free
    scale = lcm(*(ratio.denominator for ratio, _ in parts.values()))
    digits = _DIGITS if any(free > 1 for _, free in parts.values()) else 0
    for pair, (ratio, free) in parts.items():
        graph.edges[pair]["distance"] = int(ratio * scale) * isqrt(free << 2 * digits)
    if parts:
        graph.graph["distance_scale"] = scale << digits


def _root(number: int) -> tuple[int, int]:
    """Write the square root of a number as a whole part times the root of a square-free one.

    Examples
    --------
    >>> _root(12), _root(16), _root(7)
    ((2, 3), (4, 1), (1, 7))
    """
    whole, free, factor = 1, number, 2
    while factor * factor <= free:
        while free % (factor * factor) == 0:
            whole, free = whole * factor, free // (factor * factor)
        factor += 1
    return whole, free
