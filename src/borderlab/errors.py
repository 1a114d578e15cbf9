"""What can go wrong, in the researcher's words: exceptions and rows of the problems table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from borderlab.escapes import visible

#: lines that one error tells of at most: nobody reads thousands, and a terminal keeps fewer
_SHOWN = 50


class Problem(NamedTuple):
    """Something that was not read or not decided: one row of the problems table.

    Examples
    --------
    >>> print(Problem("aliases.csv", 14, "alias-shared", "alias 'CBP' has two owners", "drop one"))
    aliases.csv:14: alias 'CBP' has two owners; drop one [alias-shared]
    """

    path: str
    line: int
    code: str
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}; {self.hint} [{self.code}]"


class _Plain(BaseException):
    """Shown by notebooks as what it says, without the lines of this library that led there."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {visible(str(self))}"]


def _list(problems: Sequence[Problem]) -> str:
    lines = [str(problem) for problem in problems[:_SHOWN]]
    if more := len(problems) - len(lines):
        lines.append(f"and {more:,} more; mend these first, and the rest is shown")
    return "\n".join(lines)


class BorderlabError(_Plain, Exception):
    """The one exception a caller needs to catch; its text names place, value, reason and cure.

    Of very many problems it shows the first; ``problems`` has them all.

    Examples
    --------
    >>> shared = [Problem("aliases.csv", n, "alias-shared", "two owners", "drop one")
    ...           for n in range(2, 1_002)]
    >>> print(str(BorderlabError(shared)).splitlines()[-1])
    and 950 more; mend these first, and the rest is shown
    """

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems = () if isinstance(problems, str) else tuple(problems)
        super().__init__(problems if isinstance(problems, str) else _list(self.problems))


class SourceError(BorderlabError):
    """The folder of texts cannot be read at all."""


class CodebookError(BorderlabError, ValueError):
    """The codebook contradicts itself; carries every problem row at once."""


class UnknownValueError(BorderlabError, ValueError):
    """A choice that does not exist; other than one that is refused beside another."""


class WrongArgumentError(_Plain, TypeError):
    """An argument of another kind, or in the place of another: a slip, and no finding."""


class WrongTableError(_Plain, ValueError):
    """A table that lacks the columns of the one that was asked for: a slip, likewise."""


class OutputError(BorderlabError):
    """A result could not be written; what stood there before still stands."""


class UnknownActorError(BorderlabError, KeyError):
    """An actor id or label that the codebook does not hold."""

    __str__ = Exception.__str__  # KeyError would print the repr
