"""Words that tell whether something is, will be, was promised or may be."""

from __future__ import annotations

from borderlab.coding.place import Place
from borderlab.coding.units import ahead, has
from borderlab.coding.words import words

_PAST_ES = ("ó", "aron", "ieron", "aba", "aban")
_CONDITIONAL = tuple(f"{stem}{end}" for stem in "aeidb" for end in ("ría", "rían"))
_NOT_FINITE = frozenset({"be", "been", "being", "have", "to", "having", "ser", "sido"})


def says(p: Place, i: int) -> bool:
    """Tell whether a token is a verb of saying."""
    return p.word(i) in words("says") or p.word(i) in words("says_that")


def read_verb(p: Place, lo: int, hi: int, i: int) -> str:
    """Read one token as a verb: its status, ``open`` for what may be, empty for another word."""
    token = p.tokens[i]
    if not token.text.islower() and i > lo:  # May, Will
        return ""
    found = ahead(p.tokens, i, "status", p.language)
    if found and not (p.word(found[1] - 1) == "a" and not p.word(found[1]).endswith("r")):
        done = found[0] == "realised" and p.word(i - 1) in _NOT_FINITE
        return "" if done else found[0]
    if has(token, "required", p.language):
        return "open"
    if has(token, "includes", p.language):
        plan = any(has(t, "paper", p.language) for t in p.tokens[lo:i])
        return "announced" if plan else "realised"
    if _is_conditional(p, i):
        return "announced" if _told_in_the_past(p, lo, hi) else "open"
    return _plain(p, i)


def _plain(p: Place, i: int) -> str:
    """Read a future by its ending, and a past that cannot be a participle."""
    token = p.tokens[i]
    if p.language == "es":
        if len(token.text) > 4 and token.text.endswith(("rá", "rán", "remos")):
            return "announced"
        return "realised" if token.text.endswith(_PAST_ES) and not says(p, i) else ""
    past = token.seen in words("past", "en") and not has(token, "participle", "en")
    return "realised" if past and not says(p, i) else ""


def _is_conditional(p: Place, i: int) -> bool:
    """``would``, ``costaría``; a noun such as ``la minería`` has an article or "de" before it."""
    if p.language == "en":
        return p.word(i) == "would"
    noun = p.word(i - 1) in words("determiner") or p.word(i - 1) in ("de", "en", "y", "con")
    return p.raw(i).endswith(_CONDITIONAL) and not noun


def _told_in_the_past(p: Place, lo: int, hi: int) -> bool:
    """Whether somebody *said* it, so that "would" is a future; no "if" may stand there."""
    known = ("said", "told", "wrote", "dijo", "dijeron")
    said = any(
        says(p, i) and (p.word(i) in known or p.raw(i).endswith(("ed", "ó", "ron")))
        for i in range(lo, hi)
    )
    return said and not any(p.word(i) in ("if", "si") for i in range(lo, hi))


def is_purpose(p: Place, i: int) -> bool:
    """``met to open 3 schools``, ``para abrir 3 escuelas``: what is not told to be so."""
    if p.language == "es":
        return p.word(i) == "para" and p.word(i + 1).endswith(("ar", "er", "ir"))
    verb = p.word(i + 1) in words("verb", "en") or (
        i + 1 < len(p.tokens) and has(p.tokens[i + 1], "task_verb", "en")
    )
    return p.word(i) == "to" and verb
