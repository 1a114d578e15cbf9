"""Runs of capitalised words in a sentence, divided where one name ends and another begins."""

from __future__ import annotations

from collections.abc import Iterator

from borderlab.coding.name_kinds import is_acronym
from borderlab.coding.names import (
    IN_PERSON,
    SMALL,
    Token,
    is_place,
    is_qualified,
    is_word,
    title_end,
)
from borderlab.coding.words import words

_ARTICLES = ("la", "el", "the", "del", "las", "los")
_AND = ("and", "y", "e", "&")
_FAR = 40  # words of a run that are looked at again: a longer one is no name
#: a small word -> of which bodies it may go on the name
_AFTER_CAUSE = {"on": "en", "por": "es"}


def runs(sentence: str, parts: list[Token]) -> Iterator[list[Token]]:
    """Yield the longest runs of capitalised words, small words between two of them included."""
    run: list[Token] = []
    small: list[Token] = []
    for i, token in enumerate(parts):
        last = (small or run)[-1:]
        gap = sentence[last[0].end : token.start] if last else ""
        if last and gap.strip() and not _goes_on(run, small, gap, parts[i : i + 3]):
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


def _goes_on(run: list[Token], small: list[Token], gap: str, behind: list[Token]) -> bool:
    """Say whether a name goes on behind a stop or a possessive.

    "St. Clair"; "St. Anne's Hospital", "King's College" and "Growers' Association" are one name,
    "Mora's Council", "Yuma's Bank" and "the States' Bank" two.
    """
    if small or not behind[0].capital or not gap[-1:].isspace():
        return False
    if gap.strip() == ".":
        return is_word(run[-1], "abbreviated_name")
    if not any(is_word(token, "body_noun") for token in behind if token.capital):
        return False
    saint = any(is_word(token, "abbreviated_name") for token in run[-3:-1])
    if gap.strip() in ("'s", "’s"):
        return saint or is_word(run[-1], "owner_noun")
    several = gap.strip() in ("'", "’") and run[-1].seen.endswith("s")
    return several and not is_place(run[-1:]) and not is_place(run[-2:])


def _joins(run: list[Token], small: Token) -> bool:
    """Say whether a small word may go on with a name; most may in that of a body alone."""
    if small.seen in _AFTER_CAUSE:
        causes = words("cause_noun", _AFTER_CAUSE[small.seen])
        return any(token.seen in causes for token in run[:_FAR])
    return small.seen in (*IN_PERSON, *_AND, "of") or any(
        is_word(token, "body_noun", "title", "rank") for token in run[:_FAR]
    )


def _split(run: list[Token]) -> list[list[Token]]:
    """Divide a run at "and", unless it is inside the name of one body."""
    for i, token in enumerate(run):
        if token.seen in _AND and 0 < i < len(run) - 1:
            left, right = run[:i], run[i + 1 :]
            if _is_second_part(left, right) or (token.text == "&" and right[0].capital):
                continue
            if not right[0].capital or not _is_one_body(left, right):
                while right and not right[0].capital:
                    right = right[1:]
                return [*_nested(left), *_split(right)]
    return _nested(run)


def _is_second_part(left: list[Token], right: list[Token]) -> bool:
    """Say whether "y la" goes on with a body whose last part has its article too.

    "Frente por el Agua y la Vida" is one, "Secretaría de Salud y la Marina" two.
    """
    if right[0].seen not in ("la", "el", "las", "los") or not right[1:] or not right[1].capital:
        return False
    own = len(left) > 2 and left[-1].capital and left[-2].seen in _ARTICLES
    alone = all(not token.capital for token in right[2:3])
    other = is_word(right[1], "body_noun", "title", "rank", "given_name") or right[1].text.isupper()
    body = any(is_word(token, "body_noun") for token in left)
    return own and alone and body and not other and not is_place(right[1:2])


def _is_one_body(left: list[Token], right: list[Token]) -> bool:
    """Say whether "and" stands inside one name: "Ministry of Finance and Public Credit"."""
    if any(is_word(side[0], "given_name") or is_place(side) for side in (left, right)):
        return False
    if any(is_word(token, "title", "rank", "given_name") for token in right):
        return False
    if is_qualified(right[0]) or is_acronym(right[0].text) or is_word(left[-1], "legal_form"):
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
    >>> from borderlab.coding.names import tokens
    >>> run = tokens("Trade Authority President Rosa Mora and Luis Vega")
    >>> [" ".join(token.text for token in name) for name in divide(run)]
    ['Trade Authority', 'President Rosa Mora', 'Luis Vega']
    """
    return [name for piece in _split(run) for name in _apart(piece)]
