"""Corpora larger than memory: two processes against one, Dask against them, memory against size."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from harness import Pair
from news import stories, write_codebook

import borderlab as bl

HERE = Path(__file__).resolve().parent
_OUT = HERE.parents[1] / "build" / "bench"
_BOOK = _OUT / "codebook-2000"
_FEWER, _FEW, _MANY, _MOST = 5_000, 16_000, 100_000, 1_000_000
_GROUP = 1_000  # texts in a row group
#: counts in a fresh process, and tells the most memory that it or one of its workers held; the
#: kernel's own figure of a finished child would begin with that of the process that started it
_COUNT = """
import re, sys, threading, time
from pathlib import Path
import borderlab as bl

peaks = {}

def look():
    for task in Path("/proc/self/task").iterdir():
        for pid in ["self", *(task / "children").read_text().split()]:
            try:
                told = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if found := re.search(r"VmHWM:\\s+(\\d+) kB", told):
                peaks[pid] = int(found[1])

def watch():
    while True:
        look()
        time.sleep(0.2)

threading.Thread(target=watch, daemon=True).start()
bl.count_mentions(sys.argv[1], bl.read_codebook(sys.argv[2]), processes=2)
look()
print(max(peaks.values()) / 1024)
"""


def corpus(n: int) -> Path:
    """Make so many texts as Parquet, 100,000 a file at most; a million are ten times the same."""
    import pandas as pd

    folder = _OUT / f"news-{n}"
    made = min(n, _MANY)
    for number in range(n // made):
        path = folder / f"part-{number}.parquet"
        if path.exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        if number or n > made:
            path.hardlink_to(corpus(made) / "part-0.parquet")
            continue
        rows = ((s.doc_id, s.published, s.text) for s in stories(made))
        frame = pd.DataFrame(rows, columns=["id", "published", "text"])
        frame.to_parquet(path.with_suffix(".part"), row_group_size=_GROUP)
        path.with_suffix(".part").rename(path)
    return folder


def codebook() -> bl.Codebook:
    """Read the two thousand names that are planted."""
    if not _BOOK.exists():
        write_codebook(_BOOK, 2_000)
    return bl.read_codebook(_BOOK)


def _equal(a: bl.Counts, b: bl.Counts) -> None:
    assert a.documents == b.documents > 0
    assert a.table.equals(b.table) and a.problems.equals(b.problems)


def _processes():
    count = partial(bl.count_mentions, corpus(_FEW), codebook())
    return partial(count, processes=2), partial(count, processes=1), _equal


def _dask():
    count = partial(bl.count_mentions, corpus(_FEWER), codebook())
    client = bl.local_cluster(2).get_client()
    client.wait_for_workers(2)
    return partial(count, client=client), partial(count, processes=2), _equal


def _dask_frame():
    import dask.dataframe as dd

    _, pool, check = _dask()
    client = bl.local_cluster(2).get_client()
    client.wait_for_workers(2)
    frame = dd.read_parquet(corpus(_FEWER), split_row_groups=True)
    return partial(bl.count_mentions, frame, codebook(), client=client), pool, check


def _memory():
    codebook()
    return partial(_peak, _MOST), partial(_peak, _MANY), lambda a, b: None


def _peak(n: int) -> float:
    """Return the peak memory of the largest process, in megabytes."""
    command = [sys.executable, "-c", _COUNT, str(corpus(n)), str(_BOOK)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


PAIRS = [
    Pair("processes", "counting 16,000 texts (50 MB), two processes", "one process", "at least",
         1.8, _processes, rounds=3),
    Pair("dask", "counting 5,000 texts on two Dask workers", "our two processes", "at most", 1.4,
         _dask, rounds=3),
    Pair("dask_frame", "the same from a Dask DataFrame", "our two processes", "at most", 1.4,
         _dask_frame, rounds=3),
    Pair("memory", "peak memory of a process, 1 M texts (3 GB)", "0.1 M texts", "at most", 1.1,
         _memory, rounds=1, clock=lambda work: work(), unit="MB", warm=False),
]  # fmt: skip
