"""Networks: counting, shortest paths and resampling, against what a researcher would write.

Units and actors are drawn from a seed; a few actors are named often and many rarely, the chance of
the k-th falling with 1/k.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb, lcm, nan

import networkx as nx
import numpy as np
import pandas as pd
from harness import Pair
from news import SEED
from scipy.sparse import csr_array, triu

_MENTIONS, _ACTORS, _SENTENCES = 1_000_000, 2_000, 250_000
#: resamples that the peer is asked for, of as many as ours draws
_DRAWN_50, _DRAWN_500 = (8, 1_000), (1, 24)
#: highest and lowest count of an edge, and edges of an actor, of the graph that paths are sought in
_COUNTS, _TIES = 12, 20


def _units(sentences, actors, mentions, *, documents=1):
    """Name actors in sentences that are dealt out to documents; nobody twice in a sentence."""
    from borderlab.tables import Incidence

    chance = np.random.default_rng(SEED)
    named = 1 / np.arange(1, actors + 1)
    rows = chance.integers(0, sentences, mentions)
    who = chance.choice(actors, mentions, p=named / named.sum())
    ones = np.ones(mentions, dtype="int64")
    matrix = csr_array((ones, (rows, who)), shape=(sentences, actors)).sign()
    where = [f"d{i * documents // sentences:05d}" for i in range(sentences)]
    units = pd.DataFrame({"doc_id": where, "story_id": where})
    names = pd.Index([f"a{i:04d}" for i in range(actors)], dtype="str", name="actor_id")
    cells = pd.DataFrame(columns=["unit_id", "actor_id", "mention_id", "sentence_id"])
    return Incidence(matrix, units, pd.DataFrame(index=names), cells, {"unit": "sentence"})


def _names(units):
    """Write an incidence as lists of names, one a unit."""
    ids, matrix = units.actors.index.to_numpy(dtype=object), units.matrix
    return [row.tolist() for row in np.split(ids[matrix.indices], matrix.indptr[1:-1])]


def _table(counts):
    rows = sorted((a, b, float(n)) for (a, b), n in counts.items())
    return pd.DataFrame(rows, columns=["source", "target", "weight"])


def _counting():
    import borderlab as bl

    units = _units(_SENTENCES, _ACTORS, _MENTIONS)
    sentences = _names(units)

    def ours():
        return bl.cooccurrence(units)

    def peer():
        return _table(Counter(p for named in sentences for p in combinations(sorted(named), 2)))

    def check(a, b):
        pd.testing.assert_frame_equal(a, b, check_exact=True)

    return ours, peer, check


def _counting_scipy():
    import borderlab as bl

    units = _units(_SENTENCES, _ACTORS, _MENTIONS)
    names, named = units.actors.index, units.matrix

    def ours():
        return bl.cooccurrence(units)

    def peer():
        return triu(named.T @ named, k=1)

    def check(a, b):
        b = b.tocoo()
        order = np.lexsort([b.col, b.row])
        assert a["source"].tolist() == names[b.row[order]].tolist()
        assert a["target"].tolist() == names[b.col[order]].tolist()
        assert a["weight"].tolist() == b.data[order].tolist()

    return ours, peer, check


def _tied(actors, ties):
    """Make a graph of small counts: whole distances, so that networkx takes ties for ties too."""
    chance, scale = np.random.default_rng(SEED), lcm(*range(1, _COUNTS + 1))
    graph = nx.Graph(distance_scale=scale)
    drawn = nx.barabasi_albert_graph(actors, ties, seed=SEED)
    graph.add_nodes_from(f"a{i:04d}" for i in range(actors))
    for a, b in drawn.edges:
        count = int(chance.integers(1, _COUNTS + 1))
        graph.add_edge(f"a{a:04d}", f"a{b:04d}", weight=count, distance=scale // count)
    return graph


def _far(graph):
    scale = graph.graph["distance_scale"]
    return {
        "betweenness": nx.betweenness_centrality(graph, weight="distance"),
        "closeness": {
            a: v * scale for a, v in nx.closeness_centrality(graph, distance="distance").items()
        },
    }


def _paths():
    import borderlab as bl

    graph, small = _tied(500, _TIES), _tied(12, 4)

    def ours():
        return bl.centrality(graph, measures=["betweenness", "closeness"])

    def peer():
        return _far(graph)

    def check(a, b):
        _same_scores(a, b)
        _same_scores(bl.centrality(small, measures=["betweenness", "closeness"]), _exact(small))

    return ours, peer, check


def _same_scores(scores, found):
    for measure, part in scores.groupby("measure"):
        told = dict(zip(part["actor_id"], part["estimate"], strict=True))
        assert told.keys() == found[measure].keys()
        assert all(abs(told[a] - float(v)) <= 1e-9 for a, v in found[measure].items())


def _exact(graph):
    """Walk every simple path in rational numbers."""
    scale, others = graph.graph["distance_scale"], len(graph) - 1
    between, far = dict.fromkeys(graph, Fraction()), dict.fromkeys(graph, Fraction())
    for a, b in combinations(graph, 2):
        ways = [(sum(graph.edges[e]["distance"] for e in nx.utils.pairwise(p)), p)
                for p in nx.all_simple_paths(graph, a, b)]  # fmt: skip
        least = min(length for length, _ in ways)
        short = [p for length, p in ways if length == least]
        far[a], far[b] = far[a] + Fraction(least, scale), far[b] + Fraction(least, scale)
        for node in (node for p in short for node in p[1:-1]):
            between[node] += Fraction(1, len(short) * comb(others, 2))
    return {"betweenness": between, "closeness": {a: others / d for a, d in far.items()}}


def _texts(units):
    """Write an incidence as lists of names, sentence by sentence, of each document, sorted."""
    documents = {}
    for doc_id, named in zip(units.units["doc_id"], _names(units), strict=True):
        documents.setdefault(doc_id, []).append(named)
    return [documents[doc_id] for doc_id in sorted(documents)]


def _graph(actors, texts, times):
    """Count the pairs of the documents drawn and make a graph of them."""
    counts = Counter()
    for text, taken in zip(texts, times, strict=True):
        for _ in range(taken):
            for named in text:
                counts.update(combinations(sorted(named), 2))
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    for (a, b), n in counts.items():
        graph.add_edge(a, b, weight=n, distance=1 / n)
    return graph


def _measured(graph):
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    return {
        "degree": dict(graph.degree()),
        "strength": dict(graph.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(graph, weight="distance"),
        "closeness": nx.closeness_centrality(graph, distance="distance"),
        "harmonic": nx.harmonic_centrality(graph, distance="distance"),
        "eigenvector": nx.eigenvector_centrality_numpy(largest, weight="weight"),
        "pagerank": nx.pagerank(graph, tol=1e-14, max_iter=1000),
        "core_number": nx.core_number(graph),
        "constraint": nx.constraint(graph, weight="weight"),
    }


def _between(graph):
    """Betweenness on whole distances, since 1/n in floating point breaks ties."""
    scale = lcm(*(n for _, _, n in graph.edges(data="weight")))
    whole = nx.Graph()
    whole.add_nodes_from(graph)
    whole.add_weighted_edges_from((a, b, scale // n) for a, b, n in graph.edges(data="weight"))
    return nx.betweenness_centrality(whole, weight="weight")


def _bootstrap(actors, documents, mentions, peers, resamples):
    """Draw documents on both sides; networkx takes the first resamples of those that ours does.

    What is compared are the values in these, before ours tells of each actor what holds in all.
    """

    def make():
        import borderlab as bl
        from borderlab.networks.centrality import MEASURES
        from borderlab.networks.resampling import draw_resamples
        from borderlab.networks.stability import measured

        units = _units(documents * 25, actors, mentions, documents=documents)
        drawn = draw_resamples(units, "document", resamples, SEED).times[:peers]
        names, texts = units.actors.index, _texts(units)

        def ours():
            return bl.bootstrap_centrality(units, over="document", resamples=resamples, rng=SEED)

        def peer():
            return [_measured(_graph(names, texts, times)) for times in drawn.tolist()]

        def check(a, b):
            asked = sorted(set(a["measure"]))
            assert asked == sorted(MEASURES)
            values, named = measured(units, drawn, "document", "count", asked)
            exact = _between(_graph(names, texts, drawn[0].tolist()))
            _agree(asked, names, values[0], named[0], b[0] | {"betweenness": exact})
            for row, counts, theirs in zip(values[1:], named[1:], b[1:], strict=True):
                known = {m: v for m, v in theirs.items() if m != "betweenness"}
                _agree(asked, names, row, counts, known)

        return ours, peer, check

    return make


def _agree(measures, names, values, counts, theirs):
    """Hold what was measured of all who are named together; undefined on both sides is equal."""
    for measure, column in zip(measures, values.T.tolist(), strict=True):
        for name, mine, count in zip(names, column, counts, strict=True):
            if count and measure in theirs:
                other = theirs[measure].get(name, nan)
                both = mine != mine and other != other
                assert both or abs(mine - other) <= 1e-9 * max(1, abs(other)), measure


PAIRS = [
    Pair("counting", "1 M mentions, as units × actors, to a table of edges",
         "itertools + Counter, from lists of names", "at least", 15.0, _counting),
    Pair("counting_scipy", "the same", "bare scipy.sparse product, no table", "at most", 1.2,
         _counting_scipy),
    Pair("paths", "betweenness and closeness of 500 actors", "networkx", "at least", 25.0, _paths,
         rounds=3),
    Pair("bootstrap_50", "1,000 resamples of 1,000 documents, nine measures of 50 actors",
         "a loop over networkx", "at least", 20.0, _bootstrap(50, 1_000, 20_000, *_DRAWN_50),
         share=_DRAWN_50[0] / _DRAWN_50[1], rounds=3),
    Pair("bootstrap_500", f"{_DRAWN_500[1]} resamples of 10,000 documents, of 500 actors",
         "a loop over networkx", "at least", 50.0, _bootstrap(500, 10_000, 100_000, *_DRAWN_500),
         share=_DRAWN_500[0] / _DRAWN_500[1], rounds=3),
]  # fmt: skip
