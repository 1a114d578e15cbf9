"""Every measure, on every shape of graph, against closed forms, rational numbers and books."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import combinations, permutations
from math import comb, isnan, pi, sin, sqrt

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from borderlab.errors import BorderlabError
from borderlab.networks.centrality import MEASURES, centrality, rank_table
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.graphs import sorted_copy
from borderlab.networks.incidence import incidence

UNITS = st.lists(st.sets(st.sampled_from("abcdef"), max_size=4), max_size=8)
quick = settings(max_examples=20, deadline=None)


@pytest.fixture(params=["igraph", "networkx"])
def engine(request, monkeypatch) -> str:
    """Run a test with igraph and as if it were not installed."""
    if request.param == "networkx":
        monkeypatch.setitem(sys.modules, "igraph", None)
    return request.param


def scored(graph: nx.Graph, measure: str) -> dict[str, float]:
    scores = centrality(graph, measures=[measure])
    return dict(zip(scores["actor_id"], scores["estimate"], strict=True))


def named(graph: nx.Graph) -> nx.Graph:
    return nx.relabel_nodes(graph, {node: f"n{node:02d}" for node in graph})


def of(make, sets: list[set[str]], weight: str = "count") -> nx.Graph:
    corpus, mentions = make([[sets]])
    units = incidence(mentions, corpus)
    return to_graph(cooccurrence(units, weight=weight), units, weight=weight)


def by_hand(graph: nx.Graph) -> dict[str, Fraction]:
    """Betweenness by walking every simple path, in rational numbers."""
    scale, nodes = graph.graph["distance_scale"], list(graph)
    sums = dict.fromkeys(nodes, Fraction())
    for a, b in combinations(nodes, 2):
        paths = list(nx.all_simple_paths(graph, a, b))
        if not paths:
            continue
        lengths = [
            sum(Fraction(graph.edges[e]["distance"], scale) for e in nx.utils.pairwise(p))
            for p in paths
        ]
        short = [p for p, n in zip(paths, lengths, strict=True) if n == min(lengths)]
        for path in short:
            for node in path[1:-1]:
                sums[node] += Fraction(1, len(short))
    pairs = comb(len(nodes) - 1, 2)
    return {node: total / pairs if pairs else total for node, total in sums.items()}


# n nodes: the values of the hub (or of each node of a complete graph), then of a leaf
N = 6
STAR = {
    "degree": (N - 1, 1),
    "strength": (N - 1, 1),
    "betweenness": (1, 0),
    "closeness": (1, (N - 1) / (2 * N - 3)),
    "harmonic": (N - 1, 1 + (N - 2) / 2),
    "eigenvector": (1 / sqrt(2), 1 / sqrt(2 * (N - 1))),
    "pagerank": (
        (0.15 / N + 0.85 * (N - 1) * 0.15 / N) / (1 - 0.85**2),
        (0.15 / N + 0.85 * 0.15 / N / (N - 1)) / (1 - 0.85**2),
    ),
    "core_number": (1, 1),
    "constraint": (1 / (N - 1), 1),
}
COMPLETE = {
    "degree": N - 1,
    "strength": N - 1,
    "betweenness": 0,
    "closeness": 1,
    "harmonic": N - 1,
    "eigenvector": 1 / sqrt(N),
    "pagerank": 1 / N,
    "core_number": N - 1,
    "constraint": (N - 1) * (1 / (N - 1) + (N - 2) / (N - 1) ** 2) ** 2,
}
PATH = {
    "degree": lambda k: 1 + (0 < k < N - 1),
    "strength": lambda k: 1 + (0 < k < N - 1),
    "betweenness": lambda k: k * (N - 1 - k) / comb(N - 1, 2),
    "closeness": lambda k: (N - 1) / sum(abs(k - j) for j in range(N)),
    "harmonic": lambda k: sum(1 / abs(k - j) for j in range(N) if j != k),
    "eigenvector": lambda k: sqrt(2 / (N + 1)) * sin(pi * (k + 1) / (N + 1)),
    "core_number": lambda k: 1,
    "constraint": lambda k: 0.5 if 0 < k < N - 1 else 1,
}
EDGELESS = {
    "degree": 0, "strength": 0, "betweenness": 0, "closeness": 0, "harmonic": 0,
    "eigenvector": None, "pagerank": 1 / 3, "core_number": 0, "constraint": None,
}  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
def test_closed_forms_of_star_complete_and_path(measure, engine):
    hub, *leaves = scored(named(nx.star_graph(N - 1)), measure).values()
    assert [hub, *leaves] == pytest.approx([STAR[measure][0], *[STAR[measure][1]] * (N - 1)])
    everyone = list(scored(named(nx.complete_graph(N)), measure).values())
    assert everyone == pytest.approx([COMPLETE[measure]] * N)
    path = list(scored(named(nx.path_graph(N)), measure).values())
    if measure in PATH:
        assert path == pytest.approx([PATH[measure](k) for k in range(N)])
    assert path == path[::-1], "a path read backwards is the same path, ties included"


@pytest.mark.parametrize("measure", MEASURES)
def test_no_nodes_no_rows(measure):
    assert centrality(nx.Graph(), measures=[measure]).shape == (0, 3)


@pytest.mark.parametrize("measure", MEASURES)
def test_without_edges_everyone_stays(measure, engine):
    found = list(scored(named(nx.empty_graph(3)), measure).values())
    if EDGELESS[measure] is None:
        assert all(map(isnan, found))
    else:
        assert found == pytest.approx([EDGELESS[measure]] * 3)


def test_one_policy_for_a_disconnected_graph(engine):
    """A path of three, a pair and an isolate: all measured, eigenvector on the largest only."""
    graph = nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])
    graph.add_node("z")
    wide = centrality(graph).pivot_table(index="actor_id", columns="measure", dropna=False)
    wide.columns = wide.columns.droplevel()
    assert wide.index.tolist() == [*"abcxyz"]
    assert wide["closeness"].tolist() == pytest.approx([4 / 15, 2 / 5, 4 / 15, 0.2, 0.2, 0])
    assert wide["harmonic"].tolist() == [1.5, 2, 1.5, 1, 1, 0]
    assert wide["betweenness"].tolist() == [0, 0.1, 0, 0, 0, 0]
    assert wide["eigenvector"].isna().tolist() == [False] * 3 + [True] * 3
    assert wide["constraint"].isna().tolist() == [False] * 5 + [True]
    assert wide["pagerank"].sum() == pytest.approx(1)


def test_components_of_one_size_are_each_scored_so_that_no_name_decides():
    graph = nx.Graph([("a", "b"), ("x", "y")])
    assert list(scored(graph, "eigenvector").values()) == pytest.approx([sqrt(0.5)] * 4)


def test_a_heavier_edge_is_shorter(engine):
    """Named together twice is half the distance: the way through b beats the direct edge."""
    graph = nx.Graph(distance_scale=6)
    for a, b, weight in [("a", "b", 3), ("b", "c", 3), ("a", "c", 1)]:
        graph.add_edge(a, b, weight=weight, distance=6 // weight)
    assert scored(graph, "betweenness") == {"a": 0, "b": 1, "c": 0}
    assert scored(graph, "closeness")["a"] == pytest.approx(2 / (1 / 3 + 2 / 3))
    assert scored(graph, "harmonic")["a"] == pytest.approx(3 + 3 / 2)
    assert scored(graph, "strength") == {"a": 4, "b": 6, "c": 4}


#: a - b of weight 3, b - c of weight 1: the values of a, b, c by pencil
B = 0.135 / (1 - 0.85**2)
UNEVEN = {
    "degree": (1, 2, 1),
    "strength": (3, 4, 1),
    "eigenvector": (3 / sqrt(20), sqrt(10 / 20), 1 / sqrt(20)),
    "pagerank": (0.05 + 0.85 * 0.75 * B, B, 0.05 + 0.85 * 0.25 * B),
    "core_number": (1, 1, 1),
    "constraint": (1, 0.75**2 + 0.25**2, 1),
}


@pytest.mark.parametrize("measure", UNEVEN)
def test_weights_weigh_where_they_should(measure):
    graph = nx.Graph(distance_scale=3)
    graph.add_edge("a", "b", weight=3, distance=1)
    graph.add_edge("b", "c", weight=1, distance=3)
    assert tuple(scored(graph, measure).values()) == pytest.approx(UNEVEN[measure])


def test_nodes_and_edges_are_sorted_before_any_algorithm():
    tidy = sorted_copy(nx.Graph([("c", "b"), ("b", "a"), ("c", "a")]))
    assert list(tidy) == ["a", "b", "c"]
    assert list(tidy.edges) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_tie_that_floating_point_breaks(make):
    """1/2 + 1/12 and 1/3 + 1/4 are the same length, so b and c share the way from a to d."""
    assert 1 / 2 + 1 / 12 != 1 / 3 + 1 / 4
    pairs = {("a", "b"): 2, ("b", "d"): 12, ("a", "c"): 3, ("c", "d"): 4}
    graph = of(make, [set(pair) for pair, n in pairs.items() for _ in range(n)])
    found = scored(graph, "betweenness")
    assert (found["b"], found["c"]) == (
        pytest.approx(float(by_hand(graph)["b"])), pytest.approx(float(by_hand(graph)["c"])),
    )  # fmt: skip
    floats = nx.Graph((a, b, {"far": 1 / n}) for (a, b), n in pairs.items())
    broken = nx.betweenness_centrality(floats, weight="far")
    assert broken["b"] != pytest.approx(found["b"])


@settings(max_examples=50, deadline=None)
@given(weight=st.sampled_from(["count", "newman", "jaccard", "cosine"]), sets=UNITS)
def test_betweenness_equals_rational_arithmetic_on_tied_graphs(make, weight, sets):
    graph = of(make, sets, weight)
    assume(graph.number_of_edges())
    expected = {node: float(value) for node, value in by_hand(graph).items()}
    assert scored(graph, "betweenness") == pytest.approx(expected, abs=1e-9)


@quick
@given(sets=UNITS, order=st.permutations("abcdef"))
def test_names_and_order_decide_nothing(make, sets, order):
    """Every measure."""
    graph = of(make, sets)
    moved = nx.Graph(**graph.graph)
    moved.add_nodes_from(sorted(graph, key=order.index))
    moved.add_edges_from((b, a, d) for a, b, d in reversed(list(graph.edges(data=True))))
    found = centrality(graph, measures=MEASURES)
    assert found.equals(centrality(moved, measures=MEASURES)), "to the last bit"
    names = dict(zip("abcdef", order, strict=True))
    renamed = centrality(nx.relabel_nodes(graph, names), measures=MEASURES)
    again = {(row.actor_id, row.measure): row.estimate for row in renamed.itertuples()}
    expected = {(names[row.actor_id], row.measure): row.estimate for row in found.itertuples()}
    assert again == pytest.approx(expected, abs=1e-9, nan_ok=True)


#: betweenness and closeness of Padgett's marriages: Wasserman & Faust (1994), chapter 5
FLORENCE = {
    "Medici": (0.522, 0.560),
    "Guadagni": (0.255, 0.467),
    "Albizzi": (0.212, 0.483),
    "Strozzi": (0.103, 0.438),
    "Acciaiuoli": (0.000, 0.368),
}


def test_the_medici_stand_where_the_textbook_puts_them(engine):
    graph = nx.florentine_families_graph()
    betweenness, closeness = scored(graph, "betweenness"), scored(graph, "closeness")
    found = {f: (round(betweenness[f], 3), round(closeness[f], 3)) for f in FLORENCE}
    assert found == FLORENCE
    assert rank_table(centrality(graph)).loc["Medici", "degree"] == 1


def test_the_unit_decides_who_stands_between(reference, reference_codebook):
    """By document Ebrard ties 2021 to 2024 and is first; by sentence he is eighth."""
    places = []
    for unit in ("document", "sentence"):
        units = incidence(*reference[::-1], reference_codebook, unit=unit)
        graph = to_graph(cooccurrence(units), units)
        places.append(rank_table(centrality(graph)).loc["marcelo-ebrard", "betweenness"])
    assert places == [1, 8]


@pytest.mark.parametrize("weight", ["count", "newman", "jaccard", "cosine"])
def test_every_measure_stands_on_the_reference(reference, reference_codebook, weight):
    units = incidence(*reference[::-1], reference_codebook)
    graph = to_graph(cooccurrence(units, weight=weight), units, weight=weight)
    scores = centrality(graph)
    keys = list(scores[["actor_id", "measure"]].itertuples(index=False, name=None))
    assert keys == sorted(keys)
    assert len(keys) == 32 * len(MEASURES)
    missing = scores[scores["estimate"].isna()]
    assert set(missing["actor_id"]) == {"bbbxg", "us-fda", "sbdc-network"}
    assert set(missing["measure"]) == {"eigenvector", "constraint"}


def test_ranks_share_the_lowest_and_keep_the_missing():
    graph = nx.Graph([("hub", "a"), ("hub", "b")])
    graph.add_node("alone")
    ranks = rank_table(centrality(graph))
    assert ranks.columns.tolist() == list(MEASURES)
    assert ranks["degree"].to_dict() == {"a": 2, "b": 2, "hub": 1, "alone": 4}
    assert ranks["constraint"].dropna().to_dict() == {"a": 2, "b": 2, "hub": 1}
    assert "alone" in ranks.index


def test_the_graph_is_not_edited(make):
    graph = of(make, [{"a", "b"}, {"b", "c"}])
    before = (dict(graph.nodes(data=True)), list(graph.edges(data=True)), dict(graph.graph))
    centrality(graph)
    assert before == (dict(graph.nodes(data=True)), list(graph.edges(data=True)), graph.graph)


@pytest.mark.parametrize("measure", ["betweenness", "closeness", "harmonic"])
def test_a_weight_without_distance_has_no_shortest_path(make, measure):
    graph = of(make, [{"a", "b"}, {"b"}], "pmi")
    with pytest.raises(BorderlabError, match=f"no distance, so {measure} is not defined"):
        centrality(graph, measures=["degree", measure])


@pytest.mark.parametrize("distance", [0, -1, float("inf"), float("nan")])
def test_a_distance_that_is_none_is_refused(distance):
    graph = nx.Graph(distance_scale=1)
    graph.add_edge("a", "b", weight=1, distance=distance)
    with pytest.raises(BorderlabError, match=f"a - b has distance {distance}, so harmonic is not"):
        centrality(graph, measures=["degree", "harmonic"])
    assert scored(graph, "pagerank") == {"a": 0.5, "b": 0.5}


@pytest.mark.parametrize("measure", ["eigenvector", "pagerank", "constraint"])
def test_a_weight_of_zero_or_less_is_refused_where_it_means_nothing(make, measure):
    graph = of(make, [{"a", "b"}], "pmi")
    assert graph.edges["a", "b"]["weight"] == 0
    with pytest.raises(BorderlabError, match=f"not above 0, so {measure} is not defined"):
        centrality(graph, measures=[measure])
    assert scored(graph, "degree") == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    "graph",
    [nx.DiGraph([("a", "b")]), nx.MultiGraph([("a", "b")]), nx.Graph([("a", "a")])],
)
def test_only_simple_undirected_graphs_are_measured(graph):
    with pytest.raises(BorderlabError, match="undirected graph without loops"):
        centrality(graph)


def test_an_unknown_measure_is_named():
    with pytest.raises(BorderlabError, match="measures='fame' is no choice; take one of degree"):
        centrality(nx.Graph(), measures=["fame"])


def test_every_permutation_of_a_tied_square_ties():
    for order in permutations("abcd"):
        found = scored(nx.Graph(nx.utils.pairwise(order, cyclic=True)), "betweenness")
        assert len(set(found.values())) == 1
