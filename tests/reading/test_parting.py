"""A text taken apart gives what the tables of a corpus hold, in whatever order it is asked."""

from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.reading import parting
from borderlab.reading.headers import find_author, find_title, front_matter
from borderlab.reading.parting import Parted
from borderlab.reading.sentences import find_sentences
from borderlab.reading.zones import find_zones, zone_rows

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))}
TEXTS["matter"] = "---\ntitle: Ports\n---\nBy Ana Ruiz\n\nPorts\n\nTORREÓN – Trade resumed. So."
TEXTS["empty"] = ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_rows_and_tables_of_zones_say_the_same(text):
    frame, rows = find_zones(text), zone_rows(text)
    assert [tuple(row) for row in frame.itertuples(index=False)] == rows
    assert list(find_sentences(text, frame, "d")) == list(find_sentences(text, rows, "d"))
    for function in (find_title, find_author, front_matter):
        assert function(text, frame) == function(text, rows)


def test_the_parts_are_those_of_the_corpus():
    corpus = bl.read_corpus(SEEDS)
    for doc_id, row in corpus.documents.iterrows():
        parted = Parted(doc_id, row["text"], name=row["path"])
        own = parted.document
        for column in ("language", "title", "published_basis", "published_edtf", "invisible"):
            assert own[column] == (None if pd.isna(row[column]) else row[column])
        assert str(pd.Timestamp(own["published_latest"])) == str(row["published_latest"])
        sentences = corpus.sentences[corpus.sentences["doc_id"] == doc_id]
        assert [s["sentence_id"] for s in parted.sentences] == list(sentences.index)
        told = [parted.languages[s["paragraph"]] for s in parted.sentences]
        assert told == list(sentences["language"])


def test_zones_and_sentences_ask_for_no_language_and_no_date(monkeypatch):
    """Most texts of an archive name nobody and need neither."""
    for name in ("find_language", "find_languages", "find_publication"):
        monkeypatch.setattr(parting, name, None)
    parted = Parted("d", TEXTS["matter"])
    assert len(parted.sentences) == 3
    with pytest.raises(TypeError):
        _ = parted.language


def test_what_is_given_beside_the_text_goes_before_what_it_says():
    given = {"title": "Trade resumed", "published": "2023-04-28"}
    parted = Parted("d", "Ports\n\nTrade resumed\n\nIt was so. It is.", given, "20200101.txt")
    assert [row.rule for row in parted.zones if row.zone == "title"] == ["title_stated"]
    assert parted.document["published_edtf"] == "2023-04-28"
