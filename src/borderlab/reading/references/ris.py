"""RIS: lines of a tag and its value, from ``TY`` to ``ER``."""

from __future__ import annotations

import re
from typing import Any

import rispy

from borderlab.reading.references.fields import Entries, Found, persons

FIELDS = {
    "key": "ID", "title": "TI T1", "author": "AU A1", "outlet": "T2 JO JF JA PB",
    "published": "DA PY Y1", "language": "LA", "url": "UR", "archived_url": "AN",
    "accessed": "Y2", "rights": "CR", "note": "N1 M1 M2",
}  # fmt: skip
KINDS = {"news": "NEWS", "organisation": "RPRT", "": "ELEC"}
OUTLETS = {"organisation": "PB"}
FRAME = ("", "\n", "")
_TAG = "[A-Z][A-Z0-9]  -"
_PARSER = rispy.RisParser(
    mapping={tag: tag for tag in " ".join(["TY", *FIELDS.values()]).split()},
    list_tags=["AU", "A1", "N1"],
    delimiter_tags_mapping={},  # an address may hold a semicolon
    skip_unknown_tags=True,
)


def read(text: str) -> Entries:
    """Yield the entries of a file."""
    head, *blocks = re.split(r"(?m)^(?=TY  -)", text)
    line = 1 + head.count("\n")
    for block in blocks:
        entry, end, rest = re.sub(rf"\n(?!{_TAG})", " ", block).partition("\nER  -")
        if end:
            yield line, _fields(_PARSER.parse(entry + end)[0])
        if not end or re.search(_TAG, rest):  # cut off, or joined without a new line between
            yield line, "its end (ER) is missing or runs into another entry"
        line += block.count("\n")


def _fields(entry: dict[str, Any]) -> Found:
    found = {t: "; ".join(filter(None, v)) if isinstance(v, list) else v for t, v in entry.items()}
    for tag in {"DA", "PY", "Y1", "Y2"} & {*found}:  # 2023/04/28/, 2023/04//, 2023/00/00
        found[tag] = re.sub("/(?=0?[1-9])", "-", found[tag], count=2).partition("/")[0]
    if entry["TY"] == "RPRT":
        found.pop("T2", None)  # there it names the series
    return found


def write(kind: str, fields: Found) -> str:
    """Write an entry."""
    people = [", ".join(filter(None, name)) for name in persons(fields.get("AU", ""))]
    dates = {tag: _date(fields.get(tag, "")) for tag in ("DA", "Y2")}
    values = {**fields, **dates, "PY": dates["DA"][:4]}
    lines = [(t, v) for t, text in values.items() for v in (people if t == "AU" else [text]) if v]
    return "".join(f"{tag}  - {text}\n" for tag, text in [("TY", kind), *lines, ("ER", "")])


def _date(text: str) -> str:
    """Write a date, or what both ends of an interval share: RIS has no intervals."""
    shared = (text[:n] for n in (10, 7, 4) if len({end[:n] for end in text.split("/")}) == 1)
    parts = next(shared, "").split("-")
    return "/".join([*parts, "", ""][:3]) + "/" if parts[0] else ""
