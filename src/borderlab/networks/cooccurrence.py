"""Who is named together how often: from units and actors to weighted edges and a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt, lcm
from typing import Any, Literal, get_args

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import diags_array, triu

from borderlab.errors import BorderlabError
from borderlab.networks.incidence import check_choice
from borderlab.tables import Incidence, conform, expect

Weight = Literal["count", "newman", "jaccard", "cosine", "association", "pmi"]

#: columns of ``units.actors`` that become node attributes when they are there
ATTRIBUTES = ("label", "kind", "side", "level")
#: weight -> its formula, of the units that name both (newman: the shares of these), of those that
#: name the first, the second, and of all units
_WEIGHTS: Mapping[Weight, Callable[[Any, Any, Any, int], Any]] = {
    "count": lambda both, first, second, units: both,
    "newman": lambda both, first, second, units: both,
    "jaccard": lambda both, first, second, units: both / (first + second - both),
    "cosine": lambda both, first, second, units: both / np.sqrt(first * second),
    "association": lambda both, first, second, units: units * both / (first * second),
    "pmi": lambda both, first, second, units: np.log2(units * both / (first * second)),
}
#: weights whose reciprocal is a distance
_NEAR = ("count", "newman", "jaccard", "cosine")
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
    >>> from scipy.sparse import csr_array
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
    expect(units=(units, Incidence))
    check_choice("weight", weight, get_args(Weight))
    named, sizes = units.matrix, units.matrix.sum(axis=1)
    share = 1 / np.maximum(sizes - 1, 1) if weight == "newman" else np.ones(len(sizes))
    both = triu(named.T @ (diags_array(share) @ named), k=1).tocsr()
    both.sort_indices()  # row by row, so that the edges come out sorted
    rows, columns = both.nonzero()
    total = named.sum(axis=0)
    value = _WEIGHTS[weight](both.data, total[rows], total[columns], len(sizes))
    ids = units.actors.index.to_numpy(dtype=object)
    edges = {"source": ids[rows], "target": ids[columns], "weight": value.round(12)}
    return conform("edges", pd.DataFrame(edges))


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
    expect(units=(units, Incidence))
    expected = cooccurrence(units, weight=weight).set_index(["source", "target"])["weight"]
    graph = nx.Graph(weight=weight, **{k: _flat(v) for k, v in units.choices.items()})
    names = units.cells.groupby("actor_id")["unit_id"].agg(set).to_dict()
    present = [a for a in ATTRIBUTES if a in units.actors.columns]
    shown = units.actors[present].fillna("").astype("str").to_dict("index")
    for actor, row in shown.items():
        graph.add_node(actor, **{"label": actor, **row, "units": len(names[actor])})
    for source, target, value in sorted(edges[["source", "target", "weight"]].itertuples(False)):
        if not abs(expected.get((source, target), np.nan) - value) <= 1e-9:
            raise BorderlabError(
                f"edge {source} - {target} of weight {value:g} is not what these units give by"
                f" {weight!r}; pass the units it was made from, and the weight= it was made with"
            )
        evidence = "|".join(sorted(names[source] & names[target]))
        graph.add_edge(source, target, weight=float(value), evidence=evidence)
    if weight in _NEAR:
        _add_distances(graph, names)
    return graph


def _flat(choice: Any) -> Any:
    """One plain value of a choice, since graph files know neither lists nor None."""
    if isinstance(choice, tuple | list):
        return "|".join(choice)
    return "" if choice is None else choice


def _add_distances(graph: nx.Graph, names: Mapping[str, set[str]]) -> None:
    """Write the whole-number distances into a graph of this module's own making."""
    size = Counter(unit for units in names.values() for unit in units)
    weight = graph.graph["weight"]
    parts = {(a, b): _reciprocal(weight, names[a], names[b], size) for a, b in graph.edges}
    write_distances(graph, parts)


def write_distances(graph: nx.Graph, parts: Mapping[tuple[str, str], tuple[Fraction, int]]) -> None:
    """Write each reciprocal, a fraction times a root, as a whole number of one common scale."""
    scale = lcm(*(ratio.denominator for ratio, _ in parts.values()))
    digits = _DIGITS if any(free > 1 for _, free in parts.values()) else 0
    for pair, (ratio, free) in parts.items():
        graph.edges[pair]["distance"] = int(ratio * scale) * isqrt(free << 2 * digits)
    graph.graph["distance_scale"] = scale << digits


def _reciprocal(
    weight: Weight, first: set[str], second: set[str], size: Mapping[str, int]
) -> tuple[Fraction, int]:
    """Return the reciprocal of a weight as a fraction and the number whose root multiplies it."""
    both = first & second
    if weight == "newman":
        return 1 / sum((Fraction(1, size[unit] - 1) for unit in both), Fraction()), 1
    if weight == "jaccard":
        return Fraction(len(first | second), len(both)), 1
    whole, free = _root(len(first) * len(second)) if weight == "cosine" else (1, 1)
    return Fraction(whole, len(both)), free


def _root(number: int) -> tuple[int, int]:
    """Write the square root of a number as a whole part times the root of a square-free one.

    Examples
    --------
    >>> _root(12), _root(16), _root(7)
    ((2, 3), (4, 1), (1, 7))
    """
    whole = max(n for n in range(1, isqrt(number) + 1) if number % (n * n) == 0)
    return whole, number // (whole * whole)
