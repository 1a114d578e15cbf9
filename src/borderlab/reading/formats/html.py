"""Web pages: the article by trafilatura, its date by htmldate, nothing of the page around.

The text is the headline, the lines under it that state date and author, and the paragraphs, apart
by blank lines. What the head of the page states (JSON-LD, OpenGraph) is handed on as facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from borderlab.reading.dates import find_dates
from borderlab.reading.decoding import decode
from borderlab.reading.formats import Fault, Page
from borderlab.reading.formats.structured import structured
from borderlab.reading.headers import Facts
from borderlab.reading.labels import line_rule
from borderlab.reading.limits import Limits

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding
_LATIN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<rest>[^<>]*+)>?")
#: comments and scripts, one that never ends going to the end of the page
_QUIET = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style)\b.*?(?:</\1\s*+>|\Z)", re.DOTALL | re.IGNORECASE
)
#: elements that need no end, so that their beginnings say nothing of depth
_OPEN = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option",
    "colgroup", "html", "head", "body",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "tr", "time", "section",
    "article", "header", "ul",
})  # fmt: skip
_HEADER = 12  # lines under the headline among which date and author stand
_OPENING = 40  # characters by which the first paragraph is known again
#: what stands beside an article, by whole class names: "has-sidebar" is a page, not a sidebar
_PRUNED = [
    f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    for name in ("sidebar", "related", "newsletter", "promo", "comments", "share", "card")
]
#: htmldate's own latest date is today, which no result may depend on
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    """Yield the one article of the page."""
    try:
        import trafilatura
    except ImportError:
        hint = "install the extra: pip install 'borderlab[html]'"
        yield Fault("reader-missing", "is a web page, and its reader is not installed", hint)
        return
    try:
        markup, encoding, guessed = decode(data, declared=_declared(data))
    except UnicodeError:
        yield Fault("undecodable", "has no encoding that fits", "save the page again, as UTF-8")
        return
    if fault := _too_much(markup, limits):
        yield fault
        return
    tree = trafilatura.load_html(re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", markup))
    text, facts = _article(tree) if tree is not None else ("", {})
    if text:
        yield Page(text, encoding, guessed, facts)
    else:
        hint = "save the article's text as .txt"
        yield Fault("no-article", "is a web page in which no article was found", hint)


def _declared(data: bytes) -> str | None:
    """Return the encoding the page names; browsers read Latin-1 as its superset cp1252."""
    found = _META.search(data[:_HEAD])
    name = found[1].decode("ascii").lower() if found else None
    return "cp1252" if name in _LATIN else name


def _too_much(markup: str, limits: Limits) -> Fault | None:
    """Refuse a page whose parser would drop elements without a word, or hang."""
    depth = deepest = most = 0
    for tag in _TAG.finditer(_QUIET.sub(" ", markup)):
        if tag["close"]:
            depth -= tag["name"].lower() not in _OPEN and depth > 0
        elif tag["name"].lower() not in _OPEN and not tag["rest"].endswith("/"):
            depth += 1
            deepest = max(deepest, depth)
        most = max(most, tag["rest"].count("=")) if len(tag["rest"]) > limits.attributes else most
    hint = "save the article's text as .txt"
    if deepest > limits.depth:
        return Fault("too-deep", f"nests {deepest} elements, more than {limits.depth}", hint)
    if most > limits.attributes:
        say = f"has an element with {most} attributes, more than {limits.attributes}"
        return Fault("too-many-attributes", say, hint)
    return None


def _article(tree: Any) -> tuple[str, Facts]:
    """Return the text of the article and what the page states of it; no text when there is none."""
    import trafilatura

    facts = structured(tree)
    lines, dated = _lines(tree), _times(tree)
    facts["title"] = _headline(tree) or facts.get("title", "")
    if not facts["title"]:
        facts["title"] = trafilatura.extract_metadata(tree, date_config=_DATES).title or ""
    found = trafilatura.bare_extraction(
        tree, include_comments=False, date_extraction_params=_DATES, prune_xpath=_PRUNED
    )
    paragraphs = [
        " ".join(line.split()) for line in (found.text or "" if found else "").splitlines()
    ]
    paragraphs = [line for line in paragraphs if line and line != facts["title"]]
    if not paragraphs:
        return "", {}
    under = _under(lines, facts["title"], paragraphs[0])
    if "published" not in facts and not any(map(_dated, under)):
        facts["published"] = dated or found.date or ""
    text = "\n\n".join([facts["title"], *(x for x in under if x not in paragraphs), *paragraphs])
    return text.strip(), {fact: value for fact, value in facts.items() if value}


def _times(tree: Any) -> str:
    """Return the day of the first time element under the top heading that speaks of no revision.

    One that stands beside a link dates what the link leads to, unless it says that it is ours.
    """
    below = False
    for element in tree.iter("h1", "time"):
        below = below or element.tag == "h1"
        stamped = element.get("datetime") if element.tag == "time" else None
        if not below or not stamped:
            continue
        says = f"{element.get('class')} {element.get('itemprop')}"
        apart = any(up.tag in ("aside", "nav", "footer") for up in element.iterancestors())
        linked = element.getparent().find("a") is not None and "publish" not in says.lower()
        if not apart and not linked:
            return "" if re.search("updat|modif", says, re.IGNORECASE) else stamped
    return ""


def _headline(tree: Any) -> str:
    """Return the one top heading of the page; several, or a mere word, are no headline."""
    found = {" ".join(h.text_content().split()) for h in tree.iter("h1")}
    whole = {heading for heading in found if len(heading.split()) > 2}
    return whole.pop() if len(whole) == 1 else ""


def _lines(tree: Any) -> list[str]:
    """List the lines of the whole page, as a reader sees them."""
    parts = []
    for element in tree.iter():
        if element.tag in ("script", "style", "head", "title"):
            parts.append("\n")
        else:
            block = "\n" if element.tag in _BLOCKS else " "
            parts += [block, element.text or ""] if isinstance(element.tag, str) else [" "]
        parts.append(f"\n{element.tail or ''}" if element.tag in _BLOCKS else element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _dated(line: str) -> bool:
    return any(found.day for found in find_dates(line))


def _under(lines: list[str], title: str, first: str) -> list[str]:
    """List the lines between headline and first paragraph that speak of date or author."""
    if title not in lines:
        return []
    below = lines[lines.index(title) + 1 :][:_HEADER]
    header = takewhile(lambda line: not line.startswith(first[:_OPENING]), below)
    return [line for line in header if (line_rule(line) or ("",))[0] == "meta"]
