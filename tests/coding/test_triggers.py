"""What looks only where a trigger stands finds all that the whole text holds, and no more."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from borderlab.coding import descriptions, rejections, titleholders
from borderlab.coding.matching import _plain, outline, view
from borderlab.coding.triggers import Triggers, by_noun, find_pairs
from borderlab.coding.words import PAIR, PAIRING
from borderlab.reading.words import _rows

NOUNS = sorted(descriptions.nouns())
EVERY_NOUN = re.compile(
    r"(?P<the>(?<![\w-])(?i:the|el|la|del|al)\s+)?\b(?P<noun>(?i:"
    + "|".join(re.escape(w) for w in sorted(NOUNS, key=lambda w: (-len(w), w)))
    + r"))(?![\w-])"
)
TRIGGERS = Triggers({"noun": NOUNS, "title": titleholders.titles(), "pair": PAIRING})
PIECES = st.one_of(
    st.sampled_from(NOUNS).flatmap(lambda w: st.sampled_from([w, w.title(), w.upper()])),
    st.sampled_from(sorted(titleholders.titles())),
    st.sampled_from([*PAIRING, "the", "The", "DEL", "la", "Al", "of", "U.S.", "Sonora", "Both"]),
    st.sampled_from(
        ["\n", "  ", "-", "_", ". ", ", ", "“", "\u0301", "\u200b", "\u00a0", "ſ", "ı"]
    ),
    st.text(max_size=3),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", " ", "", "\n"])), max_size=25).map(
    lambda pairs: "".join(map("".join, pairs))
)


def _spans(text, cuts):
    """Cut a text anywhere, inside words too."""
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return list(pairwise(edges))


def _told(found):
    return [(i, m.re is PAIR, m.span("noun"), m.groupdict().get("the"), m.end()) for i, m in found]


@settings(max_examples=300)
@given(TEXTS, st.lists(st.integers(0, 500), max_size=4))
@example("the ſecretarıat sat", [])
def test_nouns_and_pairs_are_those_that_the_patterns_find_in_every_sentence(text, cuts):
    spans, seen = _spans(text, cuts), outline(text)
    places = TRIGGERS.find(text, spans, seen)
    pairs = find_pairs(text, spans, places["pair"])
    assert _told(pairs) == _told(
        (i, m) for i, s in enumerate(spans) for m in PAIR.finditer(text, *s)
    )
    every = [(i, m) for i, s in enumerate(spans) for m in EVERY_NOUN.finditer(text, *s)]
    nouns = descriptions._nouns(text, seen, spans, places["noun"])
    assert _told(by_noun(nouns, pairs)) == _told(by_noun(every, pairs))


@settings(max_examples=200)
@given(TEXTS, st.lists(st.integers(0, 500), max_size=4))
@example("the preſıdent spoke", [])
def test_no_sentence_with_a_title_is_passed_over(text, cuts):
    spans = _spans(text, cuts)
    looked_at = {place.sentence for place in TRIGGERS.find(text, spans)["title"]}
    held = {i for i, s in enumerate(spans) if titleholders._titles().search(text, *s)}
    assert held <= looked_at


def test_a_noun_is_one_word_and_no_article_so_that_each_stands_for_itself():
    boundary = re.compile(r"\b(?:" + "|".join(map(re.escape, NOUNS)) + r")(?![\w-])", re.I)
    assert all(boundary.fullmatch(noun) and " " not in noun for noun in NOUNS)
    assert not any(boundary.search(noun, 1) for noun in NOUNS)
    assert not {"the", "el", "la", "del", "al"} & set(NOUNS)


ENDS = st.lists(
    st.sampled_from(["the", "of", "de", "del", "la", "to", "in", "University", "x", "\n", "los"]),
    max_size=6,
).flatmap(lambda words: st.sampled_from([" ", "\n", "  "]).map(lambda s: s.join([*words, ""])))


@settings(max_examples=500)
@given(st.one_of(ENDS, ENDS.map(lambda end: end + "\n"), TEXTS.map(lambda text: text + " ")))
@example("the University of \n")
def test_what_ends_in_no_title_and_no_institution_is_not_searched_for_one(left):
    seen = view(left).text
    if rejections._title_before().search(seen):
        assert seen.endswith(rejections._title_ends())
    if re.search(rejections._INSTITUTION, left):
        assert left.removesuffix("\n").endswith(rejections._OF_ENDS)


def test_only_two_characters_pass_for_a_letter_and_show_as_another():
    letters = {c for row in _rows("coding") for c in row["words"] if c.isalpha()}
    alike = re.compile(f"(?i:[{''.join(letters)}])")
    may = [c for c in map(chr, range(0x110000)) if alike.match(c)]
    shown = {_plain(letter) for letter in letters}
    assert {c for c in may if _plain(c) not in shown} == {"ſ", "ı"}


@pytest.mark.parametrize("text", ["councillor", "x_council", "the city-council", "Council2"])
def test_a_word_inside_another_triggers_no_noun(text):
    places = TRIGGERS.find(text, [(0, len(text))])["noun"]
    heads = [p for p in places if p.word == "council"]
    found = descriptions._nouns(text, outline(text), [(0, len(text))], heads)
    assert [m["noun"] for _, m in found] == (["council"] if "-" in text else [])
