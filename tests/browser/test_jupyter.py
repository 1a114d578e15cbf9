"""Each notebook, opened in JupyterLab, run and saved by a reader, is the committed one again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from borderlab.publishing.execution import normalise

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
QUIET = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false", "checkForUpdates": False},
}  # fmt: skip
RUN = """async () => {
  const app = window.jupyterapp;
  await app.commands.execute('notebook:run-all-cells');
  await app.commands.execute('docmanager:save');
}"""
IDLE = r"""() => {
  const bar = document.querySelector('#jp-main-statusbar');
  return bar && /\| Idle/.test(bar.innerText) && !document.querySelector('.jp-Spinner');
}"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Copy what the notebooks need, and clear their outputs: what is saved was run."""
    root = tmp_path_factory.mktemp("study")
    for name in ("seeds", "notebooks", "tests/data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "pyproject.toml", root / "pyproject.toml")
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        path.write_text(json.dumps(notebook), "utf-8")
    return root


@pytest.fixture(scope="module")
def server(chromium, study, tmp_path_factory):
    """Start JupyterLab for this machine only, with a token, and end it by its process id."""
    home = tmp_path_factory.mktemp("home")
    for name, content in QUIET.items():
        path = home / "config" / "lab" / "user-settings" / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "HOME": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "config" / "lab" / "user-settings"),
        "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser",
        "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={study}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
    ]  # fmt: skip
    log = (home / "log").open("w")
    process = subprocess.Popen(command, cwd=study, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api?token={token}", process)
        yield address, token
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


def _wait_for(url, process):
    for _ in range(240):
        assert process.poll() is None, "JupyterLab ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("JupyterLab does not answer")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_and_save_gives_the_committed_notebook(chromium, server, study, name):
    address, token = server
    page = chromium.new_page()
    try:
        page.goto(f"{address}/lab/tree/notebooks/{name}?token={token}&reset")
        page.wait_for_function(IDLE, timeout=90_000)
        page.evaluate(RUN)
        page.wait_for_function(IDLE, timeout=90_000)
    finally:
        page.context.close()
    saved = normalise(nbformat.read(study / "notebooks" / name, as_version=4))
    assert saved == (ROOT / "notebooks" / name).read_text("utf-8")
