"""Claims: what a text says is its own words, status has a shape, and none is left out unsaid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from borderlab.publishing.plots_claims import plot_claims

STATES = ["realised", np.nan, "announced", "committed"]


def claims(number: int = 14) -> pd.DataFrame:
    return pd.DataFrame({
        "doc_id": [f"d{i % 3}" for i in range(number)],
        "surface": [f"{i + 1} billion U.S. dollars" for i in range(number)],
        "value": [1e9 * (i + 1) for i in range(number)],
        "unit": ["USD", "companies"] * (number // 2) + ["USD"] * (number % 2),
        "of_what": ["private investment in bridges " * (1 + i % 3) for i in range(number)],
        "speaker": [np.nan if i % 4 else "mx|us" for i in range(number)],
        "status": [STATES[i % 4] for i in range(number)],
    })  # fmt: skip


ACTORS = pd.DataFrame({"label": ["Mexico"], "label_es": ["México"]}, index=["mx"])
TEXTS = pd.DataFrame({"label": ["Gaceta 2021", "Diario 2023"]}, index=["d0", "d1"])


def drawn(fig: Any) -> list[str]:
    return [t.get_text() for t in fig.axes[0].texts if "billion" in t.get_text()]


def test_ten_claims_are_drawn_by_status_and_unit_the_largest_first(eyes: Any) -> None:
    table = claims()
    fig = plot_claims(table, actors=ACTORS, documents=TEXTS)
    eyes.assert_readable(fig)
    said = eyes.words(fig)
    assert "further claims left out: 4" in said and "Mexico, us" in said and "d2" in said
    rank = table["status"].map({"announced": 0, "committed": 1, "realised": 2}).fillna(3)
    expected = table.assign(rank=rank, minus=-table["value"]).sort_values(["rank", "unit", "minus"])
    shown = [" ".join(text.split()) for text in drawn(fig)]
    assert shown == expected["surface"].head(10).tolist()


def test_status_is_told_by_shape_and_lightness_and_counted_over_all_claims(eyes: Any) -> None:
    fig = plot_claims(claims())
    marks = {
        (len(c.get_paths()[0].vertices), tuple(c.get_facecolor()[0]))
        for c in fig.axes[0].collections
    }
    greys = sorted(float(np.dot(colour[:3], [0.299, 0.587, 0.114])) for _, colour in marks)
    assert min(np.diff(greys)) > 0.05 and len(marks) == 3
    assert "announced: 3" in eyes.words(fig) and "no status told: 4" in eyes.words(fig)


@pytest.mark.parametrize("number", [0, 1])
def test_few_claims_are_a_small_figure(eyes: Any, number: int) -> None:
    fig = plot_claims(claims(number), lang="es", size="column")
    eyes.assert_readable(fig)
    assert len(drawn(fig)) == number and "omitidas" not in eyes.words(fig)


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="find_claims"):
        plot_claims(pd.DataFrame({"doc_id": []}))


def test_the_input_is_not_edited() -> None:
    given = claims()
    plot_claims(given)
    pd.testing.assert_frame_equal(given, claims())


def test_hostile_words_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    columns = ("surface", "of_what", "speaker", "status", "unit", "doc_id")
    assert_harmless(plot_claims(claims(2).assign(**dict.fromkeys(columns, eyes.hostile))))
