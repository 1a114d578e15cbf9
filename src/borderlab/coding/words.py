"""The closed word classes that the rules of this wing name, read once from ``words.csv``."""

from __future__ import annotations

import re
from functools import cache

from borderlab.coding.matching import view
from borderlab.reading.words import members

#: a description may stand before these; a noun may not follow it
_FUNCTION = ("closed", "place_preposition", "party_preposition", "target_preposition", "calendar")


@cache
def words(name: str, language: str = "") -> frozenset[str]:
    """Return one word class, of one language or of all, as the view of a text shows it.

    Examples
    --------
    >>> "governor" in words("title"), "governor" in words("title", "es")
    (True, False)
    """
    return frozenset(view(word).text for word in members(name, language, wing="coding"))


def is_verb(word: str, after: str, *, plural: bool = False) -> bool:
    """Tell whether a lower-case word after a name is its verb and not a noun it modifies.

    Parameters
    ----------
    word, after : str
        The word in question and the word behind it (empty at the end), as a view shows them.
    plural : bool
        Whether the name is one of several ("Mexico and the US work"): only then may a bare form,
        which could as well be a noun ("US work visas"), be the verb.

    Notes
    -----
    Three readable tests, no tagger: a listed verb in a regular form; a past form in *-ed* (or
    Spanish *-aron*, *-ieron*); a word in *-s* before a determiner ("strengthens its"), since a
    plural noun is never followed by one.

    Examples
    --------
    >>> is_verb("signed", "a"), is_verb("officials", "said"), is_verb("brightens", "the")
    (True, False, True)
    >>> is_verb("work", "visas"), is_verb("work", "together", plural=True)
    (False, True)
    """
    if word in words("not_verb"):
        return False
    inflected = word.endswith(("s", "ed", "ing")) and {
        word[:-1], word[:-2], word[:-3], word[:-3] + "y", word[:-3] + "e"
    } & words("verb")  # fmt: skip
    if inflected or word in words("past") or word.endswith(("ed", "aron", "ieron")):
        return True
    if plural and word in words("verb"):
        return True
    return word.endswith("s") and after in words("determiner")


def goes_on(after: str) -> bool:
    """Tell whether a description stands alone before these words, and does not modify a noun.

    Examples
    --------
    >>> goes_on(" thanked them"), goes_on(", who"), goes_on(" race is open"), goes_on(" agradeció")
    (True, True, False, True)
    """
    found = re.match(r"\s+([^\W_]+)\W*([^\W_]*)", after)
    if not found:
        return not after.startswith(("-", "–"))
    word, behind = view(found[1]).text, view(found[2]).text
    if word in {"of", "de", "del"}:
        return False
    if any(word in words(group) for group in _FUNCTION):
        return True
    future = found[1].endswith(("ó", "ará", "erá", "irá"))
    return future or is_verb(word, behind) or word in words("says")


#: words for exactly two
PAIRING = ("both", "two", "ambos", "ambas", "dos")
#: "both …", "the two …": expressions for exactly two; articles stay outside the mention
PAIR = re.compile(
    rf"(?<![\w-])(?:(?:the|los|las)\s+)?(?P<pair>(?:{'|'.join(PAIRING)})\s+(?P<noun>[^\W\d_]+))(?!\w)",
    re.IGNORECASE,
)


def singulars(noun: str) -> set[str]:
    """Return what a plural, as a view shows it, may be the plural of.

    Examples
    --------
    >>> sorted(singulars("secretaries")), sorted(singulars("comisiones"))
    (['secretari', 'secretarie', 'secretary'], ['comision', 'comisione', 'comisioy'])
    """
    return {noun[:-1], noun[:-2], noun[:-3] + "y"} if noun.endswith("s") else set()
