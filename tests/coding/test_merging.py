"""Merging decides nothing for anybody: what is agreed stands, the rest is listed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.coding.coders import make_coder
from borderlab.coding.corrections import Correction
from borderlab.coding.merging import join_sheets, merge_corrections, merge_sheets
from borderlab.coding.spans import to_mentions
from borderlab.errors import SourceError

TEXT = "Sonora met Mexico.\nMexico thanked Sonora.\nNobody came."
SPANS = {"d0:s1": [(0, 6), (11, 17)], "d0:s2": [(19, 25), (34, 40)], "d0:s3": []}
KEY = ["sentence_id", "start", "end", "actor_id"]


@pytest.fixture(scope="session")
def corpus(make_corpus):
    return make_corpus(TEXT)


def coder(corpus, name, said, pillars=None, notes=None):
    """Make a coder from sentence -> [(which span, actor, role)], and sentence -> pillars."""
    pillars, notes = pillars or {}, notes or {}
    spans = [
        {"doc_id": "d0", "start": SPANS[i][k][0], "end": SPANS[i][k][1], "actor_id": actor,
         "form": "name", "role": role, "rule": f"sheet:{name}"}
        for i, rows in said.items() for k, actor, role in rows
    ]  # fmt: skip
    columns = ["doc_id", "start", "end", "actor_id", "form", "role", "rule"]
    types = {"doc_id": "str", "start": "int64", "end": "int64"}
    mentions = to_mentions(pd.DataFrame(spans, columns=columns).astype(types), corpus)
    coded = corpus.sentences[["doc_id", "start"]].assign(
        mentions=corpus.sentences.index.isin(list(said)),
        pillars=corpus.sentences.index.isin(list(pillars)),
        note=[notes.get(i, "") for i in corpus.sentences.index],
    )
    pairs = [(i, p) for i, ps in pillars.items() for p in ps]
    return make_coder(name, mentions, pairs, coded)


def codes(mentions):
    return {tuple(r) for r in mentions[[*KEY, "form", "role"]].itertuples(index=False)}


def test_divided_work_is_united(corpus):
    a = coder(corpus, "ann", {"d0:s1": [(0, "sonora", "actor")]}, {"d0:s1": [1]}, {"d0:s1": "hm"})
    b = coder(corpus, "ben", {"d0:s2": [(0, "mexico", "actor")]}, {"d0:s2": []})
    merged, conflicts = merge_sheets(a, b)
    assert conflicts.empty
    assert merged.name == "ann + ben"
    assert codes(merged.mentions) == codes(a.mentions) | codes(b.mentions)
    assert merged.coded[["mentions", "pillars"]].all().all()
    assert merged.coded["note"].tolist() == ["hm", ""]
    assert merged.codings[["sentence_id", "pillar"]].to_numpy().tolist() == [["d0:s1", 1]]


def test_conflicts_show_both_values_with_their_sentence(corpus):
    a = coder(
        corpus, "ann",
        {"d0:s1": [(0, "sonora", "actor"), (1, "mexico", "place")],
         "d0:s2": [(0, "mexico", "actor")]},
        {"d0:s1": [1], "d0:s2": [1, 3]},
    )  # fmt: skip
    b = coder(
        corpus, "ben",
        {"d0:s1": [(0, "sonora", "actor"), (1, "mexico", "actor")], "d0:s2": []},
        {"d0:s1": [1], "d0:s2": []},
    )  # fmt: skip
    merged, conflicts = merge_sheets(a, b)
    shown = conflicts[["sentence_id", "actor_id", "ann", "ben"]].fillna("-").to_numpy().tolist()
    assert shown == [
        ["d0:s1", "mexico", "name place", "name actor"],
        ["d0:s2", "mexico", "name actor", "(not named)"],
        ["d0:s2", "-", "1|3", "(none)"],
    ]
    assert merged.mentions.empty, "neither sentence is settled, and half of one is no coding"
    assert merged.coded["mentions"].tolist() == [False]
    assert merged.codings["sentence_id"].tolist() == ["d0:s1"]


def test_what_one_left_half_done_does_not_stand_beside_what_the_other_finished(corpus):
    a = coder(corpus, "ann", {"d0:s1": [(0, "sonora", "actor")], "d0:s2": [(0, "mexico", "actor")]})
    half = a._replace(coded=a.coded.assign(mentions=False))
    b = coder(corpus, "ben", {"d0:s1": [(1, "mexico", "actor")]})
    merged, conflicts = merge_sheets(half, b)
    assert conflicts.empty
    assert merged.mentions[["sentence_id", "actor_id"]].to_numpy().tolist() == [["d0:s1", "mexico"]]
    assert merged.coded.index[merged.coded["mentions"]].tolist() == ["d0:s1"]


@pytest.mark.parametrize("blank_first", [True, False])
def test_an_unfinished_sentence_joins_a_blank_sheet_without_its_rows(corpus, blank_first):
    said = {"d0:s1": [(0, "sonora", "actor")], "d0:s2": [(0, "mexico", "actor")]}
    a = coder(corpus, "ann", said, {"d0:s1": [1], "d0:s2": [1]})
    half = a._replace(coded=a.coded.drop(index="d0:s1"))  # as a line that cannot count leaves it
    sheets = [half, coder(corpus, "ann", {})]
    whole = join_sheets(sheets[::-1] if blank_first else sheets)
    assert whole.mentions["sentence_id"].tolist() == ["d0:s2"]
    assert whole.codings["sentence_id"].tolist() == ["d0:s2"]


ROLES = st.sampled_from(["actor", "place"])


@st.composite
def said(draw):
    """Draw what a coder says: some sentences, in each some of the spans."""
    chosen = draw(st.lists(st.sampled_from(list(SPANS)), unique=True))
    rows = {}
    for i in chosen:
        keys = [(k, actor) for k in range(len(SPANS[i])) for actor in ("sonora", "mexico")]
        kept = draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
        rows[i] = [(k, actor, draw(ROLES)) for k, actor in kept]
    pillars = draw(st.dictionaries(
        st.sampled_from(list(SPANS)), st.lists(st.integers(0, 4), unique=True), max_size=3
    ))  # fmt: skip
    notes = draw(st.dictionaries(st.sampled_from(list(SPANS)), st.sampled_from(["x", "y"])))
    return rows, pillars, notes


def same(one, other):
    """Compare two coders in all but the order of their rows and where a row was read."""
    assert codes(one.mentions) == codes(other.mentions)
    assert len(one.mentions) == len(other.mentions)
    assert one.codings.drop(columns="coder").equals(other.codings.drop(columns="coder"))
    assert one.coded.sort_index().equals(other.coded.sort_index())


@settings(max_examples=30)
@given(said(), said())
def test_order_is_nothing_and_twice_is_once(corpus, one, other):
    a, b = coder(corpus, "ann", *one), coder(corpus, "ben", *other)
    ab, ba = merge_sheets(a, b), merge_sheets(b, a)
    same(ab.coder, ba.coder)
    assert ab.coder.name == ba.coder.name
    assert ab.coder.mentions.equals(ba.coder.mentions)
    assert ab.conflicts.equals(ba.conflicts[ab.conflicts.columns])
    twice = merge_sheets(a, a)
    assert twice.conflicts.empty
    same(twice.coder, a)


@settings(max_examples=30)
@given(said(), said())
def test_a_merged_sentence_is_coded_where_somebody_coded_it_and_nobody_differs(corpus, one, other):
    a, b = coder(corpus, "ann", *one), coder(corpus, "ben", *other)
    merged, conflicts = merge_sheets(a, b)
    sets = [
        {i: {(k, *c) for k, *c in rows} for i, rows in mentions.items()}
        for mentions, _, _ in (one, other)
    ]
    agreed = {
        i
        for i in sets[0].keys() | sets[1].keys()
        if len({frozenset(s[i]) for s in sets if i in s}) == 1
    }
    assert set(merged.coded.index[merged.coded["mentions"]]) == agreed
    assert set(merged.mentions["sentence_id"]) <= agreed
    assert set(merged.codings["sentence_id"]) <= set(merged.coded.index[merged.coded["pillars"]])
    differing = conflicts[conflicts["actor_id"].notna()]
    shared = sets[0].keys() & sets[1].keys()
    expected = {(i, k, a) for i in shared for k, a, _ in sets[0][i] ^ sets[1][i]}
    assert len(differing) == len(expected)


def test_sheets_of_one_person_are_taken_together_unless_they_overlap(corpus):
    first = coder(corpus, "ann", {"d0:s1": [(0, "sonora", "actor")]})
    second = coder(corpus, "ann", {"d0:s2": []})
    whole = join_sheets([first, second])
    assert whole.name == "ann"
    assert whole.coded["mentions"].tolist() == [True, True]
    with pytest.raises(SourceError, match="ann: codes d0:s1 in two sheets; give each sheet a name"):
        join_sheets([first, first])


# --- corrections


def correction(
    start=0, wrong="mexico", right="sonora", who="AR", when="2026-01-02", line=2, **more
):
    row = {"sha256": "a" * 64, "end": start + 6, "quotation": "⟦Mexico⟧", "why": "checked"} | more
    return Correction(line=line, start=start, wrong=wrong, right=right, who=who, when=when, **row)


def test_two_tables_are_united_without_duplicates():
    merged = merge_corrections(
        [correction(), correction(10)], [correction(line=7), correction(20, right="")]
    )
    assert merged.conflicts.empty
    assert [c.start for c in merged.corrections] == [0, 10, 20]
    assert [c.line for c in merged.corrections] == [2, 3, 4]


def test_of_two_that_decide_alike_the_first_stays():
    early, late = correction(who="BE", when="2026-01-01"), correction(who="AR", when="2026-02-01")
    assert [c.who for c in merge_corrections([late], [early]).corrections] == ["BE"]


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ([correction(right="sonora")], [correction(right="arizona")], ("sonora", "arizona")),
        (
            [correction(right="sonora")],
            [correction(right="sonora:place")],
            ("sonora", "sonora:place"),
        ),
        ([correction(right="sonora")], [correction(right="")], ("sonora", "(removed)")),
        ([correction(wrong="", right="a")], [correction(wrong="", right="b")], ("a", "b")),
        ([correction(wrong="mexico:place")], [correction(right="x")], ("sonora", "x")),
    ],
)
def test_the_same_place_decided_otherwise_is_a_conflict_and_neither_is_taken(ours, theirs, told):
    other = correction(50)
    merged = merge_corrections([*ours, other], theirs)
    assert merged.corrections == [other._replace(line=2)]
    [conflict] = merged.conflicts[["ours", "theirs"]].itertuples(index=False)
    assert tuple(conflict) == told


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (correction(wrong="mexico"), correction(wrong="arizona")),  # two members of one expression
        (correction(), correction(sha256="b" * 64)),  # another text
        (correction(end=7), correction()),
    ],
)
def test_another_mention_is_no_conflict(ours, theirs):
    merged = merge_corrections([ours], [theirs])
    assert merged.conflicts.empty
    assert len(merged.corrections) == 2


def test_with_a_base_a_change_and_a_deletion_of_one_side_are_taken():
    old, kept = correction(), correction(10)
    changed = correction(right="arizona")
    assert merge_corrections([changed], [old], base=[old]).corrections == [changed]
    assert merge_corrections([kept], [old, kept], base=[old, kept]).corrections == [
        kept._replace(line=2)
    ]
    both = merge_corrections([changed], [], base=[old])
    assert both.corrections == []
    assert both.conflicts[["ours", "theirs"]].to_numpy().tolist() == [
        ["arizona", "(no correction)"]
    ]


ROWS = st.lists(
    st.builds(
        correction,
        start=st.sampled_from([0, 10]),
        wrong=st.sampled_from(["", "mexico", "mexico:place"]),
        right=st.sampled_from(["", "sonora", "arizona"]),
        who=st.sampled_from(["AR", "BE"]),
        when=st.sampled_from(["", "2026-01-01", "2026-01-02"]),
    ),
    max_size=5,
)


def place(row):
    return row.sha256, row.start, row.end, row.wrong.partition(":")[0]


@given(ROWS, ROWS, ROWS)
def test_merging_corrections_is_symmetric_idempotent_and_loses_none(ours, theirs, base):
    ab = merge_corrections(ours, theirs, base=base)
    ba = merge_corrections(theirs, ours, base=base)
    assert ab.corrections == ba.corrections
    swapped = ba.conflicts.rename(columns={"ours": "theirs", "theirs": "ours"})
    assert ab.conflicts.equals(swapped[ab.conflicts.columns])
    alone = merge_corrections(ours, ours, base=base)
    assert alone.conflicts.empty
    assert merge_corrections(alone.corrections, ours).corrections == alone.corrections
    united = merge_corrections(ours, theirs)
    listed = {tuple(row) for row in united.conflicts.iloc[:, :4].itertuples(index=False)}
    placed = {place(row) for row in united.corrections}
    assert placed | listed == {place(row) for row in [*ours, *theirs]}
    assert not placed & listed


def test_rows_without_offsets_are_told_apart_by_their_quotation():
    """Two quotations are two decisions; one quotation decided otherwise is a conflict."""
    a, b = (
        correction(right="sonora")._replace(start=0, end=0, quotation=f"in ⟦{word}⟧ he")
        for word in ("Yuma", "Tuba")
    )
    merged = merge_corrections([a], [b])
    assert {row.quotation for row in merged.corrections} == {a.quotation, b.quotation}
    assert merged.conflicts.empty
    [conflict] = merge_corrections([a], [a._replace(right="arizona")]).conflicts.itertuples()
    assert (conflict.quotation, conflict.ours, conflict.theirs) == (
        a.quotation, "sonora", "arizona",
    )  # fmt: skip
