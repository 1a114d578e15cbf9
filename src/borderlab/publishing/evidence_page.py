"""Evidence as one HTML file that opens anywhere and asks no other computer for anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from borderlab.errors import OutputError, Problem
from borderlab.escapes import for_html
from borderlab.publishing.display import Sentences
from borderlab.publishing.swapping import replace_own

#: by this a page of ours is known, which a new one may replace
_MARK = '<meta name="generator" content="borderlab evidence">'
_STYLE = """
body { font: 1rem/1.5 serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; }
dt, .bl-note { color: #555; font-size: .9rem; }
dd { margin: 0 0 .6rem 1rem; }
mark { background: #ffe9a8; }
"""


def write_evidence(shown: Sentences, path: str | Path, *, notes: Iterable[str] = ()) -> Path:
    """Write sentences as one page of HTML, marks and memos included.

    Parameters
    ----------
    shown : Sentences
        As `show_sentences` returns them.
    path : path
        Ends in ``.html``. A page that this function wrote is replaced, nothing else is.
    notes : iterable of str, optional
        Lines below the sentences.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When the name is none of a page, something else stands there, or the disk refuses.

    Examples
    --------
    >>> write_evidence(Sentences("None", ()), "evidence.txt")
    Traceback (most recent call last):
    borderlab.errors.OutputError: evidence.txt: is no name of a page; end it in .html [page-name]
    """
    path = Path(path)
    if path.suffix.lower() != ".html":
        say, cure = "is no name of a page", "end it in .html"
        raise OutputError(Problem(path.name, 0, "page-name", say, cure))
    page = _page(shown, notes).encode()
    return replace_own(path, page, mark=_MARK, kind="page of evidence")


def _page(shown: Sentences, notes: Iterable[str]) -> str:
    told = "".join(f'\n<p class="bl-note">{for_html(note)}</p>' for note in notes)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{_MARK}\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{for_html(shown.caption)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{shown._repr_html_()}{told}\n</body>\n</html>\n"
    )
