r"""Mentions for Label Studio and back: its JSON of tasks, one text a task.

A mention is a region whose labels are the actors (several for a collective); form and role are
choices of the same region. Today's Label Studio counts code points, as we do, and ``\r\n`` as two;
releases of 2021 and before counted the UTF-16 units of JavaScript, in which most emoji are two.
Which of them a file counts is told by the words that each region repeats.
https://labelstud.io/guide/task_format
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, get_args
from xml.sax.saxutils import quoteattr

import pandas as pd

from borderlab.escapes import for_xml
from borderlab.tables import Codebook, Corpus, Form, Role, expect

Offsets = Literal["code_points", "utf16"]

_GROUP = ["start", "end", "form", "role"]


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
        What a position counts; utf16 for releases of 2021 and before.

    Returns
    -------
    pathlib.Path
        The path written.
    """
    expect(corpus=(corpus, Corpus))
    by_text = {str(doc_id): rows for doc_id, rows in mentions.groupby("doc_id")}
    tasks = []
    for number, (doc_id, text) in enumerate(corpus.documents.iterrows(), start=1):
        regions = _regions(by_text.get(str(doc_id), mentions.head(0)), text["text"], offsets)
        tasks.append({
            "id": number,
            "data": {"text": text["text"], "doc_id": doc_id, "label": text["label"]},
            "predictions": [{"model_version": coder, "result": list(regions)}],
        })  # fmt: skip
    path = Path(path)
    whole = json.dumps(tasks, ensure_ascii=False, indent=1)
    path.write_bytes(whole.encode("utf-8"))
    return path


def _regions(mentions: pd.DataFrame, text: str, offsets: Offsets) -> Iterator[dict[str, Any]]:
    """Yield the results of one text: for each region its actors, its form and its role."""
    places = starts(text, offsets)
    for (start, end, form, role), rows in mentions.groupby(_GROUP):
        value = {"start": places[start], "end": places[end], "text": text[start:end]}
        parts = (
            ("actor", "labels", sorted(rows["actor_id"])),
            ("form", "choices", [form]), ("role", "choices", [role]),
        )  # fmt: skip
        for name, kind, values in parts:
            yield {
                "id": f"{start}-{end}-{form}-{role}", "from_name": name, "to_name": "text",
                "type": kind, "value": {**value, kind: values},
            }  # fmt: skip


def starts(text: str, offsets: Offsets) -> list[int] | range:
    """Return where each code point begins, and where the text ends, in the units asked for."""
    if offsets == "code_points" or text.isascii():
        return range(len(text) + 1)
    return list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
