"""Sentences that readers see, by language, and the literature they cite: both read from data.

Each book in ``phrases/`` (``methods.csv``, ``figures.csv`` …) holds sentences, one row a name and a
language, with fields in braces and citations as ``[@key; @key]``; ``references.bib`` holds the
literature, and no rule knows either.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import bibtexparser
from bibtexparser.model import Entry

from borderlab.errors import BorderlabError
from borderlab.escapes import visible

if TYPE_CHECKING:
    import pandas as pd

#: the languages that every book of sentences has
LANGUAGES = ("en", "es")
CITATION = re.compile(r"\[(@[\w; @]+)\]")


class Count(int):
    """A number that takes its noun with it, in the right form.

    Examples
    --------
    >>> f"{Count(1):text|texts}, {Count(0):text|texts}, {Count(2)}"
    '1 text, 0 texts, 2'
    """

    def __format__(self, spec: str) -> str:
        one, several, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if several else format(int(self), spec)


@cache
def templates(language: str = "en", book: str = "methods") -> dict[str, str]:
    """Return the sentences of a book in a language by name."""
    if language not in LANGUAGES:
        raise BorderlabError(f"no sentences in {language!r}; take {' or '.join(LANGUAGES)}")
    text = files("borderlab.publishing").joinpath("phrases", f"{book}.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: row["sentence"] for row in rows if row["language"] == language}


@cache
def literature() -> dict[str, Entry]:
    """Return the entries of ``references.bib`` by key."""
    text = files("borderlab.publishing").joinpath("references.bib").read_text("utf-8")
    return dict(bibtexparser.parse_string(text).entries_dict)


class Narrator:
    """Says sentences and remembers whom they cite.

    Examples
    --------
    >>> narrator = Narrator()
    >>> narrator.say("measure:constraint")
    "Burt's constraint (Burt 2004)"
    >>> narrator.cited
    {'burt2004'}
    """

    def __init__(self, language: str = "en", book: str = "methods") -> None:
        self.templates = templates(language, book)
        self.cited: set[str] = set()
        self._and = templates(language)["and"]

    def named(self, name: str, value: Any, other: str = "") -> str:
        """Name the sentence for a value; where there is none, that for every other."""
        return f"{name}:{value}" if f"{name}:{value}" in self.templates else other or name

    def say(self, name: str, /, **fields: Any) -> str:
        """Fill a sentence; what cannot be seen in a text becomes visible."""
        shown = {k: visible(v) if isinstance(v, str) else v for k, v in fields.items()}
        # citations first: a field may hold anything, brackets too
        return self.cite(self.templates[name]).format_map(shown)

    def cite(self, text: str) -> str:
        """Write the citations of a text out, and remember them."""
        return CITATION.sub(self._cite, text)

    def parts(self, name: str, counts: Mapping[Any, int] | pd.Series) -> str:
        """List counts, each in the words that there are for it."""
        items = [(self.named(name, key), str(key), Count(n)) for key, n in counts.items()]
        return ", ".join(self.say(told, name=key, n=n) for told, key, n in items)

    def word(self, value: Any) -> str:
        """Say the name of a code (a role, a form, a zone); one without a word stays as it is."""
        return self.say(self.named("word", value), name=str(value))

    def _cite(self, found: re.Match[str]) -> str:
        keys = re.findall(r"\w+", found[1])
        self.cited.update(keys)
        return f"({'; '.join(_short(literature()[key], self._and) for key in keys)})"

    def references(self) -> list[str]:
        """List what was cited, in full, by author."""
        return sorted(map(_full, self._entries()), key=str.casefold)

    def bibtex(self) -> str:
        """Return what was cited, and nothing else, as BibTeX."""
        return "\n\n".join(str(entry.raw) for entry in self._entries()) + "\n"

    def _entries(self) -> list[Entry]:
        return [literature()[key] for key in sorted(self.cited)]


def _names(entry: Entry) -> list[list[str]]:
    """Split the authors: family name first, then the given names."""
    return [name.split(", ") for name in _field(entry, "author").split(" and ")]


def _field(entry: Entry, name: str) -> str:
    """Return a field as plain text: braces only keep capitals, two hyphens are a dash."""
    text = entry.fields_dict[name].value if name in entry.fields_dict else ""
    return re.sub(r"[{}]|\\(?=&)", "", text).replace("--", "–")


def _short(entry: Entry, joined: str) -> str:
    family = [name[0] for name in _names(entry)]
    who = joined.join(family) if len(family) < 3 else f"{family[0]} et al."
    return f"{who} {_field(entry, 'year')}"


def _full(entry: Entry) -> str:
    who = ", ".join(_initials(name) for name in _names(entry)).replace(", others", " et al.")
    where = _field(entry, "journal") or _field(entry, "booktitle") or _field(entry, "publisher")
    place = ", ".join(filter(None, [_field(entry, "volume"), _field(entry, "pages")]))
    link = f"doi:{doi}" if (doi := _field(entry, "doi")) else _field(entry, "url")
    title = _field(entry, "title")
    stop = "" if title.endswith("?") else "."
    return f"{who} ({_field(entry, 'year')}). {title}{stop} {f'{where} {place}'.strip()}. {link}"


def _initials(name: list[str]) -> str:
    """Write a family name before the initials of the others."""
    family, given = name[0], "".join(name[1:])
    return " ".join([family + "," * bool(given), *(f"{part[0]}." for part in given.split())])
