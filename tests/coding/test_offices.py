"""Who held which office when, and the interval an undated text gets from it."""

from types import SimpleNamespace

import pandas as pd
import pytest

import borderlab as bl
from borderlab.coding.offices import (
    find_contradictions,
    find_offices,
    find_terms,
    office_held,
    term,
)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-09-13", "2024-01-05", ("2021-09-13", "2024-01-05")),
        ("2021-07", "2024-02", ("2021-07-01", "2024-02-29")),
        ("2021", "2024", ("2021-01-01", "2024-12-31")),
    ],
)
def test_partial_dates_take_the_widest_term(start, end, expected):
    days = term(SimpleNamespace(start=start, end=end))
    assert tuple(day.date().isoformat() for day in days) == expected


def test_an_open_end_lasts_for_ever():
    begins, ends = term(SimpleNamespace(start="2024-10-01", end=""))
    assert begins < pd.Timestamp("2025-01-01") < ends


@pytest.mark.parametrize(
    ("day", "office"),
    [
        ("2021-12-16", "Secretary of Foreign Relations"),
        ("2024-11-01", "Secretary of Economy"),
        ("2023-10-01", None),  # between two offices
    ],
)
def test_a_person_holds_the_office_of_the_day(day, office, study):
    day = pd.Timestamp(day)
    held = office_held(find_terms(study.codebook.offices), "marcelo-ebrard", day, day)
    assert (held == office) if office else pd.isna(held)


def test_an_interval_that_spans_two_offices_gives_none(study):
    days = pd.Timestamp("2023-01-01"), pd.Timestamp("2024-12-01")
    assert pd.isna(office_held(find_terms(study.codebook.offices), "marcelo-ebrard", *days))
    assert pd.isna(
        office_held(find_terms(study.codebook.offices), "marcelo-ebrard", pd.NaT, pd.NaT)
    )


def interval(corpus, study):
    row = bl.date_by_offices(corpus, study.codebook).documents.iloc[0]
    days = row["published_earliest"], row["published_latest"]
    return tuple(d.date().isoformat() if pd.notna(d) else None for d in days)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Secretary Marcelo Ebrard met Ken Salazar.", ("2018-12-01", "2023-06-12")),
        (
            "Economy Secretary Marcelo Ebrard spoke.\nU.S. Ambassador to Mexico Ken Salazar left.",
            ("2024-10-01", "2025-01-07"),
        ),
        (
            "El secretario de Economía, Marcelo Ebrard, habló.\n"
            "El embajador de Estados Unidos en México, Ken Salazar, salió.",
            ("2024-10-01", "2025-01-07"),
        ),
        ("Marcelo Ebrard spoke.", (None, None)),  # a name alone bounds nothing
        ("Economy Secretary Ebrard spoke.", (None, None)),  # nor does a surname
        ("The secretary of a club met Marcelo Ebrard.", (None, None)),
        ("Economy was on the mind of Marcelo Ebrard.", (None, None)),  # matter without a title
        (
            "The Economy Secretary spoke at great length of many things that had nothing to do with"
            " anybody in the crowded room, until Marcelo Ebrard left.",
            (None, None),  # too far from the name to be its apposition
        ),
    ],
)
def test_offices_bound_the_date_of_an_undated_text(text, expected, make_corpus, study):
    assert interval(make_corpus(text), study) == expected


def test_a_stated_date_is_never_touched(make_corpus, study):
    corpus = make_corpus("Economy Secretary Marcelo Ebrard spoke.", date="2019-05-05")
    assert interval(corpus, study) == ("2019-05-05", "2019-05-05")


ECONOMY = "Economy Secretary Marcelo Ebrard met U.S. Ambassador to Mexico Ken Salazar."


@pytest.mark.parametrize(
    ("line", "text", "days", "edtf"),
    [
        ("4 de octubre", ECONOMY, ("2024-10-04", "2024-10-04"), "2024-10-04"),
        ("Octubre de 2024", ECONOMY, ("2024-10-01", "2024-10-31"), "2024-10"),
        ("01/12/2024", ECONOMY, ("2024-12-01", "2024-12-01"), "2024-12-01"),
        ("5 de marzo", ECONOMY, (None, None), "XXXX-03-05"),
        ("", "Economy Secretary Marcelo Ebrard spoke.", ("2024-10-01", None), "2024-10-01/.."),
    ],
)
def test_offices_settle_what_a_stated_date_leaves_open(tmp_path, study, line, text, days, edtf):
    """One reading of 01/12, one year of 4 October; a day that no office allows stays as stated."""
    (tmp_path / "a.txt").write_text(f"Officials meet in Nogales\n\n{line}\n\n{text} They agreed.")
    corpus = bl.date_by_offices(bl.read_corpus(tmp_path), study.codebook)
    assert interval(corpus, study) == days
    row = corpus.documents.iloc[0]
    assert row["published_edtf"] == edtf
    assert (row["published_basis"] == "offices") is (edtf not in ("XXXX-03-05", "2024-10"))
    assert ("offices-contradict" in set(corpus.problems["code"])) is (edtf == "XXXX-03-05")


def test_offices_that_exclude_one_another_leave_a_text_undated_and_say_so(make_corpus, study):
    corpus = make_corpus(
        "Economy Secretary Marcelo Ebrard spoke to Economy Secretary Tatiana Clouthier."
    )
    dated = bl.date_by_offices(corpus, study.codebook)
    assert pd.isna(dated.documents["published_earliest"]).all()
    [problem] = dated.problems.itertuples()
    assert problem.code == "offices-contradict"
    assert "tatiana-clouthier: Secretary of Economy [d0:s1]" in problem.message


def test_each_bound_names_its_sentence(study):
    found = find_offices(study.corpus, study.codebook)
    bound = found[(found["doc_id"] == "amcham-northwest-2024") & (found["person"] == "ken-salazar")]
    assert bound["sentence_id"].tolist() == ["amcham-northwest-2024:s3"]


def test_intervals_equal_the_reference(study):
    reference = bl.read_reference("tests/data/reference", study.corpus)["dates"]
    rows = study.corpus.documents.loc[reference["doc_id"]]
    for column, theirs in (("published_earliest", "earliest"), ("published_latest", "latest")):
        ours = rows[column].dt.strftime("%Y-%m-%d").tolist()
        assert ours == reference[theirs].tolist()


@pytest.mark.parametrize(
    ("day", "text", "apart"),
    [
        ("2020-05-05", "Secretary of Economy Marcelo Ebrard spoke.", True),
        ("2024-11-01", "Secretary of Economy Marcelo Ebrard spoke.", False),
        ("2020-05-05", "Marcelo Ebrard, Secretary of Foreign Relations, spoke.", False),
        ("2024-11-01", "Marcelo Ebrard, Secretary of Foreign Relations, spoke.", True),
        ("2024-11-01", "Marcelo Ebrard, former Secretary of Foreign Relations, spoke.", False),
        ("2024-11-01", "Marcelo Ebrard, exsecretario de Relaciones Exteriores, habló.", False),
        ("2024-11-01", "Marcelo Ebrard, secretario de Relaciones Exteriores, habló.", True),
        ("2026-02-02", "Ken Salazar, embajador de Estados Unidos en México, habló.", True),
        ("2026-02-02", "Ken Salazar, entonces embajador de Estados Unidos en México, vino.", False),
        (None, "Ken Salazar, the U.S. ambassador to Mexico, spoke.", False),
    ],
)
def test_an_office_outside_its_term_is_a_problem_with_the_sentence(
    day, text, apart, make_corpus, study
):
    found = find_contradictions(make_corpus(text, date=day), study.codebook)
    assert [p.code for p in found] == ["office-contradicts"] * apart
    assert all("d0:s1" in p.message and day in p.message for p in found)


def test_a_date_that_offices_gave_is_not_contradicted_by_them(make_corpus, study):
    text = "Marcelo Ebrard, Secretary of Economy, spoke."
    dated = bl.date_by_offices(make_corpus(text), study.codebook)
    assert find_contradictions(dated, study.codebook) == []
    assert find_contradictions(study.corpus, study.codebook) == []


def test_a_past_office_dates_nothing(make_corpus, study):
    text = "Marcelo Ebrard, former Secretary of Foreign Relations, spoke."
    assert find_offices(make_corpus(text), study.codebook).empty
