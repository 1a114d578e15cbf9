"""The page of a source: its text with everything that was coded in it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from borderlab.escapes import for_markdown
from borderlab.publishing.addresses import anchor
from borderlab.publishing.evidence_pages.citation import citation
from borderlab.publishing.evidence_pages.marks import plain
from borderlab.publishing.evidence_pages.markup import grid
from borderlab.publishing.evidence_pages.material import Material
from borderlab.publishing.evidence_pages.passages import (
    legend,
    offsets,
    quoted,
    shortened,
    speech,
)
from borderlab.publishing.narrative import Count


def source_markdown(m: Material, doc_id: str) -> str:
    """Write the page of a source."""
    text = _text(m, doc_id) if m.may_show(doc_id) else _quotations(m, doc_id)
    parts = [
        f"# {for_markdown(m.source(doc_id))}",
        f"<div>{m.notes('source', doc_id)}{citation(m, doc_id)}</div>",
        f"## {for_markdown(m.say('text'))}",
        f"<div>{legend(m)}{shortened(m, _rows(m, doc_id))}</div>",
        text,
        f"## {for_markdown(m.say('actors'))}",
        _actors(m, doc_id),
    ]
    return "\n\n".join(parts) + "\n"


def _text(m: Material, doc_id: str) -> str:
    """Show the text paragraph by paragraph: sentences with marks and notes, the rest in grey."""
    text = str(m.documents[doc_id]["text"])
    blocks: list[str] = []
    read = 0
    paragraphs = groupby(_rows(m, doc_id), key=lambda i: _paragraph(m.sentences[i]))
    for (zone, _), sentence_ids in paragraphs:
        shown: list[str] = []
        for sentence_id in sentence_ids:
            gap = text[read : m.sentences[sentence_id]["start"]]
            (shown if shown else blocks).append(_rest(gap) if gap.strip() else " ")
            shown.append(_sentence(m, sentence_id))
            read = m.sentences[sentence_id]["end"]
        blocks.append(f'<div class="bl-paragraph bl-{zone}">{"".join(shown)}</div>')
    blocks.append(_rest(text[read:]))
    return f'<div class="bl-text"{speech(m, doc_id)}>{"".join(blocks)}</div>'


def _rows(m: Material, doc_id: str) -> list[str]:
    """List the sentences of a text as it has them."""
    here = [i for i, row in m.sentences.items() if row["doc_id"] == doc_id]
    return sorted(here, key=lambda i: int(m.sentences[i]["start"]))


def _paragraph(row: dict[str, Any]) -> tuple[str, int]:
    return row["zone"], row["paragraph"]


def _rest(gap: str) -> str:
    lines = filter(str.strip, re.split(r"[\r\n]", gap))
    return "".join(f'<p class="bl-page">{plain(line.strip())}</p>' for line in lines)


def _sentence(m: Material, sentence_id: str) -> str:
    words = quoted(m, sentence_id, m.spans.get(sentence_id, ()))
    shown = f'<span class="bl-sentence" id="{anchor(sentence_id)}">{words}</span>'
    return f'<div class="bl-row">{shown}{_notes(m, sentence_id)}</div>'


def _quotations(m: Material, doc_id: str) -> str:
    """List the sentences of a text that may not be passed on, a few words of each."""
    blocks = (f'<div class="bl-paragraph">{_sentence(m, i)}</div>' for i in _rows(m, doc_id))
    return f'<div class="bl-text"{speech(m, doc_id)}>{"".join(blocks)}</div>'


def _notes(m: Material, sentence_id: str) -> str:
    """Write what stands in the margin: number, characters, codes, ties, memos."""
    name = anchor(sentence_id)
    number = plain(sentence_id.rpartition(":")[2])
    parts = [f'<a href="#{name}">{number}</a> <span>{offsets(m, sentence_id)}</span>']
    codings = m.codings[m.codings["sentence_id"] == sentence_id]
    codes = dict.fromkeys(
        m.code(p, i) for p, i in zip(codings["pillar"], codings["item"], strict=True)
    )
    if codes:
        parts.append(f"{plain(m.say('codes'))} {', '.join(codes)}")
    notes = "".join(f"<p>{part}</p>" for part in parts)
    if ties := m.carried.get(sentence_id):
        listed = "".join(f"<li>{m.tie(*pair)}</li>" for pair in ties)
        count = plain(m.say("ties of sentence", n=Count(len(ties))))
        notes += f"<details><summary>{count}</summary><ul>{listed}</ul></details>"
    about = plain(m.say("notes on", sentence=number))
    language = f' lang="{m.lang}"' if "lang=" in speech(m, sentence_id.rpartition(":")[0]) else ""
    return (
        f'<div class="bl-aside" role="note" dir="ltr"{language} aria-label="{about}">{notes}'
        f"{m.notes('sentence', sentence_id)}</div>"
    )


def _actors(m: Material, doc_id: str) -> str:
    named = m.mentions[m.mentions["doc_id"] == doc_id]
    counts = named.groupby("actor_id").size()
    counted = named[named.index.isin(m.counted)].groupby("actor_id").size()
    rows = [
        (m.actor(actor), str(n), str(counted.get(actor, 0)))
        for actor, n in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ]
    header = (m.say("actor"), m.say("mentions"), m.say("counted"))
    return grid(m.say("actors of source"), header, rows)
