"""One command rebuilds notebooks and figures byte for byte, wherever and whenever it runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_RUN = """
import sys
from pathlib import Path
from borderlab.building import build_figures

print(*build_figures(Path(sys.argv[1]), check=True), sep="\\n")
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Copy the study into a folder of another name."""
    root = tmp_path_factory.mktemp("a b ñ") / "elsewhere"
    for name in ("seeds", "notebooks", "figures", "tests/data"):
        shutil.copytree(ROOT / name, root / name)
    return root


def check(root):
    other = {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4711",
        "LC_ALL": "C",
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", _RUN, str(root)], env={**os.environ, **other},
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def test_another_folder_time_zone_and_hash_seed_give_the_committed_bytes(elsewhere):
    assert check(elsewhere) == ""


def test_a_changed_text_changes_what_is_committed(elsewhere):
    path = elsewhere / "seeds" / "000_ac63f9d5d6cadf20.txt"
    path.write_text(path.read_text("utf-8").replace("Katie Hobbs", "Ken Salazar"), "utf-8")
    for name in ("01_sources", "02_actors", "03_pillars", "05_centrality", "07_promises"):
        (elsewhere / "notebooks" / f"{name}.ipynb").unlink()
    found = check(elsewhere)
    assert "figures/network.png: differs" in found
    assert "notebooks/04_network.ipynb: its outputs are other ones now" in found
