"""Find the texts under a folder; what is left out gets a row and a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from borderlab.errors import Problem
from borderlab.escapes import visible
from borderlab.reading.formats import READERS

#: Codes of files that were seen but are no texts, and of texts that could not be read.
SKIPPED = ("hidden", "not-a-file", "not-text")
FAILED = (
    "empty-file", "undecodable", "unreadable", "too-large", "too-slow", "reader-died",
    "reader-missing", "too-deep", "too-many-attributes", "no-article", "encrypted", "no-text-layer",
    "broken-table", "no-text-column", "malformed-record", "empty-record",
)  # fmt: skip

#: what the study keeps beside its texts, at the top of the folder
RESERVED = (
    "sources.csv", "echoes.csv", "layout.csv", "codebook",
    "codebook.part", "codebook.old",  # of a codebook that is being replaced
    "references.ris", "references.bib", "references.json",
)  # fmt: skip
_HINTS = {
    "hidden": "rename it without the leading dot if it is a source",
    "not-a-file": "put a plain file in its place if it is a source",
    "not-text": "save it as .txt, .md, .html, .docx or .pdf if it is a source",
    "unreadable": "check its permissions",
}


def shown(path: str) -> str:
    r"""Make a path that every table can hold: bytes that were no UTF-8 become visible.

    Examples
    --------
    >>> shown("nota\udcf1.txt")
    'nota⟨U+DCF1⟩.txt'
    """
    return re.sub("[\ud800-\udfff]", lambda m: visible(m[0]), path)


def problem(path: str, code: str, message: str, hint: str = "", line: int = 0) -> Problem:
    """Make a problem row whose path and message stay on one line."""
    return Problem(visible(path), line, code, visible(message), hint or _HINTS[code])


def _kind(path: Path) -> str:
    if path.name.startswith("."):
        return "hidden"
    if path.is_dir() and not path.is_symlink() and path.suffix.lower() not in READERS:
        return "folder"
    if not path.is_file():
        return "not-a-file"  # a pipe, a link that leads nowhere or to a folder, a folder "a.txt"
    return "text" if path.suffix.lower() in READERS else "not-text"


def _entries(folder: Path, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield (relative posix path, kind) of everything under a folder but the study's own files."""
    try:
        names = sorted(entry.name for entry in (folder / below).iterdir())
    except OSError:
        yield below.rstrip("/"), "unreadable"
        return
    for path in (below + name for name in names):
        if path in RESERVED or PurePosixPath(path).name.lower() == "readme.md":
            continue
        try:
            kind = _kind(folder / path)
        except OSError:
            kind = "unreadable"
        if kind == "folder":
            yield from _entries(folder, path + "/")
        else:
            yield path, kind


def list_texts(folder: Path) -> tuple[list[str], list[Problem]]:
    """List the texts under a folder, and a row for each other entry.

    Parameters
    ----------
    folder : Path
        An existing folder; links to folders are not followed, so nothing is read twice.

    Returns
    -------
    (paths, problems)
        Relative posix paths, sorted; rows with a code of `SKIPPED` or ``unreadable``.
    """
    seen = sorted(_entries(folder))
    odd = [
        problem(path, kind, f"{path!r} is {kind.replace('-', ' ')} and was left out")
        for path, kind in seen
        if kind != "text"
    ]
    return [path for path, kind in seen if kind == "text"], odd


def nfc(path: str) -> str:
    """Write a path as every system would compare it: composed accents, forward slashes."""
    return unicodedata.normalize("NFC", path.replace("\\", "/").removeprefix("./"))
