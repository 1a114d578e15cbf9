"""What the tests of several modules share: a small figure, drawn and staged; eyes for a figure."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from borderlab.publishing.figures import figure_style, save_figure
from borderlab.publishing.manifest import write_manifest

HOSTILE = "<script> $x$ & $5 a\x07\u202eb\nnew"
SHOWN = "<script> $x$ & $5 a⟨U+0007⟩⟨U+202E⟩b new"


def _draw(staging: Path | None, name: str = "line", *, height: float = 2, **choices: Any) -> Any:
    with figure_style():
        fig = Figure(figsize=(1, 1))
        fig.subplots().plot([1, height])
    given = {
        "notebook": "01.ipynb",
        "caption": "A line.",
        "alt": "It rises.",
        "sources": {"a": "00"},
        "parameters": {},
    }
    return save_figure(fig, name, staging=staging, **{**given, **choices})


@cache
def _drawn(height: float) -> dict[str, bytes]:
    """Draw two figures once; the tests of folders need only their files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _draw(folder, height=height)
        _draw(folder, "other")
        write_manifest(folder)
        return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.fixture
def draw() -> Callable[..., Any]:
    """Return a function that draws a line and saves it."""
    return _draw


@pytest.fixture
def staged() -> Callable[..., Path]:
    """Return a function that fills a folder with two figures and their manifest."""

    def fill(folder: Path, height: float = 2) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in _drawn(height).items():
            (folder / name).write_bytes(content)
        return folder

    return fill


def _boxes(fig: Any) -> list[tuple[str, Any]]:
    """Return every visible text with the box it covers, in pixels."""
    drawn: list[Text] = []
    draw = Text.draw

    def record(text: Text, renderer: Any) -> None:
        drawn.append(text)
        draw(text, renderer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", record)
        fig.canvas.draw()
    texts = [t for t in drawn if t.get_visible() and t.get_text().strip()]
    return [(t.get_text(), t.get_window_extent()) for t in texts]


def _shared(a: Any, b: Any) -> float:
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    return max(width, 0) * max(height, 0)


def _overlaps(fig: Any) -> list[tuple[str, str]]:
    pairs = itertools.combinations(_boxes(fig), 2)
    return [(a, b) for (a, x), (b, y) in pairs if _shared(x, y) > 1]


def _cut(fig: Any) -> list[str]:
    page = fig.bbox
    return [
        text
        for text, box in _boxes(fig)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]


def _words(fig: Any) -> str:
    return " ".join(" ".join(t.get_text().split()) for t in fig.findobj(Text))


def _assert_readable(fig: Any) -> None:
    assert _overlaps(fig) == []
    assert _cut(fig) == []
    assert min(text.get_fontsize() for text in fig.findobj(Text)) >= 6
    width, height = fig.get_size_inches() * 2.54
    assert any(width == pytest.approx(cm) for cm in (8.9, 18.3)) or width / height == pytest.approx(
        16 / 9
    )


@pytest.fixture
def eyes() -> SimpleNamespace:
    """Return what tells whether a figure can be read, and what it says."""
    return SimpleNamespace(
        words=_words, overlaps=_overlaps, assert_readable=_assert_readable, hostile=HOSTILE
    )


@pytest.fixture
def assert_harmless(tmp_path: Path) -> Callable[[Any], None]:
    """Return the check of a figure whose labels are all hostile.

    Dollars stay dollars, what cannot be seen is named, and all three formats are written.
    """

    def check(fig: Any) -> None:
        said = _words(fig)
        assert SHOWN[:30] in said or "<script> $x$ & $5" in said
        assert "\\$" not in said and "\u202e" not in said
        assert not any(t.get_parse_math() for t in fig.findobj(Text) if "$" in t.get_text())
        save_figure(
            fig, "hostile", notebook="n", caption=HOSTILE, alt=HOSTILE, sources={}, parameters={},
            staging=tmp_path,
        )  # fmt: skip
        assert "<script>" not in (tmp_path / "hostile.svg").read_text(encoding="utf-8")
        assert len(list(tmp_path.iterdir())) == 4

    return check
