"""One utterance as a sentence has it, and how a verb of saying makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from borderlab.coding.phrases import Token
from borderlab.coding.speech import Speech

ADVERBIAL = 24  # words that may stand between a verb of saying and what is said
STOPS = frozenset(";:.?!")
FAR = 200  # words that any rule looks ahead: keeps a sentence without end linear


class Clause(NamedTuple):
    """One utterance in one sentence; offsets of the text, tokens of the sentence.

    ``who`` is empty where no subject stands in the sentence; ``open`` tells that the next quotation
    goes on with it; ``place`` is the rule that found the clause.
    """

    mode: str
    start: int
    end: int
    who: tuple[int, int] | None
    cue: tuple[int, int] | None
    place: str
    at: int  # token where verb and subject begin
    impersonal: bool = False
    open: bool = False


def token_start(token: Token) -> int:
    """Return where a token stands, to look for one by its place."""
    return token.start


def clause_end(t: Sequence[Token]) -> int:
    """Return the token behind the last that is no full stop or comma."""
    end = len(t)
    while end and t[end - 1].quote is None and not t[end - 1].word and t[end - 1].seen in ".;:,":
        end -= 1
    return end


def _cue(t: Sequence[Token], speech: Speech) -> tuple[int, int]:
    """Return the verb as it stands; of "went on to say" the last word."""
    verb = speech.verb
    whole = verb.hi - verb.lo < 3 or t[verb.hi - 2].seen != "to"
    return t[verb.lo if whole else verb.hi - 1].start, t[verb.hi - 1].end


def make_clause(
    t: Sequence[Token], speech: Speech, mode: str, start: int, end: int, place: str, *,
    open: bool = False,
) -> Clause:  # fmt: skip
    """Make an utterance of what is said, with subject and verb of the speech."""
    return Clause(
        mode, start, end, speech.who, _cue(t, speech), place, speech.lo, speech.impersonal, open
    )
