"""Who is named in which unit: the two-mode data that every network is made from.

Every choice of the analysis is made here, once, and travels with the result in ``choices``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args

import pandas as pd
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError, UnknownActorError
from borderlab.tables import Codebook, Corpus, Form, Incidence, Role, Unit, Zone

Duplicates = Literal["keep", "echo", "story"]


def check_choice(option: str, values: Any, allowed: Iterable[str]) -> None:
    """Raise one clear line unless a choice, or each of several, is among the allowed.

    Examples
    --------
    >>> check_choice("unit", "page", ["sentence", "document"])
    Traceback (most recent call last):
    borderlab.errors.BorderlabError: unit='page' is no choice; take one of sentence, document
    """
    allowed = list(allowed)
    for value in [values] if isinstance(values, str) or values is None else values:
        if value not in allowed:
            choices = ", ".join(allowed)
            raise BorderlabError(f"{option}={value!r} is no choice; take one of {choices}")


def incidence(
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook | None = None,
    *,
    unit: Unit = "sentence",
    duplicates: Duplicates = "keep",
    collectives: bool = True,
    programmes: bool = True,
    merge_parents: bool = False,
    split_by: Literal["office"] | None = None,
    roles: Sequence[Role] = ("actor",),
    forms: Sequence[Form] | None = None,
    zones: Sequence[Zone] = ("body",),
) -> Incidence:
    """Tell for every unit of the corpus which actors it names, once each (0 or 1).

    Parameters
    ----------
    mentions : pandas.DataFrame
        The table of that name, one row per mention.
    corpus : Corpus
        The texts; *all* their units in `zones` become rows, in corpus order, also those that name
        nobody, because every test of an edge needs their number.
    codebook : Codebook, optional
        Adds the actors' attributes and drops those with ``network`` = exclude.
    unit : {"sentence", "paragraph", "document", "story"}
        What being named together means. Ids: ``hled-2023:s5``, ``hled-2023:p3``, the doc_id, the
        story_id.
    duplicates : {"keep", "echo", "story"}
        keep: every text counts. echo: the sentences that render one utterance are one unit, which
        has the id of the first of them and the union of their actors; for sentences only. story:
        one named text stands for the event, the first in corpus order, and the story's other
        texts are left out; order the corpus otherwise to let another text stand.
    collectives : bool
        False leaves out mentions like "both governments", one expression naming several actors.
    programmes : bool
        False leaves out actors of kind programme. Needs the codebook.
    merge_parents : bool
        True counts an organisation that is part of another (a chapter, a council) as its whole.
        People, governments and subnational actors are never merged. Needs the codebook.
    split_by : {"office"}, optional
        Makes one node ``actor_id@office`` of each office an actor is named in.
    roles, forms, zones : sequences of str
        Which mentions and which sentences count; ``forms=None`` takes every form.

    Returns
    -------
    Incidence
        matrix int64 (U units, A actors), actors sorted by id, one row of cells per mention.

    Raises
    ------
    BorderlabError
        For an unknown choice, an option that needs the codebook, or mentions of another corpus.
    UnknownActorError
        When a mention names an actor that the given codebook does not hold.

    Examples
    --------
    >>> from types import SimpleNamespace as Texts
    >>> sentences = pd.DataFrame(
    ...     {"doc_id": "d", "zone": "body", "paragraph": 1, "echo_id": None},
    ...     index=["d:s1", "d:s2", "d:s3"])
    >>> corpus = Texts(sentences=sentences, documents=pd.DataFrame({"story_id": ["d"]}, ["d"]))
    >>> mentions = pd.DataFrame(
    ...     {"sentence_id": ["d:s1", "d:s1", "d:s3"], "actor_id": ["ana", "luis", "ana"],
    ...      "zone": "body", "role": "actor", "form": "name", "start": [0, 9, 80]},
    ...     index=["d:m1", "d:m2", "d:m3"])
    >>> units = incidence(mentions, corpus)
    >>> units
    Incidence of 2 actors in 3 units (sentence)
    >>> units.matrix.toarray().tolist()
    [[1, 1], [0, 0], [1, 0]]
    """
    check_choice("unit", unit, get_args(Unit))
    check_choice("duplicates", duplicates, get_args(Duplicates))
    check_choice("split_by", split_by or "office", ["office"])
    check_choice("roles", roles, get_args(Role))
    check_choice("forms", forms or (), get_args(Form))
    check_choice("zones", zones, get_args(Zone))
    if duplicates == "echo" and unit != "sentence":
        raise BorderlabError(f"duplicates='echo' joins sentences; unit is {unit!r}, not 'sentence'")
    for option, asked in [("programmes=False", not programmes), ("merge_parents", merge_parents)]:
        if asked and codebook is None:
            raise BorderlabError(f"{option} needs the codebook; pass it as the third argument")

    roles, zones = _several(roles), _several(zones)
    forms = None if forms is None else _several(forms)
    places = _places(corpus, unit, duplicates, zones)
    named = _counted(mentions, corpus, roles, forms, zones, collectives)
    named = named[named["sentence_id"].isin(places.index)]
    known = None if codebook is None else _registry(codebook)
    if known is not None:
        named = _by_registry(named, known, programmes, merge_parents)
    node = named["actor_id"]
    if split_by:
        node = node.where(named["office"].isna(), node + "@" + named["office"].astype("str"))
    units = places.drop_duplicates("unit_id").set_index("unit_id")
    cells = _cells(named.assign(node=node), places, units.index)
    actors = cells.drop_duplicates("actor_id").set_index("actor_id").sort_index()
    choices = {
        "unit": unit, "duplicates": duplicates, "collectives": collectives,
        "programmes": programmes, "merge_parents": merge_parents, "split_by": split_by,
        "roles": roles, "forms": forms, "zones": zones, "codebook": codebook is not None,
    }  # fmt: skip
    return Incidence(
        matrix=_matrix(cells, units.index, actors.index),
        units=units,
        actors=_attributes(actors["base"], known),
        cells=cells[["unit_id", "actor_id", "mention_id"]],
        choices=choices,
    )


def _several(choice: Any) -> Any:
    return (choice,) if isinstance(choice, str) else tuple(choice)


def _places(corpus: Corpus, unit: str, duplicates: str, zones: Sequence[str]) -> pd.DataFrame:
    """Which unit each counted sentence belongs to: unit_id, doc_id, story_id by sentence_id."""
    rows = corpus.sentences[corpus.sentences["zone"].isin(zones)]
    rows = rows.assign(story_id=rows["doc_id"].map(corpus.documents["story_id"]))
    if duplicates == "story":
        rows = rows[rows["doc_id"].isin(rows.drop_duplicates("story_id")["doc_id"])]
    own = rows.index.to_series()
    ids = {
        "sentence": own,
        "paragraph": rows["doc_id"] + ":p" + rows["paragraph"].astype("str"),
        "document": rows["doc_id"],
        "story": rows["story_id"],
    }[unit]
    if duplicates == "echo":  # the first sentence lends its id, so that the unit can be looked up
        ids = own.groupby(rows["echo_id"].where(rows["echo_id"].notna(), own)).transform("first")
    return rows.assign(unit_id=ids)[["unit_id", "doc_id", "story_id"]]


def _counted(
    mentions: pd.DataFrame,
    corpus: Corpus,
    roles: Sequence[str],
    forms: Sequence[str] | None,
    zones: Sequence[str],
    collectives: bool,
) -> pd.DataFrame:
    """Return the mentions that the choices leave, each in a sentence of this corpus."""
    named = mentions[mentions["zone"].isin(zones) & mentions["role"].isin(roles)]
    if forms is not None:
        named = named[named["form"].isin(forms)]
    if not collectives:
        named = named[named["form"] != "collective"]
    lost = named.index[~named["sentence_id"].isin(corpus.sentences.index)]
    if len(lost):
        raise BorderlabError(
            f"mention {lost[0]!r} (of {len(lost)}) stands in no sentence of this corpus;"
            " find the mentions again, or keep those of the documents you kept"
        )
    return named


def _registry(codebook: Codebook) -> pd.DataFrame:
    actors = codebook.actors
    return actors.set_index("actor_id") if "actor_id" in actors.columns else actors


def _by_registry(
    named: pd.DataFrame, known: pd.DataFrame, programmes: bool, merge_parents: bool
) -> pd.DataFrame:
    """Apply the choices that rest on what the codebook knows of an actor."""
    strange = sorted(set(named["actor_id"]) - set(known.index))
    if strange:
        raise UnknownActorError(
            f"mentions name {strange[0]!r} (one of {len(strange)}), which the codebook does not"
            " hold; add it to actors.csv or find the mentions again with this codebook"
        )
    dropped = known["network"] == "exclude"
    if not programmes:
        dropped |= known["kind"] == "programme"
    named = named[~named["actor_id"].isin(known.index[dropped])]
    if merge_parents:
        named = named.assign(actor_id=named["actor_id"].map(_wholes(known)))
    return named


def _wholes(known: pd.DataFrame) -> dict[str, str]:
    """Map every actor to the organisation it is part of, or to itself.

    Only organisations inside organisations are one body; a ministry negotiates for itself, and a
    governor is not the state.
    """
    bodies = set(known.index[known["kind"] == "organisation"])
    parent = {a: p for a, p in known["parent_id"].items() if a in bodies and p in bodies}
    wholes = {}
    for actor in known.index:
        seen, whole = {actor}, actor
        while parent.get(whole, actor) not in seen:  # a circle of parents ends the climb
            whole = parent[whole]
            seen.add(whole)
        wholes[actor] = whole
    return wholes


def _cells(named: pd.DataFrame, places: pd.DataFrame, units: pd.Index) -> pd.DataFrame:
    """One row of evidence per mention, in the order of the units whatever that of the mentions."""
    units_of = named["sentence_id"].map(places["unit_id"])
    cells = pd.DataFrame({
        "unit_id": units_of.astype("str"),
        "actor_id": named["node"].astype("str"),
        "mention_id": named.index.astype("str"),
        "base": named["actor_id"].astype("str"),
        "row": units.get_indexer(units_of),
        "start": named["start"],
    }).reset_index(drop=True)  # fmt: skip
    order = ["row", "actor_id", "start", "mention_id"]
    return cells.sort_values(order).reset_index(drop=True)


def _matrix(cells: pd.DataFrame, units: pd.Index, actors: pd.Index) -> csr_array:
    pairs = cells.drop_duplicates(["unit_id", "actor_id"])
    rows, columns = units.get_indexer(pairs["unit_id"]), actors.get_indexer(pairs["actor_id"])
    ones = pd.Series(1, index=pairs.index, dtype="int64").to_numpy()
    return csr_array((ones, (rows, columns)), shape=(len(units), len(actors)))


def _attributes(base: pd.Series, known: pd.DataFrame | None) -> pd.DataFrame:
    """Give every node the attributes of its actor; a split node says its office in its label."""
    if known is None:
        return pd.DataFrame(index=base.index)
    actors = known.loc[base].set_axis(base.index)
    if "label" in actors.columns:
        office = base.index.to_series().str.partition("@")[2]
        named = actors["label"] + " (" + office + ")"
        actors["label"] = actors["label"].where(office == "", named)
    return actors
