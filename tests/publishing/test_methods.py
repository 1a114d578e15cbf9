"""The methods text: every number is the run's, every work cited is listed, nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from types import SimpleNamespace

import bibtexparser
import networkx as nx
import pandas as pd
import pytest

import borderlab as bl
from borderlab.networks.incidence import _ALLOWED
from borderlab.publishing.guides import HERE as GUIDES
from borderlab.publishing.narrative import CITATION, Narrator, literature, templates

KEY = re.compile(r"@(\w+)")


@pytest.fixture(scope="module")
def study():
    return bl.open_study()


def cited(text):
    return {key for group in CITATION.findall(text) for key in KEY.findall(group)}


def other(study, **tables):
    """Return a study with some tables of its own."""
    names = ("corpus", "codebook", "coded", "mentions", "coded_pillars", "codings", "record")
    return SimpleNamespace(**{n: tables.get(n, getattr(study, n)) for n in names})


def test_sentences_and_literature_name_the_same_works():
    pages = (path.read_text("utf-8") for path in GUIDES.rglob("*.md"))
    assert set().union(*map(cited, [*templates().values(), *pages])) == set(literature())


def test_every_entry_parses_once_and_has_what_a_reference_needs():
    text = files("borderlab.publishing").joinpath("references.bib").read_text("utf-8")
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries_dict) == len(library.entries) == text.count("\n@") + 1
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        assert {"author", "title", "year"} < set(fields), entry.key
        assert entry.key.endswith(fields["year"])
        assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1234/x")), entry.key
        assert {"doi", "url"} & set(fields), entry.key


def test_the_bibtex_is_of_the_works_cited_and_no_others(study):
    units, graph = study.incidence(), study.graph()
    scores = bl.centrality(graph, measures=["betweenness"])
    written = bl.methods(study, units=units, graph=graph, scores=scores)
    keys = set(bibtexparser.parse_string(written.bibtex).entries_dict)
    assert keys == {
        "csardi2006", "freeman1977", "leifeld2017", "hagberg2008", "harris2020", "hunter2007",
        "mckinney2010", "virtanen2020",
    }  # fmt: skip
    body, _, listed = written.text.partition("\n\nReferences\n")
    assert len(listed.splitlines()) == len(keys)
    for key in keys:
        assert key[:4].title() in body.replace("McK", "Mck").replace("á", "a") and key[-4:] in body


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "document", "story"])
@pytest.mark.parametrize("collectives", [True, False])
def test_numbers_are_those_of_the_tables(study, unit, collectives):
    units = study.incidence(unit=unit, collectives=collectives)
    graph = bl.to_graph(bl.cooccurrence(units), units)
    sizes = units.matrix.sum(axis=1)
    text = bl.methods(study, units=units, graph=graph).text
    for said in (
        "5 texts on 4 stories",
        f"{(study.corpus.sentences['zone'] == 'body').sum()} sentences",
        f"{len(study.mentions)} mentions of {study.mentions['actor_id'].nunique()} actors",
        f"There are {len(sizes)} units",
        f"{(sizes > 0).sum()} units name at least one of {len(units.actors)} actors and"
        f" {(sizes > 1).sum()} at least two",
        f"and {graph.number_of_edges()} edges",
        f"(in all {sum(w for *_, w in graph.edges(data='weight')):g})",
        f"the unit is the {unit if unit != 'document' else 'whole text'}",
        f"“both governments” {'count' if collectives else 'do not count'}",
        f"borderlab {bl.__version__}",
    ):
        assert said in text, said


def test_only_what_is_given_is_described(study):
    text = bl.methods(study).text
    assert "named together" not in text and "Centrality" not in text and "F1" not in text
    assert "alpha" not in text and "Corrections" not in text
    graph = study.graph()
    scores = bl.centrality(graph, measures=["degree"])
    whole = bl.methods(study, units=study.incidence(), graph=graph, scores=scores).text
    assert "betweenness" not in whole and "Distances" not in whole
    assert set(text.split("\n\n")[:2]) < set(whole.split("\n\n"))


def test_every_choice_has_a_sentence_of_its_own(study):
    """A choice of tomorrow that nobody wrote a sentence for is named all the same."""
    words = templates()
    for option in ("duplicates", "collectives", "programmes", "merge_parents", "split_by"):
        for value in _ALLOWED.get(option, (True, False)):
            assert f"{option}:{value}" in words
    assert all(f"unit:{value}" in words for value in _ALLOWED["unit"])
    given = {"forms": ("name", "short"), "zones": ("title", "body"), "unit": "window", "window": 3}
    units = study.incidence(**given)
    units = replace(units, choices={**units.choices, "threshold": 2})
    text = bl.methods(study, units=units).text
    assert "whose form is name, short and whose zone is title, body" in text
    assert "a window of 3 sentences in a row" in text
    assert "The choice threshold is 2." in text


@pytest.mark.parametrize("weight", ["count", "newman", "jaccard", "cosine", "association", "pmi"])
def test_every_weight_is_named_and_only_near_ones_have_distances(study, weight):
    units = study.incidence()
    graph = bl.to_graph(bl.cooccurrence(units, weight=weight), units, weight=weight)
    near = weight not in ("association", "pmi")
    scores = bl.centrality(graph, measures=["closeness" if near else "degree"])
    written = bl.methods(study, units=units, graph=graph, scores=scores)
    assert ("Distances are" in written.text) == near
    words = templates()[f"weight:{weight}"]
    assert cited(words) <= set(bibtexparser.parse_string(written.bibtex).entries_dict)
    assert words.split("[")[0].split("(in")[0].split("1/")[0].strip() in written.text


def test_every_measure_is_named_with_its_source():
    assert {f"measure:{m}" for m in bl.centrality.__globals__["MEASURES"]} <= set(templates())


def test_corrections_are_counted_on_both_sides(study):
    coded = study.coded
    changed = coded.assign(role=coded["role"].where(coded.index != coded.index[0], "modifier"))
    text = bl.methods(other(study, mentions=changed.iloc[:-1])).text
    assert "Corrections by hand took 2 mentions away and put 1 in" in text
    less = other(study, codings=study.codings.iloc[1:])
    assert "Corrections by hand took 1 code away and put 0 in." in bl.methods(less).text


def test_a_score_is_printed_only_with_who_coded_the_reference(study):
    rows = study.coded.iloc[:100]
    scores = bl.score_mentions(study.coded, rows)
    with pytest.raises(bl.BorderlabError, match="say with readers= who coded the reference"):
        bl.methods(study, reference=scores, readers=" ")
    text = bl.methods(study, reference=scores, readers="Two students, apart.").text
    f1 = 200 / (100 + len(study.coded))
    assert f"precision {100 / len(study.coded):.3f}, recall 1.000, F1 {f1:.3f}" in text
    assert "Who coded the reference: Two students, apart. Where the rules" in text


def test_scores_by_part_name_the_part_and_what_nothing_divides_is_a_dash(study):
    scores = bl.score_mentions(study.coded, study.coded.iloc[:0], by="form")
    text = bl.methods(study, reference=scores, readers="Nobody.").text
    assert text.count("Scored on") == len(scores)
    assert "actor (acronym), the rules" in text and "recall –" in text


def test_agreement_of_coders_cites_krippendorff(study):
    rules, person = (
        bl.to_coder(name, study.coded, study.codings, study.corpus) for name in ("rules", "Ana")
    )
    written = bl.methods(study, agreement=bl.compare_coders([rules, person]))
    assert "rules and Ana coded 60 sentences both: F1 of the mentions 1.000" in written.text
    assert "krippendorff2018" in written.bibtex


def test_an_empty_study_of_one_text_reads_as_english(study):
    corpus = study.corpus
    documents = corpus.documents.iloc[:1].assign(
        published_earliest=pd.NaT, published_latest=pd.NaT, published_basis="unknown",
        language=None,
    )  # fmt: skip
    small = bl.Corpus(documents, corpus.zones, corpus.sentences.iloc[:2], corpus.problems)
    nothing = {"coded": study.coded.iloc[:0], "mentions": study.mentions.iloc[:0]}
    bare = other(study, corpus=small, codings=study.codings.iloc[:0], **nothing)
    text = bl.methods(bare).text
    assert text.startswith("The corpus holds 1 text on 1 story (language not told: 1)")
    assert "1 sentence in 1 paragraph" in text and "lie between" not in text
    assert "nothing, the date stays open (1 text)" in text and "Pillars" not in text


def edges(units, **columns):
    """Return edges as a test would."""
    counted = bl.cooccurrence(units)
    return counted.assign(
        p_value=0.5, testable=True, q_value=1.0, family=len(counted), significant=False, **columns
    )


def test_edge_tests_are_told_with_their_null_models_and_their_family(study):
    units, apart = study.incidence(), study.incidence(collectives=False)
    tested = edges(apart)
    tested.loc[3, "testable"] = tested.loc[4, "significant"] = False
    tested.loc[5, "significant"] = True
    tested.attrs.update(strata="document", alpha=0.05, population="all")
    written = bl.methods(study, units=units, tested=tested, tested_units=apart)
    for said in (
        "one-sided", "(Tumminello et al. 2011)", f"over a family of {len(tested)} pairs",
        "other choices were made. Expressions such as “both governments” do not count.",
        "The strata are the texts. The threshold is 0.05. All units of a stratum count,",
        f"Their counts would let {len(tested) - 1} pairs of {len(tested)} become",
        "Significant: 1 pair.",
    ):  # fmt: skip
        assert said in written.text, said
    assert "degree sequence" not in written.text and "neal2014" not in written.bibtex
    tested = edges(apart, sdsm_q_value=1.0, sdsm_testable=False, part_whole=True)
    tested.loc[:1, "significant"] = True
    twice = bl.methods(study, units=apart, tested=tested)
    assert "(Saracco et al. 2015; Saracco et al. 2017)" in twice.text
    assert "significant at all, under the second null model 0 pairs." in twice.text
    both = "Significant: 2 pairs, under both null models, 2 of them a part and its whole by the"
    assert both in twice.text
    assert "other choices were made" not in twice.text and "threshold" not in twice.text


def test_tests_of_other_units_are_refused(study):
    units, apart = study.incidence(), study.incidence(collectives=False)
    with pytest.raises(bl.BorderlabError, match="tested are edges of other units"):
        bl.methods(study, units=units, tested=edges(apart))


@pytest.mark.parametrize(
    ("attrs", "said"),
    [
        ({"over": "story", "resamples": 35}, "whole stories with replacement (all 35 multisets,"),
        ({"over": "document", "resamples": 126}, "whole texts with replacement (all 126 multisets"),
        ({"over": "story", "resamples": 126}, "whole stories with replacement (126 resamples)"),
        ({}, "whole sources with replacement and measuring every time"),
    ],
)
def test_resampling_is_told_as_far_as_it_is_known(study, attrs, said):
    units = study.incidence()
    stable = bl.centrality(study.graph(), measures=["strength"]).assign(low=float("nan"))
    stable.attrs.update(attrs)
    text = bl.methods(study, units=units, stable=stable).text
    assert said in text and "No intervals are given" in text and "as sets" not in text
    stable = stable.assign(rank_low=1)
    stable.attrs["certainty"] = 0.95
    assert (
        "at least 0.95 of the resamples. Ranks are given as sets"
        in bl.methods(study, units=units, stable=stable).text
    )
    assert (
        "resampling intervals" in bl.methods(study, units=units, stable=stable.assign(low=1)).text
    )


def test_case_drop_communities_and_slices_are_told_by_their_tables(study):
    units, graph = study.incidence(), study.graph()
    groups = bl.communities(graph)
    pairs = bl.co_membership(bl.resampled_graphs(units), starts=1)
    stay = bl.community_stability(groups, pairs)
    given = {
        "dropped": bl.case_drop(units, measures=["strength", "degree"], correlation=0.6),
        "groups": stay, "slices": bl.snapshots(units, study.corpus.documents),
    }  # fmt: skip
    text = bl.methods(study, units=units, **given).text
    assert "whole stories can be left out that in a share of 0.95 of all ways" in text
    assert "at 0.6 (Spearman) or more" in text and "2018): degree 0, strength 0." in text
    sizes = groups["community"].value_counts()
    assert f"(Traag et al. 2019): {(sizes > 1).sum()} of them have two actors or more" in text
    assert f"and {(sizes == 1).sum()} actors are alone" in text
    assert f"in a share of {stay['together'].mean():.2f} of the resamples on average." in text
    assert "in 4 slices of time (by year); in 2 of them a text lies for certain." in text
    bare = bl.methods(study, units=units, groups=groups).text
    assert "on average" not in bare and "slices" not in bare and "Spearman" not in bare


@pytest.fixture(scope="module")
def made(study):
    """Make what fits together, and what only looks so."""
    units, graph, apart = study.incidence(), study.graph(), study.incidence(collectives=False)
    behind = study.mentions["sentence_id"].eq("el-paso-torreon-2023:s1")
    mentions = study.mentions[~(behind & study.mentions["actor_id"].eq("mexico"))]
    fewer, apart_fewer = (
        bl.incidence(mentions, study.corpus, study.codebook, collectives=both)
        for both in (True, False)
    )
    heavier, bare, part = graph.copy(), graph.copy(), graph.copy()
    heavier.edges["mexico", "united-states"]["weight"] += 1
    bare.graph.clear()
    part.remove_edges_from([e for e in graph.edges if graph.edges[e]["weight"] < 2])
    newman = bl.to_graph(bl.cooccurrence(units, weight="newman"), units, weight="newman")
    untold = bl.centrality(part, measures=["degree"])
    untold.attrs.clear()
    tested = bl.edge_significance(apart)
    return {
        "units": units, "graph": graph, "apart": apart, "fewer": fewer, "apart_fewer": apart_fewer,
        "strange": replace(units, units=units.units.assign(doc_id="elsewhere")), "heavier": heavier,
        "bare": bare, "part": part, "newman": newman, "untold": untold,
        "scores": bl.centrality(graph, measures=["betweenness"]),
        "alone": bl.centrality(study.graph(collectives=False), measures=["degree"]),
        "largest": graph.subgraph(max(nx.connected_components(graph), key=len)),
        "other": study.incidence(programmes=False), "document": study.incidence(unit="document"),
        "stable": bl.bootstrap_centrality(units, measures=["units"]),
        "stable_fewer": bl.bootstrap_centrality(fewer, measures=["units"]),
        "tested": tested, "tested_fewer": bl.edge_significance(apart_fewer), "some": tested[:3],
    }  # fmt: skip


def test_what_fits_together_is_told_and_edges_left_out_are_said(study, made):
    fitting = {"units": "units", "graph": "graph", "scores": "scores", "stable": "stable",
               "tested": "tested", "tested_units": "apart"}  # fmt: skip
    text = bl.methods(study, **{name: made[value] for name, value in fitting.items()}).text
    assert "left out by the researcher" not in text
    part = bl.methods(study, units=made["units"], graph=made["part"]).text
    kept = made["part"].number_of_edges()
    assert f"These are {kept} of the 77 edges that the units give; the others were left out" in part


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ({"graph": "graph"}, "pass them as units="),
        ({"scores": "scores"}, "pass them as units="),
        ({"units": "other", "graph": "graph"}, "programmes=True; programmes=False.; make"),
        ({"units": "document", "graph": "graph"}, "choices .unit='sentence'; unit='document'"),
        ({"units": "other", "scores": "scores"}, "scores and units are of other choices"),
        ({"units": "strange"}, "units hold 'elsewhere', which the study lacks"),
        ({"units": "fewer"}, "units are of other mentions or texts than the study's; make them"),
        ({"units": "units", "graph": "bare"}, "graph does not say how it was made; pass what"),
        ({"units": "units", "graph": "heavier"}, "an edge .* that units do not give so; make one"),
        ({"units": "units", "graph": "largest"}, "graph and units have different actors .*choices"),
        ({"units": "units", "scores": "alone"}, "scores and units are of other choices .collec"),
        ({"units": "units", "graph": "part", "scores": "scores"}, "a graph of 77 edges, graph has"),
        ({"units": "units", "graph": "newman", "scores": "scores"}, "rest on the weight 'count'"),
        ({"units": "units", "graph": "newman", "stable": "stable"}, "stable rest on the weight"),
        ({"units": "units", "graph": "graph", "scores": "untold"}, "have another degree than"),
        ({"units": "other", "stable": "stable"}, "stable and units are of other choices"),
        ({"units": "units", "stable": "stable_fewer"}, "stable have another units than"),
        ({"units": "apart", "tested": "tested_fewer"}, "tested are edges of other units; pass"),
        ({"units": "units", "tested": "tested"}, "other choices .* pass its units as tested_unit"),
        ({"units": "apart", "tested": "some"}, "tested are 3 pairs of a family of 199; pass the"),
        ({"units": "units", "tested": "tested_fewer", "tested_units": "apart_fewer"},
         "tested_units are of other mentions"),
    ],
)  # fmt: skip
def test_pieces_of_different_runs_are_refused(study, made, given, cure):
    with pytest.raises(bl.BorderlabError, match=cure) as caught:
        bl.methods(study, **{name: made[value] for name, value in given.items()})
    assert "\n" not in str(caught.value)


HOSTILE = "<b>[@nobody2000] {x} $a\u202eb"


def test_what_comes_from_texts_neither_cites_nor_runs(study):
    record = pd.DataFrame([(HOSTILE, "1")], columns=["what", "which"])
    written = bl.methods(other(study, record=record))
    assert "<b>[@nobody2000] {x} $a⟨U+202E⟩b 1" in written.text
    assert "<b>" not in written._repr_html_() and "&lt;b&gt;[@nobody2000]" in written._repr_html_()
    assert written.bibtex == "\n"


def test_it_shows_itself_in_lines_and_paragraphs(study):
    written = bl.methods(study)
    assert " ".join(repr(written).split()) == " ".join(written.text.split())
    assert max(map(len, repr(written).splitlines())) <= 96
    assert written._repr_html_().count("<p>") == len(written.text.split("\n\n"))
    assert bl.methods(study) == written


@pytest.mark.parametrize(
    ("key", "short", "full"),
    [
        ("newman2001", "Newman 2001", "Newman, M. E. J. (2001). Scientific collaboration networks."
         " II. Shortest paths, weighted networks, and centrality. Physical Review E 64, 016132."
         " doi:10.1103/PhysRevE.64.016132"),
        ("church1990", "Church and Hanks 1990", "Church, K. W., Hanks, P. (1990). Word association"
         " norms, mutual information, and lexicography. Computational Linguistics 16, 22–29."
         " https://aclanthology.org/J90-1003/"),
        ("saracco2015", "Saracco et al. 2015", "Saracco, F., Di Clemente, R., Gabrielli, A.,"
         " Squartini, T. (2015). Randomizing bipartite networks: The case of the World Trade Web."
         " Scientific Reports 5, 10595. doi:10.1038/srep10595"),
    ],
)  # fmt: skip
def test_a_work_is_cited_in_short_and_listed_in_full(key, short, full):
    narrator = Narrator()
    narrator.templates = {"x": f"as shown [@{key}]."}
    assert narrator.say("x") == f"as shown ({short})."
    assert narrator.references() == [full]


def test_the_spanish_text_says_the_same_numbers_and_cites_the_same_works(study, made):
    """And no English is left in it but titles, names of programs and what readers= says."""
    given = {"units": "units", "graph": "graph", "scores": "scores", "stable": "stable",
             "tested": "tested", "tested_units": "apart"}  # fmt: skip
    pair = [
        bl.methods(study, **{k: made[v] for k, v in given.items()}, lang=lang)
        for lang in ("en", "es")
    ]
    english, spanish = (written.text.rpartition("\n\nRefere")[0] for written in pair)
    assert pair[0].bibtex == pair[1].bibtex
    assert pair[0].text.splitlines()[-9:] == pair[1].text.splitlines()[-9:]
    # "all 35 multisets": the one number that stands elsewhere in the sentence
    counted = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in (english, spanish)]
    assert counted[0] == counted[1]
    assert not re.search(r"\b(the|of|and|texts?|is|body|name|actors|units)\b", spanish)
    assert "El corpus reúne 5 textos sobre 4 sucesos (inglés: 5)" in spanish
    assert "Neal et al. 2021" in spanish and "Benjamini y Hochberg 1995" in spanish
    assert "\n\nReferencias\n" in pair[1].text


def test_one_is_one_in_spanish(study):
    documents = study.corpus.documents.iloc[:1]
    small = bl.Corpus(
        documents, study.corpus.zones, study.corpus.sentences.iloc[:2], study.corpus.problems
    )
    text = bl.methods(other(study, corpus=small), lang="es").text
    assert text.startswith("El corpus reúne 1 texto sobre 1 suceso (inglés: 1)")
    assert "contienen 1 oración en 1 párrafo" in text


def test_a_language_without_sentences_is_refused(study):
    with pytest.raises(bl.BorderlabError, match="no sentences in 'fr'; take en or es"):
        bl.methods(study, lang="fr")
