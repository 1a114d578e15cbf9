"""Whether two claims of one unit can both be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from borderlab.coding.units import phrases, split_tokens
from borderlab.coding.words import words
from borderlab.reading.words import fold

_ABOUT = 0.1  # by which "about 50" may be missed


class Claim(NamedTuple):
    """A row of claims with what tells whether two are of one thing."""

    claim_id: str
    doc_id: str
    value: float
    bound: str
    unit: str
    rule: str
    of_what: str
    heads: frozenset[str]  # words that qualify the unit
    required: bool
    sentence_id: str


def make_row(claim_id: str, kind: str, why: str, **more: Any) -> dict[str, Any]:
    """Make a row of the table, what is not given missing."""
    missing = float("nan")
    return {"claim_id": claim_id, "other_id": more.get("other_id", missing), "kind": kind,
            "why": why, "counted": more.get("counted", missing)}  # fmt: skip


def to_claim(row: Any, near: Sequence[str]) -> Claim:
    """Read a row of claims and the words around its number."""
    asked = {w[0] for name in ("en", "es") for w in phrases("required", name)}
    unit = {t.seen for t in split_tokens(row.unit)}
    small = words("closed") | words("place_preposition")
    said = [t for t in split_tokens(row.of_what) if t.is_word and t.seen not in unit | small]
    nearby = {fold(word.strip(".,;:")) for word in near}
    return Claim(
        str(row.Index), row.doc_id, row.value, row.bound, row.unit, row.rule, row.of_what,
        frozenset(t.seen for t in said), bool(asked & nearby), row.sentence_id,
    )  # fmt: skip


def compare(a: Claim, b: Claim) -> dict[str, Any] | None:
    """Decide whether two claims of one unit and story make a row."""
    if a.value == b.value:
        return None
    if a.required != b.required and not b.rule == a.rule == "measure":
        asked, other = (a, b) if a.required else (b, a)
        if (
            asked.heads != other.heads
            and other.rule.startswith("count")
            and asked.doc_id == other.doc_id
        ):
            return make_row(
                other.claim_id, "definition", _definition(asked, other), other_id=asked.claim_id
            )
    same = a.heads == b.heads if a.doc_id == b.doc_id else _alike(a.heads, b.heads)
    partial = {"count:which", "count:part", "count:more", "count:place"} & {a.rule, b.rule}
    one_sentence = a.sentence_id == b.sentence_id  # a rise, a range, two of a list
    if not same or partial or one_sentence or a.required != b.required or _agree(a, b):
        return None
    why = f"{_say(a)} and {_say(b)}: the same unit and qualifying words, two numbers"
    return make_row(a.claim_id, "value", why, other_id=b.claim_id)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Two texts word one thing differently: half of the words in common, or none in one of them."""
    return a <= b or b <= a or 2 * len(a & b) >= len(a | b)


def _say(claim: Claim) -> str:
    sign = {"exact": "", "at least": "at least ", "at most": "at most ", "about": "about "}
    return f"{sign[claim.bound]}{claim.value:,.10g} ({claim.of_what})"


def _definition(asked: Claim, other: Claim) -> str:
    short = "fewer than" if other.value < asked.value else "not fewer than"
    return (
        f"{_say(other)} are {short} {_say(asked)}, which are asked for, and the qualifying words"
        " differ: two definitions"
    )


def _agree(a: Claim, b: Claim) -> bool:
    """Tell whether the bounds of two numbers leave a value for both."""
    (low_a, high_a), (low_b, high_b) = _interval(a), _interval(b)
    return low_a <= high_b and low_b <= high_a


def _interval(claim: Claim) -> tuple[float, float]:
    slack = abs(claim.value) * _ABOUT
    return {
        "at least": (claim.value, float("inf")),
        "at most": (float("-inf"), claim.value),
        "about": (claim.value - slack, claim.value + slack),
    }.get(claim.bound, (claim.value, claim.value))
