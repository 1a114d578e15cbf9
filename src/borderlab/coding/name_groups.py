"""Which names mean one person or body: the forms of one name put together, doubtful ones apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from borderlab.coding.candidates import Candidate
from borderlab.coding.matching import view


class Found(NamedTuple):
    """A candidate and where it stands."""

    doc_id: str
    sentence: str
    candidate: Candidate


@dataclass
class Group:
    """What seems to be one person or body."""

    kind: str
    forms: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Count one more place where it is named."""
        self.forms[found.candidate.name] += 1
        self.found.append(found)

    @property
    def name(self) -> str:
        """The fullest form, the more frequent of two as full."""
        return max(self.forms, key=lambda form: (len(form.split()), self.forms[form], form))


def key_of(name: str) -> str:
    """Return what two spellings of one form have in common."""
    return view(name).text.replace(".", "")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_short_for(short: str, name: str) -> bool:
    """Say whether some words of a person's name are all there is of the shorter form, in order."""
    rest = iter(key_of(name).split())
    parts = key_of(short).split()
    same = all(any(part == word for word in rest) for part in parts)
    return same and (len(parts) > 1 or parts[0] != key_of(name).split()[0])


def group(found: list[Found]) -> list[Group]:
    """Put the forms of one name together; what could be two persons stays apart."""
    groups: dict[tuple[str, str], Group] = {}
    full = [f for f in found if f.candidate.kind != "short"]
    for f in sorted(full, key=lambda f: -len(f.candidate.name.split())):
        kind, key = f.candidate.kind, key_of(f.candidate.name)
        kind = "person" if ("person", key) in groups and kind == "unclear" else kind
        groups.setdefault((kind, key), Group(kind)).add(f)
    _join_persons(groups, [f for f in found if f.candidate.kind == "short"])
    _join_acronyms(groups)
    return list(groups.values())


def _join_persons(groups: dict[tuple[str, str], Group], shorts: list[Found]) -> None:
    """Give shorter forms to the one longer name that they can stand for."""
    fewest = sorted((k for k in groups if k[0] != "organisation"), key=lambda k: len(k[1].split()))
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)  # word -> persons with it
    for key in (k for k in groups if k[0] == "person"):
        for word in set(key_of(groups[key].name).split()):
            holders[word].append(key)
    for key in fewest:
        name = groups[key].name
        fitting = [
            k for k in holders[key_of(name).split()[-1]]
            if k in groups and k != key and _is_short_for(name, groups[k].name)
        ]  # fmt: skip
        fullest = _fullest(groups, fitting)
        if len(fullest) == 1:
            for f in groups.pop(key).found:
                groups[fullest[0]].add(f)
        elif fullest and " " not in name:
            groups.pop(key)  # a surname that two share is neither's
    for f in shorts:
        keys = [k for k in holders.get(key_of(f.candidate.name), []) if k in groups]
        named = [groups[k] for k in keys if _is_short_for(f.candidate.name, groups[k].name)]
        here = [g for g in named if any(f.doc_id == other.doc_id for other in g.found)]
        if len(here or named) == 1:
            (here or named)[0].add(f)


def _fullest(
    groups: dict[tuple[str, str], Group], keys: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Leave out the names that are short for another one of them."""
    names = {key: groups[key].name for key in keys}
    return [
        key for key in keys
        if not any(key != other and _is_short_for(names[key], names[other]) for other in keys)
    ]  # fmt: skip


def _join_acronyms(groups: dict[tuple[str, str], Group]) -> None:
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
