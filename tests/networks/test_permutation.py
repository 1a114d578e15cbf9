"""A p-value is what counting every division by hand gives, or is said to be out of reach."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.errors import BorderlabError
from borderlab.networks.incidence import incidence
from borderlab.networks.permutation import permutation_test

EARLY, LATE, EITHER = ("2021", "2021"), ("2023", "2023"), ("2021", "2023")
AB, AC, BC = {"a", "b"}, {"a", "c"}, {"b", "c"}
slow = settings(max_examples=25, deadline=None)


def corpus_of(make, texts, stories=None):
    """Make units and documents of (interval, sentences) pairs; a year is its first of May."""
    corpus, mentions = make([[sets] for _, sets in texts], stories)
    days = [
        [pd.Timestamp(f"{year}-05-01") if year else pd.NaT for year in span] for span, _ in texts
    ]
    documents = corpus.documents.copy()
    documents[["published_earliest", "published_latest"]] = (
        pd.DataFrame(days, documents.index, ["a", "b"]).astype("datetime64[ns]")
    )  # fmt: skip
    return incidence(mentions, corpus), documents


def p_of(make, texts, stories=None, **options):
    options = {"split": "2022-01-01", "alpha": 1, **options}
    [row] = permutation_test(*corpus_of(make, texts, stories), **options).to_dict("records")
    return row


def by_hand(groups, after, statistic):
    """Weigh two periods slowly: each group is a list of texts, each text a list of sets."""
    pairs: list[Counter] = [Counter(), Counter()]
    texts = [0, 0]
    for i, group in enumerate(groups):
        for text in group:
            texts[i in after] += 1
            for actors in text:
                pairs[i in after].update(combinations(sorted(actors), 2))
    early, late = pairs
    if statistic == "edges":
        return len(set(early) ^ set(late))
    return sum(abs(early[p] / texts[0] - late[p] / texts[1]) for p in set(early) | set(late))


def no_test(found):
    """Say whether a row gives no figure at all, and why."""
    figures = [found[name] for name in ("statistic", "p_low", "p_value", "p_floor")]
    return np.isnan(figures).all() and "no test" in found["note"]


def all_divisions(groups, after, statistic):
    """Return the observed difference and the share of all ordered divisions at least as large."""
    observed = by_hand(groups, after, statistic)
    null = [
        by_hand(groups, set(chosen), statistic)
        for chosen in combinations(range(len(groups)), len(after))
    ]
    return observed, sum(value >= observed - 1e-9 for value in null) / len(null)


SENTENCES = st.lists(st.sets(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=3)


@slow
@given(
    st.lists(st.tuples(st.sampled_from([EARLY, LATE]), SENTENCES), min_size=2, max_size=6),
    st.sampled_from(["weights", "edges"]),
)
def test_the_exact_p_is_that_of_every_division_counted_by_hand(make, texts, statistic):
    after = {i for i, (span, _) in enumerate(texts) if span == LATE}
    found = p_of(make, texts, statistic=statistic)
    if 0 < len(after) < len(texts):
        observed, p_value = all_divisions([[s] for _, s in texts], after, statistic)
        assert found["statistic"] == pytest.approx(observed)
        assert found["p_value"] == found["p_low"] == pytest.approx(p_value)
        ways = comb(len(texts), len(after))
        assert found["assignments"] == ways / (2 if len(texts) == 2 * len(after) else 1)
        assert found["p_value"] >= found["p_floor"] == 1 / found["assignments"]
    else:
        assert no_test(found)
    assert found["exact"]


def test_three_against_three_that_name_other_pairs_is_the_extreme_of_ten(make):
    """20 ordered divisions, of which the observed and its mirror image are the most extreme."""
    found = p_of(make, [(EARLY, [AB])] * 3 + [(LATE, [BC])] * 3)
    assert (found["statistic"], found["p_value"], found["assignments"]) == (2.0, 0.1, 10)
    assert (found["before"], found["after"], found["open"], found["documents"]) == (3, 3, 0, 6)
    assert found["note"] == "10 divisions of 6 stories, all tried"


def test_texts_on_one_event_are_exchanged_together(make):
    """Four texts of two stories on each side: 3 divisions of stories, not 35 of documents."""
    texts = [(EARLY, [AB])] * 4 + [(LATE, [BC])] * 4
    stories = list("ppqqrrss")
    found = p_of(make, texts, stories)
    assert (found["assignments"], found["p_value"], found["documents"]) == (3, 1 / 3, 8)
    assert p_of(make, texts, stories, over="document")["assignments"] == 35


@slow
@given(
    st.lists(st.tuples(st.sampled_from([EARLY, LATE, EITHER, (None, None), (None, "2021")]),
                       st.sampled_from("pqrs"), SENTENCES), min_size=2, max_size=6),
    st.sampled_from(["weights", "edges"]),
)  # fmt: skip
def test_open_stories_give_the_bounds_over_every_placement(make, rows, statistic):
    texts, stories = [(span, s) for span, _, s in rows], [story for _, story, _ in rows]
    found = p_of(make, texts, stories, statistic=statistic)
    names = sorted(set(stories))
    side = {EARLY: {0}, (None, "2021"): {0}, LATE: {1}}
    may = [set().union(*(side.get(span, {0, 1}) for span, story, _ in rows if story == name))
           for name in names]  # fmt: skip
    groups = [[s for _, story, s in rows if story == name] for name in names]
    assert found["open"] == sum(len(sides) == 2 for sides in may)
    placements = [{i for i, s in enumerate(sides) if s} for sides in product(*may)]
    if not all(0 < len(after) < len(names) for after in placements):
        assert no_test(found), "a period may be empty"
        return
    told = [all_divisions(groups, after, statistic) for after in placements]
    assert found["statistic"] == pytest.approx(min(observed for observed, _ in told))
    assert found["p_low"] == pytest.approx(min(p for _, p in told))
    assert found["p_value"] == pytest.approx(max(p for _, p in told))


def test_the_five_texts_cannot_carry_a_test_and_it_says_so():
    """Four stories, or five texts: no p below 1/4 or 1/5."""
    study = bl.open_study()
    units, documents = study.incidence(), study.corpus.documents
    for over, ways in (("story", 4), ("document", 5)):
        [row] = permutation_test(units, documents, split="2023-01-01", over=over).itertuples()
        assert np.isnan(row.p_value) and np.isnan(row.p_low)
        assert (row.p_floor, row.assignments) == (1 / ways, ways)
        assert f"no p below {1 / ways} can come out, so none is computed" in row.note
        assert row.statistic > 0


def test_a_period_that_may_be_empty_makes_no_test(make):
    """19 against 2 has 210 divisions, but if both are early none are late."""
    texts = [(EARLY, [AB])] * 19 + [(EITHER, [BC])] * 2
    found = p_of(make, texts, alpha=0.05)
    assert no_test(found) and found["open"] == 2
    assert found["note"].endswith("the second period may hold none of them, so this is no test")
    assert "the first period may hold" in p_of(make, [(LATE, [AB])] * 19)["note"]
    assert "both periods may hold" in p_of(make, [(EITHER, [AB])])["note"]


def test_a_placement_of_open_texts_that_leaves_a_period_small_is_out_of_reach_too(make):
    """19 against 3 has 1540 divisions, but if two of these are early 22: no p below 1/22."""
    texts = [(EARLY, [AB])] * 19 + [(LATE, [BC])] + [(EITHER, [BC])] * 2
    found = p_of(make, texts, alpha=0.04)
    assert (found["p_floor"], found["open"]) == (1 / 22, 2)
    assert np.isnan(found["p_value"]) and found["statistic"] > 0


def test_drawn_divisions_never_give_zero_and_come_close_to_all_of_them(make):
    """Phipson & Smyth: (b + 1) / (m + 1); 1 of 1716 divisions is as extreme."""
    rng = np.random.default_rng(7)
    texts = [(EARLY if i < 7 else LATE, [AB] * int(rng.integers(1, 4)) + [BC] * int(i >= 7))
             for i in range(14)]  # fmt: skip
    whole = p_of(make, texts)
    drawn = p_of(make, texts, draws=400, rng=2021)
    assert whole["exact"] and not drawn["exact"]
    assert drawn["p_floor"] == 1 / 401 <= drawn["p_value"]
    assert drawn["p_value"] == pytest.approx(whole["p_value"], abs=0.01)
    assert p_of(make, texts, draws=400, rng=2021) == drawn, "the same number draws the same"
    assert drawn["note"] == "1716 divisions of 14 stories, 400 drawn"
    middling = [(span, sets[: i % 2 + 1]) for i, (span, sets) in enumerate(texts)]
    close = [p_of(make, middling, draws=d, rng=1)["p_value"] for d in (1715, 1716)]
    assert close[0] == pytest.approx(close[1], abs=0.04)


def test_too_few_draws_for_alpha_are_said_and_not_drawn(make):
    texts = [(EARLY, [AB])] * 7 + [(LATE, [BC])] * 7
    found = p_of(make, texts, draws=9, alpha=0.05)
    assert (found["p_floor"], np.isnan(found["p_value"])) == (0.1, True)


def test_equal_differences_are_equal_though_fractions_are_not(make):
    """Thirds and sixths: in floating point 1/3 - 1/6 and 1/6 may differ in the last bit."""
    texts = [(EARLY if i < 3 else LATE, [AB] * a + [AC] * b)
             for i, (a, b) in enumerate([(1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (1, 1), (0, 0),
                                         (1, 0), (0, 1)])]  # fmt: skip
    found = p_of(make, texts)
    after = set(range(3, 9))
    assert found["p_value"] == all_divisions([[s] for _, s in texts], after, "weights")[1]


@slow
@given(st.lists(st.tuples(st.sampled_from([EARLY, LATE, EITHER]), SENTENCES), min_size=2,
                max_size=6), st.randoms())  # fmt: skip
def test_the_order_of_documents_and_units_changes_nothing(make, texts, random):
    units, documents = corpus_of(make, texts)
    ids = list(documents.index)
    random.shuffle(ids)
    cells = units.cells.sample(frac=1, random_state=random.randrange(99))
    other = type(units)(units.matrix, units.units, units.actors, cells, units.choices)
    options = {"split": "2022", "alpha": 1, "draws": 3, "rng": 5}
    pd.testing.assert_frame_equal(
        permutation_test(units, documents, **options),
        permutation_test(other, documents.loc[ids], **options),
    )


def test_a_mapping_names_the_periods_and_leaves_the_others_out(make):
    texts = [(EITHER, [AB])] * 3 + [(EITHER, [BC])] * 3 + [(EITHER, [AC] * 9)]
    split = {f"d{i}": "crisis" if i < 3 else "thaw" for i in range(6)}
    found = p_of(make, texts, split=split)
    assert (found["p_value"], found["documents"], found["open"]) == (0.1, 6, 0)
    assert p_of(make, texts, split=pd.Series({**split, "d6": None})) == found


@pytest.mark.parametrize("texts", [[], [(EARLY, [AB])], [(EARLY, [set()]), (LATE, [set()])]])
def test_where_nothing_can_be_compared_no_p_is_computed(make, texts):
    found = p_of(make, texts, alpha=0.05)
    assert np.isnan(found["p_value"])
    assert found["p_floor"] == 1 if len(texts) == 2 else no_test(found)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"split": "soon"}, "split='soon' is no day such as '2023-01-01', nor a mapping"),
        ({"split": None}, "split=None is no day"),
        ({"split": {"d0": 1, "d1": 1}}, "split= has 1 periods by name; give two"),
        ({"split": {"d0": 1, "nobody": 2}}, "split= names 'nobody', which documents lack"),
        ({"statistic": "mean"}, "statistic='mean' is no choice; take one of weights, edges"),
        ({"over": "page"}, "over='page' is no choice; take one of story, document"),
        ({"draws": 5, "alpha": 1}, "10 divisions of 6 stories are too many .* give rng= a number"),
    ],
)
def test_a_wrong_call_is_one_line(make, options, message):
    with pytest.raises(BorderlabError, match=message) as error:
        p_of(make, [(EARLY, [AB])] * 3 + [(LATE, [BC])] * 3, **options)
    assert "\n" not in str(error.value)


def test_too_many_open_texts_are_not_placed_in_every_way(make):
    with pytest.raises(BorderlabError, match="7 texts may lie on either side of the split"):
        p_of(make, [(EITHER, [AB])] * 7)


def test_a_unit_that_spans_what_is_exchanged_is_refused_and_one_that_does_not_is_not(make):
    corpus, mentions = make([[[AB]], [[BC]], [[AC]]], ["p", "p", "q"])
    _, documents = corpus_of(make, [(EARLY, [AB]), (EARLY, [BC]), (LATE, [AC])], ["p", "p", "q"])
    units = incidence(mentions, corpus, unit="story")
    with pytest.raises(BorderlabError, match="unit 'p' lies in 2 of what is exchanged"):
        permutation_test(units, documents, split="2022", over="document")
    found = permutation_test(units, documents, split="2022", alpha=1)
    # two texts name all three pairs in one unit, the other text one of them
    assert (found["statistic"].item(), found["documents"].item()) == (1.5, 3)
