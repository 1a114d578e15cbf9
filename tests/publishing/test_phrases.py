"""Every book of sentences says the same things in every language, with the same fields."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files
from string import Formatter

import pytest

from borderlab.errors import BorderlabError
from borderlab.publishing.narrative import CITATION, LANGUAGES, Narrator, templates

FOLDER = files("borderlab.publishing").joinpath("phrases")
BOOKS = sorted(path.name.removesuffix(".csv") for path in FOLDER.iterdir())


def fields(sentence):
    return {name for _, name, _, _ in Formatter().parse(CITATION.sub("", sentence)) if name}


@pytest.mark.parametrize("book", BOOKS)
def test_no_sentence_stands_twice(book):
    rows = csv.DictReader(FOLDER.joinpath(f"{book}.csv").read_text("utf-8").splitlines())
    twice = Counter((row["name"], row["language"]) for row in rows)
    assert not [name for name, n in twice.items() if n > 1]


@pytest.mark.parametrize("book", BOOKS)
def test_every_language_has_every_sentence_with_the_same_fields_and_citations(book):
    english = templates("en", book)
    for language in LANGUAGES:
        other = templates(language, book)
        assert list(other) == list(english)
        for name, sentence in english.items():
            assert fields(other[name]) == fields(sentence), name
            assert CITATION.findall(other[name]) == CITATION.findall(sentence), name


def test_a_language_without_sentences_is_named_with_those_that_have_them():
    with pytest.raises(BorderlabError, match="no sentences in 'fr'; take en or es"):
        Narrator("fr")
