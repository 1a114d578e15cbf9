"""Find the cues of a codebook in a sentence: phrases for pillars and items, as data (``cues.csv``).

What only looks like a cue, or like none, is known by the rules of `borderlab.coding.cue_rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding import cue_rules
from borderlab.coding.matching import case_fits, view

if TYPE_CHECKING:
    from borderlab.tables import Codebook


class Cue(NamedTuple):
    """One cue found in one sentence; offsets are into the sentence."""

    start: int
    end: int
    pillar: int
    item: str
    basis: str
    cue: str
    weight: float = 1.0


class CueFinder:
    """The cues of a codebook compiled to one pattern, the longest first; ``*`` ends a word freely.

    Parameters
    ----------
    codebook : Codebook
        ``cues`` with columns cue, language, pillar, item, weight, basis. Capitals in a cue count
        (ICT, the Dialogue). A cue with several rows stands for each of their pillars and items.
    language : str, optional
        Of the text: cues of other languages are left out ("Las Cruces" in an English text is no
        crossing). A language without cues, or none, leaves all of them.

    Examples
    --------
    >>> import borderlab as bl
    >>> finder = CueFinder(bl.read_codebook("seeds/codebook"), language="en")
    >>> [(cue.pillar, cue.cue) for cue in finder.find("The second and fourth pillars were ready.")]
    [(2, 'second pillar'), (4, 'fourth pillar')]
    >>> finder.find("She is the first pillar of the community.")
    []
    """

    def __init__(self, codebook: Codebook, language: str = "") -> None:
        cues = codebook.cues
        if (cues["language"] == language).any():
            cues = cues[cues["language"].isin([language, "any"])]
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in cues.to_dict("records"):
            self._rows[view(row["cue"]).text].append(row)
        self._ordered = sorted(self._rows, key=lambda seen: (-len(seen), seen))
        forms = (re.escape(seen).replace(r"\*", r"\w*") for seen in self._ordered)
        phrases = "|".join(f"({form})" for form in forms) or "(?!)"  # no cue, no match
        self._pattern = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")

    def find(self, sentence: str) -> list[Cue]:
        """Return the cues of a sentence in reading order."""
        seen = view(sentence)
        found = []
        for match in self._pattern.finditer(seen.text):
            rows = self._rows[self._ordered[(match.lastindex or 1) - 1]]
            surface = sentence[slice(*seen.span(*match.span()))]
            found += [_cue(*match.span(), r) for r in rows if _fits(r["cue"], surface)]
        found += self._numbered(seen.text, {place for cue in found for place in range(*cue[:2])})
        found = [cue for cue in found if cue_rules.counts(seen.text, cue, found)]
        return [
            cue._replace(start=start, end=end)
            for cue in sorted(found)
            for start, end in [seen.span(cue.start, cue.end)]
        ]

    def _numbered(self, seen: str, taken: set[int]) -> list[Cue]:
        """Read "pillars one and three" as two cues, each number being its own evidence."""
        return [
            _cue(start, end, row)
            for start, end, phrase in cue_rules.listed_numbers(seen)
            if start not in taken
            for row in self._rows.get(phrase, ())
            if row["basis"] == "stated"
        ]


def _cue(start: int, end: int, row: dict[str, Any]) -> Cue:
    pillar, weight = int(row["pillar"]), float(row["weight"])
    return Cue(start, end, pillar, row["item"], row["basis"], row["cue"], weight)


def _fits(cue: str, surface: str) -> bool:
    return case_fits(cue, surface, "exact" if cue.rstrip("*").isupper() else "name")
