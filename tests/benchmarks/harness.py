"""Pairs of ours and a peer, timed in turn in one run, with results that must be equal.

Machines are shared and their speed drifts, so that a ratio counts only within one run: each round
times ours and the peer one after the other, and what is told is the median of the rounds' ratios.
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal


def wall(work: Callable[[], Any]) -> float:
    """Take the time on the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def children(work: Callable[[], Any]) -> float:
    """Take the time that the processes started by a piece of work had a core, theirs included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@dataclass(frozen=True)
class Pair:
    """A piece of work done twice.

    Attributes
    ----------
    name : str
        Of the file it is written to.
    work, against : str
        What is done, and what else does it: two cells of the table.
    bound, goal : {"at least", "at most"}, float
        How many times faster than the peer ours shall be at least (its time over ours), or how
        many times the peer's time it may take at most (ours over its).
    make : callable
        Prepares outside the timing; returns ours, the peer's, and the check that takes both
        results and raises AssertionError where they are not equal.
    share : float
        The part of the work that the peer does; its time is divided by it, and the table says so.
    rounds : int
    clock : callable
        Does a piece of work and returns the seconds that it took, or what else counts.
    unit : str
        Of what it returns.
    warm : bool
        Whether both are done once before, and their results compared.
    """

    name: str
    work: str
    against: str
    bound: Literal["at least", "at most"]
    goal: float
    make: Callable[[], tuple[Callable[[], Any], Callable[[], Any], Callable[[Any, Any], None]]]
    share: float = 1.0
    rounds: int = 7
    clock: Callable[[Callable[[], Any]], float] = wall
    unit: str = "s"
    warm: bool = True


def measure(pair: Pair) -> dict[str, Any]:
    """Time a pair and return a row of the table."""
    ours, peer, check = pair.make()
    if pair.warm:
        check(ours(), peer())  # both are warm now, and equal
    gc.collect()
    took = pair.clock
    seconds = [(took(ours), took(peer) / pair.share) for _ in range(pair.rounds)]
    ratios = [b / a if pair.bound == "at least" else a / b for a, b in seconds]
    return row(pair, ratios, seconds)


def row(pair: Pair, ratios: list[float], seconds: list[tuple[float, float]]) -> dict[str, Any]:
    """Put the rounds of a pair into figures, those behind the ratio included."""
    middle = median(ratios)
    return {
        "name": pair.name, "work": pair.work, "against": pair.against, "bound": pair.bound,
        "goal": pair.goal, "ratio": round(middle, 3), "least": round(min(ratios), 3),
        "most": round(max(ratios), 3), "rounds": len(ratios), "share": pair.share,
        "ours": round(median(a for a, _ in seconds), 6),
        "peer": round(median(b for _, b in seconds), 6), "unit": pair.unit,
        "met": bool(middle >= pair.goal if pair.bound == "at least" else middle <= pair.goal),
    }  # fmt: skip
