"""What every page of evidence is made of: the tables of a study, and what its pages call things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from borderlab.coding.evolution import text_years
from borderlab.coding.memos import find_memos
from borderlab.networks.cooccurrence import cooccurrence
from borderlab.publishing.addresses import (
    actor_link,
    item_link,
    pillar_link,
    sentence_link,
    tie_link,
)
from borderlab.publishing.evidence import evidence
from borderlab.publishing.evidence_pages.marks import Span, plain
from borderlab.publishing.evidence_pages.markup import link, local
from borderlab.publishing.narrative import Narrator
from borderlab.tables import Codebook, Corpus, Incidence


@dataclass(frozen=True)
class Material:
    """The tables of a study and how its pages speak.

    Attributes
    ----------
    units, mentions, codings, corpus, codebook
        As elsewhere; units of the network that the pages are about.
    memos, tests, scores : pandas.DataFrame or None
        As `read_memos`, `edge_significance` and `centrality` return them.
    lang : str
    public : bool
        Whether texts that may not be passed on are quoted shortly only.
    """

    units: Incidence
    mentions: pd.DataFrame
    codings: pd.DataFrame
    corpus: Corpus
    codebook: Codebook
    memos: pd.DataFrame | None
    tests: pd.DataFrame | None
    scores: pd.DataFrame | None
    lang: str
    public: bool

    @cached_property
    def narrator(self) -> Narrator:
        """Who says what stands on a page."""
        return Narrator(self.lang, "evidence")

    def say(self, name: str, /, **fields: Any) -> str:
        """Say a sentence of the book, not escaped."""
        return self.narrator.say(name, **fields)

    def word(self, kind: str, value: object) -> str:
        """Say a value of a column in words, or as it is where there are none for it."""
        told = self.narrator.named(kind, value)
        return self.say(told) if told != kind else "" if pd.isna(value) else str(value)

    def label(self, table: str, key: Any) -> str:
        """Name an actor, a pillar or an item in the language of the pages, else by its id."""
        return self.labels[table].get(key, str(key))

    @cached_property
    def labels(self) -> dict[str, dict[Any, str]]:
        """The names of actors (nodes of the units among them), pillars and items by id."""
        found: dict[str, dict[Any, str]] = {"actors": {}, "pillars": {}, "items": {}}
        for name, known in (
            ("actors", self.units.actors),
            *((n, getattr(self.codebook, n)) for n in found),
        ):
            for column in ("label", f"label_{self.lang}"):
                shown = known[column].dropna() if column in known else {}
                found[name] |= {key: str(label) for key, label in shown.items() if label}
        return found

    def source(self, doc_id: str) -> str:
        """Name a source."""
        return str(self.documents[doc_id]["label"]) or doc_id

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        """The texts by id, faster than their table."""
        return {str(i): row for i, row in self.corpus.documents.to_dict("index").items()}

    @cached_property
    def sentences(self) -> dict[str, dict[str, Any]]:
        """The sentences by id, faster than their table."""
        return {str(i): row for i, row in self.corpus.sentences.to_dict("index").items()}

    @cached_property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """What there are memos on."""
        told = (
            ()
            if self.memos is None
            else self.memos[["about", "about_id"]].itertuples(index=False, name=None)
        )
        return frozenset(told)

    def notes(self, about: str, *names: str) -> str:
        """Show the memos on something."""
        known = [name for name in names if (about, name) in self.subjects]
        lines = [line for name in known for line in find_memos(self.memos, about, name)]
        return "".join(f'<p class="bl-note">{plain(line)}</p>' for line in lines)

    def actor(self, actor_id: str) -> str:
        """Link an actor by its name."""
        return link(actor_link(actor_id), self.label("actors", actor_id))

    def code(self, pillar: int, item: object = None) -> str:
        """Link a pillar, or an item of it, by its name."""
        if pd.isna(item):
            return link(pillar_link(pillar), f"{pillar} {self.label('pillars', pillar)}")
        return link(item_link(str(item)), f"{pillar} {self.label('items', item)}")

    def may_show(self, doc_id: str) -> bool:
        """Say whether a text may be shown whole."""
        return not self.public or self.documents[doc_id].get("known_share_text") == "yes"

    @cached_property
    def counted(self) -> frozenset[str]:
        """The mentions that count in the network."""
        return frozenset(self.units.cells["mention_id"])

    def named(self, node: str) -> pd.DataFrame:
        """Return the mentions of an actor; of a node that choices made, those that count."""
        if node in self.codebook.actors.index:
            return self.mentions[self.mentions["actor_id"] == node]
        cells = self.units.cells
        return self.mentions.loc[cells.loc[cells["actor_id"] == node, "mention_id"].unique()]

    @cached_property
    def weights(self) -> dict[tuple[str, str], int]:
        """The ties, the heaviest first: how many units name both ends."""
        edges = cooccurrence(self.units)
        rows = edges[["source", "target", "weight"]].itertuples(index=False, name=None)
        return {(a, b): int(n) for a, b, n in sorted(rows, key=lambda row: (-row[2], row))}

    @cached_property
    def ties(self) -> dict[tuple[str, str], pd.DataFrame]:
        """The evidence of every tie."""
        return {(a, b): self.evidence(a, b) for a, b in self.weights}

    def evidence(self, *actors: str, **asked: Any) -> pd.DataFrame:
        """Find sentences as `borderlab.evidence` does."""
        tables = (self.units, self.mentions, self.codings, self.corpus, self.codebook)
        return evidence(*tables, *actors, **asked)

    @cached_property
    def carried(self) -> dict[str, list[tuple[str, str]]]:
        """The ties that each sentence carries."""
        found: dict[str, list[tuple[str, str]]] = {}
        for pair, rows in self.ties.items():
            for sentence_id in rows["sentence_id"]:
                found.setdefault(sentence_id, []).append(pair)
        return found

    @cached_property
    def years(self) -> list[int]:
        """The years with a coded text that lies in them for certain."""
        years = text_years(self.corpus.documents)
        return sorted(set(years[years.index.isin(self.codings["doc_id"])].tolist()))

    @cached_property
    def spans(self) -> dict[str, list[Span]]:
        """What is marked in each sentence: every actor that is named, every cue."""
        found: dict[str, list[Span]] = {}
        for row in self.mentions.itertuples():
            found.setdefault(str(row.sentence_id), []).append(self._mention(row))
        for row in self.codings.itertuples():
            found.setdefault(str(row.sentence_id), []).append(self._cue(row))
        return found

    def _mention(self, row: Any) -> Span:
        how = (self.word("form", row.form), self.word("role", row.role), row.rule)
        told = f"{self.label('actors', row.actor_id)} ({'; '.join(how)})"
        kind = "named" if row.Index in self.counted else "apart"
        return Span(row.start, row.end, kind, local(actor_link(row.actor_id)), told)

    def _cue(self, row: Any) -> Span:
        whole = pd.isna(row.item)
        name = self.label("pillars", row.pillar) if whole else self.label("items", row.item)
        told = f"{row.pillar} {name} ({self.word('coded', row.basis)}: {row.cue})"
        to = pillar_link(row.pillar) if whole else item_link(row.item)
        return Span(row.start, row.end, "cue", local(to), told)

    def where(self, sentence_id: str) -> str:
        """Link a sentence by its source and number."""
        doc_id, _, number = sentence_id.rpartition(":")
        return link(sentence_link(sentence_id), f"{self.source(doc_id)}, {number}")

    def tie(self, a: str, b: str) -> str:
        """Link a tie by the names of its ends."""
        return link(tie_link(a, b), f"{self.label('actors', a)} – {self.label('actors', b)}")
