"""Common nouns that stand for a body: "the Council" after a council has been named.

The noun must be the head of the name of exactly one body named so far; where the text has also
named a council that is not registered, nothing is decided.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from borderlab.coding.matching import view
from borderlab.coding.registry import Hit, LeftApart, Registry
from borderlab.coding.words import PAIR, goes_on, singulars, with_pairs, words
from borderlab.reading.words import members
from borderlab.tables import Codebook

_CAPITALISED = r"[^\W\d_a-zà-þ][\w'’-]*"
_JOIN = r"(?:of|for|on|de|del|para|sobre)"
_KINDS = ("organisation", "commission", "government", "programme", "media")
#: nouns that texts write small and still mean the body; the others need their capital
_SMALL = ("institution",)
_CAPITAL = ("body_noun", "thing_noun")


@cache
def _nouns() -> re.Pattern[str]:
    """Nouns that may head the name of a body, with the article before them if there is one."""
    known = {word for name in (*_SMALL, *_CAPITAL) for word in members(name, wing="coding")}
    nouns = "|".join(re.escape(w) for w in sorted(known, key=lambda w: (-len(w), w)))
    return re.compile(
        rf"(?P<the>(?<![\w-])(?i:the|el|la|del|al)\s+)?\b(?P<noun>(?i:{nouns}))(?![\w-])"
    )


def heads(name: str) -> set[str]:
    """Return the nouns that may head a body's name, as a view shows them.

    Examples
    --------
    >>> heads("Council for Sonora"), heads("Mesa College"), heads("Cámara Nacional de Comercio")
    ({'council'}, {'college'}, {'camara'})
    """
    before = re.split(rf"\s{_JOIN}\s", name, maxsplit=1)[0].split() or [""]
    may = {view(word).text for word in (name.split()[0], before[-1])} if name.split() else set()
    known = {word for group in (*_SMALL, *_CAPITAL) for word in words(group)}
    return may & known


def _heads_by_actor(codebook: Codebook, bodies: Set[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    names = codebook.aliases[codebook.aliases["form"] == "name"]
    for who, alias in names[["actor_id", "alias"]].itertuples(index=False):
        if who in bodies:
            found[who] |= heads(alias)
    return found


class DescriptionFinder:
    """The head nouns of the registered bodies, ready to search a text.

    Parameters
    ----------
    codebook : Codebook
    registry : Registry
    """

    def __init__(self, codebook: Codebook, registry: Registry) -> None:
        bodies = registry.of_kind(*_KINDS) - registry.territorial
        self._heads = _heads_by_actor(codebook, bodies)

    def find(
        self, text: str, spans: Sequence[tuple[int, int]], hits: Sequence[Hit]
    ) -> Iterator[Hit | LeftApart]:
        """Yield the nouns that stand for a body, and those left apart, in reading order."""
        named: dict[str, set[str]] = defaultdict(set)  # head -> bodies so far
        others: set[str] = set()  # heads of longer names that are not registered
        coming = deque(hits)
        for number, (begins, ends) in enumerate(spans):
            for found in with_pairs(_nouns(), text, begins, ends):
                start, end = found.span("noun")
                while coming and coming[0].end <= start:
                    self._name(coming.popleft(), named)
                noun = view(found["noun"]).text
                if coming and coming[0].start < end:
                    continue
                if found.re is PAIR:
                    yield from _pair(found, number, noun, named, others)
                elif _is_longer_name(text, found):
                    others.add(noun)
                elif named[noun] and _is_description(text, found, noun):
                    yield _outcome(start, end, number, named[noun], noun in others)

    def _name(self, hit: Hit, named: Mapping[str, set[str]]) -> None:
        for who in hit.actors:
            for head in self._heads.get(who, ()):
                named[head].add(who)


def _pair(
    found: re.Match[str], sentence: int, noun: str, named: Mapping[str, set[str]], others: Set[str]
) -> Iterator[Hit]:
    """``both commissions``: the two bodies that this noun heads, if there are two."""
    heads = singulars(noun) & named.keys()
    who = {body for head in heads for body in named[head]}
    if len(who) == 2 and not heads & others:
        yield Hit(*found.span("pair"), sentence, tuple(sorted(who)), "collective")


def _is_longer_name(text: str, found: re.Match[str]) -> bool:
    """Tell whether the noun is part of its own name: ``the Federal Council``, ``Bank of X``."""
    if not found["noun"][0].isupper():
        return False
    start, end = found.span("noun")
    before = re.search(rf"{_CAPITALISED}\s+$", text[max(0, start - 40) : start])
    after = rf"\s+{_JOIN}(?:\s+(?:the|el|la|los|las))?\s+{_CAPITALISED}|\s+{_CAPITALISED}"
    owned = before and not found["the"]
    return bool(owned or re.match(after, text[end : end + 60]))


def _is_description(text: str, found: re.Match[str], noun: str) -> bool:
    small = any(noun in words(group) for group in _SMALL)
    written = small or found["noun"][0].isupper()
    return bool(found["the"]) and written and goes_on(text[found.end() : found.end() + 60])


def _outcome(start: int, end: int, sentence: int, who: Set[str], doubtful: bool) -> Hit | LeftApart:
    if len(who) == 1 and not doubtful:
        return Hit(start, end, sentence, tuple(who), "description")
    return LeftApart(start, end, sentence, tuple(sorted(who)), "could be another body too")
