"""Chunks of texts spread over processes; a text that ends its process is one row of problems."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from typing import Any

import pandas as pd

from borderlab.errors import Problem
from borderlab.scaling.counting import Counted, Setting, Stream, count_chunk, no_mentions
from borderlab.scaling.counts import Counts, sum_of
from borderlab.scaling.pieces import Chunk, halves, name_of
from borderlab.tables import table
from borderlab.workers import Worker, WorkerDied

#: chunks sent ahead for each process: none is idle, and no queue of results grows
AHEAD = 2


def run(chunks: Iterable[Chunk], setting: Setting, processes: int) -> Stream:
    """Count chunks, and yield each with its counts as it is done.

    With one process all is done in this one, in order, and nothing protects it from a text that
    ends it. With more, each has a thread here that sends it chunks.
    """
    if processes == 1:
        yield from ((chunk, count_chunk(chunk, setting)) for chunk in chunks)
        return
    with _Pool(setting, processes) as pool:
        yield from spread(pool.submit, chunks, AHEAD * processes)


def spread(
    submit: Callable[[Chunk], Future[Counted]], chunks: Iterable[Chunk], ahead: int
) -> Stream:
    """Keep so many chunks submitted, and no more, whatever their number."""
    left = iter(chunks)
    running = {submit(chunk): chunk for chunk in islice(left, ahead)}
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()
            running |= {submit(chunk): chunk for chunk in islice(left, 1)}


def search(
    ask: Callable[[Chunk], Counted], chunk: Chunk, died: type[Exception], why: str
) -> Counted:
    """Count a chunk that ended its process: half by half, down to the text that does it.

    Parameters
    ----------
    ask : callable
        Counts a chunk, or raises `died`.
    chunk : tuple of Piece
    died : type
    why : str
        What the row of problems says.
    """
    parts = halves(chunk)
    if parts is None:
        with suppress(died):
            return ask(chunk)  # once more by itself: processes end for other reasons, too
        return lost(name_of(chunk), why)
    found = []
    for part in parts:
        try:
            found.append(ask(part))
        except died:
            found.append(search(ask, part, died, why))
    mentions = pd.concat([each.mentions for each in found], ignore_index=True)
    return Counted(sum_of([each.counts for each in found], {}), mentions)


def lost(name: str, why: str) -> Counted:
    """Make a row of problems of what ended the processes that counted it."""
    hint = "look at the text, or leave it out"
    row = Problem(name, 0, "process-died", f"{name!r} {why}", hint)
    return Counted(Counts(problems=table("problems", [row._asdict()])), no_mentions())


class _Pool:
    """Threads, each with a worker of its own."""

    def __init__(self, setting: Setting, processes: int) -> None:
        self._setting, self._own = setting, threading.local()
        self._workers: list[Worker] = []
        self._threads = ThreadPoolExecutor(processes)
        self._over = False

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *exception: Any) -> None:
        self._over = True  # or a thread would take the end for a death, and start another
        for _ in range(2):  # one may just have been starting
            for worker in self._workers:
                worker.stop()
            self._threads.shutdown(cancel_futures=True)

    def submit(self, chunk: Chunk) -> Future[Counted]:
        return self._threads.submit(self._count, chunk)

    def _count(self, chunk: Chunk) -> Counted:
        try:
            return self._ask(chunk)
        except WorkerDied:
            return search(self._ask, chunk, WorkerDied, "ended the process that counted it")

    def _ask(self, chunk: Chunk) -> Counted:
        if self._over:
            raise RuntimeError("nobody waits for this any more")
        if not hasattr(self._own, "worker"):
            self._own.worker = Worker("borderlab.scaling.counting", "count_chunk", self._setting)
            self._workers.append(self._own.worker)
        found: Counted = self._own.worker.ask(chunk)
        return found
