"""Who is named together how often: from units and actors to weighted edges and a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, triu

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice
from borderlab.networks.graphs import Net, flat
from borderlab.networks.weights import FORMULAS, NEAR, distances, on_one_scale
from borderlab.networks.weights import Weight as Weight  # its home for whoever asks for one
from borderlab.tables import Incidence, conform, expect

#: columns of ``units.actors`` that become node attributes when they are there
ATTRIBUTES = ("label", "kind", "side", "level")
#: so many actors have a table of all their pairs (128 MB)
_FEW = 4_000


def cooccurrence(units: Incidence, *, weight: Weight = "count") -> pd.DataFrame:
    r"""Weigh every pair of actors that at least one unit names together.

    With :math:`c` the units that name both, :math:`n_i` those that name actor i, :math:`k` the
    actors a unit names after every choice and :math:`N` all units, those that name nobody included:

    ============= ======================================== =======================================
    count         :math:`c`                                units that name both
    newman        :math:`\sum 1/(k-1)` over those units    a long list ties its members less [1]_
    jaccard       :math:`c/(n_i+n_j-c)`                    share of the units that name either
    cosine        :math:`c/\sqrt{n_i n_j}`                 true cosine of the two columns
    association   :math:`N c/(n_i n_j)`                    1 when as often as by chance [2]_
    pmi           :math:`\log_2` of association            0 when as often as by chance
    dna_average   :math:`2c/(n_i+n_j)`                     by average activity [3]_
    dna_jaccard   :math:`c/(n_i+n_j-c)`                    the same as jaccard on these units
    dna_cosine    :math:`c/(n_i n_j)`                      no cosine: association over N
    ============= ======================================== =======================================

    Parameters
    ----------
    units : Incidence
    weight : str
        One of these.

    Returns
    -------
    pandas.DataFrame
        The table ``edges``: source < target, weight rounded to 12 decimals; sorted; pairs that
        are never named together have no row.

    Notes
    -----
    Being named together is neither presence nor cooperation.

    The ``dna_`` weights are what Discourse Network Analyzer calls average activity, Jaccard and
    cosine normalisation of a one-mode network [3]_, with units as the second variable and without
    a qualifier. On units of 0 and 1 the first is Dice's coefficient. The second is Jaccard's; it
    would differ where an actor's statements in one unit are counted each, since it multiplies
    them. The third divides by the product of the totals, where the cosine divides by the root of
    it: two actors always named together, in n units, have cosine 1 and dna_cosine 1/n.

    References
    ----------
    .. [1] Newman (2001), Physical Review E 64, 016132. doi:10.1103/PhysRevE.64.016132
    .. [2] van Eck & Waltman (2009), JASIST 60(8), 1635. doi:10.1002/asi.21075
    .. [3] Leifeld, Gruber & Bossner, Discourse Network Analyzer Manual, "Normalisation for One-Mode
       Networks", and ``dna/export/Exporter.java`` of DNA 3 (github.com/leifeld/dna); Leifeld
       (2017), Oxford Handbook of Political Networks. doi:10.1093/oxfordhb/9780190228217.013.25

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
    return conform("edges", _edges(units, weight))


def _edges(units: Incidence, weight: Weight) -> pd.DataFrame:
    rows, columns, weights = _weighed(units, weight)
    ids = pd.array(units.actors.index, dtype="str")
    return pd.DataFrame({"source": ids[rows], "target": ids[columns], "weight": weights})


def _weighed(units: Incidence, weight: Weight) -> tuple[NDArray[Any], ...]:
    """Return the numbers of the actors of each edge, sorted, and its weight."""
    expect(units=(units, Incidence))
    check_choice("weight", weight, allowed=get_args(Weight))
    named, total = units.matrix, units.matrix.sum(axis=0)
    few = named.shape[1] <= _FEW and bool((named.data == 1).all())
    rows, columns, both = _pairs(named) if few and weight != "newman" else _product(named, weight)
    value = FORMULAS[weight](both, total[rows], total[columns], named.shape[0])
    return rows, columns, value.astype("float64").round(12)


def to_net(units: Incidence, weight: Weight) -> Net:
    """Make of the edges what the measures use, without evidence, for a weight that has a distance.

    Examples
    --------
    >>> import borderlab as bl
    >>> units = bl.open_study(".").incidence()
    >>> net, graph = to_net(units, "jaccard"), bl.open_study(".").graph()
    >>> len(net.ends) == graph.number_of_edges()
    True
    """
    rows, columns, weights = _weighed(units, weight)
    if weight == "count":  # rests on this number alone, which many pairs share
        pairs: list[Any] = weights.astype("int64").tolist()
        found, scale = on_one_scale({both: (Fraction(1, both), 1) for both in set(pairs)})
    else:
        pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
        by_actor = units.matrix.tocsc()
        held = np.split(by_actor.indices, by_actor.indptr[1:-1])
        found, scale = distances(weight, pairs, {a: set(h.tolist()) for a, h in enumerate(held)})
    distance = np.empty(len(pairs), dtype=object)
    distance[:] = [found[pair] for pair in pairs]
    ends = np.column_stack([rows, columns]).astype("int64")
    return Net(units.actors.index.tolist(), ends, weights, distance, scale)


def _product(named: csr_array, weight: Weight) -> tuple[NDArray[Any], ...]:
    """Multiply the incidence with itself: pairs of actors, the first < the second, and shares."""
    sizes = named.sum(axis=1)
    share = 1 / np.maximum(sizes - 1, 1) if weight == "newman" else np.ones(len(sizes))
    both = triu(named.T @ (diags_array(share) @ named), k=1).tocsr()
    both.sort_indices()  # row by row, so that the edges come out sorted
    return *both.nonzero(), both.data


def _pairs(named: csr_array) -> tuple[NDArray[Any], ...]:
    """Count as the product does where all shares are 1, and each pair once only.

    Step d ties each name of a unit to the one that follows d names later in the same unit.
    """
    named, actors = named.sorted_indices(), named.shape[1]
    who, here = named.indices.astype("int64"), np.arange(named.nnz)
    last = np.repeat(named.indptr[1:], np.diff(named.indptr))
    counts, step = np.zeros(actors * actors, dtype="int64"), 1
    while len(here := here[here + step < last[here]]):
        np.add.at(counts, who[here] * actors + who[here + step], 1)
        step += 1
    keys = np.flatnonzero(counts)
    return *np.divmod(keys, max(actors, 1)), counts[keys]


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
        of the units that name both, sorted, joined by ``|``), `sentences` (ids of the sentences in
        these units that name one of the two or both, unit by unit as they are read, joined by
        ``|``) and `distance`. The graph itself: the choices that made it, `weight`, and
        `distance_scale`.

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
    whole number, so that equal sums stay equal. The other weights have no distance.

    Examples
    --------
    >>> import borderlab as bl
    >>> units = bl.open_study(".").incidence(collectives=False)
    >>> graph = to_graph(cooccurrence(units), units)
    >>> graph.edges["katie-hobbs", "ken-salazar"]["sentences"]
    'amcham-northwest-2024:s3'
    """
    known = _edges(units, weight).itertuples(index=False)
    expected = {(source, target): value for source, target, value in known}
    graph = nx.Graph(weight=weight, **{k: flat(v) for k, v in units.choices.items()})
    places, read = _places(units.cells)
    names = {actor: set(held) for actor, held in places.items()}
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
        behind = _behind(places[source], places[target], read)
        graph.add_edge(source, target, weight=float(value), **behind)
    if weight in NEAR:
        found, graph.graph["distance_scale"] = distances(weight, graph.edges, names)
        nx.set_edge_attributes(graph, found, "distance")
    return graph


def _places(cells: pd.DataFrame) -> tuple[dict[str, dict[str, set[int]]], list[str]]:
    """Map actor and unit to the sentences that name the actor there, numbered as they are read."""
    numbers, read = pd.factorize(cells["sentence_id"])
    places: dict[str, dict[str, set[int]]] = {}
    for actor, unit, number in zip(
        cells["actor_id"], cells["unit_id"], numbers.tolist(), strict=True
    ):
        places.setdefault(actor, {}).setdefault(unit, set()).add(number)
    return places, list(read)


def _behind(
    first: Mapping[str, set[int]], second: Mapping[str, set[int]], read: Sequence[str]
) -> dict[str, str]:
    """Name the units that two actors share, and the sentences in them that name either."""
    both = sorted(first.keys() & second.keys())
    found = {number for unit in both for number in first[unit] | second[unit]}
    return {"evidence": "|".join(both), "sentences": "|".join(read[n] for n in sorted(found))}
