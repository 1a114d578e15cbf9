"""Persons and bodies that a corpus names and the registry lacks, for the researcher to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from borderlab.coding.candidates import Candidate, find_candidates
from borderlab.coding.mentions import find_mentions
from borderlab.coding.name_groups import Found, Group, group, key_of
from borderlab.coding.names import tokens
from borderlab.tables import Codebook, Corpus, expect

COLUMNS = ("name", "kind", "aliases", "mentions", "documents", "offices", "context")
#: labels of a spaCy pipeline -> kind
_LABELS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
_CONTEXT = 70  # characters on each side of a name


def _small_words(sentences: pd.Series) -> frozenset[str]:
    """List the words that a corpus has in small letters."""
    return frozenset(
        token.seen for text in sentences for token in tokens(text) if token.text.islower()
    )


def _covered(mentions: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc_id, start, end in mentions[["doc_id", "start", "end"]].itertuples(index=False):
        spans[doc_id].append((start, end))
    return spans


def _candidates(corpus: Corpus, ner: Callable[[str], Any] | None) -> Iterator[tuple[int, Found]]:
    """Yield every name of the bodies of texts, with the offset of its sentence."""
    sentences = corpus.sentences[corpus.sentences["zone"] == "body"]
    small = _small_words(sentences["text"])
    for doc_id, start, text in sentences[["doc_id", "start", "text"]].itertuples(index=False):
        found = find_candidates(text, small)
        for candidate in [*found, *(_from_model(text, ner, found) if ner else [])]:
            yield start, Found(doc_id, text, candidate)


def _from_model(
    text: str, ner: Callable[[str], Any], found: list[Candidate]
) -> Iterator[Candidate]:
    """Yield the names that a pipeline sees and the rules do not."""
    for entity in ner(text).ents:
        start, end = entity.start_char, entity.end_char
        apart = all(end <= c.start or start >= c.end for c in found if c.kind != "short")
        name = " ".join(text[start:end].split())
        if apart and entity.label_ in _LABELS and key_of(name).split():  # a pipeline may see "..."
            yield Candidate(start, end, name, _LABELS[entity.label_], "", "")


def _row(group: Group) -> dict[str, Any]:
    first = group.found[0]
    offices = Counter(f.candidate.office for f in group.found if f.candidate.office)
    others = [form for form, _ in group.forms.most_common() if form != group.name]
    a, b = first.candidate.start, first.candidate.end
    around = first.sentence[max(0, a - _CONTEXT) : b + _CONTEXT]
    return {
        "name": group.name, "kind": group.kind, "aliases": "|".join(others),
        "mentions": len(group.found), "documents": len({f.doc_id for f in group.found}),
        "offices": "|".join(office for office, _ in offices.most_common()),
        "context": " ".join(around.split()),
    }  # fmt: skip


def suggest_actors(
    corpus: Corpus, codebook: Codebook, *, ner: Callable[[str], Any] | None = None
) -> pd.DataFrame:
    """Propose persons and bodies that the texts name and the registry lacks.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
        Names that its aliases find are left out.
    ner : callable, optional
        A spaCy pipeline; its persons and organisations are added to what the rules find.

    Returns
    -------
    pandas.DataFrame
        One row per name, most documents first: name (str, the fullest form), kind (``person``,
        ``organisation`` or ``unclear``), aliases (str, other forms, joined by ``|``), mentions and
        documents (int64), offices (str, titles beside the name, joined by ``|``), context (str,
        around the first).

    Notes
    -----
    Nothing is merged into the registry. Forms are put together only where one name can be meant;
    a surname that two persons share stays out. Headlines are not searched: there every word may
    have a capital.

    Examples
    --------
    >>> import borderlab as bl
    >>> corpus, codebook = bl.read_corpus("seeds"), bl.read_codebook("seeds/codebook")
    >>> bl.suggest_actors(corpus, codebook).columns.tolist()
    ['name', 'kind', 'aliases', 'mentions', 'documents', 'offices', 'context']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    spans = _covered(find_mentions(corpus, codebook))
    found = [
        f for start, f in _candidates(corpus, ner)
        if not any(a <= start + f.candidate.start and start + f.candidate.end <= b
                   for a, b in spans.get(f.doc_id, ()))
    ]  # fmt: skip
    rows = [_row(one) for one in group(found)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"mentions": "int64", "documents": "int64"}
    )
    order = ["documents", "mentions", "name"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)
