"""What the README promises about set-up and layout holds."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import borderlab

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".ci" / "build.py"
FOLDERS = {"notebooks", "src", "seeds", "figures", "tests", ".ci", ".github"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Load the build script, moved to an empty folder, with its steps written down, not run."""
    spec = importlib.util.spec_from_file_location("build_script", BUILD)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    for name in ("VENV", "PYTHON", "STAMP"):
        moved = tmp_path / getattr(script, name).relative_to(ROOT)
        monkeypatch.setattr(script, name, moved)
    for name in script.INPUTS:
        shutil.copyfile(ROOT / name, tmp_path / name)
    script.steps = []

    def step(name: str, command: tuple[str, ...], **options: object) -> None:
        script.steps.append(name)
        if "venv" in command:
            script.STAMP.parent.mkdir(exist_ok=True)
            script.PYTHON.parent.mkdir(exist_ok=True)
            script.PYTHON.touch()

    monkeypatch.setattr(script, "step", step)
    yield script


# README, citation, licence


def test_the_python_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a copy of the study it prints five actors with their strength."""
    (example,) = re.findall(r"```python\n(.*?)```", read("README.md"), re.S)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.count("strength") == 5
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_the_readme_names_every_command_of_the_command_line() -> None:
    from borderlab.cli import app

    names = [command.callback.__name__ for command in app.registered_commands]
    assert len(names) == 15
    assert [name for name in names if f"`{name}`" not in read("README.md")] == []


def test_the_citation_is_whole_and_of_this_version() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == borderlab.__version__
    assert citation["authors"] == [{"name": "The borderlab developers"}]
    assert f"## {borderlab.__version__} " in read("CHANGELOG.md")


def test_the_licence_excludes_the_source_texts() -> None:
    assert "does not cover the\nsource texts" in read("LICENSE")
    assert "texts in `seeds/` are\nexcluded" in read("README.md")


# layout


def test_no_folder_stands_beyond_the_layout() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:  # an unpacked archive: what git would ignore has its line in .gitignore
        ignored = {line.strip("/") for line in read(".gitignore").splitlines()}
        names = {path.name for path in ROOT.iterdir() if path.is_dir()} - ignored - {".git"}
    else:
        names = {line.split("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    assert names - FOLDERS == set()


@pytest.mark.parametrize("name", sorted(borderlab._HOME))
def test_every_public_name_is_where_it_is_said_to_be(name: str) -> None:
    assert getattr(borderlab, name).__module__ == f"borderlab.{borderlab._HOME[name]}"


def test_importing_borderlab_imports_nothing_else() -> None:
    program = (
        "import sys; before = set(sys.modules); import borderlab; print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    names = {name.split(".")[0] for name in done.stdout.split()}
    assert names - set(sys.stdlib_module_names) == {"borderlab"}


# packages


def test_the_lock_names_no_host_and_pins_every_package_by_hash() -> None:
    lock = read("requirements.lock")
    for word in ("http:", "https:", "--index-url", "--extra-index-url", "--find-links", "@ "):
        assert word not in lock
    entries = re.split(r"\n(?=\w)", lock.strip())
    assert len(entries) > 100
    assert [
        e for e in entries if not re.match(r"[\w.-]+==\S+", e) or "--hash=sha256:" not in e
    ] == []


def test_the_lock_holds_every_package_that_the_project_asks_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["fast"], *extras["report"], *extras["dev"]]
    names = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in wanted}
    held = set(re.findall(r"^([\w.-]+)==", read("requirements.lock"), re.M))
    assert names - held == set()


def test_pip_resolves_nothing_that_the_lock_has_settled(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its resolver refuses a pin asked for with an extra once a newer release exists."""
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(build, "step", lambda name, command, **options: commands.append(command))
    monkeypatch.setattr(build, "usable", lambda: True)
    build.STAMP.parent.mkdir()
    build.install()
    installs = [command for command in commands if "install" in command]
    assert len(installs) == 2
    assert all("--no-deps" in command for command in installs)


def test_the_hooks_download_nothing() -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]


# the build script


def test_make_and_the_script_know_the_same_commands() -> None:
    rules = re.findall(r"^(\w+):  ## .*\n\t(.*)", read("Makefile"), re.M)
    assert rules[0][0] == "help"
    assert [body for name, body in rules[1:]] == [f"@$(BUILD) {name}" for name, _ in rules[1:]]
    done = subprocess.run([sys.executable, str(BUILD), "-h"], capture_output=True, text=True)
    assert {name for name, _ in rules[1:]} == set(re.search(r"{(.*?)}", done.stdout)[1].split(","))


def test_continuous_integration_calls_the_command_of_the_readme() -> None:
    assert "\nmake test " in read(".ci/run")
    assert "    make test " in read("README.md")
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_script_needs_the_standard_library_only_and_parses_on_old_pythons() -> None:
    """An old Python must be able to say that it is too old."""
    tree = ast.parse(BUILD.read_text(encoding="utf-8"), feature_version=(3, 7))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("command", "version", "missing", "cure"),
    [
        ("report", (3, 10), "", r"Python 3\.10 is too old; install Python 3\.11"),
        ("clean", (2, 7), "", r"Python 2\.7 is too old"),
        ("report", (3, 11), "venv", "apt install python3-venv"),
        ("report", (3, 11), "ensurepip", "apt install python3-venv"),
        ("test", (3, 12), "git", "install git"),
    ],
)
def test_a_machine_that_lacks_something_is_told_the_cure(
    build: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    version: tuple[int, int],
    missing: str,
    cure: str,
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        build.importlib.util, "find_spec", lambda name: None if name == missing else found(name)
    )
    monkeypatch.setattr(build.shutil, "which", lambda name: None if name == missing else name)
    with pytest.raises(build.Stop, match=cure):
        build.check_machine(command, version)


def test_a_report_needs_no_git(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive of a release has none."""
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    build.check_machine("report", (3, 11))


def test_a_second_run_reuses_the_environment(build: ModuleType) -> None:
    build.install()
    first = list(build.steps)
    assert first[-1] == "packages: none is missing"
    build.install()
    assert build.steps == first


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_list_of_packages_is_installed_again(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    build.install()
    monkeypatch.setattr(build, "usable", lambda: True)
    with (build.ROOT / name).open("a") as file:
        file.write("# more\n")
    build.install()
    assert build.steps[4:] == build.steps[1:4]


def test_another_python_or_place_makes_the_environment_anew(build: ModuleType) -> None:
    build.install()
    build.STAMP.write_text("3.11 elsewhere\nx\n")
    build.install()
    assert build.steps[4:] == build.steps[:4]


def test_an_interrupted_installation_is_not_taken_for_done(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.install()
    (build.ROOT / "requirements.lock").write_text("a==1\n")

    def interrupt(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "step", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build.install()
    assert not build.STAMP.exists()


def test_the_first_failure_ends_the_run_with_one_clear_line(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def step(name: str, command: tuple[str, ...], **options: object) -> None:
        build.steps.append(name)
        if name == "types":
            raise build.Stop("types failed after 3 s; see the lines above")

    monkeypatch.setattr(build, "step", step)
    monkeypatch.setattr(build, "install", lambda: None)
    assert build.main(["test"]) == 1
    assert build.steps == ["ruff check", "ruff format", "types"]
    assert capsys.readouterr().err == "test stopped: types failed after 3 s; see the lines above\n"


def test_a_green_run_ends_with_what_passed(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "install", lambda: None)
    assert build.main(["test"]) == 0
    assert re.fullmatch(
        r"All passed: ruff check, ruff format, types, import contracts, "
        r"unit tests and doctests, notebooks \(\d+ s\)\n",
        capsys.readouterr().out,
    )


def test_clean_removes_what_is_made_and_nothing_else(build: ModuleType) -> None:
    for name in ("build", ".venv", "seeds", "notebooks"):
        (build.ROOT / name).mkdir(exist_ok=True)
        (build.ROOT / name / "x").touch()
    (build.ROOT / ".coverage").touch()
    build.clean()
    left = sorted(path.name for path in build.ROOT.iterdir())
    assert left == ["notebooks", "pyproject.toml", "requirements.lock", "seeds"]
