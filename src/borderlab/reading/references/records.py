"""Tables of source records from files, and files from tables; what does not fit is a problem."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pandas as pd

from borderlab.errors import Problem, SourceError
from borderlab.escapes import visible
from borderlab.reading.files import problem, shown
from borderlab.reading.references.fields import COLUMNS, Found, interval, shortest
from borderlab.reading.words import fold

_FORMATS = {".ris": "ris", ".bib": "bibtex", ".json": "csl"}
_LANGUAGES = {
    "en": ("en", "eng", "english", "american", "british", "ingles"),
    "es": ("es", "spa", "spanish", "mexican", "castilian", "espanol", "castellano"),
}


def _format(path: Path) -> ModuleType:
    if name := _FORMATS.get(path.suffix.lower()):
        return import_module(f"{__package__}.{name}")
    say, hint = f"{path.name!r} is no reference list", f"use one of {', '.join(_FORMATS)}"
    raise SourceError(problem(path.name, "unknown-format", say, hint))


def _line(text: str) -> str:
    return " ".join(shown(text).split())


def _entries(path: Path, form: ModuleType) -> list[tuple[int, Found | str]]:
    try:
        text = path.read_text("utf-8-sig")
        if not (found := list(form.read(text))) and text.strip("[]\n "):
            raise ValueError("it holds no reference")
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error  # without the folder, which is private
        say, hint = f"{path.name!r} cannot be read: {why}", "export it again, in UTF-8"
        raise SourceError(problem(path.name, "unreadable-references", _line(say), hint)) from error
    return found


def _record(found: Found, fields: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Make the row of an entry, and list what stands in it for a date and is none."""
    lines = {name: line for name, text in found.items() if (line := _line(text))}
    texts = {c: [lines[n] for n in ns.split() if n in lines] or [""] for c, ns in fields.items()}
    row = {column: some[0] for column, some in texts.items()}
    days = {c: next(filter(None, map(interval, texts[c])), None) for c in ("published", "accessed")}
    row["published_earliest"], row["published_latest"] = days["published"] or ("", "")
    row["accessed"] = shortest(*(days["accessed"] or ("", "")))
    language = re.split("[^a-z]", fold(row["language"]))[0]
    row["language"] = next((code for code, names in _LANGUAGES.items() if language in names), "")
    row["archived_url"] = re.sub("^(?!https?://).*", "", row["archived_url"])  # a shelf mark
    return row, [texts[column][0] for column, some in days.items() if not some]


def read_references(path: str | Path) -> tuple[pd.DataFrame, list[Problem]]:
    r"""Read the source records that a reference manager exported.

    Parameters
    ----------
    path : str or Path
        A file in UTF-8: ``.ris``, ``.bib`` (BibLaTeX, BibTeX) or ``.json`` (CSL-JSON).

    Returns
    -------
    (records, problems)
        One row an entry: key, line (int64, 0 in CSL-JSON) and `COLUMNS`, strings with white space
        folded. Persons, ``Family, Given`` or a literal name, are joined by ``"; "``; a month or a
        year gives its first and last day; language is ``en``, ``es`` or nothing. What was left
        out is a problem ``malformed-reference`` (an entry) or ``unreadable-date``.

    Raises
    ------
    SourceError
        When the file cannot be read at all, or its suffix is another one.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "library.bib"
    ...     _ = path.write_text(r"@online{pe, title={Pe{\~n}asco \& Nogales}, date={2023-04}}")
    ...     read_references(path)[0].loc[0, ["key", "title", "published_latest"]].tolist()
    ['pe', 'Peñasco & Nogales', '2023-04-30']
    """
    path, rows, problems = Path(path), [], []
    form = _format(path)
    for line, found in _entries(path, form):
        if isinstance(found, str):
            odd = [("malformed-reference", f"an entry was left out: {found}")]
        else:
            row, dates = _record(found, form.FIELDS)
            rows.append({**row, "line": line})
            say = f"of the entry {row['key'] or row['title']!r} is no date and was left open"
            odd = [("unreadable-date", f"{date!r} {say}") for date in dates]
        hint = "correct it in the reference manager and export it again"
        problems += [problem(path.name, code, _line(say), hint, line) for code, say in odd]
    types = {"key": "str", "line": "int64", **dict.fromkeys(COLUMNS, "str")}
    return pd.DataFrame(rows, columns=[*types]).astype(types), problems


def _cells(row: dict[str, object]) -> dict[str, str]:
    """Make the cells of a record that any of the formats can carry, its dates checked."""
    wanted = ("doc_id", "publisher_kind", *COLUMNS)
    cells = {c: "" if pd.isna(row.get(c)) else visible(_line(str(row[c]))) for c in wanted}
    cells["published"] = f"{cells['published_earliest']}/{cells['published_latest']}"
    for column in ("published", "accessed"):
        if not (days := interval(cells[column])):
            say = f"{column} {cells[column]!r} is no date, or its ends are exchanged"
            hint = "write 2021, 2021-07 or 2021-07-09"
            raise SourceError(problem(cells["doc_id"], "unreadable-date", say, hint))
        cells[column] = shortest(*days)
    cells["key"] = re.sub(r"[^\w.:+-]+", "-", cells["doc_id"])  # BibTeX takes no space or comma
    return cells


def _entry(cells: dict[str, str], form: ModuleType) -> str:
    kind = cells["publisher_kind"] if cells["publisher_kind"] in form.KINDS else ""
    names = {column: names.split()[0] for column, names in form.FIELDS.items()}
    names["outlet"] = form.OUTLETS.get(kind, names["outlet"])
    fields = {name: cells[column] for column, name in names.items() if cells[column]}
    return str(form.write(form.KINDS[kind], fields))


def write_references(records: pd.DataFrame, path: str | Path) -> Path:
    r"""Write source records for a reference manager, the same bytes for the same records.

    Parameters
    ----------
    records : pandas.DataFrame
        One row a text: doc_id (a column or the index), any of `COLUMNS`, dates being days, months,
        years or timestamps, and publisher_kind: ``news`` makes a newspaper article,
        ``organisation`` a report, anything else a web page.
    path : str or Path
        ``.ris``, ``.bib`` (BibLaTeX) or ``.json`` (CSL-JSON); what stands there is replaced.

    Returns
    -------
    Path
        The file, from which `read_references` reads the same records, sorted, what is invisible
        made visible; but RIS keeps of two days of publication the month or year they share.

    Raises
    ------
    SourceError
        When the suffix is another one, a date is none, or two records have one doc_id.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> records = pd.DataFrame({"doc_id": ["pe"], "title": ["50% of $5 {net}"]})
    >>> with TemporaryDirectory() as folder:
    ...     print(write_references(records, Path(folder) / "sources.bib").read_text().strip())
    @online{pe,
      title = {50\% of \$5 {\textbraceleft}net{\textbraceright}},
    }
    """
    path = Path(path)
    form = _format(path)
    table = records if "doc_id" in records else records.reset_index(names="doc_id")
    rows = sorted(map(_cells, table.to_dict("records")), key=lambda cells: cells["key"])
    if twice := [a["key"] for a, b in pairwise(rows) if a["key"] == b["key"]]:
        say, hint = f"doc_id {twice[0]!r} stands more than once", "give each record its own"
        raise SourceError(problem(path.name, "duplicate-row", say, hint))
    before, between, after = form.FRAME
    path.write_bytes(f"{before}{between.join(_entry(r, form) for r in rows)}{after}".encode())
    return path
