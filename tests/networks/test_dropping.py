"""Leaving out equals never having had; what can be dropped equals trying every subset."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

import borderlab as bl
from borderlab.errors import BorderlabError
from borderlab.networks.centrality import MEASURES, centrality, rank_table
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.correlation import spearman
from borderlab.networks.dropping import _subsets, case_drop, leave_one_out
from borderlab.networks.incidence import incidence
from borderlab.tables import Incidence

ALL = (*MEASURES, "units")
#: measures that are 0 for who is absent, and no share of all pairs of actors: in the oracle, which
#: counts the texts left as if there had been no others, there are fewer actors
PLAIN = ["degree", "harmonic", "strength", "units"]
TEXTS = st.lists(
    st.lists(st.sets(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=2),
    min_size=2, max_size=3,
)  # fmt: skip


def of(make, texts: list[list[set[str]]]) -> Incidence:
    corpus, mentions = make([[text] for text in texts])
    return incidence(mentions, corpus)


def counted(make, texts: list[list[set[str]]], actors: list[str]) -> pd.DataFrame:
    """Measure texts as if the others had never been: actors x PLAIN, absent actors 0."""
    units = of(make, texts)
    graph = to_graph(cooccurrence(units), units)
    known = [m for m in PLAIN if m != "units"]
    wide = centrality(graph, measures=known).pivot(
        index="actor_id", columns="measure", values="estimate"
    )
    wide["units"] = pd.Series(dict(graph.nodes(data="units")), dtype=float)
    return wide.reindex(index=actors, columns=PLAIN).fillna(0.0)


def without(texts: list, left_out: set[int]) -> list:
    return [text for d, text in enumerate(texts) if d not in left_out]


@settings(max_examples=5, deadline=None)
@given(texts=TEXTS)
def test_leaving_a_story_out_equals_never_having_had_it(make, texts):
    units = of(make, texts)
    actors = list(units.actors.index)
    whole = counted(make, texts, actors)
    each = [counted(make, without(texts, {d}), actors) for d in range(len(texts))]
    found = leave_one_out(units, measures=PLAIN).set_index(["actor_id", "measure"])
    assert len(found) == len(actors) * len(PLAIN)
    for (actor, measure), row in found.iterrows():
        values = [table.loc[actor, measure] for table in each]
        moves = [round(abs(v - whole.loc[actor, measure]), 9) for v in values]
        assert row["estimate"] == pytest.approx(whole.loc[actor, measure])
        assert (row["lowest"], row["highest"]) == pytest.approx((min(values), max(values)))
        ranks = [t[measure].rank(method="min", ascending=False)[actor] for t in each]
        assert (row["rank_low"], row["rank_high"]) == (min(ranks), max(ranks))
        if max(moves) == 0:
            assert pd.isna(row["moved_by"])
        else:
            assert row["moved_by"] == f"d{moves.index(max(moves))}", "the first by name if tied"


def test_the_story_that_moves_an_actor_is_named(make):
    texts = [[{"a", "b"}], [{"a", "c"}, {"a", "b"}], [{"a"}], [{"z"}]]
    found = leave_one_out(of(make, texts), measures=ALL).set_index(["actor_id", "measure"])
    shown = ["estimate", "lowest", "highest", "moved_by"]
    assert found.loc[("a", "strength"), shown].tolist() == [3, 1, 3, "d1"]
    assert found.loc[("b", "units"), shown].tolist() == [2, 1, 2, "d0"], "d0 and d1 alike"
    assert pd.isna(found.loc[("z", "strength"), "moved_by"]), "an isolate has nothing to lose"
    assert found.loc[("c", "pagerank"), "lowest"] == 0, "absent, it has no share of the surfer"


def test_constraint_without_ties_is_infinite_and_the_last_rank(make):
    found = leave_one_out(of(make, [[{"a", "b"}], [{"b", "c"}]]), measures=["constraint"])
    row = found.set_index("actor_id").loc["a"]
    assert row[["estimate", "lowest", "highest", "moved_by"]].tolist() == [1, 1, np.inf, "d0"]
    assert row["rank_high"] == 3
    isolate = leave_one_out(of(make, [[{"a"}], [{"a"}]]), measures=["constraint"]).iloc[0]
    assert pd.isna(isolate["estimate"])
    assert pd.isna(isolate["moved_by"])


def test_documents_can_be_left_out_instead(make):
    corpus, mentions = make([[[{"a", "b"}]], [[{"a", "b"}]]], stories=["s", "s"])
    units = incidence(mentions, corpus)
    for over, lowest, who in (("story", 0, "s"), ("document", 1, "d0")):
        row = leave_one_out(units, measures=["strength"], over=over).iloc[0]
        assert (row["lowest"], row["moved_by"]) == (lowest, who)


#: the same story four times: any of them alone ranks as all of them do
SAME = [[{"a", "b"}, {"a", "b"}, {"b", "c"}]] * 4


def test_of_equal_stories_all_but_one_can_be_dropped(make):
    found = case_drop(of(make, SAME), measures=["strength", "units", "degree"])
    assert found["measure"].tolist() == ["degree", "strength", "units"]
    assert (found["cs"] == 0.75).all()
    assert (found["attainable"] == "0|0.25|0.5|0.75").all()
    assert (found["n_groups"] == 4).all()


def test_between_equal_stories_and_none_alike(make):
    """Three stories rank a > b > c, the fourth c > b > a: alone it says the contrary.

    Beside one of the three it leaves a 5, b 4, c 4, which still correlates at 0.87.
    """
    usual = [{"a"}] * 4 + [{"b"}] * 2 + [{"c"}]
    other = [{"a"}] + [{"b"}] * 2 + [{"c"}] * 3
    found = case_drop(of(make, [usual, usual, usual, other]), measures=["units"])
    assert found.loc[0, "cs"] == 0.5
    strict = case_drop(of(make, [usual, usual, usual, other]), measures=["units"], correlation=-1)
    assert strict.loc[0, "cs"] == 0.75, "a correlation of -1 is always reached"
    lax = case_drop(of(make, [usual, usual, usual, other]), measures=["units"], certainty=0.75)
    assert lax.loc[0, "cs"] == 0.75, "three of four single stories agree"


def test_one_story_that_carries_the_ranking_cannot_be_dropped(make):
    texts = [[{"a", "b"}, {"b", "c"}, {"b", "d"}, {"a", "b"}], [{"c", "d"}], [{"d"}], [{"c"}]]
    assert case_drop(of(make, texts), measures=["strength"]).loc[0, "cs"] == 0


def test_a_ranking_in_which_all_tie_reaches_nothing(make):
    found = case_drop(of(make, [[{"a", "b"}]] * 4), measures=["betweenness", "degree"])
    assert found["cs"].tolist() == [0, 0]


@settings(max_examples=5, deadline=None)
@given(texts=TEXTS)
def test_the_coefficient_equals_trying_every_subset(make, texts):
    units = of(make, texts)
    actors, n = list(units.actors.index), len(texts)
    whole = counted(make, texts, actors)
    best = dict.fromkeys(PLAIN, 0.0)
    for dropped in range(1, n):
        subsets = [counted(make, without(texts, set(d)), actors)
                   for d in combinations(range(n), dropped)]  # fmt: skip
        for measure in PLAIN:
            found = [agreement(whole[measure], s[measure]) for s in subsets]
            if np.mean([r >= 0.7 for r in found]) >= 0.95:
                best[measure] = dropped / n
    mine = case_drop(units, measures=PLAIN)
    assert dict(zip(mine["measure"], mine["cs"], strict=True)) == pytest.approx(best)


def agreement(one: pd.Series, other: pd.Series) -> float:
    if one.nunique() < 2 or other.nunique() < 2:
        return -2.0
    return round(float(spearmanr(one, other).statistic), 12)


def test_many_stories_are_dropped_in_tenths_and_by_a_seed(make):
    texts = [[{"a", "b"}, {"b", "c"}] if d % 2 else [{"b", "c"}] for d in range(12)]
    units = of(make, texts)
    with pytest.raises(BorderlabError, match=r"12 groups have more subsets .* give rng="):
        case_drop(units, measures=["strength"])
    with pytest.raises(BorderlabError, match="resamples=9 at least"):
        case_drop(units, measures=["strength"], resamples=8, rng=1)
    one, two = (case_drop(units, measures=["strength"], resamples=90, rng=r) for r in (1, 1))
    assert one.equals(two)
    assert one.loc[0, "attainable"].startswith("0|0.08333|0.1667|0.3333")
    assert f"{one.loc[0, 'cs']:.4g}" in one.loc[0, "attainable"].split("|")


@pytest.mark.parametrize(("n", "resamples"), [(4, 1000), (9, 1000), (10, 1000), (5, 9), (40, 90)])
def test_subsets_are_all_or_as_many_as_asked(n, resamples):
    found = _subsets(n, resamples, 1)
    kept = [set(times.sum(axis=1).tolist()) for times in found]
    assert all(len(size) == 1 for size in kept)
    sizes = [size.pop() for size in kept]
    assert sizes == sorted(set(sizes), reverse=True)
    assert 0 < min(sizes) <= max(sizes) < n
    assert all(set(np.unique(times)) <= {0, 1} for times in found)
    assert sum(map(len, found)) <= resamples
    if 2**n - 2 <= resamples:
        assert sum(len(np.unique(times, axis=0)) for times in found) == 2**n - 2


@pytest.mark.parametrize("texts", [[], [[set()]], [[{"a", "b"}]], [[{"a"}], [{"b"}]]])
def test_nothing_to_drop_is_no_error(make, texts):
    units = of(make, texts)
    assert (case_drop(units)["cs"] == 0).all()
    found = leave_one_out(units)
    assert len(found) == len(units.actors) * len(MEASURES)
    assert found["rank_low"].dtype == found["rank_high"].dtype == "int64"


def test_correlations_equal_those_of_scipy():
    rng = np.random.default_rng(3)
    one, many = rng.integers(0, 4, 9), rng.integers(0, 4, (20, 9))
    expected = [spearmanr(one, row).statistic for row in many]
    assert spearman(one, many).tolist() == pytest.approx(expected)
    assert np.isnan(spearman(one, np.ones((1, 9)))).all()
    assert spearman(np.ones(0), np.ones((3, 0))).shape == (3,)


@settings(max_examples=5, deadline=None)
@given(texts=TEXTS, names=st.permutations("abcd"))
def test_names_decide_nothing(make, texts, names):
    renamed = dict(zip("abcd", names, strict=True))
    moved = [[{renamed[a] for a in s} for s in text] for text in texts]
    first, second = (of(make, t) for t in (texts, moved))
    pd.testing.assert_frame_equal(case_drop(first), case_drop(second))
    one, two = leave_one_out(first), leave_one_out(second)
    one = one.assign(actor_id=one["actor_id"].map(renamed))
    by = ["actor_id", "measure"]
    pd.testing.assert_frame_equal(
        one.sort_values(by, ignore_index=True).drop(columns="moved_by"),
        two.drop(columns="moved_by"), atol=1e-9,
    )  # fmt: skip


def test_what_the_reference_stories_carry(reference, reference_codebook):
    """With any one of four stories gone, no measure keeps its ranking."""
    units = incidence(*reference[::-1], reference_codebook)
    assert (bl.case_drop(units, measures=ALL)["cs"] == 0).all()
    found = bl.leave_one_out(units, measures=["strength"]).set_index("actor_id")
    shown = ["estimate", "lowest", "highest", "rank_low", "rank_high", "moved_by"]
    assert found.loc["mexico", shown].tolist() == [31, 12, 29, 2, 6, "hled-2021"]
    assert found.loc["united-states", shown].tolist() == [42, 24, 39, 1, 1, "hled-2021"]
    graph = to_graph(cooccurrence(units), units)
    whole = rank_table(centrality(graph, measures=["strength"]))["strength"]
    assert whole["mexico"] == 2
