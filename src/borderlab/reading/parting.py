"""One text taken apart: its lines by zone, its sentences, and what it says about itself.

Everything is found when it is asked for and once. Dates and languages cost more than all the rest,
and most texts of an archive name nobody and need neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from borderlab.reading.decoding import invisible
from borderlab.reading.headers import (
    Facts,
    Publication,
    find_author,
    find_outlet,
    find_publication,
    find_title,
    find_url,
    front_matter,
)
from borderlab.reading.languages import find_language, find_languages
from borderlab.reading.rows import ZoneRow
from borderlab.reading.sentences import find_sentences
from borderlab.reading.zones import zone_rows


@dataclass(frozen=True)
class Parted:
    r"""A text and, on demand, its parts; no part needs more than the text and what is given here.

    Attributes
    ----------
    doc_id : str
        Prefix of the ids of its sentences.
    text : str
        As decoded or extracted.
    given : mapping
        What the format states beside the text: title, author, outlet, published, url.
    name : str
        Of its file; a date in it may count.
    order : {'day', 'month', ''}
        Which of them stands first in the dates of the table that the text comes from.

    Examples
    --------
    >>> parted = Parted("ports", "Ports reopen\n\nTORREÓN – Trade resumed.", name="20230428.txt")
    >>> [row.zone for row in parted.zones], [s["sentence_id"] for s in parted.sentences]
    (['title', 'body'], ['ports:t1', 'ports:s1'])
    >>> parted.publication.basis, parted.document["title"]
    ('filename', 'Ports reopen')
    """

    doc_id: str
    text: str
    given: Facts = field(default_factory=dict)
    name: str = ""
    order: str = ""

    @cached_property
    def zones(self) -> list[ZoneRow]:
        """Its non-blank lines in order, each with its zone and the rule that decided."""
        return zone_rows(self.text, title=self.given.get("title"))

    @cached_property
    def sentences(self) -> list[dict[str, Any]]:
        """Rows of the contract ``sentences``; the language of each stands in `languages`."""
        return list(find_sentences(self.text, self.zones, self.doc_id))

    @cached_property
    def facts(self) -> dict[str, str]:
        """What the front matter states, and before it what the format does."""
        return {**front_matter(self.text, self.zones), **self.given, "order": self.order}

    @cached_property
    def language(self) -> str | None:
        """The language of the body."""
        body = (self.text[row.start : row.end] for row in self.zones if row.zone == "body")
        return find_language(" ".join(body))

    @cached_property
    def paragraphs(self) -> dict[int, str]:
        """The sentences of each paragraph as one text; 0 is the titles."""
        texts: dict[int, list[str]] = {}
        for sentence in self.sentences:
            texts.setdefault(sentence["paragraph"], []).append(sentence["text"])
        return {number: " ".join(said) for number, said in texts.items()}

    @cached_property
    def languages(self) -> dict[int, str | None]:
        """The language of each paragraph; an undecided one has the text's."""
        told = find_languages(list(self.paragraphs.values()))
        return {n: own or self.language for n, own in zip(self.paragraphs, told, strict=True)}

    @cached_property
    def publication(self) -> Publication:
        """When it was published as it says itself; this asks for its language."""
        return find_publication(
            self.text, self.zones, self.name, facts=self.facts, language=self.language
        )

    @cached_property
    def document(self) -> dict[str, Any]:
        """What a row of ``documents`` has from the text alone; days are dates, or None."""
        date, basis = self.publication
        days = date.days if date else ()
        return {
            "doc_id": self.doc_id,
            "language": self.language,
            "title": find_title(self.text, self.zones, self.facts),
            "outlet": find_outlet(self.text, self.zones, self.facts),
            "author": find_author(self.text, self.zones, self.facts),
            "published_earliest": days[0] if days else None,
            "published_latest": days[-1] if days else None,
            "published_basis": basis,
            "published_edtf": date.edtf if date else None,
            "text": self.text,
            "url": find_url(self.text, self.zones, self.facts),
            "invisible": invisible(self.text),
        }
