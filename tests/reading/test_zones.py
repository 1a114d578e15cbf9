"""Zones, title, author and outlet: invented pages in both languages, and tempting wrong lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderlab.reading.headers import (
    find_author,
    find_outlet,
    find_title,
    front_matter,
    stated_date,
)
from borderlab.reading.labels import byline, label, line_rule
from borderlab.reading.languages import find_language
from borderlab.reading.sentences import BLANK
from borderlab.reading.zones import find_zones

PAGES = (Path(__file__).parents[1] / "data/pages.txt").read_text(encoding="utf-8")
LETTERS = {"T": "title", "D": "duplicate_title", "M": "meta", "X": "boilerplate", "B": "body"}
LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from([line[2:] for line in PAGES.splitlines()]),
        st.sampled_from(["", "\r", "\r\n", "\ufeff", "\u00a0", "Most read", "Author:", "#", "# x"]),
    )
).map("\n".join)


def pages():
    """Yield (facts, expected zones, text) of each page of the data file."""
    for page in PAGES.split("@ ")[1:]:
        facts, _, rest = page.partition("\n")
        lines = rest.split("\n")
        yield facts.split("|"), [LETTERS[x[0]] for x in lines if x], "\n".join(x[2:] for x in lines)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page[0][0])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_page_is_sorted_as_a_reader_would(page, newline):
    facts, expected, text = page
    text = text.replace("\n", newline)
    zones = find_zones(text)
    got = [f"{z} {text[a:b]}" for a, b, z in zip(zones.start, zones.end, zones.zone, strict=True)]
    assert [g.split()[0] for g in got] == expected, got
    body = " ".join(text[z.start : z.end] for z in zones.itertuples() if z.zone == "body")
    found = [find_language(body), *(f(text, zones) for f in (find_title, find_author, find_outlet))]
    date = stated_date(text, zones)
    day = str(date.day) if date and date.day else "NaT"
    assert [x or "NaN" for x in found] + [day] == facts[1:]


@pytest.mark.parametrize(
    "line",
    [
        "By contrast, Mexico grew",
        "By Friday, Mexico plans to sign",
        "By The Numbers",
        "Por ejemplo, el puente sigue cerrado",
        "Por su parte, el alcalde pidió paciencia.",
        "Por lo pronto Sonora espera",
        "Step By Step",
        "Source: the minister said so on Monday in the port.",
        "Date: the parties agreed to meet",
        "Share of exports rises",
        "Share prices fell in March",
        "Related costs rose by half.",
        "Home prices fell",
        "Image matters in politics",
        "Más de 200 empresas lo pidieron",
        "El «plan» y el «acuerdo» avanzan",
        "Reuters plans to hire",
        "Topics: They met. They spoke. They left.",
        "Comparte la frontera con Arizona",
        "Copyright protection is part of the accord.",
        "Más noticias falsas circulan en la frontera norte",
        "[The council met on Monday. It approved the bridge over the river at last.](https://x.org)",
        "U.S.-Mexico trade > all others combined, said the council. It grew.",
    ],
)
def test_a_tempting_line_of_prose_says_nothing_about_itself(line):
    assert line_rule(line) is None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("**Fuente:** [El Faro](#)", "source"),
        ("(Foto: Ana Ruiz)", "photo"),
        ("Actualizado: 3 de mayo de 2021", "updated"),
        ("Home > Finance > News Article", "breadcrumb"),
        ("Inicio » Economía » Nota", "breadcrumb"),
        ("Share it!", "share"),
        ("¡Compártelo!", "share"),
        ("You May Like", "list_heading"),
        ("Lo más leído", "list_heading"),
        ("***", "ornament"),
        ("![](a.png)", "link_only"),
        ("- [Ports. All open!](#)", "link_only"),
        ("-30-", "end_mark"),
        ("https://example.org/a", "bare_address"),
        ("PARA SU PUBLICACIÓN INMEDIATA", "release_mark"),
        ("Boletín de prensa No. 12/2023", "release_mark"),
        ("REUTERS/Ana Ruiz", "photo"),
        ("3 min read", "counter"),
        ("Derechos reservados © 2020", "rights"),
        ("Redacción", "newsroom"),
        ("Ana Ruiz By Ana Ruiz | Analyst - Thu, 12/16/2021", "byline"),
        ("Por: Ana Ruiz", "author"),
        ("Read also: Ports reopen", "read_also"),
        ("Publicidad", "advertisement"),
        ("Posted on", None),
    ],
)
def test_a_line_that_labels_itself_is_known_by_a_named_rule(line, rule):
    found = line_rule(line)
    assert (found and found[1]) == rule


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("POR ANA RUIZ", "ANA RUIZ"),
        ("Por Redacción", "Redacción"),
        ("By Ann Poe, Staff Writer", "Ann Poe"),
        ("By The Associated Press", "The Associated Press"),
        ("By Ann Poe, Jo Roe and Al Lee", "Ann Poe, Jo Roe and Al Lee"),
        ("Written by J. P. O'Neil on May 3, 2023", "J. P. O'Neil"),
        ("Por María de la Luz Ríos/Corresponsal", "María de la Luz Ríos"),
        ("By Monday Mexico", None),
        (
            "Posted by: Ann Poe, Jo Roe and Al Lee on Friday, May 5, 2023",
            "Ann Poe, Jo Roe and Al Lee",
        ),
        ("Por Julio Espinoza", "Julio Espinoza"),
        ("By May Mexico", None),
        ("By Sarah", None),
        ("Foto por Ana Ruiz", None),
        ("", None),
    ],
)
def test_bylines(line, name):
    assert byline(line) == name


def test_a_source_is_a_credit_and_no_outlet():
    text = "Source: El Faro\n\nThe council met and approved the bridge."
    assert find_outlet(text, find_zones(text)) is None
    assert label("Source: El Faro") == ("source", "El Faro")


def zones_of(text):
    found = find_zones(text)
    return list(zip(found.zone, found.rule, strict=True))


LEAD = "The council of the border towns met on Monday and approved the new bridge over the river."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"Council backs bridge\n\n{LEAD}", ("title", "title_set_off")),
        (f"Council backs bridge\n{LEAD}", ("title", "title_set_off")),
        (f"Council backs bridge\nVote was close\n\n{LEAD}", ("title", "title_set_off")),
        (f"Council backs bridge.\nMay 3, 2023\n\n{LEAD}", ("title", "title_over_date")),
        (f"Council backs bridge.\n\n{LEAD}", ("body", "text")),
        (f"Council met. Bridge backed\n\n{LEAD}", ("body", "text")),
        (f"Transcript of the talk. Part one.\n\n{LEAD}", ("title", "title_of_transcript")),
        (f"Versión estenográfica del foro.\n\n{LEAD}", ("title", "title_of_transcript")),
        (f"The transcript was not published.\n\n{LEAD}", ("body", "text")),
        (f"-¿Y el puente, alcalde?\n\n{LEAD}", ("body", "text")),
        (f"{LEAD}\n\nThe bridge\n\n-And the toll?\n\n-{LEAD}", ("body", "text")),
        (
            f"Senate\n\nCouncil {'and more ' * 25}backs it\n\n{LEAD}",
            ("meta", "section_above_title"),
        ),
        (f"SONORA – Council met\n\n{LEAD}", ("body", "dateline")),
        (f"{LEAD}\n\n{LEAD[:-1]}", ("title", "title_repeated")),
        ("Council backs bridge", ("body", "text")),
        ("The council of the towns met in\nMexico City to back it.", ("body", "text")),
        (
            "The council of the towns met\nin Tucson to back the bridge and the road to the port.",
            ("body", "text"),
        ),
        (f"Bridge\nCouncil backs bridge\n\n{LEAD}", ("meta", "section_above_title")),
        (f"{'A long first line ' * 20}\n\n{LEAD}", ("body", "text")),
    ],
)
def test_what_is_a_title_and_what_is_not(text, first):
    assert zones_of(text)[0] == first


def test_a_repeated_title_is_no_second_title():
    text = f"Council backs bridge\n\nMay 3, 2023\nCOUNCIL BACKS  BRIDGE.\n\n{LEAD}"
    assert [zone for zone, _ in zones_of(text)] == ["title", "meta", "duplicate_title", "body"]


def test_a_list_of_other_stories_ends_before_the_first_line_of_prose():
    """When in doubt a line is body: the reader never loses a sentence to a list."""
    items = "Ports reopen\nMay 3, 2023\n\nRail delayed"
    text = f"{LEAD}\nRelated\n{items}\nThe vote was close.\nPorts reopen soon"
    assert [zone for zone, _ in zones_of(text)] == ["body", *["boilerplate"] * 4, "body", "body"]


def test_a_headline_under_a_list_is_kept_when_a_byline_follows_it():
    text = f"Most read\nPorts reopen\n\nCouncil backs bridge\nBy Ana Ruiz\n\n{LEAD}"
    assert ("title", "title_set_off") in zones_of(text)


def test_labels_that_stand_alone_take_the_line_under_them():
    text = f"Council backs bridge\n\nAuthor:\nAna Ruiz\nPublished\n2023-05-03\n\n{LEAD}"
    assert [rule for _, rule in zones_of(text)][1:5] == [
        "author",
        "label_value",
        "label_alone",
        "date_line",
    ]
    assert str(stated_date(text, find_zones(text)).day) == "2023-05-03"


def test_a_longer_name_of_an_outlet_beside_a_date_is_meta():
    text = f"Council backs bridge\n\nEL DIARIO DE LA LAGUNA\n\nMay 3, 2023\n\n{LEAD}"
    assert [rule for _, rule in zones_of(text)][1] == "name_beside_date"


def test_a_name_beside_a_date_is_meta_only_above_the_body():
    text = f"Council backs bridge\n\nAna Ruiz\nMay 3, 2023\n\n{LEAD}\nAna Ruiz\nMay 4, 2023"
    assert [rule for _, rule in zones_of(text)] == [
        "title_set_off",
        "name_beside_date",
        "date_line",
        "text",
        "text",
        "date_line",
    ]


@given(LINES)
def test_zones_cover_every_non_blank_line_exactly_once_and_trimmed(text):
    zones = find_zones(text)
    spans = list(zip(zones.start, zones.end, strict=True))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [text[a:b] for a, b in spans] == [x.strip(BLANK) for x in lines if x.strip(BLANK)]
    assert set(zones.zone) <= set(LETTERS.values())
    assert zones.rule.str.len().gt(0).all()
    assert (zones.zone == "title").sum() <= 1


@given(LINES)
def test_zones_do_not_depend_on_the_kind_of_newline(text):
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert zones_of(plain) == zones_of(plain.replace("\n", "\r\n"))


@given(LINES)
def test_header_fields_are_read_from_any_text_without_failing(text):
    zones = find_zones(text)
    for field in (find_title, find_author, find_outlet):
        found = field(text, zones)
        assert found is None or isinstance(found, str)


RELEASE = (
    "Accord Signed\n\nThe two states signed an accord today.\n\n{}\n\n"
    "About the Council\nCouncil members serve the state."
)


def test_a_paragraph_about_the_sender_closes_a_release():
    rules = find_zones(RELEASE.format("It runs for a year.")).rule.tolist()
    assert rules == ["title_set_off", "text", "text", "about", "about"]
    both = RELEASE.format("About Ports Inc\nPorts Inc builds ports.")
    assert find_zones(both).rule.tolist()[2:] == ["about"] * 4


def test_a_heading_about_something_inside_a_text_is_body():
    text = RELEASE.format("It runs for a year.") + "\n\nIt was signed in the north."
    assert set(find_zones(text).zone) == {"title", "body"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Published Time: 2023-10-19T07:45:00Z", "published"),
        ("URL Source: https://faro.example/a", "url"),
        ("Title: Ports reopen", "title_label"),
        ("LENGTH: 284 words", "database"),
        ("SUBJECT: MAYORS (92%); CUSTOMS (78%)", "database"),
        ("Texto y foto: Chayo Bustos", "author"),
        ("Posted on 03/07/2022 by Ana Ruiz", "byline"),
        ("Octavio Reza / Corresponsal", "byline"),
        ("Senior Correspondent in Amman", "role"),
        ("Additional reporting by Ana Ruiz", "credit_line"),
        ("Con información de Agencia Trazo", "credit_line"),
        ("Versión estenográfica", "office_line"),
        ("Trucks at the gate on Sunday. Foto: Cuartoscuro", "caption"),
        ("Cranes stand idle on Wednesday. (Orrin Faulk/The Ledger)", "caption"),
        ("The bore, east of Tecate. Credit...Ansel Rourke for The Ledger", "caption"),
        ("Correction: An earlier version misstated the length. It is a mile.", "note"),
        ("12 Mar 2018 – 4 Nov 2019", "date_range"),
        ("Yuma, Arizona, a 22 de noviembre", "date_with_place"),
        ("Local | Sports | Opinion | Weather", "menu"),
        ("DOW 34,947.28 ▲0.01%", "ticker"),
        ("Matamoros 31 °C Cielo despejado", "weather"),
        ("Countries > Vietnam > Trade", "breadcrumb"),
        ("#AguaParaElRío #SonoraAvanza", "tags"),
        ("© Gulf Monitor. Privacy. Cookies", "rights"),
        ("END 12:10 P.M. EDT", "end_mark"),
        ("--ooOoo--", "end_mark"),
        ("Disponible en Google Play y App Store", "promotion"),
        ("Únete a nuestro canal de WhatsApp", "follow"),
        ("hace 3 horas | Suspenden clases por viento", "read_also"),
        ("We use cookies to improve your experience. Accept", "disclaimer"),
        ("La veracidad de este contenido es responsabilidad de quien lo publica", "disclaimer"),
        ("An official website of the United States government", "banner"),
        ("14 captures", "archive"),
        ("am/rdlg", "signature"),
        ("Av. Juárez 20 Norte, Colonia Centro", "postal"),
        ("Comentarios (2)", "comments"),
        ("Leave a Reply", "comment_form"),
        ("A .gov website belongs to an official government organization.", "banner"),
        ("This is historical material “frozen in time”. It is not updated.", "banner"),
        ("61 F", "weather"),
        ("Domingo 7 de mayo de 2023, p. 6", "date_line"),
        ("10:24 A.M. (Local)", "date_line"),
        ("Press release, 12 March 2024", "date_line"),
        ("Comunicado conjunto, 3 de julio de 2022", "date_line"),
        ("Prensa, lunes 4 de marzo de 2024", "date_line"),
        ("Harbour Commissioner Rosa Vidal.png", "file_name"),
        ("Foto: Agencia Trazo. La alcaldesa visitó el puente.", "caption"),
        ("# # #", "end_mark"),
        ("For Immediate Release: February 13, 2016", "published"),
        ("Lee también Cuba prepara un plan de abasto de combustible", "read_also"),
        ("Otros artículos del mismo autor", "list_heading"),
        ("Ciudad de México / 12.09.2022 21:47:03", "date_with_place"),
        ("D.R. © 2022 El Faro, S.A. de C.V. Prohibida su reproducción.", "rights"),
        ("Get the border's news in your inbox every morning.", "follow"),
        ("Do you have a news tip? We want to hear from you!", "follow"),
        (
            "News World Environment Technology Finance Politics Retail Business Economy Forex",
            "menu",
        ),
    ],
)
def test_the_furniture_of_a_site_is_known_by_a_named_rule(line, rule):
    found = line_rule(line)
    assert (found and found[1]) == rule


@pytest.mark.parametrize(
    "line",
    [
        "Title deeds were lost in the flood",
        "Length matters to the engineers, who measured it twice.",
        "“Subscribe to the idea that ports are for ever,” he said.",
        "Follow the river and you reach the port.",
        "Publicidad, no; medidores, sí",
        "The ministry downloads its data to an app every night, officials said on Monday.",
        "Comments on the draft came from forty firms.",
        "Click here to see how the port was built, the mayor wrote.",
        "The number 61 F bus crosses the bridge",
        "Foto por foto, el archivo cuenta el puente. Nadie lo había visto.",
        "Read the whole accord and you find no date, said the mayor.",
        "Ana Ruiz Luis Vega Rosa Mora and Jo Roe signed for the towns",
        "Null results are results too.",
        "For immediate release: the two captains, said the judge",
        "Lee también es alcalde de Yuma. Lo dijo ayer.",
        "Comentarios del gobernador molestaron a la cámara.",
        "Contacto lo hay, dijo el alcalde a los vecinos.",
        "Gobierno y cámara firmaron el convenio",
        "Vote counting ended at noon",
        "Correction of the map took years.",
        "The photo: a bridge, a river, a queue of trucks that nobody had counted before.",
        "It was 31 degrees when they signed",
        "Privacy rules across the border differ, the study says.",
        "El archivo municipal guarda las actas",
        "Eventos como este reúnen a mil personas.",
        "Careers in customs attract the young.",
        "Help came from Sonora on Tuesday",
        "Calle por calle, los vecinos contaron los baches.",
        "Agenda items included water, energy and the bridge over the river at Ojinaga.",
        "Image and reality differ, the mayor conceded.",
        "Save water, said the governor.",
        "Reporting by the ministry is late, the auditors wrote in May.",
        "Las imágenes muestran el puente antes de la crecida",
    ],
)
def test_a_line_that_begins_like_furniture_is_text(line):
    assert line_rule(line) is None


PAGE = (
    "The Marrow Bay Ledger\nSections\nWeather\n\nPort loses its only fruit line to a rival\n"
    "By Tess Hall\nMay 3, 2023\n\nThe port lost its only fruit line on Monday. Cranes idle.\n\n"
    "Dockers met on the quay and asked the mayor for work.\n\n{}"
)


def body_of(text):
    zones = find_zones(text)
    return [text[z.start : z.end] for z in zones.itertuples() if z.zone == "body"]


def test_a_masthead_and_a_menu_are_no_headline():
    text = PAGE.format("It rained.")
    zones = find_zones(text)
    assert find_title(text, zones) == "Port loses its only fruit line to a rival"
    assert find_author(text, zones) == "Tess Hall"
    assert len(body_of(text)) == 3


@pytest.mark.parametrize(
    "end",
    [
        "Share\nMore stories\nWhat’s next for the cannery\nPrivacy Policy\nSite by Gull Media",
        "Comments (2)\nSalty: about time\nI never liked that crane. Good.",
        "Tess Hall covers the waterfront for the Ledger.",
        "Dock and Quay Office\nPier Nine",
    ],
    ids=["furniture", "comments", "author", "foot"],
)
def test_what_follows_the_text_is_left_out(end):
    assert len(body_of(PAGE.format(end))) == 2


@pytest.mark.parametrize(
    "end",
    [
        "Share\nMore stories\nWhat’s next for the cannery\n\nThe mayor has not answered them yet.",
        "The plan has three parts:\n\n- cranes\n- trucks\n- a new quay",
        "MS. HALL: Thank you all",
        "(Applause.)",
        "Who pays?",
        "Tess Hall, a docker of the same name, stayed away that day.",
        "The harbour will open again in the first week of June, whatever the weather",
    ],
    ids=["sentence", "list", "speaker", "stage", "question", "namesake", "unfinished"],
)
def test_what_may_be_text_stays_text(end):
    last = end.rpartition("\n")[2]
    assert body_of(PAGE.format(end))[-1] == last


def test_an_export_of_a_newspaper_database_is_read_by_its_fields():
    text = (
        "HD  Port seals sister-port accord\nBY  Ana Ruiz\nWC  301 words\nPD  4 October 2023\n"
        "SN  Gulf Trade Daily\nLA  English\nLP\nThe ports signed on Monday. Trucks crossed.\n"
        "TD  The mayor thanked them all.\nAN  Document GTD0000\n"
    )
    zones = find_zones(text)
    assert find_title(text, zones) == "Port seals sister-port accord"
    assert str(stated_date(text, zones).day) == "2023-10-04"
    assert len(body_of(text)) == 2


def test_front_matter_is_meta_and_gives_what_no_line_does():
    text = (
        "---\ntitle: NO\nfecha: 2023-04-28\ntags:\n  - a\n---\n\nThe ports reopened. All of them."
    )
    zones = find_zones(text)
    assert set(zones.rule[:-1]) == {"front_matter"}
    assert front_matter(text, zones) == {"title": "NO", "published": "2023-04-28"}
    unclosed = text.replace("---\n\n", "\n")
    assert "front_matter" not in set(find_zones(unclosed).rule)


def test_the_title_that_a_format_states_is_found_among_the_lines():
    text = "Ports\n\nPorts reopen after rain\n\nThey reopened. All of them."
    assert find_zones(text, title="Ports reopen after rain | El Faro").zone.tolist()[1] == "title"


TITLE = "Council of the border towns backs the bridge"
MORE = [
    f"Councillor {name} said on Monday that trade between the two towns would grow."
    for name in "ABCDEFGH"
]


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ("82 F\nYuma\nFriday, May 5, 2023\n", "today"),
        ("Friday, May 5, 2023\nHome\nSubscribe\nAbout us\n", "today"),
        ("Friday, May 5, 2023\n", "date_line"),
        ("Friday, May 5, 2023\nLocal News\n", "date_line"),
    ],
)
def test_the_day_a_page_was_looked_at_is_no_day_of_publication(above, rule):
    text = f"{above}\n{TITLE}\n\n{LEAD}\n\n{MORE[0]}"
    zones = find_zones(text)
    assert rule in set(zones.rule)
    assert (stated_date(text, zones) is None) == (rule == "today")


def test_a_line_beside_a_caption_that_says_the_same_is_a_caption():
    said = "The mayor of Yuma opens the bridge"
    text = f"{TITLE}\n\n{said}.\nA. {said}. Foto: Trazo\n\n{said} and speaks.\n\n{LEAD}"
    assert [rule for _, rule in zones_of(text)][1:] == ["caption", "caption", "text", "text"]


def test_where_and_before_whom_a_speech_was_given_stands_above_its_hour():
    opening = "REMARKS BY THE MAYOR\n\nTown Hall\nYuma, Arizona\n\n10:24 A.M. MST"
    text = f"{TITLE}\n\nMay 5, 2023\n\n{opening}\n\nTHE MAYOR:  {LEAD}\n\nQ  When?\n\n{MORE[0]}"
    assert [rule for _, rule in zones_of(text)][2:5] == ["occasion"] * 3
    agenda = f"{TITLE}\n\n{LEAD}\n\nOpening\n9:00 a.m.\n\nPanel\n10:00 a.m.\n\n{MORE[0]}"
    assert "occasion" not in set(find_zones(agenda).rule)


def test_what_follows_the_end_of_a_release_is_no_part_of_it():
    text = "\n\n".join([TITLE, *MORE[:4], "###", ""])
    assert zones_of(text + "The council serves the towns. Call it.")[-1][0] == "boilerplate"
    second = text + "\n\n".join(MORE[4:])
    assert zones_of(second)[-1] == ("body", "text"), "a second release behind the first stays"


def test_a_path_that_runs_into_the_title_is_no_text():
    path = "HomeNews" + TITLE
    text = f"{path}\n\n{TITLE}\n\n{LEAD}\n\n{TITLE} at last"
    rules = [rule for _, rule in zones_of(text)]
    assert rules[:2] == ["title_in_path", "title_set_off"]
    assert rules[-1] != "title_in_path"


def test_a_notice_above_the_title_that_sends_the_reader_elsewhere_is_the_sites():
    notice = "This portal has moved to another place. To go there, click here"
    text = f"{notice}\n\n{TITLE}\n\n{LEAD}\n\n{MORE[0]} To read it, click here."
    assert [rule for _, rule in zones_of(text)] == ["elsewhere", "title_set_off", "text", "text"]


def test_two_dashes_of_unlike_length_do_not_make_two_titles():
    text = f"Forum: Yuma – Tecate towns\n\nForum: Yuma - Tecate towns\n\n{LEAD}"
    assert [zone for zone, _ in zones_of(text)][:2] == ["title", "duplicate_title"]


def test_a_line_that_repeats_the_title_may_date_it():
    text = f"{TITLE}\n\n{TITLE}  Fri, 05/19/2023 - 05:54 Trade\n\n{LEAD}\n\n{MORE[0]}"
    zones = find_zones(text)
    assert zones.rule.tolist()[:2] == ["title_set_off", "title_with_date"]
    assert str(stated_date(text, zones).day) == "2023-05-19"
    kicked = f"PRESS RELEASE: {TITLE}\n\n{TITLE}\n\nMay 5, 2023\n\n{LEAD}"
    assert [zone for zone, _ in zones_of(kicked)][:2] == ["title", "duplicate_title"]


def test_a_transcript_is_dated_by_its_headline():
    text = f"Press talk. Wednesday, May 10, 2023. Full transcript.\n\n{LEAD}\n\n{MORE[0]}"
    assert str(stated_date(text, find_zones(text)).day) == "2023-05-10"
    other = f"How May 10, 2023 changed the border\n\n{LEAD}\n\n{MORE[0]}"
    assert stated_date(other, find_zones(other)) is None


def test_a_colon_of_full_width_makes_no_label_and_no_error():
    text = f"{TITLE}\n\nFecha：4 de mayo de 2023\n\n{LEAD}\n\n{MORE[0]}"
    assert "published" not in find_zones(text).rule.tolist()
