"""Titles of office that stand for a person: "the governor of Sonora", "the ambassador".

A title with its country or portfolio is resolved by who holds that office on the document's day; a
bare one by the only person named so far who holds it or to whom the text has given it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

import pandas as pd

from borderlab.coding.matching import view
from borderlab.coding.offices import content, term
from borderlab.coding.registry import Days, Hit, LeftApart, Registry
from borderlab.coding.rejections import is_envoy
from borderlab.coding.triggers import Located, Place, by_noun
from borderlab.coding.words import PAIR, goes_on
from borderlab.reading.words import members
from borderlab.tables import Codebook

_CAPITALISED = r"(?:(?:[^\W\d_a-zà-þ]{1,2}\.)+|[^\W\d_a-zà-þ](?:[\w'’-]|\.\w)*)"
#: what somebody is or becomes is said of a person who is named already
_PREDICATE = re.compile(
    r"\b(?:as|is|was|be|been|becom\w+|became|named|elected|como|es|fue|era|ser|sido)\s+$"
)
_JOIN = r"(?:of|for|to|de|del|en|ante)"
_OF = frozenset({"of", "de", "del"})
_TOWARDS = frozenset({"to", "en", "ante"})
_STEM = 6  # letters that the genders and numbers of a title share
_UNKNOWN = "?"  # bears the title and is not in the registry


def titles() -> set[str]:
    """Return the titles that may stand for a person."""
    return {w for w in members("title", wing="coding") if not w.endswith((".", "s"))}


@cache
def _titles() -> re.Pattern[str]:
    """Compile ``the`` ``U.S.`` ``ambassador`` ``to Mexico``: article, modifiers, title, rest."""
    known = "|".join(re.escape(w) for w in sorted(titles(), key=lambda w: (-len(w), w)))
    portfolio = "|".join(re.escape(w) for w in sorted(members("portfolio", wing="coding")))
    demonyms = "|".join(map(re.escape, members("demonym", "es", wing="coding")))
    word = rf"(?:{_CAPITALISED}|(?:{portfolio})\b)"
    part = rf"\s+{_JOIN}(?:\s+(?:the|el|la|los|las))?\s+{word}"
    return re.compile(
        rf"(?<![\w.-])(?P<the>(?i:the|el|la|del|al)\s+)?(?P<modifiers>(?:{word}\s+){{0,3}}?)"
        rf"\b(?P<noun>(?i:{known}))(?![\w-])"
        rf"(?P<parts>(?:\s+(?:{demonyms})\b)?(?:{part}(?:\s+(?:(?:and|y|e)\s+)?{word})*){{0,3}})"
    )


class _Office(NamedTuple):
    person_id: str
    title: str
    details: frozenset[str]  # content words; a country it is sent to begins with ">"
    begins: pd.Timestamp
    ends: pd.Timestamp
    dated: bool

    def holds(self, named: Set[str], published: Days) -> bool:
        """Tell whether it is held on the day of a text; where that is open, only if named there."""
        if not self.dated or any(map(pd.isna, days := published())):
            return self.person_id in named
        return bool(self.begins <= days[0] and days[1] <= self.ends)


class _Title(NamedTuple):
    """A title in a text, the person it stands beside, and who has been named before."""

    sentence: int
    found: re.Match[str]
    key: str
    beside: str
    named: Set[str]
    room: tuple[int, int]  # between the hits around it


def _key(title: str) -> str:
    """Return a title as it is compared; hers is not his (gobernadora, gobernador)."""
    return view(title).text


def _details(found: re.Match[str], end: int, names: Callable[[str], str]) -> frozenset[str]:
    """Content words around a title up to an offset, each with ``>`` where somebody is sent to it.

    ``names`` may add other names of what a complement names.
    """
    parts = re.split(rf"\s+({_JOIN})\s", found.string[found.end("noun") : end])
    around = [("", found["modifiers"] + parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return frozenset(
        (">" if join in _TOWARDS else "") + word
        for join, words_there in around
        for word in content(names(words_there))
    )


def _is_one_of(title: str, plural: str) -> bool:
    """Tell whether a title belongs under a plural: alcaldesa under alcaldes, not under alcaldas."""
    stem = plural[: min(_STEM, len(plural) - 1)]
    return title.startswith(stem) and (title.endswith("a") or not plural.endswith("as"))


def _is_beside(text: str, found: re.Match[str], hit: Hit) -> bool:
    """``Governor Ana Ruiz``, ``the governor, Ana Ruiz,``, ``Ana Ruiz, governor``."""
    if hit.end <= found.start("noun"):
        return bool(re.fullmatch(r"\s*,\s*", text[hit.end : found.start()][:5]))
    if hit.start <= found.end():
        return True
    gap = text[found.end() : hit.start][:5]
    closed = re.match(r"\s*[,.;)]", text[hit.end : hit.end + 3])
    return gap.isspace() or bool(re.fullmatch(r"\s*,\s*", gap) and closed)


def _names_another(text: str, found: re.Match[str]) -> bool:
    """Tell whether a title goes with the name of somebody who is not registered."""
    name = rf"{_CAPITALISED}(?:\s+{_CAPITALISED})+"
    after = rf"\s+{_CAPITALISED}|\s*,\s*{name}\s*[,.;)]"
    start, end = found.span()
    return bool(
        re.match(after, text[end : end + 80])
        or re.search(rf"{name}\s*,\s*$", text[max(0, start - 80) : start])
    )


class Titleholders:
    """Who holds which office, ready to resolve the titles of a text.

    Parameters
    ----------
    codebook : Codebook
    registry : Registry
    """

    def __init__(self, codebook: Codebook, registry: Registry) -> None:
        self._persons = registry.of_kind("person")
        self._offices = [
            _Office(row.person_id, _key(found["noun"]), details, *term(row), bool(row.start))
            for row in codebook.offices.itertuples()
            if row.person_id in self._persons
            for label in (row.office, row.office_es)
            if (found := _titles().search(label))
            for details in [_details(found, len(label), registry.with_other_names)]
        ]

    def find(
        self, text: str, spans: Sequence[tuple[int, int]], hits: Sequence[Hit],
        published: Days, places: Iterable[Place], pairs: Iterable[Located],
    ) -> Iterator[Hit | LeftApart]:  # fmt: skip
        """Yield the titles that stand for a person, and those left apart, in reading order.

        ``places`` are where a title may stand, ``pairs`` the expressions for exactly two.
        """
        bearers: dict[str, set[str]] = defaultdict(set)
        sentences = sorted({place.sentence for place in places})
        found = ((i, found) for i in sentences for found in _titles().finditer(text, *spans[i]))
        for title in self._occurrences(text, by_noun(found, pairs), hits):
            if title.found.re is PAIR:
                yield from self._pair(title, bearers, published)
                continue
            borne, start = bearers[title.key], title.found.start()
            if title.beside:
                borne.add(title.beside)
            elif _names_another(text, title.found):
                borne.add(_UNKNOWN)
            elif title.found["the"] and not _PREDICATE.search(text, max(0, start - 20), start):
                end, who = self._resolve(title, borne, published)
                if not who:
                    borne.add(_UNKNOWN)
                elif goes_on(text[end : end + 60]):
                    yield _outcome(title, end, who)

    def _occurrences(
        self, text: str, titles: Iterable[Located], hits: Sequence[Hit]
    ) -> Iterator[_Title]:
        """Yield each title that stands outside the hits."""
        named: set[str] = set()
        last: list[Hit] = []
        coming = deque(hits)
        for number, found in titles:
            while coming and coming[0].end <= found.start("noun"):
                last = [coming.popleft()]
                named |= self._persons & set(last[0].actors)
            if coming and coming[0].start <= found.start("noun"):
                continue
            around = last + ([coming[0]] if coming else [])
            near = [h for h in around if h.actors[0] in self._persons]
            beside = [h.actors[0] for h in near if _is_beside(text, found, h)]
            room = (last[0].end if last else 0, coming[0].start if coming else len(text))
            yield _Title(number, found, _key(found["noun"]), "".join(beside[:1]), named, room)

    def _pair(
        self, title: _Title, bearers: Mapping[str, Set[str]], published: Days
    ) -> Iterator[Hit]:
        """``both governors``, ``las dos ministras``: the two who bear that title, if it is two."""
        who = {w for key, borne in bearers.items() if _is_one_of(key, title.key) for w in borne}
        who |= {
            o.person_id for o in self._offices
            if _is_one_of(o.title, title.key) and o.person_id in title.named
            and o.holds(title.named, published)
        }  # fmt: skip
        if len(who) == 2 and _UNKNOWN not in who and not title.beside:
            yield Hit(*title.found.span("pair"), title.sentence, tuple(sorted(who)), "collective")

    def _resolve(self, title: _Title, borne: Set[str], published: Days) -> tuple[int, Set[str]]:
        """Return where the description ends and whom it may mean: its fullest reading decides."""
        fitting = [o for o in self._offices if o.title == title.key]
        for end in _ends(title.found):
            details = _details(title.found, end, str)
            may = [
                o for o in fitting
                if (details <= o.details if details else o.person_id in title.named)
            ]  # fmt: skip
            who = {o.person_id for o in may if o.holds(title.named, published)}
            who |= set() if details else borne
            if who:
                return end, who
        return title.found.end(), set()


def _ends(found: re.Match[str]) -> Iterator[int]:
    """Yield where a title may end, with all of its complements first.

    What belongs to it stays: ``the governor of Texas`` and ``the ambassador to France`` are not
    those named before; ``the governor to Washington`` may be the governor.
    """
    yield found.end()
    joins = list(re.finditer(rf"\s+({_JOIN})\s", found["parts"]))
    for number, join in reversed(list(enumerate(joins))):
        sent = number == 0 and is_envoy(found["noun"])
        if join[1] not in _OF and not sent:
            yield found.start("parts") + join.start()


def _outcome(title: _Title, end: int, who: Set[str]) -> Hit | LeftApart:
    """Decide; what is a mention of its own ("the president of |CODESO|") stays outside the span."""
    start = title.found.start("modifiers")
    start = start if title.room[0] <= start else title.found.start("noun")
    end = end if end <= title.room[1] else title.found.end("noun")
    if len(who) == 1 and _UNKNOWN not in who:
        return Hit(start, end, title.sentence, tuple(who), "description")
    candidates = tuple(sorted(who - {_UNKNOWN}))
    return LeftApart(start, end, title.sentence, candidates, "could be somebody else too")
