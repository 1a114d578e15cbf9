"""Pajek's ``.net``: ids and weights alone, since the format has no other attributes.

networkx's writer breaks on quotes and newlines, its reader on apostrophes, comments and marks of
encoding. Quotes, backslashes and line breaks, which Pajek cannot hold, are sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from borderlab.publishing.interchange.files import Part
from borderlab.publishing.interchange.plain import Attributes, Plain, Records, unreadable
from borderlab.publishing.interchange.values import seal, unseal

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_TOLD = re.compile(r"^\*network borderlab, (\d+) edges$")
_BREAKING = '"\\\n\t\u2028\u2029'
_MOST = 10_000_000  # vertices: a line of few bytes may announce any number


def dump(plain: Plain) -> list[bytes]:
    """Write ids and weights.

    The mark in front says UTF-8 to Pajek; networkx stumbles over it unless a line of its own
    follows. That line says how many edges there are, so that a file that was cut shows.
    """
    numbers = {node: number for number, node in enumerate(plain.nodes, start=1)}
    lines = [f"\ufeff*Network borderlab, {len(plain.edges)} edges", f"*Vertices {len(numbers)}"]
    lines += [f'{number} "{_label(node)}"' for node, number in numbers.items()]
    lines.append("*Edges")
    lines += [
        f"{numbers[source]} {numbers[target]}{_weight(data.get('weight'))}"
        for (source, target), data in plain.edges.items()
    ]
    return ["".join(f"{line}\n" for line in lines).encode()]


def _label(node: str) -> str:
    return seal(node, also=_BREAKING).replace("&#", "⟨U+0026⟩#")


def _weight(weight: Any) -> str:
    """Write a finite number; anything else is no weight to Pajek."""
    number = isinstance(weight, int | float) and not isinstance(weight, bool)
    return f" {weight}" if number and abs(weight) < float("inf") else ""


def load(parts: list[Part]) -> Records:
    """Read vertices and edges; coordinates and what Pajek draws with are left out.

    Letters may be written as ``&#243;``, as Pajek does. A file that was cut is refused, as far as
    it shows: within a line, before its edges, or where it says how many there are.
    """
    [part] = parts
    headings: list[str] = []
    names: dict[str, str] = {}
    edges: list[tuple[str, str, Attributes]] = []
    for line, section, words in _lines(part):
        try:
            if words[0].startswith("*"):
                headings.append(" ".join(words).lower())
                names |= {str(n): str(n) for n in range(1, _count(section, words) + 1)}
            elif section == "*vertices":
                names[_known(words[0], names)] = _name(words[1])
            else:
                weight = {"weight": _number(words[2])} if len(words) > 2 else {}
                edges.append((names[words[0]], names[words[1]], weight))
        except (IndexError, KeyError, ValueError) as error:
            why = f"has a line under {section} that is none: {' '.join(words)[:100]!r}"
            raise unreadable(part.name, why, "save it from Pajek again", line) from error
    _check_whole(part, headings, len(edges))
    return [(name, {}) for name in names.values()], edges, {}


def _check_whole(part: Part, headings: list[str], edges: int) -> None:
    """Refuse what was cut."""
    told = [int(n) for line in headings for n in _TOLD.findall(line)]
    if not part.content.endswith((b"\n", b"\r")):
        why = "ends within a line, as if it were cut"
    elif not any(line.startswith(("*edges", "*arcs")) for line in headings):
        why = "has no *Edges, as if it were cut"
    elif told and told != [edges]:
        why = f"says that it has {told[0]} edges and has {edges}, as if it were cut"
    else:
        return
    cure = "save it again; if it is whole, end it with *Edges and an empty line"
    raise unreadable(part.name, why, cure)


def _count(section: str, words: list[str]) -> int:
    count = int(words[1]) if section == "*vertices" else 0
    if count > _MOST:
        raise ValueError(count)
    return count


def _known(number: str, names: Mapping[str, str]) -> str:
    if number not in names:
        raise KeyError(number)
    return number


def _lines(part: Part) -> Iterator[tuple[int, str, list[str]]]:
    """Yield number, section and words of every line but comments; the line of a heading is one."""
    section = ""
    for number, line in enumerate(part.content.decode("utf-8-sig").split("\n"), start=1):
        words = [quoted or bare for quoted, bare in _WORD.findall(line)]
        if not words or line.startswith("%"):
            continue
        if line.startswith("*"):
            section = words[0].lower()
        elif section not in ("*vertices", "*edges"):
            why = f"has lines under {section or 'no heading'}, which say no undirected edges"
            raise unreadable(part.name, why, "save it as *Vertices and *Edges", number)
        yield number, section, words


def _name(label: str) -> str:
    return unseal(re.sub(r"&#(\d{2,7});", lambda match: chr(int(match[1])), label))


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
