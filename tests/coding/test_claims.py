"""What counts as a claim, with which value, unit and bound: invented sentences, one a line."""

import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import best

import borderlab as bl
from borderlab.coding.digits import decimal_mark, read_digits
from borderlab.coding.quantities import find_numerals
from borderlab.coding.units import _rows, split_tokens
from borderlab.tables import CONTRACTS, table

HERE = Path(__file__).parent
CASES = [
    line
    for line in (HERE / "claims.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_MARK = re.compile(r"\[([^\]]+)\]\{(\S+) (\S+?)(?: (at_least|at_most|about))?\}")


def parse(case):
    """Return language, plain text and the expected (start, surface, value, unit, bound)."""
    language, case = ("es", case[4:]) if case.startswith("es: ") else ("en", case)
    expected, text, position = [], "", 0
    for mark in _MARK.finditer(case):
        text += case[position : mark.start()]
        surface, value, unit, bound = mark.groups()
        said = (unit.replace("_", " "), (bound or "exact").replace("_", " "))
        expected.append((len(text), surface, float(value), *said))
        text += surface
        position = mark.end()
    return language, text + case[position:], expected


def rows(claims):
    columns = ["start", "surface", "value", "unit", "bound"]
    return [tuple(row) for row in claims[columns].itertuples(index=False)]


@pytest.fixture(scope="module")
def claimed(make_corpus, study):
    """Find the claims of all cases at once, each case being a text of its own."""
    languages, texts, _ = zip(*map(parse, CASES), strict=True)
    corpus = make_corpus(*texts)
    corpus = replace(corpus, documents=corpus.documents.assign(language=languages))
    return bl.find_claims(corpus, study.codebook)


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_sentence_holds_exactly_the_claims_a_reader_marks(number, claimed):
    *_, expected = parse(CASES[number])
    assert rows(claimed[claimed["doc_id"] == f"d{number}"]) == expected


def test_all_ten_figures_that_readers_marked_in_the_seeds_are_found(study):
    reference = pd.read_csv(HERE.parent / "data/reference/claims.csv", dtype={"document": str})
    paths = study.corpus.documents["path"].str.extract(r"(\d{3})_")[0]
    found = study.claims.assign(document=study.claims["doc_id"].map(paths))
    keys = ["document", "start", "end", "surface", "value", "unit"]
    both = reference.astype({"value": float}).merge(found, on=keys)
    assert len(both) == len(reference) == 10
    assert len(found) - len(both) <= 1  # "two cultures", which no reader marked


def test_the_table_keeps_its_contract_and_its_offsets(study):
    texts = study.corpus.documents["text"]
    for row in study.claims.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.surface
    assert list(study.claims.columns[: len(CONTRACTS["claims"][1])]) == list(CONTRACTS["claims"][1])
    assert study.claims.index[0] == "sonora-plenary-2024:n1"


def test_titles_repeat_the_body_and_hold_no_claims(make_corpus, study):
    assert bl.find_claims(make_corpus("40 firms leave", zone="title"), study.codebook).empty


@pytest.mark.parametrize(
    ("text", "language", "of_what"),
    [
        ("It was backed by $2 billion in private credit from northern banks.", "en",
         "private credit from northern banks"),
        ("A total of 30 state-owned mills are needed.", "en", "state-owned mills"),
        ("They went 20 years without a new school.", "en", "years without a new school"),
        ("Exports grew 15% last spring.", "en", "Exports grew"),
        ("Unas 40 empresas sonorenses de acero cerraron.", "es", "empresas sonorenses de acero"),
        ("Pondrá 3 millones de pesos en becas rurales.", "es", "becas rurales"),
        ("It has 70 branches, 12 of which are state-owned.", "en", "branches … state-owned"),
    ],
)  # fmt: skip
def test_a_phrase_of_the_sentence_says_what_is_counted(text, language, of_what, make_corpus, study):
    found = bl.find_claims(make_corpus(text, language=language), study.codebook)
    assert found["of_what"].iloc[-1] == of_what


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("The firm will build 3 wells.", "en", "announced"),
        ("The firm plans to hire 300 welders.", "en", "announced"),
        ("La empresa va a contratar a 300 soldadores.", "es", "announced"),
        ("La empresa invertirá 30 millones de pesos.", "es", "announced"),
        ("Both mayors pledged 300 trees.", "en", "committed"),
        ("Two letters of intent were signed.", "en", "committed"),
        ("La alcaldía se comprometió a plantar 300 árboles.", "es", "committed"),
        ("Firmaron dos cartas de intención.", "es", "committed"),
        ("The fund has created 300 posts.", "en", "realised"),
        ("They opened 4 clinics.", "en", "realised"),
        ("Se invirtieron 30 millones de pesos.", "es", "realised"),
        ("El programa ha creado 300 becas.", "es", "realised"),
        ("The firm has pledged 300 trees.", "en", "committed"),  # perfect, but of a promise
        ("Forty mayors announced a fair.", "en", "realised"),  # they are not announced
        ("The plan has 3 goals.", "en", None),  # on paper
        ("El plan tiene 3 metas.", "es", None),
        ("Twelve ferries cross the lake.", "en", "realised"),
        ("Doce barcos cruzan el lago.", "es", "realised"),
        ("A nurse sees 30 children there.", "en", "realised"),
        ("Los talleres daban trabajo a 300 personas.", "es", "realised"),
        ("Thirty ferries will be built.", "en", "announced"),
        ("The town is to get 30 ferries.", "en", "announced"),
        ("The town offers 30 beds.", "en", "announced"),
        ("La alcaldía ofrece 30 camas.", "es", "announced"),
        ("The mayor said the dam would cost $3 million.", "en", "announced"),  # a future then
        ("La alcaldesa dijo que el dique costaría 3 millones de pesos.", "es", "announced"),
        ("A dam would cost $3 million.", "en", None),
        ("Ruiz cree que un dique costaría 3 millones de pesos.", "es", None),
        ("The mayor said a dam would cost $3 million if rain came.", "en", None),
        ("“A dam would cost $3 million,” said Ruiz.", "en", None),
        ("La minería ocupa a 300 personas.", "es", "realised"),  # no conditional
        ("Una batería pesa 3 kilos.", "es", "realised"),
        ("In May 300 ferries left.", "en", "realised"),  # no "may"
        ("They may hire 300 welders.", "en", None),
        ("The town needs 30 more beds.", "en", None),
        ("Se necesitarán 30 camas.", "es", None),
        ("El taller solo puede formar a 30 jóvenes.", "es", None),
        ("They met to open 3 schools.", "en", None),
        ("Se reunieron para abrir 3 escuelas.", "es", None),
        ("Were 300 welders hired?", "en", None),
        ("¿Llegaron 300 soldadores?", "es", None),
        ("The pact includes 30 grants.", "en", "announced"),
        ("El convenio incluye 30 becas.", "es", "announced"),
        ("The museum includes 30 rooms.", "en", "realised"),
        ("The town has a bridge and 30 welders will mend it.", "en", "announced"),
        ("El pueblo tenía un puente y 30 soldadores lo cuidarán.", "es", "announced"),
        ("The town will open a bridge because 30 welders were hired.", "en", "realised"),
        ("The town opened a hall and 30 rooms that will be let.", "en", "realised"),
        ("The mayor will say that 30 rooms are empty.", "en", "realised"),
        ("Las aulas que abrirán costaron 3 millones de pesos.", "es", "realised"),
    ],
)
def test_the_verb_of_the_clause_tells_the_status(text, language, status, make_corpus, study):
    found = bl.find_claims(make_corpus(text, language=language), study.codebook)["status"].iloc[0]
    assert found == status or (status is None and pd.isna(found))


def test_the_smallest_statement_around_a_claim_gives_its_speaker(make_corpus, study):
    text = "Ana said he said 30 firms left. There are 40 mills."
    statement = {"doc_id": "d0", "story_id": "d0", "sentences": "d0:s1", "surface": "", "mode": "",
                 "rule": ""}  # fmt: skip
    spans = [(0, 31, "ana"), (9, 31, "beto"), (0, 12, "caro")]
    statements = table("statements", [
        {**statement, "statement_id": f"q{i}", "start": a, "end": b, "speaker": who,
         **dict.fromkeys(("attributed", "mention_id", "cue", "pillars"), float("nan"))}
        for i, (a, b, who) in enumerate(spans)
    ])  # fmt: skip
    found = bl.find_claims(make_corpus(text), study.codebook, statements)
    assert found["speaker"].fillna("-").tolist() == ["beto", "-"]
    none = bl.find_claims(make_corpus(text), study.codebook, table("statements"))
    assert none["speaker"].isna().all()


@pytest.mark.parametrize(
    ("written", "language", "mark", "value", "doubt"),
    [
        ("12,500", "en", "", 12500, ""),
        ("12,5", "es", "", 12.5, ""),
        ("12.5", "es", "", 12.5, ""),
        ("1,200.50", "es", "", 1200.5, ""),
        ("1.200,50", "en", "", 1200.5, ""),
        ("1.200.000", "en", "", 1200000, ""),
        ("1'200,000", "es", "", 1200000, ""),
        ("1.200", "es", "", 1200, "separator"),
        ("1,200", "es", "", 1200, "separator"),
        ("1.200", "es", ".", 1.2, ""),
        ("1,200", "es", ".", 1200, ""),
        ("0,125", "es", "", 0.125, ""),
        ("1.200", "en", "", 1.2, "separator"),
    ],
)
def test_digits_are_read_by_language_and_by_the_other_numbers_of_the_text(
    written, language, mark, value, doubt
):
    assert read_digits(written, language, mark) == (value, doubt)


@pytest.mark.parametrize("written", ["1.2.3", "007", "12,34,56", "1.23.456", "9" * 400])
def test_what_is_no_number_is_not_read(written):
    assert read_digits(written, "en") is None


def test_a_doubt_stays_with_money_and_goes_with_counts(make_corpus, study):
    text = "Costó 1.200 millones de pesos\nLlegaron 1.200 familias\nPagan $500 por hora"
    found = bl.find_claims(make_corpus(text, language="es"), study.codebook)
    assert found["doubt"].fillna("").tolist() == ["separator", "", "currency"]
    assert found["value"].tolist() == [1.2e9, 1200, 500]
    shown = bl.find_claims(make_corpus(text + "\nSubió 3,5%", language="es"), study.codebook)
    assert shown["doubt"].fillna("").tolist() == ["", "", "currency", ""]
    assert decimal_mark("subió 3,5% y 2.5%") == ""  # both: it does not show


_UNITS_EN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen"
]  # fmt: skip
_TENS_EN = [
    "-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
]  # fmt: skip
_SMALL_ES = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro",
    "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"
]  # fmt: skip
_TENS_ES = [
    "-", "-", "-", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta",
    "noventa"
]  # fmt: skip
_HUNDREDS_ES = [
    "-", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
    "setecientos", "ochocientos", "novecientos"
]  # fmt: skip


def in_english(n):
    if n < 20:
        return _UNITS_EN[n]
    if n < 100:
        return _TENS_EN[n // 10] + (f"-{_UNITS_EN[n % 10]}" if n % 10 else "")
    if n < 1000:
        rest = f" and {in_english(n % 100)}" if n % 100 else ""
        return f"{_UNITS_EN[n // 100]} hundred{rest}"
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = f" {in_english(n % size)}" if n % size else ""
            return f"{in_english(n // size)} {name}{rest}"


def in_spanish(n):
    if n < 30:
        return _SMALL_ES[n]
    if n < 100:
        return _TENS_ES[n // 10] + (f" y {_SMALL_ES[n % 10]}" if n % 10 else "")
    if n == 100:
        return "cien"
    if n < 1000:
        return _HUNDREDS_ES[n // 100] + (f" {in_spanish(n % 100)}" if n % 100 else "")
    size, name = (10**6, "millones") if n >= 10**6 else (1000, "mil")
    head = in_spanish(n // size) + " " if n // size > 1 else ("un " if size > 1000 else "")
    name = "millón" if n // size == 1 and size > 1000 else name
    return f"{head}{name}" + (f" {in_spanish(n % size)}" if n % size else "")


@given(st.integers(2, 10**6 - 1), st.sampled_from(["en", "es"]))
@settings(max_examples=300)
def test_a_number_in_words_and_in_digits_has_one_value(n, language):
    spelt = in_english(n) if language == "en" else in_spanish(n)
    for written in (spelt, str(n), f"{n:,}"):
        found = find_numerals(split_tokens(f"{written} x"), language, ".")
        assert [x.value for x in found] == [n], written


@given(cases=st.lists(st.sampled_from(CASES), min_size=2, max_size=4, unique=True), data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sentences_around_a_sentence_change_nothing_in_it(cases, data, make_corpus, study):
    language = data.draw(st.sampled_from(["en", "es"]))
    parsed = [parse(case) for case in cases]
    parsed = [p for p in parsed if p[0] == language and "Of the" not in p[1] and "," not in p[1]]
    text, offset, expected = "\n".join(p[1] for p in parsed), 0, []
    for _, line, marked in parsed:
        expected += [(offset + start, *rest) for start, *rest in marked]
        offset += len(line) + 1
    assert rows(bl.find_claims(make_corpus(text, language=language), study.codebook)) == expected


@given(
    text=st.text(alphabet="ab1 2,.-$%€()'’yº½²\u0301\n:/#+MUSD de", max_size=60),
    language=st.sampled_from(["en", "es"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_stops_the_reader_and_offsets_hold(text, language, make_corpus, study):
    found = bl.find_claims(make_corpus(text, language=language), study.codebook)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface


@pytest.mark.parametrize(
    "piece", ["two firms and ", "3 mil 500 ", "artículo 3, 4, ", "19 of which ", "10-", "$5 to ",
              "520-555-0100 ", "5 de mayo y ", "three in ten ", "9", "1,", "of the 3 ", "4 more "]
)  # fmt: skip
def test_a_long_sentence_takes_time_in_proportion(piece, make_corpus, study):
    def seconds(n):
        corpus = make_corpus(piece * n)
        start = time.process_time()
        bl.find_claims(corpus, study.codebook)
        return time.process_time() - start

    seconds(100)
    short, long = (best(seconds, n) for n in (600, 2400))
    assert long < max(8 * short, 0.4)


def test_the_words_are_a_table_without_doubles():
    seen = Counter((r["class"], r["language"], w) for r in _rows() for w in r["words"].split("|"))
    assert [word for word, n in seen.items() if n > 1] == []
    assert all(
        r["what_for"] and r["words"] and r["language"] in ("en", "es", "any") for r in _rows()
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The valley lacks nurses.\nIt needs at least 40 and more beds.", "en", [(40, "nurses")]),
        ("Al valle le faltan médicos.\nHarán falta al menos 40, dijo.", "es", [(40, "médicos")]),
        ("It taxes workers.\nIt spares those over 65, and the poor.", "en", []),  # an age
        ("They lack rain.\nIt needs at least 40, they say.", "en", []),
        ("Ohio gives €3 million.\nMaine adds 2 million.", "en", [(3e6, "EUR"), (2e6, "EUR")]),
        ("Sonora da 3 millones de pesos.\nY Sinaloa, 2 millones.", "es",
         [(3e6, "MXN"), (2e6, "MXN")]),
        ("Ohio gives €3 million.\nMaine has 2 million people.", "en",
         [(3e6, "EUR"), (2e6, "people")]),
    ],
)  # fmt: skip
def test_a_number_may_count_what_the_sentence_before_tells(
    text, language, expected, make_corpus, study
):
    found = bl.find_claims(make_corpus(text, language=language), study.codebook)
    assert [*zip(found["value"], found["unit"], strict=True)] == expected
