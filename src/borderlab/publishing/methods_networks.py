"""What a methods text says of networks: units, weights, measures, and what they do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from borderlab.networks.cooccurrence import cooccurrence
from borderlab.publishing.narrative import Count, Narrator

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from borderlab.tables import Corpus, Incidence

#: below so many stories nothing is inferred beyond the texts
FEW = 10
_DISTANT = {"betweenness", "closeness", "harmonic"}


def choices_made(tell: Narrator, units: Incidence) -> list[str]:
    """Say what being named together means: the unit and every other choice of the incidence."""
    choices, sizes = units.choices, units.matrix.sum(axis=1)
    fields = {k: Count(v) if type(v) is int else v for k, v in choices.items() if k != "unit"}
    unit = tell.say(tell.named("unit", choices["unit"]), name=str(choices["unit"]), **fields)
    counts = {
        "units": len(sizes), "naming": (sizes > 0).sum(), "two": (sizes > 1).sum(),
        "actors": len(units.actors),
    }  # fmt: skip
    listed = {
        option: tell.say("any")
        if choices[option] is None
        else ", ".join(map(tell.word, choices[option]))
        for option in ("roles", "forms", "zones")
    }
    return [
        tell.say("units", unit=unit, **{k: Count(n) for k, n in counts.items()}),
        tell.say("counted", **listed),
        *(
            choice(tell, option, value)
            for option, value in choices.items()
            if option not in ("unit", "window", *listed)
        ),
    ]


def choice(tell: Narrator, option: str, value: Any) -> str:
    """Say one choice: in its own sentence, or by its name where nobody wrote one."""
    own = tell.named(option, value, option if option in tell.templates else "choice")
    return tell.say(own, option=option, value=str(value))


def edges_weighed(tell: Narrator, graph: nx.Graph, units: Incidence | None) -> list[str]:
    """Say what a network has, what its weights are, and whether edges were left out of it."""
    weight = graph.graph["weight"]
    total = f"{sum(w for *_, w in graph.edges(data='weight')):g}"
    edges = graph.number_of_edges()
    said = tell.say(
        "graph",
        nodes=Count(graph.number_of_nodes()),
        alone=sum(1 for _, degree in graph.degree if not degree),
        edges=Count(edges),
        weight=tell.say(tell.named("weight", weight), name=weight, total=total),
    )
    whole = edges if units is None else len(cooccurrence(units))
    return [said] if edges == whole else [said, tell.say("graph:part", n=edges, edges=Count(whole))]


def measures_taken(tell: Narrator, scores: pd.DataFrame, graph: nx.Graph | None) -> list[str]:
    """Name the measures, each with its source."""
    measures = sorted(scores["measure"].unique())
    said = [tell.say(tell.named("measure", m), name=m) for m in measures]
    near = graph is not None and "distance_scale" in graph.graph
    exact = [tell.say("distances")] if near and _DISTANT & set(measures) else []
    return [tell.say("measures", measures=", ".join(said)), *exact]


def limits(tell: Narrator, corpus: Corpus, units: Incidence | None) -> list[str]:
    """Say what the texts cannot carry."""
    stories = corpus.documents["story_id"].nunique()
    said = [] if units is None else [tell.say("limits:graph")]
    said += [tell.say("limits:stories", stories=Count(stories))] if stories < FEW else []
    return [*said, tell.say("limits:texts")]


def software(tell: Narrator, record: pd.DataFrame) -> str:
    """Name the releases that decide the results; texts are in the record by their sha256."""
    rows = record[~record["which"].str.startswith("sha256 ")].itertuples(index=False)
    said = [tell.say(tell.named("release", what), name=what, version=which) for what, which in rows]
    return tell.say("software", releases=", ".join(said))
