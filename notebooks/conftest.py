"""Strict nbval: stored outputs, pictures included, are what the cells give today.

``pytest --nbval --nbval-current-env notebooks`` re-runs every notebook. By itself nbval skips
pictures, does not compare a cell without an execution count, and obeys markers that ignore a cell;
here pictures and their alt texts are compared, cells are numbered 1 to n, and markers fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

_COMPARED = {"image/png", "image/jpeg", "metadata"}
_FIX = "run `make report`, or Restart Kernel and Run All Cells in JupyterLab, and save"


def pytest_configure(config: pytest.Config) -> None:
    """Stage figures elsewhere: a test leaves no trace in the study."""
    folder = tempfile.mkdtemp(prefix="borderlab-")
    before = os.environ.get("BORDERLAB_STAGING")
    os.environ["BORDERLAB_STAGING"] = folder

    def clean() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop("BORDERLAB_STAGING", None)
        if before is not None:
            os.environ["BORDERLAB_STAGING"] = before

    config.add_cleanup(clean)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Compare pictures and metadata too."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare = tuple(k for k in collector.skip_compare if k not in _COMPARED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the cells that nbval would let pass unseen; they fail before they run."""
    for item in items:
        if hasattr(item, "cell_num") and (reason := _unseen(item)):
            item.runtest = lambda reason=reason: pytest.fail(reason, pytrace=False)


def _unseen(item: pytest.Item) -> str:
    options, count, number = item.options, item.cell.execution_count, item.cell_num + 1
    if not options["check"] or options["skip"] or options["check_exception"]:
        return (
            f"code cell {number} carries a marker that hides it from comparison; remove the marker"
        )
    if count != number:
        return f"code cell {number} is numbered {count}; {_FIX}"
    return ""
