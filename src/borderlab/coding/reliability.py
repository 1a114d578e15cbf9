"""Agreement of any number of coders beyond chance: Krippendorff's alpha, with its uncertainty.

Krippendorff, K. (2018). Content Analysis, 4th ed., chapter 12. doi:10.4135/9781071878781. Missing
codes are left out: a unit that one coder alone coded tells nothing, and uncoded is no agreement.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Level = Literal["nominal", "ordinal", "interval", "ratio"]

_FEWEST = 10  # groups below which an interval would promise more than it can keep


def _counts(ratings: pd.DataFrame, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """Count how often each unit has each value; values in their order, units with a pair only."""
    values = np.sort(pd.unique(ratings.to_numpy().ravel()[pd.notna(ratings.to_numpy().ravel())]))
    if level in ("interval", "ratio"):
        values = values.astype(float)
    counts = np.array([(ratings == value).sum(axis=1) for value in values], dtype=float).T
    counts = counts.reshape(len(ratings), len(values))
    return counts[counts.sum(axis=1) > 1], values


def _distance(values: np.ndarray, totals: np.ndarray, level: Level) -> np.ndarray:
    """Return the squared difference of each pair of values at a level of measurement."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":  # how many codes lie from one value to the other, the ends half
        middle = np.cumsum(totals) - totals / 2
        return np.subtract.outer(middle, middle) ** 2
    gaps = np.subtract.outer(values, values)
    if level == "interval":
        return np.asarray(gaps**2)
    sums = np.add.outer(values, values)
    return np.asarray((gaps / np.where(sums == 0, 1, sums)) ** 2)


def _alpha(counts: np.ndarray, values: np.ndarray, level: Level) -> float:
    totals, sizes = counts.sum(axis=0), counts.sum(axis=1)
    n = totals.sum()
    if n == 0:
        return float("nan")
    delta = _distance(values, totals, level)
    weighted = counts / (sizes - 1)[:, None]
    # a code is never paired with itself: its distance is 0, so its own pairs count nothing
    observed = ((weighted.T @ counts) * delta).sum() / n
    expected = (np.outer(totals, totals) * delta).sum() / (n * (n - 1))
    return float(1 - observed / expected) if expected else float("nan")


def alpha(ratings: pd.DataFrame, *, level: Level = "nominal") -> float:
    """Compute Krippendorff's alpha.

    Parameters
    ----------
    ratings : pandas.DataFrame
        One row a unit, one column a coder; missing where a coder did not code the unit. Numbers
        for ``interval`` and ``ratio``; for ``ordinal`` the values' own order counts.
    level : {"nominal", "ordinal", "interval", "ratio"}
        How values differ.

    Returns
    -------
    float
        1 is agreement, 0 what chance gives, below 0 worse. NaN where it is undefined: no unit has
        two codes, or all codes are one value.

    Examples
    --------
    >>> alpha(pd.DataFrame({"ann": ["actor", "place", "actor"], "ben": ["actor", "place", None]}))
    1.0
    """
    counts, values = _counts(ratings, level)
    return _alpha(counts, values, level)


def alpha_interval(
    ratings: pd.DataFrame,
    *,
    level: Level = "nominal",
    groups: pd.Series | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> pd.Series:
    """Compute alpha with a percentile bootstrap interval over units, or over groups of them.

    Parameters
    ----------
    ratings, level
        As for `alpha`.
    groups : pandas.Series, optional, index as ratings
        What was drawn together, such as the text of each sentence: groups are drawn whole, since
        units of one text are not independent.
    draws, seed : int
        How often, and from where, is drawn.

    Returns
    -------
    pandas.Series
        alpha, low, high (float64; 2.5% and 97.5%), units (with two codes or more), groups and
        undefined, the number of draws whose alpha is undefined and left out. Below ten groups low
        and high are NaN.

    Examples
    --------
    >>> ratings = pd.DataFrame({"ann": [1, 2] * 10, "ben": [1, 2] * 9 + [2, 2]})
    >>> alpha_interval(ratings)[["alpha", "units", "groups"]].round(2).tolist()
    [0.9, 20.0, 20.0]
    """
    whole, values = _counts(ratings, level)
    label = pd.Series(range(len(ratings)), ratings.index) if groups is None else groups
    paired = ratings.notna().sum(axis=1) > 1
    codes, names = pd.factorize(label[paired])
    low = high = float("nan")
    undefined = 0
    if len(names) >= _FEWEST:
        rng = np.random.default_rng(seed)
        drawn = [_draw(whole, codes, len(names), values, level, rng) for _ in range(draws)]
        defined = [a for a in drawn if not np.isnan(a)]
        undefined = draws - len(defined)
        low, high = np.quantile(defined, [0.025, 0.975]) if defined else (low, high)
    found = [_alpha(whole, values, level), low, high, len(whole), len(names), undefined]
    return pd.Series(found, ["alpha", "low", "high", "units", "groups", "undefined"], dtype=float)


def _draw(
    counts: np.ndarray,
    codes: np.ndarray,
    groups: int,
    values: np.ndarray,
    level: Level,
    rng: np.random.Generator,
) -> float:
    times = np.bincount(rng.integers(groups, size=groups), minlength=groups)
    return _alpha(np.repeat(counts, times[codes], axis=0), values, level)
