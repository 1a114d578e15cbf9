"""Indirect speech: the clause that a verb of saying governs, or that stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

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
    phrase_right,
)
from borderlab.coding.speech import Speech
from borderlab.coding.subjects import is_office, is_speaker
from borderlab.coding.units import phrases
from borderlab.coding.utterances import (
    ADVERBIAL,
    FAR,
    STOPS,
    Clause,
    clause_end,
    make_clause,
    token_start,
)
from borderlab.coding.words import is_verb, words

_FEWEST = 3  # words of a clause that is somebody's statement
_HOW = frozenset({"how", "como"})
_TOLD = frozenset({"told", "tells", "tell"})  # the hearer always follows
_SAID = frozenset({"said", "says", "say", "told"})


def find_indirect(
    t: Sequence[Token], speech: Speech, until: int, found: Sequence[Clause], spanish: bool
) -> Clause | None:
    """Find the clause that is said, up to token ``until``; ``found`` stands before it."""
    if speech.verb.strength == "asks":
        return None
    that = None if speech.source else _that(t, speech, spanish)
    if that is not None and until - that >= 1:
        return make_clause(t, speech, "indirect", t[that].start, t[until - 1].end, "that")
    if speech.impersonal:
        return None
    if (speech.source or t[speech.lo].seen in AS) and _opens(t, speech):
        start = speech.hi + 1
        if start < until:
            return make_clause(t, speech, "indirect", t[start].start, t[until - 1].end, "according")
        return None
    return _aside(t, speech, found, spanish) or _zero(t, speech, until, spanish)


def _opens(t: Sequence[Token], speech: Speech) -> bool:
    """Tell whether "According to X," opens a clause, a comma behind it."""
    first = speech.lo == 0 or t[speech.lo - 1].seen in AND | BUT | THAT | {";", ":", "."}
    return first and speech.hi < len(t) and t[speech.hi].seen == ","


def _that(t: Sequence[Token], speech: Speech, spanish: bool) -> int | None:
    """Return where the clause behind "that", "que" begins, adverbials before it stepped over."""
    i, told = speech.hi, False
    cue = t[speech.verb.hi - 1].seen
    first = t[i] if i < len(t) else None
    if first is None:
        return None
    if cue in words("tells") and first.word and first.seen not in THAT:
        hearer = phrase_right(t, i)
        if cue in _TOLD or is_speaker(t, i, hearer):
            i, told = hearer, True
        i = i if i > speech.hi else speech.hi + (first.seen in ("him", "her", "them", "us", "me"))
    if first.seen in _HOW and cue in words("says_how"):
        return i + 1 if i + 1 < len(t) else None
    limit = min(len(t), speech.hi + ADVERBIAL)
    while i < limit and t[i].seen not in STOPS and t[i].quote is None:
        if t[i].seen in THAT and not _relative(t, i, i == speech.hi or told):
            i += 2 if i + 1 < len(t) and t[i + 1].seen == "," else 1  # "que, a pesar de"
            return i if i < len(t) and _holds(t, i) else None
        if t[i].seen not in THAT and not _adverbial(t, i, speech.hi, spanish):
            return None
        i += 1
    return None


def _holds(t: Sequence[Token], start: int) -> bool:
    return sum(x.word or x.quote is not None for x in t[start : start + 4]) >= 2


def _relative(t: Sequence[Token], i: int, straight: bool) -> bool:
    """Tell "a statement that was sent" from the clause that is said."""
    if straight or i + 1 >= len(t):
        return False
    return t[i + 1].seen in words("finite") or is_verb(t[i + 1].seen, "")


def _adverbial(t: Sequence[Token], i: int, start: int, spanish: bool) -> bool:
    """Tell whether a word may stand between verb and "that": no object may ("a plan that")."""
    token = t[i]
    if token.seen == "a" and not spanish:
        return t[i - 1].seen in OF
    if i == start or t[i - 1].seen == ",":
        return token.seen in OF | {",", "a", "al", "during", "after", "before", "durante", "tras",
               "this", "este", "esta", "desde", "through", "por", "last", "de"} or (
            is_word(token, "calendar", "auxiliary") or token.seen.endswith("ly")
        )  # fmt: skip
    if is_determiner(token):
        return t[i - 1].seen in OF | {"during", "after", "before", "durante", "tras", "a", "and",
                                      "y", "desde", "por", "through"}  # fmt: skip
    return True


def _aside(
    t: Sequence[Token], speech: Speech, found: Sequence[Clause], spanish: bool
) -> Clause | None:
    """Find what is said around or before ``, Ruiz said``, ``, según Ruiz,``."""
    source = speech.source
    comma = speech.lo > 0 and t[speech.lo - 1].seen == ","
    if not comma and not (source and speech.lo > 0):
        return None
    strength = speech.verb.strength
    if not source and (strength not in ("strong", "weak") or not _speaks(t, speech, spanish)):
        return None
    if strength == "weak" and speech.hi < len(t) and t[speech.hi].word:
        return None  # "concluded in May the talks"
    word = t[speech.lo - 1 - comma] if speech.lo > comma else None
    if word is not None and word.seen in THAT | WHO | AND | BUT:
        return None
    start = bisect_left(t, found[-1].end, key=token_start) if found else 0
    while (
        start < speech.lo
        and t[start].quote is None
        and (not t[start].word or t[start].seen in AND | BUT)
    ):
        start += 1
    stop = speech.lo - comma
    if start < stop and is_office(t, start) and phrase_right(t, start) == stop:
        return None  # "The mayor of Ures, Ana Ruiz, said"
    if sum(x.word for x in t[start : min(stop, start + FAR)]) < (
        1 if _goes_on(t, speech) else _FEWEST
    ):
        return None
    end = clause_end(t) if _goes_on(t, speech) else stop
    return make_clause(t, speech, "indirect", t[start].start, t[end - 1].end, "aside")


def _goes_on(t: Sequence[Token], speech: Speech) -> bool:
    """Tell "…, Ruiz said, would end" from the apposition in "…, said Ruiz, the mayor"."""
    i = speech.hi + 1
    if i >= len(t) or t[speech.hi].seen != ",":
        return False
    more = phrase_right(t, i)
    name = t[i].capital and more > i and clause_end(t) <= more
    apposed = t[i].seen in WHO | THAT or is_determiner(t[i]) or name
    return not apposed and not is_word(t[i], "title", "rank", "saying", "speaker_noun")


def _speaks(t: Sequence[Token], speech: Speech, spanish: bool) -> bool:
    """Tell whether an attribution without "that" is one: a speaker, and nothing it could act on."""
    if speech.who is None:
        return t[speech.verb.lo].text[0].islower() and (
            speech.hi >= len(t) or not t[speech.hi].word
        )
    tail = t[speech.hi] if speech.hi < len(t) else None
    more = tail is not None and tail.word and tail.seen not in WHO | BUT | {"when", "cuando"}
    if more and not _adverbial(t, speech.hi, speech.hi, spanish):
        return False
    inside = t[slice(*speech.who)]
    return any(x.capital for x in inside) or is_determiner(inside[0]) or (
        inside[0].seen in PRONOUN or inside[-1].seen.endswith("s")
    )  # fmt: skip


def _zero(t: Sequence[Token], speech: Speech, until: int, spanish: bool) -> Clause | None:
    """``Ruiz said the tariff would end``: English may leave "that" out."""
    who = speech.who
    if spanish or who is None or who[0] >= speech.hi or who[0] > speech.verb.lo:  # "said Ruiz"
        return None
    cue, start = t[speech.verb.hi - 1].seen, speech.hi
    starts = [start] if cue not in _TOLD else []
    if cue in words("tells"):
        starts.append(phrase_right(t, start))
    plain = cue in _SAID
    for at in starts:
        at = _step_over(t, at, until)
        sure = is_speaker(t, *who) and at < until and _is_clause(t, at, until)
        if sure or (plain and at < until and _may_be_clause(t, at, until)):
            return make_clause(t, speech, "indirect", t[at].start, t[until - 1].end, "zero")
    return None


def _step_over(t: Sequence[Token], start: int, until: int) -> int:
    """Step over a day of the week: "said Monday the tariff would end"."""
    while start < until and is_word(t[start], "calendar"):
        start += 1
    return start


def _is_clause(t: Sequence[Token], start: int, until: int) -> bool:
    """Tell a subject right before its verb: "the plan could fail", no "the plan that failed"."""
    subject = _amount(t, start)
    if subject == start and _adverbial(t, start, start, spanish=False):
        return False  # "the plans announced last week are old"
    end = phrase_right(t, subject)
    return subject < end < until and t[end].seen in words("finite")


def _may_be_clause(t: Sequence[Token], start: int, until: int) -> bool:
    """Tell a clause behind "said", which takes hardly anything else: some verb may follow."""
    first, rest = t[start], t[start + 1 : min(until, start + FAR)]
    if not first.word:
        return False
    if any(x.quote is not None for x in rest):
        return True
    plural = first.seen.endswith("s") and not is_word(first, "closed", "auxiliary")
    opens = is_determiner(first) or first.capital or first.seen in PRONOUN | {"there", "we"}
    return (opens or plural or first.text[0].isdigit()) and any(
        x.word and (x.seen in words("finite") or is_verb(x.seen, y.seen if y else ""))
        for x, y in zip_longest(rest, rest[1:])
    )


def _amount(t: Sequence[Token], start: int) -> int:
    """Step over what bounds an amount: "more than 40 trucks", "€2 million"."""
    for length in (3, 2, 1):
        if tuple(x.seen for x in t[start : start + length]) in phrases("bound", "en"):
            start += length
            break
    sign = start + 1 < len(t) and not t[start].word and t[start + 1].text[0].isdigit()
    return start + sign
