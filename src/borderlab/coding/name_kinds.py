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
    if not big or is_place(name):
        return ""
    if all(is_word(t, "demonym", "calendar", "portfolio", "title", "rank") for t in big):
        return ""
    if is_company(name):
        return "organisation"
    bodies = [t for t in big if is_word(t, "body_noun")]
    if bodies and len(big) > 1:
        spanish, english = words("thing_noun", "es"), words("thing_noun", "en")
        thing = (big[0].seen in spanish and big[0] not in bodies) or (
            big[-1].seen in english and big[-1] not in bodies
        )
        return "" if thing else "organisation"
    if all(_ABBREVIATED.fullmatch(token.text) for token in big):
        return ""
    if bodies or _is_thing(big, titled):
        return ""
    if len(big) == 1:
        return _single(big[0], titled, before, after)
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


def is_company(name: list[Token]) -> bool:
    """Say whether a name ends in a legal form, or begins with the acronym of a larger body.

    Examples
    --------
    >>> from borderlab.coding.names import tokens
    >>> is_company(tokens("Acme Steel AG")), is_company(tokens("NHS Tayside"))
    (True, True)
    >>> is_company(tokens("Denver CO")), is_company(tokens("CEO Rosa Mora"))
    (False, False)
    """
    front, rest = name[:-1], name[1:]
    if not front or any(is_word(t, "given_name", "title", "rank") for t in name[:2]):
        return False
    if is_word(name[-1], "legal_form") and name[-1].capital:
        own = any(t.capital and not is_word(t, "legal_form") for t in front)
        return own and not is_place(front)
    other = [t for t in rest if t.capital]
    odd = any(t.text.isupper() or is_word(t, "thing_noun", "calendar", "title") for t in other)
    first = is_acronym(name[0].text) and name[0].text.isupper()
    return first and bool(other) and not odd and not is_word(name[0], "no_acronym", "demonym")


def _is_thing(big: list[Token], titled: bool) -> bool:
    """Say whether a name is that of a place, a paper or an event: "Plan Sonora", "Border Plan".

    In Spanish its noun comes first; behind a first name or a title, Río and Valle are surnames.
    """
    spanish = words("thing_noun", "es")
    things = [t for t in big if is_word(t, "thing_noun")]
    if not titled and not is_word(big[0], "given_name"):
        return bool(things)
    return any(t is big[0] or t.seen not in spanish for t in things)


def _single(token: Token, titled: bool, before: str, after: str) -> str:
    if is_word(token, "no_acronym", "calendar", "closed", "demonym") or is_place([token]):
        return ""
    if is_acronym(token.text):
        plural = token.text[-1] == "s" and token.text[:-1].isupper()
        model = re.match(r"\s\d", after)  # of a product
        return "" if plural or model else "organisation"
    noun = before.rstrip(' (“"«‘').split()[-1:]
    if noun and noun[0] in words("company_noun") and not titled:
        return "organisation"
    return "person" if titled else "short"


def _speaks(before: str, after: str) -> bool:
    near = [*before.split()[-1:], *after.split()[:1]]
    return any(view(word).text.strip(',.;:”"') in words("says") for word in near)


def _is_titled_behind(after: str) -> bool:
    """Say whether a title of office follows behind a comma: ``, ambassador of``."""
    match = re.match(r",\s+(?:the |el |la |su )?(\S+)\s+(?:\S+\s+)?(?:of|de|del|for|en)\b", after)
    seen = view(match[1]).text if match else ""
    return seen in words("title") | words("rank")
