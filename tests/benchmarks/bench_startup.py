"""Starting up, by the time that fresh processes had a core: imports, help, notebooks."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import Pair, children

ROOT = Path(__file__).resolve().parents[2]
_BARE = "import time; s = time.process_time(); import {}; print(time.process_time() - s)"
_RUN = """
import sys
from pathlib import Path
from borderlab.publishing.execution import execute_notebooks
root = Path(sys.argv[1])
execute_notebooks(root, root / "build" / "staging")
"""
#: writes down what a kernel has loaded when a notebook is through, in the order of loading
_LOADED = """
import os, sys
from pathlib import Path
found = [n for n, m in sys.modules.items() if getattr(m, "__spec__", None) and n != "__main__"]
Path(os.environ["LOADED"], {name!r}).write_text("\\n".join(found))
"""
_IMPORT = """
from contextlib import suppress
from importlib import import_module
for name in {names!r}:
    with suppress(Exception):
        import_module(name)
"""


def _python(*arguments, **options):
    environment = {**os.environ, **options.pop("env", {})}
    call = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True,
                          env=environment, **options)  # fmt: skip
    return call.stdout


def _told(work):
    """Take the time that a process says of itself, without its interpreter's start."""
    return float(work())


def _importing():
    def ours():
        return _python("-c", _BARE.format("borderlab"))

    def peer():
        return _python("-c", _BARE.format("pandas"))

    def check(a, b):
        assert float(a) > 0 < float(b)

    return ours, peer, check


def _helping():
    def ours():
        return _python("-c", "from borderlab.cli import main; main()", "--help")

    def peer():
        return _python("-c", "import pandas")

    def check(a, b):
        assert "report" in a
        assert not b

    return ours, peer, check


def _notebooks():
    """Compare with notebooks of one cell, which imports what the notebook has loaded at its end."""
    import nbformat

    folder = Path(tempfile.mkdtemp(prefix="borderlab-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    loaded, whole, bare = (folder / name for name in ("loaded", "whole", "bare"))
    for root in (loaded, whole, bare):
        for name in ("seeds", "notebooks", "tests/data"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "pyproject.toml", root)
    for path in sorted((loaded / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(_LOADED.format(name=path.stem)))
        nbformat.write(notebook, path)
    _python("-c", _RUN, str(loaded), env={"LOADED": str(folder)})
    for path in sorted((bare / "notebooks").glob("*.ipynb")):
        names = (folder / path.stem).read_text().split("\n")
        cell = nbformat.v4.new_code_cell(_IMPORT.format(names=names))
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)

    def ours():
        _python("-c", _RUN, str(whole))
        return sorted(path.name for path in (whole / "build/staging/notebooks").iterdir())

    def peer():
        _python("-c", _RUN, str(bare))
        return sorted(path.name for path in (bare / "build/staging/notebooks").iterdir())

    def check(a, b):
        assert a == b
        assert len(a) == 7
        for name in a:  # executed, and with the outputs that are committed
            made = whole / "build/staging/notebooks" / name
            assert made.read_bytes() == (ROOT / "notebooks" / name).read_bytes(), name

    return ours, peer, check


PAIRS = [
    Pair("import", "import borderlab, beyond the interpreter", "import pandas, likewise",
         "at most", 0.05, _importing, clock=_told, rounds=15),
    Pair("help", "borderlab --help", "python -c 'import pandas'", "at most", 0.5, _helping,
         clock=children, rounds=9),
    Pair("notebooks", "executing the seven notebooks", "seven that import what these have loaded",
         "at most", 1.3, _notebooks, clock=children, rounds=3),
]  # fmt: skip
