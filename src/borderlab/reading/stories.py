"""Which texts may report one event: proposals only, the researcher decides.

Two kinds of evidence: runs of five words in common, counted exactly in a sparse matrix, and echoes
of sentences. Both are asymmetric, so that a cut story is found in the whole one.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.reading.similarity import count_terms, days_of, gap_of, suggest_echoes
from borderlab.reading.words import fold
from borderlab.tables import Corpus

_SHINGLE = 5  # words in a row


def _shingles(text: str) -> set[tuple[str, ...]]:
    found = [fold(word) for word in re.findall(r"[^\W_]+", text)]
    return set(zip(*(found[k:] for k in range(_SHINGLE)), strict=False))


def suggest_stories(
    corpus: Corpus,
    *,
    echoes: pd.DataFrame | None = None,
    window_days: int = 7,
    threshold: float = 0.25,
) -> pd.DataFrame:
    """Propose pairs of texts that report one event.

    Parameters
    ----------
    corpus : Corpus
        As `borderlab.read_corpus` returns it, dated or not.
    echoes : pandas.DataFrame, optional
        As `suggest_echoes` gives them; found afresh by default.
    window_days : int, optional
        Texts further apart are not compared; an undated text may be of any day.
    threshold : float, optional
        Share of the words of either text that must stand in echoes, or of its runs of five words
        that must stand in the other.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the strongest first: a, b (doc_ids), days_apart (int64, 0 where intervals
        meet), resemblance (Jaccard of runs of five words), containment (share of the smaller
        text's runs), echoes (int64, pairs of sentences), covered_a, covered_b (share of each
        text's words that stand in an echo), decided (bool: both have one story), sentences.

    Notes
    -----
    What two texts share may be a standing paragraph about the sender, or an older event retold:
    read the sentences before deciding.

    Examples
    --------
    >>> import borderlab as bl
    >>> found = bl.suggest_stories(bl.read_corpus("seeds"))
    >>> found[["a", "b", "resemblance", "echoes"]].values.tolist()
    [['sonora-plenary-2024', 'amcham-northwest-2024', 0.02, 3]]
    """
    echoes = suggest_echoes(corpus, window_days=window_days) if echoes is None else echoes
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    size = body["text"].map(lambda text: len(text.split()))
    whole = size.groupby(body["doc_id"]).sum()
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for a, b in zip(echoes["sentence_a"], echoes["sentence_b"], strict=True):
        pairs.setdefault((a.rpartition(":")[0], b.rpartition(":")[0]), []).append((a, b))
    runs = _runs(body, list(corpus.documents.index))
    order = {doc_id: number for number, doc_id in enumerate(corpus.documents.index)}
    days, story = days_of(corpus.documents), corpus.documents["story_id"]
    rows = []
    for a, b in sorted({*pairs, *runs}, key=lambda pair: (order[pair[0]], order[pair[1]])):
        gap = gap_of(days, order[a], order[b])
        resemblance, containment = runs.get((a, b), (0.0, 0.0))
        sides = [set(side) for side in zip(*pairs.get((a, b), []), strict=True)] or [set(), set()]
        covered = [
            size[list(side)].sum() / whole[doc_id]
            for side, doc_id in zip(sides, (a, b), strict=True)
        ]
        if gap <= window_days and max(*covered, containment) >= threshold:
            told = "|".join(f"{x}={y}" for x, y in pairs.get((a, b), []))
            rows.append((a, b, gap, round(resemblance, 3), round(containment, 3),
                         len(pairs.get((a, b), [])), *(round(float(c), 3) for c in covered),
                         story[a] == story[b], told))  # fmt: skip
    columns = ["a", "b", "days_apart", "resemblance", "containment", "echoes", "covered_a",
               "covered_b", "decided", "sentences"]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns).astype({"days_apart": "int64", "echoes": "int64"})
    strength = found[["covered_a", "covered_b", "containment"]].max(axis=1)
    strongest = strength.sort_values(ascending=False, kind="stable").index
    return found.loc[strongest].reset_index(drop=True)


def _runs(body: pd.DataFrame, doc_ids: list[str]) -> dict[tuple[str, str], tuple[float, float]]:
    """Measure pairs of texts with runs in common: Jaccard, and the share of the smaller text."""
    texts = body["text"].groupby(body["doc_id"]).agg(" ".join).reindex(doc_ids).fillna("")
    matrix, count = count_terms([_shingles(text) for text in texts])
    shared = csr_array(matrix[:, count > 1] @ matrix[:, count > 1].T).tocoo()
    size = np.asarray(matrix.sum(axis=1)).ravel()
    return {
        (doc_ids[i], doc_ids[j]): (n / (size[i] + size[j] - n), n / min(size[i], size[j]))
        for i, j, n in zip(shared.row, shared.col, shared.data, strict=True)
        if i < j
    }
