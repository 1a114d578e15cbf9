"""Which hits of an alias are no mention: inside a title of office, or inside a longer name.

Both rules read the words next to the hit in its own sentence. A wrong merge harms a network far
more than a missed mention: when in doubt a hit is left apart (and listed by `find_ambiguous`).
"""

from __future__ import annotations

import re
from functools import cache

from borderlab.coding.matching import view
from borderlab.coding.words import words

_ARTICLE = r"(?:(?:the|el|la|los|las) )?"
_ENVOYS = r"(?:ambassador|embajadora?|consul(?: general)?|envoy|representative|representante)"
_CAPITALISED = r"[^\W\d_a-zà-þ][\w'’.-]*"
_ARTICLES = ("", "the ", "el ", "la ", "los ", "las ")  # those of _ARTICLE
_INSTITUTION = rf"({_CAPITALISED}) (?:of|de|del) {_ARTICLE}$"
_OF_ENDS = tuple(f" {of} {article}" for of in ("of", "de", "del") for article in _ARTICLES)


@cache
def _title_before() -> re.Pattern[str]:
    """``secretary of economy of the |``, ``embajador |``: the name that comes is in the title."""
    titles = "|".join(sorted(map(re.escape, words("title")), key=len, reverse=True))
    matter = rf"(?: (?:of|for|de|del) {_ARTICLE}[\w-]+(?: (?:and|y) [\w-]+| [\w-]+)?)?"
    kind = "|".join(sorted(map(re.escape, words("rank", "es")), key=len, reverse=True))
    of = rf"\b(?:ex-?)?(?:{titles})(?: (?:{kind}))?{matter} (?:of|to|de|del|ante)"
    posted = rf"\b{_ENVOYS}{matter} (?:in|en)"
    return re.compile(rf"(?:(?:{of}|{posted}) {_ARTICLE}|\b(?:{titles}) )$")


@cache
def _title_ends() -> tuple[str, ...]:
    """List what `_title_before` may end with: looking at the end first spares most searches."""
    joins = ("of", "to", "de", "del", "ante", "in", "en")
    return tuple(f"{join} {article}" for join in joins for article in _ARTICLES) + tuple(
        f"{title} " for title in sorted(words("title"))
    )


@cache
def _title_after() -> re.Pattern[str]:
    """``| Foreign Minister``, ``|'s economy secretary``: the hit opens the title."""
    titles = "|".join(sorted(map(re.escape, words("title")), key=len, reverse=True))
    listed = rf"(?:(?:{_CAPITALISED}|foreign|former|then|deputy|federal|state|vice) ){{0,2}}"
    closed = "|".join(
        map(
            re.escape,
            sorted(words("closed") | words("party_preposition") | words("target_preposition")),
        )
    )
    owned = rf"(?:(?!(?:{closed})\b)[\w-]+ ){{0,2}}"
    return re.compile(rf"(?:['’]s? {owned}| {listed})(?i:{titles})(?![\w-])")


def is_envoy(title: str) -> bool:
    """Tell whether a title is one of those sent to a country ("ambassador", "consul")."""
    return bool(re.fullmatch(_ENVOYS, view(title).text))


def in_title_of_office(left: str, right: str) -> bool:
    """Tell whether the words around a hit make it part of a title of office.

    Parameters
    ----------
    left, right : str
        The sentence before and behind the hit.

    Examples
    --------
    >>> in_title_of_office("the governor of ", ", Ana Ruiz, said")
    True
    >>> in_title_of_office("", "'s Minister of Health")
    True
    >>> in_title_of_office("el embajador ", " dijo"), in_title_of_office("an accord of ", " and")
    (True, False)
    """
    seen = view(left).text
    opened = seen.endswith(_title_ends()) and _title_before().search(seen)
    return bool(opened or _title_after().match(right))


def _is_common(word: str) -> bool:
    """Tell whether a capitalised word next to a hit is often no part of a name."""
    seen = view(word).text
    groups = ("closed", "direction", "title", "courtesy", "calendar", "party_preposition",
              "target_preposition")  # fmt: skip
    return any(seen in words(g) or seen.rstrip(".") in words(g) for g in groups)


def _is_name_part(word: str) -> bool:
    return word[:1].isupper() and not _is_common(word)


def in_longer_name(left: str, right: str, *, headline: bool = False) -> bool:
    """Tell whether capitalised neighbours make a hit part of a longer name that is not registered.

    Parameters
    ----------
    left, right : str
        The sentence before and behind the hit.
    headline : bool
        In a headline every word may be capitalised, so only institutions decide.

    Examples
    --------
    >>> in_longer_name("He met the ", " Supreme Court"), in_longer_name("the University of ", "")
    (True, True)
    >>> in_longer_name("On Tuesday ", " signed"), in_longer_name("", " Draft Plan", headline=True)
    (False, False)
    """
    named = left.removesuffix("\n").endswith(_OF_ENDS)  # "$" stands before a last line break too
    institution = named and re.search(_INSTITUTION, left)
    if institution and view(institution[1]).text in words("institution"):
        return True
    after = re.match(rf"[ \xa0]({_CAPITALISED})", right)
    if after and view(after[1]).text in words("institution"):
        return True
    if headline:
        return False
    before = re.search(rf"[^.?!:“\"(—–]\s+({_CAPITALISED})[ \xa0]$", left)
    return bool(before and _is_name_part(before[1])) or bool(after and _is_name_part(after[1]))


def is_other_person(left: str) -> bool:
    """Tell whether a surname follows another given name ("Bruce Harris" is not Kamala Harris).

    Examples
    --------
    >>> is_other_person("said Bruce "), is_other_person("said Governor "), is_other_person("said ")
    (True, False, False)
    """
    before = re.search(rf"({_CAPITALISED})[ \xa0]$", left)
    return bool(before and _is_name_part(before[1]))
