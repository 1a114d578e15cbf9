"""A timeline says when each text appeared, how that is known, and where none lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.dates import num2date

from borderlab.publishing.plot_style import PALE
from borderlab.publishing.plots_timeline import plot_timeline


def documents() -> pd.DataFrame:
    days = [("Gaceta 2021", "2021-12-16", "2021-12-16", "stated"),
            ("A Border Weekly of Some Renown 2023", "2023-04-28", "2023-04-28", "stated"),
            ("Diario 2024", "2024-10-01", "2025-01-07", "offices"),
            ("A text without a date", None, None, "unknown")]  # fmt: skip
    frame = pd.DataFrame(days, columns=["label", "from", "to", "published_basis"])
    return frame.assign(
        published_earliest=pd.to_datetime(frame.pop("from")),
        published_latest=pd.to_datetime(frame.pop("to")),
    )


def events(number: int = 18) -> pd.DataFrame:
    days = pd.date_range("2021-02-01", "2025-06-01", periods=number).normalize()
    later = days + pd.to_timedelta(np.arange(number) % 3 * 20, unit="D")
    labels = [
        f"Meeting {i} of the dialogue in the capital " + "on roads " * (i % 4)
        for i in range(number)
    ]
    return pd.DataFrame({"date_earliest": days, "date_latest": later, "label": labels})


def test_the_timeline_shows_gap_interval_and_undated_text(eyes: Any) -> None:
    fig = plot_timeline(documents(), events())
    eyes.assert_readable(fig)
    said = eyes.words(fig)
    assert "2022 (no text)" in said and "undated" in said
    assert "2024-10-01 to 2025-01-07, by the offices named" in said
    assert "2021-12-16, stated" in said
    assert "2023 (no text)" not in said and "2025 (no text)" not in said
    for axes in fig.axes:
        [shade] = [p for p in axes.patches if to_hex(p.get_facecolor()) == PALE]
        assert num2date(shade.get_x()).year == 2022


def test_what_is_known_from_outside_and_what_is_inferred_is_hollow(eyes: Any) -> None:
    outside = pd.Series(pd.to_datetime([None, "2023-04-01", "2024-10-25", "2022-02-02"]))
    texts = documents().assign(known_published_earliest=outside, known_published_latest=outside)
    fig = plot_timeline(texts, events(2).assign(certainty=["inferred", "verified"]))
    eyes.assert_readable(fig)
    top, bottom = fig.axes
    hollow = [mark for mark in top.lines if mark.get_markerfacecolor() == "white"]
    assert [f"{mark.get_xdata()[0]:%Y-%m-%d}" for mark in hollow] == ["2024-10-25"]
    assert [mark.get_markerfacecolor() for mark in bottom.lines] == ["white"]
    assert "event, day inferred" in eyes.words(fig)
    plain = eyes.words(plot_timeline(documents(), events(1)))
    assert "inferred" not in plain and "outside" not in plain, "the legend names what is not there"


@pytest.mark.parametrize("latest", [None, "2024-12-01", "no column"])
def test_a_bound_from_outside_is_not_drawn_as_a_day(eyes: Any, latest: str | None) -> None:
    texts = documents().assign(known_published_earliest=pd.Timestamp("2024-10-25"))
    if latest != "no column":
        texts["known_published_latest"] = pd.to_datetime(latest)
    fig = plot_timeline(texts, events(2), size="column")
    eyes.assert_readable(fig)
    *days, bound = fig.axes[0].lines
    assert {mark.get_marker() for mark in days} == {"o"} and len(days) == 2
    assert f"{bound.get_xdata()[0]:%Y-%m-%d}" == "2024-10-25"
    shape = bound.get_marker().vertices
    assert shape[:, 0].min() == 0 < shape[:, 0].max(), "begins at its day, open towards later"
    said = eyes.words(fig)
    assert "not before, from outside" in said and "known from outside" not in said


def test_events_are_named_in_the_language(eyes: Any) -> None:
    both = events(2).assign(label_es=["Reunión uno", ""])
    said = eyes.words(plot_timeline(documents(), both, lang="es"))
    assert "Reunión uno" in said and "Meeting 1" in said and "2022 (sin texto)" in said


def test_of_many_years_some_are_named(eyes: Any) -> None:
    days = pd.to_datetime(["1975-01-01", "1990-05-05", "2029-01-01"])
    many = events(3).assign(date_earliest=days, date_latest=days)
    eyes.assert_readable(plot_timeline(documents(), many, size="column"))


def test_a_timeline_without_any_date_is_still_a_figure(eyes: Any) -> None:
    fig = plot_timeline(documents().tail(1).drop(columns="published_basis"), events(0))
    assert "undated" in eyes.words(fig)


def test_hostile_labels_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    texts = documents().assign(label=eyes.hostile, published_basis=eyes.hostile)
    assert_harmless(plot_timeline(texts, events(2).assign(label=eyes.hostile)))
