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
_BREAKING = '"\\\n\t\u2028\u2029'
_MOST = 10_000_000  # vertices: a line of few bytes may announce any number


def dump(plain: Plain) -> list[bytes]:
    """Write ids and weights.

    The mark in front says UTF-8 to Pajek; networkx stumbles over it unless a line of its own
    follows.
    """
    numbers = {node: number for number, node in enumerate(plain.nodes, start=1)}
    lines = ["\ufeff*Network borderlab", f"*Vertices {len(numbers)}"]
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

    Letters may be written as ``&#243;``, as Pajek does.
    """
    [part] = parts
    names: dict[str, str] = {}
    edges: list[tuple[str, str, Attributes]] = []
    for line, section, words in _lines(part):
        try:
            if words[0].startswith("*"):
                names |= {str(n): str(n) for n in range(1, _count(section, words) + 1)}
            elif section == "*vertices":
                names[_known(words[0], names)] = _name(words[1])
            else:
                weight = {"weight": _number(words[2])} if len(words) > 2 else {}
                edges.append((names[words[0]], names[words[1]], weight))
        except (IndexError, KeyError, ValueError) as error:
            why = f"has a line under {section} that is none: {' '.join(words)[:100]!r}"
            raise unreadable(part.name, why, "save it from Pajek again", line) from error
    return [(name, {}) for name in names.values()], edges, {}


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
