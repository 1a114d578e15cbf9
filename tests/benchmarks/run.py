"""Measure ours against its peers: ``python tests/benchmarks/run.py [NAME …]``, or ``make bench``.

Every module ``bench_*.py`` beside this one lists its ``PAIRS``. Each pair is measured in a process
of its own, so that no memory or cache of one is another's; its figures go to
``build/bench/NAME.json``, and all of them into the table of the page on speed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "bench"
PAGE = ROOT / "src/borderlab/publishing/site/guides/explanation/speed.md"
sys.path += [str(HERE), str(OUT / "peers")]  # what only a peer needs stands apart
_PEERS = ("blingfire", "dask", "datasketch", "igraph", "networkx", "numpy", "pandas", "scipy",
          "spacy")  # fmt: skip
_BEGIN, _END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"


def pairs() -> dict[str, Any]:
    """Return every pair by its name."""
    modules = [importlib.import_module(path.stem) for path in sorted(HERE.glob("bench_*.py"))]
    return {pair.name: pair for module in modules for pair in module.PAIRS}


def machine() -> dict[str, str]:
    """Say what the figures were measured on."""
    return {
        "cores": str(os.cpu_count()), "processor": platform.machine(),
        "python": platform.python_version(), **{name: _version(name) for name in _PEERS},
    }  # fmt: skip


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def main() -> int:
    """Measure the pairs named, or all; return 1 where one could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="of pairs; all without one")
    parser.add_argument("--list", action="store_true", help="name the pairs and end")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    known = pairs()
    if asked.list or (unknown := [name for name in asked.names if name not in known]):
        print("\n".join(known) if asked.list else f"no pair {unknown[0]!r}; --list names them")
        return 0 if asked.list else 2
    if asked.here:
        return _one(known[asked.names[0]])
    failed = [name for name in asked.names or known if not _apart(name)]
    write_page()
    if failed:
        print(f"not measured: {', '.join(failed)}; see the lines above")
    return 1 if failed else 0


def _apart(name: str) -> bool:
    (OUT / f"{name}.json").unlink(missing_ok=True)  # or a failure would show the figures of before
    command = [sys.executable, str(HERE / "run.py"), "--here", name]
    return subprocess.run(command, cwd=ROOT).returncode == 0


def _one(pair: Any) -> int:
    from harness import measure

    found = measure(pair)
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**found, "machine": machine()}, indent=1, ensure_ascii=False)
    (OUT / f"{pair.name}.json").write_text(text + "\n", encoding="utf-8")
    verdict = "met" if found["met"] else "NOT met"
    print(
        f"{pair.name}: {found['ratio']:g} ({found['least']:g}-{found['most']:g}),"
        f" {pair.bound} {pair.goal:g}: {verdict}",
        flush=True,
    )
    return 0


def write_page() -> None:
    """Put all figures that were measured into the table of the page."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(OUT.glob("*.json"))]
    order = {name: place for place, name in enumerate(pairs())}
    found = sorted((f for f in found if f["name"] in order), key=lambda f: order[f["name"]])
    page = PAGE.read_text("utf-8")
    head, rest = page.split(_BEGIN)
    table = "\n".join([
        "| work | against | goal | measured (least–most) | ours | peer |",
        "|---|---|---|---|---|---|",
        *map(_cells, found),
    ])  # fmt: skip
    PAGE.write_text(f"{head}{_BEGIN}\n\n{table}\n\n{_END}{rest.split(_END)[1]}", encoding="utf-8")


def _cells(f: dict[str, Any]) -> str:
    missed = "" if f["met"] else " (missed)"
    part = "" if f["share"] == 1 else f", from {f['share']:.3g} of the work"
    return (
        f"| {f['work']} | {f['against']} | {f['bound']} {f['goal']:g}× |"
        f" {f['ratio']:.3g}× ({f['least']:.3g}–{f['most']:.3g}){missed} |"
        f" {f['ours']:.3g} {f['unit']} | {f['peer']:.3g} {f['unit']}{part} |"
    )


if __name__ == "__main__":
    sys.exit(main())
