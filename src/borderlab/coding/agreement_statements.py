"""Score statements against a reference: two coders seldom cut an utterance at the same letter."""

from __future__ import annotations

import pandas as pd

from borderlab.coding.agreement import rates

_OVERLAP = 0.6  # of the longer span: a comma, "that" or one quotation mark more is no other finding
_MODES = ("direct", "indirect")


def score_statements(
    statements: pd.DataFrame, reference: pd.DataFrame, *, overlap: float = _OVERLAP
) -> pd.DataFrame:
    """Score statements by their spans, and the speakers of those that both sides have.

    Parameters
    ----------
    statements, reference : pandas.DataFrame, one row per utterance
        With columns doc_id, start, end (code points), mode and speaker (actor_id; several joined
        by ``|``; missing or empty where the codebook lacks the speaker). The spans of one side do
        not overlap.
    overlap : float, optional
        Least shared part of the longer of two spans that counts as one utterance, above one half.

    Returns
    -------
    pandas.DataFrame, index ``all``, ``direct``, ``indirect``
        Columns found, reference, both (counts), precision, recall, f1, and over the rows in both
        speaker_accuracy (missing when there are none) and wrong_speakers: how many name a speaker
        other than the reference's; to name nobody is not counted there. A statement counts under
        the mode each side gave it.

    Raises
    ------
    ValueError
        When ``overlap`` is not above one half: then a span could fit two others.

    Examples
    --------
    >>> columns = ["doc_id", "start", "end", "mode", "speaker"]
    >>> rows = [["d", 0, 9, "direct", "x"], ["d", 20, 30, "direct", "y"]]
    >>> a = pd.DataFrame(rows, columns=columns)
    >>> b = a.assign(start=[1, 90], end=[9, 99], speaker=["z", "y"])
    >>> score_statements(a, b).loc["direct", ["both", "f1", "wrong_speakers"]].tolist()
    [1.0, 0.5, 1.0]
    """
    if not 0.5 < overlap <= 1:
        raise ValueError(f"score_statements: overlap is {overlap}; choose more than 0.5, up to 1")
    sides = [(statements, reference)]
    sides += [tuple(x[x["mode"] == mode] for x in sides[0]) for mode in _MODES]
    return pd.DataFrame(
        [_score(ours, theirs, overlap) for ours, theirs in sides], index=["all", *_MODES]
    )


def _score(found: pd.DataFrame, reference: pd.DataFrame, overlap: float) -> dict[str, float]:
    pairs = _pairs(found, reference, overlap)
    named = [pairs[side].fillna("") for side in ("speaker", "speaker_reference")]
    right = named[0] == named[1]
    return rates(len(found), len(reference), len(pairs)) | {
        "speaker_accuracy": right.mean(),
        "wrong_speakers": int((~right & (named[0] != "")).sum()),
    }


def _pairs(found: pd.DataFrame, reference: pd.DataFrame, overlap: float) -> pd.DataFrame:
    """Join the rows whose spans overlap; above one half, disjoint spans fit one other at most."""
    columns = ["doc_id", "start", "end", "speaker"]
    both = found[columns].merge(reference[columns], on="doc_id", suffixes=("", "_reference"))
    ends, starts = both[["end", "end_reference"]], both[["start", "start_reference"]]
    shared = ends.min(axis=1) - starts.max(axis=1)
    lengths = [both[f"end{side}"] - both[f"start{side}"] for side in ("", "_reference")]
    return both[shared >= overlap * pd.concat(lengths, axis=1).max(axis=1)]
