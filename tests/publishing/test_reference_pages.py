"""The reference holds every public name once, and the help of every command letter by letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import borderlab as bl
from borderlab.cli import main
from borderlab.publishing.guides import guides
from borderlab.publishing.reference_pages import (
    WINGS,
    command_helps,
    names_of,
    reference_pages,
)
from borderlab.publishing.report import build_report

SAID: list[str] = []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of nothing but guides and reference."""
    root = tmp_path_factory.mktemp("reference")
    (root / "notebooks").mkdir()
    page = build_report(
        root / "notebooks", root, root / "site", study_title="T", progress=SAID.append,
        pages=guides() | {"reference": reference_pages()},
    )  # fmt: skip
    return page.parent


def test_every_public_name_stands_on_one_page() -> None:
    assert sorted(name for wing in WINGS for name in names_of(wing)) == sorted(bl.__all__)
    pages = "\n".join(reference_pages().values())
    entries = re.findall(r"^\.\. auto\w+:: borderlab\.(\w+)$", pages, re.M)
    assert sorted(entries) == sorted(bl.__all__)


def test_each_entry_is_of_its_kind() -> None:
    pages = "\n".join(reference_pages().values())
    for kind, name in re.findall(r"^\.\. auto(\w+):: borderlab\.(\w+)$", pages, re.M):
        held = getattr(bl, name)
        error = isinstance(held, type) and issubclass(held, Exception)
        wanted = "exception" if error else "class" if isinstance(held, type) else "function"
        assert kind == wanted, name


def test_the_page_of_the_command_line_is_what_help_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = reference_pages()["reference/command-line"]
    for name, text in command_helps().items():
        main([*name.split()[1:], "--help"])
        printed = capsys.readouterr().out
        assert printed == f"{text}\n", name
        assert f"## {name}\n\n```text\n{printed}```\n" in page
    assert len(command_helps()) > 10


def test_a_narrow_terminal_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = command_helps()
    monkeypatch.setenv("COLUMNS", "40")
    assert command_helps() == before


def test_both_languages_have_the_same_pages_and_entries() -> None:
    english, spanish = reference_pages(), reference_pages("es")
    assert list(english) == list(spanish)
    assert spanish["reference/coding"].startswith("# Codificación\n")
    for address, page in english.items():
        assert re.findall(r"^\.\. .*$", page, re.M) == re.findall(
            r"^\.\. .*$", spanish[address], re.M
        )


def test_sphinx_has_nothing_to_warn_of(site: Path) -> None:
    assert SAID == ["site: 0 notebooks, 0 figures, 0 tables"]


def test_every_entry_is_there_with_its_docstring_and_no_trace_of_this_machine(site: Path) -> None:
    for wing in WINGS:
        page = (site / f"reference/{wing}.html").read_text("utf-8")
        for name in names_of(wing):
            assert page.count(f'id="borderlab.{name}"') == 1, name
        assert not re.search(r"0x[0-9a-f]{6,}|site-packages|src/borderlab/", page), wing
        assert ":math:" not in page and "Traceback (most" not in page.partition("<article")[0]
        assert " -- " not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)


def test_a_name_in_prose_leads_to_its_entry_and_a_formula_needs_no_script(site: Path) -> None:
    page = (site / "reference/networks.html").read_text("utf-8")
    assert 'href="#borderlab.incidence"' in page
    assert "<math" in page
    assert 'href="networks.html#borderlab.incidence"' in (site / "reference/index.html").read_text(
        "utf-8"
    )
