"""Speakers without a verb of saying: "according to X", "según X", "Para X, “…”", "X: “…”"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from borderlab.coding.phrases import (
    OF,
    Token,
    is_determiner,
    is_word,
    phrase_left,
    phrase_right,
)
from borderlab.coding.speech import Speech
from borderlab.coding.subjects import name_behind
from borderlab.coding.utterances import Clause
from borderlab.coding.verbs import Verb
from borderlab.coding.words import words


@cache
def _sources() -> frozenset[str]:
    return words("according") | {"per", "para", "for"}


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in _sources())


def find_sources(t: Sequence[Token], spanish: bool) -> Iterator[Speech]:
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


def find_label(t: Sequence[Token]) -> Iterator[Clause]:
    """``Ana Ruiz: “…”``."""
    for i in range(1, len(t) - 1):
        if t[i].seen == ":":
            quote, lo = t[i + 1].quote, phrase_left(t, i) if t[i - 1].word else i
            if quote and lo == 0 and lo < i <= 6 and t[i - 1].capital:
                yield Clause("direct", quote.start, quote.end, (lo, i), None, "label", lo)
            return
