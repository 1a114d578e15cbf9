"""Every number by which a text says something about the world, with its unit and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding.bounds import (
    bound_behind,
    find_bound,
    joined,
    range_of,
    shared_factor,
    with_bound_behind,
)
from borderlab.coding.claim_status import find_status
from borderlab.coding.collectives import CollectiveFinder
from borderlab.coding.counted import Counted, find_counted, find_phrase
from borderlab.coding.digits import decimal_mark
from borderlab.coding.ellipsis import find_elided
from borderlab.coding.not_claims import find_phones, not_a_claim
from borderlab.coding.place import Place
from borderlab.coding.quantities import Numeral, find_numerals
from borderlab.coding.units import ahead, has, split_tokens
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

_BASES = frozenset({3.0, 4.0, 5.0, 10.0, 20.0, 100.0, 1000.0})  # of "three in ten"


class _Found(NamedTuple):
    """A claim in a sentence; first and last are tokens."""

    first: int
    last: int
    numeral: Numeral
    counted: Counted
    bound: str
    value: float


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
        read otherwise: ``separator`` for "1.200 millones", ``currency`` for a bare $ in Spanish;
        missing for nothing).

    Notes
    -----
    **Span.** Money and measures include their unit ("$15 billion USD", "50 years"), counts do not
    ("two" memorandums, "four" pillars); the words of a bound belong to it ("More than 10").

    **Left out**, each by a rule of `not_claims`: dates, years, hours, labels ("Article 27"), names
    ("G20"), telephone numbers, addresses, ages, bases ("per 100,000"), fractions in words, "one"
    unless a bound or "only" is before it, parties ("the two governments"); vague quantities
    ("hundreds of", "decenas de"); numbers without a unit; titles, which repeat the body.

    **Ranges.** "Between 10 and 15" is two rows, at least 10 and at most 15; "from 10 to 15" two
    exact ones, since it may be a rise. "Tres de cada diez" is 30 %.

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
    mark, previous, number = decimal_mark(document["text"]), "", 0
    known = sentences.get("language", sentences["doc_id"].map(lambda _: document["language"]))
    for sentence, language in zip(sentences.itertuples(), known, strict=True):
        place = _place(sentence.text, "es" if language == "es" else "en", mark, parties)
        found = list(_find(place, mark, previous))
        for claim in found:
            number += 1
            yield {
                "claim_id": f"{document.name}:n{number}", "doc_id": str(document.name),
                "story_id": document["story_id"], "sentence_id": sentence.Index,
                **_row(place, claim, int(sentence.start)),
            }  # fmt: skip
        counts = [f.counted.unit for f in found if not f.counted.inside]
        previous = counts[-1] if counts else ""


def _place(text: str, language: str, mark: str, parties: CollectiveFinder) -> Place:
    tokens = split_tokens(text)
    numerals = find_numerals(tokens, language, mark)
    if not numerals:
        return Place(tokens, numerals, language, text)
    spans = [
        (e.start, e.end) for e in parties.find(text, 0, len(text)) if e.row["number"] == "many"
    ]
    return Place(tokens, numerals, language, text, spans, find_phones(text))


def _row(p: Place, claim: _Found, offset: int) -> dict[str, Any]:
    start, end = p.tokens[claim.first].start, p.tokens[claim.last - 1].end
    missing = float("nan")
    return {
        "start": offset + start, "end": offset + end, "surface": p.text[start:end],
        "value": claim.value, "bound": claim.bound, "unit": claim.counted.unit,
        "of_what": _of_what(p, claim), "speaker": missing,
        "status": find_status(p, claim.first, claim.last) or missing, "rule": claim.counted.rule,
        "doubt": claim.counted.doubt or claim.numeral.doubt or missing,
    }  # fmt: skip


def _of_what(p: Place, claim: _Found) -> str:
    """Say what is counted; a noun that stands elsewhere comes first, with an ellipsis behind it."""
    if not claim.counted.rule.startswith(("count:which", "count:more", "count:place")):
        return find_phrase(p, claim.numeral, claim.counted) or claim.counted.unit
    at = claim.counted.first
    while at < len(p.tokens) and has(p.tokens[at], "copula", p.language):
        at += 1
    said = find_phrase(p, claim.numeral, claim.counted._replace(first=at, last=at))
    return f"{claim.counted.unit} … {said}" if said else claim.counted.unit


def _find(p: Place, mark: str, previous: str) -> Iterator[_Found]:
    """Yield the claims of one sentence in reading order."""
    consumed, same = -1, False
    shared: dict[int, tuple[Counted, float]] = {}
    counted = _counted(p, shared)
    for i, n in enumerate(p.numerals):
        if n.first < consumed:
            continue
        if share := _share(p, i):
            consumed = share.last
            yield share
            continue
        unit = counted[i]
        if unit is None and not not_a_claim(p, n):
            unit = find_elided(p, with_bound_behind(p, n)[0], previous, same_sentence=same)
        if unit is None:
            continue
        claim = _claim(p, i, unit, shared[i][1] if i in shared else 1.0)
        yield claim
        if not unit.inside:
            previous, same = unit.unit, True


def _counted(p: Place, shared: dict[int, tuple[Counted, float]]) -> list[Counted | None]:
    """Find the unit of every number; one joined to the next takes the unit of that."""
    counted: list[Counted | None] = [None] * len(p.numerals)
    for i in reversed(range(len(p.numerals))):
        n = p.numerals[i]
        if not_a_claim(p, n):
            continue
        counted[i] = find_counted(p, with_bound_behind(p, n)[0])
        following = counted[i + 1] if i + 1 < len(counted) else None
        if following and joined(p, n, p.numerals[i + 1]):
            own = counted[i]
            money = own is not None and own.rule == following.rule == "money"
            if own is None or (money and own.last == n.last):
                counted[i] = following._replace(inside=False) if own is None else (
                    following._replace(first=own.first, last=n.last)
                )  # fmt: skip
                shared[i] = (following, shared_factor(p, n, p.numerals[i + 1]))
    return counted


def _claim(p: Place, i: int, unit: Counted, factor: float) -> _Found:
    """Put number, unit and bound together."""
    n = p.numerals[i]
    wide, behind = with_bound_behind(p, n)
    first = min(n.first, unit.first) if unit.inside else n.first
    last = max(wide.last, unit.last) if unit.inside else wide.last
    bound = find_bound(p, n, first, measured=unit.inside)
    kind = bound.kind if bound.kind != "exact" else behind or bound_behind(p, unit.last) or "exact"
    low = range_of(p, n, p.numerals[i + 1]) if i + 1 < len(p.numerals) else None
    start = bound.first
    if low is not None:
        kind, start = "at least", min(low, start)
    elif i and range_of(p, p.numerals[i - 1], n) is not None:
        kind = "at most"
    value, doubt = _settle(n, unit)
    return _Found(start, last, n._replace(doubt=doubt), unit, kind, value * factor * unit.factor)


def _settle(n: Numeral, unit: Counted) -> tuple[float, str]:
    """Read the mark of a doubted count as thousands: nobody counts 1.2 companies."""
    if n.doubt != "separator" or unit.inside:
        return n.value, n.doubt
    return (n.value, "") if n.value.is_integer() else (round(n.value * 1000), n.doubt)


def _share(p: Place, i: int) -> _Found | None:
    """``three in ten``, ``tres de cada diez``: a percentage."""
    if i + 1 >= len(p.numerals):
        return None
    n, base = p.numerals[i : i + 2]
    every = ahead(p.tokens, n.last, "every", p.language)
    if not every or every[1] != base.first or not n.value < base.value or base.value not in _BASES:
        return None
    value = round(100 * n.value / base.value, 6)
    counted = Counted("%", n.first, base.last, "share", inside=True)
    bound = find_bound(p, n, n.first, measured=True)
    return _Found(bound.first, base.last, n, counted, bound.kind, value)


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
