"""Which pairs are named together more often than chance: tests of the incidence, never of weights.

A test says that the mentions *within these texts* are not arranged at random; it says nothing about
texts that were not read, and a pair that fails it is not shown to be unrelated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

from borderlab.errors import BorderlabError
from borderlab.networks.bicm import bicm
from borderlab.networks.checks import check_choice, check_share
from borderlab.networks.families import (
    Counts,
    Population,
    Shared,
    Strata,
    fitting,
    pair_names,
    shared_strata,
    stratified,
    together,
)
from borderlab.networks.nulls import Floats, hypergeometrics, poisson_binomial
from borderlab.tables import Incidence, conform, expect

_TEST = ["expected", "p_value", "p_floor", "testable", "q_value"]
_ORDER = [
    "source", "target", "weight", *_TEST, *(f"sdsm_{name}" for name in _TEST),
    "significant", "part_whole", "family", "units",
]  # fmt: skip


def edge_significance(
    units: Incidence,
    *,
    strata: Strata | None = None,
    population: Population = "all",
    alpha: float = 0.05,
) -> pd.DataFrame:
    r"""Test every pair of actors that share a stratum against two null models, one-sided.

    Hypergeometric: within each stratum the :math:`n_i` units that name an actor are any of its
    :math:`N`, equally likely; the numbers that name both are added up over the strata, exactly. It
    keeps each actor's count per stratum and treats the units of a stratum as exchangeable.

    SDSM [1]_: besides, a unit that names many actors is likelier to name each. A cell has the
    probability of `bicm`, per stratum, so that units and actors have their counts on average.

    Parameters
    ----------
    units : Incidence
        Made with ``collectives=False``, since "both governments" is one expression and not two
        namings, and not of windows that overlap, since these repeat sentences.
    strata : {"document", "story", "corpus"}, optional
        Where mentions may be moved; by default as far as units and duplicates allow: documents,
        stories where duplicates are joined (echo, story), the corpus of documents or stories.
    population : {"all", "named"}
        Which units of a stratum are its N: all, or those only that name an actor. Other units are
        empty for SDSM in any case, so this changes the hypergeometric columns only.
    alpha : float
        Level of the false discovery rate.

    Returns
    -------
    pandas.DataFrame
        The table ``edges``, one row per pair of the family, also those never named together
        (weight 0); sorted; floats to 12 significant digits. After source, target and weight:

        ============= ================================================================
        expected      units that name both, on average under the null
        p_value       chance of at least so many as there are
        p_floor       smallest p-value that the counts allow: had the two been together
                      wherever they could
        testable      False where not even that helps: the q-value would be above alpha
                      if every pair of the family stood at its floor
        q_value       after Benjamini-Hochberg [2]_ over the whole family
        sdsm\_...     the same five under SDSM
        significant   both q-values are at most alpha
        part_whole    one is part of the other by the codebook's parent_id, as far as
                      those between them are in `units` too; or both are one actor,
                      split by office
        family        int64, pairs tested: all that share a stratum, fixed by the counts
        units         int64, N of the strata that the pair shares
        ============= ================================================================

        Its ``attrs`` say how it was made: strata, population, alpha, choices (of the units).

    Raises
    ------
    BorderlabError
        For collectives, windows, an unknown choice, or an alpha that is no share.

    Notes
    -----
    Counts are whole numbers, so most p-values cannot come near alpha, and of pairs that chance
    arranged fewer than alpha fall under it. Look at `testable` and `sdsm_testable` before reading
    anything into a pair that is not significant: few short texts may be unable to show any.

    References
    ----------
    .. [1] Neal, Domagalski & Sagan (2021), Scientific Reports 11, 23929.
       doi:10.1038/s41598-021-03238-3
    .. [2] Benjamini & Hochberg (1995), JRSS B 57, 289. doi:10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> units = Incidence(
    ...     matrix=csr_array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]]),
    ...     units=pd.DataFrame({"doc_id": "d"}, index=[*"wxyz"]),
    ...     actors=pd.DataFrame(index=["ana", "eva", "luis"]), cells=pd.DataFrame())
    >>> edge_significance(units)[["source", "target", "weight", "expected", "p_value", "q_value"]]
      source target  weight  expected   p_value  q_value
    0    ana    eva     2.0       1.0  0.166667      0.5
    1    ana   luis     0.0       0.5  1.000000      1.0
    2    eva   luis     0.0       0.5  1.000000      1.0
    """
    _refuse(units, strata, population, alpha)
    strata = strata or fitting(units)
    shared, weight, tests = _tests(units, strata, population, alpha)
    told = {f"{null}{name}": v for null, t in tests.items() for name, v in t._asdict().items()}
    pairs = pair_names(shared, units).assign(weight=weight.astype("float64"), **told)
    found = conform("edges", pairs.assign(significant=_both(tests, alpha))[_ORDER])
    found.attrs = {"strata": strata, "population": population, "alpha": alpha,
                   "choices": dict(units.choices)}  # fmt: skip
    return found


def count_significant(
    units: Incidence,
    *,
    strata: Strata | None = None,
    population: Population = "all",
    alpha: float = 0.05,
) -> int:
    """Count the pairs that `edge_significance` finds significant, without a table of them."""
    _refuse(units, strata, population, alpha)
    tests = _tests(units, strata or fitting(units), population, alpha)[2]
    return int(_both(tests, alpha).sum())


def _refuse(units: Incidence, strata: str | None, population: str, alpha: float) -> None:
    expect(units=(units, Incidence))
    check_choice("strata", strata, allowed=(None, *get_args(Strata)))
    check_choice("population", population, allowed=get_args(Population))
    check_share(alpha=alpha)
    _check(units)


def _check(units: Incidence) -> None:
    choices = units.choices
    if choices.get("collectives"):
        raise BorderlabError(
            "these units count 'both governments' as two namings, which no chance arranged; make"
            " them with incidence(..., collectives=False)"
        )
    if choices.get("unit") == "window" or (choices.get("window") or 1) > 1:
        raise BorderlabError(
            "windows overlap, so one sentence would count as several units; test units made with"
            " incidence(..., unit='sentence') or 'paragraph'"
        )


class _Test(NamedTuple):
    """What one null model says of each pair."""

    expected: Floats
    p_value: Floats
    p_floor: Floats
    testable: NDArray[np.bool_]
    q_value: Floats


def _both(tests: Mapping[str, _Test], alpha: float) -> NDArray[np.bool_]:
    significant: NDArray[np.bool_] = np.all([t.q_value <= alpha for t in tests.values()], axis=0)
    return significant


def _tests(
    units: Incidence, strata: Strata, population: Population, alpha: float
) -> tuple[Shared, Counts, dict[str, _Test]]:
    """Return the pairs, their weights, and both tests by the prefix of their columns."""
    matrix, place = stratified(units, strata, population)
    shared = shared_strata(matrix, place)
    weight = together(units, shared)
    # what a distribution depends on (for SDSM also on which stratum it is)
    told = np.stack([shared.stratum, shared.size, shared.few, shared.many])
    kinds, kind = np.unique(told, axis=1, return_inverse=True)
    most = np.zeros(kinds.shape[1], dtype="int64")
    np.maximum.at(most, kind, shared.most)
    exact, sdsm = hypergeometrics(kinds[1:].T), list(_sdsm(kinds, most, matrix, place))
    return shared, weight, {
        null: _tested(shared, kind, weight, pmfs, alpha)
        for null, pmfs in (("", exact), ("sdsm_", sdsm))
    }  # fmt: skip


def _sdsm(kinds: Counts, most: Counts, matrix: csr_array, place: Counts) -> Iterator[Floats]:
    """Yield the distribution of each kind, in the order of the kinds, which is by stratum."""
    for stratum in np.unique(kinds[0]):
        here = matrix[place == stratum]
        times = np.unique(here.sum(axis=1), return_counts=True)[1]
        table = bicm(here.sum(axis=1), here.sum(axis=0))
        chance = dict(zip(table.columns, table.to_numpy().T, strict=True))
        own = kinds[0] == stratum
        for few, many, at_most in zip(*kinds[2:, own].tolist(), most[own].tolist(), strict=True):
            yield poisson_binomial(chance[few] * chance[many], times, at_most)


def _tested(
    shared: Shared, kind: Counts, weight: Counts, pmfs: Sequence[Floats], alpha: float
) -> _Test:
    """Add the strata of each pair up and compare; rounded first, so that equal p stay equal."""
    ends = [*shared.first[1:].tolist(), len(kind)]
    kinds = kind.tolist()
    known: dict[tuple[object, ...], list[float]] = {}  # many pairs have the same counts
    rows = []
    for start, end, least in zip(shared.first.tolist(), ends, weight.tolist(), strict=False):
        key = (least, *kinds[start:end])
        if key not in known:
            pmf = reduce(np.convolve, [pmfs[k] for k in kinds[start:end]])
            tail, floor = pmf[least:].sum(), pmf[shared.most[start] :].sum()
            known[key] = [_rounded(v) for v in (np.arange(len(pmf)) @ pmf, tail, floor)]
        rows.append(known[key])
    expected, p_value, p_floor = np.array(rows, dtype="float64").reshape(-1, 3).T
    return _Test(expected, p_value, p_floor, _corrected(p_floor) <= alpha, _corrected(p_value))


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")


def _corrected(p: Floats) -> Floats:
    values, place = np.unique(false_discovery_control(p) if len(p) else p, return_inverse=True)
    return np.array([_rounded(value) for value in values.tolist()], dtype="float64")[place]
