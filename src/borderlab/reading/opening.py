"""One file opened: the texts it holds, or why it holds none, and what to know of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from borderlab.errors import Problem
from borderlab.reading.apart import Apart
from borderlab.reading.dates import FoundDate
from borderlab.reading.dates import orders as written_orders
from borderlab.reading.decoding import invisible
from borderlab.reading.files import problem
from borderlab.reading.formats import APART, READERS, Fault, Page, read_pages
from borderlab.reading.limits import Limits
from borderlab.reading.registry import Row
from borderlab.reading.sentences import BLANK


class Read(NamedTuple):
    """A text as read: the page, the hash of its bytes, and the place it is named by."""

    path: str  # of the file; of a record, with "#" and its name
    page: Page
    sha256: str


def _open(folder: Path, path: str, limits: Limits, apart: Apart) -> list[Page | Fault]:
    """Read one file, or say why not; a file that is too large is not opened."""
    size = (folder / path).stat().st_size
    if size > limits.size:
        say = f"has {size:,} bytes, more than {limits.size:,}"
        return [Fault("too-large", say, "split it, or raise the limit: Limits(size=…)")]
    data, suffix = (folder / path).read_bytes(), PurePosixPath(path).suffix.lower()
    if not data.strip():
        return [Fault("empty-file", "is empty", "add its text or delete it")]
    if READERS[suffix] in APART:
        return apart.read(data, suffix)
    return list(read_pages(data, suffix, limits))


def read_file(folder: Path, path: str, limits: Limits, apart: Apart) -> Iterator[Read | Problem]:
    """Yield the texts of one file; what gives none becomes a problem."""
    try:
        pages = _open(folder, path, limits, apart)
    except OSError as error:
        yield problem(path, "unreadable", f"{path!r} cannot be read: {error.strerror}")
        return
    for page in pages:
        place = f"{path}#{page.record}" if page.record else path
        if isinstance(page, Fault):
            yield problem(place, page.code, f"{place!r} {page.message}", page.hint, page.line)
        elif not page.text.strip(BLANK):
            yield problem(place, "empty-file", f"{place!r} is empty", "add its text or delete it")
        else:
            whole = not page.record
            data = (folder / path).read_bytes() if whole else page.text.encode()
            yield Read(place, page, hashlib.sha256(data).hexdigest())


def remarks(text: Read, row: Row | None, date: FoundDate | None) -> list[Problem]:
    """List what a researcher should know about a text that was read all the same."""
    found, path, page = [], text.path, text.page
    if page.guessed:
        say = f"{path!r} is not UTF-8 and was read as {page.encoding}, a guess"
        found.append(problem(path, "encoding-guessed", say, "check its accents; save it as UTF-8"))
    if unseen := invisible(page.text):
        say = f"{path!r} holds {unseen} characters that no reader sees; they were kept"
        hint = "look at them in the report, where they are visible; names they cut are not found"
        found.append(problem(path, "invisible-characters", say, hint))
    if row is None:
        hint = f"run `borderlab add`, or add a row: doc_id, file {path!r}, sha256 {text.sha256}"
        found.append(problem(path, "unregistered", f"{path!r} has no row in sources.csv", hint))
    elif row.get("sha256", "").lower() not in ("", text.sha256):
        say = f"{path!r} has sha256 {text.sha256}, sources.csv says {row['sha256']}"
        found.append(problem(path, "altered", say, "restore the file or correct the row"))
    if date and date.ambiguous and not (row or {}).get("published_earliest"):
        say = f"the date {date.surface!r} can be read two ways and was left open"
        hint = "give the day in published_earliest and published_latest of sources.csv"
        found.append(problem(path, "ambiguous-date", say, hint))
    return found


def column_orders(texts: Iterable[Read]) -> dict[str, str]:
    """Tell of each table of texts whether its column of dates has day or month first."""
    dates: dict[str, list[str]] = {}
    for text in texts:
        if text.page.record:
            dates.setdefault(text.path.partition("#")[0], []).append(
                text.page.facts.get("published", "")
            )
    found = {file: written_orders(column) for file, column in dates.items()}
    return {file: min(order) for file, order in found.items() if len(order) == 1}
