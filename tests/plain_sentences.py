"""The rules of `borderlab.reading.sentences` written out, without glances: slow, and the oracle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from borderlab.reading.sentences import (
    _BRAND,
    _DOTTED,
    _DOUBLED,
    _LIST_MARK,
    _NUMBERING,
    _ROMAN,
    BLANK,
    _attributed,
    _run_on,
)
from borderlab.reading.words import fold, numbered, words

_OPENERS = "“\"‘'«([¿¡*_$€£—–-"
_QUOTES = "”\"’'»"
_LONGEST = 40  # characters looked back for an abbreviation, or for what closes a line
#: terminators, closers, blank, openers, next word; possessive, so every character is read once
_STOP = re.compile(
    rf"(?P<stop>[.!?…]++)(?P<close>[{_QUOTES})\]*_]*+)(?P<gap>\s*+)"
    rf"(?P<open>[{re.escape(_OPENERS)}]*+)(?P<word>\w*+)"
)
#: where a block ends without a full stop: above an item of a list, at a blank line, and below a
#: heading in capitals
_BREAK = re.compile(
    r"[\r\n]\s*+(?=[-*•▪●◦]\s)|(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*+"
    r"|(?<![^\r\n])[^a-záéíóúüñ\r\n.?!…:;,]{2,80}(?<=\w{2})[\r\n]++(?=[“\"«¿¡]?[A-ZÁÉÍÓÚÑ¿¡]?[a-záéíóúüñ])"
)


def _abbreviates(token: str, stop: re.Match[str], text: str) -> bool:
    """Say whether the full stop after `token` only abbreviates it."""
    word, lower = stop["word"], token.lower()
    loud = {lower, token.title()} if word.isupper() else set()  # SGT. DIAZ as Sgt. Diaz
    shapes = {token, *loud} if token.isupper() else {token, lower}
    if shapes & words("before_name") or (_DOUBLED.fullmatch(token) and _DOUBLED.fullmatch(word)):
        return True
    if lower in words("before_number") and (word[:1].isdigit() or _ROMAN.fullmatch(word)):
        return True
    if lower in ("a.m", "p.m"):  # 11 p.m. Sunday, 4 a.m. EDT; elsewhere the day is done
        return fold(word) in numbered("weekday") or word.isupper()
    initial = len(token) == 1 and token.isupper()
    last = re.split(r"[-–]", token)[-1]  # "the Sonora-U.S. Commission"
    if not (initial or {token, lower} & words("either") or _DOTTED.fullmatch(last)):
        return False
    # "U.S. The plan" ends; "U.S. Ambassador", "S. A. de C. V.", "P. O'Neil", "Inc. (NYSE)" do not
    opens = word.lower() in words("starter") and not set(stop["open"]) & set("([$€£–—-")
    more = text[stop.end() : stop.end() + 1]
    return not opens or more == "." or (more in ("'", "’") and word in ("A", "E", "O", "Y"))


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether the sentence begun at `start` ends at this run of terminators."""
    word, opener = stop["word"], stop["open"]
    if stop.end("gap") == len(text):
        return True
    if not stop["gap"] and not _run_on(text, stop):
        return False
    if word[:1].islower() and not _BRAND.match(word) and not set(opener) & set("¿¡"):
        return False
    if opener[:1] in ("–", "—", "-") and (not word or set(stop["close"]) & set(_QUOTES)):
        return False  # a dateline's or an attribution's dash
    head = text[max(start, stop.start() - _LONGEST) : stop.start()]
    raw = "" if head[-1:].isspace() else (head.split() or [""])[-1]
    token = raw.lstrip(_OPENERS)
    if not token:  # an elision or a stop standing free: "the … Mexico", "(…) The"
        opens = stop["stop"][-1] in "?!" or word.lower() in words("starter")
        stray = stop["stop"] == "." and word.istitle() and head.rstrip()[-1:].isalnum()
        return not stop["close"] and (opens or stray)
    if stop["stop"] == "." and not stop["close"]:
        numbered = len(raw) == stop.start() - start and _NUMBERING.fullmatch(token)
        if numbered or _abbreviates(token, stop, text):  # "1. The parties agree"
            return False
    return not _attributed(stop, text)


def split_plainly(text: str) -> list[tuple[int, int]]:
    """Split prose into sentences, rule by rule."""
    edges = [0, *(end.end() for end in _BREAK.finditer(text)), len(text)]
    blocks = [(low, _split_block(text[low:high])) for low, high in pairwise(edges)]
    return [(low + start, low + end) for low, block in blocks for start, end in block]


def _split_block(text: str) -> Iterator[tuple[int, int]]:
    text = text.rstrip(BLANK)
    start = len(text) - len(text.lstrip(BLANK))
    mark = _LIST_MARK.match(text, start)
    start = mark.end() if mark else start
    for stop in _STOP.finditer(text, start):
        if _ends_here(text, start, stop):
            yield start, stop.start("gap")
            start = stop.end("gap")
    if start < len(text):
        yield start, len(text)
