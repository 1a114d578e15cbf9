"""Code sentences with the pillars and items of the Dialogue, each with the cue that fired.

Cues are data (``cues.csv``): a phrase, its language, the pillar and item it stands for, whether it
states the pillar or speaks of its matter, and where the cue itself comes from. Only documents that
name the Dialogue are coded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding.matching import case_fits, view
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

#: what follows only lists example sectors: "industries such as semiconductors and cars"
_SECTORS = re.compile(
    r"\b(?:industries|sectors|industrias|sectores),? (?:such as|like|including|tales como|como)\b"
)


class Cue(NamedTuple):
    """One cue found in one sentence; offsets are into the sentence."""

    start: int
    end: int
    pillar: int
    item: str
    basis: str
    cue: str


class CueFinder:
    """The cues of a codebook compiled to one pattern, the longest first; ``*`` ends a word freely.

    Parameters
    ----------
    codebook : Codebook
        ``cues`` with columns cue, pillar, item, basis. Capitals in a cue count (ICT, the Dialogue).
    """

    def __init__(self, codebook: Codebook) -> None:
        known = {view(row["cue"]).text: row for row in codebook.cues.to_dict("records")}
        ordered = sorted(known, key=lambda seen: (-len(seen), seen))
        self._rows: list[dict[str, Any]] = [known[seen] for seen in ordered]
        words = (re.escape(seen).replace(r"\*", r"\w*") for seen in ordered)
        self._pattern = re.compile(r"(?<!\w)(?:" + "|".join(f"({w})" for w in words) + r")(?!\w)")

    def find(self, sentence: str) -> list[Cue]:
        """Return the cues of a sentence in reading order."""
        seen = view(sentence)
        found = []
        for match in self._pattern.finditer(seen.text):
            row = self._rows[(match.lastindex or 1) - 1]
            start, end = seen.span(*match.span())
            if case_fits(row["cue"], sentence[start:end], _case(row["cue"])):
                found.append(
                    Cue(start, end, int(row["pillar"]), row["item"], row["basis"], row["cue"])
                )
        return _outside_sector_lists(found, seen.text)


def _case(cue: str) -> str:
    return "exact" if cue.rstrip("*").isupper() else "name"


def _outside_sector_lists(found: Iterable[Cue], seen: str) -> list[Cue]:
    """Drop matter that a sentence only lists as examples of sectors, up to its end."""
    match = _SECTORS.search(seen)
    limit = match.end() if match else len(seen)
    return [cue for cue in found if cue.start < limit or cue.basis == "stated"]


def choose(found: Sequence[Cue]) -> list[Cue]:
    """Keep what decides: stated pillars over matter of other pillars, any pillar over none (0).

    Examples
    --------
    >>> matter, number = Cue(0, 1, 1, "x", "content", "x"), Cue(5, 9, 3, "", "stated", "y")
    >>> [cue.pillar for cue in choose([matter, number])]
    [3]
    """
    stated = {cue.pillar for cue in found if cue.basis == "stated" and cue.pillar}
    any_pillar = any(cue.pillar for cue in found)
    return [
        cue for cue in found if (cue.pillar in stated if stated else bool(cue.pillar) == any_pillar)
    ]


def code_pillars(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Code the body sentences of documents that name the Dialogue.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    pandas.DataFrame, one row per cue that decided
        Columns sentence_id, doc_id, pillar (1-4; 0 for a sentence on the Dialogue that names no
        pillar's matter), item (missing when the cue names none), basis (stated, content), cue,
        start and end of the cue in the document. A sentence may carry several pillars and items.

    Notes
    -----
    A stated pillar (by number or name) wins over the matter of others, also where the source
    mislabels it; the cue shows what was said. Matter that is only listed as example sectors
    ("industries such as semiconductors …") is not coded.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> codings = bl.code_pillars(study.corpus, study.codebook)
    >>> codings.loc[codings.sentence_id == "hled-2021:s10", ["pillar", "cue"]].values.tolist()[:3]
    [[3, 'third pillar'], [3, 'telecommunications'], [3, 'ICT']]
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    finder = CueFinder(codebook)
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    cues = {sentence_id: finder.find(text) for sentence_id, text in body["text"].items()}
    on_dialogue = {
        body["doc_id"][i] for i, found in cues.items() if any(_names_dialogue(c) for c in found)
    }
    rows = [
        {"sentence_id": i, "doc_id": body["doc_id"][i], **cue._asdict(),
         "item": cue.item or float("nan"),
         "start": body["start"][i] + cue.start, "end": body["start"][i] + cue.end}
        for i, found in cues.items()
        if body["doc_id"][i] in on_dialogue
        for cue in choose(found)
    ]  # fmt: skip
    return table("codings", rows)


def _names_dialogue(cue: Cue) -> bool:
    return cue.pillar == 0 and cue.basis == "stated"
