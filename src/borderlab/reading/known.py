"""What a cell of ``sources.csv`` may hold, and dates that come from outside a text.

``seeds/README.md`` says the same of the cells in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from borderlab.errors import Problem
from borderlab.reading.dates import narrow
from borderlab.reading.files import problem
from borderlab.tables import Corpus, table

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DAYS = ("published_earliest", "published_latest")
_BASES = ("verified", "inferred", "stated", "unknown", "to confirm")
_CONFIRMED = ("verified", "inferred", "stated")
#: columns -> (pattern, what to write)
_FORMS: Mapping[str, tuple[str, str]] = {
    "doc_id": (r"[\w.-]+", "write letters, digits and hyphens"),
    "sha256": (r"[0-9a-fA-F]{64}", "write 64 hex digits, or leave it empty"),
    "publisher_kind": (r"news|organisation", "write news or organisation"),
    "share_text": (r"yes|no", "write yes or no, in small letters"),
    "original_language": (r"[a-z]{2,3}", "write a code such as en or es"),
}
_WRITE_DATE = "write 2021, 2021-07 or 2021-07-09; a spreadsheet must keep the cell as text"


def span(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a date of year, month or day; None when it is none.

    Examples
    --------
    >>> [str(day) for day in span("2024-02")], span("13/05/2024"), span("2023-02-30")
    (['2024-02-01', '2024-02-29'], None, None)
    """
    try:
        period = pd.Period(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return period and (period.start_time.date(), period.end_time.date())


def _fault(column: str, value: str) -> str | None:
    """Return the cure of a cell that does not fit its column."""
    if column.endswith("_basis"):
        fits, cure = value.startswith(_BASES), f"begin with {', '.join(_BASES)}"
    elif column == "accessed" or column.endswith(("_earliest", "_latest")):
        fits, cure = span(value) is not None, _WRITE_DATE
    else:
        pattern, cure = _FORMS.get(column, (".*", ""))
        fits = re.fullmatch(pattern, value, re.DOTALL) is not None
    return None if fits else cure


def check_row(row: dict[str, str], line: int) -> Iterator[Problem]:
    """Name the cells of a row of sources.csv that cannot count, and empty them.

    A doc_id stays, for a text needs a name.

    Examples
    --------
    >>> row = {"doc_id": "a", "share_text": "maybe", "published_latest": "2024-05-13"}
    >>> [p.code for p in check_row(row, 2)], row["share_text"]
    (['cell-unknown'], '')
    """
    for column, value in row.items():
        if value and (cure := _fault(column, value)):
            say = f"{column} of {row['doc_id']!r} is {value!r} and does not count"
            yield problem("sources.csv", "cell-unknown", say, cure, line)
            row[column] = value if column == "doc_id" else ""
    for of in ("published", "event"):
        first, last = (row.get(f"{of}_{end}", "") for end in ("earliest", "latest"))
        if first and last and span(first)[0] > span(last)[1]:  # type: ignore[index]
            say = f"{of}_earliest of {row['doc_id']!r} is {first}, after {of}_latest, {last}"
            yield problem("sources.csv", "dates-reversed", say, "correct one of them", line)
            row[f"{of}_earliest"] = row[f"{of}_latest"] = ""


def date_from_outside(corpus: Corpus) -> Corpus:
    """Date the texts that state no day by what sources.csv knows of them, both ends given.

    Parameters
    ----------
    corpus : Corpus
        As `borderlab.read_corpus` returns it.

    Returns
    -------
    Corpus
        Those documents with published_earliest/published_latest from the columns ``known_…``, the
        basis ``outside``, and an extra column ``published_evidence`` that says how it is known. A
        day that the text states stays, and so does one whose basis is still to confirm. Where a
        text leaves open what contradicts the outside date, it stays and a problem row says so.

    Examples
    --------
    >>> import borderlab as bl
    >>> date_from_outside(bl.read_corpus("seeds")).documents["published_basis"].unique().tolist()
    ['unknown', 'stated']
    """
    documents = corpus.documents.assign(published_evidence="")
    problems = []
    for doc_id, text in documents[documents["published_basis"] != "stated"].iterrows():
        basis, ends = text["known_published_basis"], [text[f"known_{column}"] for column in _DAYS]
        if pd.isna([basis, *ends]).any() or not basis.startswith(_CONFIRMED):
            continue
        first, last = span(ends[0])[0], span(ends[1])[1]  # type: ignore[index]
        own = text["published_edtf"]
        days = narrow(own, first, last) if isinstance(own, str) else (first, last)
        if not days:
            say = f"states {own!r}, sources.csv says {first} to {last}; the text's own date stays"
            problems.append(problem(text["path"], "date-contradicted", say, "correct the row"))
            continue
        documents.loc[doc_id, list(_DAYS)] = [pd.Timestamp(days[0]), pd.Timestamp(days[-1])]
        edtf = "/".join(dict.fromkeys([days[0].isoformat(), days[-1].isoformat()]))
        documents.loc[doc_id, ["published_edtf", "published_basis"]] = [edtf, "outside"]
        documents.loc[doc_id, "published_evidence"] = f"sources.csv: {basis}"
    extra = table("problems", [p._asdict() for p in problems])
    both = pd.concat([corpus.problems, extra], ignore_index=True)
    return replace(corpus, documents=documents, problems=both)
