"""What remains of a corpus that was counted: whole numbers that can be added up in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, get_args

import networkx as nx
import numpy as np
import pandas as pd

from borderlab.errors import BorderlabError, Problem
from borderlab.networks.checks import check_choice
from borderlab.networks.cooccurrence import ATTRIBUTES
from borderlab.networks.weights import FORMULAS, Weight, on_one_scale
from borderlab.tables import Codebook, conform, table

#: kind -> what a row of a table of counts says; the columns are kind, group, source, target, n
KINDS = ("documents", "units", "mentions", "named", "together")
_KEY = ["kind", "group", "source", "target"]
#: Newman's weight is a sum of fractions and needs the size of every unit: it cannot be added up
WEIGHTS = tuple(weight for weight in get_args(Weight) if weight != "newman")
_EXACT = ("count", "jaccard")
_PENDING = 50  # tables that wait to be added


def table_of_counts(rows: Iterable[tuple[str, str, str, str, int]] = ()) -> pd.DataFrame:
    """Make a table of counts from its rows."""
    found = pd.DataFrame(list(rows), columns=[*_KEY, "n"])
    return found.astype({**dict.fromkeys(_KEY, "category"), "n": "int64"})


def add_up(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add tables of counts; the rows come out sorted, so that no order of texts is seen in them.

    Names are categories: a row is one whole number and its count, and two million pairs of actors
    take thirty megabytes instead of two hundred.
    """
    found = [each for each in tables if len(each)]
    if not found:
        return table_of_counts()
    names = [sorted(set().union(*(t[c].cat.categories for t in found))) for c in _KEY]
    sizes = tuple(map(len, names))
    codes = [
        np.ravel_multi_index(
            [pd.Index(known).get_indexer(t[c].cat.categories)[t[c].cat.codes]
             for c, known in zip(_KEY, names, strict=True)],
            sizes,
        )
        for t in found
    ]  # fmt: skip
    rows, place = np.unique(np.concatenate(codes), return_inverse=True)
    n = np.zeros(len(rows), dtype="int64")
    np.add.at(n, place, np.concatenate([t["n"].to_numpy() for t in found]))
    columns = zip(_KEY, np.unravel_index(rows, sizes), names, strict=True)
    return pd.DataFrame(
        {c: pd.Categorical.from_codes(k, known) for c, k, known in columns} | {"n": n}
    )


class Sum:
    """Tables of counts added as they come, many at once: each addition sorts the whole."""

    def __init__(self) -> None:
        self._held: list[pd.DataFrame] = []

    def add(self, counts: pd.DataFrame) -> None:
        """Add a table of counts."""
        self._held.append(counts)
        if len(self._held) > _PENDING:
            self._held = [add_up(self._held)]

    def total(self) -> pd.DataFrame:
        """Return the sum of all that was added."""
        return add_up(self._held)


@dataclass(frozen=True)
class Counts:
    """Who is named in how many units and together with whom, of any number of texts.

    ``a + b`` are the counts of both, when the same choices made them.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns kind, group, source, target (category) and n (int64), sorted: the number of
        documents, of units, of mentions and of units naming an actor, of units naming two.
    problems : pandas.DataFrame
        What was not read or not counted, with the cure.
    choices : mapping
        Every choice behind the numbers.

    Examples
    --------
    >>> rows = [("documents", "", "", "", 1), ("units", "", "", "", 4),
    ...         ("named", "", "ana", "", 3), ("named", "", "eva", "", 2),
    ...         ("together", "", "ana", "eva", 2)]
    >>> one = Counts(table_of_counts(rows))
    >>> one + one
    Counts of 2 documents, 8 units, 2 actors
    >>> (one + one).edges(weight="jaccard")
      source target    weight
    0    ana    eva  0.666667
    """

    table: pd.DataFrame = field(default_factory=table_of_counts)
    problems: pd.DataFrame = field(default_factory=lambda: table("problems"))
    choices: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        return sum_of([self, other], self.choices)

    def __repr__(self) -> str:
        actors = self._of("named")["source"].nunique()
        return f"Counts of {self.documents} documents, {self.units} units, {actors} actors"

    @property
    def documents(self) -> int:
        """The number of texts counted."""
        return int(self._of("documents")["n"].sum())

    @property
    def units(self) -> int:
        """The number of units, those that name nobody included."""
        return int(self._of("units")["n"].sum())

    @property
    def groups(self) -> list[str]:
        """What the texts were grouped by: years, say; one empty name where they were not."""
        return sorted(self._of("documents")["group"].astype("str").unique())

    def of(self, group: str) -> Counts:
        """Keep the counts of one group."""
        check_choice("group", group, allowed=self.groups)
        kept = self.table[self.table["group"] == group].reset_index(drop=True)
        return Counts(kept, self.problems, self.choices)

    def actors(self) -> pd.DataFrame:
        """Return for each actor (index actor_id) its mentions and the units that name it, int64."""
        found = {kind: self._of(kind).groupby("source")["n"].sum() for kind in KINDS[2:4]}
        return pd.DataFrame(found).fillna(0).astype("int64").rename_axis("actor_id")

    def edges(self, *, weight: Weight = "count") -> pd.DataFrame:
        """Weigh every pair of actors, as `borderlab.cooccurrence` does.

        Parameters
        ----------
        weight : str
            Any weight of `borderlab.cooccurrence` but ``newman``.

        Returns
        -------
        pandas.DataFrame
            The table ``edges``, sorted.
        """
        check_choice("weight", weight, allowed=WEIGHTS)
        pairs = self._of("together").groupby(["source", "target"], as_index=False)["n"].sum()
        named = self.actors()["named"]
        first, second = (named.reindex(pairs[end]).to_numpy() for end in ("source", "target"))
        value = FORMULAS[weight](pairs["n"].to_numpy(), first, second, self.units)
        weights = np.asarray(value, dtype="float64").round(12)
        return conform("edges", pairs[["source", "target"]].assign(weight=weights))

    def to_graph(self, codebook: Codebook | None = None, *, weight: Weight = "count") -> nx.Graph:
        """Make a plain networkx graph, which every measure of the library takes.

        Nodes have ``units`` and, with a codebook, its attributes; edges have ``weight`` and, for
        counts and Jaccard, the exact ``distance`` that paths are measured by. There is no evidence
        on them: the sentences are in the store, see `borderlab.stored_mentions`.
        """
        graph = nx.Graph(weight=weight, **{k: str(v) for k, v in self.choices.items()})
        known = codebook.actors if codebook is not None else pd.DataFrame()
        for actor, units in self.actors()["named"].items():
            row = known.loc[actor, list(ATTRIBUTES)].to_dict() if actor in known.index else {}
            graph.add_node(actor, **{"label": actor, **row, "units": int(units)})
        graph.add_weighted_edges_from(self.edges(weight=weight).itertuples(index=False))
        if weight in _EXACT:
            found, graph.graph["distance_scale"] = on_one_scale(self._reciprocals(weight))
            nx.set_edge_attributes(graph, found, "distance")
        return graph

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every number as tables to export: groups, actors, edges, problems."""
        parts = [(group, self.of(group)) for group in self.groups]
        sizes = [(group, part.documents, part.units) for group, part in parts]
        found = {
            name: pd.concat(dict(each), names=["group", None])
            .reset_index(level=0)
            .reset_index(drop=True)
            for name, each in (
                ("actors", [(group, part.actors().reset_index()) for group, part in parts]),
                ("edges", [(group, part.edges()) for group, part in parts]),
            )
            if each
        }
        groups = pd.DataFrame(sizes, columns=["group", "documents", "units"])
        return {"groups": groups, **found, "problems": self.problems}

    def _reciprocals(self, weight: Weight) -> dict[tuple[str, str], tuple[Fraction, int]]:
        pairs = self._of("together").groupby(["source", "target"])["n"].sum()
        named = self.actors()["named"].to_dict()
        whole = {p: named[p[0]] + named[p[1]] - n if weight == "jaccard" else 1
                 for p, n in pairs.items()}  # fmt: skip
        return {p: (Fraction(whole[p], int(n)), 1) for p, n in pairs.items()}

    def _of(self, kind: str) -> pd.DataFrame:
        found = self.table[self.table["kind"] == kind]
        return found.astype(dict.fromkeys(_KEY, "str"))


def sum_of(counts: Iterable[Counts], choices: Mapping[str, Any]) -> Counts:
    """Add counts that the same choices made, in whatever order they come."""
    total, problems = Sum(), [table("problems")]
    for each in counts:
        names = {**choices, **each.choices}
        if differ := sorted(k for k in names if each.choices.get(k) != choices.get(k)):
            say = f"counts made by different choices ({', '.join(differ)}) cannot be added"
            raise BorderlabError(f"{say}; count both with the same ones")
        total.add(each.table)
        problems.append(each.problems)
    found = pd.concat(problems).sort_values(list(Problem._fields), ignore_index=True)
    return Counts(total.total(), conform("problems", found), choices)
