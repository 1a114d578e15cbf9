"""Verbs of saying among the words of a sentence, told apart from the nouns they look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.phrases import Token, is_determiner, is_word, phrase_left
from borderlab.coding.words import words
from borderlab.reading.words import members

Strength = Literal["strong", "weak", "asks", "participle", "phrase"]


class Verb(NamedTuple):
    """A verb of saying: tokens ``lo`` to ``hi`` (half-open)."""

    lo: int
    hi: int
    strength: Strength


@cache
def _accented() -> frozenset[str]:
    """List, without it, the verbs whose accent tells them from a noun: anunció, comentó."""
    names = ("says", "says_that", "asks")
    both = (w for name in names for w in members(name, "es", wing="coding"))
    return frozenset(view(w).text for w in both if not w.isascii())


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Strength]]]:
    """Sort the verbs of several words by their first, the longest ahead."""
    kinds: tuple[tuple[str, Strength], ...] = (("says_phrase", "phrase"), ("saying", "participle"))
    found: dict[str, list[tuple[tuple[str, ...], Strength]]] = {}
    for name, strength in kinds:
        for phrase in sorted(w for w in words(name) if " " in w):
            found.setdefault(phrase.split()[0], []).append((tuple(phrase.split()), strength))
    return {k: sorted(v, key=lambda p: (-len(p[0]), p)) for k, v in found.items()}


def find_verbs(t: Sequence[Token], *, accents: bool) -> Iterator[Verb]:
    """Yield the verbs of saying among tokens.

    Parameters
    ----------
    t : sequence of Token
    accents : bool
        Whether the text writes accents, so that "anuncio" is the noun and not "anunció".
    """
    i = 0
    while i < len(t):
        several = [
            (len(p), s)
            for p, s in _phrases().get(t[i].seen, ())
            if tuple(x.seen for x in t[i : i + len(p)]) == p
        ]
        if several:
            length, strength = several[0]
            yield Verb(i, i + length, strength)
            i += length
            continue
        kind = _kind(t, i, accents) if t[i].word else None
        if kind:
            yield Verb(i, i + 1, kind)
        i += 1


def _kind(t: Sequence[Token], i: int, accents: bool) -> Strength | None:
    token = t[i]
    if accents and token.text.isascii() and token.seen in _accented():
        return None
    if is_word(token, "said"):
        before = [x.seen for x in t[max(0, i - 2) : i]]
        if set(before) & words("haber"):
            return "strong"
    if is_word(token, "asks"):
        return "asks"
    if token.seen in words("saying"):
        return "participle"
    if is_word(token, "says"):
        return "strong"
    if token.seen in words("says_that"):
        return "weak"
    if token.seen in words("says_noun"):
        return "weak" if not token.capital and _has_subject(t, i) else None
    return "asks" if _closes_quotation(t, i) else None


def _closes_quotation(t: Sequence[Token], i: int) -> bool:
    """Take any past form beside a quotation for its verb: ``”, resumió Ruiz``, ``,” Ruiz joked.``.

    Only behind a comma, and with a subject that has a capital, so that what follows a title in
    quotation marks ("“Plan Norte” opened") is none.
    """
    token, behind = t[i], t[i + 1] if i + 1 < len(t) else None
    if token.capital or not token.seen.endswith(("ed", "o", "aron", "ieron")):
        return False
    named = behind is not None and behind.capital
    if i > 1 and t[i - 1].seen == "," and t[i - 2].quote is not None:
        return named and token.text.endswith(("ó", "aron", "ieron", "ed"))
    if not token.seen.endswith("ed"):
        return False
    lo = i if named else phrase_left(t, i)
    quote = t[lo - 1] if lo else None
    closed = quote is not None and quote.quote is not None and quote.text[-2:-1] in (",", "?", "!")
    return closed and (named or (t[i - 1].capital and (behind is None or not behind.word)))


def _has_subject(t: Sequence[Token], i: int) -> bool:
    """Tell "the ministry notes that the …" from "the notes that were …"."""
    behind = [x.seen for x in t[i + 1 : i + 3]]
    if behind[:1] == ["that"] and behind[1:2] and (
        behind[1] in words("finite") or behind[1].endswith("ed")
    ):  # fmt: skip
        return False
    if i and (t[i - 1].quote or (t[i - 1].seen == "," and i > 1 and t[i - 2].quote)):
        return True
    lo = phrase_left(t, i) if i and t[i - 1].word else i
    bare = [x for x in t[lo:i] if not is_determiner(x) and not is_word(x, "closed")]
    numbered = bare and bare[-1].seen in ("two", "three", "four", "both", "border")
    alone = i - lo == 1 and t[lo].seen in ("he", "she", "it", "who")
    return alone or (bool(bare) and not numbered and (is_determiner(t[lo]) or t[lo].capital))
