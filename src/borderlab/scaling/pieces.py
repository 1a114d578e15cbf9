"""What a corpus on disk is cut into: files, and pieces of the row groups of Parquet files.

A piece is known by its place, its size and its time of change, so that what was counted once need
not be read again. Nothing is read here but the footers of Parquet files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import ceil
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from borderlab.errors import Problem, SourceError
from borderlab.reading.apart import Apart
from borderlab.reading.dates import orders
from borderlab.reading.files import list_texts, problem, shown
from borderlab.reading.formats import READERS, Fault, Page
from borderlab.reading.formats.records import find_column, open_parquet, read_row_group
from borderlab.reading.limits import Limits
from borderlab.reading.opening import Read, column_orders, read_file

_FILES = 200  # texts that are counted at once at most, where each is a file
_BYTES = 4 * 2**20  # and no more than this, unless one is larger
_PARQUET = ".parquet"
#: rows of a row group that are a piece of work at least, and pieces of one at most: what stands
#: before a piece must be unpacked to come to it
_ROWS, _SLICES = 1_000, 16


class Piece(NamedTuple):
    """A file, or some rows of a row group of a Parquet file."""

    path: str  # relative, with forward slashes
    size: int  # of the file, in bytes
    changed: int  # nanoseconds, as the file system says
    group: int = -1  # of a Parquet file; else none
    start: int = 0
    stop: int = 0


Chunk = tuple[Piece, ...]


def list_pieces(source: Path) -> tuple[Path, list[Piece], list[Problem]]:
    """Cut a folder, or one file, into pieces.

    Returns
    -------
    (folder, pieces, problems)
        Pieces sorted by path; a row for each entry that is none.

    Raises
    ------
    SourceError
        When there is nothing at that place.
    """
    if not source.exists():
        hint = "name a folder of texts, or a Parquet file"
        raise SourceError(Problem(str(source), 0, "no-folder", "does not exist", hint))
    if source.is_file() and source.suffix.lower() not in READERS:
        hint = f"give one of {', '.join(READERS)}"
        raise SourceError(problem(source.name, "not-text", f"{source.name!r} is no text", hint))
    folder = source if source.is_dir() else source.parent
    paths, problems = list_texts(source) if source.is_dir() else ([source.name], [])
    pieces: list[Piece] = []
    for path in paths:
        cut = _cut(folder, path)
        if isinstance(cut, Problem):
            problems.append(cut)
        else:
            pieces += cut
    return folder, pieces, problems


def _cut(folder: Path, path: str) -> list[Piece] | Problem:
    try:
        state = (folder / path).stat()
        whole = Piece(path, state.st_size, state.st_mtime_ns)
        if PurePosixPath(path).suffix.lower() != _PARQUET:
            return [whole]
        import pyarrow.parquet as pq

        footer = pq.read_metadata(folder / path)
    except OSError as error:  # pyarrow's own errors of a broken file are of this kind too
        return problem(path, "unreadable", f"{path!r} cannot be read: {error}", "check the file")
    except Exception as error:
        say = f"{path!r} is no table that can be read ({' '.join(str(error).split())[:200]})"
        return problem(path, "broken-table", say, "save it anew")
    sizes = [footer.row_group(g).num_rows for g in range(footer.num_row_groups)]
    if not sum(sizes):
        return problem(path, "empty-file", f"{path!r} is empty", "add its records or delete it")
    return [piece for g, n in enumerate(sizes) for piece in _slices(whole._replace(group=g), n)]


def _slices(piece: Piece, rows: int) -> Iterator[Piece]:
    """Cut a row group: pandas writes a million texts into one, and they are work for many hands."""
    step = max(_ROWS, ceil(rows / _SLICES))
    for start in range(0, rows, step):
        yield piece._replace(start=start, stop=min(start + step, rows))


def chunks_of(pieces: Iterable[Piece]) -> Iterator[Chunk]:
    """Put small files together; a piece of a row group, or a large file, is a chunk of its own.

    Examples
    --------
    >>> files = [Piece(f"{n}.txt", 3_000, 0) for n in range(300)]
    >>> [len(chunk) for chunk in chunks_of([*files, Piece("a.parquet", 9_000, 0, 0, 0, 50)])]
    [200, 1, 100]
    """
    held: list[Piece] = []
    for piece in pieces:
        if piece.group >= 0:
            yield (piece,)
            continue
        if held and (len(held) == _FILES or sum(p.size for p in held) + piece.size > _BYTES):
            yield tuple(held)
            held = []
        held.append(piece)
    if held:
        yield tuple(held)


def halves(chunk: Chunk) -> tuple[Chunk, Chunk] | None:
    """Cut a chunk in two, for finding the text in it that ends its process; None for one text.

    Examples
    --------
    >>> halves((Piece("a.parquet", 9, 0, 0, 0, 5),))[1]
    (Piece(path='a.parquet', size=9, changed=0, group=0, start=2, stop=5),)
    """
    if len(chunk) > 1:
        return chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]
    (piece,) = chunk
    if piece.stop - piece.start < 2:
        return None
    middle = (piece.start + piece.stop) // 2
    return (piece._replace(stop=middle),), (piece._replace(start=middle),)


def read_chunk(folder: Path, chunk: Chunk, limits: Limits) -> Iterator[tuple[Read | Problem, str]]:
    """Yield the texts of a chunk, or why there is none, each with how its dates are written."""
    with Apart(limits) as apart:
        for piece in chunk:
            try:
                yield from _read_piece(folder, piece, limits, apart)
            except Exception as error:  # a damaged page, a file that went; the others are read
                name = name_of((piece,))
                say = f"{name!r} cannot be read ({type(error).__name__}: {error})"
                yield problem(name, "unreadable", say, "check the file, and count again"), ""


def _read_piece(
    folder: Path, piece: Piece, limits: Limits, apart: Apart
) -> Iterator[tuple[Read | Problem, str]]:
    if piece.group >= 0:
        order = _order(folder / piece.path, piece.changed)
        yield from ((read, order) for read in _rows(folder, piece))
        return
    texts = list(read_file(folder, piece.path, limits, apart))
    orders = column_orders([text for text in texts if isinstance(text, Read)])
    order = orders.get(piece.path.partition("#")[0], "")
    yield from ((text, order) for text in texts)


def _rows(folder: Path, piece: Piece) -> Iterator[Read | Problem]:
    with open_parquet(folder / piece.path) as table:
        for page in read_row_group(table, piece.group, piece.start, piece.stop):
            yield placed(piece.path, page)


def placed(path: str, page: Page | Fault) -> Read | Problem:
    """Say of which file a record is."""
    place = f"{path}#{page.record}" if page.record else path
    if isinstance(page, Fault):
        return problem(place, page.code, f"{place!r} {page.message}", page.hint, page.line)
    return Read(place, page, "")


@lru_cache(maxsize=8)
def _order(path: Path, changed: int) -> str:
    """Tell whether a Parquet file's column of dates has day or month first, a batch at a time."""
    with open_parquet(path) as table:
        name: Any = find_column(tuple(table.schema_arrow.names), "published")
        if name is None:
            return ""
        found: set[str] = set()
        for batch in table.iter_batches(columns=[name], use_threads=False):
            found |= orders([str(day) for day in batch.column(0).unique().to_pylist()])
    return found.pop() if len(found) == 1 else ""


def name_of(chunk: Chunk) -> str:
    """Name a chunk of one text in a row of problems."""
    (piece,) = chunk
    return shown(piece.path if piece.group < 0 else f"{piece.path}#{piece.group}:{piece.start}")
