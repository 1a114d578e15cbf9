"""The whole site of this study, built twice far apart, is the same bytes."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRITE = (
    "from pathlib import Path; from borderlab import building, open_study;"
    "building.write_site(open_study('.'), Path('build/report'), lang='es', public=True)"
)


def start(study: Path, **settings: str) -> subprocess.Popen[bytes]:
    """Write the site of a copy of the study in a process of its own."""
    for part in ("seeds", "notebooks", "figures"):
        shutil.copytree(ROOT / part, study / part)
    shutil.copyfile(ROOT / "pyproject.toml", study / "pyproject.toml")
    return subprocess.Popen(
        (sys.executable, "-c", WRITE), cwd=study, env={**os.environ, **settings}
    )


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_another_folder_time_zone_and_hash_seed_give_the_same_site(tmp_path: Path) -> None:
    """In Spanish and for the public, so that the two editions are built too."""
    there = tmp_path / "another folder, más lejos"
    runs = [
        start(tmp_path / "here", TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C.UTF-8"),
        start(there, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C"),
    ]
    assert [run.wait() for run in runs] == [0, 0]
    here, there = (folder / "build" / "report" for folder in (tmp_path / "here", there))
    assert len(files(here)) > 200
    assert files(here) == files(there)
    assert filecmp.cmpfiles(here, there, files(here), shallow=False)[1:] == ([], [])
