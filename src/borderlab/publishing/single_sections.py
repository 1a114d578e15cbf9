"""One page of the site as a section of a longer page: ids, links and headings fit together."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Comment, Tag

from borderlab.escapes import for_html, for_script
from borderlab.publishing.single_pictures import Pictures, inside

#: attributes that name other elements by their ids
_REFERENCES = ("for", "list", "headers", "aria-describedby", "aria-labelledby", "aria-controls")


class Links:
    """Knows the anchor that an address of the site has in the file.

    Parameters
    ----------
    pages : mapping of address to bs4.Tag
        The articles, with the ids that they have in the site.
    """

    def __init__(self, pages: Mapping[str, Tag]) -> None:
        self.ids = {p: {str(e["id"]) for e in a.select("[id]")} for p, a in pages.items()}
        # the script of the network finds actors and ties by their ids
        self.kept = {page for page, article in pages.items() if article.select(".bl-network")}

    def anchor(self, page: str, name: str) -> str:
        """Return the id in the file of what has an id on a page."""
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


def read_article(path: Path) -> Tag:
    """Read what a page of the site says, without the theme around it and the signs of its links."""
    text = path.read_text("utf-8")
    whole = text[text.find("<article") : text.rfind("</article>")]  # much faster than all of it
    soup = BeautifulSoup(whole, "html.parser", multi_valued_attributes=None)
    signs = soup.find_all(string=lambda text: isinstance(text, Comment))
    for gone in [*soup.select("a.headerlink"), *signs]:
        gone.extract()
    return soup.select_one("article") or soup


def title_of(page: str, article: Tag) -> str:
    """Return the heading of a page, or its address where it has none."""
    head = article.select_one("h1")
    return head.get_text(" ", strip=True) if head else page


def take_files(site: Path, pages: Mapping[str, Tag], what: str, where: str) -> list[Path]:
    """Take the styles or scripts out of the pages that bring their own; return their files."""
    found = [
        inside(site, page, str(element.extract()[where]))
        for page, article in pages.items()
        for element in article.select(what)
    ]
    return [path for path in dict.fromkeys(found) if path]


def section(
    page: str, article: Tag, links: Links, pictures: Pictures, say: Callable[..., str]
) -> str:
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
    for element in article.select("[href]:not(a)"):
        element["href"] = links.to(page, str(element["href"])) or ""
    for picture in article.select("img[src]"):
        pictures.show(page, picture)
    away = [a for a in article.select("a[href]") if not _lead(a, links.to(page, str(a["href"])))]
    away += [e.extract() for e in article.select("[src]") if not urlsplit(str(e["src"])).scheme]
    note = f'<p class="bl-note">{for_html(say("single:away"))}</p>\n' if away else ""
    back = f'<p class="bl-back"><a href="#bl-contents">{for_html(say("single:back"))}</a></p>'
    return f'<section id="{for_html(page)}">\n{article.decode_contents()}{note}{back}\n</section>'


def _leads(page: str, links: Links) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what turns the links in the data of a script."""

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
