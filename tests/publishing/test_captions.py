"""Captions are data: one template a figure and language, filled with the values of the notebook."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest

from borderlab.errors import BorderlabError
from borderlab.publishing.captions import caption
from borderlab.publishing.look import figure_style
from borderlab.publishing.narrative import LANGUAGES, templates

NAMES = sorted(name for name in templates("en", "captions") if not name.endswith(":alt"))


def values(name: str, number: int) -> dict[str, Any]:
    """Return a value for each field: a number where the template takes a noun with it."""
    fields = [
        (field, spec)
        for part in (name, f"{name}:alt")
        for lang in LANGUAGES
        for _, field, spec, _ in Formatter().parse(templates(lang, "captions")[part])
        if field
    ]
    counted = {field for field, spec in fields if spec}
    return {field: number if field in counted else "Zacatecas" for field, _ in fields}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_caption_and_an_alternative_text(name: str, lang: Any) -> None:
    for number in (1, 3):
        told = caption(name, lang=lang, **values(name, number))
        assert set(told) == {"caption", "alt"}
        for text in told.values():
            assert text.strip().endswith((".", "Zacatecas")) and not set("{}|") & set(text)


def test_the_language_is_that_of_the_style_around() -> None:
    counts = {"shown": 1, "total": 11, "texts": 5}
    assert caption("claims", **counts)["alt"].startswith("Table of 1 number of the 11")
    with figure_style(lang="es"):
        assert caption("claims", **counts)["alt"].startswith("Cuadro de 1 cifra de las 11")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(BorderlabError, match=r"no caption 'map'; there are timeline, calendar"):
        caption("map")
    with pytest.raises(BorderlabError, match="the caption 'claims' needs a value for 'texts'"):
        caption("claims", shown=1, total=2)


def test_a_measure_is_called_by_its_word() -> None:
    counts = {"stories": 4, "actors": 1, "widest": "Sonora", "low": 0, "high": 1}
    told = caption("leave_one_out", measure="betweenness", **counts, lang="es")
    assert told["caption"].startswith("Cambio de intermediación al omitir")
    assert "of my own of 1 actor " in caption("leave_one_out", measure="my own", **counts)["alt"]
