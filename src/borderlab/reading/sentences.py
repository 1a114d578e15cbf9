"""Sentences of English and Spanish prose, by readable rules and with offsets.

A sentence ends at a run of ``.!?…`` with its closing quotes and brackets, when blank follows and
what follows can begin a sentence. `_ends_here` holds every exception in one place, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from borderlab.reading.words import BEFORE_NAME, BEFORE_NUMBER, EITHER, SAYS, STARTERS
from borderlab.tables import table

if TYPE_CHECKING:
    import pandas as pd

#: What a line or sentence is trimmed of: all Unicode blanks and the byte-order mark.
BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff"

_OPENERS = "“\"‘'«([¿¡*_$€£—–-"
_LONGEST = 40  # characters looked back for an abbreviation
_ATTRIBUTION = re.compile(
    rf"(?:[\w’'-]+ |[A-Z]\w{{0,3}}\. ){{1,4}}?(?:{'|'.join(sorted(SAYS))})\b(?P<end>[.,]?)"
)
_QUOTES = "”\"’'»"
#: terminators, closers, blank, openers, next word; possessive, so every character is read once
_STOP = re.compile(
    r"(?P<stop>[.!?…]++)(?P<close>[”\"’'»)\]*_]*+)(?P<gap>\s*+)"
    r"(?P<open>[“\"‘'«(\[¿¡*_$€£—–-]*+)(?P<word>\w*+)"
)
_MARK = re.compile(r"(?:#{1,6}\s+)?")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_CLOSED = re.compile(r"[.?!:][”\"’'»)\]*_]*\Z")
_BULLET = re.compile(r"[\r\n]\s*+(?=[-*•▪●◦]\s)")
_DOTTED = re.compile(
    r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}"
)  # U.S, EE.UU, S.A: the last dot is the terminator
_NUMBERING = re.compile(r"\d{1,3}|[ivxIVX]{1,4}|\w")
_ROMAN = re.compile(r"[IVXLC]{2,}|[VX]")
_DOUBLED = re.compile(r"([A-Z])\1")  # EE. UU., FF. AA., RR. HH.


def _abbreviates(token: str, stop: re.Match[str], text: str) -> bool:
    """Say whether the full stop after `token` only abbreviates it."""
    word = stop["word"]
    shapes = {token, token.lower()} if not token.isupper() or word.isupper() else {token}
    if shapes & BEFORE_NAME or (_DOUBLED.fullmatch(token) and _DOUBLED.fullmatch(word)):
        return True
    if token.lower() in BEFORE_NUMBER and (word[:1].isdigit() or _ROMAN.fullmatch(word)):
        return True
    initial = len(token) == 1 and token.isupper()
    if not (initial or {token, token.lower()} & EITHER or _DOTTED.fullmatch(token)):
        return False
    # "U.S. The plan" ends; "U.S. Ambassador", "S. A. de C. V.", "Inc. (NYSE)" do not
    opens = word.lower() in STARTERS and not set(stop["open"]) & set("([$€£–—-")
    more = text[stop.end() : stop.end() + 1]  # "S. A. de C. V.", "P. O'Neil"
    return not opens or more == "." or (more in ("'", "’") and word in ("A", "E", "O", "Y"))


def _attributed(stop: re.Match[str], text: str) -> bool:
    """Say whether a closed quotation goes on with its attribution (``“Why?” Ruiz asked.``)."""
    if not set(stop["close"]) & set(_QUOTES) or stop["open"]:
        return False
    says = _ATTRIBUTION.match(text, stop.start("word"), stop.start("word") + 120)
    return bool(says) and ("." not in stop["stop"] or bool(says and says["end"]))


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether the sentence begun at `start` ends at this run of terminators."""
    word, opener = stop["word"], stop["open"]
    if stop.end("gap") == len(text):
        return True
    if not stop["gap"] or (word[:1].islower() and not set(opener) & set("¿¡")):
        return False
    if opener[:1] in ("–", "—", "-") and (not word or set(stop["close"]) & set(_QUOTES)):
        return False  # a dateline's or an attribution's dash
    head = text[max(start, stop.start() - _LONGEST) : stop.start()]
    raw = "" if head[-1:].isspace() else (head.split() or [""])[-1]
    token = raw.lstrip(_OPENERS)
    if not token:  # an elision or a stop standing free: "the … Mexico", "(…) The"
        return not stop["close"] and (stop["stop"][-1] in "?!" or word.lower() in STARTERS)
    if stop["stop"] == "." and not stop["close"]:
        if len(raw) == stop.start() - start and _NUMBERING.fullmatch(token):
            return False  # "1. The parties agree"
        if _abbreviates(token, stop, text):
            return False
    return not _attributed(stop, text)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Split prose into sentences.

    Parameters
    ----------
    text : str
        Prose in English or Spanish; a line break inside it is a blank, unless a bullet follows.

    Returns
    -------
    list of (int, int)
        Half-open, ordered, disjoint offsets in code points; together they cover every non-blank.

    Notes
    -----
    A quotation and its attribution are one sentence; a full stop inside a quotation that a capital
    follows ends one. Time is linear in the length of the text.

    Examples
    --------
    >>> text = "19 are U.S.-based. “We met Gov. Ruiz,” she said. ¿Y ahora?"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['19 are U.S.-based.', '“We met Gov. Ruiz,” she said.', '¿Y ahora?']
    """
    bullets = [m.end() for m in _BULLET.finditer(text)]
    edges = [0, *bullets, len(text)]
    found: list[tuple[int, int]] = []
    for low, high in pairwise(edges):
        found.extend((low + a, low + b) for a, b in _split_block(text[low:high]))
    return found


def _split_block(text: str) -> Iterator[tuple[int, int]]:
    end = len(text.rstrip(BLANK))
    start = len(text) - len(text.lstrip(BLANK))
    text = text[:end]
    for stop in _STOP.finditer(text, start):
        if _ends_here(text, start, stop):
            yield start, stop.start("gap")
            start = stop.end("gap")
    if start < end:
        yield start, end


def _paragraphs(text: str, zones: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield (zone, start, end) of each title and of each run of body lines."""
    run: tuple[int, int] | None = None
    for start, end, zone in zip(zones["start"], zones["end"], zones["zone"], strict=True):
        apart = run is None or zone != "body" or len(_NEWLINE.findall(text, run[1], start)) > 1
        if run and (apart or _CLOSED.search(text, max(run[0], run[1] - _LONGEST), run[1])):
            yield "body", *run
            run = None
        if zone == "body":
            run = (run[0] if run else start, end)
        elif zone == "title":
            yield "title", start + len(_MARK.match(text, start, end)[0]), end  # type: ignore[index]
    if run:
        yield "body", *run


def sentence_rows(text: str, zones: pd.DataFrame, doc_id: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of `find_sentences`, before any contract is checked."""
    count = {"title": 0, "body": 0}
    paragraph = 0
    for zone, low, high in _paragraphs(text, zones):
        paragraph += zone == "body"
        spans = split_sentences(text[low:high]) if zone == "body" else [(0, high - low)]
        for start, end in ((low + a, low + b) for a, b in spans):
            count[zone] += 1
            yield {
                "sentence_id": f"{doc_id}:{'s' if zone == 'body' else 't'}{count[zone]}",
                "doc_id": doc_id, "zone": zone, "paragraph": paragraph if zone == "body" else 0,
                "position": count[zone], "start": start, "end": end, "text": text[start:end],
                "echo_id": None,
            }  # fmt: skip


def find_sentences(text: str, zones: pd.DataFrame, doc_id: str) -> pd.DataFrame:
    r"""Find and number the title and the body sentences of one text.

    A paragraph is a run of body lines, broken by a blank line, by a line of another zone, or after
    a line that ends in ``.?!:`` with an optional closing quote or bracket.

    Parameters
    ----------
    text : str
        The text as decoded.
    zones : pandas.DataFrame
        Its lines, as `borderlab.reading.zones.find_zones` returns them.
    doc_id : str
        Prefix of the ids: ``hled-2023:s5``, for a title ``hled-2023:t1``.

    Returns
    -------
    pandas.DataFrame
        The contract ``sentences``; paragraphs from 1 (titles 0), positions from 1 in each zone.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nTrade resumed. Trucks crossed."
    >>> found = find_sentences(text, find_zones(text), "ports")
    >>> print(found[["zone", "paragraph", "text"]].to_csv(), end="")
    sentence_id,zone,paragraph,text
    ports:t1,title,0,Ports reopen
    ports:s1,body,1,Trade resumed.
    ports:s2,body,1,Trucks crossed.
    """
    return table("sentences", sentence_rows(text, zones, doc_id))
