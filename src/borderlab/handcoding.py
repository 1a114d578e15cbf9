"""Coding by hand: blind sheets for people, and what comes of them beside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from borderlab.coding.coders import Coder, compare_coders, list_disagreements, to_coder
from borderlab.errors import Problem
from borderlab.study import open_study


class Read(NamedTuple):
    """What filled sheets say."""

    coders: list[Coder]  # the rules first
    agreement: pd.DataFrame  # of every two, see `compare_coders`
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
    corrections. The list goes to ``build/sheets/disagreements.csv``, made anew each time.

    Raises
    ------
    SourceError
        When a file is no sheet, or two sheets of one coder have a sentence in common.
    """
    from borderlab.coding.merging import join_sheets
    from borderlab.coding.sheet_reading import read_sheet
    from borderlab.publishing.export import write_tables

    study = open_study(root)
    sheets = [read_sheet(path, study.corpus, study.codebook) for path in paths]
    named = groupby(sorted(sheets, key=lambda sheet: sheet.name), lambda sheet: sheet.name)
    people = [join_sheets(list(parts)) for _, parts in named]
    coders = [to_coder("rules", study.coded, study.codings, study.corpus), *people]
    agreement = compare_coders(coders)
    listed = list_disagreements(coders, study.corpus)
    [path] = write_tables({"disagreements": listed}, study.root / "build" / "sheets")
    return Read(coders, agreement, path, [p for sheet in sheets for p in sheet.problems])
