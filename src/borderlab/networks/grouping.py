"""What each story adds to each pair of actors, so that any mixture of stories is one product.

Only for weights that are sums over units, which a story's units add to by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, gcd, lcm
from typing import Any, Literal, NamedTuple, get_args

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice
from borderlab.networks.cooccurrence import to_graph
from borderlab.networks.graphs import Net
from borderlab.networks.weights import Weight
from borderlab.tables import Incidence, expect, table

Over = Literal["story", "document"]
Additive = Literal["count", "newman"]
Times = NDArray[np.integer[Any]]

_COLUMN = {"story": "story_id", "document": "doc_id"}
#: mixtures whose weights are held in memory at once
_BLOCK = 64


class Ties(NamedTuple):
    """What each group adds to each pair of actors, exactly.

    ``counts`` (G groups, C): units of one size naming a pair; ``worth`` (C): what such a unit adds,
    in parts of ``whole``; ``starts`` (P): where in C a pair begins; ``pairs`` (P, 2): its actors;
    ``named`` (G, A): units naming an actor.
    """

    counts: csr_array
    worth: NDArray[np.object_]
    whole: int
    starts: NDArray[np.int64]
    pairs: NDArray[np.int64]
    named: csr_array


def contributions(
    units: Incidence, *, over: Over = "story", weight: Additive = "count"
) -> pd.DataFrame:
    """Tell what each story gives to each actor: strength and mentions are sums over stories.

    Returns
    -------
    pandas.DataFrame
        actor_id, story_id (doc_id for documents), strength (float64), units (int64, those that
        name the actor); a row where a story names an actor; sorted.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> found = contributions(bl.incidence(study.mentions, study.corpus, study.codebook))
    >>> found[found.actor_id == "katie-hobbs"]
           actor_id                story_id  strength  units
    14  katie-hobbs  sonora-plenary-2024-10       9.0      3
    """
    check_weight(weight)
    (codes, names), others = groups_of(units, over), units.matrix.sum(axis=1) - 1
    # a unit ties each actor it names to all others there; Newman's shares of that sum to one
    adds = np.maximum(others, 0) if weight == "count" else np.sign(np.maximum(others, 0))
    cells = units.matrix.tocoo()
    column = _COLUMN[over]
    found = pd.DataFrame({
        "actor_id": units.actors.index[cells.col], column: names[codes[cells.row]],
        "strength": adds[cells.row].astype(float), "units": 1,
    })  # fmt: skip
    return found.groupby(["actor_id", column], as_index=False).sum()


def groups_of(units: Incidence, over: Over) -> tuple[NDArray[np.int64], pd.Index]:
    """Return the group of each unit as a number, and the names of the groups, sorted."""
    expect(units=(units, Incidence))
    check_choice("over", over, allowed=get_args(Over))
    codes, names = pd.factorize(units.units[_COLUMN[over]], sort=True)
    return codes, pd.Index(names)


def check_weight(weight: str) -> None:
    """Refuse a weight that is no sum over units."""
    check_choice("weight", weight, allowed=get_args(Weight))
    if weight not in get_args(Additive):
        raise BorderlabError(
            f"weight={weight!r} is no sum over units, so stories cannot be added up; take one of"
            f" {', '.join(get_args(Additive))}"
        )


def ties_of(units: Incidence, over: Over, weight: Additive) -> Ties:
    """Count the pairs of every group in one sparse product, by the size of the unit if it weighs.

    Newman's shares 1/(k-1) stay whole numbers this way, so distances can be exact.
    """
    check_weight(weight)
    codes, names = groups_of(units, over)
    actors, rows = max(units.matrix.shape[1], 1), np.arange(len(codes))
    sizes = np.maximum(units.matrix.sum(axis=1), 2) if weight == "newman" else 0 * codes + 2
    step = int(sizes.max(initial=2)) + 1
    first, second, block, named = _within(units.matrix, codes * step + sizes)
    pair = (first * actors + second) * step + block % step
    keys, place = np.unique(pair, return_inverse=True)
    starts = np.flatnonzero(np.diff(keys // step, prepend=-1))
    shares = (keys % step - 1).tolist()
    whole = lcm(*shares)
    member = csr_array((np.ones_like(codes), (codes, rows)), shape=(len(names), len(codes)))
    return Ties(
        counts=csr_array((named, (block // step, place)), shape=(len(names), len(keys))),
        worth=np.array([whole // share for share in shares], dtype=object),
        whole=whole,
        starts=starts,
        pairs=np.column_stack(np.divmod(keys[starts] // step, actors)),
        named=member @ units.matrix,
    )


def _within(matrix: csr_array, blocks: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Count the pairs within each block of units: first actor < second, their block, how often."""
    cells, actors = matrix.tocoo(), max(matrix.shape[1], 1)
    # a column for each actor of each block, so that one product ties only within blocks
    keys, column = np.unique(blocks[cells.row] * actors + cells.col, return_inverse=True)
    split = csr_array((cells.data, (cells.row, column)), shape=(len(blocks), len(keys)))
    both = triu(split.T @ split, k=1).tocoo()
    block, first = np.divmod(keys[both.row], actors)
    return first, keys[both.col] % actors, block, both.data


def strengths(units: Incidence, times: Times, over: Over) -> NDArray[np.int64]:
    """Return the strength by count of every actor in each row of times, shape (R, A actors)."""
    codes, names = groups_of(units, over)
    # a unit ties each actor it names to all others there
    ties = units.matrix.multiply((units.matrix.sum(axis=1) - 1)[:, None]).tocsr()
    member = csr_array((np.ones_like(codes), (codes, np.arange(len(codes)))),
                       shape=(len(names), len(codes)))  # fmt: skip
    found: NDArray[np.int64] = times @ (member @ ties).toarray()
    return found


def nets_of(
    units: Incidence, times: Times, over: Over, weight: Additive
) -> Iterator[tuple[Net, NDArray[np.int64]]]:
    """Make the network of each row of times (R, G groups), which says how often a group is taken.

    Beside it the units that name each actor.
    """
    ties, actors = ties_of(units, over, weight), units.actors.index.tolist()
    for block in np.array_split(times, max(ceil(len(times) / _BLOCK), 1)):
        # one sparse product gives the weights of all its resamples
        for counted, named in zip(block @ ties.counts, block @ ties.named, strict=True):
            parts = np.add.reduceat(counted * ties.worth, ties.starts)
            yield _net(actors, ties.pairs, parts, ties.whole), named


def _net(actors: list[str], pairs: NDArray[np.int64], parts: NDArray[Any], whole: int) -> Net:
    """Tie the pairs whose weight, parts / whole, is above 0; distances are its reciprocals."""
    tied = parts.astype("bool")
    parts = parts[tied]
    sizes = set(parts.tolist())
    scale = lcm(*(part // gcd(part, whole) for part in sizes))
    weight = {part: round(part / whole, 12) for part in sizes}
    far = {part: scale * whole // part for part in sizes}
    distance = np.empty(len(parts), dtype=object)
    distance[:] = [far[part] for part in parts.tolist()]
    weights = np.array([weight[part] for part in parts.tolist()], dtype="float64")
    return Net(actors, pairs[tied], weights, distance, scale)


def graphs_of(units: Incidence, times: Times, over: Over, weight: Additive) -> Iterator[nx.Graph]:
    """Make the graphs of `nets_of`, as `to_graph` would."""
    bare = to_graph(table("edges"), units, weight=weight)
    for net, named in nets_of(units, times, over, weight):
        graph = bare.copy()
        nx.set_node_attributes(graph, dict(zip(net.actors, named.tolist(), strict=True)), "units")
        ends = ([net.actors[i] for i in side] for side in net.ends.T.tolist())
        told = zip(*ends, net.weight.tolist(), net.distance.tolist(), strict=True)
        graph.add_edges_from((a, b, {"weight": w, "distance": d}) for a, b, w, d in told)
        graph.graph["distance_scale"] = net.scale
        yield graph
