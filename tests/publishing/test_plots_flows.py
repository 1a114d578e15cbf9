"""Flows of items: a band joins what both texts report, and nothing else is joined."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import PathPatch

from borderlab.publishing.plots_flows import plot_item_flows

COUNTS = [(1, 2, 3), (1, 0, 4), (1, 5, 0), (2, 1, 1), (2, 0, 0), (3, 0, 0), (4, 6, 0)]


def items(label: str = "Ports of entry and their roads") -> pd.DataFrame:
    return pd.DataFrame({
        "pillar": [pillar for pillar, *_ in COUNTS],
        "pillar_label": [f"The pillar number {p} of shared prosperity" for p, *_ in COUNTS],
        "item": [f"item-{i}" for i in range(len(COUNTS))],
        "label": [f"{label} {i}" for i in range(len(COUNTS))],
        "sentences_2021": [before for _, before, _ in COUNTS],
        "sentences_2023": [after for *_, after in COUNTS],
    })  # fmt: skip


def test_a_band_joins_an_item_of_both_texts_and_the_counts_stand_at_its_ends(eyes: Any) -> None:
    fig = plot_item_flows(items())
    eyes.assert_readable(fig)
    axes = fig.axes[0]
    bands = [p for p in axes.patches if isinstance(p, PathPatch)]
    assert len(bands) == sum(before > 0 and after > 0 for _, before, after in COUNTS)
    middle = axes.get_xlim()[1] / 2
    ends = [(t.get_position(), int(t.get_text())) for t in axes.texts if t.get_text().isdigit()]
    left = sorted(n for (x, _), n in ends if x < middle)
    right = sorted(n for (x, _), n in ends if x > middle)
    assert left == sorted(n for _, n, _ in COUNTS if n)
    assert right == sorted(n for *_, n in COUNTS if n)
    for band in bands:
        heights = {round(y, 6) for _, y in band.get_path().vertices}
        assert heights <= {round(y, 6) for (_, y), _ in ends}


def test_items_of_one_text_end_in_the_open(eyes: Any) -> None:
    axes = plot_item_flows(items()).axes[0]
    open_ends = [line for line in axes.lines if line.get_marker() == "D"]
    assert len(open_ends) == sum((before > 0) != (after > 0) for _, before, after in COUNTS)


def test_items_of_neither_text_are_listed_and_their_pillar_has_no_block(eyes: Any) -> None:
    said = eyes.words(plot_item_flows(items("Roads")))
    assert "Reported in neither text: Roads 4, Roads 5" in said and "number 3" not in said
    assert "neither" not in eyes.words(plot_item_flows(items().head(4)))


def test_names_come_in_the_language(eyes: Any) -> None:
    names = pd.DataFrame({"label": ["x"], "label_es": ["Puertos"]}, index=["item-0"])
    pillars = pd.DataFrame({"label": ["y"], "label_es": ["Reconstruir"]}, index=[1])
    said = eyes.words(plot_item_flows(items(), labels=names, pillars=pillars, lang="es"))
    assert "Puertos" in said and "1 Reconstruir" in said and "texto de 2023" in said


@pytest.mark.parametrize("rows", [0, 1])
def test_few_items_are_a_small_figure(eyes: Any, rows: int) -> None:
    eyes.assert_readable(plot_item_flows(items().head(rows), size="column"))


def test_other_than_two_years_are_refused() -> None:
    with pytest.raises(ValueError, match="items: 1 years; keep the sentences_<year> of two"):
        plot_item_flows(items().drop(columns="sentences_2021"))


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    assert_harmless(plot_item_flows(items().assign(label=eyes.hostile, pillar_label=eyes.hostile)))
