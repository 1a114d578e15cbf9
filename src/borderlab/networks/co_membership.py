"""How far communities stay the same when the texts are resampled."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.checks import Rng
from borderlab.networks.communities import check_search, communities
from borderlab.tables import expect_columns


def co_membership(
    resampled: Iterable[tuple[nx.Graph, float]],
    *,
    resolution: float = 1.0,
    rng: Rng = 2021,
    starts: int = 10,
) -> pd.DataFrame:
    """Tell how often two actors are in one community when the texts are resampled.

    Parameters
    ----------
    resampled : iterable of (networkx.Graph, float)
        The graph of each resample and its weight: a probability, or how often it was drawn.
    resolution, rng, starts
        As in `communities`, for each resample alike.

    Returns
    -------
    pandas.DataFrame
        source < target, together: the share of the resamples, by weight, whose communities have
        both actors in one (rounded to 12 decimals); sorted. An actor that a resample does not name
        is with nobody there. Pairs that are never together have no row.

    Raises
    ------
    BorderlabError
        As `communities`; for a negative weight, or when no resample has any.

    Examples
    --------
    >>> one, other = nx.Graph([("a", "b"), ("c", "d")]), nx.Graph([("a", "b"), ("b", "c")])
    >>> co_membership([(one, 0.25), (other, 0.75)])
      source target  together
    0      a      b      1.00
    1      a      c      0.75
    2      b      c      0.75
    3      c      d      0.25
    """
    check_search(resolution, rng, starts)
    options: dict[str, Any] = {"resolution": resolution, "rng": rng, "starts": starts}
    drawn = [(communities(graph, **options), weight) for graph, weight in resampled]
    weights = np.array([weight for _, weight in drawn], dtype="float64")
    if not (weights.min(initial=0) >= 0 and 0 < weights.sum() < inf):
        raise BorderlabError(
            "co_membership needs resamples whose weights are 0 or more, some above"
        )
    columns = [found.set_index("actor_id")["community"] for found, _ in drawn]
    wide = pd.concat(columns, axis=1).sort_index()
    share = np.zeros((len(wide), len(wide)))
    for group, weight in zip(wide.to_numpy("float64").T, weights / weights.sum(), strict=True):
        share += weight * (group[:, None] == group)  # who is missing is equal to nobody
    first, second = np.nonzero(np.triu(share, k=1))
    ids = wide.index.to_numpy(dtype=object)
    found = {"source": ids[first], "target": ids[second], "together": share[first, second]}
    return pd.DataFrame(found).astype({"source": "str", "target": "str"}).round({"together": 12})


def community_stability(found: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Tell for each actor how far its community stays around it when the texts are resampled.

    Parameters
    ----------
    found : pandas.DataFrame
        What `communities` returned for the whole network.
    pairs : pandas.DataFrame
        What `co_membership` returned for its resamples.

    Returns
    -------
    pandas.DataFrame
        The rows of `found` with size (int64: actors in the community) and together (the mean, over
        the other actors of the community, of the share of resamples in which they are with this
        one; rounded to 12 decimals; missing for those who are alone). 1: always with all of them;
        0: never with any. The mean of `together` over a community is that over its pairs.

    Notes
    -----
    A share of resamples is stability under the choice of texts, and no confidence. It does not see
    who comes to join a community; `co_membership` does.

    Examples
    --------
    >>> found = pd.DataFrame({"actor_id": ["a", "b", "c", "d"], "community": [1, 1, 1, 2]})
    >>> pairs = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "together": [1, 0.5]})
    >>> community_stability(found, pairs)
      actor_id  community  size  together
    0        a          1     3      0.75
    1        b          1     3      0.50
    2        c          1     3      0.25
    3        d          2     1       NaN
    """
    expect_columns("found", found, ["actor_id", "community"], "communities")
    expect_columns("pairs", pairs, ["source", "target", "together"], "co_membership")
    group = found.set_index("actor_id")["community"]
    own = pairs[pairs["source"].map(group) == pairs["target"].map(group)]
    sums = pd.concat([own.set_index(end)["together"] for end in ("source", "target")])
    size = found.groupby("community")["actor_id"].transform("size")
    total = found["actor_id"].map(sums.groupby(level=0).sum()).fillna(0)
    mean = (total / (size - 1)).where(size > 1).round(12)
    return found.assign(size=size.astype("int64"), together=mean.astype("float64"))
