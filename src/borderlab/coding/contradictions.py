"""Claims whose numbers cannot both be right, or rest on two definitions: for a reader to judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from borderlab.coding.comparing import Claim, compare, make_row, to_claim
from borderlab.coding.listed import count_marked, count_members, find_list
from borderlab.tables import CONTRACTS, Corpus, conform, expect, expect_columns, table

if TYPE_CHECKING:
    import pandas as pd

_NEAR, _LINE = 120, 1500  # characters behind a number that may tell of it, or list it
_SEEN = 12  # earlier claims of a unit that each one is compared with
_LISTED = 20  # nobody lists more in a sentence; "40 partners: firms and towns" tells of kinds
_FOLLOWING = 40  # sentences behind a colon that may be list members


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
    expect_columns("claims", claims, ["claim_id", *CONTRACTS["claims"][1]], "find_claims")
    claims = conform("claims", claims)
    rows = [*_enumerations(claims, corpus), *_pairs(claims, corpus)]
    return table("contradictions", rows)


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
        yield make_row(str(c.Index), "enumeration", why, counted=counted)


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
        earlier: list[Claim] = []
        for row in group.itertuples():
            offset = starts[row.sentence_id]
            near = _around(texts[row.sentence_id], row.start - offset, row.end - offset)
            claim = to_claim(row, near)
            for other in earlier:
                if found := compare(other, claim):
                    yield found
            if all((claim.value, claim.heads) != (e.value, e.heads) for e in earlier):
                earlier = [*earlier[-_SEEN + 1 :], claim]


def _around(sentence: str, start: int, end: int) -> list[str]:
    """List up to three words before a number and eight behind it."""
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
    return [*before.split()[-3:], *after.split()[:8]]
