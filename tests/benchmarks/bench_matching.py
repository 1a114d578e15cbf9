"""Matching thousands of names against spaCy's PhraseMatcher, and against ourselves with fewer.

Ours is what `find_mentions` does first: from the text as it stands to whole words, accents and
case as the codebook asks, the longest of what overlaps (`Registry.find`, one sentence as long as
the text). spaCy compares tokens letter by letter (attribute ORTH).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import news
from harness import Pair

TEXTS = 300
_DAYS = (None, None)


def _registry(n: int) -> Any:
    import borderlab as bl
    from borderlab.coding.registry import Registry

    with tempfile.TemporaryDirectory() as folder:
        news.write_codebook(Path(folder) / "codebook", n)
        return Registry(bl.read_codebook(Path(folder) / "codebook"))


def _hits(registry: Any, texts: list[str]) -> list[list[tuple[str, int, int]]]:
    return [
        [
            (alias["actor_id"], start, end)
            for alias, start, end, _ in registry.find(text, [(0, len(text))], lambda: _DAYS)
        ]
        for text in texts
    ]


def _planted(stories: list[news.Story]) -> list[list[tuple[str, int, int]]]:
    return [[(f"a{who}", start, end) for who, start, end in story.planted] for story in stories]


def _against_spacy(*, tokenised: bool):
    import spacy
    from spacy.matcher import PhraseMatcher

    stories = list(news.stories(TEXTS))
    texts, registry = [story.text for story in stories], _registry(2_000)
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    for number, name in enumerate(news.names(2_000)):
        matcher.add(f"a{number}", [nlp.make_doc(name)])
    documents = [nlp.make_doc(text) for text in texts]

    def ours():
        return _hits(registry, texts)

    def peer():
        return [matcher(d) for d in (documents if tokenised else map(nlp.make_doc, texts))]

    def check(a, b):
        assert a == _planted(stories)
        for mine, theirs, document in zip(a, b, documents, strict=True):
            spans = [(nlp.vocab.strings[name], document[low:high]) for name, low, high in theirs]
            assert sorted((n, s.start_char, s.end_char) for n, s in spans) == sorted(mine)

    return ours, peer, check


def _more():
    stories = list(news.stories(TEXTS))
    texts, many, few = [story.text for story in stories], _registry(20_000), _registry(2_000)

    def check(a, b):
        assert a == b == _planted(stories)

    return (lambda: _hits(many, texts)), (lambda: _hits(few, texts)), check


PAIRS = [
    Pair("matching_spacy", "finding 2,000 names in 300 texts", "spaCy PhraseMatcher",
         "at least", 50.0, lambda: _against_spacy(tokenised=False)),
    Pair("matching_tokenised", "the same, from the text as it stands",
         "spaCy PhraseMatcher on text tokenised before", "at least", 2.0,
         lambda: _against_spacy(tokenised=True)),
    Pair("matching_20000", "finding 20,000 names in the same texts", "our own 2,000",
         "at least", 0.7, _more),
]  # fmt: skip
