"""Exports read back as tables of text, every cell as it was before it was disarmed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from borderlab.errors import Problem, SourceError

#: table -> the columns that are compared, those that say which row it is first
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "doc_id", "sha256", "label", "language", "title", "outlet", "author", "published_earliest",
        "published_latest", "published_basis", "story_id",
    ),
    "mentions": ("doc_id", "start", "end", "surface", "actor_id", "form", "role", "office"),
    "codings": ("doc_id", "start", "end", "cue", "pillar", "item", "basis"),
    "edges": ("source", "target", "weight"),
    "headlines": ("headline", "sentence"),
    "record": ("kind", "what", "which"),
}  # fmt: skip
_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")  # what for_csv makes of the start of a formula
_GRAPH = ("network_nodes", "network_edges")  # lists of a graph, not tables of a study


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a folder that `borderlab export` wrote.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name; every cell a str as it was before it was disarmed for spreadsheets. Those of
        `COLUMNS` are there and have these columns.

    Raises
    ------
    SourceError
        When the folder is no export, or a table lacks a column.
    """
    names = {path.stem for path in folder.glob("*.csv")} - set(_GRAPH) | set(COLUMNS)
    return {name: _read(folder / f"{name}.csv", COLUMNS.get(name, ())) for name in sorted(names)}


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    place, cure = f"{path.parent.name}/{path.name}", "write the folder anew with borderlab export"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = list(csv.reader(file)) or [[]]
        cells = [[_armed(cell) for cell in row] for row in rows]
        found = pd.DataFrame(cells, columns=head, dtype="object")
        return found[[*columns, *(name for name in head if name not in columns)]]
    except OSError as error:
        why = f"cannot be read ({error.strerror or error})"
    except KeyError as error:
        why = f"lacks a column ({str(error.args[0]).strip()})"
    except (ValueError, csv.Error) as error:
        why = f"is no table ({str(error).splitlines()[0]})"
    raise SourceError(Problem(place, 0, "no-export", why, cure))


def _armed(cell: str) -> str:
    """Take off the apostrophe that `for_csv` put before a formula.

    Examples
    --------
    >>> _armed("'-based"), _armed("'tis")
    ('-based', "'tis")
    """
    return cell[1:] if cell.startswith(_FORMULA) else cell
