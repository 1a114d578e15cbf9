"""Read a folder of texts into a corpus: documents, zones, sentences, and what was not read.

What the texts say comes from the texts alone. What the researcher knows besides stands in
``sources.csv`` and is attached as ``known_<column>``; it never fills a title, an outlet or a date.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_filename
from borderlab.reading.dates import ambiguous_date, stated_date
from borderlab.reading.files import decode, list_texts, nfc, problem, shown
from borderlab.reading.headers import find_author, find_outlet, find_title
from borderlab.reading.languages import find_language
from borderlab.reading.registry import KNOWN, STEERING, Row, read_echoes, read_sources
from borderlab.reading.sentences import BLANK, sentence_rows
from borderlab.reading.zones import find_zones
from borderlab.tables import Corpus, conform, table

if TYPE_CHECKING:
    import pandas as pd


def _read(folder: Path, path: str) -> tuple[str, str, str] | Problem:
    """Return (text, encoding, sha256) of one file, or the reason why not."""
    try:
        data = (folder / path).read_bytes()
        text, encoding = decode(data)
    except UnicodeError as error:
        say = f"{path!r} is neither UTF-8 nor UTF-16 with its mark: {error}"
        return problem(path, "undecodable", say, "save it as UTF-8")
    except OSError as error:
        return problem(path, "unreadable", f"{path!r} cannot be read: {error.strerror}")
    if not text.strip(BLANK):
        return problem(path, "empty-file", f"{path!r} is empty", "add its text or delete it")
    return text, encoding, hashlib.sha256(data).hexdigest()


def _remarks(path: str, encoding: str, digest: str, row: Row | None) -> list[Problem]:
    """List what a researcher should know about a file that was read all the same."""
    found = []
    if encoding == "cp1252":
        say = f"{path!r} is not UTF-8 and was read as cp1252, a guess"
        found.append(problem(path, "encoding-guessed", say, "check its accents; save it as UTF-8"))
    if row is None:
        hint = "add a row to sources.csv"
        found.append(problem(path, "unregistered", f"{path!r} has no row in sources.csv", hint))
    elif row.get("sha256") and row["sha256"].lower() != digest:
        say = f"{path!r} has sha256 {digest}, sources.csv says {row['sha256']}"
        hint = "restore the file or correct the row"
        found.append(problem(path, "altered", say, hint))
    return found


def _identify(paths: list[str], sources: dict[str, Row]) -> dict[str, str]:
    """Give each path its doc_id: from its row, else a slug of its name, made unique in order."""
    ids = {path: sources[nfc(path)]["doc_id"] for path in paths if nfc(path) in sources}
    taken = {row["doc_id"] for row in sources.values()}
    for path in (path for path in paths if path not in ids):
        slug = for_filename(PurePosixPath(path).stem)
        number = 1
        while (doc_id := slug if number == 1 else f"{slug}-{number}") in taken:
            number += 1
        taken.add(doc_id)
        ids[path] = doc_id
    return ids


def _document(doc_id: str, path: str, text: str, zones: pd.DataFrame, row: Row) -> dict[str, Any]:
    """Make the row of one document, but for encoding and sha256."""
    earliest, latest, basis = stated_date(text, zones)
    body = zones[zones["zone"] == "body"]
    prose = " ".join(text[a:b] for a, b in zip(body["start"], body["end"], strict=True))
    return {
        "doc_id": doc_id,
        "label": row.get("label") or shown(PurePosixPath(path).stem),
        "path": shown(path),
        "format": PurePosixPath(path).suffix.lower().removeprefix("."),
        "language": find_language(prose),
        "title": find_title(text, zones),
        "outlet": find_outlet(text, zones),
        "author": find_author(text, zones),
        "published_earliest": earliest,
        "published_latest": latest,
        "published_basis": basis,
        "story_id": row.get("story") or doc_id,
        "text": text,
    }


def _texts(folder: Path, paths: list[str]) -> tuple[dict[str, tuple[str, str, str]], list[Problem]]:
    """Read every file; raise when that leaves nothing."""
    results = {path: _read(folder, path) for path in paths}
    read = {path: result for path, result in results.items() if not isinstance(result, Problem)}
    failed = [result for result in results.values() if isinstance(result, Problem)]
    if not read:
        why = f"; {len(failed)} could not be read, the first: {failed[0].message}" if failed else ""
        say, hint = f"holds no text (.txt, .md){why}", "put at least one readable text there"
        raise SourceError(problem(str(folder), "no-text", say, hint))
    return read, failed


def _with_known(documents: pd.DataFrame, rows: list[Row]) -> pd.DataFrame:
    """Attach every column of sources.csv that does not steer the reading; empty cells are NaN."""
    import pandas as pd

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
    import pandas as pd

    folder = Path(folder)
    if not folder.is_dir():
        say = "is not a folder" if folder.exists() else "does not exist"
        raise SourceError(problem(str(folder), "no-folder", say, "name the folder of your texts"))
    paths, problems = list_texts(folder)
    read, failed = _texts(folder, paths)
    sources, registered = read_sources(folder, [*paths, *(p.path for p in problems)])
    problems = [*registered, *problems, *failed]

    documents, zoned, rows = [], [], []
    sentences: list[dict[str, Any]] = []
    for path, doc_id in sorted(_identify(list(read), sources).items()):
        text, encoding, digest = read[path]
        row = sources.get(nfc(path))
        zones = find_zones(text)
        document = _document(doc_id, path, text, zones, row or {})
        documents.append({**document, "encoding": encoding, "sha256": digest})
        zoned.append(zones.assign(doc_id=doc_id))
        sentences.extend(sentence_rows(text, zones, doc_id))
        rows.append(row or {})
        problems += _remarks(path, encoding, digest, row)
        if twofold := ambiguous_date(text, zones):
            say = f"the date {twofold!r} can be read two ways and was left open"
            hint = "give the day in published_earliest of sources.csv"
            problems.append(problem(path, "ambiguous-date", say, hint))

    echoes, odd = read_echoes(folder, {sentence["sentence_id"] for sentence in sentences})
    for sentence in sentences:
        sentence["echo_id"] = echoes.get(sentence["sentence_id"])
    return Corpus(
        documents=_with_known(table("documents", documents), rows),
        zones=conform("zones", pd.concat(zoned, ignore_index=True)),
        sentences=table("sentences", sentences),
        problems=table("problems", (p._asdict() for p in [*problems, *odd])),
    )
