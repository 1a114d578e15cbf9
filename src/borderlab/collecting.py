"""How a study grows: texts from an inbox, what is known of them, which ones belong together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from borderlab.errors import Problem, SourceError
from borderlab.study import Study, open_study

_KEYS = {"stories": ("a", "b"), "echoes": ("sentence_a", "sentence_b")}


class Added(NamedTuple):
    """What became of the files and the references that were handed in."""

    documents: pd.DataFrame  # newly registered, as read
    problems: list[Problem]  # files that were left where they are, with the reason
    there: int  # files that were in seeds/ already
    matched: int  # references that describe a text
    unmatched: list[str]  # titles, else addresses, of those that describe none


def add(root: Path, paths: Iterable[Path], *, references: Path | None = None) -> Added:
    """Copy files into ``seeds/`` and register every text there that has no row in ``sources.csv``.

    Parameters
    ----------
    root : pathlib.Path
        The study.
    paths : iterable of pathlib.Path
        Files, or folders whose files are taken as an inbox. A file that holds no readable text
        stays where it is; nothing in ``seeds/`` is ever replaced.
    references : pathlib.Path, optional
        A list from a reference manager (.ris, .bib, .json), which fills empty cells of the rows
        that it describes.

    Returns
    -------
    Added

    Raises
    ------
    SourceError
        When sources.csv or the list cannot be read. Nothing was changed then.
    """
    from borderlab.publishing.swapping import write_whole
    from borderlab.reading.registering import register
    from borderlab.reading.sources import read_corpus

    study = open_study(root)
    seeds = study.root / "seeds"
    table = seeds / "sources.csv"
    paths = [Path(path) for path in paths]
    _refuse(seeds, paths)
    before = table.read_text(encoding="utf-8") if table.is_file() else ""
    register(before, pd.DataFrame())  # a table with a broken row is refused before anything moves
    problems, there = _take_in(seeds, paths)
    try:
        corpus = read_corpus(seeds)
    except SourceError as error:  # an empty study stays empty, and the files say why
        raise SourceError(problems or error.problems) from error
    known = set(corpus.problems.loc[corpus.problems["code"] == "unregistered", "path"])
    new = corpus.documents[corpus.documents["path"].isin(known)]
    after, matches = _described(register(before, new), corpus.documents, references)
    if after != before:
        write_whole(table, after.encode())
    return Added(
        new, problems, there, int(matches.notna().sum()), list(matches.index[matches.isna()])
    )


def _refuse(seeds: Path, paths: list[Path]) -> None:
    """Refuse a folder that holds the study itself: its tests and builds are no texts."""
    for path in paths:
        if not path.exists():
            raise SourceError(
                Problem(str(path), 0, "no-file", "does not exist", "correct its name")
            )
        if path.is_dir() and seeds.resolve().is_relative_to(path.resolve()):
            say, hint = "holds the study itself", "name a folder that holds nothing but your texts"
            raise SourceError(Problem(str(path), 0, "own-folder", say, hint))


def _take_in(seeds: Path, paths: list[Path]) -> tuple[list[Problem], int]:
    """Copy what can be read into the folder of texts; name what cannot, count what is there."""
    from borderlab.reading.sources import read_corpus

    problems, there = [], 0
    for path in paths:
        if path.resolve().is_relative_to(seeds.resolve()):
            continue  # it is there already
        with tempfile.TemporaryDirectory() as folder:
            staged = Path(folder) / "inbox"
            if path.is_dir():
                shutil.copytree(path, staged)
            else:
                staged.mkdir()
                shutil.copyfile(path, staged / path.name)
            try:
                corpus = read_corpus(staged)
            except SourceError as error:
                problems += [p._replace(path=path.name) for p in error.problems]
                continue
            problems += _left(corpus.problems)
            for name in dict.fromkeys(p.partition("#")[0] for p in corpus.documents["path"]):
                there += (seeds / name).exists()
                problems += _copy(staged / name, seeds / name)
    return problems, there


def _left(problems: pd.DataFrame) -> list[Problem]:
    """Return the problems of files that were not read at all."""
    from borderlab.reading.files import FAILED, SKIPPED

    rows = problems[problems["code"].isin([*SKIPPED, *FAILED])]
    return [Problem(*row) for row in rows[list(Problem._fields)].itertuples(index=False)]


def _copy(source: Path, target: Path) -> list[Problem]:
    """Copy a file to a free place; one with the same bytes is there already."""
    if target.exists() and target.read_bytes() != source.read_bytes():
        say, hint = "is in seeds/ already, with another content", "rename the new file"
        return [Problem(target.name, 0, "name-taken", say, hint)]
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return []


def _described(
    sources: str, documents: pd.DataFrame, references: Path | None
) -> tuple[str, pd.Series]:
    """Fill the rows of the texts that a list of references describes; say which one by title."""
    from borderlab.reading.references import match_references, read_references
    from borderlab.reading.registering import describe

    if references is None:
        return sources, pd.Series(dtype="str")
    records, _ = read_references(references)
    matches = match_references(records, documents)
    names = records["title"].where(records["title"] != "", records["url"])
    return describe(sources, records, matches, references.name), matches.set_axis(names)


def suggest(root: Path, folder: Path) -> dict[str, pd.DataFrame]:
    """Write proposals as CSV: stories and echoes with an empty column ``accept``, and actors.

    Parameters
    ----------
    root, folder : pathlib.Path
        The study, and where ``stories.csv``, ``echoes.csv`` and ``actors.csv`` go, and beside them
        ``paste_actors.csv``, ``paste_aliases.csv`` and ``paste_offices.csv``, whose lines fit into
        the files of the codebook as they are. Marks that a researcher made in an earlier list there
        are kept.

    Returns
    -------
    dict of str to pandas.DataFrame
        The proposals by name.
    """
    from borderlab.coding.pasting import to_codebook_rows
    from borderlab.coding.suggestions import suggest_actors
    from borderlab.publishing.export import write_tables
    from borderlab.reading.registering import keep_marks
    from borderlab.reading.similarity import suggest_echoes
    from borderlab.reading.stories import suggest_stories

    study = open_study(root)
    corpus = study.corpus
    echoes = suggest_echoes(corpus)
    found = {"stories": suggest_stories(corpus, echoes=echoes), "echoes": echoes}
    marked = {
        name: keep_marks(table, _proposals(folder, name), _KEYS[name])
        for name, table in found.items()
    }
    marked["actors"] = suggest_actors(corpus, study.codebook)
    rows = to_codebook_rows(marked["actors"], study.codebook)
    marked |= {
        f"paste_{name}": _in_order(table, study.root / "seeds" / "codebook" / f"{name}.csv")
        for name, table in rows.items()
    }
    write_tables(marked, folder)
    return marked


def _in_order(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Put the columns in the order that the researcher's own file has, whichever that is."""
    order = pd.read_csv(path, dtype=str, nrows=0, encoding="utf-8-sig").columns
    return table.reindex(columns=order, fill_value="")


def _proposals(folder: Path, name: str) -> pd.DataFrame | None:
    path = folder / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.is_file() else None


def accept(root: Path, folder: Path) -> dict[str, int]:
    """Write the proposals that a researcher marked into ``sources.csv`` and ``echoes.csv``.

    Returns
    -------
    dict of str to int
        How many pairs were accepted, by name of the list.

    Raises
    ------
    SourceError
        When there is no list, or a table of the study cannot take the decisions.
    """
    from borderlab.reading.registering import accepted, decide_echoes, decide_stories

    study = open_study(root)
    counts = {}
    for name, table, decide in (
        ("stories", "sources.csv", decide_stories),
        ("echoes", "echoes.csv", decide_echoes),
    ):
        found = _proposals(folder, name)
        if found is None or "accept" not in found:
            say, hint = "is not there, or has no column accept", "run `borderlab suggest` first"
            raise SourceError(Problem(f"{name}.csv", 0, "no-proposals", say, hint))
        counts[name] = len(accepted(found))
        _rewrite(study, table, decide, accepted(found))
    return counts


def _rewrite(
    study: Study, name: str, decide: Callable[[str, pd.DataFrame], str], proposals: pd.DataFrame
) -> None:
    from borderlab.publishing.swapping import write_whole

    path = study.root / "seeds" / name
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    after = decide(before, proposals)
    if after != before:
        write_whole(path, after.encode())


def accept_workbook(root: Path, path: Path) -> tuple[list[str], list[Problem]]:
    """Write the edits of a workbook into ``seeds/codebook``, whole or not at all.

    Parameters
    ----------
    root, path : pathlib.Path
        The study, and a workbook that `borderlab.write_workbook` made and a researcher edited.

    Returns
    -------
    (files, remarks)
        The names of the files that changed, and problems that cost nothing.

    Raises
    ------
    CodebookError
        When the workbook holds a mistake; nothing was changed then.
    OutputError
        When the disk refuses; the old codebook still stands.
    """
    from borderlab.coding.workbook_check import became, compile_workbook
    from borderlab.publishing.swapping import repair, swap_in, write_whole, writing

    home = open_study(root).root
    folder, log = (home / "seeds" / "codebook").resolve(), home / "build" / "workbooks.txt"
    repair(folder)
    known = log.read_text("utf-8").splitlines() if log.is_file() else []
    accepted = [(line[:64], line[65:]) for line in known]
    files, remarks = compile_workbook(path, folder, accepted=accepted)
    if files:
        staged = folder.with_name("codebook.part")
        try:
            with writing(folder):
                shutil.rmtree(staged, ignore_errors=True)
                shutil.copytree(folder, staged)
                for name, content in files.items():
                    (staged / name).write_bytes(content)
            swap_in(staged, folder, verify=lambda new, old: _lost(new, old, files))
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        lines = [*known, *became(path, folder)]
        write_whole(log, "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode())
    return sorted(files), remarks


def _lost(staged: Path, folder: Path, files: Iterable[str]) -> list[Problem]:
    """Name what changed in a codebook while its successor was being made."""
    same = [p for p in folder.rglob("*") if p.is_file() and p.name not in files]
    return [
        Problem(p.name, 0, "codebook-changed", "was changed at the same time", "try again")
        for p in same
        if not (there := staged / p.relative_to(folder)).is_file()
        or there.read_bytes() != p.read_bytes()
    ]
