"""Processes die, run late and finish in any order; the numbers do not change."""

import os
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from killing import DEADLY, FAULTY, Killing, Once

import borderlab as bl
from borderlab.scaling import count
from borderlab.scaling.pieces import Piece, chunks_of, halves, list_pieces
from borderlab.scaling.running import run


def test_two_processes_give_the_bytes_of_one(folder, dataset, codebook):
    for source in (folder, dataset):
        one = bl.count_mentions(source, codebook, processes=1)
        two = bl.count_mentions(source, codebook, processes=2)
        pd.testing.assert_frame_equal(one.table, two.table)
        pd.testing.assert_frame_equal(one.problems, two.problems)
        assert one.choices == two.choices


@pytest.mark.parametrize("kind", ["files", "rows"])
def test_a_text_that_ends_its_process_is_one_row_and_no_other_is_lost(
    kind, folder, tmp_path, stories, codebook, monkeypatch, reach
):
    monkeypatch.setattr(count, "Setting", Killing)
    whole = bl.count_mentions(folder, codebook, processes=2)
    if kind == "files":
        source, place = folder, "deadly.txt"
        (folder / place).write_text(DEADLY)
    else:
        source, place = tmp_path / "with.parquet", "with.parquet#0:33"
        texts = [s.text for s in stories]
        pd.DataFrame({"text": [*texts[:33], DEADLY, *texts[33:]]}).to_parquet(source)
    counts = bl.count_mentions(source, codebook, processes=2)
    assert counts.problems[["path", "code"]].to_numpy().tolist() == [[place, "process-died"]]
    pd.testing.assert_frame_equal(counts.table, whole.table)


def test_an_error_in_a_text_is_one_row_too(folder, codebook, monkeypatch, reach):
    monkeypatch.setattr(count, "Setting", Killing)
    (folder / "faulty.txt").write_text(FAULTY)
    for processes in (1, 2):
        counts = bl.count_mentions(folder, codebook, processes=processes)
        (row,) = counts.problems.to_dict("records")
        assert (row["path"], row["code"]) == ("faulty.txt", "not-counted")
        assert "RecursionError: too deep" in row["message"]
        assert counts.documents == 60


def test_a_process_that_something_else_ends_costs_nothing(
    folder, codebook, tmp_path, monkeypatch, reach
):
    whole = bl.count_mentions(folder, codebook, processes=1)
    monkeypatch.setattr(count, "Setting", Once)
    monkeypatch.setenv("BORDERLAB_TEST_MARK", str(tmp_path / "mark"))
    counts = bl.count_mentions(folder, codebook, processes=2)
    assert (tmp_path / "mark").exists() and counts.problems.empty
    pd.testing.assert_frame_equal(counts.table, whole.table)


def test_whoever_stops_listening_leaves_no_process_behind(dataset, codebook):
    own = Path(f"/proc/{os.getpid()}/task")
    if not own.exists():
        pytest.skip("needs /proc")

    def mine():
        return {
            child for task in own.iterdir() for child in (task / "children").read_text().split()
        }

    before = mine()
    folder, pieces, _ = list_pieces(dataset)
    running = run(chunks_of(pieces), count.Setting(folder, codebook, {}), 2)
    next(running)
    assert mine() - before
    running.close()
    assert not mine() - before


def test_an_interrupt_ends_the_run_at_once(dataset, codebook):
    """Control-C in a notebook: the worker threads are not waited for until the corpus ends."""
    folder, pieces, _ = list_pieces(dataset)
    chunks = chunks_of(pieces * 2_000)
    timer = threading.Timer(3.0, os.kill, (os.getpid(), signal.SIGINT))
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in run(chunks, count.Setting(folder, codebook, {}), 2):
            pass
    assert time.monotonic() - started < 20


def test_halves_of_halves_are_all_the_rows_once():
    chunk = (Piece("a", 1, 1, 0, 3, 20), Piece("b", 1, 1, 1, 0, 1), Piece("c.txt", 1, 1))
    whole, left = [], [chunk]
    while left:
        part = left.pop(0)
        if parts := halves(part):
            left = [*parts, *left]
        else:
            whole += [(p.path, p.start) for p in part]
    assert whole == [*(("a", row) for row in range(3, 20)), ("b", 0), ("c.txt", 0)]
