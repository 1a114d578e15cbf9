"""Sentences of news: ours against blingfire."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from harness import Pair
from news import stories

_TEXTS = 1_000
_TABLE = Path(__file__).parents[1] / "data" / "sentences.csv"
Splitter = Callable[[str], list[tuple[int, int]]]


def errors(split: Splitter) -> int:
    """Count the cases held aside, written before any rule was made, that a splitter gets wrong."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        aside = [case["text"] for case in csv.DictReader(file) if case["held_aside"] == "yes"]
    return sum(_plain(_cut(split, case.replace("|", ""))) != _plain(case.split("|"))
               for case in aside)  # fmt: skip


def _cut(split: Splitter, text: str) -> list[str]:
    return [text[low:high] for low, high in split(text)]


def _plain(sentences: list[str]) -> list[str]:
    """Leave blanks and list marks out, so that only borders are compared."""
    plain = ("".join(sentence.split()).lstrip("•-") for sentence in sentences)
    return [sentence for sentence in plain if sentence]


def _splitting():
    import blingfire

    from borderlab.reading.sentences import split_sentences

    texts = [story.text for story in stories(_TEXTS)]

    def theirs(text):
        return blingfire.text_to_sentences_and_offsets(text)[1]

    def ours():
        return [split_sentences(text) for text in texts]

    def peer():
        return [theirs(text) for text in texts]

    def check(a, b):
        # borders differ: both cover what there is to read, and ours have no more errors
        for text, mine, others in zip(texts, a, b, strict=True):
            for spans in (mine, others):
                read = "".join(text[low:high] for low, high in spans)
                assert "".join(read.split()) == "".join(text.split())
        assert errors(split_sentences) <= errors(theirs)

    return ours, peer, check


PAIRS = [
    Pair("sentences", "splitting 1,000 texts into sentences, with no more errors", "blingfire",
         "at least", 2.0, _splitting),
]  # fmt: skip
