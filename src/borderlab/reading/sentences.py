"""Sentences of English and Spanish prose, by readable rules and with offsets.

A sentence ends at a run of ``.!?…`` with its closing quotes and brackets, when blank follows and
what follows can begin a sentence. `_ends_here` holds every exception in one place, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import Any

from borderlab.reading.rows import ZoneRow, Zones, rows_of
from borderlab.reading.words import fold, numbered, pattern, words

#: What a line or sentence is trimmed of: all Unicode blanks and the byte-order mark.
BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff"

_OPENERS = "“\"‘'«([¿¡*_$€£—–-"
_DASHES = ("–", "—", "-")
_QUOTES = "”\"’'»"
_LONGEST = 40  # characters looked back for an abbreviation, or for what closes a line
#: terminators, closers, blank, openers, next word; possessive, so every character is read once,
#: and begun by one character, so that the others are skipped at once
_STOP = re.compile(
    rf"(?P<stop>[.!?…][.!?…]*+)(?P<close>[{_QUOTES})\]*_]*+)(?P<gap>\s*+)"
    rf"(?P<open>[{re.escape(_OPENERS)}]*+)(?P<word>\w*+)"
)
_ATTRIBUTION = re.compile(
    rf"(?:[\w’'-]+ |[A-Z]\w{{0,3}}\. ){{1,4}}?(?:{pattern('says')})\b(?P<end>[.,]?)"
)
_HEADING = re.compile(r"(?:#{1,6}\s+)?")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_HEAD = 100  # characters of a heading at most
_BEGINS = re.compile(r"[“\"«¿¡]?(?![a-záéíóúüñ])\w")
_CLOSED = re.compile(rf"[.?!:][{_QUOTES})\]*_]*\Z")
#: where a block ends without a full stop: above an item of a list, at a blank line, and below a
#: heading in capitals
_BREAK = re.compile(
    r"[\r\n]\s*+(?=[-*•▪●◦]\s)|(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*+"
    r"|(?<![^\r\n])[^a-záéíóúüñ\r\n.?!…:;,]{2,80}(?<=\w{2})[\r\n]++(?=[“\"«¿¡]?[A-ZÁÉÍÓÚÑ¿¡]?[a-záéíóúüñ])"
)
_NEWLINES = re.compile(r"[\r\n]")
_LIST_MARK = re.compile(r"(?:[-*•▪●◦]|#{1,6})\s+")  # says how a line stands on the page, no word
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # U.S, S.A: the last dot is the stop
_NUMBERING = re.compile(r"\d{1,3}|[ivxIVX]{1,4}|\w")
_ROMAN = re.compile(r"[IVXLC]{2,}|[VX]")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay begin a sentence as they are
_DOUBLED = re.compile(r"([A-Z])\1")  # EE. UU., FF. AA., RR. HH.


@cache
def _abbreviations() -> frozenset[str]:
    classes = ("before_name", "before_number", "either")
    return frozenset(word.lower() for name in classes for word in words(name))


def _abbreviates(token: str, stop: re.Match[str], text: str) -> bool:
    """Say whether the full stop after `token` only abbreviates it."""
    lower = token.lower()
    if len(token) > 2 and lower not in _abbreviations() and "." not in token:
        return False  # an ordinary word, as most are
    word = stop["word"]
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


def _attributed(stop: re.Match[str], text: str) -> bool:
    """Say whether a closed quotation goes on with its attribution (``“Why?” Ruiz asked.``)."""
    if not set(stop["close"]) & set(_QUOTES) or stop["open"]:
        return False
    says = _ATTRIBUTION.match(text, stop.start("word"), stop.start("word") + 120)
    return says is not None and ("." not in stop["stop"] or says["end"] != "")


def _run_on(text: str, stop: re.Match[str]) -> bool:
    """Say whether only the blank behind a sentence is missing: "It ended.The next day"."""
    before = text[max(0, stop.start() - 3) : stop.start()]
    after = text[stop.end("word") : stop.end("word") + 1]
    told = before.isalpha() and before.islower() and stop["word"].istitle() and after.isspace()
    return told and stop["word"].lower() in words("starter")


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether the sentence begun at `start` ends at this run of terminators."""
    mark, close, gap, opener, word = stop.groups()
    if stop.end("gap") == len(text):
        return True
    if not gap and not _run_on(text, stop):
        return False
    if word[:1].islower() and not _BRAND.match(word) and not set(opener) & set("¿¡"):
        return False
    if opener[:1] in _DASHES and (not word or set(close) & set(_QUOTES)):
        return False  # a dateline's or an attribution's dash
    head = text[max(start, stop.start() - _LONGEST) : stop.start()]
    raw = "" if not head or head[-1].isspace() else head.rsplit(None, 1)[-1]
    token = raw.lstrip(_OPENERS)
    if not token:  # an elision or a stop standing free: "the … Mexico", "(…) The"
        opens = mark[-1] in "?!" or word.lower() in words("starter")
        stray = mark == "." and word.istitle() and head.rstrip()[-1:].isalnum()
        return not close and (opens or stray)
    if mark == "." and not close:
        numbered = len(raw) == stop.start() - start and _NUMBERING.fullmatch(token)
        if numbered or _abbreviates(token, stop, text):  # "1. The parties agree"
            return False
    return not close or not _attributed(stop, text)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Split prose into sentences.

    Parameters
    ----------
    text : str
        Prose in English or Spanish; a line break inside it is a blank, unless a bullet follows.

    Returns
    -------
    list of (int, int)
        Half-open, ordered, disjoint offsets in code points; together they cover every non-blank
        but the marks of lists and headings.

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
    edges = [0, *_breaks(text), len(text)]
    blocks = [(low, _split_block(text[low:high])) for low, high in pairwise(edges)]
    return [(low + start, low + end) for low, block in blocks for start, end in block]


def _breaks(text: str) -> Iterator[int]:
    """Yield where `_BREAK` ends: it can begin at a line's end or beginning only."""
    if not _NEWLINES.search(text):
        return  # a paragraph of one line, as most are
    end = 0
    begins = (at for line in _NEWLINES.finditer(text) for at in (line.start(), line.end()))
    for at in chain([0], begins):
        if at >= end and (found := _BREAK.match(text, at)):
            yield (end := found.end())


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


def _is_closed(text: str, start: int, end: int) -> bool:
    return _CLOSED.search(text, max(start, end - _LONGEST), end) is not None


def _headings(text: str, lines: list[tuple[int, int]], datelines: set[int]) -> set[int]:
    """Find the ends of headings right above their paragraph, in a text of a paragraph a line.

    Short open lines over a longer closed one; none, where any other line breaks off, for then
    lines are broken inside sentences and names. What stands above a dateline is always apart.
    """
    found, before = set(), True
    for (start, end), (low, high) in pairwise(lines):
        adjacent = len(_NEWLINE.findall(text, end, low)) == 1 and low not in datelines
        closed = _is_closed(text, start, end)
        if adjacent and not closed:
            longer = high - low > 2 * (end - start) and _is_closed(text, low, high)
            if not (before and longer and _BEGINS.match(text, low) and end - start <= _HEAD):
                return set()
            found.add(end)
        before = closed or not adjacent
    return found


def _paragraphs(text: str, zones: Sequence[ZoneRow]) -> Iterator[tuple[str, int, int]]:
    """Yield (zone, start, end) of each title and of each run of body lines."""
    body = [row for row in zones if row.zone == "body"]
    datelines = {row.start for row in body if row.rule == "dateline"}
    headings = _headings(text, [(row.start, row.end) for row in body], datelines)
    run: tuple[int, int] | None = None
    for start, end, zone, _ in zones:
        apart = run is None or zone != "body" or len(_NEWLINE.findall(text, run[1], start)) > 1
        ends = run and (run[1] in headings or start in datelines or _is_closed(text, *run))
        if run and (apart or ends):
            yield "body", *run
            run = None
        if zone == "body":
            run = (run[0] if run else start, end)
        elif zone == "title":
            yield "title", start + len(_HEADING.match(text, start, end)[0]), end  # type: ignore[index]
    if run:
        yield "body", *run


def find_sentences(text: str, zones: Zones, doc_id: str) -> Iterator[dict[str, Any]]:
    r"""Find and number the title and the body sentences of one text.

    A paragraph is a run of body lines, broken by a blank line, by a line of another zone, or after
    a line that ends in ``.?!:`` with an optional closing quote or bracket.

    Parameters
    ----------
    text : str
        The text as decoded.
    zones : pandas.DataFrame or sequence of ZoneRow
        Its lines, as `borderlab.reading.zones.find_zones` returns them.
    doc_id : str
        Prefix of the ids: ``hled-2023:s5``, for a title ``hled-2023:t1``.

    Yields
    ------
    dict
        Rows of the contract ``sentences``, no echo named; paragraphs from 1 (titles 0), positions
        from 1 in each zone.

    Examples
    --------
    >>> from borderlab.reading.zones import find_zones
    >>> text = "Ports reopen\n\nTrade resumed. Trucks crossed."
    >>> for row in find_sentences(text, find_zones(text), "ports"):
    ...     print(row["sentence_id"], row["zone"], row["paragraph"], row["text"])
    ports:t1 title 0 Ports reopen
    ports:s1 body 1 Trade resumed.
    ports:s2 body 1 Trucks crossed.
    """
    position = {"title": 0, "body": 0}
    paragraph = 0
    for zone, low, high in _paragraphs(text, rows_of(zones)):
        prose = zone == "body"
        paragraph += prose
        for a, b in split_sentences(text[low:high]) if prose else [(0, high - low)]:
            position[zone] += 1
            yield {
                "sentence_id": f"{doc_id}:{'s' if prose else 't'}{position[zone]}",
                "doc_id": doc_id, "zone": zone, "paragraph": paragraph if prose else 0,
                "position": position[zone], "start": low + a, "end": low + b,
                "text": text[low + a : low + b], "echo_id": None,
            }  # fmt: skip
