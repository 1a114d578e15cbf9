"""The headlines of a study as findings: when each holds, when not, and when it says nothing."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import borderlab as bl
from borderlab.errors import BorderlabError
from borderlab.networks import findings
from borderlab.networks.centrality import centrality, rank_table
from borderlab.networks.findings import (
    centre,
    no_significant_tie,
    same_pillars_other_items,
    unranked,
)
from borderlab.networks.graphs import net_of
from borderlab.networks.incidence import incidence
from borderlab.networks.measures import net_measures
from borderlab.networks.resampling import Resamples, resampled_graphs
from borderlab.networks.robustness import robustness
from borderlab.tables import Corpus

ROOT = Path(__file__).parents[2]


def units_of(make, sentences, codebook=None):
    corpus, mentions = make([[sentences]])
    return incidence(mentions, corpus, codebook)


@pytest.mark.parametrize(("sentences", "holds", "value"), [
    # 3 and 3 against 2
    ([{"a", "b"}, {"a", "b"}, {"a", "c"}, {"b", "c"}], True, 1 / 3),
    # both first, in the other order and unequal: 4, 3 against 1
    ([{"a", "b"}] * 3 + [{"a", "c"}], True, 2 / 3),
    # the second shares its place with a third: 2, 1, 1
    ([{"a", "b"}, {"a", "c"}], False, 0.0),
    # the other leads: 1, 1 against 4
    ([{"c", "d"}] * 4 + [{"a", "b"}], False, -3 / 4),
    # one of the two is not named
    ([{"a", "c"}], False, -1.0),
    # nobody is tied to anybody
    ([{"a"}, {"b"}, {"c"}], False, 0.0),
    # nobody else is named, or nobody at all
    ([{"a", "b"}], None, None),
    ([set()], None, None),
])  # fmt: skip
def test_the_centre_is_first_and_ties_with_others_are_not_first(make, sentences, holds, value):
    found, lead = centre(["b", "a"]).judge(units_of(make, sentences))
    assert found is holds
    assert lead == pytest.approx(value) if value is not None else pd.isna(lead)


def test_a_low_constraint_is_the_first_and_its_lead_has_the_right_sign(make):
    star = units_of(make, [{"hub", "a"}, {"hub", "b"}, {"hub", "c"}])
    assert centre(["hub"], measure="constraint").judge(star) == (True, pytest.approx(2 / 3))
    assert centre(["a"], measure="constraint").judge(star)[1] < 0


def test_options_without_a_distance_are_inadmissible_and_degree_has_no_weight(make, registry):
    corpus, mentions = make([[[{"a", "b"}, {"a", "b"}, {"a", "c"}]]])
    book = registry([{"actor_id": actor} for actor in "abc"])
    grid = {
        "measure": ["strength", "betweenness", "degree"], "weight": ["count", "association", "pmi"]
    }  # fmt: skip
    table = robustness(mentions, corpus, book, centre(["a"]), grid)
    assert table["status"].tolist() == [
        "run", "run", "run", "run", "inadmissible", "inadmissible", "run", "same as 7", "same as 7"
    ]  # fmt: skip
    assert table["why"].dropna().iloc[0] == "betweenness is not defined for weight='association'"


def stub(monkeypatch, module: str, **functions) -> None:
    monkeypatch.setitem(sys.modules, f"borderlab.networks.{module}", SimpleNamespace(**functions))


def graph(*edges: tuple[str, str, int]) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(["ana", "eva", "firm"], units=1)
    made.add_weighted_edges_from(edges)
    return made


LED = graph(("ana", "firm", 3), ("eva", "firm", 1))
TIE = graph(("ana", "firm", 1), ("eva", "firm", 1))


@pytest.mark.parametrize(("resamples", "holds", "value"), [
    ([(LED, 95), (TIE, 5)], False, 0.95),  # 95% is enough to be ranked
    ([(LED, 94), (TIE, 6)], True, 0.94),
    ([(TIE, 100)], True, 0.0),  # at the top together is not above all others
    ([(graph(), 100)], True, 0.0),
])  # fmt: skip
def test_a_person_is_ranked_first_above_all_other_persons_only(
    make, registry, monkeypatch, resamples, holds, value
):
    """The firm, which leads throughout, is no person and stands in nobody's way."""
    kinds = {"ana": "person", "eva": "person", "firm": "organisation"}
    book = registry([{"actor_id": a, "kind": kind} for a, kind in kinds.items()])
    drawn = Resamples(np.ones((len(resamples), 1)), np.array([n for _, n in resamples]), 100)
    measured = [net_measures(net_of(graph), ["strength"])["strength"] for graph, _ in resamples]
    monkeypatch.setattr(findings, "draw_resamples", lambda *given: drawn)
    monkeypatch.setattr(findings, "_resampled", lambda *given: map(np.array, measured))
    units = units_of(make, [{"ana", "eva", "firm"}], book)
    assert unranked().judge(units) == (holds, pytest.approx(value))
    assert unranked("organisation").judge(units)[0] is None, "one alone cannot be ranked"


@pytest.mark.parametrize("measure", ["strength", "degree", "constraint", "eigenvector"])
def test_who_is_first_is_who_the_table_of_each_resample_says(
    reference, reference_codebook, measure
):
    """Without a value one is neither first nor in the way: constraint of who has no ties."""
    units = incidence(*reference[::-1], reference_codebook)
    shares = Counter()
    for graph, chance in resampled_graphs(units):
        ranks = rank_table(centrality(graph, measures=[measure]))[measure].dropna()
        if (ranks == 1).sum() == 1:
            shares[ranks.idxmin()] += chance
    top = max(shares.values(), default=0)
    assert unranked(measure=measure).judge(units) == (top < 0.95, pytest.approx(top))


def test_kinds_need_the_codebook(make):
    with pytest.raises(BorderlabError, match="pass it to incidence"):
        unranked().judge(units_of(make, [{"ana", "eva"}]))


def test_ties_are_tested_without_collectives_only(make, registry, monkeypatch):
    def tested(units, *, population, strata, alpha):
        return (population == "named") + (alpha > 0.5)

    stub(monkeypatch, "significance", count_significant=tested)
    corpus, mentions = make([[[{"a", "b"}, {"a"}]]])
    mentions.loc["d0:m0", "form"] = "collective"
    book = registry([{"actor_id": actor} for actor in "ab"])
    grid = {"collectives": [False, True], "population": ["all", "named"]}
    table = robustness(mentions, corpus, book, no_significant_tie(), grid)
    assert table["status"].tolist() == ["run", "run", "inadmissible", "inadmissible"]
    assert table["why"].iloc[2].startswith("ties are tested without collectives")
    assert table["holds"].dropna().tolist() == [True, False]
    assert table["value"].dropna().tolist() == [0, 1]
    assert no_significant_tie(alpha=0.6).judge(incidence(mentions, corpus)) == (False, 1)


def test_echoes_that_change_no_unit_still_change_the_strata(make, registry, monkeypatch):
    """Joined by echo, texts of one story are one stratum, so that the test is another."""
    told = []

    def tested(units, *, population, strata, alpha):
        told.append(strata)
        return 0

    stub(monkeypatch, "significance", count_significant=tested)
    corpus, mentions = make([[[{"a", "b"}]], [[{"a"}]]], stories=["s", "s"])
    grid = {"collectives": [False], "duplicates": ["keep", "echo"]}
    book = registry([{"actor_id": actor} for actor in "ab"])
    table = robustness(mentions, corpus, book, no_significant_tie(), grid)
    assert table["status"].tolist() == ["run", "run"] and told == [None, "story"]


YEARS = {"old": 2021, "new": 2023, "open": None}


@pytest.fixture
def dialogue(registry):
    """One text of 2021, one of 2023 and one without a year."""
    days = pd.to_datetime([f"{y}-05-01" if y else None for y in YEARS.values()])
    texts = pd.DataFrame({"published_earliest": days, "published_latest": days}, index=list(YEARS))
    texts.loc["open"] = pd.to_datetime(["2023-12-01", "2024-01-31"])  # either year
    empty = pd.DataFrame()
    return Corpus(texts, empty, empty, empty), registry([{"actor_id": "a"}])


def codes(*rows: str, items: bool = True) -> pd.DataFrame:
    """Make codings of words like ``old 1 ports stated``; ``-`` is no item."""
    frame = pd.DataFrame([r.split() for r in rows], columns=["doc_id", "pillar", "item", "basis"])
    frame = frame.astype({"pillar": "int64"}).replace({"item": {"-": None}})
    frame["sentence_id"] = frame["doc_id"] + ":s" + frame["pillar"].astype("str")
    return frame if items else frame.drop(columns="item")


BOTH = ("old 1 ports stated", "old 2 jobs content", "new 1 ports content", "new 2 - content")


@pytest.mark.parametrize(("rows", "holds", "value"), [
    (codes(*BOTH), True, 1),
    (codes(*BOTH, "new 2 jobs content"), False, 0),  # the same items
    (codes(*BOTH[:3]), False, 1),  # pillar 2 is missing in 2023
    (codes(*BOTH[:3], "open 2 chips content"), False, 1),  # a text without a year fills no gap
    (codes(*BOTH, "new 0 talks content"), True, 1),  # an item of no pillar asked for
    (codes(*BOTH, items=False), None, None),  # a reader who coded no items
    (codes(*BOTH[:3], items=False), False, None),  # but who can refute the first half
    (codes(*BOTH[:2]), None, None),  # nothing is known of 2023
])  # fmt: skip
def test_texts_touch_the_same_pillars_and_differ_in_items(dialogue, rows, holds, value):
    finding = same_pillars_other_items(pillars=(1, 2))
    found, number = finding.judge(finding.subject(rows, *dialogue))
    assert found is holds
    assert number == value if value is not None else pd.isna(number)


def test_codings_are_judged_by_the_same_machinery(dialogue):
    tables = {
        "rules": codes(*BOTH),
        "again": codes(*BOTH[::-1]),
        "reader": codes(*BOTH, items=False),
    }
    finding = same_pillars_other_items(pillars=(1, 2))
    grid = {"basis": ["any", "content", "stated"]}
    table = robustness(tables, *dialogue, finding, grid)
    assert (
        table["status"].str.startswith("same as").tolist() == [False] * 3 + [True] * 3 + [False] * 3
    )
    judged = table.set_index(["coding", "basis"])["holds"]
    assert judged["rules", "any"] and not judged["rules", "content"]
    assert judged.isna().tolist() == [False, False, True, True, True, True, True, False, True]


def test_the_reference_coding_of_the_seeds_feeds_the_networks():
    """32 actors and 77 ties of weight 132, as the reference fixture counts them by hand."""
    study = bl.open_study(ROOT)
    read = bl.read_reference(ROOT / "tests/data/reference", study.corpus)["mentions"]
    mentions = bl.to_mentions(read.assign(rule="reference"), study.corpus)
    edges = bl.cooccurrence(units := bl.incidence(mentions, study.corpus, study.codebook))
    assert (len(units.actors), len(edges), edges["weight"].sum()) == (32, 77, 132)
