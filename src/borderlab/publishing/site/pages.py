"""The pages of the report that no notebook writes: landing, figures, data.

Templates stand beside this module; what goes into them passes the escape of its sink.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from borderlab.escapes import for_html, for_markdown
from borderlab.publishing.site.data_page import data_page

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
#: the section of the navigation on what is behind the notebooks
BEHIND = "Behind them"


@dataclass(frozen=True)
class Contents:
    """What the site holds, in the order in which it is shown.

    Attributes
    ----------
    title : str
    notebooks : sequence of str
        File names.
    figures : mapping of name to record
        As in the figures' manifest.
    tables : mapping of name to pandas.DataFrame
    data : sequence of Path
        The file of each table.
    findings : sequence of str
        What the study found, for the landing page.
    dictionary : bool
        Whether there is a page ``seeds/README``.
    pages : mapping of section to mapping of page to Markdown
        Further pages, by the section of the navigation that lists them; those of the section ``""``
        are reached by links alone, those of `BEHIND` stand with the pages on data and figures. A
        page is named by its address without the suffix.
    assets : sequence of str
        The addresses of further files.
    """

    title: str
    notebooks: Sequence[str]
    figures: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, pd.DataFrame]
    data: Sequence[Path]
    findings: Sequence[str]
    dictionary: bool
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    assets: Sequence[str] = ()


def write_pages(source: Path, contents: Contents) -> None:
    """Write the pages into a Sphinx source folder."""
    (source / "data.md").write_text(_data(contents), encoding="utf-8")
    pages = {"index": _landing(contents)}
    if contents.figures:
        pages["figures"] = {"figures": "\n\n".join(_entry(*f) for f in contents.figures.items())}
    for name, values in pages.items():
        template = Template((HERE / f"{name}.md").read_text(encoding="utf-8"))
        (source / f"{name}.md").write_text(template.substitute(values), encoding="utf-8")
    for section, further in contents.pages.items():
        for name, text in further.items():
            path = source / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = "" if section else "---\norphan: true\n---\n\n"
            path.write_text(head + text, encoding="utf-8")


def _landing(contents: Contents) -> dict[str, str]:
    figures = contents.figures
    chosen = list(figures)[:3]
    notebooks = [f"notebooks/{name}" for name in contents.notebooks]
    behind = ["figures.md"] * bool(figures) + ["data.md"]
    behind += ["seeds/README.md"] * contents.dictionary
    further = {section: list(pages) for section, pages in contents.pages.items() if section}
    behind += [f"{page}.md" for page in further.pop(BEHIND, [])]
    return {
        "title": for_markdown(contents.title),
        "findings": "\n".join(f"- {for_markdown(line)}" for line in contents.findings),
        "figures": "\n\n".join(_figure(name, figures[name]) for name in chosen),
        "links": "\n".join(f"- [](</{page}>)" for page in notebooks + behind),
        "toctree": _toctree("Notebooks", notebooks)
        + "".join(_toctree(section, pages) for section, pages in further.items())
        + _toctree(BEHIND, behind),
    }


def _toctree(caption: str, pages: Iterable[str]) -> str:
    lines = [":::{toctree}", ":hidden:", f":caption: {caption}", "", *pages, ":::", ""]
    return "\n".join(lines) + "\n" if pages else ""


def _figure(name: str, record: Mapping[str, Any]) -> str:
    # a JSON string is a valid YAML string, whatever quotes, colons or backslashes a text brings
    alt = json.dumps(str(record["alt"]), ensure_ascii=False)
    caption = for_markdown(str(record["caption"]))
    # opened alone, a drawing can be enlarged on a phone
    options = f":alt: {alt}\n:target: figures/{name}.svg"
    return f":::{{figure}} /figures/{name}.svg\n{options}\n\n{caption}\n:::"


def _entry(name: str, record: Mapping[str, Any]) -> str:
    """Show one figure with its notebook, its files and their fingerprints."""
    links = "<br>".join(
        f'<a href="figures/{for_html(file)}" download>{for_html(Path(file).suffix[1:].upper())}</a>'
        f" <code>{for_html(sha256)}</code>"
        for file, sha256 in sorted(record["files"].items())
    )
    origin = f"Notebook: [](</notebooks/{record['notebook']}>)"
    return (
        f"## {for_markdown(name)}\n\n{_figure(name, record)}\n\n{origin}\n\n"
        f'<p class="files">{links}</p>'
    )


def _data(contents: Contents) -> str:
    files = {n: f"data/{f.name}" for n, f in zip(contents.tables, contents.data, strict=True)}
    further = [address for address in contents.assets if address.startswith("data/")]
    return data_page(contents.tables, files, further, dictionary=contents.dictionary)
