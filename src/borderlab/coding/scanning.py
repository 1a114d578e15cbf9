"""One document scanned: its mentions with their roles, and what was left apart.

A document is plain lists here, without a table, so that texts can be scanned one by one as they
come. What only some texts are asked for, their language and their days, is worked out when it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from borderlab.coding.collectives import Named
from borderlab.coding.descriptions import DescriptionFinder
from borderlab.coding.matching import View, outline, view
from borderlab.coding.registry import Hit, LeftApart, Registry, meets_requirement
from borderlab.coding.roles import Context, decide, is_dateline
from borderlab.coding.titleholders import Titleholders, titles
from borderlab.coding.triggers import Place, Triggers, find_pairs
from borderlab.coding.words import PAIRING
from borderlab.tables import Codebook, Role

_LEVELS = ("city", "state", "federal")
_JOINING = 30  # characters of a preposition and an article
_NEAR = 300  # characters a rule may look at on either side: keeps long lines linear
_AND = re.compile(
    r"(?:\s*[,;])?\s+(?:and|or|y|e|o|&)\s+(?P<again>(?:of|with|from|by|de|del|con|por|entre)\s+)?"
    r"(?:(?:the|el|la|los|las)\s+)?",
    re.I,
)
_COMMA = re.compile(r"\s*[,;]\s*")


#: a hit with its role and the rule that decided it
Coded = tuple[Hit, Role, str]


class Unit(NamedTuple):
    """The units of analysis that a title or a body sentence stands in."""

    paragraph: int
    position: int
    echo_id: Any
    zone: str


@dataclass(frozen=True, eq=False)
class Document:
    """One document as the scan sees it: parallel lists, one entry per title or body sentence.

    Attributes
    ----------
    doc_id, text, story_id : str
    spans : sequence of (int, int)
        Of the sentences, in reading order; half-open offsets into the text.
    sentence_ids : sequence of str
    units : sequence of Unit
    find_language : callable
        Returns the language of the text ("es", "en", …); asked at most once, if at all.
    find_published : callable
        Returns the first and the last day on which the text may have been published, as
        timestamps, NaT for unknown; asked at most once, if at all.
    """

    doc_id: str
    text: str
    story_id: str
    spans: Sequence[tuple[int, int]]
    sentence_ids: Sequence[str]
    units: Sequence[Unit]
    find_language: Callable[[], str]
    find_published: Callable[[], tuple[Any, Any]]

    @cached_property
    def spanish(self) -> bool:
        """Whether the rules for Spanish apply."""
        return self.find_language() == "es"

    @cached_property
    def published(self) -> tuple[Any, Any]:
        """First and last day on which it may have been published."""
        return self.find_published()

    def is_headline(self, sentence: int) -> bool:
        """Tell whether capitals say nothing here: in a title, or in a line written in capitals."""
        if sentence not in self._capitals:
            begins, ends = self.spans[sentence]
            self._capitals[sentence] = self.text[begins:ends].isupper()
        return self.units[sentence].zone == "title" or self._capitals[sentence]

    @cached_property
    def _capitals(self) -> dict[int, bool]:
        return {}


class Rules(NamedTuple):
    """A codebook compiled: what is searched for, in this order."""

    registry: Registry
    titleholders: Titleholders
    descriptions: DescriptionFinder
    triggers: Triggers


def compile_rules(codebook: Codebook) -> Rules:
    """Compile a codebook, which takes as long as scanning many texts."""
    registry = Registry(codebook)
    triggers = Triggers({
        "title": titles(), "pair": PAIRING,
        "collective": registry.collectives.phrases,
    })  # fmt: skip
    found = Titleholders(codebook, registry), DescriptionFinder(codebook, registry)
    return Rules(registry, *found, triggers)


def scan(d: Document, rules: Rules) -> tuple[list[Coded], list[LeftApart]]:
    """Return hits with role and role rule, and what was left apart, both in reading order."""
    registry, seen = rules.registry, outline(d.text)
    hits, left = _direct(d, seen, registry)
    places = rules.triggers.find(d.text, d.spans, seen)
    described, doubtful = _described(d, seen, hits, places, rules)
    left += doubtful
    groups = _groups(_joins(d, hits))
    taken = described + [
        (hit, *_decide(d, hits, i, registry, groups[i])) for i, hit in enumerate(hits)
    ]
    collective = sorted({place.sentence for place in places["collective"]})
    if not collective:
        return sorted(taken), sorted(left)
    named = [_named(d, hit, hit.actors[0], role == "actor") for hit, role, _ in taken]
    # a title of office is no mention, but it does name its country
    named += [_named(d, x, x.candidates[0], False) for x in left if x.reason == "title of office"]
    expanded, unclear = _expand(
        d, sorted(hits + [x[0] for x in described]), sorted(named), registry, collective
    )
    return sorted(taken + expanded), sorted(left + unclear)


def _around(d: Document, start: int, end: int, sentence: int) -> tuple[str, str]:
    """Return the sentence before and behind a span, as far as any rule looks."""
    begins, ends = d.spans[sentence]
    return d.text[max(begins, start - _NEAR) : start], d.text[end : min(ends, end + _NEAR)]


def _direct(d: Document, seen: View, registry: Registry) -> tuple[list[Hit], list[LeftApart]]:
    """Aliases that stand: first those that need nothing, then those whose owner is named."""
    candidates, left = [], []
    for alias, start, end, i in registry.find(d.text, d.spans, lambda: d.published, seen):
        before, after = _around(d, start, end, i)
        reason = registry.refuse(alias, before, after, headline=d.is_headline(i))
        if not reason:
            candidates.append((alias, start, end, i, before))
        elif reason != "blocked":
            left.append(LeftApart(start, end, i, (alias["actor_id"],), reason))
    first: dict[str, int] = {}
    for alias, start, *_ in candidates:
        if not alias["requires"]:
            first.setdefault(alias["actor_id"], start)
    hits = []
    for alias, start, end, i, before in candidates:
        who, title = alias["actor_id"], d.units[i].zone == "title"
        named = min((first[o] for o in registry.owners(who) if o in first), default=None)
        if meets_requirement(alias, before, start, named, title=title):
            hits.append(Hit(start, end, i, (who,), alias["form"], alias["role"]))
        else:
            left.append(LeftApart(start, end, i, (who,), "its full name does not stand before it"))
    return hits, left


def _described(
    d: Document, seen: View, hits: Sequence[Hit], places: Mapping[str, list[Place]], rules: Rules
) -> tuple[list[Coded], list[LeftApart]]:
    """Find the descriptions that stand for one person or body outside the direct hits."""
    pairs = find_pairs(d.text, d.spans, places["pair"])
    titles = rules.titleholders.find(
        d.text, d.spans, hits, lambda: d.published, places["title"], pairs
    )
    bodies = rules.descriptions.find(d.text, seen, d.spans, hits, pairs)
    found = [*(("office", x) for x in titles), *(("head-noun", x) for x in bodies)]
    coded: list[Coded] = [(x, "actor", rule) for rule, x in found if isinstance(x, Hit)]
    return coded, [x for _, x in found if isinstance(x, LeftApart)]


def _named(d: Document, span: Hit | LeftApart, who: str, acts: bool) -> Named:
    return Named(span.start, d.units[span.sentence].paragraph, who, acts)


def _expand(
    d: Document, hits: Sequence[Hit], named: Sequence[Named], registry: Registry,
    sentences: Sequence[int],
) -> tuple[list[Coded], list[LeftApart]]:  # fmt: skip
    """Find collectives outside the direct hits, with the members the document gives them."""
    expanded, unclear = [], []
    starts, furthest = [h.start for h in hits], [0, *accumulate((h.end for h in hits), max)]
    for i in sentences:
        for found in registry.collectives.find(d.text, *d.spans[i]):
            # one character more: "the governments |mexicano y …" are named behind
            if furthest[bisect_right(starts, found.end + 1)] > found.start:
                continue
            who = registry.collectives.members(found, named, d.units[i].paragraph)
            if not who:
                unclear.append(LeftApart(found.start, found.end, i, (), "its members are unclear"))
                continue
            form = "collective" if found.row["number"] == "many" else "description"
            hit = Hit(found.start, found.end, i, who, form)
            expanded.append((hit, *_decide(d, [hit], 0, registry, (0, 0))))
    return expanded, unclear


def _joins(d: Document, hits: Sequence[Hit]) -> list[bool]:
    """Tell of each hit whether it and the next are members of one list ("A, B and C")."""
    joined = [False] * (len(hits) + 1)
    for i in reversed(range(len(hits) - 1)):
        if hits[i].sentence != hits[i + 1].sentence:
            continue
        gap = d.text[hits[i].end : min(hits[i + 1].start, hits[i].end + _NEAR)]
        last = _AND.fullmatch(gap)
        listed = (joined[i + 1] and _COMMA.fullmatch(gap)) or (
            last and (not last["again"] or _stands_behind(d.text, hits[i].start, last["again"]))
        )
        joined[i] = bool(listed)
    return joined


def _stands_behind(text: str, start: int, preposition: str) -> bool:
    """Tell whether a span has the same preposition before it: "of X and of Y" is one list."""
    same = r"del?" if preposition.lower().startswith("de") else re.escape(preposition.strip())
    return bool(
        re.search(
            rf"\b{same}\s+(?:(?:the|el|la|los|las)\s+)?$", text[max(0, start - 30) : start], re.I
        )
    )


def _groups(joined: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and the last member of the list that each hit stands in."""
    first = list(range(len(joined)))
    for i in range(1, len(joined)):
        first[i] = first[i - 1] if joined[i - 1] else i
    last = list(range(len(joined)))
    for i in reversed(range(len(joined) - 1)):
        last[i] = last[i + 1] if joined[i] else i
    return list(zip(first, last, strict=True))


def _decide(
    d: Document, hits: Sequence[Hit], i: int, registry: Registry, group: tuple[int, int]
) -> tuple[Role, str]:
    """Decide the role of one hit; of what is no territory the words around it say nothing."""
    if hits[i].actors[0] not in registry.territorial:
        return "actor", "kind"
    return decide(_context(d, hits, i, registry, group))


def _context(
    d: Document, hits: Sequence[Hit], i: int, registry: Registry, group: tuple[int, int]
) -> Context:
    """Gather what the role rules may look at for one hit."""
    hit, (first, last) = hits[i], group
    left, right = _around(d, hit.start, hit.end, hit.sentence)
    group_left, _ = _around(d, hits[first].start, hit.end, hit.sentence)
    _, group_right = _around(d, hit.start, hits[last].end, hit.sentence)
    begins, ends = d.spans[hit.sentence]
    return Context(
        view(left).text,
        view(right).text,
        view(group_left).text,
        view(group_right).text,
        surface=view(d.text[hit.start : hit.end]).text,
        form=hit.form,
        place=registry.actors[hit.actors[0]]["kind"] == "place",
        territorial=hit.actors[0] in registry.territorial,
        fixed=hit.fixed_role,
        dateline=is_dateline(d.text[begins : min(ends, begins + _NEAR)], hit.start - begins),
        contained=_is_contained(d, hits, i, registry, listed=i < last),
        spanish=d.spanish,
        headline=d.is_headline(hit.sentence),
    )


def _is_contained(
    d: Document, hits: Sequence[Hit], i: int, registry: Registry, *, listed: bool
) -> bool:
    """Tell whether a hit ends "City, State" or "State, Country", the narrower one known or not."""
    level = registry.actors[hits[i].actors[0]]["level"]
    if i > 0 and _COMMA.fullmatch(d.text[hits[i - 1].end : hits[i].start]):
        narrow = registry.actors[hits[i - 1].actors[0]]["level"]
        known = {narrow, level} <= set(_LEVELS)
        return known and _LEVELS.index(narrow) < _LEVELS.index(level)
    left, right = _around(d, hits[i].start, hits[i].end, hits[i].sentence)
    unknown = re.search(r"\b[^\W\d_a-zà-þ][\w’'-]+,\s$", left) and re.match(r"[,.;)]|$", right)
    return level == "state" and bool(unknown) and not listed
