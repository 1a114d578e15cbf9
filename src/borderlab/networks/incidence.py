"""Who is named in which unit: the two-mode data that every network is made from.

Every choice of the analysis is made here, once, and travels with the result in ``choices``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from borderlab.errors import BorderlabError
from borderlab.networks.checks import check_choice, check_flag, several
from borderlab.networks.names import Names, Numbers, find_names, refuse_strange
from borderlab.networks.units import Places, check_window, find_places
from borderlab.tables import Codebook, Corpus, Form, Incidence, Role, Unit, Zone, expect

Duplicates = Literal["keep", "echo", "story"]
_ALLOWED = {
    "unit": get_args(Unit), "duplicates": get_args(Duplicates), "split_by": (None, "office"),
}  # fmt: skip
_SEVERAL = {"roles": get_args(Role), "forms": get_args(Form), "zones": get_args(Zone)}
#: the choices that make the units, and those that make the names in them
_OF_UNITS = ("unit", "window", "duplicates", "zones")
_OF_NAMES = (
    "collectives", "programmes", "merge_parents", "split_by", "roles", "forms", "zones",
)  # fmt: skip


def incidence(
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook | None = None,
    *,
    unit: Unit = "sentence",
    window: int | None = None,
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
    unit : {"sentence", "paragraph", "document", "story", "window"}
        What being named together means. Ids: ``hled-2023:s5``, ``hled-2023:p3``, the doc_id, the
        story_id, and for a window its first and last sentence: ``hled-2023:s5-s7``.
    window : int, optional
        For unit="window": how many consecutive counted sentences are one unit, one unit for each
        sentence that one can start with. It never leaves its document nor mixes title and body; a
        shorter text is one window. Windows overlap, so that a mention stands in several units, and
        two actors of one sentence are counted once in every window that holds it: up to `window`
        times. 1 is unit="sentence".
    duplicates : {"keep", "echo", "story"}
        keep: every text counts. echo: the sentences that render one utterance are one unit, which
        has the id of the first of them and the union of their actors; for sentences only. story:
        one named text stands for the event, the first in ``corpus.sentences``, and the story's
        other texts are left out; `doc_id` of the units says which. To let another text stand,
        sort that table otherwise (`dataclasses.replace`).
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
        matrix int64 (U units, A actors), actors sorted by id; cells unit by unit as they are read,
        one row per mention, and with windows one for each window that holds it.

    Raises
    ------
    BorderlabError
        For an unknown choice, a window that is missing, no whole number or not asked for, an
        option that needs the codebook, or mentions of another corpus.
    UnknownActorError
        When a mention names an actor that the given codebook does not hold.

    Examples
    --------
    >>> from borderlab.tables import Corpus
    >>> sentences = pd.DataFrame(
    ...     {"doc_id": "d", "zone": "body", "paragraph": 1, "echo_id": None},
    ...     index=["d:s1", "d:s2", "d:s3"])
    >>> documents = pd.DataFrame({"story_id": ["d"]}, ["d"])
    >>> corpus = Corpus(documents, pd.DataFrame(), sentences, pd.DataFrame())
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
    return sharing(mentions, corpus, codebook)(
        unit=unit, window=window, duplicates=duplicates, collectives=collectives,
        programmes=programmes, merge_parents=merge_parents, split_by=split_by, roles=roles,
        forms=forms, zones=zones,
    )  # fmt: skip


def sharing(
    mentions: pd.DataFrame, corpus: Corpus, codebook: Codebook | None = None
) -> Callable[..., Incidence]:
    """Return `incidence` of these tables: what several choices have in common is made once.

    The units rest on some of the choices and the names on the others, so that a grid of both needs
    few of each. The tables must not be edited between two calls.
    """
    expect(corpus=(corpus, Corpus))
    if codebook is not None:
        expect(codebook=(codebook, Codebook))
    known = None if codebook is None else _registry(codebook)
    places: dict[tuple[Any, ...], Places] = {}
    names: dict[tuple[Any, ...], Names] = {}

    def make(**options: Any) -> Incidence:
        choices = _chosen({**(incidence.__kwdefaults__ or {}), **options}, codebook)
        of_units, of_names = (tuple(choices[o] for o in half) for half in (_OF_UNITS, _OF_NAMES))
        if of_units not in places:
            places[of_units] = find_places(corpus, choices)
        if of_names not in names:
            names[of_names] = find_names(mentions, corpus, known, choices)
        return _joined(mentions, corpus, places[of_units], names[of_names], choices)

    return make


def _chosen(options: Mapping[str, Any], codebook: Codebook | None) -> dict[str, Any]:
    """Return the choices as plain values that can be compared, or refuse them."""
    flags = {name: options[name] for name in ("collectives", "programmes", "merge_parents")}
    check_flag(**flags)
    roles, forms, zones = (options[name] for name in _SEVERAL)
    choices = {
        "unit": options["unit"], "window": check_window(options["unit"], options["window"]),
        "duplicates": options["duplicates"], **{name: bool(flag) for name, flag in flags.items()},
        "split_by": options["split_by"], "roles": several(roles), "zones": several(zones),
        "forms": None if forms is None else several(forms), "codebook": codebook is not None,
    }  # fmt: skip
    _check(choices)
    return choices


def _check(choices: Mapping[str, Any]) -> None:
    for option, allowed in _ALLOWED.items():
        check_choice(option, choices[option], allowed=allowed)
    for option, allowed in _SEVERAL.items():
        check_choice(option, *choices[option] or (), allowed=allowed)
    unit = choices["unit"]
    if choices["duplicates"] == "echo" and unit != "sentence":
        raise BorderlabError(f"duplicates='echo' joins sentences; unit is {unit!r}, not 'sentence'")
    for option, default in (("programmes", True), ("merge_parents", False)):
        if choices[option] is not default and not choices["codebook"]:
            option = f"{option}={choices[option]}"
            raise BorderlabError(f"{option} needs the codebook; pass it as the third argument")


def _registry(codebook: Codebook) -> pd.DataFrame:
    actors = codebook.actors
    return actors.set_index("actor_id") if "actor_id" in actors.columns else actors


def _joined(
    mentions: pd.DataFrame,
    corpus: Corpus,
    places: Places,
    names: Names,
    choices: Mapping[str, Any],
) -> Incidence:
    """Put the names in their places."""
    refuse_strange(names.strange[np.isin(names.strange.index, places.held)])
    which, place = _placed(names.spot, places.held)
    start = mentions["start"].to_numpy()[names.named[which]]
    keys = [names.node[which], start, place, places.row[place]]
    read = _in_order(keys, mentions.index, names.named[which])
    which, place = which[read], place[read]
    present, column = np.unique(names.node[which], return_inverse=True)
    nodes = names.nodes.iloc[present]
    cells = pd.DataFrame({
        "unit_id": places.unit_id.take(place), "actor_id": nodes.index.array.take(column),
        "mention_id": mentions.index.array.take(names.named[which]),
        "sentence_id": corpus.sentences.index.array.take(places.held[place]),
    })  # fmt: skip
    ones, shape = np.ones(len(cells), dtype="int64"), (len(places.units), len(nodes))
    matrix = csr_array((ones, (places.row[place], column)), shape=shape).sign()
    return Incidence(matrix, places.units.copy(deep=False), nodes, cells, choices)


def _placed(spots: Numbers, held: Numbers) -> tuple[Numbers, Numbers]:
    """Repeat each mention for every unit that holds its sentence, and number the places."""
    order = np.argsort(held, kind="stable")
    first, past = (np.searchsorted(held[order], spots, side) for side in ("left", "right"))
    times = past - first
    steps = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(np.arange(len(spots)), times), order[np.repeat(first, times) + steps]


def _in_order(keys: Sequence[Numbers], ids: pd.Index, named: Numbers) -> Numbers:
    """Sort as read, by the last key first, whatever the order of the mentions."""
    read = np.lexsort(keys)
    alike = np.logical_and.reduce([np.diff(key[read]) == 0 for key in keys])
    if not alike.any():  # a million different ids are slow to sort, and hardly ever decide
        return read
    return np.lexsort([pd.factorize(ids[named], sort=True)[0], *keys])
