"""Communities: the best of all divisions, the same every time, and how far resamples keep them."""

from __future__ import annotations

import random
import sys
from itertools import combinations, permutations
from unittest.mock import patch

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderlab.errors import BorderlabError
from borderlab.networks.co_membership import co_membership, community_stability
from borderlab.networks.communities import communities
from borderlab.networks.cooccurrence import cooccurrence, to_graph
from borderlab.networks.incidence import incidence

WEIGHTS = st.dictionaries(
    st.sampled_from(list(combinations("abcdef", 2))), st.sampled_from([1, 2, 3, 0.5]), max_size=10
)
quick = settings(max_examples=25, deadline=None)


def of(weights: dict[tuple[str, str], float], nodes: str = "abcdef") -> nx.Graph:
    graph = nx.empty_graph(nodes)
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in weights.items())
    return graph


def groups(graph: nx.Graph, **options) -> list[str]:
    found = communities(graph, **options)
    return found.groupby("community")["actor_id"].agg("".join).tolist()


def modularity(graph: nx.Graph, division: list, resolution: float = 1) -> float:
    if not graph.number_of_edges():
        return 0
    return nx.community.modularity(graph, map(set, division), resolution=resolution)


def divisions(nodes: list[str]):
    """Every way to divide the nodes into groups."""
    if not nodes:
        yield []
        return
    first, *rest = nodes
    for smaller in divisions(rest):
        yield [[first], *smaller]
        for i, group in enumerate(smaller):
            yield [*smaller[:i], [first, *group], *smaller[i + 1 :]]


SHAPES = {
    "empty": (nx.Graph(), []),
    "edgeless": (nx.empty_graph("cab"), ["a", "b", "c"]),
    "a pair and isolates": (of({("x", "y"): 1}, "axyz"), ["xy", "a", "z"]),
    "star": (nx.Graph(["ha", "hb", "hc"]), ["abch"]),
    "path": (nx.Graph(["ab", "bc", "cd", "de", "ef"]), ["abc", "def"]),
    "complete": (nx.complete_graph("abcde"), ["abcde"]),
    "disconnected": (nx.Graph(["xy", "yz", "zx", "ab", "bc", "ca"]), ["abc", "xyz"]),
    "the larger first": (nx.Graph(["xy", "yz", "zx", "ab"]), ["xyz", "ab"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_closed_forms(shape):
    graph, expected = SHAPES[shape]
    assert groups(graph) == expected
    found = communities(graph)
    assert found.dtypes.astype(str).to_dict() == {"actor_id": "str", "community": "int64"}
    assert found["actor_id"].tolist() == sorted(graph)


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
@quick
@given(weights=WEIGHTS)
def test_no_division_of_six_is_better(resolution, weights):
    """Compared with each of the 203 divisions there are."""
    graph = of(weights)
    found = modularity(graph, groups(graph, resolution=resolution), resolution)
    best = max(modularity(graph, d, resolution) for d in divisions(list("abcdef")))
    assert found == pytest.approx(best)


def test_zacharys_club_has_its_published_communities():
    """The highest modularity of the unweighted club is 0.4198, with four communities."""
    club = nx.relabel_nodes(nx.Graph(nx.karate_club_graph().edges), str)
    found = communities(club).groupby("community")["actor_id"].agg(list).tolist()
    assert [len(group) for group in found] == [12, 11, 6, 5]
    assert modularity(club, found) == pytest.approx(0.4198, abs=5e-5)


@quick
@given(weights=WEIGHTS, order=st.permutations("abcdef"))
def test_names_and_order_decide_nothing_but_between_equals(weights, order):
    graph = of(weights)
    moved = nx.empty_graph(order)
    moved.add_edges_from((b, a, d) for a, b, d in reversed(list(graph.edges(data=True))))
    assert communities(moved).equals(communities(graph))
    names = dict(zip("abcdef", order, strict=True))
    renamed = groups(nx.relabel_nodes(graph, names))
    back = {new: old for old, new in names.items()}
    again = [[back[a] for a in group] for group in renamed]
    assert modularity(graph, again) == pytest.approx(modularity(graph, groups(graph)))


def test_weight_binds():
    ring = {("a", "b"): 9, ("b", "c"): 1, ("c", "d"): 9, ("a", "d"): 1}
    assert groups(of(ring, "abcd")) == ["ab", "cd"]
    assert groups(of({(b, c): 10 - w for (b, c), w in ring.items()}, "abcd")) == ["ad", "bc"]


def test_a_higher_resolution_makes_more_communities():
    two = nx.Graph(["ab", "bc", "ca", "cx", "xy", "yz", "zx"])
    counts = [len(groups(two, resolution=r)) for r in (0, 1, 4)]
    assert counts == [1, 2, 6]


def test_one_number_finds_one_division_and_a_generator_goes_on():
    club = nx.relabel_nodes(nx.karate_club_graph(), str)
    assert communities(club, rng=7).equals(communities(club, rng=7))
    rng = np.random.default_rng(7)
    assert communities(club, rng=rng).equals(communities(club, rng=7))
    assert rng.random() != np.random.default_rng(7).random()


def test_the_random_numbers_of_others_stay_as_they_were():
    """Neither Python's generator moves, nor does igraph forget that it draws from it."""
    random.seed(1)
    expected = igraph.Graph.Erdos_Renyi(20, 0.2).get_edgelist(), random.random()
    random.seed(1)
    communities(nx.Graph(["ab", "bc"]))
    assert (igraph.Graph.Erdos_Renyi(20, 0.2).get_edgelist(), random.random()) == expected


def test_the_reference_network_is_divided_whole(reference, reference_codebook):
    units = incidence(*reference[::-1], reference_codebook)
    graph = to_graph(cooccurrence(units), units)
    found = communities(graph)
    assert len(found) == 32
    sizes = found["community"].value_counts().sort_index()
    assert sizes.is_monotonic_decreasing
    alone = found[found["actor_id"].isin(["bbbxg", "us-fda", "sbdc-network"])]
    assert sizes[alone["community"]].tolist() == [1, 1, 1]


def test_without_igraph_one_line_says_what_to_install():
    with (
        patch.dict(sys.modules, {"igraph": None}),
        pytest.raises(
            BorderlabError, match=r"igraph, which is missing; pip install 'borderlab\[fa"
        ),
    ):
        communities(nx.Graph(["ab"]))


@pytest.mark.parametrize(
    ("graph", "options", "message"),
    [
        (nx.DiGraph(["ab"]), {}, "communities needs an undirected graph without loops"),
        (of({("a", "b"): 0}), {}, "edge a - b has weight 0, so communities are not defined"),
        (of({("a", "b"): -1.5}), {}, "edge a - b has weight -1.5"),
        (nx.Graph(["ab"]), {"resolution": -1}, "resolution=-1 is no number from 0 on"),
        (nx.Graph(["ab"]), {"starts": 0}, "starts=0 is no whole number from 1"),
    ],
)
def test_bad_input_is_one_line(graph, options, message):
    with pytest.raises(BorderlabError, match=message):
        communities(graph, **options)


# --- resampled ---------------------------------------------------------------------------------

TWO, ONE = nx.Graph(["ab", "cd"]), nx.Graph(["ab", "bc"])


def test_absent_actors_are_with_nobody_and_only_ratios_of_weights_count():
    expected = [("a", "b", 1), ("a", "c", 0.75), ("b", "c", 0.75), ("c", "d", 0.25)]
    for weights in [(0.25, 0.75), (1, 3), (2, 6)]:
        drawn = list(zip([TWO, ONE], weights, strict=True))
        for order in permutations(drawn):
            found = co_membership(iter(order))
            assert list(found.itertuples(index=False, name=None)) == expected
    kinds = found.dtypes.astype(str).to_dict()
    assert kinds == {"source": "str", "target": "str", "together": "float64"}


def test_a_resample_of_weight_zero_says_nothing():
    assert co_membership([(TWO, 1), (ONE, 0)]).equals(co_membership([(TWO, 5)]))
    assert co_membership([(nx.Graph(), 1)]).empty
    assert co_membership([(nx.empty_graph("ab"), 1)]).empty


@pytest.mark.parametrize(
    "resampled", [[], [(ONE, 0)], [(ONE, 2), (TWO, -1)], [(ONE, float("nan"))]]
)
def test_weights_that_are_none_are_refused(resampled):
    with pytest.raises(BorderlabError, match="weights are 0 or more, some above"):
        co_membership(resampled)


def test_what_never_changes_is_always_together():
    """Resampled as itself, each is always with its community; isolates have none to be with."""
    graph = of({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}, "abcz")
    stable = community_stability(communities(graph), co_membership([(graph, 1)]))
    assert stable["together"].fillna(-1).tolist() == [1, 1, 1, -1]
    assert stable["size"].tolist() == [3, 3, 3, 1]


@quick
@given(drawn=st.lists(st.tuples(WEIGHTS, st.integers(1, 5)), min_size=1, max_size=4))
def test_stability_is_the_share_counted_pair_by_pair(drawn):
    resampled = [(of(weights), times) for weights, times in drawn]
    found = communities(resampled[0][0])
    stable = community_stability(found, co_membership(resampled)).set_index("actor_id")
    total, own = sum(times for _, times in resampled), found.set_index("actor_id")["community"]
    each = [(communities(g).set_index("actor_id")["community"], t) for g, t in resampled]
    for a in own.index:
        others = [b for b in own.index if b != a and own[b] == own[a]]
        shares = [sum(t for c, t in each if c[a] == c[b]) / total for b in others]
        expected = sum(shares) / len(shares) if shares else float("nan")
        assert stable.loc[a, "together"] == pytest.approx(expected, nan_ok=True)


def test_tables_go_in_unchanged_and_wrong_ones_are_named():
    found, pairs = communities(ONE), co_membership([(ONE, 1)])
    before = found.copy(), pairs.copy()
    community_stability(found, pairs)
    assert found.equals(before[0])
    assert pairs.equals(before[1])
    with pytest.raises(ValueError, match="pairs has no column together; give what co_membership"):
        community_stability(found, pd.DataFrame({"source": [], "target": []}))
