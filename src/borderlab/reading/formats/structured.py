"""What the head of a web page states in so many words: JSON-LD and OpenGraph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_STORY = re.compile(r"Article|News|Report|BlogPosting|PressRelease", re.IGNORECASE)
_CUT = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')  # of JSON-LD that is no JSON
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "outlet": ("og:site_name", "dc.publisher", "citation_journal_title"),
    "published": (
        "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.created", "dcterms.date", "publishdate", "pubdate", "publish_date",
        "sailthru.date", "parsely-pub-date", "citation_publication_date", "og:published_time",
        "publication_date",
    ),
    "author": ("author", "dc.creator", "parsely-author", "sailthru.author", "citation_author"),
    "url": ("og:url",),
}  # fmt: skip


def structured(tree: Any) -> dict[str, str]:
    """Read title, author, outlet, published and url that a page states; JSON-LD goes first.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        A parsed page.

    Returns
    -------
    dict
        Only what is stated. A date is as written, with its time and zone.

    References
    ----------
    .. [1] schema.org, NewsArticle; ogp.me, The Open Graph protocol.

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> page = '<html><head><meta property="og:title" content="Ports"></head><p>x</p></html>'
    >>> structured(fromstring(page))
    {'title': 'Ports'}
    """
    facts = {k: v for k, v in _linked(tree).items() if v}
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content") or "")
    for fact, names in _META.items():
        stated = next((metas[name] for name in names if metas.get(name, "").strip()), None)
        if stated and not (fact == "author" and "://" in stated):
            facts.setdefault(fact, stated)
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            facts.setdefault("url", link.get("href"))
    return {fact: " ".join(value.split()) for fact, value in facts.items()}


def _linked(tree: Any) -> dict[str, str]:
    """Read the story of the page's JSON-LD; of what is no JSON, only the date."""
    nodes, cut = [], set()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = script.text or ""
        try:
            nodes += list(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            cut |= set(_CUT.findall(text))
    known = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1
    }
    stories = [node for node in nodes if _STORY.search(str(node.get("@type", "")))]
    if not stories:
        return {"published": cut.pop()} if len(cut) == 1 else {}
    story = stories[0]
    return {
        "title": _named(story.get("headline"), known),
        "author": _named(story.get("author"), known),
        "outlet": _named(story.get("publisher"), known),
        "published": _named(story.get("datePublished"), known),
        "url": _named(story.get("url"), known),
    }


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON-LD document, outer ones first."""
    stack = [value]
    while stack:
        value = stack.pop(0)
        if isinstance(value, dict):
            yield value
            stack += list(value.values())
        elif isinstance(value, list):
            stack += value


def _named(value: Any, known: dict[str, dict[str, Any]]) -> str:
    """Return a string, the name of an object, or the names of several, as far as there are any."""
    if isinstance(value, list):
        return "; ".join(filter(None, (_named(item, known) for item in value)))
    if isinstance(value, dict):
        with suppress(KeyError, TypeError):
            value = value.get("name") or known[value["@id"]].get("name")
    return value if isinstance(value, str) else ""
