"""Who says what: invented utterances in English and Spanish, tempting wrong ones among them."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import best

import borderlab as bl
from borderlab.reading.sentences import split_sentences
from borderlab.tables import Corpus, table

CASES = [
    line
    for line in (Path(__file__).parent / "statements.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_MARK = re.compile(r"\[([^\]]+)\]\{([^;}]*);([^;}]*);([^;}]*);([^;}]*)\}")
_KEYS = ["mode", "speaker", "attributed", "cue"]


def parse(case):
    """Return language, plain text and the expected (surface, mode, speaker, attributed, cue)."""
    language, case = ("es", case[4:]) if case.startswith("es: ") else ("en", case)
    case = case.replace("¶", "\n\n")
    expected = [mark.groups() for mark in _MARK.finditer(case)]
    plain = _MARK.sub(r"\1", case)
    assert not set("[]{}") & set(plain), f"a mark without its cells: {case}"
    return language, plain, expected


def read_one(text, language, doc_id):
    """Return a document and its sentences: paragraphs apart by blank lines, then by the rules."""
    sentences, start = [], 0
    for number, block in enumerate(text.split("\n\n"), start=1):
        for a, b in split_sentences(block):
            low, high = start + a, start + b
            sentences.append({
                "sentence_id": f"{doc_id}:s{len(sentences) + 1}", "doc_id": doc_id, "zone": "body",
                "paragraph": number, "position": len(sentences) + 1, "start": low, "end": high,
                "text": text[low:high],
            })  # fmt: skip
        start += len(block) + 2
    document = {
        "doc_id": doc_id, "label": doc_id, "path": "d.txt", "sha256": "", "encoding": "utf-8",
        "format": "txt", "language": language, "published_earliest": pd.NaT,
        "published_latest": pd.NaT, "published_basis": "unknown", "story_id": doc_id, "text": text,
    }  # fmt: skip
    return document, sentences


def read_all(texts):
    """Make a corpus of texts: doc_id, text and language of each."""
    read = [read_one(text, language, doc_id) for doc_id, text, language in texts]
    return Corpus(
        table("documents", [document for document, _ in read]), table("zones"),
        table("sentences", [row for _, rows in read for row in rows]), table("problems"),
    )  # fmt: skip


def read(text, language="en"):
    return read_all([("d", text, language)])


def find(text, study, language="en", **more):
    corpus = read(text, language)
    mentions = bl.find_mentions(corpus, study.codebook)
    return bl.find_statements(mentions, corpus, study.codebook, **more)


@pytest.fixture(scope="module")
def stated(study):
    """Find the statements of all cases at once, each case being a text of its own."""
    read = [(f"d{n}", text, language) for n, (language, text, _) in enumerate(map(parse, CASES))]
    corpus = read_all(read)
    return bl.find_statements(bl.find_mentions(corpus, study.codebook), corpus, study.codebook)


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_text_holds_exactly_the_statements_a_reader_marks(number, stated):
    *_, expected = parse(CASES[number])
    found = stated[stated["doc_id"] == f"d{number}"]
    rows = found[["surface", *_KEYS]].fillna("-").itertuples(index=False)
    assert [tuple(row) for row in rows] == expected


def test_the_evidence_is_the_mention_that_the_attribution_holds(study):
    text = "Katie Hobbs left. “Lanes open,” Katie Hobbs said. “Trucks come first,” she added."
    corpus = read(text)
    mentions = bl.find_mentions(corpus, study.codebook)
    found = bl.find_statements(mentions, corpus, study.codebook)
    assert found["mention_id"].tolist() == ["d:m2", "d:m2"]
    assert found["rule"].tolist() == ["behind:name", "behind:pronoun"]


def test_a_quotation_over_sentences_counts_each_and_leaves_its_attribution_out(study):
    found = find("Rain fell. “Lanes open. Trucks wait,” Katie Hobbs said. Snow fell.", study)
    assert found["sentences"].tolist() == ["d:s2|d:s3"]
    assert found.index.tolist() == ["d:q1"]


def test_pillars_come_from_the_codes_of_the_sentences_and_are_missing_without(study):
    text = "Katie Hobbs said that lanes open. Ken Salazar said that rain fell."
    rows = [
        {"sentence_id": "d:s1", "doc_id": "d", "pillar": p, "item": None, "basis": "content",
         "cue": "x", "start": 0, "end": 1}
        for p in (3, 1, 3)
    ]  # fmt: skip
    codings = table("codings", rows)
    found = find(text, study, codings=codings)
    assert found["pillars"].fillna("").tolist() == ["1|3", ""]
    assert find(text, study)["pillars"].isna().all()


def test_pillars_of_actors_are_those_counted_one_by_one(study):
    counts = bl.actor_pillars(study.codings, study.statements, study.codebook, by="speaker")
    coded = set(zip(study.codings["sentence_id"], study.codings["pillar"], strict=True))
    for actor in counts.index:
        said = {
            i
            for _, row in study.statements.dropna(subset="speaker").iterrows()
            if actor in row["speaker"].split("|")
            for i in row["sentences"].split("|")
        }
        assert counts.loc[actor].to_dict() == {
            p: sum((i, p) in coded for i in said) for p in study.codebook.pillars.index
        }
    named = bl.actor_pillars(study.codings, study.mentions, study.codebook, by="mention")
    acting = study.mentions[study.mentions["role"] == "actor"]
    assert named.index.tolist() == sorted(acting["actor_id"].unique())
    assert (named.dtypes == "int64").all() and named.shape[1] == len(study.codebook.pillars)
    with pytest.raises(ValueError, match="choose speaker or mention"):
        bl.actor_pillars(study.codings, study.mentions, study.codebook, by="actor")


def test_a_corpus_without_a_statement_gives_an_empty_table_and_no_actor(study):
    found = find("Lanes open in May.", study)
    assert found.empty and found.index.name == "statement_id"
    assert bl.actor_pillars(study.codings, found, study.codebook, by="speaker").empty


FRAGMENTS = [
    "Katie Hobbs", "Ken Salazar", " said ", "dijo ", "que ", "that ", "“", "”", '"', "‘", "’", "«",
    "»", "—", " — ", "\n\n", ". ", ", ", ": ", "the mayor", "she ", "según ", "according to ", "12",
    "The lanes open", " and ", " y ", "(SHCP)", "\u00a0", "\u202e", "e\u0301", "😀", "'s ", "?",
    "the SHCP’s press release", "añadió", "who ", "not ", "to ",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join), st.sampled_from(["en", "es"])
)
def test_any_text_gives_spans_that_hold_in_order_and_do_not_overlap(study, text, language):
    found = find(text or "x", study, language)
    spans = list(zip(found["start"], found["end"], strict=True))
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert [text[a:b] for a, b in spans] == found["surface"].tolist()
    assert set(found["mode"]) <= {"direct", "indirect"}
    assert found["mention_id"].isna().tolist() == found["speaker"].isna().tolist()


LONG = {
    "quotations": lambda n: "“Lanes open,” Katie Hobbs said. " * n,
    "open marks": lambda n: "“a 'b " * n,
    "inches": lambda n: 'a 6" pipe ' * n,
    "dashes": lambda n: "—Sí —dijo ella—. " * n,
    "one quotation": lambda n: "“" + "Lanes open. " * n + "” Katie Hobbs said.",
    "one sentence": lambda n: "Katie Hobbs said that " + "lanes, said she, and " * n + "end.",
    "capitals": lambda n: "Katie Hobbs " * n + "said that lanes open.",
    "sources": lambda n: "Lanes open, according to Katie Hobbs, " * n,
    "paragraphs": lambda n: "“Lanes open.\n\n" * n,
}


@pytest.mark.parametrize("shape", LONG)
def test_time_grows_in_proportion_to_the_text(shape, study):
    empty = bl.find_mentions(read("x"), study.codebook).iloc[:0]

    def seconds(n):
        corpus = read(LONG[shape](n))
        began = time.process_time()
        bl.find_statements(empty, corpus, study.codebook)
        return time.process_time() - began

    seconds(10)
    short, long = best(seconds, 300), best(seconds, 1200)
    assert long < 8 * short + 0.05
