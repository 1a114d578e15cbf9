"""What a run of capitalised words names, by word classes and by what stands beside it."""

from __future__ import annotations

import re

from borderlab.coding.matching import view
from borderlab.coding.names import IN_PERSON, Token, is_place, is_word
from borderlab.coding.words import words

LONGEST = 5  # words of a person's name
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-ZÑ][A-Za-zÑ&-]{1,8}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")


def kind_of(name: list[Token], titled: bool, before: str, after: str) -> str:
    """Say what a run names: a person, an organisation, a short form, or nobody ("").

    Parameters
    ----------
    name : list of Token
        Without titles.
    titled : bool
        Whether a title of office stands in front.
    before, after : str
        The sentence on either side.

    Examples
    --------
    >>> from borderlab.coding.names import tokens
    >>> kind_of(tokens("Border Trade Council"), False, "the ", " met")
    'organisation'
    """
    big = [token for token in name if token.capital]
    if not big or all(is_word(t, "demonym", "calendar", "portfolio", "title", "rank") for t in big):
        return ""
    bodies = [t for t in big if is_word(t, "body_noun")]
    if bodies and len(big) > 1:
        thing = is_word(big[-1], "thing_noun") and not is_word(big[-1], "body_noun")
        return "" if thing else "organisation"
    if all(_ABBREVIATED.fullmatch(token.text) for token in big):
        return ""
    if is_place(name) or any(is_word(t, "thing_noun") for t in big) or bodies:
        return ""
    if len(big) == 1:
        return _single(big[0], titled)
    shaped = (
        len(big) <= LONGEST
        and all(t.capital or t.seen in IN_PERSON for t in name)
        and not any(t.text.isupper() and len(t.text) > 2 and "." not in t.text for t in big)
    )
    named = is_word(big[0], "given_name") or any(_INITIAL.fullmatch(t.text) for t in big[:2])
    if shaped and (titled or named or _speaks(before, after) or _is_titled_behind(after)):
        return "person"
    vague = any(is_word(t, "portfolio", "calendar", "closed", "title", "rank") for t in big[1:])
    cut = [t.text for t in big if len(t.text) < 3 or (t.text.isupper() and "." not in t.text)]
    places = all(is_place([t]) or is_word(t, "demonym") for t in big)
    return "" if vague or cut or places or is_word(big[0], "closed") or not shaped else "unclear"


def is_acronym(word: str) -> bool:
    """Say whether a word has the capitals of an acronym.

    Examples
    --------
    >>> is_acronym("OPS"), is_acronym("BdeM"), is_acronym("Ops"), is_acronym("OPS y BID")
    (True, True, False, False)
    """
    return _ACRONYM.fullmatch(word) is not None


def _single(token: Token, titled: bool) -> str:
    if is_word(token, "no_acronym", "calendar", "closed", "demonym") or is_place([token]):
        return ""
    if is_acronym(token.text):
        plural = token.text[-1] == "s" and token.text[:-1].isupper()
        return "" if plural else "organisation"
    return "person" if titled else "short"


def _speaks(before: str, after: str) -> bool:
    near = [*before.split()[-1:], *after.split()[:1]]
    return any(view(word).text.strip(',.;:”"') in words("says") for word in near)


def _is_titled_behind(after: str) -> bool:
    """Say whether a title of office follows behind a comma: ``, ambassador of``."""
    match = re.match(r",\s+(?:the |el |la |su )?(\S+)\s+(?:\S+\s+)?(?:of|de|del|for|en)\b", after)
    seen = view(match[1]).text if match else ""
    return seen in words("title") | words("rank")
