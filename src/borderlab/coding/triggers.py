"""Words without which a rule finds nothing, found in one pass, so that rules look only there.

The rules for titles, for common nouns and for collectives are patterns that take long at every
character of a text. Each needs one of some words; where these stand is found here for all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from borderlab.coding.matching import View, outline
from borderlab.coding.words import PAIR

#: what `re.IGNORECASE` takes for a letter of ours, and a view does not
_ALIKE = {"ſ": "s", "ı": "i"}


class Place(NamedTuple):
    """Where a word may stand: its sentence, its start in the text and in its outline, the word."""

    sentence: int
    start: int
    seen: int
    word: str


class Triggers:
    """Words of several kinds, compiled once; a place too many costs time and changes nothing.

    Parameters
    ----------
    words : mapping of str to iterable of str
        Kind to words or phrases.

    Examples
    --------
    >>> found = Triggers({"noun": ["council"]}).find("He met. The Council sat.", [(0, 7), (8, 24)])
    >>> found["noun"]
    [Place(sentence=1, start=12, seen=12, word='council')]
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        kinds: dict[str, set[str]] = defaultdict(set)
        for kind, members in words.items():
            for word in members:
                kinds[outline(word).text].add(kind)
        self._words = [(word, sorted(of)) for word, of in kinds.items() if word]
        self._automaton = AhoCorasick([word for word, _ in self._words])

    def find(
        self, text: str, spans: Sequence[tuple[int, int]], seen: View | None = None,
        among: Set[str] | None = None,
    ) -> Mapping[str, list[Place]]:  # fmt: skip
        """Return the places of each kind in reading order, none that runs on into a letter.

        ``seen`` is the outline of the text, for those who have it; ``among`` are the words that
        matter, all by default.
        """
        for other, letter in _ALIKE.items():
            if other in text:
                text, seen = text.replace(other, letter), None
        seen = seen or outline(text)
        starts = [start for start, _ in spans]
        found: dict[str, list[Place]] = defaultdict(list)
        for number, begins, ends in self._automaton.find_matches_as_indexes(
            seen.text, overlapping=True
        ):
            word, kinds = self._words[number]
            if among is not None and word not in among:
                continue
            start, end = seen.span(begins, ends)
            i = bisect_right(starts, start) - 1
            if i >= 0 and end <= spans[i][1] and _is_apart(text, start, end, *spans[i]):
                for kind in kinds:
                    found[kind].append(Place(i, start, begins, word))
        return found


def _is_apart(text: str, start: int, end: int, low: int, high: int) -> bool:
    """Tell whether no letter or digit of the sentence touches a span."""
    return not ((start > low and text[start - 1].isalnum()) or (end < high and text[end].isalnum()))


Located = tuple[int, "re.Match[str]"]


def find_pairs(
    text: str, spans: Sequence[tuple[int, int]], places: Iterable[Place]
) -> list[Located]:
    """Return the expressions for exactly two, each with the number of its sentence."""
    sentences = sorted({place.sentence for place in places})
    return [(i, found) for i in sentences for found in PAIR.finditer(text, *spans[i])]


def by_noun(found: Iterable[Located], pairs: Iterable[Located]) -> list[Located]:
    """Put what a rule found and pairs into the order of their group ``noun``."""
    return sorted([*found, *pairs], key=lambda x: (x[0], x[1].start("noun")))
