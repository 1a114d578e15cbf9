"""Sentences as evidence: where they stand, what is marked in them, what is noted on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from borderlab.publishing.evidence_pages.marks import Span, excerpt, marked, plain
from borderlab.publishing.evidence_pages.material import Material

Choice = Callable[[Span], bool]


def speech(m: Material, doc_id: str) -> str:
    """Say the language of a passage where it is not that of the page."""
    language = m.documents[doc_id]["language"]
    other = pd.notna(language) and language and language != m.lang
    return f' dir="auto" lang="{plain(str(language))}"' if other else ' dir="auto"'


def quoted(m: Material, sentence_id: str, spans: Iterable[Span]) -> str:
    """Quote a sentence with its marks; of a text that may not be passed on, a few words."""
    row = m.sentences[sentence_id]
    at, text = row["start"], row["text"]
    if m.may_show(row["doc_id"]):
        return marked(text, spans, at=at)
    # by all that is marked in the sentence, so that every page quotes the same words
    first = min((span.start for span in m.spans.get(sentence_id, ())), default=at)
    low, high = excerpt(text, first - at)
    before, after = "… " * (low > 0), " …" * (high < len(text))
    return f"{before}{marked(text[low:high], spans, at=at + low)}{after}"


def offsets(m: Material, sentence_id: str, spans: Iterable[Span] = ()) -> str:
    """Say which characters of its text a sentence is, and which of them are marked."""
    row = m.sentences[sentence_id]
    places = ", ".join(f"{a}–{b}" for a, b in sorted({(s.start, s.end) for s in spans}))
    told = m.say("characters", start=row["start"], end=row["end"])
    return plain(f"{told}; {m.say('marked', places=places)}" if places else told)


def places(found: pd.DataFrame) -> set[tuple[int, ...]]:
    """Collect the marks of evidence as places in the document."""
    rows = zip(found["start"], found["marks"], strict=True)
    return {(int(at + low), int(at + high)) for at, marks in rows for low, high in marks}


def passages(m: Material, sentence_ids: Iterable[str], choose: Choice) -> str:
    """List sentences in the order given, with the marks that are chosen."""
    entries = [_entry(m, i, [s for s in m.spans.get(i, ()) if choose(s)]) for i in sentence_ids]
    if not entries:
        return f"<p>{plain(m.say('no sentence'))}</p>"
    return f'<ol class="bl-passages">{"".join(entries)}</ol>'


def _entry(m: Material, sentence_id: str, spans: list[Span]) -> str:
    doc_id = m.sentences[sentence_id]["doc_id"]
    return (
        f'<li><p class="bl-where">{m.where(sentence_id)} · {offsets(m, sentence_id, spans)}</p>'
        f"<blockquote{speech(m, doc_id)}><p>{quoted(m, sentence_id, spans)}</p></blockquote>"
        f"{m.notes('sentence', sentence_id)}</li>"
    )


def legend(m: Material) -> str:
    """Explain the marks."""
    kinds = ("named", "apart", "cue")
    told = "".join(
        f'<li><mark class="bl-{kind}">{plain(m.say(f"legend:{kind}"))}</mark> '
        f"{plain(m.say(f'legend:{kind}:meaning'))}</li>"
        for kind in kinds
    )
    return f'<ul class="bl-legend">{told}<li>{plain(m.say("legend:also"))}</li></ul>'


def shortened(m: Material, sentence_ids: Iterable[str]) -> str:
    """Say that sentences are quoted shortly, where they are."""
    if all(m.may_show(m.sentences[i]["doc_id"]) for i in sentence_ids):
        return ""
    return f'<p class="bl-note">{plain(m.say("shortened"))}</p>'
