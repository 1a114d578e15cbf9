"""Sentences of news: ours against blingfire."""

from __future__ import annotations

from harness import Pair
from news import stories

_TEXTS = 1_000


def _splitting():
    import blingfire

    from borderlab.reading.sentences import split_sentences

    texts = [story.text for story in stories(_TEXTS)]

    def ours():
        return [split_sentences(text) for text in texts]

    def peer():
        return [blingfire.text_to_sentences_and_offsets(text)[1] for text in texts]

    def check(a, b):
        # borders may differ, quality being measured elsewhere: both cover what there is to read
        for text, mine, theirs in zip(texts, a, b, strict=True):
            for spans in (mine, theirs):
                read = "".join(text[low:high] for low, high in spans)
                assert "".join(read.split()) == "".join(text.split())

    return ours, peer, check


PAIRS = [
    Pair("sentences", "splitting 1,000 texts into sentences", "blingfire", "at least", 2.0,
         _splitting),
]  # fmt: skip
