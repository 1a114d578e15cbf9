"""A corpus of any size to counts: on this machine's processors, or on a cluster."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice, check_count
from borderlab.networks.incidence import incidence
from borderlab.progress import track
from borderlab.reading.limits import Limits
from borderlab.scaling.counting import By, Counted, Setting, Stream
from borderlab.scaling.counts import Counts, sum_of
from borderlab.scaling.pieces import Chunk, Piece, chunks_of, list_pieces
from borderlab.scaling.running import run
from borderlab.scaling.store import Store, read_chunk_counts
from borderlab.tables import Codebook, Corpus, expect, table

#: choices of `incidence` that look beyond a text, and so cannot be made piece by piece
_BEYOND = {"duplicates": ("echo", "story"), "unit": ("story",)}


def count_mentions(
    source: Any,
    codebook: Codebook,
    *,
    by: By | None = None,
    store: str | Path | None = None,
    keep_mentions: bool = False,
    processes: int | None = None,
    client: Any = None,
    limits: Limits | None = None,
    progress: bool = False,
    **choices: Any,
) -> Counts:
    r"""Count who is named, and who together, in a corpus that need not fit into memory.

    Parameters
    ----------
    source : str, Path or dask.dataframe.DataFrame
        A folder of texts as of `borderlab.read_corpus`, or one file; of Parquet files each row
        group is read by itself. ``sources.csv`` and ``echoes.csv`` are not looked at. Of a Dask
        DataFrame, with the columns of a table of articles, each partition is counted where it is;
        its dates should be ISO, since no column as a whole tells whether the day stands first.
    codebook : Codebook
    by : {"year"}, optional
        Counts each year by itself; texts without a date, or of an interval that spans two years,
        are the group ``open``.
    store : str or Path, optional
        A folder that keeps what is counted, chunk by chunk. A run that ended early goes on there,
        and a corpus that grew is read only where it is new: by path, size and time of change.
    keep_mentions : bool
        Keeps the mentions in the store as well, for `stored_mentions`.
    processes : int, optional
        As many as there are processors, by default. With 1, all is done in this process, and
        nothing protects it from a text that ends it.
    client : distributed.Client, optional
        Counts on its cluster instead, whose machines must see `source` under the same path.
    limits : Limits, optional
        As of `borderlab.read_corpus`.
    progress : bool
        Show a bar (tqdm) once it takes more than two seconds.
    **choices
        Of `borderlab.incidence`: unit (sentence, paragraph, document or window), window,
        collectives, programmes, merge_parents, split_by, roles, forms, zones.

    Returns
    -------
    Counts
        The same numbers, whatever the processes, the order and the number of runs.

    Raises
    ------
    SourceError
        When there is nothing at `source`.
    BorderlabError
        When a choice looks beyond a text (unit="story", duplicates=), or the store was counted by
        others, or lies inside the texts.

    Notes
    -----
    Every copy of a text counts. A text that cannot be read, or that ends the process that counts
    it, is one row of ``problems``; the others are counted.

    Examples
    --------
    >>> import borderlab as bl
    >>> counts = bl.count_mentions("seeds", bl.open_study(".").codebook, processes=1)
    >>> counts.documents, int(counts.edges()["weight"].max())
    (5, 16)
    """
    known = _resolved(codebook, choices, by)
    if hasattr(source, "to_delayed"):
        return _of_frame(source, Setting(Path(), codebook, choices, by), known, store, client)
    folder, pieces, problems = list_pieces(Path(source))
    setting = Setting(folder.resolve(), codebook, choices, by, limits or Limits(), keep_mentions)
    held = _Store(store, setting, known, Path(source))
    before, pieces = held.take_up(pieces)
    chunks = list(chunks_of(pieces))
    unread = Counts(problems=table("problems", (p._asdict() for p in problems)))
    # closed at once also where an interrupt's traceback lives on, as in a notebook
    with closing(_run(chunks, setting, processes, client)) as found:
        told = track(found, "chunks", total=len(chunks), progress=progress)
        now = (held.write(chunk, counted) for chunk, counted in told)
        counts = sum_of(chain(before, now, [unread]), {})
    held.finish()
    return replace(counts, choices=known)


def _resolved(codebook: Codebook, choices: dict[str, Any], by: By | None) -> dict[str, Any]:
    """Check every choice before the first text, and return all of them, the defaults too."""
    expect(codebook=(codebook, Codebook))
    check_choice("by", by, allowed=(None, "year"))
    for option, value in choices.items():
        if value in _BEYOND.get(option, ()):
            say = f"{option}={value!r} looks beyond a text, and texts are counted one by one"
            raise BorderlabError(f"{say}; use read_corpus and incidence for it")
    nothing = Corpus(*map(table, ("documents", "zones", "sentences", "problems")))
    made = incidence(table("mentions"), nothing, codebook, **choices)
    digest = hashlib.sha256()
    for name, held in vars(codebook).items():
        digest.update(name.encode() + held.to_csv().encode())
    return {**made.choices, "by": by, "codebook_sha256": digest.hexdigest()}


def _of_frame(
    frame: Any, setting: Setting, known: dict[str, Any], store: object, client: Any
) -> Counts:
    """Count a Dask DataFrame; its partitions are no files, so that none is known again."""
    if store or client is None:
        raise BorderlabError("a Dask DataFrame needs client=, and no store=; give a path instead")
    from borderlab.scaling.on_dask import run_frame

    found = (counted.counts for _, counted in run_frame(client, frame, setting))
    return replace(sum_of(found, {}), choices=known)


def processors() -> int:
    """Count the processors that this process may use, which on a shared machine are not all."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(chunks: Iterable[Chunk], setting: Setting, processes: int | None, client: Any) -> Stream:
    if client is not None:
        from borderlab.scaling.on_dask import run_on

        return run_on(client, chunks, setting)
    check_count(processes=1 if processes is None else processes)
    return run(chunks, setting, processes or processors())


class _Store:
    """What is kept of the counting, where anything is."""

    def __init__(
        self, folder: str | Path | None, setting: Setting, known: dict[str, Any], source: Path
    ) -> None:
        if setting.keep and folder is None:
            raise BorderlabError("keep_mentions=True needs store=, a folder to keep them in")
        self._store, self._keep = Store(Path(folder)) if folder else None, setting.keep
        self._used: list[Path] = []
        if self._store:
            if self._store.folder.resolve().is_relative_to(source.resolve()):
                say = f"store={str(folder)!r} lies inside the texts and would be counted with them"
                raise BorderlabError(f"{say}; name a folder elsewhere")
            self._store.claim(known, setting)

    def take_up(self, pieces: list[Piece]) -> tuple[Iterator[Counts], list[Piece]]:
        """Return what was counted before, and the pieces that were not."""
        if self._store is None:
            return iter(()), pieces
        self._used, done = self._store.keep(pieces)
        before = map(read_chunk_counts, list(self._used))
        return before, [piece for piece in pieces if piece not in done]

    def write(self, chunk: Chunk, counted: Counted) -> Counts:
        """Keep what a chunk gave, and pass its counts on."""
        if self._store:
            self._used.append(self._store.write(chunk, counted, keep=self._keep))
        return counted.counts

    def finish(self) -> None:
        """Write down what the result is made of."""
        if self._store:
            self._store.finish(self._used)
