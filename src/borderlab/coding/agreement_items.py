"""Score item codes against statements that were mapped to the official agenda by workstream.

A workstream may hold several items ("ICT, medical devices and pharmaceuticals"), and a statement
several workstreams: a code is right when its item is one of those.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from borderlab.tables import Codebook


def score_items(codings: pd.DataFrame, reference: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Score item codes on (sentence, item) against statements mapped to official workstreams.

    Parameters
    ----------
    codings : pandas.DataFrame
        As returned by `code_pillars`.
    reference : pandas.DataFrame, one row per statement
        Columns sentence_id, workstreams (joined by ``|``), pillars (in question, joined by ``|``)
        and ambiguous (yes, no).
    codebook : Codebook
        ``agenda`` says which items a workstream holds.

    Returns
    -------
    pandas.DataFrame, index ``all`` and the pillars
        found (sentence and item), right (its item is one of those of a clear statement of the
        sentence), reference (clear statements), met (a right code stands in their sentence),
        precision = right / found, recall = met / reference, f1; and, in none of these figures:
        ambiguous (statements), apart (codes that only an ambiguous statement of their sentence and
        pillar can explain) and off_agenda (codes of items that no workstream holds).

    Notes
    -----
    Cues taken from the official agenda are not independent of a reference that is mapped to it:
    give the score without them beside it.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> reference = bl.read_reference("tests/data/reference", study.corpus)["items"]
    >>> scores = bl.score_items(study.codings, reference, study.codebook)
    >>> scores.loc["all", ["found", "right", "reference", "met", "apart"]].astype(int).tolist()
    [29, 27, 27, 27, 5]
    """
    said = _statements(reference, codebook)
    codes = codings.dropna(subset="item").drop_duplicates(["sentence_id", "item"])
    known = set(codebook.agenda["item"])
    codes = codes.assign(kind=[_kind(code, said, known) for code in codes.itertuples()])
    keys = set(zip(codes["sentence_id"], codes["item"], strict=True))
    met = [any((row.sentence_id, item) in keys for item in row.holds) for row in said.itertuples()]
    said["met"] = said["clear"] & pd.Series(met, index=said.index, dtype=bool)
    pillars = sorted({*codes["pillar"], *said["pillar"]})
    rows = [_scores(codes, said)] + [
        _scores(codes[codes["pillar"] == p], said[said["pillar"] == p]) for p in pillars
    ]
    return pd.DataFrame(rows, index=pd.Index(["all", *pillars], name="pillar"))


def _statements(reference: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Add to each statement the items of its workstreams, its pillar and the others in question."""
    agenda = codebook.agenda[codebook.agenda["item"] != ""]
    items = agenda.groupby("workstream")["item"].agg(set)
    pillars = reference["pillars"].str.split("|")
    return reference.assign(
        holds=[_items(cell, items) for cell in reference["workstreams"].fillna("")],
        pillar=pillars.str[0].astype("int64"),
        others=pillars.str[1:],
        clear=reference["ambiguous"] == "no",
    )


def _items(cell: str, of: Mapping[str, Set[str]]) -> set[str]:
    """All items of the workstreams named in a cell."""
    return {item for workstream in cell.split("|") for item in of.get(workstream, ())}


def _kind(code: Any, said: pd.DataFrame, known: Set[str]) -> str:
    """Say of one code whether it is right, wrong, or out of the score and why."""
    here = said[said["sentence_id"] == code.sentence_id]
    if any(code.item in items for items in here.loc[here["clear"], "holds"]):
        return "right"
    for row in here[~here["clear"]].itertuples():
        if code.item in row.holds or str(code.pillar) in row.others or not row.holds:
            return "apart"
    return "wrong" if code.item in known else "off_agenda"


def _scores(codes: pd.DataFrame, said: pd.DataFrame) -> dict[str, float]:
    kinds = codes["kind"].value_counts()
    right, apart, off = (int(kinds.get(kind, 0)) for kind in ("right", "apart", "off_agenda"))
    found, reference, met = (
        len(codes) - apart - off,
        int(said["clear"].sum()),
        int(said["met"].sum()),
    )
    precision = right / found if found else float("nan")
    recall = met / reference if reference else float("nan")
    both = precision + recall
    return {
        "found": found, "right": right, "reference": reference, "met": met,
        "precision": precision, "recall": recall,
        "f1": 2 * precision * recall / both if both else both,
        "ambiguous": len(said) - reference, "apart": apart, "off_agenda": off,
    }  # fmt: skip
