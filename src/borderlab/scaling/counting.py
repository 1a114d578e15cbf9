"""A few hundred texts counted by the rules of the small corpus; what is returned can be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import pandas as pd
from scipy.sparse import csr_array, triu

from borderlab.coding.mentions import MentionFinder
from borderlab.coding.scanning import Document, Unit
from borderlab.errors import Problem
from borderlab.networks.incidence import incidence
from borderlab.reading.files import problem, shown
from borderlab.reading.limits import Limits
from borderlab.reading.opening import Read, remarks
from borderlab.reading.parting import Parted
from borderlab.scaling.counts import Counts, Sum, table_of_counts
from borderlab.scaling.pieces import Chunk, read_chunk
from borderlab.tables import CONTRACTS, Codebook, Corpus, Incidence, table

_T = TypeVar("_T")
_U = TypeVar("_U")
By = Literal["year"]
#: the group of texts without a date, or of an interval that spans two years
OPEN = "open"
_BATCH = 500  # texts whose sentences are in memory at once
#: of a kept mention: the unit it counts in, who, where, as what, and the sentence to read
KEPT = ("unit_id", "actor_id", "sentence_id", "start", "end", "surface", "form", "role", "group",
        "text")  # fmt: skip
#: columns that units are made from, whatever the choices
_OF_SENTENCES = ("doc_id", "zone", "paragraph", "position")
_OF_MENTIONS = ("sentence_id", "actor_id", "zone", "role", "form", "start", "office")
_OF_KEPT = ("doc_id", "start", "end", "surface", "form", "role")


@dataclass(frozen=True, eq=False)
class Setting:
    """All that counting needs besides the texts; sent to each process once."""

    folder: Path
    codebook: Codebook
    choices: Mapping[str, Any]  # of `incidence`
    by: By | None = None
    limits: Limits = field(default_factory=Limits)
    keep: bool = False  # the mentions themselves

    @cached_property
    def finder(self) -> MentionFinder:
        """The codebook compiled, once a process."""
        return MentionFinder(self.codebook)

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


class Counted(NamedTuple):
    """What a chunk gave: its counts and, if asked for, the mentions that were counted."""

    counts: Counts
    mentions: pd.DataFrame


#: chunks with what they gave, as they are done; to be closed by whoever does not read it to the end
Stream = Generator[tuple[Chunk, Counted], None, None]


class _Text(NamedTuple):
    """A text in rows: its sentences, its mentions, its group."""

    doc_id: str
    group: str
    sentences: list[dict[str, Any]]
    mentions: list[dict[str, Any]]


def no_mentions() -> pd.DataFrame:
    """Make an empty table of kept mentions, with the types of a full one."""
    kinds = {name: "int64" if name in ("start", "end") else "str" for name in KEPT}
    return pd.DataFrame(columns=list(KEPT)).astype(kinds)


def count_chunk(chunk: Chunk, setting: Setting) -> Counted:
    """Count the texts of a chunk; what cannot be counted is a row of problems, and no more."""
    return count_texts(read_chunk(setting.folder, chunk, setting.limits), setting)


def count_texts(texts: Iterable[tuple[Read | Problem, str]], setting: Setting) -> Counted:
    """Count texts as they come, a batch in memory at a time."""
    total, problems, seen = Sum(), list[Problem](), set[str]()
    kept = [no_mentions()]
    for batch in _batches(texts):
        found = list(_taken(batch, setting, problems, seen))
        if found:
            units, named = _units(found, setting)
            groups = {text.doc_id: text.group for text in found}
            total.add(table_of_counts(_rows(units, groups)))
            kept += [_kept(units, named, found)] if setting.keep else []
    counts = Counts(total.total(), table("problems", (p._asdict() for p in problems)))
    return Counted(counts, pd.concat(kept, ignore_index=True))


def _batches(
    texts: Iterable[tuple[Read | Problem, str]],
) -> Iterator[list[tuple[Read | Problem, str]]]:
    each = iter(texts)
    while batch := list(islice(each, _BATCH)):
        yield batch


def _taken(
    texts: Iterable[tuple[Read | Problem, str]],
    setting: Setting,
    problems: list[Problem],
    seen: set[str],
) -> Iterator[_Text]:
    """Read what can be read; the rest becomes problems, whatever went wrong with it."""
    read = list[tuple[Read, str]]()
    for text, order in texts:
        if isinstance(text, Problem):
            problems.append(text)
            continue
        if text.page.guessed:
            problems += (p for p in remarks(text, {}, None) if p.code == "encoding-guessed")
        read.append((text, order))
    # all are parted before any is searched, so that rules and registry do not push each other out
    # of the processor's cache
    parted = list(_tried(lambda text, order: _part(text, order, seen), read, problems))
    yield from (
        found for _, found in _tried(lambda _, text: _name(text, setting), parted, problems)
    )


def _tried(
    take: Callable[[Read, _T], _U], texts: Iterable[tuple[Read, _T]], problems: list[Problem]
) -> Iterator[tuple[Read, _U]]:
    for text, held in texts:
        try:
            yield text, take(text, held)
        except Exception as error:  # one of a million texts shows what no test did
            say = f"{text.path!r} could not be counted ({type(error).__name__}: {error})"
            problems.append(problem(text.path, "not-counted", say, "report it, with the text"))


def _unused(name: str, seen: set[str]) -> str:
    """Name a text as no other of its chunk: two records may have one id."""
    names = chain([name], (f"{name}~{n}" for n in count(2)))
    chosen = next(each for each in names if each not in seen)
    seen.add(chosen)
    return chosen


def _part(text: Read, order: str, seen: set[str]) -> Parted:
    """Take one text apart into its sentences."""
    name = text.path.partition("#")[0].rpartition("/")[2]
    doc_id = _unused(shown(text.path), seen)
    parted = Parted(doc_id, text.page.text, text.page.facts, name, order)
    _ = parted.sentences
    return parted


def _name(parted: Parted, setting: Setting) -> _Text:
    """Find whom a text names; its language and its date are found where a rule asks for them."""
    sentences = sorted(parted.sentences, key=lambda row: row["start"])
    units = [Unit(s["paragraph"], s["position"], None, s["zone"]) for s in sentences]
    mentions = setting.finder.find(
        Document(
            parted.doc_id, parted.text, parted.doc_id,
            [(s["start"], s["end"]) for s in sentences], [s["sentence_id"] for s in sentences],
            units, lambda: str(parted.language), lambda: _days(parted),
        )
    )  # fmt: skip
    return _Text(parted.doc_id, _group(parted, setting.by), parted.sentences, mentions)


def _days(parted: Parted) -> tuple[Any, Any]:
    date = parted.publication.date
    days = date.days if date else (None,)
    return pd.Timestamp(days[0]), pd.Timestamp(days[-1])


def _group(parted: Parted, by: By | None) -> str:
    if by is None:
        return ""
    years = {day.year for day in _days(parted)}
    return str(years.pop()) if len(years) == 1 and not pd.isna(_days(parted)[0]) else OPEN


def _units(texts: list[_Text], setting: Setting) -> tuple[Incidence, pd.DataFrame]:
    """Make the units of a batch, by the same function as those of a small corpus."""
    ids = [text.doc_id for text in texts]
    documents = pd.DataFrame({"story_id": ids}, index=pd.Index(ids, name="doc_id"))
    said = [row for text in texts for row in text.sentences]
    sentences = _columns("sentences", "sentence_id", said, _OF_SENTENCES)
    corpus = Corpus(documents, table("zones"), sentences, table("problems"))
    used = dict.fromkeys((*_OF_MENTIONS, *_OF_KEPT) if setting.keep else _OF_MENTIONS)
    found = [row for text in texts for row in text.mentions]
    named = _columns("mentions", "mention_id", found, used)
    return incidence(named, corpus, setting.codebook, **setting.choices), named


def _columns(
    name: str, index: str, rows: list[dict[str, Any]], used: Iterable[str]
) -> pd.DataFrame:
    """Make a table of those columns that are looked at: to fill and check all costs much more."""
    kinds = CONTRACTS[name][1]
    ids = pd.Index([row[index] for row in rows], dtype="str", name=index)
    found = {c: pd.array([row[c] for row in rows], kinds[c].rstrip("?")) for c in used}
    return pd.DataFrame(found, ids)


def _rows(units: Incidence, groups: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, int]]:
    """Write the counts of some units down."""
    of = units.units["doc_id"].map(groups).to_numpy()
    told = of[units.units.index.get_indexer(units.cells["unit_id"])]
    for group in sorted(set(groups.values())):
        yield "documents", group, "", "", sum(g == group for g in groups.values())
        inside, cells = of == group, units.cells[told == group]
        yield "units", group, "", "", int(inside.sum())
        # with windows a mention stands in several units, and counts once
        mentions = Counter(cells["actor_id"].to_numpy()[~cells["mention_id"].duplicated()])
        yield from (("mentions", group, actor, "", n) for actor, n in mentions.items())
        yield from _pairs(csr_array(units.matrix[inside]), list(units.actors.index), group)


def _pairs(
    named: csr_array, actors: list[str], group: str
) -> Iterator[tuple[str, str, str, str, int]]:
    for actor, n in zip(actors, named.sum(axis=0).tolist(), strict=True):
        if n:
            yield "named", group, actor, "", n
    both = triu(named.T @ named, k=1).tocoo()
    for i, j, n in zip(both.row.tolist(), both.col.tolist(), both.data.tolist(), strict=True):
        yield "together", group, actors[i], actors[j], n


def _kept(units: Incidence, named: pd.DataFrame, texts: list[_Text]) -> pd.DataFrame:
    """Put beside each counted mention its unit, its place in the text and its sentence."""
    said = {row["sentence_id"]: row["text"] for text in texts for row in text.sentences}
    groups = {text.doc_id: text.group for text in texts}
    places = named[list(_OF_KEPT)]
    found = units.cells.join(places, on="mention_id")
    told = {"group": found["doc_id"].map(groups), "text": found["sentence_id"].map(said)}
    return found.assign(**told)[list(KEPT)]
