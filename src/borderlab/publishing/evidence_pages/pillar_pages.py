"""The pages of pillars, in all texts and by year, and of their items."""

from __future__ import annotations

import pandas as pd

from borderlab.escapes import for_markdown
from borderlab.publishing.addresses import pillar_link
from borderlab.publishing.evidence_pages.marks import plain
from borderlab.publishing.evidence_pages.markup import grid, link
from borderlab.publishing.evidence_pages.material import Material
from borderlab.publishing.evidence_pages.passages import passages, places, shortened


def pillar_markdown(m: Material, pillar: int, year: int | None = None) -> str:
    """Write the page of a pillar: exactly the sentences that `evidence` lists for it."""
    name = f"{pillar} {m.label('pillars', pillar)}"
    asked = {"pillar": pillar} if year is None else {"pillar": pillar, "year": year}
    found = m.evidence(**asked)
    title = m.say("pillar", name=name)
    links = [link(pillar_link(pillar), m.say("all years"))] * (year is not None)
    links += [link(pillar_link(pillar, y), str(y)) for y in m.years if y != year]
    parts = [
        f"# {for_markdown(title if year is None else f'{title}, {year}')}",
        f"<div><p>{' · '.join(links)}</p>{m.notes('code', str(pillar))}"
        f'<p class="bl-note">{plain(m.say("report only"))}</p></div>',
        f"## {for_markdown(m.say('sentences'))}",
        _sentences(m, found),
        f"## {for_markdown(m.say('items'))}",
        _items(m, pillar, found),
    ]
    return "\n\n".join(parts) + "\n"


def item_markdown(m: Material, item: str) -> str:
    """Write the page of an item."""
    found = m.evidence(item=item)
    pillar = int(m.codebook.items.loc[item, "pillar"])
    parts = [
        f"# {for_markdown(m.label('items', item))}",
        f"<div><p>{plain(m.say('of pillar'))} {m.code(pillar)}</p>"
        f"{m.notes('code', f'{pillar}/{item}')}</div>",
        f"## {for_markdown(m.say('sentences'))}",
        _sentences(m, found),
    ]
    return "\n\n".join(parts) + "\n"


def _sentences(m: Material, found: pd.DataFrame) -> str:
    marks, ids = places(found), found["sentence_id"]
    listed = passages(m, ids, lambda s: s.kind == "cue" and s[:2] in marks)
    return f"<div>{shortened(m, ids)}{listed}</div>"


def _items(m: Material, pillar: int, found: pd.DataFrame) -> str:
    """Count the sentences of each item of a pillar among those found."""
    codings = m.codings[m.codings["pillar"] == pillar]
    codings = codings[codings["sentence_id"].isin(found["sentence_id"])]
    counts = codings.groupby("item")["sentence_id"].nunique()
    items = m.codebook.items["pillar"].astype("int64")
    rows = [
        (m.code(pillar, item), str(counts.get(item, 0))) for item in items.index[items == pillar]
    ]
    if not rows:
        return f"<p>{plain(m.say('no item'))}</p>"
    return grid(m.say("items of pillar"), (m.say("item"), m.say("sentences")), rows)
