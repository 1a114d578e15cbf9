"""Sentences as notebook outputs: the same bytes at every run, every text escaped.

The classes ``bl-caption``, ``bl-sentences`` and ``bl-note`` are what a stylesheet may rely on.
Tables are shown by `borderlab.publishing.display_table`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from borderlab.escapes import for_html, visible
from borderlab.publishing.quoting import pieces


@dataclass(frozen=True)
class Sentences:
    """Sentences under their source, marked spans inside; made by `show_sentences`.

    Attributes
    ----------
    caption : str
    rows : tuple of (label, sentence_id, pieces)
        Pieces are (text, marked) pairs that join to the sentence.
    memos : tuple of tuple of str, one a row
        The researcher's notes, shown below the sentence.
    """

    caption: str
    rows: tuple[tuple[str, str, tuple[tuple[str, bool], ...]], ...]
    memos: tuple[tuple[str, ...], ...] = ()

    def _noted(self) -> Iterator[tuple[Any, tuple[str, ...]]]:
        return zip(self.rows, self.memos or [()] * len(self.rows), strict=True)

    def __repr__(self) -> str:
        lines = [visible(self.caption)]
        for (label, sentence_id, parts), memos in self._noted():
            text = "".join(f"⟦{visible(p)}⟧" if marked else visible(p) for p, marked in parts)
            lines += [f"{visible(label)} [{visible(sentence_id)}]"]
            for part in (text, *(f"memo {visible(memo)}" for memo in memos)):
                lines += textwrap.wrap(part, 96, initial_indent="  ", subsequent_indent="  ")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        items = "\n".join(
            f"<dt>{for_html(label)} <code>{for_html(sentence_id)}</code></dt><dd>"
            + "".join(f"<mark>{for_html(p)}</mark>" if m else for_html(p) for p, m in parts)
            + "</dd>"
            + "".join(f'<dd class="bl-note">memo {for_html(memo)}</dd>' for memo in memos)
            for (label, sentence_id, parts), memos in self._noted()
        )
        caption = for_html(self.caption)
        return f'<p class="bl-caption">{caption}</p>\n<dl class="bl-sentences">\n{items}\n</dl>'


def show_sentences(
    table: pd.DataFrame, caption: str = "Sentences", *, rows: int | None = None
) -> Sentences:
    """Show sentences as evidence: whose they are, which one, and what in them counts.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns label, sentence_id (or an index of that name), text, and optionally marks: a list of
        half-open (start, end) pairs, code points into ``text``; overlapping ones are joined. And
        optionally memos: a list of lines shown below the sentence.
    caption : str
    rows : int, optional
        Show the first so many.

    Returns
    -------
    Sentences

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"label": "Post", "sentence_id": "post:s1", "text": "Texas signs.", "marks": [(0, 5)]}
    >>> show_sentences(pd.DataFrame([row]), "Who signs")
    Who signs
    Post [post:s1]
      ⟦Texas⟧ signs.
    """
    frame = table.reset_index() if table.index.name == "sentence_id" else table
    frame = frame if rows is None else frame.head(rows)
    marks = frame["marks"] if "marks" in frame else [()] * len(frame)
    found = zip(frame["label"], frame["sentence_id"], frame["text"], marks, strict=True)
    memos = tuple(map(tuple, frame["memos"])) if "memos" in frame else ()
    quoted = tuple((str(a), str(b), pieces(t, m)) for a, b, t, m in found)
    return Sentences(caption, quoted, memos)
