"""Small corpora made from a line of text, and the study itself, for the tests of this wing."""

from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.tables import Corpus, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def study() -> bl.Study:
    return bl.open_study(ROOT)


@pytest.fixture(scope="session")
def make_corpus():
    """Return a function that makes a corpus of one-sentence-a-line texts."""

    def make(*texts: str, language: str = "en", date: str | None = None, zone: str = "body"):
        day = pd.Timestamp(date) if date else pd.NaT
        documents, sentences = [], []
        for number, text in enumerate(texts):
            doc_id = f"d{number}"
            documents.append({
                "doc_id": doc_id, "label": doc_id, "path": f"{doc_id}.txt", "sha256": "",
                "encoding": "utf-8", "format": "txt", "language": language,
                "published_earliest": day, "published_latest": day,
                "published_basis": "stated" if date else "unknown", "story_id": doc_id,
                "text": text,
            })  # fmt: skip
            start = 0
            for position, line in enumerate(text.split("\n"), start=1):
                sentences.append({
                    "sentence_id": f"{doc_id}:s{position}", "doc_id": doc_id, "zone": zone,
                    "paragraph": 1, "position": position, "start": start,
                    "end": start + len(line), "text": line,
                })  # fmt: skip
                start += len(line) + 1
        return Corpus(
            table("documents", documents), table("zones"), table("sentences", sentences),
            table("problems"),
        )  # fmt: skip

    return make
