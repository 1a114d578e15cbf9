"""What came along with a page and only its neighbours explain: lists, comments, the foot."""

from __future__ import annotations

import re
from itertools import pairwise

from borderlab.reading.labels import LONGEST, byline
from borderlab.reading.lines import BULLET, Line
from borderlab.reading.words import fold, pattern

_ITEM = 160  # characters of a link-like line in a list of other stories
_VALUE = 6  # words of a value under its label
_FOOT = 12  # words of a line that can stand at the foot of a page
_KNOWN = 3  # lines known to be page, without which no end of the page is seen
_LONG = 14  # words of a line that is text wherever it stands
#: rules that open the page around the text again
_BEGINS = (
    "share", "list_heading", "rights", "navigation", "tags", "comments", "follow", "about", "menu",
    "disclaimer", "counter", "read_also", "link_only", "advertisement", "contact", "about_author",
)  # fmt: skip
_LEAST = 3  # words; a shorter line that is closed is no running text
_COMMENTS = ("comments", "comment_form", "end_mark")
_CAPTIONS = ("caption", "photo")
_CAPTION = 5  # words; a shorter line may well be within a caption by chance
_HOUR = re.compile(r"\d{1,2}[:.]\d\d")
_OCCASION = 10  # words of a line that names an occasion or a place
_AFTER = 4  # times the running lines above the end of a release those below it
_INITIALS = 4  # letters by which somebody signs
_BODY = 2  # lines of running text without which nothing is a foot
_ABOUT = re.compile(r"(?:about|acerca de|sobre)(?: the| el| la)? (\S.{0,60})")
_SPEAKER = re.compile(r"[^\W\d_][^:]{0,60}:\s|[QA]\.?\s")
_BIO = re.compile(pattern("bio"))
_FIELD = re.compile(r"([A-Z]{2,3})(?:\s+(\S.*))?\Z")
_CODES = frozenset({
    "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CO", "IN",
    "NS", "RE", "PUB", "AN", "CT", "RF", "IPD", "IPC", "VOL", "ART", "SE", "CLM",
})  # fmt: skip
_FIELDS = 5  # codes without which a text is no such export
_TEXT_FIELDS = ("LP", "TD")
_READ_FIELDS = {
    "HD": ("title", "title_field"), "PD": ("meta", "published"), "BY": ("meta", "byline"),
}  # fmt: skip
_FENCES = ("---", "+++")  # around front matter
_MATTER = 60  # lines of front matter at most
_MATTER_LINE = re.compile(r"[\w.-][\w .-]{0,40}\s*[:=](?:\s.*)?|[-\[\]{}#].*|\S.{0,200}[\]\"'],?")


def mark_front_matter(lines: list[Line]) -> None:
    """Mark the keys between two fences at the very top, and the fences."""
    if not lines or lines[0].text not in _FENCES:
        return
    for at, line in enumerate(lines[1:_MATTER], start=1):
        if line.text == lines[0].text or (line.text == "..." and lines[0].text == "---"):
            for matter in lines[: at + 1]:
                matter.mark("meta", "front_matter")
            return
        if not _MATTER_LINE.fullmatch(line.text):
            return


def mark_database(lines: list[Line]) -> None:
    """Mark the two-letter fields of an export from a newspaper database (HD, PD, LP).

    HD is the headline, LP and TD hold the text; a field alone on its line has its value below.
    """
    fields = [(line, _FIELD.match(line.text)) for line in lines]
    if len({match[1] for _, match in fields if match} & _CODES) < _FIELDS:
        return
    for (line, match), (below, next_) in zip(fields, [*fields[1:], (None, None)], strict=True):
        if not match or match[1] not in _CODES:
            continue
        bare, code = not match[2], match[1]
        value = below if bare and below and not next_ else line
        if code not in _TEXT_FIELDS or bare:
            line.mark("meta", "database")
        if code in _READ_FIELDS and value:
            value.mark(*_READ_FIELDS[code])
        elif code not in _TEXT_FIELDS and value:
            value.mark("meta", "database")


def mark_values(lines: list[Line]) -> None:
    """Mark the short line right under a label that stands alone."""
    for line, below in pairwise(lines):
        bare = line.rule == "label_alone" or (line.zone != "" and line.text.endswith(":"))
        if not bare or below.zone or below.apart:
            continue
        if below.words <= _VALUE and not below.closed:
            below.mark(line.zone, "label_value")


def mark_abouts(lines: list[Line]) -> None:
    """Mark "About X" and the paragraph that opens with X, where no long paragraph follows."""
    for i in reversed(range(len(lines) - 1)):
        line, below = lines[i], lines[i + 1]
        if any(not later.zone and (later.closed or later.prose) for later in lines[i + 2 : i + 3]):
            return  # the text itself goes on: "About Sonora" is a heading of it
        who = _ABOUT.fullmatch(line.key)
        if who and line.apart and not line.closed and below.key.startswith(who[1].split()[0]):
            line.mark("boilerplate", "about")
            below.mark("boilerplate", "about")


def mark_lists(lines: list[Line]) -> None:
    """Mark the link-like lines under the heading of a list of other stories."""
    listed, titled = False, any(line.zone == "title" for line in lines)
    for line, below in pairwise([*lines, Line(0, 0, "", True)]):
        if line.rule == "list_heading" or line.zone in ("title", "duplicate_title"):
            listed = line.rule == "list_heading"
        elif listed and line.zone in ("", "meta"):
            listed = _is_item(line, below, titled)
            if listed:
                line.mark("boilerplate", "list_item")


def _is_item(line: Line, below: Line, titled: bool) -> bool:
    """Say whether a line can stand in such a list: a date, or neither prose nor a headline."""
    if line.zone:
        return line.rule == "date_line"
    dated = not titled and below.rule in ("date_line", "date_with_place") and line.words > _VALUE
    headline = line.apart and (dated or below.rule in ("published", "byline", "author"))
    question = line.apart and line.text.endswith("?")  # as like as not a heading of the text
    return (
        not headline
        and not question
        and not line.closed
        and not line.prose
        and len(line.text) <= _ITEM
    )


def mark_comments(lines: list[Line]) -> None:
    """Mark all that follows the heading of readers' comments, or the mark that ends a release."""
    marks = [i for i, line in enumerate(lines) if line.rule in _COMMENTS]
    running = [i for i, line in enumerate(lines) if marks and not line.zone and line.prose]
    for at in marks:
        line = lines[at]
        below = sum(i > at for i in running)
        if len(running) - below >= max(_BODY, below * (_AFTER if line.rule == "end_mark" else 1)):
            for comment in lines[at + 1 :]:
                if comment.zone in ("", "meta"):
                    comment.mark("boilerplate", "comment")
            return


def mark_captions(lines: list[Line]) -> None:
    """Mark the line beside a caption that says the same without its credit."""
    for line, other in [*pairwise(lines), *((b, a) for a, b in pairwise(lines))]:
        if line.zone or other.rule not in _CAPTIONS or line.words < _CAPTION:
            continue
        if line.key in other.key:
            line.mark("meta", "caption")


def mark_occasion(lines: list[Line]) -> None:
    """Mark the short lines right above the hour at which somebody began to speak: who and where."""
    text = next((i for i, line in enumerate(lines) if not line.zone and line.prose), len(lines))
    hours = [i for i in range(text) if lines[i].rule == "date_line" and _HOUR.match(lines[i].key)]
    for i in hours[-1:]:
        for line in reversed(lines[:i]):
            page = line.zone not in ("", "meta")
            if page or line.closed or line.prose or line.words > _OCCASION:
                break
            if not line.zone:
                line.mark("meta", "occasion")


def mark_foot(lines: list[Line]) -> None:
    """Mark the short unfinished lines below the last finished one: the foot of a page.

    Items of a list and speakers stay: they are no page, they are the text.
    """
    closed = [i for i, line in enumerate(lines) if not line.zone and line.closed]
    running = [i for i in closed if lines[i].words > _LEAST]
    if len(running) < _BODY or lines[closed[-1]].text.endswith(":"):
        return
    foot = lines[closed[-1] + 1 :]
    initials = len(foot) == 1 and foot[0].text.isalpha() and len(foot[0].text) <= _INITIALS
    if not foot or not (foot[0].apart or foot[0].zone or initials):
        return
    for line in foot:
        text = bool(BULLET.match(line.text) or _SPEAKER.match(line.text)) or line.text[0] in "(["
        ends = line.text.rstrip("”\"’')»").endswith(("?", "!"))
        if not line.zone and (text or ends or line.prose or line.words > _FOOT):
            return
        if not line.zone:
            line.mark("boilerplate", "foot")


def mark_end(lines: list[Line]) -> None:
    """Mark all that follows where the page around the text has begun again for good.

    From the first of several lines known to be page, below which no sentence stands: a sentence
    among them is text.
    """
    start, known = len(lines), 0
    for i in range(len(lines) - 1, 0, -1):
        line = lines[i]
        if line.zone == "boilerplate":
            known += 1
            start = i if known >= _KNOWN and line.rule in _BEGINS else start
        elif line.zone not in ("", "meta") or _is_sentence(line):
            break
    body = [x for x in lines[:start] if start < len(lines) and not x.zone and x.closed]
    if sum(line.words > _LEAST for line in body) < _BODY:
        return
    for line in lines[start:]:
        if not line.zone:
            line.mark("boilerplate", "end_of_page")


def _is_sentence(line: Line) -> bool:
    """Say whether an unexplained line can be text wherever it stands."""
    whole = line.closed and line.words > _LEAST
    told = BULLET.match(line.text) or _SPEAKER.match(line.text)
    return not line.zone and bool(whole or told or line.words > _LONG)


def mark_author(lines: list[Line]) -> None:
    """Mark the paragraph at the end that says who the author is."""
    named = [byline(line.text) or line.text for line in lines if line.rule in _NAMING]
    names = {" ".join(fold(name).split()) for name in named}
    for line in reversed(lines if names else []):
        if line.zone in ("boilerplate", "meta"):
            continue
        told = " ".join(fold(line.text[:LONGEST]).strip("*_ ").split())
        name = next((name for name in names if told.startswith(name)), None)
        if not name or not _BIO.match(told, len(name)):
            return
        line.mark("boilerplate", "about_author")


_NAMING = ("byline", "author", "name_beside_date", "name_beside_role")


def mark_edges(lines: list[Line]) -> None:
    """Sort what means one thing above the text and another below: addresses and topics."""
    running = (i for i, x in enumerate(lines) if not x.zone and (x.prose or x.closed))
    first = next(running, None)
    if first is None:
        return
    for i, line in enumerate(lines):
        if line.rule in ("bare_address", "contact_line") and line.words == 1 and i < first:
            beside = any(x.dated for x in lines[max(0, i - 1) : i + 2])
            if beside or "@" not in line.text:
                line.mark("meta", "own_address")
        if line.rule == "tags" and i > first:
            line.mark("boilerplate", "tags")
