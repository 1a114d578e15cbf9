"""How long a piece of work takes by itself, on a machine that does other things too."""

import gc
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def best(seconds: Callable[[T], float], size: T) -> float:
    """Take the better of two times: other programs, and the memory of other tests, cost some."""
    gc.collect()
    gc.disable()
    try:
        return min(seconds(size), seconds(size))
    finally:
        gc.enable()
