"""Which line counts: title, repeated title, meta, boilerplate or body, each by a named rule.

What a line says about itself is in `borderlab.reading.labels`; here are the rules that need its
neighbours: the title, its repetitions, names beside a date, and the lines of a list of other
stories. When in doubt a line is body.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from borderlab.reading.dates import dateline
from borderlab.reading.labels import LONGEST, is_prose, line_rule, without_links
from borderlab.reading.sentences import BLANK
from borderlab.reading.words import fold

_LINES = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_HEADING = re.compile(r"#{1,6}\s+")
_TITLE = 200  # characters a title has at most
_ITEM = 120  # characters of a link-like line in a list of other stories
_HEADER = 4  # unexplained lines among which a title is looked for
_KICKER = 2  # words; a shorter line gives way to a longer one as title
_VALUE = 6  # words of a value under its label
_PARTS = 4  # words of a name or section
_ABOUT = re.compile(r"(?:about|acerca de|sobre)(?: the| el| la)? (\S.{0,60})")
_DATES = ("published", "byline", "date_line", "date_with_place", "author", "category")


@dataclass
class _Line:
    start: int
    end: int
    text: str
    apart: bool  # a blank line, or nothing, stands above
    zone: str = ""
    rule: str = ""

    @property
    def closed(self) -> bool:
        return self.text.rstrip("”\"’')»*_").endswith((".", ":", ";", ","))

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def key(self) -> str:
        """What makes two copies of a title equal; a longer line is no title."""
        plain = self.text if len(self.text) > LONGEST else fold(without_links(self.text))
        return " ".join(plain.strip("#*_ .").split())

    def mark(self, zone: str, rule: str) -> None:
        self.zone, self.rule = zone, rule


def _lines(text: str) -> list[_Line]:
    """List the non-blank lines, trimmed, with what each says about itself."""
    found, apart = [], True
    for match in _LINES.finditer(text):
        core = match[1].strip(BLANK)
        if core:
            start = match.start() + match[1].index(core)
            zone, rule = line_rule(core) or ("", "")
            found.append(_Line(start, start + len(core), core, apart, zone, rule))
        apart = not core
    return found


def _set_off(lines: list[_Line]) -> bool:
    """Say whether the first line stands off from those below, if need be with its subtitles."""
    line, below = lines[0], lines[1]
    if below.apart or below.zone:
        return True
    if below.text[0].islower() or (len(below.text) <= 1.5 * len(line.text) and below.closed):
        return False  # a paragraph broken by hand
    return below.closed or (len(lines) > 2 and _set_off(lines[1:]))


def _title_rule(lines: list[_Line], i: int, copies: Counter[str]) -> str:
    """Return the rule by which line `i` is the title, or an empty string."""
    line, below, key = lines[i], lines[i + 1 :], lines[i].key
    if _HEADING.match(line.text):
        return "title_marked"
    if copies[key] > 1 and len(key.split()) > _KICKER:
        return "title_repeated"
    if all(b.zone for b in below) or dateline(line.text) or is_prose(line.text):
        return ""  # a title stands over a body
    if line.closed:
        return "title_over_date" if below[0].rule in _DATES and line.text[-1] == "." else ""
    return "title_set_off" if _set_off(lines[i : i + _HEADER]) else ""


def _header(lines: list[_Line]) -> list[int]:
    """List the unexplained short lines at the top, up to the first that ends like a sentence."""
    found: list[int] = []
    for i in [i for i, line in enumerate(lines) if not line.zone][:_HEADER]:
        if len(lines[i].text) > _TITLE or (found and lines[found[-1]].closed):
            break
        found.append(i)
    return found


def _mark_title(lines: list[_Line], *wanted: str) -> None:
    """Mark the title, its repetitions and a section name above it, unless there is one."""
    if any(line.zone == "title" for line in lines):
        return
    copies = Counter(line.key for line in lines)
    ruled = [(i, _title_rule(lines, i, copies)) for i in _header(lines)]
    found = [(i, rule) for i, rule in ruled if rule in wanted]
    if not found:
        return
    longer = [pair for pair in found if lines[pair[0]].words > _KICKER]
    at, rule = (longer or found)[0]
    key = lines[at].key
    for line in lines:
        if line.key == key:
            line.mark("duplicate_title", "title_again")
    lines[at].mark("title", rule)
    for line in lines[:at]:
        if not line.zone and line.words <= _PARTS and not line.closed:
            line.mark("meta", "section_above_title")


def _mark_names(lines: list[_Line]) -> None:
    """Mark names and sections that stand beside a date, between title and body."""
    at = next((i for i, line in enumerate(lines) if line.zone == "title"), len(lines))
    for above, line, below in zip(lines[at:], lines[at + 1 :], lines[at + 2 :], strict=False):
        if line.zone:
            continue
        if line.closed or len(line.text) > _TITLE:
            return
        beside = above.rule in _DATES or below.rule in _DATES
        capital = all(w[0].isupper() or len(w) <= len("del") for w in line.text.split())
        if beside and line.words <= _PARTS and capital and line.text[0].isupper():
            line.mark("meta", "name_beside_date")


def _mark_values(lines: list[_Line]) -> None:
    """Mark the short line right under a label that stands alone."""
    for line, below in pairwise(lines):
        bare = line.rule == "label_alone" or (line.zone != "" and line.text.endswith(":"))
        short = below.words <= _VALUE and not below.closed
        if bare and short and not below.zone and not below.apart:
            below.mark(line.zone, "label_value")


def _mark_abouts(lines: list[_Line]) -> None:
    """Mark "About X" and the paragraph that opens with X, where nothing but the like follows."""
    for i in reversed(range(len(lines) - 1)):
        line, below = lines[i], lines[i + 1]
        if any(later.zone == "" for later in lines[i + 2 : i + 3]):
            return  # the text itself goes on: "About Sonora" is a heading of it
        who = _ABOUT.fullmatch(line.key)
        if who and line.apart and not line.closed and below.key.startswith(who[1].split()[0]):
            line.mark("boilerplate", "about")
            below.mark("boilerplate", "about")


def _mark_lists(lines: list[_Line]) -> None:
    """Mark the link-like lines under the heading of a list of other stories."""
    listed = False
    for line, below in pairwise([*lines, _Line(0, 0, "", True)]):
        if line.rule == "list_heading" or line.zone in ("title", "duplicate_title"):
            listed = line.rule == "list_heading"
        elif listed and line.zone in ("", "meta"):
            listed = _is_item(line, below)
            if listed:
                line.mark("boilerplate", "list_item")


def _is_item(line: _Line, below: _Line) -> bool:
    """Say whether a line can stand in such a list: a date, or neither prose nor a headline."""
    if line.zone:
        return line.rule == "date_line"
    headline = line.apart and below.rule in ("published", "byline", "author")
    prose = line.closed or is_prose(line.text) or dateline(line.text)
    return not headline and not prose and len(line.text) <= _ITEM


def find_zones(text: str) -> pd.DataFrame:
    r"""Sort the lines of a text into zones.

    Parameters
    ----------
    text : str
        The text as decoded; lines end at ``\r\n``, ``\n`` or ``\r``.

    Returns
    -------
    pandas.DataFrame
        One row per non-blank line, in order: start, end (int64, the line trimmed), zone, and rule,
        the name of the rule that decided. Lines no rule claims are body.

    Examples
    --------
    >>> find_zones("Ports reopen\n\nPublished: 2023-04-28\n\nTORREÓN – Trade resumed.\nShare it!")
       start  end         zone           rule
    0      0   12        title  title_set_off
    1     14   35         meta      published
    2     37   61         body       dateline
    3     62   71  boilerplate          share
    """
    lines = _lines(text)
    _mark_values(lines)
    _mark_abouts(lines)
    _mark_title(lines, "title_marked", "title_repeated")
    _mark_lists(lines)
    _mark_title(lines, "title_set_off", "title_over_date")
    _mark_names(lines)
    for line in lines:
        if not line.zone:
            line.mark("body", "dateline" if dateline(line.text) else "text")
    rows = [(line.start, line.end, line.zone, line.rule) for line in lines]
    return pd.DataFrame(rows, columns=["start", "end", "zone", "rule"])
