"""Which language a text or a paragraph is in, told by byte patterns without a download."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borderlab.reading.identifier import Identifier

_LEAST = 0.5  # probability; names and headings stay below it, sentences above
_LETTERS = 12  # fewer letters are a name or a heading, which every language shares
_ENOUGH = 20_000  # characters; a longer text is no surer


@cache
def _identifier() -> Identifier:
    from borderlab.reading.identifier import Identifier

    return Identifier.load()


def find_language(text: str) -> str | None:
    """Name the language of a text; undecided is None, never a guess.

    Parameters
    ----------
    text : str
        The body of a text, or a paragraph of it.

    Returns
    -------
    str or None
        The two letters of ISO 639-1, where the identifier gives its best language a probability
        of at least one half.

    References
    ----------
    .. [1] M. Lui and T. Baldwin, "langid.py: an off-the-shelf language identification tool",
       ACL 2012 system demonstrations, 25-30.

    Examples
    --------
    >>> find_language("The ministers of both countries met in the morning.")
    'en'
    >>> find_language("Los ministros de ambos países se reunieron por la mañana.")
    'es'
    >>> find_language("Hermosillo, Sonora") is None
    True
    """
    return find_languages([text])[0]


def find_languages(texts: Sequence[str]) -> list[str | None]:
    """Name the language of each text, as `find_language` does; many at once cost less.

    Examples
    --------
    >>> find_languages(["The ministers met in the morning.", "Sonora"])
    ['en', None]
    """
    told = [text[:_ENOUGH] for text in texts]
    worded = [n for n, text in enumerate(told) if _has_words(text)]
    found: list[str | None] = [None] * len(told)
    classes = _identifier().classify_all([told[n] for n in worded]) if worded else []
    for n, (language, probability) in zip(worded, classes, strict=True):
        found[n] = language if probability >= _LEAST else None
    return found


def _has_words(text: str) -> bool:
    letters = filter(str.isalpha, text)
    return next(islice(letters, _LETTERS - 1, None), None) is not None
