"""The network slice by slice in time, with both bounds where a date is known as an interval.

A text that may have appeared on either side of a border between slices is *possible* in both and
*certain* in neither; there are no shares of texts. Of a slice in which no text can lie nothing is
known, so it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice, check_flag
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.tables import Incidence, expect, expect_columns

Windows = Sequence[tuple[Any, Any]]

_CALENDAR = {"year": "Y", "quarter": "Q", "month": "M"}
_DATES = ["published_earliest", "published_latest"]
_PAIR = ["source", "target"]


def time_slices(
    documents: pd.DataFrame,
    *,
    by: str | Windows = "year",
    step: str | None = None,
    cumulative: bool = False,
) -> pd.DataFrame:
    """Tell which documents lie in which slice of time, for certain or possibly.

    Parameters
    ----------
    documents : pandas.DataFrame, index doc_id
        With published_earliest and published_latest, both inclusive; NaT is an open end.
    by : "year", "quarter", "month", a length such as "365D", or a sequence of (start, end)
        Slices of the calendar; windows of whole days that begin with the first known day; or
        windows of your own, which may overlap: first and last day, or ("2021", "2022-06").
    step : str, optional
        With a length: from one window's start to the next, at most that length, which it is by
        default. A shorter one makes windows that slide.
    cumulative : bool
        A slice holds all up to its end; its start is NaT and its label begins with "up to".

    Returns
    -------
    pandas.DataFrame, one row per slice and document that may lie in it
        slice (ordered categorical of str: "2023", "2023Q4", "2023-10" or "2023-04-28 to
        2024-04-26"), doc_id, start, end (its first and last day) and certain (bool). A document
        without any date is possible everywhere and certain nowhere. Without a known day, no rows.

    Raises
    ------
    BorderlabError
        When ``by`` or ``step`` makes no windows.

    Examples
    --------
    >>> import borderlab as bl
    >>> slices = bl.time_slices(bl.open_study(".").corpus.documents)
    >>> slices.groupby("slice")["certain"].agg(["size", "sum"]).T.to_dict("list")
    {'2021': [1, 1], '2023': [2, 2], '2024': [2, 0], '2025': [2, 0]}
    """
    expect_columns("documents", documents, ["doc_id", *_DATES], "read_corpus")
    check_flag(cumulative=cumulative)
    days = documents[_DATES].apply(lambda column: column.dt.normalize())
    early, late = days[_DATES[0]], days[_DATES[1]]
    parts = []
    for label, start, end in _windows(days, by, step):
        # a comparison with NaT is False: an open end rules nothing out and makes nothing certain
        possible = ~(early > end) & (cumulative | ~(late < start))
        certain = possible & (late <= end) & (cumulative | (early >= start))
        told = {"slice": f"up to {label}" if cumulative else label, "doc_id": days.index}
        told |= {"start": pd.NaT if cumulative else start, "end": end, "certain": certain.array}
        parts.append(pd.DataFrame(told)[possible.to_numpy()])
    kinds = {"start": "datetime64[ns]", "end": "datetime64[ns]", "certain": "bool"}
    empty = pd.DataFrame(columns=["slice", "doc_id", *kinds])
    rows = pd.concat(parts or [empty], ignore_index=True).astype({"doc_id": "str", **kinds})
    return rows.assign(slice=pd.Categorical(rows["slice"], rows["slice"].unique(), ordered=True))


def _windows(days: pd.DataFrame, by: str | Windows, step: str | None) -> list[tuple[Any, Any, Any]]:
    """List label, first and last day of every slice, in order of time."""
    first, last = days.min().min(), days.max().max()
    if isinstance(by, str) and by in _CALENDAR:
        if step is not None:
            raise BorderlabError(f"by={by!r} has no step=; give a length such as by='365D'")
        spans = [] if pd.isna(first) else pd.period_range(first, last, freq=_CALENDAR[by])
        return [(str(p), p.start_time, p.end_time.normalize()) for p in spans]
    if isinstance(by, str) or not isinstance(by, Iterable):
        length = _days("by", by)
        stride = length if step is None else _days("step", step)
        if stride > length:
            raise BorderlabError(f"step={step!r} is longer than by={by!r}: days would lie between")
        starts = [] if pd.isna(first) else pd.date_range(first, last, freq=stride)
        by = [(start, start + length - pd.Timedelta("1D")) for start in starts]
    pairs = sorted({_pair(window) for window in by})
    return [(f"{a:%Y-%m-%d} to {b:%Y-%m-%d}", a, b) for a, b in pairs]


def _pair(window: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Read first and last day of a window; as in the seeds, 2022 or 2022-03 is its whole span."""
    try:
        first, last = (pd.Period(str(day)) for day in window)
        start, end = first.start_time.normalize(), last.end_time.normalize()
    except (ValueError, TypeError, AttributeError):  # NaT is no period
        start = end = pd.NaT
    if not start <= end:
        raise BorderlabError(f"by= has the window {window!r}; give its first and its last day")
    return start, end


def _days(option: str, value: str) -> pd.Timedelta:
    try:
        length = pd.Timedelta(value)
    except (ValueError, TypeError):
        length = pd.Timedelta(0)
    if length < pd.Timedelta("1D") or length % pd.Timedelta("1D"):
        lengths = "a length in whole days such as 365D"
        check_choice(option, value, allowed=[*(_CALENDAR if option == "by" else ()), lengths])
    return length


def documents_of(units: Incidence, documents: pd.DataFrame) -> pd.Series:
    """Tell for every row of ``units.cells`` the document it was found in.

    A unit has one doc_id, but an echo class or a story spans several documents; the mentions of its
    cells say which.

    Raises
    ------
    BorderlabError
        When the documents are not those of the units.
    """
    expect(units=(units, Incidence))
    found = units.cells["mention_id"].str.rsplit(":", n=1).str[0]
    if lost := sorted(set(found) - set(documents.index)):
        raise BorderlabError(
            f"units name document {lost[0]!r}, which documents lack; pass the documents of the"
            " corpus that the units were made from"
        )
    return found


def snapshots(
    units: Incidence,
    documents: pd.DataFrame,
    *,
    by: str | Windows = "year",
    step: str | None = None,
    cumulative: bool = False,
) -> pd.DataFrame:
    """Count for each slice of time the units that name two actors together, as two bounds.

    Parameters
    ----------
    units : Incidence
        Of any unit: of an echo class or a story that spans slices, what each slice's texts name.
    documents, by, step, cumulative
        As in `time_slices`.

    Returns
    -------
    pandas.DataFrame, one row per slice and pair that may be named together in it
        slice (as in `time_slices`), source < target, weight_certain (of the documents certainly
        in the slice) and weight_possible (of all that may be), int64. Wherever the true dates lie,
        the count is between the two, and each can be the true one. Its ``attrs`` say by, cumulative
        and texts: of every slice how many texts of the units lie in it for certain.

    Raises
    ------
    BorderlabError
        As `time_slices`, and when the documents are not those of the units.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> edges = bl.snapshots(study.incidence(), study.corpus.documents)
    >>> pair = edges[(edges.source == "katie-hobbs") & (edges.target == "ken-salazar")]
    >>> pair[["slice", "weight_certain", "weight_possible"]].values.tolist()
    [['2024', 0, 2], ['2025', 0, 2]]
    """
    found = documents_of(units, documents)
    slices = time_slices(documents, by=by, step=step, cumulative=cumulative)
    parts = [pd.DataFrame({name: [] for name in ["slice", *_PAIR, "certain", "possible"]})]
    for label, held in slices.groupby("slice"):
        possible = _count(units, found.isin(held["doc_id"])).rename("possible")
        certain = _count(units, found.isin(held.loc[held["certain"], "doc_id"])).rename("certain")
        both = pd.concat([certain.reindex(possible.index, fill_value=0), possible], axis=1)
        parts.append(both.reset_index().assign(slice=label))
    edges = pd.concat(parts, ignore_index=True)
    kinds = dict.fromkeys(_PAIR, "str") | {"certain": "int64", "possible": "int64"}
    edges = edges.astype({"slice": slices["slice"].dtype, **kinds})
    edges = edges.rename(columns={c: f"weight_{c}" for c in ("certain", "possible")})
    read = slices["doc_id"].isin({*units.units["doc_id"], *found})
    texts = slices["certain"].where(read, False).groupby(slices["slice"], observed=False).sum()
    by = by if isinstance(by, str) else "windows"
    edges.attrs = {"by": by, "cumulative": cumulative, "texts": texts.to_dict()}
    return edges


def _count(units: Incidence, kept: pd.Series) -> pd.Series:
    """Count co-occurrences of some of the cells."""
    cells = units.cells[kept]
    rows = units.units.index.get_indexer(cells["unit_id"])
    columns = units.actors.index.get_indexer(cells["actor_id"])
    ones = np.ones(len(cells), dtype="int64")
    matrix = csr_array((ones, (rows, columns)), shape=units.matrix.shape).sign()
    return cooccurrence(replace(units, matrix=matrix)).set_index(_PAIR)["weight"]


def turnover(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Say what appears, stays and goes from each slice to the next, and what the dates leave open.

    ======= =======================================================================
    appears not possible in the first slice, certain in the second
    stays   certain in both
    goes    certain in the first, not possible in the second
    open    anything else: it depends on days that the texts do not tell
    ======= =======================================================================

    Nothing appears after, or goes into, a slice in which no text lies for certain: perhaps none was
    read there that could have reported it.

    Parameters
    ----------
    snapshots : pandas.DataFrame
        As `snapshots` returns them, with their ``attrs``.

    Returns
    -------
    pandas.DataFrame, one row per two consecutive slices and pair that may be in either
        slice_from, slice_to, source, target, status (str).

    Notes
    -----
    Consecutive are slices in which a text can lie, so years without any text are stepped over. An
    edge that goes is no longer *reported*, by any text that may lie in the next slice.

    Examples
    --------
    >>> edges = pd.DataFrame({"slice": ["2021", "2023"], "source": "ana", "target": "eva",
    ...     "weight_certain": [2, 0], "weight_possible": [2, 1]})
    >>> edges.attrs["texts"] = {"2021": 1, "2023": 0}
    >>> turnover(edges).values.tolist()
    [['2021', '2023', 'ana', 'eva', 'open']]
    """
    wanted = ["slice", *_PAIR, "weight_certain", "weight_possible"]
    expect_columns("snapshots", snapshots, wanted, "snapshots")
    if (texts := snapshots.attrs.get("texts")) is None:
        say = "snapshots has lost its attrs, which count the texts of each slice"
        raise BorderlabError(f"{say}; give what snapshots returns")
    parts = [pd.DataFrame(columns=["slice_from", "slice_to", *_PAIR, "status"], dtype="str")]
    for old, new in pairwise(pd.Categorical(snapshots["slice"]).categories):
        before, after = (
            snapshots[snapshots["slice"] == s].drop(columns="slice") for s in (old, new)
        )
        both = before.merge(after, "outer", on=_PAIR, suffixes=("_old", "_new"), sort=True)
        was, is_now = (both[f"weight_certain_{when}"].gt(0) for when in ("old", "new"))
        could, can = (both[f"weight_possible_{when}"].gt(0) for when in ("old", "new"))
        status = np.select(
            [~could & is_now & bool(texts[old]), was & is_now, was & ~can & bool(texts[new])],
            ["appears", "stays", "goes"],
            "open",
        )
        parts.append(both[_PAIR].assign(slice_from=old, slice_to=new, status=status))
    return pd.concat(parts, ignore_index=True).astype("str")
