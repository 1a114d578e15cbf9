"""Pieces of different runs are refused: a sentence on one would be false of the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from borderlab.errors import BorderlabError
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.networks.graphs import choices_of
from borderlab.networks.incidence import incidence
from borderlab.publishing.methods_coding import Described
from borderlab.tables import Incidence


def check_pieces(
    study: Described,
    units: Incidence | None,
    graph: nx.Graph | None,
    tables: Mapping[str, pd.DataFrame | None],
    tested_units: Incidence | None,
) -> None:
    """Refuse what is not of this study, these units and this graph; say with what to make it.

    Parameters
    ----------
    study, units, graph, tested_units
        As `methods` takes them.
    tables : mapping
        scores, tested and stable, where they are given.

    Raises
    ------
    BorderlabError
        One line, with the cure.
    """
    given = {name: table for name, table in tables.items() if table is not None}
    if units is None:
        for name in ["graph"] * (graph is not None) + list(given):
            raise BorderlabError(f"{name} needs its units; pass them as units=")
        return
    _check_units("units", units, study)
    if graph is not None:
        _check_graph(graph, units)
    for name, table in given.items():
        own = (tested_units or units) if name == "tested" else units
        if own is not units:
            _check_units("tested_units", own, study)
        _check_choices(name, choices_of(table), own)
        if name == "tested":
            _check_tested(table, own)
        else:
            _check_scores(name, table, units, graph)


def _check_units(name: str, units: Incidence, study: Described) -> None:
    """Compare with the units that the study itself gives by these choices."""
    if strange := sorted(set(units.units["doc_id"]) - set(study.corpus.documents.index)):
        raise BorderlabError(f"{name} hold {strange[0]!r}, which the study lacks; pass its own")
    options = {k: v for k, v in units.choices.items() if k in (incidence.__kwdefaults__ or {})}
    known = study.codebook if units.choices.get("codebook") else None
    own = incidence(study.mentions, study.corpus, known, **options)
    if not (own.cells.equals(units.cells) and own.units.equals(units.units)):
        raise BorderlabError(
            f"{name} are of other mentions or texts than the study's; make them with"
            " study.incidence(...)"
        )


def _check_choices(name: str, told: Mapping[str, Any], units: Incidence) -> None:
    """Name the choices in which a piece differs from its units; what is not told passes here."""
    differ = [k for k, v in told.items() if k in units.choices and units.choices[k] != v]
    if differ:
        theirs, ours = (", ".join(f"{k}={c[k]!r}" for k in differ) for c in (told, units.choices))
        cure = "pass its units as tested_units=" if name == "tested" else "make one of the other"
        raise BorderlabError(f"{name} and units are of other choices ({theirs}; {ours}); {cure}")


def _check_graph(graph: nx.Graph, units: Incidence) -> None:
    """Let edges be missing, which the text says, but no actor, and no edge be another."""
    told = choices_of(graph)
    if not told or "weight" not in graph.graph:
        raise BorderlabError("graph does not say how it was made; pass what to_graph returns")
    _check_choices("graph", told, units)
    _check_actors("graph", set(graph), units)
    edges = cooccurrence(units, weight=graph.graph["weight"])
    due = {(a, b): w for a, b, w in edges.itertuples(index=False)}
    for a, b, weight in graph.edges(data="weight"):
        if weight is None or not abs(due.get((min(a, b), max(a, b)), float("inf")) - weight) < 1e-9:
            raise BorderlabError(
                f"graph has an edge {a} - {b} that units do not give so; make one of the other"
            )


def _check_actors(name: str, actors: set[str], units: Incidence) -> None:
    if actors != set(units.actors.index):
        raise BorderlabError(
            f"{name} and units have different actors ({len(actors)}, {len(units.actors)}); make"
            " one of the other, and leave actors out by the choices of incidence(...) alone"
        )


def _check_scores(
    name: str, scores: pd.DataFrame, units: Incidence, graph: nx.Graph | None
) -> None:
    """Compare actors, and whatever can be counted at once: units, degree and strength."""
    _check_actors(name, set(scores["actor_id"]), units)
    due = {"units": dict(zip(units.actors.index, units.matrix.sum(axis=0).tolist(), strict=True))}
    weight = scores.attrs.get("weight")
    if graph is not None and weight in (None, graph.graph["weight"]):
        due |= {"degree": dict(graph.degree), "strength": dict(graph.degree(weight="weight"))}
    elif graph is not None:
        raise BorderlabError(
            f"{name} rest on the weight {weight!r}, graph on {graph.graph['weight']!r}; make them"
            " with one"
        )
    if graph is not None and scores.attrs.get("edges", len(graph.edges)) != len(graph.edges):
        raise BorderlabError(
            f"{name} are of a graph of {scores.attrs['edges']} edges, graph has {len(graph.edges)};"
            " measure the graph that you pass"
        )
    for measure, values in due.items():
        rows = scores[scores["measure"] == measure]
        found = zip(rows["actor_id"], rows["estimate"], strict=True)
        if any(abs(values[actor] - estimate) > 1e-9 for actor, estimate in found):
            raise BorderlabError(
                f"{name} have another {measure} than the graph and units; make one of the other"
            )


def _check_tested(tested: pd.DataFrame, units: Incidence) -> None:
    """Compare every pair that is named together, and the family with what is left of it."""
    ours, theirs = (
        {(a, b): w for a, b, w in edges[["source", "target", "weight"]].itertuples(index=False)}
        for edges in (cooccurrence(units), tested[tested["weight"] > 0])
    )
    sizes = tested["family"].unique() if "family" in tested else []
    if len(sizes) == 1 and len(tested) != sizes[0] and set(theirs.items()) <= set(ours.items()):
        raise BorderlabError(
            f"tested are {len(tested)} pairs of a family of {sizes[0]}; pass the whole table, since"
            " the text counts in it"
        )
    if ours != theirs:
        raise BorderlabError("tested are edges of other units; pass those as tested_units=")
