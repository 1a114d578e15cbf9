"""Direct speech: the quotation beside an attribution, behind it, before it or around it."""

from __future__ import annotations

from collections.abc import Sequence

from borderlab.coding.phrases import (
    AND,
    BUT,
    THAT,
    WHO,
    Token,
)
from borderlab.coding.speech import Speech
from borderlab.coding.utterances import ADVERBIAL, FAR, STOPS, Clause, make_clause

_FEWEST = 3  # words of a quoted phrase that is no sentence
_OPENING = 3  # words before a quotation that still opens its sentence: "Y entonces, “…”"


def find_direct(t: Sequence[Token], speech: Speech) -> Clause | None:
    """Find the quotation beside an attribution: behind it, before it, or on both sides."""
    before, after = _quote_before(t, speech), _quote_after(t, speech)
    if before is not None:
        first, last = t[before].quote, t[before].quote
        again = _again(t, speech, after)
        last = t[again].quote if again is not None else last
        place = "between" if again is not None else "behind"
        assert first is not None and last is not None
        return make_clause(
            t, speech, "direct", first.start, last.end, place,
            open=again is None and _ends_there(t, speech),
        )  # fmt: skip
    if after is None:
        return None
    quote = t[after].quote
    assert quote is not None
    return make_clause(t, speech, "direct", quote.start, quote.end, "before")


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
    rest = t[speech.hi : speech.hi + FAR]
    return not any(x.quote for x in rest)


def _skip_adverbial(t: Sequence[Token], start: int) -> int:
    """Step over "on Monday", ", president of the council" up to the next mark or quotation."""
    i = start
    while i < len(t) and i - start < ADVERBIAL and t[i].quote is None and t[i].seen not in STOPS:
        i += 1
    return i if i < len(t) and (t[i].quote is not None or t[i].seen in STOPS) else start


def _quote_after(t: Sequence[Token], speech: Speech) -> int | None:
    """Return the quotation that a verb of saying introduces: ``said: “…”``, ``que “…”``."""
    i = speech.hi
    limit = min(len(t), i + ADVERBIAL)
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
