"""Bars and ranks by actor: in order, apart without colour, ties on rows of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from borderlab.publishing.plots_actors import plot_ranks, plot_roles


def ranks(number: int = 32) -> pd.DataFrame:
    return pd.DataFrame({
        "actor_id": [f"a{i}" for i in range(number)],
        "label": [f"Commission of Border Matters No. {i}" for i in range(number)],
        "rank_sentence": [min(i + 1, 16) for i in range(number)],
        "rank_document": [1 + (i * 7) % 12 for i in range(number)],
        "present_document": [True] * number,
    })  # fmt: skip


def test_roles_are_stacked_in_order_of_number(eyes: Any) -> None:
    mentions = pd.DataFrame(
        [("b", "actor")] * 3 + [("b", "place")] * 2 + [("a", "modifier")] + [("c", "actor")],
        columns=["actor_id", "role"],
    )
    fig = plot_roles(mentions, pd.DataFrame({"label": ["Actor A", "Actor B"]}, index=["a", "b"]))
    axes = fig.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Actor B", "Actor A", "c"]
    assert [p.get_width() for p in axes.patches] == [3, 0, 1, 2, 0, 0, 0, 1, 0]
    assert [p.get_x() for p in axes.patches] == [0, 0, 0, 3, 0, 1, 5, 0, 1]
    assert len({p.get_hatch() for p in axes.patches}) == 3, "roles differ by colour alone"
    eyes.assert_readable(fig)


def test_tied_actors_share_a_rank_and_keep_rows_of_their_own(eyes: Any) -> None:
    fig = plot_ranks(ranks(), highlight=["a3"])
    eyes.assert_readable(fig)
    sentence, document = (c.get_offsets() for c in fig.axes[0].collections)
    assert sorted(sentence[:, 0]) == sorted(ranks()["rank_sentence"])
    assert sorted(document[:, 0]) == sorted(ranks()["rank_document"])
    assert len(set(sentence[:, 1])) == 32
    assert fig.axes[0].get_xticks().min() == 1 and fig.axes[0].get_xlim()[0] > 0
    bold = [t.get_text() for t in fig.axes[0].get_yticklabels() if t.get_fontweight() == "bold"]
    assert bold == ["Commission of Border Matters No. 3"]


def test_a_missing_rank_is_not_drawn() -> None:
    table = ranks(3).set_index("actor_id")
    table["rank_document"] = [1.0, np.nan, 2.0]
    document = plot_ranks(table).axes[0].collections[1].get_offsets()
    assert np.ma.count(document[:, 0]) == 2


def test_the_input_is_not_edited() -> None:
    given = ranks()
    plot_ranks(given)
    pd.testing.assert_frame_equal(given, ranks())


def test_hostile_names_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    mentions = pd.DataFrame({"actor_id": ["a"], "role": ["actor"]})
    names = pd.DataFrame({"label": [eyes.hostile]}, index=["a"])
    assert_harmless(plot_roles(mentions, names))


def test_hostile_names_of_ranks_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    assert_harmless(plot_ranks(ranks(2).assign(label=eyes.hostile)))
