"""Tables as notebook outputs and for LaTeX: the same bytes at every run, every text escaped.

pandas' own HTML carries inline styles that JupyterLab strips, and its Styler a random id and no
escaping of captions; so a table here renders itself. The classes ``bl-table``, ``bl-number`` and
``bl-note`` are what a stylesheet may rely on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from borderlab.escapes import for_filename, for_html, for_latex, visible
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.variables import word_for

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

    def to_latex(self, *, label: str = "") -> str:
        r"""Write the table for LaTeX, with the rules of the package booktabs.

        Parameters
        ----------
        label : str, optional
            For references in the text; by default made of the caption.

        Examples
        --------
        >>> print(show(pd.DataFrame({"of all": ["9%"]}), "Shares").to_latex())
        \begin{table}
        \caption{Shares}
        \label{tab:shares}
        \begin{tabular}{l}
        \toprule
        of all \\
        \midrule
        9\% \\
        \bottomrule
        \end{tabular}
        \end{table}
        """
        name = re.sub(r"[^\w:.-]", "-", label, flags=re.A) or f"tab:{for_filename(self.caption)}"
        head, *rows = (f"{' & '.join(map(for_latex, r))} \\\\" for r in (self.header, *self.rows))
        sides = "".join("r" if numeric else "l" for numeric in self.numeric)
        lines = [
            r"\begin{table}", rf"\caption{{{for_latex(self.caption)}}}", rf"\label{{{name}}}",
            rf"\begin{{tabular}}{{{sides}}}", r"\toprule", head, r"\midrule", *rows,
            r"\bottomrule", r"\end{tabular}",
            *([rf"\par\footnotesize {for_latex(self.note)}"] if self.note else []), r"\end{table}",
        ]  # fmt: skip
        return "\n".join(lines)

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
    decimals: int | Mapping[str, int] = 3,
    rows: int | None = None,
    lang: Literal["en", "es"] | None = None,
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
    decimals : int or mapping of column to int
        For columns that hold fractions; whole numbers stay whole. Columns that a mapping does not
        name have three.
    rows : int, optional
        Show the first so many rows and say how many were left out.
    lang : {"en", "es"}, optional
        Head the columns with words for readers (``phrases/tables.csv``) and say the rest in this
        language; by default columns have their own names. Those without words keep theirs.

    Returns
    -------
    Table
        Displays itself as HTML in a notebook and as aligned text elsewhere.

    Raises
    ------
    ValueError
        When the caption is empty, or a unit or decimals name a column that is not there.

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
    units, places = units or {}, decimals if isinstance(decimals, Mapping) else {}
    here = {str(name) for name in [*table.columns, *table.index.names]}
    for option, named in (("units", units), ("decimals", places)):
        if unknown := sorted(set(named) - here):
            what = f"{option} for {', '.join(unknown)}"
            raise ValueError(f"show: {what}, but the table has no such column")
    shown = table if rows is None else table.head(rows)
    labels, words = _row_labels(shown), Narrator(lang or "en", "tables")
    columns = [*labels, *((str(name), column) for name, column in shown.items())]
    other = 3 if isinstance(decimals, Mapping) else decimals
    cells = [_format(column, places.get(name, other), words) for name, column in columns]
    left_out = len(table) - len(shown)
    note = words.say("left-out", n=left_out) if left_out else ""
    return Table(
        caption=caption,
        header=tuple(_head(name, units, words if lang else None) for name, _ in columns),
        rows=tuple(zip(*cells, strict=True)),
        numeric=tuple(column.dtype.kind in "iuf" for _, column in columns),
        labels=len(labels),
        note=note or ("" if len(table) else words.say("no-rows")),
    )


def _head(name: str, units: Mapping[str, str], words: Narrator | None) -> str:
    head = (words and word_for(words, name, prefix="column:")) or name
    return f"{head} ({units[name]})" if name in units else head


def _row_labels(table: pd.DataFrame) -> list[tuple[str, pd.Index[Any]]]:
    """Return the levels of the index as columns; reset_index would refuse a name used twice."""
    index = table.index
    if isinstance(index, pd.RangeIndex) and index.name is None:
        return []
    names = ["" if name is None else str(name) for name in index.names]
    return [(name, index.get_level_values(level)) for level, name in enumerate(names)]


def _format(column: Iterable[Any], decimals: int, words: Narrator) -> list[str]:
    """Format a column as one: whole numbers only where all of its numbers are whole."""
    numbers = [v for v in column if isinstance(v, float) and abs(v) < float("inf")]
    places = 0 if all(v.is_integer() for v in numbers) else decimals
    return [_cell(value, places, words) for value in column]


def _cell(value: Any, places: int, words: Narrator) -> str:
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return ", ".join(_cell(v, places, words) for v in value)
    if value is None or value is pd.NA or value != value:
        return MISSING
    if isinstance(value, float):
        text = f"{value:.{places}f}"
        return text.removeprefix("-") if not float(text) else text  # no "-0.000"
    if isinstance(value, bool | np.bool_):  # of a column that also has missing values, numpy's
        return words.say("yes" if value else "no")
    if hasattr(value, "isoformat"):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


def _short(text: str) -> str:
    """Return one line of text/plain; longer cells end in an ellipsis."""
    line = " ".join(visible(text).split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
