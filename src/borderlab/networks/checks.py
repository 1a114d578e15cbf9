"""Choices, flags, shares, numbers and seeds: what is none is refused in one line, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from numbers import Integral, Real
from typing import Any

import numpy as np

from borderlab.errors import BorderlabError, UnknownValueError

Rng = int | np.random.Generator | None


def several(values: Any) -> tuple[Any, ...]:
    """Return one choice, or each of several, as a tuple.

    Examples
    --------
    >>> several("actor"), several(["actor", "place"])
    (('actor',), ('actor', 'place'))
    """
    single = isinstance(values, str) or not isinstance(values, Iterable)
    return (values,) if single else tuple(values)


def check_choice(option: str, *values: Any, allowed: Collection[Any]) -> None:
    """Raise unless each value is among the allowed.

    Examples
    --------
    >>> check_choice("unit", "page", allowed=["sentence", "document"])
    Traceback (most recent call last):
    borderlab.errors.UnknownValueError: unit='page' is no choice; take one of sentence, document
    >>> check_choice("unit", "sentense", allowed=["sentence", "document"])
    Traceback (most recent call last):
    borderlab.errors.UnknownValueError: unit='sentense' is no choice; did you mean 'sentence'? \
take one of sentence, document
    """
    for value in values:
        if value not in allowed:
            near = get_close_matches(str(value), [k for k in allowed if isinstance(k, str)], n=1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            cure = f"{meant}take one of {', '.join(map(str, allowed))}"
            raise UnknownValueError(f"{option}={value!r} is no choice; {cure}")


def check_flag(**flags: Any) -> None:
    """Raise unless each is True or False: "no" in quotes would count as yes."""
    for option, value in flags.items():
        if not isinstance(value, bool | np.bool_):
            raise BorderlabError(f"{option}={value!r} is neither True nor False; take one of them")


def check_share(**shares: Any) -> None:
    """Raise unless each is above 0 and at most 1.

    Examples
    --------
    >>> check_share(alpha=5)
    Traceback (most recent call last):
    borderlab.errors.BorderlabError: alpha=5 is no share; take one between 0 and 1, such as 0.05
    """
    for option, value in shares.items():
        if not (isinstance(value, Real) and 0 < float(value) <= 1):
            say = f"{option}={value!r} is no share; take one between 0 and 1, such as 0.05"
            raise BorderlabError(say)


def check_count(**counts: Any) -> None:
    """Raise unless each is a whole number, 1 or more."""
    for option, value in counts.items():
        if not isinstance(value, Integral) or isinstance(value, bool) or int(value) < 1:
            raise BorderlabError(f"{option}={value!r} is no whole number from 1 on; give one")


def check_rng(rng: Any, *, option: str = "rng", needed: bool = False) -> None:
    """Raise unless it is a seed, a generator or, where chance may not be needed, None."""
    number = isinstance(rng, Integral) and not isinstance(rng, bool) and int(rng) >= 0
    if not (number or isinstance(rng, np.random.Generator) or (rng is None and not needed)):
        raise BorderlabError(
            f"{option}={rng!r} is no seed; give a whole number from 0 on, such as 2021, or a"
            " numpy.random.Generator"
        )
