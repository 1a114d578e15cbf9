"""Places that outlive an edited text: words quoted between ⟦ and ⟧, found again where they moved.

Corrections and memos quote what they are about. As long as the text has its sha256, the offsets
say which of several equal places is meant; afterwards the quotation alone must say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from borderlab.escapes import visible

# blanks inside the marks belong to the words around them
_MARKED = re.compile(r"([^⟦⟧]*)⟦(\s*)([^⟦⟧]*[^⟦⟧\s])(\s*)⟧([^⟦⟧]*)")

#: a place: the text, and the half-open span of the marked words in it
Place = tuple[str, int, int]


def is_marked(quotation: str) -> bool:
    """Tell whether a quotation marks its place once.

    Examples
    --------
    >>> [is_marked(q) for q in ("said ⟦Hobbs⟧ in", "said Hobbs in", "⟦a⟧ ⟦b⟧", "a ⟦ ⟧")]
    [True, False, False, False]
    """
    return bool(_MARKED.fullmatch(quotation))


def _parts(quotation: str) -> tuple[str, str, str]:
    """Part a quotation into the marked words and those around them, no blank at either end.

    A pattern that begins with blanks would take time that grows with the square of a run of them.
    """
    before, left, marked, right, after = _MARKED.fullmatch(quotation).groups()  # type: ignore[union-attr]
    return (before + left).lstrip(), marked, (right + after).rstrip()


def _loosely(part: str) -> str:
    """Make a pattern in which blanks and line breaks are alike."""
    pieces = [re.escape(word) for word in re.split(r"\s+", part)]
    return r"\s+".join(pieces)


def _search(text: str, quotation: str) -> Iterator[tuple[int, int]]:
    """Yield where the marked words of a quotation stand in a text."""
    before, marked, after = map(_loosely, _parts(quotation))
    for match in re.finditer(f"{before}({marked}){after}", text):
        yield match.span(1)


def find_places(
    documents: pd.DataFrame, quotation: str, *, sha256: str, span: tuple[int, int] | None = None
) -> list[Place]:
    r"""List the places that a quotation can mean: its own, else where its words stand.

    Parameters
    ----------
    documents : pandas.DataFrame, index doc_id
        With sha256 and text.
    quotation : str
        Marked, see `is_marked`.
    sha256 : str
        Of the text when it was quoted; where a text has it, only that one is searched.
    span : (int, int), optional
        Offsets of the marked words in that text; they count while the words still stand there.

    Returns
    -------
    list of (doc_id, start, end)

    Examples
    --------
    >>> rows = {"sha256": ["f0"], "text": ["Ports of Texas; ports of\nSonora."]}
    >>> documents = pd.DataFrame(rows, index=["a"])
    >>> find_places(documents, "ports of ⟦Sonora⟧", sha256="")
    [('a', 25, 31)]
    """
    marked = " ".join(_parts(quotation)[1].split())
    same = documents[documents["sha256"] == sha256]
    for doc_id, text in same["text"].items():
        if span and " ".join(text[slice(*span)].split()) == marked:
            return [(str(doc_id), *span)]
    return [
        (str(doc_id), start, end)
        for doc_id, text in (documents if same.empty else same)["text"].items()
        for start, end in _search(text, quotation)
    ]


def no_place(quotation: str, places: list[Place]) -> str:
    """Say why a quotation has not one place."""
    return visible(
        f"{quotation!r} stands {len(places)} times" if places else f"{quotation!r} is gone"
    )


def sentence_at(sentences: pd.DataFrame, place: Place) -> str | None:
    """Return the id of the sentence that holds a place, if one does."""
    doc_id, start, end = place
    around = sentences.index[
        (sentences["doc_id"] == doc_id) & (sentences["start"] <= start) & (sentences["end"] >= end)
    ]
    return None if around.empty else str(around[0])
