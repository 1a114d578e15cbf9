"""A replication package of a study: data, code, and a README that journals' data editors know."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from borderlab.building import all_tables
from borderlab.describing import SEED, methods, write_files
from borderlab.study import Study, open_study

if TYPE_CHECKING:
    import pandas as pd

#: what a study is made of, besides its texts; what is not there is not asked for
_CODE = (
    "CITATION.cff", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock", ".ci/*.py",
    "seeds/README.md", "seeds/sources.csv", "seeds/echoes.csv", "seeds/layout.csv",
    "seeds/codebook/*.csv", "notebooks/*.ipynb", "notebooks/*.py", "figures/*", "src/**/*",
    "tests/data/**/*",
)  # fmt: skip
_UNMADE = {"__pycache__", ".ipynb_checkpoints"}


class Archive(NamedTuple):
    """What was written, and what was left out because it may not be passed on."""

    path: Path
    files: int
    left_out: list[str]


def archive(root: Path, target: Path) -> Archive:
    """Write a replication package: README, data with their codebook, code, ``.zenodo.json``.

    Texts that may not be passed on stay out, their sha256 and offsets remain; so do whole sentences
    of them elsewhere (see `borderlab.publishing.archive.shareable`).

    Parameters
    ----------
    root : pathlib.Path
        The study.
    target : pathlib.Path
        A file that ends in ``.zip``, or a folder; the same study gives the same bytes.

    Raises
    ------
    OutputError
        When something stands there that is no archive, or was changed since.
    """
    from borderlab.publishing.archive import SUMS, refuse_foreign, sums
    from borderlab.publishing.packing import pack
    from borderlab.publishing.swapping import swap_in, write_whole

    study = open_study(root)
    refuse_foreign(target)
    members, left_out = _code(study)
    tables = all_tables(study)
    members |= _data(study, tables)
    members |= _about(study, tables, members, left_out)
    members[SUMS] = sums(members)
    members = dict(sorted(members.items()))
    if target.suffix == ".zip":
        write_whole(target, pack(members))
    else:
        staged = target.with_name(f"{target.name}.part")
        shutil.rmtree(staged, ignore_errors=True)
        for name, content in members.items():
            write_whole(staged / name, content)
        swap_in(staged, target, verify=lambda *_: [])
    return Archive(target, len(members), left_out)


def _code(study: Study) -> tuple[dict[str, bytes], list[str]]:
    """Collect the study's own files as they may be passed on, and name those that may not."""
    from borderlab.publishing.archive import shareable, to_finder

    documents, sentences = study.corpus.documents, study.corpus.sentences
    known = documents.get("known_share_text")
    shared = documents["path"][known == "yes"] if known is not None else documents["path"][:0]
    # a table of texts goes only if each of its rows may go
    own = {path.partition("#")[0] for path in set(documents["path"]) - set(shared)}
    texts = {path.partition("#")[0] for path in shared} - own
    # a headline names the text, in references too
    told = sentences[~sentences["zone"].isin(["title", "duplicate_title"])]
    kept = told["text"][~told["doc_id"].isin(shared.index)].tolist()
    quotes = to_finder(kept)
    members, left_out = {}, [f"seeds/{name}" for name in sorted(own)]
    for path in [*_files(study.root), *(study.root / "seeds" / name for name in sorted(texts))]:
        name = path.relative_to(study.root).as_posix()
        content = shareable(name, path.read_bytes(), quotes, kept)
        if content is None:
            left_out.append(name)
        else:
            members[name] = content
    return members, left_out


def _files(root: Path) -> Iterator[Path]:
    for pattern in _CODE:
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            hidden = path.name.startswith(".") or path.suffix in {".pyc", ".part"}
            if path.is_file() and not hidden and not _UNMADE & set(parts):
                yield path


def _data(study: Study, tables: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    """Collect what an export writes."""
    from borderlab.publishing.export import write_tables

    with TemporaryDirectory() as scratch:
        paths = write_tables(tables, Path(scratch))
        paths += write_files(study, tables, Path(scratch), graphs=("graphml", "gexf"))
        return {f"data/{path.name}": path.read_bytes() for path in paths}


def _about(
    study: Study, tables: dict[str, pd.DataFrame], members: dict[str, bytes], left_out: list[str]
) -> dict[str, bytes]:
    """Write README and the record of a deposit from what there is."""
    from borderlab.publishing.archive import zenodo
    from borderlab.publishing.archive_readme import readme

    citation = _read(members.get("CITATION.cff", b""), yaml.safe_load)
    figures = _read(members.get("figures/manifest.json", b""), json.loads).get("figures", {})
    notebooks = {name: json.loads(members[name]) for name in members
                 if re.fullmatch(r"notebooks/[^/]+\.ipynb", name)}  # fmt: skip
    pinned = "pinned by hash in `requirements.lock`."
    library = ["- `src/`: the library that the notebooks use"] * any(
        name.startswith("src/") for name in members
    )
    builder = "make" if "Makefile" in members else "borderlab"
    text = readme(
        title=study.title, documents=study.corpus.documents, tables=tables,
        notebooks={Path(name).name: content for name, content in notebooks.items()},
        figures=figures, library=library, left_out=left_out,
        references=methods(study).text.rpartition("\n\n")[2].split("\n")[1:], seed=SEED,
        license=citation.get("license") or _project(members).get("license") or "not stated",
        packages=pinned if "requirements.lock" in members else "borderlab and what it asks for.",
        command=f"`{builder} report` builds every table, figure and page anew, into `build/`.",
    )  # fmt: skip
    title = f"Replication package: {study.title}"
    about = str(citation.get("abstract", f"Data and programs of the study “{study.title}”."))
    rights = "Source texts, and sentences quoted from them, belong to their publishers."
    return {
        "README.md": text.encode(),
        ".zenodo.json": zenodo(citation, title=title, description=f"{about} {rights}"),
    }


def _read(content: bytes, parse: Any) -> dict[str, Any]:
    """Parse a file that may be missing."""
    found = parse(content.decode()) if content else {}
    return found if isinstance(found, dict) else {}


def _project(members: dict[str, bytes]) -> dict[str, Any]:
    return dict(_read(members.get("pyproject.toml", b""), tomllib.loads).get("project", {}))
