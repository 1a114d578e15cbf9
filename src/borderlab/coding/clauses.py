"""What is said: the quotation or the clause that each verb of saying in a sentence governs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
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
from borderlab.coding.speech import Speech, Verb, find_speech, is_speaker, name_behind
from borderlab.coding.words import is_verb, words

_FAR = 200  # words that any rule looks ahead: keeps a sentence without end linear
_LATER = 20  # verbs of saying, likewise
_FEWEST = 3  # words of a clause that is somebody's statement
_ADVERBIAL = 24  # words that may stand between a verb of saying and "that"
_HOW = frozenset({"how", "como"})
_STOPS = frozenset(";:.?!")
_OPENING = 3  # words before a quotation that still opens its sentence: "Y entonces, “…”"


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
    sources = [*_according(t, spanish)]
    marks = sorted([*verbs, *sources], key=lambda s: (s.lo, s.hi))
    found: list[Clause] = []
    reach = -1
    for number, speech in enumerate(marks):
        if speech.lo < reach and not _beside(t, speech):
            continue
        until = _until(t, speech, marks[number + 1 : number + 1 + _LATER])
        clause = _direct(t, speech) or _indirect(t, speech, until, found, spanish)
        if clause:
            found.append(clause)
            reach = bisect_left(t, clause.end, key=_start)
    return found or [*_label(t)]


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
    return deed if deed else _close(t)


def _deed(t: Sequence[Token], start: int) -> int:
    """Find "and celebrated the accords", which is told of the speaker and not said."""
    for i in range(start + 1, min(len(t) - 1, start + _FAR)):
        deed = t[i].seen in AND and t[i + 1].seen in words("tells_of")
        if deed and t[i + 1].text[0].islower():
            return i - (t[i - 1].seen == ",")
    return 0


def _close(t: Sequence[Token]) -> int:
    end = len(t)
    while end and t[end - 1].quote is None and not t[end - 1].word and t[end - 1].seen in ".;:,":
        end -= 1
    return end


def _start(token: Token) -> int:
    return token.start


def _cue(t: Sequence[Token], speech: Speech) -> tuple[int, int]:
    return t[speech.verb.hi - 1 if speech.verb.strength == "phrase" and t[
        speech.verb.hi - 2].seen == "to" else speech.verb.lo].start, t[speech.verb.hi - 1].end  # fmt: skip


def _made(
    t: Sequence[Token], speech: Speech, mode: str, start: int, end: int, place: str, *,
    open: bool = False,
) -> Clause:  # fmt: skip
    return Clause(
        mode, start, end, speech.who, _cue(t, speech), place, speech.lo, speech.impersonal, open
    )


def _direct(t: Sequence[Token], speech: Speech) -> Clause | None:
    """Find the quotation beside an attribution: behind it, before it, or on both sides."""
    before, after = _quote_before(t, speech), _quote_after(t, speech)
    if before is not None:
        first, last = t[before].quote, t[before].quote
        again = _again(t, speech, after)
        last = t[again].quote if again is not None else last
        place = "between" if again is not None else "behind"
        assert first is not None and last is not None
        return _made(
            t, speech, "direct", first.start, last.end, place,
            open=again is None and _ends_there(t, speech),
        )  # fmt: skip
    if after is None:
        return None
    quote = t[after].quote
    assert quote is not None
    return _made(t, speech, "direct", quote.start, quote.end, "before")


def _quote_before(t: Sequence[Token], speech: Speech) -> int | None:
    """Return the quotation that ends right before an attribution and opens its sentence."""
    i = speech.lo - 1
    if i >= 0 and t[i].seen in (",", "—", "–", "-"):
        i -= 1
    if i < 0 or t[i].quote is None:
        return None
    opens = not i or t[i - 1].seen in (":", ".", "—", "–") or t[i - 1].quote is not None
    opens = opens or (i <= _OPENING and t[i - 1].seen in (",", *AND, *BUT))
    return i if opens else None


def _again(t: Sequence[Token], speech: Speech, after: int | None) -> int | None:
    """Return the quotation behind an attribution that goes on with the one before it."""
    i = _skip_adverbial(t, speech.hi)
    if i < len(t) and t[i].seen in (",", ".", "—", "–"):
        i += 1
    if i < len(t) and t[i].quote is not None:
        return i
    return after


def _ends_there(t: Sequence[Token], speech: Speech) -> bool:
    """Tell whether nothing but adverbials stands between an attribution and its full stop."""
    rest = t[speech.hi : speech.hi + _FAR]
    return not any(x.quote for x in rest)


def _skip_adverbial(t: Sequence[Token], start: int) -> int:
    """Step over "on Monday", ", president of the council" up to the next mark or quotation."""
    i = start
    while i < len(t) and i - start < _ADVERBIAL and t[i].quote is None and t[i].seen not in _STOPS:
        i += 1
    return i if i < len(t) and (t[i].quote is not None or t[i].seen in _STOPS) else start


def _quote_after(t: Sequence[Token], speech: Speech) -> int | None:
    """Return the quotation that a verb of saying introduces: ``said: “…”``, ``que “…”``."""
    i = speech.hi
    limit = min(len(t), i + _ADVERBIAL)
    while i < limit and t[i].word and t[i].seen not in THAT:
        i += 1
    that = i < len(t) and t[i].seen in THAT
    i += that
    colon = i < len(t) and t[i].seen == ":"
    comma = i < len(t) and t[i].seen == "," and not that
    i += colon or comma
    if i >= len(t) or t[i].quote is None:
        return None
    direct = i - (that or colon or comma) == speech.hi
    if that:
        return i if _whole(t, i) else None
    if colon or (comma and direct):
        return i
    return i if direct and _whole(t, i) and _is_sentence(t[i]) else None


def _whole(t: Sequence[Token], i: int) -> bool:
    """Tell whether a quotation is all that follows in its clause."""
    rest = t[i + 1 : i + 3]
    if rest and rest[0].seen == "," and len(rest) > 1:
        rest = rest[1:]
        return not rest[0].word or rest[0].seen in AND | BUT | WHO
    return not rest or not rest[0].word or rest[0].seen in BUT


def _is_sentence(token: Token) -> bool:
    """Tell speech from a phrase in quotation marks: four words, or closed like a sentence."""
    inside = token.text[1:-1]
    return len(inside.split()) > _FEWEST or inside[-1:] in (".", ",", "?", "!")


def _indirect(
    t: Sequence[Token], speech: Speech, until: int, found: Sequence[Clause], spanish: bool
) -> Clause | None:
    if speech.verb.strength == "asks":
        return None
    that = None if speech.source else _that(t, speech, spanish)
    if that is not None and until - that >= 1:
        return _made(t, speech, "indirect", t[that].start, t[until - 1].end, "that")
    if speech.impersonal:
        return None
    if (speech.source or t[speech.lo].seen in AS) and _opens(t, speech):
        start = speech.hi + 1
        if start < until:
            return _made(t, speech, "indirect", t[start].start, t[until - 1].end, "according")
        return None
    return _aside(t, speech, found) or _zero(t, speech, until)


@cache
def _sources() -> frozenset[str]:
    return words("according") | {"per", "para", "for"}


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in _sources())


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
        if cue in ("told", "tells", "tell") or is_speaker(t, i, hearer):
            i, told = hearer, True
        i = i if i > speech.hi else speech.hi + (first.seen in ("him", "her", "them", "us", "me"))
    if first.seen in _HOW and cue in words("says_how"):
        return i + 1 if i + 1 < len(t) else None
    limit = min(len(t), speech.hi + _ADVERBIAL)
    while i < limit and t[i].seen not in _STOPS and t[i].quote is None:
        if t[i].seen in THAT and not _relative(t, i, i == speech.hi or told):
            return i + 1 if i + 1 < len(t) and _holds(t, i + 1) else None
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


def _aside(t: Sequence[Token], speech: Speech, found: Sequence[Clause]) -> Clause | None:
    """``The tariff would end, Ruiz said.``, ``The tariff, según Ruiz, baja.``."""
    source = speech.source
    comma = speech.lo > 0 and t[speech.lo - 1].seen == ","
    if not comma and not (source and speech.lo > 0 and _bare_source(t, speech)):
        return None
    if not source and (speech.verb.strength not in ("strong", "weak") or not _speaks(t, speech)):
        return None
    if speech.verb.strength == "weak" and speech.hi < len(t) and t[speech.hi].word:
        return None  # "concluded in May the talks"
    word = t[speech.lo - 1 - comma] if speech.lo > comma else None
    if word is not None and word.seen in THAT | WHO | AND | BUT:
        return None
    start = bisect_left(t, found[-1].end, key=_start) if found else 0
    while (
        start < speech.lo
        and t[start].quote is None
        and (not t[start].word or t[start].seen in AND | BUT)
    ):
        start += 1
    stop = speech.lo - comma
    if sum(x.word for x in t[start : min(stop, start + _FAR)]) < (1 if _goes_on(t, speech) else _FEWEST):
        return None
    end = _close(t) if _goes_on(t, speech) else stop
    return _made(t, speech, "indirect", t[start].start, t[end - 1].end, "aside")


def _goes_on(t: Sequence[Token], speech: Speech) -> bool:
    """Tell "…, Ruiz said, would end" from the apposition in "…, said Ruiz, the mayor"."""
    i = speech.hi + 1
    if i >= len(t) or t[speech.hi].seen != ",":
        return False
    more = phrase_right(t, i)
    name = t[i].capital and more > i and _close(t) <= more
    apposed = t[i].seen in WHO | THAT or is_determiner(t[i]) or name
    return not apposed and not is_word(t[i], "title", "rank", "saying", "speaker_noun")


def _bare_source(t: Sequence[Token], speech: Speech) -> bool:
    """Tell "grew according to the SHCP", a name, from "acted according to the law"."""
    return speech.who is not None and any(x.capital for x in t[slice(*speech.who)])


def _speaks(t: Sequence[Token], speech: Speech) -> bool:
    """Tell whether an attribution without "that" is one: a speaker, and nothing it could act on."""
    if speech.who is None:
        return t[speech.verb.lo].text[0].islower() and (
            speech.hi >= len(t) or not t[speech.hi].word
        )
    tail = t[speech.hi] if speech.hi < len(t) else None
    if (
        tail is not None
        and tail.word
        and not (
            tail.seen
            in OF
            | WHO
            | BUT
            | {"during", "after", "durante", "tras", "when", "cuando", "este", "hoy", "ayer"}
            or is_word(tail, "calendar")
        )
    ):
        return False  # fmt: skip
    inside = t[slice(*speech.who)]
    return any(x.capital for x in inside) or is_determiner(inside[0]) or (
        inside[0].seen in PRONOUN or inside[-1].seen.endswith("s")
    )  # fmt: skip


def _zero(t: Sequence[Token], speech: Speech, until: int) -> Clause | None:
    """``Ruiz said the tariff would end``: English may leave "that" out."""
    cue, start = t[speech.verb.hi - 1].seen, speech.hi
    if cue not in ("said", "says", "say", "told") or speech.who is None or speech.who[0] >= start:
        return None
    if speech.who[0] > speech.verb.lo:  # "said Ruiz"
        return None
    if cue == "told":
        start += 1
    while start < until and is_word(t[start], "calendar"):
        start += 1
    if start >= until or not t[start].word:
        return None
    first = t[start]
    if any(x.quote is not None for x in t[start : min(until, start + _FAR)]):
        return _made(t, speech, "indirect", first.start, t[until - 1].end, "zero")
    opens = is_determiner(first) or first.capital or first.seen in PRONOUN | {"there", "we"} or (
        first.seen.endswith("s") and not is_word(first, "closed", "auxiliary")
    )  # fmt: skip
    rest = t[start + 1 : min(until, start + _FAR)]
    finite = any(
        x.word and (x.seen in words("finite") or is_verb(x.seen, y.seen if y else ""))
        for x, y in zip(rest, [*rest[1:], None], strict=True)
    )
    if not opens or not finite:
        return None
    return _made(t, speech, "indirect", first.start, t[until - 1].end, "zero")


def _according(t: Sequence[Token], spanish: bool) -> Iterator[Speech]:
    """Find "according to X", "según X", and at the beginning "Para X, “…”"."""
    for i, token in enumerate(t):
        if not token.word or token.seen not in _heads():
            continue
        for length in (4, 3, 2, 1):
            phrase = " ".join(x.seen for x in t[i : i + length])
            if len(t) > i + length and phrase in _sources():
                hi = phrase_right(t, i + length)
                if is_word(t[i + length], "says", "says_that", "says_noun"):
                    break  # "según dijo X" is the verb's
                opens = i == 0 and hi < len(t) - 1 and t[hi].seen == ","
                quoted = opens and t[hi + 1].quote is not None
                plain = phrase in words("according") or (phrase == "per" and opens)
                if hi > i + length and (plain or quoted) and _is_source(t, i + length, hi):
                    who = name_behind(t, i + length, hi) or (i + length, hi)
                    yield Speech(Verb(i, i + length, "strong"), i, who[1], who, source=True)
                break


def _is_source(t: Sequence[Token], lo: int, hi: int) -> bool:
    """Tell a source that says something from a rule or a plan by which something is done."""
    head = next((x for x in t[lo:hi] if not is_determiner(x) and not is_word(x, "demonym")), t[lo])
    nouns = [x for x in t[lo:hi] if x.word]
    end = next((i for i, x in enumerate(nouns) if x.seen in OF), len(nouns))
    last = nouns[max(0, end - 1)]
    dead = (w for w in (head, last) if is_word(w, "no_source") or is_word(w, "thing_noun"))
    return not any(not is_word(w, "voice") for w in dead) and not t[lo].text[0].isdigit()


def _label(t: Sequence[Token]) -> Iterator[Clause]:
    """``Ana Ruiz: “…”``."""
    for i in range(1, len(t) - 1):
        if t[i].seen == ":":
            quote, lo = t[i + 1].quote, phrase_left(t, i) if t[i - 1].word else i
            if quote and lo == 0 and lo < i <= 6 and t[i - 1].capital:
                yield Clause("direct", quote.start, quote.end, (lo, i), None, "label", lo)
            return
