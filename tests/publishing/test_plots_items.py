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


AGENDA = pd.DataFrame({
    "date": ["2021-09-09", "2022-09-12", "2022-04-01", "2023-01-01", "2024-04-19"],
    "item": ["item-00", "item-00", "", "item-03", "item-05"],
})  # fmt: skip


def test_beside_the_agenda_the_year_without_a_text_is_a_hatched_gap(eyes: Any) -> None:
    fig = plot_items(items(), agenda=AGENDA)
    eyes.assert_readable(fig)
    said = eyes.words(fig)
    assert "2022: no text" in said and "text of 2021" in said and "2024" not in said
    hatched = [p for p in fig.axes[0].patches if p.get_hatch()]
    squares = [p for p in fig.axes[0].patches if not p.get_hatch()]
    assert len(hatched) == 1 and len(squares) == 3, "agenda of 2021, 2022 and 2023"
    gap = hatched[0].get_x() + hatched[0].get_width() / 2
    assert [abs(p.get_x() + p.get_width() / 2 - gap) < 1e-6 for p in squares].count(True) == 1


def test_without_a_gap_none_is_explained(eyes: Any) -> None:
    table = items().assign(sentences_2022=1)
    fig = plot_items(table, agenda=AGENDA)
    assert "no text" not in eyes.words(fig)


def test_status_and_names_come_in_the_language(eyes: Any) -> None:
    table = items().assign(status=["in both", "only in the 2023 text"] * 9)
    names = pd.DataFrame({"label": ["x"], "label_es": ["Puertos"]}, index=["item-00"])
    said = eyes.words(plot_items(table, labels=names, lang="es"))
    assert "en ambos" in said and "solo en el texto de 2023" in said and "Puertos" in said


def test_few_items_are_a_small_figure(eyes: Any) -> None:
    for rows in (0, 1):
        eyes.assert_readable(plot_items(items().head(rows), agenda=AGENDA, size="column"))
