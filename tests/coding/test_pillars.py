"""Which pillar a sentence is on, by which cue: invented sentences, and the years compared."""

import pandas as pd
import pytest

import borderlab as bl
from borderlab.coding.pillars import CueFinder

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
    ],
)
def test_a_sentence_gets_the_pillars_a_reader_would_give(sentence, expected, make_corpus, study):
    assert pillars(make_corpus(OPENING + sentence), study) == expected


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


def dated(corpus, *years):
    days = pd.to_datetime([f"{y}-05-01" for y in years]).astype("datetime64[ns]")
    corpus.documents[["published_earliest", "published_latest"]] = [[d, d] for d in days]
    return corpus


def test_items_are_compared_year_by_year_with_words_that_claim_no_more(make_corpus, study):
    both, early = "The work plan names customs.", "They named cybersecurity."
    corpus = dated(make_corpus(OPENING + both + "\n" + early, OPENING + both), 2021, 2023)
    codings = bl.code_pillars(corpus, study.codebook)
    items = bl.item_evolution(codings, corpus, study.codebook).set_index("item")
    assert items.loc["border-conditions", "status"] == "in both"
    assert items.loc["cybersecurity", "status"] == "only in the 2021 text"
    assert items.loc["seaports", "status"] == "in neither"
    assert items.loc["cybersecurity", ["sentences_2021", "sentences_2023"]].tolist() == [1, 0]
    assert items.loc["semiconductors", "agenda_since"] == "2022-09-12"


def test_three_years_are_all_or_some(make_corpus, study):
    corpus = dated(make_corpus(*[OPENING + "Customs."] * 3), 2021, 2022, 2023)
    codings = bl.code_pillars(corpus, study.codebook)
    items = bl.item_evolution(codings, corpus, study.codebook).set_index("item")
    assert items.loc["border-conditions", "status"] == "in all"


def test_sentence_and_item_counts_stand_side_by_side_zeros_included(make_corpus, study):
    corpus = dated(make_corpus(OPENING + "Customs.\nCustoms again."), 2021)
    codings = bl.code_pillars(corpus, study.codebook)
    table = bl.pillar_evolution(codings, corpus, study.codebook)
    rows = table.set_index("pillar")[["sentences", "items"]]
    assert rows.loc[1].tolist() == [2, 1]
    assert rows.loc[0].tolist() == [1, 0]
    assert rows.loc[3].tolist() == [0, 0]


def test_undated_texts_stand_in_no_year(make_corpus, study):
    corpus = make_corpus(OPENING + "Customs.")
    codings = bl.code_pillars(corpus, study.codebook)
    assert not codings.empty
    assert bl.pillar_evolution(codings, corpus, study.codebook).empty
