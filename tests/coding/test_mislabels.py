"""What a source calls a pillar, beside the official name."""

from time import process_time

import pytest
from timing import best

import borderlab as bl

OPENING = "The High-Level Economic Dialogue met.\n"


def mislabels(sentence, make_corpus, study):
    found = bl.find_mislabels(make_corpus(OPENING + sentence), study.codebook)
    return [(r.pillar, r.stated_as, r.said, r.kind) for r in found.itertuples()]


ITEM, NAME, OTHER = "an item as the pillar", "another name", "matter of another pillar"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cybersecurity is the third pillar.", [(3, "third pillar", "Cybersecurity", ITEM)]),
        ("They work on customs, which is the first pillar of the plan.",
         [(1, "first pillar", "They work on customs", ITEM)]),
        ("La ciberseguridad es el tercer pilar del DEAN.",
         [(3, "tercer pilar", "La ciberseguridad", ITEM)]),
        ("The third pillar is cybersecurity, they said.",
         [(3, "third pillar", "cybersecurity", ITEM)]),
        ("Another of the key pillars is cybersecurity.",
         [(3, "Another of the key pillars", "cybersecurity", ITEM)]),
        ("Otro de los grandes pilares son las cadenas de suministro.",
         [(1, "Otro de los grandes pilares", "las cadenas de suministro", ITEM)]),
        ("Shared prosperity constitutes the second pillar.",
         [(2, "second pillar", "Shared prosperity", NAME)]),
        ("La inversión conjunta representa el cuarto pilar.",
         [(4, "cuarto pilar", "La inversión conjunta", NAME)]),
        ("Pillar II: Rural Hope", [(2, "Pillar II", "Rural Hope", NAME)]),
        ("The fourth pillar is about supply chains.",
         [(4, "fourth pillar", "supply chains", OTHER)]),
        ("El segundo pilar atiende la ciberseguridad.",
         [(2, "segundo pilar", "ciberseguridad", OTHER)]),
        ("Supply chains are the fourth pillar.", [(4, "fourth pillar", "Supply chains", OTHER)]),
        # no mislabels
        ("Investing in Our People is the fourth pillar.", []),
        ("The fourth pillar is Investing in Our People.", []),
        ("Pilar IV: Invertir en nuestro pueblo", []),
        ("The third pillar highlights cybersecurity.", []),
        ("The third pillar is about cybersecurity.", []),
        ("El tercer pilar es para redes seguras.", []),
        ("This is the third pillar.", []),
        ("Ése es el tercer pilar.", []),
        ("The third pillar is on hold.", []),
        ("The third pillar is moving slowly.", []),
        ("One of the pillars is trust.", []),
        ("Trust is the fourth pillar of democracy.", []),
        ("Under the first pillar, customs and cybersecurity were discussed.", []),
    ],
)  # fmt: skip
def test_a_name_that_is_not_the_official_one_is_kept_apart(sentence, expected, make_corpus, study):
    assert mislabels(sentence, make_corpus, study) == expected


def test_the_three_mislabels_of_the_seeds_and_no_other(study):
    found = bl.find_mislabels(study.corpus, study.codebook)
    assert found[["sentence_id", "pillar", "kind"]].values.tolist() == [
        ["hled-2023:s5", 1, ITEM], ["hled-2021:s7", 1, ITEM], ["hled-2021:s11", 4, NAME],
    ]  # fmt: skip


def test_what_was_said_lies_where_the_row_says(study):
    texts = study.corpus.documents["text"]
    for row in bl.find_mislabels(study.corpus, study.codebook).itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.said


def test_a_mislabel_changes_no_code(make_corpus, study):
    """The number that the source states is the code; its words stand beside it."""
    corpus = make_corpus(OPENING + "Supply chains are the fourth pillar.")
    codings = bl.code_pillars(corpus, study.codebook)
    assert codings.loc[codings["sentence_id"] == "d0:s2", "pillar"].tolist() == [4]


def test_texts_on_something_else_and_empty_ones_have_none(make_corpus, study):
    for corpus in (make_corpus("Cybersecurity is the third pillar."), make_corpus()):
        found = bl.find_mislabels(corpus, study.codebook)
        assert found.empty
        assert "stated_as" in found


@pytest.mark.parametrize("part", ["the first pillar ", "the first pillar is x ", "is the pillar "])
def test_a_long_sentence_takes_time_in_proportion(part, make_corpus, study):
    """Four times the words do not take sixteen times as long."""

    def seconds(size):
        corpus = make_corpus(OPENING + part * size)
        start = process_time()
        bl.find_mislabels(corpus, study.codebook)
        return process_time() - start

    assert best(seconds, 600) < 8 * best(seconds, 150) + 0.1
