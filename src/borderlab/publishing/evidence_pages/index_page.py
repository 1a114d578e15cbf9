"""The index of the evidence: every source, actor, pillar, item and tie in tables of links."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from borderlab.escapes import for_markdown
from borderlab.publishing.addresses import pillar_link, source_link
from borderlab.publishing.evidence_pages.marks import plain
from borderlab.publishing.evidence_pages.markup import grid, link
from borderlab.publishing.evidence_pages.material import Material


def index_markdown(m: Material, actors: list[str]) -> str:
    """Write the index."""
    parts = [
        f"# {for_markdown(m.say('evidence'))}",
        f"<p>{plain(m.say('introduction'))}</p>",
        f"## {for_markdown(m.say('sources'))}",
        _sources(m),
        f"## {for_markdown(m.say('actors'))}",
        _actors(m, actors),
        f"## {for_markdown(m.say('pillars'))}",
        _pillars(m),
        f"## {for_markdown(m.say('items'))}",
        _items(m),
        f"## {for_markdown(m.say('ties'))}",
        _ties(m),
    ]
    return "\n\n".join(parts) + "\n"


def _sources(m: Material) -> str:
    sentences, mentions = m.corpus.sentences["doc_id"], m.mentions["doc_id"]
    rows = []
    for doc_id, row in m.corpus.documents[["title", "published_edtf"]].fillna("").iterrows():
        counts = [str(int((column == doc_id).sum())) for column in (sentences, mentions)]
        told = (f"<bdi>{plain(row['title'])}</bdi>", plain(row["published_edtf"]))
        rows.append((link(source_link(str(doc_id)), m.source(str(doc_id))), *told, *counts))
    names = ("source", "field:title", "field:published", "sentences", "mentions")
    return grid(m.say("index of sources"), [m.say(name) for name in names], rows)


def _actors(m: Material, actors: list[str]) -> str:
    named = m.mentions.groupby("actor_id").size()
    counted = m.mentions[m.mentions.index.isin(m.counted)].groupby("actor_id").size()
    ends = Counter(chain.from_iterable(m.weights))
    known = m.codebook.actors
    rows = []
    for actor in sorted(actors, key=lambda i: (m.label("actors", i).casefold(), i)):
        kinds = [
            plain(m.word(c, known.at[actor, c])) if actor in known.index else ""
            for c in ("kind", "side")
        ]
        counts = [str(int(found.get(actor, 0))) for found in (named, counted, ends)]
        rows.append((m.actor(actor), *kinds, *counts))
    names = ("actor", "field:kind", "field:side", "mentions", "counted", "ties")
    return grid(m.say("index of actors"), [m.say(name) for name in names], rows)


def _pillars(m: Material) -> str:
    """Lay pillars over years; every cell leads to its sentences."""
    rows = []
    for pillar in map(int, m.codebook.pillars.index):
        cells = [
            link(pillar_link(pillar, year), str(len(m.evidence(pillar=pillar, year=year))))
            for year in m.years
        ]
        rows.append((m.code(pillar), *cells, str(len(m.evidence(pillar=pillar)))))
    header = (m.say("pillar:one"), *map(str, m.years), m.say("all years"))
    return grid(m.say("index of pillars"), header, rows)


def _items(m: Material) -> str:
    counts = m.codings.groupby("item")["sentence_id"].nunique()
    rows = [
        (m.code(int(pillar), item), str(int(counts.get(item, 0))))
        for item, pillar in m.codebook.items["pillar"].items()
    ]
    return grid(m.say("index of items"), (m.say("item"), m.say("sentences")), rows)


def _ties(m: Material) -> str:
    rows = [
        (m.tie(a, b), str(weight), str(len(m.ties[a, b]))) for (a, b), weight in m.weights.items()
    ]
    header = (m.say("tie"), m.say("weight"), m.say("sentences"))
    return grid(m.say("index of ties"), header, rows)
