"""Suggested names as rows of the codebook's own tables, for a researcher to copy and confirm.

Nothing here enters the registry by itself. Every row says where it comes from and what is open.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import pandas as pd

from borderlab.coding.codebook_rules import COLUMNS
from borderlab.coding.countries import countries
from borderlab.coding.matching import view
from borderlab.coding.name_kinds import is_acronym
from borderlab.coding.names import is_word, tokens
from borderlab.escapes import for_filename
from borderlab.tables import Codebook, expect

TABLES = ("actors", "aliases", "offices")
_FEW = 3  # letters of an acronym that many bodies share: it waits for the full name
#: what no text tells, until the researcher does
_OPEN = {"side": "other", "level": "other", "network": "core", "active": "yes"}


def to_codebook_rows(suggestions: pd.DataFrame, codebook: Codebook) -> dict[str, pd.DataFrame]:
    """Turn suggested names into rows that the registry's own files accept as they are.

    Parameters
    ----------
    suggestions : pandas.DataFrame
        Rows of `suggest_actors` that shall be registered: name, kind, aliases, offices, doc_id. A
        kind of the registry that you wrote over the suggested one is kept.
    codebook : Codebook
        The registry that they are for: its ids and aliases are never used again.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``actors``, ``aliases`` and ``offices``, all str, with the columns of the file of that name,
        your own included. Surnames and short forms wait for the full name (``requires`` named), so
        do acronyms of three letters or less; acronyms are matched letter by letter. Side and level
        are ``other``, an unclear kind is ``organisation``, offices have no dates: the notes say so.

    Raises
    ------
    ValueError
        When a column is missing.

    Notes
    -----
    A form that the registry has already, for whomever, or that an earlier row took, gets no row: it
    cannot belong to two. Titles of courtesy ("Dr.") are no office.

    Examples
    --------
    >>> import borderlab as bl
    >>> book = bl.read_codebook("seeds/codebook")
    >>> row = {"name": "Rosa Mora", "kind": "person", "aliases": "Mora", "offices": "Gov.",
    ...        "doc_id": "hled-2023"}
    >>> rows = bl.to_codebook_rows(pd.DataFrame([row]), book)
    >>> rows["actors"][["actor_id", "kind", "note"]].to_numpy().tolist()
    [['rosa-mora', 'person', 'suggested from hled-2023; side and level to confirm']]
    >>> rows["aliases"][["alias", "form", "requires"]].to_numpy().tolist()
    [['Rosa Mora', 'name', ''], ['Mora', 'short', 'named']]
    """
    expect(codebook=(codebook, Codebook))
    wanted = ["name", "kind", "aliases", "offices", "doc_id"]
    if missing := [column for column in wanted if column not in suggestions]:
        say = f"suggestions lack the columns {', '.join(missing)}"
        raise ValueError(f"{say}; give rows of what suggest_actors returns")
    taken = {_seen(alias) for alias in codebook.aliases["alias"]}
    ids = {actor_id.lower() for actor_id in codebook.actors.index}
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    known = suggestions.reindex(columns=[*wanted, "office_docs"]).fillna("")
    for found in known.to_dict("records"):
        name = _clean(found["name"])
        forms = [form for form in _forms(found) if _seen(form) not in taken]
        if name not in forms:
            continue
        actor_id = _new_id(name, ids)
        ids.add(actor_id)
        taken |= {_seen(form) for form in forms}
        rows["actors"].append(_actor(actor_id, name, found))
        rows["aliases"] += [_alias(form, actor_id, name, found) for form in forms]
        rows["aliases"] += _longer(name, taken)
        rows["offices"] += _offices(actor_id, name, found)
    return {name: _table(name, rows[name], codebook) for name in TABLES}


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _seen(alias: str) -> str:
    """Return an alias as the codebook's rules compare it."""
    return view(alias).text


def _forms(found: dict[str, Any]) -> list[str]:
    """List the name and its other forms, each once."""
    forms = map(_clean, [found["name"], *found["aliases"].split("|")])
    return list(dict.fromkeys(form for form in forms if any(map(str.isalpha, form))))


def _new_id(name: str, ids: Iterable[str]) -> str:
    slug = for_filename(name)
    numbers = (f"{slug}-{i}" for i in range(2, len(list(ids)) + 3))
    return next(new for new in (slug, *numbers) if new not in ids)


def _actor(actor_id: str, name: str, found: dict[str, Any]) -> dict[str, str]:
    unclear, country = found["kind"] == "unclear", countries().get(name)
    kind = ("government" if country else "organisation") if unclear else found["kind"]
    doubt = "kind, side and level" if unclear else "side and level"
    doubt = "that it acts, and its side," if country else doubt
    note = f"suggested from {found['doc_id']}; {doubt} to confirm"
    # what may be no actor at all is no node of the networks until the researcher says so
    network = {"network": "optional"} if unclear else {}
    level = {"level": "federal"} if country else {}  # the level of a country's government
    return _OPEN | network | level | {
        "actor_id": actor_id, "label": name, "label_es": country.es if country else name,
        "kind": kind, "note": note,
    }  # fmt: skip


def _longer(name: str, taken: set[str]) -> Iterator[dict[str, str]]:
    """Block the longer names that hold a country's and are none: "New Mexico"."""
    country = countries().get(name)
    for form in country.longer if country else ():
        if _seen(form) not in taken:
            taken.add(_seen(form))
            yield {"alias": form, "language": "any", "form": "blocked", "case": "name",
                   "evidence": f"a longer name that is not {name}"}  # fmt: skip


def _alias(form: str, actor_id: str, name: str, found: dict[str, Any]) -> dict[str, str]:
    kind, requires = _form(form, name, found["kind"])
    lone = form == name and found["kind"] == "person" and " " not in name
    return {
        "alias": form, "actor_id": actor_id, "language": "any", "form": kind,
        "case": "exact" if kind == "acronym" else "name", "requires": requires,
        "evidence": f"suggested from {found['doc_id']}, to confirm",
        "note": "the texts have no fuller name; add it, and let this one require it" * lone,
    }  # fmt: skip


def _form(form: str, name: str, kind: str) -> tuple[str, str]:
    """Return the form of an alias, and whether the full name must stand before it."""
    if name in countries():
        return ("acronym" if form in countries()[name].acronyms else "name"), ""
    acronym = kind != "person" and is_acronym(form)
    if form == name:
        return ("acronym" if acronym else "name"), ""
    if acronym:
        return "acronym", "named" if sum(map(str.isalpha, form)) <= _FEW else ""
    same = _seen(form).split()[0] == _seen(name).split()[0]
    whole = " " in form and (same or kind != "person")
    return ("name", "") if whole else ("short", "named")


def _offices(actor_id: str, name: str, found: dict[str, Any]) -> Iterator[dict[str, str]]:
    offices = map(_clean, found["offices"].split("|"))
    where = dict(zip_longest(offices, filter(None, found["office_docs"].split("|"))))
    for office, doc_id in where.items():
        if found["kind"] == "person" and _is_office(office):
            yield {
                "person_id": actor_id, "person": name, "office": office, "office_es": office,
                "jurisdiction": "to confirm", "start_status": "not verified",
                "end_status": "not verified",
                "source": f"suggested from {doc_id or found['doc_id']}, to confirm",
                "note": "as the text has it; to confirm",
            }  # fmt: skip


def _is_office(office: str) -> bool:
    """Say whether words are a title of office and no mere "Dr." or "former"."""
    parts = [token for token in tokens(office) if not is_word(token, "courtesy")]
    return any(is_word(token, "title", "rank") for token in parts)


def _table(name: str, rows: list[dict[str, str]], codebook: Codebook) -> pd.DataFrame:
    """Lay rows out as the file has its columns; what is not known stays empty."""
    own = getattr(codebook, name).columns.difference([*COLUMNS[name], "line"], sort=False)
    return pd.DataFrame(rows, columns=[*COLUMNS[name], *own], dtype="str").fillna("")
