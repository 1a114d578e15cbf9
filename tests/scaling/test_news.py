"""The made-up news of the benchmarks: what is planted is there, once, and always the same."""

import re

import news


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
