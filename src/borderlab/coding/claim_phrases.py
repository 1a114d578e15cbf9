"""What a number is about, in words of its sentence."""

from __future__ import annotations

from borderlab.coding.counted import OF, Counted
from borderlab.coding.nouns import is_end, is_plural
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import Token, behind, glued, has
from borderlab.coding.words import words

_PHRASE = 10  # tokens of a phrase: a quotation of a few words, also of texts not passed on
_INTO = frozenset(
    {"of", "in", "for", "to", "into", "de", "en", "para", "por", "toward", "towards", "del"}
)


def find_phrase(p: Place, n: Numeral, counted: Counted) -> str:
    """Say in words of the sentence what is counted, with its modifiers.

    Examples
    --------
    >>> from borderlab.coding.counted import find_counted
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "It was backed by $15 billion in private investment from U.S. capital."
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> find_phrase(p, p.numerals[0], find_counted(p, p.numerals[0]))
    'private investment from U.S. capital'
    """
    if not counted.inside:
        return p.said(counted.first, _phrase_end(p, counted.last))
    forward = _forward(p, counted)
    if counted.rule == "measure" and counted.unit != "%":
        own = p.said(counted.first, _phrase_end(p, counted.last))
        return forward if p.word(counted.last) in OF and forward else own
    back = _backward(p, min(n.first, counted.first))
    return forward or back or p.said(counted.first, _phrase_end(p, counted.last))


def _forward(p: Place, counted: Counted) -> str:
    """Take the words behind an amount: "$2 million" in credit, a "$2 million" loan."""
    at = counted.last
    if p.word(at) in _INTO:
        name = p.raw(at + 1)[:1].isupper() and p.word(at) not in ("of", "de")
        return "" if name or p.raw(at + 1)[:1].isdigit() else p.said(at + 1, _phrase_end(p, at + 1))
    noun = at < len(p.tokens) and p.raw(at).islower() and not is_end(p, at)
    when = noun and has(p.tokens[at], "when", p.language)
    wanted = (p.language == "en" and counted.unit != "%") or counted.rule == "share"
    return p.said(at, _phrase_end(p, at)) if noun and wanted and not when else ""


def _phrase_end(p: Place, i: int) -> int:
    """Walk to the end of a noun phrase: a sign, a finite verb, a relative word, or far enough."""
    limit = min(len(p.tokens), i + _PHRASE)
    while i < limit and not _leaves(p, i):
        i += 1
    loose = words("closed", p.language) | words("place_preposition", p.language) | _INTO
    while i > 0 and p.word(i - 1) in loose:
        i -= 1
    return i


def _leaves(p: Place, i: int) -> bool:
    token = p.tokens[i]
    if not token.is_word:
        return not ((token.text == "-" and glued(p.tokens, i)) or token.text[0].isdigit())
    if token.seen in ("and", "y", "e", "or", "o"):  # commercial and economic strengthening
        return is_plural(p.tokens[i - 1], p.language) or not p.raw(i + 1).islower()
    if p.language == "es":
        return has(token, "leaves", "es") or (
            token.seen.endswith(("aron", "ieron")) or token.text.endswith(("ó", "rá", "rán"))
        )
    finite = token.seen in words("verb", "en") and i > 0 and is_plural(p.tokens[i - 1], "en")
    return finite or has(token, "leaves", "en") or token.seen in words("past", "en")


def _backward(p: Place, at: int) -> str:
    """Take the words before an amount, back to a sign: "exports grew" 15%."""
    bound = behind(p.tokens, at, "bound", p.language)
    last = bound[1] if bound else at
    least = max(0, last - _PHRASE)
    while last > least and (p.word(last - 1) in _INTO | {"by", "a", "un", "y", "and"}):
        last -= 1
    first = last
    while first > least and (_is_prose(p.tokens[first - 1]) or p.raw(first - 1) in "-'’%"):
        first -= 1
    return p.said(first, last)


def _is_prose(token: Token) -> bool:
    return token.is_word or token.text[0].isdigit()
