"""Which words are cues: against a readable brute force, and tables of tempting wrong cases."""

import re
from dataclasses import replace
from itertools import pairwise, product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import best

import borderlab as bl
from borderlab.coding.cues import CueFinder

FEW = ["port", "ports", "sea port*", "port* of", "the", "training", "train*", "training the port"]
WORD = st.sampled_from(
    ["port", "ports", "sea", "of", "the", "training", "trains", "Port", "seaport"]
)
BETWEEN = st.sampled_from([" ", ", ", ". ", "\n", "-"])


def codebook_of(study, cues):
    rows = [[cue, "en", "1", "", "1", "content", "", ""] for cue in cues]
    columns = ["cue", "language", "pillar", "item", "weight", "basis", "origin", "note"]
    return replace(study.codebook, cues=pd.DataFrame(rows, columns=columns))


def words_of(text):
    """Places of the runs of letters and digits."""
    return [m.span() for m in re.finditer(r"[A-Za-z]+", text)]


def stands(cue, there, text):
    wanted = cue.split()
    glue = [text[a[1] : b[0]] for a, b in pairwise(there)]
    same = [
        text[s:e].lower().startswith(w[:-1]) if w.endswith("*") else text[s:e].lower() == w
        for (s, e), w in zip(there, wanted, strict=True)
    ]
    return all(same) and all(gap in (" ", "\n") for gap in glue)


def brute_force(cues, text):
    """All places of all cues, word by word; the longest keeps its place, then the leftmost."""
    words, places = words_of(text), []
    for cue, first in product(cues, range(len(words))):
        there = words[first : first + len(cue.split())]
        if len(there) == len(cue.split()) and stands(cue, there, text):
            places.append((there[0][0], there[-1][1], cue))
    kept = []
    for start, end, cue in sorted(places, key=lambda p: (p[0] - p[1], p[0], -len(p[2]), p[2])):
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, cue))
    return sorted(kept)


@given(
    st.lists(st.sampled_from(FEW), unique=True),
    st.lists(st.tuples(WORD, BETWEEN), max_size=9),
    st.randoms(),
)
def test_cues_are_found_as_by_brute_force_in_whatever_order_they_stand(study, cues, parts, random):
    text = "".join(word + gap for word, gap in parts)
    shuffled = random.sample(cues, len(cues))
    found = CueFinder(codebook_of(study, shuffled)).find(text)
    assert [(c.start, c.end, c.cue) for c in found] == brute_force(cues, text)


def test_a_codebook_without_cues_finds_nothing(study):
    assert CueFinder(codebook_of(study, [])).find("The first pillar covers customs.") == []


def test_one_phrase_may_stand_for_two_pillars_and_two_languages_are_one(study):
    book = codebook_of(study, ["small firms", "small firms", "small firms"])
    book.cues["pillar"] = ["2", "4", "4"]
    book.cues["language"] = ["en", "en", "es"]
    assert [c.pillar for c in CueFinder(book).find("They help small firms.")] == [2, 4]


@pytest.mark.parametrize(
    ("sentence", "pillars"),
    [
        ("The 2nd pillar was next.", [2]),
        ("Pillar #3 waits.", [3]),
        ("Under Pillar number 4 nothing moved.", [4]),
        ("El 3er pilar espera.", [3]),
        ("Siguió el 2.º pilar.", [2]),
        ("El cuarto y último pilar se discutió.", [4]),
        ("Es el segundo de los cuatro pilares.", [2]),
        ("The first and third pillars advanced.", [1, 3]),
        ("The first, the second and the fourth pillars advanced.", [1, 2, 4]),
        ("Pillars I, II, and IV advanced.", [1, 2, 4]),
        ("Avanzaron los pilares 1 y 3.", [1, 3]),
        ("Avanzaron los pilares dos, tres y cuatro.", [2, 3, 4]),
        ("The first and best pillar is patience.", []),
        ("Pillars and bridges, one and two.", []),
        ("In the first place, and third, they ate.", []),
        ("El cuarto poder y el primer piso.", []),
    ],
)
def test_numbers_of_pillars_are_read_in_many_forms(sentence, pillars, study):
    found = CueFinder(study.codebook).find(sentence)
    assert [c.pillar for c in found if c.basis == "stated"] == pillars


@pytest.mark.parametrize(
    ("sentence", "pillars"),
    [
        ("This is the first pillar of the work plan.", [1]),
        ("Es el primer pilar del Diálogo.", [1]),
        ("The third pillar of the agenda is open.", [3]),
        ("The second pillar of the mechanism is open.", [2]),
        ("She praised the first pillar of supply chain work.", [1]),
        ("He is the first pillar of the community.", []),
        ("Workers mended the fourth pillar of the bridge.", []),
        ("A free press is the fourth pillar of democracy.", []),
        ("La familia es el primer pilar de la sociedad.", []),
        ("Trade is the second pillar of the bilateral relationship.", []),
        ("Repararon el tercer pilar del puente.", []),
    ],
)
def test_a_pillar_of_something_else_is_none_of_the_dialogue(sentence, pillars, study):
    found = CueFinder(study.codebook).find(sentence)
    assert [c.pillar for c in found if c.basis == "stated" and c.pillar] == pillars


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The U.S.-Mexico High-Level Economic Dialogue met.", True),
        ("Sesionó el Diálogo Económico de Alto Nivel entre México y Estados Unidos.", True),
        ("With Canada, the High-Level Economic Dialogue has nothing to do.", True),
        ("Presentaron el plan del Diálogo Económico de Alto Nivel.", True),
        ("The EU-China High-Level Economic Dialogue met.", False),
        ("The Japan High-Level Economic Dialogue met.", False),
        ("They held a High-Level Economic Dialogue with China.", False),
        ("Sesionó el Diálogo Económico de Alto Nivel entre la Unión Europea y China.", True),
        ("El Diálogo Económico de Alto Nivel con Canadá se aplazó.", False),
    ],
)
def test_the_dialogue_is_named_unless_others_sit_at_it(sentence, named, study):
    found = CueFinder(study.codebook).find(sentence)
    assert any(c.pillar == 0 and c.basis == "stated" for c in found) is named


def test_a_long_sentence_takes_time_in_proportion(study):
    """Doubling lists, pillars and repetitions does not take four times as long."""
    from time import process_time

    finder = CueFinder(study.codebook)

    def seconds(text):
        start = process_time()
        finder.find(text)
        return process_time() - start

    for part in ("first, ", "first pillar of x ", "pillar of ", "a, ", "industries such as cars "):
        short, long = (best(seconds, part * n) for n in (4000, 16000))
        assert long < 10 * short + 0.1, part


def test_every_cue_of_the_codebook_is_found_by_its_own_words(study):
    """A cue that another one always hides would be dead data."""
    finder = CueFinder(study.codebook)
    for cue in study.codebook.cues["cue"]:
        stem = cue.replace("*", "")
        assert stem in [c.cue.replace("*", "") for c in finder.find(stem)]


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Revisaron dispositivos médicos.", "dispositivo* médico*"),
        ("Revisaron DISPOSITIVOS MEDICOS.", "dispositivo* médico*"),
        ("Las farmacéuticas esperan.", "farmacéutic*"),
        ("Los Diálogos Económicos de Alto Nivel siguen.", "diálogo* económico* de alto nivel"),
    ],
)
def test_a_word_that_ends_freely_keeps_its_accents(sentence, cue, study):
    assert [c.cue for c in CueFinder(study.codebook).find(sentence)] == [cue]


def test_find_needs_no_dialogue(make_corpus, study):
    """Whether a text is on the Dialogue is for `code_pillars`, not for the finder."""
    assert CueFinder(study.codebook).find("Customs.")
    assert bl.code_pillars(make_corpus("Customs."), study.codebook).empty
