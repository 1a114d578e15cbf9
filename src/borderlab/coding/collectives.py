"""Expressions that stand for actors the text has named: "both governments", "the state".

``collectives.csv`` says which nouns, under which determiners, stand for which class of actor. The
members are taken from the document itself: exactly two of the class for "both …", exactly one for
"the …"; otherwise the expression is left apart and reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding.matching import Phrases, case_fits, view
from borderlab.coding.words import goes_on

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.tables import Codebook

_ARTICLE = re.compile(r"(?:the|el|la|los|las)\s+", re.IGNORECASE)
_OF = frozenset({"of", "de", "del"})
_JOINS = frozenset({"and", "or", "y", "o"})


class Named(NamedTuple):
    """An actor named in the document: where, who, and whether it acts there."""

    start: int
    paragraph: int
    actor_id: str
    acts: bool


class Expression(NamedTuple):
    """A collective expression: its span and its row of ``collectives.csv``."""

    start: int
    end: int
    row: dict[str, Any]


def _stands_alone(after: str, number: str) -> bool:
    """Reject "the governments of X" and, for one, any noun it would modify ("the state level")."""
    word = re.match(r"\s+([^\W_]+)", after)
    follower = view(word[1]).text if word else ""
    if number == "many":
        return follower not in _OF
    return follower not in _JOINS and goes_on(after)


def territorial(actors: pd.DataFrame) -> frozenset[str]:
    """Ids of countries, states, cities and places: their names also locate. Ministries are not."""
    country = (actors["kind"] == "government") & (actors["parent_id"] == "")
    return frozenset(actors.index[country | actors["kind"].isin(["subnational", "place"])])


def _members_by_class(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Map ``country``, ``state``, ``city`` and each office noun to the actors it may stand for."""
    offices = codebook.offices
    actors = codebook.actors.loc[sorted(territorial(codebook.actors))]
    classes = {"country": frozenset(actors.index[actors["kind"] == "government"])}
    for level in ("state", "city"):
        classes[level] = frozenset(actors.index[actors["level"] == level])
    for noun in set(codebook.collectives["members"]) - {""}:
        held = offices.loc[offices["office"].str.startswith(noun), "person_id"]
        classes[f"office:{noun}"] = frozenset(held)
    return classes


def _exactly(n: int, named: Iterable[Named]) -> tuple[str, ...]:
    """Return n distinct actors, if need be those that act; none when there are more or fewer."""
    named = list(named)
    for candidates in ({x.actor_id for x in named}, {x.actor_id for x in named if x.acts}):
        if len(candidates) == n:
            return tuple(sorted(candidates))
    return ()


class CollectiveFinder:
    """The expressions of a codebook, compiled once.

    Parameters
    ----------
    codebook : Codebook
        ``collectives`` for the expressions, ``actors`` and ``offices`` for the classes.
    """

    def __init__(self, codebook: Codebook) -> None:
        rows = codebook.collectives.to_dict("records")
        pairs = [(row, d) for row in rows for d in str(row["determiners"]).split("|")]
        self._rows = [row for row, _ in pairs]
        #: what every expression holds
        self.phrases = [f"{determiner} {row['noun']}" for row, determiner in pairs]
        self._phrases = Phrases(self.phrases)
        self._classes = _members_by_class(codebook)
        self._levels: pd.Series = codebook.actors["level"]

    def find(self, text: str, start: int, end: int) -> Iterator[Expression]:
        """Yield the expressions between two offsets; quantifiers are in the span, articles not."""
        best: dict[int, tuple[int, int]] = {}
        for number, s, e in self._phrases.find(text[start:end]):
            row, s, e = self._rows[number], s + start, e + start
            rule = "exact" if row["number"] == "one" else "name"
            noun = text[s:e].split(maxsplit=1)[-1]
            fits = case_fits(row["noun"], noun[-len(row["noun"]) :], rule)
            if fits and _stands_alone(text[e : min(end, e + 60)], row["number"]):
                best[e] = min(best.get(e, (s, number)), (s, number))
        for e, (s, number) in sorted(best.items()):
            article = _ARTICLE.match(text, s, e)
            yield Expression(article.end() if article else s, e, self._rows[number])

    def members(
        self, expression: Expression, named: Sequence[Named], paragraph: int
    ) -> tuple[str, ...]:
        """Return the ids it stands for in this document, sorted; none when that is ambiguous.

        ``named`` is in reading order.
        """
        row = expression.row
        before = named[: bisect_left(named, expression.start, key=lambda n: n.start)]
        if row["class"] == "party":
            return self._parties(before)
        key = f"office:{row['members']}" if row["class"] == "office" else row["class"]
        may = self._classes.get(key, frozenset())
        if row["number"] == "one":
            here = (n for n in before if n.paragraph == paragraph and n.actor_id in may)
            return _exactly(1, here)
        return _exactly(2, (n for n in before if n.actor_id in may)) or _exactly(
            2, (n for n in named if n.actor_id in may)
        )

    def _parties(self, before: Sequence[Named]) -> tuple[str, ...]:
        """Return the two actors the document first names as acting, if they are of one level."""
        first = list(dict.fromkeys(n.actor_id for n in before if n.acts))[:2]
        levels = {self._levels[actor_id] for actor_id in first}
        return tuple(sorted(first)) if len(first) == 2 and len(levels) == 1 else ()
