"""The meaning of each column, from the one place that says it: the table of ``seeds/README.md``."""

from __future__ import annotations

from pathlib import Path


def parse_dictionary(text: str) -> dict[str, dict[str, str]]:
    r"""Read the Markdown table whose rows are file, column, meaning and values.

    Parameters
    ----------
    text : str
        Of the page; lines that are no row on a column of a CSV file are left out.

    Returns
    -------
    dict of str to dict of str to str
        File name without ``.csv`` -> column -> meaning, and on a line of its own the values.

    Examples
    --------
    >>> parse_dictionary("| a.csv | side | of the border | `MX`, `US` |")
    {'a': {'side': 'of the border\nMX, US'}}
    """
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and cells[0].endswith(".csv"):
            told = "\n".join(filter(None, cells[2:])).replace("`", "")
            found.setdefault(cells[0].removesuffix(".csv"), {})[cells[1]] = told
    return found


def read_dictionary(path: Path) -> dict[str, dict[str, str]]:
    """Read the table of a page; without the page nothing is known."""
    try:
        return parse_dictionary(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}
