"""A worker's death costs the request that caused it, and is known as its death."""

import os

import pytest

from borderlab.errors import BorderlabError
from borderlab.workers import Worker, WorkerDied


def test_an_answer_an_error_and_a_death_are_told_apart():
    with Worker("math", "factorial") as worker:
        assert worker.ask(5) == 120
        with pytest.raises(ValueError, match="negative"):
            worker.ask(-1)
        assert worker.ask(3) == 6, "an error ends no process"
    with Worker("os", "_exit") as worker, pytest.raises(WorkerDied):
        worker.ask(9)


def test_the_next_request_after_a_death_has_a_new_process():
    with Worker("builtins", "eval") as worker:
        first = worker.ask("__import__('os').getpid()")
        assert worker.ask("__import__('os').getpid()") == first != os.getpid()
        with pytest.raises(WorkerDied):
            worker.ask("__import__('os')._exit(1)")
        assert worker.ask("__import__('os').getpid()") != first


def test_what_the_function_prints_is_no_reply():
    with Worker("builtins", "print") as worker:
        assert worker.ask("hello") is None


def test_a_setting_is_sent_once_and_given_with_every_request():
    with Worker("operator", "add", 10) as worker:
        assert [worker.ask(n) for n in (1, 2)] == [11, 12]


def test_a_process_that_cannot_start_is_no_death_of_a_text():
    with Worker("no_such_module", "f", "x" * 200_000) as worker:
        with pytest.raises(BorderlabError, match="could not be started: ModuleNotFoundError"):
            worker.ask(1)
        assert not worker.running


def test_what_is_printed_below_python_is_no_reply_either():
    with Worker("os", "system") as worker:
        assert worker.ask("echo hello") == 0
