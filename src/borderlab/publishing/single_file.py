"""The finished site as one HTML file to mail: every page a section, every link an anchor.

The file asks for nothing: styles, scripts and pictures stand in it, each once. What else the site
offers (tables to take away, figures for print) stays in its folder, and the file says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

from bs4 import BeautifulSoup

from borderlab.escapes import for_html
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.single_pictures import Pictures
from borderlab.publishing.single_sections import Links, read_article, section, take_files, title_of
from borderlab.publishing.swapping import replace_own

#: by this a file of ours is known, which a new one may replace
_MARK = '<meta name="generator" content="borderlab single file">'
_STYLES = ("pygments.css", "mystnb.*.css", "report.css")
_NO_PAGES = ("search.html", "genindex.html")  # without a script of the theme they hold nothing
#: instead of a caption, over the pages that no navigation lists
FURTHER = "\n"
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
    index = _index(site)
    title, lang = index.select_one("title"), index.select_one("html[lang]")
    told, lang_of = title.get_text().strip() if title else "", str(lang["lang"]) if lang else "en"
    page = single_file(site, order=reading_order(site), title=told, lang=lang_of)
    path = site.with_name(f"{site.name}.html")
    return replace_own(path, page.encode(), mark=_MARK, kind="report in one file")


def reading_order(site: Path) -> dict[str, list[str]]:
    """List the pages of a site by caption of its navigation, then those that links alone reach.

    Parameters
    ----------
    site : pathlib.Path

    Returns
    -------
    dict of str to list of str
        Addresses; ``index.html`` stands first, under an empty caption, the last group under none
        that a navigation has.
    """
    order = {"": ["index.html"]}
    for caption in _index(site).select(".sidebar-tree p.caption"):
        links = caption.find_next("ul").select("a[href]")  # type: ignore[union-attr]
        pages = [unquote(urldefrag(str(a["href"])).url) for a in links]
        order[caption.get_text(strip=True)] = [p for p in pages if (site / p).is_file()]
    known = {*_NO_PAGES, *(page for pages in order.values() for page in pages)}
    every = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    return order | {FURTHER: [page for page in every if page not in known]}


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
    pages = {page: read_article(site / page) for group in order.values() for page in group}
    links, pictures = Links(pages), Pictures(site)
    titles = {page: title_of(page, article) for page, article in pages.items()}
    styles = [p for name in _STYLES for p in sorted((site / "_static").glob(name))]
    styles += take_files(site, pages, 'link[rel="stylesheet"][href]', "href")
    scripts = [
        *(site / "_static").glob("report.js"),
        *take_files(site, pages, "script[src]", "src"),
    ]
    body = "\n".join(section(page, pages[page], links, pictures, say) for page in pages)
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


def _index(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")


def _contents(
    order: Mapping[str, Sequence[str]], titles: Mapping[str, str], say: Callable[..., str]
) -> str:
    groups = []
    for caption, pages in order.items():
        rows = "".join(
            f'<li><a href="#{quote(page, safe="/")}">{for_html(titles[page])}</a></li>\n'
            for page in pages if page != "index.html"
        )  # fmt: skip
        opened = " open" * (len(pages) < _LONG)
        told = say("single:further", n=len(pages)) if caption == FURTHER else caption
        head = f"<details{opened}><summary>{for_html(told)}</summary>"
        groups += [f"{head}<ul>\n{rows}</ul></details>"] * bool(rows)
    name, whole = for_html(say("single:contents")), "\n".join(groups)
    return f'<nav id="bl-contents" aria-label="{name}">\n<h2>{name}</h2>\n{whole}\n</nav>'
