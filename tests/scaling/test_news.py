"""The made-up news of the benchmarks: what is planted is there, once, and always the same."""

import re
from pathlib import Path

import news
import pytest

from borderlab.reading.languages import find_languages

DATA = Path(__file__).parents[1] / "data"


def test_no_name_stands_inside_another_and_all_differ():
    names = news.names(20_000)
    assert len(set(names)) == 20_000
    few = news.names(300)
    assert not [(a, b) for a in few for b in few if a != b and re.search(rf"\b{re.escape(a)}\b", b)]


def test_what_is_planted_stands_there_and_no_name_besides():
    names = news.names(50)
    for story in news.stories(60, actors=50, size=800):
        found = sorted(
            (m.start(), m.end(), who)
            for who, name in enumerate(names)
            for m in re.finditer(re.escape(name), story.text)
            if not re.match(r"\w", story.text[m.end() : m.end() + 1])
        )
        longest = [
            (a, b, w) for a, b, w in found
            if not any(x <= a and b <= y and (x, y) != (a, b) for x, y, _ in found)
        ]  # fmt: skip
        assert longest == [(start, end, who) for who, start, end in story.planted]


def test_a_story_is_the_same_however_many_are_made():
    whole = list(news.stories(12, size=500))
    assert list(news.stories(3, size=500, first=7)) == whole[7:10]
    assert [story.language for story in whole[:3]] == ["en", "en", "es"]


@pytest.mark.parametrize(("language", "sizes"), [("en", (10_000, 30_000)), ("es", (20_000,))])
def test_new_words_keep_coming_as_in_texts_of_one_language(language, sizes):
    texts = [path.read_text("utf-8", "replace") for path in sorted(DATA.glob("**/*.txt"))]
    told = zip(texts, find_languages(texts), strict=True)
    written = _words(text for text, found in told if found == language)
    made = _words(s.text for s in news.stories(240) if s.language == language)
    for size in sizes:
        assert len(written) > size < len(made)
        expected = len(set(written[:size]))
        assert len(set(made[:size])) == pytest.approx(expected, rel=0.12)


def _words(texts):
    return [word for text in texts for word in text.split()]
