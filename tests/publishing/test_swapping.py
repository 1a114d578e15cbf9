"""A result takes the place of the old one whole, and no crash can spoil either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from borderlab.errors import OutputError, Problem
from borderlab.publishing import swapping
from borderlab.publishing.swapping import repair, swap_in, write_whole

FILES = ("a.txt", "b.txt", "c.txt")


def result(folder: Path, text: str) -> Path:
    """Make a folder whose files all say the same."""
    for name in FILES:
        write_whole(folder / name, text.encode())
    return folder


def says(folder: Path) -> str:
    """Return what a whole result says; nothing else may lie in its folder."""
    assert sorted(p.name for p in folder.iterdir()) == list(FILES)
    [text] = {path.read_text() for path in folder.iterdir()}
    return text


def fine(staging: Path, target: Path) -> list[Problem]:
    return []


def test_a_result_is_swapped_in_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "figures"
    for text in ("first", "second"):
        fresh = result(tmp_path / "staging", text)
        swap_in(fresh, target, verify=fine)
        assert says(target) == text
        assert [p.name for p in target.parent.iterdir()] == ["figures"] and not fresh.exists()


def test_what_is_not_verified_is_not_swapped_in(tmp_path: Path) -> None:
    fresh, target = result(tmp_path / "fresh", "new"), result(tmp_path / "figures", "old")
    problem = Problem("fresh", 0, "half", "is half a result", "make it again")
    with pytest.raises(OutputError, match="is half a result; make it again"):
        swap_in(fresh, target, verify=lambda *folders: [problem] * (folders == (fresh, target)))
    assert (says(fresh), says(target)) == ("new", "old")


class Crash(BaseException):
    """A process killed at this very step."""


@pytest.mark.parametrize("mended_by", ["repair", "the next run"])
@pytest.mark.parametrize("moment", ["before", "after", "half"])
@pytest.mark.parametrize("step", ["rename 1", "rename 2", "rmtree"])
def test_a_crash_leaves_the_old_result_or_the_new_one(
    step: str, moment: str, mended_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every step of the swap; the next run mends what is left and ends with its own result."""
    fresh, target = result(tmp_path / "fresh", "new"), result(tmp_path / "figures", "old")
    calls = []
    rename, rmtree = Path.rename, swapping.shutil.rmtree

    def crash(kind: str, act: Any, path: Path, *rest: Any) -> None:
        calls.append(kind)
        here = step == (kind if kind == "rmtree" else f"{kind} {calls.count(kind)}")
        if here and moment == "half" and kind == "rmtree":
            (path / "a.txt").unlink()
            raise Crash
        if here and moment == "before":
            raise Crash
        act(path, *rest)
        if here:
            raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda p, t: crash("rename", rename, p, t))
        patch.setattr(swapping.shutil, "rmtree", lambda p, **_: crash("rmtree", rmtree, p))
        with pytest.raises(Crash):
            swap_in(fresh, target, verify=fine)
    if mended_by == "repair":
        repair(target)
        assert says(target) in ("old", "new")
        assert not (tmp_path / "figures.old").exists()
    swap_in(result(tmp_path / "again", "newer"), target, verify=fine)
    assert says(target) == "newer"
    assert not (tmp_path / "figures.old").exists()


def test_a_rename_that_fails_puts_the_old_result_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, target = result(tmp_path / "fresh", "new"), result(tmp_path / "figures", "old")
    rename = Path.rename

    def refuse(path: Path, goal: Path) -> None:
        if path == fresh:
            raise OSError(18, "Invalid cross-device link")
        rename(path, goal)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match=r"figures: cannot be written \(Invalid cross-device"):
        swap_in(fresh, target, verify=fine)
    assert says(target) == "old"


def test_remains_that_cannot_go_now_go_with_the_next_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new result is in place all the same: to call that a failure would be wrong."""
    fresh, target = result(tmp_path / "fresh", "new"), result(tmp_path / "figures", "old")
    with monkeypatch.context() as patch:
        patch.setattr(swapping.shutil, "rmtree", lambda folder, ignore_errors: None)
        swap_in(fresh, target, verify=fine)
    assert says(target) == "new" and says(tmp_path / "figures.old") == "old"
    swap_in(result(fresh, "newer"), target, verify=fine)
    assert says(target) == "newer" and not (tmp_path / "figures.old").exists()


def test_repair_leaves_a_sound_result_alone(tmp_path: Path) -> None:
    target = result(tmp_path / "figures", "old")
    repair(target)
    repair(tmp_path / "nowhere")
    assert says(target) == "old"


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_whole(tmp_path / "deep" / "a.txt", b"old")

    def fill(part: Path, content: bytes) -> None:
        with part.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OutputError, match=r"a\.txt: .*No space"):
        patch.setattr(Path, "write_bytes", fill)
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert write_whole(path, b"new").read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"^a\.txt: cannot be written \(.+\); free the place"):
        write_whole(tmp_path / "file" / "a.txt", b"")
