"""Which texts may report one event: proposals only, the researcher decides.

Two kinds of evidence: runs of five words in common, counted exactly in a sparse matrix, and echoes
of sentences. Both are asymmetric, so that a cut story is found in the whole one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from borderlab.reading.runs import count_shared, find_alike, find_runs
from borderlab.reading.similarity import days_of, gap_of, suggest_echoes
from borderlab.tables import Corpus


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
    words = body["text"].map(lambda text: len(text.split()))
    size, whole = words.to_dict(), words.groupby(body["doc_id"]).sum().to_dict()
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for a, b in zip(echoes["sentence_a"], echoes["sentence_b"], strict=True):
        pairs.setdefault((a.rpartition(":")[0], b.rpartition(":")[0]), []).append((a, b))
    order = {doc_id: number for number, doc_id in enumerate(corpus.documents.index)}
    days, story = days_of(corpus.documents), corpus.documents["story_id"].to_dict()
    runs = _runs(body, order, days, pairs, window_days, threshold)
    rows = []
    for a, b in sorted(runs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        gap = gap_of(days, order[a], order[b])
        resemblance, containment = runs[a, b]
        sides = [set(side) for side in zip(*pairs.get((a, b), []), strict=True)] or [set(), set()]
        covered = [
            sum(map(size.__getitem__, side)) / whole[doc_id]
            for side, doc_id in zip(sides, (a, b), strict=True)
        ]
        if gap <= window_days and max(*covered, containment) >= threshold:
            told = "|".join(f"{x}={y}" for x, y in pairs.get((a, b), []))
            rows.append((a, b, gap, round(resemblance, 3), round(containment, 3),
                         len(pairs.get((a, b), [])), *(round(c, 3) for c in covered),
                         story[a] == story[b], told))  # fmt: skip
    columns = ["a", "b", "days_apart", "resemblance", "containment", "echoes", "covered_a",
               "covered_b", "decided", "sentences"]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns).astype({"days_apart": "int64", "echoes": "int64"})
    strength = found[["covered_a", "covered_b", "containment"]].max(axis=1)
    strongest = strength.sort_values(ascending=False, kind="stable").index
    return found.loc[strongest].reset_index(drop=True)


def _runs(
    body: pd.DataFrame, order: dict[str, int], days: np.ndarray,
    echoing: Iterable[tuple[str, str]], window_days: int, threshold: float,
) -> dict[tuple[str, str], tuple[float, float]]:  # fmt: skip
    """Measure the pairs of texts with enough runs in common, and those that hold an echo.

    Jaccard, and the share of the smaller text.
    """
    texts = body["text"].groupby(body["doc_id"]).agg(" ".join).reindex(list(order)).fillna("")
    runs = find_runs(texts.tolist())
    alike = find_alike(runs, days, window_days=window_days, threshold=threshold)
    told = [(order[a], order[b]) for a, b in echoing]
    a, b = np.array(told, dtype=np.int64).reshape(-1, 2).T
    found = [alike, (a, b, count_shared(runs, a, b))]
    a, b, n = (np.concatenate(column) for column in zip(*found, strict=True))
    both, least = runs.size[a] + runs.size[b] - n, np.minimum(runs.size[a], runs.size[b])
    measured = zip(n / np.maximum(both, 1), n / np.maximum(least, 1), strict=True)
    ids = list(order)
    return {(ids[i], ids[j]): shares for i, j, shares in zip(a, b, measured, strict=True)}
