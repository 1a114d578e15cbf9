"""The tables every wing hands on, their contracts, and the frozen bundles that carry them.

A contract names the columns and their types; extra columns are allowed and stay behind the named
ones. Ids are str, counts int64, dates naive datetime64, missing text is NaN. Offsets are code
points into ``documents.text``, half-open: ``text[start:end] == surface`` holds for every row of
every table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from borderlab.errors import WrongArgumentError, WrongTableError
from borderlab.overview import overview

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

Zone = Literal["title", "duplicate_title", "meta", "boilerplate", "body"]
Form = Literal["name", "short", "acronym", "description", "collective"]
Role = Literal["actor", "place", "modifier"]
Unit = Literal["sentence", "paragraph", "document", "story", "window"]

_SHOWN = 10  # texts of a corpus in a notebook
_DATE = "datetime64[ns]"
_SPAN = {"start": "int64", "end": "int64"}
_UNITS = {
    "doc_id": "str", "story_id": "str", "paragraph": "int64", "position": "int64",
    "sentence_id": "str", "echo_id": "str", "zone": "str",
}  # fmt: skip

#: table -> (index name or None, column -> dtype); a dtype followed by "?" may hold missing values
CONTRACTS: Mapping[str, tuple[str | None, Mapping[str, str]]] = {
    "documents": ("doc_id", {
        "label": "str", "path": "str", "sha256": "str", "encoding": "str", "format": "str",
        "language": "str?", "title": "str?", "outlet": "str?", "author": "str?",
        "published_earliest": f"{_DATE}?", "published_latest": f"{_DATE}?",
        "published_basis": "str", "published_edtf": "str?", "story_id": "str", "text": "str",
    }),
    "zones": (None, {"doc_id": "str", **_SPAN, "zone": "str", "rule": "str"}),
    "sentences": ("sentence_id", {
        "doc_id": "str", "zone": "str", "paragraph": "int64", "position": "int64", **_SPAN,
        "text": "str", "echo_id": "str?",
    }),
    "mentions": ("mention_id", {
        **_UNITS, "echo_id": "str?", **_SPAN, "surface": "str", "actor_id": "str", "form": "str",
        "role": "str", "office": "str?", "rule": "str",
    }),
    "codings": (None, {
        "sentence_id": "str", "doc_id": "str", "pillar": "int64", "item": "str?", "basis": "str",
        "cue": "str", **_SPAN,
    }),
    "statements": ("statement_id", {
        "doc_id": "str", "story_id": "str", "sentences": "str", **_SPAN, "surface": "str",
        "mode": "str", "speaker": "str?", "attributed": "str?", "mention_id": "str?",
        "cue": "str?", "pillars": "str?", "rule": "str",
    }),
    "claims": ("claim_id", {
        "doc_id": "str", "story_id": "str", "sentence_id": "str", **_SPAN, "surface": "str",
        "value": "float64", "bound": "str", "unit": "str", "of_what": "str", "speaker": "str?",
        "status": "str?", "rule": "str", "doubt": "str?",
    }),
    "memos": (None, {
        "about": "str", "about_id": "str", "text": "str", "who": "str", "when": "str",
        "line": "int64",
    }),
    "contradictions": (None, {
        "claim_id": "str", "other_id": "str?", "kind": "str", "why": "str", "counted": "float64?",
    }),
    "edges": (None, {"source": "str", "target": "str", "weight": "float64"}),
    "scores": (None, {"actor_id": "str", "measure": "str", "estimate": "float64?"}),
    "problems": (None, {
        "path": "str", "line": "int64", "code": "str", "message": "str", "hint": "str",
    }),
}  # fmt: skip


@cache
def _schema(name: str) -> Any:
    import pandera.pandas as pa

    index, columns = CONTRACTS[name]
    return pa.DataFrameSchema(
        {c: pa.Column(t.rstrip("?"), nullable=t.endswith("?")) for c, t in columns.items()},
        index=pa.Index(str, name=index, unique=True) if index else None,
        coerce=True,
        strict=False,
        name=name,
    )


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Coerce a table to its contract: named columns first, extra columns behind them.

    Parameters
    ----------
    name : str
        A key of `CONTRACTS`.
    frame : pandas.DataFrame
        Rows with at least the contract's columns; not edited.

    Returns
    -------
    pandas.DataFrame
        The same rows with the contract's dtypes.

    Raises
    ------
    pandera.errors.SchemaError
        When a column is missing or cannot take its dtype.
    """
    valid = _plainly_coerced(name, frame)
    if not _conforms(name, valid):
        valid = _schema(name).validate(frame)
    named = list(CONTRACTS[name][1])
    return valid[named + [c for c in valid.columns if c not in named]]


def _plainly_coerced(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give text that is missing throughout, and days told in seconds, the dtype of the contract.

    Rows of plain values come to no more than that, and the schema takes long to load and to run.
    """
    new = {}
    for column, told in CONTRACTS[name][1].items():
        kind, held = told.rstrip("?"), frame.get(column)
        if held is None or held.ndim > 1 or held.dtype == kind:
            continue
        if (kind == "str" and held.isna().all()) or (
            kind == _DATE and held.dtype == "datetime64[s]"
        ):
            with suppress(ValueError):  # a day beyond the years of nanoseconds
                new[column] = held.astype(kind)
    return frame.assign(**new) if new else frame


def _conforms(name: str, frame: pd.DataFrame) -> bool:
    """Tell whether nothing is to coerce or to refuse: a look costs a seventh of the schema."""
    index, columns = CONTRACTS[name]
    if not frame.columns.is_unique or not columns.keys() <= set(frame.columns):
        return False
    ids = frame.index
    if index and not (ids.name == index and ids.dtype == "str" and ids.is_unique):
        return False
    return not (index and ids.hasnans) and all(
        frame[c].dtype == t.rstrip("?") and (t.endswith("?") or not frame[c].hasnans)
        for c, t in columns.items()
    )


def table(name: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Make a table of a contract from rows; without rows, an empty one with the right dtypes.

    Examples
    --------
    >>> table("problems").shape
    (0, 5)
    >>> table("edges", [{"source": "a", "target": "b", "weight": 2}]).weight.dtype
    dtype('float64')
    """
    import pandas as pd

    index, columns = CONTRACTS[name]
    wanted = [index, *columns] if index else list(columns)
    records = list(rows)
    extra = [k for k in (records[0] if records else {}) if k not in wanted]
    frame = pd.DataFrame(records, columns=[*wanted, *extra])
    if not records:
        kinds = {c: kind.rstrip("?") for c, kind in columns.items()}
        frame = frame.astype({index: "str", **kinds} if index else kinds)
    return conform(name, frame.set_index(index) if index else frame)


def expect(**given: tuple[object, type]) -> None:
    """Refuse arguments in the wrong place, by name and with where the right ones come from.

    Examples
    --------
    >>> expect(corpus=(3, Corpus))
    Traceback (most recent call last):
    borderlab.errors.WrongArgumentError: corpus is of type int, not Corpus; give what read_corpus \
returns
    """
    for name, (value, kind) in given.items():
        if not isinstance(value, kind):
            source = "incidence" if kind is Incidence else f"read_{kind.__name__.lower()}"
            say = f"{name} is of type {type(value).__name__}, not {kind.__name__}"
            raise WrongArgumentError(f"{say}; give what {source} returns")


def expect_columns(name: str, frame: object, columns: Iterable[str], source: str) -> None:
    """Refuse a table that is another one, by the columns it lacks and with where to get it.

    Examples
    --------
    >>> expect_columns("claims", table("edges"), ["claim_id", "weight"], "find_claims")
    Traceback (most recent call last):
    borderlab.errors.WrongTableError: claims has no column claim_id; give what find_claims returns
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        say = f"{name} is of type {type(frame).__name__}, not DataFrame"
        raise WrongArgumentError(f"{say}; give what {source} returns")
    here = {*frame.columns, frame.index.name}
    if missing := [column for column in columns if column not in here]:
        say = f"{name} has no column {', '.join(missing)}"
        raise WrongTableError(f"{say}; give what {source} returns")


@dataclass(frozen=True)
class Corpus:
    """The texts as read: documents, zones, sentences, and what was not read.

    Attributes
    ----------
    documents : pandas.DataFrame, index doc_id
        One row a text: label, path, sha256, title, outlet, dates as intervals, story, the text.
    zones : pandas.DataFrame
        Spans of each text with their kind (title, meta, body …) and the rule that decided.
    sentences : pandas.DataFrame, index sentence_id
        Their text with its span, zone and paragraph.
    problems : pandas.DataFrame
        What was not read or not decided, with the cure.
    """

    documents: pd.DataFrame
    zones: pd.DataFrame
    sentences: pd.DataFrame
    problems: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"Corpus of {len(self.documents)} documents, {len(self.sentences)} sentences"
            f" ({len(self.problems)} problems)"
        )

    def _repr_html_(self) -> str:
        counts = self.sentences["doc_id"].value_counts()
        rows = [
            (label, day if isinstance(day, str) else "–", int(counts.get(doc_id, 0)))
            for doc_id, label, day in self.documents[["label", "published_edtf"]]
            .head(_SHOWN)
            .itertuples()
        ]
        more = len(self.documents) - len(rows)
        caption = f"{self!r}{f'; the first {_SHOWN} of them' if more else ''}"
        return overview(caption, ["text", "published", "sentences"], rows)


@dataclass(frozen=True)
class Codebook:
    """The researcher's knowledge as tables of strings, one per CSV of ``seeds/codebook``.

    Attributes
    ----------
    actors, aliases, offices, collectives : pandas.DataFrame
        Who may be named (index actor_id), under which forms, in which office and when, and the
        expressions that stand for several.
    pillars, items, cues : pandas.DataFrame
        What the texts may report, and the words that show it.
    agenda, events : pandas.DataFrame
        What was officially agreed, and when things happened.
    """

    actors: pd.DataFrame
    aliases: pd.DataFrame
    offices: pd.DataFrame
    collectives: pd.DataFrame
    pillars: pd.DataFrame
    items: pd.DataFrame
    cues: pd.DataFrame
    agenda: pd.DataFrame
    events: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"Codebook of {len(self.actors)} actors under {len(self.aliases)} aliases,"
            f" {len(self.items)} items under {len(self.pillars)} pillars"
        )

    def _repr_html_(self) -> str:
        rows = [(name, len(held)) for name, held in vars(self).items()]
        return overview(repr(self), ["table", "rows"], rows)


@dataclass(frozen=True)
class Incidence:
    """Which actor is named in which unit: the two-mode data every network is made from.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of int64, shape (U units, A actors), values 0 or 1
        Rows are *all* units of the corpus in the chosen zones, those that name nobody included.
    units : pandas.DataFrame, index unit_id, length U
        With doc_id and story_id of each unit.
    actors : pandas.DataFrame, index actor_id, sorted, length A
        With the attributes of the codebook when one was given.
    cells : pandas.DataFrame
        The evidence as read: one row per (unit_id, actor_id, mention_id), with the sentence_id of
        the mention. Windows overlap, so that there a mention has one row for each that holds it.
    choices : mapping
        Every option that made it, for captions and run records.
    """

    matrix: csr_array
    units: pd.DataFrame
    actors: pd.DataFrame
    cells: pd.DataFrame
    choices: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        rows, columns = self.matrix.shape
        return f"Incidence of {columns} actors in {rows} units ({self.choices.get('unit', '?')})"

    def _repr_html_(self) -> str:
        rows = [(name, _words(value)) for name, value in self.choices.items()]
        return overview(repr(self), ["choice", "value"], rows)


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
