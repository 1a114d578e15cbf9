"""What a number counts: a currency, a measure or a noun, and the phrase that a reader needs."""

from __future__ import annotations

from typing import NamedTuple

from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import Token, ahead, behind, find_sign, glued, has
from borderlab.coding.words import is_verb, words

_REACH = 9  # tokens between a number and the noun it counts
_PHRASE = 10  # tokens of a phrase: a quotation of a few words, also of texts not passed on
_ADJECTIVE_LISTS = frozenset({",", "and", "or", "y", "e", "o", "u", "&"})
_QUOTES = frozenset("\"“”'‘’«»")
_OF = frozenset({"of", "de"})
_INTO = frozenset(
    {"of", "in", "for", "to", "into", "de", "en", "para", "por", "toward", "towards", "del"}
)


class Counted(NamedTuple):
    """What a number counts: the unit, where its words begin and end, and the rule that found it.

    ``factor`` multiplies the number (mdd are millions); ``inside`` tells whether the words of the
    unit belong to the span of the claim (money and measures).
    """

    unit: str
    first: int
    last: int
    rule: str
    inside: bool = False
    factor: float = 1.0
    doubt: str = ""


def find_counted(p: Place, n: Numeral) -> Counted | None:
    """Find what a numeral counts, from the words beside it.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "Unas 40 grandes empresas sonorenses darán 15 mil millones de dólares en 3 años"
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "es"), "es", text)
    >>> [find_counted(p, n).unit for n in p.numerals]
    ['empresas', 'USD', 'años']
    """
    return _money(p, n) or _measure(p, n) or _noun(p, n)


def _behind_of(p: Place, n: Numeral) -> int:
    """Step over the "de" that a Spanish magnitude needs: "millones de dólares", "una docena de"."""
    magnitude = has(p.tokens[n.last - 1], "vague", p.language)
    return n.last + (magnitude and p.word(n.last) in _OF)


def _money(p: Place, n: Numeral) -> Counted | None:
    """``$15 billion USD``, ``US$3.5bn``, ``500 millones de pesos``, ``80 mdd``."""
    before = find_sign(p.tokens, n.first, p.language)
    first = before[1] if before else n.first
    last, factor = n.last, 1.0
    letter = ahead(p.tokens, last, "magnitude_letter", p.language) if before else None
    if letter:
        factor, last = float(letter[0]), letter[1]
    for name, scale in (("currency_million", 1e6), ("currency_billion", 1e9)):
        if found := ahead(p.tokens, last, name, p.language):
            return Counted(found[0], first, found[1], "money", True, scale)
    at = last + (p.word(last) in ("-", "de"))
    named = ahead(p.tokens, at, "currency", p.language)
    if named:
        last = named[1]
        again = ahead(p.tokens, last, "currency", p.language)  # dólares (USD) is one unit
        last = again[1] if again else last
    if not named and not before:
        return None
    unit, doubt = _whose(p, named[0] if named else before[0] if before else "")
    return Counted(unit, first, last, "money", True, factor, doubt)


def _whose(p: Place, unit: str) -> tuple[str, str]:
    """Read a bare $ as USD in English; in Spanish another amount of the sentence decides."""
    if unit != "$":
        return unit, ""
    if p.language != "es":
        return "USD", ""
    named = {
        found[0]
        for i in range(len(p.tokens) if len(p.tokens) < 200 else 0)
        for c in ("currency", "currency_million")
        if (found := ahead(p.tokens, i, c, "es"))
    }
    return (named.pop(), "") if len(named) == 1 else ("$", "currency")


def _measure(p: Place, n: Numeral) -> Counted | None:
    """``50 years``, ``15%``, ``1,200 km``, ``a two-day visit``."""
    at = _behind_of(p, n)
    at += p.word(at) == "-" and glued(p.tokens, at)
    found = ahead(p.tokens, at, "measure", p.language)
    if not found and p.language == "en" and at < len(p.tokens) and p.raw(at).islower():
        noun = _plural(p, at)  # fifty long years
        found = ahead(p.tokens, noun[0], "measure", "en") if noun and noun[0] - at < 3 else None
    return Counted(found[0], at, found[1], "measure", True) if found else None


def _noun(p: Place, n: Numeral) -> Counted | None:
    """``two memorandums of understanding``, ``a 10-member team``, ``cuatro grandes pilares``."""
    at = _behind_of(p, n)
    if p.word(at) == "-" and glued(p.tokens, at) and glued(p.tokens, at + 1):
        if not p.raw(at + 1).islower() or p.word(at + 2) == "-":
            return None
        return Counted(_make_plural(p.word(at + 1)), at + 1, at + 2, "count:compound")
    if n.value == 1:
        one = _singular(p, at)
        return Counted(_make_plural(_as_unit(p.raw(one[0]))), at, one[1], "count") if one else None
    found = find_plural(p, at)
    return Counted(found[0], at, found[1], "count") if found else None


def find_plural(p: Place, at: int) -> tuple[str, int] | None:
    """Find the plural noun that a token or one behind it begins: (unit, the token behind it)."""
    found = _plural(p, at)
    if not found:
        return None
    head, last = found
    if whole := ahead(p.tokens, head, "compound_noun", p.language):
        return _span(p, head, whole[1]).lower(), whole[1]
    compound = head - 2 >= at and p.raw(head - 1) == "-" and glued(p.tokens, head)
    return _as_unit(_span(p, head - 2 if compound else head, head + 1)), last


def _span(p: Place, first: int, last: int) -> str:
    return " ".join(p.text[p.tokens[first].start : p.tokens[last - 1].end].split())


def _as_unit(word: str) -> str:
    """Write a noun small, except for what is written in capitals (NGOs)."""
    word = word.removesuffix("'s").removesuffix("’s")
    return word if sum(map(str.isupper, word)) > 1 else word.lower()


def _make_plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    if noun[-1] == "y" and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    irregular = {"person": "people", "man": "men", "woman": "women", "child": "children"}
    return irregular.get(noun, noun + ("es" if noun[-2:] in ("ch", "sh") else "s"))


def _ends(p: Place, i: int) -> bool:
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


def _plural(p: Place, at: int) -> tuple[int, int] | None:
    """Find the head of the noun phrase behind a number and the token behind it."""
    capital = None
    for i in range(at, min(at + _REACH, len(p.tokens))):
        token = p.tokens[i]
        if token.text in _QUOTES or (token.text == "-" and glued(p.tokens, i)) or (
            token.seen in _ADJECTIVE_LISTS and i > at
        ):  # fmt: skip
            continue
        if _ends(p, i):
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
        small = token.text[:1].islower() and is_plural(token, "en") and not _ends(p, i + 1)
        if not small or is_verb(token.seen, p.word(i + 2)):
            break
        i += 1
    return i, i + 1


def _singular(p: Place, at: int) -> tuple[int, int] | None:
    """Find the one thing behind "only one": the last word before what cannot belong to it."""
    i = at
    while i < min(at + 4, len(p.tokens)) and not _ends(p, i) and p.raw(i)[0].islower():
        if (i > at and p.word(i).endswith(("ed", "ing"))) or (p.language == "es" and i > at):
            break
        i += 1
    return (i - 1, i) if i > at else None


def find_phrase(p: Place, n: Numeral, counted: Counted) -> str:
    """Say in words of the sentence what is counted, with its modifiers.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "It was backed by $15 billion in private investment from U.S. capital."
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> find_phrase(p, p.numerals[0], find_counted(p, p.numerals[0]))
    'private investment from U.S. capital'
    """
    if not counted.inside:
        return _text(p, counted.first, _phrase_end(p, counted.last))
    forward = _forward(p, counted)
    if counted.rule == "measure" and counted.unit != "%":
        own = _text(p, counted.first, _phrase_end(p, counted.last))
        return forward if p.word(counted.last) in _OF and forward else own
    back = _backward(p, min(n.first, counted.first))
    return forward or back or _text(p, counted.first, _phrase_end(p, counted.last))


def _forward(p: Place, counted: Counted) -> str:
    """Take the words behind an amount: "$2 million" in credit, a "$2 million" loan."""
    at = counted.last
    if p.word(at) in _INTO:
        name = p.raw(at + 1)[:1].isupper() and p.word(at) not in ("of", "de")
        return (
            "" if name or p.raw(at + 1)[:1].isdigit() else _text(p, at + 1, _phrase_end(p, at + 1))
        )
    noun = at < len(p.tokens) and p.raw(at).islower() and not _ends(p, at)
    when = noun and has(p.tokens[at], "when", p.language)
    wanted = (p.language == "en" and counted.unit != "%") or counted.rule == "share"
    return _text(p, at, _phrase_end(p, at)) if noun and wanted and not when else ""


def _text(p: Place, first: int, last: int) -> str:
    return _span(p, first, last) if first < last else ""


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
    return _text(p, first, last)


def _is_prose(token: Token) -> bool:
    return token.is_word or token.text[0].isdigit()
