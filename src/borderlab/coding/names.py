"""The words of a sentence, and what the vocabulary says of them: titles, places, bodies."""

from __future__ import annotations

import re
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.words import words

_TOKEN = re.compile(
    r"[^\W\d_][\w’']*-(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.){1,4}[^\W\d_]?|[^\W_][\w\u0300-\u036f’'&–-]*|&"
)
#: small words inside the name of a person, and those inside any name
IN_PERSON = words("name_particle")
SMALL = IN_PERSON | {"e", "para", "of", "the", "and", "for", "&", "el", "por", "on"}
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ]{1,4}['’][A-ZÀ-Þ]")


class Token(NamedTuple):
    """A word of a sentence, with its place there."""

    start: int
    end: int
    text: str
    seen: str  # lower case, no accents, no possessive

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, behind a particle or not: d'Ors."""
        return self.text[0].isupper() or _INNER_CAPITAL.match(self.text) is not None


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


def is_word(token: Token, *names: str) -> bool:
    """Say whether a word belongs to one of some word classes."""
    plain = token.seen.rstrip(".")
    if plain in words("title") and plain in words("body_noun"):  # secretaria, secretaría
        spelt = "title" if plain == token.text.lower() else "body_noun"
        names = tuple(name for name in names if name not in ("title", "body_noun") or name == spelt)
    return any({token.seen, plain, f"{plain}."} & words(name) for name in names)


def is_qualified(token: Token) -> bool:
    """Say whether a word only says from where or whose: "Lima-based", "Rocalta-owned"."""
    return token.seen.partition("-")[2] in words("qualifier")


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
