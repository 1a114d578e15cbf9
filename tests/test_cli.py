"""The command line calls the library once, says what it did, and fails in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import borderlab
from borderlab.cli import main
from borderlab.errors import (
    CodebookError,
    OutputError,
    Problem,
    SourceError,
    UnknownActorError,
)
from borderlab.tables import table

FINDING = Problem("aliases.csv", 14, "alias-shared", "alias 'CBP' has two owners", "drop one")


class Front:
    """Stands in for the front door and writes down how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.problems: list[Problem] = []
        self.error: BaseException | None = None

    def _call(self, *call: Any) -> None:
        self.calls.append(call)
        if self.error:
            raise self.error

    def open_study(self, path: Path) -> SimpleNamespace:
        self._call("open_study", path)
        problems = table("problems", [p._asdict() for p in self.problems])
        corpus = SimpleNamespace(documents=table("documents"), problems=problems)
        return SimpleNamespace(corpus=corpus, problems=problems)

    def build_site(self, root: Path, *, progress: Any, **edition: Any) -> Path:
        self._call("build_site", root, *filter(None, edition.values()))
        progress("site: 5 notebooks")
        return Path(root) / "build" / "report" / "index.html"

    def build_figures(
        self, root: Path, *, check: bool, progress: Any, **look: Any
    ) -> list[Problem]:
        self._call("build_figures", root, check, *look.values())
        progress("01_sources.ipynb")
        return self.problems

    def export(
        self, root: Path, folder: Path, *, graphs: Iterable[str], progress: Any
    ) -> list[Path]:
        self._call("export", root, folder, *graphs)
        return [folder / "edges.csv", folder / "net.graphml"]

    def exchange(self, root: Path, folder: Path, *, form: str, all_texts: bool) -> list[Path]:
        self._call("exchange", root, folder, form, all_texts)
        return [folder / "mentions.conll"]

    def withheld(self, root: Path) -> int:
        return 5 * (Path(root) == Path("kept"))

    def write(self, root: Path, path: Path | None, *, n: int, seed: int, coder: str) -> Path:
        self._call("write", root, path, n, seed, coder)
        return root / "sheets" / "sheet.xlsx"

    def compare(self, a: Path, b: Path) -> pd.DataFrame:
        self._call("compare", a, b)
        return pd.DataFrame(columns=["what", "id", "change", "before", "after"])

    def methods(self, root: Path, *, reference: Path | None = None, lang: str) -> str:
        self._call("methods", root, reference, lang)
        return "The corpus."

    def write_layout(self, root: Path) -> Path:
        self._call("write_layout", root)
        return root / "seeds" / "layout.csv"

    def evidence(self, study: Any, a: str | None, b: str | None, **asked: Any) -> pd.DataFrame:
        self._call("evidence", a, b, *([asked] if asked else []))
        row: dict[str, Any] = {
            "sentence_id": "post:s1",
            "label": "Post 2030",
            "text": "Texas\u202e signs.",
        }
        row["marks"] = [(0, 5)]
        return pd.DataFrame([row]).set_index("sentence_id")

    def actor_memos(self, study: Any, *names: str | None) -> list[str]:
        return ["on actor noted: A state. (AR)"] * ("noted" in names)


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Front:
    front = Front()
    for name in ("study", "building", "builds", "handcoding"):
        monkeypatch.setitem(sys.modules, f"borderlab.{name}", front)
        monkeypatch.setattr(borderlab, name, front, raising=False)
    return front


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["report"], ("build_site", Path())),
        (["report", "--study", "s"], ("build_site", Path("s"))),
        (
            ["report", "--lang", "es", "--public", "--to", "s"],
            ("build_site", Path(), "es", True, Path("s")),
        ),
        (["figures"], ("build_figures", Path(), False, "page", None, [], None)),
        (["figures", "--check"], ("build_figures", Path(), True, "page", None, [], None)),
        (
            ["figures", "--size", "column", "--lang", "es", "--format", "tiff", "--to", "f"],
            ("build_figures", Path(), False, "column", "es", ["tiff"], Path("f")),
        ),
        (["check", "--study", "s"], ("open_study", Path("s"))),
        (["export", "--study", "s"], ("export", Path("s"), Path("s/build/export"), "graphml")),
        (["export", "--to", "out"], ("export", Path(), Path("out"), "graphml")),
        (
            ["export", "--graph", "gexf", "--graph", "graphml"],
            ("export", Path(), Path("build/export"), "graphml", "gexf"),
        ),
        (
            ["export", "--format", "conll"],
            ("exchange", Path(), Path("build/conll"), "conll", False),
        ),
        (["sheet"], ("write", Path(), None, 30, 2021, "")),
        (
            ["sheet", "--n", "5", "--seed", "1", "--to", "a.csv", "--coder", "Ana"],
            ("write", Path(), Path("a.csv"), 5, 1, "Ana"),
        ),
        (["compare", "a", "b"], ("compare", Path("a"), Path("b"))),
        (["methods", "--study", "s"], ("methods", Path("s"), None, None)),
        (["methods", "--lang", "es"], ("methods", Path(), None, "es")),
        (["methods", "--reference", "r"], ("methods", Path(), Path("r"), None)),
        (["layout", "--study", "s"], ("write_layout", Path("s"))),
        (["evidence", "a"], ("evidence", "a", None)),
        (["evidence", "a", "b"], ("evidence", "a", "b")),
        (
            ["evidence", "a", "b", "--unit", "document", "--no-collectives"],
            ("evidence", "a", "b", {"unit": "document", "collectives": False}),
        ),
        (
            ["evidence", "--pillar", "0", "--item", "i", "--year", "2023"],
            ("evidence", None, None, {"pillar": 0, "item": "i", "year": 2023}),
        ),
        (["evidence", "--year", "2023"], ("evidence", None, None, {"year": 2023})),
        (
            ["evidence", "a", "--window", "3", "--duplicates", "story", "--no-programmes"],
            (
                "evidence",
                "a",
                None,
                {"unit": "window", "window": 3, "duplicates": "story", "programmes": False},
            ),
        ),
        (
            ["evidence", "a", "--roles", "actor", "--roles", "place", "--merge-parents"],
            ("evidence", "a", None, {"roles": ["actor", "place"], "merge_parents": True}),
        ),
        (
            ["evidence", "a@b", "--split-by", "office", "--unit", "window", "--window", "2"],
            ("evidence", "a@b", None, {"unit": "window", "window": 2, "split_by": "office"}),
        ),
    ],
)
def test_a_command_is_one_call(front: Front, arguments: list[str], call: tuple[Any, ...]) -> None:
    assert main(arguments) == 0
    assert front.calls[-1] == call


def test_report_says_what_to_open_as_seen_from_here(
    front: Front,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", "--study", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert out.replace("\\", "/") == "open build/report/index.html\n"
    assert err == "site: 5 notebooks\n"


def test_a_report_in_one_file_is_named_with_its_size(
    front: Front,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write(site: Path) -> Path:
        (tmp_path / "report.html").write_bytes(b"x" * 3_140_000)
        return tmp_path / f"{site.name}.html"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("borderlab.publishing.single_file.write_single_file", write)
    assert main(["report", "--single-file", "--study", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "mail report.html (3.1 MB)"
    main(["report", "--single-file", "--study", "kept"])  # five texts may not be passed on
    said = "not to mail: it holds 5 texts marked share_text=no; take --public"
    assert capsys.readouterr().out.splitlines()[1] == f"one file report.html (3.1 MB), {said}"
    main(["report", "--single-file", "--public", "--study", "kept"])
    assert "\nmail " in capsys.readouterr().out.replace("\r", "")


def test_a_result_elsewhere_is_named_in_full(
    front: Front, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["export", "--to", str(tmp_path)])
    assert capsys.readouterr().out == f"2 files in {tmp_path}\n"


def test_evidence_shows_sentences_and_what_in_them_cannot_be_seen(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evidence", "texas"])
    out, err = capsys.readouterr()
    caption = "texas: 1 sentence in which they act"
    assert out == f"{caption}\nPost 2030 [post:s1]\n  ⟦Texas⟧⟨U+202E⟩ signs.\n"
    assert err == ""


def test_evidence_ends_with_the_memos_on_the_actors(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evidence", "texas", "noted"])
    assert capsys.readouterr().out.splitlines()[-1] == "memo on actor noted: A state. (AR)"


def test_evidence_is_written_as_a_page_with_what_was_asked_for(
    front: Front, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "new" / "texas.html"
    told = ["evidence", "texas", "noted", "--year", "2023", "--no-collectives"]
    told += ["--roles", "actor", "--roles", "place", "--merge-parents"]
    assert main([*told, "--html", str(page)]) == 0
    assert capsys.readouterr().out == f"wrote {page}\n"
    text = page.read_text("utf-8")
    caption = (
        "texas and noted, year 2023, roles actor and place, without collectives, with"
        " merge_parents: 1 sentence in which they are named"
    )
    assert f"<title>{caption}</title>" in text
    assert "<mark>Texas</mark>⟨U+202E⟩ signs." in text
    assert "memo on actor noted: A state. (AR)" in text
    assert main([*told, "--html", str(page)]) == 0, "a page of ours is made anew"


def test_evidence_never_replaces_what_it_did_not_write(
    front: Front, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "mine.html"
    page.write_text("<p>mine</p>")
    assert main(["evidence", "texas", "--html", str(page)]) == 3
    assert capsys.readouterr().err.startswith("mine.html: is there already and no page of evidence")
    assert page.read_text() == "<p>mine</p>"


@pytest.mark.parametrize("command", [["check"], ["figures", "--check"], ["report", "--strict"]])
def test_findings_are_listed_and_end_with_1(
    front: Front, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    front.problems = [FINDING, FINDING]
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[-2:] == [str(FINDING)] * 2
    assert err.endswith("2 findings\n")


def test_a_report_of_a_study_with_problems_is_done_unless_strict(front: Front) -> None:
    front.problems = [FINDING]
    assert main(["report"]) == 0


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (CodebookError(FINDING), 2, str(FINDING)),
        (SourceError("seeds: is empty; put a text there"), 2, "seeds: is empty; put a text there"),
        (UnknownActorError("actor 'x' is unknown"), 2, "actor 'x' is unknown"),
        (OutputError("report: no space"), 3, "report: no space"),
        (PermissionError(13, "Permission denied", "here/build"), 3, "build: Permission denied"),
        (OSError("disk gone"), 3, "a file: disk gone; nothing was replaced"),
        (ZeroDivisionError("by zero"), 3, "unexpected ZeroDivisionError: by zero"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_failure_is_one_line_with_its_exit_code(
    front: Front,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    line: str,
) -> None:
    front.error = error
    assert main(["check"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") <= 1


@pytest.mark.parametrize("arguments", [["--debug", "check"], ["check", "--debug"]])
def test_debug_shows_where_an_error_came_from(front: Front, arguments: list[str]) -> None:
    front.error = CodebookError(FINDING)
    with pytest.raises(CodebookError):
        main(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["evidence"],
        ["report", "--stduy", "x"],
        ["evidence", "a", "b", "c"],
        ["evidence", "--unit", "document"],
        ["evidence", "--pillar", "three"],
        ["compare", "a"],
    ],
)
def test_a_wrong_call_ends_with_2_and_names_the_cure(
    front: Front, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert err.endswith("; try: borderlab --help\n")
    assert err.count("\n") == 1
    assert front.calls == []


def test_without_a_command_the_help_page_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert [c for c in ("report", "figures", "check", "add", "suggest", "evidence") if c in out]
    assert "..." not in out.partition("Commands:")[2]


def test_the_help_page_loads_no_heavy_library() -> None:
    program = (
        "import sys; from borderlab.cli import main; main(['--help']);"
        "sys.exit(bool({'pandas', 'numpy', 'networkx', 'matplotlib'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL).returncode == 0
    )


def test_the_command_ends_with_the_exit_code_of_main() -> None:
    done = subprocess.run([sys.executable, "-m", "borderlab.cli", "nope"], capture_output=True)
    assert done.returncode == 2


def test_a_console_that_lacks_a_letter_shows_its_code(tmp_path: Path) -> None:
    """A Windows console of an old code page is no reason to stop."""
    program = "import sys; from borderlab.cli import main; sys.exit(main(['Torreón⟨']))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 2
    assert b"Torre\xf3n\\u27e8" in done.stderr


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"borderlab {borderlab.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the words of 5 texts marked share_text=no were left out; offsets stay"),
        (["--format", "conll"], "5 texts marked share_text=no were left out"),
    ],
)
def test_an_export_says_what_it_left_out(
    front: Front, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["export", "--study", "kept", *arguments]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [told]
    assert main(["export", *arguments]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_all_texts_without_a_format_is_no_silent_nothing(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--all-texts"]) == 2
    assert "--format" in capsys.readouterr().err
    assert front.calls == []
