"""A folder of figures is what its manifest says, and every difference has a name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from borderlab.errors import OutputError
from borderlab.publishing.manifest import (
    check_manifest,
    compare_figures,
    verify_figures,
    write_manifest,
)
from borderlab.publishing.swapping import swap_in


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def codes(problems: list[Any]) -> dict[str, str]:
    return {p.path: p.code for p in problems}


def test_the_manifest_replaces_the_records(staged: Any, tmp_path: Path) -> None:
    staged(tmp_path)
    assert names(tmp_path) == ["line.pdf", "line.png", "line.svg", "manifest.json",
                               "other.pdf", "other.png", "other.svg"]  # fmt: skip
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["figures"]) == ["line", "other"]
    assert set(manifest["libraries"]) == {"matplotlib", "networkx", "numpy"}
    assert check_manifest(tmp_path) == []


def test_a_figure_drawn_again_replaces_its_entry(staged: Any, draw: Any, tmp_path: Path) -> None:
    staged(tmp_path)
    draw(tmp_path, height=3)
    assert codes(check_manifest(tmp_path))  # the record is not collected yet
    write_manifest(tmp_path)
    assert check_manifest(tmp_path) == []


def test_a_study_without_figures_has_an_empty_manifest(tmp_path: Path) -> None:
    write_manifest(tmp_path / "figures")
    assert check_manifest(tmp_path / "figures") == []


def test_check_names_what_is_missing_extra_or_altered(staged: Any, tmp_path: Path) -> None:
    folder = staged(tmp_path / "f")
    (folder / "line.svg").write_text("altered")
    (folder / "line.pdf").unlink()
    (folder / "more.png").write_text("extra")
    (folder / "more").mkdir()
    (folder / ".hidden").write_text("left alone")
    assert codes(check_manifest(folder)) == {
        "f/line.pdf": "figure-missing",
        "f/more": "figure-extra",
        "f/more.png": "figure-extra",
        "f/line.svg": "figure-altered",
    }


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"figures": {"a": 1}}', "\x00"])
def test_a_spoilt_manifest_is_a_problem_and_no_traceback(content: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(content)
    assert [p.code for p in check_manifest(tmp_path)] == ["manifest-unreadable"]


def test_no_manifest_is_a_problem(tmp_path: Path) -> None:
    assert [p.code for p in check_manifest(tmp_path / "nowhere")] == ["manifest-missing"]


def test_compare_names_every_difference(staged: Any, tmp_path: Path) -> None:
    fresh, committed = staged(tmp_path / "fresh"), staged(tmp_path / "figures")
    assert compare_figures(fresh, committed) == []
    data = bytearray((committed / "line.png").read_bytes())
    data[-20] ^= 1
    (committed / "line.png").write_bytes(data)
    (committed / "other.svg").unlink()
    (committed / "old.png").write_bytes(b"")
    assert codes(compare_figures(fresh, committed)) == {
        "figures/line.png": "figure-differs", "figures/other.svg": "figure-missing",
        "figures/old.png": "figure-extra",
    }  # fmt: skip


def test_a_staging_folder_that_contradicts_its_manifest_is_not_swapped_in(
    staged: Any, tmp_path: Path
) -> None:
    fresh, target = staged(tmp_path / "s", 3), staged(tmp_path / "t")
    (fresh / "line.png").write_bytes(b"half")
    with pytest.raises(OutputError, match=r"s/line\.png: differs from its sha256"):
        swap_in(fresh, target, verify=verify_figures)
    assert check_manifest(target) == []


def test_a_researchers_own_file_among_the_figures_is_not_lost(staged: Any, tmp_path: Path) -> None:
    fresh, target = staged(tmp_path / "s"), staged(tmp_path / "t")
    (target / "poster.docx").write_text("mine")
    with pytest.raises(OutputError, match=r"t/poster\.docx: is no figure and would be lost"):
        swap_in(fresh, target, verify=verify_figures)
    assert (target / "poster.docx").exists()
