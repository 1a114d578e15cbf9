"""Names that a text holds: runs of capitalised words, told apart into persons and bodies.

No model and no registry: closed word classes (offices, first names, nouns of bodies, places) and
what stands beside a run decide. Places, agreements and events are nobody and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.name_kinds import LONGEST, kind_of
from borderlab.coding.name_runs import divide, runs
from borderlab.coding.names import (
    SMALL,
    Token,
    is_place,
    is_qualified,
    is_word,
    title_end,
    tokens,
)
from borderlab.coding.words import words
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


def _office_before(before: str) -> str:
    """Return the title in small letters right before a name: "el canciller", "ambassador"."""
    taken: list[str] = []
    for word in reversed(before.split()[-8:]):
        seen = view(word).text.rstrip("," if not taken else "")
        apart = seen.endswith((",", ";", ":")) or (not taken and seen.endswith(("'s", "s'")))
        if apart or seen in ("y", "e", "and"):
            break
        taken.insert(0, word)
        if {seen, seen.rstrip(".")} & (words("title") | words("rank") | words("courtesy")):
            return " ".join(taken).rstrip(",")
        if not (word[0].isupper() or seen in SMALL or seen in words("portfolio")):
            break
    return ""


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
    name = _untitled(run, body)
    office = _office_before(sentence[: run[0].start])
    if office and office.split()[-1] in SMALL and len(name) == len(run):  # "secretario de" Estado
        while not body and name and (part := _part_of_office(name)):
            name = name[part:]
        if len(name) == len(run):
            office = ""  # what follows is the body that somebody heads
    name = _trimmed(name, body)
    if not name:
        return
    start, end = name[0].start, name[-1].end
    office = sentence[run[0].start : start].strip() or office
    kind = kind_of(name, bool(office), sentence[:start], sentence[end:])
    if kind:
        defined = _DEFINED.match(sentence, end)
        text, acronym = " ".join(sentence[start:end].split()), defined[1] if defined else ""
        yield Candidate(start, end, text, kind, office if kind == "person" else "", acronym)


def _untitled(run: list[Token], body: bool) -> list[Token]:
    """Leave out the title, nation or place in front of a name.

    Nouns of bodies are no title's ("State Department"), and in "Chair of the Border Council" the
    border is the council's.
    """
    head = next((t for t in run if not is_word(t, "title", "rank")), run[0])
    titled = not head.capital and not is_word(run[0], "body_noun")  # no "King Edward School"
    if not body:
        name = run[title_end(run) :]
    elif titled:
        own = (i for i, t in enumerate(run) if t.capital and not is_word(t, "title", "rank"))
        name = run[next(own, len(run)) :]
    else:
        name = run
    while name and is_qualified(name[0]):
        name = name[1:]
    given = next((i for i, t in enumerate(name) if is_word(t, "given_name")), 0)
    front = name[:given]
    whose = all(
        is_word(t, "demonym", "calendar", "portfolio") or t.seen in SMALL or is_place([t])
        for t in front
    )
    return name[given:] if whose or is_place(front) else name


def _trimmed(name: list[Token], body: bool) -> list[Token]:
    """Leave out what stands behind a name: "Rosa Mora of Sonora", "Rosa Mora Tuesday".

    A title behind a long body is the next person's ("Trade Authority President"), before a place
    this one's; else it is a surname or the body's own: "Ana King", "Fiscalía General".
    """
    titled = body and len(name) > 2
    for i, token in enumerate(name):
        if not body and i and token.seen == "of" and is_place(name[i + 1 :]):
            name, titled = name[:i], True
            break
    behind = ("calendar", "title", "rank") if titled else ("calendar",)
    while name and (not name[-1].capital or is_word(name[-1], *behind)):
        name = name[:-1]
    return name


def _part_of_office(name: list[Token]) -> int:
    """Return how many words a name begins with that say what an office is about or where."""
    if len(name) > 1 and is_place(name[:2]):
        return 2
    return int(
        not name[0].capital or is_place(name[:1]) or is_word(name[0], "portfolio", "demonym")
    )
