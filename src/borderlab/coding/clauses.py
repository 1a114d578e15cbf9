"""What is said: the quotation or the clause that each verb of saying in a sentence governs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from borderlab.coding.according import find_label, find_sources
from borderlab.coding.direct import find_direct
from borderlab.coding.indirect import find_indirect
from borderlab.coding.phrases import (
    AND,
    BUT,
    Token,
)
from borderlab.coding.speech import Speech, find_speech
from borderlab.coding.utterances import FAR, Clause, clause_end, token_start
from borderlab.coding.words import words

_LATER = 20  # verbs of saying that any rule looks ahead


def find_clauses(t: Sequence[Token], *, accents: bool, spanish: bool) -> list[Clause]:
    """Find the utterances that a sentence attributes to somebody, in reading order.

    Parameters
    ----------
    t : sequence of Token
        Of one sentence, or of all that one quotation runs through.
    accents, spanish : bool
        Whether the text writes accents; whether it is Spanish.

    Returns
    -------
    list of Clause
        An utterance inside another one ("A said that B had said …") is left out.
    """
    verbs = find_speech(t, accents=accents, spanish=spanish)
    sources = [*find_sources(t, spanish)]
    marks = sorted([*verbs, *sources], key=lambda s: (s.lo, s.hi))
    found: list[Clause] = []
    reach = -1
    for number, speech in enumerate(marks):
        if speech.lo < reach and not _beside(t, speech):
            continue
        until = _until(t, speech, marks[number + 1 : number + 1 + _LATER])
        clause = find_direct(t, speech) or find_indirect(t, speech, until, found, spanish)
        if clause:
            found.append(clause)
            reach = bisect_left(t, clause.end, key=token_start)
    return found or [*find_label(t)]


def _beside(t: Sequence[Token], speech: Speech) -> bool:
    """Tell "…, while B argued that" and "… y agregó que" from what the utterance itself reports."""
    prev = t[speech.lo - 1] if speech.lo else None
    if prev is None or prev.seen == ";" or speech.verb.strength == "participle":
        return True
    return (prev.word and prev.seen in AND | BUT) or (prev.seen == "," and _is_tail(t, speech))


def _is_tail(t: Sequence[Token], speech: Speech) -> bool:
    return speech.hi >= len(t) or t[speech.hi].seen == "."


def _until(t: Sequence[Token], speech: Speech, later: Sequence[Speech]) -> int:
    """Return the token where what is said must end: at the next verb beside this one."""
    for other in later:
        if other.lo >= speech.hi and _beside(t, other) and not _is_tail(t, other):
            end = other.lo - 1 if t[other.lo - 1].word else other.lo
            while end > speech.hi and (t[end - 1].seen in AND | BUT | {",", ";", "en"}):
                end -= 1
            return end
    deed = _deed(t, speech.hi)
    return deed if deed else clause_end(t)


def _deed(t: Sequence[Token], start: int) -> int:
    """Find "and celebrated the accords", which is told of the speaker and not said."""
    for i in range(start + 1, min(len(t) - 1, start + FAR)):
        deed = t[i].seen in AND and t[i + 1].seen in words("tells_of")
        if deed and t[i + 1].text[0].islower():
            return i - (t[i - 1].seen == ",")
    return 0
