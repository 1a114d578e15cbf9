"""The chart of items prints its numbers, and a dash where a text reports nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from borderlab.publishing.plots_items import plot_items


def items(label: str = "Ports of entry and their roads, rails and bridges") -> pd.DataFrame:
    rows = 18
    return pd.DataFrame({
        "pillar": [1 + i // 5 for i in range(rows)],
        "pillar_label": ["The pillar" + " of shared prosperity" * (i // 5) for i in range(rows)],
        "item": [f"item-{i:02d}" for i in range(rows)],
        "label": [label[: 12 + 3 * i] for i in range(rows)],
        "sentences_2021": [i % 3 for i in range(rows)],
        "sentences_2023": [i % 12 for i in range(rows)],
        "status": ["reported in both" if i % 3 else "reported in 2023 only" for i in range(rows)],
        "agenda_since": ["2021-09-09" if i % 2 else np.nan for i in range(rows)],
    })  # fmt: skip


def test_items_print_the_number_beside_the_dot_and_a_dash_for_none(eyes: Any) -> None:
    fig = plot_items(items())
    eyes.assert_readable(fig)
    numbers = [t.get_text() for t in fig.axes[0].texts if t.get_text().isdigit()]
    table = items()
    both = [*table["sentences_2021"], *table["sentences_2023"]]
    assert sorted(map(int, numbers)) == sorted(n for n in both if n)
    dashes = sum(t.get_text() == "–" for t in fig.axes[0].texts)
    assert dashes == both.count(0) + table["agenda_since"].isna().sum()


def test_items_take_the_years_they_are_given(eyes: Any) -> None:
    fig = plot_items(items().rename(columns={"sentences_2021": "sentences_2022"}))
    assert "text of 2022" in eyes.words(fig) and "text of 2021" not in eyes.words(fig)


def test_the_input_is_not_edited() -> None:
    given = items()
    plot_items(given)
    pd.testing.assert_frame_equal(given, items())


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    columns = ("label", "pillar_label", "status", "agenda_since")
    assert_harmless(plot_items(items().assign(**dict.fromkeys(columns, eyes.hostile))))
