"""Claims whose numbers cannot both be right, or rest on two definitions: for a reader to judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding.listed import count_marked, count_members, find_list
from borderlab.coding.units import phrases, split_tokens
from borderlab.coding.words import words
from borderlab.reading.words import fold
from borderlab.tables import Corpus, conform, expect, table

if TYPE_CHECKING:
    import pandas as pd

_ABOUT = 0.1  # by which "about 50" may be missed
_NEAR, _LINE = 120, 1500  # characters behind a number that may tell of it, or list it
_SEEN = 12  # earlier claims of a unit that each one is compared with
_LISTED = 20  # nobody lists more in a sentence; "40 partners: firms and towns" tells of kinds
_FOLLOWING = 40  # sentences behind a colon that may be list members


class _Claim(NamedTuple):
    claim_id: str
    doc_id: str
    value: float
    bound: str
    unit: str
    rule: str
    of_what: str
    heads: frozenset[str]  # words that qualify the unit
    required: bool
    sentence_id: str


def find_contradictions(claims: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """List pairs of claims, or claims and lists, that a reader should look at together.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `find_claims` returns them.
    corpus : Corpus
        The texts they are from.

    Returns
    -------
    pandas.DataFrame
        Columns claim_id, other_id (missing for a list), kind, why (a sentence that shows both
        numbers), counted (float64, the members of the list, missing for pairs). Kinds:

        - ``enumeration``: a counted noun opens a list with another number of members. Where "and"
          can be read two ways the nearer count is given, and only a number that neither reading
          gives is a row.
        - ``value``: one unit with the same qualifying words has two numbers in one text, or in two
          texts of one story, that bounds do not reconcile ("more than 10" and 12 do agree;
          "about" allows a tenth).
        - ``definition``: a number that is asked for stands beside another of the same unit in the
          same story that has other qualifying words.

    Notes
    -----
    Nothing is decided: two plants in two towns may both be counted rightly. Each claim is
    compared with the last twelve different ones of its unit, so that time grows with the table.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> claims = bl.find_claims(study.corpus, study.codebook)
    >>> found = bl.find_contradictions(claims, study.corpus)
    >>> found.loc[found.kind == "enumeration", ["claim_id", "counted"]].values.tolist()
    [['hled-2023:n2', 6.0]]
    """
    expect(corpus=(corpus, Corpus))
    claims = conform("claims", claims)
    rows = [*_enumerations(claims, corpus), *_pairs(claims, corpus)]
    return table("contradictions", rows)


def _row(claim_id: str, kind: str, why: str, **more: Any) -> dict[str, Any]:
    missing = float("nan")
    return {"claim_id": claim_id, "other_id": more.get("other_id", missing), "kind": kind,
            "why": why, "counted": more.get("counted", missing)}  # fmt: skip


def _enumerations(claims: pd.DataFrame, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Compare counts with the list that their noun opens."""
    sentences = corpus.sentences
    place = {sentence_id: i for i, sentence_id in enumerate(sentences.index)}
    texts, starts = sentences["text"].tolist(), sentences["start"].tolist()
    for c in claims[claims["rule"].str.startswith("count")].itertuples():
        if c.value > _LISTED:
            continue
        i = place[c.sentence_id]
        language = _language(corpus, c.doc_id, i)
        least, most = _listed(texts, i, c.end - starts[i], c.of_what, language)
        if most < 2 or least <= c.value <= most or (c.bound == "at least" and c.value <= most):
            continue
        counted = least if c.value < least else most
        why = f"{c.surface} {c.unit}, but the list that follows has {counted} members"
        yield _row(str(c.Index), "enumeration", why, counted=counted)


def _language(corpus: Corpus, doc_id: str, i: int) -> str:
    told = corpus.sentences["language"].iloc[i] if "language" in corpus.sentences else None
    return "es" if (told or corpus.documents.loc[doc_id, "language"]) == "es" else "en"


def _listed(texts: Sequence[str], i: int, end: int, of_what: str, language: str) -> tuple[int, int]:
    """Count the members behind a claim in its sentence, or in marked sentences that follow."""
    sentence = texts[i][end : end + _LINE]  # what a list may take: a long sentence stays linear
    if len(sentence) < _NEAR and sentence.rstrip().endswith(":"):
        marked = count_marked(texts[i + 1 : i + 1 + _FOLLOWING])
        return marked, marked
    first = of_what.split(" ")[-1]
    at = sentence.find(first, 0, _LINE // 4)
    found = find_list(sentence, at + len(first), language) if at >= 0 else None
    return count_members(found, language) if found else (0, 0)


def _pairs(claims: pd.DataFrame, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Compare claims of one story and one unit, in reading order."""
    texts = corpus.sentences["text"].to_dict()
    starts = corpus.sentences["start"].to_dict()
    for _, group in claims.groupby(["story_id", "unit"], sort=False):
        earlier: list[_Claim] = []
        for row in group.itertuples():
            offset = starts[row.sentence_id]
            near = _around(texts[row.sentence_id], row.start - offset, row.end - offset)
            claim = _claim(row, near)
            for other in earlier:
                if found := _compare(other, claim):
                    yield found
            if all((claim.value, claim.heads) != (e.value, e.heads) for e in earlier):
                earlier = [*earlier[-_SEEN + 1 :], claim]


def _claim(row: Any, near: Sequence[str]) -> _Claim:
    asked = {w[0] for name in ("en", "es") for w in phrases("required", name)}
    unit = {t.seen for t in split_tokens(row.unit)}
    small = words("closed") | words("place_preposition")
    said = [t for t in split_tokens(row.of_what) if t.is_word and t.seen not in unit | small]
    nearby = {fold(word.strip(".,;:")) for word in near}
    return _Claim(
        str(row.Index), row.doc_id, row.value, row.bound, row.unit, row.rule, row.of_what,
        frozenset(t.seen for t in said), bool(asked & nearby), row.sentence_id,
    )  # fmt: skip


def _around(sentence: str, start: int, end: int) -> list[str]:
    """List up to three words before a number and eight behind it."""
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
    return [*before.split()[-3:], *after.split()[:8]]


def _compare(a: _Claim, b: _Claim) -> dict[str, Any] | None:
    """Decide whether two claims of one unit and story make a row."""
    if a.value == b.value:
        return None
    if a.required != b.required and not b.rule == a.rule == "measure":
        asked, other = (a, b) if a.required else (b, a)
        if (
            asked.heads != other.heads
            and other.rule.startswith("count")
            and asked.doc_id == other.doc_id
        ):
            return _row(
                other.claim_id, "definition", _definition(asked, other), other_id=asked.claim_id
            )
    same = a.heads == b.heads if a.doc_id == b.doc_id else _alike(a.heads, b.heads)
    partial = {"count:which", "count:part", "count:more", "count:place"} & {a.rule, b.rule}
    one_sentence = a.sentence_id == b.sentence_id  # a rise, a range, two of a list
    if not same or partial or one_sentence or a.required != b.required or _agree(a, b):
        return None
    why = f"{_say(a)} and {_say(b)}: the same unit and qualifying words, two numbers"
    return _row(a.claim_id, "value", why, other_id=b.claim_id)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Two texts word one thing differently: half of the words in common, or none in one of them."""
    return a <= b or b <= a or 2 * len(a & b) >= len(a | b)


def _say(claim: _Claim) -> str:
    sign = {"exact": "", "at least": "at least ", "at most": "at most ", "about": "about "}
    return f"{sign[claim.bound]}{claim.value:,.10g} ({claim.of_what})"


def _definition(asked: _Claim, other: _Claim) -> str:
    short = "fewer than" if other.value < asked.value else "not fewer than"
    return (
        f"{_say(other)} are {short} {_say(asked)}, which are asked for, and the qualifying words"
        " differ: two definitions"
    )


def _agree(a: _Claim, b: _Claim) -> bool:
    """Tell whether the bounds of two numbers leave a value for both."""
    (low_a, high_a), (low_b, high_b) = _interval(a), _interval(b)
    return low_a <= high_b and low_b <= high_a


def _interval(claim: _Claim) -> tuple[float, float]:
    slack = abs(claim.value) * _ABOUT
    return {
        "at least": (claim.value, float("inf")),
        "at most": (float("-inf"), claim.value),
        "about": (claim.value - slack, claim.value + slack),
    }.get(claim.bound, (claim.value, claim.value))
