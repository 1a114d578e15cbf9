"""Read a folder of texts into a corpus: documents, zones, sentences, and what was not read.

What the texts say comes from the texts alone. What the researcher knows besides stands in
``sources.csv`` and is attached as ``known_<column>``; it never fills a title, an outlet or a date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_filename
from borderlab.progress import track
from borderlab.reading.apart import Apart
from borderlab.reading.files import list_texts, nfc, problem, shown
from borderlab.reading.formats import READERS
from borderlab.reading.limits import Limits
from borderlab.reading.opening import Read, column_orders, read_file, remarks
from borderlab.reading.parting import Parted
from borderlab.reading.registry import KNOWN, STEERING, Row, read_registry
from borderlab.reading.rows import ZoneRow
from borderlab.tables import Corpus, conform, table

#: sources.csv as a whole does not count: one line says so, not one for each text
_BROKEN = ("column-missing", "unreadable-table")


def _slug(path: str) -> str:
    stem, _, record = path.partition("#")
    name = PurePosixPath(stem).stem
    return for_filename(f"{name}-{record}" if record else name)


def _identify(paths: list[str], sources: Mapping[str, Row]) -> dict[str, str]:
    """Give each path its doc_id: from its row, else a slug of its name.

    Of several with one slug, the path that is written like it keeps it, the others add a part of
    their path's hash: no id depends on the order or the number of its neighbours.
    """
    ids = {path: sources[nfc(path)]["doc_id"] for path in paths if nfc(path) in sources}
    taken = {row["doc_id"] for row in sources.values()}
    slugs: dict[str, list[str]] = {}
    for path in (path for path in paths if path not in ids):
        slugs.setdefault(_slug(path), []).append(path)
    for slug, named in slugs.items():
        plain = [path for path in named if path == f"{slug}.txt"] or (
            named if len(named) == 1 else []
        )
        for path in named:
            keeps = path in plain and slug not in taken
            digest = hashlib.sha256(nfc(path).encode("utf-8", "surrogatepass")).hexdigest()
            ids[path] = slug if keeps else f"{slug}-{digest[:8]}"
    return ids


def _take_apart(doc_id: str, text: Read, order: str) -> Parted:
    file = PurePosixPath(text.path.partition("#")[0])
    return Parted(doc_id, text.page.text, text.page.facts, file.name, order)


def _document(parted: Parted, text: Read, row: Row) -> dict[str, Any]:
    """Put what the text says beside what its file and its row say."""
    own = parted.document
    days = {name: pd.Timestamp(own[name]) for name in ("published_earliest", "published_latest")}
    return {
        **own,
        **days,
        "label": row.get("label") or shown(PurePosixPath(text.path).stem),
        "path": shown(text.path),
        "sha256": text.sha256,
        "encoding": text.page.encoding,
        "format": PurePosixPath(text.path.partition("#")[0]).suffix.lower().removeprefix("."),
        "story_id": row.get("story") or parted.doc_id,
    }


def _zones(parts: list[Parted]) -> pd.DataFrame:
    """Put the lines of all texts into one table."""
    rows = [row for parted in parts for row in parted.zones]
    ids = [parted.doc_id for parted in parts for _ in parted.zones]
    return conform("zones", pd.DataFrame(rows, columns=list(ZoneRow._fields)).assign(doc_id=ids))


def _read_all(
    folder: Path, paths: list[str], limits: Limits
) -> tuple[dict[str, Read], list[Problem]]:
    """Read every file; raise when that leaves nothing."""
    with Apart(limits) as apart:
        results = [result for path in paths for result in read_file(folder, path, limits, apart)]
    read = {result.path: result for result in results if isinstance(result, Read)}
    failed = [result for result in results if isinstance(result, Problem)]
    if not read:
        why = f"; {len(failed)} could not be read, the first: {failed[0].message}" if failed else ""
        say = f"holds no text ({', '.join(READERS)}){why}"
        hint = "put at least one text there, or run `borderlab add FOLDER`"
        raise SourceError(problem(str(folder), "no-text", say, hint))
    return read, failed


def _same(texts: Mapping[str, Read], sources: Mapping[str, Row]) -> Iterator[Problem]:
    """Name the texts that are copies of another one and are not yet said to be of its story."""
    first: dict[str, str] = {}
    for path, text in texts.items():
        other = first.setdefault(text.sha256, path)
        stories = [sources.get(nfc(p), {}).get("story") or p for p in (path, other)]
        if stories[0] != stories[1]:
            hint = "delete one with its row, or give both one story in sources.csv"
            yield problem(path, "same-text", f"{path!r} has the same bytes as {other!r}", hint)


def _with_known(documents: pd.DataFrame, rows: list[Row]) -> pd.DataFrame:
    """Attach every column of sources.csv that does not steer the reading; empty cells are NaN."""
    columns = dict.fromkeys([*KNOWN, *(c for row in rows for c in row if c not in STEERING)])
    known = {
        f"known_{c}": pd.Series([row.get(c) or None for row in rows], documents.index, dtype="str")
        for c in columns
    }
    return documents.assign(**known)


def read_corpus(
    folder: str | Path, *, limits: Limits | None = None, progress: bool = False
) -> Corpus:
    r"""Read every text under a folder.

    Parameters
    ----------
    folder : str or Path
        Holds texts, also in subfolders: ``.txt`` and ``.md``, web pages (``.html``, with the extra
        ``html``), ``.docx``, ``.pdf``, and tables with one article a row (``.csv``, ``.tsv``,
        ``.jsonl``, ``.parquet``). Beside them what the researcher knows, both optional:
        ``sources.csv`` (one row a text), ``echoes.csv`` (confirmed echoes).
    limits : Limits, optional
        How much of a file is read; `Limits` names each bound and its default.
    progress : bool
        Show a bar (tqdm) once it takes more than two seconds.

    Returns
    -------
    Corpus
        Tables of the contracts in `borderlab.tables`, documents in the order of their paths
        (a record of a table is ``file.csv#id``), with extra columns ``url``, ``invisible`` (count
        of characters no reader sees) and ``known_<column>`` from sources.csv; sentences with the
        ``language`` of their paragraph. Every file and record is a document or has exactly one row
        in ``problems`` with a code of `files.SKIPPED` or `files.FAILED`; `account` lists them.

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
    folder, limits = Path(folder), limits or Limits()
    if not folder.is_dir():
        say = "is not a folder" if folder.exists() else "does not exist"
        raise SourceError(problem(str(folder), "no-folder", say, "name the folder of your texts"))
    paths, problems = list_texts(folder)
    texts, failed = _read_all(folder, paths, limits)
    seen = [*paths, *texts, *(p.path for p in problems)]
    sources, registered = read_registry(folder / "sources.csv", seen)
    problems = [*registered, *problems, *failed, *_same(texts, sources)]
    broken = any(p.code in _BROKEN for p in registered)

    parts, documents, rows = [], [], []
    ids, orders = _identify(list(texts), sources), column_orders(texts.values())
    for path, text in track(texts.items(), "texts", total=len(texts), progress=progress):
        row = sources.get(nfc(path))
        parted = _take_apart(ids[path], text, orders.get(path.partition("#")[0], ""))
        for sentence in parted.sentences:
            sentence["language"] = parted.languages[sentence["paragraph"]]
        found = remarks(text, row, parted.publication.date)
        problems += [p for p in found if not (broken and p.code == "unregistered")]
        parts.append(parted)
        documents.append(_document(parted, text, row or {}))
        rows.append(row or {})

    sentences = [sentence for parted in parts for sentence in parted.sentences]
    echoes, odd = read_registry(folder / "echoes.csv", {s["sentence_id"] for s in sentences})
    for sentence in sentences:
        sentence["echo_id"] = echoes.get(nfc(sentence["sentence_id"]), {}).get("echo_id")
    return Corpus(
        documents=_with_known(table("documents", documents), rows),
        zones=_zones(parts),
        sentences=table("sentences", sentences),
        problems=table("problems", (p._asdict() for p in [*problems, *odd])),
    )
