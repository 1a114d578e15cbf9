"""Runs of capitalised words in a sentence, divided where one name ends and another begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.words import words

_TOKEN = re.compile(
    r"[^\W\d_][\w’']*-(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.){1,4}[^\W\d_]?|[^\W_][\w’'&–-]*|&"
)
#: small words inside a name, and those of them inside that of a person
SMALL = ("de", "del", "la", "las", "los", "y", "e", "para", "of", "the", "and", "for", "von",
          "van", "da", "&")  # fmt: skip
IN_PERSON = ("de", "del", "la", "las", "los", "von", "van", "da", "y")
_ARTICLES = ("la", "el", "the", "del", "las", "los")
_AND = ("and", "y", "e", "&")


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


def runs(sentence: str, parts: list[Token]) -> Iterator[list[Token]]:
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
        elif run and token.seen in SMALL and len(small) < 3 and _joins(run, token):
            small.append(token)
        else:
            yield from [run] if run else []
            run, small = [], []
    if run:
        yield run


def _joins(run: list[Token], small: Token) -> bool:
    """Say whether a small word may go on with a name: "for" and "the" only in that of a body."""
    return small.seen in (*IN_PERSON, *_AND, "of") or any(
        is_word(token, "body_noun", "title", "rank") for token in run
    )


def is_word(token: Token, *names: str) -> bool:
    """Say whether a word belongs to one of some word classes."""
    plain = token.seen.rstrip(".")
    if plain in words("title") and plain in words("body_noun"):  # secretaria, secretaría
        spelt = "title" if plain == token.text.lower() else "body_noun"
        names = tuple(name for name in names if name not in ("title", "body_noun") or name == spelt)
    return any({token.seen, plain, f"{plain}."} & words(name) for name in names)


def title_end(run: list[Token]) -> int:
    """Return how many words of a run are the title of an office in front of a name."""
    if not any(is_word(token, "title", "rank", "courtesy") for token in run):
        return 0
    end, i = 0, 0
    while i < len(run):
        token = run[i]
        if is_word(token, "title", "rank", "courtesy"):
            end = i + 1
        elif token.seen in SMALL:
            if not end:
                break
        elif is_word(token, "portfolio", "demonym") or is_place(run[i : i + 1]):
            end = i + 1 if end else end
        elif not is_place(run[i : i + 2]):
            break
        i += 1
    while end < len(run) and end and run[end].seen in SMALL:
        end += 1
    return end


def is_place(run: list[Token]) -> bool:
    """Say whether words are the name of a place that the vocabulary knows."""
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
    if any(is_word(side[0], "given_name") or is_place(side) for side in (left, right)):
        return False
    if any(is_word(token, "title", "rank", "given_name") for token in right):
        return False
    return any(is_word(t, "body_noun") for t in left) != any(is_word(t, "body_noun") for t in right)


def _apart(run: list[Token]) -> list[list[Token]]:
    """Divide a body from a person with a title behind it: "Trade Authority President Rosa Mora"."""
    for i in range(1, len(run) - 1):
        titled = is_word(run[i], "title", "rank") and run[i - 1].capital
        who = i + title_end(run[i:])
        titled = titled and who < len(run) and is_word(run[who], "given_name")
        if (
            titled
            and not title_end(run[:i])
            and not all(is_word(t, "portfolio", "demonym") or is_place([t]) for t in run[:i])
        ):
            return [run[:i], run[i:]]
    return [run]


def _nested(run: list[Token]) -> list[list[Token]]:
    """Divide the name of a body from that of the larger one it belongs to."""
    for i in range(1, len(run) - 1):
        inner = is_word(run[i + 1], "body_noun") and run[i].seen in _ARTICLES
        if inner and any(is_word(t, "body_noun") for t in run[:i]):
            left = run[:i]
            while left and not left[-1].capital:
                left = left[:-1]
            return [left, *_nested(run[i + 1 :])] if left else [run]
    return [run]


def divide(run: list[Token]) -> list[list[Token]]:
    """Divide a run into the names that it holds, one behind the other.

    Examples
    --------
    >>> run = tokens("Trade Authority President Rosa Mora and Luis Vega")
    >>> [" ".join(token.text for token in name) for name in divide(run)]
    ['Trade Authority', 'President Rosa Mora', 'Luis Vega']
    """
    return [name for piece in _split(run) for name in _apart(piece)]
