"""Strict JSON: text that any encoding holds, and no NaN, which few but Python read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from borderlab.publishing.interchange.files import Part
from borderlab.publishing.interchange.plain import unreadable
from borderlab.publishing.interchange.values import SURROGATE, seal, tag, unseal, untag


def to_json(whole: Mapping[str, Any]) -> bytes:
    """Write an object, one line a record, so that versions can be compared line by line.

    Examples
    --------
    >>> print(to_json({"nodes": [{"n": 1}, {"n": float("nan")}]}).decode(), end="")
    {"nodes": [
    {"n": 1},
    {"n": "json:NaN"}
    ]}
    """
    members = [f"{json.dumps(name)}: {_lines(value)}" for name, value in whole.items()]
    return ("{" + ",\n".join(members) + "}\n").encode()


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _dumps(value)
    return "[\n" + ",\n".join(map(_dumps, value)) + "\n]"


def _dumps(value: Any) -> str:
    return json.dumps(_to_strict(value), ensure_ascii=False, allow_nan=False)


def _to_strict(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {seal(key, SURROGATE): _to_strict(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_to_strict(held) for held in value]
    finite = isinstance(value, float) and abs(value) < float("inf")
    if value is None or finite or isinstance(value, int):
        return value
    return seal(tag(value), SURROGATE)


def from_json(part: Part) -> Any:
    """Read an object that `to_json` or another program wrote.

    Raises
    ------
    SourceError
        With the line where the JSON breaks.
    """
    try:
        whole = json.loads(part.content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        why = f"is broken JSON ({error.msg})"
        raise unreadable(part.name, why, "export it again", error.lineno) from error
    if not isinstance(whole, dict):
        raise unreadable(part.name, "is JSON, but no object", "export it again")
    return _from_strict(whole)


def _from_strict(value: Any) -> Any:
    if isinstance(value, dict):
        return {unseal(key): _from_strict(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_from_strict(held) for held in value]
    return untag(unseal(value)) if isinstance(value, str) else value


def records(part: Part, whole: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a member that has to be a list of objects; an absent one is empty."""
    found = whole.get(name, [])
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise unreadable(part.name, f"{name!r} is no list of objects", "export it again")
    return found


def text_id(part: Part, record: Mapping[str, Any], name: str) -> str:
    """Return an id, which has to be there and is text here even if it is a number there."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        why = f"a record has no {name} that is text or a whole number"
        raise unreadable(part.name, why, "export it again")
    return str(value)
