"""Code sentences with the pillars and items of the Dialogue, each with the cue that fired.

Cues are data (``cues.csv``): a phrase, its language, the pillar and item it stands for, how much it
weighs, whether it states the pillar or speaks of its matter, and where the cue itself comes from.
Only documents that name the Dialogue are coded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from math import fsum
from typing import TYPE_CHECKING, Any

from borderlab.coding.cue_rules import is_set_apart
from borderlab.coding.cues import Cue, CueFinder
from borderlab.coding.matching import view
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd

_STOP = re.compile(r"[.?!…][\"'”’»)\]]*\Z")


def choose(found: Sequence[Cue], context: Set[int] = frozenset()) -> list[Cue]:
    """Keep what decides: heavy enough pillars, stated ones over matter of others, any over none.

    A pillar is heavy enough when its *different* cues weigh 1 together: a cue of weight 0.5
    ("training") decides only beside another one of its pillar. ``context`` are pillars which the
    paragraph has stated already; there a light cue suffices.

    Examples
    --------
    >>> matter, number = Cue(0, 1, 1, "x", "content", "x"), Cue(5, 9, 3, "", "stated", "y")
    >>> [cue.pillar for cue in choose([matter, number])]
    [3]
    >>> light = Cue(0, 8, 4, "workforce-training", "content", "training", 0.5)
    >>> len(choose([light])), len(choose([light], context={4}))
    (0, 1)
    """
    weights: dict[int, dict[str, float]] = defaultdict(dict)
    for cue in found:
        weights[cue.pillar][cue.cue] = cue.weight
    heavy = {p for p, each in weights.items() if round(fsum(each.values()), 9) >= 1 or p in context}
    stated = {cue.pillar for cue in found if cue.basis == "stated"} & heavy - {0}
    allowed = stated or heavy - {0} or heavy
    return [cue for cue in found if cue.pillar in allowed]


def code_pillars(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Code the body sentences of documents that name the Dialogue.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    pandas.DataFrame, one row per cue that decided
        Columns sentence_id, doc_id, pillar (1-4; 0 for a sentence on the Dialogue that names no
        pillar's matter), item (missing when the cue names none), basis (stated, content), cue,
        start and end of the cue in the document, and its weight. A sentence may carry several
        pillars and items.

    Notes
    -----
    A stated pillar (by number or name) wins over the matter of others, also where the source
    mislabels it: the cue shows what was said, `find_mislabels` lists where. A cue of weight below 1
    decides together with another of its pillar, or where its paragraph, or the heading above, has
    stated the pillar before; no sentence is coded from its context alone. Not coded is matter that
    is only listed as example sectors ("industries such as semiconductors …"), and a sentence that
    sets itself apart ("In an unrelated matter, …") unless it names the Dialogue or a pillar.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> codings = bl.code_pillars(study.corpus, study.codebook)
    >>> codings.loc[codings.sentence_id == "hled-2021:s10", ["pillar", "cue"]].values.tolist()[:3]
    [[3, 'third pillar'], [3, 'telecommunications'], [3, 'ICT']]
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    rows = [
        {"sentence_id": sentence.Index, "doc_id": sentence.doc_id, **cue._asdict(),
         "item": cue.item or float("nan"),
         "start": sentence.start + cue.start, "end": sentence.start + cue.end}
        for sentence, cues in _decided(body, find_cues(corpus, codebook))
        for cue in cues
    ]  # fmt: skip
    return table("codings", rows)


def find_cues(corpus: Corpus, codebook: Codebook) -> dict[str, list[Cue]]:
    """Find the cues of each body sentence.

    Returns
    -------
    dict of sentence_id to list of Cue
        In reading order, only of documents that name the Dialogue; whether they decide is open.
    """
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    finder = CueFinder(codebook)
    cues = {i: _without_set_apart(finder.find(text), text) for i, text in body["text"].items()}
    doc_ids = dict(zip(body.index, body["doc_id"], strict=True))
    on_dialogue = {doc_ids[i] for i, found in cues.items() if 0 in _stated(found)}
    return {i: found for i, found in cues.items() if doc_ids[i] in on_dialogue}


def _stated(found: Iterable[Cue]) -> set[int]:
    """Pillars that a sentence names or numbers beyond doubt; 0 is the Dialogue itself."""
    return {cue.pillar for cue in found if cue.basis == "stated" and cue.weight >= 1}


def _without_set_apart(found: list[Cue], text: str) -> list[Cue]:
    return found if _stated(found) or not is_set_apart(view(text).text) else []


def _decided(
    body: pd.DataFrame, cues: Mapping[str, Sequence[Cue]]
) -> Iterator[tuple[Any, list[Cue]]]:
    """Yield each sentence with the cues that decide, by what stands before it.

    That is what earlier sentences of its paragraph stated, and what the last sentence that stated
    anything stated, if it was a heading: one without a stop.
    """
    place, before, heading = ("", 0), set[int](), set[int]()
    for sentence in body.loc[list(cues)].itertuples():
        doc_id, paragraph = str(sentence.doc_id), int(sentence.paragraph)
        heading = heading if doc_id == place[0] else set()
        before = before if (doc_id, paragraph) == place else set()
        place = (doc_id, paragraph)
        found = cues[str(sentence.Index)]
        yield sentence, choose(found, before | heading)
        if stated := _stated(found):
            before |= stated
            heading = set() if _STOP.search(str(sentence.text)) else stated
