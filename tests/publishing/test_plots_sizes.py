"""Every figure of the study can be read in a column, on a page and on a slide, in two languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

import borderlab as bl

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "es")
#: what a Spanish figure says that an English one does not
SPANISH = {
    "agenda": "tema", "claims": "cifra", "flows": "texto de 2021", "items": "en ambos",
    "left_out": "fuerza", "matrix": "pilar", "network": "persona", "ranks": "por oración",
    "roles": "menciones", "specifications": "vale en", "stability": "unidades",
    "timeline": "sin fecha|día de publicación",
}  # fmt: skip


@cache
def plots() -> dict[str, Callable[..., Figure]]:
    study = bl.open_study(ROOT)
    book, documents = study.codebook, study.corpus.documents
    graph, units = study.graph(), study.incidence()
    items = bl.item_evolution(study.codings, study.corpus, book)
    names: dict[str, Any] = {"labels": book.items, "pillars": book.pillars}
    alone = bl.leave_one_out(units, measures=["strength"]).nlargest(12, "estimate")
    stable = bl.bootstrap_centrality(units, measures=["strength"]).nlargest(12, "estimate")
    counts = bl.actor_pillars(study.codings, study.mentions, book, by="mention")
    rank = alone["estimate"].rank(method="min", ascending=False)
    ranks = alone.assign(label=alone["actor_id"], rank_sentence=rank, rank_document=rank)
    often = study.mentions["actor_id"].value_counts().head(20).index  # all take seconds to draw
    mentions = study.mentions[study.mentions["actor_id"].isin(often)]
    stories = documents.groupby("story_id")["label"].agg(", ".join)
    tested = bl.edge_significance(study.incidence(collectives=False))
    runs = pd.DataFrame({
        "specification": range(1, 41), "unit": ["sentence", "document"] * 20,
        "collectives": [True, True, False, False] * 10, "status": "run",
        "holds": pd.array([True, False, True, True] * 10, "boolean"),
        "value": [i / 7 for i in range(40)], "why": None,
    })  # fmt: skip
    return {
        "agenda": lambda **how: bl.plot_items(items, agenda=book.agenda, **names, **how),
        "claims": lambda **how: bl.plot_claims(
            study.claims, actors=book.actors, documents=documents, **how
        ),
        "flows": lambda **how: bl.plot_item_flows(items, **names, **how),
        "items": lambda **how: bl.plot_items(items, **names, **how),
        "left_out": lambda **how: bl.plot_leave_one_out(
            alone, labels=book.actors, stories=stories, **how
        ),
        "matrix": lambda **how: bl.plot_actor_pillars(
            counts, labels=book.actors, pillars=book.pillars, **how
        ),
        "network": lambda **how: bl.plot_network(
            graph, study.layout, tested=tested, labels=book.actors, **how
        ),
        "ranks": lambda **how: bl.plot_ranks(ranks, labels=book.actors, **how),
        "roles": lambda **how: bl.plot_roles(mentions, book.actors, **how),
        "specifications": lambda **how: bl.plot_specifications(runs, **how),
        "stability": lambda **how: bl.plot_stability(
            stable, labels=book.actors, left_out=alone, **how
        ),
        "timeline": lambda **how: bl.plot_timeline(documents, book.events, **how),
    }


@pytest.mark.parametrize("size", ["column", "page", "slide"])
@pytest.mark.parametrize("name", sorted(SPANISH))
def test_nothing_is_cut_or_overlaps_or_is_too_small(name: str, size: str, eyes: Any) -> None:
    said = {}
    for lang in LANGUAGES:
        fig = plots()[name](size=size, lang=lang)
        eyes.assert_readable(fig)
        said[lang] = eyes.words(fig)
    assert any(word in said["es"] for word in SPANISH[name].split("|"))
    assert not any(word in said["en"] for word in SPANISH[name].split("|"))
    assert "labels left out" not in said["en"] and "omitidos" not in said["es"]
