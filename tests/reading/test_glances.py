"""A glance spares most lines the slow look, and never takes one that would have been needed."""

import re
import sys
import unicodedata
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading import datelines, dates, labels, titles, words
from borderlab.reading.lines import Line
from borderlab.reading.words import fold

PIECES = st.sampled_from([
    "4", "04", "10.", "2023", "1999", "4.10.2023", "4/10/98", "/", "-", ".", " ", ", ", " de ",
    "octubre", "Oct.", "marzo", "May", "lunes ", "Published: ", "By Ana Ruiz", "12:30", " hrs", "|",
    "Share", "the", "The end.", "del", "1º", "ª", "²", "\u0301", "É", "–", " ago", "hour", "p. 3",
    "3 days ago", "©", "¿", "»",
])  # fmt: skip
LINES = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))
#: what may make a line that runs on be something else all the same
WORDS = st.sampled_from([
    "the", "ports", "of", "Ciudad Juárez", "are", "for", "trade,", "to", "them", "by", "4", "May",
    "2023", "Ana Ruiz", "and",
    "de", "para", "Press release,", "Posted on 4 Oct.", "Published:", "By Ana Ruiz", "|", "•", "/",
    " - ", "–", "Corresponsal en Sonora", "(Foto: Ana)", "credit: Ana", "/file photo", "", "12:30",
    "All rights reserved.", "Follow us", "She left. He", "\u0301", "ﬁ", "：", "¿", "[a](b)", "...",
])  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=6, max_size=25).map(lambda told: " ".join(told) + ".")
NEVER, ALWAYS = re.compile("(?!)"), re.compile("")


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


@given(st.one_of(LINES, SENTENCES))
def test_a_line_is_what_it_is_without_a_glance(line):
    rules = (
        labels.line_rule, labels.byline, datelines.is_date_line, datelines.is_dated_place,
        datelines.dateline,
    )  # fmt: skip
    line = line.strip() or "."
    quick = [rule(line) for rule in rules]
    with (
        patch.object(datelines, "_TELLING", NEVER),
        patch.object(datelines, "_DASH", ALWAYS),
        patch.object(labels, "_BAR", ALWAYS),
        patch.object(labels, "_runs_on", lambda line: False),
    ):
        assert [rule(line) for rule in rules] == quick


@given(st.lists(st.sampled_from(["by", "BY ", "Por ", "Ana Ruiz", "ﬁ", " ", "\u0301", ": "])))
def test_a_byline_holds_its_word(pieces):
    line = "".join(pieces)
    assert not labels._BYLINE.fullmatch(line) or "by" in fold(line) or "por" in fold(line)


@given(st.text("aB,/|• \t\u00a0", max_size=30))
def test_a_name_and_its_office_are_parted_where_blanks_begin(text):
    plain = re.split(r"\s[/|•·]\s|, ", text, maxsplit=1)
    parts = labels._SIGNED.split(text, maxsplit=1)
    assert [part.strip() for part in parts] == [part.strip() for part in plain]


def test_the_sign_that_a_pattern_begins_with_is_in_every_line_it_is_of():
    lines = [
        "a",
        "▲ 3",
        "x ▼",
        "a@b.mx or",
        "12°",
        " > ",
        "Home > Economy > Ports",
        "a›b",
        "»a«",
        "",
    ]
    glance = re.compile(r"\(\?=\[\^([^]]+)\]\*(?:\[\1\]|\1)\)")
    found = [p.pattern for *_, p in labels._WHOLE if glance.search(p.pattern)]
    found = [pattern for pattern in found if "▲" not in pattern]  # there it is the rule itself
    assert len(found) == 3
    for pattern in found:
        spans = [bool(re.fullmatch(pattern, a + b)) for a in lines for b in lines]
        plain = [bool(re.fullmatch(glance.sub("", pattern), a + b)) for a in lines for b in lines]
        assert spans == plain


@given(st.lists(st.sampled_from(["Ports reopen", "Trade resumed in the ports.", "News", "# A"])))
def test_the_header_ends_at_the_first_run_of_running_lines(texts):
    lines = [Line(0, len(text), text, True) for text in texts]
    text = [titles._is_text(line) for line in lines]
    runs = [k for k in range(len(text)) if text[k] and any(text[k + 1 : k + 3])]
    start = runs[0] if runs else text.index(True) if any(text) else len(text)
    assert titles._header(lines) == list(range(len(text)))[: start + 1]


@given(LINES)
def test_a_label_has_a_colon_or_a_bar(line):
    if labels._LABEL.fullmatch(fold(line)):
        assert set(fold(line)) & set(":|")


@given(st.text("a |–-·\n\u00a0", max_size=30))
def test_a_window_title_is_divided_where_blanks_begin(text):
    plain = re.compile(r"(?<!\s)\s++[|–—·-]\s++")
    assert titles._SUFFIX.split(text) == plain.split(text)
    assert bool(titles._DIVIDED.search(text)) == bool(plain.search(text))


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
