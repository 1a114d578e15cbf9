"""The pages of the report that no notebook writes: landing, figures, data.

Templates stand beside this module; what goes into them passes the escape of its sink.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Literal

from borderlab.escapes import for_html, for_markdown
from borderlab.publishing.addresses import source_page
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.site.data_page import data_page

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
#: sections of the navigation, in this order; the notebooks come first
SECTIONS = ("explore", "behind", "guides", "how-to", "explanation", "reference")


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
        Further pages, by the section of the navigation that lists them, one of `SECTIONS`; those of
        the section ``""`` are reached by links alone. A page is named by its address without the
        suffix.
    assets : sequence of str
        The addresses of further files.
    lang : {"en", "es"}
    public : bool
        Whether the words of texts that may not be passed on are left out.
    landing : sequence of str
        The figures of the landing page, of which there are three.
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
    lang: Literal["en", "es"] = "en"
    public: bool = False
    landing: Sequence[str] = ()

    @property
    def tell(self) -> Narrator:
        """What says the sentences of the site."""
        return Narrator(self.lang, "site")


def write_pages(source: Path, contents: Contents) -> None:
    """Write the pages into a Sphinx source folder."""
    (source / "data.md").write_text(_data(contents), encoding="utf-8")
    pages = {"index": _landing(contents)}
    if contents.figures:
        pages["figures"] = _figures(contents)
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
    tell, figures = contents.tell, contents.figures
    sections = {"notebooks": [f"notebooks/{name}" for name in contents.notebooks]}
    sections |= {name: [f"{p}.md" for p in contents.pages.get(name, ())] for name in SECTIONS}
    own = ["figures.md"] * bool(figures) + ["data.md"] + ["seeds/README.md"] * contents.dictionary
    sections["behind"] = own + sections["behind"]
    links = [*sections["notebooks"], *sections["explore"], *sections["behind"]]
    links += sections["guides"][:1]  # a study of one's own
    limits = ["limits", *["public"] * contents.public]
    return {
        "title": for_markdown(contents.title),
        "shows": tell.say("shows"), "cannot": tell.say("cannot"), "read": tell.say("read-on"),
        "limits": for_markdown(" ".join(map(tell.say, limits))),
        "findings": "\n".join(f"- {for_markdown(line)}" for line in contents.findings),
        "figures": "\n\n".join(_figure(name, figures[name]) for name in _foremost(contents)),
        "links": "\n".join(f"- [](</{page}>)" for page in links),
        "toctree": "".join(
            _toctree(tell.say(f"section:{name}"), pages) for name, pages in sections.items()
        ),
    }  # fmt: skip


def _foremost(contents: Contents) -> list[str]:
    """Choose the landing page's figures: those asked for, then the first of each notebook."""
    asked = [name for name in contents.landing if name in contents.figures]
    first = {
        str(record["notebook"]): name for name, record in reversed([*contents.figures.items()])
    }
    rest = [first[notebook] for notebook in sorted(first)]
    return list(dict.fromkeys([*asked, *rest, *contents.figures]))[:3]


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


def _figures(contents: Contents) -> dict[str, str]:
    tell, known = contents.tell, contents.pages.get("", {}).keys()
    return {
        "head": tell.say("figures"),
        "intro": for_markdown(tell.say("figures-intro")),
        "figures": "\n\n".join(_entry(*f, tell, known) for f in contents.figures.items()),
    }


def _entry(name: str, record: Mapping[str, Any], tell: Narrator, pages: Collection[str]) -> str:
    """Show one figure with its notebook, its files and their fingerprints."""
    links = "<br>".join(
        f'<a href="figures/{for_html(file)}" download>{for_html(Path(file).suffix[1:].upper())}</a>'
        f" <code>{for_html(sha256)}</code>"
        for file, sha256 in sorted(record["files"].items())
    )
    origin = f"{tell.say('origin')}: [](</notebooks/{record['notebook']}>)"
    if known := [page for page in map(source_page, record["sources"]) if page in pages]:
        origin += f"\\\n{tell.say('behind-it')}: " + ", ".join(f"[](</{p}.md>)" for p in known)
    return (
        f"## {for_markdown(name)}\n\n{_figure(name, record)}\n\n{origin}\n\n"
        f'<p class="files">{links}</p>'
    )


def _data(contents: Contents) -> str:
    files = {n: f"data/{f.name}" for n, f in zip(contents.tables, contents.data, strict=True)}
    further = [address for address in contents.assets if address.startswith("data/")]
    return data_page(contents.tables, files, further, dictionary=contents.dictionary,
                     lang=contents.lang)  # fmt: skip
