"""Processes of our own that answer requests: what kills one is known, and costs one request.

A worker is started by the same Python and reads from its standard input. It knows nothing of the
caller's ``__main__``, so that notebooks and scripts need no guard, on no system.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from borderlab.errors import BorderlabError


class WorkerDied(Exception):
    """The process ended while it was working on a request."""


class Worker:
    """A process that calls one function on whatever it is sent; started when first asked.

    Parameters
    ----------
    module, function : str
        A function that an import finds, of one argument.
    setting : object, optional
        Sent once, when the process starts; the function then gets it as its second argument.

    Examples
    --------
    >>> with Worker("math", "factorial") as worker:
    ...     worker.ask(5), worker.ask(3)
    (120, 6)
    """

    def __init__(self, module: str, function: str, setting: object = None) -> None:
        path = [place for place in sys.path if place]  # no module of the current folder
        start = f"import sys; sys.path[:] = {path!r}; from {__name__} import _serve"
        self._call = f"{start}; _serve({module!r}, {function!r})"
        self._setting = setting
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether its process has been started and not ended by `stop`."""
        return self._process is not None

    def ask(self, request: object) -> Any:
        """Return what the function returns, or raise what it raises.

        Raises
        ------
        WorkerDied
            When the process ended instead; the next request gets a new one.
        BorderlabError
            When it could not even be started.
        """
        process = self._process = self._process or self._started()
        assert process.stdin and process.stdout
        try:
            pickle.dump(request, process.stdin)
            process.stdin.flush()
            fine, answer = pickle.load(process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            if self._process is process:  # and not its successor, which another thread started
                self.stop()
            raise WorkerDied from error
        if not fine:
            raise answer
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                (sys.executable, "-c", self._call),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            )  # fmt: skip
            assert process.stdin and process.stdout
            try:
                pickle.dump(self._setting, process.stdin)
                process.stdin.flush()
                pickle.load(process.stdout)  # it has imported what it needs
            except (OSError, EOFError) as error:
                self._process = process
                self.stop()
                said.seek(0)
                why = said.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise BorderlabError(f"a process of its own could not be started: {why}") from error
            return process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


def _serve(module: str, name: str) -> None:
    """Answer requests until the input ends; runs in the other process."""
    from importlib import import_module

    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a foreign parser prints is no reply, whatever it is written in
    setting = pickle.load(requests)
    function: Callable[..., Any] = getattr(import_module(module), name)
    more = () if setting is None else (setting,)
    _reply(replies, "ready")
    for request in _requests(requests):
        _reply(replies, _answer(function, request, more))


def _reply(replies: Any, answer: Any) -> None:
    pickle.dump(answer, replies)
    replies.flush()


def _answer(function: Callable[..., Any], request: object, more: tuple[object, ...]) -> Any:
    try:
        return True, function(request, *more)
    except Exception as error:
        return False, error


def _requests(pipe: Any) -> Iterator[Any]:
    with suppress(EOFError):
        while True:
            yield pickle.load(pipe)
