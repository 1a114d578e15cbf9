"""The report in one file opens from disk by itself: quiet, accessible, and its network works."""

from __future__ import annotations

import shutil

import pytest

from borderlab.publishing.single_file import write_single_file

LOST = """() => [...document.querySelectorAll('[href]')].map((e) => e.getAttribute('href'))
  .filter((to) => to.startsWith('#') ? !document.getElementById(decodeURIComponent(to.slice(1)))
    : !/^(https?:|data:image|mailto:)/.test(to))"""
TWICE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}"""
DRAWN = """() => [...document.querySelectorAll('.bl-drawn')].map((e) => {
  const box = e.getBoundingClientRect(), held = document.querySelector(
    '[id="' + e.querySelector('use').getAttribute('href').slice(1) + '"]');
  return box.width > 100 && box.height > 50 && held.tagName === 'image';
})"""


@pytest.fixture(scope="module")
def alone(site, tmp_path_factory):
    """Write the file and take it away from its site."""
    folder = tmp_path_factory.mktemp("mailed")
    copy = shutil.copytree(site, folder / "site" / "report")
    path = write_single_file(copy).rename(folder / "report.html")
    shutil.rmtree(folder / "site")
    return path


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_it_opens_without_its_site_and_is_accessible(alone, look, width, theme):
    with look(width, theme) as eyes:
        page = eyes.open(alone)
        assert page.evaluate(LOST) == []
        assert page.evaluate(TWICE) == []
        drawn = page.evaluate(DRAWN)
        assert drawn and all(drawn)
        assert [*eyes.violations(), *eyes.overflow()] == []


def test_a_tie_of_its_network_opens_its_sentences(alone, look):
    with look() as eyes:
        page = eyes.open(alone)
        tie = page.locator(".bl-tie").last
        a, b = tie.get_attribute("data-a"), tie.get_attribute("data-b")
        evidence = page.locator(f'[id="evidence/tie-{a}--{b}.html"] .bl-passages blockquote')
        tie.focus()
        page.keyboard.press("Enter")
        told = page.locator(".bl-panel dd").all_text_contents()
        # a passage marks where a name leads to more than one page by a raised sign of its own
        assert told == [text.strip() for text in evidence.all_text_contents()]
        page.evaluate("location.hash = '#actor-mexico'")
        page.wait_for_selector(".bl-panel h2:has-text('Mexico')")


def test_it_is_small_enough_to_mail(alone):
    assert alone.stat().st_size < 8_000_000
