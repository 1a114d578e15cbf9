"""A specification table judges what is admissible and new, lists the rest, and counts by choice."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from borderlab.errors import BorderlabError
from borderlab.networks.fragility import comes_to, fragility
from borderlab.networks.incidence import incidence
from borderlab.networks.robustness import Finding, _fingerprint, robustness


def few_units(limit: int) -> Finding:
    def judge(units):
        return len(units.units) <= limit, len(units.units)

    return Finding(f"at most {limit} units", judge)


@pytest.fixture
def coded(make):
    """Two texts of one story and a third; the second repeats the first."""
    first = [[{"ana", "eva"}, {"ana"}], [{"luis"}]]
    return make([first, first, [[{"ana", "luis"}]]], stories=["a", "a", "b"])


@pytest.fixture
def codebook(registry):
    kinds = {"ana": "person", "eva": "person", "luis": "organisation"}
    return registry([{"actor_id": actor, "kind": kind} for actor, kind in kinds.items()])


def run(coded, codebook, finding, grid, tables=None):
    return robustness(tables or coded.mentions, coded.corpus, codebook, finding, grid)


def test_the_base_comes_first_and_every_combination_is_declared_in_order(coded, codebook):
    grid = {"unit": ["sentence", "document"], "duplicates": ["keep", "story"]}
    table = run(coded, codebook, few_units(3), grid)
    assert table["specification"].tolist() == [1, 2, 3, 4]
    rows = list(table[["unit", "duplicates"]].itertuples(index=False, name=None))
    assert rows == list(product(*grid.values()))
    assert table["value"].tolist() == [7, 4, 3, 2]
    assert table["holds"].tolist() == [False, False, True, True]


def test_what_incidence_refuses_is_listed_with_its_reason_and_not_judged(coded, codebook):
    grid = {"unit": ["sentence", "document"], "duplicates": ["keep", "echo"]}
    table = run(coded, codebook, few_units(3), grid)
    last = table.iloc[3]
    assert last["status"] == "inadmissible" and pd.isna(last["holds"]) and pd.isna(last["value"])
    assert last["why"] == "duplicates='echo' joins sentences; unit is 'document', not 'sentence'"
    assert table["why"].isna().tolist() == [True, True, True, False]


@pytest.mark.parametrize(("grid", "status"), [
    # one text a story: the text and the story are one unit
    ({"duplicates": ["story"], "unit": ["document", "story"]}, ["run", "same as 1"]),
    # two texts a story: the story is another unit than each text
    ({"duplicates": ["keep"], "unit": ["document", "story"]}, ["run", "run"]),
    # nothing to leave out
    ({"collectives": [True, False], "programmes": [True, False]}, ["run"] + ["same as 1"] * 3),
    ({"roles": [["actor"], ("actor", "place")]}, ["run", "same as 1"]),
    # the same actors in as many units, but their texts part otherwise
    ({"unit": ["sentence", "paragraph"]}, ["run", "run"]),
    # a value declared twice
    ({"unit": ["sentence", "sentence"]}, ["run", "same as 1"]),
])  # fmt: skip
def test_a_specification_that_gives_an_earlier_matrix_repeats_it(coded, codebook, grid, status):
    assert run(coded, codebook, few_units(3), grid)["status"].tolist() == status


def test_units_that_name_nobody_and_their_texts_tell_matrices_apart(make, registry):
    """Tests of ties need both: N counts the silent units, strata are the texts."""
    book = registry([{"actor_id": "ana"}, {"actor_id": "eva"}])
    texts = [
        [[[{"ana", "eva"}, {"ana"}, set()]]], [[[{"ana", "eva"}, {"ana"}]]],
        [[[{"ana", "eva"}]], [[{"ana"}]]],
    ]  # fmt: skip
    marks = [_fingerprint(incidence(c.mentions, c.corpus, book)) for c in map(make, texts)]
    assert len(set(marks)) == 3


def test_all_is_made_before_anything_is_judged(coded, codebook):
    """No verdict may decide what else is run."""
    told = []

    def subject(*tables, unit="sentence"):
        told.append("make")
        return incidence(*tables, unit=unit)

    def judge(units, *, step=1):
        told.append("judge")
        return True, 1

    finding = Finding("x", judge, subject=subject)
    run(coded, codebook, finding, {"unit": ["sentence", "document"], "step": [1, 2]})
    assert told == ["make"] * 2 + ["judge"] * 4, "a subject is made once for all its options"


def test_options_of_the_judge_are_choices_and_those_without_effect_repeat(coded, codebook):
    def judge(units, *, step=1, weight=1):
        return step > 1, step * weight

    def settle(units, *, step=1, weight=1):
        if step == 3:
            raise BorderlabError("no third step")
        return {"step": step, "weight": weight if step > 1 else 1}

    grid = {"step": [1, 2, 3], "weight": [1, 5]}
    table = run(coded, codebook, Finding("x", judge, settle=settle), grid)
    same = ["run", "same as 1", "run", "run", "inadmissible", "inadmissible"]
    assert table["status"].tolist() == same
    assert table["value"].dropna().tolist() == [1, 2, 10]
    assert comes_to(table).dropna().tolist() == [1, 1, 3, 4]


def test_another_coding_is_one_more_choice_and_says_where_it_is_the_same(coded, codebook):
    tables = {
        "rules": coded.mentions,
        "reader": coded.mentions.iloc[::-1],  # the same mentions in another order
        "half": coded.mentions[coded.mentions["actor_id"] != "eva"],
    }
    table = run(coded, codebook, few_units(3), {"unit": ["sentence"]}, tables)
    assert list(table.columns[:3]) == ["specification", "coding", "unit"]
    assert table["status"].tolist() == ["run", "same as 1", "run"]


def test_values_that_a_table_cannot_hold_are_written_out(coded, codebook):
    grid = {"roles": [("actor", "place")], "split_by": [None], "collectives": [True]}
    row = run(coded, codebook, few_units(3), grid).iloc[0]
    assert row[["roles", "split_by", "collectives"]].tolist() == ["actor|place", "none", True]


def test_a_window_stands_in_a_grid_beside_the_other_units(coded, codebook):
    """window:2 is what unit='window' with window=2 makes; a window of one is the sentence."""
    grid = {"unit": ["sentence", "window:1", "window:2", "window:3", "document"]}
    table = run(coded, codebook, few_units(4), grid)
    assert table["unit"].tolist() == grid["unit"]
    assert table["status"].tolist() == ["run", "same as 1", "run", "run", "same as 4"]
    alone = [incidence(coded.mentions, coded.corpus, codebook, unit="window", window=n)
             for n in (2, 3)]  # fmt: skip
    assert table["value"].iloc[2:4].tolist() == [len(units.units) for units in alone]
    assert fragility(table)["value"].tolist() == grid["unit"]


@pytest.mark.parametrize(("unit", "message"), [
    ("window:", "unit='window:' is no choice; did you mean 'window'"),
    ("3", "unit='3' is no choice; take one of sentence"),
    ("window:x", "unit='window:x' is no choice; did you mean 'window'"),
    ("windw:3", "unit='windw:3' is no choice; did you mean 'window'"),
    ("window:0", "no specification is admissible; the first: window=0 is no whole number"),
])  # fmt: skip
def test_a_window_that_is_none_is_named(coded, codebook, unit, message):
    with pytest.raises(BorderlabError, match=message):
        run(coded, codebook, few_units(3), {"unit": [unit]})


def test_a_finding_that_does_not_apply_is_missing_and_not_false(coded, codebook):
    silent = Finding("x", lambda units: (None, float("nan")))
    table = run(coded, codebook, silent, {"unit": ["sentence"]})
    assert table["status"].tolist() == ["run"] and table["holds"].isna().all()
    counts = fragility(table)
    assert counts[["holds", "of"]].to_numpy().tolist() == [[0, 0]] and counts["breaks"].isna().all()


@pytest.mark.parametrize(("grid", "message"), [
    ({"units": ["sentence"]}, "'units' is no choice of 'at most 3 units'; take unit, "),
    ({"unit": "sentence"}, "unit is 'sentence'; give a list of its values"),
    ({"collectives": False}, "collectives is False; give a list of its values"),
    ({"unit": []}, "a choice of the grid has no value; give at least the base"),
    ({"unit": ["page"]}, "unit='page' is no choice; take one of sentence"),
    ({"programmes": [False], "unit": ["sentence"], "duplicates": ["echo"], "zones": ["titel"]},
     "did you mean 'title'"),
])  # fmt: skip
def test_a_wrong_grid_is_refused_in_one_line(coded, codebook, grid, message):
    with pytest.raises(BorderlabError, match=message):
        run(coded, codebook, few_units(3), grid)


def test_the_choice_that_alone_breaks_a_finding_is_named(coded, codebook):
    """The finding needs collectives or the first text alone; only turning to texts breaks it."""

    def judge(units):
        return units.choices["unit"] == "sentence" or units.choices["duplicates"] == "story", 1

    grid = {
        "unit": ["sentence", "document"],
        "duplicates": ["keep", "story"],
        "merge_parents": [False],
    }
    counts = fragility(run(coded, codebook, Finding("x", judge), grid))
    assert counts.loc[counts["breaks"].fillna(False), ["choice", "value"]].to_numpy().tolist() == [
        ["unit", "document"]
    ]
    assert counts["alone"].tolist() == [1, 3, 1, 2, 1]


def content(units) -> tuple:
    """Say in plain words what is in an incidence: who is in which unit of which text and story."""
    named = units.cells.groupby("unit_id")["actor_id"].agg(frozenset)
    who = [named.get(unit, frozenset()) for unit in units.units.index]
    order = [{k: i for i, k in enumerate(dict.fromkeys(units.units[c]))} for c in _GROUPS]
    places = [[o[k] for k in units.units[c]] for o, c in zip(order, _GROUPS, strict=True)]
    return tuple(zip(who, *places, strict=True))


_GROUPS = ("doc_id", "story_id")


@pytest.mark.parametrize("stories", [["a", "a", "b"], ["a", "b", "c"], ["a", "a", "a"]])
def test_counts_by_choice_equal_brute_force(make, codebook, stories):
    """Of the different specifications that a value leads to, how many hold."""
    texts = [[[{"ana", "eva"}, {"ana"}], [{"luis"}]], [[{"ana"}, {"eva", "luis"}]], [[{"luis"}]]]
    coded = make(texts, stories=stories, echoes={"d0:s2": "e", "d1:s1": "e"})
    grid = {
        "unit": ["sentence", "paragraph", "document", "story"],
        "duplicates": ["keep", "echo", "story"], "collectives": [True, False],
    }  # fmt: skip
    table = run(coded, codebook, few_units(3), grid)
    seen, refused = {}, 0
    for values in product(*grid.values()):
        try:
            choices = dict(zip(grid, values, strict=True))
            seen[values] = content(incidence(coded.mentions, coded.corpus, codebook, **choices))
        except BorderlabError:
            refused += 1
    assert table["status"].eq("inadmissible").sum() == refused
    assert table["status"].eq("run").sum() == len(set(seen.values()))
    for row in fragility(table).itertuples():
        place = list(grid).index(row.choice)
        led_to = {c for values, c in seen.items() if values[place] == row.value}
        assert (row.holds, row.of) == (sum(len(c) <= 3 for c in led_to), len(led_to)), row


def test_where_the_base_does_not_hold_nothing_breaks_it(coded, codebook):
    table = run(coded, codebook, few_units(3), {"unit": ["sentence", "document"]})
    assert fragility(table)["breaks"].isna().all()


def test_another_table_is_refused(coded):
    with pytest.raises(ValueError, match="table has no column specification"):
        fragility(coded.mentions)
