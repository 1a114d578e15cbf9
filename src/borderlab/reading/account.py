"""What became of every file and record: read, skipped or failed, each once and with its reason."""

from __future__ import annotations

import pandas as pd

from borderlab.reading.files import FAILED, SKIPPED
from borderlab.tables import Corpus


def account(corpus: Corpus) -> pd.DataFrame:
    """List every file and record that was seen, and what became of it.

    Parameters
    ----------
    corpus : Corpus
        As `borderlab.read_corpus` returns it.

    Returns
    -------
    pandas.DataFrame
        Sorted by path, one row a file (a table of articles: one row a record), all str: path,
        outcome (``read``, ``skipped``, ``failed``), code (empty where read), doc_id (empty where
        not read), reason, hint.

    Examples
    --------
    >>> import borderlab as bl
    >>> bl.account(bl.read_corpus("seeds"))["outcome"].value_counts().to_dict()
    {'read': 5}
    """
    left = corpus.problems[corpus.problems["code"].isin([*SKIPPED, *FAILED])]
    outcome = left["code"].isin(SKIPPED).map({True: "skipped", False: "failed"})
    columns = ["path", "outcome", "code", "doc_id", "reason", "hint"]
    out = left.rename(columns={"message": "reason"}).assign(outcome=outcome, doc_id="")
    read = corpus.documents.reset_index()[["path", "doc_id"]].assign(
        outcome="read", code="", reason="", hint=""
    )
    both = pd.concat([read[columns], out[columns]], ignore_index=True)
    return both.sort_values(["path", "outcome"], ignore_index=True, kind="stable").astype("str")


def summary(corpus: Corpus) -> str:
    """Say the account in one line.

    Examples
    --------
    >>> import borderlab as bl
    >>> summary(bl.read_corpus("seeds"))
    '5 files and records seen: 5 read, 0 skipped, 0 failed'
    """
    counts = account(corpus)["outcome"].value_counts()
    parts = (f"{counts.get(outcome, 0)} {outcome}" for outcome in ("read", "skipped", "failed"))
    return f"{counts.sum()} files and records seen: {', '.join(parts)}"
