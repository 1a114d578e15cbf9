"""Sixty hostile strings as names, titles and texts run nothing and break no page and no figure."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

import borderlab as bl
from borderlab import composing
from borderlab.escapes import visible
from borderlab.networks.layout import layout
from borderlab.publishing.figures import save_figure
from borderlab.publishing.manifest import write_manifest
from borderlab.publishing.plots_network import plot_network
from borderlab.publishing.report import build_report

ROOT = Path(__file__).parents[2]
#: the font of the figures draws a box for what it lacks, and says so
pytestmark = pytest.mark.filterwarnings("ignore:Glyph")
RUN = "window.__x=1"
HOSTILE = (
    # what begins a script or an element
    f"<script>{RUN}</script>", f"</script><script>{RUN}</script>", f"<ScRiPt>{RUN}</sCrIpT>",
    f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>", f"<svg/onload={RUN}>",
    f"<body onload={RUN}>", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<a href=javascript:{RUN}>a</a>", f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>", f"<math><mi//xlink:href='data:x,<script>{RUN}</script>'>",
    f"<style>*{{background:url(javascript:{RUN})}}</style>", f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>", f"<form action=javascript:{RUN}><button>", "<base href=//x/>",
    f"<meta http-equiv=refresh content=0;url=javascript:{RUN}>", f"<video><source onerror={RUN}>",
    # what leaves an attribute, a comment, a block of data
    f'" onmouseover="{RUN}', f"' onfocus='{RUN}", f'"><script>{RUN}</script>', "-->", "<!--",
    "]]>", "<![CDATA[", "</title>", "</style>", "</textarea>", "</svg>", "</details></div>",
    "&lt;script&gt;", "&#60;script&#62;", "&quot;", "&", f"javascript:{RUN}",
    "\\u003cscript\\u003e",
    # what other languages read: Markdown, MyST, Jinja, Sphinx, TeX, CSV, YAML, JSON
    f"[a](javascript:{RUN})", "![a](x)", "```{raw} html", ":::{note}", "{{ 7*7 }}", "{% raw %}",
    "|a|", "$x^2$ or $y$", "\\(x\\)", "$$", "\\input{x}", "*a* _b_ `c`", "# a", "---", "=1+1",
    "@SUM(A1)", "%s {0} {name}", '{"a": 1}', "!!python/object:x",
    # what cannot be seen, or turns the line around
    "a\u202eb\u2066c", "a\x07b\u200bc\ufeffd", "مرحبا שלום", "e\u0301\u0302\u0303\u0304 𝔘𝔫𝔦 👩‍👩‍👧",
)  # fmt: skip


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerows([header, *rows])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Make a study in which every actor, title and text is hostile."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "seeds" / "codebook", root / "seeds" / "codebook")
    book = root / "seeds" / "codebook"
    for name in ("corrections", "memos", "offices", "collectives", "events", "agenda"):
        if (path := book / f"{name}.csv").is_file():
            path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    header = (book / "actors.csv").read_text("utf-8").splitlines()[0].split(",")
    kinds = cycle(["person", "government", "organisation", "programme"])
    base = dict.fromkeys(header, "") | {
        "side": "MX", "level": "state", "network": "core", "active": "yes"}  # fmt: skip
    actors = [
        base | {"actor_id": f"a{i:02d}", "label": f"n{i}", "label_es": f"n{i}", "kind": kind}
        for i, kind in zip(range(len(HOSTILE)), kinds, strict=False)
    ]
    write(book / "actors.csv", header, [row.values() for row in actors])
    header = (book / "aliases.csv").read_text("utf-8").splitlines()[0].split(",")
    base = dict.fromkeys(header, "") | {
        "language": "any",
        "form": "name",
        "case": "name",
        "evidence": "own name",
    }
    aliases = [
        base | {"alias": f"Alpha{chr(65 + i // 26)}{chr(97 + i % 26)}", "actor_id": f"a{i:02d}"}
        for i in range(len(HOSTILE))
    ]
    write(book / "aliases.csv", header, [row.values() for row in aliases])
    for i in range(0, len(HOSTILE), 6):
        said = [f"{a['alias']} signed {text}." for a, text in
                zip(aliases[i : i + 6], HOSTILE[i : i + 6], strict=True)]  # fmt: skip
        met = f"{', '.join(a['alias'] for a in aliases[i : i + 6])} met in March."
        text = "\n\n".join([f"Title {HOSTILE[i]}", met, *said])
        (root / "seeds" / f"t{i:02d}.txt").write_text(text, "utf-8", newline="\n")
    study = bl.open_study(root)
    # the codebook's own rules refuse a good part of them at the door
    names = study.codebook.actors.assign(label=HOSTILE, label_es=HOSTILE)
    vars(study)["codebook"] = replace(study.codebook, actors=names)
    return study


@pytest.fixture(scope="module")
def site(chromium, study):
    """Build its site, with the figure of its network."""
    layout(study.graph()).to_csv(study.root / "seeds" / "layout.csv", index=False)
    staged = study.root / "figures"
    figure = plot_network(study.graph(), study.layout)
    say = "; ".join(HOSTILE)
    save_figure(figure, "network", notebook="01.ipynb", caption=say, alt=say,
                sources=study.sources, parameters={}, staging=staged)  # fmt: skip
    write_manifest(staged)
    (study.root / "notebooks").mkdir()
    # without tables of resamples: sixty actors in ten stories take minutes, and say no name more
    network, assets = composing._network(study, {"edge_tests": None})
    shown = {"mentions": study.mentions, "documents": study.corpus.documents}
    return build_report(
        study.root / "notebooks", staged, study.root / "build" / "report", study_title=HOSTILE[0],
        tables=shown, findings=HOSTILE, pages={HOSTILE[1]: network}, assets=assets,
    ).parent  # fmt: skip


def test_the_study_holds_all_sixty(study):
    assert len(HOSTILE) == 60
    assert study.graph().number_of_nodes() == 60
    assert study.graph().number_of_edges() == 150


def test_nothing_runs_and_every_page_stands(site, look):
    with look() as eyes:
        for path in sorted(site.rglob("*.html")):
            page = eyes.open(path)
            assert page.evaluate("window.__x") is None, path.name
            assert page.locator("article").count() == 1, path.name
            assert page.locator("footer").count() >= 1, path.name
            assert not eyes.overflow(), path.name
            assert [v for v in eyes.violations() if "color-contrast" not in v] == [], path.name


def test_every_name_is_shown_as_written_with_what_cannot_be_seen_named(site, look, study):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        for i, text in enumerate(HOSTILE):
            page.focus(f"#actor-a{i:02d}")
            page.keyboard.press("Enter")
            assert page.text_content(".bl-panel h2") == visible(text)
            read = page.locator(".bl-panel dd").all_text_contents()
            assert len(read) >= 1
        assert page.evaluate("window.__x") is None


def test_every_figure_opens_as_a_picture_and_runs_nothing(site, look):
    drawn = sorted((site / "figures").glob("*.svg"))
    assert drawn
    with look() as eyes:
        for path in drawn:
            page = eyes.open(path)
            assert page.evaluate("window.__x") is None
            assert page.evaluate("document.documentElement.getBoundingClientRect().width") > 100
