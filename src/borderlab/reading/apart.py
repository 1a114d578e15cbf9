"""Foreign parsers run in a process of their own: what hangs or kills them costs one file, not all.

The process is started once, by the same Python, and reads requests from its standard input; it
knows nothing of the caller's ``__main__``, so that notebooks and scripts need no guard.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Queue
from typing import Any

from borderlab.reading.formats import Fault, Page, read_pages
from borderlab.reading.limits import Limits

_START = 60.0  # seconds that loading the parsers may take, once a process


class Apart:
    """A process that reads files; used as a context, which ends it.

    Examples
    --------
    >>> with Apart(Limits()) as apart:
    ...     page, = apart.read(b"Ports reopen", ".txt")
    >>> page.text
    'Ports reopen'
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()

    def read(self, data: bytes, suffix: str) -> list[Page | Fault]:
        """Read one file as `read_pages` does, within ``limits.seconds``."""
        fresh = self._process is None
        answers: Queue[Any] = Queue()
        threading.Thread(target=self._ask, args=(data, suffix, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=self.limits.seconds + (_START if fresh else 0))
        except Empty:
            self._stop()
            say = f"took more than {self.limits.seconds:g} seconds"
            return [Fault("too-slow", say, "save its text as .txt")]
        if answer is None:
            self._stop()
            return [Fault("reader-died", "ended its reader", "save its text as .txt")]
        return list(answer)

    def _ask(self, data: bytes, suffix: str, answers: Queue[Any]) -> None:
        with suppress(Exception):  # whatever a process that was ended in the middle leaves
            process = self._process = self._process or self._started()
            assert process.stdin and process.stdout
            pickle.dump((data, suffix, self.limits), process.stdin)
            process.stdin.flush()
            answers.put(pickle.load(process.stdout))
            return
        answers.put(None)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            (sys.executable, "-c", f"from {__name__} import _serve; _serve()"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


def _serve() -> None:
    """Answer requests until the input ends; runs in the other process."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a parser prints is no reply
    for data, suffix, limits in _requests(requests):
        pages = list(read_pages(data, suffix, limits))
        pickle.dump([_plain(page) for page in pages], replies)
        replies.flush()


def _requests(pipe: Any) -> Iterator[tuple[bytes, str, Limits]]:
    with suppress(EOFError):
        while True:
            yield pickle.load(pipe)


def _plain(page: Page | Fault) -> Page | Fault:
    """Make a page that can be sent: a plain dictionary of facts."""
    return page._replace(facts=dict(page.facts)) if isinstance(page, Page) else page
