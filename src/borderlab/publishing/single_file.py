"""The finished site as one HTML file to mail: every page a section, every link an anchor.

The file asks for nothing: styles, scripts and pictures stand in it, each once. What else the site
offers (tables to take away, figures for print) stays in its folder, and the file says so.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup, Comment, SoupStrainer, Tag

from borderlab.escapes import for_html, for_script
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.single_pictures import Pictures
from borderlab.publishing.swapping import replace_own

#: by this a file of ours is known, which a new one may replace
_MARK = '<meta name="generator" content="borderlab single file">'
_STYLES = ("pygments.css", "mystnb.*.css", "report.css")
_REFERENCES = ("for", "list", "headers", "aria-describedby", "aria-labelledby", "aria-controls")
_NO_PAGES = ("search.html", "genindex.html")  # without a script of the theme they hold nothing
_LONG = 30  # pages of a group that is closed at first


def write_single_file(site: Path) -> Path:
    """Write a built site as one file beside its folder: ``report.html`` beside ``report``.

    Parameters
    ----------
    site : pathlib.Path
        As `build_report` leaves it, in any language, public or not.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When something else than such a file stands there, or the disk refuses.
    """
    index = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    lang, title = str(index.select_one("html")["lang"]), index.select_one("title").get_text()  # type: ignore[index,union-attr]
    page = single_file(site, order=reading_order(site), title=title.strip(), lang=lang)
    path = site.with_name(f"{site.name}.html")
    return replace_own(path, page.encode(), mark=_MARK, kind="report in one file")


def reading_order(site: Path, index: BeautifulSoup, further: str) -> dict[str, list[str]]:
    """List the pages of a site by caption of its navigation; the others under `further`."""
    order = {"": ["index.html"]}
    for caption in index.select(".sidebar-tree p.caption"):
        links = caption.find_next("ul").select("a[href]")  # type: ignore[union-attr]
        pages = [unquote(urldefrag(str(a["href"])).url) for a in links]
        order[caption.get_text(strip=True)] = [p for p in pages if (site / p).is_file()]
    known = {*_NO_PAGES, *(page for pages in order.values() for page in pages)}
    every = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    return order | {further: [page for page in every if page not in known]}


def single_file(site: Path, *, order: Mapping[str, Sequence[str]], title: str, lang: str) -> str:
    """Put the pages of a built site into one, which opens anywhere and asks for nothing.

    Parameters
    ----------
    site : pathlib.Path
    order : mapping of caption to sequence of addresses
        The pages in reading order, as `reading_order` lists them, ``index.html`` first.
    title : str
    lang : {"en", "es"}

    Returns
    -------
    str
        HTML with one ``<h1>``; each page is a section whose id is its address, and ids inside it
        begin with that address, so that none stands twice.
    """
    say = Narrator(lang, "site").say
    pages = {page: _article(site / page) for group in order.values() for page in group}
    links, pictures = _Links(pages), Pictures(site)
    titles = {page: _title(page, article) for page, article in pages.items()}
    styles = [p for name in _STYLES for p in sorted((site / "_static").glob(name))]
    styles += _take(site, pages, 'link[rel="stylesheet"][href]', "href")
    scripts = [*(site / "_static").glob("report.js"), *_take(site, pages, "script[src]", "src")]
    body = "\n".join(_section(page, pages[page], links, pictures, say) for page in pages)
    own = files("borderlab.publishing").joinpath("site", "single_file.css").read_text("utf-8")
    style = "\n".join([*(p.read_text("utf-8") for p in styles), own])
    script = "".join(f"<script>\n{p.read_text('utf-8')}</script>\n" for p in scripts)
    told = for_html(title)
    return f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
{_MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{told}</title>
<style>
{style}</style>
</head>
<body>
<a class="bl-skip" href="#bl-main">{for_html(say("single:skip"))}</a>
<header><h1>{told}</h1><p class="bl-note">{for_html(say("single:about"))}</p></header>
{_contents(order, titles, say)}
<main id="bl-main" tabindex="-1"><article>
{body}
</article></main>
{pictures.held()}
{script}</body>
</html>
"""


class _Links:
    """Knows the anchor that an address of the site has in the file."""

    def __init__(self, pages: Mapping[str, Tag]) -> None:
        self.ids = {p: {str(e["id"]) for e in a.select("[id]")} for p, a in pages.items()}
        # the script of the network finds actors and ties by their ids
        self.kept = {page for page, article in pages.items() if article.select(".bl-network")}

    def anchor(self, page: str, name: str) -> str:
        return name if page in self.kept else f"{page}:{name}"

    def to(self, page: str, address: str) -> str | None:
        """Return what a link of a page becomes: nothing where it leads to a file of the site."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address
        path = posixpath.join(posixpath.dirname(page), unquote(parts.path))
        target = posixpath.normpath(path) if parts.path else page
        if target not in self.ids:
            return None
        name = unquote(parts.fragment)
        return "#" + quote(self.anchor(target, name) if name in self.ids[target] else target,
                           safe="/:")  # fmt: skip


def _article(path: Path) -> Tag:
    only = SoupStrainer("article")
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser", parse_only=only,
                         multi_valued_attributes=None)  # fmt: skip
    for gone in [*soup.select("a.headerlink"), *soup.find_all(string=_is_comment)]:
        gone.extract()
    return soup.select_one("article") or soup


def _is_comment(text: Any) -> bool:
    return isinstance(text, Comment)


def _title(page: str, article: Tag) -> str:
    head = article.select_one("h1")
    return head.get_text(" ", strip=True) if head else page


def _take(site: Path, pages: Mapping[str, Tag], what: str, where: str) -> list[Path]:
    """Take the styles or scripts out of the pages that bring their own; return their files."""
    found = {}
    for page, article in pages.items():
        for element in article.select(what):
            found[(site / page).parent / urlsplit(str(element.extract()[where])).path] = None
    return [path for path in found if path.is_file()]


def _section(page: str, article: Tag, links: _Links, pictures: Pictures, say: Any) -> str:
    """Return a page as a section, its headings one level down; the landing page's are in place."""
    landing = page == "index.html"
    for head in article.find_all(re.compile("^h[1-6]$")):
        head.name = f"h{min(int(head.name[1]) + (not landing), 6)}"
    for head in article.select("h1"):
        head.extract()
    for element in article.select("[id]"):
        element["id"] = links.anchor(page, str(element["id"]))
    for name in _REFERENCES:
        for element in article.select(f"[{name}]"):
            element[name] = " ".join(links.anchor(page, n) for n in str(element[name]).split())
    for script in article.select(".bl-network script[type='application/json']"):
        script.string = for_script(json.loads(str(script.string), object_hook=_leads(page, links)))
    for picture in article.select("img[src]"):
        pictures.show(page, picture)
    away = [a for a in article.select("a[href]") if not _lead(a, links.to(page, str(a["href"])))]
    note = f'<p class="bl-note">{for_html(say("single:away"))}</p>\n' if away else ""
    back = f'<p class="bl-back"><a href="#bl-contents">{for_html(say("single:back"))}</a></p>'
    return f'<section id="{for_html(page)}">\n{article.decode_contents()}{note}{back}\n</section>'


def _leads(page: str, links: _Links) -> Any:
    def follow(held: dict[str, Any]) -> dict[str, Any]:
        return held | ({"href": links.to(page, held["href"]) or ""} if held.get("href") else {})

    return follow


def _lead(link: Tag, target: str | None) -> bool:
    """Turn a link to where it leads in the file, or into words; say if it is still something."""
    if target is not None:
        link["href"] = target
        return True
    drawn = link.select_one("svg") is not None
    link.name, link.attrs = "span", {}
    return drawn


def _contents(order: Mapping[str, Sequence[str]], titles: Mapping[str, str], say: Any) -> str:
    groups = []
    for caption, pages in order.items():
        rows = "".join(
            f'<li><a href="#{quote(page, safe="/")}">{for_html(titles[page])}</a></li>\n'
            for page in pages if page != "index.html"
        )  # fmt: skip
        opened = " open" * (len(pages) < _LONG)
        head = f"<details{opened}><summary>{for_html(caption)}</summary>"
        groups += [f"{head}<ul>\n{rows}</ul></details>"] * bool(rows)
    name = for_html(say("single:contents"))
    whole = "\n".join(groups)
    return f'<nav id="bl-contents" aria-label="{name}">\n<h2>{name}</h2>\n{whole}\n</nav>'
