"""A sentence as the rules for numbers see it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from borderlab.coding.quantities import Numeral
from borderlab.coding.units import Token, ahead, behind


class Place(NamedTuple):
    """A sentence as the rules see it: its tokens, its numerals, its language, its text."""

    tokens: Sequence[Token]
    numerals: Sequence[Numeral]
    language: str
    text: str
    parties: Sequence[tuple[int, int]] = ()  # spans that the codebook's collectives find
    phones: Sequence[tuple[int, int]] = ()

    def before(self, n: Numeral, name: str) -> bool:
        """Whether a member of a class ends directly before a numeral."""
        return behind(self.tokens, n.first, name, self.language) is not None

    def after(self, n: Numeral, name: str) -> bool:
        """Whether a member of a class begins directly behind a numeral."""
        return ahead(self.tokens, n.last, name, self.language) is not None

    def position(self, first: int) -> int:
        """Tell how many numerals begin before a token."""
        return bisect_left(self.numerals, first, key=lambda n: n.first)

    def word(self, i: int) -> str:
        """Fold of a token, empty outside the sentence."""
        return self.tokens[i].seen if 0 <= i < len(self.tokens) else ""

    def raw(self, i: int) -> str:
        """Text of a token, empty outside the sentence."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def said(self, first: int, last: int) -> str:
        """Text from a token to the one before another, its white space single."""
        if first >= last:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())
