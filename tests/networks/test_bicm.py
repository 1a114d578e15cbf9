"""The expected sums are the observed ones, and what no matrix varies is not left to a solver."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from borderlab.errors import BorderlabError
from borderlab.networks.bicm import bicm

MATRICES = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda shape: arrays("int64", shape, elements=st.integers(0, 1))
)


def expanded(matrix: np.ndarray) -> np.ndarray:
    rows, columns = matrix.sum(axis=1), matrix.sum(axis=0)
    return bicm(rows, columns).loc[rows, columns].to_numpy()


def test_the_probabilities_are_those_of_the_r_package_backbone():
    matrix = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 1]])
    published = [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]
    assert expanded(matrix).round(3).tolist() == published


@settings(max_examples=100, deadline=None)
@given(MATRICES)
def test_expected_sums_equal_the_observed(matrix):
    cells = expanded(matrix)
    assert np.abs(cells.sum(axis=1) - matrix.sum(axis=1)).max() <= 1e-10
    assert np.abs(cells.sum(axis=0) - matrix.sum(axis=0)).max() <= 1e-10
    assert ((cells >= 0) & (cells <= 1)).all()


def test_a_cell_is_certain_exactly_where_all_matrices_of_these_sums_agree():
    """All 4,096 matrices of 3 x 4, by their sums; full, empty and nested ones are among them."""
    alike: dict = {}
    for bits in product((0, 1), repeat=12):
        matrix = np.array(bits).reshape(3, 4)
        rows, columns = matrix.sum(axis=1).tolist(), matrix.sum(axis=0).tolist()
        if rows == sorted(rows) and columns == sorted(columns):
            alike.setdefault((tuple(rows), tuple(columns)), []).append(matrix)
    certain = 0
    for (rows, columns), matrices in alike.items():
        low, high = np.min(matrices, axis=0), np.max(matrices, axis=0)
        cells = bicm(rows, columns).loc[list(rows), list(columns)].to_numpy()
        assert (cells[low == high] == low[low == high]).all()
        assert ((cells > 0) & (cells < 1))[low != high].all()
        certain += (low == high).sum()
    assert certain > 100


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        ([2, 2], [2, 2], [[1.0]]),
        ([0, 0], [0, 0, 0], [[0.0]]),
        ([0, 1, 2], [1, 2], [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),  # nested: one matrix only
        ([], [], []),
    ],
)
def test_full_empty_and_nested_matrices_are_certain(rows, columns, expected):
    assert bicm(rows, columns).to_numpy().tolist() == expected


def test_no_row_is_full_and_yet_a_corner_is_certain():
    """The two large rows are full in the two large columns; a solver would never arrive."""
    matrix = np.array([[1, 0, 1, 1], [0, 1, 1, 1], [0, 0, 1, 0], [0, 0, 0, 1]])
    half = [[0.5, 0.5, 1, 1], [0.5, 0.5, 1, 1], [0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5]]
    assert expanded(matrix).round(12).tolist() == half


def test_skewed_and_large_sums_converge():
    rng = np.random.default_rng(2021)
    chance = np.outer(1 / np.arange(1, 401) ** 0.7, 1 / np.arange(1, 121) ** 0.9)
    matrix = (rng.random((400, 120)) < chance).astype("int64")
    assert np.abs(expanded(matrix).sum(axis=0) - matrix.sum(axis=0)).max() <= 1e-10


@pytest.mark.parametrize(
    ("rows", "columns"),
    [([1], [2]), ([3], [1, 1]), ([1, 1], [1]), ([-1, 1], [0]), ([2, 2, 0], [3, 1])],
)
def test_sums_that_no_matrix_has_are_refused(rows, columns):
    with pytest.raises(BorderlabError, match="no matrix of 0 and 1 has these"):
        bicm(rows, columns)
