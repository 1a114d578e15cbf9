"""Tables and sentences as notebook outputs: the same bytes at every run, every text escaped.

pandas' own HTML carries inline styles that JupyterLab strips, and its Styler a random id and no
escaping of captions; so a table here renders itself. The classes ``bl-table``, ``bl-number`` and
``bl-note`` are what a stylesheet may rely on.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from borderlab.escapes import for_html, visible
from borderlab.publishing.quoting import pieces

MISSING = "–"
_WIDTH = 60  # characters of a cell in text/plain; the HTML holds the whole text


@dataclass(frozen=True)
class Table:
    """A captioned table, ready to be shown; made by `show`.

    Attributes
    ----------
    caption : str
    header : tuple of str, length C
    rows : tuple of tuple of str, shape (R, C)
        Formatted, not yet escaped.
    numeric : tuple of bool, length C
        Columns to align right.
    labels : int
        How many leading columns name the row.
    note : str
        What was left out, or "".
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    labels: int = 0
    note: str = ""

    def __repr__(self) -> str:
        columns = []
        texts = zip(self.header, *self.rows, strict=True)
        for column, numeric in zip(texts, self.numeric, strict=True):
            head, *cells = map(_short, column)
            width = max(map(len, (head, *cells)))
            lines = (head, "-" * width, *cells)
            columns.append([t.rjust(width) if numeric else t.ljust(width) for t in lines])
        rows = ["  ".join(row).rstrip() for row in zip(*columns, strict=True)]
        return "\n".join([visible(self.caption), *rows, *filter(None, [_short(self.note)])])

    def _repr_html_(self) -> str:
        head = self._row_html(self.header, "col", len(self.header))
        body = "\n".join(self._row_html(row, "row", self.labels) for row in self.rows)
        note = f'\n<p class="bl-note">{for_html(self.note)}</p>' if self.note else ""
        return (
            f'<table class="bl-table">\n<caption>{for_html(self.caption)}</caption>\n'
            f"<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>{note}"
        )

    def _row_html(self, row: tuple[str, ...], scope: str, labels: int) -> str:
        tags = [f'th scope="{scope}"'] * labels + ["td"] * (len(row) - labels)
        kinds = [' class="bl-number"' if numeric else "" for numeric in self.numeric]
        cells = zip(tags, kinds, row, strict=True)
        return f"<tr>{''.join(f'<{t}{k}>{for_html(c)}</{t[:2]}>' for t, k, c in cells)}</tr>"


def show(
    table: pd.DataFrame,
    caption: str,
    *,
    units: Mapping[str, str] | None = None,
    decimals: int = 3,
    rows: int | None = None,
) -> Table:
    """Show a table with its caption, rounded and escaped.

    Parameters
    ----------
    table : pandas.DataFrame, shape (R, C)
        Its index is shown unless it is an unnamed range.
    caption : str
        What the table says; required.
    units : mapping of column to unit, optional
        Printed behind the column's name.
    decimals : int
        For columns that hold fractions; whole numbers stay whole.
    rows : int, optional
        Show the first so many rows and say how many were left out.

    Returns
    -------
    Table
        Displays itself as HTML in a notebook and as aligned text elsewhere.

    Raises
    ------
    ValueError
        When the caption is empty or a unit names a column that is not there.

    Examples
    --------
    >>> import pandas as pd
    >>> show(pd.DataFrame({"actor": ["Sonora"], "share": [0.25]}), "Mentions", units={"share": "%"})
    Mentions
    actor   share (%)
    ------  ---------
    Sonora      0.250
    """
    if not caption.strip():
        raise ValueError("show: the caption is empty; say in one line what the table holds")
    units = units or {}
    if unknown := sorted(set(units) - {str(n) for n in [*table.columns, *table.index.names]}):
        raise ValueError(f"show: units for {', '.join(unknown)}, but the table has no such column")
    shown = table if rows is None else table.head(rows)
    labels = _row_labels(shown)
    columns = [*labels, *((str(name), column) for name, column in shown.items())]
    left_out = len(table) - len(shown)
    return Table(
        caption=caption,
        header=tuple(f"{n} ({units[n]})" if n in units else n for n, _ in columns),
        rows=tuple(zip(*(_format(column, decimals) for _, column in columns), strict=True)),
        numeric=tuple(column.dtype.kind in "iuf" for _, column in columns),
        labels=len(labels),
        note=f"{left_out} more rows not shown" if left_out else "" if len(table) else "no rows",
    )


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


def _row_labels(table: pd.DataFrame) -> list[tuple[str, pd.Index[Any]]]:
    """Return the levels of the index as columns; reset_index would refuse a name used twice."""
    index = table.index
    if isinstance(index, pd.RangeIndex) and index.name is None:
        return []
    names = ["" if name is None else str(name) for name in index.names]
    return [(name, index.get_level_values(level)) for level, name in enumerate(names)]


def _format(column: Iterable[Any], decimals: int) -> list[str]:
    """Format a column as one: whole numbers only where all of its numbers are whole."""
    numbers = [v for v in column if isinstance(v, float) and abs(v) < float("inf")]
    places = 0 if all(v.is_integer() for v in numbers) else decimals
    return [_cell(value, places) for value in column]


def _cell(value: Any, places: int) -> str:
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return ", ".join(_cell(v, places) for v in value)
    if value is None or value is pd.NA or value != value:
        return MISSING
    if isinstance(value, float):
        text = f"{value:.{places}f}"
        return text.removeprefix("-") if not float(text) else text  # no "-0.000"
    if isinstance(value, bool | np.bool_):  # of a column that also has missing values, numpy's
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


def _short(text: str) -> str:
    """Return one line of text/plain; longer cells end in an ellipsis."""
    line = " ".join(visible(text).split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
