"""The lines of a text, each with what it says about itself; the rules for zones mark them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from borderlab.reading.datelines import dateline
from borderlab.reading.labels import LONGEST, is_prose, line_rule, without_links
from borderlab.reading.sentences import BLANK
from borderlab.reading.words import fold

_LINES = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
BULLET = re.compile(r"\.?[-*•▪●◦–—✔✓►➤→∙]+\s|\d{1,3}[.)]\s|[a-z]\)\s")  # begins an item of a list
TITLE = 280  # characters a title has at most
DATED = ("published", "byline", "date_line", "date_with_place", "author", "category", "role")


@dataclass
class Line:
    """A non-blank line, trimmed: its place, what it says, and the zone it was given."""

    start: int
    end: int
    text: str
    apart: bool  # a blank line, or nothing, stands above
    zone: str = ""
    rule: str = ""

    @cached_property
    def closed(self) -> bool:
        """Whether it ends as a sentence or a lead does."""
        return self.text.rstrip("”\"’')»*_").endswith((".", ":", ";", ","))

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def prose(self) -> bool:
        """Whether it reads like running text."""
        return len(self.text) > TITLE or is_prose(self.text) or dateline(self.text) is not None

    @cached_property
    def key(self) -> str:
        """What makes two copies of a title equal; a longer line is no title."""
        plain = self.text if len(self.text) > LONGEST else fold(without_links(self.text))
        plain = plain.replace("–", "-").replace("—", "-")
        return " ".join(plain.strip("#*_ .").split())

    @property
    def dated(self) -> bool:
        """Whether it says when or by whom the text was written."""
        return self.rule in DATED

    def mark(self, zone: str, rule: str) -> None:
        """Give it a zone by a rule."""
        self.zone, self.rule = zone, rule


def split_lines(text: str) -> list[Line]:
    r"""List the non-blank lines, trimmed, with what each says about itself.

    Examples
    --------
    >>> [(line.text, line.rule) for line in split_lines("Ports reopen\r\n\r\nShare it!")]
    [('Ports reopen', ''), ('Share it!', 'share')]
    """
    found, apart = [], True
    for match in _LINES.finditer(text):
        core = match[1].strip(BLANK)
        if core:
            start = match.start() + match[1].index(core)
            zone, rule = line_rule(core) or ("", "")
            found.append(Line(start, start + len(core), core, apart, zone, rule))
        apart = not core
    return found
