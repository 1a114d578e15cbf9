"""Who is said to speak: the subject of each verb of saying, beside it or before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from borderlab.coding.phrases import (
    AND,
    AS,
    BUT,
    OF,
    PRONOUN,
    THAT,
    WHO,
    Token,
    is_determiner,
    is_word,
    phrase_left,
    phrase_right,
)
from borderlab.coding.subjects import (
    find_apposed,
    find_subject,
    is_speaker,
    may_speak,
    name_behind,
)
from borderlab.coding.verbs import Verb, find_verbs
from borderlab.coding.words import words

_BESIDE = frozenset({"by", "with", "por", "con"})  # "led by Ana Ruiz, who said"


class Speech(NamedTuple):
    """A verb of saying with its subject; tokens, half-open. No subject: ``who`` is empty.

    ``lo`` and ``hi`` bound verb and subject together. ``shared`` marks a subject that belongs to
    an earlier verb of the sentence, ``impersonal`` a verb that can have none, ``source`` a phrase
    like "according to".
    """

    verb: Verb
    lo: int
    hi: int
    who: tuple[int, int] | None
    shared: bool = False
    impersonal: bool = False
    source: bool = False


def find_speech(t: Sequence[Token], *, accents: bool, spanish: bool) -> list[Speech]:
    """Find who is said to speak by each verb of saying; verbs that nobody performs are left out.

    Left out are denials ("did not say"), what is only meant or asked ("would say", "to say",
    "if she says"), passives of a person ("is said to be") and "said" before a noun.
    """
    found: list[Speech] = []
    for verb in find_verbs(t, accents=accents):
        speech = _read(t, verb, spanish, found)
        if speech:
            found.append(speech)
    return found


def _read(t: Sequence[Token], verb: Verb, spanish: bool, found: Sequence[Speech]) -> Speech | None:
    lo, helped = verb.lo, set()
    while lo > 0 and t[lo - 1].word and _helps(t[lo - 1]):
        lo -= 1
        helped.add(t[lo].seen)
    lo = _before_brackets(t, lo)
    before = t[lo - 1] if lo else None
    if before is not None and before.word and _denies(before):
        return None
    if _passive(t, verb, helped):
        return _passive_speech(t, verb, lo)
    if "se" in helped and _is_impersonal(t, lo):
        return Speech(verb, lo, verb.hi, None, impersonal=True)
    if verb.strength == "participle":
        return _shared(t, verb, lo, found)
    if before is not None and before.word and before.seen in AND:
        return _right(t, verb, lo, spanish) or _shared(t, verb, lo, found)
    if before is None or not before.word or before.seen in AS | BUT:
        return _right(t, verb, lo, spanish) or _behind_comma(t, verb, lo, spanish, found)
    if before.seen in WHO or (before.seen == "que" and lo > 1 and t[lo - 2].seen == ","):
        return _relative(t, verb, lo - 1)
    if before.seen in THAT | OF or is_determiner(before) or before.text.endswith(("’s", "'s")):
        return None  # "of said plan", "Ruiz's announced plan"
    return _left(t, verb, lo)


def _before_brackets(t: Sequence[Token], lo: int) -> int:
    """Step back over "(SRE)" between a name and its verb."""
    if lo < 3 or t[lo - 1].seen != ")":
        return lo
    return next((i for i in range(lo - 2, max(0, lo - 10), -1) if t[i].seen == "("), lo)


def _is_impersonal(t: Sequence[Token], lo: int) -> bool:
    """Tell "se informó", "en el texto se precisa" from "la SHCP se pronunció"."""
    if not lo or not t[lo - 1].word:
        return True
    start = phrase_left(t, lo)
    return start > 0 and t[start - 1].seen in OF


def _helps(token: Token) -> bool:
    return is_word(token, "auxiliary") or (token.seen.endswith("ly") and not token.capital)


def _denies(token: Token) -> bool:
    return token.seen in words("denies") or token.seen.endswith("n't")


def _passive(t: Sequence[Token], verb: Verb, helped: set[str]) -> bool:
    be = {"am", "are", "be", "been", "is", "was", "were"}
    return bool(helped & be) and t[verb.lo].seen.endswith(("ed", "id", "told", "own"))


def _passive_speech(t: Sequence[Token], verb: Verb, lo: int) -> Speech | None:
    """Keep "it was announced that", which names nobody; drop "is said to be"."""
    it = lo and t[lo - 1].seen == "it"
    that = verb.hi < len(t) and t[verb.hi].seen == "that"
    return Speech(verb, lo - 1, verb.hi, None, impersonal=True) if it and that else None


def _left(t: Sequence[Token], verb: Verb, lo: int) -> Speech | None:
    """``Ana Ruiz said``."""
    start = phrase_left(t, lo)
    if start and t[start - 1].word and _denies(t[start - 1]):
        return None
    if is_word(t[lo - 1], "denies"):
        return None
    adverb = lo - start == 1 and not t[start].capital and is_word(t[start], "closed")
    if adverb and t[start].seen not in PRONOUN:
        return Speech(verb, start, verb.hi, None)
    return Speech(verb, _with_as(t, start), verb.hi, (start, lo))


def _right(t: Sequence[Token], verb: Verb, lo: int, spanish: bool) -> Speech | None:
    """``said Ana Ruiz``, ``said the president of the Chamber, Ana Ruiz``."""
    start = verb.hi
    if t[verb.lo].seen in ("told", "tells", "tell"):  # what follows is the hearer
        return None
    if start < len(t) and t[start].seen == "by":  # as reported by
        start += 1
    hi = phrase_right(t, start)
    if hi == start or not may_speak(t, start, hi) or (spanish and t[start].seen == "a"):
        return None
    quoted = any(t[i].quote is not None for i in range(max(0, lo - 2), lo))
    if not quoted and not is_speaker(t, start, hi):
        return None
    behind = t[hi] if hi < len(t) else None
    if behind is not None and behind.word and behind.seen in words("finite"):
        return None  # "Said the tariff would end" has no subject behind
    who = name_behind(t, start, hi) or (start, hi)
    return Speech(verb, _with_as(t, lo), who[1], who)


def _with_as(t: Sequence[Token], lo: int) -> int:
    """Take "as", "según" into the attribution: ``según informó``."""
    return lo - 1 if lo and t[lo - 1].seen in AS else lo


def _behind_comma(
    t: Sequence[Token], verb: Verb, lo: int, spanish: bool, found: Sequence[Speech]
) -> Speech | None:
    """Read a verb at the beginning or behind a comma: apposition, else no subject of its own."""
    comma = lo and t[lo - 1].seen == ","
    quoted = lo > 1 and t[lo - 2].quote is not None
    behind = t[verb.hi] if verb.hi < len(t) else None
    aside = spanish and (behind is None or behind.seen in (",", ".")) and not quoted
    if comma and not quoted and not aside:
        who = find_apposed(t, lo - 1)
        if who:
            return Speech(verb, who[0], verb.hi, who)
    bare = spanish or verb.strength == "phrase"
    return Speech(verb, _with_as(t, lo), verb.hi, None) if bare else None


def _relative(t: Sequence[Token], verb: Verb, who: int) -> Speech | None:
    """``Ana Ruiz, who said that``."""
    end = who - 1 if who and t[who - 1].seen == "," else who
    if end < 1 or not t[end - 1].word:
        return None
    low = phrase_left(t, end)
    start = next((i + 1 for i in range(end - 2, low, -1) if t[i].seen in _BESIDE), low)
    return Speech(verb, who, verb.hi, (start, end), shared=True)


def _shared(t: Sequence[Token], verb: Verb, lo: int, found: Sequence[Speech]) -> Speech | None:
    """``Ana Ruiz praised it and added that``: the subject of the verb before, or the first."""
    if found and found[-1].who:
        return Speech(verb, lo, verb.hi, found[-1].who, shared=True)
    if found:
        return Speech(verb, lo, verb.hi, None, shared=True)
    return Speech(verb, lo, verb.hi, find_subject(t, lo), shared=True)
