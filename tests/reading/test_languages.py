"""The language of many texts at once is what py3langid says of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from borderlab.reading.languages import _identifier, find_language, find_languages

PIECES = st.sampled_from([
    "the ", "The ministers met. ", "los ministros ", "reunión ", "MÉXICO ", "über ", "е", "中文",
    "\u0301", "\x00", "…", "12 ", " ", "\n", "ministres ", "São Paulo ", "\ud800",
])  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@pytest.fixture(scope="module")
def slow():
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@given(st.lists(TEXTS, max_size=6))
def test_language_and_probability_are_those_of_the_library_to_the_last_bit(slow, texts):
    assert _identifier().classify_all(texts) == [slow.classify(text) for text in texts]


def test_a_long_text_of_one_letter_is_walked_to_its_end(slow):
    texts = ["a" * 5_000, "ab" * 3_000, "", "de la " * 900]
    assert _identifier().classify_all(texts) == [slow.classify(text) for text in texts]


@given(st.lists(TEXTS, max_size=6))
def test_neighbours_in_a_list_change_nothing(texts):
    assert find_languages(texts) == [find_language(text) for text in texts]


@given(TEXTS)
def test_a_text_of_fewer_than_twelve_letters_has_no_language(text):
    if sum(map(str.isalpha, text)) < 12:
        assert find_language(text) is None
