"""Which line is the headline, and what stands above and right below it.

The headline is looked for among the unexplained lines above the first running text. A name of an
outlet or a body, a section or a row of menu entries is none where another line can be one.
"""

from __future__ import annotations

import re
from collections import Counter

from borderlab.reading.lines import BULLET, TITLE, Line
from borderlab.reading.words import fold, members, words

_HEADING = re.compile(r"#{1,6}\s+")
_HEADER = 40  # unexplained lines among which a title is looked for
_SUBTITLES = 4  # lines that may stand between a title and its text
_NEAR = 4  # lines below a title among which date or author stand
_KICKER = 3  # words; a shorter name gives way to a longer line as title
_PARTS = 4  # words of a name or section
_MASTHEAD = 10  # words of the name of an outlet or a body
_MENU = 4  # short lines in a row that are a menu
_SUFFIX = re.compile(r"\s+[|–—·-]\s+")  # between a headline and its outlet, in a window's title
_BARS = re.compile(r"\s[|»›·>]\s")
_TITLE_KEY = re.compile(rf"(?:{'|'.join(members('key:title'))})\s*[:=]", re.IGNORECASE)
_MATTER = 60  # lines at the top in which keys and labels name the title


def _set_off(lines: list[Line]) -> bool:
    """Say whether the first line stands off from those below, if need be with its subtitles."""
    line, below = lines[0], lines[1]
    if below.apart or below.zone:
        return True
    if below.text[0].islower() or (len(below.text) <= 1.5 * len(line.text) and below.closed):
        return False  # a paragraph broken by hand
    return below.closed or (len(lines) > 2 and _set_off(lines[1:]))


def _title_rule(lines: list[Line], i: int, copies: Counter[str]) -> str:
    """Return the rule by which line `i` is the title, or an empty string."""
    line, below, key = lines[i], lines[i + 1 :], lines[i].key
    if _HEADING.match(line.text):
        return "title_marked"
    if copies[key] > 1 and len(key.split()) >= _KICKER:
        return "title_repeated"
    if all(b.zone for b in below) or line.prose or BULLET.match(line.text):
        return ""  # a title stands over a body
    if line.closed:
        return "title_over_date" if below[0].dated and line.text[-1] == "." else ""
    return "title_set_off" if _set_off(lines[i : i + _SUBTITLES]) else ""


def _header(lines: list[Line]) -> list[int]:
    """List the unexplained short lines at the top, up to the first running text."""
    found: list[int] = []
    for i in [i for i, line in enumerate(lines) if not line.zone][:_HEADER]:
        if len(lines[i].text) > TITLE or (found and lines[found[-1]].closed):
            break
        found.append(i)
        if lines[i].prose:
            break
    return found


def is_name(line: Line) -> bool:
    """Say whether every word of a line is written like a name."""
    plain = [w for w in re.findall(r"[^\W\d_]+", line.text) if w not in words("small_in_place")]
    return bool(plain) and all(word[0].isupper() for word in plain)


def _is_masthead(line: Line) -> bool:
    """Say whether a line names an outlet or a body, or leads through a site."""
    if _BARS.search(line.text):
        return True
    told = fold(line.text).split()
    named = told[0] in words("masthead") or (line.words <= 6 and words("masthead") & set(told))
    return is_name(line) and line.words <= _MASTHEAD and bool(named)


def _is_kicker(line: Line) -> bool:
    return line.words < _KICKER or (line.words == _KICKER and is_name(line))


def _anchored(lines: list[Line], i: int) -> bool:
    """Say whether date, author, a list or running text stand near a line, as with a headline."""
    near = [line.dated for line in lines[max(0, i - 2) : i + 1 + _NEAR]]
    return any(near) or any(b.prose or BULLET.match(b.text) for b in lines[i + 1 : i + _NEAR])


def _best(lines: list[Line], found: list[tuple[int, str]]) -> tuple[int, str]:
    """Choose among the lines that can be the title: the first that is no mere name."""
    long = [pair for pair in found if not _is_kicker(lines[pair[0]])]
    told = [pair for pair in long if not _is_masthead(lines[pair[0]])]
    anchored = [pair for pair in told if _anchored(lines, pair[0])]
    return (anchored or told or long or found)[0]


def mark_title(lines: list[Line], *wanted: str) -> None:
    """Mark the title and its repetitions, unless there is one."""
    if any(line.zone == "title" for line in lines):
        return
    copies = Counter(line.key for line in lines)
    ruled = [(i, _title_rule(lines, i, copies)) for i in _header(lines)]
    found = [(i, rule) for i, rule in ruled if rule in wanted]
    if found:
        best, rule = _best(lines, found)
        at = next(i for i, _ in found if lines[i].key == lines[best].key)
        _mark_copies(lines, lines[at].key)
        lines[at].mark("title", rule)


def _mark_copies(lines: list[Line], key: str) -> None:
    """Mark the repetitions of a title, that in the window's title with the outlet's name too."""
    for line in lines:
        window = _SUFFIX.split(line.text)
        copy = line.key == key or (len(window) > 1 and fold(window[0]).strip("#*_ .") == key)
        if copy and line.zone != "meta":
            line.mark("duplicate_title", "title_again")


def stated_title(lines: list[Line]) -> str | None:
    """Return the headline that front matter or a label at the top gives."""
    for line in lines[:_MATTER]:
        keyed = line.rule == "front_matter" and _TITLE_KEY.match(line.text)
        if line.rule == "title_label" or keyed:
            return re.split(r"[:=|]", line.text, maxsplit=1)[1].strip(" \t\xa0\"'*_")
    return None


def mark_known(lines: list[Line], title: str | None) -> None:
    """Mark the line that is the title by what the page states elsewhere, and its repetitions."""
    whole = " ".join(fold(title or "").strip("#*_ .").split())
    for key in (whole, fold(_SUFFIX.split(title or "")[0]).strip()):
        found = [line for line in lines if line.key == key and line.zone in ("", "title")]
        if key and found:
            _mark_copies(lines, key)
            found[0].mark("title", "title_stated")
            return


def mark_above(lines: list[Line]) -> None:
    """Mark what stands above the title: a row of short lines is a menu, one or two a section."""
    at = next((i for i, line in enumerate(lines) if line.zone == "title"), 0)
    run: list[Line] = []
    for line in [*lines[:at], Line(0, 0, "", True, "end")]:
        leads = line.rule in ("navigation", "link_only", "menu", "office_line")
        if leads or (not line.zone and line.words <= _PARTS and not line.closed):
            run.append(line)
            continue
        for short in (short for short in run if not short.zone):
            menu = len(run) >= _MENU and not _is_masthead(short)
            short.mark(*(("boilerplate", "menu_line") if menu else ("meta", "section_above_title")))
        run = []
        if not line.zone and _is_masthead(line) and not line.closed:
            line.mark("meta", "masthead")


def mark_names(lines: list[Line]) -> None:
    """Mark names and sections that stand beside a date or an office, between title and body."""
    at = next((i for i, line in enumerate(lines) if line.zone == "title"), len(lines))
    for above, line, below in zip(lines[at:], lines[at + 1 :], lines[at + 2 :], strict=False):
        if line.zone:
            continue
        if line.closed or len(line.text) > TITLE:
            return
        capital = all(w[0].isupper() or len(w) <= len("del") for w in line.text.split())
        if line.words > _PARTS + 1 or not capital or not line.text[0].isupper():
            continue
        if below.rule == "role":
            line.mark("meta", "name_beside_role")
        elif line.words <= _PARTS and (above.dated or below.dated):
            line.mark("meta", "name_beside_date")
