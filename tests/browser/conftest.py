"""A browser, a site to look at, and eyes: what the tests in this folder share.

Without an installed chromium they are skipped, and the last lines of the run say how many.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import borderlab as bl
from borderlab import building

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: every rule of axe that WCAG 2.1 AA asks for
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start the installed browser once."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None or find_spec("playwright") is None:
        pytest.skip("no chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Eyes:
    """A page that writes down everything that must not happen on it."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def open(self, path: Path, anchor: str = "") -> Any:
        """Open a file and wait until its scripts have run."""
        self.page.goto(f"{path.as_uri()}{anchor}")
        return self.page

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.faults.append(f"asks for {request.url}")

    def watch(self) -> None:
        """Begin to write down requests, errors and dialogs."""
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("console", lambda m: self._say(m.type, m.text))
        self.page.on("dialog", self._dialog)

    def _say(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"console {kind}: {text}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def violations(self) -> list[str]:
        """Run the rules of axe over the page as it stands."""
        if not self.page.evaluate("() => Boolean(window.axe)"):
            spec = find_spec("axe_playwright_python")
            script = Path(str(spec and spec.origin)).with_name("axe.min.js")
            self.page.evaluate(script.read_text("utf-8"))
        found = self.page.evaluate(AXE, list(RULES))
        told = [(rule["id"], node) for rule in found for node in rule["nodes"]]
        return [f"{rule}: {node['target']} {node['failureSummary']}" for rule, node in told]

    def overflow(self) -> list[str]:
        """Name what makes the page wider than the window, or is cut off by a box around it."""
        return self.page.evaluate(WIDER)


#: contrast takes nine tenths of the time, so that it is told once for each ink, ground and size
AXE = """async (rules) => {
  document.querySelectorAll('details').forEach((e) => { e.open = true; });
  const ground = (e) => {
    const paint = getComputedStyle(e).backgroundColor;
    return /, 0\\)$/.test(paint) && e.parentElement ? ground(e.parentElement) : paint;
  };
  const looks = new Map();
  for (const e of document.body.querySelectorAll('*')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const look = getComputedStyle(e);
    const key = [look.color, ground(e), look.fontSize, look.fontWeight, look.opacity].join();
    if (!looks.has(key)) looks.set(key, e);
  }
  const options = {resultTypes: ['violations'], preload: false};
  const most = {...options, runOnly: rules, rules: {'color-contrast': {enabled: false}}};
  const found = await axe.run(document, most);
  const ink = {...options, runOnly: ['color-contrast']};
  const seen = await axe.run({include: [...looks.values()]}, ink);
  return [...found.violations, ...seen.violations];
}"""
WIDER = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (e) => e && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)
    && e !== document.body && e !== root || scrolls(e.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter((e) =>
    e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement));
  return [`${root.scrollWidth} > ${root.clientWidth}`,
    ...wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""


@pytest.fixture(scope="session")
def look(chromium: Any) -> Callable[..., Any]:
    """Return a context that opens a page of some width and theme: ``with look(width=390) as eyes``.

    Whatever was written down by the end fails the test.
    """

    @contextmanager
    def looking(width: int = 1440, theme: str = "light", **options: Any) -> Iterator[Eyes]:
        page = chromium.new_page(
            viewport={"width": width, "height": 900}, color_scheme=theme, **options
        )
        eyes = Eyes(page)
        eyes.watch()
        try:
            yield eyes
        finally:
            page.context.close()
        assert eyes.faults == []

    return looking


@pytest.fixture(scope="session")
def site(
    chromium: Any, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Path:
    """Build the site of this study once, for every process that tests it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(pytestconfig, "workerinput") else base
    folder = shared / "site-of-the-study"
    try:
        folder.mkdir()
    except FileExistsError:  # another process builds it, and swaps it in whole
        for _ in range(300):
            if (folder / "report" / "index.html").is_file():
                break
            time.sleep(1)
    else:
        building.write_site(bl.open_study(ROOT), folder / "report")
    return folder / "report"
