"""What a codebook must obey: `COLUMNS` says it of a cell, `RULES` of the tables together.

``seeds/README.md`` says the same in prose. Nothing here touches the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import chain, combinations
from typing import NamedTuple

import pandas as pd

from borderlab.coding.matching import view
from borderlab.errors import Problem
from borderlab.escapes import visible

#: table -> column -> what a cell may hold: ``id``, ``text``, ``number``, ``weight`` (above 0, at
#: most 1), ``date`` (2021, 2021-07 or 2021-07-09), ``>table`` (a key of that table) or one of
#: ``a|b|c``; with ``?`` it may be empty
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "actors": {
        "actor_id": "id", "label": "text", "label_es": "text",
        "kind": "person|government|subnational|organisation|commission|programme|place|collective"
                "|media|author",
        "subkind": "text?", "side": "id",
        "level": "federal|state|city|business|other", "parent_id": ">actors?",
        "network": "core|optional|exclude", "active": "yes|no", "wikidata_qid": "text?",
        "qid_basis": "verified|inferred?", "note": "text?",
    },
    "aliases": {
        "alias": "text", "actor_id": ">actors?", "language": "en|es|any",
        "form": "name|short|acronym|description|blocked", "case": "name|exact|any",
        "role": "modifier?", "requires": "named|definite?", "valid_from": "date?",
        "valid_to": "date?", "evidence": "text", "note": "text?",
    },
    "offices": {
        "person_id": ">actors", "person": "text", "office": "text", "office_es": "text",
        "jurisdiction": "text", "start": "date?", "end": "date?",
        "start_status": "verified|inferred|not verified",
        "end_status": "verified|inferred|not verified|open", "source": "text", "note": "text?",
    },
    "collectives": {
        "noun": "text", "language": "en|es", "number": "one|many", "determiners": "text",
        "class": "country|state|city|party|office", "members": "text?", "note": "text?",
    },
    "pillars": {
        "pillar": "number", "label": "text", "label_es": "text", "source": "text?", "note": "text?",
    },
    "items": {
        "item": "id", "pillar": ">pillars", "label": "text", "label_es": "text", "note": "text?",
    },
    "cues": {
        "cue": "text", "language": "en|es|any", "pillar": ">pillars", "item": ">items?",
        "weight": "weight",
        "basis": "stated|content", "origin": "text?", "note": "text?",
    },
    "agenda": {
        "workstream": "text", "date": "date", "event": "text", "pillar": ">pillars",
        "item": ">items?", "paraphrase": "text",
        "status": "official|secondary|secondary, pillar inferred", "source": "text",
    },
    "events": {
        "date_earliest": "date", "date_latest": "date", "label": "text", "label_es": "text",
        "event": "text", "documents": "text?",
        "certainty": "verified|secondary|inferred|stated", "source": "text?", "note": "text?",
    },
}  # fmt: skip

#: table -> the columns that together name a row
KEYS: Mapping[str, tuple[str, ...]] = {
    "actors": ("actor_id",),
    "aliases": ("alias", "language", "actor_id", "valid_from"),
    "offices": ("person_id", "office", "start"),
    "collectives": ("noun", "language", "number"),
    "pillars": ("pillar",),
    "items": ("item",),
    "cues": ("cue", "language", "pillar", "item", "basis"),
    "agenda": ("workstream", "item"),
    "events": ("date_earliest", "label"),
}

_INTERVALS = {
    "aliases": ("valid_from", "valid_to"),
    "offices": ("start", "end"),
    "events": ("date_earliest", "date_latest"),
}


class Row(NamedTuple):
    """A record of a codebook file: its table, the line it starts on, and its cells.

    ``surplus`` counts its fields above those of the header (below: negative); then only the first
    cell, by which others know it, can be trusted.
    """

    table: str
    line: int
    cells: Mapping[str, str]
    surplus: int = 0

    def problem(self, code: str, message: str, cure: str) -> Problem:
        """Blame this row."""
        return Problem(f"{self.table}.csv", self.line, code, message, cure)


Tables = Mapping[str, Sequence[Row]]


def show(value: str) -> str:
    """Quote a value for a message on one line: the unseen spelt out, the long cut."""
    return f"'{visible(value.replace(chr(10), '⏎'))[:60]}'"


def _whole(tables: Tables, *names: str) -> Iterator[Row]:
    """Yield the rows of some tables whose cells can be trusted; an unread table has none."""
    return (row for name in names for row in tables.get(name, ()) if not row.surplus)


# --- what a single cell may hold ------------------------------------------------------------------


_DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
#: kind of cell -> its pattern, what one that does not fit is called, and its cure
_KINDS = {
    "id": (r"[A-Za-z0-9][A-Za-z0-9._-]*", "malformed", "use letters, digits and hyphens only"),
    "number": (r"0|[1-9][0-9]*", "malformed", "write a whole number such as 3"),
    "weight": (r"1(\.0+)?|0?\.[0-9]*[1-9][0-9]*", "malformed", "write 1, or less such as 0.5"),
    "date": (_DATE, "invalid", "write a date such as 2021-09-13, 2021-09 or 2021"),
}


def _interval(text: str) -> tuple[date, date] | None:
    """First and last day of a partial ISO date; None when there is no such date."""
    try:
        span = pd.Period(text) if re.fullmatch(_DATE, text) else None
    except ValueError:
        return None
    return span and (span.start_time.date(), span.end_time.date())


def is_date(text: str) -> bool:
    """Tell whether text is a day, a month or a year that there is.

    Examples
    --------
    >>> [is_date(text) for text in ("2021", "2021-07", "2021-07-09", "9 July", "2021-02-30", "")]
    [True, True, True, False, False, False]
    """
    return _interval(text) is not None


def vocabulary(rule: str) -> list[str]:
    """List the values of a rule of `COLUMNS` that allows no others; else none.

    Examples
    --------
    >>> vocabulary("yes|no"), vocabulary("modifier?"), vocabulary("date?"), vocabulary(">items")
    (['yes', 'no'], ['modifier'], [], [])
    """
    kind = rule.rstrip("?")
    return [] if kind in (*_KINDS, "text") or kind.startswith(">") else kind.split("|")


def _cell(value: str, rule: str) -> tuple[str, str, str] | None:
    """Return code, complaint and cure when a cell breaks its rule of `COLUMNS`."""
    kind = rule.rstrip("?")
    if value != value.strip():
        return "whitespace", "has blanks around it", "remove them"
    if not value.isprintable() and any(unicodedata.category(c) == "Cc" for c in value):
        return "control-character", "holds a character that cannot be seen", "remove it"
    if not value:
        return None if kind != rule else ("empty", "is empty", "fill it in or delete the row")
    if kind in _KINDS:
        pattern, flaw, cure = _KINDS[kind]
        fits = re.fullmatch(pattern, value) and (kind != "date" or _interval(value))
        return None if fits else (f"{kind}-{flaw}", f"is no {kind}", cure)
    if kind == "text" or kind.startswith(">") or value in kind.split("|"):
        return None
    return "value-unknown", "is not known here", f"write one of {', '.join(kind.split('|'))}"


def _fields(tables: Tables) -> Iterator[Problem]:
    """Give a cell to each column."""
    for row in (row for rows in tables.values() for row in rows if row.surplus):
        first, width = next(iter(row.cells.values())), len(row.cells)
        message = f"{show(first)} has {width + row.surplus} fields instead of {width}"
        yield row.problem("fields", message, "check its commas and quotes")


def _values(tables: Tables) -> Iterator[Problem]:
    """Each cell alone is what `COLUMNS` says."""
    for row in _whole(tables, *tables):
        for column, rule in COLUMNS[row.table].items():
            if fault := _cell(row.cells[column], rule):
                code, complaint, cure = fault
                yield row.problem(code, f"{column} {show(row.cells[column])} {complaint}", cure)


# --- what rows and tables must agree on -----------------------------------------------------------

#: table, code, when a row of it is at fault, message and cure
_FAULTS: Sequence[tuple[str, str, Callable[[Mapping[str, str]], object], str, str]] = (
    ("collectives", "members-class", lambda r: (r["class"] == "office") != bool(r["members"]),
     "members {members} does not go with class {class}",
     "class office needs an office as members, the others none"),
    ("aliases", "alias-letters", lambda r: r["alias"] and not any(map(str.isalpha, r["alias"])),
     "alias {alias} has no letter", "drop it"),
    ("aliases", "blocked-owner", lambda r: r["form"] == "blocked" and r["actor_id"],
     "alias {alias} is blocked and belongs to {actor_id}", "empty actor_id or change the form"),
    ("aliases", "alias-ownerless", lambda r: r["form"] != "blocked" and not r["actor_id"],
     "alias {alias} has no actor_id", "name its actor or block it"),
)  # fmt: skip


def _faults(tables: Tables) -> Iterator[Problem]:
    """Let the cells of one row go together."""
    for name, code, at_fault, message, cure in _FAULTS:
        for row in _whole(tables, name):
            if at_fault(row.cells):
                shown = {column: show(value) for column, value in row.cells.items()}
                yield row.problem(code, message.format_map(shown), cure)


def _keys(tables: Tables) -> Iterator[Problem]:
    """No row stands twice."""
    seen: dict[tuple[str, ...], int] = {}
    for row in _whole(tables, *tables):
        key = tuple(row.cells[column] for column in KEYS[row.table])
        first = seen.setdefault((row.table, *key), row.line)
        if key[0] and first != row.line:
            what = " + ".join(show(part) for part in key if part)
            message = f"{what} stands already on line {first}"
            yield row.problem("duplicate", message, "keep one of the two")


def _references(tables: Tables) -> Iterator[Problem]:
    """Every id points to a row; a table that could not be read is not blamed a second time."""
    known = {name: {row.cells[KEYS[name][0]] for row in rows} for name, rows in tables.items()}
    for row in _whole(tables, *tables):
        for column, rule in COLUMNS[row.table].items():
            target, value = rule.strip(">?"), row.cells[column]
            if rule.startswith(">") and value and value not in known.get(target, [value]):
                near = [
                    f", perhaps '{name}'" for name in get_close_matches(value, known[target], 1)
                ]
                message = f"{column} {show(value)} is not in {target}.csv"
                cure = "".join([f"use an id of {target}.csv", *near])
                yield row.problem("id-unknown", message, cure)


def _span(start: str, end: str) -> tuple[date, date]:
    """First and last day between two partial dates; what is open or no date bounds nothing."""
    return (_interval(start) or (date.min,))[0], (_interval(end) or (date.max,))[-1]


def _intervals(tables: Tables) -> Iterator[Problem]:
    """Nothing ends before it starts."""
    for name, (start, end) in _INTERVALS.items():
        for row in _whole(tables, name):
            begins, ends = row.cells[start], row.cells[end]
            first, last = _span(begins, ends)
            if last < first:
                message = f"{end} {show(ends)} lies before {start} {show(begins)}"
                yield row.problem("ends-before-start", message, "swap or correct the dates")


def _item_pillars(tables: Tables) -> Iterator[Problem]:
    """Name an item under one pillar everywhere."""
    items = [row.cells for row in _whole(tables, "items")]
    home = {item["item"]: item["pillar"] for item in reversed(items)}  # the first one wins
    for row in _whole(tables, "cues", "agenda"):
        item, pillar = row.cells["item"], row.cells["pillar"]
        if home.get(item, pillar) != pillar:
            message = f"item {show(item)} is of pillar {show(home[item])}, not of {show(pillar)}"
            cure = "correct the pillar, or choose another item"
            yield row.problem("pillar-differs", message, cure)


def lineage(actor: str, parents: Mapping[str, str]) -> list[str]:
    """List an actor and what it is part of, upwards; a circle ends where it would close.

    Examples
    --------
    >>> lineage("port", {"port": "city", "city": "state", "state": ""})
    ['port', 'city', 'state']
    """
    line = [actor]
    while (parent := parents.get(line[-1])) and parent not in line:
        line.append(parent)
    return line


def _parents(tables: Tables) -> Iterator[Problem]:
    """No actor is part of itself, at whatever distance; each circle is reported once."""
    parents = {row.cells["actor_id"]: row.cells["parent_id"] for row in _whole(tables, "actors")}
    told: set[str] = set()
    for row in _whole(tables, "actors"):
        first = row.cells["actor_id"]
        circle = lineage(first, parents)
        if first and parents.get(circle[-1]) == first and first not in told:
            told.update(circle)
            message = f"parents form a circle: {' > '.join(map(show, [*circle, first]))}"
            yield row.problem("parent-circle", message, "empty one parent_id")


def _holders(tables: Tables) -> Iterator[Problem]:
    """Persons hold offices."""
    kinds = {row.cells["actor_id"]: row.cells["kind"] for row in _whole(tables, "actors")}
    for row in _whole(tables, "offices"):
        person = row.cells["person_id"]
        if kinds.get(person, "person") != "person":
            message = f"person_id {show(person)} is a {show(kinds[person])}, not a person"
            yield row.problem("holder-no-person", message, "only persons hold offices")


def _overlap(one: Row, two: Row) -> bool:
    """Tell whether two aliases may be met in the same text: language and validity."""
    languages = {one.cells["language"], two.cells["language"]}
    spans = [_span(row.cells["valid_from"], row.cells["valid_to"]) for row in (one, two)]
    latest_start, earliest_end = max(first for first, _ in spans), min(last for _, last in spans)
    return (len(languages) == 1 or "any" in languages) and latest_start <= earliest_end


def _owners(tables: Tables) -> Iterator[Problem]:
    """One alias, one owner: compared as the matcher sees it, without case and accents."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in _whole(tables, "aliases"):
        groups[view(row.cells["alias"]).text].append(row)
    for one, two in chain.from_iterable(combinations(rows, 2) for rows in groups.values()):
        owners = [row.cells["actor_id"] or "(blocked)" for row in (one, two)]
        if one.cells["alias"] and owners[0] != owners[1] and _overlap(one, two):
            message = (
                f"alias {show(two.cells['alias'])} belongs to both {show(owners[0])}"
                f" (line {one.line}) and {show(owners[1])}"
            )
            cure = "give it to one of them, or make language or validity differ"
            yield two.problem("alias-shared", message, cure)


#: what a codebook must obey, in the order in which it is reported on one line
RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    _fields, _values, _faults, _keys, _references, _intervals, _item_pillars, _parents, _holders,
    _owners,
)  # fmt: skip


def validate(tables: Tables) -> list[Problem]:
    """Apply every rule to parsed tables; nothing is read or raised.

    Parameters
    ----------
    tables : mapping of table name to rows
        As `borderlab.coding.codebook.parse_table` returns them, without those it could not read.

    Returns
    -------
    list of Problem
        Rule by rule, in the order of `RULES`; empty for a good codebook.

    Examples
    --------
    >>> cells = {"pillar": "1", "label": "One", "label_es": "Uno", "source": "", "note": ""}
    >>> odd = {**cells, "pillar": "9th"}
    >>> print(*validate({"pillars": [Row("pillars", 2, cells), Row("pillars", 3, odd)]}))
    pillars.csv:3: pillar '9th' is no number; write a whole number such as 3 [number-malformed]
    """
    return list(chain.from_iterable(rule(tables) for rule in RULES))
