"""What counts as a claim, with which value, unit and bound: invented sentences, one a line."""

import re
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.quantities import decimal_mark, find_numerals, read_digits
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


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_holds_exactly_the_claims_a_reader_marks(case, make_corpus, study):
    language, text, expected = parse(case)
    found = bl.find_claims(make_corpus(text, language=language), study.codebook)
    assert rows(found) == expected
