"""The words of a stretch of narration and the noun phrases beside its verbs, without a tagger.

A quotation counts as one word here, so that nothing said inside it is taken for narration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.coding.quotations import Quotation
from borderlab.coding.words import is_verb, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*%?|[^\W_]+(?:['’&.-][^\W_]+)*|[^\w\s'’-]")
AND = frozenset({"and", "y", "e", "&"})
BUT = frozenset({"but", "while", "whereas", "though", "pero", "mientras", "aunque", "tanto"})
AS = frozenset({"as", "segun", "como"})
THAT = frozenset({"that", "que"})
WHO = frozenset({"who", "quien", "quienes", "which"})
PRONOUN = frozenset({"he", "she", "it", "they", "el", "ella", "ellos", "ellas"})
OF = frozenset({"of", "for", "from", "to", "at", "in", "with", "by", "on",
                "de", "del", "para", "en", "al", "ante"})  # fmt: skip
_TITLE = ("title", "rank", "courtesy")
_LONGEST = 16  # words of a noun phrase


class Token(NamedTuple):
    """A word, a mark, or a whole quotation, with its place in the text."""

    start: int
    end: int
    text: str
    seen: str  # lower case, no accents
    quote: Quotation | None = None

    @property
    def word(self) -> bool:
        """Whether it is a word or number of the narration."""
        return self.quote is None and self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.word and self.text[0].isupper()


@lru_cache(maxsize=8192)  # the words of a text repeat
def _seen(word: str) -> str:
    return view(word).text


def read_tokens(
    text: str, start: int, end: int, quotes: Sequence[Quotation], stops: frozenset[int]
) -> list[Token]:
    """Read the words and marks of a stretch of text; full stops count where a sentence ends.

    Examples
    --------
    >>> quotes = [Quotation(1, 3, 0, 4)]
    >>> [t.text for t in read_tokens("“No” said Gov. Ruiz.", 0, 20, quotes, frozenset({20}))]
    ['“No”', 'said', 'Gov', 'Ruiz', '.']
    """
    found, at = [], start
    for quote in [*quotes, None]:
        until = quote.opens if quote else end
        for match in _TOKEN.finditer(text, at, until):
            if match[0] != "." or match.end() in stops:
                found.append(Token(match.start(), match.end(), match[0], _seen(match[0])))
        if quote:
            whole = text[quote.opens : quote.closes]
            found.append(Token(quote.opens, quote.closes, whole, "", quote))
            at = quote.closes
    return found


def is_word(token: Token, *names: str) -> bool:
    """Tell whether a token belongs to one of some word classes."""
    return token.word and any(
        token.seen in words(name) or f"{token.seen}." in words(name) for name in names
    )


def is_determiner(token: Token) -> bool:
    """Tell whether a token opens a noun phrase: "the", "una", "several"."""
    return token.word and token.seen in words("opener") and not token.text.isupper()


def _opens(t: Sequence[Token], i: int) -> bool:
    """Tell the determiner of a phrase from the article inside a name: "Omar El Fassi"."""
    return is_determiner(t[i]) and not (t[i].capital and i > 0 and t[i - 1].capital)


def _ends(t: Sequence[Token], lo: int) -> bool:
    """Tell whether a noun phrase that begins at ``lo`` cannot go on to the left."""
    token, prev = t[lo], t[lo - 1] if lo else None
    if prev is None or not prev.word or prev.seen in THAT | WHO | BUT | AS | words("denies"):
        return True
    if prev.seen in OF:
        return (
            lo < 2 or not t[lo - 2].word or (is_word(t[lo - 2], "closed") and not t[lo - 2].capital)
        )
    if token.seen in OF or is_determiner(prev):
        return False
    if prev.seen in AND:
        return not (lo > 1 and t[lo - 2].capital and (token.capital or is_determiner(token)))
    if _opens(t, lo) and not (token.seen in ("la", "los", "las") and prev.capital):
        return True
    if token.seen in AND or prev.capital:
        return is_word(prev, "calendar")
    titled = is_word(prev, *_TITLE, "portfolio", "demonym", "government_noun")
    if token.capital and not titled:
        return True
    return is_word(prev, "closed", "past", "finite", "calendar") or (
        prev.seen.endswith("ly") or is_verb(prev.seen, token.seen)
    )


def phrase_left(t: Sequence[Token], hi: int) -> int:
    """Return where the noun phrase begins that ends before token ``hi``.

    Examples
    --------
    >>> text = "On Monday the mayor of Ures said"
    >>> t = read_tokens(text, 0, len(text), [], frozenset())
    >>> [x.text for x in t[phrase_left(t, 6) : 6]]
    ['the', 'mayor', 'of', 'Ures']
    """
    lo = hi - 1
    while lo > 0 and hi - lo < _LONGEST and not _ends(t, lo):
        lo -= 1
    while lo < hi - 1 and (t[lo].seen in OF | AND and not t[lo].capital):
        lo += 1
    return lo


def phrase_right(t: Sequence[Token], lo: int) -> int:
    """Return where the noun phrase ends that begins at token ``lo``; ``lo`` where none does.

    Examples
    --------
    >>> text = "said the mayor of Ures in May"
    >>> t = read_tokens(text, 0, len(text), [], frozenset())
    >>> [x.text for x in t[1 : phrase_right(t, 1)]]
    ['the', 'mayor', 'of', 'Ures']
    """
    if lo < len(t) and t[lo].word and t[lo].seen in PRONOUN and not _goes_on(t, lo):
        return lo + 1
    hi, named = lo, False
    while hi < len(t) and hi - lo < _LONGEST and t[hi].word:
        token = t[hi]
        small = not token.capital
        free = named and token.seen not in ("of", "de", "del")
        if hi > lo and token.seen in OF and (free or _adverbial(t, hi)):
            break
        if token.seen in THAT | WHO | BUT or is_word(token, "calendar"):
            break
        if token.seen in AND and not (hi + 1 < len(t) and t[hi + 1].capital and t[hi - 1].capital):
            break
        inner = is_determiner(token) or token.seen in OF | AND
        noun = is_word(token, "voice", "speaker_noun", "body_noun", "title", "rank")
        owned = hi > lo and t[hi - 1].text.endswith(("’s", "'s", "s’"))
        barred = is_word(token, "closed", "finite", "auxiliary")
        if hi > lo and _opens(t, hi) and not (t[hi - 1].seen in OF | AND or _opens(t, hi - 1)):
            break  # "casas a precio", "Ana Ruiz the day"
        if small and not inner and (barred or (named and not noun and not owned)):
            break
        named = named or (token.capital and not is_word(token, *_TITLE, "demonym", "portfolio"))
        if named and t[hi - 1].seen in OF and hi > lo and not _in_name(t, lo, hi):
            named = False
        hi += 1
    while hi > lo and t[hi - 1].seen in OF | AND | {"the", "el", "la", "los", "las"}:
        hi -= 1
    return hi


def _goes_on(t: Sequence[Token], lo: int) -> bool:
    """Tell "el alcalde" from the pronoun "él", which may stand without its accent."""
    return t[lo].seen == "el" and t[lo].text.lower() == "el"


def _adverbial(t: Sequence[Token], i: int) -> bool:
    """Tell "en entrevista", "at a forum", which say where, from "de Sonora", which says who."""
    return t[i].seen in ("on", "with", "by", "at", "ante", "al") or (
        t[i].seen in ("en", "in", "to") and not is_word(t[i - 1], *_TITLE) and not t[i - 1].capital
    )


def _in_name(t: Sequence[Token], lo: int, hi: int) -> bool:
    """Tell "Casas de la Mora", one name, from "alcalde de Nogales"."""
    before = [x for x in t[lo:hi] if x.capital]
    return bool(before) and not any(is_word(x, *_TITLE) for x in before[-1:])


def runs(t: Sequence[Token], lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words of a noun phrase, titles in front left out."""
    i = lo
    while i < hi:
        if not t[i].capital or (i == lo and is_determiner(t[i])):
            i += 1
            continue
        end = i + 1
        while end < hi and (t[end].capital or _links(t, end, hi)):
            end += 1
        while i < end and is_word(t[i], *_TITLE, "demonym", "portfolio", "calendar"):
            i += 1
        if not any(is_word(x, "body_noun", "thing_noun") for x in t[i:end]):
            i = next((k for k in range(end - 1, i, -1) if is_word(t[k - 1], *_TITLE)), i)
        while i < end and t[i].seen in ("de", "del", "la", "of", "the"):
            i += 1
        if i < end:
            yield i, end
        i = max(end, i + 1)


def _links(t: Sequence[Token], i: int, hi: int) -> bool:
    """Tell "de la" inside a Spanish name."""
    small = t[i].seen in ("de", "del", "la", "los", "y", "von", "van")
    next_up = i + 1 < hi and (t[i + 1].capital or t[i + 1].seen in ("la", "los"))
    return small and next_up and not is_word(t[i - 1], *_TITLE)


def is_head(t: Sequence[Token], lo: int, hi: int, start: int, end: int) -> bool:
    """Tell whether a name at offsets ``start``-``end`` heads the noun phrase ``lo``-``hi``.

    Not behind a preposition ("a spokesman for X"), but for "the government of X"; not before the
    noun that it qualifies ("X officials", "X's release").
    """
    inside = [i for i in range(lo, hi) if t[i].end > start and t[i].start < end]
    if not inside or t[inside[-1]].end > end + 1:
        return False
    after = t[inside[-1] + 1] if inside[-1] + 1 < hi else None
    if after is not None and after.word and after.seen not in AND | OF:
        return False
    i = inside[0] - 1
    while i >= lo and (is_determiner(t[i]) or is_word(t[i], *_TITLE, "demonym")):
        i -= 1
    if i < lo or t[i].seen not in OF:
        return True
    return i > lo and is_word(t[i - 1], "government_noun")
