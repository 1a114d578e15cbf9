"""Tests of edges against full enumeration, simulation, published data and the seeds."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.bicm import bicm
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.networks.incidence import incidence
from borderlab.networks.significance import count_significant, edge_significance
from borderlab.tables import Incidence

TEXTS = st.lists(
    st.lists(st.sets(st.sampled_from("abcd"), max_size=4), max_size=4), min_size=1, max_size=3
)
SDSM = ["sdsm_expected", "sdsm_p_value", "sdsm_p_floor", "sdsm_testable", "sdsm_q_value"]
quick = settings(max_examples=15, deadline=None)


def of(make, documents: list[list[set[str]]], codebook=None, **choices):
    corpus, mentions = make([[sentences] for sentences in documents])
    return incidence(mentions, corpus, codebook, collectives=False, **choices)


def row(tested: pd.DataFrame, source: str, target: str) -> pd.Series:
    return tested.set_index(["source", "target"]).loc[(source, target)]


def enumerated(documents: list[list[set[str]]], a: str, b: str) -> list[int]:
    """Return the units that name both, for every way to place both actors within the documents."""
    ways = []
    for sentences in documents:
        counts = [sum(actor in s for s in sentences) for actor in (a, b)]
        if all(counts):
            places = [list(combinations(range(len(sentences)), n)) for n in counts]
            ways.append([len(set(x) & set(y)) for x, y in product(*places)])
    return [sum(way) for way in product(*ways)]


@quick
@given(TEXTS)
def test_p_values_equal_the_share_of_all_arrangements(make, documents):
    for pair in edge_significance(of(make, documents)).itertuples():
        both = enumerated(documents, pair.source, pair.target)
        share = Fraction(sum(n >= pair.weight for n in both), len(both))
        floor = Fraction(sum(n == max(both) for n in both), len(both))
        assert pair.p_value == pytest.approx(float(share), rel=1e-11)
        assert pair.p_floor == pytest.approx(float(floor), rel=1e-11)
        assert pair.expected == pytest.approx(sum(both) / len(both), rel=1e-11)


@quick
@given(TEXTS)
def test_sdsm_equals_the_sum_over_all_sets_of_units(make, documents):
    for pair in edge_significance(of(make, documents)).itertuples():
        chances = []
        for sentences in documents:
            actors = sorted(set().union(*sentences))
            if {pair.source, pair.target} <= set(actors):
                matrix = np.array([[a in s for a in actors] for s in sentences])
                rows, columns = matrix.sum(axis=1), matrix.sum(axis=0)
                cells = bicm(rows, columns).loc[rows, columns].to_numpy()
                both = cells[:, actors.index(pair.source)] * cells[:, actors.index(pair.target)]
                chances.extend(both)
        expected = sum(
            prod(p if named else 1 - p for p, named in zip(chances, world, strict=True))
            for world in product((0, 1), repeat=len(chances))
            if sum(world) >= pair.weight
        )
        assert pair.sdsm_p_value == pytest.approx(expected, rel=1e-10)
        assert pair.sdsm_expected == pytest.approx(sum(chances), rel=1e-10)


@quick
@given(TEXTS)
def test_the_family_is_every_pair_that_shares_a_document(make, documents):
    units = of(make, documents)
    tested = edge_significance(units)
    named = [sorted(set().union(*sentences)) for sentences in documents]
    family = sorted({pair for actors in named for pair in combinations(actors, 2)})
    assert list(zip(tested["source"], tested["target"], strict=True)) == family
    assert (tested["family"] == len(family)).all()
    together = tested[tested["weight"] > 0][["source", "target", "weight"]]
    assert together.to_numpy().tolist() == cooccurrence(units).to_numpy().tolist()
    for pair in tested.itertuples():
        shared = [d for d, actors in zip(documents, named, strict=True)
                  if {pair.source, pair.target} <= set(actors)]  # fmt: skip
        assert pair.units == sum(map(len, shared))


@quick
@given(TEXTS, st.permutations("abcd"), st.randoms())
def test_other_names_and_another_order_change_nothing(make, documents, names, random):
    renamed = dict(zip("abcd", names, strict=True))
    moved = [[{renamed[a] for a in s} for s in random.sample(d, len(d))] for d in documents]
    random.shuffle(moved)
    before, after = (edge_significance(of(make, texts)) for texts in (documents, moved))
    figures = before.columns[2:]
    pairs = [tuple(sorted((renamed[a], renamed[b])))
             for a, b in zip(before["source"], before["target"], strict=True)]  # fmt: skip
    found = after.set_index(["source", "target"])[figures].loc[pairs].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, before[figures], rtol=1e-9)


def adjusted(p_values: list[float]) -> list[float]:
    """Return Benjamini and Hochberg's q by its definition, for each p over all that are larger."""
    ranked, m = sorted(p_values), len(p_values)
    return [
        min(ranked[k - 1] * m / k for k in range(1, m + 1) if ranked[k - 1] >= p) for p in p_values
    ]


def test_q_values_follow_their_definition(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook, collectives=False)
    tested = edge_significance(units)
    for p, q in (("p_value", "q_value"), ("sdsm_p_value", "sdsm_q_value")):
        assert tested[q].tolist() == pytest.approx(adjusted(tested[p].tolist()), rel=1e-11)


@quick
@given(TEXTS, st.sampled_from([0.05, 0.3, 0.6]))
def test_only_a_testable_pair_is_significant(make, documents, alpha):
    tested = edge_significance(of(make, documents), alpha=alpha)
    for null in ("", "sdsm_"):
        assert (tested[f"{null}p_value"] >= tested[f"{null}p_floor"]).all()
        low = tested[tested[f"{null}q_value"] <= alpha]
        assert low[f"{null}testable"].all()
    both = (tested["q_value"] <= alpha) & (tested["sdsm_q_value"] <= alpha)
    assert (tested["significant"] == both).all()


@quick
@given(documents=TEXTS, population=st.sampled_from(["all", "named"]))
def test_the_count_is_that_of_the_table(make, documents, population):
    units = of(make, documents)
    tested = edge_significance(units, population=population, alpha=0.5)
    counted = count_significant(units, population=population, alpha=0.5)
    assert counted == tested["significant"].sum()


def test_a_pair_that_is_always_together_stands_at_its_floor(make):
    """Two of six units: 1 of 15 arrangements, out of reach of .05 and within that of .1."""
    units = of(make, [[{"a", "b"}, {"a", "b"}, set(), set(), set(), set()]])
    (strict,), (mild,) = (
        edge_significance(units, alpha=alpha).itertuples() for alpha in (0.05, 0.1)
    )
    assert strict.p_value == strict.p_floor == pytest.approx(1 / 15)
    assert (strict.testable, mild.testable) == (False, True)


def test_both_nulls_agree_on_a_pair_that_seeks_each_other(make):
    """Among many units of one and two names, a and b are together far beyond both nulls."""
    documents = [[{"a", "b"}] * 8 + [{x, y} for x, y in ("cd", "ef", "de", "cf")] * 4 + [{"c"}] * 4]
    tested = edge_significance(of(make, documents))
    assert tested[tested["significant"]][["source", "target"]].to_numpy().tolist() == [["a", "b"]]


def test_under_chance_fewer_than_alpha_come_out():
    """40 families of 300 pairs, whose columns are shuffled within their documents."""
    rng, place = np.random.default_rng(2021), np.repeat([0, 1, 2], [12, 8, 20])
    start = (rng.random((40, 25)) < np.linspace(0.1, 0.5, 25)).astype("int64")
    texts = pd.DataFrame({"doc_id": place.astype(str)}, index=[f"u{i}" for i in range(40)])
    actors = pd.DataFrame(index=pd.Index([f"a{i:02d}" for i in range(25)], name="actor_id"))
    small = some = 0
    for _ in range(40):
        shuffled = np.vstack([rng.permuted(start[place == p], axis=0) for p in range(3)])
        tested = edge_significance(Incidence(csr_array(shuffled), texts, actors, pd.DataFrame()))
        small += (tested["p_value"] <= 0.05).sum()
        some += (tested["q_value"] <= 0.05).any()
    assert 0.01 < small / (40 * 300) <= 0.05, "discrete, so well under"
    assert some / 40 <= 0.05


# the seeds, as two readers coded them, and Davis' women: what was found before this was written


def test_on_the_seeds_one_pair_survives_one_null_and_none_both(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook, collectives=False)
    tested = edge_significance(units)
    assert len(tested) == tested["family"].iloc[0] == 199
    assert len(units.units) == 56
    pair = row(tested, "mexico", "united-states")
    assert f"{pair.p_value:.1e} {pair.q_value:.3f}" == "6.6e-05 0.013"
    assert pair.p_value == pair.p_floor, "they are together wherever they could be"
    assert (tested["q_value"] <= 0.05).sum() == 1
    assert tested["testable"].sum() == 2, "for the others nothing could have come out"
    assert not tested["significant"].any()
    assert tested["sdsm_p_value"].min() > 0.1
    assert not tested["sdsm_testable"].any()


def test_with_the_sentences_that_name_an_actor_as_n_none_survives(reference, reference_codebook):
    """39 of 56 sentences name one when collectives are left out, 46 when they count as naming."""
    units = incidence(*reference[::-1], reference_codebook, collectives=False)
    tested, named = edge_significance(units), edge_significance(units, population="named")
    assert f"{row(named, 'mexico', 'united-states').p_value:.4f}" == "0.0060"
    assert not (named["q_value"] <= 0.05).any()
    pd.testing.assert_frame_equal(named[SDSM], tested[SDSM])
    assert (units.matrix.sum(axis=1) > 0).sum() == 39
    with_collectives = incidence(*reference[::-1], reference_codebook)
    kept = with_collectives.matrix.sum(axis=1) > 0
    assert kept.sum() == 46
    other = edge_significance(
        Incidence(units.matrix[kept], units.units[kept], units.actors, units.cells, units.choices)
    )
    assert f"{row(other, 'mexico', 'united-states').p_value:.5f}" == "0.00032"
    assert not (other["q_value"] <= 0.05).any()


def test_of_the_southern_women_none_survives(make):
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    tested = edge_significance(of(make, [[set(graph[e]) & women for e in graph.graph["bottom"]]]))
    assert len(tested) == 153
    assert (tested["p_value"] < 0.05).sum() == 17
    assert not (tested["q_value"] <= 0.05).any()
    assert not tested["significant"].any()


# choices


@pytest.mark.parametrize(
    ("choices", "strata"),
    [
        ({}, "document"),
        ({"unit": "paragraph"}, "document"),
        ({"duplicates": "echo"}, "story"),
        ({"duplicates": "story"}, "story"),
        ({"unit": "document"}, "corpus"),
        ({"unit": "story"}, "corpus"),
        ({"unit": "document", "duplicates": "story"}, "corpus"),
    ],
)
def test_strata_are_the_largest_part_that_the_unit_does_not_cross(make, choices, strata):
    texts = [[[{"a", "b"}, {"a"}], [{"b", "c"}]], [[{"a", "c"}, set()], [{"b"}]], [[{"c"}, {"a"}]]]
    corpus, mentions = make(texts, stories=["one", "one", "two"])
    units = incidence(mentions, corpus, collectives=False, **choices)
    given = edge_significance(units, strata=strata)
    pd.testing.assert_frame_equal(edge_significance(units), given)
    others = [edge_significance(units, strata=s) for s in ("document", "story", "corpus")]
    assert any(not given.equals(other) for other in others)


def test_each_document_a_stratum_of_one_unit_leaves_nothing_to_test(make):
    tested = edge_significance(of(make, [[{"a", "b"}], [{"a", "b"}], [{"c"}]], unit="document"),
                               strata="document")  # fmt: skip
    assert tested[["p_value", "p_floor", "sdsm_p_value"]].to_numpy().tolist() == [[1, 1, 1]]
    assert not tested["testable"].any()


def test_part_and_whole_are_flagged_and_still_tested(make, registry):
    people = [
        {"actor_id": "city"},
        {"actor_id": "port", "parent_id": "city"},
        {"actor_id": "dock", "parent_id": "port"},
        {"actor_id": "other", "parent_id": None},
    ]
    units = of(make, [[{"city", "dock", "other", "port"}, {"port"}]], registry(people))
    tested = edge_significance(units)
    flagged = tested[tested["part_whole"]][["source", "target"]].to_numpy().tolist()
    assert flagged == [["city", "dock"], ["city", "port"], ["dock", "port"]]
    assert len(tested) == 6


def test_one_person_in_two_offices_is_part_of_one_whole(make, registry):
    corpus, mentions = make([[[{"ana"}, {"ana", "luis"}, {"luis"}]]])
    mentions = mentions.assign(office=["mayor", "senator", None, None])
    people = [{"actor_id": "ana", "parent_id": "luis"}, {"actor_id": "luis"}]
    units = incidence(mentions, corpus, registry(people), collectives=False, split_by="office")
    assert edge_significance(units)["part_whole"].tolist() == [True, True, True]


@pytest.mark.parametrize("documents", [[], [[set()]], [[{"a"}], [{"b"}]], [[{"a"}, set(), {"a"}]]])
def test_without_a_pair_the_table_is_empty_and_typed(make, documents):
    tested = edge_significance(of(make, documents))
    full = edge_significance(of(make, [[{"a", "b"}, set()]]))
    assert tested.empty
    assert tested.dtypes.drop(["testable", "sdsm_testable", "significant", "part_whole"]).equals(
        full.dtypes.drop(["testable", "sdsm_testable", "significant", "part_whole"])
    )


def test_the_columns_are_those_told_and_the_units_stay_as_they_were(make):
    units = of(make, [[{"a", "b"}, set(), {"a"}]])
    before = units.matrix.toarray().tolist(), units.units.copy(), dict(units.choices)
    tested = edge_significance(units)
    assert tested.columns.tolist() == [
        "source", "target", "weight", "expected", "p_value", "p_floor", "testable", "q_value",
        *SDSM, "significant", "part_whole", "family", "units",
    ]  # fmt: skip
    assert (tested["family"].dtype, tested["units"].dtype) == ("int64", "int64")
    assert units.matrix.toarray().tolist() == before[0]
    pd.testing.assert_frame_equal(units.units, before[1])
    assert dict(units.choices) == before[2]


def test_collectives_are_refused_and_units_without_choices_pass(make):
    corpus, mentions = make([[[{"a", "b"}, set()]]])
    units = incidence(mentions, corpus)
    with pytest.raises(BorderlabError, match=r"make them with incidence\(.*collectives=False"):
        edge_significance(units)
    bare = Incidence(units.matrix, units.units[[]], units.actors, units.cells)
    assert edge_significance(bare)["units"].tolist() == [2]


@pytest.mark.parametrize("choices", [{"unit": "window", "window": 3}, {"window": 2}])
def test_windows_that_overlap_are_refused(make, choices):
    units = of(make, [[{"a", "b"}, set()]])
    units = Incidence(units.matrix, units.units, units.actors, units.cells, choices)
    with pytest.raises(BorderlabError, match=r"windows overlap, .* unit='sentence'"):
        edge_significance(units)


@pytest.mark.parametrize("choices", [{"window": None}, {"window": 1}, {"unit": "sentence"}])
def test_a_window_of_one_sentence_overlaps_nothing(make, choices):
    units = of(make, [[{"a", "b"}, set()]])
    units = Incidence(units.matrix, units.units, units.actors, units.cells, choices)
    assert len(edge_significance(units)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"strata": "page"}, "strata='page' is no choice"),
        ({"population": "some"}, "population='some' is no choice; take one of all, named"),
        ({"alpha": 5}, "alpha=5 is no share"),
        ({"alpha": 0}, "alpha=0 is no share"),
    ],
)
def test_unknown_choices_are_named(make, wrong, told):
    with pytest.raises(BorderlabError, match=told):
        edge_significance(of(make, [[{"a", "b"}]]), **wrong)


def test_strata_that_the_units_do_not_know_are_named(make):
    units = of(make, [[{"a", "b"}]])
    bare = Incidence(units.matrix, units.units[[]], units.actors, units.cells)
    with pytest.raises(ValueError, match=r"units\.units has no column story_id"):
        edge_significance(bare, strata="story")


def test_a_graph_is_no_incidence():
    with pytest.raises(TypeError, match="units is of type Graph, not Incidence"):
        edge_significance(nx.Graph())
