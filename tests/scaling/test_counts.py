"""Counts are what the small corpus gives, in any order and any cut."""

from collections import Counter
from itertools import combinations, product
from math import ceil

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.reading.formats import records
from borderlab.reading.limits import Limits
from borderlab.scaling import pieces
from borderlab.scaling.counts import WEIGHTS, add_up, sum_of, table_of_counts

names = st.sampled_from(["", "ana", "eva", "ñandú", "z|=1", "10"])
rows = st.lists(
    st.tuples(st.sampled_from(["named", "together"]), names, names, names, st.integers(0, 2**40))
)


@given(st.lists(rows, max_size=4), st.randoms())
def test_tables_add_up_as_a_dictionary_would_in_any_order(parts, chance):
    wanted = Counter()
    for *key, n in (row for part in parts for row in part):
        wanted[tuple(key)] += n
    tables = [table_of_counts(part) for part in parts]
    whole = add_up(tables)
    chance.shuffle(tables)
    pd.testing.assert_frame_equal(add_up(tables), whole)
    found = [tuple(row) for row in whole.astype(dict.fromkeys(whole.columns[:4], "str")).to_numpy()]
    assert found == [(*key, n) for key, n in sorted(wanted.items()) if (key in wanted)]


def test_counts_are_those_of_the_planted_names(folder, codebook, stories):
    """A brute force that knows where the names were planted, and no rule of the library."""
    corpus = bl.read_corpus(folder)
    spans = corpus.sentences[corpus.sentences["zone"] == "body"]
    named, both, mentions = Counter(), Counter(), Counter()
    for story in stories:
        mine = spans[spans["doc_id"] == story.doc_id]
        for start, end in zip(mine["start"], mine["end"], strict=True):
            here = [f"a{who}" for who, low, high in story.planted if start <= low and high <= end]
            mentions.update(here)
            named.update(set(here))
            both.update(combinations(sorted(set(here)), 2))
    counts = bl.count_mentions(folder, codebook, processes=1)
    assert (counts.documents, counts.units) == (len(stories), len(spans))
    assert counts.actors()["mentions"].to_dict() == mentions
    assert counts.actors()["named"].to_dict() == named
    edges = counts.edges()
    assert dict(zip(zip(edges["source"], edges["target"], strict=True), edges["weight"],
                    strict=True)) == both  # fmt: skip


CHOICES = [
    {}, {"unit": "paragraph"}, {"unit": "document"}, {"unit": "window", "window": 3},
    {"zones": ("title", "body")}, {"roles": ("actor", "place", "modifier")},
    {"collectives": False, "programmes": False, "merge_parents": True},
]  # fmt: skip


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_every_choice_gives_what_the_small_corpus_gives(choices):
    study = bl.open_study(".")
    counts = bl.count_mentions("seeds", study.codebook, processes=1, **choices)
    corpus = bl.read_corpus("seeds")
    mentions = bl.find_mentions(corpus, study.codebook)
    units = bl.incidence(mentions, corpus, study.codebook, **choices)
    for weight in WEIGHTS:
        pd.testing.assert_frame_equal(
            counts.edges(weight=weight), bl.cooccurrence(units, weight=weight)
        )
    assert counts.units == len(units.units)
    assert counts.actors()["named"].to_dict() == {
        actor: n for actor, n in zip(units.actors.index, units.matrix.sum(axis=0), strict=True) if n
    }
    assert {k: counts.choices[k] for k in units.choices} == units.choices


@pytest.mark.parametrize("weight", ["count", "jaccard"])
def test_a_graph_has_the_distances_and_centralities_of_the_small_corpus(weight):
    study = bl.open_study(".")
    mine = bl.count_mentions("seeds", study.codebook, processes=1).to_graph(
        study.codebook, weight=weight
    )
    corpus = bl.read_corpus("seeds")
    units = bl.incidence(bl.find_mentions(corpus, study.codebook), corpus, study.codebook)
    theirs = bl.to_graph(bl.cooccurrence(units, weight=weight), units, weight=weight)
    named = [actor for actor, held in theirs.nodes.items() if held["units"]]
    theirs = nx.Graph(theirs.subgraph(named))
    scale = mine.graph["distance_scale"], theirs.graph["distance_scale"]
    assert mine.nodes == theirs.nodes and mine.edges.keys() == theirs.edges.keys()
    for pair in theirs.edges:
        assert mine.edges[pair]["distance"] * scale[1] == theirs.edges[pair]["distance"] * scale[0]
    assert [mine.nodes[a] for a in named] == [theirs.nodes[a] for a in named]
    pd.testing.assert_frame_equal(bl.centrality(mine), bl.centrality(theirs))


def test_two_halves_and_a_whole_and_the_years_are_the_same_numbers(folder, dataset, codebook):
    whole = bl.count_mentions(dataset, codebook, processes=1)
    parts = [bl.count_mentions(dataset / f"{name}.parquet", codebook, processes=1) for name in "ab"]
    years = bl.count_mentions(dataset, codebook, processes=1, by="year")
    files = bl.count_mentions(folder, codebook, processes=1)
    pd.testing.assert_frame_equal((parts[0] + parts[1]).table, whole.table)
    pd.testing.assert_frame_equal(files.table, whole.table)
    assert years.groups == [str(year) for year in range(2015, 2025)]
    assert sum(years.of(year).documents for year in years.groups) == whole.documents
    pd.testing.assert_frame_equal(years.edges(), whole.edges())
    pd.testing.assert_frame_equal(years.actors(), whole.actors())


def test_a_text_without_a_date_is_of_no_year(folder, codebook):
    assert bl.count_mentions(folder, codebook, processes=1, by="year").groups == ["open"]


def test_counts_of_different_choices_are_not_added(folder, codebook):
    sentence = bl.count_mentions(folder, codebook, processes=1)
    text = bl.count_mentions(folder, codebook, processes=1, unit="document")
    with pytest.raises(bl.BorderlabError, match=r"different choices \(unit\) cannot be added"):
        sentence + text
    assert sum_of([], {}).documents == 0


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"unit": "story"}, "unit='story' looks beyond a text"),
        ({"duplicates": "echo"}, "duplicates='echo' looks beyond a text"),
        ({"unit": "page"}, "unit"),
        ({"by": "month"}, "by"),
        ({"window": 3}, "window=3 goes with unit='window' only"),
        ({"keep_mentions": True}, "keep_mentions=True needs store="),
        ({"processes": 0}, "processes"),
    ],
)
def test_a_wrong_choice_is_refused_before_a_text_is_read(wrong, line, codebook, folder):
    with pytest.raises(bl.BorderlabError, match=line.replace("(", r"\(")):
        bl.count_mentions(folder, codebook, **wrong)


def test_counts_of_different_codebooks_are_not_added(folder, codebook):
    other = bl.open_study(".").codebook
    one, two = (bl.count_mentions(folder, book, processes=1) for book in (codebook, other))
    with pytest.raises(bl.BorderlabError, match=r"different choices \(codebook_sha256\)"):
        one + two


def test_a_file_that_is_no_text_is_refused(tmp_path, codebook):
    (tmp_path / "notes.rtf").write_text("x")
    with pytest.raises(bl.BorderlabError, match=r"'notes\.rtf' is no text"):
        bl.count_mentions(tmp_path / "notes.rtf", codebook)


def test_newman_is_refused_and_an_unknown_group_too(folder, codebook):
    counts = bl.count_mentions(folder, codebook, processes=1)
    with pytest.raises(bl.BorderlabError, match="newman"):
        counts.edges(weight="newman")
    with pytest.raises(bl.BorderlabError, match="1999"):
        counts.of("1999")


def test_a_broken_file_is_one_row_and_the_others_are_counted(folder, codebook):
    (folder / "empty.txt").write_text("")
    (folder / "broken.parquet").write_bytes(b"PAR1 nothing")
    (folder / ".hidden").write_text("x")
    counts = bl.count_mentions(folder, codebook, processes=1)
    assert counts.documents == 60
    found = dict(zip(counts.problems["path"], counts.problems["code"], strict=True))
    assert found == {
        ".hidden": "hidden", "broken.parquet": "broken-table", "empty.txt": "empty-file",
    }  # fmt: skip
    with pytest.raises(bl.BorderlabError, match="does not exist"):
        bl.count_mentions(folder / "nowhere", codebook)


def test_day_or_month_first_is_told_by_the_whole_column_in_every_row_group(tmp_path, codebook):
    """Only one row of the file says that the day stands first."""
    days = ["03/04/2020"] * 5 + ["16/12/2021"]
    rows = [{"id": str(i), "date": day, "text": "Trade resumed."} for i, day in enumerate(days)]
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet", row_group_size=2)
    counts = bl.count_mentions(tmp_path, codebook, processes=1, by="year")
    assert {g: counts.of(g).documents for g in counts.groups} == {"2020": 5, "2021": 1}


def test_every_number_of_a_row_group_counts_once_whatever_its_size(stories, tmp_path, codebook):
    tables = []
    for size, n in product((1, 7, 1_000), (1, 23)):
        path = tmp_path / f"{size}-{n}.parquet"
        rows = [{"text": s.text} for s in stories[:n]]
        pd.DataFrame(rows).to_parquet(path, row_group_size=size)
        tables.append((n, bl.count_mentions(path, codebook, processes=1).table))
    for n in (1, 23):
        first, *others = [found for held, found in tables if held == n]
        for other in others:
            pd.testing.assert_frame_equal(other, first)


@pytest.mark.parametrize(("rows", "least", "most"), [(23, 1, 100), (23, 7, 100), (23, 1, 4)])
def test_a_row_group_of_many_texts_is_work_for_many_hands(
    rows, least, most, stories, tmp_path, codebook, monkeypatch
):
    """And nothing else: numbers, ids and counts are those of the group in one piece."""
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": [s.text for s in stories[:rows]]}).to_parquet(path)
    whole = bl.count_mentions(path, codebook, processes=1)
    (piece,) = pieces.list_pieces(path)[1]
    names = [read.path for read, _ in pieces.read_chunk(tmp_path, (piece,), Limits())]
    monkeypatch.setattr(pieces, "_ROWS", least)
    monkeypatch.setattr(pieces, "_SLICES", most)
    monkeypatch.setattr(records, "_BATCH", 3)
    cut = pieces.list_pieces(path)[1]
    assert len(cut) == ceil(rows / max(least, ceil(rows / most)))
    found = [list(pieces.read_chunk(tmp_path, (each,), Limits())) for each in cut]
    assert [read.path for part in found for read, _ in part] == names
    again = bl.count_mentions(path, codebook, processes=1)
    assert again.table.equals(whole.table) and again.documents == rows
