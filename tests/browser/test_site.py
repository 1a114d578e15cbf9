"""Every page in a browser: offline, quiet, accessible, readable at any width and on paper."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urlsplit

import pytest

#: pages of which there is one a source, actor or tie are looked at in one width and theme
MANY = ("evidence",)
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


def pages(site):
    """List the top pages, and those that come by the dozen."""
    every = sorted(site.rglob("*.html"))
    many = [p for p in every if p.relative_to(site).parts[0] in MANY and p.name != "index.html"]
    return [p for p in every if p not in many], many


def faults(site, eyes, paths):
    """Look at pages one after the other; return what is wrong, by page."""
    found = {}
    for path in paths:
        eyes.open(path)
        wrong = [*eyes.faults, *eyes.violations(), *eyes.overflow()]
        eyes.faults.clear()
        if wrong:
            found[path.relative_to(site).as_posix()] = wrong
    return found


FAULTY = """<!doctype html><html lang="en"><title>Faulty</title><main>
<p style="color:#bbb">Pale.</p><img src="https://elsewhere.invalid/x.png" alt="">
<p style="width:3000px">Wide.</p><script>console.error("loud"); undefinedName()</script>
<details><summary>More</summary><p style="color:#ccc;font-size:9px">Paler.</p></details></main>"""


def test_the_eyes_see_each_fault_of_a_faulty_page(tmp_path, look):
    (tmp_path / "faulty.html").write_text(FAULTY, encoding="utf-8")
    with look(390) as eyes:
        wrong = "\n".join(faults(tmp_path, eyes, [tmp_path / "faulty.html"])["faulty.html"])
    for fault in ("elsewhere.invalid", "loud", "undefinedName", "3000px"):
        assert fault in wrong
    assert wrong.count("color-contrast") == 2


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_no_page_asks_elsewhere_errs_overflows_or_violates_wcag(site, look, width, theme):
    top, _ = pages(site)
    with look(width, theme) as eyes:
        assert faults(site, eyes, top) == {}


def test_nor_does_any_page_of_evidence(site, look):
    _, many = pages(site)
    with look(390) as eyes:
        assert faults(site, eyes, many) == {}


ANCHORS = """() => ({
  ids: [...document.querySelectorAll('[id], a[name]')].map((e) => e.id || e.name),
  links: [...document.querySelectorAll('a[href], link[href], area[href]')].map((e) => e.href),
  sources: [...document.querySelectorAll('[src]')].map((e) => e.src),
  bare: [...document.querySelectorAll('img:not([alt]), img[alt=""]')].map((e) => e.outerHTML),
})"""


def test_every_link_leads_somewhere_and_every_picture_is_described(site, look):
    with look() as eyes:
        seen = {}
        for path in sorted(site.rglob("*.html")):
            page = eyes.open(path)
            seen[path.resolve()] = page.evaluate(ANCHORS)
    lost = []
    for path, found in seen.items():
        assert found["bare"] == [], path.name
        for link in {*found["links"], *found["sources"]}:
            whole, anchor = urldefrag(link)
            if urlsplit(whole).scheme != "file":
                continue
            target = type(path)(unquote(urlsplit(whole).path))
            known = seen.get(target, {}).get("ids", ())
            if not target.is_file() or (anchor and target in seen and unquote(anchor) not in known):
                lost.append(f"{path.relative_to(site)}: {link}")
    assert lost == []


PRINTED = """() => ({
  shown: ['.sidebar-drawer', '.toc-drawer', '.mobile-header', '.related-pages', '.bl-controls']
    .filter((css) => [...document.querySelectorAll(css)].some((e) => e.offsetParent)),
  cut: [...document.querySelectorAll('article *')].filter((e) => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return /auto|scroll|hidden/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      && box.width > 2 && !e.closest('svg');
  }).map((e) => e.outerHTML.slice(0, 200)),
})"""


def test_on_paper_nothing_is_cut_and_the_navigation_is_gone(site, look):
    top, _ = pages(site)
    found = {}
    with look(672) as eyes:  # A4 between the margins of the style sheet, at 96 pixels an inch
        eyes.page.emulate_media(media="print")
        for path in top:
            told = eyes.open(path).evaluate(PRINTED)
            if wrong := [*told["shown"], *told["cut"], *eyes.overflow()]:
                found[path.name] = wrong
    assert found == {}
