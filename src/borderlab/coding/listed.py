"""How many members a list has that follows a counted noun: "four aims: A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from borderlab.coding.units import Token, ahead, has, split_tokens

_MARKER = re.compile(r"\s*(?:[-–—•*▪]\s|\(?(?:[0-9]{1,2}|[a-z])[.)]\s)")
_INFINITIVE = re.compile(r"[^\W\d_]{2,}(?:ar|er|ir)(?:se|la|lo|las|los)?\Z")
_GERUND = re.compile(r"[^\W\d_]{3,}(?:ing|ando|iendo)\Z")
_REACH = 8  # tokens between the noun and what opens its list


def count_members(text: str, language: str) -> tuple[int, int]:
    """Count the members of a list, at least and at most.

    Parameters
    ----------
    text : str
        What stands behind the colon, to the end of the sentence.
    language : {"en", "es"}

    Returns
    -------
    (least, most)
        One number where semicolons divide, where the members are numbered, or where the first
        opens with a verb: then every member must open with one (a noun that could be a verb,
        "design", counts wrongly there). Else "and" inside a member may
        divide or not, so that both counts are given.

    Examples
    --------
    >>> count_members("energy, water and transport", "en")
    (3, 3)
    >>> count_members("water quality and health, transport, and energy", "en")
    (3, 4)
    >>> count_members("train staff in assembly, testing and finishing, and open a lab", "en")
    (2, 2)
    """
    tokens = split_tokens(text)
    if (numbered := len(re.findall(r"(?<![\w(])\(?(?:[0-9]{1,2}|[a-z])\)", text))) > 1:
        return numbered, numbered
    if ";" in text:
        pieces = sum(any(c.isalnum() for c in piece) for piece in text.split(";"))
        return pieces, pieces
    if tokens and (form := _form(tokens[0], language)):
        starts = sum(_form(tokens[i], language) == form for i in _openings(tokens, language))
        return starts, starts
    return _plain(tokens, language)


def _form(token: Token, language: str) -> str:
    """Name the form of a verb that opens a task, empty for another word."""
    if _GERUND.match(token.text):
        return "gerund"
    if language == "es":
        return "verb" if _INFINITIVE.match(token.seen) and token.text.islower() else ""
    return "verb" if has(token, "task_verb", "en") else ""


def _openings(tokens: Sequence[Token], language: str) -> Iterator[int]:
    """Yield the tokens at which a member may begin: the first, and behind commas and "and"."""
    yield 0
    i = 0
    while i < len(tokens):
        joint = ahead(tokens, i, "list_and", language)
        if tokens[i].text == "," and i + 1 < len(tokens):
            joint = ahead(tokens, i + 1, "list_and", language) or ("", i + 1)
        i = joint[1] if joint else i + 1
        if joint and i < len(tokens):
            yield i + (tokens[i].seen == "to")


def _plain(tokens: Sequence[Token], language: str) -> tuple[int, int]:
    """Count commas, then every "and" that may divide too; one before the last member does."""
    commas, ands, last_divides = 0, 0, False
    for i, token in enumerate(tokens):
        if token.text == ",":
            commas += 1
            last_divides = ahead(tokens, i + 1, "list_and", language) is not None
        elif ahead(tokens, i, "list_and", language) and tokens[i - 1].text != ",":
            ands += 1
            last_divides = last_divides and i < len(tokens) - 1
    closing = 0 if last_divides or not ands else 1  # "A, B and C"
    return commas + 1 + closing, commas + 1 + ands


def find_list(text: str, after: int, language: str) -> str | None:
    """Return the list that a noun opens, None where none does or where it gives examples only.

    Parameters
    ----------
    text : str
        A sentence.
    after : int
        Where the counted noun ends.

    Examples
    --------
    >>> find_list("It has two aims: peace and trade.", 15, "en")
    ' peace and trade.'
    >>> find_list("It has two aims, such as peace.", 15, "en") is None
    True
    """
    tokens = split_tokens(text[after : after + 200])[: _REACH + 4]
    for i, token in enumerate(tokens[:_REACH]):
        other = ahead(tokens, i, "list_and", language) is not None or token.text == ","
        if other or ahead(tokens, i, "list_partial", language) or token.text in ".;()":
            return None  # "two towns and one aim: peace": the list is another one's
        opened = ahead(tokens, i, "list_open", language)
        if opened and not ahead(tokens, opened[1], "list_partial", language):
            rest = text[after + tokens[opened[1] - 1].end :]
            return rest if "," in rest or ";" in rest or " " in rest.strip() else None
        if opened:
            return None
    return None


def count_marked(following: Sequence[str]) -> int:
    """Count the sentences in a row that begin with a dash, a dot or a number.

    Examples
    --------
    >>> count_marked(["1. Peace", "2. Trade", "They met."])
    2
    """
    marked = 0
    for sentence in following:
        if not _MARKER.match(sentence):
            break
        marked += 1
    return marked
