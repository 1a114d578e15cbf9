"""Which language a text or a paragraph is in, told by byte patterns without a download."""

from __future__ import annotations

from functools import cache
from typing import Any

_LEAST = 0.5  # probability; names and headings stay below it, sentences above
_LETTERS = 12  # fewer letters are a name or a heading, which every language shares
_ENOUGH = 20_000  # characters; a longer text is no surer


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


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
    text = text[:_ENOUGH]
    if sum(map(str.isalpha, text)) < _LETTERS:
        return None
    language, probability = _identifier().classify(text)
    return language if probability >= _LEAST else None
