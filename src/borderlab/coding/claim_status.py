"""What stands behind a number: announced, committed or realised, by the verb of its clause."""

from __future__ import annotations

from typing import Literal

from borderlab.coding.claim_verbs import is_purpose, read_verb, says
from borderlab.coding.place import Place
from borderlab.coding.units import has, phrases

Status = Literal["announced", "committed", "realised"]
_LEFT, _RIGHT, _QUESTION = 40, 12, 200  # tokens that a verb, or a question mark, may stand away
_STOPS = frozenset(';:.“”"«»')
_KINDS: dict[str, Status] = {
    "announced": "announced", "committed": "committed", "realised": "realised",
}  # fmt: skip


def find_status(p: Place, first: int, last: int, unit: str = "") -> Status | None:
    """Find the status of a claim between two tokens.

    Parameters
    ----------
    p : Place
    first, last : int
        Tokens of the claim, the second behind it.
    unit : str, optional
        What is counted: goals and pillars stand on paper, so that no status is told of them.

    Returns
    -------
    {"announced", "committed", "realised"} or None
        None for a question, and where the verb tells what could, should or must be.

    Notes
    -----
    The nearest verb that tells a time or a promise decides: behind the number where it opens its
    clause ("300 visas will be issued"), else before it. A future is announced, also one told in
    the past ("she said it would cost", "dijo que costaría"); other conditionals are open. A clause
    without such a verb, one in the plain present or past, tells what is so: ``realised``.

    Examples
    --------
    >>> from borderlab.coding.units import split_tokens
    >>> def status(text, language, at):
    ...     return find_status(Place(split_tokens(text), [], language, text), at, at + 1)
    >>> status("The firm has pledged 300 jobs", "en", 4), status("Invertirá 500 pesos", "es", 1)
    ('committed', 'announced')
    >>> status("There are 52 firms", "en", 2), status("It could hire 300 people", "en", 3)
    ('realised', None)
    """
    if tuple(unit.split()) in phrases("on_paper", p.language) or _asks(p, last):
        return None
    lo, hi = _stretch(p, first, last)
    opens = first == lo or _bounds_clause(p, first - 1)
    looks = (_right, _left) if opens else (_left, _right)
    told = next((t for look in looks if (t := look(p, lo, hi, first, last))), "realised")
    return _KINDS.get(told)


def _asks(p: Place, last: int) -> bool:
    """Whether the sentence around a number is a question."""
    ends = (t.text for t in p.tokens[last : last + _QUESTION] if t.text in ".?!;")
    return next(ends, "") == "?"


def _stretch(p: Place, first: int, last: int) -> tuple[int, int]:
    """Find the tokens around a claim between two signs that no verb reaches over."""
    lo, hi = first, last
    while lo > max(0, first - _LEFT) and p.raw(lo - 1) not in _STOPS:
        lo -= 1
    while hi < min(len(p.tokens), last + _LEFT) and p.raw(hi) not in _STOPS:
        hi += 1
    return lo, hi


def _bounds_clause(p: Place, i: int) -> bool:
    return has(p.tokens[i], "clause", p.language) or says(p, i)


def _left(p: Place, lo: int, hi: int, first: int, _: int) -> str:
    """Read the nearest verb before a number; what somebody says begins a clause of its own."""
    purpose = False
    for i in range(first - 1, lo - 1, -1):
        if told := read_verb(p, lo, hi, i):
            return "open" if purpose and told == "realised" else told
        if says(p, i):
            return ""
        purpose = purpose or is_purpose(p, i)
    return "open" if purpose else ""


def _right(p: Place, lo: int, hi: int, _: int, last: int) -> str:
    """Read the first verb behind a number in its clause."""
    for i in range(last, min(hi, last + _RIGHT)):
        if has(p.tokens[i], "clause", p.language) or p.raw(i)[0].isdigit():
            return ""
        told = read_verb(p, lo, hi, i)
        if told in ("announced", "committed") and _is_deed(p, i):
            return "realised"  # leaders signed: they are not promised
        then = read_verb(p, lo, hi, i + 1) if told == "realised" and i + 1 < hi else ""
        if told:
            return then or told  # were | signed, is | expected
    return ""


def _is_deed(p: Place, i: int) -> bool:
    """Whether a listed verb is a deed of what is counted: "leaders signed", not "were signed"."""
    passive = has(p.tokens[i - 1], "passive", p.language)
    return has(p.tokens[i], "status", p.language) and not passive and (
        p.word(i) not in ("will", "would", "shall")
    )  # fmt: skip
