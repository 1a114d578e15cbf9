"""How many units of a stratum would name two actors by chance: exact distributions.

A distribution is an array that holds the probability of 0, 1, 2, ... units. No probability is got
by subtracting from 1, so small ones are as exact as large ones.
"""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom, hypergeom

Floats = NDArray[np.float64]


def hypergeometric(units: int, few: int, many: int) -> Floats:
    """Distribute `few` namings over `units` of which `many` name the other actor.

    Parameters
    ----------
    units, few, many : int
        All units, those that name the rarer and those that name the other actor.

    Returns
    -------
    numpy.ndarray of float64, shape (few + 1,)

    Examples
    --------
    >>> hypergeometric(4, 2, 2).round(3).tolist()
    [0.167, 0.667, 0.167]
    """
    return hypergeometrics([[units, few, many]])[0]


def hypergeometrics(kinds: ArrayLike) -> list[Floats]:
    """Return `hypergeometric` of each row; scipy spends more time on a call than on a number."""
    kinds = np.asarray(kinds, dtype="int64")
    ends = np.cumsum(kinds[:, 1] + 1)
    each = np.repeat(kinds, kinds[:, 1] + 1, axis=0).T
    begin = np.repeat(ends - kinds[:, 1] - 1, kinds[:, 1] + 1)
    pmf = hypergeom.pmf(np.arange(len(begin)) - begin, *each)
    return np.split(pmf, ends[:-1])


def poisson_binomial(chances: ArrayLike, times: ArrayLike, most: int) -> Floats:
    """Count units that name both actors, each independently and with a chance of its own.

    Parameters
    ----------
    chances, times : array-like, shape (C,)
        Distinct chances, and how many units have each.
    most : int
        The largest number whose probability will be asked for.

    Returns
    -------
    numpy.ndarray of float64
        Up to all units, or to where what follows is less than e**-100 of the tail at `most`.

    Notes
    -----
    The same as ``scipy.stats.poisson_binom(p).pmf``, which takes one chance a unit and time that
    grows with the square of the units; its ``sf`` is 1 - cdf, which makes 3e-124 a 0.

    Examples
    --------
    >>> poisson_binomial([0.5, 1.0], [2, 1], most=3).round(12).tolist()
    [0.0, 0.25, 0.5, 0.25]
    """
    p, n = np.asarray(chances, dtype="float64"), np.asarray(times, dtype="int64")
    mean, spread = n @ p, sqrt(n @ (p * (1 - p)))
    # ten deviations out, the logarithm falls by 10 / spread a step (the numbers are log-concave)
    length = min(n.sum(), ceil(max(most, mean + 10 * spread) + 10 * spread) + 40) + 1
    pmf = np.ones(1)
    for part in binom.pmf(np.arange(length)[:, None], n, p).T:
        pmf = np.convolve(pmf, part)[:length]
    return pmf
