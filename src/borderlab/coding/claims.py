"""Every number by which a text says something about the world, with its unit and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from borderlab.coding.claim_phrases import find_phrase
from borderlab.coding.claim_status import find_status
from borderlab.coding.collectives import CollectiveFinder
from borderlab.coding.digits import decimal_mark
from borderlab.coding.ellipsis import Said
from borderlab.coding.not_claims import find_phones
from borderlab.coding.place import Place
from borderlab.coding.quantities import find_numerals
from borderlab.coding.sentence_claims import Found, find_in_sentence
from borderlab.coding.shares import with_shares
from borderlab.coding.units import has, split_tokens
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

#: rules whose noun stands elsewhere, so that it is told with what is said of it
_ELSEWHERE = ("count:which", "count:more", "count:place", "count:rate", "count:before")


def find_claims(
    corpus: Corpus, codebook: Codebook, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find every number of the body that says how much, how many or how long.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
        Its collectives tell which "two governments" are named and not counted.
    statements : pandas.DataFrame, optional
        A table of the contract ``statements``; with it each claim gets the speaker of the smallest
        statement around it.

    Returns
    -------
    pandas.DataFrame, index claim_id (str, ``hled-2023:n1``), one row per number
        Columns as in ``tables.CONTRACTS["claims"]``: doc_id, story_id, sentence_id, start, end,
        surface, value (float64), bound (``exact``, ``at least``, ``at most``, ``about``), unit (an
        ISO currency code, ``%``, a sign such as ``km``, or the counted noun in the plural and the
        language of the text), of_what (words of the sentence), speaker, status (``announced``,
        ``committed``, ``realised`` or missing), rule; and doubt (str, what another reader could
        read otherwise: ``separator`` for "1.200 millones", ``currency`` for a bare $ in Spanish
        and for "6 million" behind an amount of money; missing for nothing).

    Notes
    -----
    **Span.** Money and measures include their unit ("$15 billion USD", "50 years"), counts do not
    ("two" memorandums, "four" pillars); the words of a bound belong to it ("More than 10").

    **Left out**, each by a rule of `not_claims`: dates, years, hours, labels ("Article 27"), names
    ("G20"), telephone numbers, addresses, ages, bases ("per 100,000"), "one"
    unless a bound or "only" is before it, parties ("the two governments"); vague quantities
    ("hundreds of", "decenas de"); numbers without a unit; titles, which repeat the body.

    **Status** is that of the verb of the clause: what is or was so is ``realised``; missing for
    what may or should be, for questions, and for parts of a plan ("four pillars").

    **Ranges.** "Between 10 and 15" is two rows, at least 10 and at most 15; "from 10 to 15" two
    exact ones, since it may be a rise. "Tres de cada diez" is 30 %; "half of it" and "tres cuartas
    partes de" are 0.5 and 0.75 of the unit ``share``.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> claims = bl.find_claims(study.corpus, study.codebook)
    >>> claims.loc["amcham-northwest-2024:n2", ["surface", "unit", "bound"]].tolist()
    ['$15 billion USD', 'USD', 'exact']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    parties = CollectiveFinder(codebook)
    body = corpus.sentences[corpus.sentences["zone"] == "body"].sort_values("start")
    rows: list[dict[str, Any]] = []
    for doc_id, sentences in body.groupby("doc_id", sort=False):
        rows += _rows(corpus.documents.loc[str(doc_id)], sentences, parties)
    rows.sort(key=lambda row: (corpus.documents.index.get_loc(row["doc_id"]), row["start"]))
    found = table("claims", rows)
    return found if statements is None else found.assign(speaker=_speakers(found, statements))


def _rows(
    document: pd.Series, sentences: pd.DataFrame, parties: CollectiveFinder
) -> Iterator[dict[str, Any]]:
    """Yield the claims of one document."""
    mark, said, number = decimal_mark(document["text"]), Said(), 0
    known = sentences.get("language", sentences["doc_id"].map(lambda _: document["language"]))
    told = zip(sentences.index, sentences["text"], sentences["start"], known, strict=True)
    for sentence_id, text, start, language in told:
        place = _place(text, "es" if language == "es" else "en", mark, parties)
        found, said = find_in_sentence(place, said)
        for claim in found:
            number += 1
            yield {
                "claim_id": f"{document.name}:n{number}", "doc_id": str(document.name),
                "story_id": document["story_id"], "sentence_id": sentence_id,
                **_row(place, claim, int(start)),
            }  # fmt: skip


def _place(text: str, language: str, mark: str, parties: CollectiveFinder) -> Place:
    tokens = split_tokens(text)
    numerals = with_shares(tokens, find_numerals(tokens, language, mark), language)
    if not numerals:
        return Place(tokens, numerals, language, text)
    spans = [
        (e.start, e.end) for e in parties.find(text, 0, len(text)) if e.row["number"] == "many"
    ]
    return Place(tokens, numerals, language, text, spans, find_phones(text))


def _row(p: Place, claim: Found, offset: int) -> dict[str, Any]:
    start, end = p.tokens[claim.first].start, p.tokens[claim.last - 1].end
    missing = float("nan")
    status = find_status(p, claim.first, claim.last, claim.counted.unit)
    return {
        "start": offset + start, "end": offset + end, "surface": p.text[start:end],
        "value": claim.value, "bound": claim.bound, "unit": claim.counted.unit,
        "of_what": _of_what(p, claim), "speaker": missing,
        "status": status or missing, "rule": claim.counted.rule,
        "doubt": claim.counted.doubt or claim.numeral.doubt or missing,
    }  # fmt: skip


def _of_what(p: Place, claim: Found) -> str:
    """Say what is counted; a noun that stands elsewhere comes first, with an ellipsis behind it."""
    if not claim.counted.rule.startswith(_ELSEWHERE):
        return find_phrase(p, claim.numeral, claim.counted) or claim.counted.unit
    at = claim.counted.first
    while at < len(p.tokens) and has(p.tokens[at], "copula", p.language):
        at += 1
    said = find_phrase(p, claim.numeral, claim.counted._replace(first=at, last=at))
    return f"{claim.counted.unit} … {said}" if said else claim.counted.unit


def _speakers(claims: pd.DataFrame, statements: pd.DataFrame) -> list[Any]:
    """Give each claim the speaker of the smallest statement around it."""
    return [
        speaker
        for doc_id, rows in claims.groupby("doc_id", sort=False)
        for speaker in _within(rows, statements[statements["doc_id"] == doc_id])
    ]


def _within(claims: pd.DataFrame, statements: pd.DataFrame) -> Iterator[Any]:
    """Sweep over claims and statements, both by start; those that have ended are let go."""
    columns = ["start", "end", "speaker"]
    by_start = statements.sort_values("start", ascending=False)
    waiting = list(by_start[columns].itertuples(index=False, name=None))
    active: Sequence[Any] = []
    for start, end in claims[["start", "end"]].itertuples(index=False):
        while waiting and waiting[-1][0] <= start:
            active = [*active, waiting.pop()]
        active = [s for s in active if s[1] > start]
        around = [s for s in active if s[1] >= end]
        yield min(around, key=lambda s: s[1] - s[0])[2] if around else float("nan")
