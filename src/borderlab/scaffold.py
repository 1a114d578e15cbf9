"""A study of one's own: the whole house, with texts registered and a codebook begun.

What is the same for every study, and what a language has of its own, stands in ``template/``.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from string import Template
from typing import Literal, NamedTuple

from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_markdown, visible

HERE = Path(__file__).parent / "template"


class Started(NamedTuple):
    """What a new study began with."""

    root: Path
    texts: int  # read and registered
    problems: list[Problem]  # files that hold no readable text, with the reason
    suggested: int  # persons, bodies and countries in the codebook that are to be confirmed


def new(
    target: Path,
    *,
    texts: Path | None = None,
    title: str | None = None,
    lang: Literal["en", "es"] = "en",
) -> Started:
    """Write a study: settings, Makefile, tables of ``seeds/``, notebooks that run as they are.

    Parameters
    ----------
    target : pathlib.Path
        A folder that does not exist yet, or holds nothing.
    texts : pathlib.Path, optional
        A folder of texts, or one text: copied into ``seeds/`` and registered. The persons and
        bodies that they name, and the countries that act, enter the codebook, marked as suggested;
        names of unclear kind wait in `borderlab.suggest_actors`.
    title : str, optional
        Of the report; the name of the folder without one.
    lang : {"en", "es"}
        Of notebooks, guides and report.

    Returns
    -------
    Started

    Raises
    ------
    SourceError
        When the target is in use, or there is no readable text; nothing is written then.
    OutputError
        When the disk refuses.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     started = new(Path(folder, "my-study"), title="Ports and bridges")
    ...     sorted(path.name for path in started.root.iterdir())[2:]
    ['README.md', 'figures', 'local.mk', 'notebooks', 'pyproject.toml', 'seeds']
    """
    from borderlab.publishing.swapping import swap_in, writing

    whole = target.resolve()
    if problem := _unfit(target, whole, texts):
        raise SourceError(problem)
    staged = whole.with_name(f".{whole.name}.part")
    try:
        with writing(target):
            shutil.rmtree(staged, ignore_errors=True)
            _furnish(staged, title or whole.name, lang)
        begun = _begin(staged, texts) if texts else Started(target, 0, [], 0)
        swap_in(staged, whole, verify=lambda _, old: [_used(target)] if _holds(old) else [])
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return begun._replace(root=target)


def _unfit(target: Path, whole: Path, texts: Path | None) -> Problem | None:
    """Say why a study cannot begin there, or not with these texts."""
    if texts and not texts.exists():
        return Problem(str(texts), 0, "no-file", "does not exist", "correct its name")
    source = texts.resolve() if texts else None
    if source and (source.is_relative_to(whole) or whole.is_relative_to(source)):
        say = "the texts and the new study lie one inside the other"
        return Problem(str(target), 0, "own-folder", say, "name a new folder beside the texts")
    if Path.cwd().is_relative_to(whole):
        say = "is the folder that you are in, or holds it"
        return Problem(str(target), 0, "folder-open", say, "name a new folder, such as my-study")
    return _used(target) if _holds(whole) else None


def _holds(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _used(target: Path) -> Problem:
    say, hint = "holds something already, and nothing is overwritten", "name a new or empty folder"
    return Problem(str(target), 0, "folder-used", say, hint)


def _furnish(root: Path, title: str, lang: str) -> None:
    """Copy the template, and fill in what differs from study to study."""
    for part in ("common", lang):
        shutil.copytree(HERE / part, root, dirs_exist_ok=True)
    (root / "gitignore").rename(root / ".gitignore")  # under its own name git would obey it here
    (root / "figures").mkdir()
    line = visible(" ".join(title.split()))
    quoted = json.dumps(line, ensure_ascii=False)[1:-1]  # what JSON escapes, TOML does alike
    _fill(root / "pyproject.toml", title=quoted, lang=lang)
    _fill(root / "README.md", title=for_markdown(line))
    _fill(root / "seeds" / "README.md", columns=(HERE / "columns.md").read_text("utf-8").rstrip())
    python = sys.executable.replace("$", "$$").replace("#", r"\#")
    (root / "local.mk").write_text(f"PYTHON ?= {python}\n", encoding="utf-8")
    for name, columns in _tables().items():
        path = root / "seeds" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        if not path.exists():  # some come with rows that hold for every study
            path.write_text(f"{','.join(columns)}\n", encoding="utf-8")


def _fill(path: Path, **values: str) -> None:
    text = Template(path.read_text(encoding="utf-8")).substitute(values)
    path.write_text(text, encoding="utf-8", newline="\n")


def _tables() -> dict[str, list[str]]:
    """List the tables of a study below ``seeds/`` with their columns."""
    from borderlab.coding import codebook_rules, corrections, memos
    from borderlab.reading.registry import KNOWN, STEERING

    book = {**codebook_rules.COLUMNS, "corrections": corrections.COLUMNS, "memos": memos.COLUMNS}
    return {
        "sources": [*STEERING, *KNOWN],
        "echoes": ["echo_id", "sentence_id", "note"],
        "layout": ["actor_id", "x", "y"],
        **{f"codebook/{name}": list(columns) for name, columns in book.items()},
    }


def _begin(root: Path, texts: Path) -> Started:
    """Register the texts, begin the codebook with the names in them, place these on the map."""
    from borderlab import building, collecting

    added = collecting.add(root, [texts])
    count = _register_names(root)
    building.write_layout(root)
    return Started(root, len(added.documents), added.problems, count)


def _register_names(root: Path) -> int:
    """Write persons, bodies and countries into the codebook, marked as suggested."""
    from borderlab.coding.pasting import to_codebook_rows
    from borderlab.coding.suggestions import suggest_actors
    from borderlab.study import open_study

    study = open_study(root)
    found = suggest_actors(study.corpus, study.codebook)
    rows = to_codebook_rows(found[found["kind"] != "unclear"], study.codebook)
    for name, table in rows.items():
        path = root / "seeds" / "codebook" / f"{name}.csv"
        table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return len(rows["actors"])
