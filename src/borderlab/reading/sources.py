"""Read a folder of texts into a corpus: documents, zones, sentences, and what was not read.

What the texts say comes from the texts alone. What the researcher knows besides stands in
``sources.csv`` and is attached as ``known_<column>``; it never fills a title, an outlet or a date.
"""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_filename
from borderlab.reading.dates import FoundDate
from borderlab.reading.files import decode, list_texts, nfc, problem, shown
from borderlab.reading.headers import find_author, find_outlet, find_title, lines_of, stated_date
from borderlab.reading.languages import find_language
from borderlab.reading.registry import KNOWN, STEERING, Row, read_registry
from borderlab.reading.sentences import BLANK, find_sentences
from borderlab.reading.zones import find_zones
from borderlab.tables import Corpus, conform, table


class _Text(NamedTuple):
    text: str
    encoding: str
    sha256: str


def _read(folder: Path, path: str) -> _Text | Problem:
    """Read one file, or say why not."""
    try:
        data = (folder / path).read_bytes()
        text, encoding = decode(data)
    except UnicodeError as error:
        at = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        say = f"{path!r} is neither UTF-8 nor UTF-16 with its mark{at}, and no older Western text"
        return problem(path, "undecodable", say, "open it in an editor and save it as UTF-8")
    except OSError as error:
        return problem(path, "unreadable", f"{path!r} cannot be read: {error.strerror}")
    if not text.strip(BLANK):
        return problem(path, "empty-file", f"{path!r} is empty", "add its text or delete it")
    return _Text(text, encoding, hashlib.sha256(data).hexdigest())


def _remarks(path: str, read: _Text, row: Row | None, date: FoundDate | None) -> list[Problem]:
    """List what a researcher should know about a file that was read all the same."""
    found = []
    if read.encoding == "cp1252":
        say = f"{path!r} is not UTF-8 and was read as cp1252, a guess"
        found.append(problem(path, "encoding-guessed", say, "check its accents; save it as UTF-8"))
    if row is None:
        hint = f"add a row: doc_id of your choice, file {path!r}, sha256 {read.sha256}"
        found.append(problem(path, "unregistered", f"{path!r} has no row in sources.csv", hint))
    elif row.get("sha256", "").lower() not in ("", read.sha256):
        say = f"{path!r} has sha256 {read.sha256}, sources.csv says {row['sha256']}"
        found.append(problem(path, "altered", say, "restore the file or correct the row"))
    if date and not date.day:
        say = f"the date {date.surface!r} can be read two ways and was left open"
        hint = "give the day in published_earliest of sources.csv"
        found.append(problem(path, "ambiguous-date", say, hint))
    return found


def _identify(paths: list[str], sources: dict[str, Row]) -> dict[str, str]:
    """Give each path its doc_id: from its row, else a slug of its name, made unique in order."""
    ids = {path: sources[nfc(path)]["doc_id"] for path in paths if nfc(path) in sources}
    taken = {row["doc_id"] for row in sources.values()}
    for path in (path for path in paths if path not in ids):
        slug = for_filename(PurePosixPath(path).stem)
        names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        ids[path] = next(name for name in names if name not in taken)
        taken.add(ids[path])
    return ids


def _document(
    doc_id: str, path: str, read: _Text, zones: pd.DataFrame, date: FoundDate | None, row: Row
) -> dict[str, Any]:
    """Make the row of one document."""
    day = pd.Timestamp(date.day) if date and date.day else pd.NaT
    return {
        "doc_id": doc_id,
        "label": row.get("label") or shown(PurePosixPath(path).stem),
        "path": shown(path),
        "format": PurePosixPath(path).suffix.lower().removeprefix("."),
        "language": find_language(" ".join(lines_of(read.text, zones, "zone", "body"))),
        "title": find_title(read.text, zones),
        "outlet": find_outlet(read.text, zones),
        "author": find_author(read.text, zones),
        "published_earliest": day,
        "published_latest": day,
        "published_basis": "unknown" if day is pd.NaT else "stated",
        "story_id": row.get("story") or doc_id,
        **read._asdict(),
    }


def _read_all(folder: Path, paths: list[str]) -> tuple[dict[str, _Text], list[Problem]]:
    """Read every file; raise when that leaves nothing."""
    results = {path: _read(folder, path) for path in paths}
    read = {path: result for path, result in results.items() if isinstance(result, _Text)}
    failed = [result for result in results.values() if isinstance(result, Problem)]
    if not read:
        why = f"; {len(failed)} could not be read, the first: {failed[0].message}" if failed else ""
        say, hint = f"holds no text (.txt, .md){why}", "put at least one readable text there"
        raise SourceError(problem(str(folder), "no-text", say, hint))
    return read, failed


def _with_known(documents: pd.DataFrame, rows: list[Row]) -> pd.DataFrame:
    """Attach every column of sources.csv that does not steer the reading; empty cells are NaN."""
    columns = dict.fromkeys([*KNOWN, *(c for row in rows for c in row if c not in STEERING)])
    known = {
        f"known_{c}": pd.Series([row.get(c) or None for row in rows], documents.index, dtype="str")
        for c in columns
    }
    return documents.assign(**known)


def read_corpus(folder: str | Path) -> Corpus:
    r"""Read every text under a folder.

    Parameters
    ----------
    folder : str or Path
        Holds texts (``.txt``, ``.md``), also in subfolders, and beside them what the researcher
        knows, both optional: ``sources.csv`` (one row a text), ``echoes.csv`` (confirmed echoes).

    Returns
    -------
    Corpus
        Tables of the contracts in `borderlab.tables`, documents in the order of their paths, with
        extra columns ``known_<column>`` from sources.csv. Every entry of the folder is a document
        or has exactly one row in ``problems`` with a code of `files.SKIPPED` or `files.FAILED`.

    Raises
    ------
    SourceError
        When the folder does not exist, is no folder, or holds no text that can be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "ports.txt").write_text("Ports reopen\n\nTrade resumed.")
    ...     corpus = read_corpus(folder)
    >>> corpus
    Corpus of 1 documents, 2 sentences (1 problems)
    >>> corpus.documents.loc["ports", "title"], corpus.problems.code.item()
    ('Ports reopen', 'unregistered')
    """
    folder = Path(folder)
    if not folder.is_dir():
        say = "is not a folder" if folder.exists() else "does not exist"
        raise SourceError(problem(str(folder), "no-folder", say, "name the folder of your texts"))
    paths, problems = list_texts(folder)
    read, failed = _read_all(folder, paths)
    seen = [*paths, *(p.path for p in problems)]
    sources, registered = read_registry(folder / "sources.csv", seen)
    problems = [*registered, *problems, *failed]

    documents, zoned, rows = [], [], []
    sentences: list[dict[str, Any]] = []
    for path, doc_id in sorted(_identify(list(read), sources).items()):
        row, text = sources.get(nfc(path)), read[path].text
        zones = find_zones(text)
        date = stated_date(text, zones)
        documents.append(_document(doc_id, path, read[path], zones, date, row or {}))
        zoned.append(zones.assign(doc_id=doc_id))
        sentences.extend(find_sentences(text, zones, doc_id))
        rows.append(row or {})
        problems += _remarks(path, read[path], row, date)

    echoes, odd = read_registry(folder / "echoes.csv", {s["sentence_id"] for s in sentences})
    for sentence in sentences:
        sentence["echo_id"] = echoes.get(nfc(sentence["sentence_id"]), {}).get("echo_id")
    return Corpus(
        documents=_with_known(table("documents", documents), rows),
        zones=conform("zones", pd.concat(zoned, ignore_index=True)),
        sentences=table("sentences", sentences),
        problems=table("problems", (p._asdict() for p in [*problems, *odd])),
    )
