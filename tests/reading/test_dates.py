"""Stated dates: the forms of news sites, and the tempting readings that must stay open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading.datelines import dateline, is_date_line, is_dated_place
from borderlab.reading.dates import date_in_name, find_dates, narrow, orders
from borderlab.reading.headers import find_publication, stated_date
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
        ("NOGALES, SONORA- The council met.", "NOGALES, SONORA"),
        ("CAIRO (Wire) -The council met.", "CAIRO (Wire)"),
        ("YUMA, Ariz. –The towns met.", "YUMA, Ariz"),
        ("U.S.- Mexico Trade Dialogue", None),
        ("Opening Speech Transcript: U.S. – Mexico Forum", None),
        ("X-RAY- The film", None),
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


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("4 de octubre", ["XXXX-10-04"]),
        ("Oct. 4, 10:15 hrs", ["XXXX-10-04"]),
        ("Octubre de 2024", ["2024-10"]),
        ("04/10/2023", ["[2023-04-10,2023-10-04]"]),
        ("04/10/23", ["[2023-04-10,2023-10-04]"]),
        ("16/12/98", ["1998-12-16"]),
        ("31 de septiembre", []),
        ("29 de febrero", ["XXXX-02-29"]),
        ("a los 15 días del mes de octubre de 2024", ["2024-10-15"]),
        ("May 2023 was dry", ["2023-05"]),
        ("14:48", []),
    ],
)
def test_what_a_date_leaves_open_is_written_in_edtf(line, edtf):
    assert [found.edtf for found in find_dates(line, partial=True)] == edtf


@pytest.mark.parametrize(
    ("name", "edtf"),
    [
        ("20241015_nota.txt", "2024-10-15"),
        ("nota-15-10-2024.txt", "2024-10-15"),
        ("2024_10_15.md", "2024-10-15"),
        ("04-10-2023.txt", "[2023-04-10,2023-10-04]"),
        ("https://x.example/2024/oct/15/puente", "2024-10-15"),
        ("https://x.example/2024/10/puente", "2024-10"),
        ("000_ac63f9d5d6cadf20.txt", None),
        ("hled-2023.txt", None),
        ("report-20241399.txt", None),
        ("2023-01-02_2024-03-04.txt", None),
        ("tel-6621234567.txt", None),
    ],
)
def test_a_day_in_a_name_is_read_where_there_is_one_only(name, edtf):
    found = date_in_name(name)
    assert (found and found.edtf) == edtf


@pytest.mark.parametrize(
    ("edtf", "interval", "days"),
    [
        ("XXXX-10-04", ("2022-10-05", "2024-10-04"), ["2023-10-04", "2024-10-04"]),
        ("XXXX-02-29", ("2021-01-01", "2023-12-31"), []),
        ("[2023-04-10,2023-10-04]", ("2023-05-01", "2023-12-31"), ["2023-10-04"]),
        ("2024-10", ("2024-10-20", "2025-01-07"), ["2024-10-20", "2024-10-31"]),
        ("2024-10-15", ("2024-10-15", "2024-10-15"), ["2024-10-15"]),
        ("2024-10-15", ("2024-10-16", "2024-10-20"), []),
    ],
)
def test_an_interval_narrows_an_open_date_to_the_days_in_it(edtf, interval, days):
    found = narrow(edtf, *(date.fromisoformat(day) for day in interval))
    assert [day.isoformat() for day in found] == days


NUMERIC = "Fecha: 04/10/2023"


@pytest.mark.parametrize(
    ("header", "language", "url", "edtf"),
    [
        (NUMERIC, "es", None, "2023-10-04"),
        (NUMERIC, "en", None, "[2023-04-10,2023-10-04]"),
        (NUMERIC, None, None, "[2023-04-10,2023-10-04]"),
        (NUMERIC, "en", "https://www.trade.gov/a", "2023-04-10"),
        (NUMERIC, "en", "https://www.faro.co.uk/a", "2023-10-04"),
        (NUMERIC, "en", "https://www.faro.com.mx/a", "[2023-04-10,2023-10-04]"),
        (NUMERIC + "\nUpdated: 12/16/2023", "es", None, "2023-04-10"),
        ("Posted: 12/16/2022\n" + NUMERIC, "en", None, "2022-12-16"),
        ("Wed 04/10/2023", "en", "https://www.trade.gov/a", "2023-10-04"),
    ],
)
def test_day_and_month_are_settled_by_weekday_text_language_or_domain(header, language, url, edtf):
    text = "The bridge is approved\n\n" + header + BODY
    found = stated_date(text, find_zones(text), language=language, url=url)
    assert found.edtf == edtf


def test_a_half_date_is_completed_by_a_name_that_agrees_and_by_no_other():
    text = "The bridge is approved\n\n4 de octubre" + BODY
    zones = find_zones(text)
    told = [find_publication(text, zones, name) for name in
            ("20231004.txt", "20231005.txt", "nota.txt")]  # fmt: skip
    assert [(p.date.edtf, p.basis) for p in told] == [
        ("2023-10-04", "filename"), ("XXXX-10-04", "partial"), ("XXXX-10-04", "partial"),
    ]  # fmt: skip


def test_orders_are_told_only_by_dates_without_doubt():
    assert orders(["16/12/2021 and 12/16/2021"]) == {"day", "month"}
    assert orders(["04/10/2023", "10/10/2023"]) == set()
