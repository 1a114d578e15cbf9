"""Set up, build and test borderlab with nothing but Python: ``python .ci/build.py report``.

``make`` and continuous integration call this script; without make (Windows) call it by hand.
It uses the standard library only, and it must *parse* on Pythons older than it needs, so that they
can say what is wrong instead of showing a syntax error.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "borderlab.stamp"
INPUTS = ("requirements.lock", "pyproject.toml")
OLDEST = (3, 11)
#: what `clean` removes: things this script, the tools and the notebooks make
MADE = (
    ".venv", "build", "figures.old", ".coverage", ".hypothesis", ".import_linter_cache",
    ".ipynb_checkpoints", ".mypy_cache", ".pytest_cache", ".ruff_cache",
)  # fmt: skip

_BORDERLAB = ("-c", "import sys; from borderlab.cli import main; sys.exit(main())")
_LINT = [
    ("ruff check", ("-m", "ruff", "check", "--quiet", ".")),
    ("ruff format", ("-m", "ruff", "format", "--quiet", "--check", ".")),
    ("types", ("-m", "mypy", "--no-error-summary")),
    ("import contracts", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
]
_PARALLEL = ("-n", "2", "--dist", "loadfile")  # any other distribution splits a notebook
#: continuous integration runs the slow tests too, and measures what all of them reach
_ALL = os.environ.get("BORDERLAB_ALL")
_WHICH = ("--cov", "--cov-report=term") if _ALL else ("-m", "not slow")
_TEST = [
    ("unit tests and doctests", (
        "-m", "pytest", "tests", "src", "--doctest-modules", *_WHICH, *_PARALLEL,
    )),
    ("notebooks", (
        "-m", "pytest", "notebooks", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider",
        *_PARALLEL,
    )),
]  # fmt: skip


class Stop(Exception):
    """One line that says what is wrong and how to cure it."""


def main(arguments=None):
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="build.py", description="Set up, build, test borderlab.")
    commands = ("report", "test", "lab", "figures", "lint", "bench", "lock", "clean")
    parser.add_argument("command", choices=commands)
    command = parser.parse_args(arguments).command
    started = time.monotonic()
    try:
        check_machine(command)
        done = {"clean": clean, "lock": lock}.get(command)
        if done is None:
            install()
            done = {
                "report": report, "test": test, "lab": lab, "figures": figures, "lint": lint,
                "bench": bench,
            }[command]  # fmt: skip
        print(f"{done()} ({time.monotonic() - started:.0f} s)", flush=True)
    except Stop as stop:
        print(f"{command} stopped: {stop}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print(f"\n{command} interrupted; the next run picks up from here", file=sys.stderr)
        return 130
    return 0


def check_machine(command, version=sys.version_info[:2]):
    """Refuse a machine that lacks what the commands need, naming the cure."""
    if tuple(version) < OLDEST:
        raise Stop(
            "Python {}.{} is too old; install Python 3.11 or later and name it: "
            "make {} PYTHON=python3.11 (Windows: py -3.11 .ci\\build.py {})".format(
                *version, command, command
            )
        )
    if command in ("clean", "lock"):
        return
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise Stop(
            "this Python cannot make environments; install its venv module "
            "(Debian, Ubuntu: sudo apt install python3-venv)"
        )
    if command == "test" and not shutil.which("git"):
        raise Stop("git is missing, and a test asks it what belongs to the repository; install git")


def install():
    """Make the environment and install the locked packages, unless they are there already."""
    wanted = stamp()
    found = STAMP.read_text(encoding="utf-8") if STAMP.is_file() and PYTHON.is_file() else ""
    if found == wanted:
        print("environment: .venv is up to date", flush=True)
        return
    STAMP.unlink(missing_ok=True)  # until all is done, nothing is
    moved = bool(found) and found.partition("\n")[0] != wanted.partition("\n")[0]
    if moved or not usable():
        step("environment: .venv", (sys.executable, "-m", "venv", "--clear", str(VENV)))
    pip = (
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    )
    lock_file = (ROOT / INPUTS[0]).read_text(encoding="utf-8")
    count = sum("==" in line for line in lock_file.splitlines())
    step(
        f"packages: {count} pinned (two minutes the first time)",
        # the lock names all there is; pip's resolver stumbles over extras once a release is newer
        (*pip, "--no-deps", "--require-hashes", "-r", INPUTS[0]),
        cure="look at the lines above; a download that failed can simply be tried again",
    )
    step("packages: borderlab", (*pip, "--no-build-isolation", "--no-deps", "-e", "."))
    step("packages: none is missing", (str(PYTHON), "-m", "pip", "check"))
    STAMP.write_text(wanted, encoding="utf-8")


def usable():
    """Tell whether the environment is there, has pip, and is of the Python that runs this."""
    try:
        pip = subprocess.run(
            (str(PYTHON), "-m", "pip", "--version"), capture_output=True, text=True
        )
    except OSError:
        return False
    return "(python {}.{})".format(*sys.version_info) in pip.stdout


def stamp():
    """Say in two lines what an environment was made for: the Python and place, the packages."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return f"{sys.version} {ROOT}\n{digest.hexdigest()}\n"


def report():
    """Build the report site."""
    step("report", (str(PYTHON), *_BORDERLAB, "report"), show=True)
    return "Report built: open build/report/index.html"


def figures():
    """Draw the figures again."""
    step("figures", (str(PYTHON), *_BORDERLAB, "figures"), show=True)
    return "Figures drawn: look into figures/"


def lab():
    """Open JupyterLab on the notebooks until it is closed."""
    step("JupyterLab (Ctrl-C ends it)", (str(PYTHON), "-m", "jupyterlab", "notebooks"), show=True)
    return "JupyterLab closed"


def lint():
    """Run the checks that read code and do not run it."""
    for name, command in _LINT:
        step(name, (str(PYTHON), *command))
    return f"All {len(_LINT)} checks passed: " + ", ".join(name for name, _ in _LINT)


def test():
    """Run every check and every test, stopping at the first that fails."""
    lint()
    for name, command in _TEST:
        step(name, (str(PYTHON), *command), show=True)
    return "All passed: " + ", ".join(name for name, _ in [*_LINT, *_TEST])


def bench():
    """Measure what is ours against what else does the work; takes an hour."""
    peers = ("--target", str(ROOT / "build" / "bench" / "peers"), "--upgrade", "--no-deps")
    step("peers", (
        str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peers,
        "-r", "tests/benchmarks/peers.txt",
    ))  # fmt: skip
    step("benchmarks", (str(PYTHON), "tests/benchmarks/run.py"), show=True)
    return "Measured: the figures are in build/bench/ and on the page on speed"


def lock():
    """Pin every package anew, by hash and without naming a host; needs uv."""
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("uv is missing; install it (pip install uv)")
    extras = [
        word for extra in ("fast", "html", "dask", "report", "dev") for word in ("--extra", extra)
    ]
    step("requirements.lock", (
        uv, "pip", "compile", "pyproject.toml", *extras, "--quiet", "--upgrade", "--universal",
        "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes", "--no-header",
        "--no-annotate", "--output-file", INPUTS[0],
    ))  # fmt: skip
    return "Pinned anew: read the changes of requirements.lock, then run the tests"


def clean():
    """Remove everything that a command can make again."""
    for name in MADE:
        path = ROOT / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return "Clean: .venv, build and the caches are gone"


def step(name, command, show=False, cure="see the lines above"):
    """Run one command under one line of progress; its output appears if it fails, or if asked."""
    started = time.monotonic()
    print(f"{name} ...", end="\n" if show else " ", flush=True)
    environment = {**os.environ, "PYTHONUTF8": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
    environment.pop("PYTHONPATH", None)  # only what the lock names
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    seconds = f"{time.monotonic() - started:.0f} s"
    if done.returncode:
        print("" if show else f"failed\n{done.stdout}", flush=True)
        raise Stop(f"{name} failed after {seconds}; {cure}")
    print(f"{name}: {seconds}" if show else seconds, flush=True)


if __name__ == "__main__":
    sys.exit(main())
