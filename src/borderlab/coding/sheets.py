"""Blind coding sheets: sentences drawn for a person to code, with nothing of the machine in them.

A sheet is one table, ``coder`` and a name above it. One line is one mention; a line without an
entry is *not coded yet*, ``(nobody)`` is *coded, and nobody is named*: uncoded is no agreement.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from borderlab.errors import OutputError, Problem
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

#: the columns of a sheet; those from surface to note are the coder's
COLUMNS = (
    "sentence_id", "source", "before", "text", "after", "surface", "nth", "actor_id", "form",
    "role", "pillar", "note", "check",
)  # fmt: skip
NOBODY = "(nobody)"  # under actor_id: read, and nobody is named
NO_PILLAR = "(none)"  # under pillar: read, and about none of them


def check_of(text: str) -> str:
    """Return what a sheet carries to tell whether a sentence has changed since.

    It begins with a letter, since a spreadsheet would take digits for a number.

    Examples
    --------
    >>> check_of("Ports reopened.")
    'xdf802a99187'
    """
    return "x" + hashlib.sha256(text.encode()).hexdigest()[:11]


def sample_sentences(corpus: Corpus, n: int, *, rng: int | np.random.Generator) -> pd.DataFrame:
    """Draw sentences from every document by its share, for a person to code.

    Parameters
    ----------
    corpus : Corpus
    n : int
        How many; all of them where there are fewer.
    rng : int or numpy.random.Generator
        The only source of chance.

    Returns
    -------
    pandas.DataFrame, index sentence_id
        The rows of ``corpus.sentences`` (titles and bodies) in reading order, with ``source`` (the
        label of the text), ``before`` and ``after`` (the neighbours in the text, empty at its ends)
        and ``check``. Shares are proportional, rounded up: no document is drawn from twice before
        each was drawn from once; which ones round up is left to chance.

    Raises
    ------
    ValueError
        When n is below 1.

    Examples
    --------
    >>> import borderlab as bl
    >>> sample = sample_sentences(bl.open_study(".").corpus, 10, rng=2021)
    >>> sample["doc_id"].value_counts().sort_index().tolist()
    [3, 1, 2, 2, 2]
    """
    expect(corpus=(corpus, Corpus))
    if n < 1:
        raise ValueError(f"sample_sentences: n is {n}; give the number of sentences to draw")
    rng = np.random.default_rng(rng)
    sentences = corpus.sentences
    drawn = sentences.iloc[rng.permutation(len(sentences))].groupby("doc_id", sort=False)
    share = drawn.cumcount() / drawn["text"].transform("size")  # 0 for the first of each document
    chosen = share.sort_values(kind="stable").index[:n]
    texts = sentences.groupby("doc_id")["text"]
    return sentences.assign(
        source=sentences["doc_id"].map(corpus.documents["label"]),
        before=texts.shift(1).fillna(""),
        after=texts.shift(-1).fillna(""),
        check=[check_of(text) for text in sentences["text"]],
    ).loc[sentences.index.isin(chosen)]


def write_sheet(
    sample: pd.DataFrame, codebook: Codebook, path: str | Path, *, coder: str = ""
) -> Path:
    """Write a blind sheet as a workbook (.xlsx, with lists to choose from and a guide) or as CSV.

    Parameters
    ----------
    sample : pandas.DataFrame
        As `sample_sentences` returns it.
    codebook : Codebook
        Its actors and pillars are what may be chosen.
    path : path
        A new file; every cell in it is text, and nothing in it runs.
    coder : str, optional
        Who will fill it in; can be written into the sheet too.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When something stands there (somebody may have filled it in), or the disk refuses.
    """
    from borderlab.coding.sheet_files import csv_bytes, xlsx_bytes

    expect(codebook=(codebook, Codebook))
    path = Path(path)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise OutputError(
            Problem(path.name, 0, "sheet-suffix", "is no sheet's name", "end it in .xlsx or .csv")
        )
    rows = [["coder", coder], list(COLUMNS), *_rows(sample)]
    whole = csv_bytes(rows) if path.suffix.lower() == ".csv" else xlsx_bytes(rows, codebook)
    return _write_new(path, whole)


def _rows(sample: pd.DataFrame) -> Iterator[list[str]]:
    given = sample.reset_index()
    for row in given[[c for c in COLUMNS if c in given]].to_dict("records"):
        # one line a cell: line breaks of the text would hide the rest of the sentence
        yield [visible(" ".join(str(row.get(c, "")).split())) for c in COLUMNS]


def _write_new(path: Path, content: bytes) -> Path:
    say, cure = "is there already and may be filled in", "name another file, or move it away"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise OutputError(Problem(path.name, 0, "sheet-exists", say, cure)) from None
    except OSError as error:
        say, cure = f"cannot be written ({error.strerror or error})", "choose another folder"
        raise OutputError(Problem(path.name, 0, "not-written", say, cure)) from error
    return path
