"""The rules that tell names apart, each with sentences of its own and a tempting wrong case."""

import time

import pytest

from borderlab.coding.candidates import find_candidates

SMALL = frozenset({"trade", "talks", "el", "la", "the", "they"})


def named(sentence, *, unclear=True):
    """Return what is proposed, without words that only may stand for a longer name."""
    left = ("short",) if unclear else ("short", "unclear")
    return [c.name for c in find_candidates(sentence, SMALL) if c.kind not in left]


def check(sentence, *expected):
    assert named(sentence) == list(expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The bill reached Jan van der Laan on Monday.", ["Jan van der Laan"]),
        ("The speech by Sir Paul du Toit was short.", ["Paul du Toit"]),
        ("La visita de Ana de los Ríos van den Berg terminó.", ["Ana de los Ríos van den Berg"]),
        ("Luego llegó Javier d'Ors Mora a Lima.", ["Javier d'Ors Mora"]),
        ("They met Anna Lee on Monday and Rosa Mora of Lima.", ["Anna Lee", "Rosa Mora"]),
        ("La lista de Ana Mora el lunes y la de Luis Vega.", ["Ana Mora", "Luis Vega"]),
    ],
)
def test_small_particles_are_inside_a_name_and_small_words_are_not(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met Karen St. John in Lima.", ["Karen St. John"]),
        ("It went to St. Anne's Hospital in Leeds.", ["St. Anne's Hospital"]),
        ("Se vio a Ana Sto. Tomás con Luis Vega.", ["Ana Sto. Tomás", "Luis Vega"]),
        ("Then Ana Mora sat. Luis Vega stood.", ["Ana Mora", "Luis Vega"]),
    ],
)
def test_a_stop_behind_an_abbreviation_ends_no_name(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Teachers' Federation met the Miners’ Union.",
         ["Teachers' Federation", "Miners’ Union"]),
        ("He went from King's College to Queen’s University.",
         ["King's College", "Queen’s University"]),
        ("The Women's Forum and the People's Bank agreed.", ["Women's Forum", "People's Bank"]),
        ("They met Canada's Trade Council.", ["Trade Council"]),
        ("It was the United States' Department of Trade.", ["Department of Trade"]),
        ("She left the Rovers' bench for the Finance Committee.", ["Finance Committee"]),
        ("They read Rosa Mora's Council Report.", ["Rosa Mora"]),
    ],
)  # fmt: skip
def test_a_possessive_is_inside_the_name_of_a_body_only_where_it_names_it(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It bought Zork Blatt AG and Velt Ltd last year.", ["Zork Blatt AG", "Velt Ltd"]),
        ("Vendió Maderas Roca S.A. de C.V. y Velt S.A.S. en mayo.",
         ["Maderas Roca S.A. de C.V.", "Velt S.A.S."]),
        ("The match was won by Zork Town FC.", ["Zork Town FC"]),
        ("NHS Tayside and BBC Scotia agreed.", ["NHS Tayside", "BBC Scotia"]),
        ("La UNAM Morelia y RTVE Galicia firmaron.", ["UNAM Morelia", "RTVE Galicia"]),
        ("Carers United and the United Nations agreed.", ["Carers United", "United Nations"]),
        ("He lived in Denver CO, then in Lima.", []),
        ("La firma, S.A. de C.V., es de los United States of America.", []),
        ("CEO Rosa Mora saw the GDP Report.", ["Rosa Mora"]),
        ("The US Tuesday and the UK Wednesday agreed.", []),
    ],
)  # fmt: skip
def test_legal_forms_and_leading_acronyms_make_a_body(sentence, expected):
    found = [c for c in find_candidates(sentence, SMALL) if c.kind != "short"]
    assert [c.name for c in found] == expected
    kinds = {c.kind for c in found}
    assert kinds <= {"organisation"} or expected == ["Rosa Mora"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The union Unida and the charity Crisis agreed.", ["Unida", "Crisis"]),
        ("El sindicato Unida y la minera Rocalta hablaron.", ["Unida", "Rocalta"]),
        ("La empresa «Veltro» cerró.", ["Veltro"]),
        ("The company Monday said so; the bank Then closed.", []),
        ("The bank Rosa Mora runs agreed.", ["Rosa Mora"]),
        ("La empresa México y la marca América cerraron.", []),
        ("The Union closed, and the firm of Velt too.", []),
    ],
)
def test_a_noun_in_small_letters_makes_one_word_a_body(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("El Frente por el Agua y la Vida marchó.", ["Frente por el Agua y la Vida"]),
        ("La Red para la Salud y el Trabajo pagó.", ["Red para la Salud y el Trabajo"]),
        ("Llegó el Movimiento por la Paz.", ["Movimiento por la Paz"]),
        ("The Committee on Fisheries met.", ["Committee on Fisheries"]),
        ("The Commission on Rivers and Lakes met.", ["Commission on Rivers and Lakes"]),
        ("La Secretaría de Salud y la Marina firmaron.", ["Secretaría de Salud"]),
        ("La Secretaría de la Paz y el Banco del Sur.", ["Secretaría de la Paz", "Banco del Sur"]),
        ("El Banco del Sur y la OPS firmaron.", ["Banco del Sur", "OPS"]),
        ("El Banco del Sur fue vendido por Rosa Mora.", ["Banco del Sur", "Rosa Mora"]),
        ("Premiaron al Hospital General por Rosa Mora.", ["Hospital General", "Rosa Mora"]),
        ("The Health Board on Thursday agreed.", ["Health Board"]),
        ("The Border Bank on Elm Street closed.", ["Border Bank"]),
    ],
)
def test_what_a_body_is_for_belongs_to_its_name(sentence, expected):
    assert named(sentence, unclear=False) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("CARDIFF (Daily Wire) — The Border Bank agreed.", ["Daily Wire", "Border Bank"]),
        ("TRUJILLO. – La alcaldesa Rosa Mora llegó.", ["Rosa Mora"]),
        ("PORTO VELHO, Brasil.- El Banco de Obras firmó.", ["Banco de Obras"]),
        ("Rosa Mora — the mayor — said so.", ["Rosa Mora"]),
    ],
)
def test_the_place_of_a_dateline_is_nobody_and_its_agency_is(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met Kate Bishop, Martin Luther King and Ana Judge.",
         ["Kate Bishop", "Martin Luther King", "Ana Judge"]),
        ("Se vio a Rosa del Río con Luis Sierra y Ana Valle.",
         ["Rosa del Río", "Luis Sierra", "Ana Valle"]),
        ("La Contraloría General y la Fiscalía General firmaron.",
         ["Contraloría General", "Fiscalía General"]),
        ("The Premier League and the King Baldwin School agreed.",
         ["Premier League", "King Baldwin School"]),
        ("Se ven el Cerro Blanco y la Laguna Verde en la Sierra Norte.", []),
        ("The Border Trade Council President came.", ["Border Trade Council"]),
        ("El Consejo de Productores del Valle y la Red del Desierto firmaron.",
         ["Consejo de Productores del Valle", "Red del Desierto"]),
        ("La Ley del Banco Central y la Copa del Consejo.", []),
        ("The Border Bank Act and the Trade Council Summit.", []),
        ("They met Rosa Mora Governor of Sonora.", ["Rosa Mora"]),
    ],
)  # fmt: skip
def test_nouns_of_titles_and_places_may_be_surnames_or_a_bodys_own(sentence, expected):
    check(sentence, *expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The AeroJet 500 and the RailStar 12 came from AeroMex.", ["AeroMex"]),
        ("Compró Maderas Roca S.A. y vendió el RailStar 12.", ["Maderas Roca S.A."]),
        ("Lima-based Acme Group and Rocalta-owned Velt Group agreed.",
         ["Acme Group", "Velt Group"]),
        ("The Austrian-born Rosa Mora came to the Rio-Lima Group.",
         ["Rosa Mora", "Rio-Lima Group"]),
        ("Afirmó Rosa Mora que vendió.", ["Rosa Mora"]),
        ("Jericó Rosa Mora Group agreed.", ["Rosa Mora Group"]),  # the price of the rule
        ("They met Lyle & Vega Ltd and HM Coast & Rivers.",
         ["Lyle & Vega Ltd", "HM Coast & Rivers"]),
    ],
)  # fmt: skip
def test_models_origins_and_verbs_are_none_of_the_name(sentence, expected):
    check(sentence, *expected)


def test_long_runs_take_no_longer_a_word():
    text = "Rosa " * 3_000 + "Council" + " para Rosa" * 3_000
    begins = time.perf_counter()
    assert {c.kind for c in find_candidates(text, SMALL)} == {"short"}
    assert time.perf_counter() - begins < 5
