"""Settings for every test."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# a first call imports pandera and looks slow; and the same commit must give the same verdict
settings.register_profile("borderlab", deadline=None, derandomize=True)
settings.load_profile("borderlab")


HERE = Path(__file__).parent
#: what drives a browser, builds whole studies and sites, kills processes or takes its time to tell
#: that time grows in proportion: two thirds of the time of all tests, marked ``slow``
SLOW = (
    "browser", "reading/test_linear.py", "scaling/test_dask.py", "scaling/test_running.py",
    "scaling/test_store.py", "test_builds.py", "test_building.py", "test_collecting.py",
    "test_guides.py", "test_handcoding.py", "test_reproduction.py", "test_scaffold.py",
    "test_strict_nbval.py", "test_whole_site.py",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # before they are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests."""
    slow = [HERE / name for name in SLOW]
    for item in items:
        if any(item.path.is_relative_to(place) for place in slow):
            item.add_marker("slow")


def _without_browser(reports: Iterable[Any]) -> int:
    return sum("no chromium" in str(report.longrepr) for report in reports)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests were not run for want of a browser: silence would look like success."""
    if n := _without_browser(terminalreporter.stats.get("skipped", ())):
        say = f"{n} browser tests skipped: no chromium; install it (Debian: apt install chromium)"
        terminalreporter.write_line(say, yellow=True)
