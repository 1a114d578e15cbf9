"""Persons, bodies and countries that a corpus names and the registry lacks, to be decided on."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pandas as pd

from borderlab.coding.candidates import find_candidates
from borderlab.coding.countries import country_rows, is_government
from borderlab.coding.matching import is_alone, view
from borderlab.coding.mentions import find_mentions
from borderlab.coding.name_groups import Found, Group, group
from borderlab.coding.names import tokens
from borderlab.coding.pipelines import add_entities, find_entities
from borderlab.tables import Codebook, Corpus, expect

COLUMNS = ("name", "kind", "aliases", "mentions", "documents", "offices", "doc_id", "context",
           "office_docs")  # fmt: skip
_CONTEXT = 70  # characters on each side of a name


def _small_words(sentences: pd.Series) -> frozenset[str]:
    """List the words that a corpus has in small letters."""
    return frozenset(
        token.seen for text in sentences for token in tokens(text) if token.text.islower()
    )


def _candidates(corpus: Corpus, ner: Callable[[str], Any] | None) -> Iterator[tuple[int, Found]]:
    """Yield every name of the bodies of texts, with the offset of its sentence."""
    sentences = corpus.sentences[corpus.sentences["zone"] == "body"]
    small = _small_words(sentences["text"])
    marked = find_entities(sentences["text"], ner) if ner else repeat([])
    rows = sentences[["doc_id", "start", "text"]].itertuples(index=False)
    for (doc_id, start, text), entities in zip(rows, marked, strict=False):
        seen = view(text)
        for candidate in add_entities(find_candidates(text, small), entities):
            if is_alone(seen, candidate.start, candidate.end):
                yield start, Found(doc_id, text, candidate)


def _lacking(
    corpus: Corpus, codebook: Codebook, ner: Callable[[str], Any] | None
) -> Iterator[Found]:
    """Yield the names that the registry has under no alias and that no mention covers."""
    registered = {view(alias).text for alias in codebook.aliases["alias"]}
    mentions = find_mentions(corpus, codebook)
    people = codebook.actors.index[codebook.actors["kind"] == "person"]
    full = mentions["actor_id"].isin(people) & (mentions["form"] == "name")
    everything, persons = _spans(mentions), _spans(mentions[full])
    for start, found in _candidates(corpus, ner):
        doc_id, c = found.doc_id, found.candidate
        a, b = start + c.start, start + c.end
        if view(c.name).text in registered or _is_inside(everything[doc_id], a, b):
            continue
        if c.kind != "person" or not _touches(persons[doc_id], a, b):
            yield found


def _spans(mentions: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Collect the spans of mentions by text; those of one text never overlap in part."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc_id, start, end in mentions[["doc_id", "start", "end"]].itertuples(index=False):
        spans[doc_id].append((start, end))
    return spans


def _is_inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_right(spans, start, key=lambda span: span[0])
    return i > 0 and end <= spans[i - 1][1]


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a person named in full stands in a name: "Katie Hobbs Live" is no other one."""
    i = bisect_right(spans, start, key=lambda span: span[0])
    return (i > 0 and start < spans[i - 1][1]) or (i < len(spans) and spans[i][0] < end)


def _row(group: Group) -> dict[str, Any]:
    first = group.found[0]
    offices = Counter(f.candidate.office for f in group.found if f.candidate.office)
    where = {f.candidate.office: f.doc_id for f in reversed(group.found)}  # where it stands first
    others = [form for form, _ in group.forms.most_common() if form != group.name]
    a, b = first.candidate.start, first.candidate.end
    around = first.sentence[max(0, a - _CONTEXT) : b + _CONTEXT]
    return {
        "name": group.name, "kind": group.kind, "aliases": "|".join(others),
        "mentions": len(group.found), "documents": len({f.doc_id for f in group.found}),
        "offices": "|".join(office for office, _ in offices.most_common()),
        "doc_id": first.doc_id, "context": " ".join(around.split()),
        "office_docs": "|".join(where[office] for office, _ in offices.most_common()),
    }  # fmt: skip


def suggest_actors(
    corpus: Corpus, codebook: Codebook, *, ner: Callable[[str], Any] | None = None
) -> pd.DataFrame:
    """Propose persons, bodies and countries that the texts name and the registry lacks.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
        Names that it has are left out, also where their actor is not active, they are blocked, or
        a surname stands alone (`find_ambiguous` lists those).
    ner : callable, optional
        A spaCy pipeline, or any function from a sentence to what has such ``ents``. Its persons
        and organisations are added to what the rules find, and it settles what they left unclear.

    Returns
    -------
    pandas.DataFrame
        One row per name, most documents first: name (str, the fullest form), kind (``person``,
        ``organisation``, ``government`` for a country that acts, or ``unclear``), aliases (str,
        other forms, joined by ``|``), mentions and documents (int64), offices (str, titles beside
        the name, joined by ``|``), doc_id and context (str, where it stands first in full, with the
        words around it), office_docs (str, the text in which each office stands first).

    Raises
    ------
    TypeError
        When an argument is in the wrong place, or the pipeline cannot be called.

    Notes
    -----
    Nothing is merged into the registry. Forms are put together only where one name can be meant;
    a surname that two persons share stays out. Headlines are not searched: there every word may
    have a capital.

    Examples
    --------
    >>> import borderlab as bl
    >>> corpus, codebook = bl.read_corpus("seeds"), bl.read_codebook("seeds/codebook")
    >>> bl.suggest_actors(corpus, codebook).columns.tolist()[:6]
    ['name', 'kind', 'aliases', 'mentions', 'documents', 'offices']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    if ner is not None and not callable(ner):
        say = f"ner is of type {type(ner).__name__}, not a pipeline"
        raise TypeError(f"{say}; give what spacy.load returns")
    rows = list(country_rows(corpus, codebook, _CONTEXT))
    taken = {row["name"] for row in rows}
    others = map(_row, group(list(_lacking(corpus, codebook, ner))))
    rows += [row for row in others if row["name"] not in taken and not is_government(row["name"])]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"mentions": "int64", "documents": "int64"}
    )
    order = ["documents", "mentions", "name"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)
