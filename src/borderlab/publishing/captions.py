"""Captions and alternative texts of figures: sentences of a book, in the language of figures."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from borderlab.errors import BorderlabError
from borderlab.publishing.look import Lang, look
from borderlab.publishing.narrative import Count, Narrator, templates


def caption(name: str, /, *, lang: Lang | None = None, **values: Any) -> dict[str, str]:
    """Fill the caption and the alternative text that the book of captions has under a name.

    Parameters
    ----------
    name : str
        As in ``phrases/captions.csv``: ``network``, beside ``network:alt``.
    lang : {"en", "es"}, optional
        Else that of the style around, or of the environment (BORDERLAB_LANG).
    **values
        One for each field in braces; whole numbers take their noun with them, and a ``measure`` is
        called by its word in the language, and a list of str is joined by "and".

    Returns
    -------
    dict of str
        ``caption`` and ``alt``, to be passed on: ``save_figure(…, **caption("items", …))``.

    Raises
    ------
    BorderlabError
        When the book has no caption of this name, or a value is missing.

    Examples
    --------
    >>> import borderlab as bl
    >>> bl.caption("claims", shown=1, total=11, texts=5, lang="es")["alt"]
    'Cuadro de 1 cifra de las 11 que informan 5 textos.'
    """
    lang = lang or look().lang
    narrator, words = Narrator(lang, "captions"), templates(lang, "figures")
    if f"{name}:alt" not in narrator.templates:
        known = ", ".join(key for key in narrator.templates if not key.endswith(":alt"))
        raise BorderlabError(f"no caption {name!r}; there are {known}")
    whole = {key: _field(value, lang) for key, value in values.items()}
    if "measure" in whole:
        whole["measure"] = words.get(f"measure:{whole['measure']}", whole["measure"])
    try:
        return {"caption": narrator.say(name, **whole), "alt": narrator.say(f"{name}:alt", **whole)}
    except KeyError as error:
        raise BorderlabError(f"the caption {name!r} needs a value for {error}") from error


def _field(value: Any, lang: Lang) -> Any:
    if isinstance(value, Integral) and not isinstance(value, bool):
        return Count(value)
    return templates(lang)["and"].join(value) if isinstance(value, list) else value
