"""One file holds the whole site: every link leads inside it, and nothing is asked for."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from borderlab.errors import OutputError
from borderlab.publishing.single_file import reading_order, single_file, write_single_file

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">%s</svg>'
HOSTILE = "</script><script>window.__x=1</script><img src=x onerror=window.__x=1> & \"'"
SAFE = html.escape(HOSTILE)
DATA = {
    "say": {"title": HOSTILE},
    "items": {"actor-a": {"title": HOSTILE, "href": "evidence/tie-a--b.html#s1"}},
    "sentences": [{"href": "https://example.org/"}, {"href": "data/edges.csv"}],
}
SCRIPT = json.dumps(DATA).replace("<", "\\u003c")
PAGES = {
    "index": '<h1>Study<a class="headerlink" href="#study">¶</a></h1><p id="note">first</p>'
    '<h2 id="read-on">Read on</h2><a href="notebooks/01_a.html#figure">the figure</a>'
    '<a class="image-reference" href="figures/bars.svg">'
    '<img alt="Bars" src="_images/bars.svg"></a>',
    "notebooks/01_a": f'<h1>{SAFE}</h1><h2 id="figure">A figure</h2><!-- {SAFE} --><h6>Deep</h6>'
    f'<p id="note">{SAFE}</p><label for="box">x</label>'
    f'<input id="box" aria-describedby="note deep">'
    f'<a href="../index.html">start</a> <a href="#note">note</a> <a href="#gone">gone</a>'
    '<a href="../evidence/tie-a--b.html#s1">tie</a> <a href="https://example.org/">elsewhere</a>'
    f'<img alt="{SAFE}" src="../_images/0a1b.png"><img alt="" src="../_images/0a1b.png">'
    '<img alt="Lost" src="gone.png"><img alt="Outside" src="../../secret.png">'
    '<video src="film.mp4"></video><script>window.y = "<b>" && 1</script>',
    "network": '<link rel="stylesheet" href="_static/network.css"><h1 id="actor-b">Network</h1>'
    '<div class="bl-network"><g id="actor-a"></g><a href="#tie-x">none</a>'
    f'<script type="application/json">{SCRIPT}</script></div>'
    '<script src="_static/network.js" defer></script>',
    "figures": '<h1>Figures</h1><img alt="Bars" src="_images/bars.svg">'
    '<a href="figures/bars.svg" download>SVG</a>',
    "evidence/tie-a--b": '<h1>A – B</h1><p id="s1">sentence</p>'
    '<a href="../network.html#actor-a">A</a>',
}  # fmt: skip
NAVIGATION = (
    '<div class="sidebar-tree"><p class="caption" role="heading">Notebooks</p>'
    '<ul><li><a href="notebooks/01_a.html">A</a></li></ul><p class="caption">Explore</p>'
    '<ul><li><a href="network.html">N</a></li><li><a href="figures.html">F</a></li>'
    '<li><a href="gone.html">G</a></li></ul></div>'
)


@pytest.fixture
def site(tmp_path):
    """Write a site as the report makes it, with the same figure under three names."""
    site = tmp_path / "report"
    for name in ("notebooks", "evidence", "_static", "_images", "figures"):
        (site / name).mkdir(parents=True)
    for page, text in {**PAGES, "search": "<h1>Search</h1>"}.items():
        (site / f"{page}.html").write_text(
            f'<!doctype html><html lang="en"><head><title>Study &amp; more</title></head><body>'
            f'{NAVIGATION}<article role="main"><section id="same">{text}</section></article>'
            "</body></html>",
            encoding="utf-8",
        )
    for name in ("report.css", "network.css", "pygments.css"):
        (site / "_static" / name).write_text(f"/* {name} */", "utf-8")
    for name in ("report.js", "network.js"):
        (site / "_static" / name).write_text(f"// {name}\n", "utf-8")
    long = SVG % (b"<!-- long -->" * 9)
    for name, content in {
        "_images/bars.svg": long, "figures/bars.svg": long,
        "_images/0a1b.png": PNG, "figures/bars.png": PNG, "../secret.png": PNG + b"secret",
    }.items():  # fmt: skip
        (site / name).write_bytes(content)
    return site


@pytest.fixture
def page(site):
    return BeautifulSoup(write_single_file(site).read_text("utf-8"), "html.parser")


def test_pages_come_in_the_order_of_the_navigation_then_the_others(site, page):
    assert reading_order(site) == {
        "": ["index.html"], "Notebooks": ["notebooks/01_a.html"],
        "Explore": ["network.html", "figures.html"], "\n": ["evidence/tie-a--b.html"],
    }  # fmt: skip
    told = [section["id"] for section in page.select("main > article > section")]
    assert told == [f"{name}.html" for name in PAGES]
    links = [a["href"] for a in page.select("#bl-contents a")]
    assert links == [f"#{name}" for name in told[1:]]
    assert "Further pages (1)" in page.select_one("#bl-contents").get_text()


def test_every_link_leads_to_an_id_of_the_file_and_none_stands_twice(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [element["href"] for element in page.select("[href]")]
    inside = [unquote(href[1:]) for href in links if href.startswith("#")]
    assert set(inside) <= set(ids)
    outside = {href for href in links if not href.startswith("#")}
    assert {href.split(":")[0] for href in outside} == {"https", "data"}
    assert not page.select("[src]")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("the figure", "#notebooks/01_a.html:figure"),
        ("start", "#index.html"),
        ("note", "#notebooks/01_a.html:note"),
        ("gone", "#notebooks/01_a.html"),
        ("tie", "#evidence/tie-a--b.html:s1"),
        ("A", "#actor-a"),
        ("none", "#network.html"),
        ("elsewhere", "https://example.org/"),
    ],
)
def test_a_link_leads_where_it_led(page, text, anchor):
    assert page.select_one("main").find("a", string=text)["href"] == anchor


def test_what_names_ids_names_the_new_ones(page):
    box = page.select_one("input")
    assert box["id"] == page.select_one("label")["for"] == "notebooks/01_a.html:box"
    assert box["aria-describedby"] == "notebooks/01_a.html:note notebooks/01_a.html:deep"


def test_the_script_of_the_network_finds_ids_and_links_in_its_data(page):
    data = json.loads(page.select_one('script[type="application/json"]').string)
    assert data["say"]["title"] == HOSTILE
    assert data["items"]["actor-a"]["href"] == "#evidence/tie-a--b.html:s1"
    assert [row["href"] for row in data["sentences"]] == ["https://example.org/", ""]
    assert page.select_one("g")["id"] == "actor-a"
    scripts = [s.string for s in page.select("body > script")]
    assert [re.search(r"\w+\.js", s)[0] for s in scripts] == ["report.js", "network.js"]
    assert "network.css" in page.select_one("head > style").string


def test_a_picture_is_embedded_once_in_its_smaller_form_and_shown_everywhere(page):
    assert len(page.select("image")) == 1
    assert page.select_one("image")["href"].startswith("data:image/png;base64,")
    shown = page.select("svg.bl-drawn")
    assert [svg.get("aria-label") for svg in shown] == ["Bars", HOSTILE, None, "Bars"]
    assert {svg.use["href"] for svg in shown} == {"#bl-held-0"}
    assert [em.get_text() for em in page.select("em")] == ["Lost", "Outside"]


def test_headings_go_down_one_level_below_the_only_title(page):
    levels = [(int(h.name[1]), h.get_text()) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert [text for level, text in levels if level == 1] == ["Study & more"]
    assert levels[1:] == [
        (2, "Contents"), (2, "Read on"), (2, HOSTILE), (3, "A figure"), (6, "Deep"),
        (2, "Network"), (2, "Figures"), (2, "A – B"),
    ]  # fmt: skip


def test_hostile_text_stays_text(site, page):
    assert not page.select("[onerror], img, b")
    whole = write_single_file(site).read_text("utf-8")
    assert "<script>window.__x" not in whole
    assert "<!-- " not in whole.partition("<body>")[2]


def test_what_a_reader_may_take_away_is_named_as_lying_elsewhere(page):
    told = {s["id"]: "folder of the site" in s.get_text() for s in page.select("main section[id]")}
    assert {name for name, says in told.items() if says and name.endswith(".html")} == {
        "figures.html", "notebooks/01_a.html",
    }  # fmt: skip
    assert page.find("span", string="SVG") and not page.select("[download], video")


def test_other_languages_say_it_in_theirs_and_bytes_are_the_same_again(site):
    order = reading_order(site)
    made = [single_file(site, order=order, title=HOSTILE, lang="es") for _ in range(2)]
    assert made[0] == made[1]
    assert '<html lang="es">' in made[0]
    assert "Saltar al texto" in made[0]
    assert f"<title>{html.escape(HOSTILE, quote=True)}</title>" in made[0]


def test_it_replaces_its_like_and_nothing_else(site):
    path = write_single_file(site)
    assert path == site.with_name("report.html")
    first = path.read_bytes()
    assert write_single_file(site).read_bytes() == first
    path.write_text("<p>mine", "utf-8")
    with pytest.raises(OutputError, match=r"report.html: is there already and no report in one"):
        write_single_file(site)
    assert path.read_text("utf-8") == "<p>mine"
