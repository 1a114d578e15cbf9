"""The findings of a study in a few sentences, every number computed and none of them a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.tables import Corpus


def headlines(
    corpus: Corpus,
    mentions: pd.DataFrame,
    items: pd.DataFrame,
    graphs: tuple[nx.Graph, nx.Graph],
    leaders: tuple[str, str],
    trust: tuple[pd.DataFrame, pd.DataFrame],
) -> list[str]:
    """Say what a study found, for its landing page.

    Parameters
    ----------
    corpus : Corpus
    mentions : pandas.DataFrame
    items : pandas.DataFrame
        As returned by `item_evolution`.
    graphs : two networkx.Graph
        The sentence network with and without collective expressions.
    leaders : two str
        The actor first by betweenness, by sentence and by document.
    trust : two pandas.DataFrame
        As returned by `edge_significance` and, for strength, by `bootstrap_centrality`.

    Returns
    -------
    list of str
        One sentence or two each; a study without texts, ties or items has fewer.
    """
    found = [_texts(corpus, mentions)]
    if graphs[0].number_of_edges():
        found += [_ties(*graphs), _tested(trust[0]), _leaders(*leaders), _ranks(trust[1])]
    if items["status"].ne("in neither").any():
        found.append(_items(items))
    return found


def _texts(corpus: Corpus, mentions: pd.DataFrame) -> str:
    documents = corpus.documents
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    acting = mentions[(mentions["role"] == "actor") & (mentions["zone"] == "body")]
    return (
        f"{len(documents)} texts report {documents['story_id'].nunique()} events in {len(body)}"
        f" sentences, {acting['sentence_id'].nunique()} of which name an actor."
    )


def _ties(graph: nx.Graph, alone: nx.Graph) -> str:
    weight, a, b = max((w, a, b) for a, b, w in graph.edges(data="weight"))
    names = [graph.nodes[node].get("label", node) for node in (a, b)]
    without = alone.get_edge_data(a, b, {"weight": 0})["weight"]
    return (
        f"{graph.number_of_nodes()} actors act in them and share sentences in"
        f" {graph.number_of_edges()} ties. The strongest, {' and '.join(sorted(names))}, stands in"
        f" {weight:.0f} sentences, and in {without:.0f} without expressions such as “both"
        " governments”."
    )


def _tested(tested: pd.DataFrame) -> str:
    passed, could = (
        tested["significant"].sum(),
        (tested["testable"] & tested["sdsm_testable"]).sum(),
    )
    return (
        f"Of {len(tested)} pairs that a text names, {passed} share more sentences than chance under"
        f" both null models; {could} had counts that could have shown it."
    )


def _ranks(stable: pd.DataFrame) -> str:
    last = (stable["rank_high"] == len(stable)).sum()
    return (
        f"Had other stories been collected, {last} of {len(stable)} actors could stand last by the"
        " sentences they share with others: few ranks can be told from the texts at hand."
    )


def _leaders(sentence: str, document: str) -> str:
    if sentence == document:
        return f"By betweenness {sentence} is first, whether a sentence or a text makes a tie."
    return (
        "By betweenness (how often an actor lies on the shortest way between two others)"
        f" {sentence} is first when a sentence makes a tie and {document} when a text does: who is"
        " central depends on the unit."
    )


def _items(items: pd.DataFrame) -> str:
    years = [c.removeprefix("sentences_") for c in items if str(c).startswith("sentences_")]
    counts = items["status"].value_counts()
    parts = [f"{n} stand {status}" for status, n in counts.items() if status != "in neither"]
    return (
        f"Of {len(items)} items of the Dialogue's pillars {', '.join(parts)} (texts of"
        f" {' and '.join(years)}); only the official agenda can say what was new."
    )
