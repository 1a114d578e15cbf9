"""Pages without the words of texts that may not be passed on, whatever quoted them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: as many words in a row as a page may hold of such a text: what `short_quotation` quotes, and some
#: more, since names and offices alone can be long
LONGEST = 12
_TOKEN = re.compile(
    r"(?P<skip><(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>|&#?\w+;)|(?P<word>\w+)",
    re.S | re.I,
)


def withhold(page: str, passages: Iterable[str], *, longest: int = LONGEST) -> str:
    """Take out of an HTML page what it quotes of some passages beyond so many words in a row.

    Parameters
    ----------
    page : str
        HTML. Its tags stay as they are, so that a quotation broken by marks is found too, and so do
        scripts, which have to be made without such words.
    passages : iterable of str
    longest : int
        Words in a row that may stand.

    Returns
    -------
    str
        The page; an ellipsis in brackets stands where words were taken out.

    Examples
    --------
    >>> told = "He said that all is well."
    >>> withhold("<p>He <b>said</b> that all is well.</p>", [told], longest=3)
    '<p>He <b>said</b> that […].</p>'
    """
    known = {gram for passage in passages for gram in _grams(_words(passage), longest + 1)}
    tokens = [m for m in _TOKEN.finditer(page) if m["word"]]
    words = [m["word"].casefold() for m in tokens]
    quoted: set[int] = set()
    for i, gram in enumerate(_grams(words, longest + 1)):
        if gram in known:
            quoted.update(range(i, i + longest + 1))
    return _without(page, [tokens[i].span() for i in sorted(_beyond(quoted, longest))])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def _grams(words: list[str], n: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def _beyond(quoted: set[int], longest: int) -> Iterator[int]:
    """Yield those of each run of words that stand behind its first few."""
    run = 0
    for i in sorted(quoted):
        run = run + 1 if i - 1 in quoted else 1
        if run > longest:
            yield i


def _without(page: str, spans: list[tuple[int, int]]) -> str:
    """Cut out words, and with each what stands between it and the next unless that is a tag."""
    parts, at = [], 0
    for i, (start, end) in enumerate(spans):
        follows = i and not page[spans[i - 1][1] : start].strip(" \t\n,;:.-–—’'\"“”()")
        parts.append("" if follows else page[at:start] + "[…]")
        at = end
    return "".join([*parts, page[at:]])
