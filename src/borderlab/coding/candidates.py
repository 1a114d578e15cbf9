"""Names that a text holds: runs of capitalised words, told apart into persons and bodies.

No model and no registry: closed word classes (offices, first names, nouns of bodies, places) and
what stands beside a run decide. Places, agreements and events are nobody and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from borderlab.coding.name_kinds import LONGEST, kind_of
from borderlab.coding.name_runs import divide, runs
from borderlab.coding.name_titles import office_before, part_of_office, trimmed, untitled
from borderlab.coding.names import (
    SMALL,
    Token,
    is_place,
    is_word,
    title_end,
    tokens,
)
from borderlab.reading.datelines import dateline

_CAPITALS = 40  # capitalised words in a row that are no name any more
_DEFINED = re.compile(r"\s*\((?:the |la |el |por sus siglas )?[\"“]?([A-Z][\w&-]{1,9})[\"”]?\)")
_SPANISH_PAST = re.compile(r"[^\W\d_]{3,}ó")  # "Habló Rosa Mora": hardly any name ends so
_LABEL = re.compile(r"([^a-záéíóúñ:\n]{4,90}):\s")


class Candidate(NamedTuple):
    """A name as one sentence has it."""

    start: int
    end: int
    name: str
    kind: str  # person, organisation, or short: a word that may stand for a longer name
    office: str
    acronym: str  # defined in brackets right behind


def _labelled(sentence: str) -> Iterator[Candidate]:
    """Yield the speaker that a transcript names in capitals before a colon."""
    label = _LABEL.match(sentence)
    if not label:
        return
    head = label[1].split(",")[0]
    parts = tokens(head)
    name = parts[title_end(parts) :]
    if (
        name
        and len(name) <= LONGEST
        and not any(is_word(t, "body_noun", "thing_noun") for t in name)
    ):
        office = head[: name[0].start].strip(" (¿¡-–—") or label[1][len(head) + 1 :].strip()
        start, end = name[0].start, name[-1].end
        alone = len(name) == 1
        if (alone and not office) or any(is_word(t, "closed") for t in name[:1]):
            return
        yield Candidate(start, end, head[start:end].title(), "person", office.title(), "")


def find_candidates(sentence: str, small: frozenset[str]) -> list[Candidate]:
    """Find the names of persons and bodies in a sentence.

    Parameters
    ----------
    sentence : str
        As the corpus has it.
    small : frozenset of str
        Words that the corpus has in small letters too: none opens a name at a sentence's start.

    Returns
    -------
    list of Candidate
        In order, with offsets into the sentence.

    Examples
    --------
    >>> sentence = "Governor Rosa Mora met the Border Trade Council (BTC)."
    >>> [(c.name, c.kind, c.office, c.acronym) for c in find_candidates(sentence, frozenset())][:2]
    [('Rosa Mora', 'person', 'Governor', ''), ('Border Trade Council', 'organisation', '', 'BTC')]
    """
    found = list(_labelled(sentence))
    label = _LABEL.match(sentence)
    opening = label.end() if label else _dateline_end(sentence)
    parts = [t for t in tokens(sentence) if t.start >= opening]
    if _is_heading(parts, sentence):
        return found
    for run in runs(sentence, parts):
        first = run[0]
        opens = sentence[: first.start].rstrip(" \n“\"‘'«¿¡([—–-")[-1:] in ("", ":", ".", "?", "!")
        named = is_word(first, "title", "rank", "body_noun", "courtesy", "given_name")
        plain = first.seen in small or _SPANISH_PAST.fullmatch(first.text)
        if opens and plain and not named and not is_place(run[:2]):
            run = run[1:]
        while run and (not run[0].capital or is_word(run[0], "closed")) and not is_place(run[:2]):
            run = run[1:]
        for name in divide(run) if 0 < len(run) <= _CAPITALS else []:
            found += _read(sentence, name)
    return found


def _dateline_end(sentence: str) -> int:
    """Return where the place of a dateline ends; an agency in brackets behind it is a name."""
    return len((dateline(sentence) or "").split("(")[0])


def _is_heading(parts: list[Token], sentence: str) -> bool:
    """Say whether nearly every word has a capital, as in a headline among the paragraphs."""
    long = [token for token in parts if len(token.text) > len("with")]
    loud = sum(token.capital for token in long)
    return len(long) >= 4 and loud >= 0.8 * len(long) and sentence.rstrip()[-1:] not in '.”"»!?'


def _read(sentence: str, run: list[Token]) -> Iterable[Candidate]:
    """Take a title off a run and say what is left."""
    body = any(is_word(t, "body_noun") for t in run) and not any(
        is_word(t, "given_name") for t in run[title_end(run) :]
    )
    name = untitled(run, body)
    office = office_before(sentence[: run[0].start])
    if office and office.split()[-1] in SMALL and len(name) == len(run):  # "secretario de" Estado
        while not body and name and (part := part_of_office(name)):
            name = name[part:]
        if len(name) == len(run):
            office = ""  # what follows is the body that somebody heads
    name = trimmed(name, body)
    if not name:
        return
    start, end = name[0].start, name[-1].end
    office = sentence[run[0].start : start].strip() or office
    kind = kind_of(name, bool(office), sentence[:start], sentence[end:])
    if kind:
        defined = _DEFINED.match(sentence, end)
        text, acronym = " ".join(sentence[start:end].split()), defined[1] if defined else ""
        yield Candidate(start, end, text, kind, office if kind == "person" else "", acronym)
