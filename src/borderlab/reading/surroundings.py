"""What came along with a page and only its neighbours explain: lists, comments, the foot."""

from __future__ import annotations

import re
from itertools import pairwise

from borderlab.reading.labels import byline
from borderlab.reading.lines import BULLET, Line
from borderlab.reading.words import fold, pattern

_ITEM = 120  # characters of a link-like line in a list of other stories
_VALUE = 6  # words of a value under its label
_FOOT = 12  # words of a line that can stand at the foot of a page
_LEAST = 3  # words; a shorter line that is closed is no running text
_BODY = 2  # lines of running text without which nothing is a foot
_ABOUT = re.compile(r"(?:about|acerca de|sobre)(?: the| el| la)? (\S.{0,60})")
_SPEAKER = re.compile(r"[^\W\d_][^:]{0,60}:\s|[QA]\.?\s")
_BIO = re.compile(pattern("bio"))
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


def mark_values(lines: list[Line]) -> None:
    """Mark the short line right under a label that stands alone."""
    for line, below in pairwise(lines):
        bare = line.rule == "label_alone" or (line.zone != "" and line.text.endswith(":"))
        short = below.words <= _VALUE and not below.closed
        if bare and short and not below.zone and not below.apart:
            below.mark(line.zone, "label_value")


def mark_abouts(lines: list[Line]) -> None:
    """Mark "About X" and the paragraph that opens with X, where nothing but the like follows."""
    for i in reversed(range(len(lines) - 1)):
        line, below = lines[i], lines[i + 1]
        if any(later.zone == "" for later in lines[i + 2 : i + 3]):
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
    """Mark what readers wrote below the text: all that follows the heading of their comments."""
    running = [i for i, line in enumerate(lines) if not line.zone and line.prose]
    for at, line in enumerate(lines):
        if line.rule != "comments":
            continue
        below = sum(i > at for i in running)
        if len(running) - below >= max(_BODY, below):
            for comment in lines[at + 1 :]:
                if comment.zone in ("", "meta"):
                    comment.mark("boilerplate", "comment")
            return


def mark_foot(lines: list[Line]) -> None:
    """Mark the short unfinished lines below the last finished one: the foot of a page.

    Items of a list and speakers stay: they are no page, they are the text.
    """
    closed = [i for i, line in enumerate(lines) if not line.zone and line.closed]
    running = [i for i in closed if lines[i].words > _LEAST]
    if len(running) < _BODY or lines[closed[-1]].text.endswith(":"):
        return
    foot = lines[closed[-1] + 1 :]
    if not foot or not (foot[0].apart or foot[0].zone):
        return
    for line in foot:
        text = bool(BULLET.match(line.text) or _SPEAKER.match(line.text)) or line.text[0] in "(["
        ends = line.text.rstrip("”\"’')»").endswith(("?", "!"))
        if not line.zone and (text or ends or line.prose or line.words > _FOOT):
            return
        if not line.zone:
            line.mark("boilerplate", "foot")


def mark_author(lines: list[Line]) -> None:
    """Mark the paragraph at the end that says who the author is."""
    named = [byline(line.text) or line.text for line in lines if line.rule in _NAMING]
    names = {" ".join(fold(name).split()) for name in named}
    for line in reversed(lines):
        if line.zone in ("boilerplate", "meta"):
            continue
        told = " ".join(fold(line.text).strip("*_ ").split())
        name = next((name for name in names if told.startswith(name)), None)
        if not name or not _BIO.match(told, len(name)):
            return
        line.mark("boilerplate", "about_author")


_NAMING = ("byline", "author", "name_beside_date", "name_beside_role")


def mark_edges(lines: list[Line]) -> None:
    """Sort what means one thing above the text and another below: addresses and topics."""
    running = [i for i, line in enumerate(lines) if not line.zone and (line.prose or line.closed)]
    if not running:
        return
    for i, line in enumerate(lines):
        beside = any(x.dated for x in lines[max(0, i - 1) : i + 2])
        address = line.rule in ("bare_address", "contact_line") and line.words == 1
        if address and (beside or "@" not in line.text) and i < running[0]:
            line.mark("meta", "own_address")
        if line.rule == "tags" and i > running[0]:
            line.mark("boilerplate", "tags")
