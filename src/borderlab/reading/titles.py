"""Which line is the headline, and what stands above and right below it.

The headline is looked for among the unexplained lines above the first running text. A name of an
outlet or a body, a section or a row of menu entries is none where another line can be one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from borderlab.reading.dates import find_dates
from borderlab.reading.lines import BULLET, TITLE, Line
from borderlab.reading.words import fold, members, pattern, words

_HEADING = re.compile(r"#{1,6}\s+")
_HEADER = 60  # unexplained lines among which a title is looked for
_SUBTITLES = 2  # lines that may stand between a title and its date or text
_BROKEN, _WIDTH = 45, 110  # characters of a line that was broken by hand
_NEAR = 5  # lines below a title among which date, author or text stand
_LONGER = 6  # words beyond, that still speak for a headline
_SHORT = 4  # words; a shorter sentence is no running text
_KICKER = 3  # words; a shorter name gives way to a longer line as title
_PARTS = 4  # words of a name or section
_MASTHEAD = 10  # words of a name that begins with what an outlet or a body is called
_SHORT_NAME = 6  # words of a name that holds such a word
_SECTIONS = 2  # lines right above a title that may name its section
#: between a headline and its outlet, in a window's title
_SUFFIX = re.compile(r"\s(?<!\s\s)\s*+[|–—·-]\s++")
_DIVIDED = re.compile(r"[|–—·-](?<=\s.)\s")  # whether there is one, at a glance
_WIDE = re.compile(r"\s{2,}|\.{4}|\s[|·•/]\s")  # between the entries of a menu, a ticker, a table
_NUMBER = re.compile(r"\d[\d.,:]*")
_NUMBERS = 3  # in a ticker
_BARS = re.compile(r"\s[|»›·>]\s")
_SPOKEN = re.compile(r"[-–—]\s?[¿¡\"“«\w]")  # a turn of an interview, behind its dash
_GENRE = re.compile(rf"(?:{pattern('genre')})\b.*|.*\b(?:{pattern('genre')})\W*")
_ELSEWHERE = re.compile(pattern("elsewhere"))
#: rules of what leads through a site
_MENU = ("above_title", "navigation", "menu", "banner", "follow")
_ENTRIES = 3  # of it, between a title and a date that is not the title's
_PATH = 80  # characters that may stand beside a title in a path through a site
_TOLD = 30  # characters of a title by which such a path is known
_TITLE_KEY = re.compile(rf"(?:{'|'.join(members('key:title'))})\s*[:=]", re.IGNORECASE)
_MATTER = 60  # lines at the top in which keys and labels name the title


def _is_wrapped(lines: list[Line]) -> bool:
    """Say whether the lines of a text were broken by hand: most go on in the next one."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.apart and not a.zone and not b.zone]
    going = sum(not a.closed and _BROKEN <= len(a.text) <= _WIDTH for a, _ in pairs)
    return len(pairs) >= _PARTS and going > len(pairs) / 2


def _set_off(lines: list[Line], i: int, wrapped: bool) -> bool:
    """Say whether a line stands off from the one below, as no line of a broken paragraph does."""
    line, below = lines[i], lines[i + 1]
    if below.apart or below.zone:
        return True
    if wrapped or below.text[0].islower():
        return False
    ends = i + 2 == len(lines) or lines[i + 2].apart  # the paragraph, with the line below
    return not (ends and below.closed) or len(below.text) > 1.5 * len(line.text)


def _stated_rule(line: Line, copies: Counter[str]) -> str:
    """Return the rule by which a line is the title wherever it stands, or an empty string."""
    if _HEADING.match(line.text):
        return "title_marked"
    repeated = copies[line.key] > 1 and len(line.key.split()) >= _KICKER
    return "title_repeated" if repeated and not _is_masthead(line) else ""


def _placed_rule(lines: list[Line], i: int, wrapped: bool) -> str:
    """Return the rule by which line `i` is the title where it stands, or an empty string."""
    line, below, key = lines[i], lines[i + 1 :], lines[i].key
    if all(b.zone for b in below):
        return ""  # a title stands over a body
    if below[0].apart and _GENRE.fullmatch(key):
        return "title_of_transcript"
    if line.prose:
        return ""
    if BULLET.match(line.text) or _SPOKEN.match(line.text) or line.text[0].islower():
        return ""  # an item of a list, a turn of an interview, a sentence gone on
    if is_name(line) and "," in line.text and below[0].dated:
        return ""  # a place above its date
    if line.closed:
        return "title_over_date" if below[0].dated and line.text[-1] == "." else ""
    return "title_set_off" if _set_off(lines, i, wrapped) else ""


def _is_text(line: Line) -> bool:
    ends = line.text.rstrip("”\"’')»*_")
    sentence = ends.endswith((".", "?", "!")) and not ends.endswith("...")
    listed = BULLET.match(line.text) or _SPOKEN.match(line.text)
    return line.prose or bool(listed) or (sentence and line.words > _SHORT)


def _header(lines: list[Line]) -> list[int]:
    """List the unexplained short lines above the text: above the first run of running lines.

    A single sentence among menu entries (about cookies, of an advertisement) is no such run.
    """
    open_: list[int] = []
    text: list[bool] = []
    for i, line in enumerate(lines):
        if not line.zone and not _leads_elsewhere(line):
            open_.append(i)
            text.append(_is_text(line))
            if text[-1] and any(text[-3:-1]):
                break  # the run has begun
    runs = (k for k, is_text in enumerate(text) if is_text and any(text[k + 1 : k + 3]))
    start = next(runs, text.index(True) if any(text) else len(open_))
    return [i for i in open_[: start + 1][:_HEADER] if len(lines[i].text) <= TITLE]


def _leads_elsewhere(line: Line) -> bool:
    return len(line.text) <= TITLE and _ELSEWHERE.search(fold(line.text)) is not None


def is_name(line: Line) -> bool:
    """Say whether every word of a line is written like a name."""
    plain = [w for w in re.findall(r"[^\W\d_]+", line.text) if w not in words("small_in_place")]
    return bool(plain) and all(word[0].isupper() for word in plain)


def _is_masthead(line: Line) -> bool:
    """Say whether a line names an outlet or a body, or leads through a site."""
    if _BARS.search(line.text):
        return True
    told = fold(line.text).split()
    begins = bool(words("masthead") & set(told[:1])) and line.words <= _MASTHEAD
    holds = bool(words("masthead") & set(told)) and line.words <= _SHORT_NAME
    return is_name(line) and (begins or holds)


def _is_kicker(line: Line) -> bool:
    return line.words < _KICKER or (line.words == _KICKER and is_name(line))


def _likeness(lines: list[Line], i: int, repeated: bool) -> float:
    """Score how much a line looks and stands like a headline; higher is more."""
    line = lines[i]
    below = range(i + 1, min(len(lines), i + 1 + _NEAR))
    anchor = next((k for k in below if lines[k].dated or _is_text(lines[k])), None)
    above = any(other.dated for other in lines[max(0, i - 2) : i])
    end = _first_text(lines, i) if anchor is None else anchor
    between = sum(not other.zone for other in lines[i + 1 : end])
    count = line.words <= _PARTS and line.text[-1].isdigit()
    ticker = _WIDE.search(line.text) or len(_NUMBER.findall(line.text)) >= _NUMBERS
    # a headline has some words, stands near a date or the text, and the window may repeat it; the
    # small terms only order lines that are alike in this
    return (
        min(line.words, _PARTS)
        + 0.2 * min(max(0, line.words - _PARTS), _LONGER)
        + 2 * (anchor is not None or above)
        + 3 * repeated
        - 3 * (_is_kicker(line) or _is_masthead(line))
        - 3 * bool(ticker)
        - 2 * line.text.endswith((":", "..."))
        - 1 * count
        - 0.4 * (is_name(line) and line.words <= _PARTS)
        - 0.25 * max(0, between - _SUBTITLES)
    )


def _first_text(lines: list[Line], after: int) -> int:
    """Return the number of the first line of running text below a line."""
    below = range(after + 1, len(lines))
    return next((i for i in below if not lines[i].zone and _is_text(lines[i])), len(lines))


def _best(lines: list[Line], found: list[tuple[int, str]]) -> tuple[int, str]:
    """Choose among the lines that can be the title the one most like a headline, else the first."""
    window = {_plain(_SUFFIX.split(x.text)[0]) for x in lines if _DIVIDED.search(x.text)}
    if len(found) == 1:
        return found[0]
    copies = Counter(line.key for line in lines)
    keys = [lines[i].key for i, _ in found]
    found = [pair for pair in found if not any(_is_path(lines[pair[0]], key) for key in keys)]
    likeness = {
        i: _likeness(lines, i, lines[i].key in window or copies[lines[i].key] > 1) for i, _ in found
    }
    at = max(found, key=lambda pair: (likeness[pair[0]], -pair[0]))[0]
    while likeness.get(at - 1, 0) > _PARTS and _can_lead(lines[at - 1]):
        at -= 1  # it was the subtitle of the line above
    return next(pair for pair in found if pair[0] == at)


def _can_lead(line: Line) -> bool:
    """Say whether a line can be a headline with a subtitle below: a name takes one word more."""
    return line.words >= _PARTS + is_name(line) and "/" not in line.text


def _plain(text: str) -> str:
    return Line(0, len(text), text, True).key


def mark_title(lines: list[Line], *wanted: str) -> None:
    """Mark the title and its repetitions, unless there is one."""
    if any(line.zone == "title" for line in lines):
        return
    copies = Counter(line.key for line in lines)
    ruled = [(i, _stated_rule(lines[i], copies)) for i in _header(lines)]
    if "title_marked" not in wanted:
        wrapped = _is_wrapped(lines)
        ruled = [(i, rule or _placed_rule(lines, i, wrapped)) for i, rule in ruled]
    found = [(i, rule) for i, rule in ruled if rule in wanted]
    if "title_marked" in wanted:  # the first mark is the headline, whatever is repeated
        found = [pair for pair in found if pair[1] == "title_marked"][:1] or found
    if found:
        best, rule = _best(lines, found)
        at = next(i for i, _ in found if lines[i].key == lines[best].key)
        _mark_copies(lines, lines[at].key)
        lines[at].mark("title", rule)


def _mark_copies(lines: list[Line], key: str) -> None:
    """Mark the repetitions of a title, that in the window's title with the outlet's name too."""
    told = key.partition(": ")[2]
    for line in lines:
        kicked = line.key == told and line.words >= _PARTS
        window = _DIVIDED.search(line.text) and _plain(_SUFFIX.split(line.text)[0]) == key
        copy = line.key == key or kicked or window
        if copy and line.zone != "meta":
            line.mark("duplicate_title", "title_again")
        elif not line.zone and line.key.startswith(f"{key} ") and _gives_a_date(line):
            line.mark("meta", "title_with_date")
        elif not line.zone and _is_path(line, key):
            line.mark("boilerplate", "title_in_path")


def _gives_a_date(line: Line) -> bool:
    return not line.closed and len(line.text) <= 2 * TITLE and bool(find_dates(line.text))


def _is_path(line: Line, title: str) -> bool:
    """Say whether a line leads through a site to a title, run together: "HomeNewsPorts reopen"."""
    if len(title) < _TOLD or len(line.key) > len(title) + _PATH:
        return False
    at = line.key.find(title[:_TOLD])
    return at > 0 and line.key[at - 1] != " "


def stated_title(lines: list[Line]) -> str | None:
    """Return the headline that front matter or a label at the top gives."""
    for line in lines[:_MATTER]:
        keyed = line.rule == "front_matter" and _TITLE_KEY.match(line.text)
        if line.rule == "title_label" or keyed:
            return re.split(r"[:=|]", line.text, maxsplit=1)[1].strip(" \t\xa0\"'*_")
    return None


def mark_known(lines: list[Line], title: str | None) -> None:
    """Mark the line that is the title by what the page states elsewhere, and its repetitions."""
    for key in (_plain(title or ""), _plain(_SUFFIX.split(title or "")[0])):
        found = [x for x in lines if key and x.key == key and x.zone in ("", "title")]
        if found:
            _mark_copies(lines, key)
            found[0].mark("title", "title_stated")
            return


def mark_above(lines: list[Line]) -> None:
    """Mark what stands above the title: one or two short lines right above are a section.

    The rest is a menu; running text there stays body, and a name of an outlet or a body is meta.
    """
    at = next((i for i, line in enumerate(lines) if line.zone == "title"), 0)
    near = {id(line) for line in [line for line in lines[:at] if not line.zone][-_SECTIONS:]}
    for line in lines[:at]:
        if not line.zone and _leads_elsewhere(line):
            line.mark("boilerplate", "elsewhere")
        if line.zone or line.closed or line.prose:
            continue
        if _is_masthead(line) and not _WIDE.search(line.text):
            line.mark("meta", "masthead")
        elif id(line) in near and line.words <= _PARTS and not _WIDE.search(line.text):
            line.mark("meta", "section_above_title")
        else:
            line.mark("boilerplate", "above_title")
    _mark_today(lines[:at])


def _mark_today(above: list[Line]) -> None:
    """Mark the day on which a page was looked at: a date over a menu, or beside the weather."""
    for i, line in enumerate(above):
        weather = any(x.rule == "weather" for x in above[max(0, i - 2) : i + 3])
        menu = sum(x.rule in _MENU for x in above[i + 1 :])
        if line.rule == "date_line" and (weather or menu >= _ENTRIES):
            line.mark("boilerplate", "today")


def mark_names(lines: list[Line]) -> None:
    """Mark names and sections that stand beside a date or an office, between title and body."""
    at = next((i for i, line in enumerate(lines) if line.zone == "title"), 0)
    for above, line, below in zip(lines[at:], lines[at + 1 :], lines[at + 2 :], strict=False):
        if line.zone:
            continue
        if line.closed or len(line.text) > TITLE:
            return
        capital = all(w[0].isupper() or len(w) <= len("del") for w in line.text.split())
        if line.words > _SHORT_NAME or not capital or not line.text[0].isupper():
            continue
        if below.rule == "role":
            line.mark("meta", "name_beside_role")
        elif (line.words <= _PARTS or _is_masthead(line)) and (above.dated or below.dated):
            line.mark("meta", "name_beside_date")
