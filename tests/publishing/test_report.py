"""The report opens from disk, describes its pictures, and is never half a site."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from borderlab.errors import OutputError
from borderlab.publishing import report
from borderlab.publishing.report import build_report, find_requests
from borderlab.publishing.swapping import swap_in

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
HOSTILE = 'A "b" \\ <script>x</script> & $5 or $7: *who* [a](b)'
TITLE = 'Texts & <one> "border"'


def code(source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": hashlib.sha256(source.encode()).hexdigest()[:8],
        "execution_count": 1,
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": list(outputs),
    }


def picture(alt: str | None, content: bytes = PNG) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "data": {"image/png": base64.b64encode(content).decode(), "text/plain": "<Figure>"},
        "metadata": {"image/png": {"alt": alt}} if alt else {},
    }


def write_notebook(path: Path, prose: str, *cells: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    markdown = {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": prose}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": [markdown, *cells],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_study(root: Path) -> Path:
    """Make a study of two notebooks, four figures and a dictionary, none of it executed here."""
    frame = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/html": "<table class='bl-table'><tr><td>Sonora</td></tr></table>"},
    }
    write_notebook(
        root / "notebooks" / "01_sources.ipynb",
        "# What do the texts hold?\n\nUS$5 and US$7; then [the next](02_actors.ipynb), "
        "[columns](../seeds/README.md), [elsewhere](https://example.org/).",
        code("draw()", picture(f"Bars: {HOSTILE}"), tags=("hide-input",)),
        code("show()", frame),
    )
    write_notebook(
        root / "notebooks" / "02_actors.ipynb",
        "# Who is named together?",
        code("two()", picture("The first."), picture("The second.")),
        code("none()", picture(None)),
    )
    (root / "figures").mkdir()
    figures = {}
    for name in ("map", "pillars", "ranks", "timeline"):
        contents = {f"{name}.svg": SVG, f"{name}.png": PNG, f"{name}.pdf": b"%PDF-1.4 " + SVG}
        for file, content in contents.items():
            (root / "figures" / file).write_bytes(content)
        files = {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
        figures[name] = {
            "notebook": "01_sources.ipynb",
            "caption": f"The {name}: {HOSTILE}",
            "alt": f'"{name}": # alt\n{HOSTILE}',
            "parameters": {},
            "sources": {},
            "files": files,
        }
    (root / "figures" / "manifest.json").write_text(json.dumps({"figures": figures}))
    (root / "README.md").write_text("# What the columns mean\n\n| column | meaning |\n|---|---|\n")
    return root


def build(root: Path, target: Path, **options: Any) -> Path:
    index = pd.Index(["first", "second"], name="doc_id")
    tables = {
        "documents": pd.DataFrame({"text": ["Torreón\r", "=1+1"]}, index=index),
        "edges": pd.DataFrame({"source": ["a"], "target": ["b"]}),
    }
    return build_report(
        root / "notebooks",
        root / "figures",
        target,
        study_title=TITLE,
        tables=tables,
        dictionary=root / "README.md",
        findings=["2 texts <report> $x$ events."],
        pages={
            "guides": {"how-to/begin": "# How to begin\n\n[A text](../evidence/source-a.md)"},
            "": {"evidence/source-a": "# A text\n\n[Data](../data/x.json)"},
        },
        assets={"data/x.json": b"{}"},
        **options,
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def site(study: Path, said: list[str]) -> Path:
    return build(study, study / "build" / "report", progress=said.append).parent


class Page(html.parser.HTMLParser):
    """What a page shows and where it points."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.alts, self.points, self.tags = path, [], [], []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        if tag == "img":
            self.alts.append(found["alt"])
        self.points += [found[key] for key in ("src", "href") if found.get(key)]

    def handle_data(self, data: str) -> None:
        self.text += data


def stems(text: str) -> list[str]:
    return [Path(name).name for name in re.findall(r'href="([^"#]+)\.html"', text)]


def test_the_landing_page_says_what_was_found_and_what_it_cannot_show(site: Path) -> None:
    text = " ".join(Page(site / "index.html").text.split())
    assert "2 texts <report> $x$ events." in text
    assert "neither to be present together nor to cooperate" in text


def test_pages_follow_the_notebooks_in_order_then_what_is_behind_them(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article")]
    assert stems(article) == ["01_sources", "02_actors", "figures", "data", "README", "begin"]
    assert "What do the texts hold?" in article


def test_further_pages_stand_in_their_section_or_are_reached_by_links_alone(site: Path) -> None:
    navigation = (site / "index.html").read_text(encoding="utf-8").partition("<article")[0]
    assert "Guides" in navigation
    assert "begin" in stems(navigation)
    assert "source-a" not in stems(navigation)
    assert "evidence/source-a.html" in (site / "how-to/begin.html").read_text(encoding="utf-8")
    assert (site / "data/x.json").read_bytes() == b"{}"


def test_every_picture_of_a_notebook_carries_its_description(site: Path) -> None:
    assert Page(site / "notebooks" / "01_sources.html").alts == [f"Bars: {HOSTILE}"]


def test_pictures_of_one_cell_share_their_descriptions_and_none_is_left_without(site: Path) -> None:
    both = "The first. The second."
    assert Page(site / "notebooks" / "02_actors.html").alts == [
        both,
        both,
        "Image without a description",
    ]


def test_the_landing_page_shows_three_figures_and_the_figures_page_all(site: Path) -> None:
    names = ["map", "pillars", "ranks", "timeline"]
    alts = [f'"{name}": # alt {HOSTILE}' for name in names]
    assert Page(site / "index.html").alts == alts[:3]
    assert Page(site / "figures.html").alts == alts


def test_a_caption_reaches_the_reader_letter_by_letter(site: Path) -> None:
    """Quotes are not curled, dollars are no formula, markup and tags are shown and not obeyed."""
    assert f"The map: {HOSTILE}" in Page(site / "figures.html").text
    assert "US$5 and US$7" in Page(site / "notebooks" / "01_sources.html").text
    assert TITLE in Page(site / "index.html").text
    assert "<one>" not in (site / "index.html").read_text(encoding="utf-8")


def test_each_file_of_a_figure_stands_with_its_fingerprint(site: Path) -> None:
    text = Page(site / "figures.html").text
    for path in sorted((site / "figures").glob("map.*")):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text


def test_tables_are_offered_as_csv_that_a_spreadsheet_only_reads(site: Path) -> None:
    content = (site / "data" / "documents.csv").read_bytes().decode()
    assert content == '"doc_id","text"\n"first","Torreón\r"\n"second","\'=1+1"\n'
    assert "data/documents.csv" in Page(site / "data.html").points


def test_every_local_link_of_every_page_leads_to_a_file(site: Path) -> None:
    pages = [Page(path) for path in sorted(site.rglob("*.html"))]
    missing = [
        (page.path.name, point)
        for page in pages
        for point in page.points
        if not urllib.parse.urlsplit(point).scheme
        and not (page.path.parent / (urllib.parse.urlsplit(point).path or ".")).exists()
    ]
    assert len(pages) >= 7
    assert missing == []


def test_a_browser_loads_nothing_from_elsewhere(site: Path) -> None:
    assert find_requests(site) == []


def test_the_words_of_a_notebook_are_in_the_search_index_that_a_script_tag_loads(
    site: Path,
) -> None:
    assert "sonora" in (site / "searchindex.js").read_text(encoding="utf-8").lower()
    assert "searchindex.js" in (site / "search.html").read_text(encoding="utf-8")


def test_a_hidden_cell_can_be_opened(site: Path) -> None:
    tags = Page(site / "notebooks" / "01_sources.html").tags
    assert tags.count("details") == 1


def test_one_line_is_said_and_sphinx_has_nothing_to_warn_of(site: Path, said: list[str]) -> None:
    assert said == ["site: 2 notebooks, 4 figures, 2 tables"]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_elsewhere_at_another_time_are_the_same_bytes(
    site: Path, study: Path, tmp_path: Path
) -> None:
    """Folder, time zone, hash seed, locale and clock leave no trace."""
    other = tmp_path / "an other" / "place"
    other.mkdir(parents=True)
    write_study(other)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path;"
        "import test_report as t; t.build(Path(sys.argv[2]), Path(sys.argv[2]) / 'out')"
    )
    env = {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "99", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent), str(other)],
        env={**os.environ, **env},
        check=True,
    )
    first, second = contents(site), contents(other / "out")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    traces = [name for name, content in first.items() if str(study).encode() in content]
    assert traces == []


def test_a_picture_from_elsewhere_stops_the_report_and_the_old_one_stands(
    study: Path, site: Path, tmp_path: Path
) -> None:
    write_notebook(tmp_path / "notebooks" / "01.ipynb", "# T\n\n![m](https://example.org/m.png)")
    before = contents(site)
    with pytest.raises(OutputError, match=r"01\.html:\d+: loads 'https://example.org/m.png'"):
        build_report(tmp_path / "notebooks", study / "figures", site, study_title="T")
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["report"]


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"cells": 3}', '{"cells": [3]}'])
def test_a_broken_notebook_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "03_net.ipynb").write_text(text)
    with pytest.raises(OutputError, match=r"notebooks/03_net\.ipynb: is no notebook: .*; execute"):
        build_report(tmp_path / "notebooks", tmp_path, tmp_path / "out", study_title="T")


def test_an_altered_figure_is_not_published(tmp_path: Path) -> None:
    root = write_study(tmp_path)
    (root / "figures" / "map.svg").write_bytes(SVG + b" ")
    with pytest.raises(OutputError, match=r"map\.svg"):
        build(root, root / "out")
    assert not (root / "out").exists()


def test_a_study_of_one_notebook_has_a_report_and_warnings_name_the_page_only(
    tmp_path: Path,
) -> None:
    """Without figures, tables and dictionary there are no pages for them, and no empty links."""
    write_notebook(tmp_path / "notebooks" / "01.ipynb", "# Alone\n\n```{figure} no.png\n```")
    said: list[str] = []
    page = build_report(
        tmp_path / "notebooks", tmp_path, tmp_path / "out", study_title="T", progress=said.append
    )
    text = Page(page).text
    assert page == tmp_path / "out" / "index.html"
    assert "Alone" in text and "Figures" not in text
    assert any("notebooks/01.ipynb" in line and "no.png" in line for line in said)
    assert not any(str(tmp_path) in line for line in said)


@pytest.mark.parametrize(
    ("stderr", "line"),
    [
        ("x\nNo module named sphinx\n", "report: No module named sphinx; pip install"),
        ("Theme error\n", "report: Theme error; nothing was replaced"),
        ("", "report: Sphinx stopped with 2; nothing was replaced"),
    ],
)
def test_a_failure_of_sphinx_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stderr: str, line: str
) -> None:
    failed = subprocess.CompletedProcess([], 2, "", stderr)
    monkeypatch.setattr(report.subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(OutputError) as caught:
        build_report(tmp_path, tmp_path, tmp_path / "out", study_title="T")
    assert str(caught.value).startswith(line)


def test_a_folder_that_is_no_report_is_not_replaced(tmp_path: Path) -> None:
    target, staged = tmp_path / "Documents", tmp_path / "staged"
    target.mkdir()
    staged.mkdir()
    (target / "thesis.txt").write_text("years")
    with pytest.raises(OutputError, match="Documents: holds files that are no report"):
        swap_in(staged, target, verify=report._refuse_foreign)
    assert (target / "thesis.txt").read_text() == "years"


def test_when_the_swap_fails_the_old_report_stands(tmp_path: Path) -> None:
    target = tmp_path / "report"
    target.mkdir()
    (target / "searchindex.js").write_text("old")
    with pytest.raises(OutputError, match="report: cannot be written"):
        swap_in(tmp_path / "vanished", target, verify=report._refuse_foreign)
    assert (target / "searchindex.js").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script async src="https://cdn.example/x.js"></script>'),
        ("a.html", "<img alt='a > b'\n src=//cdn.example/x.png>"),
        ("a.html", '<link href="http://fonts.example/css" rel="stylesheet">'),
        ("a.html", '<iframe title="t" src="HTTPS://maps.example/"></iframe>'),
        ("a.html", '<object data="https://cdn.example/x.svg"></object>'),
        ("a.html", "<p style='background: url(//cdn.example/x.png)'>"),
        ("a.html", "<script>fetch('https://cdn.example/x.json')</script>"),
        ("a.html", '<use xlink:href="https://cdn.example/x.svg#y"/>'),
        ("a.css", "@import 'https://fonts.example/css';"),
        ("a.css", "a { background: url( https://cdn.example/x.png) }"),
        ("a.js", 'import("https://cdn.example/x.js")'),
        ("a.js", "fetch('https://cdn.example/x.json')"),
        ("a.js", 'tag.src = "https://cdn.example/x.js"'),
    ],
)
def test_what_a_browser_would_load_is_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(f"\n{text}", encoding="utf-8")
    (problem,) = find_requests(tmp_path)
    assert (problem.path, problem.code) == (name, "outside-request")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<a class="x" href="https://example.org/">a link</a>'),
        ("a.html", '<form action="https://example.org/">'),
        ("a.html", "<p>src=https://example.org</p>"),
        ("a.html", "<code>&lt;img src=&quot;https://example.org&quot;&gt;</code>"),
        ("a.html", "<code>fetch(&#39;https://example.org&#39;)</code>"),
        ("a.html", '<img src="data:image/png;base64,//8=">'),
        ("a.html", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("a.css", "/* https://example.org */ a { background: url(x.png) }"),
        ("a.js", "// see https://example.org\nfetch('searchindex.js')"),
    ],
)
def test_what_a_browser_would_not_load_is_passed_over(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert find_requests(tmp_path) == []


def test_a_notebook_without_a_heading_is_called_by_its_file():
    code = {"cell_type": "code", "metadata": {}, "source": ["# a comment\n", "1"], "outputs": []}
    prose = {"cell_type": "markdown", "metadata": {}, "source": ["Words.\n", "## Part"]}
    first, *rest = report._entitled([code], "05_my_own.ipynb")
    assert first["source"] == "# 05\\_my\\_own"
    assert rest == [code]
    assert report._entitled([code, prose], "05.ipynb") == [code, prose]
