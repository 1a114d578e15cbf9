"""What a codebook must obey: `COLUMNS` says it of a cell, `RULES` of the tables together.

``seeds/README.md`` says the same in prose. Nothing here touches the disk.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import chain, combinations
from typing import NamedTuple

from borderlab.coding.matching import view
from borderlab.errors import Problem
from borderlab.escapes import visible

#: table -> column -> what a cell may hold: ``id``, ``text``, ``number``, ``date`` (2021, 2021-07 or
#: 2021-07-09), ``>table`` (a key of that table) or one of ``a|b|c``; with ``?`` it may be empty
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "actors": {
        "actor_id": "id", "label": "text", "label_es": "text",
        "kind": "person|government|subnational|organisation|commission|programme|place|collective"
                "|media|author",
        "subkind": "text?", "side": "MX|US|binational|other",
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
_PATTERNS = {
    "id": (re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), "use letters, digits and hyphens only"),
    "number": (re.compile(r"0|[1-9][0-9]*"), "write a whole number such as 3"),
}


class Row(NamedTuple):
    """A record of a codebook file: the line it starts on, its cells, and whether none is amiss."""

    line: int
    cells: Mapping[str, str]
    whole: bool = True


Tables = Mapping[str, Sequence[Row]]


def show(value: str) -> str:
    """Quote a value for a message on one line: the unseen spelt out, the long cut."""
    return f"'{visible(value.replace(chr(10), '⏎'))[:60]}'"


# --- what a single cell may hold ------------------------------------------------------------------


def _interval(text: str) -> tuple[date, date] | None:
    """First and last day of a partial ISO date; None when there is no such date."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        return None
    last_month = first.month if match[2] else 12
    last = date(year, last_month, first.day if match[3] else monthrange(year, last_month)[1])
    return first, last


def _cell(value: str, rule: str) -> tuple[str, str, str] | None:
    """Return code, complaint and cure when a cell breaks its rule of `COLUMNS`."""
    rule, optional = rule.rstrip("?"), rule.endswith("?")
    if value != value.strip():
        return "whitespace", "has blanks around it", "remove them"
    if any(unicodedata.category(c) == "Cc" for c in value):
        return "control-character", "holds a character that cannot be seen", "remove it"
    if not value:
        return None if optional else ("empty", "is empty", "fill it in or delete the row")
    if rule == "date":
        cure = "write a date such as 2021-09-13, 2021-09 or 2021"
        return None if _interval(value) else ("date-invalid", "is no date", cure)
    if rule in _PATTERNS:
        pattern, cure = _PATTERNS[rule]
        return None if pattern.fullmatch(value) else (f"{rule}-malformed", f"is no {rule}", cure)
    if rule == "text" or rule.startswith(">") or value in rule.split("|"):
        return None
    return "value-unknown", "is not known here", f"write one of {', '.join(rule.split('|'))}"


def _values(tables: Tables) -> Iterator[Problem]:
    for name, rows in tables.items():
        for row in rows:
            for column, rule in COLUMNS[name].items():
                if row.whole and (fault := _cell(row.cells[column], rule)):
                    code, complaint, cure = fault
                    message = f"{column} {show(row.cells[column])} {complaint}"
                    yield Problem(f"{name}.csv", row.line, code, message, cure)


# --- what rows and tables must agree on -----------------------------------------------------------


def _keys(tables: Tables) -> Iterator[Problem]:
    for name, rows in tables.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(row.cells[column] for column in KEYS[name])
            if key[0] and key in seen:
                what = " + ".join(show(part) for part in key if part)
                message = f"{what} stands already on line {seen[key]}"
                yield Problem(f"{name}.csv", row.line, "duplicate", message, "keep one of the two")
            seen.setdefault(key, row.line)


def _references(tables: Tables) -> Iterator[Problem]:
    """Every id points to a row; a table that could not be read is not blamed a second time."""
    known = {
        name: dict.fromkeys(row.cells[KEYS[name][0]] for row in rows)
        for name, rows in tables.items()
    }
    for name, rows in tables.items():
        pointing = {c: r.strip(">?") for c, r in COLUMNS[name].items() if r.startswith(">")}
        for column, target in pointing.items():
            for row in rows if target in tables else ():
                value = row.cells[column]
                if value and row.whole and value not in known[target]:
                    near = get_close_matches(value, known[target], 1)
                    cure = f"use an id of {target}.csv" + (f", perhaps '{near[0]}'" if near else "")
                    message = f"{column} {show(value)} is not in {target}.csv"
                    yield Problem(f"{name}.csv", row.line, "id-unknown", message, cure)


def _intervals(tables: Tables) -> Iterator[Problem]:
    for name, (start, end) in _INTERVALS.items():
        for row in tables.get(name, ()):
            begins, ends = _interval(row.cells[start]), _interval(row.cells[end])
            if begins and ends and ends[1] < begins[0]:
                message = f"{end} '{row.cells[end]}' lies before {start} '{row.cells[start]}'"
                cure = "swap or correct the dates"
                yield Problem(f"{name}.csv", row.line, "ends-before-start", message, cure)


def _item_pillars(tables: Tables) -> Iterator[Problem]:
    rows = tables.get("items", ())
    home = {row.cells["item"]: row.cells["pillar"] for row in reversed(rows)}  # the first one wins
    for name in ("cues", "agenda"):
        for row in tables.get(name, ()):
            item, pillar = row.cells["item"], row.cells["pillar"]
            if home.get(item, pillar) != pillar:
                message = (
                    f"item {show(item)} is of pillar {show(home[item])}, not of {show(pillar)}"
                )
                cure = "correct the pillar, or choose another item"
                yield Problem(f"{name}.csv", row.line, "pillar-differs", message, cure)


def _parents(tables: Tables) -> Iterator[Problem]:
    """No actor is part of itself, at whatever distance; each circle is reported once."""
    rows = {row.cells["actor_id"]: row for row in tables.get("actors", ())}
    done: set[str] = set()
    for actor_id in rows:
        path: list[str] = []
        while actor_id and actor_id in rows and actor_id not in done:
            done.add(actor_id)
            path.append(actor_id)
            actor_id = rows[actor_id].cells["parent_id"]
        if actor_id in path:
            circle = " > ".join(map(show, [*path[path.index(actor_id) :], actor_id]))
            message, cure = f"parents form a circle: {circle}", "empty one parent_id"
            yield Problem("actors.csv", rows[actor_id].line, "parent-circle", message, cure)


def _holders(tables: Tables) -> Iterator[Problem]:
    kinds = {row.cells["actor_id"]: row.cells["kind"] for row in tables.get("actors", ())}
    for row in tables.get("offices", ()):
        person = row.cells["person_id"]
        if kinds.get(person, "person") != "person":
            message = f"person_id {show(person)} is a {show(kinds[person])}, not a person"
            cure = "only persons hold offices"
            yield Problem("offices.csv", row.line, "holder-no-person", message, cure)


def _members(tables: Tables) -> Iterator[Problem]:
    for row in tables.get("collectives", ()):
        members, office = row.cells["members"], row.cells["class"] == "office"
        if office != bool(members):
            message = f"members {show(members)} does not go with class {show(row.cells['class'])}"
            cure = "class office needs an office as members, the others none"
            yield Problem("collectives.csv", row.line, "members-class", message, cure)


def _aliases(tables: Tables) -> Iterator[Problem]:
    for row in tables.get("aliases", ()):
        alias, actor, form = (row.cells[c] for c in ("alias", "actor_id", "form"))
        where = ("aliases.csv", row.line)
        if alias and not any(c.isalpha() for c in alias):
            yield Problem(*where, "alias-letters", f"alias {show(alias)} has no letter", "drop it")
        if form == "blocked" and actor:
            message = f"alias {show(alias)} is blocked and belongs to {show(actor)}"
            yield Problem(*where, "blocked-owner", message, "empty actor_id or change the form")
        elif row.whole and form != "blocked" and not actor:
            message, cure = f"alias {show(alias)} has no actor_id", "name its actor or block it"
            yield Problem(*where, "alias-ownerless", message, cure)


def _overlap(one: Row, two: Row) -> bool:
    """Tell whether two aliases may be met in the same text: language and validity."""
    languages = {one.cells["language"], two.cells["language"]}
    if len(languages) > 1 and "any" not in languages:
        return False
    spans = [
        (
            (_interval(row.cells["valid_from"]) or (date.min,))[0],
            (_interval(row.cells["valid_to"]) or (date.max,))[-1],
        )
        for row in (one, two)
    ]
    return max(start for start, _ in spans) <= min(end for _, end in spans)


def _owners(tables: Tables) -> Iterator[Problem]:
    """One alias, one owner: compared as the matcher sees it, without case and accents."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables.get("aliases", ()):
        groups[view(row.cells["alias"]).text].append(row)
    for one, two in chain.from_iterable(combinations(rows, 2) for rows in groups.values()):
        owners = [row.cells["actor_id"] or "(blocked)" for row in (one, two)]
        if one.cells["alias"] and owners[0] != owners[1] and _overlap(one, two):
            message = (
                f"alias {show(two.cells['alias'])} belongs to both {show(owners[0])}"
                f" (line {one.line}) and {show(owners[1])}"
            )
            cure = "give it to one of them, or make language or validity differ"
            yield Problem("aliases.csv", two.line, "alias-shared", message, cure)


#: what a codebook must obey, in the order in which it is reported on one line
RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    _values,  # each cell alone
    _keys,  # no row twice
    _references,  # every id is known
    _intervals,  # nothing ends before it starts
    _item_pillars,  # an item has one pillar, wherever it is named
    _parents,  # no actor is part of itself
    _holders,  # persons hold offices
    _members,  # offices and only they name the members of a collective
    _aliases,  # letters, and an owner unless blocked
    _owners,  # and never two owners
)


def validate(tables: Tables) -> list[Problem]:
    """Apply every rule to parsed tables; nothing is read or raised.

    Parameters
    ----------
    tables : mapping of table name to rows
        As `borderlab.coding.codebook.parse_table` returns them, without those it could not read.

    Returns
    -------
    list of Problem
        By file in the order of `COLUMNS`, then by line; empty for a good codebook.

    Examples
    --------
    >>> good = Row(2, {"pillar": "1", "label": "One", "label_es": "Uno", "source": "", "note": ""})
    >>> odd = Row(3, {**good.cells, "pillar": "9th"})
    >>> print(*validate({"pillars": [good, odd]}))
    pillars.csv:3: pillar '9th' is no number; write a whole number such as 3 [number-malformed]
    """
    return by_place(chain.from_iterable(rule(tables) for rule in RULES))


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, in the order of `COLUMNS`, and by line."""
    order = [f"{name}.csv" for name in COLUMNS]
    return sorted(problems, key=lambda p: (order.index(p.path), p.line))
