"""From a number back to its sentences: what stands behind an actor, an edge or a pillar."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from borderlab.coding.evolution import text_years
from borderlab.coding.memos import find_memos
from borderlab.errors import BorderlabError, Problem, UnknownActorError
from borderlab.networks.checks import several
from borderlab.networks.names import wholes

if TYPE_CHECKING:
    from borderlab.tables import Codebook, Corpus, Incidence

_SPAN = ["sentence_id", "start", "end"]
_COLUMNS = ["sentence_id", "label", "start", "end", "text", "marks", "memos"]


def find_actor(codebook: Codebook, name: str) -> str:
    """Return the id of an actor given by its id or its label, in either language.

    Raises
    ------
    UnknownActorError
        When no actor has this id or label; the message lists the nearest ids.
    """
    actors = codebook.actors
    known = {str(i): str(i) for i in actors.index}
    for column in ("label", "label_es"):
        known |= {label: str(i) for i, label in actors[column].items()}
    if name in known:
        return known[name]
    near = dict.fromkeys(known[k] for k in get_close_matches(name, list(known), n=3))
    cure = f"did you mean {' or '.join(near)}?" if near else "see seeds/codebook/actors.csv"
    raise UnknownActorError(Problem("actors.csv", 0, "unknown-actor", f"no actor {name!r}", cure))


def evidence(
    units: Incidence,
    mentions: pd.DataFrame,
    codings: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    *actors: str,
    pillar: int | None = None,
    item: str | None = None,
    year: int | None = None,
    memos: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the sentences that name an actor, name several together, or report a pillar or item.

    Parameters
    ----------
    units : Incidence
        Made of these mentions; its choices say which mentions count and what together means.
    mentions, codings, corpus, codebook
        As elsewhere.
    *actors : str
        Ids, labels, or nodes of the units. Of several, every sentence that names any of them in
        units that name all; where a unit is a sentence, it names all. An actor split by office
        has those of all its nodes, one merged into another those of the whole, and one that the
        choices leave out none.
    pillar : int, optional
    item : str, optional
        Keep sentences coded so, by one coding where both are given. Without actors, pillar and
        item, every coded sentence is kept.
    year : int, optional
        Keep those of texts that lie in this year for certain, as `pillar_evolution` counts them.
    memos : pandas.DataFrame, optional
        As `read_memos` returns them.

    Returns
    -------
    pandas.DataFrame, one row per sentence in reading order
        Columns sentence_id, label (of the text), start and end (offsets of the sentence in the
        document), text, marks: the spans that name them and the cues of the codings, as
        ``(start, end)`` within ``text``, and memos: a list of lines on the sentence and its text.

    Raises
    ------
    UnknownActorError
    BorderlabError
        When the codebook has no such pillar or item, no text is of this year, or nothing is asked.
    """
    coded = pillar is not None or item is not None
    if not (actors or coded or year is not None):
        raise BorderlabError("evidence of what? name an actor, a pillar, an item or a year")
    rows, found = corpus.sentences, []
    if actors:
        found.append(_named(units, mentions, codebook, actors))
    if coded or not actors:
        found.append(_coded(codings, codebook, pillar, item))
    for spans in found:
        rows = rows[rows.index.isin(spans["sentence_id"])]
    if year is not None:
        rows = rows[rows["doc_id"].isin(_texts_of(corpus, year))]
    return _quoted(rows, pd.concat(found), corpus, memos)


def caption_of(found: pd.DataFrame, *actors: str | None, **asked: object) -> str:
    """Say what was asked for and how many sentences answer.

    Examples
    --------
    >>> caption_of(pd.DataFrame(index=["post:s1"]), "texas", None, year=2023, unit="document")
    'texas, year 2023, unit document: 1 sentence in which they act'
    >>> caption_of(pd.DataFrame(), pillar=3)
    'pillar 3: 0 sentences'
    """
    who = " and ".join(name for name in actors if name is not None)
    words = {False: "without {}", True: "with {}"}
    told = [
        words[v].format(k) if isinstance(v, bool) else f"{k} {' and '.join(map(str, several(v)))}"
        for k, v in asked.items()
    ]
    count = f"{len(found)} sentence{'s' * (len(found) != 1)}"
    act = f" in which they {'are named' if 'roles' in asked else 'act'}" * bool(who)
    return f"{', '.join(filter(None, [who, *told]))}: {count}{act}"


def not_to_share(found: pd.DataFrame, documents: pd.DataFrame) -> list[str]:
    """Say in a line when sentences are of texts that may not be passed on."""
    quoted = documents[documents["label"].isin(found["label"])]
    may = quoted.get("known_share_text", pd.Series("", index=quoted.index)) == "yes"
    if kept := int((~may).sum()):
        texts = "1 text of these is" if kept == 1 else f"{kept} texts of these are"
        return [f"{texts} not marked share_text=yes: not to be passed on"]
    return []


def _named(
    units: Incidence, mentions: pd.DataFrame, codebook: Codebook, actors: Iterable[str]
) -> pd.DataFrame:
    """Return where the units that name all of them name any of them."""
    who = {_nodes(units, codebook, name) for name in actors}
    number = {node: i for i, nodes in enumerate(who) for node in nodes}
    cells = units.cells[units.cells["actor_id"].isin(number)]
    found = cells["actor_id"].map(number).groupby(cells["unit_id"]).transform("nunique")
    return mentions.loc[cells.loc[found == len(who), "mention_id"].unique(), _SPAN]


def _nodes(units: Incidence, codebook: Codebook, name: str) -> frozenset[str]:
    """Return the nodes of an actor: all its offices where split, its whole where merged."""
    if name in units.actors.index:
        return frozenset([name])
    actor, office, _ = name.partition("@")
    if office and actor in codebook.actors.index:
        own = [node for node in units.actors.index if node.startswith(f"{actor}@")]
        say = f"no node {name!r} in these units"
        cure = f"take {' or '.join(own)}" if own else "ask with split_by='office'"
        raise UnknownActorError(Problem("actors.csv", 0, "unknown-node", say, cure))
    actor = find_actor(codebook, name)
    if units.choices.get("merge_parents"):
        actor = wholes(codebook.actors)[actor]
    return frozenset(node for node in units.actors.index if node.split("@")[0] == actor)


def _coded(
    codings: pd.DataFrame, codebook: Codebook, pillar: int | None, item: str | None
) -> pd.DataFrame:
    """Return where the cues of a pillar or item stand."""
    for name, value, known in (
        ("pillar", pillar, codebook.pillars.index), ("item", item, codebook.items.index)
    ):  # fmt: skip
        if value is None:
            continue
        if value not in known:
            near = get_close_matches(str(value), [str(k) for k in known]) or map(str, known)
            cure = (
                f"take one of {', '.join(near)}" if len(known) else f"the codebook has no {name}s"
            )
            say = f"no {name} {value!r}"
            raise BorderlabError(Problem(f"{name}s.csv", 0, f"unknown-{name}", say, cure))
        codings = codings[codings[name] == value]
    return codings[_SPAN]


def _texts_of(corpus: Corpus, year: int) -> pd.Index:
    years = text_years(corpus.documents)
    if year not in years.to_numpy():
        known = ", ".join(map(str, sorted(years.unique()))) or "no year: no text has one"
        say = f"no text lies in {year} for certain"
        raise BorderlabError(Problem("sources.csv", 0, "unknown-year", say, f"take {known}"))
    return years.index[years == year]


def _quoted(
    rows: pd.DataFrame, spans: pd.DataFrame, corpus: Corpus, memos: pd.DataFrame | None
) -> pd.DataFrame:
    """Quote sentences with their marks and memos."""
    marks: dict[str, set[tuple[int, int]]] = {str(i): set() for i in rows.index}
    starts = rows["start"].to_dict()
    for i, start, end in spans[spans["sentence_id"].isin(rows.index)].itertuples(index=False):
        marks[i].add((int(start) - starts[i], int(end) - starts[i]))
    table = rows.reset_index().assign(
        label=rows["doc_id"].map(corpus.documents["label"]).to_numpy(),
        marks=[sorted(found) for found in marks.values()],
        memos=[_memos(memos, i, doc_id) for i, doc_id in rows["doc_id"].items()],
    )
    return table[_COLUMNS]


def _memos(memos: pd.DataFrame | None, sentence_id: str, doc_id: str) -> list[str]:
    """List the memos on a sentence and on its text."""
    if memos is None:
        return []
    return [*find_memos(memos, "sentence", sentence_id), *find_memos(memos, "source", doc_id)]
