"""The report site: executed notebooks, figures and tables as pages that open from disk.

Sphinx (myst-nb, furo) does the work in a process of its own, on copies in a staging folder beside
the target; the finished site is swapped in at the end. The pages load nothing from elsewhere, and
two builds from the same inputs are the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from borderlab.errors import OutputError, Problem
from borderlab.escapes import for_html, for_markdown, visible
from borderlab.publishing.cross_links import link_cells
from borderlab.publishing.manifest import MANIFEST, check_manifest
from borderlab.publishing.site.pages import HERE, Contents, write_pages
from borderlab.publishing.swapping import swap_in
from borderlab.publishing.withholding import withhold

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str], None]

_URL = r"((?:https?:)?//[^\s\"'`<>)]+)"
_SCRIPT = re.compile(rf"(?:\b(?:import|fetch|importScripts)\s*\(?\s*|\.src\s*=\s*)[\"'`]{_URL}")
_STYLE = re.compile(rf"(?:url\(\s*|@import\s+)[\"']?{_URL}", re.I)
_TAG = re.compile(
    r"<(?!a\b|form\b)\w+\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?\s"
    r"(?:(?:src|srcset|data|poster|(?:xlink:)?href)\s*=\s*[\"']?|style\s*=[^>]*?url\(\s*)" + _URL,
    re.I,
)
#: what a browser fetches by itself while it shows a page; links to follow are not among it
_LOADS = {".html": (_TAG, _SCRIPT), ".css": (_STYLE,), ".js": (_SCRIPT,)}


def build_report(
    notebooks: Path,
    figures: Path,
    target: Path,
    *,
    study_title: str,
    tables: Mapping[str, pd.DataFrame] | None = None,
    dictionary: Path | None = None,
    findings: Iterable[str] = (),
    pages: Mapping[str, Mapping[str, str]] | None = None,
    assets: Mapping[str, bytes] | None = None,
    lang: Literal["en", "es"] = "en",
    landing: Iterable[str] = (),
    withheld: Sequence[str] | None = None,
    links: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Build the report site and swap it in at `target`.

    Parameters
    ----------
    notebooks : Path
        Folder of *executed* notebooks; the report runs no code. They appear in the order of their
        file names. Alternative texts are read from the metadata of their image outputs.
    figures : Path
        Folder with ``manifest.json`` and the files it names; without one there are no figures.
    target : Path
        Folder of the site; what stands there is replaced only when the new site is complete.
    study_title : str
        Title of the landing page and of every browser tab.
    tables : mapping of str to pandas.DataFrame, optional
        Offered for download as CSV, each with what a row and a column is; a named index becomes the
        first column.
    dictionary : Path, optional
        Markdown file that says what the columns mean, shown as a page.
    findings : iterable of str, optional
        What the study found, one line each, for the landing page.
    pages : mapping of section to mapping of page to Markdown, optional
        Further pages by their address without the suffix, under sections of the navigation; those
        of the section ``""`` are reached by links alone.
    assets : mapping of str to bytes, optional
        Files of the site by their address; those under ``data/`` are offered beside the tables.
    progress : callable, optional
        Called with one line a step.

    Returns
    -------
    Path
        The page to open, ``target / "index.html"``.

    Raises
    ------
    OutputError
        When a notebook cannot be read, Sphinx is missing or fails, or a page would load something
        from elsewhere. What stood at `target` still stands.
    """
    from borderlab.publishing.export import write_tables

    say = progress or (lambda line: None)
    tables = dict(sorted((tables or {}).items()))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        source, site = Path(folder, "source"), Path(folder, "site")
        shutil.copytree(HERE / "_static", source / "_static")
        shutil.copyfile(HERE / "conf.py", source / "conf.py")
        if dictionary:
            (source / "seeds").mkdir()
            shutil.copyfile(dictionary, source / "seeds" / "README.md")
        contents = Contents(
            title=study_title,
            notebooks=_copy_notebooks(notebooks, source / "notebooks"),
            figures=_copy_figures(figures, source / "figures"),
            tables=tables,
            data=write_tables(tables, Path(folder, "data")),
            findings=tuple(findings),
            dictionary=dictionary is not None,
            pages=pages or {},
            lang=lang,
            public=withheld is not None,
            landing=tuple(landing),
            assets=tuple(assets or ()),
        )
        write_pages(source, contents)
        counts = len(contents.notebooks), len(contents.figures), len(tables)
        say("site: {} notebooks, {} figures, {} tables".format(*counts))
        for warning in _run_sphinx(source, site, study_title, lang):
            say(warning)
        _add_downloads(site, contents.data, source / "figures")
        for address, content in (assets or {}).items():
            (site / address).parent.mkdir(parents=True, exist_ok=True)
            (site / address).write_bytes(content)
        for path in sorted(site.glob("notebooks/*.html")) if links else ():
            page = link_cells(path.read_text("utf-8"), links or {}, up="../")
            path.write_text(page, encoding="utf-8")
        if withheld:
            for path in sorted(site.rglob("*.html")):
                path.write_text(withhold(path.read_text("utf-8"), withheld), encoding="utf-8")
        if problems := find_requests(site):
            raise OutputError(problems)
        swap_in(site, target, verify=_refuse_foreign)
    return target / "index.html"


def find_requests(site: Path) -> list[Problem]:
    """Find what a browser would load from elsewhere while it shows the pages of a folder.

    Links that a reader may follow are no requests. Scripts are searched for loads of a literal
    address only.
    """
    return [
        Problem(
            path.relative_to(site).as_posix(),
            text.count("\n", 0, found.start()) + 1,
            "outside-request",
            f"loads {found[1]!r} from elsewhere",
            "keep the file beside the notebook, so that the report opens offline",
        )
        for path in sorted(site.rglob("*"))
        if path.suffix in _LOADS
        for text in [path.read_text(encoding="utf-8")]
        for pattern in _LOADS[path.suffix]
        for found in pattern.finditer(text)
    ]


def _copy_figures(folder: Path, target: Path) -> dict[str, dict[str, Any]]:
    """Copy the figures if the folder is what its manifest says; return the record of each."""
    if not (folder / MANIFEST).is_file():
        return {}
    if problems := check_manifest(folder):
        raise OutputError(problems)
    shutil.copytree(folder, target)
    return dict(json.loads((target / MANIFEST).read_text(encoding="utf-8"))["figures"])


def _copy_notebooks(folder: Path, target: Path) -> list[str]:
    """Copy notebooks with their alternative texts where myst-nb looks for them."""
    target.mkdir(parents=True)
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    for name in names:
        try:
            notebook = json.loads((folder / name).read_text(encoding="utf-8"))
            cells = _entitled([_describe_images(cell) for cell in notebook["cells"]], name)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            place, why = f"{folder.name}/{name}", f"is no notebook: {error}"
            problem = Problem(place, 0, "notebook-broken", why, "execute it again")
            raise OutputError(problem) from error
        text = json.dumps({**notebook, "cells": cells}, ensure_ascii=False)
        (target / name).write_text(text, encoding="utf-8")
    return names


def _entitled(cells: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Name a notebook that has no heading by its file, so that the navigation can list it."""
    prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    if any(re.search(r"^#+ ", text, re.M) for text in prose):
        return cells
    heading = f"# {for_markdown(Path(name).stem)}"
    title = {"cell_type": "markdown", "id": "file-name", "metadata": {}, "source": heading}
    return [title, *cells]


def _describe_images(cell: dict[str, Any]) -> dict[str, Any]:
    """Lift the alternative text of a cell's images from its outputs to the cell.

    myst-nb knows one text per cell; several images in a cell share theirs.
    """
    texts = [
        output.get("metadata", {}).get(mime, {}).get("alt", "")
        for output in cell.get("outputs", ())
        for mime in output.get("data", {})
        if mime.startswith("image/")
    ]
    alt = " ".join(filter(None, dict.fromkeys(texts))) or "Image without a description"
    described = {**cell.get("metadata", {}), "mystnb": {"image": {"alt": alt}}}
    return {**cell, "metadata": described} if texts else cell


def _run_sphinx(source: Path, site: Path, title: str, lang: str) -> list[str]:
    """Run Sphinx in a process of its own and return its warnings, one line each."""
    command = [sys.executable, "-m", "sphinx", "-q", "-E", f"-d{source.parent / 'doctrees'}"]
    command += [f"-D{option}={for_html(title)}" for option in ("project", "html_title")]
    command.append(f"-Dlanguage={lang}")
    fixed = {"SOURCE_DATE_EPOCH": "0", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*command, source, site], env={**os.environ, **fixed}, capture_output=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    # the staging folder is nobody's business: a message names the page only
    lines = done.stderr.replace(f"{source}{os.sep}", "").strip().splitlines()
    if done.returncode:
        why = visible(lines[-1]) if lines else f"Sphinx stopped with {done.returncode}"
        missing = "No module named" in why
        hint = "pip install 'borderlab[report]'" if missing else "nothing was replaced"
        raise OutputError(Problem("report", 0, "site-failed", why, hint))
    return lines


def _add_downloads(site: Path, data: Iterable[Path], figures: Path) -> None:
    """Put what readers may take away under addresses that stay the same between editions."""
    (site / "data").mkdir()
    for path in data:
        shutil.copyfile(path, site / "data" / path.name)
    if figures.is_dir():
        shutil.copytree(figures, site / "figures")
    (site / ".buildinfo").unlink(missing_ok=True)  # tells Sphinx what to rebuild, and nobody else


def _refuse_foreign(site: Path, target: Path) -> list[Problem]:
    """Say whether the target holds what is no report and would be lost with it."""
    if not target.exists() or not any(target.iterdir()) or (target / "searchindex.js").is_file():
        return []
    why = "holds files that are no report and would be lost"
    return [Problem(target.name, 0, "site-not-written", why, "choose another folder")]
