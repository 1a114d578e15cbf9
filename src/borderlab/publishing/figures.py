"""Figures that are the same bytes on every machine, saved with the record of what is behind each.

A figure is written three times (SVG, PDF, PNG) into a staging folder, on request as TIFF and as SVG
with editable text too, and last its record, which `manifest.write_manifest` collects.
"""

from __future__ import annotations

import base64
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from borderlab.errors import OutputError, Problem
from borderlab.escapes import for_filename, for_markdown, visible
from borderlab.publishing.look import figure_style, look
from borderlab.publishing.manifest import sha256, to_json
from borderlab.publishing.swapping import write_whole

#: format -> what matplotlib would write into the file of clock and release
_METADATA: Mapping[str, Mapping[str, None]] = {
    "pdf": dict.fromkeys(("CreationDate", "Creator", "ModDate", "Producer")),
    "png": {"Software": None},
    "svg": {"Creator": None, "Date": None},
}
#: what journals may ask for besides -> how the file's name ends
FORMATS: Mapping[str, str] = {"tiff": "tiff", "svg-text": "text.svg"}


@dataclass(frozen=True)
class FigureDisplay:
    """What a notebook shows of a saved figure: the picture with its alt text, then the caption."""

    name: str
    caption: str
    alt: str
    png: bytes = field(repr=False)

    def __repr__(self) -> str:
        return f"Figure {self.name}: {visible(self.caption)}"

    def _ipython_display_(self) -> None:
        from IPython import display as ipython

        display: Any = ipython.display  # it has no type hints
        png = base64.b64encode(self.png).decode("ascii")
        alt = {"image/png": {"alt": self.alt}}
        display({"image/png": png, "text/plain": repr(self)}, raw=True, metadata=alt)
        caption = f"**Figure.** {for_markdown(self.caption)}"
        display({"text/markdown": caption, "text/plain": visible(self.caption)}, raw=True)


def save_figure(
    fig: Figure,
    name: str,
    *,
    notebook: str,
    caption: str,
    alt: str,
    sources: Mapping[str, str],
    parameters: Mapping[str, Any],
    staging: Path | None = None,
) -> FigureDisplay:
    """Write a figure as SVG, PDF and PNG with its record, and close it.

    The environment variable BORDERLAB_FIGURE_FORMATS may ask for more, separated by commas:
    ``tiff`` (600 dpi, LZW) and ``svg-text`` (``<name>.text.svg``, whose letters can be edited).

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Best drawn inside `figure_style`.
    name : str
        Lower-case letters, digits and hyphens; the files' stem.
    notebook : str
        File name of the notebook that draws it.
    caption, alt : str
        What readers see below the figure, and what stands in for it; both required. `caption`
        returns both in the language of figures.
    sources : mapping of doc_id to sha256
        The texts behind the figure.
    parameters : mapping
        Every choice behind the figure; plain values that JSON can hold.
    staging : pathlib.Path, optional
        Else the environment variable BORDERLAB_STAGING, else ``build/figures`` of the study.

    Returns
    -------
    FigureDisplay
        As the last line of a cell it shows picture and caption.

    Raises
    ------
    OutputError
        When name, caption or alt will not do, when a format is unknown, when another notebook has
        drawn a figure of this name, or when the files cannot be written. Nothing is left half
        recorded: the record comes last.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     shown = save_figure(
    ...         Figure(), "empty", notebook="01_texts.ipynb", caption="Nothing.", alt="A blank.",
    ...         sources={}, parameters={}, staging=Path(folder))
    ...     print(*sorted(path.name for path in Path(folder).iterdir()))
    empty.json empty.pdf empty.png empty.svg
    """
    _require(name, caption, alt)
    folder = Path(staging or _staging())
    _refuse_other_notebook(folder / f"{name}.json", notebook)
    drawn = _draw(fig, name, _asked())
    width, height = fig.get_size_inches() * 25.4
    record = {
        "lang": look().lang, "millimetres": [round(float(width)), round(float(height))],
        "notebook": notebook, "caption": caption, "alt": alt, "parameters": dict(parameters),
        "sources": dict(sources), "files": {file: sha256(drawn[file]) for file in drawn},
    }  # fmt: skip
    for file, content in {**drawn, f"{name}.json": to_json(record, name)}.items():
        write_whole(folder / file, content)
    return FigureDisplay(name, caption, alt, drawn[f"{name}.png"])


def _require(name: str, caption: str, alt: str) -> None:
    asked = {"caption": (caption, "what the figure shows"), "alt": (alt, "what readers see")}
    problems = [
        Problem(name, 0, f"figure-{part}", f"the figure's {part} is empty", f"say {cure}")
        for part, (text, cure) in asked.items()
        if not (text and text.strip())
    ]
    if name != for_filename(name) or name == "manifest":
        hint = f"use lower-case letters, digits and hyphens: {for_filename(name)!r}"
        problems.append(Problem(repr(name), 0, "figure-name", "is no name for a figure", hint))
    if problems:
        raise OutputError(problems)


def _staging() -> Path:
    if folder := os.environ.get("BORDERLAB_STAGING"):
        return Path(folder)
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "pyproject.toml").is_file() or (parent / "seeds").is_dir():
            return parent / "build" / "figures"
    why = "no study around this folder to stage figures in"
    cure = "work inside the study or pass staging="
    raise OutputError(Problem(here.name, 0, "staging", why, cure))


def _refuse_other_notebook(path: Path, notebook: str) -> None:
    other = json.loads(path.read_bytes())["notebook"] if path.exists() else notebook
    if other != notebook:
        why = f"{notebook} and {other} both draw this figure"
        cure = f"rename one of them, or delete {path.parent.name}/{path.name}"
        raise OutputError(Problem(path.stem, 0, "figure-twice", why, cure))


def _asked() -> list[str]:
    """Return the formats that the environment asks for besides the three."""
    return checked_formats(os.environ.get("BORDERLAB_FIGURE_FORMATS", "").split(","))


def checked_formats(asked: Iterable[str]) -> list[str]:
    """Return the formats asked for, or say which there are."""
    formats = [form for form in dict.fromkeys(map(str.strip, asked)) if form]
    if unknown := [form for form in formats if form not in FORMATS]:
        near = get_close_matches(unknown[0].lower(), FORMATS, n=1)
        cure = f"did you mean {near[0]}?" if near else f"take {', '.join(FORMATS)}"
        why = f"{unknown[0]!r} is no format to ask for"
        raise OutputError(Problem("figures", 0, "figure-format", why, cure))
    return formats


def _draw(fig: Figure, name: str, formats: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files of a figure, by name."""
    drawn = {}
    with figure_style():
        for kind, metadata in _METADATA.items():
            drawn[f"{name}.{kind}"] = _saved(fig, format=kind, metadata=metadata)
        for form in formats:
            drawn[f"{name}.{FORMATS[form]}"] = _tiff(fig) if form == "tiff" else _text(fig)
    if "matplotlib.pyplot" in sys.modules:  # an open pyplot figure would be shown once more
        sys.modules["matplotlib.pyplot"].close(fig)
    return drawn


def _saved(fig: Figure, **how: Any) -> bytes:
    fig.savefig(file := io.BytesIO(), **how)
    return file.getvalue()


def _tiff(fig: Figure) -> bytes:
    """Draw at 600 dpi, as journals ask for line art, without transparency."""
    from PIL import Image

    pixels = io.BytesIO(_saved(fig, format="png", dpi=600, metadata=_METADATA["png"]))
    with Image.open(pixels) as image:
        flat = image.convert("RGB")
    flat.save(file := io.BytesIO(), format="tiff", compression="tiff_lzw", dpi=(600, 600))
    return file.getvalue()


def _text(fig: Figure) -> bytes:
    """Keep letters as letters, for who edits the figure in a drawing program."""
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        return _saved(fig, format="svg", metadata=_METADATA["svg"])
