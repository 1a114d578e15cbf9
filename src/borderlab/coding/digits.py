"""Numbers written in digits, as English, Mexico and Spain mark thousands and decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = 18  # a longer run of digits is no quantity
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,'’])[0-9]{3})(?:\1[0-9]{3})*")
_NUMBER = re.compile(r"(?<![\w.,/:-])[0-9]+[.,][0-9]+(?:[.,][0-9]+)*(?![\w/:-])")


def decimal_mark(text: str) -> str:
    """Tell which mark a text writes before decimals: ``.``, ``,`` or empty where it does not show.

    Only numbers that can be read one way count: "12,5" and "1.200.000" show a comma, "12.5" and
    "1,200.50" a point.

    Examples
    --------
    >>> decimal_mark("creció 3.5%, a 1,200 empresas"), decimal_mark("creció 3,5%")
    ('.', ',')
    >>> decimal_mark("1,200 empresas")
    ''
    """
    votes = {".": 0, ",": 0}
    for number in _NUMBER.findall(text):
        marks = [c for c in number if not c.isdigit()]
        behind_last = len(re.split("[.,]", number)[-1])
        if len(set(marks)) == 2 or (len(marks) == 1 and behind_last < 3):
            votes[marks[-1]] += 1
        elif len(marks) > 1 and _GROUPED.fullmatch(number):
            votes["," if marks[0] == "." else "."] += 1
    shown = [mark for mark, n in votes.items() if n]
    return shown[0] if len(shown) == 1 else ""


def read_digits(text: str, language: str, mark: str = "") -> tuple[float, str] | None:
    """Read digits with their marks.

    Parameters
    ----------
    text : str
        Such as ``1,200.50``.
    language : {"en", "es"}
    mark : str, optional
        What the text writes before decimals, as `decimal_mark` tells.

    Returns
    -------
    (value, doubt) or None
        The doubt is ``separator`` where the mark could as well be of the other kind; None for what
        is no number (``1.2.3``, ``007``).

    Notes
    -----
    A mark before exactly three digits groups thousands: the comma in English and Mexico, the point
    in Spain. Spanish knows both, so that there the other numbers of the text decide; where they
    do not, it is read as thousands and doubted.

    Examples
    --------
    >>> read_digits("12,500", "en"), read_digits("12,5", "es"), read_digits("1.200", "es", ",")
    ((12500.0, ''), (12.5, ''), (1200.0, ''))
    >>> read_digits("1.200", "es"), read_digits("1.2.3", "es")
    ((1200.0, 'separator'), None)
    """
    marks, groups = [c for c in text if not c.isdigit()], re.split(r"[.,'’]", text)
    if len(text) > _DIGITS or (len(text) > 1 and text[0] == "0" and groups[0] != "0"):
        return None
    if not marks:
        return float(text), ""
    if len(marks) == 1:
        return _one_mark(groups, marks[0], language, mark)
    if len(set(marks)) == 1 or (set(marks) <= {"'", "’", ","} and _grouped(groups)):
        return (float("".join(groups)), "") if _grouped(groups) else None
    fits = _grouped(groups[:-1]) and len(set(marks[:-1])) == 1
    return (float("".join(groups[:-1]) + "." + groups[-1]), "") if fits else None


def _grouped(groups: Sequence[str]) -> bool:
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _one_mark(
    groups: Sequence[str], written: str, language: str, mark: str
) -> tuple[float, str] | None:
    """Decide whether the only mark of a number groups thousands or begins decimals."""
    thousands, decimal = float("".join(groups)), float(".".join(groups))
    if written in "'’":
        return (thousands, "") if _grouped(groups) else None
    if not _grouped(groups) or groups[0] == "0":
        return decimal, "separator" if written == "," and language == "en" and not mark else ""
    if mark:
        return (decimal if written == mark else thousands), ""
    if language == "es":
        return thousands, "separator"
    return (thousands, "") if written == "," else (decimal, "separator")
