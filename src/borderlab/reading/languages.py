"""Which language a text is in, by counting the small words no sentence does without."""

from __future__ import annotations

import re
from collections import Counter

from borderlab.reading.words import members

_LEAST = 3  # fewer small words than this decide nothing


def find_language(text: str) -> str | None:
    """Decide between English and Spanish; undecided is None, never a guess.

    Parameters
    ----------
    text : str
        The body of a text.

    Returns
    -------
    {'en', 'es'} or None
        The language with more than twice the other's frequent words, and at least three of them.

    Examples
    --------
    >>> find_language("The ministers of both countries met in the morning.")
    'en'
    >>> find_language("Los ministros de ambos países se reunieron por la mañana.")
    'es'
    >>> find_language("Hermosillo, Sonora") is None
    True
    """
    counts = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    hits = {code: sum(counts[w] for w in members("frequent", code)) for code in ("en", "es")}
    other, best = sorted(hits, key=lambda code: hits[code])
    return best if hits[best] >= _LEAST and hits[best] > 2 * hits[other] else None
