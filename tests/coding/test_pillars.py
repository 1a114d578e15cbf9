"""Which pillar a sentence is on, by which cue: invented sentences, and the years compared."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.cues import Cue, CueFinder
from borderlab.coding.pillars import choose

OPENING = "The High-Level Economic Dialogue met.\n"


def pillars(corpus, study):
    codings = bl.code_pillars(corpus, study.codebook)
    found = codings[codings["sentence_id"] == "d0:s2"]
    return sorted(set(found["pillar"]))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The first pillar covers many things.", [1]),
        ("Pillar number three was not opened.", [3]),
        ("Under Pillar IV, nothing moved.", [4]),
        ("They spoke of supply chains and of cybersecurity.", [1, 3]),
        ("The work plan was signed.", [0]),
        ("The work plan covers customs.", [1]),  # matter wins over none
        ("The fourth pillar is about supply chains.", [4]),  # what is stated wins, also a mislabel
        ("They want a better workforce in industries such as semiconductors.", [4]),
        ("Help goes to sectors like telecommunications.", []),
        ("El segundo pilar atiende el campo.", [2]),
        ("Hablaron de ciberseguridad y de cadenas de suministro.", [1, 3]),
        ("Lunch was served.", []),
        ("The ict in addict is no acronym, nor is tic.", []),
        ("A pillar of the community spoke.", []),
        ("The first pillar covers customs, the fourth pillar the rest.", [1, 4]),
        ("They offered training.", []),  # light words alone decide nothing
        ("They offered training to technicians.", [4]),  # two of one pillar do
        ("They offered training on lithium.", []),  # two of two pillars do not
        ("Training, training and more training.", []),  # nor does one that is repeated
        ("Ofrecieron capacitación.", []),
        ("Ofrecieron capacitación a técnicos.", [4]),
        ("Hablaron de desarrollo económico.", []),
        ("Habrá empleos en Chiapas y Oaxaca.", [2]),
        ("Visitaron Guatemala, Honduras y El Salvador.", []),
        ("El accidente ocurrió en Eje 1 Norte.", []),
        ("El Eje 1 atiende la logística.", [1]),
        ("A parade in Las Cruces delayed them.", []),
        ("The plan covers training in small firms.", [4]),
    ],
)
def test_a_sentence_gets_the_pillars_a_reader_would_give(sentence, expected, make_corpus, study):
    assert pillars(make_corpus(OPENING + sentence), study) == expected


@pytest.mark.parametrize(
    ("opening", "sentence", "expected"),
    [
        ("The fourth pillar of the Dialogue came next.", "It brings training.", [4]),
        ("The fourth pillar of the Dialogue came next.", "It brings lithium.", []),
        ("The fourth pillar of the Dialogue came next.", "Lunch was served.", []),
        ("Tocó turno al segundo pilar del DEAN.", "Promete empleos.", [2]),
        ("Tocó turno al segundo pilar del DEAN.", "Promete aduanas.", [1]),
        ("The High-Level Economic Dialogue met.", "The talks lasted two days.", [0]),
        ("The High-Level Economic Dialogue met.", "The talks covered customs.", [1]),
        ("Sesionó el Diálogo Económico de Alto Nivel.", "La reunión duró dos días.", [0]),
    ],
)
def test_a_light_word_decides_where_its_paragraph_has_stated_the_pillar(
    opening, sentence, expected, make_corpus, study
):
    assert pillars(make_corpus(f"{opening}\n{sentence}\nThe DEAN met."), study) == expected


def in_paragraphs(corpus):
    corpus.sentences["paragraph"] = corpus.sentences["position"]
    return corpus


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        ("Pillar IV: Investing in Our People", "Courses for the young in Sonora", [4]),
        ("Pillar IV was the last of the day.", "Courses for the young in Sonora", []),
        ("Pilar II", "Empleos para jornaleros", [2]),
        ("Pilar II", "Cursos para jornaleros", []),
        ("Pillar IV", "Supply chains for cars", [1]),
    ],
)
def test_a_heading_reaches_into_the_paragraphs_below_it_and_a_sentence_does_not(
    above, line, expected, make_corpus, study
):
    corpus = in_paragraphs(make_corpus(f"{above}\n{line}\nThe HLED met."))
    assert pillars(corpus, study) == expected


def test_a_heading_ends_with_the_next_one_and_with_its_text(make_corpus, study):
    corpus = in_paragraphs(make_corpus("Pillar IV\nThe HLED met.\nCourses.", "Courses.\nDEAN."))
    assert set(bl.code_pillars(corpus, study.codebook)["pillar"]) == {0, 4}
    codings = bl.code_pillars(corpus, study.codebook)
    assert not codings["sentence_id"].isin(["d0:s3", "d1:s1"]).any()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On a separate matter, customs officers struck.", []),
        ("In an unrelated case, a chip plant was sold.", []),
        ("En otro tema, la aduana cerró.", []),
        ("En un asunto distinto, el DEAN revisó aduanas.", [1]),
        ("On a separate matter of the third pillar, they agreed.", [3]),
        ("They kept customs and trade separate.", [1]),
        ("Customs came in a separate session.", [1]),
    ],
)
def test_a_sentence_that_sets_itself_apart_is_not_on_the_dialogue(
    sentence, expected, make_corpus, study
):
    assert pillars(make_corpus(OPENING + sentence), study) == expected


SOME = st.sampled_from([
    "The HLED met.", "The first pillar covers ports of entry.", "They offered training.",
    "Technicians took training.", "The talks went on.", "Lunch was served.", "Pillar IV",
    "Habrá empleos en Chiapas.", "El segundo pilar atiende el sur.", "Courses for all",
])  # fmt: skip


def rows_of(codings):
    return sorted(codings.fillna({"item": ""}).itertuples(index=False, name=None))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(SOME, min_size=1, max_size=6), min_size=1, max_size=3), st.randoms())
def test_neither_the_order_of_cues_nor_that_of_texts_nor_another_text_changes_a_code(
    make_corpus, study, texts, random
):
    corpus = make_corpus(*map("\n".join, texts))
    expected = rows_of(bl.code_pillars(corpus, study.codebook))
    cues = study.codebook.cues.sample(frac=1, random_state=random.randrange(1000))
    assert rows_of(bl.code_pillars(corpus, replace(study.codebook, cues=cues))) == expected
    order = random.sample(list(corpus.documents.index), len(texts))
    sentences = pd.concat([corpus.sentences[corpus.sentences["doc_id"] == d] for d in order])
    turned = replace(corpus, documents=corpus.documents.loc[order], sentences=sentences)
    assert rows_of(bl.code_pillars(turned, study.codebook)) == expected
    more = make_corpus(*map("\n".join, texts), "The first pillar covers customs.\nTraining.")
    assert rows_of(bl.code_pillars(more, study.codebook)) == expected


WEIGHTED = st.builds(
    Cue, st.just(0), st.just(1), st.integers(0, 4), st.just(""),
    st.sampled_from(["stated", "content"]), st.sampled_from("abcd"),
    st.sampled_from([0.1, 0.3, 0.5, 1.0]),
)  # fmt: skip


@given(st.lists(WEIGHTED), st.sets(st.integers(0, 4)))
def test_more_evidence_for_a_pillar_never_takes_it_away(found, context):
    """Adding a decisive cue of a pillar that stands keeps it; context alone adds none."""
    chosen = {cue.pillar for cue in choose(found, context)}
    assert chosen <= {cue.pillar for cue in found}
    for pillar in chosen:
        again = [*found, Cue(0, 1, pillar, "", "stated", "new", 1.0)]
        assert pillar in {cue.pillar for cue in choose(again, context)} or pillar == 0
    assert choose(choose(found, context), context) == choose(found, context)


def test_ten_tenths_are_one():
    """Weights are added exactly enough that 0.1 ten times, or 0.7 and 0.3, decide."""
    tenths = [Cue(0, 1, 1, "", "content", str(i), 0.1) for i in range(10)]
    assert len(choose(tenths)) == 10
    assert choose(tenths[1:]) == []


def test_a_text_that_does_not_name_the_dialogue_is_not_coded(make_corpus, study):
    corpus = make_corpus("They spoke.\nSupply chains are in the first pillar.")
    assert pillars(corpus, study) == []


def test_titles_are_not_coded(make_corpus, study):
    corpus = make_corpus(OPENING + "The first pillar.", zone="title")
    assert bl.code_pillars(corpus, study.codebook).empty


def test_every_cue_lies_where_its_row_says(study):
    texts = study.corpus.documents["text"]
    finder = CueFinder(study.codebook)
    for row in study.codings.itertuples():
        [cue] = finder.find(texts[row.doc_id][row.start : row.end])
        assert cue.cue == row.cue
