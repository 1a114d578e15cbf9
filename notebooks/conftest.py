"""Strict nbval: stored outputs, pictures included, are what the cells give today.

``pytest --nbval --nbval-current-env notebooks`` re-runs every notebook. By itself nbval skips
pictures, does not compare a cell without an execution count, and obeys markers that ignore a cell;
here pictures and their alt texts are compared, cells are numbered 1 to n, markers fail, and the
files of figures are the committed ones byte for byte, in another time zone and order of hashes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_ELSEWHERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C"}
_COMPARED = {"image/png", "image/jpeg", "metadata"}
_FIGURES = {".svg", ".pdf", ".png"}
_FIX = "run `make report`, or Restart Kernel and Run All Cells in JupyterLab, and save"


def pytest_configure(config: pytest.Config) -> None:
    """Stage figures elsewhere, in kernels of a far place: a test leaves no trace in the study."""
    folder = tempfile.mkdtemp(prefix="borderlab-")
    ours = {"BORDERLAB_STAGING": folder, **_ELSEWHERE}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)

    def clean() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

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
    for item in {item.path: item for item in items if hasattr(item, "cell_num")}.values():
        item.runtest = lambda path=item.path, run=item.runtest: (run(), _compare_figures(path))


def _compare_figures(notebook: Path) -> None:
    """After the last cell of a notebook: what it drew is what is committed."""
    committed, differ = notebook.parents[1] / "figures", []
    staged = sorted(Path(os.environ["BORDERLAB_STAGING"]).glob("*.*"))
    for drawn in (path for path in staged if path.suffix in _FIGURES):
        old = committed / drawn.name
        if not old.is_file() or old.read_bytes() != drawn.read_bytes():
            differ.append(f"figures/{drawn.name}")
        drawn.unlink()  # the next notebook answers for its own
    if differ:
        pytest.fail(f"{', '.join(differ)} differs from what is drawn now; {_FIX}", pytrace=False)


def _unseen(item: pytest.Item) -> str:
    options, count, number = item.options, item.cell.execution_count, item.cell_num + 1
    if not options["check"] or options["skip"] or options["check_exception"]:
        return (
            f"code cell {number} carries a marker that hides it from comparison; remove the marker"
        )
    if count != number:
        return f"code cell {number} is numbered {count}; {_FIX}"
    return ""
