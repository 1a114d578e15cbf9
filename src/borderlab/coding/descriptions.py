"""Common nouns that stand for a body: "the Council" after a council has been named.

The noun must be the head of the name of exactly one body named so far; where the text has also
named a council that is not registered, nothing is decided.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from borderlab.coding.matching import View, view
from borderlab.coding.registry import Hit, LeftApart, Registry
from borderlab.coding.triggers import Located, Place, Triggers, by_noun
from borderlab.coding.words import PAIR, goes_on, singulars, words
from borderlab.reading.words import members
from borderlab.tables import Codebook

_CAPITALISED = r"[^\W\d_a-zà-þ][\w'’-]*"
_ARTICLE = re.compile(r"(?:the|del|el|la|al) $")
_JOIN = r"(?:of|for|on|de|del|para|sobre)"
_KINDS = ("organisation", "commission", "government", "programme", "media")
#: nouns that texts write small and still mean the body; the others need their capital
_SMALL = ("institution",)
_CAPITAL = ("body_noun", "thing_noun")


def nouns() -> set[str]:
    """Return the nouns that may head the name of a body; each is one word."""
    return {word for name in (*_SMALL, *_CAPITAL) for word in members(name, wing="coding")}


@cache
def _shown() -> frozenset[str]:
    return frozenset(word for group in (*_SMALL, *_CAPITAL) for word in words(group))


@cache
def _triggers() -> Triggers:
    return Triggers({"noun": nouns()})


@cache
def _written(noun: str) -> re.Pattern[str]:
    """Compile one noun, as a view shows it, with the article before it if there is one."""
    forms = "|".join(re.escape(word) for word in sorted(nouns()) if view(word).text == noun)
    return re.compile(
        rf"(?P<the>(?<![\w-])(?i:the|el|la|del|al)\s+)?\b(?P<noun>(?i:{forms}))(?![\w-])"
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
    return may & _shown()


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
        self, text: str, seen: View, spans: Sequence[tuple[int, int]], hits: Sequence[Hit],
        pairs: Iterable[Located],
    ) -> Iterator[Hit | LeftApart]:  # fmt: skip
        """Yield the nouns that stand for a body, and those left apart, in reading order.

        ``seen`` is the outline of the text, ``pairs`` are its expressions for exactly two.
        """
        named: dict[str, set[str]] = defaultdict(set)  # head -> bodies so far
        others: set[str] = set()  # heads of longer names that are not registered
        coming = deque(hits)
        heads = {h for hit in hits for who in hit.actors for h in self._heads.get(who, ())}
        if not heads:
            return
        places = _triggers().find(text, spans, seen, heads)["noun"]
        for number, found in by_noun(_nouns(text, seen, spans, places), pairs):
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


def _nouns(
    text: str, seen: View, spans: Sequence[tuple[int, int]], places: Iterable[Place]
) -> Iterator[Located]:
    """Yield the nouns that do stand at some places, each with its article."""
    for place in places:
        begins, ends = spans[place.sentence]
        article = _ARTICLE.search(seen.text, max(0, place.seen - 4), place.seen)
        start = seen.place(article.start()) if article else place.start
        pattern = _written(place.word)
        found = start >= begins and pattern.match(text, start, ends)
        if found := found or pattern.match(text, place.start, ends):
            yield place.sentence, found


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
