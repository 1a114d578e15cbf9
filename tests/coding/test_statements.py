"""Who says what: invented utterances in English and Spanish, tempting wrong ones among them."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.reading.sentences import split_sentences
from borderlab.tables import Corpus, table

CASES = [
    line
    for line in (Path(__file__).parent / "statements.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_MARK = re.compile(r"\[([^\]]+)\]\{([^;}]*);([^;}]*);([^;}]*);([^;}]*)\}")
_KEYS = ["mode", "speaker", "attributed", "cue"]


def parse(case):
    """Return language, plain text and the expected (surface, mode, speaker, attributed, cue)."""
    language, case = ("es", case[4:]) if case.startswith("es: ") else ("en", case)
    case = case.replace("¶", "\n\n")
    expected = [mark.groups() for mark in _MARK.finditer(case)]
    return language, _MARK.sub(r"\1", case), expected


def read(text, language="en"):
    """Make a corpus of one text: paragraphs apart by blank lines, sentences by the rules."""
    sentences, start = [], 0
    for number, block in enumerate(text.split("\n\n"), start=1):
        for a, b in split_sentences(block):
            low, high = start + a, start + b
            sentences.append({
                "sentence_id": f"d:s{len(sentences) + 1}", "doc_id": "d", "zone": "body",
                "paragraph": number, "position": len(sentences) + 1, "start": low, "end": high,
                "text": text[low:high],
            })  # fmt: skip
        start += len(block) + 2
    document = {
        "doc_id": "d", "label": "d", "path": "d.txt", "sha256": "", "encoding": "utf-8",
        "format": "txt", "language": language, "published_earliest": pd.NaT,
        "published_latest": pd.NaT, "published_basis": "unknown", "story_id": "d", "text": text,
    }  # fmt: skip
    return Corpus(
        table("documents", [document]), table("zones"), table("sentences", sentences),
        table("problems"),
    )  # fmt: skip


def find(text, study, language="en", **more):
    corpus = read(text, language)
    mentions = bl.find_mentions(corpus, study.codebook)
    return bl.find_statements(mentions, corpus, study.codebook, **more)


@pytest.mark.parametrize("case", CASES)
def test_a_text_holds_exactly_the_statements_a_reader_marks(case, study):
    language, text, expected = parse(case)
    found = find(text, study, language)
    rows = found[["surface", *_KEYS]].fillna("-").itertuples(index=False)
    assert [tuple(row) for row in rows] == expected
