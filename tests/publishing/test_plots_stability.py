"""Rank sets: a bar from the lowest to the highest rank, a dot where these texts put the actor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from borderlab.networks.centrality import rank_table
from borderlab.publishing.plot_style import BLUE
from borderlab.publishing.plots_stability import plot_stability

ACTORS = [f"actor-{i:02d}" for i in range(32)]


def stable(measure: str = "strength") -> pd.DataFrame:
    rng = np.random.default_rng(5)
    estimate = np.sort(rng.integers(0, 40, len(ACTORS)))[::-1].astype(float)
    scores = pd.DataFrame({"actor_id": ACTORS, "measure": measure, "estimate": estimate})
    ranks = scores["actor_id"].map(rank_table(scores)[measure]).astype(int)
    return scores.assign(
        present=np.where(ranks < 9, 1.0, 0.6857142857142857),
        rank_low=np.maximum(ranks - rng.integers(0, 6, len(ACTORS)), 1),
        rank_high=np.minimum(ranks + rng.integers(0, 9, len(ACTORS)), len(ACTORS)),
    )


LABELS = {a: f"Commission of {'Border ' * (i % 4)}Matters {i}" for i, a in enumerate(ACTORS)}
MENTIONS = pd.Series(range(1, 32), ACTORS[:31])


def bars(axes: Any) -> list[tuple[float, float, float, bool]]:
    """Return row, lowest rank, highest rank and whether dark, of every bar."""
    return sorted(
        (round(p.get_y() + p.get_height() / 2, 6), round(p.get_x() + 0.25, 6),
         round(p.get_x() + p.get_width() - 0.25, 6), p.get_facecolor()[:3] == to_rgb(BLUE))
        for p in axes.patches
    )  # fmt: skip


def test_thirty_two_actors_can_be_read(eyes: Any) -> None:
    left_out = stable()
    fig = plot_stability(stable(), labels=LABELS, mentions=MENTIONS, left_out=left_out)
    eyes.assert_readable(fig)


def test_bars_are_the_rank_sets_and_dots_the_ranks_of_the_table() -> None:
    table = stable()
    order = table
    axes = plot_stability(table).axes[0]
    expected = [
        (row, low, high, present == 1)
        for row, (low, high, present) in enumerate(
            order[["rank_low", "rank_high", "present"]].itertuples(index=False)
        )
    ]
    assert bars(axes) == expected
    dots = np.asarray(axes.collections[-1].get_offsets())
    ranks = order["actor_id"].map(rank_table(table)["strength"])
    assert dots[:, 0].tolist() == ranks.tolist()


@pytest.mark.parametrize(("rows", "ticks"), [
    (0, [1]), (1, [1]), (3, [1, 2, 3]), (32, [1, 5, 10, 15, 20, 25, 30]),
])  # fmt: skip
def test_ranks_begin_with_1(rows: int, ticks: list[int]) -> None:
    """Nobody has rank 0, so the axis does not show it."""
    table = stable().head(rows)
    table[["rank_low", "rank_high", "estimate"]] = np.array([[1, rows, 1]] * rows).reshape(rows, 3)
    axes = plot_stability(table, measure="strength" if rows else None).axes[0]
    assert axes.get_xticks().tolist() == ticks
    assert 0 < axes.get_xlim()[0] < 1


def test_rows_keep_the_order_of_the_table(eyes: Any) -> None:
    """Overlapping sets come alphabetically from there; no order by estimate may suggest one."""
    table = stable().iloc[[2, 0, 1]]
    axes = plot_stability(table, labels={ACTORS[0]: "Zoe", ACTORS[2]: "Ana"}).axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Ana", "Zoe", "actor-01"]


def test_least_constraint_is_first() -> None:
    axes = plot_stability(stable("constraint").iloc[::-1]).axes[0]
    assert np.asarray(axes.collections[-1].get_offsets())[0, 0] == 1


def test_shares_and_mentions_stand_beside_and_unnamed_is_none(eyes: Any) -> None:
    axes = plot_stability(stable(), mentions=MENTIONS).axes[0]
    texts = [t.get_text() for t in axes.texts]
    assert texts[0] == "named in" and set(texts[1:33]) == {"100%", "69%"}
    assert texts[33] == "mentions"
    assert texts[34:] == [str(MENTIONS.get(actor, 0)) for actor in ACTORS]
    units = plot_stability(stable().assign(units=7)).axes[0].texts
    assert [t.get_text() for t in units][33:] == ["units", *["7"] * 32]
    assert len(plot_stability(stable()).axes[0].texts) == 33


def test_a_story_left_out_is_a_bracket_of_its_own(eyes: Any) -> None:
    table = stable().head(2).assign(rank_low=[1, 2], rank_high=[1, 2])
    left_out = pd.DataFrame({
        "actor_id": ACTORS[1::-1] * 2, "measure": ["degree"] * 2 + ["strength"] * 2,
        "rank_low": [9, 9, 1, 1], "rank_high": [9, 9, 3, 2],
    })  # fmt: skip
    fig = plot_stability(table, left_out=left_out)
    lines = fig.axes[0].containers[-1].lines[2][0].get_segments()
    assert [line[:, 0].tolist() for line in lines] == [[1, 2], [1, 3]]
    assert "one story left out" in eyes.words(fig)
    assert "one story left out" not in eyes.words(plot_stability(table))


def test_one_measure_of_several_must_be_named() -> None:
    both = pd.concat([stable(), stable("degree")])
    with pytest.raises(ValueError, match="measure is None; choose one of strength, degree"):
        plot_stability(both)
    with pytest.raises(ValueError, match="measure is 'pagerank'"):
        plot_stability(stable(), measure="pagerank")
    assert len(plot_stability(both, measure="degree").axes[0].patches) == len(ACTORS)


def test_a_missing_rank_is_not_drawn_and_an_empty_table_is_an_empty_figure() -> None:
    table = stable().astype({"rank_low": "Int64", "rank_high": "Int64"})
    table.loc[31, ["estimate", "rank_low", "rank_high"]] = pd.NA
    assert len(plot_stability(table).axes[0].get_yticklabels()) == 32
    assert not plot_stability(stable().head(0)).axes[0].patches


def test_another_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no column present, rank_low, rank_high; give what boot"):
        plot_stability(stable()[["actor_id", "measure", "estimate"]])


def test_the_input_is_not_edited() -> None:
    given = stable()
    plot_stability(given)
    pd.testing.assert_frame_equal(given, stable())


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    assert_harmless(plot_stability(stable(), labels=dict.fromkeys(ACTORS, eyes.hostile)))
