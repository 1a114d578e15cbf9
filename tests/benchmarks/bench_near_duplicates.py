"""Texts that are edited copies of another one: ours against locality-sensitive hashing."""

from __future__ import annotations

import random
import re

from harness import Pair
from news import stories

_TEXTS, _PLANTED = 9_500, 500
_ALIKE = 0.5  # share of the smaller text's runs, and Jaccard: an edited copy has more, others less
_FOUND = 0.98  # of the pairs planted, and of the pairs found
_FOOTER = (
    "About this newsroom: it is paid for by its readers and by nobody else, in all nine counties."
    " Write to the desk if you have seen an error, and it is corrected on the same day."
)


def with_copies() -> tuple[list[str], set[tuple[int, int]]]:
    """Make texts of which some are edited copies; return them with the pairs planted."""
    texts = [story.text for story in stories(_TEXTS)]
    chance = random.Random(7)
    sources = chance.sample(range(_TEXTS), _PLANTED)
    planted = {(source, _TEXTS + k) for k, source in enumerate(sources)}
    texts += [_edited(chance, texts[source]) for source in sources]
    return texts, planted


def _edited(chance: random.Random, text: str) -> str:
    """Drop a tenth of the sentences, change one word in fifty, add a standing paragraph."""
    kept = [s for s in re.split(r"(?<=[.?!])(?=\s)", text) if chance.random() > 0.1]
    words = re.split(r"(\s+)", "".join(kept))
    words = ["otherwise" if w.isalpha() and chance.random() < 0.02 else w for w in words]
    return "".join(words) + "\n" + _FOOTER + "\n"


def _copies():
    import numpy as np
    from datasketch import MinHash, MinHashLSH

    from borderlab.reading.runs import find_alike, find_runs
    from borderlab.reading.words import fold

    texts, planted = with_copies()
    always = np.zeros((len(texts), 2), dtype=np.int64)

    def ours():
        a, b, _ = find_alike(find_runs(texts), always, window_days=7, threshold=_ALIKE)
        return set(zip(a.tolist(), b.tolist(), strict=True))

    def runs(text):
        found = [fold(word) for word in re.findall(r"[^\W_]+", text)]
        return {" ".join(found[k : k + 5]) for k in range(len(found) - 4)}

    def peer():
        index = MinHashLSH(threshold=_ALIKE, num_perm=128)
        held, alike = [], set()
        for number, text in enumerate(texts):
            held.append(runs(text))
            mine = MinHash(num_perm=128)
            mine.update_batch([run.encode() for run in held[-1]])
            near = ((other, len(held[other] & held[-1])) for other in index.query(mine))
            alike |= {(other, number) for other, n in near
                      if n >= _ALIKE * (len(held[other]) + len(held[-1]) - n)}  # fmt: skip
            index.insert(number, mine)
        return alike

    def check(a, b):
        # one is exact and asks for another measure than the other: the truth is what was planted
        assert len(a & planted) >= _FOUND * len(planted)
        assert len(a & planted) >= _FOUND * len(a)
        assert len(b & planted) >= _FOUND * len(b)
        print(f"found of {len(planted)}: ours {len(a & planted)}, theirs {len(b & planted)}")

    return ours, peer, check


PAIRS = [
    Pair("near_duplicates", "finding 500 edited copies among 10,000 texts", "datasketch MinHashLSH",
         "at least", 3.0, _copies, rounds=3),
]  # fmt: skip
