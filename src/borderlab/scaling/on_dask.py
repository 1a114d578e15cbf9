"""The same counting on a cluster: any `distributed.Client`, and any Dask DataFrame of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import dask
import pandas as pd
from dask.graph_manipulation import clone
from distributed import KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker

from borderlab.reading.formats.records import read_frame
from borderlab.scaling.counting import Counted, Setting, Stream, count_chunk, count_texts
from borderlab.scaling.pieces import Chunk, Piece, placed
from borderlab.scaling.running import AHEAD, search
from borderlab.workers import Worker, WorkerDied

if TYPE_CHECKING:
    from distributed import Client

_WHY = "ended the process that counted it"


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
    # a text that ended one process would end three more, before it is searched for
    once = {"distributed.scheduler.allowed-failures": 0}
    here = {
        "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0",
        "worker_dashboard_address": "127.0.0.1:0",
    }  # fmt: skip
    with dask.config.set(once):
        return LocalCluster(n_workers=processes, threads_per_worker=1, **{**here, **options})


@dataclass(frozen=True)
class _Carrier(WorkerPlugin):  # type: ignore[misc]
    """Brings the setting to every worker, and to each that takes the place of a dead one.

    What is scattered, or is the result of a task, is lost with the workers that hold it.
    """

    setting: Setting
    name: str = field(default_factory=lambda: f"borderlab-{uuid4()}")


def run_on(client: Client, chunks: Iterable[Chunk], setting: Setting) -> Stream:
    """Count chunks on a cluster, and yield each with its counts as it is done."""
    with _carried(client, setting) as name:

        def submit(chunk: Chunk) -> Any:
            return client.submit(_count_chunk, chunk, name, pure=False)

        def submit_apart(chunk: Chunk) -> Any:
            return client.submit(_search_chunk, chunk, name, pure=False)

        yield from _spread(client, chunks, submit, submit_apart)


def run_frame(client: Client, frame: Any, setting: Setting) -> Stream:
    """Count the partitions of a Dask DataFrame where they are."""
    held = frame.to_delayed()
    chunks = ((Piece(f"partition {n}", 0, 0, n),) for n in range(len(held)))
    with _carried(client, setting) as name:

        def submit(chunk: Chunk) -> Any:
            part = client.compute(held[chunk[0].group])
            return client.submit(_count_part, part, chunk[0], name, pure=False)

        def submit_apart(chunk: Chunk) -> Any:
            # by tasks of its own: those of before may be marked as the death of their process
            part = client.compute(clone(held[chunk[0].group]))
            return client.submit(_search_part, part, chunk[0], name, pure=False)

        yield from _spread(client, chunks, submit, submit_apart)


@contextmanager
def _carried(client: Client, setting: Setting) -> Iterator[str]:
    carrier = _Carrier(setting)
    client.register_plugin(carrier)
    try:
        yield carrier.name
    finally:
        client.unregister_worker_plugin(carrier.name)


def _setting(name: str) -> Setting:
    carrier: _Carrier = get_worker().plugins[name]
    return carrier.setting


def _count_chunk(chunk: Chunk, name: str) -> Counted:
    return count_chunk(chunk, _setting(name))


def _search_chunk(chunk: Chunk, name: str) -> Counted:
    """Count a chunk half by half in a process of its own, so that no worker of Dask's dies."""
    with Worker("borderlab.scaling.counting", "count_chunk", _setting(name)) as worker:
        return search(worker.ask, chunk, WorkerDied, _WHY)


def _count_part(rows: pd.DataFrame, piece: Piece, name: str) -> Counted:
    return count_rows((rows, piece), _setting(name))


def _search_part(rows: pd.DataFrame, piece: Piece, name: str) -> Counted:
    """Count a partition half by half, likewise."""
    with Worker(__name__, "count_rows", _setting(name)) as worker:

        def ask(part: Chunk) -> Any:
            return worker.ask((rows.iloc[part[0].start : part[0].stop], part[0]))

        return search(ask, (piece._replace(stop=len(rows)),), WorkerDied, _WHY)


def count_rows(given: tuple[pd.DataFrame, Piece], setting: Setting) -> Counted:
    """Count some rows of a partition, known by the same columns as a table of articles."""
    rows, piece = given
    paths = rows["path"].astype(str) if "path" in rows else [piece.path] * len(rows)
    pages = zip(paths, read_frame(rows, piece.start), strict=False)
    return count_texts(((placed(path, page), "") for path, page in pages), setting)


def _spread(
    client: Client,
    chunks: Iterable[Chunk],
    submit: Callable[[Chunk], Any],
    submit_apart: Callable[[Chunk], Any],
) -> Stream:
    """Keep a few chunks a process submitted; when all are done, search those that ended one."""
    left, failed = iter(chunks), []
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    running = {submit(chunk): chunk for chunk in islice(left, ahead)}
    done = as_completed(list(running))
    for future in done:
        chunk = running.pop(future)
        try:
            yield chunk, _taken(future)
        except KilledWorker:
            failed.append(chunk)
        for chunk in islice(left, 1):
            running[following := submit(chunk)] = chunk
            done.add(following)
    yield from ((chunk, _taken(submit_apart(chunk))) for chunk in failed)


def _taken(future: Any) -> Counted:
    """Take a result and let go of it: what is held is computed anew when its worker dies."""
    try:
        found: Counted = future.result()
        return found
    finally:
        future.release()
