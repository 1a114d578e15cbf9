"""The manifest of a folder of figures: what is behind each, and the sha256 of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from borderlab.errors import OutputError, Problem
from borderlab.publishing.swapping import write_whole

MANIFEST = "manifest.json"
_LIBRARIES = ("matplotlib", "networkx", "numpy")  # those whose release decides the bytes
_SUFFIXES = {".json", ".pdf", ".png", ".svg", ".tiff"}
_HINT = "draw the figures again"


def write_manifest(folder: Path) -> Path:
    """Collect the records of a staging folder into its ``manifest.json`` and remove them.

    A figure that an earlier manifest of the folder names stays, unless a record replaces it.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there: a study may have no figures.

    Returns
    -------
    pathlib.Path
        The manifest: figures by name with notebook, caption, alt, parameters, sources and sha256 of
        each file, and the releases of the libraries that decide the bytes.
    """
    path = folder / MANIFEST
    figures = json.loads(path.read_bytes())["figures"] if path.exists() else {}
    records = sorted(set(folder.glob("*.json")) - {path})
    figures |= {record.stem: json.loads(record.read_bytes()) for record in records}
    libraries = {name: version(name) for name in _LIBRARIES}
    write_whole(path, to_json({"figures": figures, "libraries": libraries}, MANIFEST))
    for record in records:
        record.unlink()
    return path


def check_manifest(folder: Path) -> list[Problem]:
    """Compare a folder of figures with its manifest.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    list of Problem
        Empty when every figure of the manifest is there unchanged and nothing else is.
    """
    found = _hashes(folder)
    if not found.pop(MANIFEST, ""):
        return [_problem(folder, MANIFEST, "manifest-missing", "the figures have no manifest")]
    try:
        figures = json.loads((folder / MANIFEST).read_bytes())["figures"].values()
        listed = {file: sha for figure in figures for file, sha in figure["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [_problem(folder, MANIFEST, "manifest-unreadable", "is not a manifest of figures")]
    return _differences(folder, listed, found, {
        "figure-missing": "is in the manifest but not here",
        "figure-extra": "is not in the manifest",
        "figure-altered": "differs from its sha256 in the manifest",
    })  # fmt: skip


def compare_figures(fresh: Path, committed: Path) -> list[Problem]:
    """Compare figures drawn just now with the committed ones, byte by byte.

    Parameters
    ----------
    fresh, committed : pathlib.Path
        Folders with a manifest each; the manifests are compared too.

    Returns
    -------
    list of Problem
        Paths are those of the committed folder.
    """
    return _differences(committed, _hashes(fresh), _hashes(committed), {
        "figure-missing": "is drawn now but was not committed",
        "figure-extra": "is committed but no notebook draws it",
        "figure-differs": "differs from the figure drawn now",
    })  # fmt: skip


def verify_figures(staging: Path, target: Path) -> list[Problem]:
    """Say why a staged folder may not take the place of the figures; see `swapping.swap_in`.

    It must be what its manifest says, and the target must hold nothing but figures.
    """
    message, hint = "is no figure and would be lost", "move it elsewhere"
    return check_manifest(staging) or [
        _problem(target, file, "figure-foreign", message, hint)
        for file in sorted(_hashes(target))
        if Path(file).suffix not in _SUFFIXES
    ]


def to_json(value: Mapping[str, Any], name: str) -> bytes:
    """Write a record in the one form of manifests.

    Raises
    ------
    OutputError
        When it holds what JSON cannot; `name` says whose record it is.
    """
    try:
        text = json.dumps(
            value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False, default=_scalar
        )
    except (TypeError, ValueError) as error:
        hint = "pass str, numbers, bool, None, lists and dicts"
        problem = Problem(name, 0, "figure-record", f"parameters: {error}", hint)
        raise OutputError(problem) from error
    return f"{text}\n".encode()


def sha256(content: bytes) -> str:
    """Return the fingerprint of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _scalar(value: Any) -> Any:
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    raise TypeError(f"a {type(value).__name__} cannot be recorded")


def _hashes(folder: Path) -> dict[str, str]:
    """Fingerprint what lies in a folder, but the hidden files of desktops and version control."""
    return {
        path.name: sha256(path.read_bytes()) if path.is_file() else "a folder"
        for path in folder.glob("*")
        if not path.name.startswith(".")
    }


def _differences(
    folder: Path, wanted: Mapping[str, str], found: Mapping[str, str], said: Mapping[str, str]
) -> list[Problem]:
    """List what is missing, extra or other, with the code and message that `said` has for each."""
    other = {file for file in wanted.keys() & found.keys() if wanted[file] != found[file]}
    cases = (wanted.keys() - found.keys(), found.keys() - wanted.keys(), other)
    return [
        _problem(folder, file, code, message)
        for (code, message), files in zip(said.items(), cases, strict=True)
        for file in sorted(files)
    ]


def _problem(folder: Path, file: str, code: str, message: str, hint: str = _HINT) -> Problem:
    return Problem(f"{folder.name}/{file}", 0, code, message, hint)
