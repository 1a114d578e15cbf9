"""Which sentences of two texts may render one utterance: proposals only, the researcher decides.

Two stages. Exact counts in a sparse matrix find candidates: pairs of sentences that share rare
words. Then each pair is aligned: how much of the one stands in the other, *in the same order*. The
measure is asymmetric, so that half a sentence is found in a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from borderlab.escapes import for_filename
from borderlab.reading.words import fold, words
from borderlab.tables import Corpus

_STEM = 6  # letters of a word that count, so that number, gender and tense do not
_SHARED = 4  # content words that two sentences must share
_RARE = 100  # sentences; a word in more of them makes no candidates, though it counts in the second
_SLACK = 0.6  # of the threshold, for candidates counted by rare words alone
_BLOCK = 2_000  # sentences multiplied at once


@cache
def _term(word: str) -> str | None:
    """Fold and cut a word; None where it carries no content."""
    folded = fold(word)
    told = folded not in words("closed") and (len(word) > 2 or word.isdigit())
    return folded[:_STEM] if told else None


def content_words(text: str) -> list[str]:
    """List the words of a sentence that carry its content, folded and cut to six letters.

    Examples
    --------
    >>> content_words("The governors of both states strengthened their ties in 2024.")
    ['govern', 'both', 'states', 'streng', 'ties', '2024']
    """
    return [term for term in map(_term, re.findall(r"[^\W_]+", text)) if term is not None]


def count_terms(rows: list[set[Any]]) -> tuple[csr_array, np.ndarray]:
    """Count which row holds which of the terms; return it with the number of rows of each term."""
    number: dict[Any, int] = {}
    columns = [number.setdefault(term, len(number)) for row in rows for term in sorted(row)]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    shape = (len(rows), len(number))
    found = csr_array((np.ones(len(columns)), columns, ends), shape=shape)
    return found, np.asarray(found.sum(axis=0)).ravel()


def days_of(documents: pd.DataFrame) -> np.ndarray:
    """Give each text the days between which it was published, an open end being far away."""
    far = (pd.Timestamp("1700-01-01"), pd.Timestamp("2200-01-01"))
    columns = ("published_earliest", "published_latest")
    filled = [documents[c].fillna(day) for c, day in zip(columns, far, strict=True)]
    return np.column_stack([days.to_numpy("datetime64[D]").astype("int64") for days in filled])


def gap_of(days: np.ndarray, a: int, b: int) -> int:
    """Count the days between two intervals; 0 where they meet, as those of undated texts do."""
    return max(0, int(days[a, 0] - days[b, 1]), int(days[b, 0] - days[a, 1]))


def _candidates(
    matrix: csr_array, weight: np.ndarray, rare: np.ndarray, doc: np.ndarray, days: np.ndarray,
    window_days: int, threshold: float,
) -> Iterator[tuple[int, int]]:  # fmt: skip
    """Yield pairs of sentences of two near texts whose shared rare words may suffice."""
    total = matrix @ weight
    light = csr_array(matrix * rare)
    light.eliminate_zeros()
    weighted = csr_array(light * weight)
    asking = np.argsort(days[:, 0], kind="stable")  # a block is of few days
    for low in range(0, len(asking), _BLOCK):
        block = asking[low : low + _BLOCK]
        first, last = days[block, 0].min() - window_days, days[block, 1].max() + window_days
        near = np.flatnonzero((days[:, 0] <= last) & (days[:, 1] >= first))
        shared = (weighted[block] @ light[near].T).tocoo()
        i, j = block[shared.row], near[shared.col]
        enough = shared.data >= _SLACK * threshold * np.minimum(total[i], total[j])
        gap = np.maximum(days[i, 0] - days[j, 1], days[j, 0] - days[i, 1])
        keep = (i < j) & (doc[i] != doc[j]) & (gap <= window_days) & enough
        yield from zip(i[keep].tolist(), j[keep].tolist(), strict=True)


def _aligned(a: list[str], b: list[str], weight: dict[str, float]) -> tuple[float, float, int]:
    """Say which share of each sentence's weight stands in the other in the same order."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    same = [a[k] for block in blocks for k in range(block.a, block.a + block.size)]
    both = sum(map(weight.__getitem__, same))
    whole = [sum(map(weight.__getitem__, side)) for side in (a, b)]
    return both / whole[0], both / whole[1], len(same)


def suggest_echoes(
    corpus: Corpus, *, window_days: int = 7, threshold: float = 0.35
) -> pd.DataFrame:
    """Propose sentences of two texts that render one utterance.

    Parameters
    ----------
    corpus : Corpus
        As `borderlab.read_corpus` returns it, dated or not.
    window_days : int, optional
        Texts further apart are not compared; an undated text may be of any day.
    threshold : float, optional
        Share of a sentence's weight that must stand in the other, in the same order.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the closest first: echo_id (of all pairs that hang together), sentence_a,
        sentence_b, share_a, share_b (of each one's weight, float64), shared (content words, int64),
        decided (bool: echoes.csv has both in one class), text_a, text_b. A sentence that another
        text splits in two has two rows of one echo_id.

    Notes
    -----
    A word weighs log(1 + N/n), n of the N sentences holding it. In five texts that says little.

    References
    ----------
    .. [1] T. C. Hoad and J. Zobel, "Methods for identifying versioned and plagiarized documents",
       JASIST 54(3), 2003, 203-215. https://doi.org/10.1002/asi.10170

    Examples
    --------
    >>> import borderlab as bl
    >>> found = bl.suggest_echoes(bl.read_corpus("seeds"))
    >>> found.loc[0, ["sentence_a", "sentence_b"]].tolist()
    ['sonora-plenary-2024:s8', 'amcham-northwest-2024:s1']
    """
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    terms = [content_words(text) for text in body["text"]]
    matrix, count = count_terms([set(row) for row in terms])
    weight = np.log1p(len(terms) / count)
    order = {doc_id: number for number, doc_id in enumerate(corpus.documents.index)}
    doc = body["doc_id"].map(order).to_numpy("int64")
    days = days_of(corpus.documents)[doc]
    names = dict.fromkeys(chain.from_iterable(sorted(set(row)) for row in terms))
    known = dict(zip(names, weight.tolist(), strict=True))
    rows = []
    rare = count <= max(_RARE, 2)
    for i, j in _candidates(matrix, weight, rare, doc, days, window_days, threshold):
        share_a, share_b, shared = _aligned(terms[i], terms[j], known)
        if shared >= _SHARED and max(share_a, share_b) >= threshold:
            rows.append((i, j, round(share_a, 3), round(share_b, 3), shared))
    return _echo_table(body, rows)


def _echo_table(body: pd.DataFrame, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Name the groups of pairs that hang together and put both texts beside each pair."""
    columns = ["a", "b", "share_a", "share_b", "shared"]
    found = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(("a", "b", "shared"), "int64"))
    found = found.astype({"share_a": "float64", "share_b": "float64"})
    links = csr_array((np.ones(len(found)), (found["a"], found["b"])), shape=(len(body),) * 2)
    group = connected_components(links, directed=False)[1]
    first = pd.Series(range(len(body))).groupby(group).first()
    ids, texts, echo = (body.index.to_numpy(), body["text"].to_numpy(), body["echo_id"].to_numpy())
    a, b = found["a"].to_numpy(), found["b"].to_numpy()
    same = (echo[a] == echo[b]) & pd.notna(echo[a]) if len(found) else np.zeros(0, dtype=bool)
    table = found.assign(
        echo_id=[for_filename(ids[first[group[i]]]) for i in a],
        sentence_a=ids[a], sentence_b=ids[b], decided=same, text_a=texts[a], text_b=texts[b],
    )  # fmt: skip
    table = table.sort_values(["shared", "a", "b"], ascending=[False, True, True]).reset_index(
        drop=True
    )
    return table[["echo_id", "sentence_a", "sentence_b", "share_a", "share_b", "shared", "decided",
                  "text_a", "text_b"]]  # fmt: skip
