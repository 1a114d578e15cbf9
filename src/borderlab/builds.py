"""Builds of a study as a whole: two compared, and one told as a methods text."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from borderlab.building import all_tables
from borderlab.errors import OutputError, Problem, SourceError
from borderlab.study import Study, open_study

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.publishing.methods import Methods


def compare(a: str | Path, b: str | Path) -> pd.DataFrame:
    """List what differs between two builds, see `publishing.comparing.compare_tables`.

    Parameters
    ----------
    a, b : str or pathlib.Path
        Each a study (a folder that holds ``seeds/``, built now) or what `export` wrote of one.

    Returns
    -------
    pandas.DataFrame, one row a difference, sorted
        Columns what, id, change, before, after, all str; empty when the builds are equal in every
        table. ``attrs["same"]`` lists the tables that are.

    Raises
    ------
    SourceError
        When a folder is neither.

    Examples
    --------
    >>> compare(".", ".").empty
    True
    """
    from borderlab.publishing.comparing import compare_tables
    from borderlab.publishing.export_reading import read_tables

    with TemporaryDirectory() as scratch:
        sides = [_exported(Path(path), Path(scratch, side)) for path, side in ((a, "a"), (b, "b"))]
        return compare_tables(*map(read_tables, sides))


def _exported(path: Path, scratch: Path) -> Path:
    """Return a folder of tables; a study's are written first, so that both sides are read alike."""
    from borderlab.publishing.export import write_tables

    if (path / "seeds").is_dir():  # not a folder above it: an export may lie inside a study
        study = Study(path.resolve())
        write_tables(all_tables(study), scratch)
        return scratch
    if not (path / "documents.csv").is_file():
        say, cure = (
            "holds neither seeds/ nor documents.csv",
            "name a study, or what its export wrote",
        )
        raise SourceError(Problem(str(path), 0, "no-build", say, cure))
    return path


def methods(
    root: Path, *, reference: Path | None = None, lang: Literal["en", "es"] | None = None
) -> Methods:
    """Write the methods text of the study at a folder, see `describing.methods`."""
    from borderlab.describing import methods as write

    study = open_study(root)
    return write(study, reference=reference, lang=lang or study.lang)


def write_differences(found: pd.DataFrame, path: Path) -> Path:
    """Write what `compare` found as a CSV file that no spreadsheet runs.

    Raises
    ------
    OutputError
        When something else stands there already.
    """
    from borderlab.escapes import for_csv

    text = found.map(for_csv).to_csv(index=False, quoting=csv.QUOTE_ALL, lineterminator="\n")
    return _write_new(path, text)


def write_methods(written: Methods, folder: Path) -> list[Path]:
    """Write ``methods.txt`` and ``methods.bib``.

    Raises
    ------
    OutputError
        When something else stands there already, such as a text that was edited.
    """
    from borderlab.escapes import visible

    texts = {"methods.txt": visible(written.text) + "\n", "methods.bib": written.bibtex}
    for name, text in texts.items():  # both or none
        _refuse_other(folder / name, text)
    return [_write_new(folder / name, text) for name, text in texts.items()]


def _write_new(path: Path, text: str) -> Path:
    from borderlab.publishing.swapping import write_whole

    _refuse_other(path, text)
    return write_whole(path, text.encode())


def _refuse_other(path: Path, text: str) -> None:
    """Keep what somebody else may have written."""
    if path.is_dir() or (path.is_file() and path.read_bytes() != text.encode()):
        say, cure = "stands there already and is another one", "move it or name another place"
        raise OutputError(Problem(path.name, 0, "exists", say, cure))
