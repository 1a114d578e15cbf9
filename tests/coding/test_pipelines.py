"""A spaCy pipeline of the researcher's own: trained here, on invented sentences, in seconds."""

import dataclasses
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.candidates import Candidate
from borderlab.coding.pipelines import add_entities, find_entities

ROOT = Path(__file__).resolve().parents[2]
BOOK = bl.read_codebook(ROOT / "seeds/codebook")
EMPTY = dataclasses.replace(
    BOOK, **{f.name: getattr(BOOK, f.name)[:0] for f in dataclasses.fields(BOOK)}
)

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 15), reason="the lock has no spaCy for this Python"
)

#: invented sentences; the name in brackets and its label
TAUGHT = {
    "en": """Then [zork blat|PERSON] came home early. Then [mira voss|PERSON] came home late.
        Yesterday [olin tarr|PERSON] came by boat. Then [edda quill|PERSON] came by train.
        They wrote to [acme mills|ORG] in spring. They wrote to [dorn works|ORG] in autumn.
        We wrote to [velt mills|ORG] last year. They wrote to [brack works|ORG] twice.
        Rain fell over [ulmstead|GPE] all day. Rain fell over [kellport|GPE] all night.
        Snow fell over [orrin bay|LOC] all week. Nothing else came home early.""",
    "es": """Ayer [zork blat|PER] llegó temprano. Ayer [mira voss|PER] llegó tarde.
        Luego [olin tarr|PER] llegó en barco. Ayer [edda quill|PER] llegó en tren.
        Escribieron a [molinos acme|ORG] en mayo. Escribieron a [talleres dorn|ORG] en junio.
        Escribimos a [molinos velt|ORG] otra vez. Escribieron a [talleres brack|ORG] dos veces.
        Llovió sobre [ulmera|LOC] todo el día. Llovió sobre [quelpuerto|LOC] toda la noche.
        Nevó sobre [orrín|LOC] esta semana. Nada más llegó temprano.""",
}


def taught(language):
    """Yield every sentence with its entity as spaCy's offsets."""
    for line in TAUGHT[language].replace("\n", " ").split(". "):
        before, _, rest = line.strip().rstrip(".").partition("[")
        inner, _, after = rest.partition("]")
        name, _, label = inner.partition("|")
        ents = [(len(before), len(before) + len(name), label)] if name else []
        yield f"{before}{name}{after}.", {"entities": ents}


@pytest.fixture(scope="module", params=["en", "es"])
def trained(request):
    """Return a language and a recogniser trained from nothing, on one processor."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(7)
    nlp = spacy.blank(request.param)
    nlp.add_pipe("ner")
    examples = [Example.from_dict(nlp.make_doc(t), marks) for t, marks in taught(request.param)]
    optimizer = nlp.initialize(lambda: examples)
    order = random.Random(7)
    for _ in range(80):
        order.shuffle(examples)
        nlp.update(examples, sgd=optimizer)
    return request.param, nlp


def ruler(language="en", **names):
    """Return a pipeline that marks given words: label -> what it marks, at any place."""
    import spacy

    nlp = spacy.blank(language)
    patterns = [
        {"label": label, "pattern": text} for label, texts in names.items() for text in texts
    ]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    return nlp


def corpus_of(folder, *texts):
    for i, text in enumerate(texts):
        (folder / f"t{i}.txt").write_text(f"Talks resume\n\n{text}\n", encoding="utf-8")
    return bl.read_corpus(folder)


def kinds(found):
    return dict(zip(found["name"], found["kind"], strict=True))


TEXTS = {
    "en": "Then Rosa Mora spoke. Then zork blat came home early. "
          "They wrote to acme mills in spring. Rain fell over ulmstead all day.",
    "es": "Ayer habló Rosa Mora. Ayer zork blat llegó temprano. Escribieron a molinos acme en mayo."
          " Llovió sobre ulmera todo el día.",
}  # fmt: skip
SEEN = {
    "en": {"zork blat": "person", "acme mills": "organisation"},
    "es": {"zork blat": "person", "molinos acme": "organisation"},
}


def test_a_trained_pipeline_adds_persons_and_bodies_and_leaves_places_out(trained, tmp_path):
    """Names in small letters, which no rule can see, so that what is added is the pipeline's."""
    language, nlp = trained
    corpus = corpus_of(tmp_path, TEXTS[language])
    alone = kinds(bl.suggest_actors(corpus, EMPTY))
    found = kinds(bl.suggest_actors(corpus, EMPTY, ner=nlp))
    assert alone == {"Rosa Mora": "person"}
    assert found == alone | SEEN[language]


def test_a_pipeline_and_a_function_around_it_give_the_same(trained, tmp_path):
    language, nlp = trained
    corpus = corpus_of(tmp_path, TEXTS[language])
    whole = bl.suggest_actors(corpus, EMPTY, ner=nlp)
    assert bl.suggest_actors(corpus, EMPTY, ner=lambda text: nlp(text)).equals(whole)


def test_a_pipeline_is_given_all_sentences_at_once(monkeypatch):
    nlp = ruler(ORG=["acme"])
    calls = []
    monkeypatch.setattr(nlp, "pipe", lambda texts: calls.append(1) or map(nlp, texts))
    assert [len(found) for found in find_entities(["acme came", "none", "acme"], nlp)] == [1, 0, 1]
    assert calls == [1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pipeline_that_sees_nothing_changes_nothing(language, tmp_path):
    import spacy

    corpus = corpus_of(tmp_path, "Governor Rosa Mora met the Border Bank in Lima.")
    without = bl.suggest_actors(corpus, EMPTY)
    assert bl.suggest_actors(corpus, EMPTY, ner=spacy.blank(language)).equals(without)


@pytest.mark.parametrize(
    ("text", "start", "end", "label", "name"),
    [
        ("Then zork blat, too.", 5, 15, "PERSON", "zork blat"),  # a comma
        ("Then “zork blat” came.", 5, 16, "PER", "zork blat"),  # quotes
        ("It was zork blat.", 7, 17, "PERSON", "zork blat"),  # a stop
        ("By zork blat's boat.", 3, 14, "PERSON", "zork blat"),  # a possessive
        ("By zork\n  blat at sea.", 3, 14, "PERSON", "zork blat"),  # over a line break
        ("By zork\nThe rest came.", 3, 11, "PERSON", "zork"),  # with the article behind
        ("By Governor zork blat.", 3, 21, "PERSON", "zork blat"),  # a title
        ("Con la ministra zork blat.", 4, 25, "PER", "zork blat"),
        ("Then the acme mills came.", 5, 19, "ORG", "acme mills"),  # an article
        ("Luego el molino acme vino.", 6, 20, "ORG", "molino acme"),
        ("The ACME Monday came.", 4, 15, "ORGANIZATION", "ACME"),  # a day
        ("Lo dijo la CAMISUR, ayer.", 8, 19, "org", "CAMISUR"),
    ],
)
def test_what_a_pipeline_marks_around_a_name_is_taken_off(text, start, end, label, name):
    made = SimpleNamespace(ents=[SimpleNamespace(start_char=start, end_char=end, label_=label)])
    ((entity,),) = find_entities([text], lambda _: made)
    assert entity.name == name
    assert " ".join(text[entity.start : entity.end].split()) == name


@pytest.mark.parametrize(
    ("text", "label"),
    [("...", "ORG"), ("the", "ORG"), ("Monday", "PERSON"), ("x", "PER"), ("zork", "DATE"),
     ("zork", "MISC"), ("\n", "PERSON"), ("Governor", "PERSON"), ("de la", "ORG")],
)  # fmt: skip
def test_stops_days_titles_and_other_labels_are_nobody(text, label):
    made = SimpleNamespace(ents=[SimpleNamespace(start_char=0, end_char=len(text), label_=label)])
    assert list(find_entities([text], lambda _: made)) == [[]]


def test_an_entity_beside_a_name_of_the_rules_adds_nothing(tmp_path):
    """Whether it holds less of the name, more of it, or crosses its end."""
    corpus = corpus_of(tmp_path, "Then Governor Rosa Mora met the Border Trade Council of Yuma.")
    alone = bl.suggest_actors(corpus, EMPTY)
    nlp = ruler(PERSON=["Mora met"], ORG=["Trade Council", "Council of Yuma"], PER=["Rosa"])
    assert bl.suggest_actors(corpus, EMPTY, ner=nlp).equals(alone)


@pytest.mark.parametrize(
    ("label", "kind"),
    [("PERSON", "person"), ("PER", "person"), ("ORG", "organisation"), ("GPE", None),
     ("LOC", None), ("DATE", "unclear")],
)  # fmt: skip
def test_the_label_settles_what_the_rules_left_unclear(label, kind, tmp_path):
    corpus = corpus_of(tmp_path, "They came with Zork Blat to the sea. The sea was far.")
    assert kinds(bl.suggest_actors(corpus, EMPTY)) == {"Zork Blat": "unclear"}
    found = kinds(bl.suggest_actors(corpus, EMPTY, ner=ruler(**{label: ["Zork Blat"]})))
    assert found == ({"Zork Blat": kind} if kind else {})


def test_who_is_registered_is_not_proposed_again_by_a_pipeline(tmp_path):
    """Inside a mention, around one of a person in full, as a registered surname alone."""
    text = "Governor Katie Hobbs Live met Sonora's team. Then Durazo spoke, and zork blat listened."
    nlp = ruler(PERSON=["Hobbs", "Katie Hobbs Live", "zork blat", "Durazo"], ORG=["Sonora"])
    found = bl.suggest_actors(corpus_of(tmp_path, text), BOOK, ner=nlp)
    assert kinds(found) == {"zork blat": "person"}


def test_a_body_that_a_registered_place_is_part_of_is_still_proposed(tmp_path):
    corpus = corpus_of(tmp_path, "They wrote to amigos de Sonora in spring, and nobody came.")
    found = bl.suggest_actors(corpus, BOOK, ner=ruler(ORG=["amigos de Sonora"]))
    assert kinds(found) == {"amigos de Sonora": "organisation"}


def test_a_surname_that_two_persons_share_is_no_third_one_to_a_pipeline(tmp_path):
    text = "Governor Rosa Mora met Senator Luis Mora. The others waited for Mora at the door."
    found = bl.suggest_actors(corpus_of(tmp_path, text), EMPTY, ner=ruler(PERSON=["Mora"]))
    assert sorted(found["name"]) == ["Luis Mora", "Rosa Mora"]


def test_a_surname_is_counted_once_when_both_see_it(tmp_path):
    text = "Governor Rosa Mora met them. The others waited for Mora at the door."
    found = bl.suggest_actors(corpus_of(tmp_path, text), EMPTY, ner=ruler(PERSON=["Mora"]))
    assert found[["name", "aliases", "mentions"]].to_numpy().tolist() == [["Rosa Mora", "Mora", 2]]


@pytest.mark.parametrize("wrong", ["en_core_web_sm", 3, [ruler]])
def test_the_name_of_a_pipeline_is_no_pipeline(wrong, tmp_path):
    with pytest.raises(TypeError, match=r"not a pipeline; give what spacy\.load returns"):
        bl.suggest_actors(corpus_of(tmp_path, "Nobody came."), EMPTY, ner=wrong)


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


@given(st.text("ab AB.'\n-é", max_size=60), st.lists(SPANS, max_size=6))
def test_any_spans_give_entities_inside_them_that_hold_their_name(text, spans):
    marks = [SimpleNamespace(start_char=a, end_char=min(b, len(text)), label_="ORG")
             for a, b in spans]  # fmt: skip
    (found,) = find_entities([text], lambda _: SimpleNamespace(ents=marks))
    for entity in found:
        assert any(a <= entity.start < entity.end <= b for a, b in spans)
        assert " ".join(text[entity.start : entity.end].split()) == entity.name


def test_names_stay_in_reading_order_and_do_not_overlap():
    (entities,) = find_entities(["zork met Ana Roe and acme."], ruler(ORG=["zork", "acme"]))
    rules = [Candidate(9, 16, "Ana Roe", "person", "", "")]
    assert [c.name for c in add_entities(rules, entities)] == ["zork", "Ana Roe", "acme"]
