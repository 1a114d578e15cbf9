"""Which noun phrases can be the subject of a verb of saying: names, offices, appositions."""

from __future__ import annotations

from collections.abc import Sequence

from borderlab.coding.phrases import (
    AND,
    BUT,
    OF,
    PRONOUN,
    THAT,
    WHO,
    Token,
    is_determiner,
    is_head,
    is_word,
    phrase_left,
    phrase_right,
    runs,
)

_FAR = 60  # words of an apposition at most
_CHUNKS = 3  # appositions between a name and its verb


def name_behind(t: Sequence[Token], start: int, hi: int) -> tuple[int, int] | None:
    """Find the name that an office in front of it announces: "the mayor of Ures, Ana Ruiz"."""
    if hi + 1 >= len(t) or t[hi].seen != "," or not t[hi + 1].capital:
        return None
    more = phrase_right(t, hi + 1)
    named = t[hi - 1].capital and not is_office(t, start)
    alone = more > hi + 1 and _closes_name(t, more) and not named
    return (hi + 1, more) if alone else None


def is_office(t: Sequence[Token], start: int) -> bool:
    """Tell "the mayor of Nogales, Ana Ruiz" from "Ana Ruiz, Tomás Vega"."""
    first = start + 1 if is_determiner(t[start]) else start
    return first > start and any(is_word(x, "title", "rank") for x in t[first : first + 3])


def _closes_name(t: Sequence[Token], i: int) -> bool:
    return i >= len(t) or not t[i].word or t[i].seen in WHO | THAT | OF or (
        not t[i].capital and is_word(t[i], "closed", "calendar")
    )  # fmt: skip


def may_speak(t: Sequence[Token], lo: int, hi: int) -> bool:
    """Tell whether a phrase behind a verb can be its subject: a name, a definite noun."""
    if hi - lo == 1 and t[lo].seen in PRONOUN | {"uno"}:
        return True
    if any(x.capital for x in t[lo:hi]) and not is_word(t[lo], "closed"):
        return True
    if is_determiner(t[lo]):
        return hi - lo > 1
    return t[lo].seen.endswith("s") and not is_word(t[lo], "closed", "auxiliary")


def is_speaker(t: Sequence[Token], lo: int, hi: int) -> bool:
    """Tell somebody who can speak from what is spoken of: "the mayor", no "the collaboration"."""
    if hi - lo == 1 and t[lo].seen in PRONOUN:
        return True
    if any(is_word(x, "thing_noun") and not is_word(x, "voice", "body_noun") for x in t[lo:hi]):
        return False
    able = ("title", "rank", "courtesy", "voice", "speaker_noun", "body_noun")
    return any(x.capital or is_word(x, *able) for x in t[lo:hi])


def find_apposed(t: Sequence[Token], comma: int) -> tuple[int, int] | None:
    """Find the subject before ``, president of the council, said``: the name of either part."""
    for _ in range(_CHUNKS):
        low = comma - 1
        while (
            low >= 0
            and comma - low < _FAR
            and t[low].seen not in (",", ";", ":")
            and t[low].quote is None
        ):
            low -= 1
        start = phrase_left(t, comma) if t[comma - 1].word else comma
        if start == low + 1 and _is_name(t, start, comma):
            return start, comma
        if low < 1 or t[low].seen != "," or not t[low - 1].word:
            whole = low + 1
            first = phrase_right(t, whole)
            return (whole, first) if first == comma and not is_word(t[whole], "closed") else None
        start = phrase_left(t, low)
        if _heads_sentence(t, start):
            named = _is_name(t, start, low) or is_determiner(t[start])
            if named:
                return start, low
        comma = low
    return None


def _heads_sentence(t: Sequence[Token], start: int) -> bool:
    before = t[start - 1] if start else None
    return before is None or not before.word or before.seen in AND | BUT | THAT


def _is_name(t: Sequence[Token], lo: int, hi: int) -> bool:
    """Tell whether a phrase is a name, with titles in front perhaps, and not an office alone."""
    if t[lo].seen in ("a", "an", "un", "una") or is_word(t[lo], "auxiliary"):
        return False
    if is_word(t[hi - 1], "calendar", "closed", "demonym", "auxiliary"):
        return False
    names = runs(t, lo, hi)
    return any(b == hi and is_head(t, lo, hi, t[a].start, t[b - 1].end) for a, b in names)


def find_subject(t: Sequence[Token], before: int) -> tuple[int, int] | None:
    """Find the subject of a sentence: its first noun phrase, an opening "In May, …" left out."""
    start = 0
    while start < before and not t[start].word:
        start += 1
    opening = start < before and (t[start].seen in OF or is_word(t[start], "closed")) and (
        not is_determiner(t[start]) and t[start].seen not in PRONOUN
    )  # fmt: skip
    if opening:
        comma = next((i for i in range(start, before) if t[i].seen == ","), before)
        start = comma + 1
    if start >= before or not t[start].word:
        return None
    end = phrase_right(t, start)
    if end == start:
        return None
    return name_behind(t, start, end) or (start, end)
