"""The years compared, in words that claim no more than one text a year can carry."""

import pandas as pd

import borderlab as bl

OPENING = "The High-Level Economic Dialogue met.\n"


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


def test_a_year_without_a_coded_text_is_not_invented(make_corpus, study):
    corpus = dated(make_corpus(OPENING + "Customs.", "Customs.", OPENING), 2021, 2022, 2023)
    codings = bl.code_pillars(corpus, study.codebook)
    for by in ("pillar", "item"):
        table = bl.pillar_evolution(codings, corpus, study.codebook, by=by)
        assert set(table["year"]) == {2021, 2023}
    assert "sentences_2022" not in bl.item_evolution(codings, corpus, study.codebook)


def test_one_year_is_not_both_and_none_is_not_all(make_corpus, study):
    """With one dated text an item is only in that one, with none it is in neither."""
    for corpus, status in (
        (dated(make_corpus(OPENING + "Customs."), 2021), "only in the 2021 text"),
        (make_corpus(OPENING + "Customs."), "in neither"),
    ):
        codings = bl.code_pillars(corpus, study.codebook)
        items = bl.item_evolution(codings, corpus, study.codebook).set_index("item")
        assert items.loc["border-conditions", "status"] == status


def test_items_stand_year_by_year_with_the_status_of_the_comparison(make_corpus, study):
    corpus = dated(make_corpus(OPENING + "Customs.", OPENING + "Cybersecurity."), 2021, 2023)
    codings = bl.code_pillars(corpus, study.codebook)
    table = bl.pillar_evolution(codings, corpus, study.codebook, by="item")
    rows = table.set_index(["year", "item"])
    assert len(table) == 2 * len(study.codebook.items)
    assert rows.loc[(2021, "border-conditions"), ["sentences", "items"]].tolist() == [1, 1]
    assert rows.loc[(2023, "border-conditions"), ["sentences", "items"]].tolist() == [0, 0]
    assert rows.loc[(2023, "border-conditions"), "status"] == "only in the 2021 text"
    wide = bl.item_evolution(codings, corpus, study.codebook).set_index("item")
    for year in (2021, 2023):
        assert rows.loc[year, "sentences"].equals(wide[f"sentences_{year}"].rename("sentences"))


def test_items_of_a_pillar_add_up_to_its_item_count(study):
    by_pillar, by_item = (
        bl.pillar_evolution(study.codings, study.corpus, study.codebook, by=by)
        for by in ("pillar", "item")
    )
    summed = by_item.groupby(["year", "pillar"])["items"].sum()
    counts = by_pillar[by_pillar["pillar"] > 0].set_index(["year", "pillar"])["items"]
    assert counts.to_dict() == summed.to_dict()


def test_the_agenda_says_since_when_and_on_whose_word(study):
    items = bl.item_evolution(study.codings, study.corpus, study.codebook).set_index("item")
    columns = ["agenda_since", "agenda_status", "official_since"]
    assert items.loc["cybersecurity", columns].tolist() == ["2021-09-09", "secondary", "2021-12-13"]
    assert items.loc["innovation", columns].tolist() == ["2021-12-13", "official", "2021-12-13"]
    assert items.loc["governors-mechanism", columns].isna().all()
    agenda = study.codebook.agenda
    for item, row in items.dropna(subset="agenda_since").iterrows():
        mine = agenda[agenda["item"] == item]
        assert row["agenda_since"] == min(mine["date"])
        assert set(row["workstreams"].split("|")) == set(mine["workstream"])


def test_nothing_in_the_tables_is_an_interval_or_a_test(study):
    """One text a year carries neither; the columns are counts, words and dates."""
    both = [
        *bl.pillar_evolution(study.codings, study.corpus, study.codebook, by="item"),
        *bl.item_evolution(study.codings, study.corpus, study.codebook),
    ]
    assert not {"low", "high", "p_value", "q_value", "change", "share"} & set(both)


def test_statuses_of_two_years_are_the_words_agreed(study):
    items = bl.item_evolution(study.codings, study.corpus, study.codebook)
    reported = items[items.filter(like="sentences_").any(axis=1)]
    assert set(reported["status"]) == {
        "in both", "only in the 2021 text", "only in the 2023 text",
    }  # fmt: skip
    assert set(items["status"].drop(reported.index)) == {"in neither"}
