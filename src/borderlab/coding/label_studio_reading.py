"""Read what people marked in Label Studio; each region that cannot count is one problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pandas as pd

from borderlab.coding.label_studio import Offsets, starts
from borderlab.coding.spans import sentence_of, to_mentions
from borderlab.errors import Problem, SourceError
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, Form, Role, expect, table

_Fault = tuple[int, str, str, str]  # number of the task, code, message, cure
_BLANK = re.compile(r"\\n|\s+")  # in the words of a region a line break is a backslash and an n


class _Task(NamedTuple):
    """One text as a file holds it, with where its characters stand in ours, and its coders."""

    number: int
    doc_id: str
    text: str
    origin: Sequence[int]
    coders: list[tuple[str, list[dict[str, Any]]]]


def read_label_studio(
    path: str | Path, corpus: Corpus, codebook: Codebook, *, offsets: Offsets | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    r"""Read tasks that Label Studio exported as JSON.

    Parameters
    ----------
    path : path
        A list of tasks. Where people annotated a task, their annotations count and its predictions
        do not; cancelled ones never do.
    corpus, codebook
    offsets : {"code_points", "utf16"}, optional
        What a position counts; by default, what fits the words of more regions of the file.

    Returns
    -------
    (mentions, problems)
        The contract ``mentions`` and a column ``coder``: who completed the annotation, or the model
        of a prediction. A region that cannot count is left out and has one problem, which names the
        task by its place in the file; so has a task whose text is no longer the corpus's (line
        breaks that were made ``\n`` are allowed for).

    Raises
    ------
    SourceError
        When the file is no list of tasks.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    path = Path(path)
    texts = corpus.documents["text"].to_dict()
    read = [_read_task(n, task, texts) for n, task in enumerate(_load(path), start=1)]
    tasks = [task for task in read if isinstance(task, _Task)]
    faults = [fault for fault in read if not isinstance(fault, _Task)]
    counted = offsets or _told(tasks)
    rows: list[dict[str, Any]] = []
    for task in tasks:
        found, wrong = _read_regions(task, counted, codebook)
        rows, faults = rows + found, faults + wrong
    columns = ["doc_id", "start", "end", "actor_id", "form", "role", "rule", "coder", "task"]
    spans = pd.DataFrame(rows, columns=columns).drop_duplicates(columns[:-1])
    lost = sentence_of(spans, corpus).isna()
    say, cure = "has a region that stands in no sentence of title or body", "leave it out"
    faults += [(n, "task-region", say, cure) for n in spans.loc[lost, "task"]]
    problems = [
        Problem(path.name, 0, code, f"task {number} {visible(say)}", cure)
        for number, code, say, cure in sorted(faults)
    ]
    spans = spans[~lost].drop(columns="task")
    if spans.empty:
        return table("mentions").assign(coder=pd.Series(dtype="str")), problems
    return to_mentions(spans, corpus), problems


def _load(path: Path) -> list[Any]:
    cure = "export the project as JSON (not JSON-MIN)"
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        say = f"cannot be read as JSON ({error})"
        raise SourceError(Problem(path.name, 0, "label-studio", visible(say), cure)) from error
    if not isinstance(tasks, list):
        raise SourceError(Problem(path.name, 0, "label-studio", "holds no list of tasks", cure))
    return tasks


def _read_task(number: int, task: Any, texts: Mapping[str, str]) -> _Task | _Fault:
    """Return who coded what in a task, or why it is none of ours."""
    try:
        doc_id, text = task["data"]["doc_id"], task["data"]["text"]
        origin = _origin(text, texts[doc_id])
        coders = list(_coders(task))
    except (KeyError, TypeError, AttributeError):
        return number, "task", "is no task of ours", "keep doc_id and text in its data"
    if origin is None:
        return number, "task-text", f"holds another text of {doc_id!r}", "write the tasks anew"
    return _Task(number, doc_id, text, origin, coders)


def _read_regions(
    task: _Task, offsets: Offsets, codebook: Codebook
) -> tuple[list[dict[str, Any]], list[_Fault]]:
    """Return the mentions of a task, and what of it cannot count."""
    back = _back(task.text, offsets)
    rows: list[dict[str, Any]] = []
    faults: list[_Fault] = []
    for coder, regions in task.coders:
        for region in regions:
            try:
                start, end = _place(region, task.text, back)
                start, end = task.origin[start], task.origin[end - 1] + 1
                place = {"doc_id": task.doc_id, "start": start, "end": end}
                codes = _codes(region, codebook)
                rows += [{**place, **code, "coder": coder, "task": task.number} for code in codes]
            except ValueError as error:
                say, cure = (
                    f"has a region {region.get('text')!r} of {coder} that {error}",
                    "mend it",
                )
                faults.append((task.number, "task-region", say, cure))
    return rows, faults


def _origin(theirs: str, ours: str) -> Sequence[int] | None:
    r"""Map the positions of a task's text to ours, also when \r\n has become \n."""
    if theirs == ours:
        return range(len(ours))
    if theirs != ours.replace("\r\n", "\n"):
        return None
    return [i for i, char in enumerate(ours) if char != "\r" or ours[i + 1 : i + 2] != "\n"]


def _coders(task: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield who coded a task and the regions, the results of one id put together."""
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
    for part in done or task.get("predictions") or []:
        who = part.get("completed_by") or part.get("model_version") or "unknown"
        who = who.get("email", who.get("id")) if isinstance(who, dict) else who
        regions: dict[str, dict[str, Any]] = {}
        for result in part.get("result") or []:
            if result.get("type") in ("labels", "choices"):
                value = result.get("value") or {}
                region = regions.setdefault(str(result.get("id")), {})
                region |= {k: value[k] for k in ("start", "end", "text") if k in value}
                region[str(result.get("from_name"))] = value.get(result["type"])
        yield str(who), list(regions.values())


def _alike(words: str) -> str:
    return _BLANK.sub("", words)


def _back(text: str, offsets: Offsets) -> dict[int, int]:
    """Map a position of a file to the code point that begins there."""
    return {start: i for i, start in enumerate(starts(text, offsets))}


def _told(tasks: Sequence[_Task]) -> Offsets:
    """Choose what positions count, by how many regions repeat the words that stand there."""

    def fits(offsets: Offsets) -> int:
        return sum(
            _alike(task.text[back[region["start"]] : back[region["end"]]])
            == _alike(str(region.get("text", "")))
            for task in tasks
            for back in [_back(task.text, offsets)]
            for _, regions in task.coders
            for region in regions
            if region.get("start") in back and region.get("end") in back
        )

    return "utf16" if fits("utf16") > fits("code_points") else "code_points"


def _place(region: Mapping[str, Any], text: str, back: Mapping[int, int]) -> tuple[int, int]:
    """Return start and end of a region in the text, as code points."""
    start, end = back.get(region.get("start", -1)), back.get(region.get("end", -1))
    if start is None or end is None or start >= end:
        raise ValueError("has no place in the text")
    if "text" in region and _alike(str(region["text"])) != _alike(text[start:end]):
        raise ValueError(f"stands where the text says {text[start:end]!r}")
    return start, end


def _codes(region: Mapping[str, Any], codebook: Codebook) -> list[dict[str, str]]:
    """Return what is coded for each actor of a region."""
    codes = {"rule": "label-studio"}
    for name, kind in (("form", Form), ("role", Role)):
        said = region.get(name) or []
        if len(said) != 1 or said[0] not in get_args(kind):
            raise ValueError(f"has no {name}")
        codes[name] = said[0]
    actors = region.get("actor") or []
    unknown = [a for a in actors if a not in codebook.actors.index]
    if unknown or not actors:
        raise ValueError(f"names no actor of the codebook ({', '.join(map(str, unknown))})")
    return [{"actor_id": actor, **codes} for actor in actors]
