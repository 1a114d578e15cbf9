r"""Values as text that reads back equal: what a format cannot hold is escaped, never lost.

Three escapes, each the identity on ordinary text, so that labels stay readable in other programs:

``⟨U+0007⟩``
    A character that the format cannot hold or a reader cannot see, written as `visible` writes it;
    text that looks like that has its first bracket written as ``⟨U+27E8⟩``.
``json:["a", 1]``
    In formats with types, a value they have no type for. Text that begins with ``json:`` is
    written so too.
``'=1+1``, ``'007.5``
    In CSV, where all is text: an apostrophe before text that a spreadsheet would run, or that
    would read back as a number, a truth value, a list or as missing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from typing import Any

from borderlab.escapes import for_csv

#: what a reader cannot see: control, format, surrogate, private and unassigned characters
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
#: what no encoding can hold
SURROGATE = ("Cs",)
_TAG = "json:"
_MARK = re.compile(r"⟨U\+(10[0-9A-F]{4}|[0-9A-F]{4,5})⟩")
_LIKE_MARK = re.compile(f"⟨(?={_MARK.pattern[1:]})")


def seal(text: str, hidden: Collection[str] = UNSEEN, *, also: str = "") -> str:
    r"""Write characters of these Unicode categories, and those of `also`, as ``⟨U+XXXX⟩``.

    Newline and tab stay unless `also` names them.

    Examples
    --------
    >>> seal("bell\x07"), seal("⟨U+0007⟩"), seal("⟨Torreón⟩")
    ('bell⟨U+0007⟩', '⟨U+27E8⟩U+0007⟩', '⟨Torreón⟩')
    """
    if text.isprintable() and not _MARK.search(text) and not any(c in text for c in also):
        return text  # nearly all text, without looking up every character
    kept = {"\n", "\t"} - set(also)
    return "".join(
        _mark(c) if c in also or (unicodedata.category(c) in hidden and c not in kept) else c
        for c in _LIKE_MARK.sub(_mark("⟨"), text)
    )


def _mark(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"


def unseal(text: str) -> str:
    r"""Undo `seal`.

    Examples
    --------
    >>> unseal("bell⟨U+0007⟩"), unseal("⟨U+27E8⟩U+0007⟩")
    ('bell\x07', '⟨U+0007⟩')
    """
    return _MARK.sub(lambda match: chr(int(match[1], 16)), text)


def dumps(value: Any) -> str:
    """Write a value as JSON on one line, accents as they are, keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def tag(value: Any) -> str:
    """Write any value as text for a format with types.

    Examples
    --------
    >>> tag("007"), tag(["a", None]), tag(10**30), tag("json:1")
    ('007', 'json:["a", null]', 'json:1000000000000000000000000000000', 'json:"json:1"')
    """
    as_it_is = isinstance(value, str) and not value.startswith(_TAG)
    return value if as_it_is else _TAG + dumps(value)


def untag(text: str) -> Any:
    """Undo `tag`; what only looks like a tag stays text.

    Examples
    --------
    >>> untag("007"), untag('json:["a", null]'), untag("json: no")
    ('007', ['a', None], 'json: no')
    """
    if not text.startswith(_TAG):
        return text
    try:
        return json.loads(text.removeprefix(_TAG))
    except ValueError:
        return text


def to_cell(value: Any) -> str:
    """Write a value as a cell of CSV: text as it is or behind an apostrophe, all else as JSON.

    Examples
    --------
    >>> [to_cell(v) for v in ("Sonora", "007", "7", 7, 7.0, True, "=1", "", "'tis", ["a"])]
    ['Sonora', '007', "'7", '7', '7.0', 'true', "'=1", "'", "'tis", '["a"]']
    """
    if not isinstance(value, str):
        return dumps(value)
    return "'" + value if _needs_apostrophe(value, typed=True) else value


def from_cell(cell: str) -> Any:
    """Undo `to_cell`; None for a missing value.

    Examples
    --------
    >>> [from_cell(c) for c in ("Sonora", "007", "'7", "7", "'=1", "'", "'tis", "", "1.50")]
    ['Sonora', '007', '7', 7, '=1', '', "'tis", None, 1.5]
    """
    text = from_label(cell, typed=True)
    return _bare(cell) if text == cell else text


def to_label(text: str) -> str:
    """Write an id or a heading, always text, as a cell of CSV.

    Examples
    --------
    >>> to_label("007"), to_label("=1"), to_label("'=1")
    ('007', "'=1", "''=1")
    """
    return "'" + text if _needs_apostrophe(text, typed=False) else text


def from_label(cell: str, *, typed: bool = False) -> str:
    """Undo `to_label`: take off an apostrophe that had to be there."""
    return cell[1:] if cell[:1] == "'" and _needs_apostrophe(cell[1:], typed=typed) else cell


def _needs_apostrophe(text: str, *, typed: bool) -> bool:
    """Tell whether text would run or read as another value, behind however many apostrophes."""
    core = text.lstrip("'")
    if for_csv(core) != core or not typed:
        return for_csv(core) != core
    try:
        return not isinstance(_bare(core), str)
    except RecursionError:  # a list of lists, too deep to be one here and perhaps not elsewhere
        return True


def _bare(cell: str) -> Any:
    """Tell what a cell without apostrophe stands for: a value of JSON that is no text, or text."""
    if not cell:
        return None
    try:
        value = json.loads(cell)
    except ValueError:
        return cell
    return cell if isinstance(value, str) else value
