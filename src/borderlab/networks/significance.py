"""Which pairs are named together more often than chance: tests of the incidence, never of weights.

A test says that the mentions *within these texts* are not arranged at random; it says nothing about
texts that were not read, and a pair that fails it is not shown to be unrelated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

from borderlab.errors import BorderlabError
from borderlab.networks.bicm import bicm
from borderlab.networks.checks import check_choice, check_share
from borderlab.networks.families import (
    Population,
    Strata,
    fitting,
    pair_names,
    shared_strata,
    stratified,
)
from borderlab.networks.nulls import Floats, hypergeometric, poisson_binomial
from borderlab.tables import Incidence, conform, expect

#: what a distribution depends on (for SDSM also on which stratum it is)
_KIND = ["stratum", "size", "few", "many"]
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
    expect(units=(units, Incidence))
    check_choice("strata", strata, allowed=(None, *get_args(Strata)))
    check_choice("population", population, allowed=get_args(Population))
    check_share(alpha=alpha)
    _check(units)
    strata = strata or fitting(units)
    matrix, place = stratified(units, strata, population)
    shared = shared_strata(matrix, place)
    pairs = pair_names(shared, units)
    kinds = shared.groupby(_KIND, as_index=False)["most"].max()
    exact = [hypergeometric(*kind) for kind in kinds[["size", "few", "many"]].to_numpy()]
    sdsm = list(_sdsm(kinds, matrix, place))
    tests = [
        _tested(shared, pairs, null, alpha).add_prefix(name)
        for name, null in (("", exact), ("sdsm_", sdsm))
    ]
    pairs = pd.concat([pairs, *tests], axis=1)
    both = pairs[["q_value", "sdsm_q_value"]].max(axis=1) <= alpha
    found = conform("edges", pairs.assign(significant=both)[_ORDER])
    found.attrs = {"strata": strata, "population": population, "alpha": alpha,
                   "choices": dict(units.choices)}  # fmt: skip
    return found


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


def _sdsm(kinds: pd.DataFrame, matrix: csr_array, place: NDArray[np.int64]) -> Iterator[Floats]:
    """Yield the distribution of each kind, in the order of the kinds, which is by stratum."""
    for stratum, group in kinds.groupby("stratum"):
        here = matrix[place == stratum]
        times = np.unique(here.sum(axis=1), return_counts=True)[1]
        table = bicm(here.sum(axis=1), here.sum(axis=0))
        chance = dict(zip(table.columns, table.to_numpy().T, strict=True))
        for few, many, most in group[["few", "many", "most"]].to_numpy():
            yield poisson_binomial(chance[few] * chance[many], times, most)


def _tested(
    shared: pd.DataFrame, pairs: pd.DataFrame, kinds: Sequence[Floats], alpha: float
) -> pd.DataFrame:
    """Add the strata of each pair up and compare; rounded first, so that equal p stay equal."""
    kind = shared.groupby(_KIND).ngroup().to_numpy()
    ends = np.cumsum(shared.groupby(["source", "target"]).size().to_numpy())
    rows = []
    for some, least, most in zip(
        np.split(kind, ends[:-1]), pairs["weight"], pairs["most"], strict=False
    ):  # without pairs, split returns one empty part
        pmf = reduce(np.convolve, [kinds[k] for k in some])
        figures = np.arange(len(pmf)) @ pmf, pmf[least:].sum(), pmf[most:].sum()
        rows.append([float(f"{figure:.12g}") for figure in figures])
    test = pd.DataFrame(rows, columns=["expected", "p_value", "p_floor"], dtype="float64")
    return test.assign(
        testable=_corrected(test["p_floor"]) <= alpha, q_value=_corrected(test["p_value"])
    )


def _corrected(p: pd.Series) -> pd.Series:
    q = false_discovery_control(p) if len(p) else p
    return pd.Series([float(f"{value:.12g}") for value in q], index=p.index, dtype="float64")
