"""An edition for the public holds no more than a few words in a row of what is not to be shared."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.publishing.withholding import LONGEST, withhold

TOLD = "The two governments will strengthen the supply chains of the region by the end of 2024."
WORDS = re.findall(r"\w+", TOLD)


def longest_run(page: str, passage: str) -> int:
    """By brute force: the longest run of words that a page shares with a passage."""
    shown = re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", page)).casefold())
    told = re.findall(r"\w+", passage.casefold())
    runs = [
        n
        for i in range(len(shown))
        for n in range(len(told), 0, -1)
        if any(shown[i : i + n] == told[k : k + n] for k in range(len(told)) if i + n <= len(shown))
    ]
    return max(runs, default=0)


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{TOLD}</p>",
        f"<p>{TOLD.upper()}</p>",
        f"<p>“{TOLD.replace(' ', chr(10))}”</p>",
        "<p>" + " ".join(f"<mark>{w}</mark>" for w in TOLD.split()) + "</p>",
        "<p>" + TOLD.replace(" ", " &amp; ") + "</p>",
        f"<pre>before {TOLD} after</pre><p>{TOLD}</p>",
        f"<p>{' '.join(TOLD.split()[:-2])}</p>",
        f'<p title="x">{TOLD.replace("supply", "<a href=x>supply</a>")}</p>',
    ],
)
def test_no_run_is_longer_than_allowed_however_it_is_written(page):
    assert longest_run(page, TOLD) > LONGEST
    kept = withhold(page, [TOLD])
    assert longest_run(kept, TOLD) <= LONGEST
    assert "[…]" in kept
    assert re.findall(r"<[^>]*>", kept) == re.findall(r"<[^>]*>", page)


@pytest.mark.parametrize("page", ["", "<p>Other words.</p>", f"<p>{' '.join(WORDS[:LONGEST])}</p>"])
def test_what_quotes_no_more_than_allowed_stays_as_it_is(page):
    assert withhold(page, [TOLD]) == page


@given(st.lists(st.sampled_from([*WORDS, "<b>", "</b>", "other", ", "]), max_size=60))
def test_any_mixture_keeps_its_tags_and_no_long_run(parts):
    page = " ".join(parts)
    kept = withhold(page, [TOLD], longest=3)
    assert longest_run(kept, TOLD) <= 3 or longest_run(page, TOLD) <= 3
    assert re.findall(r"<[^>]*>", kept) == re.findall(r"<[^>]*>", page)
