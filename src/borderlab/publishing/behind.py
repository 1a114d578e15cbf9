"""The sentences behind every actor and every tie of a network, all found in one pass."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.tables import Corpus, Incidence

#: sentence_id -> marks within the sentence, sentences in reading order
Marked = dict[str, list[tuple[int, int]]]


def behind(
    units: Incidence, mentions: pd.DataFrame, corpus: Corpus
) -> dict[tuple[str, ...], Marked]:
    """List for every actor and every two named together what `evidence` lists for them.

    Parameters
    ----------
    units : Incidence
        Made of these mentions.
    mentions, corpus
        As elsewhere.

    Returns
    -------
    dict
        ``(a,)`` or ``(a, b)``, a before b in the order of their ids, to their sentences: each
        sentence_id, in reading order, with its sorted ``(start, end)`` within the sentence.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> found = behind(study.incidence(), study.mentions, study.corpus)
    >>> list(found["katie-hobbs", "ken-salazar"])
    ['sonora-plenary-2024:s7', 'amcham-northwest-2024:s3']
    """
    begin = corpus.sentences["start"].to_dict()
    place = {
        mention: (sentence, int(start - begin[sentence]), int(end - begin[sentence]))
        for mention, sentence, start, end in mentions[["sentence_id", "start", "end"]].itertuples()
    }
    named: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit, actor, mention in units.cells[["unit_id", "actor_id", "mention_id"]].itertuples(
        index=False
    ):
        named[unit][actor].append(mention)
    found: dict[tuple[str, ...], set[tuple[str, int, int]]] = defaultdict(set)
    for by_actor in named.values():
        for size in (1, 2):
            for who in combinations(sorted(by_actor), size):
                found[who].update(place[m] for actor in who for m in by_actor[actor])
    rank = {sentence: i for i, sentence in enumerate(corpus.sentences.index)}
    return {who: _in_order(places, rank) for who, places in sorted(found.items())}


def _in_order(places: set[tuple[str, int, int]], rank: dict[str, int]) -> Marked:
    marked: Marked = {}
    for sentence, start, end in sorted(places, key=lambda p: (rank[p[0]], p[1:])):
        marked.setdefault(sentence, []).append((start, end))
    return marked
