"""Settings for every test."""

from collections.abc import Iterable
from typing import Any

from hypothesis import settings

# a first call imports pandera and looks slow; and the same commit must give the same verdict
settings.register_profile("borderlab", deadline=None, derandomize=True)
settings.load_profile("borderlab")


def _without_browser(reports: Iterable[Any]) -> int:
    return sum("no chromium" in str(report.longrepr) for report in reports)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests were not run for want of a browser: silence would look like success."""
    if n := _without_browser(terminalreporter.stats.get("skipped", ())):
        say = f"{n} browser tests skipped: no chromium; install it (Debian: apt install chromium)"
        terminalreporter.write_line(say, yellow=True)
