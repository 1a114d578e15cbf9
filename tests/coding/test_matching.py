"""Phrases are found as whole words on the untouched text, whatever it looks like."""

import unicodedata
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from borderlab.coding.matching import (
    Phrases,
    _plain,
    case_fits,
    is_whole_word,
    longest,
    outline,
    view,
)
from borderlab.coding.words import is_verb, words


@given(st.text())
def test_a_view_maps_every_character_back_to_the_text(text):
    seen = view(text)
    places = origin(seen)
    assert places == sorted(set(places))
    assert all(0 <= i < len(text) for i in places)
    assert all(seen.span(i, i + 1) == (place, place + 1) for i, place in enumerate(places))


def origin(seen):
    return [seen.place(i) for i in range(len(seen.text))]


def view_slowly(text):
    """Render a text character by character: what `view` must give, however it gets there."""
    kept = [(shown, i) for i, c in enumerate(text) if (shown := _plain(c))]
    kept = [k for i, k in enumerate(kept) if k[0] != " " or i == 0 or kept[i - 1][0] != " "]
    return "".join(c for c, _ in kept), [i for _, i in kept]


PIECES = st.one_of(
    st.text(max_size=20),
    st.text(" \n\u00a0\u0301\u200bAÉé–’İſK한ﬁ\ud800\x00", max_size=20),
    st.sampled_from(["  ", "\r\n", "San José", " said on Tuesday, ", "x" * 150]),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("")
@example(" " * 300)
@example("é" + " \u0301 " * 100)
@example("\u200b" * 300)
def test_a_view_of_any_length_is_the_one_made_character_by_character(text):
    seen = view(text)
    assert (seen.text, origin(seen)) == view_slowly(text)


def outline_slowly(seen):
    """Leave ASCII as a view shows it; tell of all else whether it is a letter or digit."""
    return "".join(c if c.isascii() else "A" if c.isalnum() else "\x1a" for c in seen)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("é" + " \u0301 " * 100)
def test_an_outline_is_the_view_in_ascii_and_as_whole_words_go_the_same(text):
    plain, places = view_slowly(text)
    seen = outline(text)
    assert (seen.text, origin(seen)) == (outline_slowly(plain), places)
    for start, end in combinations(range(0, min(len(plain), 30)), 2):
        assert is_whole_word(plain, start, end) == is_whole_word(seen.text, start, end)


def find_slowly(phrases, text):
    """Look for each phrase at each place of the view."""
    plain, places = view_slowly(text)
    for number, phrase in enumerate(view_slowly(p)[0] for p in phrases):
        for start in range(len(plain) if phrase else 0):
            end = start + len(phrase)
            if plain.startswith(phrase, start) and is_whole_word(plain, start, end):
                ends = places[end - 1] + 1
                while unicodedata.combining(text[ends : ends + 1] or " "):
                    ends += 1
                yield number, places[start], ends


NAMES = ["San José", "Łódź", "Øódź", "jose", "A–B", "A—B", "한국", "ab", "b", "d.", "José Ruiz"]
TALK = st.lists(
    st.one_of(
        st.sampled_from(
            [*NAMES, "łodz", "SAN\n\nJosé", "Jose\u0301", "San\u200b José", "–", "/", "@"]
        ),
        st.text(" \n.,ABbd–Ł한\u0301", max_size=3),
        st.just("x" * 200),
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(NAMES), max_size=6), TALK)
def test_phrases_are_found_as_one_by_one(phrases, text):
    assert sorted(Phrases(phrases).find(text)) == sorted(find_slowly(phrases, text))


def test_every_character_shows_alike_alone_and_among_many():
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        seen = view(text)
        assert (seen.text, origin(seen)) == view_slowly(text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("in San José today", "San José"),
        ("in San Jose\u0301 today", "San Jose\u0301"),  # accent as a mark of its own
        ("in SAN\u00a0JOSÉ today", "SAN\u00a0JOSÉ"),
        ("in San\r\n   José today", "San\r\n   José"),  # a hard line break inside the name
        ("in San\u200b José today", "San\u200b José"),  # a zero-width blank
    ],
)
def test_accents_blanks_and_breaks_do_not_hide_a_name(text, surface):
    [(_, start, end)] = Phrases(["San José"]).find(text)
    assert text[start:end] == surface


@pytest.mark.parametrize(
    "text", ["Mexicos", "NewMexico", "@Mexico", "#Mexico", "mexico.com", "x/Mexico", "a_Mexico"]
)
def test_part_of_a_word_or_an_address_is_no_hit(text):
    assert not list(Phrases(["Mexico"]).find(text))


@pytest.mark.parametrize("text", ["Mexico.", "(Mexico)", "“Mexico”", "Mexico's", "Mexico-based"])
def test_punctuation_around_a_name_does_not_hide_it(text):
    assert len(list(Phrases(["Mexico"]).find(text))) == 1


def test_no_phrases_find_nothing():
    assert list(Phrases([]).find("Mexico")) == []


@pytest.mark.parametrize(
    ("alias", "surface", "case", "fits"),
    [
        ("DEAN", "DEAN", "exact", True),
        ("DEAN", "Dean", "exact", False),
        ("Expansión", "expansion", "name", False),
        ("City of El Paso", "CITY OF EL PASO", "name", True),
        ("City of El Paso", "City Of El Paso", "name", True),
        ("work plan", "WORK PLAN", "any", True),
    ],
)
def test_case_rules(alias, surface, case, fits):
    assert case_fits(alias, surface, case) is fits


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6))))
def test_the_longest_spans_win_and_none_overlap(pairs):
    spans = [(start, start + length) for start, length in pairs]
    kept = [spans[i] for i in longest(spans)]
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for start, end in spans:  # whatever lost met something kept that is at least as long
        assert any(s < end and start < e and e - s >= end - start for s, e in kept)


@pytest.mark.parametrize(
    ("word", "after", "plural", "verb"),
    [
        ("signs", "a", False, True),
        ("signed", "", False, True),
        ("firmaron", "un", False, True),
        ("exports", "to", False, False),
        ("support", "for", False, False),
        ("support", "it", True, True),
        ("dazzles", "its", False, True),
        ("based", "firms", False, False),
    ],
)
def test_verbs_are_told_from_nouns_by_form_and_company(word, after, plural, verb):
    assert is_verb(word, after, plural=plural) is verb


def test_an_unknown_word_class_is_refused():
    with pytest.raises(AssertionError, match="no class 'nouns'"):
        words("nouns")
