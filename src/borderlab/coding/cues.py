"""Find the cues of a codebook in a sentence: phrases for pillars and items, as data (``cues.csv``).

What only looks like a cue, or like none, is known by the rules of `borderlab.coding.cue_rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick

from borderlab.coding import cue_rules
from borderlab.coding.matching import case_fits, longest, view

if TYPE_CHECKING:
    from borderlab.tables import Codebook

_START = re.compile(r"(?<!\w)\S")


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
    """The cues of a codebook, each compiled to a pattern; ``*`` ends a word freely.

    Parameters
    ----------
    codebook : Codebook
        ``cues`` with columns cue, language, pillar, item, weight, basis. Capitals in a cue count
        (ICT, the Dialogue). A cue with several rows stands for each of their pillars and items;
        cues of both languages are looked for in every text, since texts quote and are mixed.

    Examples
    --------
    >>> import borderlab as bl
    >>> finder = CueFinder(bl.read_codebook("seeds/codebook"))
    >>> [(cue.pillar, cue.cue) for cue in finder.find("The second and fourth pillars were ready.")]
    [(2, 'second pillar'), (4, 'fourth pillar')]
    >>> finder.find("She is the first pillar of the community.")
    []
    """

    def __init__(self, codebook: Codebook) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        cues = codebook.cues.drop_duplicates(["cue", "pillar", "item", "basis"])  # of two languages
        for row in cues.to_dict("records"):
            self._rows[view(row["cue"]).text].append(row)
        self._patterns = [(seen, _pattern(seen)) for seen in self._rows if seen]
        self._automaton = AhoCorasick([_opening(seen) for seen, _ in self._patterns])

    def find(self, sentence: str) -> list[Cue]:
        """Return the cues of a sentence in reading order; of overlapping ones the longest.

        So "del Diálogo" does not hide the Dialogue's full name.
        """
        seen = view(sentence)
        found = []
        places = sorted(self._places(seen.text), key=lambda p: (-len(p[2]), p[2]))
        for i in longest([(start, end) for start, end, _ in places]):
            start, end, phrase = places[i]
            surface = sentence[slice(*seen.span(start, end))]
            found += [_cue(start, end, r) for r in self._rows[phrase] if _fits(r["cue"], surface)]
        taken = {place for cue in found for place in range(cue.start, cue.end)}
        found = sorted(found + [c for c in self._numbered(seen.text) if c.start not in taken])
        return [
            cue._replace(start=start, end=end)
            for cue in cue_rules.without_false(seen.text, found)
            for start, end in [seen.span(cue.start, cue.end)]
        ]

    def _places(self, seen: str) -> Iterator[tuple[int, int, str]]:
        for number, start, _ in self._automaton.find_matches_as_indexes(seen, overlapping=True):
            phrase, pattern = self._patterns[number]
            begins = seen[start : start + 2] == phrase[:2] and _START.match(seen, start)
            if begins and (match := pattern.match(seen, start)):
                yield *match.span(), phrase

    def _numbered(self, seen: str) -> Iterator[Cue]:
        """Read "pillars one and three" as two cues, each number being its own evidence."""
        for numbers in cue_rules.listed_numbers(seen):
            if all(phrase in self._rows for _, _, phrase in numbers):
                yield from (_cue(*n[:2], row) for n in numbers for row in self._rows[n[2]])


def _opening(seen: str) -> str:
    """Return what a cue begins with for certain: without the word that ends freely, or its end."""
    return seen[:2] + seen[2:].partition("*")[0]


@lru_cache(8192)  # more than `re` itself keeps: a codebook is often compiled again
def _pattern(seen: str) -> re.Pattern[str]:
    form = re.escape(seen).replace(r"\*", r"\w*")
    return re.compile(rf"(?:{form})(?!\w)")


def _cue(start: int, end: int, row: dict[str, Any]) -> Cue:
    pillar, weight = int(row["pillar"]), float(row["weight"])
    return Cue(start, end, pillar, row["item"], row["basis"], row["cue"], weight)


def _fits(cue: str, surface: str) -> bool:
    """Compare capitals and accents; of a word that ends freely only what the cue has of it."""
    pairs = zip(cue.split(), normalize("NFC", surface).split(), strict=False)
    written = " ".join(word[: len(c) - 1] if c.endswith("*") else word for c, word in pairs)
    return case_fits(cue, written, "exact" if cue.rstrip("*").isupper() else "name")
