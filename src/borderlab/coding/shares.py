"""Shares in words: "half of the firms", "la mitad de los 4 millones", "three quarters of"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from borderlab.coding.quantities import Numeral
from borderlab.coding.units import Token, ahead, has


def with_shares(
    tokens: Sequence[Token], numerals: Sequence[Numeral], language: str
) -> list[Numeral]:
    """Put the shares of a sentence among its numerals, in place of those inside them.

    Only a fraction *of* something is a share: neither "half past two" nor "medio ambiente" is.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> tokens = split_tokens("three quarters of 40 firms, in the second half of the year")
    >>> [n.value for n in with_shares(tokens, find_numerals(tokens, "en"), "en")]
    [0.75, 40.0]
    """
    shares = [*_find(tokens, {n.first: n for n in numerals}, language)]
    inside = {i for s in shares for i in range(s.first, s.last)}
    return sorted([*shares, *(n for n in numerals if n.first not in inside)])


def _find(
    tokens: Sequence[Token], numerals: dict[int, Numeral], language: str
) -> Iterator[Numeral]:
    last = 0
    for i in range(len(tokens)):
        found = _read(tokens, i, numerals.get(i), language) if i >= last else None
        if found:
            last = found.last
            yield found


def _read(tokens: Sequence[Token], i: int, top: Numeral | None, language: str) -> Numeral | None:
    """Read numerator, fraction and "of" at a token."""
    at = top.last if top else i + has(tokens[i], "share_article", language)
    at += at < len(tokens) and tokens[at].text == "-"
    below = ahead(tokens, at, "fraction", language)
    over = top.value if top else 1.0
    if not below or over >= float(below[0]) or (at == i and below[0] != "2"):
        return None
    half, before = below[0] == "2", tokens[max(0, i - 1) : i]
    barred = ("no_share", "share_article") if at == i else ("no_share",)
    if half and any(has(t, name, language) for t in before for name in barred):
        return None
    end = below[1]
    part = language == "es" and end < len(tokens) and tokens[end].seen in ("parte", "partes")
    if not _of_a_whole(tokens, end + part, language, half=half, named=part):
        return None
    if language == "es" and not part and tokens[at].seen.endswith(("a", "as")):
        return None
    return Numeral(i, end + part, round(over / float(below[0]), 6), "share")


def _of_a_whole(tokens: Sequence[Token], i: int, language: str, *, half: bool, named: bool) -> bool:
    """Tell whether the whole follows: "of it", "half the town", and not "of an hour", "of 2025"."""
    if i >= len(tokens) - 1:
        return False
    if not has(tokens[i], "share_of", language):
        return half and language == "en" and has(tokens[i], "share_whole", language)
    room = language == "es" and tokens[i - 1].seen.startswith("cuarto") and not named
    if room and tokens[i].seen == "de" and not has(tokens[i + 1], "share_whole", "es"):
        return False  # un cuarto de baño
    behind = tokens[i + 1 : i + 3]
    year = len(behind[0].text) == 4 and behind[0].text.isdigit()
    return not year and not any(has(t, "no_whole", language) for t in behind)
