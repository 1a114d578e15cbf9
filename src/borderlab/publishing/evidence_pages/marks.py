"""Marks in a text: spans that overlap as they like, and a text that stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from borderlab.escapes import for_html

#: a blank line would end a block of HTML in Markdown, and some readers break lines at the others
_BREAKS = {ord(c): f"&#{ord(c)};" for c in "\n\u2028\u2029"}
WORDS, CHARACTERS = 10, 90


class Span(NamedTuple):
    """A passage to be marked.

    Attributes
    ----------
    start, end : int
        Code points into the document.
    kind : {"named", "apart", "cue"}
        An actor that counts, one that does not, the cue of a pillar.
    href, told : str
        Where it leads, and what it says of itself.
    """

    start: int
    end: int
    kind: str
    href: str
    told: str


def plain(text: str) -> str:
    r"""Escape a text for one line of HTML that shows all of its lines.

    Examples
    --------
    >>> plain("<b>\r\nc")
    '&lt;b&gt;&#10;c'
    """
    return for_html(text.replace("\r\n", "\n")).translate(_BREAKS)


def marked(text: str, spans: Iterable[Span], *, at: int = 0) -> str:
    """Mark spans in a text; without its tags the result is the text.

    Where several spans lie over one another the words lead where the shortest leads, an actor
    before a cue; a span that owns no word so has a link without words behind its last one.

    Parameters
    ----------
    text : str
    spans : iterable of Span
        What lies outside of the text is cut off.
    at : int
        Where the text begins in the document.

    Returns
    -------
    str
        HTML on one line.

    Examples
    --------
    >>> marked("in Texas", [Span(3, 8, "named", "actor-texas.html", "Texas")])
    'in <mark class="bl-named"><a href="actor-texas.html" title="Texas">Texas</a></mark>'
    """
    inside = [(max(s.start - at, 0), min(s.end - at, len(text)), s) for s in spans]
    order = sorted((row for row in inside if row[0] < row[1]), key=_rank)
    cuts = sorted({0, len(text), *(edge for row in order for edge in row[:2])})
    pieces = [
        (low, high, [i for i, (start, end, _) in enumerate(order) if start <= low and high <= end])
        for low, high in pairwise(cuts)
    ]
    owners = {over[0] for *_, over in pieces if over}
    found = []
    for low, high, over in pieces:
        words = plain(text[low:high])
        last = [order[i][2] for i in over if i not in owners and order[i][1] == high]
        found.append(_mark(words, [order[i][2] for i in over], last) if over else words)
    return "".join(found)


def _rank(row: tuple[int, int, Span]) -> tuple[bool, int, int, Span]:
    start, end, span = row
    return span.kind == "cue", end - start, start, span


def _mark(words: str, spans: Sequence[Span], last: Sequence[Span]) -> str:
    """Mark one piece by every span that lies over it; `last` end here and own no words."""
    kinds = " ".join(sorted({f"bl-{span.kind}" for span in spans}, reverse=True))
    told = plain(" · ".join(dict.fromkeys(span.told for span in spans)))
    also = "".join(
        f'<a class="bl-also" href="{for_html(s.href)}" title="{plain(s.told)}" '
        f'aria-label="{plain(s.told)}"></a>'
        for s in last
    )
    link = f'<a href="{for_html(spans[0].href)}" title="{told}">{words}</a>'
    return f'<mark class="{kinds}">{link}{also}</mark>'


def excerpt(text: str, start: int) -> tuple[int, int]:
    """Choose the words of a sentence that may be quoted where the text may not be passed on.

    Half of its words, `WORDS` at most and `CHARACTERS` at most, with three before `start`: always
    the same, so that no two pages together quote more.

    Examples
    --------
    >>> low, high = excerpt("The governor of Sonora signed the plan in Phoenix today.", 16)
    >>> "The governor of Sonora signed the plan in Phoenix today."[low:high]
    'The governor of Sonora'
    """
    words = [found.span() for found in re.finditer(r"\S+", text)]
    most = min(WORDS, len(words) // 2)
    if not most:
        return 0, 0
    first = max(sum(end <= start for _, end in words) - 3, 0)
    chosen = words[min(first, len(words) - most) :][:most]
    low = chosen[0][0]
    most = low + min(CHARACTERS, len(text) // 2)
    return low, max((end for _, end in chosen if end <= most), default=most)
