"""Bipartite configuration model: how likely each cell is, when only row and column sums are known.

Of all ways to give every cell of a 0/1 matrix a probability so that the expected sums are the
observed ones, it is the one of largest entropy, which assumes nothing beyond the sums.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import root
from scipy.special import expit

from borderlab.errors import BorderlabError

Floats = NDArray[np.float64]
#: how far an expected sum may be from the observed one
_CLOSE = 1e-10


class _Side(NamedTuple):
    """The distinct sums of all rows (or of all columns), ascending, and how many have each."""

    sums: NDArray[np.int64]
    times: NDArray[np.int64]


def bicm(rows: ArrayLike, columns: ArrayLike) -> pd.DataFrame:
    """Return the probability of a 1 in a cell, for every row sum and every column sum.

    Cells whose row sums are equal and whose column sums are equal have equal probabilities, so the
    table is one of distinct sums; a cell of a matrix is ``table.at[its row sum, its column sum]``.

    Parameters
    ----------
    rows, columns : array-like of int
        The sums of all rows, and of all columns, of one 0/1 matrix, in any order.

    Returns
    -------
    pandas.DataFrame of float64
        Distinct row sums x distinct column sums, both ascending; every expected sum is the
        observed one to 1e-10.

    Raises
    ------
    BorderlabError
        When no 0/1 matrix has these sums.

    Notes
    -----
    A free cell has :math:`p = x_i y_j / (1 + x_i y_j)`. Cells that are the same in every matrix
    with these sums (full and empty rows and columns, the corners of a nested matrix) are set to
    that 1 or 0 beforehand: there x or y is infinite, and a solver would run towards it forever.
    They are found by the inequality of Gale and Ryser [2]_: where some largest rows hold all that
    they can, they are full in the largest columns, and the other rows empty in the other columns.

    References
    ----------
    .. [1] Saracco et al. (2015), Scientific Reports 5, 10595. doi:10.1038/srep10595
    .. [2] Gale (1957), Pacific Journal of Mathematics 7, 1073. doi:10.2140/pjm.1957.7.1073

    Examples
    --------
    The sums of ``[[0, 0, 1], [0, 1, 0], [1, 0, 1]]``, as the R package backbone has them:

    >>> bicm([1, 1, 2], [1, 1, 2]).round(3)
           1      2
    1  0.216  0.568
    2  0.568  0.863
    """
    across, down = (
        _Side(*np.unique(np.asarray(sums, dtype="int64"), return_counts=True))
        for sums in (rows, columns)
    )
    cells = _solve(across, down, _fixed(across, down))
    return pd.DataFrame(cells, index=across.sums, columns=down.sums)


def _fixed(rows: _Side, columns: _Side) -> Floats:
    """Return 1 or 0 for cells that are so in every matrix with these sums, NaN for the others."""
    # [i, j] is the corner that has the rows from class i up and the columns from class j up
    high, wide, held = (
        np.append(np.cumsum(counts[::-1])[::-1], 0)
        for counts in (rows.times, columns.times, rows.sums * rows.times)
    )
    rest = np.insert(np.cumsum(columns.sums * columns.times), 0, 0)
    room = high[:, None] * wide + rest - held[:, None]
    if (room < 0).any() or held[0] != rest[-1]:
        raise BorderlabError("no matrix of 0 and 1 has these row and column sums; check them")
    ones = _from_corners(room == 0)
    zeros = _from_corners((room == 0)[::-1, ::-1])[::-1, ::-1]
    return np.where(ones, 1.0, np.where(zeros, 0.0, np.nan))


def _from_corners(tight: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the cells that lie inside of any tight corner."""
    inside: NDArray[np.bool_] = tight.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
    return inside


def _solve(rows: _Side, columns: _Side, fixed: Floats) -> Floats:
    """Fill the free cells so that every expected sum is the observed; unknown are log x, log y."""

    def cells(logs: Floats) -> Floats:
        p = expit(logs[: len(rows.sums), None] + logs[len(rows.sums) :])
        return np.where(np.isnan(fixed), p, fixed)

    def missed(logs: Floats) -> Floats:
        p = cells(logs)
        return np.concatenate([p @ columns.times - rows.sums, rows.times @ p - columns.sums])

    def slope(logs: Floats) -> Floats:
        p = cells(logs)
        right, below = p * (1 - p) * columns.times, p * (1 - p) * rows.times[:, None]
        parts = [[np.diag(right.sum(axis=1)), right], [below.T, np.diag(below.sum(axis=0))]]
        return np.block(parts)

    sums = np.concatenate([rows.sums, columns.sums])
    logs = np.log(np.maximum(sums, 0.5)) - np.log((rows.sums @ rows.times).clip(1)) / 2
    if np.isnan(fixed).any():
        # Levenberg-Marquardt bears that the slope is singular: x may grow as y shrinks
        tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 0.0}
        logs = root(missed, logs, jac=slope, method="lm", options=tight).x
    if (worst := np.abs(missed(logs)).max(initial=0.0)) > _CLOSE:
        raise BorderlabError(f"the probabilities miss a sum by {worst:.1e}; please report the sums")
    return cells(logs)
