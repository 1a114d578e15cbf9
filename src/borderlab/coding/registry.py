"""The codebook compiled for matching: which aliases stand where, and which hits are no mention."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from borderlab.coding.collectives import CollectiveFinder, territorial
from borderlab.coding.matching import Phrases, View, case_fits, longest
from borderlab.coding.rejections import in_longer_name, in_title_of_office, is_other_person
from borderlab.tables import Codebook

_DEFINITE = re.compile(r"\b(?:the|el|la|los|las|del|al)\s+$", re.IGNORECASE)

#: first and last day of publication, worked out only where they are asked for
Days = Callable[[], tuple[Any, Any]]


class Hit(NamedTuple):
    """An alias or a collective expression that stands in a sentence for one or more actors."""

    start: int
    end: int
    sentence: int
    actors: tuple[str, ...]
    form: str
    fixed_role: str = ""


class LeftApart(NamedTuple):
    """A span that could have been a mention and was not taken, with the reason."""

    start: int
    end: int
    sentence: int
    candidates: tuple[str, ...]
    reason: str


class Registry:
    """Aliases of active actors, blocked longer names and collectives, ready to search a text.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        active = self._active = codebook.actors.index[codebook.actors["active"] == "yes"]
        aliases = codebook.aliases
        usable = aliases["actor_id"].isin(active) | (aliases["form"] == "blocked")
        self._aliases: list[dict[str, Any]] = aliases[usable].to_dict("records")
        self._phrases = Phrases(alias["alias"] for alias in self._aliases)
        self._asked = [
            (a["alias"], a["case"], bool(a["valid_from"] or a["valid_to"])) for a in self._aliases
        ]
        rows: list[dict[str, str]] = codebook.actors.to_dict("records")
        self.actors: Mapping[str, Mapping[str, str]] = dict(
            zip(codebook.actors.index, rows, strict=True)
        )
        self.territorial = territorial(codebook.actors)
        self.collectives = CollectiveFinder(codebook)

    def find(
        self, text: str, spans: Sequence[tuple[int, int]], published: Days,
        seen: View | None = None,
    ) -> Iterator[tuple[Mapping[str, str], int, int, int]]:  # fmt: skip
        """Yield ``(alias, start, end, sentence number)``: longest valid hits inside sentences.

        ``seen`` is the outline of the text, for those who have it.
        """
        found = [
            (start, end, number)
            for number, start, end in self._phrases.find(text, seen)
            for alias, case, dated in [self._asked[number]]
            if ((surface := text[start:end]) == alias or case_fits(alias, surface, case))
            and (not dated or is_valid(self._aliases[number], published))
        ]
        sentence = 0
        for i in longest((start, end) for start, end, _ in found):
            start, end, number = found[i]
            while sentence < len(spans) and spans[sentence][1] <= start:
                sentence += 1
            if sentence < len(spans) and spans[sentence][0] <= start and end <= spans[sentence][1]:
                yield self._aliases[number], start, end, sentence

    def of_kind(self, *kinds: str) -> frozenset[str]:
        """Ids of the active actors of some kinds."""
        return frozenset(i for i in self._active if self.actors[i]["kind"] in kinds)

    def with_other_names(self, words: str) -> str:
        """Put behind some words every alias of the countries, states and cities they name."""
        found = self.find(words, [(0, len(words))], lambda: (pd.NaT, pd.NaT))
        places = {alias["actor_id"] for alias, *_ in found} & self.territorial
        return " ".join([words, *(a["alias"] for a in self._aliases if a["actor_id"] in places)])

    def owners(self, actor_id: str) -> Iterator[str]:
        """Yield whose full name lets a short form stand: the actor; for a chapter, its body too."""
        yield actor_id
        parent = self.actors[actor_id]["parent_id"]
        kinds = {self.actors[who]["kind"] for who in (actor_id, parent) if who}
        if parent and kinds == {"organisation"}:
            yield parent

    def refuse(self, alias: Mapping[str, str], left: str, right: str, *, headline: bool) -> str:
        """Return why a hit between ``left`` and ``right`` is no mention of its actor, or ``""``."""
        if alias["form"] == "blocked":
            return "blocked"
        short = alias["form"] == "acronym" and len(alias["alias"]) < 3
        if short and headline and (left + right).isupper():
            return "a word in a line of capitals"
        who = alias["actor_id"]
        if self.actors[who]["kind"] == "person":
            other = alias["form"] == "short" and is_other_person(left)
            return "surname of another person" if other else ""
        if who not in self.territorial:
            return ""
        if in_title_of_office(left, right):
            return "title of office"
        return "inside a longer name" if in_longer_name(left, right, headline=headline) else ""


def is_valid(alias: Mapping[str, str], published: Days) -> bool:
    """Tell whether an alias's validity overlaps the document's interval; open ends always do."""
    if not (alias["valid_from"] or alias["valid_to"]):
        return True
    earliest, latest = published()
    if pd.isna(earliest) or pd.isna(latest):
        return True
    begins = pd.Timestamp(alias["valid_from"]) if alias["valid_from"] else pd.Timestamp.min
    ends = pd.Timestamp(alias["valid_to"]) if alias["valid_to"] else pd.Timestamp.max
    return bool(begins <= latest and earliest <= ends)


def meets_requirement(
    alias: Mapping[str, str], left: str, start: int, named: int | None, *, title: bool
) -> bool:
    """Tell whether a short form may stand: its owner named in full before, an article where asked.

    ``named`` is where the owner is first named in full, if it is. A headline comes first but is
    written last, so there the full name may follow.
    """
    if not alias["requires"]:
        return True
    if named is None or (named > start and not title):
        return False
    return alias["requires"] != "definite" or bool(_DEFINITE.search(left))
