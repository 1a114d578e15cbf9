"""Which numbers a reader is asked to judge together, and which are left in peace."""

import time

import pytest
from timing import best

import borderlab as bl
from borderlab.coding.listed import count_members


def found_in(make_corpus, study, *texts, language="en", one_story=False):
    corpus = make_corpus(*texts, language=language)
    if one_story:
        documents = corpus.documents.assign(story_id="one")
        corpus = bl.Corpus(documents, corpus.zones, corpus.sentences, corpus.problems)
    return bl.find_contradictions(bl.find_claims(corpus, study.codebook), corpus)


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("The plan has three aims: clean water, safe roads, fair pay and good schools.", "en", 4),
        ("The pact has two goals: train welders; open a lab; and repair roads.", "en", 3),
        ("It has four tasks: train staff, build a lab, and open a road.", "en", 3),
        ("El plan tiene tres metas: agua limpia, caminos, escuelas y clínicas.", "es", 4),
        ("El pacto tiene cinco tareas: capacitar maestros, abrir aulas y reparar techos.", "es", 3),
        ("Hay dos ejes: energía; agua; y transporte.", "es", 3),
        ("The plan has three aims: 1) water 2) roads.", "en", 2),
    ],
)
def test_a_count_beside_a_list_of_another_length_is_shown(
    text, language, counted, make_corpus, study
):
    found = found_in(make_corpus, study, text, language=language)
    assert found[["kind", "counted"]].values.tolist() == [["enumeration", counted]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The plan has three aims: clean water, safe roads and fair pay.", "en"),
        ("It has four tasks, such as water and roads.", "en"),  # examples
        ("It has four offices, including Nogales and Douglas.", "en"),
        ("They have 40 partners: firms and towns in both states, said Ana.", "en"),  # kinds
        ("Three towns met: it rained.", "en"),
        ("The plan has two aims: research and development, and trade.", "en"),  # two ways to read
        ("El plan tiene tres metas: agua, caminos y escuelas.", "es"),
        ("Hay diez socios, entre ellos Nogales y Douglas.", "es"),
        ("Visitaron dos pueblos y un propósito: sembrar, regar y vender.", "es"),
    ],
)
def test_a_list_that_agrees_or_is_none_is_left_in_peace(text, language, make_corpus, study):
    found = found_in(make_corpus, study, text, language=language)
    assert found.empty


def test_a_list_of_lines_is_counted(make_corpus, study):
    text = "The pact has three aims:\n- water\n- roads\nThe end."
    assert found_in(make_corpus, study, text)["counted"].tolist() == [2]


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("They opened 30 rural schools.", "They opened 35 rural schools.", ["value"]),
        ("Abrieron 30 escuelas rurales.", "Abrieron 35 escuelas rurales.", ["value"]),
        ("They opened more than 30 rural schools.", "They opened 35 rural schools.", []),
        ("They opened about 30 rural schools.", "They opened 32 rural schools.", []),
        ("They opened up to 30 rural schools.", "They opened 35 rural schools.", ["value"]),
        ("They opened 30 rural schools.", "They opened 35 urban dance schools.", []),
        ("They opened 30 rural schools.", "They opened thirty rural schools.", []),
        ("They spent $30 in wages.", "They spent $35 in fees.", []),
        ("They have 30 city-run schools.", "A total of 35 state-run schools are required.",
         ["definition"]),
        ("Hay 30 escuelas públicas.", "Se necesitan 30 escuelas públicas.", []),
    ],
)  # fmt: skip
def test_two_numbers_of_one_thing_are_shown_in_a_text_and_in_a_story(
    a, b, kinds, make_corpus, study
):
    language = "es" if "escuelas" in a else "en"
    one = found_in(make_corpus, study, f"{a}\n{b}", language=language)
    assert one["kind"].tolist() == kinds
    two = found_in(make_corpus, study, a, b, language=language, one_story=True)
    assert two["kind"].tolist() == [kind for kind in kinds if kind == "value"]
    assert found_in(make_corpus, study, a, b, language=language).empty  # two stories


def test_a_rise_told_in_one_sentence_is_no_contradiction(make_corpus, study):
    assert found_in(make_corpus, study, "Staff rose from 10 to 25 nurses.").empty


def test_the_seeds_show_the_list_of_objectives_and_the_two_definitions(study):
    found = bl.find_contradictions(study.claims, study.corpus)
    assert found[["claim_id", "kind"]].values.tolist() == [
        ["hled-2023:n2", "enumeration"],
        ["amcham-northwest-2024:n3", "definition"],
        ["amcham-northwest-2024:n4", "definition"],
    ]
    assert found["counted"].dropna().tolist() == [6]
    assert "19 (companies … U.S.-based) are fewer than 50" in found["why"].iloc[2]


def test_a_noun_list_gives_both_counts_where_and_can_be_read_twice():
    assert count_members("soil and seed, water, and energy", "en") == (3, 4)
    assert count_members("agua y suelo", "es") == (2, 2)


def test_many_claims_take_time_in_proportion(make_corpus, study):
    def seconds(n):
        corpus = make_corpus("\n".join(f"They opened {i + 2} rural schools." for i in range(n)))
        claims = bl.find_claims(corpus, study.codebook)
        start = time.process_time()
        bl.find_contradictions(claims, corpus)
        return time.process_time() - start

    seconds(20)
    assert best(seconds, 800) < max(8 * best(seconds, 200), 0.5)


def test_a_sentence_of_many_claims_takes_time_in_proportion(make_corpus, study):
    def seconds(n):
        corpus = make_corpus("They sold 3 firms: one, two, " * n)
        claims = bl.find_claims(corpus, study.codebook)
        start = time.process_time()
        bl.find_contradictions(claims, corpus)
        return time.process_time() - start

    seconds(20)
    assert best(seconds, 1200) < max(8 * best(seconds, 300), 0.2)
