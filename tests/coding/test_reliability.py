"""Krippendorff's alpha: published values, the definition by brute force, where it is undefined."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl

NONE = None
#: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C
CANONICAL = pd.DataFrame({
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    "C": [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
})  # fmt: skip


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_published_values(level, published):
    assert round(bl.alpha(CANONICAL, level=level), 3) == published


def by_definition(ratings, difference):
    """Compare every pair within units with every pair of all paired codes."""
    units = [[v for v in row if pd.notna(v)] for row in ratings.to_numpy()]
    units = [unit for unit in units if len(unit) > 1]
    everything = [value for unit in units for value in unit]
    n = len(everything)
    if not n:
        return float("nan")
    observed = sum(
        difference(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    )
    expected = sum(difference(a, b) for a, b in permutations(everything, 2)) / (n - 1)
    return 1 - observed / expected if expected else float("nan")


TABLES = st.integers(1, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=coders, max_size=coders),
        max_size=8,
    ).map(lambda rows: pd.DataFrame(rows, columns=list("ABCD")[:coders], dtype="object"))
)


@settings(max_examples=200)
@given(TABLES)
def test_the_definition_by_brute_force(ratings):
    for level, difference in [
        ("nominal", lambda a, b: float(a != b)),
        ("interval", lambda a, b: (a - b) ** 2),
        ("ratio", lambda a, b: ((a - b) / (a + b)) ** 2),
    ]:
        expected = by_definition(ratings, difference)
        assert bl.alpha(ratings, level=level) == pytest.approx(expected, nan_ok=True)


@given(TABLES, st.randoms())
def test_neither_order_nor_names_of_coders_and_units_matter(ratings, random):
    columns = random.sample(list(ratings), len(ratings.columns))
    other = ratings[columns].sample(frac=1, random_state=0)
    assert bl.alpha(other) == pytest.approx(bl.alpha(ratings), nan_ok=True)


@pytest.mark.parametrize(
    "ratings",
    [
        pd.DataFrame({"A": ["x", None], "B": [None, "y"]}),  # nothing is shared
        pd.DataFrame({"A": ["x", "x"], "B": ["x", "x"]}),  # nothing varies
        pd.DataFrame({"A": ["x", "y"]}),  # one coder
        pd.DataFrame({"A": [], "B": []}, dtype="object"),
    ],
)
def test_where_it_is_undefined(ratings):
    assert np.isnan(bl.alpha(ratings))


def test_uncoded_is_no_agreement():
    coded = pd.DataFrame({"A": ["x", "y", "x"], "B": ["x", "y", "y"]})
    silent = pd.DataFrame({"A": [None] * 50, "B": [None] * 50})
    both = pd.concat([coded, silent], ignore_index=True)
    assert bl.alpha(both) == bl.alpha(coded)
    assert bl.alpha(both.fillna("none")) > bl.alpha(coded), "it would look like agreement"


def test_an_interval_holds_alpha_is_the_same_again_and_is_not_given_for_few_groups():
    rng = np.random.default_rng(1)
    truth = rng.integers(1, 4, 200)
    noisy = np.where(rng.random(200) < 0.2, rng.integers(1, 4, 200), truth)
    ratings = pd.DataFrame({"A": truth, "B": noisy})
    one = bl.alpha_interval(ratings, draws=300)
    assert one["low"] < one["alpha"] < one["high"]
    assert one.equals(bl.alpha_interval(ratings, draws=300))
    texts = pd.Series(np.arange(200) // 20)
    grouped = bl.alpha_interval(ratings, groups=texts, draws=300)
    assert grouped["groups"] == 10
    assert grouped["alpha"] == one["alpha"]
    five = bl.alpha_interval(ratings, groups=texts // 2, draws=300)
    assert np.isnan([five["low"], five["high"]]).all()


def test_units_drawn_together_widen_the_interval():
    """Twenty copies of ten units are ten units."""
    few = pd.DataFrame({"A": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1], "B": [1, 2, 3, 1, 2, 1, 1, 3, 3, 1]})
    many = pd.concat([few] * 20, ignore_index=True)
    apart = bl.alpha_interval(many, draws=400)
    together = bl.alpha_interval(many, groups=pd.Series(np.arange(200) % 10), draws=400)
    assert together["high"] - together["low"] > 2 * (apart["high"] - apart["low"])
