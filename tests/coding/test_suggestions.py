"""Names that the registry lacks: persons and bodies found, places and agreements left out."""

import dataclasses
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.candidates import find_candidates
from borderlab.coding.matching import view
from borderlab.coding.names import tokens

ROOT = Path(__file__).resolve().parents[2]
BOOK = bl.read_codebook(ROOT / "seeds/codebook")
EMPTY = dataclasses.replace(
    BOOK, **{f.name: getattr(BOOK, f.name)[:0] for f in dataclasses.fields(BOOK)}
)
SMALL = frozenset({"trade", "talks", "meetings", "el", "the"})


def names(sentence):
    return [
        (c.name, c.kind)
        for c in find_candidates(sentence, SMALL)
        if c.kind not in ("unclear", "short")
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Governor Rosa Mora signed it.", [("Rosa Mora", "person")]),
        ("Secretary of State Ann B. Poe met her.", [("Ann B. Poe", "person")]),
        ("Deputy U.S. Trade Representative Jo Roe came.", [("Jo Roe", "person")]),
        ("Governor Juan Ponce de León met her.", [("Juan Ponce de León", "person")]),
        ("Governor Rosa Mora of Sonora met her.", [("Rosa Mora", "person")]),
        ("La canciller Rosa Mora llegó a Lima.", [("Rosa Mora", "person")]),
        ("Lo dijo el secretario de Estado de Estados Unidos, Luis Lee.", [("Luis Lee", "person")]),
        ("Paco Vega, president of the Border Trade Council, spoke.",
         [("Paco Vega", "person"), ("Border Trade Council", "organisation")]),
        ("The Trade Authority President and CEO Rosa Mora spoke.",
         [("Trade Authority", "organisation"), ("Rosa Mora", "person")]),
        ("La Secretaría de Obras y el Banco de Lima firmaron.",
         [("Secretaría de Obras", "organisation"), ("Banco de Lima", "organisation")]),
        ("The Food and Drug Administration agreed.",
         [("Food and Drug Administration", "organisation")]),
        ("ALCALDESA ROSA MORA: Buenos días a todos.", [("Rosa Mora", "person")]),
        ("Katie Hobbs Tuesday met the mayor of Yuma.", [("Katie Hobbs", "person")]),
    ],
)  # fmt: skip
def test_persons_and_bodies_are_found_without_a_model(sentence, found):
    assert names(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "They met in Mexico City and New York.",
        "El Paso and Ciudad Juárez share a river.",
        "The High-Level Economic Dialogue began in September.",
        "El Plan Sonora y el Tratado de Libre Comercio siguen.",
        "It opened on Monday, and American firms came.",
        "PASO DEL NORTE, TX – Trade grew.",
        "The GDP of the U.S. grew, and the USMCA held.",
        "Trade Talks Resume Between Two Border Towns",
        "The president of the Republic spoke.",
    ],
)
def test_places_agreements_and_headlines_are_nobody(sentence):
    assert [name for name, kind in names(sentence) if kind == "person"] == []
    assert len(names(sentence)) == 0


@given(st.text(max_size=200))
def test_any_sentence_gives_spans_that_hold_the_name(sentence):
    for token in tokens(sentence):
        assert sentence[token.start : token.end] == token.text
    for found in find_candidates(sentence, SMALL):
        assert 0 <= found.start < found.end <= len(sentence)


def corpus_of(folder, *texts):
    for i, text in enumerate(texts):
        (folder / f"t{i}.txt").write_text(f"Talks resume\n\n{text}\n", encoding="utf-8")
    return bl.read_corpus(folder)


def test_forms_of_one_name_are_one_row_with_offices_and_context(tmp_path):
    corpus = corpus_of(
        tmp_path,
        "Secretary Rosa Mora Díaz met the Border Trade Council (BTC). The BTC agreed with Mora.",
        "On Friday, Mora Díaz left, and the BTC said so. Gov. Luis Lee stayed behind in the town.",
    )
    found = bl.suggest_actors(corpus, EMPTY).set_index("name")
    rosa, council = found.loc["Rosa Mora Díaz"], found.loc["Border Trade Council"]
    assert (rosa.kind, rosa.offices, rosa.documents) == ("person", "Secretary", 2)
    assert set(rosa.aliases.split("|")) >= {"Mora"}
    assert (council.kind, council.aliases, council.mentions) == ("organisation", "BTC", 4)
    assert "met the Border Trade Council" in rosa.context
    assert found.loc["Luis Lee", "offices"] == "Gov."


def test_a_surname_that_two_persons_share_is_given_to_neither(tmp_path):
    corpus = corpus_of(
        tmp_path, "Governor Rosa Mora met Senator Luis Mora. The others waited for Mora in Yuma."
    )
    found = bl.suggest_actors(corpus, EMPTY)
    assert sorted(found.name) == ["Luis Mora", "Rosa Mora"]
    assert found.mentions.tolist() == [1, 1]


def test_what_the_registry_has_is_not_proposed():
    corpus = bl.read_corpus(ROOT / "seeds")
    kept = bl.suggest_actors(corpus, BOOK)
    everything = bl.suggest_actors(corpus, EMPTY)
    assert "Marcelo Ebrard" in set(everything.name)
    assert "Marcelo Ebrard" not in set(kept.name)
    assert len(kept) < len(everything) / 2


def test_a_pipeline_adds_what_it_sees_and_nothing_twice(tmp_path):
    corpus = corpus_of(tmp_path, "Then Zork Blat came ... and Governor Rosa Mora spoke with acme.")

    def pipeline(text):
        spans = [
            ("Zork Blat", "PERSON"),
            ("Rosa Mora", "PER"),
            ("acme", "ORG"),
            ("Then", "DATE"),
            ("...", "ORG"),
        ]
        ents = [SimpleNamespace(start_char=text.index(s), end_char=text.index(s) + len(s), label_=k)
                for s, k in spans if s in text]  # fmt: skip
        return SimpleNamespace(ents=ents)

    found = bl.suggest_actors(corpus, EMPTY, ner=pipeline).set_index("name")
    assert found.kind.to_dict() == {
        "Zork Blat": "person", "Rosa Mora": "person", "acme": "organisation"
    }  # fmt: skip
    assert found.loc["Rosa Mora", "mentions"] == 1


def test_no_text_gives_an_empty_table_of_the_same_columns(tmp_path):
    found = bl.suggest_actors(corpus_of(tmp_path, "nothing of the kind is here."), EMPTY)
    assert found.empty
    assert found.columns[0] == "name"


@pytest.mark.parametrize("data", ["unseen", "pages"])
def test_nine_in_ten_persons_and_bodies_of_the_invented_texts_are_proposed(data):
    """Coded apart; programmes and places are not asked for."""
    folder = ROOT / "tests/data" / data
    coded = pd.read_csv(folder / "mentions.csv")
    kinds = coded["actor_id"].map(BOOK.actors["kind"])
    coded = coded[kinds.isin(["person", "organisation"]) & coded["form"].isin(["name", "acronym"])]
    wanted = defaultdict(set)
    for actor, surface in zip(coded["actor_id"], coded["surface"], strict=True):
        wanted[actor].add(view(surface).text)
    found = bl.suggest_actors(bl.read_corpus(folder / "texts"), EMPTY)
    forms = {view(f).text for name, more in zip(found["name"], found["aliases"], strict=True)
             for f in [name, *more.split("|")]}  # fmt: skip
    hit = [actor for actor, surfaces in wanted.items() if surfaces & forms]
    assert len(hit) >= 0.9 * len(wanted), sorted(set(wanted) - set(hit))


@pytest.mark.parametrize("word", ["President ", "Rosa ", "Trade and ", "A. ", "Council of the "])
def test_a_thousand_capitals_in_a_row_are_no_name_and_take_no_time(word):
    assert find_candidates(word * 3_000, SMALL) == []
