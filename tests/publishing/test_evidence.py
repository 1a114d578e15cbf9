"""Behind a number stand exactly the sentences that made it, marked where they say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.errors import BorderlabError, OutputError, UnknownActorError
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.publishing.evidence import evidence, not_to_share
from borderlab.publishing.evidence_page import write_evidence
from borderlab.publishing.report import find_requests
from borderlab.study import actor_memos

HOSTILE = "<script>alert(1)</script>&\u202e\x07\"'><img src=https://x.y/z>"


@pytest.fixture(scope="module")
def study():
    return bl.open_study(Path(__file__).parents[2])


def behind(study, units, *actors, **asked):
    """Return evidence of units that are there already, as `borderlab.evidence` finds it."""
    tables = (study.mentions, study.codings, study.corpus, study.codebook)
    return evidence(units, *tables, *actors, **asked)


CHOICES = [
    {}, {"collectives": False}, {"unit": "paragraph"}, {"unit": "document"},
    {"unit": "story", "collectives": False}, {"duplicates": "echo"}, {"duplicates": "story"},
    {"merge_parents": True}, {"split_by": "office"}, {"roles": ("actor", "modifier")},
    {"zones": ("title", "body"), "forms": ("name", "acronym")},
]  # fmt: skip


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_every_tie_opens_to_the_sentences_that_its_cells_name(study, choices):
    """By hand: units that name both, the mentions of either in them, and their sentences."""
    units = study.incidence(**choices)
    cells = list(units.cells[["unit_id", "actor_id", "mention_id"]].itertuples(index=False))
    order = list(study.corpus.sentences.index)
    edges = cooccurrence(units)
    assert len(edges) > 10
    every = 1 if not choices else 6  # the time that it takes
    for a, b, weight in edges[::every].itertuples(index=False):
        both = {u for u, who, _ in cells if who == a} & {u for u, who, _ in cells if who == b}
        assert len(both) == weight
        ours = [m for u, who, m in cells if u in both and who in (a, b)]
        wanted = {study.mentions.loc[m, "sentence_id"] for m in ours}
        found = behind(study, units, a, b)
        assert found["sentence_id"].tolist() == sorted(wanted, key=order.index)
        spans = {(study.mentions.loc[m, "sentence_id"], *study.mentions.loc[m, ["start", "end"]])
                 for m in ours}  # fmt: skip
        marked = {(row.sentence_id, row.start + x, row.start + y)
                  for row in found.itertuples() for x, y in row.marks}  # fmt: skip
        assert marked == spans


@pytest.mark.parametrize("choices", [c for c in CHOICES if c], ids=str)
def test_the_front_door_takes_the_choices_of_an_incidence(study, choices):
    units = study.incidence(**choices)
    for a, b in [("mexico", "united-states"), ("sonora", "arizona"), ("mexico", None)]:
        pair = [name for name in (a, b) if name]
        pd.testing.assert_frame_equal(
            bl.evidence(study, a, b, **choices), behind(study, units, *pair)
        )


def test_every_rendering_of_an_utterance_stands_behind_its_tie(study):
    """Ebrard's remark is told twice: one unit, two sentences."""
    told = bl.evidence(study, "marcelo-ebrard", duplicates="echo")["sentence_id"]
    assert {"sonora-plenary-2024:s9", "amcham-northwest-2024:s4"} <= set(told)
    units = study.incidence(duplicates="echo")
    assert "amcham-northwest-2024:s4" not in units.units.index, "the first lends its id"


def test_a_tie_by_document_has_sentences_that_name_one_of_them(study):
    found = bl.evidence(study, "katie-hobbs", "ken-salazar", unit="document")
    assert found["sentence_id"].tolist() == [
        "sonora-plenary-2024:s6", "sonora-plenary-2024:s7", "amcham-northwest-2024:s3",
    ]  # fmt: skip


def test_without_choices_the_outlet_that_is_no_node_opens_too(study):
    assert len(bl.evidence(study, "mexico-business-news")) == 1
    assert bl.evidence(study, "mexico-business-news", unit="document").empty


def test_a_node_of_an_office_opens_by_its_own_id(study):
    units = study.incidence(split_by="office")
    [node] = [n for n in units.actors.index if n.startswith("ken-salazar@")]
    assert len(behind(study, units, node)) >= 1


@pytest.mark.parametrize(
    "choices", [{"split_by": "office"}, {"merge_parents": True}, {}, {"programmes": False}], ids=str
)
def test_every_node_opens_by_the_id_that_the_graph_carries(study, choices):
    """Merged and split ones too, and with their memos, which are on the actor."""
    graph = study.graph(**choices)
    for node, units in graph.nodes(data="units"):
        found = bl.evidence(study, node, **{"split_by": None, **choices})
        assert len(found) == units
        assert actor_memos(study, node) == actor_memos(study, node.split("@")[0])
    split = {node.split("@")[0] for node in graph if "@" in node}
    assert bool(split) == ("split_by" in choices)
    for actor in split:  # whoever asks for the person gets all the offices
        own = [node for node in graph if node.split("@")[0] == actor and node != actor]
        if actor not in graph:
            told = [bl.evidence(study, node, **choices)["sentence_id"] for node in own]
            found = bl.evidence(study, actor, **choices)["sentence_id"]
            assert set(found) == set(pd.concat(told))


def test_a_merged_part_opens_to_its_whole(study):
    choices = {"merge_parents": True}
    parts = study.codebook.actors["parent_id"]
    part = next(a for a in study.graph() if a not in study.graph(**choices) and parts[a])
    found = bl.evidence(study, part, **choices)
    pd.testing.assert_frame_equal(found, bl.evidence(study, parts[part], **choices))
    assert len(found) > len(bl.evidence(study, part))


def test_an_office_of_an_actor_that_is_not_split_is_refused_with_the_cure(study):
    [node] = [n for n in study.graph(split_by="office") if n.startswith("ken-salazar@")]
    with pytest.raises(UnknownActorError, match="ask with split_by='office'"):
        bl.evidence(study, node)
    with pytest.raises(UnknownActorError, match=f"take {node}"):
        bl.evidence(study, "ken-salazar@Mayor", split_by="office")


def coded_by_hand(study, **asked):
    """List sentences by going through every coding, slowly."""
    documents, found = study.corpus.documents, {}
    for row in study.codings.itertuples():
        days = documents.loc[row.doc_id, ["published_earliest", "published_latest"]]
        year = days.iloc[0].year if days.iloc[0].year == days.iloc[1].year else None
        told = {"pillar": row.pillar, "item": row.item, "year": year}
        if all(told[k] == v for k, v in asked.items()):
            found.setdefault(row.sentence_id, set()).add(
                documents.text[row.doc_id][row.start : row.end]
            )
    return found


def test_every_pillar_item_and_year_opens_to_the_sentences_coded_so(study):
    asked = [{}, *({"item": i} for i in study.codebook.items.index)]
    asked += [{"pillar": p} for p in study.codebook.pillars.index]
    asked += [{**a, "year": y} for a in asked for y in (2021, 2023)]
    filled = 0
    for choice in asked[1:]:
        found = bl.evidence(study, **choice)
        marked = {r.sentence_id: {r.text[a:b] for a, b in r.marks} for r in found.itertuples()}
        assert marked == coded_by_hand(study, **choice)
        filled += bool(marked)
    assert filled > 20


def test_the_counts_of_pillars_and_items_open_to_as_many_sentences(study):
    for by in ("pillar", "item"):
        table = bl.pillar_evolution(study.codings, study.corpus, study.codebook, by=by)
        for row in table.itertuples():
            assert len(bl.evidence(study, year=row.year, **{by: getattr(row, by)})) == row.sentences


def test_the_sentences_of_an_actor_on_a_pillar_are_as_many_as_the_table_counts(study):
    counts = bl.actor_pillars(study.codings, study.mentions, study.codebook, by="mention")
    for actor, pillar in [(a, p) for a in counts.index for p in counts if counts.loc[a, p]]:
        found = bl.evidence(study, actor, pillar=pillar)
        assert len(found) == counts.loc[actor, pillar]
        whole = bl.evidence(study, actor).set_index("sentence_id")["marks"]
        assert all(set(whole[r.sentence_id]) <= set(r.marks) for r in found.itertuples())


def test_a_slice_of_a_year_opens_to_its_certain_weight(study):
    edges = bl.snapshots(study.incidence(), study.corpus.documents)
    stated = edges[edges["slice"].isin(["2021", "2023"])]
    assert len(stated) > 10
    for row in stated.itertuples():
        found = bl.evidence(study, row.source, row.target, year=int(row.slice))
        assert len(found) == row.weight_certain == row.weight_possible


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"pillar": 9}, r"pillars.csv: no pillar 9; take one of 0, 1, 2, 3, 4 \[unknown-pillar\]"),
        ({"item": "investor-windw"}, "items.csv: no item 'investor-windw'; take one of investor-w"),
        ({"item": "zzzz"}, "no item 'zzzz'; take one of supply-chains, "),
        ({"year": 2024}, "no text lies in 2024 for certain; take 2021, 2023"),
        ({"a": "texas", "year": 1999}, "no text lies in 1999 for certain"),
        ({}, "evidence of what"),
        ({"pillar": 1, "unit": "document"}, "unit= says how actors are counted; name an actor"),
        ({"a": "texas", "unit": "page"}, "unit='page' is no choice; take one of sentence"),
    ],
)
def test_what_does_not_exist_is_one_line_with_its_cure(study, asked, message):
    with pytest.raises(BorderlabError, match=message) as error:
        bl.evidence(study, **asked)
    assert "\n" not in str(error.value)


def test_a_codebook_without_pillars_is_not_asked_to_offer_one(study):
    book = replace(study.codebook, pillars=study.codebook.pillars.head(0))
    units = bl.incidence(study.mentions, study.corpus)
    with pytest.raises(BorderlabError, match=r"no pillar 3; the codebook has no pillars \["):
        evidence(units, study.mentions, study.codings, study.corpus, book, pillar=3)


def test_where_nothing_is_found_the_table_has_the_same_columns(study):
    empty = bl.evidence(study, "katie-hobbs", year=2021)
    assert empty.empty
    assert list(empty) == list(bl.evidence(study, "mexico"))
    assert "0 sentences" in bl.show_sentences(empty, "0 sentences")._repr_html_()


@pytest.fixture
def hostile(study):
    """Put tags between the words of every sentence and into the labels, beside what is marked."""
    corpus = study.corpus
    sentences = corpus.sentences.assign(text=corpus.sentences["text"] + HOSTILE)
    documents = corpus.documents.assign(label=HOSTILE)
    units = bl.incidence(study.mentions, corpus)
    tables = (units, study.mentions, study.codings, replace(corpus, sentences=sentences,
              documents=documents), study.codebook)  # fmt: skip
    return [evidence(*tables, pillar=1), evidence(*tables, "mexico", year=2021)]


def test_hostile_words_leave_as_words(hostile, tmp_path):
    for found in hostile:
        assert len(found) > 2
        shown = bl.show_sentences(found, HOSTILE)
        page = write_evidence(shown, tmp_path / "page.html", notes=[HOSTILE]).read_text("utf-8")
        for html in (shown._repr_html_(), page):
            assert "<script" not in html and "<img" not in html and "\u202e" not in html
            assert html.count("<mark>") == sum(len(marks) for marks in found["marks"])
    assert find_requests(tmp_path) == []


@pytest.mark.parametrize("name", ["seeds", "page.htm", "notes.txt"])
def test_a_page_is_named_as_one(tmp_path, name):
    with pytest.raises(OutputError, match=r"end it in .html"):
        write_evidence(bl.show_sentences(pd.DataFrame(columns=["label", "sentence_id", "text"])),
                       tmp_path / name)  # fmt: skip


def test_a_page_replaces_a_page_and_nothing_else(tmp_path):
    shown = bl.show_sentences(pd.DataFrame(columns=["label", "sentence_id", "text"]), "First")
    page = write_evidence(shown, tmp_path / "page.html")
    write_evidence(replace(shown, caption="Second"), page)
    assert "Second" in page.read_text("utf-8")
    (tmp_path / "report.html").write_bytes(b"\xff mine")
    (tmp_path / "folder.html").mkdir()
    for name in ("report.html", "folder.html"):
        with pytest.raises(OutputError, match="is there already and no page of evidence"):
            write_evidence(shown, tmp_path / name)
    assert (tmp_path / "report.html").read_bytes() == b"\xff mine"
    assert not list(tmp_path.glob("*.part"))


def test_a_page_of_texts_that_may_not_be_passed_on_says_so(study):
    documents = study.corpus.documents
    found = bl.evidence(study, "katie-hobbs")
    assert not_to_share(found, documents) == [
        "2 texts of these are not marked share_text=yes: not to be passed on"
    ]
    shared = documents.assign(known_share_text="yes")
    assert not_to_share(found, shared) == []
    assert len(not_to_share(found, documents.drop(columns="known_share_text"))) == 1
