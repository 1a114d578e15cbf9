"""The vocabulary is data: every row says what it is for, and no row is dead."""

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

from borderlab.reading.words import fold, members, numbered

WING = Path(str(files("borderlab.reading")))
ROWS = list(csv.DictReader((WING / "words.csv").read_text("utf-8").splitlines()))


def test_every_row_has_a_class_a_language_members_and_a_purpose():
    for row in ROWS:
        assert list(row) == ["class", "language", "words", "what_for"]
        assert row["language"] in ("", "en", "es")
        assert row["class"] and row["what_for"]
        assert all(row["words"].split("|")), row


def test_no_member_stands_twice_in_a_row():
    """Inside the brackets of a pattern a bar divides no members, so words alone are counted."""
    for row in ROWS:
        if "(" not in row["words"]:
            found = row["words"].split("|")
            assert sorted(set(found)) == sorted(found)


def test_every_class_is_one_that_the_wing_reads():
    code = "".join(path.read_text("utf-8") for path in WING.glob("*.py"))
    for name in {row["class"].partition(":")[0] for row in ROWS}:
        assert re.search(rf"""["']{name}["']""", code), name
    with pytest.raises(AssertionError, match="no class 'monthe'"):
        members("monthe")


def test_patterns_are_written_as_the_folded_lines_they_match():
    """A pattern with a capital or an accent could never match."""
    for row in ROWS:
        if ":" in row["class"] or row["what_for"].startswith("pattern"):
            plain = re.sub(r"\\.", "", row["words"])
            assert fold(plain) == plain, row
            re.compile(row["words"])


def test_months_and_weekdays_are_numbered_without_gaps_in_both_languages():
    assert set(numbered("month").values()) == set(range(1, 13))
    assert set(numbered("weekday").values()) == set(range(1, 8))
    pairs = [("may", "mayo"), ("aug", "ago"), ("sept", "setiembre"), ("dec", "diciembre")]
    assert all(numbered("month")[a] == numbered("month")[b] for a, b in pairs)
    assert numbered("weekday")["mon"] == numbered("weekday")["lunes"] == 1
