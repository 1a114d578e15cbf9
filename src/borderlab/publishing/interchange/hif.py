"""Who is named in which unit, as HIF, the format that libraries of hypergraphs share [1]_.

An actor is a node and a unit is an edge: the set of those that it names. Units that name nobody are
edges without an incidence.

References
----------
.. [1] Coll et al. (2025), HIF: The hypergraph interchange format for higher-order networks, Network
   Science 13, e21. doi:10.1017/nws.2025.10018
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.publishing.interchange.files import Part
from borderlab.publishing.interchange.plain import attributes, named, refusal, unreadable
from borderlab.publishing.interchange.strict import from_json, records, text_id, to_json
from borderlab.tables import Incidence

_PAIR = ["unit_id", "actor_id"]
#: where in `cells` a row stood: HIF keeps an incidence once, and cells are in reading order
_ROW = "cell"


def dump(units: Incidence, name: str) -> bytes:
    """Write units and actors with their columns, incidences with the columns of their cells.

    Raises
    ------
    OutputError
        When two units or two actors have one id, or a cell stands where the matrix has nothing.
    """
    for frame, what in ((units.units, "units"), (units.actors, "actors")):
        named(frame.index, name, what)
    frames = {"units": units.units, "actors": units.actors, "cells": units.cells}
    told = attributes(units.choices, name)
    choices = {key: told.get(key) for key in map(str, units.choices)}  # None is a choice
    types = {what: {str(c): str(t) for c, t in f.dtypes.items()} for what, f in frames.items()}
    return to_json({
        "network-type": "undirected",
        "metadata": {"choices": choices, "dtypes": types},
        "incidences": _incidences(units, name),
        "nodes": [{"node": i, "attrs": attrs} for i, attrs in _rows(units.actors, name)],
        "edges": [{"edge": i, "attrs": attrs} for i, attrs in _rows(units.units, name)],
    })  # fmt: skip


def _rows(frame: pd.DataFrame, name: str) -> list[tuple[str, dict[str, Any]]]:
    """List a frame's rows: index and the values that are not missing."""
    return [
        (str(i), attributes({c: v for c, v in row.items() if not _is_missing(v)}, name))
        for i, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]


def _is_missing(value: Any) -> bool:
    return bool(pd.isna(value)) if pd.api.types.is_scalar(value) else False


def _incidences(units: Incidence, name: str) -> list[dict[str, Any]]:
    """List who is named where, unit by unit, with a list for every column of the cells."""
    rows, columns = units.matrix.nonzero()
    pairs = sorted(zip(rows.tolist(), columns.tolist(), strict=True))
    told = _cells(units.cells, name)
    listed = []
    for row, column in pairs:
        unit, actor = str(units.units.index[row]), str(units.actors.index[column])
        listed.append({"edge": unit, "node": actor, "attrs": told.pop((unit, actor), {})})
    if told:
        unit, actor = next(iter(told))
        why = f"the cells name {actor!r} in {unit!r}, where the matrix has nothing"
        raise refusal(name, "incidence-cells", why, "make the incidence again")
    return listed


def _cells(cells: pd.DataFrame, name: str) -> dict[tuple[str, str], dict[str, list[Any]]]:
    told: dict[tuple[str, str], dict[str, list[Any]]] = {}
    for number, record in enumerate(cells.to_dict("records")):
        pair = (str(record.pop("unit_id")), str(record.pop("actor_id")))
        columns = told.setdefault(pair, {**{str(c): [] for c in record}, _ROW: []})
        read = attributes({c: v for c, v in record.items() if not _is_missing(v)}, name)
        read[_ROW] = number
        for column, values in columns.items():
            values.append(read.get(column))
    return told


def load(part: Part) -> Incidence:
    """Read what `dump` wrote, or any other undirected hypergraph.

    Raises
    ------
    SourceError
        When it is none.
    """
    whole = from_json(part)
    kind = whole.get("network-type", "undirected")
    if "incidences" not in whole or kind != "undirected":
        why = f"is {kind}" if "incidences" in whole else "has no incidences"
        raise unreadable(part.name, why, "export an undirected hypergraph as HIF")
    found = [
        (text_id(part, r, "edge"), text_id(part, r, "node"), r.get("attrs") or {})
        for r in records(part, whole, "incidences")
    ]
    told = whole.get("metadata") or {}
    types, choices = told.get("dtypes") or {}, told.get("choices") or {}
    units = _things(part, whole, "edge", [unit for unit, _, _ in found])
    actors = dict(sorted(_things(part, whole, "node", [actor for _, actor, _ in found]).items()))
    return Incidence(
        matrix=_matrix(found, list(units), list(actors)),
        units=_frame(units, "unit_id", types.get("units")),
        actors=_frame(actors, "actor_id", types.get("actors")),
        cells=_cell_frame(found, types.get("cells")),
        choices={key: _tuples(value) for key, value in choices.items()},
    )


def _things(
    part: Part, whole: Mapping[str, Any], name: str, named_too: list[str]
) -> dict[str, dict[str, Any]]:
    """Collect the records of edges or nodes by id, and those that incidences alone name."""
    things: dict[str, dict[str, Any]] = {}
    for record in records(part, whole, f"{name}s"):
        thing = text_id(part, record, name)
        if thing in things:
            raise unreadable(part.name, f"two {name}s have the id {thing!r}", "give each its own")
        things[thing] = record.get("attrs") or {}
    return things | {thing: {} for thing in named_too if thing not in things}


def _matrix(found: list[tuple[str, str, Any]], units: list[str], actors: list[str]) -> csr_array:
    row = {unit: n for n, unit in enumerate(units)}
    column = {actor: n for n, actor in enumerate(actors)}
    places = ([row[u] for u, _, _ in found], [column[a] for _, a, _ in found])
    ones = np.ones(len(found), dtype="int64")
    return csr_array((ones, places), shape=(len(units), len(actors)), dtype="int64").sign()


def _frame(
    things: Mapping[str, Mapping[str, Any]], index: str, types: Mapping[str, str] | None
) -> pd.DataFrame:
    frame = pd.DataFrame(list(things.values()), columns=list(types) if types is not None else None)
    frame.index = pd.Index(list(things), name=index, dtype="str")
    return frame.astype(dict(types or {}))


def _cell_frame(found: list[tuple[str, str, Any]], types: Mapping[str, str] | None) -> pd.DataFrame:
    """Make the cells again; of another program's file, one row an incidence."""
    if types is None:
        rows = [{**attrs, "unit_id": unit, "actor_id": actor} for unit, actor, attrs in found]
        return pd.DataFrame(rows, columns=None if rows else _PAIR)
    rows = [
        {"unit_id": unit, "actor_id": actor, **dict(zip(attrs, values, strict=True))}
        for unit, actor, attrs in found
        for values in zip(*attrs.values(), strict=True)
    ]
    rows.sort(key=lambda row: row[_ROW])
    return pd.DataFrame(rows, columns=list(types)).astype(dict(types))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
