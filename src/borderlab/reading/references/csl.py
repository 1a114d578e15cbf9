"""CSL-JSON: a list of items, or an object that holds one."""

from __future__ import annotations

import json
from typing import Any

from borderlab.reading.references.fields import Entries, Found, persons

FIELDS = {
    "key": "id", "title": "title", "author": "author", "outlet": "container-title publisher",
    "published": "issued", "language": "language", "url": "URL", "accessed": "accessed",
    "archived_url": "archive_location", "rights": "rights", "note": "note",
}  # fmt: skip
KINDS = {"news": "article-newspaper", "organisation": "report", "": "webpage"}
OUTLETS = {"organisation": "publisher"}
FRAME = ("[", ",\n", "]\n")


def read(text: str) -> Entries:
    """Yield the items of a file; their lines are not known."""
    items = json.loads(text.strip() or "[]")
    items = items.get("items") if isinstance(items, dict) else items
    if not isinstance(items, list):
        raise ValueError("it holds no list of references")
    for number, item in enumerate(items, start=1):
        try:
            yield 0, _fields(item)
        except (AttributeError, TypeError):
            yield 0, f"number {number} is no CSL item, or a field of it has another kind of value"


def _fields(item: dict[str, Any]) -> Found:
    found = {**(item.get("custom") or {}), **item}
    found["author"] = "; ".join(filter(None, map(_person, item.get("author") or [])))
    found |= {name: _date(item.get(name) or "") for name in ("issued", "accessed")}
    used = {n: found.get(n) or "" for names in FIELDS.values() for n in names.split()}
    if any(isinstance(value, dict | list) for value in used.values()):
        raise TypeError
    return {name: str(value) for name, value in used.items()}


def _person(name: dict[str, str]) -> str:
    parts = ("non-dropping-particle family", "given dropping-particle", "suffix")
    words = (" ".join(name[n] for n in part.split() if name.get(n)) for part in parts)
    return name.get("literal") or ", ".join(filter(None, words))


def _date(value: dict[str, Any] | str) -> str:
    if isinstance(value, str):
        return value
    ends = ("-".join(str(p) for p in end if p != 0) for end in value.get("date-parts") or [])
    return "/".join(ends) or str(value.get("raw") or value.get("literal") or "")


def write(kind: str, fields: Found) -> str:
    """Write an item."""
    item: dict[str, Any] = {"type": kind, **fields}
    if people := persons(item.pop("author", "")):
        item["author"] = [{"family": f, "given": g} if f else {"literal": g} for f, g in people]
    for name in {"issued", "accessed"} & {*fields}:  # an open end is written as zeros
        ends = ((end or "0-0-0").split("-") for end in fields[name].split("/"))
        item[name] = {"date-parts": [[*map(int, end)] for end in ends]}
    if "rights" in item:  # no field of the format
        item["custom"] = {"rights": item.pop("rights")}
    return json.dumps(item, ensure_ascii=False, indent=2)
