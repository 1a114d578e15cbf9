"""The findings of a study in a few sentences, every number computed and none of them a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import networkx as nx

from borderlab.publishing.narrative import Count, Narrator

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
    *,
    labels: Mapping[str, str] | None = None,
    lang: Literal["en", "es"] = "en",
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
        The actor first by betweenness, by sentence and by document; empty where nobody alone is.
    trust : two pandas.DataFrame
        As returned by `edge_significance` and, for strength, by `bootstrap_centrality`.
    labels : mapping of actor_id to str, optional
        Names of actors; else those of the graphs' nodes.
    lang : {"en", "es"}

    Returns
    -------
    list of str
        One sentence or two each; a study without texts, ties or items has fewer.
    """
    say = Narrator(lang, "headlines")
    found = [_texts(say, corpus, mentions)]
    if not len(graphs[0]):
        found.append(say.say("nobody"))
    if graphs[0].number_of_edges():
        found += [_ties(say, *graphs, labels or {}), _tested(say, trust[0])]
        found += [_leaders(say, *leaders)] * all(leaders) + [_ranks(say, trust[1])]
    if items["status"].ne("in neither").any():
        found.append(_items(say, items))
    return found


def _texts(say: Narrator, corpus: Corpus, mentions: pd.DataFrame) -> str:
    documents = corpus.documents
    body = corpus.sentences[corpus.sentences["zone"] == "body"]
    acting = mentions[(mentions["role"] == "actor") & (mentions["zone"] == "body")]
    return say.say(
        "texts",
        texts=Count(len(documents)),
        events=Count(documents["story_id"].nunique()),
        sentences=Count(len(body)),
        naming=Count(acting["sentence_id"].nunique()),
    )


def _ties(say: Narrator, graph: nx.Graph, alone: nx.Graph, labels: Mapping[str, str]) -> str:
    weight, a, b = max((w, a, b) for a, b, w in graph.edges(data="weight"))
    several = sum(w == weight for *_, w in graph.edges(data="weight"))
    counts = {"actors": Count(len(graph)), "ties": Count(graph.number_of_edges())}
    names = sorted(labels.get(node, graph.nodes[node].get("label", node)) for node in (a, b))
    without = alone.get_edge_data(a, b, {"weight": 0})["weight"]
    told = {"a": names[0], "b": names[1], "weight": Count(weight), "without": Count(without)}
    which = "strongest"
    if several > 1:  # none of them is the strongest
        which = "strongest:all" if several == counts["ties"] else "strongest:several"
    return f"{say.say('ties', **counts)} {say.say(which, several=several, **told)}"


def _tested(say: Narrator, tested: pd.DataFrame) -> str:
    could = Count((tested["testable"] & tested["sdsm_testable"]).sum())
    told = {"pairs": Count(len(tested)), "passed": Count(tested["significant"].sum())}
    return say.say("tested" if could else "tested:none could", could=could, **told)


def _ranks(say: Narrator, stable: pd.DataFrame) -> str:
    last = (stable["rank_high"] == len(stable)).sum()
    # where most actors keep off the last place, ranks may well be told
    which = "ranks:few" if 2 * last >= len(stable) else "ranks"
    return say.say(which, last=last, actors=Count(len(stable)))


def _leaders(say: Narrator, sentence: str, document: str) -> str:
    which = "leader" if sentence == document else "leaders"
    return say.say(which, sentence=sentence, document=document)


def _items(say: Narrator, items: pd.DataFrame) -> str:
    years = [c.removeprefix("sentences_") for c in items if str(c).startswith("sentences_")]
    counts = items["status"].value_counts().drop("in neither", errors="ignore")
    parts = [
        say.say(
            say.named("status", status),
            n=n,
            years=_and(say, re.findall(r"\d+", str(status))),
        )
        for status, n in counts.items()
    ]
    told = {"parts": ", ".join(parts), "years": _and(say, years)}
    pillars = Count(items["pillar"].nunique())
    return say.say("items", items=Count(len(items)), pillars=pillars, **told)


def _and(say: Narrator, words: Sequence[str]) -> str:
    *before, last = words or [""]
    return say.say("and", before=", ".join(before), last=last) if before else last
