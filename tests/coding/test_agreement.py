"""Scores against a reference are those of the textbook, and say what they compare."""

from dataclasses import replace

import pandas as pd
import pytest

import borderlab as bl

COLUMNS = ["doc_id", "start", "end", "actor_id", "form", "role"]


def mentions(*rows):
    return pd.DataFrame([("d", s, s + 3, who, "name", role) for s, who, role in rows],
                        columns=COLUMNS)  # fmt: skip


def test_precision_recall_and_f1_by_hand():
    found = mentions((0, "a", "actor"), (5, "b", "actor"), (9, "c", "actor"))
    reference = mentions((0, "a", "place"), (5, "b", "actor"))
    row = bl.score_mentions(found, reference).loc["all"]
    assert row[["found", "reference", "both"]].tolist() == [3, 2, 2]
    assert row["precision"] == pytest.approx(2 / 3)
    assert row["recall"] == 1
    assert row["f1"] == pytest.approx(0.8)
    assert row["form_accuracy"] == 1
    assert row["role_accuracy"] == 0.5


def test_a_span_with_another_actor_is_no_match():
    score = bl.score_mentions(mentions((0, "a", "actor")), mentions((0, "b", "actor")))
    assert score["f1"].tolist() == [0]
    assert score["role_accuracy"].isna().all()


def test_nothing_against_nothing_is_missing_and_not_perfect():
    assert bl.score_mentions(mentions(), mentions())["f1"].isna().all()


def test_scores_by_role_count_each_coder_under_its_own_value():
    by = bl.score_mentions(mentions((0, "a", "actor")), mentions((0, "a", "place")), by="role")
    assert by[["found", "reference", "both"]].to_dict("index") == {
        "actor": {"found": 1, "reference": 0, "both": 0},
        "place": {"found": 0, "reference": 1, "both": 0},
    }


def test_disagreements_list_misses_extras_and_other_roles():
    found = mentions((0, "a", "actor"), (5, "b", "actor"), (9, "c", "actor"))
    reference = mentions((0, "a", "actor"), (5, "b", "place"), (20, "d", "actor"))
    listed = bl.find_disagreements(found, reference)
    assert listed["actor_id"].tolist() == ["b", "c", "d"]
    assert listed["role_reference"].isna().tolist() == [False, True, False]


def test_a_confusion_table_holds_every_mention_of_either_coder_once():
    found = mentions((0, "a", "actor"), (5, "b", "actor"), (9, "c", "modifier"), (30, "e", "actor"))
    reference = mentions(
        (0, "a", "actor"), (5, "b", "place"), (20, "d", "place"), (30, "f", "actor")
    )
    table = bl.confusion(found, reference, of="role")
    values = ["actor", "modifier", "place", "(none)"]
    assert table.index.tolist() == table.columns.tolist() == values
    assert table.to_numpy().tolist() == [
        [1, 0, 0, 1],
        [0, 0, 0, 0],
        [1, 0, 0, 1],
        [1, 1, 0, 0],
    ]


def test_a_confusion_table_of_nothing_is_one_empty_cell():
    assert bl.confusion(mentions(), mentions(), of="form").to_numpy().tolist() == [[0]]


def test_pillar_scores_by_hand():
    found = pd.DataFrame({"sentence_id": ["x", "x", "y"], "pillar": [1, 1, 2]})
    reference = pd.DataFrame({"sentence_id": ["x", "y"], "pillar": [1, 3]})
    assert bl.score_pillars(found, reference)["f1"].to_dict() == {"all": 0.5, 1: 1, 2: 0, 3: 0}


SAID = ["doc_id", "start", "end", "mode", "speaker"]


def statements(*rows):
    return pd.DataFrame(rows, columns=SAID)


@pytest.mark.parametrize(
    ("found", "both", "accuracy", "wrong"),
    [
        (("d", 0, 10, "direct", "x"), 1, 1, 0),
        (("d", 4, 10, "direct", "x"), 1, 1, 0),  # six tenths of the longer span
        (("d", 5, 10, "direct", "x"), 0, None, 0),
        (("d", 0, 17, "direct", "x"), 0, None, 0),  # holds it, and is much longer
        (("e", 0, 10, "direct", "x"), 0, None, 0),  # another text
        (("d", 0, 10, "indirect", "x"), 1, 1, 0),
        (("d", 0, 10, "direct", "y"), 1, 0, 1),
        (("d", 0, 10, "direct", "x|y"), 1, 0, 1),
        (("d", 0, 10, "direct", None), 1, 0, 0),  # nobody is not somebody else
    ],
)
def test_statements_fit_when_they_share_most_of_the_longer_span(found, both, accuracy, wrong):
    reference = statements(("d", 0, 10, "direct", "x"))
    row = bl.score_statements(statements(found), reference).loc["all"]
    assert row[["found", "reference", "both", "wrong_speakers"]].tolist() == [1, 1, both, wrong]
    assert row["f1"] == both
    assert row[["speaker_accuracy"]].dropna().tolist() == ([] if accuracy is None else [accuracy])


def test_statements_of_each_mode_are_scored_apart():
    rows = [("d", 0, 10, "direct", "x"), ("d", 20, 30, "indirect", "")]
    score = bl.score_statements(
        statements(*rows), statements(rows[0], ("d", 20, 30, "direct", None))
    )
    assert score["found"].tolist() == [2, 1, 1] and score["reference"].tolist() == [2, 2, 0]
    assert score["both"].tolist() == [2, 1, 0]
    assert score.loc["all", "speaker_accuracy"] == 1  # two sides that name nobody agree


def test_no_statements_score_nothing_and_a_loose_overlap_is_refused():
    assert bl.score_statements(statements(), statements())["f1"].isna().all()
    with pytest.raises(ValueError, match=r"overlap is 0\.5; choose more than 0\.5"):
        bl.score_statements(statements(), statements(), overlap=0.5)


def test_a_missing_reference_is_refused(tmp_path, study):
    with pytest.raises(bl.SourceError, match="no CSV file here; name the right folder"):
        bl.read_reference(tmp_path, study.corpus)


def test_a_reference_to_an_unknown_text_is_refused_with_its_line(tmp_path, study):
    (tmp_path / "mentions.csv").write_text("document,start,end\n000,0,6\n009,0,1\n")
    with pytest.raises(bl.SourceError, match=r"mentions\.csv:3: '009' begins the name of 0 texts"):
        bl.read_reference(tmp_path, study.corpus)


@pytest.fixture(scope="module")
def reference(study):
    return bl.read_reference("tests/data/reference", study.corpus)


def test_mentions_fit_the_reference_in_sample(study, reference):
    """The rules were written with these texts open: this is a fit, not a test of generality."""
    score = bl.score_mentions(study.mentions, reference["mentions"]).loc["all"]
    assert score["f1"] >= 0.95
    assert score["role_accuracy"] >= 0.90
    assert score["form_accuracy"] >= 0.95


def test_pillars_fit_the_reference_in_sample(study, reference):
    assert bl.score_pillars(study.codings, reference["pillars"]).loc["all", "f1"] >= 0.95


def test_items_fit_the_reference_in_sample(study, reference):
    scores = bl.score_items(study.codings, reference["items"], study.codebook)
    assert scores.loc["all", "f1"] >= 0.90


def test_content_cues_of_the_official_agenda_are_not_independent_of_it(study, reference):
    """Without them the score falls: it must never be shown as that of independent cues."""
    cues = study.codebook.cues
    own = cues[(cues["origin"] != "official") | (cues["basis"] == "stated")]
    codings = bl.code_pillars(study.corpus, replace(study.codebook, cues=own))
    scores = [
        bl.score_items(c, reference["items"], study.codebook).loc["all", "f1"]
        for c in (study.codings, codings)
    ]
    assert scores[1] < scores[0]


def invented(*rows):
    columns = ["sentence_id", "workstreams", "pillars", "ambiguous"]
    return pd.DataFrame(rows, columns=columns)


def coded(*rows):
    return pd.DataFrame(rows, columns=["sentence_id", "pillar", "item"])


@pytest.mark.parametrize(
    ("codes", "said", "expected"),
    [
        # found, right, reference, met, ambiguous, apart, off_agenda
        ([("s1", 1, "supply-chains")], ("s1", "WP-1.1", "1", "no"), [1, 1, 1, 1, 0, 0, 0]),
        ([("s2", 1, "supply-chains")], ("s1", "WP-1.1", "1", "no"), [1, 0, 1, 0, 0, 0, 0]),
        ([("s1", 1, "seaports")], ("s1", "WP-1.1", "1", "no"), [1, 0, 1, 0, 0, 0, 0]),
        # a workstream may hold two items, a statement two workstreams
        ([("s1", 1, "medical-devices")], ("s1", "2023-1.2", "1", "no"), [1, 1, 1, 1, 0, 0, 0]),
        ([("s1", 1, "supply-chains"), ("s1", 1, "medical-devices")],
         ("s1", "WP-1.4|2023-1.2", "1", "no"), [2, 2, 1, 1, 0, 0, 0]),
        # ambiguous statements explain codes and count for nothing
        ([("s1", 4, "innovation")], ("s1", "2023-1.1", "1|4", "yes"), [0, 0, 0, 0, 1, 1, 0]),
        ([("s1", 1, "semiconductors")], ("s1", "2023-1.1", "1|4", "yes"), [0, 0, 0, 0, 1, 1, 0]),
        ([("s1", 1, "seaports")], ("s1", "2023-1.1", "1|4", "yes"), [1, 0, 0, 0, 1, 0, 0]),
        ([], ("s1", "2023-1.1", "1|4", "yes"), [0, 0, 0, 0, 1, 0, 0]),
        # items that no workstream holds cannot be judged by workstreams
        ([("s1", 2, "governors-mechanism")], ("s1", "2023-2.1", "2", "no"), [0, 0, 1, 0, 0, 0, 1]),
        # twice the same code is one
        ([("s1", 1, "supply-chains")] * 2, ("s1", "WP-1.1", "1", "no"), [1, 1, 1, 1, 0, 0, 0]),
        ([("s1", 1, float("nan"))], ("s1", "WP-1.1", "1", "no"), [0, 0, 1, 0, 0, 0, 0]),
    ],
)  # fmt: skip
def test_items_are_right_when_their_workstream_says_so(codes, said, expected, study):
    row = bl.score_items(coded(*codes), invented(said), study.codebook).loc["all"]
    counts = ["found", "right", "reference", "met", "ambiguous", "apart", "off_agenda"]
    assert row[counts].astype(int).tolist() == expected


def test_the_item_reference_names_workstreams_of_the_agenda(study, reference):
    known = set(study.codebook.agenda["workstream"])
    named = reference["items"]["workstreams"].dropna().str.split("|").explode()
    assert set(named) <= known
    assert set(reference["items"]["sentence_id"]) <= set(study.corpus.sentences.index)


def test_text_between_offsets_is_the_surface_in_every_table(study):
    texts = study.corpus.documents["text"]
    for row in study.mentions.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.surface
    for row in study.corpus.sentences.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text


def claims(*rows):
    """Make claims or answers of (doc_id, start, end, value, unit)."""
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "value", "unit"])


@pytest.mark.parametrize(
    ("found", "both", "unit"),
    [
        ([("d", 0, 4, 2.0, "firms"), ("d", 9, 12, 3.0, "towns")], 2, 1.0),
        ([("d", 2, 4, 2.0, "Firms"), ("d", 9, 20, 3.0, "wells")], 2, 0.5),  # other spans
        ([("d", 4, 9, 2.0, "firms")], 0, None),  # beside both, in neither
        ([("e", 0, 4, 2.0, "firms")], 0, None),  # another text
        ([("d", 0, 12, 2.0, "firms")], 1, 1.0),  # one claim over two answers is one
        ([("d", 9, 12, 3.0, "towns"), ("d", 0, 4, 2.0, "firms")], 2, 1.0),  # in any order
    ],
)
def test_claims_match_by_overlap_one_to_one(found, both, unit):
    answers = claims(("d", 0, 4, 2.0, "firms"), ("d", 9, 12, 3.0, "towns"))
    scores = bl.score_claims(claims(*found), answers).loc["all"]
    assert (scores["found"], scores["both"]) == (len(found), both)
    assert scores["unit_accuracy"] == unit or (unit is None and pd.isna(scores["unit_accuracy"]))
    assert pd.isna(scores["speaker_accuracy"])  # the answers do not tell


def test_no_claims_at_all_have_no_precision():
    scores = bl.score_claims(claims(), claims()).loc["all"]
    assert scores["both"] == 0 and scores[["precision", "recall", "f1"]].isna().all()


def test_the_claims_of_the_seeds_are_scored_by_what_their_reader_gave(study, reference):
    scores = bl.score_claims(study.claims, reference["claims"]).loc["all"]
    assert (scores["recall"], scores["value_accuracy"], scores["unit_accuracy"]) == (1, 1, 1)
