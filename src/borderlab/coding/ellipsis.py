"""Numbers whose noun stands elsewhere: "19 of which", "four of the 52", "and ten in Sonora"."""

from __future__ import annotations

from borderlab.coding.counted import Counted, find_plural
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral
from borderlab.coding.units import ahead, behind

_WHOLE = 30  # tokens between a whole and its last part
_BACK = 14  # tokens between "number of" and the number
_AT = frozenset({"to", "at", "a", "en", "de", "of", "is", "was", "are", "es", "fue", "son", ":"})


def find_elided(p: Place, n: Numeral, previous: str, *, same_sentence: bool) -> Counted | None:
    """Find what a number without a noun counts.

    Parameters
    ----------
    p : Place
    n : Numeral
    previous : str
        Unit of the last count of this or the last sentence; empty for none.
    same_sentence : bool
        Whether that count stands in this sentence.

    Examples
    --------
    >>> from borderlab.coding.quantities import find_numerals
    >>> from borderlab.coding.units import split_tokens
    >>> text = "It has 52 firms, 19 of which are new and 4 of its largest plants."
    >>> tokens = split_tokens(text)
    >>> p = Place(tokens, find_numerals(tokens, "en"), "en", text)
    >>> [find_elided(p, n, "firms", same_sentence=True).unit for n in p.numerals[1:]]
    ['firms', 'plants']
    """
    return (
        _part(p, n) or (_back(p, n, previous, same_sentence) if previous else None) or _named(p, n)
    )


def _part(p: Place, n: Numeral) -> Counted | None:
    """``four of the 52 firms``, ``tres de los municipios``."""
    found = ahead(p.tokens, n.last, "of_the", p.language)
    if not found:
        return None
    i = p.position(found[1])
    whole = i < len(p.numerals) and p.numerals[i].first == found[1]
    at = p.numerals[i].last if whole else found[1]
    noun = find_plural(p, at)
    return Counted(noun[0], at, noun[1], "count:part") if noun else None


def _back(p: Place, n: Numeral, previous: str, same_sentence: bool) -> Counted | None:
    """``19 of which``, ``de las cuales 19``, ``the other 7``, ``10 more``, ``three in Ohio``."""
    after = ahead(p.tokens, n.last, "of_which", p.language)
    only = behind(p.tokens, n.first, "bound_one", p.language)
    at = only[1] if only else n.first
    at -= p.word(at - 1) == ","
    before = behind(p.tokens, at, "of_which", p.language)
    if after or before:
        return Counted(previous, after[1] if after else n.last, n.last, "count:which")
    if p.word(n.first - 1) in (",", "and", "y") and same_sentence and _after_whole(p, n):
        return Counted(previous, n.last, n.last, "count:which")
    more = ahead(p.tokens, n.last, "more", p.language)
    if more or behind(p.tokens, n.first, "others", p.language):
        return Counted(previous, more[1] if more else n.last, n.last, "count:more")
    placed = ahead(p.tokens, n.last, "placed", p.language)
    name = placed and p.raw(placed[1])[:1].isupper()
    return Counted(previous, n.last, n.last, "count:place") if name and same_sentence else None


def _after_whole(p: Place, n: Numeral) -> bool:
    """``Of the 30 towns, eight have none``, ``De 42 promesas, 36 se cumplieron``."""
    i = p.position(n.first)
    while i > 0 and n.first - p.numerals[i - 1].first < _WHOLE:
        first = p.numerals[i - 1].first
        opens = p.word(first - 1) in ("of", "de") and not p.raw(first - 2)[:1].isalpha()
        if opens or behind(p.tokens, first, "of_the", p.language):
            return True
        i -= 1
    return False


def _named(p: Place, n: Numeral) -> Counted | None:
    """Read ``the number of firms rose to 52``."""
    if p.word(n.first - 1) not in _AT:
        return None
    for i in range(n.first - 1, max(0, n.first - _BACK), -1):
        if behind(p.tokens, i, "number_of", p.language):
            noun = find_plural(p, i)
            return (
                Counted(noun[0], i, noun[1], "count:number") if noun and noun[1] < n.first else None
            )
    return None
