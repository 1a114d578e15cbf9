"""Corpora for the networks: made of sets of actors, and the seeds as two readers coded them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from borderlab.tables import CONTRACTS, Codebook, Corpus

ROOT = Path(__file__).parents[2]
IDS = {
    "000": "sonora-plenary-2024",
    "001": "amcham-northwest-2024",
    "002": "el-paso-torreon-2023",
    "003": "hled-2023",
    "004": "hled-2021",
}
STORY = "sonora-plenary-2024-10"

#: documents of paragraphs of sentences of actors
Texts = list[list[list[set[str]]]]


class Coded(NamedTuple):
    """A corpus and the mentions found in it."""

    corpus: Corpus
    mentions: pd.DataFrame


def _corpus(documents: list[dict], sentences: list[dict]) -> Corpus:
    blank = {"zone": "body", "start": 0, "end": 0, "text": "", "echo_id": None}
    return Corpus(
        _quick("documents", documents),
        pd.DataFrame(),
        _quick("sentences", [{**blank, **s} for s in sentences]),
        pd.DataFrame(),
    )


def _mention(row: int, sentence: dict, story: str, **told: object) -> dict:
    places = ("doc_id", "paragraph", "position", "sentence_id", "zone")
    return {
        "mention_id": f"{sentence['doc_id']}:m{row}", **{k: sentence[k] for k in places},
        "echo_id": sentence.get("echo_id"), "story_id": story, "start": 0, "end": 1,
        "surface": "x", "form": "name", "role": "actor", "office": None, "rule": "made", **told,
    }  # fmt: skip


def _make(texts: Texts, stories: list[str] | None = None, echoes: dict | None = None) -> Coded:
    documents, sentences, mentions = [], [], []
    for d, paragraphs in enumerate(texts):
        doc_id, position = f"d{d}", 0
        story = stories[d] if stories else doc_id
        documents.append({"doc_id": doc_id, "story_id": story})
        for p, group in enumerate(paragraphs, start=1):
            for actors in group:
                position += 1
                sid = f"{doc_id}:s{position}"
                sentences.append(
                    {"sentence_id": sid, "doc_id": doc_id, "zone": "body", "paragraph": p,
                     "position": position, "echo_id": (echoes or {}).get(sid)}
                )  # fmt: skip
                for actor in sorted(actors):
                    told = {"actor_id": actor}
                    mentions.append(_mention(len(mentions), sentences[-1], story, **told))
    return Coded(_corpus(documents, sentences), _quick("mentions", mentions))


def _quick(name: str, rows: list[dict]) -> pd.DataFrame:
    """Make a table without the contract's checks, which cost Hypothesis a hundred times more."""
    index, columns = CONTRACTS[name]
    frame = pd.DataFrame(rows, columns=[index, *columns])
    kinds = {c: k.rstrip("?") for c, k in columns.items() if c in frame}
    return frame.astype({index: "str", **kinds}).set_index(index)


@pytest.fixture(scope="session")
def make() -> Callable[..., Coded]:
    """Make a corpus of nested sets of actors: documents, paragraphs, sentences."""
    return _make


def _registry(rows: list[dict]) -> Codebook:
    base = {"label": "", "kind": "person", "side": "MX", "parent_id": "", "network": "core"}
    actors = pd.DataFrame([{**base, **r} for r in rows]).set_index("actor_id")
    empty = [pd.DataFrame()] * 8
    return Codebook(actors, *empty)


@pytest.fixture(scope="session")
def registry() -> Callable[[list[dict]], Codebook]:
    """Make a codebook of actors alone, each a dict that names at least its actor_id."""
    return _registry


def _read(name: str) -> pd.DataFrame:
    frame = pd.read_csv(ROOT / "tests/data/reference" / f"{name}.csv", dtype=str)
    frame["doc_id"] = frame["document"].map(IDS)
    return frame.astype({"start": "int64", "end": "int64"})


@pytest.fixture(scope="session")
def reference() -> Coded:
    """Return the reference coding as tables; titles are sentences of their own, paragraph 0."""
    zones, coded = _read("zones"), _read("sentences")
    bodies = zones[zones["zone"] == "body"].copy()
    bodies["paragraph"] = bodies.groupby("doc_id").cumcount() + 1
    sentences = []
    for doc_id in IDS.values():
        titles = zones[(zones["doc_id"] == doc_id) & (zones["zone"] == "title")]
        for row in titles.itertuples():
            sentences.append(
                {"sentence_id": f"{doc_id}:t1", "doc_id": doc_id, "zone": "title", "paragraph": 0,
                 "position": 0, "start": row.start, "end": row.end}
            )  # fmt: skip
        for row in coded[coded["doc_id"] == doc_id].itertuples():
            mine = bodies[(bodies["doc_id"] == doc_id) & (bodies["start"] <= row.start)]
            sentences.append(
                {"sentence_id": f"{doc_id}:s{row.sentence}", "doc_id": doc_id, "zone": "body",
                 "paragraph": int(mine["paragraph"].max()), "position": int(row.sentence),
                 "start": row.start, "end": row.end, "text": row.text}
            )  # fmt: skip
    story = {d: STORY if f in ("000", "001") else d for f, d in IDS.items()}
    mentions = []
    for number, m in enumerate(_read("mentions").itertuples(), start=1):
        home = next(
            s for s in sentences
            if s["doc_id"] == m.doc_id and s["start"] <= m.start and m.end <= s["end"]
        )  # fmt: skip
        told = {k: getattr(m, k) for k in ("start", "end", "surface", "actor_id", "form", "role")}
        mentions.append(_mention(number, home, story[m.doc_id], **told))
    documents = [{"doc_id": d, "story_id": s} for d, s in story.items()]
    return Coded(_corpus(documents, sentences), _quick("mentions", mentions))


@pytest.fixture(scope="session")
def reference_codebook(reference: Coded) -> Codebook:
    """Return every coded actor as core, but the outlet that names itself."""
    ids = sorted(set(reference.mentions["actor_id"]))
    outlet = "mexico-business-news"
    return _registry([
        {"actor_id": a, "label": a.title(), "network": "exclude" if a == outlet else "core"}
        for a in ids
    ])  # fmt: skip
