"""A glance spares most lines the slow look, and never takes one that would have been needed."""

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading import datelines, dates, labels, titles, words
from borderlab.reading.words import fold

PIECES = st.sampled_from([
    "4", "04", "10.", "2023", "1999", "4.10.2023", "4/10/98", "/", "-", ".", " ", ", ", " de ",
    "octubre", "Oct.", "marzo", "May", "lunes ", "Published: ", "By Ana Ruiz", "12:30", " hrs", "|",
    "Share", "the", "The end.", "del", "1º", "ª", "²", "\u0301", "É", "–", " ago", "hour", "p. 3",
    "3 days ago", "©", "¿", "»",
])  # fmt: skip
LINES = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(LINES)
def test_every_form_of_a_date_that_matches_is_looked_for(line):
    full, partial = dates._fitting(fold(line))
    found = [form for form in (*dates._FORMS, *dates._PARTIAL) if form.search(fold(line))]
    assert [form for form in (*full, *partial) if form in found] == found


@given(LINES)
def test_what_a_line_says_beside_dates_is_what_is_left_without_them(line):
    left = datelines._FILLER.sub(" ", fold(line))
    assert datelines._says_more(line) == any(c.isalnum() for c in left)


@given(LINES)
def test_the_first_rule_for_whole_lines_is_found_at_a_glance(line):
    core = fold(line).strip(labels._EDGES)
    rules = [(zone, rule) for zone, rule, phrases in labels._WHOLE if phrases.fullmatch(core)]
    prose = labels.is_prose(line)
    kept = [found for found in rules if found[1] in labels._NEVER_PROSE or not prose]
    assert labels._whole(core, line) == (kept[0] if kept else None)


@given(LINES)
def test_a_label_has_a_colon_or_a_bar(line):
    if labels._LABEL.fullmatch(fold(line)):
        assert set(fold(line)) & set(":|")


@given(st.text("a |–-·\n\u00a0", max_size=30))
def test_a_window_title_is_divided_where_blanks_begin(text):
    plain = re.compile(r"(?<!\s)\s++[|–—·-]\s++")
    assert titles._SUFFIX.split(text) == plain.split(text)


@given(st.one_of(LINES, st.text(st.characters(min_codepoint=0x2F0, max_codepoint=0x2100))))
def test_folding_takes_every_mark_away(text):
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    assert fold(text) == "".join(c for c in apart if not unicodedata.combining(c))


def test_no_mark_hides_where_folding_does_not_look():
    every = map(chr, range(sys.maxunicode + 1))
    marks = [c for c in every if unicodedata.combining(c)]
    assert all(words._MARKS.match(c) or words._OTHER_MARKS.match(c) for c in marks)
    assert all(unicodedata.combining(c) for c in map(chr, range(0x370)) if words._MARKS.match(c))


@given(st.text("1²٣.,:/ a\n", max_size=20))
def test_a_day_is_one_or_two_digits_by_themselves(text):
    plain = re.compile(r"(?<![\d.,:/])\d{1,2}(?!\d)")
    spans = [found.span() for found in re.finditer(dates.DAY, text)]
    assert spans == [found.span() for found in plain.finditer(text)]
