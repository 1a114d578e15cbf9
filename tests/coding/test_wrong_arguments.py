"""Arguments in the wrong place are refused by name, with the call that returns the right ones."""

from pathlib import Path

import pytest

import borderlab as bl

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def study():
    return bl.open_study(ROOT)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda s: bl.pillar_evolution(s.codings, s.codebook, s.corpus), "corpus is of type Codeb"),
        (lambda s: bl.pillar_evolution(s.corpus, s.codings, s.codebook), "corpus is of type Data"),
        (lambda s: bl.item_evolution(s.codings, s.codebook, s.corpus), "corpus is of type Codeb"),
        (lambda s: bl.find_mislabels(s.codebook, s.corpus), "corpus is of type Codebook"),
        (lambda s: bl.find_claims(s.codebook, s.corpus), "corpus is of type Codebook"),
        (lambda s: bl.find_statements(s.corpus, s.mentions, s.codebook), "corpus is of type Data"),
        (
            lambda s: bl.find_statements(s.codebook, s.corpus, s.codebook),
            "mentions is of type Codebook, not DataFrame; give what find_mentions returns",
        ),
        (lambda s: bl.find_contradictions(s.corpus, s.claims), "corpus is of type DataFrame"),
        (
            lambda s: bl.actor_pillars(s.codings, s.mentions, s.corpus, by="mention"),
            "codebook is of type Corpus, not Codebook; give what read_codebook returns",
        ),
    ],
)
def test_the_wrong_order_is_a_type_error(study, call, says):
    with pytest.raises(TypeError, match=says):
        call(study)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda s: bl.pillar_evolution(s.codings, s.corpus, s.codebook, by="year"),
            "by is 'year'; choose pillar or item",
        ),
        (
            lambda s: bl.pillar_evolution(s.mentions, s.corpus, s.codebook),
            "codings has no column pillar, item; give what code_pillars returns",
        ),
        (
            lambda s: bl.actor_pillars(s.codings, s.mentions, s.codebook, by="speaker"),
            "named has no column sentences, speaker; give what find_statements returns",
        ),
        (
            lambda s: bl.actor_pillars(s.codings, s.statements, s.codebook, by="mention"),
            "named has no column sentence_id, actor_id, role; give what find_mentions returns",
        ),
        (
            lambda s: bl.find_contradictions(s.statements, s.corpus),
            "claims has no column .*; give what find_claims returns",
        ),
    ],
)
def test_another_table_is_a_value_error_that_names_its_source(study, call, says):
    with pytest.raises(ValueError, match=says):
        call(study)
