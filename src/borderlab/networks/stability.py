"""How far a rank depends on which stories were collected, without promising an interval.

Shares of resamples are called stability: four stories carry no statement of confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from borderlab.networks.centrality import MEASURES
from borderlab.networks.checks import Rng, check_choice, several
from borderlab.networks.grouping import Additive, Over, Times, check_weight, nets_of
from borderlab.networks.measures import net_measures
from borderlab.networks.resampling import Resamples, draw_resamples
from borderlab.progress import track
from borderlab.tables import Incidence, conform

Values = NDArray[np.float64]

#: share of the resamples in which one actor must stand above another to be told apart
CERTAINTY = 0.95
#: from how many groups on a percentile interval is given, and of which sums over documents
_FEWEST, _SUMS = 10, ("strength", "units")


def bootstrap_centrality(
    units: Incidence,
    *,
    measures: Sequence[str] = MEASURES,
    over: Over = "story",
    resamples: int = 1000,
    rng: Rng = None,
    weight: Additive = "count",
    progress: bool = False,
) -> pd.DataFrame:
    """Measure every actor in every resample of the stories, and tell what holds.

    Parameters
    ----------
    units : Incidence
    measures : sequence of str
        Any of `MEASURES`, and ``units``, the mere number of units that name the actor.
    over, weight, resamples, rng
        As for `resampled_graphs`: few stories are enumerated exactly, many are drawn with `rng`.
    progress : bool
        Show a bar (tqdm) once it takes more than two seconds.

    Returns
    -------
    pandas.DataFrame
        The table ``scores``, one row per actor and measure:

        ==================== ====================================================================
        estimate             in the whole corpus, as `centrality` gives it
        units                units that name the actor, int64
        present              share of the resamples that name the actor at all
        stability            share in which it is named and its rank is that in the whole, or better
        rank_low, rank_high  1 + the actors above it in at least 95% of the resamples, and the
                             number of actors less those below it in as many, int64 [1]_
        low, high            from ten groups on, for strength and units: the percentiles 2.5 and
                             97.5 of the resamples; missing for all else [2]_
        ==================== ====================================================================

        By measure; within it actors whose rank sets overlap, directly or through others, stand in
        alphabetical order, since the texts put them in no other. Its ``attrs`` say how it was made:
        over, resamples, certainty, choices (of the units), weight.

    Notes
    -----
    An actor absent from a resample scores 0 there and stays; a missing eigenvector counts as 0.
    Constraint is better the lower it is: absent or without ties, one stands last. Tied actors are
    neither above nor below each other. Who shares the last rank of the whole cannot fall, so its
    stability is `present`. Strength and units are sums over documents; for the others a resample,
    which has fewer different stories than the whole, is biased, so look at `case_drop`.

    References
    ----------
    .. [1] Goldstein & Spiegelhalter (1996), JRSS A 159, 385 on ranks that cannot be told apart.
       doi:10.2307/2983325
    .. [2] Epskamp, Borsboom & Fried (2018), Behavior Research Methods 50, 195, who warn against
       intervals for centralities. doi:10.3758/s13428-017-0862-1

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = bl.incidence(study.mentions, study.corpus, study.codebook)
    >>> stable = bootstrap_centrality(units, measures=["strength"])
    >>> shown = ["actor_id", "estimate", "units", "stability", "rank_low", "rank_high"]
    >>> stable.loc[stable["units"] > 15, shown].round(2)
             actor_id  estimate  units  stability  rank_low  rank_high
    17         mexico      31.0     17       0.61         1         11
    30  united-states      42.0     19       0.73         1          5
    """
    measures = asked(measures)
    check_weight(weight)
    chosen = draw_resamples(units, over, resamples, rng)
    estimates, counts = measured(units, np.ones_like(chosen.times[:1]), over, weight, measures)
    values, named = measured(units, chosen.times, over, weight, measures, progress=progress)
    whole, drawn = standing(estimates[0], measures), standing(values, measures)
    few = chosen.times.shape[1] < _FEWEST
    tables = [
        pd.DataFrame({
            "actor_id": units.actors.index, "measure": measure, "estimate": estimates[0, :, m],
            "units": counts[0], "present": (chosen.chances @ (named > 0) / chosen.total).round(12),
            **_ranks(whole[:, m], drawn[:, :, m], named > 0, chosen),
            **_interval(drawn[:, :, m], chosen, few or measure not in _SUMS),
        }).pipe(_listed)
        for m, measure in enumerate(measures)
    ]  # fmt: skip
    found = conform("scores", pd.concat(tables, ignore_index=True))
    groups = chosen.times.shape[1]
    made = min(comb(max(2 * groups - 1, 0), groups), resamples)
    found.attrs = {"over": over, "resamples": made, "certainty": CERTAINTY,
                   "choices": dict(units.choices), "weight": weight}  # fmt: skip
    return found


def asked(measures: Sequence[str]) -> list[str]:
    """Return the measures in sorted order, units last, or say which one is unknown."""
    chosen = sorted(set(several(measures))) or [""]
    check_choice("measures", *chosen, allowed=(*MEASURES, "units"))
    return chosen


def measured(
    units: Incidence,
    times: Times,
    over: Over,
    weight: Additive,
    measures: Sequence[str],
    *,
    progress: bool = False,
) -> tuple[Values, Times]:
    """Measure the mixtures of groups that times (R, G groups) tells, and count who is named.

    Returns the values (R, A actors, M measures) and the units naming an actor (R, A). Who is absent
    has 0, and no constraint; what else a measure does not define is missing.
    """
    known = [measure for measure in measures if measure != "units"]
    shape = (len(times), len(units.actors))
    counts, values = np.zeros(shape, dtype="int64"), np.zeros((*shape, len(known)))
    nets = nets_of(units, times, over, weight)
    steps = track(nets, "resamples", total=len(times), progress=progress)
    for row, (net, named) in enumerate(steps):
        counts[row] = named
        for m, found in enumerate(net_measures(net, known).values()):
            values[row, :, m] = found
    values[counts == 0] = [np.nan if measure == "constraint" else 0 for measure in known]
    if len(known) < len(measures):  # the last in sorted order
        values = np.concatenate([values, counts[..., None]], axis=2)
    return values, counts


def standing(values: Values, measures: Sequence[str]) -> Values:
    """Turn values (..., M measures) so that higher is better, and missing is what it counts as."""
    down = np.array(measures) == "constraint"
    return np.where(np.isnan(values), np.where(down, -np.inf, 0), np.where(down, -values, values))


def _ranks(
    whole: Values, drawn: Values, named: NDArray[np.bool_], chosen: Resamples
) -> dict[str, Any]:
    """Compare ranks, of one measure, and every pair of actors in all resamples."""
    place, places = rankdata(-whole, method="min"), rankdata(-drawn, method="min", axis=1)
    above = [chosen.chances @ (drawn > drawn[:, [a]]) for a in range(len(whole))]
    shares = np.array(above).reshape(2 * (len(whole),)) / chosen.total
    often = shares.round(12) >= CERTAINTY  # row a: who stands above a
    return {
        "stability": (chosen.chances @ ((places <= place) & named) / chosen.total).round(12),
        "rank_low": 1 + often.sum(axis=1),
        "rank_high": len(whole) - often.sum(axis=0),
    }


def _interval(drawn: Values, chosen: Resamples, missing: bool) -> dict[str, Any]:
    if missing:
        return {"low": np.nan, "high": np.nan}
    ends = np.quantile(
        drawn, [0.025, 0.975], axis=0, weights=chosen.chances, method="inverted_cdf"
    )  # fmt: skip
    return dict(zip(("low", "high"), ends, strict=True))


def _listed(found: pd.DataFrame) -> pd.DataFrame:
    """Sort by rank set; sets that overlap, directly or through others, by name."""
    found = found.sort_values(["rank_low", "rank_high"])
    reach = found["rank_high"].cummax().shift(fill_value=0)
    block = (found["rank_low"] > reach).cumsum()
    return found.assign(block=block).sort_values(["block", "actor_id"]).drop(columns="block")
