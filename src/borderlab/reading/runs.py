"""Runs of five words that texts have in common, counted exactly and in bulk.

Words become numbers, a run becomes one number made of five, and equal numbers are checked to be
equal words. Of two texts the smaller must hold one of its rarest runs in common with the other
(prefix filtering), so that what many texts share, such as a sender's standing paragraph, is never
multiplied out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.reading.words import fold

LENGTH = 5  # words in a row
_BLOCK = 1_000  # texts multiplied at once, and pairs a thousandfold
_QUARTER = 4  # the fewer are asked for, the less is multiplied and the more is looked at twice
_NO_LESS = 1e-6  # for rounding: a candidate too many costs little, one too few is lost
_WORD = re.compile(r"[^\W_]+")


class Runs(NamedTuple):
    """Which text holds which run.

    Attributes
    ----------
    held : scipy.sparse.csr_array, texts x runs
        1 where a text holds a run; only runs of several texts, those of the fewest texts first.
    size : numpy.ndarray, (texts,)
        How many runs each text has, those of no other text included.
    """

    held: csr_array
    size: np.ndarray


class _Numbers(dict[str, int]):
    """Numbers words as they are met; spellings that fold to one share a number."""

    def __init__(self) -> None:
        self._folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        self[word] = found = self._folded.setdefault(fold(word), len(self._folded))
        return found


def find_runs(texts: Sequence[str]) -> Runs:
    """Find the runs of five words of each text, folded.

    Examples
    --------
    >>> runs = find_runs(["One two three four five six.", "Two, three, four, five, SIX!", "One"])
    >>> runs.size.tolist(), runs.held.toarray().tolist()
    ([2, 1, 0], [[1], [1], [0]])
    """
    numbers = _Numbers()
    told = [np.fromiter(map(numbers.__getitem__, _WORD.findall(t)), np.int32) for t in texts]
    ends = np.cumsum([0, *map(len, told)])
    starts = _starts(ends)
    run = _number_runs(np.concatenate([np.zeros(0, dtype=np.int32), *told]), starts)
    found = csr_array(
        (np.ones(len(run), dtype=np.int32), run, np.searchsorted(starts, ends)),
        shape=(len(told), run.max(initial=-1) + 1),
    )
    found.sum_duplicates()  # a run said twice in a text counts once
    return _runs(found)


def _starts(ends: np.ndarray) -> np.ndarray:
    """List where a run can begin: everywhere but at the last words of a text."""
    free = np.ones(ends[-1], dtype=bool)
    for back in range(1, LENGTH):
        free[np.maximum(ends[1:] - back, ends[:-1])[np.diff(ends) > 0]] = False
    return np.flatnonzero(free)


def _number_runs(words: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Give equal runs one number and others another one."""
    for seed in count():
        found = pd.factorize(_mix(words, starts, seed))
        run, first = np.asarray(found[0]), np.empty(len(found[1]), dtype=np.int64)
        first[run[::-1]] = starts[::-1]
        there = first[run]
        if all(np.array_equal(words[starts + k], words[there + k]) for k in range(LENGTH)):
            return run
    raise AssertionError


def _mix(words: np.ndarray, starts: np.ndarray, seed: int) -> np.ndarray:
    """Make one number of five, which two runs share about as often as lightning strikes twice."""
    factors = np.random.default_rng(seed).integers(1 << 63, size=LENGTH, dtype=np.uint64) | 1
    mixed = np.zeros(len(starts), dtype=np.uint64)
    for k, factor in enumerate(factors):
        mixed = (mixed ^ words[starts + k].astype(np.uint64)) * factor
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _runs(found: csr_array) -> Runs:
    """Keep the runs of several texts, numbered from those of the fewest."""
    spread = np.bincount(found.indices, minlength=found.shape[1])
    several = np.flatnonzero(spread > 1)
    number = np.full(len(spread), -1, dtype=np.int32)
    number[several[np.argsort(spread[several], kind="stable")]] = np.arange(len(several))
    column = number[found.indices]
    kept = np.concatenate([[0], np.cumsum(column >= 0)])[found.indptr]
    column = column[column >= 0]
    shape = (found.shape[0], len(several))
    held = csr_array((np.ones(len(column), dtype=np.int32), column, kept), shape=shape)
    held.sort_indices()
    return Runs(held, np.diff(found.indptr))


def count_shared(runs: Runs, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Count the runs that the texts `a` and `b` have in common, pair by pair."""
    step = 10 * _BLOCK
    parts = (slice(low, low + step) for low in range(0, len(a), step))
    found = [runs.held[a[at]].multiply(runs.held[b[at]]).sum(axis=1) for at in parts]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found]).astype(np.int64)


def find_alike(
    runs: Runs, days: np.ndarray, *, window_days: int, threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the pairs of texts of which the smaller has some share of its runs in common.

    Parameters
    ----------
    runs : Runs
    days : numpy.ndarray, (texts, 2)
        First and last day on which each may have been published.
    window_days : int
        Texts further apart are not compared.
    threshold : float
        Share of the runs of the smaller text, of which one at least must be in common.

    Returns
    -------
    (a, b, shared)
        Numbers of texts, the first below the second and pairs in order, with the runs in common.

    References
    ----------
    .. [1] R. J. Bayardo, Y. Ma and R. Srikant, "Scaling up all pairs similarity search", WWW 2007,
       131-140. https://doi.org/10.1145/1242572.1242591

    Examples
    --------
    >>> texts = ["a b c d e f", "a b c d e g h", "b c d e f g h i"]
    >>> always = np.zeros((3, 2), dtype=np.int64)
    >>> found = find_alike(find_runs(texts), always, window_days=7, threshold=0.5)
    >>> [column.tolist() for column in found]
    [[0, 0], [1, 2], [1, 1]]
    """
    blocks = list(_candidates(runs, days, window_days, threshold))
    a, b = np.divmod(np.unique(np.concatenate([np.zeros(0, np.int64), *blocks])), len(days))
    shared = count_shared(runs, a, b)
    enough = (shared > 0) & (shared / np.minimum(runs.size[a], runs.size[b]) >= threshold)
    return a[enough], b[enough], shared[enough]


def _candidates(
    runs: Runs, days: np.ndarray, window_days: int, threshold: float
) -> Iterator[np.ndarray]:
    """Yield pairs of near texts, as one number each, that share enough rare runs of the smaller."""
    rare, enough = _rarest(runs, threshold)
    asking = np.flatnonzero(np.diff(rare.indptr))
    # a block is of few days and, of one day or of none, of like sizes
    asking = asking[np.lexsort((runs.size[asking], days[asking, 0]))]
    for low in range(0, len(asking), _BLOCK):
        block = asking[low : low + _BLOCK]
        first, last = days[block, 0].min() - window_days, days[block, 1].max() + window_days
        large = runs.size >= runs.size[block].min()
        near = np.flatnonzero((days[:, 0] <= last) & (days[:, 1] >= first) & large)
        found = (rare[block] @ runs.held[near].T).tocoo()
        keep = found.data >= enough[block][found.row]
        a, b = block[found.row[keep]], near[found.col[keep]]
        gap = np.maximum(days[a, 0] - days[b, 1], days[b, 0] - days[a, 1])
        keep = (a != b) & (runs.size[a] <= runs.size[b]) & (gap <= window_days)
        yield (np.minimum(a, b) * len(days) + np.maximum(a, b))[keep]


def _rarest(runs: Runs, threshold: float) -> tuple[csr_array, np.ndarray]:
    """Leave out of each text its most common runs; return how many of the others must be shared.

    Of the runs that a pair must share, three in four may be among those left out.
    """
    needed = np.maximum(1, np.ceil(threshold * runs.size - _NO_LESS)).astype(np.int64)
    enough = np.maximum(1, needed // _QUARTER)
    several = np.diff(runs.held.indptr)
    kept = np.clip(several - (needed - enough), 0, None)
    kept[kept < enough] = 0
    place = np.arange(runs.held.nnz) - np.repeat(runs.held.indptr[:-1], several)
    chosen = place < np.repeat(kept, several)
    indptr = np.concatenate([[0], np.cumsum(kept)])
    parts = (runs.held.data[chosen], runs.held.indices[chosen], indptr)
    return csr_array(parts, shape=runs.held.shape), enough
