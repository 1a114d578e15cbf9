"""What only looks like a cue of the Dialogue, or like none: named rules on the view of a sentence.

Every rule reads words of ``words.csv``; none looks at a pillar's subject.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from borderlab.coding.words import words

if TYPE_CHECKING:
    from borderlab.coding.cues import Cue

#: what follows only lists example sectors: "industries such as semiconductors and cars"
_SECTORS = re.compile(
    r"\b(?:industries|sectors|industrias|sectores),? (?:such as|like|including|tales como|como)\b"
)
_NOUN = r"(?P<noun>pillar|pilar|eje)(?:e?s)?"
#: the word for a pillar, by which its number is told from its name
PILLAR_NOUN = re.compile(rf"\b{_NOUN}\b")
_AND = r"(?:,? (?:and|or|y|e|o|&) |, )(?:the |el |los )?"
_NUMBER = re.compile(r"(?<!\w)(?!(?:and|or|y|e|o|the|el|los)\b)\w+")
#: bounded, or a long list of anything would be read again from each of its words
_LIST = rf"(?P<list>\w+(?:{_AND}\w+){{1,5}})"
_LISTED = (
    (re.compile(rf"(?<!\w){_LIST} {_NOUN}(?!\w)"), "{number} {noun}"),
    (re.compile(rf"(?<!\w){_NOUN} {_LIST}(?!\w)"), "{noun} {number}"),
)
_OF = re.compile(r" (?:of|de|del)\b(?P<whole>(?: [\w'.-]+){1,5})")
_WORD = re.compile(r"\w+")
_BEFORE = re.compile(r"(\w+)[ -]\Z")
_AFTER = re.compile(r"[ -](?:(?:between|with|entre|con|of|de|the|la) ){0,2}(\w+)")


def listed_numbers(seen: str) -> Iterator[list[tuple[int, int, str]]]:
    """Yield, for each list such as "pillars i and iii", the places of its words and their cues.

    Whether all of them are numbers ("the first and best pillar") is for the codebook to say.

    Examples
    --------
    >>> list(listed_numbers("pillars i and iii"))
    [[(8, 9, 'pillar i'), (14, 17, 'pillar iii')]]
    """
    for pattern, phrase in _LISTED if PILLAR_NOUN.search(seen) else ():
        for match in pattern.finditer(seen):
            yield [
                (*number.span(), phrase.format(number=number[0], noun=match["noun"]))
                for number in _NUMBER.finditer(seen, *match.span("list"))
            ]


def without_false(seen: str, found: Sequence[Cue]) -> list[Cue]:
    """Drop what is no cue in spite of its words, by the rules below.

    Parameters
    ----------
    seen : str
        The view of the sentence.
    found : sequence of Cue
        In reading order, with their places in the view.
    """
    starts = [cue.start for cue in found]
    sectors = _SECTORS.search(seen)
    examples = sectors.end() if sectors else len(seen)
    return [
        cue
        for cue in found
        if not is_pillar_of_another(seen, cue, starts)
        and not is_other_dialogue(seen, cue)
        and (cue.start < examples or cue.basis == "stated")
    ]


def is_pillar_of_another(seen: str, cue: Cue, starts: Sequence[int]) -> bool:
    """Tell "the fourth pillar of the bridge" from "the first pillar of the work plan".

    A pillar "of" something is the Dialogue's only where that is a Dialogue, a plan or the like, or
    holds another cue; ``starts`` are the places of all cues, ascending.
    """
    after = _OF.match(seen, cue.end) if PILLAR_NOUN.search(seen, cue.start, cue.end) else None
    if not after:
        return False
    another = bisect_right(starts, after.start()) < bisect_left(starts, after.end())
    return not another and words("pillar_whole").isdisjoint(_WORD.findall(after["whole"]))


def is_other_dialogue(seen: str, cue: Cue) -> bool:
    """Tell a Dialogue with other parties at it: "EU-China High-Level Economic Dialogue"."""
    if cue.pillar or cue.basis != "stated":
        return False
    before = _BEFORE.search(seen, max(0, cue.start - 40), cue.start)
    beside = (before, _AFTER.match(seen, cue.end))
    return any(match[1] in words("other_party") for match in beside if match)


@cache
def _set_apart() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, sorted(words("set_apart"))))
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")


def is_set_apart(seen: str) -> bool:
    """Tell whether a sentence leaves the Dialogue: "In an unrelated matter, …".

    Examples
    --------
    >>> is_set_apart("on a separate matter, customs officers met"), is_set_apart("they met")
    (True, False)
    """
    return bool(_set_apart().search(seen))
