"""On the five seeds the reader equals the reconciled hand coding, line by line and span by span."""

from pathlib import Path

import pandas as pd
import pytest

from borderlab.reading.sources import read_corpus

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests/data/reference"


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(ROOT / "seeds")


def reference(name):
    return pd.read_csv(REFERENCE / name, dtype={"document": str}, keep_default_na=False)


def documents(corpus):
    """Give the reference's name of each document: the first three characters of its file."""
    return corpus.documents["path"].str[:3]


def test_every_line_has_the_zone_that_two_readers_gave_it(corpus):
    ours = corpus.zones.assign(document=corpus.zones.doc_id.map(documents(corpus)))
    theirs = reference("zones.csv")
    assert len(theirs) == 62
    pd.testing.assert_frame_equal(ours[list(theirs)], theirs, check_dtype=False)


def test_every_body_sentence_begins_and_ends_where_two_readers_said(corpus):
    body = corpus.sentences[corpus.sentences.zone == "body"]
    ours = body.assign(document=body.doc_id.map(documents(corpus)), sentence=body.position)
    theirs = reference("sentences.csv")
    assert len(theirs) == 56
    pd.testing.assert_frame_equal(
        ours[list(theirs)].reset_index(drop=True), theirs, check_dtype=False
    )


def test_title_author_outlet_and_date_come_from_the_texts_alone(corpus):
    """000 and 001 state no date, 001 no title, 004 alone an author, none its outlet."""
    ours = corpus.documents.set_index(documents(corpus))
    assert ours.title.isna().to_dict() == {
        "000": False, "001": True, "002": False, "003": False, "004": False
    }  # fmt: skip
    assert ours.author.dropna().to_dict() == {"004": "Emilio Aristegui"}
    assert ours.outlet.isna().all()
    assert ours.published_earliest.equals(ours.published_latest)
    dates = ours.published_earliest.dropna().dt.strftime("%Y-%m-%d").to_dict()
    assert dates == {"002": "2023-04-28", "003": "2023-10-04", "004": "2021-12-16"}
    assert ours.published_basis.tolist() == ["unknown", "unknown", "stated", "stated", "stated"]


def test_the_seeds_are_registered_unaltered_and_without_problems(corpus):
    assert corpus.problems.empty, corpus.problems.to_string()
    assert set(corpus.documents.encoding) == {"utf-8"}
    assert set(corpus.documents.language) == {"en"}


def test_what_is_known_from_outside_stands_beside_and_never_inside(corpus):
    assert corpus.documents.known_outlet.notna().all()
    assert corpus.documents.outlet.isna().all()


def test_echoes_are_attached_to_their_sentences(corpus):
    echoes = pd.read_csv(ROOT / "seeds/echoes.csv", dtype=str)
    ours = corpus.sentences.echo_id.dropna()
    assert ours.to_dict() == echoes.set_index("sentence_id").echo_id.to_dict()
