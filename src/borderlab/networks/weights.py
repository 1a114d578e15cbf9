"""What a number on an edge may mean: the formulas, and exact distances where there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import isqrt, lcm
from typing import Any, Literal

import numpy as np

Weight = Literal[
    "count", "newman", "jaccard", "cosine", "association", "pmi",
    "dna_average", "dna_jaccard", "dna_cosine",
]  # fmt: skip

#: weight -> its formula, of the units that name both (newman: the shares of these), of those that
#: name the first, the second, and of all units
FORMULAS: Mapping[Weight, Callable[[Any, Any, Any, int], Any]] = {
    "count": lambda both, first, second, units: both,
    "newman": lambda both, first, second, units: both,
    "jaccard": lambda both, first, second, units: both / (first + second - both),
    "cosine": lambda both, first, second, units: both / np.sqrt(first * second),
    "association": lambda both, first, second, units: units * both / (first * second),
    "pmi": lambda both, first, second, units: np.log2(units * both / (first * second)),
    "dna_average": lambda both, first, second, units: both / ((first + second) / 2),
    "dna_jaccard": lambda both, first, second, units: both / (first + second - both),
    "dna_cosine": lambda both, first, second, units: both / (first * second),
}
#: weights whose reciprocal is a distance
NEAR = ("count", "newman", "jaccard", "cosine")
#: binary digits that stand behind the point of an irrational distance
_DIGITS = 64


def distances(
    weight: Weight, pairs: Iterable[tuple[Any, Any]], names: Mapping[Any, set[Any]]
) -> tuple[dict[tuple[Any, Any], int], int]:
    """Return whole-number distances, and the number to divide them by to read them.

    Parameters
    ----------
    weight : str
        One of `NEAR`.
    pairs : iterable of (actor, actor)
        Actors that at least one unit names together, by id or by number.
    names : mapping of actor to set
        The ids, or numbers, of the units that name each actor of the network.

    Examples
    --------
    >>> distances("jaccard", [("ana", "eva")], {"ana": {"x", "y"}, "eva": {"y", "z"}})
    ({('ana', 'eva'): 3}, 1)
    """
    size = Counter(unit for units in names.values() for unit in units)
    parts = {(a, b): _reciprocal(weight, names[a], names[b], size) for a, b in pairs}
    return on_one_scale(parts)


def on_one_scale(
    parts: Mapping[Any, tuple[Fraction, int]],
) -> tuple[dict[Any, int], int]:
    """Write reciprocals, each a fraction times a root, as whole numbers of one common scale."""
    scale = lcm(*(ratio.denominator for ratio, _ in parts.values()))
    digits = _DIGITS if any(free > 1 for _, free in parts.values()) else 0
    whole = {
        p: int(ratio * scale) * isqrt(free << 2 * digits) for p, (ratio, free) in parts.items()
    }
    return whole, scale << digits


def _reciprocal(
    weight: Weight, first: set[Any], second: set[Any], size: Mapping[Any, int]
) -> tuple[Fraction, int]:
    """Return the reciprocal of a weight as a fraction and the number whose root multiplies it."""
    both = first & second
    if weight == "newman":
        return 1 / sum((Fraction(1, size[unit] - 1) for unit in both), Fraction()), 1
    if weight == "jaccard":
        return Fraction(len(first | second), len(both)), 1
    whole, free = _root(len(first) * len(second)) if weight == "cosine" else (1, 1)
    return Fraction(whole, len(both)), free


def _root(number: int) -> tuple[int, int]:
    """Write the square root of a number as a whole part times the root of a square-free one.

    Examples
    --------
    >>> _root(12), _root(16), _root(7)
    ((2, 3), (4, 1), (1, 7))
    """
    whole = max(n for n in range(1, isqrt(number) + 1) if number % (n * n) == 0)
    return whole, number // (whole * whole)
