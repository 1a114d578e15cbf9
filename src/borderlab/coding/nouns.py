"""The noun behind a number: which word it is, and how the unit is written."""

from __future__ import annotations

from borderlab.coding.place import Place
from borderlab.coding.units import Token, ahead, glued, has
from borderlab.coding.words import is_verb, words

_REACH = 9  # tokens between a number and the noun it counts
_BACK = 14  # tokens between a noun and the number behind it
_ADJECTIVE_LISTS = frozenset({",", "and", "or", "y", "e", "o", "u", "&"})
_QUOTES = frozenset("\"“”'‘’«»")


def find_noun(p: Place, at: int, *, one: bool) -> tuple[str, int] | None:
    """Find what a number counts: a plural noun, behind one the thing itself."""
    if not one:
        return find_plural(p, at)
    thing = _thing(p, at)
    return (make_plural(_as_unit(p.raw(thing[0]))), thing[1]) if thing else None


def find_plural(p: Place, at: int) -> tuple[str, int] | None:
    """Find the plural noun that a token or one behind it begins: (unit, the token behind it)."""
    found = head_of(p, at)
    if not found:
        return None
    head, last = found
    if whole := ahead(p.tokens, head, "compound_noun", p.language):
        return p.said(head, whole[1]).lower(), whole[1]
    compound = head - 2 >= at and p.raw(head - 1) == "-" and glued(p.tokens, head)
    return _as_unit(p.said(head - 2 if compound else head, head + 1)), last


def _as_unit(word: str) -> str:
    """Write a noun small, except for what is written in capitals (NGOs)."""
    word = word.removesuffix("'s").removesuffix("’s")
    return word if sum(map(str.isupper, word)) > 1 else word.lower()


def make_plural(noun: str) -> str:
    """Write a singular, as of "a 10-member team", in the plural."""
    if noun.endswith("s"):
        return noun
    if noun[-1] == "y" and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    irregular = {"person": "people", "man": "men", "woman": "women", "child": "children"}
    return irregular.get(noun, noun + ("es" if noun[-2:] in ("ch", "sh") else "s"))


def is_end(p: Place, i: int) -> bool:
    """Whether a token cannot belong to the words of what is counted."""
    token = p.tokens[i]
    if not token.is_word or has(token, "closed", p.language):
        return True
    small = words("closed", p.language) | words("place_preposition", p.language)
    irregular = p.language == "en" and token.seen in words("past", "en")
    return token.seen in small or irregular


def is_plural(token: Token, language: str) -> bool:
    """Tell whether a word looks like a plural noun.

    Examples
    --------
    >>> from borderlab.coding.units import split_tokens
    >>> [is_plural(t, "en") for t in split_tokens("people companies across business NGOs")]
    [True, True, False, False, True]
    """
    word = token.seen
    if has(token, "plural_noun", language):
        return True
    if has(token, "not_plural", language) or len(word) < 3 or token.text.isupper():
        return False
    wrong = ("ss", "us", "is", "'s", "’s") if language == "en" else ("ss", "us", "'s")
    return word.endswith("s") and not word.endswith(wrong)


def head_of(p: Place, at: int) -> tuple[int, int] | None:
    """Find the head of the noun phrase behind a number and the token behind it."""
    capital = None
    for i in range(at, min(at + _REACH, len(p.tokens))):
        token = p.tokens[i]
        if token.text in _QUOTES or (token.text == "-" and glued(p.tokens, i)) or (
            token.seen in _ADJECTIVE_LISTS and i > at
        ):  # fmt: skip
            continue
        if is_end(p, i):
            break
        if p.raw(i + 1) == "-" and glued(p.tokens, i + 1) and glued(p.tokens, i + 2):
            continue  # U.S.-owned
        if p.language == "es" and has(token, "before_noun", "es"):
            continue
        if is_plural(token, p.language):
            if token.text[0].islower() or sum(map(str.isupper, token.text)) > 1:
                return _last_of_run(p, i)
            capital = capital or (i, i + 1)
        if p.language == "es" and (token.text[0].islower() or capital):
            break  # the noun comes first
    return capital


def _last_of_run(p: Place, i: int) -> tuple[int, int]:
    """Go on to the last of plural words in a row: "20 customs offices"; Spanish has the first."""
    while p.language == "en" and i + 1 < len(p.tokens):
        token = p.tokens[i + 1]
        small = token.text[:1].islower() and is_plural(token, "en") and not is_end(p, i + 1)
        if not small or is_verb(token.seen, p.word(i + 2)):
            break
        i += 1
    return i, i + 1


def _thing(p: Place, at: int) -> tuple[int, int] | None:
    """Find the one thing behind "only one": the last word before what cannot belong to it."""
    i = at
    while i < min(at + 4, len(p.tokens)) and not is_end(p, i) and p.raw(i)[0].islower():
        if (i > at and p.word(i).endswith(("ed", "ing"))) or (p.language == "es" and i > at):
            break
        i += 1
    return (i - 1, i) if i > at else None


def noun_before(p: Place, i: int) -> str:
    """Return the nearest small plural noun before a token, empty for none; no unit of measure."""
    for j in range(i - 1, max(-1, i - _BACK), -1):
        small = j == 0 or p.raw(j).islower()
        if small and is_plural(p.tokens[j], p.language) and not is_end(p, j):
            measured = ahead(p.tokens, j, "measure", p.language)
            return "" if measured else p.raw(j).lower()
    return ""


def last_noun(p: Place) -> str:
    """Return the plural noun that ends a sentence, what the next may go on about."""
    i = len(p.tokens)
    while i and not p.tokens[i - 1].is_word:
        i -= 1
    return noun_before(p, i) if i and noun_before(p, i) == p.raw(i - 1) else ""
