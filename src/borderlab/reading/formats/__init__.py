"""One small reader for each kind of file, behind one registry.

A reader takes the bytes of a file and yields what it holds: a `Page` for each text, a `Fault` for
each that it cannot give. It never touches the disk and never raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import NamedTuple

from borderlab.reading.headers import NO_FACTS, Facts
from borderlab.reading.limits import Limits


class Page(NamedTuple):
    """One text: as decoded or extracted, with what the format states beside it."""

    text: str
    encoding: str
    guessed: bool = False  # whether the encoding is a guess
    facts: Facts = NO_FACTS
    record: str = ""  # which row of a table, empty for a file that is one text
    line: int = 0


class Fault(NamedTuple):
    """Why a file or a record gave no text."""

    code: str
    message: str
    hint: str
    record: str = ""
    line: int = 0


#: suffix -> module of this package; ``apart`` are read by a foreign parser, in a process of its own
READERS: Mapping[str, str] = {
    **dict.fromkeys((".txt", ".md", ".markdown", ".text"), "plain"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".docx": "docx",
    ".pdf": "pdf",
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"), "records"),
}
APART = ("html", "docx", "pdf")


def read_pages(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    """Read the bytes of a file whose name ends in `suffix`, in this process.

    Examples
    --------
    >>> next(read_pages("Torreón".encode(), ".txt", Limits())).text
    'Torreón'
    """
    reader = import_module(f"{__name__}.{READERS[suffix]}")
    yield from reader.read(data, suffix, limits)
