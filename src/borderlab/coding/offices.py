"""Who held which office when, and what that says about the date of a text.

Terms come from ``offices.csv``; partial dates ("2021-07") stand for the whole month or year, an
empty start or end is open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from borderlab.coding.matching import Phrases, case_fits, view
from borderlab.coding.words import words
from borderlab.errors import Problem
from borderlab.reading.dates import narrow
from borderlab.tables import Codebook, Corpus, expect, table

_FIRST, _LAST = pd.Timestamp.min.ceil("D"), pd.Timestamp.max.floor("D")  # of the calendar
_DAYS = ["published_earliest", "published_latest"]
_REACH = 80  # characters between a name and its office; longer appositions are rare in news prose


def term(office: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the widest term an office row allows, as two days.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> term(SimpleNamespace(start="2021-07", end=""))[0].date().isoformat()
    '2021-07-01'
    """
    begins = pd.Timestamp(office.start) if office.start else _FIRST
    if not office.end:
        return begins, _LAST
    unit = {4: "Y", 7: "M"}.get(len(office.end), "D")
    return begins, pd.Period(office.end, unit).end_time.floor("D")


#: person -> (first day, last day, office) of each dated office
Terms = dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]]


def find_terms(offices: pd.DataFrame) -> Terms:
    """Collect the dated offices of each person."""
    terms: Terms = defaultdict(list)
    for row in offices[offices["start"] != ""].itertuples():
        terms[row.person_id].append((*term(row), row.office))
    return terms


def office_held(terms: Terms, person_id: str, earliest: Any, latest: Any) -> Any:
    """Return the one office a person held throughout an interval; missing when none or several."""
    if person_id not in terms or pd.isna(earliest) or pd.isna(latest):
        return float("nan")
    held = [o for begins, ends, o in terms[person_id] if begins <= earliest and latest <= ends]
    return held[0] if len(held) == 1 else float("nan")


@lru_cache(4096)  # the same offices are compared with every name
def content(label: str) -> tuple[str, ...]:
    """Content words of an office, cut to six letters so that gender and number do not count."""
    seen = view(label).text.replace(".", "").split()
    return tuple(word.strip(",")[:6] for word in seen if word not in words("closed"))


def _names_office(near: str, label: str) -> int:
    """How many content words of an office stand near a name; 0 unless its title and one more do."""
    found = set(content(near.replace("'s", "")))
    wanted = content(label)
    title = {t[:6] for t in words("title")}.intersection(wanted)
    matched = [w for w in wanted if w in found]
    return len(matched) if title & set(matched) and len(matched) > 1 else 0


def find_offices(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Find the offices that texts give to persons named in full.

    Returns
    -------
    pandas.DataFrame
        Columns doc_id, person, office, begins, ends (days; open terms at the ends of the calendar)
        and sentence_id: one row per person and office attested in a sentence. An office that a
        word beside it calls past or coming ("former", "electo") is none.
    """
    people = codebook.aliases[
        (codebook.aliases["form"] == "name")
        & codebook.aliases["actor_id"].isin(codebook.offices["person_id"])
    ].to_dict("records")
    phrases = Phrases(row["alias"] for row in people)
    held: dict[str, list[Any]] = defaultdict(list)
    for office in codebook.offices[codebook.offices["start"] != ""].itertuples():
        held[office.person_id].append(office)
    rows = []
    for sentence_id, sentence in corpus.sentences.iterrows():
        text = sentence["text"]
        for number, start, end in phrases.find(text):
            alias = people[number]
            if not case_fits(alias["alias"], text[start:end], alias["case"]):
                continue
            near = f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}"
            if words("not_now") & set(re.findall(r"[^\W_]+", view(near).text)):
                continue
            office = _best_office(held[alias["actor_id"]], near)
            if office is not None:
                rows.append((sentence["doc_id"], alias["actor_id"], office.office, *term(office),
                             sentence_id))  # fmt: skip
    columns = ["doc_id", "person", "office", "begins", "ends", "sentence_id"]
    found = pd.DataFrame(rows, columns=columns)
    return found.drop_duplicates(["doc_id", "person", "office"], ignore_index=True)


def _best_office(held: Iterable[Any], near: str) -> Any:
    """Return the one of a person's dated offices that the words near the name fit best."""
    scored = [
        (max(_names_office(near, row.office), _names_office(near, row.office_es)), row)
        for row in held
    ]
    best = max((score for score, _ in scored), default=0)
    fitting = [row for score, row in scored if score == best]
    return fitting[0] if best and len(fitting) == 1 else None


def date_by_offices(corpus: Corpus, codebook: Codebook) -> Corpus:
    """Give undated texts the interval that the offices they name allow.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    Corpus
        Documents without a stated date get published_earliest/published_latest (NaT where the
        offices leave an end open), published_edtf, the basis ``offices`` and an extra column
        ``published_evidence`` (``person: office [sentence_id]``, joined by ``|``). A date that
        leaves something open (``partial``, a month in an address) is narrowed to the days that
        the offices allow; full dates are never touched. Offices that exclude one another, or the
        date that is stated, leave the text as it is and add a problem row.

    Examples
    --------
    >>> import borderlab as bl
    >>> corpus = bl.date_by_offices(bl.read_corpus("seeds"), bl.read_codebook("seeds/codebook"))
    >>> corpus.documents.loc["amcham-northwest-2024", "published_edtf"]
    '2024-10-01/2025-01-07'
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    documents = corpus.documents.copy()
    if "published_evidence" not in documents:
        documents["published_evidence"] = ""
    attested = find_offices(corpus, codebook)
    edtf = documents["published_edtf"].fillna("")
    problems = []
    known = documents["published_earliest"] == documents["published_latest"]
    for doc_id in documents.index[
        ~known & ~documents["published_basis"].isin(["offices", "outside"])
    ]:
        found = attested[attested["doc_id"] == doc_id]
        if found.empty:
            continue
        earliest, latest = found["begins"].max(), found["ends"].min()
        evidence = found["person"] + ": " + found["office"] + " [" + found["sentence_id"] + "]"
        interval = _interval(edtf[doc_id], earliest, latest)
        if interval is None:
            problems.append(_contradiction(documents["path"][doc_id], evidence, edtf[doc_id]))
            continue
        if list(documents.loc[doc_id, _DAYS]) == interval:
            continue  # what is stated is as narrow already
        documents.loc[doc_id, _DAYS] = interval
        documents.loc[doc_id, ["published_edtf", "published_basis", "published_evidence"]] = [
            in_edtf(*interval), "offices", "|".join(evidence),
        ]  # fmt: skip
    extra = table("problems", [p._asdict() for p in problems])
    return replace(
        corpus,
        documents=documents,
        problems=pd.concat([corpus.problems, extra], ignore_index=True) if problems else (
            corpus.problems
        ),
    )  # fmt: skip


def _interval(edtf: str, earliest: pd.Timestamp, latest: pd.Timestamp) -> list[Any] | None:
    """Return the days between which a text was published, NaT for an open end; None for no day."""
    if earliest > latest:
        return None
    if not edtf:
        return [day if _FIRST < day < _LAST else pd.NaT for day in (earliest, latest)]
    days = narrow(edtf, earliest.date(), latest.date())
    return [pd.Timestamp(days[0]), pd.Timestamp(days[-1])] if days else None


def in_edtf(earliest: Any, latest: Any) -> str | None:
    """Write an interval of days in EDTF, with ``..`` for an open end; None where both are open.

    Examples
    --------
    >>> in_edtf(pd.Timestamp("2024-10-01"), pd.NaT)
    '2024-10-01/..'
    """
    if pd.isna(earliest) and pd.isna(latest):
        return None
    ends = [".." if pd.isna(day) else day.date().isoformat() for day in (earliest, latest)]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _contradiction(path: str, evidence: pd.Series, edtf: str) -> Problem:
    stated = f" and the date it states ({edtf})" if edtf else ""
    return Problem(
        path, 0, "offices-contradict",
        f"no day fits all the offices it names{stated}: {'; '.join(evidence)}",
        "check the terms in offices.csv, or date the text in sources.csv",
    )  # fmt: skip


def find_contradictions(corpus: Corpus, codebook: Codebook) -> list[Problem]:
    """List offices that a dated text gives to persons whose term is another.

    Returns
    -------
    list of Problem
        One per text, person and office whose term lies apart from the days on which the text may
        have been published. Texts dated by their offices are none: those cannot contradict.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    documents = corpus.documents
    dated = documents[documents["published_basis"] != "offices"].dropna(subset=_DAYS)
    attested = find_offices(corpus, codebook).join(dated[["path", *_DAYS]], on="doc_id")
    apart = (attested["ends"] < attested["published_earliest"]) | (
        attested["begins"] > attested["published_latest"]
    )
    return [_other_term(row) for row in attested[apart].itertuples()]


def _other_term(row: Any) -> Problem:
    held = in_edtf(*(day if _FIRST < day < _LAST else pd.NaT for day in (row.begins, row.ends)))
    return Problem(
        row.path, 0, "office-contradicts",
        f"{row.sentence_id} gives {row.person} the office {row.office}, which offices.csv dates"
        f" {held}; the text is of {in_edtf(row.published_earliest, row.published_latest)}",
        "check the term in offices.csv and the date of the text; a past office needs no cure",
    )  # fmt: skip
