"""Which groups a network falls into: communities by the Leiden algorithm, the same every time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from numbers import Real
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.checks import Rng, check_count, check_rng
from borderlab.networks.graphs import check_simple, sorted_copy


def communities(
    graph: nx.Graph, *, resolution: float = 1.0, rng: Rng = 2021, starts: int = 10
) -> pd.DataFrame:
    r"""Divide the actors into groups that are tied more closely than their strengths explain.

    The Leiden algorithm [1]_ looks for the division of highest modularity [2]_: the weight of the
    edges within groups, less what actors of these strengths :math:`s` would have there by chance,
    :math:`\frac{1}{2m}\sum_{ij}(w_{ij}-\gamma\,s_i s_j/2m)` over the pairs within groups.

    Parameters
    ----------
    graph : networkx.Graph
        Edges may have `weight` (else 1), above 0.
    resolution : float
        :math:`\gamma`; above 1 it makes more and smaller groups, below 1 fewer and larger ones.
    rng : int or numpy.random.Generator
        Where the search starts; the same number finds the same groups.
    starts : int
        How often it is searched. The division of highest modularity is kept, of several as good
        the one whose column `community`, read downwards, comes first.

    Returns
    -------
    pandas.DataFrame
        actor_id, community (int64 from 1, the largest first, those of one size by their first
        actor); sorted by actor_id. An isolate is a community of its own. Its ``attrs``: resolution,
        starts.

    Raises
    ------
    BorderlabError
        Without igraph; for a directed graph, a multigraph or one with loops, a weight not above
        0, a negative resolution, or less than one start.

    Notes
    -----
    Every network has such groups, one drawn by chance too, and other divisions may be nearly as
    good: say with `co_membership` and `community_stability` how far they hold. Where a unit names
    many actors, they are all tied to each other, and a group may be no more than one long text.

    References
    ----------
    .. [1] Traag, Waltman & van Eck (2019), Scientific Reports 9, 5233.
       doi:10.1038/s41598-019-41695-z
    .. [2] Newman & Girvan (2004), Physical Review E 69, 026113. doi:10.1103/PhysRevE.69.026113

    Examples
    --------
    >>> groups = communities(nx.Graph(["ab", "bc", "ca", "cx", "xy", "yz", "zx"]))
    >>> groups.groupby("community")["actor_id"].agg("".join).to_dict()
    {1: 'abc', 2: 'xyz'}
    """
    check_search(resolution, rng, starts)
    _check(graph)
    tidy = sorted_copy(graph)
    divisions = _leiden(tidy, resolution, np.random.default_rng(rng), starts)
    _, best = min(divisions, key=lambda division: (-division[0], division[1]))
    found = pd.DataFrame({"actor_id": list(tidy), "community": best})
    found = found.astype({"actor_id": "str", "community": "int64"})
    found.attrs = {"resolution": resolution, "starts": starts}
    return found


def _check(graph: nx.Graph) -> None:
    check_simple(graph, "communities")
    for source, target, weight in graph.edges(data="weight", default=1):
        if not 0 < weight < inf:
            raise BorderlabError(
                f"edge {source} - {target} has weight {weight:g}, so communities are not defined;"
                " weigh by count, newman, jaccard, cosine or association"
            )


def check_search(resolution: float, rng: Rng, starts: int) -> None:
    """Refuse a search for communities that cannot be made."""
    check_rng(rng, needed=True)
    check_count(starts=starts)
    if not (isinstance(resolution, Real) and 0 <= resolution < inf):
        raise BorderlabError(f"resolution={resolution!r} is no number from 0 on; take 1, or near")


def _leiden(
    graph: nx.Graph, resolution: float, rng: np.random.Generator, starts: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Give the modularity and the communities that each start leads to."""
    try:
        import igraph
    except ImportError:
        raise BorderlabError(
            "communities are found by igraph, which is missing; pip install 'borderlab[fast]'"
        ) from None
    number = {actor: i for i, actor in enumerate(graph)}
    net = igraph.Graph(len(graph), [(number[a], number[b]) for a, b in graph.edges])
    weights = [weight for _, _, weight in graph.edges(data="weight")]
    options = {"weights": weights or None, "resolution": resolution}
    for seed in rng.integers(2**63, size=starts).tolist():
        with _drawing_from(igraph, random.Random(seed)):
            found = net.community_leiden("modularity", n_iterations=-1, **options).membership
        # without edges there is nothing to divide
        quality = net.modularity(found, **options) if weights else 0.0
        yield round(quality, 12), _numbered(found)


@contextmanager
def _drawing_from(igraph: Any, source: random.Random) -> Iterator[None]:
    """Let igraph draw from a source of its own, and then again from where it draws by default."""
    igraph.set_random_number_generator(source)
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _numbered(membership: Sequence[int]) -> tuple[int, ...]:
    """Count the communities from 1: largest first, those of one size by their first actor.

    Examples
    --------
    >>> _numbered([7, 3, 3, 5])
    (2, 1, 1, 3)
    """
    sizes = Counter(membership)  # in the order of their first actors
    ranked = sorted(sizes, key=lambda group: -sizes[group])
    number = {group: place for place, group in enumerate(ranked, start=1)}
    return tuple(number[group] for group in membership)
