"""The lines of a sheet as rows: where the header is, who codes, which sentence a line is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from borderlab.coding.matching import view
from borderlab.coding.sheet_files import Line
from borderlab.errors import Problem, SourceError

NEEDED = ("sentence_id", "surface", "actor_id", "form", "role", "pillar", "check")
ENTRIES = ("surface", "nth", "actor_id", "form", "role", "pillar", "note")
_UNSEEN = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")


def find_places(said: str, sentence: str) -> list[tuple[int, int]]:
    r"""Find where words that a coder copied stand in a sentence, as whole words.

    Line breaks, the shape of quotation marks, and what cannot be seen make no difference; case and
    accents make one only where the words stand with and without it.

    Examples
    --------
    >>> find_places("sonora", "Sonora and\nNew Sonora"), find_places("AM", "AMCHAM")
    ([(0, 6), (15, 21)], [])
    """
    said = " ".join(_UNSEEN.sub(lambda match: chr(int(match[1], 16)), said).split())
    seen, wanted = view(sentence), view(said).text.strip()
    if not wanted:
        return []
    found = [
        seen.span(*match.span())
        for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", seen.text)
    ]
    return [(a, b) for a, b in found if " ".join(sentence[a:b].split()) == said] or found


def rows_of(path: Path, lines: Sequence[Line]) -> tuple[str, list[tuple[int, dict[str, str]]]]:
    """Find the header, return the coder's name above it and the rows below it."""
    heads = [i for i, line in enumerate(lines) if NEEDED[0] in map(str.lower, line.cells)]
    if not heads:
        say, cure = "has no line that names the columns", "restore the line with sentence_id"
        raise SourceError(Problem(path.name, 0, "sheet-header", say, cure))
    header = [cell.lower() for cell in lines[heads[0]].cells]
    if missing := [c for c in NEEDED if c not in header]:
        say = f"has no column {', '.join(missing)}"
        number = lines[heads[0]].number
        raise SourceError(Problem(path.name, number, "column-missing", say, "add the column"))
    named = [line.cells[1:2] for line in lines[: heads[0]] if line.cells[0].lower() == "coder"]
    return "".join(named[0] if named else []), [
        (line.number, {"nth": "", "note": ""} | dict(zip(header, line.cells, strict=False)))
        for line in lines[heads[0] + 1 :]
    ]


def continued(
    rows: Sequence[tuple[int, dict[str, str]]], order: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give lines without a sentence_id that of the line above, unless the sheet was sorted."""
    places = [order[row["sentence_id"]] for _, row in rows if row.get("sentence_id") in order]
    above = ""
    for line, row in rows:
        row = dict.fromkeys(NEEDED, "") | row
        if not any(row[c] for c in (*ENTRIES, "sentence_id")):
            continue
        above = row["sentence_id"] or (above if places == sorted(places) else "")
        yield line, {**row, "sentence_id": above}
