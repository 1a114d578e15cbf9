"""Reads one text from its first sentence to its last, and remembers who has spoken in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from borderlab.coding.antecedents import (
    BODY,
    PRONOUNS,
    Named,
    Person,
    Said,
    Speaker,
    gender,
    is_pronoun,
    name_speaker,
    resolve_pronoun,
)
from borderlab.coding.candidates import find_candidates
from borderlab.coding.clauses import find_clauses
from borderlab.coding.phrases import (
    Token,
    read_tokens,
)
from borderlab.coding.quotations import Quotation, find_quotations
from borderlab.coding.roles import is_dateline
from borderlab.coding.utterances import Clause

if TYPE_CHECKING:
    import pandas as pd

_DATELINE = 60  # characters of a dateline at most
_FEWEST = 6  # words of a quotation that stands alone and is somebody's utterance all the same
_LONGEST = 2000  # characters of narration in which names are looked for at once


class _Draft(NamedTuple):
    """An utterance before its row is made; ``open`` tells that the next quotation may go on."""

    mode: str
    start: int
    end: int
    speaker: Speaker
    cue: tuple[int, int] | None
    rule: str
    open: bool
    last: int  # number of the last sentence read


class Reader:
    """Reads one document from its first sentence to its last, and remembers who has spoken."""

    def __init__(
        self, text: str, spanish: bool, sentences: pd.DataFrame, names: list[Named],
        labels: dict[str, str],
    ) -> None:  # fmt: skip
        self.text, self.spanish, self.names, self.labels = text, spanish, names, labels
        self.accents = any(c in text for c in "áéíóú")
        self.ids = [str(i) for i in sentences.index]
        self.spans = [
            (int(a), int(b)) for a, b in zip(sentences["start"], sentences["end"], strict=True)
        ]
        # a title is a paragraph of its own
        self.paragraphs = [
            int(p) if zone == "body" else -number
            for number, (zone, p) in enumerate(
                zip(sentences["zone"], sentences["paragraph"], strict=True), 1
            )
        ]
        self.quotes = find_quotations(text, self._blocks())
        self.bodies = {m for n in names if not n.person for m in n.mentions}
        self.persons: list[Person] = []
        self.said: list[Said] = []

    def _blocks(self) -> list[tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for key, (start, end) in zip(self.paragraphs, self.spans, strict=True):
            found[key] = (found.get(key, (start, end))[0], end)
        return list(found.values())

    def _periods(self) -> Iterator[tuple[int, int, list[Quotation]]]:
        """Yield first and last sentence of each stretch that no quotation runs across."""
        first, number = 0, 0
        for i, (_, end) in enumerate(self.spans):
            at = number
            while at < len(self.quotes) and self.quotes[at].opens < end:
                at += 1
            if at > number and self.quotes[at - 1].closes > end and i + 1 < len(self.spans):
                continue
            yield first, i, self.quotes[number:at]
            first, number = i + 1, at

    def read(self) -> list[_Draft]:
        """Return the utterances in reading order."""
        drafts: list[_Draft] = []
        for first, last, quotes in self._periods():
            stops = frozenset(end for _, end in self.spans[first : last + 1])
            start, end = self.spans[first][0], max(stops)
            t = read_tokens(self.text, start, end, quotes, stops)
            head = self.text[start : start + _DATELINE]
            if is_dateline(head, 0):
                t = [x for x in t if not is_dateline(head, x.start - start)]
            self._meet(t, start, end, self.paragraphs[first])
            clauses = find_clauses(t, accents=self.accents, spanish=self.spanish)
            for clause in clauses:
                drafts.append(self._attribute(t, clause, first, last))
            if not clauses and quotes and not any(x.word for x in t):
                self._alone(quotes, first, last, drafts)
        return drafts

    def _meet(self, t: Sequence[Token], start: int, end: int, paragraph: int) -> None:
        """Remember the persons whom a stretch of narration names, registered or not."""
        low, high = (bisect_left(self.names, x, key=lambda n: n.start) for x in (start, end))
        inside = [n for n in self.names[low:high] if n.person and n.acts]
        new = [
            (n.start, actor, mention, self.labels.get(actor, ""))
            for n in inside
            for actor, mention in zip(n.actors, n.mentions, strict=True)
        ]
        taken = {i for n in inside for i in range(n.start, n.end)}
        for low, high in _narration(t, start, end):
            for c in find_candidates(self.text[low:high], frozenset()):
                if c.kind == "person" and not taken & set(range(low + c.start, low + c.end)):
                    new.append((low + c.start, "", "", c.name))
        words_there = {x.start for x in t}  # a dateline is none of them
        self.persons += [
            Person(at, paragraph, actor, mention, name, gender(name.lower().split()))
            for at, actor, mention, name in sorted(new)
            if at in words_there
        ]

    def _attribute(self, t: Sequence[Token], c: Clause, first: int, last: int) -> _Draft:
        at, paragraph = t[c.at].start, self.paragraphs[last]
        speaker = self._speaker(t, c, at, paragraph)
        if speaker.rule != "nobody":
            self.said.append(Said(t[c.at].end, paragraph, speaker))
        rule = f"{c.place}:{speaker.rule}"
        return _Draft(c.mode, c.start, c.end, speaker, c.cue, rule, c.open, last)

    def _speaker(self, t: Sequence[Token], c: Clause, at: int, paragraph: int) -> Speaker:
        if c.impersonal:
            return Speaker((), (), None, "nobody")
        if c.who is None or is_pronoun(t, c.who):
            one = t[c.who[0]] if c.who else None
            return self._resolve(
                PRONOUNS[one.seen] if one else "", at, paragraph,
                (one.start, one.end) if one else None, "pronoun",
            )  # fmt: skip
        speaker = name_speaker(t, c.who, self.names)
        if len(speaker.actors) == 1 and speaker.gender != BODY:
            return speaker._replace(gender=self._gender(speaker.actors[0]))
        return speaker

    def _gender(self, actor: str) -> str:
        return gender(self.labels.get(actor, "").lower().split())

    def _resolve(
        self, sex: str, at: int, paragraph: int, attributed: tuple[int, int] | None, rule: str
    ) -> Speaker:
        """Find who speaks where no name does; ``open`` where it may be one of several."""
        found = resolve_pronoun(sex, at, paragraph, self.persons, self.said)
        if not found:
            return Speaker((), (), attributed, "open")
        sex = BODY if found[1] in self.bodies else self._gender(found[0])
        return Speaker((found[0],), (found[1],), attributed, rule, sex)

    def _alone(
        self, quotes: Sequence[Quotation], first: int, last: int, drafts: list[_Draft]
    ) -> None:
        """Let a quotation without words beside it go on with the one before, or stand alone."""
        start, end, paragraph = quotes[0].start, quotes[-1].end, self.paragraphs[first]
        prev = drafts[-1] if drafts else None
        beside = prev is not None and prev.open and prev.last == first - 1
        if prev and beside and paragraph == self.paragraphs[prev.last]:
            drafts[-1] = prev._replace(end=end, last=last)
            return
        if len(self.text[start:end].split()) < _FEWEST:
            return
        speaker = Speaker((), (), None, "open")
        if self.text[quotes[0].opens] not in "—–―-":  # a turn may be anybody's
            speaker = self._resolve("", start, paragraph, None, "continued")
        if speaker.rule != "open":
            self.said.append(Said(start, paragraph, speaker))
        rule = f"alone:{speaker.rule}"
        drafts.append(_Draft("direct", start, end, speaker, None, rule, False, last))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the table says of each utterance."""
        first = 0
        for d in sorted(self.read(), key=lambda d: (d.start, d.end)):
            while first < len(self.spans) and self.spans[first][1] <= d.start:
                first += 1
            last = first
            while last < len(self.spans) and self.spans[last][0] < d.end:
                last += 1
            who = d.speaker.attributed
            yield {
                "sentences": self.ids[first:last], "start": d.start, "end": d.end,
                "surface": self.text[d.start : d.end], "mode": d.mode,
                "speaker": "|".join(d.speaker.actors) or None,
                "attributed": self.text[who[0] : who[1]] if who else None,
                "mention_id": "|".join(d.speaker.mentions) or None,
                "cue": self.text[d.cue[0] : d.cue[1]] if d.cue else None, "rule": d.rule,
            }  # fmt: skip


def _narration(t: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what lies between quotations."""
    for quote in (x.quote for x in t if x.quote is not None):
        yield from _parts(start, quote.opens)
        start = quote.closes
    yield from _parts(start, end)


def _parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than any sentence: looking for names there would take too long."""
    yield from ((at, min(end, at + _LONGEST)) for at in range(start, end, _LONGEST))
