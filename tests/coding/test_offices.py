"""Who held which office when, and the interval an undated text gets from it."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

import borderlab as bl
from borderlab.coding.offices import (
    find_contradictions,
    find_offices,
    find_terms,
    in_edtf,
    office_held,
    term,
)
from borderlab.errors import Problem
from borderlab.tables import table


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


def test_a_contradiction_between_offices_is_one_finding_in_full(make_corpus, study):
    text = (
        "Marcelo Ebrard, Secretary of Economy, spoke.\n"
        "Ricardo spoke too.\n"
        "Tatiana Clouthier, Secretary of Economy, spoke."
    )
    read = bl.date_by_offices(make_corpus(text), study.codebook)
    assert pd.isna(read.documents.loc["d0", "published_earliest"])
    assert read.problems.to_dict("records") == [{
        "path": "d0.txt", "line": 0, "code": "offices-contradict",
        "message": "no day fits all the offices it names: marcelo-ebrard: Secretary of Economy"
        " [d0:s1]; tatiana-clouthier: Secretary of Economy [d0:s3]",
        "hint": "check the terms in offices.csv, or date the text in sources.csv",
    }]  # fmt: skip


def test_a_stated_month_that_the_offices_exclude_is_told_with_them(make_corpus, study):
    corpus = make_corpus("Marcelo Ebrard, Secretary of Economy, spoke.")
    documents = corpus.documents.assign(
        published_earliest=pd.Timestamp("2020-05-01"), published_latest=pd.Timestamp("2020-05-31"),
        published_edtf="2020-05", published_basis="partial",
    )  # fmt: skip
    [problem] = bl.date_by_offices(
        replace(corpus, documents=documents), study.codebook
    ).problems.itertuples()
    assert "it names and the date it states (2020-05): marcelo" in problem.message


def test_an_office_outside_its_term_is_one_finding_in_full(make_corpus, study):
    text = "Secretary of Economy Raquel Buenrostro spoke."
    [problem] = find_contradictions(make_corpus(text, date="2025-03-04"), study.codebook)
    assert problem == Problem(
        "d0.txt", 0, "office-contradicts",
        "d0:s1 gives raquel-buenrostro the office Secretary of Economy, which offices.csv dates"
        " 2022-10-07/2024-09-30; the text is of 2025-03-04",
        "check the term in offices.csv and the date of the text; a past office needs no cure",
    )  # fmt: skip
    text = "Marcelo Ebrard, Secretary of Economy, spoke."
    [problem] = find_contradictions(make_corpus(text, date="2020-05-05"), study.codebook)
    assert "dates 2024-10-01/..; the text" in problem.message, "an open end is told as open"


@pytest.mark.parametrize("day", ["2022-10-07", "2024-09-30"])
def test_the_first_and_the_last_day_of_a_term_belong_to_it(day, make_corpus, study):
    text = "Secretary of Economy Raquel Buenrostro spoke."
    assert find_contradictions(make_corpus(text, date=day), study.codebook) == []


def test_a_finding_needs_a_date_of_the_text_itself(make_corpus, study):
    """One text of three is apart; an undated one and one dated by its offices are not."""
    text = "Secretary of Economy Raquel Buenrostro spoke."
    corpus = make_corpus(text, text, text, date="2025-03-04")
    documents = corpus.documents.copy()
    documents.loc["d0", ["published_earliest", "published_latest"]] = pd.NaT
    documents.loc["d2", "published_basis"] = "offices"
    found = find_contradictions(replace(corpus, documents=documents), study.codebook)
    assert [problem.path for problem in found] == ["d1.txt"]


def test_every_undated_text_is_dated_whatever_stands_before_it(make_corpus, study):
    """Texts that cannot be dated, contradict themselves or are dated already end nothing."""
    apart = (
        "Marcelo Ebrard, Secretary of Economy, spoke.\n"
        "Tatiana Clouthier, Secretary of Economy, spoke."
    )
    office = "Secretary of Economy Raquel Buenrostro spoke."
    corpus = make_corpus("Nobody spoke.", apart, office, office, office)
    documents = corpus.documents.copy()
    first, last = pd.Timestamp("2022-10-07"), pd.Timestamp("2024-09-30")
    month = [pd.Timestamp("2023-05-01"), pd.Timestamp("2023-05-31")]
    documents.loc["d2", ["published_earliest", "published_latest"]] = month
    documents.loc["d2", ["published_edtf", "published_basis"]] = ["2023-05", "partial"]
    documents.loc["d3", "published_basis"] = "outside"
    read = bl.date_by_offices(replace(corpus, documents=documents), study.codebook).documents
    assert read["published_basis"].tolist() == [
        "unknown", "unknown", "partial", "outside", "offices",
    ]  # fmt: skip
    assert read.loc["d4", ["published_earliest", "published_latest"]].tolist() == [first, last]
    assert read["published_evidence"].tolist() == [
        "", "", "", "", "raquel-buenrostro: Secretary of Economy [d4:s1]",
    ]  # fmt: skip


def test_evidence_that_stands_already_stays(make_corpus, study):
    corpus = make_corpus("Nobody spoke.")
    documents = corpus.documents.assign(published_evidence="a stamp")
    read = bl.date_by_offices(replace(corpus, documents=documents), study.codebook)
    assert read.documents["published_evidence"].tolist() == ["a stamp"]
    assert read.problems is corpus.problems


def test_two_pieces_of_evidence_are_joined_by_a_bar(make_corpus, study):
    text = "Economy Secretary Raquel Buenrostro met Ken Salazar, the U.S. Ambassador to Mexico."
    read = bl.date_by_offices(make_corpus(text), study.codebook)
    assert read.documents.loc["d0", "published_evidence"] == (
        "raquel-buenrostro: Secretary of Economy [d0:s1]|"
        "ken-salazar: U.S. Ambassador to Mexico [d0:s1]"
    )
    assert read.documents.loc["d0", "published_edtf"] == "2022-10-07/2024-09-30"


def test_one_day_that_fits_is_a_date(make_corpus, study):
    offices = study.codebook.offices.copy()
    mine = offices["person_id"] == "raquel-buenrostro"
    offices.loc[mine, ["start", "end"]] = ["2023-05-05", "2023-05-05"]
    codebook = replace(study.codebook, offices=offices)
    read = bl.date_by_offices(
        make_corpus("Secretary of Economy Raquel Buenrostro spoke."), codebook
    )
    assert read.documents.loc["d0", "published_edtf"] == "2023-05-05"


@pytest.mark.parametrize("ends", [(pd.NaT, "2024-05-05"), ("2024-05-05", pd.NaT)])
def test_an_interval_is_written_with_its_open_end(ends):
    written = in_edtf(*(pd.Timestamp(end) for end in ends))
    assert written == "/".join(".." if pd.isna(end) else str(end) for end in ends)
    assert in_edtf(pd.NaT, pd.NaT) is None


@pytest.mark.parametrize("function", [bl.date_by_offices, find_contradictions, bl.find_ambiguous])
def test_arguments_in_the_wrong_place_are_refused_by_name(function, make_corpus, study):
    with pytest.raises(TypeError, match="corpus is of type int"):
        function(3, study.codebook)
    with pytest.raises(TypeError, match="codebook is of type int"):
        function(make_corpus("x"), 3)


@pytest.mark.parametrize(
    "text",
    [
        "Marcelo Ebrard spoke on foreign relations.",  # matter without a title
        "Secretary Marcelo Ebrard spoke.",  # a title without its matter
        "Emilio Cadena, CEO of Grupo Prodensa, spoke.",  # an office without dates
        "marcelo ebrard, secretary of economy, is a brand.",
        "Marcelo Ebrard habló de relaciones exteriores.",
    ],
)
def test_less_than_a_title_with_its_matter_dates_nothing(text, make_corpus, study):
    assert find_offices(make_corpus(text), study.codebook).empty


def test_an_office_attested_twice_is_one_row_with_its_first_sentence(make_corpus, study):
    text = "Secretary of Economy Raquel Buenrostro spoke."
    found = find_offices(make_corpus(f"{text}\n{text}\nKen Salazar, U.S. Ambassador to Mexico."),
                         study.codebook)  # fmt: skip
    assert found[["person", "sentence_id"]].to_numpy().tolist() == [
        ["raquel-buenrostro", "d0:s1"], ["ken-salazar", "d0:s3"],
    ]  # fmt: skip
    assert found.index.tolist() == [0, 1]


def test_what_does_not_count_hides_nothing_behind_it(make_corpus, study):
    """A name in small letters and a former office come first; the office behind them counts."""
    small = "The katie hobbs fans met the Governor of Arizona, Katie Hobbs."
    assert find_offices(make_corpus(small), study.codebook)["person"].tolist() == ["katie-hobbs"]
    former = (
        "Former Secretary of Foreign Relations Marcelo Ebrard spoke for more than two hours in the"
        " large hall at the river and was followed by Ken Salazar, U.S. Ambassador to Mexico."
    )
    assert find_offices(make_corpus(former), study.codebook)["person"].tolist() == ["ken-salazar"]


def test_the_case_rule_of_a_name_holds_for_offices_too(make_corpus, study):
    aliases = study.codebook.aliases.copy()
    aliases.loc[aliases["alias"] == "Katie Hobbs", "case"] = "exact"
    codebook = replace(study.codebook, aliases=aliases)
    text = "KATIE HOBBS, Governor of Arizona, spoke."
    assert find_offices(make_corpus(text), codebook).empty
    assert not find_offices(make_corpus(text), study.codebook).empty


def test_a_possessive_names_the_matter_of_an_office(make_corpus, study):
    offices = study.codebook.offices.copy()
    mine = offices["person_id"] == "katie-hobbs"
    offices.loc[mine, ["office", "office_es"]] = ["Governor of Utah", "Gobernadora de Utah"]
    codebook = replace(study.codebook, offices=offices)
    found = find_offices(make_corpus("Utah's Governor Katie Hobbs spoke."), codebook)
    assert found["office"].tolist() == ["Governor of Utah"]


def test_a_finding_follows_those_of_reading(make_corpus, study):
    apart = (
        "Marcelo Ebrard, Secretary of Economy, spoke.\n"
        "Tatiana Clouthier, Secretary of Economy, spoke."
    )
    corpus = make_corpus(apart)
    before = Problem("x.txt", 0, "some-code", "says", "cure")._asdict()
    read = bl.date_by_offices(
        replace(corpus, problems=table("problems", [before])), study.codebook
    ).problems
    assert read["code"].tolist() == ["some-code", "offices-contradict"]
    assert read.index.tolist() == [0, 1]
