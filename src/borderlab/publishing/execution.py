"""Notebooks run afresh and written in one normal form, so that equal results are equal bytes."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import ValidationError

from borderlab.errors import OutputError, Problem
from borderlab.publishing.manifest import write_manifest
from borderlab.publishing.swapping import write_whole

#: cell metadata that authors set; the rest is left by programs
_KEPT = ("jupyter", "mystnb", "tags")


def execute_notebooks(
    root: Path,
    into: Path,
    *,
    environment: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Run the notebooks of a study and stage them, normalised, with their figures.

    Parameters
    ----------
    root : pathlib.Path
        The study; its ``notebooks/*.ipynb`` run in order of name, two at a time, each in a fresh
        kernel of the running Python, in the folder ``notebooks``.
    into : pathlib.Path
        Gets ``notebooks/`` and ``figures/`` with a manifest; earlier ones there are removed first.
        Nothing of the study itself is touched.
    environment : mapping of str, optional
        Variables for the kernels, such as BORDERLAB_LANG.
    progress : callable, optional
        Called with the file name of each notebook that is done.

    Returns
    -------
    list of pathlib.Path
        The notebooks written, in order of name.

    Raises
    ------
    OutputError
        When there is no notebook, when one cannot be read, or when a cell raises: the message names
        the notebook, the cell as JupyterLab numbers it, and the exception's last line.
    """
    root, into = root.resolve(), into.resolve()
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    _refuse(root, into, paths)
    for name in ("notebooks", "figures"):
        shutil.rmtree(into / name, ignore_errors=True)
    written = []
    variables = {**(environment or {}), "BORDERLAB_STAGING": str(into / "figures")}
    with ThreadPoolExecutor(max_workers=2) as pool:
        texts = pool.map(lambda path: _execute(path, variables), paths)
        for path, text in zip(paths, texts, strict=True):  # a failure cancels those that wait
            written.append(write_whole(into / "notebooks" / path.name, text.encode()))
            if progress:
                progress(path.name)
    write_manifest(into / "figures")
    return written


def normalise(notebook: Any) -> str:
    """Write an executed notebook in the one form that is committed.

    Cell ids ``cell-01`` …, execution counts 1 … n, keys sorted, no trace of programs and releases,
    no empty code cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not edited.

    Returns
    -------
    str
        JSON with an indent of 1 and a newline at the end.
    """
    new = nbformat.from_dict(notebook)
    new.cells = [c for c in new.cells if c.cell_type != "code" or c.source.strip()]
    new.nbformat, new.nbformat_minor = 4, 5
    new.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })  # fmt: skip
    for number, cell in enumerate(new.cells, start=1):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in _KEPT}
    for count, cell in enumerate((c for c in new.cells if c.cell_type == "code"), start=1):
        results = (o for o in cell.outputs if o.output_type == "execute_result")
        for counted in (cell, *results):
            counted.execution_count = count
    nbformat.validate(new)
    return str(nbformat.writes(new)) + "\n"


def _refuse(root: Path, into: Path, paths: list[Path]) -> None:
    if not paths:
        why, cure = "there is no notebook to run", f"put one into {root.name}/notebooks"
        raise OutputError(Problem("notebooks", 0, "notebooks-missing", why, cure))
    if into == root:
        why = "results cannot be staged over the study itself"
        cure = "stage them in a folder such as build/staging"
        raise OutputError(Problem(into.name, 0, "staging", why, cure))


class _RunningPython(AsyncKernelManager):
    """Starts the running Python, whatever kernels the machine has installed."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[])


def _execute(path: Path, variables: Mapping[str, str]) -> str:
    """Run one notebook; the figures it saves go to the staging folder."""
    client = NotebookClient(
        _read(path),
        kernel_manager_class=_RunningPython,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        coalesce_streams=True,  # how a stream is cut into messages is a matter of timing
        force_raise_errors=True,  # a tag does not excuse a cell that raises
        skip_cells_with_tag="",  # nor one that is not run
    )
    try:
        env = {**os.environ, **variables}
        # a loop of its own that is closed again: nbclient's own would be left open in each thread
        return normalise(asyncio.run(client.async_execute(env=env)))
    except CellExecutionError as error:
        line = (str(error.evalue).strip().splitlines() or [""])[-1]
        raise _failed(path, client, f"raised {error.ename}: {line}") from error
    except DeadKernelError as error:
        raise _failed(path, client, "ended its kernel") from error


def _failed(path: Path, client: NotebookClient, what: str) -> OutputError:
    cure = "run the notebook in JupyterLab and mend that cell"
    return _problem(path, "failed", f"code cell [{client.code_cells_executed}] {what}", cure)


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, OSError, KeyError, TypeError, AttributeError, ValidationError) as error:
        cure = "open it in JupyterLab and save it again"
        raise _problem(path, "unreadable", "is not a notebook", cure) from error


def _problem(path: Path, code: str, message: str, hint: str) -> OutputError:
    return OutputError(Problem(f"notebooks/{path.name}", 0, f"notebook-{code}", message, hint))
