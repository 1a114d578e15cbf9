"""Reading takes time that grows with the length of a text, whatever the text."""

import ctypes
import json
import sys
import time
from pathlib import Path

import pytest

from borderlab.reading.datelines import dateline, is_date_line, is_dated_place
from borderlab.reading.dates import date_in_name, find_dates
from borderlab.reading.decoding import decode, invisible
from borderlab.reading.formats import read_pages
from borderlab.reading.headers import find_publication, front_matter
from borderlab.reading.labels import LONGEST, line_rule
from borderlab.reading.limits import Limits
from borderlab.reading.sentences import find_sentences, split_sentences
from borderlab.reading.sources import read_corpus
from borderlab.reading.words import fold
from borderlab.reading.zones import find_zones

PROSE = "The council of the border towns met on Monday and approved the new bridge over the river. "
RATIO = 2.6  # t(2n) / t(n) on the mean of four doublings; a square would give 4
LEAST = 0.003  # seconds that n must take for a ratio to mean anything


def whole(text):
    """Read a text as `read_corpus` does once it is decoded."""
    zones = find_zones(text)
    list(find_sentences(text, zones, "d"))
    front_matter(text, zones)
    find_publication(text, zones, "nota.txt")
    invisible(text)


def file(suffix):
    return lambda data: list(read_pages(data, suffix, Limits()))


def lines(line):
    return lambda n: f"Ports reopen\n\n{PROSE}\n" + line * n


def one(piece, before="Ports reopen\n\n", after=""):
    return lambda n: before + piece * n + after


#: family -> (how a text of size n is made, what reads it)
FAMILIES = {
    "one line without blanks": (one("a"), whole),
    "one line of prose": (one(PROSE), whole),
    "blank lines": (one("\n"), whole),
    "blanks in a line": (one(" ", "Ports reopen\n\na", "b"), whole),
    "blanks at line ends": (lines("a" + " " * 200 + "\n"), whole),
    "blanks around bars": (one(" ", "Ports reopen today\n\na |", "| b"), whole),
    "short lines": (lines("Ports reopen\n"), whole),
    "repeated titles": (lambda n: "Ports reopen after rain\n" * n + PROSE * 2, whole),
    "prose lines": (lines(PROSE + "\n"), whole),
    "stops": (one(".", "a"), whole),
    "quotes": (one("\"'"), whole),
    "acronyms": (one("U.S. "), whole),
    "quotations": (one("“A?” B "), whole),
    "capitals broken by lines": (one("AB CD\n"), whole),
    "labels": (lines("Published: May 3, 2023\n"), whole),
    "bylines": (lines("By Ana Ruiz\n"), whole),
    "headings of lists": (lines("Related stories\nPorts\n"), whole),
    "about paragraphs": (lines("About Ports\n\nPorts Inc builds.\n\n"), whole),
    "comments": (lines("Comments (2)\n" + PROSE + "\n"), whole),
    "fields of a database": (lines("HD x\nPD 4 May 2023\nWC 3\nLP\nSN y\nAN z\n"), whole),
    "front matter that never closes": (one("a: b\n", "---\n"), whole),
    "opening brackets": (one("["), whole),
    "link marks": (one("]()![]("), whole),
    "bars": (one("| a ", "Ports reopen\n\n"), whole),
    "hash signs": (one("#"), whole),
    "dashes": (one("- "), whole),
    "slashed digits": (one("1/1/"), whole),
    "dates": (one("4 de octubre de 2023 "), whole),
    "months": (one("may "), whole),
    "NUL and zero width": (one("\0\u200b"), whole),
    "combining marks": (one("a\u0301\u0323"), whole),
    "one letter and its marks": (one("\u0301\u0323", "Ports reopen\n\na"), whole),
    "characters beyond the first plane": (one("\U0001f6a2 "), whole),
    "folding marks": (one("\u0301\u0323", "a"), fold),
    "dates in one call": (one("04/10/2023 4 oct 2023 ", ""), find_dates),
    "days in a name": (one("2023-10-04_", ""), date_in_name),
    "sentences of initials": (one("J. P. ", ""), split_sentences),
    "bytes of another kind": (lambda n: b"caf\xe9 " * n, decode),
    "nested tags": (lambda n: b"<b>" * 200 + PROSE.encode() * n, file(".html")),
    "unclosed tags": (lambda n: b"<p>" + PROSE.encode() + b"<p>x" * n, file(".html")),
    "angle brackets": (lambda n: PROSE.encode() + b"<" * n, file(".html")),
    "unclosed comments": (lambda n: PROSE.encode() + b"<!--" * n, file(".html")),
    "entities": (lambda n: PROSE.encode() + b"&&amp;" * n, file(".html")),
    "one large cell": (lambda n: b"text\n" + PROSE.encode() * n, file(".csv")),
    "empty rows": (lambda n: b"text\n" + b"\n" * n + b"x\n", file(".csv")),
    "many columns": (lambda n: b"text," + b"a," * n + b"b\n" + b"1," * n + b"1,2\n", file(".csv")),
    "an open quotation mark": (lambda n: b'text\n"' + b"a\n" * n, file(".csv")),
    "records": (lambda n: (json.dumps({"text": PROSE}) + "\n").encode() * n, file(".jsonl")),
    "deep records": (lambda n: b"[" * n + b"\n", file(".jsonl")),
}


@pytest.fixture(autouse=True, scope="module")
def kept_memory():
    """Let a process keep the memory it was given: fresh memory costs more than our own work.

    Where the C library has no such switch, the bound has room for it.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(-4, 0)  # M_MMAP_MAX: large pieces come from the heap as well
        mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD: and stay there


def seconds(read, text, rounds):
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        read(text)
        best = min(best, time.process_time() - started)
    return best


def ratio(make, read):
    """Double the text until it takes long enough, then compare with one sixteen times as long."""
    n = 500
    while (once := seconds(read, make(n), 1)) < LEAST and n < 100_000:
        n *= 2 if once > LEAST / 4 else 8
    return (seconds(read, make(16 * n), 1) / max(seconds(read, make(n), 3), LEAST / 2)) ** 0.25


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_text_takes_at_most_two_and_a_half_times_as_long(family):
    """A machine that others use is noisy, so a bad figure is measured again."""
    make, read = FAMILIES[family]
    assert any(ratio(make, read) <= RATIO for _ in range(6))


BAD = [
    "a" + " " * 400, "- " * 200, "[" * 400, "](" * 200, "| a " * 100, "By " * 140, "a, " * 140,
    "media note" + "-." * 200, "chief " * 60, "share " * 60, "compartela por  ....." * 20,
    "(photo by " * 40, "1/1/" * 100, "may 4 " * 70, "A. " * 130, "credit.../" * 40, "a | " * 100,
    "Monday, " * 50, "x@x." * 100, "°" * 400, "© " * 200, "12:10 " * 60, "hace 3 horas | " * 30,
    "newsletter " * 30, "Ana Ruiz, " * 40, "»›> " * 100, "#a " * 130, "EL PASO, " * 40,
]  # fmt: skip


@pytest.mark.parametrize("line", BAD, ids=lambda line: line[:12])
def test_no_line_of_any_length_holds_the_rules_up(line):
    """Every pattern is matched on at most some hundred characters; none may explode there."""
    for length in range(LONGEST - 60, LONGEST + 1, 20):
        started = time.process_time()
        line_rule(line[:length]), is_date_line(line[:length]), is_dated_place(line[:length])
        dateline(line[:length])
        assert time.process_time() - started < 0.2


def test_a_file_of_500_megabytes_is_refused_at_once_by_its_size(tmp_path):
    (tmp_path / "good.txt").write_text(PROSE)
    with Path(tmp_path / "huge.txt").open("wb") as file:
        file.truncate(500 * 2**20)
    started = time.perf_counter()
    corpus = read_corpus(tmp_path)
    assert time.perf_counter() - started < 5
    assert corpus.documents.index.tolist() == ["good"]
    [huge] = corpus.problems[corpus.problems.path == "huge.txt"].itertuples()
    assert (huge.code, "524,288,000" in huge.message) == ("too-large", True)


def test_a_limit_can_be_lowered_and_names_itself(tmp_path):
    (tmp_path / "good.txt").write_text(PROSE)
    (tmp_path / "long.txt").write_text(PROSE * 50)
    problems = read_corpus(tmp_path, limits=Limits(size=1000)).problems
    assert "Limits(size=" in problems.set_index("code").loc["too-large", "hint"]
