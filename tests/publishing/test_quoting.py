"""A short quotation holds few words, the first mark among them, and nothing that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.publishing.quoting import pieces, short_quotation


def joined(found):
    return "".join(text for text, _ in found)


@pytest.mark.parametrize(
    ("text", "marks", "quoted"),
    [
        ("", [], ""),
        ("a b c", [], "a b c"),
        ("a b c d", [], "a b c …"),
        ("a b c d", [(6, 7)], "… b c d"),
        ("a b c d e", [(4, 5)], "… b c d …"),
        ("a b c d e", [(0, 9)], "a b c …"),  # a mark longer than the quotation is cut
        ("x" * 200, [(100, 110)], "… " + "x" * 72 + " …"),  # no blank, and still not the whole
    ],
)
def test_three_words_around_the_first_mark(text, marks, quoted):
    assert joined(short_quotation(text, marks, words=3)) == quoted


@given(st.text(alphabet="ab \n.ñ", max_size=80), st.data())
def test_what_is_quoted_stands_in_the_text_and_marks_stay_on_their_characters(text, data):
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    found = short_quotation(text, [(start, end)] if end > start else [], words=4)
    quoted = joined(found).removeprefix("… ").removesuffix(" …")
    assert quoted in text
    assert len(quoted.split()) <= 4
    assert all(piece in text[start:end] for piece, marked in found if marked)


def test_pieces_join_to_the_text_and_overlapping_marks_are_one():
    assert pieces("abcdef", [(1, 3), (2, 4)]) == (("a", False), ("bcd", True), ("ef", False))
