"""A specification curve shows every specification that was judged, its verdict and its choices."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from borderlab.networks.fragility import fragility
from borderlab.publishing.plots_specifications import plot_specifications

GRID = {
    "coding": ["rules", "a reader who had long names for things that were coded otherwise"],
    "unit": ["sentence", "paragraph", "document", "story"],
    "duplicates": ["keep", "echo", "story"], "collectives": [True, False],
    "roles": ["actor", "actor|place", "actor|place|modifier"], "weight": ["count"],
}  # fmt: skip


def specifications(grid: dict[str, list[Any]] = GRID) -> pd.DataFrame:
    """Make a table as `robustness` does: a third is inadmissible, some repeat an earlier one."""
    rng = np.random.default_rng(3)
    rows = []
    for number, values in enumerate(product(*grid.values()), start=1):
        status = "inadmissible" if number % 3 == 2 else "same as 1" if number % 12 == 4 else "run"
        value = round(float(rng.normal(0.3, 0.3)), 3) if status == "run" else np.nan
        holds = value > 0 if status == "run" else None
        if status == "run" and number % 20 == 1 and number > 1:
            value, holds = np.nan, None
        rows.append({
            "specification": number, **dict(zip(grid, values, strict=True)), "status": status,
            "holds": holds, "value": value, "why": None,
        })  # fmt: skip
    return pd.DataFrame(rows).astype({"holds": "boolean"})


def marks(axes: Any) -> dict[str, np.ndarray]:
    return {c.get_label(): np.asarray(c.get_offsets()) for c in axes.collections}


def test_about_a_hundred_specifications_can_be_read(eyes: Any) -> None:
    table = specifications()
    assert 80 <= table["status"].eq("run").sum() <= 120
    eyes.assert_readable(plot_specifications(table, value="lead over the first other actor"))


def test_the_marks_are_the_values_in_order_and_the_fill_is_the_verdict() -> None:
    table = specifications()
    lower, upper = plot_specifications(table).axes
    run = table[table["status"] == "run"]
    drawn = marks(upper)
    counted = {False: run["holds"].eq(False).sum(), True: run["holds"].eq(True).sum()}
    assert set(drawn) == {
        f"holds ({counted[True]})", f"does not hold ({counted[False]})",
        f"does not apply ({run['holds'].isna().sum()})",
    }  # fmt: skip
    for label, verdict in ((f"holds ({counted[True]})", True),
                           (f"does not hold ({counted[False]})", False)):  # fmt: skip
        expected = sorted(run.loc[run["holds"].eq(verdict).fillna(False), "value"])
        assert drawn[label][:, 1].tolist() == expected
        assert np.all(np.diff(drawn[label][:, 0]) > 0)
    silent = drawn[f"does not apply ({run['holds'].isna().sum()})"]
    assert (silent[:, 1] < run["value"].min()).all(), "a missing value is drawn as if it were one"
    looks = {c.get_label().split(" (")[0]: c for c in upper.collections}
    assert looks["holds"].get_facecolor()[0][:3].mean() < 0.5
    assert looks["does not hold"].get_facecolor()[0][:3].tolist() == [1, 1, 1]
    assert lower.get_xlim() == upper.get_xlim()


def test_every_specification_has_one_filled_square_for_each_choice_shown() -> None:
    table = specifications()
    lower, _ = plot_specifications(table).axes
    filled = [c for c in lower.collections if len(c.get_offsets()) and c.get_facecolor()[0][0] < 1]
    xs = np.concatenate([np.asarray(c.get_offsets())[:, 0] for c in filled])
    numbers, counts = np.unique(xs, return_counts=True)
    assert len(numbers) == table["status"].eq("run").sum()
    assert set(counts) == {5}, "weight has one value and no row"


def test_squares_stand_where_the_table_says() -> None:
    table = specifications()
    lower, _ = plot_specifications(table).axes
    run = table[table["status"] == "run"].sort_values(["value", "specification"], kind="stable")
    for tick, label in zip(lower.get_yticks(), lower.get_yticklabels(), strict=True):
        if label.get_text() in GRID["unit"][:3]:  # names of one choice only
            expected = np.flatnonzero(run["unit"] == label.get_text())
            squares = [
                np.asarray(c.get_offsets()) for c in lower.collections
                if len(c.get_offsets()) and c.get_facecolor()[0][0] < 1
            ]  # fmt: skip
            here = np.concatenate([s[s[:, 1] == tick, 0] for s in squares])
            assert sorted(here) == expected.tolist()


def test_a_choice_that_repeats_a_specification_is_a_hollow_square_in_its_column() -> None:
    table = pd.DataFrame({
        "specification": [1, 2], "coding": ["rules", "reader"], "status": ["run", "same as 1"],
        "holds": pd.array([True, None], "boolean"), "value": [1.0, None], "why": None,
    })  # fmt: skip
    lower, _ = plot_specifications(table).axes
    looks = [
        (c.get_offsets()[0].tolist(), c.get_facecolor()[0][0] < 1)
        for c in lower.collections if len(c.get_offsets())
    ]  # fmt: skip
    assert looks == [([0, 1], True), ([0, 2], False)]


def test_counts_stand_beside_and_all_that_was_declared_is_accounted_for(eyes: Any) -> None:
    table = specifications()
    fig = plot_specifications(table)
    said = eyes.words(fig)
    counts = fragility(table)
    for row in counts[counts["choice"] != "weight"].itertuples():
        assert f"{row.holds} of {row.of}" in said
    states = table["status"].value_counts()
    assert f"{states['run']} specifications by value (of {len(table)} declared" in said
    assert f"{states['inadmissible']} are inadmissible and {states['same as 1']} repeat" in said


@pytest.mark.parametrize("grid", [{"unit": ["sentence"]}, {"unit": ["sentence", "story"]}])
def test_few_specifications_are_a_small_figure(eyes: Any, grid: dict[str, list[Any]]) -> None:
    eyes.assert_readable(plot_specifications(specifications(grid)))


def test_the_input_is_not_edited() -> None:
    given = specifications()
    plot_specifications(given)
    pd.testing.assert_frame_equal(given, specifications())


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    grid = {eyes.hostile: [eyes.hostile, "b"]}
    assert_harmless(plot_specifications(specifications(grid), value=eyes.hostile))
