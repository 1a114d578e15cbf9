"""What stands behind a number: announced, committed or realised, by the nearest verb."""

from __future__ import annotations

from typing import Literal, get_args

from borderlab.coding.place import Place
from borderlab.coding.units import Token, ahead, has

Status = Literal["announced", "committed", "realised"]
_LEFT, _RIGHT = 40, 12  # tokens that a verb may stand away
_STOPS = frozenset(';:.“”"«»')


def find_status(p: Place, first: int, last: int) -> Status | None:
    """Find the status of a claim between two tokens.

    The nearest listed verb before it in the same clause decides, else the nearest behind it. A
    future (``will``, Spanish *-rá*, *-rán*) is announced; ``has`` or ``ha`` with a participle is
    realised, unless the participle is itself a listed word ("has pledged").

    Examples
    --------
    >>> from borderlab.coding.units import split_tokens
    >>> def status(text, language, at):
    ...     return find_status(Place(split_tokens(text), [], language, text), at, at + 1)
    >>> status("The firm has pledged 300 jobs", "en", 4), status("Invertirá 500 pesos", "es", 1)
    ('committed', 'announced')
    >>> status("Two accords were signed", "en", 0), status("There are 52 firms", "en", 2)
    ('committed', None)
    """
    for i in range(first - 1, max(-1, first - _LEFT), -1):
        if p.tokens[i].text in _STOPS:
            break
        if found := _told(p, i):
            return found
    for i in range(last, min(len(p.tokens), last + _RIGHT)):
        if p.tokens[i].text in _STOPS or p.tokens[i].text[0].isdigit():
            break
        found = _told(p, i)
        said = found in ("announced", "committed") and has(p.tokens[i], "status", p.language)
        if found and not (said and p.word(i) not in _MODAL and not _passive(p, i)):
            return found
    return None


_MODAL = frozenset({"will", "would", "shall"})


def _passive(p: Place, i: int) -> bool:
    """Whether a verb tells of what stands before it: "were signed", and not "leaders signed"."""
    return i > 0 and has(p.tokens[i - 1], "passive", p.language)


def _told(p: Place, i: int) -> Status | None:
    """Read one token as a verb that tells a status."""
    found = ahead(p.tokens, i, "status", p.language)
    if found and not (p.word(found[1] - 1) == "a" and not p.word(found[1]).endswith("r")):
        return next(s for s in get_args(Status) if s == found[0])
    if p.language == "es" and _is_future(p.tokens[i]):
        return "announced"
    perfect = has(p.tokens[i], "perfect", p.language) and any(
        _is_participle(t, p.language) for t in p.tokens[i + 1 : i + 4]
    )
    return "realised" if perfect else None


def _is_future(token: Token) -> bool:
    return len(token.text) > 4 and token.text.lower().endswith(("rá", "rán", "remos"))


def _is_participle(token: Token, language: str) -> bool:
    endings = ("ado", "ido") if language == "es" else ("ed",)
    return token.seen.endswith(endings) or has(token, "participle", language)
