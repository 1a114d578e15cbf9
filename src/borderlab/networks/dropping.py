"""What hangs on one story, and how many stories may be missing: leaving some out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from numbers import Real

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from borderlab.errors import BorderlabError
from borderlab.networks.centrality import MEASURES
from borderlab.networks.checks import Rng, check_count, check_rng, check_share
from borderlab.networks.correlation import spearman
from borderlab.networks.grouping import Additive, Over, Times, groups_of
from borderlab.networks.stability import CERTAINTY, Values, asked, measured, standing
from borderlab.tables import Incidence, conform


def leave_one_out(
    units: Incidence,
    *,
    measures: Sequence[str] = MEASURES,
    over: Over = "story",
    weight: Additive = "count",
) -> pd.DataFrame:
    """Measure every actor with each story left out in turn, and name the story that matters most.

    Parameters
    ----------
    units, measures, over, weight
        As for `bootstrap_centrality`.

    Returns
    -------
    pandas.DataFrame
        The table ``scores``, sorted by actor_id and measure:

        ==================== ====================================================================
        estimate             in the whole corpus
        lowest, highest      over leaving one story out; an actor then absent has 0, and for
                             constraint inf, as has one left without ties
        rank_low, rank_high  best and worst rank it then has, int64; ties share the lower one
        moved_by             the story whose absence moves the estimate most, the first by name if
                             several do; missing where none moves it
        ==================== ====================================================================

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = bl.incidence(study.mentions, study.corpus, study.codebook)
    >>> found = leave_one_out(units, measures=["strength"])
    >>> found.query("actor_id == 'mexico'")[["estimate", "lowest", "highest", "moved_by"]]
        estimate  lowest  highest      moved_by
    17      31.0    12.0     29.0  hled-2021-12
    """
    measures = asked(measures)
    names = groups_of(units, over)[1]
    n = len(names)
    estimates, _ = measured(units, np.ones((1, n), "int8"), over, weight, measures)
    without, _ = measured(units, 1 - np.eye(max(n, 1), n, dtype="int8"), over, weight, measures)
    whole, left = standing(estimates[0], measures), standing(without, measures)
    tables = [
        pd.DataFrame({
            "actor_id": units.actors.index, "measure": measure, "estimate": estimates[0, :, m],
            **_range(whole[:, m], left[:, :, m], names, -1 if measure == "constraint" else 1),
        })
        for m, measure in enumerate(measures)
    ]  # fmt: skip
    found = pd.concat(tables)
    return conform("scores", found.sort_values(["actor_id", "measure"], ignore_index=True))


def _range(whole: Values, left: Values, names: pd.Index, sign: int) -> dict[str, object]:
    """Return where one measure lies with each group left out: left (G groups, A actors)."""
    places = rankdata(-left, method="min", axis=1)
    with np.errstate(invalid="ignore"):  # infinite before and after
        moved = np.nan_to_num(np.abs(left - whole), nan=0, posinf=np.inf).round(12)
    most = pd.Series(names[moved.argmax(axis=0)])
    return {
        "lowest": (sign * left).min(axis=0), "highest": (sign * left).max(axis=0),
        "rank_low": places.min(axis=0), "rank_high": places.max(axis=0),
        "moved_by": most.where(moved.max(axis=0) > 0),
    }  # fmt: skip


def case_drop(
    units: Incidence,
    *,
    measures: Sequence[str] = MEASURES,
    over: Over = "story",
    correlation: float = 0.7,
    certainty: float = CERTAINTY,
    resamples: int = 1000,
    rng: Rng = None,
    weight: Additive = "count",
) -> pd.DataFrame:
    """Tell what share of the stories may be missing before the ranking becomes another one.

    The CS-coefficient [1]_: the largest share of stories that can be dropped so that in at least
    `certainty` of the subsets left the ranking correlates with the whole at `correlation` or more.

    Parameters
    ----------
    units, measures, over, weight
        As for `bootstrap_centrality`.
    correlation, certainty : float
        0.7 and 95% by convention; a coefficient below 0.25 is called unstable there, one from 0.5
        on stable.
    resamples : int
        All subsets are taken where there are no more than this (up to nine stories); else as many
        are drawn in all, of nine sizes, a tenth to nine tenths dropped.
    rng : int or numpy.random.Generator
        The only source of chance; needed where subsets are drawn.

    Returns
    -------
    pandas.DataFrame
        measure, cs (float64), attainable (the values it can take, joined by ``|``), n_groups;
        sorted by measure. Of four stories, "in 95% of the subsets" means in each. Its ``attrs``:
        over, correlation, certainty.

    Raises
    ------
    BorderlabError
        Where `rng` is needed and not given, or nothing can be drawn.

    Notes
    -----
    All actors count, absent ones with 0. Spearman's correlation, since ranks are what is reported;
    the R package bootnet takes Pearson's, asks for more than 0.7 in more than 95%, and draws its
    subsets. A ranking in which all tie has no correlation: that counts as not reached, as there.

    References
    ----------
    .. [1] Epskamp, Borsboom & Fried (2018), Behavior Research Methods 50, 195.
       doi:10.3758/s13428-017-0862-1

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = bl.incidence(study.mentions, study.corpus, study.codebook)
    >>> case_drop(units, measures=["strength", "betweenness"])
           measure   cs       attainable  n_groups
    0  betweenness  0.0  0|0.25|0.5|0.75         4
    1     strength  0.0  0|0.25|0.5|0.75         4
    """
    measures = asked(measures)
    check_share(certainty=certainty)
    if not (isinstance(correlation, Real) and -1 <= correlation <= 1):
        raise BorderlabError(f"correlation={correlation!r} is none; take one from -1 to 1")
    check_count(resamples=resamples)
    check_rng(rng)
    n = len(groups_of(units, over)[1])
    estimates, _ = measured(units, np.ones((1, n), "int8"), over, weight, measures)
    whole = standing(estimates[0], measures).T
    reached, shares = np.zeros(len(measures)), [0.0]
    for times in _subsets(n, resamples, rng):
        left, _ = measured(units, times, over, weight, measures)
        drawn = np.moveaxis(standing(left, measures), 2, 0)
        agreed = np.array([spearman(w, d) for w, d in zip(whole, drawn, strict=True)])
        shares.append(round(1 - times[0].sum() / n, 12))
        holds = (agreed >= correlation).mean(axis=1).round(12) >= certainty
        reached[holds] = shares[-1]
    attainable = "|".join(f"{share:.4g}" for share in shares)
    told = {"measure": measures, "cs": reached, "attainable": attainable, "n_groups": n}
    found = pd.DataFrame(told)
    found.attrs = {"over": over, "correlation": correlation, "certainty": certainty}
    return found


def _subsets(n: int, resamples: int, rng: Rng) -> list[Times]:
    """Return for each number dropped, from few to many, which groups stay: 0 or 1, (subsets, n)."""
    if 2**n - 2 <= resamples:
        every = np.array(list(product((1, 0), repeat=n)), "int8")
        return [every[every.sum(axis=1) == k] for k in range(n - 1, 0, -1)]
    if rng is None or resamples < 9:
        raise BorderlabError(
            f"{n} groups have more subsets than resamples={resamples}, so some are drawn; give"
            " rng=, such as rng=2021, and resamples=9 at least"
        )
    draw = np.random.default_rng(rng)
    sizes = {n - round(n * tenth / 10) for tenth in range(1, 10)} - {0, n}
    kept = np.tri(n, n, -1, dtype="int8")  # row k: the first k groups
    times = [np.tile(kept[k], (resamples // 9, 1)) for k in sorted(sizes, reverse=True)]
    return [draw.permuted(each, axis=1) for each in times]
