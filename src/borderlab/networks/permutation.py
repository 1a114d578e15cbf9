"""Whether two periods differ by more than another division of the same texts would make them.

Where so few texts can be divided in so few ways that no small p can come out, this is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from math import comb
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.checks import Rng, check_choice, check_count, check_rng, check_share
from borderlab.networks.time import documents_of
from borderlab.tables import Incidence, expect_columns

Statistic = Literal["weights", "edges"]
Over = Literal["story", "document"]

#: with more texts on no certain side there are too many placements to try them all
_OPEN = 6
#: divisions that are weighed at once
_ROWS = 64


class _Texts(NamedTuple):
    """What is exchanged, S stories or documents, sorted by id."""

    after: pd.Series  # boolean: in the second period; missing where that is open; length S
    held: np.ndarray  # documents in each, length S
    ties: csr_array  # units of each that name each pair together, shape (S, E)


def permutation_test(
    units: Incidence,
    documents: pd.DataFrame,
    *,
    split: Any,
    statistic: Statistic = "weights",
    over: Over = "story",
    alpha: float = 0.05,
    draws: int = 9999,
    rng: Rng = None,
) -> pd.DataFrame:
    """Test the difference between the networks of two periods by dividing the texts anew.

    Parameters
    ----------
    units : Incidence
    documents : pandas.DataFrame, index doc_id
        With published_earliest and published_latest, and story_id for ``over="story"``.
    split : date, or mapping of doc_id to period
        The first day of the second period; or two periods, in order of name; documents that the
        mapping lacks are left out.
    statistic : {"weights", "edges"}
        weights: the sum over all pairs of the absolute difference of their weights per document.
        edges: how many pairs are named together in one of the periods only.
    over : {"story", "document"}
        What is exchanged. Texts on one event are not independent, so that they go together.
    alpha : float
        Where no p can come out at most as large, none is computed.
    draws : int
        All divisions are tried when there are at most so many, else so many are drawn.
    rng : int or numpy.random.Generator, optional
        Needed where divisions are drawn.

    Returns
    -------
    pandas.DataFrame, one row
        statistic (float64), p_low, p_value (missing if not computed), p_floor (the smallest p that
        could come out), assignments (int64, the divisions into two periods of these sizes), exact
        (bool), documents, before, after, open (int64, what `over` says) and note. A text that may
        lie on either side is open: every placement of the open ones is tested, p_value is the
        largest p, p_low the smallest, and the statistic the smallest. Where a placement leaves a
        period without texts there is no test: all four are missing, and note says why.

    Raises
    ------
    BorderlabError
        When the documents are not those of the units, a unit spans what is exchanged, more than 6
        are open, the mapping has not two periods, or divisions must be drawn without ``rng``.

    Notes
    -----
    With m divisions drawn, b of them as extreme, p is (b + 1) / (m + 1) [1]_. Swapping two periods
    of one size changes neither statistic, so both divisions count as one. It is assumed that
    stories are exchangeable between the periods; the test says nothing about their causes.

    References
    ----------
    .. [1] Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1),
       39. doi:10.2202/1544-6115.1585

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> bl.permutation_test(study.incidence(), study.corpus.documents, split="2023-01-01").note[0]
    '4 divisions of 4 stories: no p below 0.25 can come out, so none is computed at alpha 0.05'
    """
    check_choice("statistic", statistic, allowed=get_args(Statistic))
    check_choice("over", over, allowed=get_args(Over))
    check_share(alpha=alpha)
    check_count(draws=draws)
    check_rng(rng)
    texts = _exchanged(units, documents, split, over)
    placed, size = _placements(texts.after), len(texts.after)
    ways = [_ways(size, n) for n in placed.sum(axis=1).tolist()]
    fewest, exact = min(ways), max(ways) <= draws
    row = dict.fromkeys(("statistic", "p_low", "p_value", "p_floor"), np.nan)
    row |= {"assignments": fewest, "exact": exact, **_counts(texts)}
    held = f"{size} {'stories' if over == 'story' else 'documents'}"
    if empty := _may_be_empty(placed):
        say = f"{held}: {empty} may hold none of them, so this is no test"
        return pd.DataFrame([row | {"note": say}])
    floor, what = 1 / min(fewest, draws + 1), f"{fewest} divisions of {held}"
    row |= {"statistic": _difference(placed, texts, statistic).min(), "p_floor": floor}
    if floor > alpha:
        why = f"no p below {floor:.3g} can come out, so none is computed at alpha {alpha:g}"
        return pd.DataFrame([row | {"note": f"{what}: {why}"}])
    if not exact and rng is None:
        raise BorderlabError(f"{what} are too many to try all; give rng= a number to draw {draws}")
    p_values = _p_values(placed, texts, statistic, draws, np.random.default_rng(rng))
    row |= {"p_low": p_values.min(), "p_value": p_values.max()}
    return pd.DataFrame([row | {"note": f"{what}, {'all tried' if exact else f'{draws} drawn'}"}])


def _may_be_empty(placed: np.ndarray) -> str:
    """Name the periods that some placement leaves without texts."""
    first, second = placed.all(axis=1).any(), (~placed).all(axis=1).any()
    names = ["", "the first period", "the second period", "both periods"]
    return names[int(first) + 2 * int(second)]


def _counts(texts: _Texts) -> dict[str, int]:
    after = texts.after
    sides = {"before": after.eq(False).sum(), "after": after.sum(), "open": after.isna().sum()}
    return {name: int(n) for name, n in {"documents": texts.held.sum(), **sides}.items()}


def _periods(documents: pd.DataFrame, split: Any) -> pd.Series:
    """Tell for each document whether it lies in the second period; missing where that is open."""
    if isinstance(split, Mapping | pd.Series):
        named = pd.Series(dict(split), dtype="str").dropna()
        if strange := sorted(set(named.index) - set(documents.index)):
            raise BorderlabError(f"split= names {strange[0]!r}, which documents lack; correct it")
        if named.nunique() != 2:
            raise BorderlabError(f"split= has {named.nunique()} periods by name; give two")
        return named.eq(named.max()).astype("boolean")
    day = pd.to_datetime(str(split), errors="coerce")
    if pd.isna(day):
        raise BorderlabError(f"split={split!r} is no day such as '2023-01-01', nor a mapping")
    known = pd.Series(pd.NA, documents.index, dtype="boolean")
    known[documents["published_latest"] < day] = False
    known[documents["published_earliest"] >= day] = True
    return known


def _exchanged(units: Incidence, documents: pd.DataFrame, split: Any, over: Over) -> _Texts:
    story = ["story_id"] if over == "story" else []
    dates = ["published_earliest", "published_latest"]
    expect_columns("documents", documents, ["doc_id", *dates, *story], "read_corpus")
    found, sides = documents_of(units, documents), _periods(documents, split)
    sides = sides[sides.index.isin({*units.units["doc_id"], *found})]
    names = documents["story_id"] if over == "story" else documents.index.to_series()
    placed = sides.astype("Float64").fillna(0.5)  # sorted: draws must not hang on an order
    grouped = placed.groupby(names.loc[sides.index])
    # a story with texts on both sides is open, as is one that may lie on either
    after = grouped.max().where(grouped.min().eq(grouped.max()) & grouped.max().ne(0.5))
    kept = found.isin(sides.index)
    ties = _ties(units.cells[kept], found[kept].map(names), after.index, over)
    return _Texts(after.astype("boolean"), grouped.size().to_numpy(), ties)


def _ties(cells: pd.DataFrame, names: pd.Series, index: pd.Index, over: Over) -> csr_array:
    """Count per exchanged text the units that name each pair: shape (S, E)."""
    named = cells.assign(text=names)[["unit_id", "actor_id", "text"]].drop_duplicates()
    texts = named.groupby("unit_id")["text"].nunique()
    if (texts > 1).any():
        raise BorderlabError(
            f"unit {texts.idxmax()!r} lies in {texts.max()} of what is exchanged; use smaller"
            f" units{' or over=' + repr('story') if over == 'document' else ''}"
        )
    pairs = named.merge(named.drop(columns="text"), on="unit_id")
    pairs = pairs[pairs["actor_id_x"] < pairs["actor_id_y"]]
    edge = pairs.groupby(["actor_id_x", "actor_id_y"]).ngroup()
    where = (index.get_indexer(pairs["text"]), edge)
    ones = np.ones(len(pairs), dtype="int64")
    return csr_array((ones, where), shape=(len(index), edge.nunique()))


def _placements(after: pd.Series) -> np.ndarray:
    """List every way to place the open texts, each a row of booleans, shape (2^k, S)."""
    unknown = np.flatnonzero(after.isna())
    if len(unknown) > _OPEN:
        raise BorderlabError(
            f"{len(unknown)} texts may lie on either side of the split, such as"
            f" {after.index[unknown[0]]!r}; at most {_OPEN} can be placed both ways: give split= as"
            " a mapping that leaves some out"
        )
    placed = np.tile(after.fillna(False).to_numpy(dtype="bool"), (2 ** len(unknown), 1))
    placed[:, unknown] = list(product([False, True], repeat=len(unknown)))
    return placed


def _ways(size: int, after: int) -> int:
    """Count the divisions of S texts into two periods, of which one holds so many.

    Examples
    --------
    >>> _ways(5, 2), _ways(4, 2), _ways(0, 0)
    (10, 3, 1)
    """
    return comb(size, after) // (2 if 2 * after == size > 0 else 1)


def _divisions(size: int, after: int, draws: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield every division, or so many drawn ones where there are more; rows of booleans."""
    if _ways(size, after) > draws:
        for start in range(0, draws, _ROWS):
            rows = min(_ROWS, draws - start)
            yield rng.permuted(np.tile(np.arange(size) < after, (rows, 1)), axis=1)
        return
    # of two halves, those after the first half are the same with the periods swapped
    chosen = islice(combinations(range(size), after), _ways(size, after))
    while chunk := list(islice(chosen, _ROWS)):
        placed = np.zeros((len(chunk), size), dtype="bool")
        np.put_along_axis(placed, np.array(chunk, dtype="int64"), True, axis=1)
        yield placed


def _difference(placed: np.ndarray, texts: _Texts, statistic: Statistic) -> np.ndarray:
    """Weigh the difference of the two periods under each division, shape (M,)."""
    after = (texts.ties.T @ placed.T.astype("int64")).T
    before = texts.ties.sum(axis=0) - after
    if statistic == "edges":
        return np.asarray(((after > 0) != (before > 0)).sum(axis=1), dtype="float64")
    late = placed @ texts.held
    early = texts.held.sum() - late
    # whole numbers until the one division, so that equal differences stay equal
    apart = np.abs(after * early[:, None] - before * late[:, None]).sum(axis=1)
    difference: np.ndarray = apart / (early * late)
    return difference


def _p_values(
    placed: np.ndarray, texts: _Texts, statistic: Statistic, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Compare each placement with the divisions into periods of its sizes."""
    size, after = placed.shape[1], placed.sum(axis=1)
    observed, p_values = _difference(placed, texts, statistic), np.ones(len(placed))
    for n in np.unique(after).tolist():
        chunks = _divisions(size, n, draws, rng)
        null = np.concatenate([_difference(chunk, texts, statistic) for chunk in chunks])
        drawn = int(_ways(size, n) > draws)
        for i in np.flatnonzero(after == n):
            p_values[i] = ((null >= observed[i]).sum() + drawn) / (len(null) + drawn)
    return p_values
