"""Files and folders that take the place of the old ones as a whole, or not at all.

Each step is a rename or a removal, so that a crash leaves the old result, the new one, or a state
that the next run mends.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from borderlab.errors import OutputError, Problem


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a disk that refuses into one line."""
    try:
        yield
    except OSError as error:
        why = f"cannot be written ({error.strerror or error})"
        hint = "free the place or choose another folder"
        raise OutputError(Problem(path.name, 0, "not-written", why, hint)) from error


def write_whole(path: Path, content: bytes) -> Path:
    """Write beside the target and rename, so that a reader never sees half a file.

    Parameters
    ----------
    path : pathlib.Path
        Its folder is made when it is not there.
    content : bytes

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When the disk refuses; an old file still stands.
    """
    part = path.with_name(path.name + ".part")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    return path


def replace_own(path: Path, content: bytes, *, mark: str, kind: str) -> Path:
    """Write a file whole, in the place of one that bears the same mark, and of nothing else.

    Parameters
    ----------
    path : pathlib.Path
    content : bytes
    mark : str
        Stands in every file of this kind.
    kind : str
        What the file is called in the error.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When something else stands there, or the disk refuses.
    """
    with writing(path):
        foreign = path.exists() and not (path.is_file() and mark.encode() in path.read_bytes())
    if foreign:
        say, cure = f"is there already and no {kind}", "name another, or move it away"
        raise OutputError(Problem(path.name, 0, "page-there", say, cure))
    return write_whole(path, content)


def swap_in(staging: Path, target: Path, *, verify: Callable[[Path, Path], list[Problem]]) -> None:
    """Put a staged folder in the place of the old one, whole or not at all.

    Three steps: target to ``target.old``, staging to target, away with the old. Wherever a crash
    falls, `repair` (which this function calls first) finds the old result or the new one.

    Parameters
    ----------
    staging : pathlib.Path
        On the same disk as the target; it is gone afterwards.
    target : pathlib.Path
    verify : callable
        Called with both folders; returns why the one may not replace the other: because it is not
        complete, or because the other holds what is no result and would be lost.

    Raises
    ------
    OutputError
        When `verify` finds a problem or a rename fails; the target then stands as it stood.
    """
    repair(target)
    if problems := verify(staging, target):
        raise OutputError(problems)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(_old(target))
        try:
            staging.rename(target)
        except OSError:
            repair(target)
            raise
    shutil.rmtree(_old(target), ignore_errors=True)  # what cannot go now goes with the next swap


def repair(target: Path) -> None:
    """Mend what a crash inside `swap_in` left: the old result comes back, or its remains go.

    Parameters
    ----------
    target : pathlib.Path
        Nothing happens to it unless ``target.old`` stands beside it.
    """
    old = _old(target)
    with writing(target):
        if old.exists() and target.exists():  # only the last step was left
            shutil.rmtree(old)
        elif old.exists():
            old.rename(target)


def _old(target: Path) -> Path:
    return target.with_name(target.name + ".old")
