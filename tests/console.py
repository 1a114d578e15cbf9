"""Run a page of the guides as its reader would, and compare what it prints.

``console`` blocks are commands after ``$`` with their output, in which ``...`` stands for anything;
blocks with a caption are that file: ``diff`` edits it, any other writes it. ``cd`` stays in force.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from borderlab.cli import main

_BLOCK = re.compile(
    r"^```(?:(console)|\{code-block\} (\w+)\n:caption: (\S+))\n(.*?)^```$", re.M | re.S
)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def run_page(
    text: str, folder: Path, env: Mapping[str, str], *, run: Callable[..., str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """Yield each command whose output is another: the command, what the page says, what came."""
    for console, kind, path, block in _BLOCK.findall(text):
        if not console:
            (edit if kind == "diff" else write)(folder / path, block)
            continue
        for command, wanted in _COMMAND.findall(block):
            if command.startswith("cd "):
                folder = folder / shlex.split(command)[1]
                continue
            came = (run or shell)(command, folder, env)
            if not doctest.OutputChecker().check_output(wanted, came, doctest.ELLIPSIS):
                yield command, wanted, came


def shell(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """Run a command as a reader does."""
    done = subprocess.run(
        command, shell=True, cwd=folder, env=env, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout


def here(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """Run borderlab in this process, which has imported everything, and all else as a shell."""
    if not command.startswith("borderlab "):
        return shell(command, folder, env)
    said = io.StringIO()
    with contextlib.chdir(folder), redirect_stdout(said), redirect_stderr(said):
        words = shlex.split(command)[1:]
        main([name for word in words for name in (matching(word) if "*" in word else [word])])
    return said.getvalue()


def matching(pattern: str) -> list[str]:
    """List the files here that a shell would put in the place of a pattern."""
    return sorted(path.as_posix() for path in Path().glob(pattern))


def write(path: Path, text: str) -> None:
    """Write a file that a page shows."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commands(folder: Path, **programs: str) -> dict[str, str]:
    """Make programs that the pages call, in a folder; return the environment that finds them."""
    folder.mkdir()
    for name, call in programs.items():
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
        (folder / name).chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "COLUMNS": "100"}


def edit(path: Path, diff: str) -> None:
    """Replace the lines marked ``-``, which must stand there once, by those marked ``+``."""
    old, new = (
        "".join(line[1:] + "\n" for line in diff.splitlines() if line.startswith(sign))
        for sign in "-+"
    )
    text = path.read_text(encoding="utf-8")
    starts = [m.start() for m in re.finditer(f"^(?={re.escape(old)})", text, re.M)]
    assert old and len(starts) == 1, f"{path.name}: {old}"
    start = starts[0]
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
