"""Countries that a corpus names and the registry lacks: as their governments act, or only places.

Short names in English and Spanish stand in ``countries.csv`` with longer names that hold them and
mean something else ("New Mexico"). The rules for mentions decide what a text names, and as what.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from borderlab.coding.matching import view
from borderlab.coding.mentions import find_mentions
from borderlab.coding.words import words
from borderlab.tables import Codebook, Corpus

_FILE = Path(__file__).with_name("countries.csv")


class Country(NamedTuple):
    """A country by its names."""

    en: str
    es: str
    forms: tuple[str, ...]  # under which texts name it, each once as a text is seen
    longer: tuple[str, ...]  # names that hold one of these and are not the country
    unclear: str  # what else its name means

    @property
    def acronyms(self) -> frozenset[str]:
        """Those of its forms that are met letter by letter."""
        return frozenset(form for form in self.forms if form.replace(" ", "").isupper())

    def aliases(self) -> Iterator[dict[str, str]]:
        """Yield its forms as rows of the registry, longer names blocked."""
        same = {"language": "any", "role": "", "requires": "", "valid_from": "", "valid_to": ""}
        for form in self.forms:
            short = form in self.acronyms
            kind, case = ("acronym", "exact") if short else ("name", "name")
            yield {**same, "alias": form, "actor_id": self.en, "form": kind, "case": case}
        for form in self.longer:
            yield {**same, "alias": form, "actor_id": "", "form": "blocked", "case": "name"}


@cache
def countries() -> dict[str, Country]:
    """Read the countries by their English names.

    Examples
    --------
    >>> countries()["Spain"].forms, countries()["Jordan"].unclear
    (('Spain', 'España'), 'also a surname, a given name and a river')
    """
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["en"]: _country(row) for row in csv.DictReader(file)}


def _country(row: dict[str, str]) -> Country:
    forms: dict[str, str] = {}
    for form in [row["en"], row["es"], *filter(None, row["other"].split("|"))]:
        forms.setdefault(view(form).text, form)
    longer = tuple(filter(None, row["longer"].split("|")))
    return Country(row["en"], row["es"], tuple(forms.values()), longer, row["unclear"])


@cache
def _governments() -> re.Pattern[str]:
    """Compile "government of" before any name of a country, as the view of a text shows it."""
    nouns = "|".join(map(re.escape, sorted(words("government_noun"))))
    names = "|".join(re.escape(view(f).text) for c in countries().values() for f in c.forms)
    return re.compile(rf"(?:{nouns}) (?:federal )?(?:of|del?)(?: the| la| los| el)? (?:{names})")


def is_government(name: str) -> bool:
    """Say whether a name is a country's with "government of" before it: the country itself.

    Examples
    --------
    >>> is_government("Gobierno del Perú"), is_government("Bank of Canada")
    (True, False)
    """
    return _governments().fullmatch(view(name).text) is not None


def named_countries(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Find the countries that texts name and the registry has under no alias.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    pandas.DataFrame
        Rows of `find_mentions` whose actor_id is the English name of a country.
    """
    taken = {view(alias).text for alias in codebook.aliases["alias"]}
    lacking = {
        name: country
        for name, country in countries().items()
        if name not in codebook.actors.index
        and not any(view(form).text in taken for form in country.forms)
    }
    aliases = [
        row for c in lacking.values() for row in c.aliases() if view(row["alias"]).text not in taken
    ]
    actors = pd.DataFrame({"kind": "government", "level": "federal"}, index=list(lacking))
    whole = dataclasses.replace(
        codebook,
        actors=_below(codebook.actors, actors.assign(network="core", active="yes")),
        aliases=_below(codebook.aliases, pd.DataFrame(aliases).assign(line=0)),
    )
    found = find_mentions(corpus, whole)
    return found[found["actor_id"].isin(lacking)]


def country_rows(corpus: Corpus, codebook: Codebook, around: int) -> Iterator[dict[str, Any]]:
    """Yield a suggestion per country; one that never acts, or whose name means more, is unclear.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
    around : int
        Characters of context on each side.
    """
    for name, found in named_countries(corpus, codebook).groupby("actor_id", sort=False):
        country, first = countries()[str(name)], found.iloc[0]
        acts = (found["role"] == "actor").any() and not country.unclear
        text = corpus.documents.loc[first["doc_id"], "text"]
        context = text[max(0, first["start"] - around) : first["end"] + around]
        yield {
            "name": name, "kind": "government" if acts else "unclear",
            "aliases": "|".join(country.forms[1:]), "mentions": len(found),
            "documents": found["doc_id"].nunique(), "offices": "", "doc_id": first["doc_id"],
            "context": " ".join(context.split()), "office_docs": "",
        }  # fmt: skip


def _below(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.reindex(columns=table.columns).fillna("")
    return pd.concat([table, rows.astype(table.dtypes)]).rename_axis(table.index.name)
