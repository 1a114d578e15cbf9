"""Where a source gives a pillar another name than the official one: what it said, kept apart.

A stated number decides the code even where the source hangs it on something else. This table says
where that happened, beside the official name, so that nobody takes a source's word for the agenda.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from borderlab.coding.cue_rules import PILLAR_NOUN
from borderlab.coding.matching import view
from borderlab.coding.pillars import find_cues
from borderlab.coding.words import words
from borderlab.tables import Codebook, Corpus, expect

if TYPE_CHECKING:
    from borderlab.coding.cues import Cue

_COLUMNS = {
    "sentence_id": "str", "doc_id": "str", "start": "int64", "end": "int64", "pillar": "int64",
    "label": "str", "stated_as": "str", "said": "str", "item": "str", "kind": "str",
}  # fmt: skip
#: "another of the fundamental pillars": a pillar, and no number
_UNNUMBERED = re.compile(
    r"\b(?:another|one|otro|uno) (?:of|de) (?:the|its|their|los|sus) (?:[\w-]+ ){0,2}"
    r"(?:pillars|pilares|ejes)\b"
)
_IS = r"(?:is|are|was|represents?|constitutes?|es|son|fue|era|representan?|constituyen?)"
# every repetition is bounded, so that time stays linear in a sentence
_BEFORE = re.compile(rf"([^,;:.()]{{3,200}}),?(?: which| that| que)? {_IS}(?: the| el)? \Z")
_AFTER = re.compile(rf"[^,;:.()]{{0,80}}? {_IS} ([^,;:.()]{{3,200}})")
_HEADING = re.compile(r"(?:: | [–—-] )([^;:.()]{3,80})\Z")


class _Label(NamedTuple):
    """What a sentence calls a pillar (``stated``), and what it says that pillar is (``said``)."""

    pillar: int
    stated: tuple[int, int]
    said: tuple[int, int]
    item: str
    kind: str


def find_mislabels(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """List the sentences in which a source hangs a pillar on something other than its name.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    pandas.DataFrame, in reading order
        Columns sentence_id, doc_id, start and end of what the source says the pillar is, in the
        document; pillar (int64) and label, the official number and name; stated_as ("first
        pillar") and said ("strengthening supply chains"), the source's own words; item, the items
        named there, joined by ``|`` (missing where there is none); and kind: ``an item as the
        pillar``, ``another name`` or ``matter of another pillar``.

    Notes
    -----
    Read are "X is the first pillar", "the first pillar is X", "another of the pillars is X" and
    headings ("Pillar II: X"); "the first pillar covers X" equates nothing. A reader decides: an
    aside such as "our priority is the first pillar" is listed too.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> found = bl.find_mislabels(study.corpus, study.codebook)
    >>> found.loc[1:, ["sentence_id", "pillar", "stated_as", "kind"]].values.tolist()[1]
    ['hled-2021:s11', 4, 'fourth pillar', 'another name']
    >>> found.loc[2, ["said", "label"]].tolist()
    ['Joint investment between the countries', 'Investing in Our People']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    rows = []
    for sentence_id, cues in find_cues(corpus, codebook).items():
        sentence = corpus.sentences.loc[sentence_id]
        text, offset = str(sentence["text"]), int(sentence["start"])
        for label in _labels(text, cues):
            start, end = label.said
            rows.append([
                sentence_id, sentence["doc_id"], offset + start, offset + end, label.pillar,
                codebook.pillars["label"].get(label.pillar), text[slice(*label.stated)],
                text[start:end], label.item or float("nan"), label.kind,
            ])  # fmt: skip
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _is_number(cue: Cue) -> bool:
    return cue.basis == "stated" and bool(PILLAR_NOUN.search(cue.cue))


def _labels(text: str, cues: Sequence[Cue]) -> Iterator[_Label]:
    """Yield what a sentence equates with a pillar, or else a number with matter of others only."""
    seen = view(text)
    numbers = [cue for cue in cues if _is_number(cue)]
    matter = [cue for cue in cues if cue.pillar and cue.weight >= 1 and not _is_number(cue)]
    starts = [cue.start for cue in matter]
    place = {seen.place(i): i for i in range(len(seen.text))}
    stated = [(n.pillar, place[n.start], place[n.end - 1] + 1) for n in numbers]
    stated += [(0, *match.span()) for match in _UNNUMBERED.finditer(seen.text)]
    for pillar, start, end in stated:
        for said, is_name in _equated(seen.text, start, end):
            span = seen.span(*said)
            within = matter[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
            if label := _judge(pillar, within, is_name):
                yield _Label(label[0], seen.span(start, end), span, *label[1:])
                return
    own = {cue.pillar for cue in cues if not _is_number(cue)}
    if len(numbers) == 1 and matter and numbers[0].pillar not in own:
        (number,), first = numbers, matter[0]
        span, said = (number.start, number.end), (first.start, first.end)
        yield _Label(number.pillar, span, said, first.item, "matter of another pillar")


def _equated(seen: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield what is said to be the pillar, and whether it stands as a name would."""
    before = _BEFORE.search(seen, max(0, start - 240), start)
    if before and before[1].split()[-1] not in words("pronoun"):
        yield _trimmed(seen, *before.span(1)), True
    after = _AFTER.match(seen, end)
    if after and after[1].split()[0] not in words("not_equated"):
        yield _trimmed(seen, *after.span(1)), False
    if heading := _HEADING.match(seen, end):
        yield _trimmed(seen, *heading.span(1)), True


def _trimmed(seen: str, start: int, end: int) -> tuple[int, int]:
    said = seen[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())


def _judge(pillar: int, within: Sequence[Cue], is_name: bool) -> tuple[int, str, str] | None:
    """Say of what is equated with a pillar (0: not numbered) which mislabel it is, if any."""
    if any(cue.basis == "stated" for cue in within):
        return None  # the official name, or a wording of it
    items = "|".join(dict.fromkeys(cue.item for cue in within))
    if not within:
        return (pillar, "", "another name") if pillar and is_name else None
    if pillar and pillar not in {cue.pillar for cue in within}:
        return pillar, items, "matter of another pillar"
    return pillar or within[0].pillar, items, "an item as the pillar"
