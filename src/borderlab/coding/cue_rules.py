"""What only looks like a cue of the Dialogue, or like none: named rules on the view of a sentence.

Every rule reads words of ``words.csv``; none looks at a pillar's subject.
"""

from __future__ import annotations

import re
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
_PILLAR = re.compile(rf"\b{_NOUN}\b")
_AND = r"(?:,? (?:and|or|y|e|o|&) |, )(?:the |el |los )?"
#: bounded, or a long list of anything would be read again from each of its words
_LIST = rf"(?P<list>[\w.]+(?:{_AND}[\w.]+){{1,5}})"
_LISTED = (
    (re.compile(rf"(?<!\w){_LIST} {_NOUN}(?!\w)"), "{number} {noun}"),
    (re.compile(rf"(?<!\w){_NOUN} {_LIST}(?!\w)"), "{noun} {number}"),
)
_OF = re.compile(r" (?:of|de|del)\b(?P<whole>(?: [\w'.-]+){1,5})")
_NEAR = re.compile(r"[ -]?([\w.]+)[ -]?([\w.]+)?")


def listed_numbers(seen: str) -> Iterator[tuple[int, int, str]]:
    """Yield the place of each number in "the first and third pillars", and the cue that it means.

    Examples
    --------
    >>> list(listed_numbers("pillars i and iii"))
    [(8, 9, 'pillar i'), (14, 17, 'pillar iii')]
    """
    for pattern, phrase in _LISTED:
        for match in pattern.finditer(seen):
            for word in re.finditer(r"[\w.]+", match["list"]):
                start = match.start("list") + word.start()
                number = word[0].rstrip(".")
                place = (start, start + len(number))
                yield *place, phrase.format(number=number, noun=match["noun"])


def counts(seen: str, cue: Cue, found: Sequence[Cue]) -> bool:
    """Tell whether what was found is a cue: the rules below, by name.

    Parameters
    ----------
    seen : str
        The view of the sentence.
    cue : Cue
        With its place in the view.
    found : sequence of Cue
        All of the sentence, this one included.
    """
    return not (
        is_pillar_of_another(seen, cue, found)
        or is_other_dialogue(seen, cue)
        or is_example_sector(seen, cue)
    )


def is_pillar_of_another(seen: str, cue: Cue, found: Sequence[Cue]) -> bool:
    """A pillar "of" something is the Dialogue's only if that is a plan, a Dialogue or a cue.

    So "the first pillar of the work plan" counts, "the fourth pillar of the bridge" does not.
    """
    after = _OF.match(seen, cue.end) if _PILLAR.search(seen, cue.start, cue.end) else None
    if not after:
        return False
    return not (
        words("pillar_whole") & set(re.findall(r"\w+", after["whole"]))
        or any(after.start() < other.start < after.end() for other in found)
    )


def is_other_dialogue(seen: str, cue: Cue) -> bool:
    """The name of the Dialogue with other parties at it: "EU-China High-Level Economic Dialogue"."""
    if cue.pillar or cue.basis != "stated":
        return False
    before = re.split(r"[ -]", seen[max(0, cue.start - 40) : cue.start].rstrip(" -"))[-2:]
    after = _NEAR.match(seen, cue.end)
    return bool(words("other_party") & {*before, *(after.groups() if after else ())})


def is_example_sector(seen: str, cue: Cue) -> bool:
    """Matter that a sentence only lists as examples of sectors, up to its end."""
    sectors = _SECTORS.search(seen)
    return bool(sectors and cue.start >= sectors.end() and cue.basis != "stated")


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
