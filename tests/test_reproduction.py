"""One command rebuilds notebooks and figures byte for byte, wherever and whenever it runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: drawn from dates and from the network
RUN = ("01_sources", "04_network")
_RUN = """
import sys
from pathlib import Path
from borderlab.building import build_figures

print(*build_figures(Path(sys.argv[1]), check=True), sep="\\n")
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Copy the study into a folder of another name, and of its notebooks those named here.

    With `notebooks/conftest.py` all of them give the committed figures and outputs in another time
    zone; two show that the folder is nothing to them.
    """
    root = tmp_path_factory.mktemp("a b ñ") / "elsewhere"
    for name in ("seeds", "figures", "tests/data"):
        shutil.copytree(ROOT / name, root / name)
    (root / "notebooks").mkdir()
    for name in RUN:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", root / "notebooks")
    return root


def drawn_by(notebooks):
    figures = json.loads((ROOT / "figures/manifest.json").read_text("utf-8"))["figures"]
    return [
        n for n, told in figures.items() if told["notebook"].removesuffix(".ipynb") in notebooks
    ]


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
    """But for the manifest, which lists the figures of notebooks that were not run here."""
    told = check(elsewhere).splitlines()
    assert [line for line in told if "no notebook draws it" not in line] == [
        line for line in told if line.startswith("figures/manifest.json: differs")
    ]
    ours = tuple(f"figures/{name}." for name in drawn_by(RUN))
    assert len(ours) >= 2 and not any(line.startswith(ours) for line in told)


def test_a_changed_text_changes_what_is_committed(elsewhere):
    path = elsewhere / "seeds" / "000_ac63f9d5d6cadf20.txt"
    path.write_text(path.read_text("utf-8").replace("Katie Hobbs", "Ken Salazar"), "utf-8")
    (elsewhere / "notebooks" / "01_sources.ipynb").unlink()
    found = check(elsewhere)
    assert "figures/network.png: differs" in found
    assert "notebooks/04_network.ipynb: its outputs are other ones now" in found
