"""Actors by pillars: every count is printed, and dark is many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from borderlab.publishing.plots_matrix import plot_actor_pillars


def counts(actors: int = 14) -> pd.DataFrame:
    numbers = np.random.default_rng(4).integers(0, 6, (actors, 5))
    index = pd.Index([f"a{i}" for i in range(actors)], name="actor_id")
    return pd.DataFrame(numbers, index, range(5))


PILLARS = pd.DataFrame({
    "label": [f"Pillar of shared prosperity {'and roads ' * i}" for i in range(5)],
    "label_es": [f"Pilar {i}" for i in range(5)],
})  # fmt: skip


def test_every_count_stands_in_its_cell_and_its_shade_grows_with_it(eyes: Any) -> None:
    table = counts()
    fig = plot_actor_pillars(table, labels={"a0": "Secretariat of Economy"}, pillars=PILLARS)
    eyes.assert_readable(fig)
    axes = fig.axes[0]
    cells = {t.get_position(): t.get_text() for t in axes.texts}
    shades: dict[int, set[float]] = {}
    for row, values in enumerate(table.to_numpy()):
        for column, n in enumerate(values):
            assert cells[(column, row)] == (str(n) if n else "–")
    for bar in axes.patches:
        row, column = round(bar.get_y() + bar.get_height() / 2), round(bar.get_x() + 0.47)
        grey = round(float(np.dot(bar.get_facecolor()[:3], [0.299, 0.587, 0.114])), 3)
        shades.setdefault(int(table.to_numpy()[row, column]), set()).add(grey)
    assert 0 not in shades and all(len(greys) == 1 for greys in shades.values())
    ordered = [greys.pop() for _, greys in sorted(shades.items())]
    assert ordered == sorted(ordered, reverse=True)
    assert axes.get_yticklabels()[0].get_text() == "Secretariat of Economy"


def test_numbers_can_be_read_on_their_shade() -> None:
    """The contrast of print is that of the web: 4.5 to 1."""

    def light(colour: Any) -> float:
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    from matplotlib.colors import to_rgb

    axes = plot_actor_pillars(pd.DataFrame([list(range(1, 21))], ["a"])).axes[0]
    for bar, text in zip(axes.patches, axes.texts, strict=True):
        pair = sorted((light(bar.get_facecolor()), light(to_rgb(text.get_color()))))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, text.get_text()


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (0, 0)])
def test_small_tables_are_small_figures(eyes: Any, shape: tuple[int, int]) -> None:
    table = pd.DataFrame(np.ones(shape, int), [f"a{i}" for i in range(shape[0])])
    eyes.assert_readable(plot_actor_pillars(table, pillars=PILLARS, size="column", lang="es"))


def test_hostile_names_are_drawn_as_they_are(eyes: Any, assert_harmless: Any) -> None:
    table = counts(1)
    names = PILLARS.assign(label=eyes.hostile)
    assert_harmless(plot_actor_pillars(table, labels={"a0": eyes.hostile}, pillars=names))
