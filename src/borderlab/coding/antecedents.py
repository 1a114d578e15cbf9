"""Who a subject is: a registered actor, somebody else, or whom a pronoun stands for.

A wrong attribution harms more than a missed one: where two persons come into question, nobody is
named.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from borderlab.coding.phrases import OF, Token, is_head, is_word, runs
from borderlab.coding.words import words

PRONOUNS = {"he": "m", "she": "f", "el": "m", "ella": "f", "it": "body"}
_BETWEEN = frozenset({",", "and", "y", "e", "&", "the", "el", "la", "los"})
BODY = "body"  # instead of the gender of a speaker that is no person
_MANY = 400  # persons back in the text that an expression may stand for
_BACK = 2  # paragraphs back in which a pronoun may still find its speaker


class Named(NamedTuple):
    """One expression that names actors, several if it is a collective."""

    start: int
    end: int
    actors: tuple[str, ...]
    mentions: tuple[str, ...]
    person: bool
    acts: bool


class Person(NamedTuple):
    """A person whom the narration names; ``actor`` is empty for one whom the codebook lacks."""

    start: int
    paragraph: int
    actor: str
    mention: str
    name: str
    gender: str

    @property
    def who(self) -> str:
        """What tells one person from another: the actor, else the last word of the name."""
        return self.actor or f"?{self.name.split()[-1]}"


class Speaker(NamedTuple):
    """Who an utterance is attributed to, by which words and which rule."""

    actors: tuple[str, ...]
    mentions: tuple[str, ...]
    attributed: tuple[int, int] | None
    rule: str
    gender: str = ""


class Said(NamedTuple):
    """An utterance that stands already: where it is attributed, and to whom."""

    at: int
    paragraph: int
    speaker: Speaker


def gender(name: Sequence[str]) -> str:
    """Tell m or f by the first name or the office; empty where neither tells.

    Examples
    --------
    >>> gender(["katie", "hobbs"]), gender(["gobernadora"]), gender(["ruiz"])
    ('f', 'f', '')
    """
    for word in name:
        seen = {word, f"{word}."}
        if bool(seen & words("feminine")) != bool(seen & words("masculine")):
            return "f" if seen & words("feminine") else "m"
    return ""


def name_speaker(t: Sequence[Token], who: tuple[int, int], names: Sequence[Named]) -> Speaker:
    """Find whom a noun phrase names.

    Parameters
    ----------
    t : sequence of Token
    who : (int, int)
        The noun phrase, tokens half-open.
    names : sequence of Named
        The mentions of the document, by start.

    Returns
    -------
    Speaker
        With rule ``name`` (registered actors), ``voice`` (the owner of a release or a spokesperson,
        if it is a body), ``unregistered`` (a name that the codebook lacks), or ``description``.
    """
    lo, hi = who
    start, end = t[lo].start, t[hi - 1].end
    first = bisect_left(names, start, key=lambda n: n.start)
    inside = []
    while first < len(names) and names[first].start < end:
        if names[first].end <= end and names[first].acts:
            inside.append(names[first])
        first += 1
    heads = [n for n in inside if is_head(t, lo, hi, n.start, n.end)]
    if heads:
        return _joined(t[lo:hi], heads)
    voices = [i for i in range(lo, hi) if is_word(t[i], "voice")]
    owners = [n for n in inside if not n.person]
    if voices and len(owners) == 1:
        return Speaker(owners[0].actors, owners[0].mentions, (owners[0].start, owners[0].end),
                       "voice", BODY)  # fmt: skip
    for a, b in runs(t, lo, hi):
        behind = t[b].seen if b < hi else ""
        if behind not in OF and is_head(t, lo, hi, t[a].start, t[b - 1].end):
            seen = [x.seen for x in t[lo:b]]
            return Speaker((), (), (t[a].start, t[b - 1].end), "unregistered", gender(seen))
    return Speaker((), (), (start, end), "description", gender([x.seen for x in t[lo:hi]]))


def _joined(t: Sequence[Token], heads: Sequence[Named]) -> Speaker:
    """Join "A and B" to one speaker; a second name that is not coordinated does not speak."""
    taken = [heads[0]]
    for name in heads[1:]:
        gap = [x for x in t if taken[-1].end <= x.start < name.start]
        if gap and all(x.seen in _BETWEEN or is_word(x, "title", "rank") for x in gap):
            taken.append(name)
    actors = tuple(sorted({a for n in taken for a in n.actors}))
    by_actor = {a: m for n in reversed(taken) for a, m in zip(n.actors, n.mentions, strict=True)}
    before = [x.seen for x in t if x.start < taken[-1].end]
    return Speaker(actors, tuple(by_actor[a] for a in actors), (taken[0].start, taken[-1].end),
                   "name", gender(before) if taken[0].person else BODY)  # fmt: skip


def is_pronoun(t: Sequence[Token], who: tuple[int, int]) -> bool:
    """Tell whether a noun phrase is "he", "she", "él", "ella"."""
    one = t[who[0]]
    return who[1] - who[0] == 1 and one.seen in PRONOUNS and one.text.lower() != "el"


def resolve_pronoun(
    sex: str, at: int, paragraph: int, persons: Sequence[Person], said: Sequence[Said]
) -> tuple[str, str] | None:
    """Find the actor and the mention that a pronoun, or a verb without a subject, stands for.

    Parameters
    ----------
    sex : {"m", "f", "body", ""}
        Of the pronoun; empty where there is none ("añadió").
    at, paragraph : int
        Where the pronoun stands.
    persons : sequence of Person
        Of the narration so far, in order.
    said : sequence of Said
        The utterances so far, in order.

    Returns
    -------
    (actor_id, mention_id) or None
        The last speaker, if nobody else was named since; else the only person whom the paragraph
        names. None where it may be one of several, or somebody whom the codebook lacks.
    """
    near = [p for p in persons[-_MANY:] if p.start < at and paragraph - p.paragraph <= _BACK]
    fits = [p for p in near if not sex or not p.gender or p.gender == sex]
    last = said[-1] if said and paragraph - said[-1].paragraph <= _BACK else None
    own = [p for p in fits if p.paragraph == paragraph]
    if last and (last.paragraph == paragraph or not own):
        since = {p.who for p in fits if p.start > last.at}
        found = _last(last, sex)
        if not found or since - {found[0]}:
            return None
        return found
    here = {p.who: p for p in own or ([] if last or not sex else fits)}
    if len(here) != 1:
        return None
    [person] = here.values()
    return (person.actor, person.mention) if person.actor else None


def _last(last: Said, sex: str) -> tuple[str, str] | None:
    speaker = last.speaker
    if len(speaker.actors) != 1 or (sex and speaker.gender and speaker.gender != sex):
        return None
    return speaker.actors[0], speaker.mentions[0]
