"""Links from what notebooks show to the pages of evidence: names in tables, ids of sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping

from borderlab.escapes import for_html
from borderlab.publishing import addresses
from borderlab.tables import Codebook, Corpus

_CELL = re.compile(r"(<(td|th|code)\b[^>]*>)([^<]+)(?=</\2>)")
_ID = re.compile(r"[^\s,;<>]+:[st]\d+")


def targets(corpus: Corpus, codebook: Codebook, pages: Collection[str]) -> dict[str, str]:
    """Say where the names that tables show lead: sentences, sources, actors, items, pillars.

    Parameters
    ----------
    corpus, codebook
    pages : collection of str
        The addresses that there are, without suffix; a name without its page is left out.

    Returns
    -------
    dict of str to str
        Name -> address from the root of the site. A name that two things share leads nowhere, save
        that one of an actor and of something else is the actor's.
    """
    named = [
        *((label, addresses.actor_page(i)) for i, label in _labels(codebook.actors)),
        *((str(i), addresses.actor_page(str(i))) for i in codebook.actors.index),
        *((label, addresses.source_page(i)) for i, label in corpus.documents["label"].items()),
        *((label, addresses.item_page(i)) for i, label in _labels(codebook.items)),
        *((label, addresses.pillar_page(int(i))) for i, label in _labels(codebook.pillars)),
    ]
    led: dict[str, set[str]] = {}
    for name, page in named:
        kind = page.partition("-")[0]
        if page in pages and all(other.startswith(kind) for other in led.get(name, ())):
            led.setdefault(name, set()).add(page)
    found = {name: f"{min(to)}.html" for name, to in led.items() if len(to) == 1}
    return found | {str(i): addresses.sentence_link(str(i)) for i in corpus.sentences.index}


def _labels(table: object) -> list[tuple[str, str]]:
    """List the labels of a table of the codebook in both languages, by id."""
    columns = [c for c in ("label", "label_es") if c in table]  # type: ignore[operator]
    return [(str(i), label) for c in columns for i, label in table[c].items() if label]  # type: ignore[index]


def link_cells(page: str, links: Mapping[str, str], *, up: str = "") -> str:
    """Link the cells and codes of an HTML page that hold a name, and ids of sentences in them.

    Parameters
    ----------
    page : str
    links : mapping of str to str
        As `targets` returns them.
    up : str
        From the page to the root of the site: ``"../"`` for a page in a folder.

    Examples
    --------
    >>> links = {"Texas": "evidence/actor-texas.html"}
    >>> link_cells("<td>Texas</td><td>Texas signs</td>", links)
    '<td><a href="evidence/actor-texas.html">Texas</a></td><td>Texas signs</td>'
    """

    def linked(text: str) -> str:
        to = links.get(html.unescape(text).strip())
        return f'<a href="{for_html(up + to)}">{text}</a>' if to else text

    def cell(found: re.Match[str]) -> str:
        text = found[3]
        if html.unescape(text).strip() in links:
            return found[1] + linked(text)
        return found[1] + _ID.sub(lambda each: linked(each[0]), text)

    return _CELL.sub(cell, page)
