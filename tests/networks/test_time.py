"""What a slice of time certainly holds and possibly holds bounds whatever the true days are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.networks.incidence import incidence
from borderlab.networks.time import snapshots, time_slices, turnover

FIRST = pd.Timestamp("2021-01-01")
SPAN = 900  # days
CHOICES = [
    {"by": "year"}, {"by": "quarter"}, {"by": "month"}, {"by": "200D"},
    {"by": "365D", "step": "180D"},
    {"by": [("2021-03-01", "2021-12-31"), ("2021-10-01", "2022-06-30")]},
]  # fmt: skip
DAY = st.integers(0, SPAN).map(lambda n: FIRST + pd.Timedelta(days=n))
INTERVALS = st.tuples(DAY | st.none(), DAY | st.none()).map(
    lambda pair: tuple(sorted(pair)) if None not in pair else pair
)
TEXTS = st.lists(
    st.tuples(INTERVALS, st.lists(st.sets(st.sampled_from("abcd"), max_size=3), max_size=3)),
    max_size=5,
)
slow = settings(max_examples=12, deadline=None)


def dated(intervals, ids=None):
    """Make documents of pairs of days, None for an open end."""
    frame = pd.DataFrame(intervals, columns=["published_earliest", "published_latest"])
    frame = frame.apply(pd.to_datetime).astype("datetime64[ns]")
    return frame.set_axis(
        pd.Index(ids or [f"d{i}" for i in frame.index], dtype="str", name="doc_id")
    )


def held(slices):
    """Return (slice, document) -> whether it is certain."""
    return {(row.slice, row.doc_id): row.certain for row in slices.itertuples()}


def possible_days(early, late):
    """List the days on which a text may have appeared: an open end reaches far beyond."""
    early = FIRST - pd.Timedelta(days=800) if pd.isna(early) else early
    late = FIRST + pd.Timedelta(days=SPAN + 800) if pd.isna(late) else late
    return pd.date_range(early, late)


@slow
@given(st.lists(INTERVALS, min_size=1, max_size=4), st.sampled_from(CHOICES), st.booleans())
def test_certain_is_every_possible_day_and_possible_is_any(intervals, choice, cumulative):
    """Brute force over all days on which each text may have appeared."""
    documents = dated(intervals)
    slices = time_slices(documents, **choice, cumulative=cumulative)
    found = held(slices)
    assert len(found) == len(slices), "one row a slice and document"
    for label, start, end in slices[["slice", "start", "end"]].drop_duplicates().itertuples(False):
        for doc_id, early, late in documents.itertuples():
            days = possible_days(early, late)
            inside = (days <= end) & (cumulative | (days >= start))
            assert ((label, doc_id) in found) == inside.any()
            assert found.get((label, doc_id), False) == inside.all()


def test_the_five_texts_lie_in_four_years_and_two_of_them_in_neither_for_certain():
    """Days stated: 2021-12-16, 2023-04-28, 2023-10-04; two lie in 2024-10-01 … 2025-01-07."""
    slices = time_slices(bl.open_study().corpus.documents)
    assert held(slices) == {
        ("2021", "hled-2021"): True,
        ("2023", "el-paso-torreon-2023"): True, ("2023", "hled-2023"): True,
        ("2024", "sonora-plenary-2024"): False, ("2024", "amcham-northwest-2024"): False,
        ("2025", "sonora-plenary-2024"): False, ("2025", "amcham-northwest-2024"): False,
    }  # fmt: skip
    assert list(slices["slice"].cat.categories) == ["2021", "2023", "2024", "2025"], "none in 2022"


@pytest.mark.parametrize(
    ("by", "label", "start", "end"),
    [
        ("year", "2023", "2023-01-01", "2023-12-31"),
        ("quarter", "2023Q2", "2023-04-01", "2023-06-30"),
        ("month", "2023-04", "2023-04-01", "2023-04-30"),
        ("10D", "2023-04-28 to 2023-05-07", "2023-04-28", "2023-05-07"),
        ([("2023", "2024-02")], "2023-01-01 to 2024-02-29", "2023-01-01", "2024-02-29"),
        ([("2023-01-01", "2024-05-05")], "2023-01-01 to 2024-05-05", "2023-01-01", "2024-05-05"),
    ],
)
def test_a_slice_says_its_first_and_last_day(by, label, start, end):
    [row] = time_slices(dated([("2023-04-28", "2023-04-28")]), by=by).itertuples(index=False)
    assert row[:4] == (label, "d0", pd.Timestamp(start), pd.Timestamp(end))


def test_windows_slide_by_their_step():
    ends = dated([("2021-01-01", "2021-01-01"), ("2021-01-10", "2021-01-10")])
    assert held(time_slices(ends, by="6D", step="3D")) == {
        ("2021-01-01 to 2021-01-06", "d0"): True, ("2021-01-07 to 2021-01-12", "d1"): True,
        ("2021-01-10 to 2021-01-15", "d1"): True,
    }  # fmt: skip


def test_a_text_without_dates_is_possible_everywhere_and_certain_nowhere():
    documents = dated([("2021-05-01", "2021-05-01"), ("2023-05-01", "2023-05-01"), (None, None)])
    for cumulative in (False, True):
        slices = time_slices(documents, cumulative=cumulative)
        unknown = slices[slices["doc_id"] == "d2"]
        assert len(unknown) == 3, "and so 2022 is a slice, in which a text can lie"
        assert not unknown["certain"].any()


@pytest.mark.parametrize("documents", [dated([]), dated([(None, None)])], ids=["none", "undated"])
@pytest.mark.parametrize("by", ["year", "month", "365D"])
def test_without_a_known_day_there_is_no_slice(documents, by):
    slices = time_slices(documents, by=by)
    assert slices.empty
    assert slices.dtypes.astype("str").to_dict() == {
        "slice": "category", "doc_id": "str", "start": "datetime64[ns]", "end": "datetime64[ns]",
        "certain": "bool",
    }  # fmt: skip


def test_the_hour_of_a_text_does_not_put_it_out_of_its_last_day():
    documents = dated([("2021-12-31 23:30", "2021-12-31 23:30")])
    assert held(time_slices(documents)) == {("2021", "d0"): True}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"by": "decade"},
            "by='decade' is no choice; take one of year, quarter, month, a length in whole days",
        ),
        ({"by": "36h"}, "is no choice; take one of year, quarter, month, a length"),
        ({"by": "-3D"}, "is no choice; take one of year, quarter, month, a length"),
        ({"by": "30D", "step": "0D"}, "step='0D' is no choice; take one of a length in whole days"),
        ({"by": "30D", "step": "31D"}, "step='31D' is longer than by='30D'"),
        ({"by": "year", "step": "1D"}, "by='year' has no step="),
        ({"by": [("2022-01-01", "2021-01-01")]}, "the window .*2022-01-01.*; give its first"),
        ({"by": [("2022-01-01", None)]}, "give its first and its last day"),
        ({"by": [("2022-01-01", "soon")]}, "give its first and its last day"),
        ({"by": [3]}, "give its first and its last day"),
        ({"by": ["2022-01-01"]}, "give its first and its last day"),
    ],
)
def test_slices_that_cannot_be_made_are_refused_in_one_line(options, message):
    with pytest.raises(BorderlabError, match=message) as error:
        time_slices(dated([("2021-05-01", "2021-05-01")]), **options)
    assert "\n" not in str(error.value)


def test_a_table_that_is_no_documents_is_named():
    with pytest.raises(ValueError, match="documents has no column published_earliest"):
        time_slices(pd.DataFrame({"doc_id": []}))


def bounds(edges, label):
    rows = edges[edges["slice"] == label].set_index(["source", "target"])
    return rows[["weight_certain", "weight_possible"]].to_dict("index")


def network(units, kept):
    """Count by hand the units that name two actors together in some of the documents."""
    cells = units.cells[units.cells["mention_id"].str.rsplit(":", n=1).str[0].isin(kept)]
    named = cells.groupby("unit_id")["actor_id"].agg(set)
    return Counter(pair for actors in named for pair in combinations(sorted(actors), 2))


@slow
@given(TEXTS, st.sampled_from(CHOICES), st.booleans(), st.sampled_from(
    ["sentence", "paragraph", "document", "story"]), st.data())  # fmt: skip
def test_wherever_the_true_days_lie_the_true_weights_are_within_the_bounds(
    make, texts, choice, cumulative, unit, data
):
    corpus, mentions = make([[sets] for _, sets in texts], ["x" for _ in texts])
    documents = dated([interval for interval, _ in texts])
    units = incidence(mentions, corpus, unit=unit)
    edges = snapshots(units, documents, **choice, cumulative=cumulative)
    assert (edges["weight_certain"] <= edges["weight_possible"]).all()
    assert edges["weight_possible"].gt(0).all()
    true = {d: data.draw(st.sampled_from(list(possible_days(*days))))
            for d, *days in documents.itertuples()}  # fmt: skip
    slices = time_slices(documents, **choice, cumulative=cumulative)
    for label, start, end in slices[["slice", "start", "end"]].drop_duplicates().itertuples(False):
        inside = {d for d, day in true.items() if day <= end and (cumulative or day >= start)}
        within = bounds(edges, label)
        weights = network(units, inside)
        assert set(weights) <= set(within)
        for pair, bound in within.items():
            assert bound["weight_certain"] <= weights[pair] <= bound["weight_possible"]


@slow
@given(TEXTS, st.sampled_from(CHOICES))
def test_each_bound_is_what_some_true_days_give(make, texts, choice):
    """All that may be outside outside, and all that may be inside inside: no tighter bound."""
    corpus, mentions = make([[sets] for _, sets in texts])
    documents, units = dated([days for days, _ in texts]), incidence(mentions, corpus)
    edges = snapshots(units, documents, **choice)
    for label, rows in time_slices(documents, **choice).groupby("slice"):
        found = {p: tuple(bound.values()) for p, bound in bounds(edges, label).items()}
        least, most = (
            network(units, rows.loc[rows["certain"], "doc_id"]),
            network(units, rows["doc_id"]),
        )
        assert found == {pair: (least[pair], most[pair]) for pair in most}


DATED = st.lists(
    st.tuples(
        DAY.map(lambda day: (day, day)), st.lists(st.sets(st.sampled_from("abcd")), max_size=3)
    ),
    max_size=5,
)


@slow
@given(DATED, st.sampled_from(["year", "quarter", "month", "200D"]))
def test_with_stated_days_a_cumulative_slice_is_the_sum_of_those_up_to_it(make, texts, by):
    corpus, mentions = make([[sets] for _, sets in texts])
    documents, units = dated([days for days, _ in texts]), incidence(mentions, corpus)
    edges = snapshots(units, documents, by=by)
    assert (edges["weight_certain"] == edges["weight_possible"]).all()
    total = snapshots(units, documents, by=by, cumulative=True)
    so_far: Counter = Counter()
    for label in edges["slice"].cat.categories:
        rows = edges[edges["slice"] == label]
        so_far.update(dict(zip(zip(rows["source"], rows["target"], strict=True),
                               rows["weight_certain"], strict=True)))  # fmt: skip
        found = bounds(total, f"up to {label}")
        assert {pair: bound["weight_certain"] for pair, bound in found.items()} == dict(so_far)


def test_the_last_cumulative_slice_of_the_study_is_its_network(reference, reference_codebook):
    """77 edges of weight 132: in the end every text has appeared."""
    units = incidence(*reference[::-1], reference_codebook)
    documents = bl.open_study().corpus.documents
    edges = snapshots(units, documents, cumulative=True)
    last = edges[edges["slice"] == "up to 2025"]
    assert (len(last), last["weight_certain"].sum()) == (77, 132)
    whole = cooccurrence(units)["weight"].astype("int64").tolist()
    assert last["weight_certain"].tolist() == last["weight_possible"].tolist() == whole
    assert edges[edges["slice"] == "up to 2024"]["weight_possible"].sum() == 132


def test_an_echo_class_counts_in_a_slice_what_the_texts_in_it_name(make):
    """One utterance of 2021 and 2023: the earlier text names two, only the later one the third."""
    corpus, mentions = make(
        [[[{"a", "b"}]], [[{"b", "c"}]]], echoes={"d0:s1": "e", "d1:s1": "e"}
    )  # fmt: skip
    units = incidence(mentions, corpus, duplicates="echo")
    days = dated([("2021-05-01", "2021-05-01"), ("2023-05-01", "2023-05-01")])
    edges = snapshots(units, days)
    assert edges[["slice", "source", "target"]].to_numpy().tolist() == [
        ["2021", "a", "b"], ["2023", "b", "c"],
    ]  # fmt: skip
    both = snapshots(units, days, by=[("2021-01-01", "2023-12-31")])
    assert len(both) == len(cooccurrence(units)) == 3, "and a with c where both texts lie in one"


def test_documents_of_another_corpus_are_named(make):
    corpus, mentions = make([[[{"a", "b"}]]])
    with pytest.raises(BorderlabError, match="units name document 'd0', which documents lack"):
        snapshots(incidence(mentions, corpus), dated([], []))


@pytest.mark.parametrize("texts", [[], [[[set()]]]], ids=["no text", "nobody named"])
def test_without_edges_there_is_an_empty_table_of_the_same_columns(make, texts):
    corpus, mentions = make(texts)
    edges = snapshots(
        incidence(mentions, corpus), dated([("2021-05-01", "2021-05-01")] * len(texts))
    )
    assert edges.empty
    assert edges.dtypes.astype("str").to_dict() == {
        "slice": "category", "source": "str", "target": "str", "weight_certain": "int64",
        "weight_possible": "int64",
    }  # fmt: skip
    assert list(turnover(edges)) == ["slice_from", "slice_to", "source", "target", "status"]
    assert turnover(edges).empty


@slow
@given(TEXTS, st.sampled_from(CHOICES), st.randoms())
def test_the_order_of_documents_and_mentions_changes_nothing(make, texts, choice, random):
    corpus, mentions = make([[sets] for _, sets in texts])
    documents = dated([days for days, _ in texts])
    edges = snapshots(incidence(mentions, corpus), documents, **choice)
    ids, rows = list(documents.index), list(mentions.index)
    random.shuffle(ids)
    random.shuffle(rows)
    other = snapshots(incidence(mentions.loc[rows], corpus), documents.loc[ids], **choice)
    pd.testing.assert_frame_equal(edges, other)
    pd.testing.assert_frame_equal(turnover(edges), turnover(other))


def step(old, new, texts=(1, 1)):
    """Say the turnover of one pair with (certain, possible) weights; None: no row.

    `texts` says how many texts lie for certain in the two slices.
    """
    rows = [
        {"slice": s, "source": "a", "target": "b", "weight_certain": w[0], "weight_possible": w[1]}
        for s, w in (("2021", old), ("2023", new)) if w
    ]  # fmt: skip
    other = {"source": "x", "target": "y", "weight_certain": 1, "weight_possible": 1}
    rows += [{"slice": s, **other} for s in ("2021", "2023")]
    edges = pd.DataFrame(rows)
    edges.attrs = {"texts": dict(zip(("2021", "2023"), texts, strict=True))}
    found = turnover(edges).set_index("source")["status"]
    assert found["x"] == "stays"
    return found["a"]


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (None, (1, 1), "appears"), (None, (1, 3), "appears"), (None, (0, 1), "open"),
        ((1, 1), (1, 1), "stays"), ((3, 3), (1, 2), "stays"), ((1, 1), None, "goes"),
        ((1, 1), (0, 1), "open"), ((0, 1), (1, 1), "open"), ((0, 1), (0, 1), "open"),
        ((0, 1), None, "open"), ((0, 0), (1, 1), "appears"), ((2, 2), (0, 0), "goes"),
    ],
)  # fmt: skip
def test_a_status_claims_what_both_bounds_carry(old, new, status):
    assert step(old, new) == status


@pytest.mark.parametrize(
    ("old", "new", "texts", "status"),
    [
        ((1, 1), None, (1, 0), "open"),  # perhaps nothing was read that could have reported it
        (None, (1, 1), (0, 1), "open"),  # perhaps nothing was read that could have reported it
        ((1, 1), (1, 1), (1, 1), "stays"), ((1, 1), None, (1, 2), "goes"),
    ],
)  # fmt: skip
def test_nothing_goes_or_appears_by_a_slice_in_which_no_text_lies_for_certain(
    old, new, texts, status
):
    assert step(old, new, texts) == status


def test_on_the_seeds_nothing_goes_into_2024_where_no_text_is_certain():
    study = bl.open_study()
    told = turnover(snapshots(study.incidence(), study.corpus.documents))
    counts = told.groupby(["slice_from", "slice_to", "status"]).size().to_dict()
    assert counts == {
        ("2021", "2023", "appears"): 13, ("2021", "2023", "goes"): 15,
        ("2021", "2023", "stays"): 3, ("2023", "2024", "open"): 62, ("2024", "2025", "open"): 47,
    }  # fmt: skip


def test_a_text_that_the_units_leave_out_could_report_nothing(make):
    """Of two texts on one event the second is left out: 2022 then has no text that was read."""
    corpus, mentions = make([[[{"a", "b"}]], [[{"a"}]], [[set()]]], ["p", "p", "q"])
    days = dated([("2021-05-01", "2021-05-01"), ("2022-05-01", "2022-05-01"), (None, None)])
    told = [
        turnover(snapshots(incidence(mentions, corpus, duplicates=d), days))["status"].tolist()
        for d in ("keep", "story")
    ]
    assert told == [["goes"], ["open"]]


def test_a_table_without_its_texts_is_not_guessed_at(make):
    corpus, mentions = make([[[{"a", "b"}]]])
    edges = snapshots(incidence(mentions, corpus), dated([("2021-05-01", "2021-05-01")]))
    edges.attrs = {}
    with pytest.raises(BorderlabError, match=r"lost its attrs, .* give what snapshots returns"):
        turnover(edges)


@slow
@given(TEXTS, st.sampled_from(["year", "quarter", "200D"]), st.data())
def test_what_appears_stays_or_goes_does_so_wherever_the_true_days_lie(make, texts, by, data):
    corpus, mentions = make([[sets] for _, sets in texts])
    documents, units = dated([days for days, _ in texts]), incidence(mentions, corpus)
    slices = time_slices(documents, by=by)
    told = turnover(snapshots(units, documents, by=by))
    true = {d: data.draw(st.sampled_from(list(possible_days(*days))))
            for d, *days in documents.itertuples()}  # fmt: skip
    nets = {
        str(s): network(units, [d for d in true if start <= true[d] <= end])
        for s, start, end in slices[["slice", "start", "end"]].drop_duplicates().itertuples(False)
    }
    claims = {(False, True): "appears", (True, True): "stays", (True, False): "goes"}
    for row in told[told["status"] != "open"].itertuples():
        pair = (row.source, row.target)
        seen = (pair in nets[row.slice_from], pair in nets[row.slice_to])
        assert claims[seen] == row.status
    steps = list(pairwise(slices["slice"].cat.categories))
    assert {(r.slice_from, r.slice_to) for r in told.itertuples()} <= set(steps)


def test_slices_with_texts_that_name_nobody_together_are_steps_too(make):
    """What 2021 reports and a text of 2022 does not, goes in 2022 and appears again in 2023."""
    corpus, mentions = make([[[{"a", "b"}]], [[{"a"}]], [[{"a", "b"}]]])
    days = dated([(f"{y}-05-01", f"{y}-05-01") for y in (2021, 2022, 2023)])
    told = turnover(snapshots(incidence(mentions, corpus), days))
    assert told.drop(columns=["source", "target"]).to_numpy().tolist() == [
        ["2021", "2022", "goes"], ["2022", "2023", "appears"],
    ]  # fmt: skip


def test_nothing_goes_from_one_cumulative_slice_to_the_next():
    study = bl.open_study()
    edges = snapshots(study.incidence(), study.corpus.documents, cumulative=True)
    told = turnover(edges)
    assert set(told["status"]) == {"appears", "stays", "open"}
    open_pairs = told[told["status"] == "open"]
    assert set(open_pairs["slice_to"]) == {"up to 2024", "up to 2025"}


def test_a_table_that_is_no_snapshots_is_named(make):
    with pytest.raises(ValueError, match="snapshots has no column slice"):
        turnover(cooccurrence(incidence(*make([[[{"a", "b"}]]])[::-1])))


def test_the_units_given_stay_as_they_were(make):
    corpus, mentions = make([[[{"a", "b"}]], [[{"a", "c"}]]])
    units = incidence(mentions, corpus)
    before = replace(units, matrix=units.matrix.copy(), cells=units.cells.copy())
    snapshots(units, dated([("2021-05-01", "2021-05-01"), ("2022-05-01", None)]))
    assert (before.matrix != units.matrix).nnz == 0
    pd.testing.assert_frame_equal(before.cells, units.cells)
