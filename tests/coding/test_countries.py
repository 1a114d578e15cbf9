"""Countries that texts name: proposed where they act, doubtful where a name means more."""

from pathlib import Path

import pytest

import borderlab as bl
from borderlab import scaffold
from borderlab.coding.codebook_rules import COLUMNS
from borderlab.coding.countries import countries
from borderlab.coding.matching import view

ROOT = Path(__file__).resolve().parents[2]


def empty_book(folder):
    folder.mkdir()
    for name, columns in COLUMNS.items():
        (folder / f"{name}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
    return bl.read_codebook(folder)


def kinds(tmp_path, text, book=None):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(f"Talks resume\n\n{text}\n", encoding="utf-8")
    book = book or empty_book(tmp_path / "book")
    found = bl.suggest_actors(bl.read_corpus(tmp_path / "texts"), book)
    return dict(zip(found["name"], found["kind"], strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Peru and Canada signed it.", {"Peru": "government", "Canada": "government"}),
        ("El Gobierno del Perú firmó.", {"Peru": "government"}),
        ("EE. UU. y Méjico firmaron.", {"United States": "government", "Mexico": "government"}),
        ("Papua New Guinea signed it.", {"Papua New Guinea": "government"}),
        ("South Korea signed it.", {"South Korea": "government"}),
        ("They met in Chile.", {"Chile": "unclear"}),
        ("Georgia signed it.", {"Georgia": "unclear"}),
        ("New Mexico signed it.", {}),
        ("Northern Ireland signed it.", {}),
        ("The chad fell, and turkey was served with china and peru.", {}),
        ("Michael Jordan spoke at the Bank of Canada.",
         {"Michael Jordan": "person", "Bank of Canada": "organisation", "Jordan": "unclear"}),
        ("The Mexicans wrote to us.", {}),
    ],
)  # fmt: skip
def test_a_country_is_proposed_where_it_acts_and_its_name_is_its_own(tmp_path, text, found):
    got = {k: v for k, v in kinds(tmp_path, text).items() if k in countries() or v != "unclear"}
    assert got == found


def test_a_country_that_the_registry_has_under_any_name_is_not_proposed(tmp_path):
    book = bl.read_codebook(ROOT / "seeds/codebook")
    text = "Mexico, EE. UU. and Guatemala signed it with Peru."
    assert set(kinds(tmp_path, text, book)) & set(countries()) == {"Peru"}


def test_no_form_belongs_to_two_countries_and_every_longer_name_holds_a_form():
    forms = [view(f).text for c in countries().values() for f in (*c.forms, *c.longer)]
    assert len(forms) == len(set(forms))
    for name, country in countries().items():
        assert name == country.forms[0]
        for longer in country.longer:
            seen = f" {view(longer).text} "
            held = any(f" {view(form).text} " in seen for form in country.forms)
            assert held, longer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Peru and Canada signed it. Both governments agreed. The two countries met.", 2),
        ("Perú y Canadá firmaron. Ambos gobiernos acordaron. Los dos países firmaron.", 2),
    ],
)
def test_a_new_study_counts_both_governments_for_its_two_countries(tmp_path, text, said):
    (tmp_path / "a.txt").write_text(f"Talks\n\n{text}\n", encoding="utf-8")
    study = bl.open_study(scaffold.new(tmp_path / "mine", texts=tmp_path / "a.txt").root)
    together = study.mentions[study.mentions["form"] == "collective"]
    assert together["actor_id"].value_counts().to_dict() == {"canada": said, "peru": said}
    assert study.codebook.actors["label_es"].tolist() == ["Canadá", "Perú"]
    assert study.graph().has_edge("canada", "peru")


def test_the_expressions_of_a_new_study_are_those_of_this_one():
    path = "seeds/codebook/collectives.csv"
    assert (scaffold.HERE / "common" / path).read_bytes() == (ROOT / path).read_bytes()


def test_an_office_is_suggested_from_the_text_that_has_it(tmp_path):
    for name, text in [("a", "Rosa Mora spoke."), ("b", "La ministra Rosa Mora habló.")]:
        (tmp_path / f"{name}.txt").write_text(f"Talks\n\nAfter that, {text}\n", encoding="utf-8")
    corpus, book = bl.read_corpus(tmp_path), empty_book(tmp_path / "book")
    rows = bl.to_codebook_rows(bl.suggest_actors(corpus, book), book)
    assert rows["offices"]["source"].tolist() == ["suggested from b, to confirm"]
    assert rows["actors"]["note"].str.startswith("suggested from a;").all()
