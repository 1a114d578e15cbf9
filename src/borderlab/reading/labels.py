"""What a single line says about itself: a label, a byline, a share prompt, the head of a list.

Every rule has a name, which becomes the ``rule`` of its zone; the phrases stand in ``words.csv``.
Patterns are matched whole, on the line without link markup, case and accents folded. A line that
reads like prose is never labelled.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from borderlab.reading.datelines import is_date_line, is_date_range, is_dated_place, is_told
from borderlab.reading.sentences import BLANK, split_sentences
from borderlab.reading.words import fold, members, numbered, pattern, rules, words

LONGEST = 300  # a longer line is prose, whatever it begins with
_LINKED = 2_000  # characters of a line in which addresses may hide a short text
_CLAUSE = 5  # words; a longer value from a small letter to a full stop is one as well
_PROSE = 10  # words; a longer value that ends in a full stop is a sentence

_LABEL = re.compile(
    r"[^\w]{0,4}(?:" + "|".join(f"(?P<{k}>{v})" for k, v in rules("label").items()) + r")"
    r"[\s*_]*[:|][\s*_]*(?P<value>.*)"
)
#: labels whose value may be on the next line
_MAY_STAND_BARE = ("published", "updated", "author", "contact", "database")
#: rules of lines that may hold several sentences, none of them the text's
_NEVER_PROSE = (
    "rights", "follow", "caption", "disclaimer", "note", "banner", "archive", "media",
    "comment_form", "advertisement",
)  # fmt: skip
_WHOLE = [
    (zone, rule, re.compile(phrases))
    for zone in ("meta", "boilerplate")
    for rule, phrases in rules(zone).items()
]
#: whether any rule can match, at one look: any at all, or any that prose may follow
_ANY = re.compile("|".join(f"(?:{phrases.pattern})" for _, _, phrases in _WHOLE))
_ANY_PROSE = re.compile(
    "|".join(f"(?:{phrases.pattern})" for _, rule, phrases in _WHOLE if rule in _NEVER_PROSE)
)
_ROLE = re.compile(rules("meta")["role"])
_KIND = re.compile("|".join(rules("meta")[rule] for rule in ("office_line", "release_mark")))
_NEWSROOM = re.compile(pattern("newsroom"))

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_EDGES = " \t\xa0*_#>•·–—-:!¡¿?.…|()[]\"“”'"
_BYLINE = re.compile(
    rf"\W{{0,4}}(?P<before>.{{0,60}}?)\b(?:(?:{pattern('byline_verb')}) )?(?:by|por)\b"
    r"\s*[:|]?\s+(?P<names>.*)",
    re.IGNORECASE,
)
_VERB = re.compile(rf"(?:{pattern('byline_verb')})\b", re.IGNORECASE)
_QUOTED = ("“", '"', "«", "‘", "—", "–")  # somebody speaks
_MENU = 3  # short pieces between bars that make a line a menu
_PIECE = 4  # words of such a piece
_ENTRIES = 10  # capitalised words in a row, without a small one, that make a menu
_END = re.compile(r"#(?: ?#){2,}")
_BARS = re.compile(r"\s+[|•·»]\s+|\s{3,}")
_BAR = re.compile(r"[|•·»]|\s{3}")  # without which nothing is divided by bars
#: without which, and without two blanks in a row, a line has neither a label nor bars
_SIGN = re.compile(f"[:|•·»{BLANK.replace(' ', '')}]")
_SIGNED = re.compile(r"[/|•·](?<=\s.)\s|, ")  # between a name and an office
_NAME = re.compile(r"[^\W\d_][\w.’'&-]*|&")
_ASIDE = r"[|•·(/–—@]|\s-\s"  # what divides a name from an office, an outlet or a date
_PREPOSED = r"\b(?:on|in|for|from|at|el|en|para|desde|a las)\s"  # stands before date or place
#: Spanish writes months small: Julio is a man
_MONTHS = {name for names in members("month", "en") for name in names.split()}
_NO_NAME = words("starter") | _MONTHS | numbered("weekday").keys()


class Label(NamedTuple):
    """A labelled line: which rule its label belongs to, and what it says."""

    rule: str
    value: str


def without_links(line: str) -> str:
    """Replace Markdown links and images by their text.

    Examples
    --------
    >>> without_links("Source: [Expansion](#)")
    'Source: Expansion'
    """
    if "](" not in line:
        return line
    return _LINK.sub(r"\1", _LINK.sub(r"\1", line))  # twice: a picture may be the link


def is_prose(line: str) -> bool:
    """Say whether a line reads like running text: two sentences, or a long one with a full stop.

    Examples
    --------
    >>> is_prose("U.S. Department of Commerce"), is_prose("He came. They met.")
    (False, True)
    """
    return _is_long_sentence(line) or len(split_sentences(line)) > 1


def _is_long_sentence(line: str) -> bool:
    ends = line.rstrip("”\"’')")
    whole = ends.endswith(".") and not ends.endswith("...")  # three: cut off, or left open
    return whole and len(line.split()) > _PROSE


def label(line: str) -> Label | None:
    """Read a labelled line such as ``Category: News`` or ``Fecha: 4 de octubre de 2023``.

    Examples
    --------
    >>> label("**Fuente:** El Porvenir")
    Label(rule='source', value='El Porvenir')
    >>> label("Date: the parties agreed to meet soon") is None
    True
    """
    plain = without_links(line)
    folded = fold(plain) if len(plain) <= LONGEST else ""
    match = _LABEL.fullmatch(folded) if ":" in plain or "|" in plain else None
    if not match:
        return None
    rule = next(rule for rule, said in match.groupdict().items() if said)
    value = re.split(r"[:|]", plain, maxsplit=1)[1].strip(" \t\xa0*_()")
    dateless = rule in ("published", "updated") and not any(c.isdigit() for c in value)
    sentence = value[:1].islower() and value.endswith(".") and len(value.split()) > _CLAUSE
    if not value:
        return Label(rule, value) if rule in _MAY_STAND_BARE else None
    return None if dateless or sentence or is_prose(value) else Label(rule, value)


def _name_at(text: str) -> str | None:
    """Return the name or names a text begins with: capitalised words up to a separator."""
    for cut in (_ASIDE, rf"{_ASIDE}|{_PREPOSED}", rf",|{_ASIDE}|{_PREPOSED}"):
        name = re.split(cut, text, maxsplit=1)[0].strip(" \t\xa0*_,")
        tokens = name.replace(",", " ").split()
        listed = "," not in name or re.search(r" (?:and|y|e|&) ", name)
        if listed and (_NEWSROOM.fullmatch(fold(name)) or _is_name(tokens)):
            return name
    return None


def _is_name(tokens: list[str]) -> bool:
    """Say whether words look like names: at least two capitalised ones, no sentence opener."""
    if tokens and {tokens[0].lower(), fold(tokens[0])} & _NO_NAME:
        return False
    plain = [token for token in tokens if token not in words("particle")]
    if not 2 <= len(plain) <= 12 or not all(token[0].isupper() for token in plain):
        return False
    return all(_NAME.fullmatch(token) for token in tokens)


def byline(line: str) -> str | None:
    """Return who a byline says wrote the text; None where the line is no byline.

    Examples
    --------
    >>> byline("Por María del Carmen Ruiz | Corresponsal")
    'María del Carmen Ruiz'
    >>> byline("By contrast, Mexico grew") is None
    True
    """
    plain = without_links(line)
    if len(plain) > LONGEST // 2 or not any(by in fold(plain) for by in ("by", "por")):
        return None
    match = _BYLINE.fullmatch(plain)
    if not match or is_prose(plain) or re.search(r"[a-záéíóú]{3}\.\Z", plain):
        return None
    name = _name_at(match["names"])
    before = match["before"].strip(_EDGES)
    dated = _VERB.fullmatch(before) is not None or is_date_line(_VERB.sub("", before))
    return name if not before or before == name or dated else None


def _is_menu(plain: str) -> bool:
    """Say whether a line is a row of names: short ones between bars, or many single ones."""
    entries = plain.split()
    row = len(entries) >= _ENTRIES and all(w.istitle() and w.isalpha() for w in entries)
    return row or (_BAR.search(plain) is not None and _is_barred(plain))


def _is_barred(plain: str) -> bool:
    pieces = [piece for piece in _BARS.split(plain.strip(_EDGES)) if piece]
    short = all(len(piece.split()) <= _PIECE for piece in pieces)
    return len(pieces) >= _MENU and short and not any(c.isdigit() for c in plain)


def _pieces(plain: str) -> tuple[str, str] | None:
    """Name the rule of a line of pieces between bars, one of which says when or by whom."""
    pieces = [piece.strip() for piece in _BARS.split(plain) if piece.strip()]
    if len(pieces) < 2 or any(len(piece.split()) > 2 * _PIECE for piece in pieces):
        return None
    ruled = [line_rule(piece) for piece in pieces]
    speaking = ("published", "date_line", "byline")
    return next((rule for name in speaking for rule in ruled if rule and rule[1] == name), None)


def _signed(plain: str) -> str | None:
    """Return who signs in a line of a name and an office: "Ana Ruiz / Corresponsal"."""
    bar = _SIGNED.search(plain)
    name = plain[: bar.start()].strip() if bar else ""
    if not bar or not _is_name(name.replace(" / ", " ").split()):
        return None
    return name if _ROLE.fullmatch(fold(plain[bar.end() :].strip())) else None


def _without_kind(plain: str) -> str:
    """Leave the kind of text before a date out: "Press release, 17 October 2025"."""
    kind, comma, rest = plain.partition(", ")
    return rest if comma and _KIND.fullmatch(fold(kind)) else plain


def _whole(core: str, plain: str) -> tuple[str, str] | None:
    """Return the first rule whose phrases are the whole line."""
    if not (_ANY_PROSE if _is_long_sentence(plain) else _ANY).fullmatch(core):
        return None
    for zone, rule, phrases in _WHOLE:
        if phrases.fullmatch(core) and (rule in _NEVER_PROSE or not is_prose(plain)):
            return zone, rule
    return None


def _runs_on(line: str) -> bool:
    """Say at a glance that a line is a sentence that no rule concerns, as most are."""
    folded = fold(line)
    if not _is_long_sentence(line) or "  " in folded or _SIGN.search(folded):
        return False
    if not is_told(line, folded, line.find(", ") + 1) or _signed(line):
        return False
    return not _ANY_PROSE.fullmatch(folded.strip(_EDGES))


def line_rule(line: str) -> tuple[str, str] | None:
    """Name the zone and the rule of a line that says by itself what it is.

    Parameters
    ----------
    line : str
        One trimmed, non-blank line.

    Returns
    -------
    (zone, rule) or None
        None is the usual case: prose, or a line that only its neighbours can explain.

    Examples
    --------
    >>> line_rule("Published: 2023-04-28"), line_rule("Lo más leído"), line_rule("Ports reopened.")
    (('meta', 'published'), ('boilerplate', 'list_heading'), None)
    """
    plain = without_links(line) if len(line) <= _LINKED else line
    if len(plain) > LONGEST:
        return None
    if plain is line and _runs_on(line):
        return None
    if not any(c.isalnum() for c in plain):
        ends = _END.fullmatch(plain)
        return "boilerplate", "end_mark" if ends else "ornament" if plain == line else "link_only"
    labelled = label(line)
    if labelled:
        return ("boilerplate" if labelled.rule == "contact" else "meta"), labelled.rule
    if byline(line) or _signed(plain):
        return "meta", "byline"
    if is_date_line(_without_kind(plain)):
        return "meta", "date_range" if is_date_range(plain) else "date_line"
    if whole := _whole(fold(plain).strip(_EDGES), plain):
        return None if whole[1] == "follow" and line.startswith(_QUOTED) else whole
    linked = plain != line and not any(c.isalnum() for c in _LINK.sub("", _LINK.sub("", line)))
    if linked and (line[0] in "-*+•" or not is_prose(plain)):
        return "boilerplate", "link_only"
    if is_dated_place(plain):
        return "meta", "date_with_place"
    pieces = _pieces(plain) if _BAR.search(plain) else None
    return pieces or (("boilerplate", "menu") if _is_menu(plain) else None)
