"""Score a coding against a reference, as one scores a second coder: precision, recall, F1.

A score against a reference that was open while the rules were written is an *in-sample fit*, and
who the reference's readers were is said wherever one is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from borderlab.errors import Problem, SourceError

if TYPE_CHECKING:
    from borderlab.tables import Corpus

_SPAN = ["doc_id", "start", "end", "actor_id"]
_CODE = ["sentence_id", "pillar"]
_NONE = "(none)"  # a mention that one side lacks


def read_reference(folder: str | Path, corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Read a reference coding (``mentions.csv``, ``statements.csv`` …) with the corpus's ids.

    Parameters
    ----------
    folder : path
        Holds CSV files whose column ``document`` is the beginning of a text's file name.
    corpus : Corpus

    Returns
    -------
    dict of str to pandas.DataFrame
        One table per file stem, with ``doc_id``, integer ``start`` and ``end``, and ``sentence_id``
        where the file numbers sentences. An empty ``text`` is taken from the corpus, where the
        offsets say.

    Raises
    ------
    SourceError
        When the folder holds no such file, or a row names a document the corpus lacks.
    """
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        raise SourceError(
            Problem(str(folder), 0, "no-reference", "no CSV file here", "name the right folder")
        )
    return {file.stem: _with_ids(pd.read_csv(file, dtype=str), file, corpus) for file in files}


def _with_ids(rows: pd.DataFrame, file: Path, corpus: Corpus) -> pd.DataFrame:
    names = corpus.documents["path"].map(lambda path: Path(path).name)
    known = {d: names.index[names.str.startswith(d)] for d in rows["document"].unique()}
    for line, document in enumerate(rows["document"], start=2):
        if len(known[document]) != 1:
            message = f"'{document}' begins the name of {len(known[document])} texts, not of one"
            raise SourceError(
                Problem(file.name, line, "reference-document", message, "mend the column document")
            )
    rows = rows.assign(doc_id=rows["document"].map({d: ids[0] for d, ids in known.items()}))
    whole = [c for c in ("start", "end", "sentence", "pillar") if c in rows]
    rows = rows.astype(dict.fromkeys(whole, "int64"))
    if "value" in rows:
        rows = rows.astype({"value": "float64"})
    if "sentence" in rows:
        rows["sentence_id"] = rows["doc_id"] + ":s" + rows["sentence"].astype(str)
    if {"start", "end", "text"} <= set(rows):
        texts, spans = corpus.documents["text"], rows[["doc_id", "start", "end"]]
        there = [texts[doc_id][start:end] for doc_id, start, end in spans.itertuples(index=False)]
        rows["text"] = rows["text"].fillna(pd.Series(there, rows.index, dtype="str"))
    return rows


def rates(found: int, reference: int, both: int) -> dict[str, float]:
    """Count what two sides have, with precision, recall and F1; missing where nothing divides.

    Examples
    --------
    >>> rates(3, 2, 2)["f1"], rates(0, 0, 0)["f1"]
    (0.8, nan)
    """
    nan = float("nan")
    return {
        "found": found,
        "reference": reference,
        "both": both,
        "precision": both / found if found else nan,
        "recall": both / reference if reference else nan,
        "f1": 2 * both / (found + reference) if found + reference else nan,
    }


def _fit(found: pd.DataFrame, reference: pd.DataFrame, keys: Sequence[str]) -> dict[str, float]:
    """Compare two sets of keyed rows."""
    ours = pd.MultiIndex.from_frame(found[list(keys)]).unique()
    theirs = pd.MultiIndex.from_frame(reference[list(keys)]).unique()
    return rates(len(ours), len(theirs), len(ours.intersection(theirs)))


def score_mentions(
    mentions: pd.DataFrame, reference: pd.DataFrame, *, by: str | None = None
) -> pd.DataFrame:
    """Score mentions on (document, start, end, actor), and form and role on the matched ones.

    Parameters
    ----------
    mentions, reference : pandas.DataFrame
        With columns doc_id, start, end, actor_id, form, role.
    by : {None, "form", "role", "doc_id"}, optional
        Score each value of a column apart; a mention counts under the value each coder gave it.

    Returns
    -------
    pandas.DataFrame, index ``all`` or the values of ``by``
        Columns found, reference, both (counts), precision, recall, f1, and form_accuracy,
        role_accuracy over the rows in both (missing when there are none).

    Examples
    --------
    >>> columns = ["doc_id", "start", "end", "actor_id", "form", "role"]
    >>> a = pd.DataFrame([["d", 0, 3, "x", "name", "actor"]], columns=columns)
    >>> score_mentions(a, a.assign(role="place"))[["f1", "role_accuracy"]].values.tolist()
    [[1.0, 0.0]]
    """
    if by is None:
        return pd.DataFrame([_score(mentions, reference)], index=["all"])
    values = sorted(set(mentions[by]) | set(reference[by]))
    return pd.DataFrame(
        [_score(mentions[mentions[by] == v], reference[reference[by] == v]) for v in values],
        index=pd.Index(values, name=by),
    )


def _score(mentions: pd.DataFrame, reference: pd.DataFrame) -> dict[str, float]:
    matched = mentions.merge(reference, on=_SPAN, suffixes=("", "_reference"))
    return _fit(mentions, reference, _SPAN) | {
        f"{column}_accuracy": (matched[column] == matched[f"{column}_reference"]).mean()
        for column in ("form", "role")
    }


def score_pillars(codings: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Score pillar codes on (sentence, pillar): one row ``all`` and one per pillar.

    Parameters
    ----------
    codings, reference : pandas.DataFrame
        With columns sentence_id and pillar.

    Returns
    -------
    pandas.DataFrame, index ``all`` and the pillars
        Columns found, reference, both, precision, recall, f1.
    """
    pillars = sorted(set(codings["pillar"]) | set(reference["pillar"]))
    rows = [_fit(codings, reference, _CODE)] + [
        _fit(codings[codings["pillar"] == p], reference[reference["pillar"] == p], _CODE)
        for p in pillars
    ]
    return pd.DataFrame(rows, index=pd.Index(["all", *pillars], name="pillar"))


def _either(
    mentions: pd.DataFrame, reference: pd.DataFrame, columns: Sequence[str]
) -> pd.DataFrame:
    """Set both coders' columns side by side for every mention that either of them has."""
    ours, theirs = (coder[[*_SPAN, *columns]] for coder in (mentions, reference))
    return ours.merge(theirs, on=_SPAN, how="outer", suffixes=("", "_reference"))


def confusion(
    mentions: pd.DataFrame, reference: pd.DataFrame, *, of: Literal["form", "role"]
) -> pd.DataFrame:
    """Count what a coder gave to the mentions to which the reference gave what.

    Parameters
    ----------
    mentions, reference : pandas.DataFrame
        With columns doc_id, start, end, actor_id and the one named by ``of``.
    of : {"form", "role"}

    Returns
    -------
    pandas.DataFrame, reference's values x the coder's values, int64
        Both axes hold the same values in the same order, so that all agreement is on the diagonal;
        ``(none)`` are mentions that one side lacks.

    Examples
    --------
    >>> columns = ["doc_id", "start", "end", "actor_id", "role"]
    >>> a = pd.DataFrame([["d", 0, 3, "x", "actor"], ["d", 9, 12, "y", "actor"]], columns=columns)
    >>> confusion(a, a.head(1).assign(role="place"), of="role").to_numpy().tolist()
    [[0, 0, 0], [1, 0, 0], [1, 0, 0]]
    """
    both = _either(mentions, reference, [of]).fillna(_NONE)
    values = [*sorted({*both[of], *both[f"{of}_reference"]} - {_NONE}), _NONE]
    table = pd.crosstab(both[f"{of}_reference"], both[of])
    return table.reindex(index=values, columns=values, fill_value=0)


def find_disagreements(mentions: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """List every mention that only one coder has, or that both have with another form or role.

    Parameters
    ----------
    mentions : pandas.DataFrame
        As returned by `find_mentions`.
    reference : pandas.DataFrame
        As returned by `read_reference`, or the mentions of another coder.

    Returns
    -------
    pandas.DataFrame
        Columns doc_id, start, end, actor_id, and form, role, form_reference, role_reference
        (missing on the side that lacks the mention), in reading order.
    """
    both = _either(mentions, reference, ["form", "role"])
    differs = (both["form"] != both["form_reference"]) | (both["role"] != both["role_reference"])
    return both[differs].sort_values(_SPAN).reset_index(drop=True)
