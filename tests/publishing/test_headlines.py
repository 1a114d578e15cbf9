"""The landing page's findings: computed from the tables, and fewer when there is less to say."""

import networkx as nx
import pandas as pd

import borderlab as bl
from borderlab.publishing.headlines import headlines


def graph(*edges):
    network = nx.Graph()
    network.add_weighted_edges_from(edges)
    return network


def items(*statuses):
    counts = {"sentences_2021": 1, "sentences_2023": 1}
    return pd.DataFrame({"status": statuses, "pillar": range(1, len(statuses) + 1), **counts})


def trust():
    """Four pairs, one passes and two could have; three actors, two of whom may stand last."""
    passed, able = [True, False, False, False], [True, True, True, False]
    columns = {"significant": passed, "testable": able, "sdsm_testable": able[::-1]}
    tested = pd.DataFrame(columns)
    return tested, pd.DataFrame({"rank_high": [1, 3, 3]})


def test_every_number_is_that_of_the_tables():
    study = bl.open_study()
    both = graph(("a", "b", 3), ("b", "c", 1)), graph(("a", "b", 2))
    found = headlines(
        study.corpus, study.mentions, items("in both", "in neither"), both, ("X", "Y"), trust()
    )
    assert found == [
        "5 texts report 4 events in 56 sentences, 46 of which name an actor.",
        "3 actors act in them and share sentences in 2 ties. The strongest, a and b, stands in 3"
        " sentences, and in 2 without expressions such as “both governments”.",
        "Of 4 pairs that a text names, 1 shares more sentences than chance under both null models;"
        " 2 are named often enough for both tests to be able to tell.",
        "By betweenness (how often an actor lies on the shortest way between two others) X is first"
        " when a sentence makes a tie and Y when a text does: who is central depends on the unit.",
        "When whole stories are drawn anew, 2 of 3 actors could stand last by the sentences they"
        " share with others: few ranks can be told from the texts at hand.",
        "Of 2 items under the 2 pillars of the agreement, texts of 2021 and 2023 report 1 in both"
        " years; only the official agenda can say what was new.",
    ]


def test_a_tie_that_only_collectives_make_and_one_leader_are_said_so():
    study = bl.open_study()
    both = graph(("a", "b", 3)), nx.Graph()
    found = headlines(study.corpus, study.mentions, items("in neither"), both, ("X", "X"), trust())
    _, ties, _, leader, _ = found
    assert ties.endswith("in 0 without expressions such as “both governments”.")
    assert leader == "By betweenness X is first, whether a sentence or a text makes a tie."


def test_without_ties_and_items_only_the_texts_are_counted():
    study = bl.open_study()
    nothing = nx.Graph(), nx.Graph()
    found = headlines(study.corpus, study.mentions, items("in neither"), nothing, ("", ""), trust())
    assert len(found) == 2
    assert found[1].startswith("No registered actor acts in them: `borderlab suggest`")


def test_one_of_everything_takes_the_singular_and_equal_ties_have_no_strongest():
    study = bl.open_study()
    one, equal = graph(("a", "b", 1)), graph(("a", "b", 1), ("b", "c", 1))
    two = graph(("a", "b", 2), ("b", "c", 2), ("c", "a", 1))
    for network, said in [
        (one, "2 actors act in them and share sentences in 1 tie. The strongest, a and b, stands in"
         " 1 sentence, and in 0 without"),
        (equal, "3 actors act in them and share sentences in 2 ties. Each of them stands in"
         " 1 sentence."),
        (two, "3 actors act in them and share sentences in 3 ties. The strongest 2 stand in"
         " 2 sentences each."),
    ]:  # fmt: skip
        told = (study.corpus, study.mentions, items("in neither"), (network, nx.Graph()))
        found = headlines(*told, ("", ""), trust())
        assert found[1].startswith(said)
        assert len(found) == 4  # nobody alone is first


def test_where_few_could_stand_last_nothing_is_concluded_about_ranks():
    study = bl.open_study()
    stable = pd.DataFrame({"rank_high": [1, 2, 3]})
    told = (study.corpus, study.mentions, items("in neither"), (graph(("a", "b", 3)),) * 2)
    *_, ranks = headlines(*told, ("X", "X"), (trust()[0], stable))
    assert ranks.endswith("1 of 3 actors could stand last by the sentences they share with others.")


def test_where_no_pair_could_pass_and_there_is_one_of_each_it_is_said_in_words():
    study, (tested, stable) = bl.open_study(), trust()
    chance = "more sentences than chance under both null models;"
    able = {False: f"0 share {chance} no pair is named", True: f"1 shares {chance} 1 is named"}
    for could, said in able.items():
        few = tested.head(1).assign(testable=could, significant=could)
        few["sdsm_testable"] = True
        told = (study.corpus, study.mentions, items("in all"), (graph(("a", "b", 3)),) * 2)
        found = headlines(*told, ("", ""), (few, stable))
        assert found[2].startswith(f"Of 1 pair that a text names, {said} often enough for both")
        assert found[-1].startswith("Of 1 item under the 1 pillar of the agreement, texts of 2021")
        assert "report 1 in every year;" in found[-1]


def test_the_same_is_said_in_spanish():
    study = bl.open_study()
    told = (study.corpus, study.mentions, items("in both", "only in the 2021 text"))
    found = headlines(*told, (graph(("a", "b", 3)),) * 2, ("X", "Y"), trust(), lang="es")
    assert found[0].startswith("5 textos informan de 4 sucesos en 56 oraciones, 46 de")
    assert found[-1].startswith(
        "De 2 temas pertenecientes a 2 pilares del acuerdo, los textos de 2021 y 2023 informan de 1"
        " en ambos años, de 1 solo en 2021;"
    )


def test_a_spanish_page_names_the_actors_of_the_strongest_tie_in_spanish():
    from borderlab.building import _headlines

    study = bl.open_study(".")
    assert any("Estados Unidos y México" in line for line in _headlines(study, "es"))
