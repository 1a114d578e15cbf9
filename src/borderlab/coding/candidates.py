"""Names that a text holds: runs of capitalised words, told apart into persons and bodies.

No model and no registry: closed word classes (offices, first names, nouns of bodies, places) and
what stands beside a run decide. Places, agreements and events are nobody and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.words import words

_TOKEN = re.compile(
    r"[^\W\d_][\w’']*-(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.){1,4}[^\W\d_]?|[^\W_][\w’'&–-]*|&"
)
_SMALL = ("de", "del", "la", "las", "los", "y", "e", "para", "of", "the", "and", "for", "von",
          "van", "da", "&")  # fmt: skip
_IN_PERSON = ("de", "del", "la", "las", "los", "von", "van", "da", "y")
_AND = ("and", "y", "e", "&")
_LONGEST = 5  # words of a person's name
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-ZÑ][A-Za-zÑ&-]{1,8}")
_DEFINED = re.compile(r"\s*\((?:the |la |el |por sus siglas )?[\"“]?([A-Z][\w&-]{1,9})[\"”]?\)")
_LABEL = re.compile(r"([^a-záéíóúñ:\n]{4,90}):\s")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")


class Token(NamedTuple):
    """A word of a sentence, with its place there."""

    start: int
    end: int
    text: str
    seen: str  # lower case, no accents, no possessive

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


class Candidate(NamedTuple):
    """A name as one sentence has it."""

    start: int
    end: int
    name: str
    kind: str  # person, organisation, or short: a word that may stand for a longer name
    office: str
    acronym: str  # defined in brackets right behind


def tokens(sentence: str) -> list[Token]:
    """Split a sentence into words; a possessive is no part of one.

    Examples
    --------
    >>> [token.text for token in tokens("Mexico's J. P. O'Neil met AT&T.")]
    ['Mexico', 'J.', 'P.', "O'Neil", 'met', 'AT&T']
    """
    found = []
    for match in _TOKEN.finditer(sentence):
        text = re.sub(r"[’']s?\Z|-\Z", "", match[0]) or match[0]
        found.append(Token(match.start(), match.start() + len(text), text, view(text).text))
    return found


def _runs(sentence: str, parts: list[Token]) -> Iterator[list[Token]]:
    """Yield the longest runs of capitalised words, small words between two of them included."""
    run: list[Token] = []
    small: list[Token] = []
    for token in parts:
        last = (small or run)[-1:]
        gap = sentence[last[0].end : token.start] if last else ""
        if last and gap.strip():
            yield from [run] if run else []
            run, small = [], []
        if token.capital:
            run, small = [*run, *small, token], []
        elif run and token.seen in _SMALL and len(small) < 3 and _joins(run, token):
            small.append(token)
        else:
            yield from [run] if run else []
            run, small = [], []
    if run:
        yield run


def _joins(run: list[Token], small: Token) -> bool:
    """Say whether a small word may go on with a name: "for" and "the" only in that of a body."""
    return small.seen in (*_IN_PERSON, *_AND, "of") or any(
        _is(token, "body_noun", "title", "rank") for token in run
    )


def _is(token: Token, *names: str) -> bool:
    plain = token.seen.rstrip(".")
    if plain in words("title") and plain in words("body_noun"):  # secretaria, secretaría
        spelt = "title" if plain == token.text.lower() else "body_noun"
        names = tuple(name for name in names if name not in ("title", "body_noun") or name == spelt)
    return any({token.seen, plain, f"{plain}."} & words(name) for name in names)


def _title_end(run: list[Token]) -> int:
    """Return how many words of a run are the title of an office in front of a name."""
    if not any(_is(token, "title", "rank", "courtesy") for token in run):
        return 0
    end, i = 0, 0
    while i < len(run):
        token = run[i]
        if _is(token, "title", "rank", "courtesy"):
            end = i + 1
        elif token.seen in _SMALL:
            if not end:
                break
        elif _is(token, "portfolio", "demonym") or _is_place(run[i : i + 1]):
            end = i + 1 if end else end
        elif not _is_place(run[i : i + 2]):
            break
        i += 1
    while end < len(run) and end and run[end].seen in _SMALL:
        end += 1
    return end


def _is_place(run: list[Token]) -> bool:
    return " ".join(token.seen.rstrip(".") for token in run) in words("place_name")


def _split(run: list[Token]) -> list[list[Token]]:
    """Divide a run at "and", unless it is inside the name of one body."""
    for i, token in enumerate(run):
        if token.seen in _AND and 0 < i < len(run) - 1:
            left, right = run[:i], run[i + 1 :]
            if not right[0].capital or not _is_one_body(left, right):
                while right and not right[0].capital:
                    right = right[1:]
                return [*_nested(left), *_split(right)]
    return _nested(run)


def _is_one_body(left: list[Token], right: list[Token]) -> bool:
    """Say whether "and" stands inside one name: "Ministry of Finance and Public Credit"."""
    if any(_is(side[0], "given_name") or _is_place(side) for side in (left, right)):
        return False
    if any(_is(token, "title", "rank", "given_name") for token in right):
        return False
    return any(_is(t, "body_noun") for t in left) != any(_is(t, "body_noun") for t in right)


def _divide(run: list[Token]) -> list[list[Token]]:
    """Divide a body from a person with a title behind it: "Trade Authority President Rosa Mora"."""
    for i in range(1, len(run) - 1):
        titled = _is(run[i], "title", "rank") and run[i - 1].capital
        who = i + _title_end(run[i:])
        titled = titled and who < len(run) and _is(run[who], "given_name")
        if (
            titled
            and not _title_end(run[:i])
            and not all(_is(t, "portfolio", "demonym") or _is_place([t]) for t in run[:i])
        ):
            return [run[:i], run[i:]]
    return [run]


def _nested(run: list[Token]) -> list[list[Token]]:
    """Divide the name of a body from that of the larger one it belongs to."""
    for i in range(1, len(run) - 1):
        inner = _is(run[i + 1], "body_noun") and run[i].seen in (
            "la",
            "el",
            "the",
            "del",
            "las",
            "los",
        )
        if inner and any(_is(t, "body_noun") for t in run[:i]):
            left = run[:i]
            while left and not left[-1].capital:
                left = left[:-1]
            return [left, *_nested(run[i + 1 :])] if left else [run]
    return [run]


def _kind(name: list[Token], titled: bool, before: str, after: str) -> str:
    """Say what a run names: a person, an organisation, a short form, or nobody ("")."""
    big = [token for token in name if token.capital]
    if not big or all(_is(t, "demonym", "calendar", "portfolio", "title", "rank") for t in big):
        return ""
    bodies = [t for t in big if _is(t, "body_noun")]
    if bodies and len(big) > 1:
        return (
            "" if _is(big[-1], "thing_noun") and not _is(big[-1], "body_noun") else "organisation"
        )
    if all(_ABBREVIATED.fullmatch(token.text) for token in big):
        return ""
    if _is_place(name) or any(_is(t, "thing_noun") for t in big) or bodies:
        return ""
    if len(big) == 1:
        return _single(big[0], titled)
    shaped = (
        len(big) <= _LONGEST
        and all(t.capital or t.seen in _IN_PERSON for t in name)
        and not any(t.text.isupper() and len(t.text) > 2 and "." not in t.text for t in big)
    )
    named = _is(big[0], "given_name") or any(_INITIAL.fullmatch(t.text) for t in big[:2])
    if shaped and (titled or named or _speaks(before, after) or _is_titled_behind(after)):
        return "person"
    vague = any(_is(t, "portfolio", "calendar", "closed", "title", "rank") for t in big[1:])
    cut = [t.text for t in big if len(t.text) < 3 or (t.text.isupper() and "." not in t.text)]
    places = all(_is_place([t]) or _is(t, "demonym") for t in big)
    return "" if vague or cut or places or _is(big[0], "closed") or not shaped else "unclear"


def _single(token: Token, titled: bool) -> str:
    if _is(token, "no_acronym", "calendar", "closed", "demonym") or _is_place([token]):
        return ""
    if _ACRONYM.fullmatch(token.text):
        plural = token.text[-1] == "s" and token.text[:-1].isupper()
        return "" if plural else "organisation"
    return "person" if titled else "short"


def _speaks(before: str, after: str) -> bool:
    near = [*before.split()[-1:], *after.split()[:1]]
    return any(view(word).text.strip(',.;:”"') in words("says") for word in near)


def _is_titled_behind(after: str) -> bool:
    """Say whether a title of office follows behind a comma: ``, ambassador of``."""
    match = re.match(r",\s+(?:the |el |la |su )?(\S+)\s+(?:\S+\s+)?(?:of|de|del|for|en)\b", after)
    seen = view(match[1]).text if match else ""
    return seen in words("title") | words("rank")


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
        if not (word[0].isupper() or seen in _SMALL or seen in words("portfolio")):
            break
    return ""


def _labelled(sentence: str) -> Iterator[Candidate]:
    """Yield the speaker that a transcript names in capitals before a colon."""
    label = _LABEL.match(sentence)
    if not label:
        return
    head = label[1].split(",")[0]
    parts = tokens(head)
    name = parts[_title_end(parts) :]
    if name and len(name) <= _LONGEST and not any(_is(t, "body_noun", "thing_noun") for t in name):
        office = head[: name[0].start].strip(" (¿¡-–—") or label[1][len(head) + 1 :].strip()
        start, end = name[0].start, name[-1].end
        alone = len(name) == 1
        if (alone and not office) or any(_is(t, "closed") for t in name[:1]):
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
    parts = [t for t in tokens(sentence) if not label or t.start >= label.end()]
    if _is_heading(parts, sentence):
        return found
    for run in _runs(sentence, parts):
        first = run[0]
        opens = sentence[: first.start].rstrip(" \n“\"‘'«¿¡([—–-")[-1:] in ("", ":", ".", "?", "!")
        named = _is(first, "title", "rank", "body_noun", "courtesy", "given_name")
        if opens and first.seen in small and not named and not _is_place(run[:2]):
            run = run[1:]
        while run and (not run[0].capital or _is(run[0], "closed")) and not _is_place(run[:2]):
            run = run[1:]
        pieces = [part for piece in _split(run) for part in _divide(piece)] if run else []
        for piece in pieces:
            found += _read(sentence, piece)
    return found


def _is_heading(parts: list[Token], sentence: str) -> bool:
    """Say whether nearly every word has a capital, as in a headline among the paragraphs."""
    long = [token for token in parts if len(token.text) > len("with")]
    loud = sum(token.capital for token in long)
    return len(long) >= 4 and loud >= 0.8 * len(long) and sentence.rstrip()[-1:] not in '.”"»!?'


def _read(sentence: str, run: list[Token]) -> Iterable[Candidate]:
    """Take a title off a run and say what is left."""
    end = _title_end(run)
    # "Commission of Trade", "State Department": nouns of bodies are no title's
    body = any(_is(t, "body_noun") for t in run) and not any(
        _is(t, "given_name") for t in run[end:]
    )
    titled = _is(run[0], "title", "rank") and not _is(run[0], "body_noun")
    if body and titled:  # "Chair of the Border Council": the border is the council's
        end = next(i for i, t in enumerate(run) if i and t.capital and not _is(t, "title", "rank"))
    name = run if body and not titled else run[end:]
    given = next((i for i, t in enumerate(name) if _is(t, "given_name")), 0)
    if all(_is(t, "demonym", "calendar", "portfolio") or t.seen in _SMALL or _is_place([t])
           for t in name[:given]) or _is_place(name[:given]):  # fmt: skip
        name = name[given:]
    before = sentence[: run[0].start]
    office = _office_before(before)
    if office and office.split()[-1] in _SMALL and len(name) == len(run):  # "secretario de" Estado
        while not body and name and (part := _part_of_office(name)):
            name = name[part:]
        if len(name) == len(run):
            office = ""  # what follows is the body that somebody heads
    for i, token in enumerate(name):  # "Rosa Mora of Sonora"
        if not body and i and token.seen in ("of", "de", "del") and _is_place(name[i + 1 :]):
            name = name[:i]
            break
    while name and (not name[-1].capital or _is(name[-1], "calendar", "title", "rank")):
        name = name[:-1]
    if not name:
        return
    office = sentence[run[0].start : name[0].start].strip() or office
    before, after = sentence[: name[0].start], sentence[name[-1].end :]
    kind = _kind(name, bool(office), before, after)
    if kind:
        defined = _DEFINED.match(after)
        text = " ".join(sentence[name[0].start : name[-1].end].split())
        yield Candidate(
            name[0].start, name[-1].end, text, kind, office if kind == "person" else "",
            defined[1] if defined else "",
        )  # fmt: skip


def _part_of_office(name: list[Token]) -> int:
    """Return how many words a name begins with that say what an office is about or where."""
    if len(name) > 1 and _is_place(name[:2]):
        return 2
    return int(not name[0].capital or _is_place(name[:1]) or _is(name[0], "portfolio", "demonym"))
