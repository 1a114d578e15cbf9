"""Does the named party act, or does its name only locate or qualify? Readable rules, first wins.

People, organisations, ministries, commissions and programmes always act. For countries, states and
cities the words around the name decide; each rule has a name that the mentions table carries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from borderlab.coding.words import is_verb, words
from borderlab.tables import Role

_TOKEN = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*|[^\w\s]")
# possessive: "A.A.A." could be split in so many ways that trying them all would take for ever
_DATELINE = re.compile(
    r"(?:[^\W\d_a-zà-þ][\w.]*+(?:\s?\([^()]{2,30}\))?+[,./ ]*+(?:\d+ \w+\.?)?+){1,6}+\s*[–—-]+\s"
)
_GOVERNMENTS = frozenset({"government", "governments", "gobierno", "gobiernos"})
_ARTICLES = frozenset({"the", "el", "la", "los", "las"})


class Context(NamedTuple):
    """What the rules may look at; all text as a view shows it (lower case, no accents).

    ``left`` and ``right`` are the sentence around the name itself; ``group_left`` and
    ``group_right`` the sentence around the coordination it stands in ("A, B and C").
    ``territorial`` actors are countries, states and cities; ``place`` marks those registered as
    mere places.
    """

    left: str
    right: str
    group_left: str
    group_right: str
    surface: str
    form: str
    place: bool = False
    territorial: bool = True
    fixed: str = ""
    dateline: bool = False
    contained: bool = False
    spanish: bool = False
    headline: bool = False

    @property
    def plural(self) -> bool:
        """Whether the name is one of several subjects."""
        alone = (self.left, self.right) == (self.group_left, self.group_right)
        return self.form == "collective" or not alone


def is_dateline(sentence: str, offset: int) -> bool:
    """Tell whether an offset lies in the dateline that opens a sentence ("EL PASO, TX – The …").

    Examples
    --------
    >>> is_dateline("EL PASO, TX – The City", 9), is_dateline("El Paso signed – at last", 0)
    (True, False)
    """
    match = _DATELINE.match(sentence)
    return bool(match) and match is not None and offset < match.end()


@lru_cache(64)  # of one name, which many rules ask for
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


def _by_kind(c: Context) -> Role | None:
    return None if c.territorial else "actor"


def _body(c: Context) -> Role | None:
    """Read ``the US government`` as a body, not as its territory."""
    named = any(f" {noun} " in f" {c.surface} " for noun in words("authority_noun"))
    return "actor" if named else None


def _ruling(c: Context) -> Role | None:
    """Read ``the Mexican and U.S. governments`` as the governments themselves."""
    behind, before = _tokens(c.group_right)[:1], _tokens(c.group_left)[-1:]
    governs = behind if not c.spanish else before if c.fixed else ()
    return "actor" if set(governs) & _GOVERNMENTS else None


def _by_form(c: Context) -> Role | None:
    return "modifier" if c.fixed == "modifier" else None


def _dateline(c: Context) -> Role | None:
    return "place" if c.dateline else None


def _compound(c: Context) -> Role | None:
    """``U.S.-Mexico trade``, ``U.S.-based``."""
    return "modifier" if re.match(r"[-–]\w", c.right) or re.search(r"\w\.?[-–]$", c.left) else None


def _possessive(c: Context) -> Role | None:
    return "modifier" if re.match(r"'(?:s\b|\s)", c.right) else None


def _contained(c: Context) -> Role | None:
    """``El Paso, Texas``: the wider place only locates the narrower one."""
    return "place" if c.contained else None


def _directed(c: Context) -> Role | None:
    """``southern Mexico``."""
    last = _tokens(c.left)[-1:]
    return "place" if last and last[0] in words("direction") else None


def _movement(c: Context) -> Role | None:
    """``visited Sonora``: where somebody goes, is or leaves."""
    last = _before(c.group_left)[-1:]
    return "place" if last and last[0] in words("movement_verb") else None


def _site(c: Context) -> Role | None:
    """``chose Sonora as the base``: the object of a choice is the site of it."""
    before = _tokens(c.left)[-1:]
    behind = _tokens(c.right)[:1]
    return "place" if before and behind and before[0] in words("as_verb") and (
        behind[0] in words("as")
    ) else None  # fmt: skip


def _noun_modifier(c: Context) -> Role | None:
    """``U.S. capital``, ``a Douglas port``: an English name before the noun it qualifies."""
    behind = [*_tokens(c.right)[:2], "", ""]
    bare_in = _tokens(c.left)[-1:] and _tokens(c.left)[-1] in words("place_preposition", "en")
    if c.spanish or c.headline or c.form == "collective":
        return None
    if (bare_in and c.form == "name") or not c.right.startswith(" "):
        return None
    if not behind[0][:1].isalpha() or behind[0] in words("closed"):
        return None
    if behind[0].endswith("ly") or is_verb(behind[0], behind[1], plural=c.plural):
        return None
    return "modifier"


def _before(group_left: str) -> tuple[str, ...]:
    """List the words before a coordination, without the article that opens it."""
    tokens = _tokens(group_left)
    return tokens[:-1] if tokens and tokens[-1] in _ARTICLES else tokens


def _governed(c: Context) -> Role | None:
    """Read ``governments of X and Y`` as the governments themselves."""
    tokens = _before(c.group_left)
    ruled = len(tokens) > 1 and tokens[-1] in words("of") and tokens[-2] in words("government_noun")
    return "actor" if ruled else None


def _of_phrase(tokens: Sequence[str]) -> Role:
    """Role of X behind "… <noun> [and <noun>] of": an acting noun of the pair decides."""
    if set(tokens[-3:]) & words("joint"):
        return "actor"
    if not tokens or not tokens[-1][0].isalpha():
        return "place"  # "…, de Texas": from there
    pair = tokens[-2:-1] in (("and",), ("y",))
    nouns = {tokens[-1], *(tokens[-3:-2] if pair else ())}
    if nouns & words("relation_noun"):
        return "actor"
    return "place" if nouns & (words("region_noun") | words("origin_noun")) else "modifier"


def _preposition(c: Context) -> Role | None:
    """``between X``, ``in X``, ``governments of X``: the word before the coordination."""
    tokens = _before(c.group_left)
    if not tokens:
        return None
    last, noun = tokens[-1], tokens[-2] if len(tokens) > 1 else ""
    if any(" ".join(tokens).endswith(phrase) for phrase in words("party_phrase")):
        return "actor"
    if noun in words("trust_noun") and last in {"in", "en"}:
        return "actor"
    if noun in words("giver_noun") and last in {"from", "de"}:
        return "actor"
    if last in words("of"):
        return _of_phrase(tokens[:-1])
    if last in {"between", "entre"} and noun in words("passage_noun"):
        return "place"
    if last in words("party_preposition"):
        return "actor"
    if last in words("target_preposition"):
        return "place" if c.place else "actor"
    language = "" if c.spanish else "en"  # the Spanish preposition "a" is an English article
    return "place" if last in words("place_preposition", language) else None


def _subject(c: Context) -> Role | None:
    """``Sonora and Arizona are charting``, ``the city signed``: the name before a verb."""
    behind = [*_tokens(c.group_right)[:2], "", ""]
    auxiliary = {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "may"}
    acts = behind[0] in auxiliary or is_verb(behind[0], behind[1], plural=c.plural)
    return "actor" if acts else None


#: name -> rule; the first that answers decides
RULES: dict[str, Callable[[Context], Role | None]] = {
    "kind": _by_kind,
    "body": _body,
    "government-adjective": _ruling,
    "demonym": _by_form,
    "dateline": _dateline,
    "compound": _compound,
    "possessive": _possessive,
    "contained": _contained,
    "direction": _directed,
    "movement": _movement,
    "site": _site,
    "noun-modifier": _noun_modifier,
    "government": _governed,
    "preposition": _preposition,
    "subject": _subject,
}


def decide(context: Context) -> tuple[Role, str]:
    """Decide the role of one name and name the rule that did.

    Returns
    -------
    role : {"actor", "place", "modifier"}
    rule : str
        A key of `RULES`, or ``default``: governments and subnational actors act, places locate.

    Examples
    --------
    >>> decide(Context("talks between ", " and peru", "talks between ", "", "mexico", "name"))
    ('actor', 'preposition')
    >>> decide(Context("", " capital rose", "", " capital rose", "us", "acronym"))
    ('modifier', 'noun-modifier')
    """
    for name, rule in RULES.items():
        role = rule(context)
        if role:
            return role, name
    return ("place" if context.place else "actor"), "default"
