"""Which tables a reader finds in the appendix: few, short, rounded, with names instead of ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import pandas as pd

from borderlab.publishing.display_table import Table, show
from borderlab.publishing.narrative import Narrator
from borderlab.tables import Codebook

_ROWS = 20  # of the long ones; the workbook has all
_PLACES = {"p_value": 4, "q_value": 4, "sdsm_p_value": 4, "estimate": 1, "stability": 2, "value": 1}
_WORDS = {  # closed vocabularies of cells: table, column -> book of sentences, names in it
    ("actors", "kind"): ("evidence", "kind"), ("actors", "side"): ("evidence", "side"),
    ("claims", "bound"): ("tables", "bound"), ("claims", "status"): ("figures", "claim"),
    ("contradictions", "kind"): ("tables", "kind"),
}  # fmt: skip


def appendix_tables(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, lang: Literal["en", "es"] = "en"
) -> list[Table]:
    """Choose and shorten the tables of the appendix.

    Parameters
    ----------
    tables : mapping of name to pandas.DataFrame
        Of a study, as an export has them.
    codebook : Codebook
        For the names of actors, pillars and items.
    lang : {"en", "es"}

    Returns
    -------
    list of Table
        Sources, actors by mentions, ties with their tests, strength with its rank sets, pillars,
        items, claims, contradictions.
    """
    tell = Narrator(lang, "tables")
    names = {n: _labels(getattr(codebook, n), lang) for n in ("actors", "pillars", "items")}
    chosen = _texts(tables) | _actors(tables, codebook, names["actors"])
    chosen |= _pillars(tables, names, tell)
    for (table, column), (book, name) in _WORDS.items():
        said = [_in_words(code, book, name, lang) for code in chosen[table][column]]
        chosen[table] = chosen[table].assign(**{column: said})
    shown = []
    for name in ("sources", "actors", "edges", "stability", "pillar_evolution", "item_evolution",
                 "claims", "contradictions"):  # fmt: skip
        table, places = (
            chosen[name].reset_index(drop=True),
            {c: n for c, n in _PLACES.items() if c in chosen[name]},
        )
        caption = tell.say(f"appendix:{name}")
        shown.append(show(table, caption, decimals=places, rows=_ROWS, lang=lang))
    return shown


def _labels(known: pd.DataFrame, lang: str) -> pd.Series:
    """Return the names of a table of the codebook; English where there is no Spanish."""
    if lang == "en" or "label_es" not in known:
        return known["label"]
    return known["label_es"].where(known["label_es"] != "", known["label"])


def _texts(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    documents, claims = tables["documents"], tables["claims"]
    known = ["label", "known_outlet", "title", "published_edtf", "story_id", "known_url"]
    claims = claims.assign(label=claims["doc_id"].map(documents["label"])).reset_index()
    told = ["claim_id", "label", "surface", "value", "bound", "unit", "of_what", "status"]
    return {
        "sources": documents.reindex(columns=known),
        "claims": claims[told],
        "contradictions": tables["contradictions"],
    }


def _actors(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, names: pd.Series
) -> dict[str, pd.DataFrame]:
    mentions, tested, stable = (tables[n] for n in ("mentions", "edge_tests", "stability"))
    acting = mentions[mentions["role"] == "actor"].reset_index().groupby("actor_id")
    counts = acting.agg(
        mentions=("mention_id", "size"), sentences=("sentence_id", "nunique"),
        documents=("doc_id", "nunique"),
    ).reset_index()  # fmt: skip
    for place, column in enumerate(("kind", "side"), start=1):
        counts.insert(place, column, counts["actor_id"].map(codebook.actors[column]))
    ties = tested[tested["weight"] > 0].sort_values(["p_value", "source", "target"])
    tests = ["source", "target", "weight", "expected", "p_value", "q_value", "sdsm_p_value"]
    strength = stable[stable["measure"] == "strength"]
    ranks = ["actor_id", "estimate", "rank_low", "rank_high", "stability"]
    return {
        "actors": _named(counts.sort_values(["mentions", "actor_id"], ascending=[False, True]),
                         names),
        "edges": _named(ties[[*tests, "significant"]], names),
        "stability": _named(strength.sort_values(["estimate", "actor_id"],
                                                 ascending=[False, True])[ranks], names),
    }  # fmt: skip


def _named(table: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    ids = [column for column in ("actor_id", "source", "target") if column in table]
    named = table.assign(**{c: table[c].map(names).fillna(table[c]) for c in ids})
    return named.rename(columns={"actor_id": "actor"})


def _pillars(
    tables: Mapping[str, pd.DataFrame], names: Mapping[str, pd.Series], tell: Narrator
) -> dict[str, pd.DataFrame]:
    pillars, items = tables["pillar_evolution"], tables["item_evolution"]
    counted = [column for column in items if column.startswith("sentences_")]
    status = items["status"].map(lambda text: _status(text, tell))
    items = items.assign(label=items["item"].map(names["items"]), status=status)
    return {
        "pillar_evolution": pillars.assign(label=pillars["pillar"].map(names["pillars"])),
        "item_evolution": items[["pillar", "label", *counted, "status", "agenda_since",
                                 "official_since"]],
    }  # fmt: skip


def _in_words(code: str, book: str, name: str, lang: str) -> str:
    """Say a code in words; one of the researcher's own, or none, stays as it is."""
    return Narrator(lang, book).templates.get(f"{name}:{code}", code)


def _status(text: str, tell: Narrator) -> str:
    """Say which texts report an item; the years are the data's."""
    only = re.fullmatch("only in the (.+) text", text)
    return tell.say("status:only", years=only[1]) if only else tell.say(f"status:{text}")
