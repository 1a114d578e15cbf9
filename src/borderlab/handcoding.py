"""Coding by hand: blind sheets for people, and what comes of them beside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from borderlab.coding.coders import Coder, compare_coders, list_disagreements, to_coder
from borderlab.errors import Problem, SourceError
from borderlab.study import open_study

_LOCK = "~$"  # what Excel keeps beside an open workbook begins so

#: the line above the table of agreement
EXPLAINED = (
    "the second coder of a pair is the reference; found: mentions of the first, "
    "reference: of the second, both: what both have; – = cannot be said"
)


class Read(NamedTuple):
    """What filled sheets say."""

    coders: list[Coder]  # the rules first
    agreement: pd.DataFrame  # of every two, see `compare_coders`; object, so counts stay whole
    disagreements: Path  # the list, as CSV
    problems: list[Problem]  # lines of the sheets that do not count


def write(
    root: Path, path: Path | None = None, *, n: int = 30, seed: int = 2021, coder: str = ""
) -> Path:
    """Write a blind sheet of n sentences drawn with a seed; by default into ``sheets/``.

    Raises
    ------
    OutputError
        When something stands there already.
    """
    from borderlab.coding.sheets import sample_sentences, write_sheet
    from borderlab.escapes import for_filename

    study = open_study(root)
    who = f"-{for_filename(coder)}" if coder else ""
    path = path or study.root / "sheets" / f"sheet-{seed}-{n}{who}.xlsx"
    sample = sample_sentences(study.corpus, n, rng=seed)
    return write_sheet(sample, study.codebook, path, coder=coder)


def read(root: Path, paths: Sequence[Path]) -> Read:
    """Read filled sheets, compare them with the rules and with each other, list where they differ.

    Sheets with one coder's name are taken together; the rules are what they were before
    corrections. The lock file that Excel keeps beside an open workbook is skipped. The list goes to
    ``build/sheets/disagreements.csv``, made anew each time.

    Raises
    ------
    SourceError
        When a file is no sheet, or two sheets of one coder have a sentence in common.
    """
    from borderlab.coding.merging import join_sheets
    from borderlab.coding.sheet_reading import read_sheet
    from borderlab.publishing.export import write_tables

    study = open_study(root)
    locks = [_lock(path) for path in paths if path.name.startswith(_LOCK)]
    paths = [path for path in paths if not path.name.startswith(_LOCK)]
    if not paths:
        raise SourceError(locks)
    sheets = [read_sheet(path, study.corpus, study.codebook) for path in paths]
    filed = sorted(zip(sheets, paths, strict=True), key=lambda pair: pair[0].name)
    people = []
    for _, pairs in groupby(filed, lambda pair: pair[0].name):
        parts, names = zip(*pairs, strict=True)
        people.append(join_sheets(parts, files=[path.name for path in names]))
    coders = [to_coder("rules", study.coded, study.codings, study.corpus), *people]
    agreement = compare_coders(coders)
    listed = list_disagreements(coders, study.corpus)
    [path] = write_tables({"disagreements": listed}, study.root / "build" / "sheets")
    problems = [*locks, *(p for sheet in sheets for p in sheet.problems)]
    return Read(coders, agreement.astype("object"), path, problems)


def _lock(path: Path) -> Problem:
    say = "is no sheet but the lock of one that is open, and was skipped"
    return Problem(path.name, 0, "lock-file", say, "save and close the sheet in Excel")


def is_blank(person: Coder) -> bool:
    """Say whether a coder has coded nothing yet, so that there is nothing to compare."""
    return not person.coded[["mentions", "pillars"]].to_numpy().any()


def summary(person: Coder) -> str:
    """Say in one line how much a coder coded, and how much waits for lines to be mended."""
    counts = person.coded[["mentions", "pillars"]].sum()
    told = f"{counts['mentions']} sentences coded for mentions, {counts['pillars']} for pillars"
    told = "nothing is coded yet" if is_blank(person) else told
    waiting = len(person.left_out)
    return f"{person.name}: {told}" + (
        f"; {waiting} left out until their lines are mended" if waiting else ""
    )
