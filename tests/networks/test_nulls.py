"""The distributions are exact to the last digits, also where they are small."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson_binom

from borderlab.networks.nulls import hypergeometric, poisson_binomial

CLASSES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6)), max_size=4)
COUNTS = st.integers(1, 300).flatmap(
    lambda units: st.tuples(st.just(units), st.integers(0, units), st.integers(0, units))
)


def rational(units: int, few: int, many: int) -> list[Fraction]:
    ways = [comb(many, k) * comb(units - many, few - k) for k in range(few + 1)]
    return [Fraction(way, comb(units, few)) for way in ways]


def by_hand(chances: list[float]) -> list[Fraction]:
    """Convolve unit by unit, in rational numbers."""
    pmf = [Fraction(1)]
    for chance in map(Fraction, chances):
        with_it = [Fraction(0), *(p * chance for p in pmf)]
        pmf = [a + b for a, b in zip(with_it, [*(p * (1 - chance) for p in pmf), 0], strict=True)]
    return pmf


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_hypergeometric_equals_the_ratio_of_whole_numbers(counts):
    units, few, many = counts[0], min(counts[1:]), max(counts[1:])
    found = hypergeometric(units, few, many)
    for p, exact in zip(found, rational(units, few, many), strict=True):
        assert p == pytest.approx(float(exact), rel=1e-12, abs=1e-300)


def test_a_tail_far_out_keeps_its_digits():
    """1 - cdf would return 0, or digits that mean nothing, from 1e-16 on."""
    tail = hypergeometric(300, 100, 100)[80:].sum()
    assert tail == pytest.approx(float(sum(rational(300, 100, 100)[80:])), rel=1e-12)
    assert 0 < tail < 1e-30


@settings(max_examples=50, deadline=None)
@given(CLASSES)
def test_poisson_binomial_equals_scipy_and_a_convolution_by_hand(classes):
    classes = [(round(p, 3), n) for p, n in classes]  # rational numbers of bearable length
    units = [p for p, n in classes for _ in range(n)]
    found = poisson_binomial([p for p, _ in classes], [n for _, n in classes], most=len(units))
    assert found == pytest.approx([float(p) for p in by_hand(units)], rel=1e-12, abs=1e-300)
    if units:
        expected = poisson_binom(units).pmf(np.arange(len(units) + 1))
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-300)


@pytest.mark.parametrize("most", [0, 30, 90, 200])
def test_what_is_cut_off_a_long_distribution_does_not_show(most):
    chances, times = [0.001, 0.02, 0.3], [900, 500, 60]
    found = poisson_binomial(chances, times, most)
    whole = poisson_binom(np.repeat(chances, times)).pmf(np.arange(1461))
    assert len(found) < 400
    assert found[most:].sum() == pytest.approx(whole[most:].sum(), rel=1e-11)
