"""Foreign parsers run in a process of their own: what hangs or kills them costs one file, not all.

The process is started once, at the first file that needs it.
"""

from __future__ import annotations

import faulthandler
import threading
from queue import Empty, Queue
from typing import Any

from borderlab.reading.formats import Fault, Page, read_pages
from borderlab.reading.limits import Limits
from borderlab.workers import Worker

_START = 60.0  # seconds that loading the parsers may take, once a process
_ORPHANED = 2  # times the seconds that a file may take: whoever asked is gone


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
        self._worker = Worker(__name__, "_read", limits)

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *exception: object) -> None:
        self._worker.stop()

    def read(self, data: bytes, suffix: str) -> list[Page | Fault]:
        """Read one file as `read_pages` does, within ``limits.seconds``."""
        seconds = self.limits.seconds + (0 if self._worker.running else _START)
        answers: Queue[Any] = Queue()
        threading.Thread(target=self._ask, args=(data, suffix, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except Empty:
            self._worker.stop()
            say = f"took more than {self.limits.seconds:g} seconds"
            return [Fault("too-slow", say, "save its text as .txt")]
        if answer is None:
            return [Fault("reader-died", "ended its reader", "save its text as .txt")]
        return list(answer)

    def _ask(self, data: bytes, suffix: str, answers: Queue[Any]) -> None:
        try:
            answers.put(self._worker.ask((data, suffix)))
        except Exception:  # it died, or its process was ended for taking too long
            answers.put(None)


def _read(request: tuple[bytes, str], limits: Limits) -> list[Page | Fault]:
    """Read one file; runs in the other process, which ends itself where nobody is left to end it.

    That takes a clock that runs beside Python: a foreign parser may hang in a language of its own.
    """
    faulthandler.dump_traceback_later(1 + _ORPHANED * limits.seconds, exit=True)
    try:
        return [_plain(page) for page in read_pages(*request, limits)]
    finally:
        faulthandler.cancel_dump_traceback_later()


def _plain(page: Page | Fault) -> Page | Fault:
    """Make a page that can be sent: a plain dictionary of facts."""
    return page._replace(facts=dict(page.facts)) if isinstance(page, Page) else page
