"""Persons and bodies that a corpus names and the registry lacks, for the researcher to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from borderlab.coding.candidates import Candidate, find_candidates
from borderlab.coding.matching import view
from borderlab.coding.mentions import find_mentions
from borderlab.coding.names import tokens
from borderlab.tables import Codebook, Corpus, expect

COLUMNS = ("name", "kind", "aliases", "mentions", "documents", "offices", "context")
#: labels of a spaCy pipeline -> kind
_LABELS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
_CONTEXT = 70  # characters on each side of a name


class _Found(NamedTuple):
    """A candidate and where it stands."""

    doc_id: str
    sentence: str
    candidate: Candidate


@dataclass
class _Group:
    """What seems to be one person or body."""

    kind: str
    forms: Counter[str] = field(default_factory=Counter)
    found: list[_Found] = field(default_factory=list)

    def add(self, found: _Found) -> None:
        self.forms[found.candidate.name] += 1
        self.found.append(found)

    @property
    def name(self) -> str:
        """The fullest form, the more frequent of two as full."""
        return max(self.forms, key=lambda form: (len(form.split()), self.forms[form], form))


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


def _candidates(corpus: Corpus, ner: Callable[[str], Any] | None) -> Iterator[tuple[int, _Found]]:
    """Yield every name of the bodies of texts, with the offset of its sentence."""
    sentences = corpus.sentences[corpus.sentences["zone"] == "body"]
    small = _small_words(sentences["text"])
    for doc_id, start, text in sentences[["doc_id", "start", "text"]].itertuples(index=False):
        found = find_candidates(text, small)
        for candidate in [*found, *(_from_model(text, ner, found) if ner else [])]:
            yield start, _Found(doc_id, text, candidate)


def _from_model(
    text: str, ner: Callable[[str], Any], found: list[Candidate]
) -> Iterator[Candidate]:
    """Yield the names that a pipeline sees and the rules do not."""
    for entity in ner(text).ents:
        start, end = entity.start_char, entity.end_char
        apart = all(end <= c.start or start >= c.end for c in found if c.kind != "short")
        name = " ".join(text[start:end].split())
        if apart and entity.label_ in _LABELS and _key(name).split():  # a pipeline may see "..."
            yield Candidate(start, end, name, _LABELS[entity.label_], "", "")


def _key(name: str) -> str:
    return view(name).text.replace(".", "")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_short_for(short: str, name: str) -> bool:
    """Say whether some words of a person's name are all there is of the shorter form, in order."""
    rest = iter(_key(name).split())
    parts = _key(short).split()
    same = all(any(part == word for word in rest) for part in parts)
    return same and (len(parts) > 1 or parts[0] != _key(name).split()[0])


def _group(found: list[_Found]) -> list[_Group]:
    """Put the forms of one name together; what could be two persons stays apart."""
    groups: dict[tuple[str, str], _Group] = {}
    full = [f for f in found if f.candidate.kind != "short"]
    for f in sorted(full, key=lambda f: -len(f.candidate.name.split())):
        kind, key = f.candidate.kind, _key(f.candidate.name)
        kind = "person" if ("person", key) in groups and kind == "unclear" else kind
        groups.setdefault((kind, key), _Group(kind)).add(f)
    _join_persons(groups, [f for f in found if f.candidate.kind == "short"])
    _join_acronyms(groups)
    return list(groups.values())


def _join_persons(groups: dict[tuple[str, str], _Group], shorts: list[_Found]) -> None:
    """Give shorter forms to the one longer name that they can stand for."""
    fewest = sorted((k for k in groups if k[0] != "organisation"), key=lambda k: len(k[1].split()))
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)  # word -> persons with it
    for key in (k for k in groups if k[0] == "person"):
        for word in set(_key(groups[key].name).split()):
            holders[word].append(key)
    for key in fewest:
        name = groups[key].name
        fitting = [
            k for k in holders[_key(name).split()[-1]]
            if k in groups and k != key and _is_short_for(name, groups[k].name)
        ]  # fmt: skip
        if len(fullest := _fullest(groups, fitting)) == 1:
            for f in groups.pop(key).found:
                groups[fullest[0]].add(f)
    for f in shorts:
        keys = [k for k in holders.get(_key(f.candidate.name), []) if k in groups]
        named = [groups[k] for k in keys if _is_short_for(f.candidate.name, groups[k].name)]
        here = [g for g in named if any(f.doc_id == other.doc_id for other in g.found)]
        if len(here or named) == 1:
            (here or named)[0].add(f)


def _fullest(
    groups: dict[tuple[str, str], _Group], keys: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Leave out the names that are short for another one of them."""
    names = {key: groups[key].name for key in keys}
    return [
        key for key in keys
        if not any(key != other and _is_short_for(names[key], names[other]) for other in keys)
    ]  # fmt: skip


def _join_acronyms(groups: dict[tuple[str, str], _Group]) -> None:
    """Give an acronym to the body that defines it in brackets, or whose initials it has."""
    bodies = [k for k in groups if k[0] == "organisation"]
    for key in [k for k in bodies if len(k[1].split()) == 1]:
        short = groups[key].name
        owners = [
            k for k in bodies
            if k != key and k in groups
            and any(f.candidate.acronym == short for f in groups[k].found)
        ] or [k for k in bodies if k != key and k in groups and len(k[1].split()) > 1
              and _initials(groups[k].name) == short]  # fmt: skip
        if len(owners) == 1 and key in groups:
            for f in groups.pop(key).found:
                groups[owners[0]].add(f)


def _row(group: _Group) -> dict[str, Any]:
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
    rows = [_row(group) for group in _group(found)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"mentions": "int64", "documents": "int64"}
    )
    order = ["documents", "mentions", "name"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)
