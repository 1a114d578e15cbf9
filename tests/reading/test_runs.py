"""Runs in common are counted exactly, whatever is left out of the multiplication."""

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading import runs
from borderlab.reading.runs import count_shared, find_alike, find_runs
from borderlab.reading.words import fold

WORDS = st.sampled_from(["a", "b", "B", "é", "e", "½", "c.", "d-e", "_", "12"])
TEXT = st.one_of(st.lists(WORDS, max_size=14), st.lists(st.sampled_from("ab"), max_size=14))
TEXTS = st.lists(TEXT.map(" ".join), max_size=7)
DAYS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=7, max_size=7)
SHARES = st.sampled_from([0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1])


def runs_of(text):
    found = [fold(word) for word in re.findall(r"[^\W_]+", text)]
    return set(zip(*(found[k:] for k in range(5)), strict=False))


def pairwise_shared(texts):
    """Compare every text with every other one, word by word."""
    sets = [runs_of(text) for text in texts]
    return sets, {(i, j): len(sets[i] & sets[j]) for i, j in combinations(range(len(texts)), 2)}


@given(TEXTS)
def test_sizes_and_shared_runs_are_those_of_sets_of_words(texts):
    sets, shared = pairwise_shared(texts)
    found = find_runs(texts)
    assert found.size.tolist() == [len(held) for held in sets]
    a, b = np.array(list(shared), dtype=np.int64).reshape(-1, 2).T
    assert count_shared(found, a, b).tolist() == list(shared.values())


@given(TEXTS, DAYS, st.integers(0, 3), SHARES)
def test_the_pairs_found_are_those_of_comparing_every_text_with_every_other(
    texts, spans, window, threshold
):
    sets, shared = pairwise_shared(texts)
    days = np.array([(low, low + more) for low, more in spans[: len(texts)]]).reshape(-1, 2)
    expected = []
    for (i, j), n in shared.items():
        gap = max(0, days[i, 0] - days[j, 1], days[j, 0] - days[i, 1])
        if n and gap <= window and n / min(len(sets[i]), len(sets[j])) >= threshold:
            expected.append((i, j, n))
    found = find_alike(find_runs(texts), days, window_days=window, threshold=threshold)
    assert list(zip(*map(np.ndarray.tolist, found), strict=True)) == expected


def test_two_runs_that_are_mixed_to_one_number_are_mixed_again(monkeypatch):
    mix, seeds = runs._mix, []

    def unlucky(words, starts, seed):
        seeds.append(seed)
        return mix(words, starts, seed) % (2 if seed == 0 else 1 << 62)

    monkeypatch.setattr(runs, "_mix", unlucky)
    found = find_runs(["a b c d e f g h", "b c d e f x y z"])
    assert seeds == [0, 1]
    assert (found.size.tolist(), found.held.sum(axis=1).tolist()) == ([4, 4], [1, 1])


@pytest.mark.parametrize("block", [1, 2])
def test_blocks_change_nothing(monkeypatch, block):
    texts = ["a b c d e f", "a b c d e g", "b c d e f g", "a b c d e f g h", ""]
    days = np.array([(0, 0), (9, 9), (0, 400), (3, 3), (0, 0)])
    at_once = find_alike(find_runs(texts), days, window_days=3, threshold=0.3)
    monkeypatch.setattr(runs, "_BLOCK", block)
    in_blocks = find_alike(find_runs(texts), days, window_days=3, threshold=0.3)
    assert [column.tolist() for column in in_blocks] == [column.tolist() for column in at_once]


def test_texts_outside_the_window_are_not_multiplied(monkeypatch):
    texts, seen = ["a b c d e f g"] * 6, []
    counted = runs.count_shared
    monkeypatch.setattr(runs, "_BLOCK", 2)
    monkeypatch.setattr(
        runs, "count_shared", lambda r, a, b: seen.append(len(a)) or counted(r, a, b)
    )
    days = np.array([(n * 100, n * 100) for n in (0, 0, 1, 1, 2, 2)])
    a, _, _ = find_alike(find_runs(texts), days, window_days=7, threshold=0.5)
    assert (a.tolist(), seen) == ([0, 2, 4], [3])
