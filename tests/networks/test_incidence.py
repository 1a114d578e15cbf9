"""Every unit is a row, every choice is made here once."""

from __future__ import annotations

import dataclasses
import re
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.errors import BorderlabError, UnknownActorError
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.networks.incidence import incidence, sharing

ACTORS = st.sets(st.sampled_from("abcde"), max_size=4)
TEXTS = st.lists(st.lists(st.lists(ACTORS, max_size=3), max_size=3), max_size=4)
quick = settings(max_examples=20, deadline=None)
#: unit -> units, edges and total weight of the reference coding, collectives in; then without
KNOWN = {
    "sentence": (56, 77, 132, 67, 93),
    "document": (5, 208, 246, 199, 235),
}


def named(units) -> dict[str, set[str]]:
    """Each unit's actors, read back from the matrix."""
    ids = units.actors.index
    rows = units.matrix.toarray().astype(bool)
    return {u: set(ids[row]) for u, row in zip(units.units.index, rows, strict=True)}


@pytest.mark.parametrize("unit", KNOWN)
def test_the_reference_coding_gives_the_counts_made_by_hand(reference, reference_codebook, unit):
    rows, *expected = KNOWN[unit]
    found = []
    for collectives in (True, False):
        units = incidence(
            reference.mentions, reference.corpus, reference_codebook,
            unit=unit, collectives=collectives,
        )  # fmt: skip
        assert units.matrix.shape == (rows, 32)
        edges = cooccurrence(units)
        found += [len(edges), edges["weight"].sum()]
    assert found == expected


def test_titles_count_only_when_asked_for(reference, reference_codebook):
    """A title names again whom the body names: by sentence it is one more unit, else no change."""
    zones = ("title", "body")
    made = {
        unit: incidence(*reference[::-1], reference_codebook, unit=unit, zones=zones)
        for unit in ("sentence", "document")
    }
    assert made["sentence"].matrix.shape == (60, 32)
    assert cooccurrence(made["sentence"])["weight"].sum() == 136
    assert cooccurrence(made["document"])["weight"].sum() == 246


@quick
@given(TEXTS)
def test_every_unit_is_a_row_with_the_union_of_its_sentences(make, texts):
    corpus, mentions = make(texts)
    flat = {
        "sentence": [s for d in texts for p in d for s in p],
        "paragraph": [set().union(*p) for d in texts for p in d if p],
        "document": [set().union(*(s for p in d for s in p)) for d in texts if any(d)],
    }
    for unit, expected in flat.items():
        units = incidence(mentions, corpus, unit=unit)
        assert list(named(units).values()) == expected
        assert list(units.actors.index) == sorted(set().union(*expected))
        assert units.matrix.dtype == np.int64
        assert set(units.matrix.data) <= {1}
        assert set(units.cells["mention_id"]) == set(mentions.index)


@quick
@given(TEXTS, st.randoms())
def test_the_order_of_the_mentions_changes_nothing(make, texts, random):
    corpus, mentions = make(texts)
    order = list(mentions.index)
    random.shuffle(order)
    first, second = (incidence(m, corpus, unit="document") for m in (mentions, mentions.loc[order]))
    assert (first.matrix != second.matrix).nnz == 0
    pd.testing.assert_frame_equal(first.cells, second.cells)


def test_only_ids_tell_apart_what_names_one_actor_at_one_place(make):
    """The order of ids is that of text, m10 before m9, and counts last."""
    corpus, mentions = make([[[{"b"}, {"a"}]]])
    twice = mentions.loc[["d0:m0", "d0:m0", "d0:m1"]].set_axis(["m9", "m10", "m1"])
    assert incidence(twice, corpus).cells["mention_id"].tolist() == ["m10", "m9", "m1"]


def test_unit_ids_say_where_to_look(make):
    corpus, mentions = make([[[{"a"}, {"b"}], [{"c"}]], [[{"a"}]]], stories=["one", "one"])
    ids = {
        unit: list(incidence(mentions, corpus, unit=unit).units.index)
        for unit in ("sentence", "paragraph", "document", "story")
    }
    assert ids == {
        "sentence": ["d0:s1", "d0:s2", "d0:s3", "d1:s1"],
        "paragraph": ["d0:p1", "d0:p2", "d1:p1"],
        "document": ["d0", "d1"],
        "story": ["one"],
    }


@quick
@given(TEXTS, st.integers(1, 5))
def test_a_window_is_every_run_of_sentences_of_one_document(make, texts, size):
    corpus, mentions = make(texts)
    expected = {}
    for d, paragraphs in enumerate(texts):
        text = [s for p in paragraphs for s in p]
        for start in range(max(len(text) - size, 0) + 1 if text else 0):
            held = text[start : start + size]
            last = f"-s{start + len(held)}" if len(held) > 1 else ""
            expected[f"d{d}:s{start + 1}{last}"] = set().union(*held)
    units = incidence(mentions, corpus, unit="window", window=size)
    assert list(named(units).items()) == list(expected.items())
    assert set(units.matrix.data) <= {1}, "overlapping windows do not add up in one cell"
    assert set(units.units["doc_id"]) == {u.split(":")[0] for u in expected}


@quick
@given(TEXTS)
def test_a_window_of_one_sentence_is_the_sentence(make, texts):
    corpus, mentions = make(texts)
    one = incidence(mentions, corpus, unit="window", window=1)
    same = incidence(mentions, corpus, unit="sentence")
    assert (one.matrix != same.matrix).nnz == 0
    for part in ("units", "actors", "cells"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(same, part))


def test_a_window_holds_a_mention_as_often_as_windows_hold_its_sentence(make):
    corpus, mentions = make([[[{"a", "b"}], [{"c"}, set()], [{"a"}]]])
    units = incidence(mentions, corpus, unit="window", window=2)
    assert named(units) == {"d0:s1-s2": {"a", "b", "c"}, "d0:s2-s3": {"c"}, "d0:s3-s4": {"a"}}
    held = units.cells.groupby("mention_id")["unit_id"].agg(list).to_dict()
    assert held["d0:m2"] == ["d0:s1-s2", "d0:s2-s3"]
    pair = incidence(*make([[[set(), {"a", "b"}, set()]]])[::-1], unit="window", window=2)
    assert cooccurrence(pair)["weight"].tolist() == [2.0], "one sentence, two windows"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (2, {"d0:t1": {"t"}, "d0:s1-s2": {"a", "b"}, "d0:s2-s3": {"b", "c"}, "d1:s1": {"d"}}),
        (9, {"d0:t1": {"t"}, "d0:s1-s3": {"a", "b", "c"}, "d1:s1": {"d"}}),
        (10**12, {"d0:t1": {"t"}, "d0:s1-s3": {"a", "b", "c"}, "d1:s1": {"d"}}),
    ],
)
def test_a_window_mixes_neither_title_and_body_nor_two_documents(make, size, expected):
    corpus, mentions = make([[[{"t"}], [{"a"}, {"b"}, {"c"}]], [[{"d"}]]])
    own = ["d0:t1", "d0:s1", "d0:s2", "d0:s3", "d1:s1"]
    ids = dict(zip(corpus.sentences.index, own, strict=True))
    sentences = corpus.sentences.rename(index=ids)
    sentences["position"] = [1, 1, 2, 3, 1]  # both zones count from 1
    sentences.loc["d0:t1", "zone"] = "title"
    mentions = mentions.assign(sentence_id=mentions["sentence_id"].map(ids))
    mentions["zone"] = mentions["sentence_id"].map(sentences["zone"])
    told = {"unit": "window", "window": size, "zones": ("title", "body")}
    corpus = dataclasses.replace(corpus, sentences=sentences)
    assert list(named(incidence(mentions, corpus, **told)).items()) == list(expected.items())
    order = [3, 1, 4, 0, 2]  # a sorted table of sentences is no condition
    shuffled = dataclasses.replace(corpus, sentences=sentences.iloc[order])
    assert named(incidence(mentions, shuffled, **told)) == expected


def test_a_window_of_one_text_of_a_story_leaves_the_others_out(make):
    corpus, mentions = make([[[{"a"}, {"b"}]], [[{"c"}]]], stories=["one", "one"])
    units = incidence(mentions, corpus, unit="window", window=2, duplicates="story")
    assert named(units) == {"d0:s1-s2": {"a", "b"}}


def test_no_counted_sentence_gives_no_window(make):
    units = incidence(*make([])[::-1], unit="window", window=3)
    assert units.matrix.shape == (0, 0)
    assert list(units.units.columns) == ["doc_id", "story_id"]


@quick
@given(TEXTS, st.sampled_from(["sentence", "paragraph", "document", "story", "window"]))
def test_the_cells_lead_to_the_sentences_as_they_are_read(make, texts, unit):
    corpus, mentions = make(texts, stories=["one"] * len(texts))
    units = incidence(mentions, corpus, unit=unit, window=3 if unit == "window" else None)
    cells = units.cells
    assert list(cells.columns) == ["unit_id", "actor_id", "mention_id", "sentence_id"]
    assert (cells["sentence_id"] == cells["mention_id"].map(mentions["sentence_id"])).all()
    rows = units.units.index.get_indexer(cells["unit_id"])
    places = corpus.sentences.index.get_indexer(cells["sentence_id"])
    read = list(zip(rows, places, strict=True))
    assert read == sorted(read)


def test_an_echo_class_is_one_unit_with_the_union_of_its_actors(make):
    corpus, mentions = make(
        [[[{"a", "b"}, {"x"}]], [[{"y"}, {"b", "c"}]]], echoes={"d0:s1": "e1", "d1:s2": "e1"}
    )
    units = incidence(mentions, corpus, duplicates="echo")
    assert named(units) == {"d0:s1": {"a", "b", "c"}, "d0:s2": {"x"}, "d1:s1": {"y"}}
    evidence = units.cells.query("unit_id == 'd0:s1' and actor_id == 'b'")
    assert len(evidence) == 2, "both renderings stay behind the one cell"


def test_one_named_text_stands_for_its_story(make):
    corpus, mentions = make([[[{"a"}]], [[{"b"}]], [[{"c"}]]], stories=["one", "one", "two"])
    for unit in ("sentence", "story"):
        units = incidence(mentions, corpus, unit=unit, duplicates="story")
        assert list(named(units).values()) == [{"a"}, {"c"}]
    turned = dataclasses.replace(corpus, sentences=corpus.sentences.iloc[::-1])
    assert list(incidence(mentions, turned, duplicates="story").actors.index) == ["b", "c"]


BODIES = [
    {"actor_id": "chamber", "kind": "organisation"},
    {"actor_id": "chapter", "kind": "organisation", "parent_id": "chamber"},
    {"actor_id": "office", "kind": "organisation", "parent_id": "chapter"},
    {"actor_id": "chair", "kind": "person", "parent_id": "chamber"},
    {"actor_id": "council", "kind": "organisation", "parent_id": "state"},
    {"actor_id": "state", "kind": "subnational", "parent_id": "nation"},
    {"actor_id": "ministry", "kind": "government", "parent_id": "nation"},
    {"actor_id": "nation", "kind": "government"},
    {"actor_id": "plan", "kind": "programme", "parent_id": "state"},
    {"actor_id": "outlet", "kind": "media", "network": "exclude"},
]


def _bodies(make, registry, **options):
    corpus, mentions = make([[[{b["actor_id"]} for b in BODIES]]])
    units = incidence(mentions, corpus, registry(BODIES), **options)
    return set(units.actors.index), units


def test_only_parts_of_one_organisation_are_merged(make, registry):
    """A chair is not the chamber, a council not the state, a ministry not the nation."""
    everyone, _ = _bodies(make, registry)
    merged, units = _bodies(make, registry, merge_parents=True)
    assert everyone - merged == {"chapter", "office"}
    assert units.matrix.sum(axis=0)[units.actors.index.get_loc("chamber")] == 3


def test_a_circle_of_parents_ends(make, registry):
    ring = [
        {"actor_id": "a", "kind": "organisation", "parent_id": "b"},
        {"actor_id": "b", "kind": "organisation", "parent_id": "a"},
    ]
    corpus, mentions = make([[[{"a"}]]])
    units = incidence(mentions, corpus, registry(ring), merge_parents=True)
    assert units.matrix.shape == (1, 1)


def test_excluded_actors_leave_and_programmes_leave_when_asked(make, registry):
    everyone, _ = _bodies(make, registry)
    assert "outlet" not in everyone
    assert everyone - _bodies(make, registry, programmes=False)[0] == {"plan"}


def test_an_office_splits_an_actor_and_says_so_in_the_label(make, registry):
    corpus, mentions = make([[[{"ana"}, {"ana"}, {"ana"}, {"luis"}]]])
    mentions["office"] = ["economy", "foreign", None, None]
    bare = incidence(mentions, corpus, split_by="office")
    assert list(bare.actors.index) == ["ana", "ana@economy", "ana@foreign", "luis"]
    book = registry([{"actor_id": "ana", "label": "Ana"}, {"actor_id": "luis", "label": "Luis"}])
    units = incidence(mentions, corpus, book, split_by="office")
    labels = ["Ana", "Ana (economy)", "Ana (foreign)", "Luis"]
    assert units.actors["label"].tolist() == labels


def test_the_codebook_may_hold_its_ids_in_a_column_and_no_labels(make, registry):
    book = registry(BODIES)
    flat = dataclasses.replace(book, actors=book.actors.reset_index().drop(columns="label"))
    corpus, mentions = make([[[{"plan"}]]])
    assert incidence(mentions, corpus, flat).actors["kind"].tolist() == ["programme"]


def test_units_that_share_their_halves_are_those_made_alone(reference, reference_codebook):
    """Whatever came before; a name that the codebook lacks is refused where it is counted only."""
    corpus, mentions = reference
    mentions = mentions.copy()
    mentions.loc[mentions.index[-1], "actor_id"] = "nobody"  # in the story's second text
    corpus = dataclasses.replace(corpus, sentences=corpus.sentences.iloc[::-1])
    make, refused = sharing(mentions, corpus, reference_codebook), 0
    for unit, duplicates, roles, split_by in product(
        ("sentence", "paragraph", "story"), ("keep", "story"), ("actor", "place"), (None, "office")
    ):
        choices = {"unit": unit, "duplicates": duplicates, "roles": roles, "split_by": split_by}
        try:
            alone = incidence(mentions, corpus, reference_codebook, **choices)
        except UnknownActorError as error:
            refused += 1
            with pytest.raises(UnknownActorError, match=re.escape(str(error))):
                make(**choices)
            continue
        shared = make(**choices)
        assert (shared.matrix != alone.matrix).nnz == 0 and shared.choices == alone.choices
        for name in ("units", "actors", "cells"):
            pd.testing.assert_frame_equal(getattr(shared, name), getattr(alone, name))
    assert 0 < refused < 24


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({}, {"a", "b", "c"}),
        ({"roles": ("actor", "place")}, {"a", "b", "c", "p"}),
        ({"roles": ("place",)}, {"p"}),
        ({"forms": ("short",)}, {"b"}),
        ({"forms": ()}, set()),
        ({"collectives": False}, {"a", "b"}),
        ({"forms": ("collective",), "collectives": False}, set()),
    ],
)
def test_roles_and_forms_choose_the_mentions(make, options, left):
    corpus, mentions = make([[[{"a", "b", "c", "p"}, set()]]])
    mentions["form"] = ["name", "short", "collective", "name"]
    mentions["role"] = ["actor", "actor", "actor", "place"]
    units = incidence(mentions, corpus, **options)
    assert set(units.actors.index) == left
    assert units.matrix.shape == (2, len(left)), "units that name nobody stay"


def test_a_choice_that_leaves_nobody_keeps_every_unit(make, registry):
    units = incidence(*make([[[{"a"}]]])[::-1], registry([{"actor_id": "a"}]), forms=())
    assert units.matrix.shape == (1, 0)
    assert "label" in units.actors


def test_nothing_edits_its_input(reference, reference_codebook):
    before = [f.copy() for f in (reference.mentions, reference.corpus.sentences)]
    actors = reference_codebook.actors.copy()
    incidence(
        *reference[::-1], reference_codebook, programmes=False, merge_parents=True,
        split_by="office",
    )  # fmt: skip
    after = (reference.mentions, reference.corpus.sentences)
    for old, new in zip([*before, actors], [*after, reference_codebook.actors], strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_the_choices_travel_with_the_result(make):
    corpus, mentions = make([[[{"a"}]]])
    choices = incidence(mentions, corpus, forms=("name",)).choices
    assert choices == {
        "unit": "sentence", "window": None, "duplicates": "keep", "collectives": True,
        "programmes": True, "merge_parents": False, "split_by": None, "roles": ("actor",),
        "forms": ("name",), "zones": ("body",), "codebook": False,
    }  # fmt: skip
    window = incidence(mentions, corpus, unit="window", window=np.int64(2)).choices["window"]
    assert (window, type(window)) == (2, int), "plain, for captions and graph files"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"unit": "page"}, "unit='page' is no choice; take one of sentence, paragraph"),
        ({"duplicates": "drop"}, "duplicates='drop' is no choice"),
        ({"split_by": "party"}, "split_by='party' is no choice"),
        ({"roles": ("hero",)}, "roles='hero' is no choice"),
        ({"roles": "hero"}, "roles='hero' is no choice"),
        ({"forms": ("nick",)}, "forms='nick' is no choice"),
        ({"zones": ("body", "foot")}, "zones='foot' is no choice"),
        ({"unit": None}, "unit=None is no choice"),
        ({"programmes": False}, "programmes=False needs the codebook"),
        ({"merge_parents": True}, "merge_parents=True needs the codebook"),
        ({"duplicates": "echo", "unit": "document"}, "unit is 'document', not 'sentence'"),
        ({"duplicates": "echo", "unit": "window", "window": 2}, "unit is 'window', not 'sentence'"),
        ({"window": 2}, "window=2 goes with unit='window' only; unit is 'sentence'"),
        ({"window": 0, "unit": "story"}, "window=0 goes with unit='window' only; unit is 'story'"),
        *(
            ({"unit": "window", "window": n}, f"window={n!r} is no whole number from 1 on")
            for n in (None, 0, -3, True, np.True_, 2.0, float("nan"), "2", (2,))
        ),
    ],
)
def test_a_wrong_choice_names_itself_and_its_cure(make, options, says):
    with pytest.raises(BorderlabError, match=re.escape(says)) as error:
        incidence(*make([[[{"a"}]]])[::-1], **options)
    assert "\n" not in str(error.value)


def test_a_single_choice_needs_no_tuple(make):
    corpus, mentions = make([[[{"a"}]]])
    assert incidence(mentions, corpus, roles="actor", zones="body").actors.index.tolist() == ["a"]


def test_an_actor_the_codebook_does_not_hold_is_named(make, registry):
    corpus, mentions = make([[[{"a", "ghost"}]]])
    with pytest.raises(UnknownActorError, match="ghost"):
        incidence(mentions, corpus, registry([{"actor_id": "a"}]))


def test_mentions_of_another_corpus_are_refused(make):
    """A network silently lacking half its mentions would be worse than an error."""
    corpus, _ = make([[[{"a"}]]])
    _, mentions = make([[[{"a"}]], [[{"b"}]]])
    with pytest.raises(BorderlabError, match=r"'d1:m1' .* no sentence of this corpus"):
        incidence(mentions, corpus)
