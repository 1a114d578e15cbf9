"""Names from a spaCy pipeline of the researcher's own, beside those that the rules find.

The rules have the first word: where they are sure, an entity adds nothing; where they left a name
unclear, the label of an entity on the same words settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from borderlab.coding.candidates import Candidate
from borderlab.coding.names import Token, is_word, title_end, tokens

#: labels of spaCy's English (OntoNotes), its Spanish and multilingual pipelines, and of others
_LABELS: dict[str, Literal["person", "organisation", "place"]] = {
    "PERSON": "person", "PER": "person", "PERS": "person", "ORG": "organisation",
    "ORGANIZATION": "organisation", "ORGANISATION": "organisation", "GPE": "place",
    "LOC": "place", "LOCATION": "place", "FAC": "place",
}  # fmt: skip


class Entity(NamedTuple):
    """What a pipeline marked in a sentence, without articles, titles and punctuation around it."""

    start: int
    end: int
    name: str
    kind: Literal["person", "organisation", "place"]


def find_entities(texts: Iterable[str], ner: Callable[[str], Any]) -> Iterator[list[Entity]]:
    """Run a pipeline over sentences; in batches, if it can.

    Parameters
    ----------
    texts : iterable of str
    ner : callable
        From a sentence to an object whose ``ents`` have ``start_char``, ``end_char`` and
        ``label_``. One with a ``pipe``, as a spaCy ``Language`` has, is given all sentences.

    Yields
    ------
    list of Entity
        One list a sentence, in order; labels that name no person, body or place are left out.

    Examples
    --------
    >>> from types import SimpleNamespace as Made
    >>> model = lambda text: Made(ents=[Made(start_char=0, end_char=11, label_="ORG")])
    >>> list(find_entities(["The Acme Co. spoke."], model))
    [[Entity(start=4, end=11, name='Acme Co', kind='organisation')]]
    """
    texts = list(texts)
    documents = ner.pipe(texts) if hasattr(ner, "pipe") else map(ner, texts)
    for text, document in zip(texts, documents, strict=True):
        read = (_read(text, e.start_char, e.end_char, e.label_) for e in document.ents)
        yield [entity for entity in read if entity]


def _read(text: str, start: int, end: int, label: str) -> Entity | None:
    """Take off what a pipeline marks around a name: quotes, stops, articles, titles, a line end."""
    kind = _LABELS.get(label.upper())
    parts = _bare(tokens(text[start:end]))
    if kind == "person":
        parts = _bare(parts[title_end(parts) :])
    if not kind or not any(len(token.text.strip(".")) > 1 for token in parts):
        return None
    first, last = start + parts[0].start, start + parts[-1].end
    return Entity(first, last, " ".join(text[first:last].split()), kind)


def _bare(parts: list[Token]) -> list[Token]:
    """Leave out the closed words on both sides, and a day behind: "the Acme Co. on Monday"."""
    while parts and is_word(parts[0], "closed"):
        parts = parts[1:]
    while parts and is_word(parts[-1], "closed", "calendar"):
        parts = parts[:-1]
    return parts


def add_entities(found: list[Candidate], entities: Iterable[Entity]) -> list[Candidate]:
    """Join what rules and a pipeline found in one sentence.

    Parameters
    ----------
    found : list of Candidate
        By the rules.
    entities : iterable of Entity
        By the pipeline.

    Returns
    -------
    list of Candidate
        In reading order. An entity that touches a name of the rules adds nothing; on the very
        words of one that is unclear it gives the kind, and a place there is nobody.
    """
    unclear = {(c.start, c.end): c for c in found if c.kind == "unclear"}
    taken = {i for c in found if c.kind != "short" for i in range(c.start, c.end)}
    added: dict[tuple[int, int], Candidate | None] = {}
    for entity in entities:
        span = (entity.start, entity.end)
        if span in unclear:
            named = unclear[span]._replace(kind=entity.kind)
        elif taken.isdisjoint(range(*span)):
            named = Candidate(*span, entity.name, entity.kind, "", "")
        else:
            continue
        added[span] = named if entity.kind != "place" else None
    covered = {i for span in added for i in range(*span)}
    kept = [c for c in found if covered.isdisjoint(range(c.start, c.end))]
    return sorted([*kept, *filter(None, added.values())])
