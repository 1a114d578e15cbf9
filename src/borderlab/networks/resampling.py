"""What if other stories had been collected: whole stories drawn with replacement, and their graphs.

The texts of one story are not independent, so the story is drawn and not the sentence. Few stories
have few resamples: then every one is listed with its exact chance, and nothing is left to a draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import comb, factorial, prod
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from borderlab.errors import BorderlabError
from borderlab.networks.checks import Rng, check_count, check_rng
from borderlab.networks.grouping import Additive, Over, Times, check_weight, graphs_of, groups_of
from borderlab.tables import Incidence


class Resamples(NamedTuple):
    """How often each resample takes each group, and its chance: chances / total, in whole numbers.

    ``times`` has the shape (R resamples, G groups) and no row twice, ``chances`` the length R.
    """

    times: Times
    chances: NDArray[np.int64]
    total: int


def resampled_graphs(
    units: Incidence,
    *,
    over: Over = "story",
    weight: Additive = "count",
    resamples: int = 1000,
    rng: Rng = None,
) -> Iterator[tuple[nx.Graph, float]]:
    """Yield the network of every resample of the stories, with its probability.

    Parameters
    ----------
    units : Incidence
        The story or document of a unit is the one its table names; units naming nobody count.
    over : {"story", "document"}
        What is drawn whole. Texts of one story are not independent; documents are a check.
    weight : {"count", "newman"}
        The weights that are sums over units; the others are ratios of sums, to which a story adds
        nothing by itself, and are refused.
    resamples : int
        How many are drawn; where there are no more multisets than this (35 of 4 stories), each is
        taken once with its exact multinomial chance instead, and `rng` is not used.
    rng : int or numpy.random.Generator
        The only source of chance; needed where resamples are drawn.

    Yields
    ------
    networkx.Graph
        As `to_graph` makes it, without evidence: every actor is a node, with the `units` that name
        it in this resample, 0 where it is absent; `weight`, `distance` and `distance_scale`.
    float
        Probability; all of them sum to 1. A multiset drawn twice comes once.

    Raises
    ------
    BorderlabError
        For another weight, or where `rng` is needed and not given.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = bl.incidence(study.mentions, study.corpus, study.codebook)
    >>> found = [(graph.number_of_edges() > 0, p) for graph, p in resampled_graphs(units)]
    >>> len(found), round(sum(p for _, p in found), 12)
    (35, 1.0)
    """
    check_weight(weight)
    drawn = draw_resamples(units, over, resamples, rng)
    graphs = graphs_of(units, drawn.times, over, weight)
    chances = (drawn.chances / drawn.total).tolist()
    return zip(graphs, chances, strict=True)


def draw_resamples(units: Incidence, over: Over, resamples: int, rng: Rng) -> Resamples:
    """List every multiset of the groups where there are few, else draw some."""
    check_count(resamples=resamples)
    check_rng(rng)
    names = groups_of(units, over)[1]
    n = len(names)
    if comb(max(2 * n - 1, 0), n) <= resamples:
        return multisets(n)
    if rng is None:
        raise BorderlabError(
            f"{n} groups (over={over!r}) have more multisets than resamples={resamples}, so"
            " some are drawn; give rng=, such as rng=2021"
        )
    drawn = np.random.default_rng(rng).multinomial(n, [1 / n] * n, size=resamples)
    times, chances = np.unique(drawn, axis=0, return_counts=True)
    return Resamples(times, chances, resamples)


def multisets(n: int) -> Resamples:
    """List the multisets of n out of n, with how many of the n**n ordered draws give each.

    Examples
    --------
    >>> multisets(2)
    Resamples(times=array([[2, 0],
           [1, 1],
           [0, 2]]), chances=array([1, 2, 1]), total=4)
    """
    taken = combinations_with_replacement(range(n), n)
    times = np.array([np.bincount(t, minlength=n) if n else [] for t in taken], dtype="int64")
    chances = [factorial(n) // prod(map(factorial, row)) for row in times.tolist()]
    return Resamples(times, np.array(chances, dtype="int64"), n**n)
