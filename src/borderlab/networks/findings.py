"""What an analysis says, as findings whose robustness can be counted; see `robustness`.

Each function returns a `Finding` for the actors, kinds, years or levels it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import isnan, nan
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from borderlab.coding.codebook_rules import COLUMNS
from borderlab.coding.evolution import text_years
from borderlab.errors import BorderlabError
from borderlab.networks.centrality import MEASURES, estimates
from borderlab.networks.checks import Rng, check_choice, check_rng, check_share, several
from borderlab.networks.cooccurrence import Weight, cooccurrence, to_graph, to_net
from borderlab.networks.grouping import Times, nets_of, strengths
from borderlab.networks.measures import net_measures
from borderlab.networks.resampling import draw_resamples
from borderlab.networks.robustness import Finding, Options, Verdict
from borderlab.networks.weights import NEAR
from borderlab.tables import Codebook, Corpus, Incidence, expect

_RESAMPLES = 1000  # drawn where stories have more multisets than that
_STABLE = 0.95  # share of the resamples from which on an actor counts as first
_UNWEIGHTED = ("degree", "core_number")
#: measures which a weight without a distance, or one that may be negative, leaves undefined
_UNDEFINED = {
    "association": ("betweenness", "closeness", "harmonic"),
    "pmi": ("betweenness", "closeness", "harmonic", "eigenvector", "pagerank", "constraint"),
}


def centre(
    actors: Sequence[str], *, measure: str = "strength", weight: Weight = "count"
) -> Finding:
    """Say that these actors are the first of all, in any order and tied with nobody else.

    Choices beside those of `incidence`: measure (of `centrality`) and weight (of `cooccurrence`).
    It does not apply where nobody else is named. The value is the lead of the last of them over
    the first other: the share by which the lower estimate stays below the higher, negative when
    the other leads; -1 where one of them is not named.

    Examples
    --------
    >>> import borderlab as bl
    >>> units = bl.open_study(".").incidence()
    >>> holds, lead = centre(["mexico", "united-states"]).judge(units)
    >>> holds, round(lead, 3)
    (True, 0.29)
    """
    check_choice("measure", measure, allowed=MEASURES)
    check_choice("weight", weight, allowed=get_args(Weight))
    actors = several(actors)
    name = f"{' and '.join(actors)} first by {measure}"
    judge = partial(_is_centre, actors=[*actors], measure=measure, weight=weight)
    return Finding(name, judge, settle=partial(_settle, measure=measure, weight=weight))


def unranked(kind: str = "person", *, measure: str = "strength", rng: Rng = None) -> Finding:
    """Say that no actor of a kind stands above all others of its kind in 95% of story resamples.

    Choice beside those of `incidence`, which needs the codebook: measure. ``rng`` is a seed, needed
    where stories are too many to list all resamples. It does not apply with fewer than two such
    actors. The value is the largest share of resamples in which one is alone at the top; those in
    which the first are tied have no such actor.
    """
    check_choice("kind", kind, allowed=COLUMNS["actors"]["kind"].split("|"))
    check_choice("measure", measure, allowed=MEASURES)
    check_rng(rng)
    judge = partial(_has_no_first, kind=kind, measure=measure, rng=rng)
    return Finding(f"no {kind} ranked first by {measure}", judge)


def no_significant_tie(*, alpha: float = 0.05) -> Finding:
    """Say that no tie is significant under both null models; see `edge_significance`.

    Choices beside those of `incidence`: population and strata. The value is the number of such
    ties. Not admissible are collectives, since one expression is not two mentions, and overlapping
    windows.
    """
    check_share(alpha=alpha)
    name = f"no tie significant under both nulls at {alpha:g}"
    return Finding(name, partial(_has_no_tie, alpha=alpha), settle=_testable)


def same_pillars_other_items(
    *, years: Sequence[int] = (2021, 2023), pillars: Sequence[int] = (1, 2, 3, 4)
) -> Finding:
    """Say that the texts of every year touch all the pillars, and not all the same items of them.

    It judges codings (`code_pillars`, or a reader's with columns sentence_id, doc_id, pillar,
    basis and perhaps item). Choice: basis (``any``, ``stated``, ``content``); give codings by
    other sets of cues as several tables. The value is the number of items that some years report
    and others do not. It does not apply where a year has no code, nor where all pillars are touched
    but no item is coded.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> finding = same_pillars_other_items()
    >>> codes = finding.subject(study.codings, study.corpus, study.codebook, basis="any")
    >>> finding.judge(codes)
    (True, 10)
    """
    numbers = ", ".join(map(str, pillars))
    name = f"pillars {numbers} in {' and '.join(map(str, years))}, with other items"
    judge = partial(_differs_in_items, years=tuple(years), pillars=frozenset(pillars))
    return Finding(name, judge, subject=find_codes)


def find_codes(
    codings: pd.DataFrame, corpus: Corpus, codebook: Codebook, *, basis: str = "any"
) -> pd.DataFrame:
    """List the codes of one basis, each once, with the year of their text.

    Returns
    -------
    pandas.DataFrame
        Columns year (missing where the text's is open), sentence_id, pillar, item; sorted.
    """
    check_choice("basis", basis, allowed=("any", "stated", "content"))
    rows = codings if basis == "any" else codings[codings["basis"] == basis]
    years = rows["doc_id"].map(text_years(corpus.documents))
    rows = rows.assign(year=years.astype("Int64"))
    rows = rows.reindex(columns=["year", "sentence_id", "pillar", "item"])
    return rows.drop_duplicates().sort_values([*rows.columns], ignore_index=True)


def _settle(units: Incidence, *, measure: str, weight: str) -> Options:
    check_choice("measure", measure, allowed=MEASURES)
    check_choice("weight", weight, allowed=get_args(Weight))
    if measure in _UNDEFINED.get(weight, ()):
        raise BorderlabError(f"{measure} is not defined for weight={weight!r}")
    return {"measure": measure, "weight": "count" if measure in _UNWEIGHTED else weight}


def _is_centre(units: Incidence, *, actors: Sequence[str], measure: str, weight: Weight) -> Verdict:
    scores = _scores(units, measure, weight)
    given = [scores.get(actor, nan) for actor in actors]
    others = [value for actor, value in scores.items() if actor not in actors]
    if not others:
        return None, nan
    if any(map(isnan, given)):  # not named, or without a value where others have one
        return False, -1.0
    valued = [value for value in others if not isnan(value)]
    if not valued:
        return None, nan
    # of constraint the lowest is first
    turn = -1 if measure == "constraint" else 1
    low, high = min(given, key=lambda v: turn * v), max(valued, key=lambda v: turn * v)
    lead = turn * (low - high) / (max(abs(low), abs(high)) or 1.0)
    return turn * low > turn * high, round(float(lead), 12)


def _has_no_first(units: Incidence, *, kind: str, measure: str, rng: Rng) -> Verdict:
    expect(units=(units, Incidence))
    if "kind" not in units.actors:
        raise BorderlabError("kinds of actors are in the codebook; pass it to incidence")
    own = units.actors.index[units.actors["kind"] == kind]
    if len(own) < 2:
        return None, nan
    places, shares = units.actors.index.get_indexer(own), dict.fromkeys(own, 0.0)
    drawn = draw_resamples(units, "story", _RESAMPLES, rng)
    chances = (drawn.chances / drawn.total).tolist()
    for scores, chance in zip(_resampled(units, drawn.times, measure), chances, strict=True):
        for place in _first(scores[places], measure):
            shares[own[place]] += chance
    top = round(max(shares.values()), 12)
    return top < _STABLE, top


def _resampled(units: Incidence, times: Times, measure: str) -> Iterator[NDArray[np.float64]]:
    """Measure every actor in each resample of stories."""
    if measure == "strength":  # a sum over stories needs no network
        yield from strengths(units, times, "story").astype("float64")
        return
    for net, _ in nets_of(units, times, "story", "count"):
        yield np.array(net_measures(net, [measure])[measure])


def _scores(units: Incidence, measure: str, weight: Weight) -> Mapping[str, float]:
    """Measure every actor; without table and evidence, which take longer than that."""
    if weight in NEAR:
        net = to_net(units, weight)
        return dict(zip(net.actors, net_measures(net, [measure])[measure], strict=True))
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    return dict(estimates(graph, [measure])[measure])


def _first(scores: NDArray[np.float64], measure: str) -> list[int]:
    """Return the place of the one that stands above all others, if there is one."""
    known = scores[~np.isnan(scores)]
    if not known.size:
        return []
    top = np.flatnonzero(scores == (known.min() if measure == "constraint" else known.max()))
    return top.tolist() if len(top) == 1 else []


def _testable(units: Incidence, **options: Any) -> Options:
    if units.choices.get("collectives", True):
        raise BorderlabError("ties are tested without collectives: one expression is not two")
    if units.choices.get("unit") == "window":
        raise BorderlabError("overlapping windows repeat sentences; test ties by another unit")
    if options.get("strata") is None and units.choices.get("duplicates") == "echo":
        options["strata"] = "story"  # as the test itself would, but seen when units are compared
    return options


def _has_no_tie(
    units: Incidence, *, alpha: float, population: Any = "all", strata: Any = None
) -> Verdict:
    from borderlab.networks.significance import count_significant

    found = count_significant(units, population=population, strata=strata, alpha=alpha)
    return found == 0, found


def _differs_in_items(
    codes: pd.DataFrame, *, years: Sequence[int], pillars: frozenset[int]
) -> Verdict:
    by_year = [codes[codes["year"] == year] for year in years]
    if any(rows.empty for rows in by_year):
        return None, nan
    touched = all(pillars <= set(rows["pillar"]) for rows in by_year)
    items = [set(rows.loc[rows["pillar"].isin(pillars), "item"].dropna()) for rows in by_year]
    if not any(items):
        return (None if touched else False), nan
    differing = len(set.union(*items) - set.intersection(*items))
    return touched and differing > 0, differing
