"""Mentions go to other programs and come back the same, whatever the texts hold."""

import json
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.coding.conll import read_conll, write_conll
from borderlab.coding.label_studio import to_label_config, write_label_studio
from borderlab.coding.label_studio_reading import read_label_studio
from borderlab.coding.spans import CODES
from borderlab.errors import OutputError, SourceError

ACTORS = ["sonora", "mexico", "united-states", "katie-hobbs"]
FORMS = ["name", "short", "acronym", "description", "collective"]
ROLES = ["actor", "place", "modifier"]
#: letters that trip offsets: two UTF-16 units, combining, invisible, every kind of line break
LETTERS = st.one_of(
    st.sampled_from([*"aB .-#'\t\r\n\u2028\x1c\x85⟨⟩|:\\", "🌵", "é", "e\u0301", "\u200b", "\r\n"]),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=25).map("".join)


def rows_of(mentions):
    """Return the columns that count, in one order."""
    return sorted(mentions[list(CODES)].itertuples(index=False, name=None))


@st.composite
def coded(draw, make_corpus):
    """Draw a corpus and mentions in its sentences, overlapping and nested ones too."""
    corpus = make_corpus(*draw(st.lists(TEXTS, min_size=1, max_size=2)))
    rows = {}
    whole = corpus.sentences[corpus.sentences["end"] > corpus.sentences["start"]]
    for _ in range(draw(st.integers(0, 6)) if len(whole) else 0):
        sentence = whole.iloc[draw(st.integers(0, len(whole) - 1))]
        start = draw(st.integers(sentence["start"], sentence["end"] - 1))
        end = draw(st.integers(start + 1, sentence["end"]))
        key = (sentence["doc_id"], int(start), int(end), draw(st.sampled_from(ACTORS)))
        rows[key] = (*key, draw(st.sampled_from(FORMS)), draw(st.sampled_from(ROLES)))
    types = {"doc_id": "str", "start": "int64", "end": "int64"}
    return corpus, pd.DataFrame(list(rows.values()), columns=list(CODES)).astype(types)


@settings(max_examples=25)
@given(data=st.data(), offsets=st.sampled_from(["code_points", "utf16"]))
def test_label_studio_gives_back_what_it_was_given(
    make_corpus, study, tmp_path_factory, data, offsets
):
    corpus, mentions = data.draw(coded(make_corpus))
    path = tmp_path_factory.mktemp("ls") / "tasks.json"
    write_label_studio(mentions, corpus, path, offsets=offsets)
    back, problems = read_label_studio(path, corpus, study.codebook, offsets=offsets)
    assert problems == []
    assert rows_of(back) == rows_of(mentions)


@settings(max_examples=25)
@given(data=st.data())
def test_conll_gives_back_what_it_was_given(make_corpus, study, tmp_path_factory, data):
    corpus, mentions = data.draw(coded(make_corpus))
    path = write_conll(mentions, corpus, tmp_path_factory.mktemp("c") / "m.conll")
    back, problems = read_conll(path, corpus, study.codebook)
    assert problems == []
    assert rows_of(back) == rows_of(mentions)


@pytest.mark.parametrize("name", ["conll", "json"])
def test_the_five_texts_go_there_and_back(study, tmp_path, name):
    write, read = {
        "conll": (write_conll, read_conll),
        "json": (write_label_studio, read_label_studio),
    }[name]
    path = write(study.mentions, study.corpus, tmp_path / f"m.{name}")
    first = path.read_bytes()
    back, problems = read(path, study.corpus, study.codebook)
    assert problems == []
    assert rows_of(back) == rows_of(study.mentions)
    for column in ("sentence_id", "surface", "zone", "story_id"):
        assert back[column].tolist() == study.mentions[column].tolist()
    assert write(back, study.corpus, path).read_bytes() == first, "the same bytes again"


TEXT = "🌵 Sonora and\r\nMexico 🌵🌵 met.\nBoth countries signed."


@pytest.fixture
def corpus(make_corpus):
    return make_corpus(TEXT.replace("\r\n", "\r\r"), TEXT)


def mention(surface, actor, form="name", role="actor", doc="d1", text=TEXT):
    start = text.index(surface)
    return (doc, start, start + len(surface), actor, form, role)


@pytest.fixture
def mentions():
    rows = [
        mention("Sonora", "sonora"), mention("met", "mexico", role="place"),
        mention("Both countries", "mexico", "collective"),
        mention("Both countries", "united-states", "collective"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(CODES))


# --- Label Studio


def test_label_studio_counts_code_points_today_and_utf16_units_before(
    corpus, mentions, study, tmp_path
):
    places = {}
    for offsets in ("code_points", "utf16"):
        path = write_label_studio(mentions, corpus, tmp_path / offsets, offsets=offsets)
        values = [
            r["value"] for r in json.loads(path.read_text("utf-8"))[1]["predictions"][0]["result"]
        ]
        places[offsets] = {v["text"]: (v["start"], v["end"]) for v in values}
        back, problems = read_label_studio(path, corpus, study.codebook)
        assert problems == []
        assert rows_of(back) == rows_of(mentions)
    assert places["code_points"]["met"] == (TEXT.index("met"), TEXT.index("met") + 3)
    assert places["utf16"]["met"] == (TEXT.index("met") + 3, TEXT.index("met") + 6)
    assert places["utf16"]["Sonora"] == (3, 9)


def test_a_task_has_the_documented_shape(corpus, mentions, tmp_path):
    path = write_label_studio(mentions, corpus, tmp_path / "t.json", coder="rules 1")
    task = json.loads(path.read_text("utf-8"))[1]
    assert task["data"] == {"text": TEXT, "doc_id": "d1", "label": "d1"}
    [prediction] = task["predictions"]
    assert prediction["model_version"] == "rules 1"
    parts = {
        r["from_name"]: r for r in prediction["result"] if r["value"]["text"] == "Both countries"
    }
    assert {name: (r["type"], r["to_name"]) for name, r in parts.items()} == {
        "actor": ("labels", "text"), "form": ("choices", "text"), "role": ("choices", "text"),
    }  # fmt: skip
    assert parts["actor"]["value"]["labels"] == ["mexico", "united-states"]
    assert parts["form"]["value"]["choices"] == ["collective"]
    assert len({r["id"] for r in parts.values()}) == 1, "one region"


def test_the_interface_offers_every_actor_form_and_role(study):
    root = ElementTree.fromstring(to_label_config(study.codebook))
    labels = root.find("Labels")
    assert [x.get("value") for x in labels] == study.codebook.actors.index.tolist()
    assert labels.get("choice") == "multiple"
    assert {c.get("name"): [x.get("value") for x in c] for c in root.findall("Choices")} == {
        "form": FORMS, "role": ROLES,
    }  # fmt: skip
    assert {x.get("toName") for x in root if x.get("toName")} == {
        root.find("Text").get("name"),
        "actor",
    }


def annotate(path, change):
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        result = task.pop("predictions")[0]["result"]
        task["annotations"] = [{"completed_by": 7, "result": result}]
        change(task)
    path.write_text(json.dumps(tasks), "utf-8")
    return path


@pytest.mark.parametrize(
    ("who", "expected"), [(7, "7"), ({"id": 7, "email": "ann@faro.example"}, "ann@faro.example")]
)
def test_what_people_annotated_goes_before_predictions(
    corpus, mentions, study, tmp_path, who, expected
):
    def change(task):
        task["annotations"][0]["completed_by"] = who
        task["annotations"].append(
            {"was_cancelled": True, "result": task["annotations"][0]["result"]}
        )
        task["predictions"] = [{"model_version": "rules", "result": []}]

    path = annotate(write_label_studio(mentions, corpus, tmp_path / "t.json"), change)
    back, problems = read_label_studio(path, corpus, study.codebook)
    assert problems == []
    assert set(back["coder"]) == {expected}
    assert rows_of(back) == rows_of(mentions)


def test_line_breaks_that_were_made_one_are_allowed_for(corpus, mentions, study, tmp_path):
    r"""An import that turns \r\n into \n moves every offset behind it."""
    unix = TEXT.replace("\r\n", "\n")

    def change(task):
        if task["data"]["doc_id"] == "d1":
            task["data"]["text"] = unix
            for result in task["annotations"][0]["result"]:
                value = result["value"]
                value["start"] = unix.index(value["text"])
                value["end"] = value["start"] + len(value["text"])

    path = annotate(write_label_studio(mentions, corpus, tmp_path / "t.json"), change)
    back, problems = read_label_studio(path, corpus, study.codebook)
    assert problems == []
    assert rows_of(back) == rows_of(mentions)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": {"start": 0, "end": 10**6, "text": "x", "labels": ["mexico"]}}, "has no place"),
        ({"value": {"start": "0", "end": 1, "text": "x", "labels": ["mexico"]}}, "has no place"),
        ({"value": {"start": 5, "end": 5, "text": "", "labels": ["mexico"]}}, "has no place"),
        (
            {"value": {"start": 2, "end": 8, "text": "Sonata", "labels": ["mexico"]}},
            "says 'Sonora'",
        ),
        ({"value": {"start": 2, "end": 8, "text": "Sonora", "labels": ["nobody"]}}, "no actor"),
        ({"value": {"start": 2, "end": 8, "text": "Sonora", "labels": []}}, "no actor"),
        ({"value": {"start": 0, "end": 36, "labels": ["mexico"]}}, "stands in no sentence"),
        ({"id": "elsewhere"}, "has no form"),
        ({"value": None}, "names no actor"),
        ({"type": "rectanglelabels"}, "names no actor"),
    ],
)
def test_a_region_that_cannot_count_is_a_problem_and_the_rest_goes_on(
    corpus, mentions, study, tmp_path, changed, words
):
    def change(task):
        parts = [r for r in task["annotations"][0]["result"] if r["value"]["text"] == "Sonora"]
        places = {k: v for k, v in (changed.get("value") or {}).items() if k != "labels"}
        for result in parts:
            if "start" in places:  # every part of a region repeats its place
                kind = result["type"]
                result["value"] = {kind: result["value"][kind], **places}
            if result["from_name"] == "actor":
                result |= changed

    path = annotate(write_label_studio(mentions, corpus, tmp_path / "t.json"), change)
    back, problems = read_label_studio(path, corpus, study.codebook)
    assert {p.code for p in problems} == {"task-region"}
    assert words in problems[0].message
    assert all(p.message.startswith("task 2 has a region") for p in problems)
    assert "Both countries" in set(back["surface"])
    assert "Sonora" not in set(back["surface"])


@pytest.mark.parametrize(
    "task",
    [None, 3, {}, {"data": []}, {"data": {"text": "x"}}, {"data": {"text": "x", "doc_id": "d1"}},
     {"data": {"text": TEXT, "doc_id": "d9"}}, {"data": {"text": TEXT, "doc_id": ["d1"]}},
     {"data": {"text": 5, "doc_id": "d1"}},
     {"data": {"text": TEXT, "doc_id": "d1"}, "annotations": [3]},
     {"data": {"text": TEXT, "doc_id": "d1"},
      "annotations": [{"result": [{"type": "labels", "value": 3}]}]}],
)  # fmt: skip
def test_a_task_that_is_not_ours_is_one_problem(corpus, study, tmp_path, task):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([task]))
    back, problems = read_label_studio(path, corpus, study.codebook)
    assert back.empty
    assert len(problems) == 1
    assert problems[0].hint


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_list_of_tasks_is_refused(corpus, study, tmp_path, content):
    path = tmp_path / "t.json"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="export the project as JSON"):
        read_label_studio(path, corpus, study.codebook)


# --- CoNLL


def test_conll_is_plain_iob2_with_layers_for_what_lies_inside(make_corpus, tmp_path):
    corpus = make_corpus("Arizona-Mexico met Sonora Sonora.\nBoth agreed.")
    spans = [(0, 14, "arizona"), (8, 14, "mexico"), (19, 25, "sonora"), (26, 32, "sonora"),
             (34, 38, "mexico"), (34, 38, "arizona")]  # fmt: skip
    rows = [("d0", a, b, who, "name", "actor") for a, b, who in spans]
    path = write_conll(pd.DataFrame(rows, columns=list(CODES)), corpus, tmp_path / "c")
    assert path.read_text("utf-8").split("\n") == [
        "# sent_id = d0:s1", "# text = Arizona-Mexico met Sonora Sonora.",
        "Arizona\t0\t7\tB-name:actor:arizona\tO", "-\t7\t8\tI-name:actor:arizona\tO",
        "Mexico\t8\t14\tI-name:actor:arizona\tB-name:actor:mexico", "met\t15\t18\tO\tO",
        "Sonora\t19\t25\tB-name:actor:sonora\tO", "Sonora\t26\t32\tB-name:actor:sonora\tO",
        ".\t32\t33\tO\tO", "",
        "# sent_id = d0:s2", "# text = Both agreed.",
        "Both\t34\t38\tB-name:actor:arizona|mexico\tO",
        "agreed\t39\t45\tO\tO", ".\t45\t46\tO\tO", "",
    ]  # fmt: skip


def test_a_mention_in_no_sentence_is_refused_and_not_lost(make_corpus, tmp_path):
    corpus = make_corpus("One.\nTwo.")
    rows = pd.DataFrame([("d0", 2, 7, "mexico", "name", "actor")], columns=list(CODES))
    with pytest.raises(OutputError, match="would lose 1 mentions that stand in no sentence"):
        write_conll(rows, corpus, tmp_path / "c")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Sonora\t2\t8", "Sonata\t2\t8", "'Sonata' does not stand from 2 to 8"),
        ("Sonora\t2\t8", "Sonora\t3\t9", "does not stand"),
        ("Sonora\t2\t8", "Sonora\t2\t800", "does not stand"),
        ("Sonora\t2\t8", "Sonora 2 8", "has no token, start, end and tag"),
        ("B-name:actor:sonora", "B-name:actor:nobody", "with actors of the codebook"),
        ("B-name:actor:sonora", "B-name:hero:sonora", "is no form:role:actor_id"),
        ("B-name:actor:sonora", "B-sonora", "is no form:role:actor_id"),
        ("B-name:actor:sonora", "I-name:actor:sonora", "did not begin"),
        ("B-name:actor:sonora", "E-name:actor:sonora", "did not begin"),
        ("sent_id = d1:s1", "sent_id = d9:s1", "is no sentence of these texts"),
    ],
)
def test_a_line_that_cannot_count_leaves_its_sentence_out_and_no_other(
    make_corpus, mentions, study, tmp_path, old, new, words
):
    corpus = make_corpus("None here.", TEXT)
    path = write_conll(mentions, corpus, tmp_path / "c")
    whole = path.read_text("utf-8")
    assert whole.count(old) == 1
    path.write_text(whole.replace(old, new), "utf-8", newline="\r\n")
    back, problems = read_conll(path, corpus, study.codebook)
    assert {p.code for p in problems} == {"conll-line"}
    assert words in problems[0].message
    assert (
        path.read_text("utf-8").split("\n")[problems[0].line - 1].count("\t") >= 1 or "2 8" in new
    )
    assert set(back["surface"]) == {"met", "Both countries"}


def test_columns_that_cannot_be_read_are_refused(corpus, study, tmp_path):
    (tmp_path / "c").write_bytes(b"\xff\xff")
    with pytest.raises(SourceError, match="save it as UTF-8"):
        read_conll(tmp_path / "c", corpus, study.codebook)
