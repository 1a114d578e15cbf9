"""The same counting on a cluster: any `distributed.Client`, and any Dask DataFrame of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from borderlab.reading.formats.records import read_frame
from borderlab.scaling.counting import Counted, Setting, count_chunk, count_texts
from borderlab.scaling.pieces import Chunk, Piece, placed
from borderlab.scaling.running import AHEAD, search

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

_WHY = "ended every process that counted it"


def local_cluster(processes: int = 2, **options: Any) -> LocalCluster:
    """Start a cluster on this machine that nothing outside of it can reach.

    Parameters
    ----------
    processes : int
        Workers, of one thread each: counting is bound to the interpreter.
    **options
        More of `distributed.LocalCluster`, whose own defaults open ports to the network.

    Returns
    -------
    distributed.LocalCluster
        A context; ``with local_cluster() as cluster, cluster.get_client() as client: …``, in a
        script below ``if __name__ == "__main__":``.
    """
    from distributed import LocalCluster

    here = {
        "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0",
        "worker_dashboard_address": "127.0.0.1:0",
    }  # fmt: skip
    return LocalCluster(n_workers=processes, threads_per_worker=1, **{**here, **options})


def run_on(
    client: Client, chunks: Iterable[Chunk], setting: Setting
) -> Iterator[tuple[Chunk, Counted]]:
    """Count chunks on a cluster, and yield each with its counts as it is done."""
    given = client.scatter(setting, broadcast=True)

    def submit(chunk: Chunk) -> Any:
        return client.submit(count_chunk, chunk, given, pure=False)

    return _spread(client, submit, chunks)


def run_frame(client: Client, frame: Any, setting: Setting) -> Iterator[tuple[Chunk, Counted]]:
    """Count the partitions of a Dask DataFrame where they are."""
    given = client.scatter(setting, broadcast=True)
    held = frame.to_delayed()

    def submit(chunk: Chunk) -> Any:
        (piece,) = chunk
        part = client.compute(held[piece.group])
        return client.submit(count_frame, part, piece, given, pure=False)

    def measured(chunk: Chunk) -> Chunk:
        (piece,) = chunk
        rows = client.submit(len, client.compute(held[piece.group]))
        return (piece._replace(stop=rows.result()),)

    chunks = ((Piece(f"partition {n}", 0, 0, n),) for n in range(len(held)))
    return _spread(client, submit, chunks, measured)


def _spread(
    client: Client,
    submit: Callable[[Chunk], Any],
    chunks: Iterable[Chunk],
    measured: Callable[[Chunk], Chunk] = lambda chunk: chunk,
) -> Iterator[tuple[Chunk, Counted]]:
    """Keep a few chunks a process submitted; search those that ended one when the rest is done.

    Then nothing else runs, and whatever ends a process is the text that was sent to it.
    """
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    left, failed = iter(chunks), []
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    running = {submit(chunk): chunk for chunk in islice(left, ahead)}
    done = as_completed(list(running))
    for future in done:
        chunk = running.pop(future)
        try:
            yield chunk, future.result()
        except KilledWorker:
            failed.append(chunk)
        for chunk in islice(left, 1):
            running[following := submit(chunk)] = chunk
            done.add(following)
    for chunk in failed:
        ask = lambda part: submit(part).result()  # noqa: E731
        yield chunk, search(ask, measured(chunk), KilledWorker, _WHY)


def count_frame(part: pd.DataFrame, piece: Piece, setting: Setting) -> Counted:
    """Count some rows of a partition, known by the same columns as a table of articles."""
    rows = part.iloc[piece.start : piece.stop or len(part)]
    names = rows["path"].astype(str) if "path" in rows else [piece.path] * len(rows)
    pages = read_frame(rows, piece.start)
    return count_texts(((placed(n, p), "") for n, p in zip(names, pages, strict=False)), setting)
