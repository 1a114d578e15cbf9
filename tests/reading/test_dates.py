"""Stated dates: the forms of news sites, and the tempting readings that must stay open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading.dates import dateline, find_dates, is_date_line, is_dated_place
from borderlab.reading.headers import stated_date
from borderlab.reading.words import numbered
from borderlab.reading.zones import find_zones


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2023-04-28", "2023-04-28"),
        ("2023-04-28T10:15:00Z", "2023-04-28"),
        ("2023-04-28 10:15:00-06:00", "2023-04-28"),
        ("October 4, 2023", "2023-10-04"),
        ("4 October 2023", "2023-10-04"),
        ("Oct. 4th, 2023", "2023-10-04"),
        ("Thu, 12/16/2021 - 14:48", "2021-12-16"),
        ("28/12/2020", "2020-12-28"),
        ("04/04/2023", "2023-04-04"),
        ("Mon, 02/05/2022", "2022-05-02"),
        ("15 de octubre de 2024", "2024-10-15"),
        ("Lunes 28 de diciembre del 2020", "2020-12-28"),
        ("10 de Febrero 2022", "2022-02-10"),
        ("1º de mayo de 2020", "2020-05-01"),
        ("octubre 4 de 2023", "2023-10-04"),
        ("26 octubre, 2024", "2024-10-26"),
        ("03:18 PM, Monday, September 30, 2024", "2024-09-30"),
        ("viernes, 4/oct/2024 | 10:30 hrs", "2024-10-04"),
    ],
)
def test_a_line_that_is_a_date_is_read_as_that_day(line, day):
    assert [str(found.day) for found in find_dates(line)] == [day]
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "30/02/2023",
        "31 de febrero de 2022",
        "2023-13-01",
        "October 2023",
        "4 de octubre",
        "2023",
        "1234/10/20231",
        "$15 million, 2023",
        "marzo",
        "versions 1.2.2023.4",
        "page 12.5 of 2023",
    ],
)
def test_what_is_no_full_date_is_no_date(line):
    assert find_dates(line) == []


def test_day_and_month_that_can_be_exchanged_stay_open_unless_a_weekday_settles_them():
    assert find_dates("04/10/2023")[0].day is None
    assert str(find_dates("Wed 04/10/2023")[0].day) == "2023-10-04"
    assert str(find_dates("Monday 04/10/2023")[0].day) == "2023-04-10"
    assert find_dates("Friday 04/10/2023")[0].day is None, "a weekday that fits neither"


@pytest.mark.parametrize(
    "line", ["4 de octubre", "hace 3 horas", "Octubre de 2024", "Posted 2 days ago", "10:15 hrs"]
)
def test_a_line_can_be_a_date_without_giving_a_day(line):
    assert is_date_line(line)
    assert find_dates(line) == []


@pytest.mark.parametrize("line", ["The accord of October 4, 2023", "Mexico 2023", "May", "Ruiz"])
def test_a_line_that_says_more_than_a_date_is_no_date_line(line):
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Washington, D.C., October 4, 2023", True),
        ("MEXICO CITY | OCTOBER 4, 2023", True),
        ("Economía - 15 de octubre de 2024", True),
        ("Mexico Signs Deal October 4, 2023", False),
        ("The Deal, October 4, 2023", False),
        ("MEXICO CITY, October 4, 2023 –", False),
        ("signed in Tucson, October 4, 2023", False),
        ("Straße, October 4, 2023", False),
    ],
)
def test_a_date_beside_a_place_is_told_from_a_headline(line, expected):
    assert is_dated_place(line) is expected


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("EL PASO, TX – The City signed.", "EL PASO, TX"),
        ("CIUDAD DE MÉXICO, 4 oct –", "CIUDAD DE MÉXICO, 4 oct"),
        ("WASHINGTON (AP) — The council met.", "WASHINGTON (AP)"),
        ("Ciudad de México.- El gobierno firmó.", "Ciudad de México"),
        ("On October 4, 2023 Mexico – the neighbour – signed.", None),
        ("Trade Deal – What Comes Next", None),
        ("U.S.-Mexico trade – a review", None),
        ("The ports reopened.", None),
    ],
)
def test_datelines(line, head):
    assert dateline(line) == head


BODY = "\n\nThe council of the border towns met and agreed on a new bridge."


def stated(text):
    return stated_date(text, find_zones(text))


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("Published: 2023-04-28", "2023-04-28"),
        ("Updated: May 5, 2023\nPublished: May 3, 2023", "2023-05-03"),
        ("May 3, 2023 | Updated May 5, 2023", "2023-05-03"),
        ("Updated May 5, 2023 | Published May 3, 2023", "2023-05-03"),
        ("By Ana Ruiz - May 3, 2023", "2023-05-03"),
        ("June 1, 2024\nDate: May 3, 2023", "2023-05-03"),
        ("04/10/2023\nMay 3, 2023", "2023-05-03"),
    ],
)
def test_the_line_that_speaks_of_publication_most_plainly_wins(header, day):
    assert str(stated("The bridge is approved\n\n" + header + BODY).day) == day


def test_a_dateline_states_the_date_where_no_other_line_does():
    text = "TORREÓN, Coah., 3 de mayo de 2023.- El cabildo sesionó y aprobó el puente."
    assert str(stated(text).day) == "2023-05-03"


@pytest.mark.parametrize(
    "text",
    [
        "Updated: May 5, 2023" + BODY,
        "Photo: Ana Ruiz, May 5, 2023" + BODY,
        "Source: El Faro, May 5, 2023" + BODY,
        BODY + " It was signed on May 5, 2023.",
        "",
    ],
)
def test_a_date_of_something_else_is_not_the_date_of_publication(text):
    assert stated(text) is None


def test_an_ambiguous_date_is_reported_and_not_decided():
    found = stated("Fecha: 04/10/2023" + BODY)
    assert (found.day, found.surface) == (None, "04/10/2023")


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)),
    st.sampled_from(sorted(numbered("month"))),
)
def test_every_day_written_in_any_form_is_read_back(day, name):
    number = numbered("month")[name]
    forms = [day.isoformat(), f"{day:%A %d/%m/%Y}", f"{day:%A}, {day:%m/%d/%Y}"]
    if number == day.month:
        forms += [f"{day.day} de {name} de {day.year}", f"{name.title()} {day.day}, {day.year}"]
    for form in forms[:1] + forms[3:]:
        assert [found.day for found in find_dates(form)] == [day]
    for form in forms[1:3]:  # English weekday: one reading, or the same weekday twice
        assert find_dates(form)[0].day in (day, None)


@given(st.text())
def test_no_line_breaks_the_reader_of_dates(line):
    find_dates(line), is_date_line(line), is_dated_place(line), dateline(line)
