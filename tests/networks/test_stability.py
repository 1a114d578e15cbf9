"""What resamples say about a rank equals what a reader counts over all ordered draws."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

import borderlab as bl
from borderlab.errors import BorderlabError, UnknownActorError
from borderlab.networks.centrality import MEASURES, centrality
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.correlation import beside_mentions
from borderlab.networks.grouping import groups_of
from borderlab.networks.incidence import incidence
from borderlab.networks.resampling import Resamples, draw_resamples
from borderlab.networks.stability import _interval, _listed, bootstrap_centrality
from borderlab.tables import Incidence

ALL = (*MEASURES, "units")
TEXTS = st.lists(
    st.lists(st.sets(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=2),
    min_size=3, max_size=3,
)  # fmt: skip


def of(make, texts: list[list[set[str]]]) -> Incidence:
    corpus, mentions = make([[text] for text in texts])
    return incidence(mentions, corpus)


def network(units: Incidence):
    return to_graph(cooccurrence(units), units)


def by_hand(texts: list[list[set[str]]], actors: list[str], make) -> dict[str, dict[str, float]]:
    """Measure texts typed in as they come; absent actors have 0, and the worst constraint."""
    units = of(make, texts)
    graph = network(units)
    counts = dict(graph.nodes(data="units"))
    graph.add_nodes_from(actors)
    scores = centrality(graph)
    found = {
        m: dict(zip(p.actor_id, p.estimate, strict=True)) for m, p in scores.groupby("measure")
    }
    found["units"] = {actor: float(counts.get(actor, 0)) for actor in actors}
    for measure, values in found.items():
        for actor, value in values.items():
            if measure == "constraint":
                value = -value if counts.get(actor) and value == value else -np.inf
            elif value != value or not counts.get(actor):
                value = 0.0
            values[actor] = value
    return found


def rank(values: dict[str, float], actor: str) -> int:
    return 1 + sum(value > values[actor] for value in values.values())


@settings(max_examples=4, deadline=None)
@given(texts=TEXTS)
def test_shares_and_rank_sets_equal_a_count_over_all_ordered_draws(make, texts):
    units = of(make, texts)
    actors = list(units.actors.index)
    whole = by_hand(texts, actors, make)
    seen = {
        tuple(taken): by_hand([texts[g] for g in taken], actors, make)
        for taken in combinations_with_replacement(range(3), 3)
    }
    draws = [seen[tuple(sorted(d))] for d in product(range(3), repeat=3)]
    found = bootstrap_centrality(units, measures=ALL).set_index(["measure", "actor_id"])
    assert len(found) == len(actors) * len(ALL)
    for (measure, actor), row in found.iterrows():
        ranks = [rank(draw[measure], actor) for draw in draws]
        named = [draw["units"][actor] > 0 for draw in draws]
        mine = rank(whole[measure], actor)
        stands = [n and r <= mine for n, r in zip(named, ranks, strict=True)]
        others = [o for o in actors if o != actor]
        above = [np.mean([d[measure][o] > d[measure][actor] for d in draws]) for o in others]
        below = [np.mean([d[measure][o] < d[measure][actor] for d in draws]) for o in others]
        assert row["present"] == pytest.approx(np.mean(named))
        assert row["stability"] == pytest.approx(np.mean(stands))
        assert row["rank_low"] == 1 + sum(share >= 0.95 for share in above)
        assert row["rank_high"] == len(actors) - sum(share >= 0.95 for share in below)
        assert row["units"] == whole["units"][actor]


@pytest.mark.parametrize("weight", ["count", "newman"])
def test_estimates_are_those_of_centrality(reference, reference_codebook, weight):
    units = incidence(*reference[::-1], reference_codebook)
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    found = bootstrap_centrality(units, weight=weight)
    by = ["actor_id", "measure"]
    expected = centrality(graph)
    same = found.sort_values(by, ignore_index=True)[expected.columns]
    pd.testing.assert_frame_equal(same, expected, atol=1e-11)


#: three stories that all name a with b and b with c, so that b leads in whatever is drawn
SURE = [[{"a", "b"}, {"b", "c"}]] * 3


def test_whoever_leads_in_every_story_has_the_first_rank_and_no_other(make):
    found = bootstrap_centrality(of(make, SURE), measures=["strength"])
    assert found["actor_id"].tolist() == ["b", "a", "c"], "the leader, then the tied by name"
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 3], [2, 3]]
    assert (found["stability"] == 1).all(), "tied ranks are kept too"
    assert (found["present"] == 1).all()


def test_an_actor_of_one_story_is_absent_as_often_as_its_story_is(make):
    texts = [[{"a", "b"}], [{"c", "d"}], [{"c", "d"}], [{"c", "d"}]]
    found = bootstrap_centrality(of(make, texts), measures=ALL).set_index(["measure", "actor_id"])
    assert found.loc[("strength", "a"), "present"] == round(1 - (3 / 4) ** 4, 12)
    row = found.loc[("pagerank", "a")]
    assert row["stability"] <= row["present"], "who is absent holds no rank"
    # absent in 32% of the resamples, and below c then: so never above it in 95%
    assert row["rank_high"] == 4


def test_ties_are_neither_above_nor_below(make):
    found = bootstrap_centrality(of(make, [[{"a", "b"}]] * 2), measures=["degree"])
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_low_constraint_is_high(make):
    found = bootstrap_centrality(of(make, SURE), measures=["constraint"])
    assert found["actor_id"].tolist() == ["b", "a", "c"]
    assert found.loc[0, "estimate"] == 0.5
    alone = bootstrap_centrality(of(make, [[{"a", "b"}, {"z"}]] * 2), measures=["constraint"])
    assert alone["actor_id"].tolist() == ["a", "b", "z"]
    assert alone["rank_low"].tolist() == [1, 1, 3], "without ties one stands last"
    assert alone["estimate"].isna().tolist() == [False, False, True]


def test_sets_that_overlap_through_others_are_one_block_by_name():
    sets = {"d": (1, 2), "c": (2, 4), "b": (4, 5), "f": (6, 6), "a": (7, 8), "e": (7, 8)}
    rows = [{"actor_id": a, "rank_low": lo, "rank_high": hi} for a, (lo, hi) in sets.items()]
    assert _listed(pd.DataFrame(rows))["actor_id"].tolist() == ["b", "c", "d", "f", "a", "e"]


def stories(n: int) -> list[list[set[str]]]:
    return [[{"a", "b"}, {"b"}] if d % 3 else [{"b", "c"}, {"a", "c"}] for d in range(n)]


def test_intervals_from_ten_stories_on_and_for_sums_only(make):
    nine, ten = (
        bootstrap_centrality(of(make, stories(n)), measures=ALL, resamples=60, rng=1)
        for n in (9, 10)
    )
    assert nine[["low", "high"]].isna().all(axis=None)
    has = ten.dropna(subset=["low", "high"])
    assert set(has["measure"]) == {"strength", "units"}
    assert len(has) == 6
    assert ((has["low"] <= has["estimate"]) & (has["estimate"] <= has["high"])).all()
    assert (
        ten.loc[~ten["measure"].isin(["strength", "units"]), ["low", "high"]].isna().all(axis=None)
    )


def test_the_interval_is_that_of_the_resamples_written_out(make):
    units = of(make, stories(11))
    found = bootstrap_centrality(units, measures=["units"], resamples=80, rng=4)
    chosen = draw_resamples(units, "story", 80, 4)
    per = np.array([[1, 1 + (d % 3 != 0), 2 * (d % 3 == 0)] for d in range(11)])
    order = [int(name[1:]) for name in groups_of(units, "story")[1]]
    drawn = np.repeat(chosen.times @ per[order], chosen.chances, axis=0)
    assert len(drawn) == 80
    ends = np.quantile(drawn, [0.025, 0.975], axis=0, method="inverted_cdf")
    mine = found.set_index("actor_id").loc[["a", "b", "c"], ["low", "high"]]
    assert mine.to_numpy().T.tolist() == ends.tolist()


def test_resampling_intervals_cover_what_they_should():
    """Of 300 studies of 30 documents each, some 95% hold the true sum; percentiles fall short."""
    rng = np.random.default_rng(2021)
    held = []
    for _ in range(300):
        counts = rng.poisson(2, size=(30, 1))
        times = rng.multinomial(30, [1 / 30] * 30, size=400)
        drawn = (times @ counts).astype(float)
        ends = _interval(drawn, Resamples(times, np.ones(400, dtype="int64"), 400), False)
        held.append(ends["low"][0] <= 60 <= ends["high"][0])
    assert 0.90 <= np.mean(held) <= 0.97


SOME = ("betweenness", "strength", "units")


def test_drawing_comes_near_to_listing_all(make, monkeypatch):
    units = of(make, [[{"a", "b"}], [{"b", "c"}], [{"c", "d"}], [{"a", "d"}, {"a"}], [{"e", "a"}]])
    listed = bootstrap_centrality(units, measures=SOME)
    times, chances = np.unique(
        np.random.default_rng(7).multinomial(5, [0.2] * 5, size=20_000), axis=0, return_counts=True
    )
    drawn = Resamples(times, chances, 20_000)
    monkeypatch.setattr("borderlab.networks.stability.draw_resamples", lambda *given: drawn)
    near = bootstrap_centrality(units, measures=SOME)
    by = ["measure", "actor_id"]
    first, second = (t.sort_values(by)[["present", "stability"]] for t in (listed, near))
    assert np.abs(first.to_numpy() - second.to_numpy()).max() < 0.015


def test_a_seed_gives_the_same_table_and_another_another(make):
    units = of(make, stories(12))
    one, two, other = (
        bootstrap_centrality(units, measures=["strength"], resamples=50, rng=rng)
        for rng in (5, np.random.default_rng(5), 6)
    )
    assert one.equals(two)
    assert not one.equals(other)


@settings(max_examples=4, deadline=None)
@given(texts=TEXTS, names=st.permutations("abcd"), order=st.permutations(range(3)))
def test_names_and_order_of_stories_decide_nothing(make, texts, names, order):
    renamed = dict(zip("abcd", names, strict=True))
    moved = [[{renamed[a] for a in s} for s in texts[g]] for g in order]
    shown = ["actor_id", "measure", "estimate", "present", "stability", "rank_low", "rank_high"]
    before, after = (bootstrap_centrality(of(make, t))[shown] for t in (texts, moved))
    before = before.assign(actor_id=before["actor_id"].map(renamed))
    first, second = (
        t.sort_values(["measure", "actor_id"], ignore_index=True) for t in (before, after)
    )
    pd.testing.assert_frame_equal(first, second, atol=1e-9)


@pytest.mark.parametrize(("texts", "rows"), [([], 0), ([[set()]], 0), ([[{"a"}], [{"b"}]], 2)])
def test_without_actors_or_edges_there_is_a_table_all_the_same(make, texts, rows):
    found = bootstrap_centrality(of(make, texts), measures=["strength", "constraint"])
    assert len(found) == 2 * rows
    assert {"rank_low": "int64", "low": "float64", "stability": "float64"}.items() <= (
        found.dtypes.astype("str").to_dict().items()
    )
    assert found["low"].isna().all()


def test_one_story_is_its_own_only_resample(make):
    found = bootstrap_centrality(of(make, [[{"a", "b"}, {"b", "c"}]]))
    assert (found["stability"] == 1).all()
    assert (found["present"] == 1).all()


def test_measures_are_named_where_they_are_wrong(make):
    units = of(make, SURE)
    with pytest.raises(BorderlabError, match="measures='fame' is no choice; take one of degree"):
        bootstrap_centrality(units, measures=["strength", "fame"])
    with pytest.raises(BorderlabError, match="measures='' is no choice"):
        bootstrap_centrality(units, measures=[])
    one = bootstrap_centrality(units, measures="degree")
    assert set(one["measure"]) == {"degree"}


def test_what_four_stories_say_of_the_two_governments(reference, reference_codebook):
    """United States is among the first five of 32 by strength, Mexico among the first eleven."""
    units = incidence(*reference[::-1], reference_codebook)
    found = bl.bootstrap_centrality(units, measures=["strength"]).set_index("actor_id")
    shown = ["estimate", "units", "present", "rank_low", "rank_high"]
    assert found.loc["mexico", shown].tolist() == [31, 17, 1, 1, 11]
    assert found.loc["united-states", shown].tolist() == [42, 19, 1, 1, 5]
    assert found["stability"].max() < 0.95, "no rank by strength holds in 95% of the resamples"


def test_a_measure_is_compared_with_mere_counting(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    graph = network(units)
    scores, counts = centrality(graph), dict(graph.nodes(data="units"))
    found = beside_mentions(scores, units).set_index("measure")
    assert set(found.index) == set(MEASURES)
    for measure, part in scores.dropna().groupby("measure"):
        sign = -1 if measure == "constraint" else 1
        expected = spearmanr(part["actor_id"].map(counts), sign * part["estimate"]).statistic
        assert found.loc[measure, "correlation"] == pytest.approx(expected)
        assert found.loc[measure, "actors"] == len(part)
    stable = bootstrap_centrality(units, measures=["strength", "units"])
    assert beside_mentions(stable, units).set_index("measure").loc["units", "correlation"] == 1


def test_a_constant_ranking_agrees_with_nothing(make):
    units = of(make, [[{"a", "b"}, {"a"}]])
    found = beside_mentions(centrality(network(units), measures=["degree"]), units)
    assert found["correlation"].isna().all()
    assert beside_mentions(centrality(network(units)).head(0), units).empty


def test_scores_of_other_units_are_refused(make):
    scores = centrality(network(of(make, [[{"a", "b"}]])))
    with pytest.raises(UnknownActorError, match=r"scores name 'a' \(one of 2\), whom no unit"):
        beside_mentions(scores, of(make, [[{"x"}]]))
