"""A study of one's own stands in five minutes, from an installed wheel, whatever its texts hold."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from console import commands, edit, run_page

import borderlab as bl
from borderlab import scaffold
from borderlab.cli import main
from borderlab.errors import SourceError
from borderlab.publishing.guides import HERE as GUIDES
from borderlab.publishing.guides import guides

ROOT = Path(__file__).resolve().parents[1]
MET = "Ana Ruiz met Eva Paz at the Port Authority of Lima.\n\nAna Ruiz spoke.\n"
NOBODY = "Nothing here names anybody at all.\n"
SPANISH = "La gobernadora Ana Ruiz se reunió con Eva Paz el lunes.\n\nAna Ruiz habló del puerto.\n"


def folder_of(tmp_path: Path, *texts: str) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"text-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def cells(path: Path, kind: str) -> list[str]:
    return [c.source for c in nbformat.read(path, 4).cells if c.cell_type == kind]


# the house


def test_without_texts_the_house_stands_and_its_codebook_reads(tmp_path: Path) -> None:
    begun = scaffold.new(tmp_path / "mine")
    assert begun == (tmp_path / "mine", 0, [], 0)
    assert tree(begun.root) >= {
        "pyproject.toml", "Makefile", "README.md", ".gitignore", "seeds/README.md",
        "seeds/sources.csv", "seeds/echoes.csv", "seeds/layout.csv", "seeds/codebook/cues.csv",
        "notebooks/01_texts.ipynb",
    }  # fmt: skip
    assert (begun.root / "figures").is_dir()
    assert bl.read_codebook(begun.root / "seeds/codebook").actors.empty
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_without_texts_a_report_says_in_one_line_what_to_do_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scaffold.new(tmp_path / "mine")
    for command in ("report", "figures", "check", "layout", "export", "methods"):
        assert main([command, "--study", str(tmp_path / "mine")]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert said.endswith("run `borderlab add FOLDER` [no-text]\n")


def test_persons_and_bodies_enter_the_codebook_as_suggested_and_unclear_names_do_not(
    tmp_path: Path,
) -> None:
    texts = folder_of(tmp_path, MET + "The Single Window opened.\n")
    begun = scaffold.new(tmp_path / "mine", texts=texts)
    study = bl.open_study(begun.root)
    assert list(study.codebook.actors.index) == ["ana-ruiz", "eva-paz", "port-authority-of-lima"]
    assert study.codebook.actors["note"].str.startswith("suggested from text-0").all()
    assert study.codebook.aliases["evidence"].str.endswith("to confirm").all()
    assert begun.suggested == 3
    assert set(study.layout["actor_id"]) == set(study.graph())
    assert study.problems.empty
    assert sorted(path.name for path in texts.iterdir()) == ["text-0.txt"]


@pytest.mark.parametrize("title", ['Ports "and" $bridges', "C:\\new", "a\u202eb\n[x] = 1", "—ñ😀'"])
def test_any_title_is_that_of_the_report(tmp_path: Path, title: str) -> None:
    begun = scaffold.new(tmp_path / "mine", title=title)
    shown = bl.open_study(begun.root).title
    assert shown == " ".join(title.split()).replace("\u202e", "⟨U+202E⟩")
    settings = tomllib.loads((begun.root / "pyproject.toml").read_text("utf-8"))
    assert set(settings) == {"tool"}


def test_a_broken_setting_is_one_line(tmp_path: Path) -> None:
    begun = scaffold.new(tmp_path / "mine")
    (begun.root / "pyproject.toml").write_text("[tool.borderlab]\ntitle = Ports\n")
    with pytest.raises(SourceError, match=r"pyproject.toml: cannot be read \(.*\[settings\]"):
        _ = bl.open_study(begun.root).title


def test_the_language_is_that_of_notebooks_guides_and_settings(tmp_path: Path) -> None:
    begun = scaffold.new(tmp_path / "mine", lang="es")
    assert bl.open_study(begun.root).lang == "es"
    assert "Un estudio hecho con borderlab" in (begun.root / "README.md").read_text("utf-8")
    assert cells(begun.root / "notebooks/01_texts.ipynb", "markdown")[0].startswith("# ¿Qué")


# what is refused


def test_what_cannot_begin_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each wrong call ends with 2, says one line with its cure, and changes no file."""
    monkeypatch.chdir(tmp_path)
    folder_of(tmp_path, MET)
    Path("used").mkdir()
    Path("used/note").write_text("mine")
    Path("file").write_text("mine")
    Path("void").mkdir()
    Path("bad").mkdir()
    Path("bad/a.txt").write_bytes(b"caf\x81")
    before = tree(tmp_path)
    for call, said in [
        (["used"], "holds something already, and nothing is overwritten"),
        (["file"], "holds something already"),
        (["."], "is the folder that you are in"),
        ([".."], "is the folder that you are in"),
        (["mine", "--from", "nowhere"], "nowhere: does not exist"),
        (["mine", "--from", "void"], "void: holds no text (.txt, "),
        (["mine", "--from", "bad"], "1 could not be read, the first: "),
        (["mine", "--from", "bad/a.txt"], "a.txt: "),
        (["texts/mine", "--from", "texts"], "lie one inside the other"),
        (["texts", "--from", "texts"], "lie one inside the other"),
        (["used", "--from", "used/note"], "lie one inside the other"),
        (["mine", "--lang", "fr"], "'fr' is not"),
        ([], "Missing argument 'FOLDER'"),
    ]:
        assert main(["new", *call]) == 2, call
        err = capsys.readouterr().err
        assert said in err, call
        assert err.count("\n") == 1, call
        assert tree(tmp_path) == before, call


def test_an_empty_folder_will_do_and_a_crash_midway_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / ".mine.part").mkdir()
    (tmp_path / ".mine.part" / "half").write_text("")
    scaffold.new(tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_begin_a_study(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = folder_of(tmp_path, MET)
    (texts / "bad.txt").write_bytes(b"caf\x81")
    assert main(["new", str(tmp_path / "mine"), "--from", str(texts)]) == 1
    said = capsys.readouterr().out
    assert "1 text registered" in said
    assert "bad.txt" in said


# the template


@pytest.mark.parametrize("name", sorted(p.name for p in (scaffold.HERE / "en/notebooks").iterdir()))
def test_notebooks_are_the_same_in_both_languages_but_for_words(name: str) -> None:
    """Same cells in the same order, same code but for strings and comments, and no outputs."""

    def plain(path: Path) -> list[str]:
        trees = [ast.parse(code) for code in cells(path, "code")]
        for node in (n for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)):
            node.value = type(node.value).__name__
        return [ast.dump(t) for t in trees]

    paths = [scaffold.HERE / lang / "notebooks" / name for lang in ("en", "es")]
    assert plain(paths[0]) == plain(paths[1])
    books = [nbformat.read(path, 4) for path in paths]
    assert [c.cell_type for c in books[0].cells] == [c.cell_type for c in books[1].cells]
    assert not [c for book in books for c in book.cells if c.get("outputs")]


def test_the_dictionary_is_that_of_this_study() -> None:
    columns = (scaffold.HERE / "columns.md").read_text("utf-8").strip()
    assert columns in (ROOT / "seeds/README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("lang", "texts"), [("en", [NOBODY]), ("en", [MET]), ("es", [SPANISH, NOBODY])]
)
def test_the_notebooks_run_on_whatever_the_texts_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, texts: list[str]
) -> None:
    """One text that names nobody, one without a date, Spanish ones: no cell fails."""
    begun = scaffold.new(tmp_path / "mine", texts=folder_of(tmp_path, *texts), lang=lang)  # type: ignore[arg-type]
    monkeypatch.chdir(begun.root / "notebooks")
    monkeypatch.setenv("BORDERLAB_STAGING", str(tmp_path / "staging"))
    for path in sorted(Path().glob("*.ipynb")):
        names: dict[str, object] = {"display": repr}
        for number, code in enumerate(cells(path, "code"), start=1):
            exec(compile(code, f"{path.name} [{number}]", "exec"), names)


def test_a_map_without_positions_of_new_actors_is_drawn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who edits the codebook need not run `borderlab layout` before every report."""
    begun = scaffold.new(tmp_path / "mine", texts=folder_of(tmp_path, MET))
    (begun.root / "seeds/layout.csv").write_text("actor_id,x,y\n")
    monkeypatch.chdir(begun.root / "notebooks")
    monkeypatch.setenv("BORDERLAB_STAGING", str(tmp_path / "staging"))
    names: dict[str, object] = {"display": repr}
    for code in cells(Path("03_network.ipynb"), "code"):
        exec(code, names)
    assert (tmp_path / "staging/network.svg").is_file()


# the guides


def test_every_guide_reaches_the_site_under_its_address() -> None:
    found = {address: text for pages in guides().values() for address, text in pages.items()}
    files = {p.relative_to(GUIDES).as_posix(): p for p in GUIDES.rglob("*.md")}
    english = {name.removesuffix(".md") for name in files if not name.endswith(".es.md")}
    assert set(found) == english
    assert found["tutorial"].startswith("# A study of your own\n")
    assert [*map(list, guides("es").values())] == [*map(list, guides().values())]
    assert list(guides()["explanation"]) == ["explanation", "explanation/speed"]


def test_an_edit_that_does_not_fit_is_no_edit(tmp_path: Path) -> None:
    """The runner of the tutorial would notice lines that are not there, or there twice."""
    path = tmp_path / "a.csv"
    path.write_text("a,b\na,b\nc,d\n")
    for diff in ("-a,b\n+x,y\n", "-no,line\n", "+x,y\n"):
        with pytest.raises(AssertionError):
            edit(path, diff)
    edit(path, "-c,d\n+x,y\n")
    assert path.read_text() == "a,b\na,b\nx,y\n"


# from a wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a wheel of this library into a folder of its own, without any package."""
    made, home = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    run = (sys.executable, "-m")
    quiet = {"check": True, "capture_output": True, "cwd": ROOT}
    subprocess.run([*run, "hatchling", "build", "-t", "wheel", "-d", made], **quiet)  # type: ignore[call-overload]
    (built,) = made.glob("*.whl")
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    subprocess.run([*run, "pip", "install", *options, "--target", home, built], **quiet)  # type: ignore[call-overload]
    return home


@pytest.mark.skipif(not shutil.which("make") or os.name == "nt", reason="the lesson calls make")
def test_the_tutorial_prints_what_it_says_from_an_installed_wheel(
    wheel: Path, tmp_path: Path
) -> None:
    """new, check, suggest, two edits, layout, report, evidence: outside of the repository."""
    (tmp_path / "borderlab").mkdir()
    shutil.copytree(ROOT / "seeds", tmp_path / "borderlab/seeds")
    env = commands(tmp_path / "bin", borderlab="-m borderlab.cli") | {"PYTHONPATH": str(wheel)}
    env |= {"MAKEFLAGS": "", "MAKELEVEL": "0"}  # `make test` around it says which folder it enters
    text = (GUIDES / "tutorial.md").read_text("utf-8")
    assert text.count("\n$ ") == 13
    assert list(run_page(text, tmp_path, env)) == []
    page = (tmp_path / "my-study/build/report/index.html").read_text("utf-8")
    assert "Ports and people" in page
    assert "five texts" not in page.lower()
    assert "dialogue" not in page.lower()
    scores = pd.read_csv(tmp_path / "my-study/build/report/data/scores.csv")
    assert "alfonso-durazo-montano" in set(scores["actor_id"])
    assert "alfredo-durazo" not in set(scores["actor_id"])
