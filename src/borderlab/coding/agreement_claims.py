"""Score claims against a reference: numbers found, and what is said of those that both have."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_SAID = ("value", "unit", "bound", "status", "speaker")


def score_claims(claims: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Score claims on their spans, and value, unit, bound, status and speaker on the matched ones.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `find_claims` returns them.
    reference : pandas.DataFrame
        As `read_reference` reads ``claims.csv``: columns doc_id, start, end, and those of value,
        unit, bound, status, speaker that its readers gave. An empty cell says: none.

    Returns
    -------
    pandas.DataFrame, one row, index ``all``
        Columns found, reference, both (counts), precision, recall, f1; and value_accuracy,
        unit_accuracy (case aside), bound_accuracy, status_accuracy, speaker_accuracy over the rows
        in both, missing for a column that the reference lacks.

    Notes
    -----
    Spans that overlap are one claim, each at most once and in reading order: "1,200" and "Some
    1,200" are the same number, and whether the bound was seen shows in ``bound_accuracy``.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = ["doc_id", "start", "end", "value", "unit", "bound"]
    >>> a = pd.DataFrame([["d", 5, 7, 40.0, "firms", "exact"]], columns=columns)
    >>> b = pd.DataFrame([["d", 0, 7, 40.0, "firms", "about"]], columns=columns)
    >>> score_claims(a, b)[["f1", "unit_accuracy", "bound_accuracy"]].values.tolist()
    [[1.0, 1.0, 0.0]]
    """
    pairs = [*_matched(claims, reference)]
    found, answers, both = len(claims), len(reference), len(pairs)
    nan = float("nan")
    row = {
        "found": found, "reference": answers, "both": both,
        "precision": both / found if found else nan,
        "recall": both / answers if answers else nan,
        "f1": 2 * both / (found + answers) if found + answers else nan,
    }  # fmt: skip
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    said = {f"{c}_accuracy": _agreement(claims.loc[ours], reference.loc[theirs], c) for c in _SAID}
    return pd.DataFrame([row | said], index=["all"])


def _matched(claims: pd.DataFrame, reference: pd.DataFrame) -> Iterator[tuple[object, object]]:
    """Yield the labels of claims and answers whose spans overlap, walking along both."""
    for doc_id, answers in reference.groupby("doc_id", sort=False):
        mine = claims[claims["doc_id"] == doc_id].sort_values("start")
        waiting = [*mine[["start", "end"]].itertuples(name=None)][::-1]
        for label, start, end in answers.sort_values("start")[["start", "end"]].itertuples(
            name=None
        ):
            while waiting and waiting[-1][2] <= start:
                waiting.pop()
            if waiting and waiting[-1][1] < end:
                yield waiting.pop()[0], label


def _agreement(ours: pd.DataFrame, theirs: pd.DataFrame, column: str) -> float:
    """Tell in how many matched rows a column is the same; two empty cells are."""
    if column not in theirs or column not in ours or ours.empty:
        return float("nan")
    a, b = (_comparable(rows[column]).to_numpy() for rows in (ours, theirs))
    return float((a == b).mean())


def _comparable(cells: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(cells):
        return cells.round(6)
    return cells.fillna("").astype(str).str.lower()
