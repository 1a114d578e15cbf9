"""Which mentions are counted and what they name: the half of the choices that is not the unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from borderlab.coding.codebook_rules import lineage
from borderlab.errors import BorderlabError, UnknownActorError
from borderlab.tables import Corpus

Numbers = NDArray[np.intp]


class Names(NamedTuple):
    """Which mentions the choices leave: a row each, and what is known of the nodes they name."""

    named: Numbers  # the number of the mention
    spot: Numbers  # of its sentence in the corpus
    node: Numbers  # of its node
    nodes: pd.DataFrame  # the attributes, by sorted id
    strange: pd.Series  # actors that the codebook does not hold, by the number of the sentence


def find_names(
    mentions: pd.DataFrame, corpus: Corpus, known: pd.DataFrame | None, choices: Mapping[str, Any]
) -> Names:
    """Tell of every counted mention which node it names, by the checked choices of `incidence`."""
    named, spots = _counted(mentions, corpus, choices)
    actors = mentions["actor_id"].iloc[named]
    strange = pd.Series(dtype="str")
    if known is not None:
        there = actors.isin(known.index).to_numpy()
        strange = actors[~there].set_axis(spots[~there])
        actors, kept = _by_registry(actors, known, choices)
        named, spots = named[kept], spots[kept]
    names = _nodes(actors, mentions, named, choices)
    node, ids = pd.factorize(names, sort=True)
    first = np.unique(node, return_index=True)[1]
    base = pd.Series(actors.array.take(first), pd.Index(ids, name="actor_id"))
    return Names(named, spots, node, _attributes(base, known), strange)


def refuse_strange(actors: pd.Series) -> None:
    """Refuse actors that the codebook does not hold."""
    if len(actors):
        raise UnknownActorError(
            f"mentions name {actors.min()!r} (one of {len(actors.unique())}), which the codebook"
            " does not hold; add it to actors.csv or find the mentions again with this codebook"
        )


def _counted(
    mentions: pd.DataFrame, corpus: Corpus, choices: Mapping[str, Any]
) -> tuple[Numbers, Numbers]:
    """Return the numbers of the mentions that the choices leave, and of the sentence of each."""
    kept = np.ones(len(mentions), dtype="bool")
    for column in ("zone", "role", "form"):
        if choices[f"{column}s"] is not None:
            kept &= mentions[column].isin(choices[f"{column}s"]).to_numpy()
    if not choices["collectives"]:
        kept &= (mentions["form"] != "collective").to_numpy()
    named = np.flatnonzero(kept)
    spots = corpus.sentences.index.get_indexer(mentions["sentence_id"].iloc[named])
    lost = mentions.index[named[spots < 0]]
    if len(lost):
        raise BorderlabError(
            f"mention {lost[0]!r} (of {len(lost)}) stands in no sentence of this corpus;"
            " find the mentions again, or keep those of the documents you kept"
        )
    return named, spots


def _by_registry(
    actors: pd.Series, known: pd.DataFrame, choices: Mapping[str, Any]
) -> tuple[pd.Series, NDArray[np.bool_]]:
    """Apply the choices that rest on what the codebook knows of an actor; tell who is kept."""
    dropped = known["network"] == "exclude"
    if not choices["programmes"]:
        dropped |= known["kind"] == "programme"
    kept = actors.isin(known.index[~dropped]).to_numpy()
    actors = actors[kept]
    if choices["merge_parents"]:
        actors = actors.map(wholes(known)).astype("str")
    return actors, kept


def wholes(known: pd.DataFrame) -> dict[str, str]:
    """Map every actor to the organisation it is part of, or to itself.

    Only organisations inside organisations are one body; a ministry negotiates for itself, and a
    governor is not the state.
    """
    bodies = set(known.index[known["kind"] == "organisation"])
    parents = {a: p for a, p in known["parent_id"].items() if a in bodies and p in bodies}
    return {actor: lineage(actor, parents)[-1] for actor in known.index}


def _nodes(
    actors: pd.Series, mentions: pd.DataFrame, named: Numbers, choices: Mapping[str, Any]
) -> pd.Series:
    """Name the node of each mention: its actor, or its actor in an office."""
    if not choices["split_by"]:
        return actors
    office = mentions["office"].iloc[named]
    return actors.where(office.isna(), actors + "@" + office.astype("str"))


def _attributes(base: pd.Series, known: pd.DataFrame | None) -> pd.DataFrame:
    """Give every node the attributes of its actor; a split node says its office in its label."""
    if known is None:
        return pd.DataFrame(index=base.index)
    actors = known.loc[base].set_axis(base.index)
    if "label" in actors.columns and not base.index.equals(pd.Index(base)):
        office = base.index.to_series().str.replace("^[^@]*@?", "", regex=True)
        actors["label"] += office.where(office == "", " (" + office + ")")
    return actors
