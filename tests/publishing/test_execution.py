"""Notebooks run afresh: equal bytes whatever stood in them, and failures that name the cell."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from borderlab.errors import OutputError
from borderlab.publishing.execution import execute_notebooks, normalise
from borderlab.publishing.manifest import check_manifest

FIGURE = """\
from matplotlib.figure import Figure
from borderlab.publishing.figures import save_figure
fig = Figure(figsize=(1, 1))
save_figure(fig, 'blank', notebook='02.ipynb', caption='c', alt='a', sources={}, parameters={})"""


def study(root: Path, **notebooks: list[Any]) -> Path:
    (root / "notebooks").mkdir(parents=True)
    for name, cells in notebooks.items():
        made = [c if not isinstance(c, str) else nbformat.v4.new_code_cell(c) for c in cells]
        notebook = nbformat.v4.new_notebook(
            cells=made, metadata={"kernelspec": {"name": "julia", "display_name": "j"}}
        )
        nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")
    return root


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Path], list[str]]:
    """Return the study, the staging folder, the notebooks written and what progress said."""
    stale = nbformat.v4.new_code_cell(
        "1 + 1", execution_count=7, metadata={"collapsed": True, "tags": ["hide-input"]}
    )
    stale.outputs = [nbformat.v4.new_output("stream", text="stale")]
    root = study(
        tmp_path_factory.mktemp("a study"),
        b_second=["import sys; print(sys.executable)", "import os; print(os.getcwd())",
                  "print('x', flush=True); print('y')", FIGURE],
        a_first=[nbformat.v4.new_markdown_cell("# One"), stale, " "],
    )  # fmt: skip
    said: list[str] = []
    into = root / "build" / "staging"
    other = tmp_path_factory.mktemp("jupyter") / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["no-such-python"], "display_name": "another Python", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(other.parents[1]))
        written = execute_notebooks(root, into, progress=said.append)
    return root, into, written, said


def outputs(path: Path, number: int) -> list[Any]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"][number]["outputs"]


def test_notebooks_come_in_order_of_name(result: Any) -> None:
    _, into, written, said = result
    assert written == [into / "notebooks" / "a_first.ipynb", into / "notebooks" / "b_second.ipynb"]
    assert said == ["a_first.ipynb", "b_second.ipynb"]


def test_the_kernel_is_the_running_python_whatever_notebook_or_machine_say(result: Any) -> None:
    assert outputs(result[2][1], 0)[0]["text"] == [sys.executable + "\n"]


def test_a_notebook_runs_in_its_folder(result: Any) -> None:
    assert outputs(result[2][1], 1)[0]["text"] == [f"{result[0] / 'notebooks'}\n"]


def test_a_stream_is_one_output_however_it_was_cut(result: Any) -> None:
    assert [o["text"] for o in outputs(result[2][1], 2)] == [["x\n", "y\n"]]


def test_figures_are_staged_with_a_manifest_and_nowhere_else(result: Any) -> None:
    root, into, *_ = result
    assert check_manifest(into / "figures") == []
    assert (into / "figures" / "blank.svg").exists()
    assert sorted(p.name for p in root.iterdir()) == ["build", "notebooks"]


def test_the_study_itself_is_untouched(result: Any) -> None:
    assert "stale" in (result[0] / "notebooks" / "a_first.ipynb").read_text(encoding="utf-8")


def test_the_normal_form(result: Any) -> None:
    text = result[2][0].read_text(encoding="utf-8")
    assert json.loads(text) == {
        "cells": [
            {"cell_type": "markdown", "id": "cell-01", "metadata": {}, "source": ["# One"]},
            {"cell_type": "code", "execution_count": 1, "id": "cell-02",
             "metadata": {"tags": ["hide-input"]},
             "outputs": [{"data": {"text/plain": ["2"]}, "execution_count": 1, "metadata": {},
                          "output_type": "execute_result"}],
             "source": ["1 + 1"]},
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_normalising_twice_changes_nothing_and_edits_nothing(result: Any) -> None:
    text = result[2][1].read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert normalise(notebook) == text
    notebook.cells[0].id, notebook.cells[1].execution_count = "other", 7
    assert normalise(notebook) == text
    assert (notebook.cells[0].id, notebook.cells[1].execution_count) == ("other", 7)


def test_a_cell_that_raises_is_named_and_no_manifest_is_written(tmp_path: Path) -> None:
    """Tags that allow an error or skip a cell do not hide it."""
    tagged = nbformat.v4.new_code_cell(
        "print(1)\nraise KeyError('first\\nlast <b>')",
        metadata={"tags": ["raises-exception", "skip-execution"]},
    )
    root = study(tmp_path, a=[nbformat.v4.new_markdown_cell("x"), "1", tagged, "2"])
    with pytest.raises(OutputError) as caught:
        execute_notebooks(root, tmp_path / "into")
    assert str(caught.value).startswith("notebooks/a.ipynb: code cell [2] raised KeyError: ")
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "into" / "figures").exists()


def test_a_kernel_that_dies_is_named(tmp_path: Path) -> None:
    root = study(tmp_path, a=["import os; os._exit(1)"])
    with pytest.raises(OutputError, match=r"a\.ipynb: code cell \[1\] ended its kernel"):
        execute_notebooks(root, tmp_path / "into")


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"nbformat": 4, "cells": 3}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text(text)
    with pytest.raises(OutputError, match=r"notebooks/a\.ipynb: is not a notebook"):
        execute_notebooks(tmp_path, tmp_path / "into")


def test_a_study_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no notebook to run"):
        execute_notebooks(tmp_path, tmp_path / "into")


def test_results_are_never_staged_over_the_study(tmp_path: Path) -> None:
    root = study(tmp_path, a=["1"])
    with pytest.raises(OutputError, match="cannot be staged over the study itself"):
        execute_notebooks(root, root)
    assert (root / "notebooks" / "a.ipynb").exists()
