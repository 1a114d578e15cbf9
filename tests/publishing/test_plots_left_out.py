"""One story left out: the bar is the range, the dot the whole, and the story is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from borderlab.publishing.plots_left_out import plot_leave_one_out


def left_out(actors: int = 12, measure: str = "strength") -> pd.DataFrame:
    rng = np.random.default_rng(2)
    estimate = np.sort(rng.integers(1, 40, actors))[::-1].astype(float)
    return pd.DataFrame({
        "actor_id": [f"actor-{i}" for i in range(actors)], "measure": measure,
        "estimate": estimate, "lowest": estimate - rng.integers(0, 9, actors),
        "highest": estimate + rng.integers(0, 3, actors),
        "rank_low": np.arange(1, actors + 1), "rank_high": np.arange(1, actors + 1) + 3,
        "moved_by": [None if i % 5 == 4 else f"story-{i % 2}" for i in range(actors)],
    })  # fmt: skip


def spans(fig: Any) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_x() + p.get_width()) for p in fig.axes[0].patches]


@pytest.mark.parametrize(("of", "ends"), [("score", ("lowest", "highest")),
                                          ("rank", ("rank_low", "rank_high"))])  # fmt: skip
def test_bars_are_the_ranges_and_dots_the_whole(eyes: Any, of: Any, ends: tuple[str, str]) -> None:
    table = left_out()
    fig = plot_leave_one_out(table, of=of, stories={"story-0": "A long story of bridges 2023"})
    eyes.assert_readable(fig)
    for (low, high), row in zip(spans(fig), table.to_dict("records"), strict=True):
        air = 1e-9 if row[ends[0]] != row[ends[1]] else 1.0
        assert low == pytest.approx(row[ends[0]], abs=air)
        assert high == pytest.approx(row[ends[1]], abs=air) and high > low
    dots = fig.axes[0].collections[-1].get_offsets()[:, 0]
    ranks = table["estimate"].rank(method="min", ascending=False)
    assert dots.tolist() == (ranks if of == "rank" else table["estimate"]).tolist()
    moved = [t.get_text().replace("\n", " ") for t in fig.axes[0].texts][1:]
    names = table["moved_by"].replace("story-0", "A long story of bridges 2023").fillna("–")
    assert moved == names.tolist()


def test_what_is_infinite_is_not_drawn(eyes: Any) -> None:
    table = left_out(3, "constraint")
    table.loc[1, ["estimate", "lowest", "highest"]] = np.inf
    fig = plot_leave_one_out(table)
    eyes.assert_readable(fig)
    assert len(spans(fig)) == 2


@pytest.mark.parametrize("actors", [0, 1])
def test_few_actors_are_a_small_figure(eyes: Any, actors: int) -> None:
    eyes.assert_readable(plot_leave_one_out(left_out(actors), size="column", lang="es"))


def test_choices_that_do_not_fit_are_named() -> None:
    both = pd.concat([left_out(2), left_out(2, "degree")])
    with pytest.raises(ValueError, match="measure is None; choose one of strength, degree"):
        plot_leave_one_out(both)
    assert len(spans(plot_leave_one_out(both, measure="degree"))) == 2
    with pytest.raises(ValueError, match="of is 'place'; choose score or rank"):
        plot_leave_one_out(left_out(2), of="place")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="leave_one_out"):
        plot_leave_one_out(left_out(2).drop(columns="moved_by"))


def test_hostile_names_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    table = left_out(2).assign(moved_by=eyes.hostile)
    assert_harmless(plot_leave_one_out(table, labels={"actor-0": eyes.hostile}))
