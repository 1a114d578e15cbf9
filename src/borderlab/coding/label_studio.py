r"""Mentions for Label Studio and back: its JSON of tasks, one text a task.

A mention is a region whose labels are the actors (several for a collective); form and role are
choices of the same region. Today's Label Studio counts code points, as we do, and ``\r\n`` as two;
releases before 2022 counted the UTF-16 units of JavaScript, in which most emoji are two. Which of
them a file counts is told by the words that each region repeats.
https://labelstud.io/guide/task_format
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, get_args
from xml.sax.saxutils import quoteattr

import pandas as pd

from borderlab.coding.spans import to_mentions
from borderlab.errors import Problem, SourceError
from borderlab.escapes import for_xml, visible
from borderlab.tables import Codebook, Corpus, Form, Role, expect, table

Offsets = Literal["code_points", "utf16"]

_Fault = tuple[str, str, str]  # code, message, cure
_GROUP = ["start", "end", "form", "role"]
_BLANK = re.compile(r"\\n|\s+")  # in the words of a region a line break is a backslash and an n


def to_label_config(codebook: Codebook) -> str:
    """Write the labelling interface that the tasks are made for, to be pasted into a project.

    Returns
    -------
    str
        XML: actors as labels, searched by name; form and role as choices of a region.
    """
    actors = "".join(
        f"    <Label value={quoteattr(for_xml(str(i)))} hint={quoteattr(for_xml(str(label)))}/>\n"
        for i, label in codebook.actors["label"].items()
    )
    choices = "".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" required="true">\n'
        + "".join(f'    <Choice value="{value}"/>\n' for value in get_args(kind))
        + "  </Choices>\n"
        for name, kind in (("form", Form), ("role", Role))
    )
    style = "  <Style>.htx-text { white-space: pre-wrap; }</Style>\n"  # keeps every blank
    return (
        f'<View>\n{style}  <Filter name="filter" toName="actor"/>\n'
        f'  <Labels name="actor" toName="text" choice="multiple">\n{actors}  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="symbol"/>\n{choices}</View>\n'
    )


def write_label_studio(
    mentions: pd.DataFrame,
    corpus: Corpus,
    path: str | Path,
    *,
    coder: str = "rules",
    offsets: Offsets = "code_points",
) -> Path:
    """Write mentions as predictions of tasks, which coders of a project accept or mend.

    Parameters
    ----------
    mentions : pandas.DataFrame
        With columns doc_id, start, end, actor_id, form, role.
    corpus : Corpus
        Every text of it becomes a task, in whole: mind who may see it.
    path : path
        What stands there is replaced.
    coder : str, optional
        The ``model_version``.
    offsets : {"code_points", "utf16"}, optional
        What a position counts; utf16 for releases before 2022.

    Returns
    -------
    pathlib.Path
        The path written.
    """
    expect(corpus=(corpus, Corpus))
    tasks = [
        {
            "id": number,
            "data": {"text": text["text"], "doc_id": doc_id, "label": text["label"]},
            "predictions": [{"model_version": coder, "result": list(_regions(
                mentions[mentions["doc_id"] == doc_id], text["text"], offsets
            ))}],
        }
        for number, (doc_id, text) in enumerate(corpus.documents.iterrows(), start=1)
    ]  # fmt: skip
    path = Path(path)
    whole = json.dumps(tasks, ensure_ascii=False, indent=1)
    path.write_bytes(whole.encode("utf-8"))
    return path


def _regions(mentions: pd.DataFrame, text: str, offsets: Offsets) -> Iterator[dict[str, Any]]:
    """Yield the results of one text: for each region its actors, its form and its role."""
    starts = _starts(text, offsets)
    for (start, end, form, role), rows in mentions.groupby(_GROUP):
        value = {"start": starts[start], "end": starts[end], "text": text[start:end]}
        parts = (
            ("actor", "labels", sorted(rows["actor_id"])),
            ("form", "choices", [form]), ("role", "choices", [role]),
        )  # fmt: skip
        for name, kind, values in parts:
            yield {
                "id": f"{start}-{end}-{form}-{role}", "from_name": name, "to_name": "text",
                "type": kind, "value": {**value, kind: values},
            }  # fmt: skip


def _starts(text: str, offsets: Offsets) -> list[int] | range:
    """Return where each code point begins, and where the text ends, in the units asked for."""
    if offsets == "code_points" or text.isascii():
        return range(len(text) + 1)
    return list(accumulate((1 + (char > "\uffff") for char in text), initial=0))


def read_label_studio(
    path: str | Path, corpus: Corpus, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    r"""Read tasks that Label Studio exported as JSON.

    Parameters
    ----------
    path : path
        A list of tasks. Where people annotated a task, their annotations count and its predictions
        do not; cancelled ones never do.
    corpus, codebook

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
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, task in enumerate(_tasks(path), start=1):
        found, faults = _read_task(task, corpus, codebook)
        rows += found
        for code, say, cure in faults:
            say = f"task {number} {visible(say)}"
            problems.append(Problem(path.name, 0, code, say, cure))
    if not rows:
        return table("mentions").assign(coder=pd.Series(dtype="str")), problems
    return to_mentions(pd.DataFrame(rows).drop_duplicates(), corpus), problems


def _tasks(path: Path) -> list[Any]:
    cure = "export the project as JSON (not JSON-MIN)"
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        say = f"cannot be read as JSON ({error})"
        raise SourceError(Problem(path.name, 0, "label-studio", visible(say), cure)) from error
    if not isinstance(tasks, list):
        raise SourceError(Problem(path.name, 0, "label-studio", "holds no list of tasks", cure))
    return tasks


def _read_task(
    task: Any, corpus: Corpus, codebook: Codebook
) -> tuple[list[dict[str, Any]], list[_Fault]]:
    """Return the mentions of a task, and what of it cannot count."""
    try:
        doc_id, text = task["data"]["doc_id"], task["data"]["text"]
        origin = _origin(text, corpus.documents.loc[doc_id, "text"])
        coders = list(_coders(task))
    except (KeyError, TypeError, AttributeError):
        return [], [("task", "is no task of ours", "keep doc_id and text in its data")]
    if origin is None:
        return [], [("task-text", f"holds another text of {doc_id!r}", "write the tasks anew")]
    rows, faults = [], []
    for coder, regions in coders:
        starts = _told_starts(regions, text)
        for region in regions:
            try:
                found = _mentions(region, text, starts, codebook)
                place = _place(doc_id, found[0], origin, corpus)
                rows += [{**row, **place, "coder": coder} for row in found]
            except ValueError as error:
                say = f"has a region {region.get('text')!r} of {coder} that {error}"
                faults.append(("task-region", say, "mend it in Label Studio, or leave it"))
    return rows, faults


def _place(
    doc_id: str, row: Mapping[str, Any], origin: Sequence[int], corpus: Corpus
) -> dict[str, Any]:
    """Say where a region stands in our text, which is to be one sentence."""
    start, end = origin[row["start"]], origin[row["end"] - 1] + 1
    around = corpus.sentences[corpus.sentences["doc_id"] == doc_id]
    if not ((around["start"] <= start) & (around["end"] >= end)).any():
        raise ValueError("stands in no sentence of title or body")
    return {"doc_id": doc_id, "start": start, "end": end}


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


def _told_starts(regions: Sequence[Mapping[str, Any]], text: str) -> dict[int, int]:
    """Choose what positions count, by how many regions repeat the words that stand there."""
    best: tuple[int, dict[int, int]] = (-1, {})
    for offsets in get_args(Offsets):
        back = {start: i for i, start in enumerate(_starts(text, offsets))}
        fits = sum(
            _alike(text[back[r["start"]] : back[r["end"]]]) == _alike(str(r.get("text", "")))
            for r in regions
            if r.get("start") in back and r.get("end") in back
        )
        if fits > best[0]:
            best = fits, back
    return best[1]


def _mentions(
    region: Mapping[str, Any], text: str, starts: Mapping[int, int], codebook: Codebook
) -> list[dict[str, Any]]:
    """Make a row for each actor of a region, or raise ValueError with what is wrong."""
    start, end = starts.get(region.get("start", -1)), starts.get(region.get("end", -1))
    if start is None or end is None or start >= end:
        raise ValueError("has no place in the text")
    if "text" in region and _alike(str(region["text"])) != _alike(text[start:end]):
        raise ValueError(f"stands where the text says {text[start:end]!r}")
    codes = {}
    for name, kind in (("form", Form), ("role", Role)):
        said = region.get(name) or []
        if len(said) != 1 or said[0] not in get_args(kind):
            raise ValueError(f"has no {name}")
        codes[name] = said[0]
    actors = region.get("actor") or []
    unknown = [a for a in actors if a not in codebook.actors.index]
    if unknown or not actors:
        raise ValueError(f"names no actor of the codebook ({', '.join(map(str, unknown))})")
    rule = "label-studio"
    return [{"start": start, "end": end, "actor_id": a, **codes, "rule": rule} for a in actors]
