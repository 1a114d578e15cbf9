"""What the text of each year reports of the pillars and items, beside the official agenda.

With one text a year the only statement these tables carry is "the 2023 text reports X, the 2021
text does not". Whether something was new, only ``agenda.csv`` can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from borderlab.tables import Codebook, Corpus


def _with_year(codings: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add the year of the text; codes of undated texts are left out."""
    years = corpus.documents["published_earliest"].dt.year
    years = years[years == corpus.documents["published_latest"].dt.year]
    coded = codings.assign(year=codings["doc_id"].map(years))
    return coded.dropna(subset="year").astype({"year": "int64"})


def pillar_evolution(codings: pd.DataFrame, corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Count, for each year with a coded text and each pillar, its sentences and its items.

    Parameters
    ----------
    codings : pandas.DataFrame
        As returned by `code_pillars`.
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    pandas.DataFrame, one row per year and pillar, zeros included
        Columns year, pillar (int64), label, documents, sentences, items (int64 counts). Sentence
        and item counts stand side by side because either alone misleads: a text may spend many
        sentences on one item.
    """
    coded = _with_year(codings, corpus)
    grid = pd.MultiIndex.from_product(
        [sorted(coded["year"].unique()), codebook.pillars.index], names=["year", "pillar"]
    )
    counts = (
        coded.groupby(["year", "pillar"])
        .agg(sentences=("sentence_id", "nunique"), items=("item", "nunique"))
        .reindex(grid, fill_value=0)
    )
    documents = coded.groupby("year")["doc_id"].nunique()
    table = counts.reset_index()
    table.insert(2, "label", table["pillar"].map(codebook.pillars["label"]))
    table.insert(3, "documents", table["year"].map(documents))
    return table


def _status(sentences: pd.Series) -> str:
    years = [year for year, n in sentences.items() if n]
    if len(years) == len(sentences):
        return "in both" if len(years) == 2 else "in all"
    return f"only in the {' and '.join(map(str, years))} text" if years else "in neither"


def item_evolution(codings: pd.DataFrame, corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Compare the years item by item, beside since when each item stands on the official agenda.

    Returns
    -------
    pandas.DataFrame, one row per item of the codebook, in its order
        Columns pillar (int64), pillar_label, item, label, one ``sentences_<year>`` (int64) per year
        with a coded text, status (``in both``, ``only in the <year> text``, ``in neither``),
        agenda_since (ISO date of the first official workstream, missing where none is known) and
        workstreams (their ids, joined by ``|``).
    """
    coded = _with_year(codings, corpus)
    years = sorted(coded["year"].unique())
    counts = coded.pivot_table(
        index="item", columns="year", values="sentence_id", aggfunc="nunique", fill_value=0
    )
    counts = counts.reindex(index=codebook.items.index, columns=years, fill_value=0)
    agenda = codebook.agenda[codebook.agenda["item"] != ""].sort_values(["date", "workstream"])
    official = agenda.groupby("item").agg(since=("date", "first"), ids=("workstream", "|".join))
    pillar = codebook.items["pillar"].astype("int64")
    return pd.DataFrame(
        {
            "pillar": pillar,
            "pillar_label": pillar.map(codebook.pillars["label"]),
            "item": codebook.items.index,
            "label": codebook.items["label"],
            **{f"sentences_{year}": counts[year].astype("int64") for year in years},
            "status": counts.apply(_status, axis=1),
            "agenda_since": official["since"].reindex(codebook.items.index),
            "workstreams": official["ids"].reindex(codebook.items.index),
        }
    ).reset_index(drop=True)


def actor_pillars(
    codings: pd.DataFrame,
    named: pd.DataFrame,
    codebook: Codebook,
    *,
    by: Literal["speaker", "mention"],
) -> pd.DataFrame:
    """Count, for each actor and pillar, the coded sentences in which the actor speaks or is named.

    Parameters
    ----------
    codings : pandas.DataFrame
        As returned by `code_pillars`.
    named : pandas.DataFrame
        As returned by `find_statements` for ``by="speaker"``, by `find_mentions` for
        ``by="mention"``, where only mentions with role ``actor`` count.
    codebook : Codebook
    by : {"speaker", "mention"}

    Returns
    -------
    pandas.DataFrame, int64, shape (A actors, P pillars)
        Index actor_id, sorted: every actor that speaks or is named, with zeros for one in no coded
        sentence. Columns: the pillars of the codebook. A sentence with two pillars counts for both,
        a sentence with two speakers for each.

    Raises
    ------
    ValueError
        When ``by`` is none of the two.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> counts = bl.actor_pillars(
    ...     study.codings, study.statements, study.codebook, by="speaker"
    ... )
    >>> counts.loc["mx-shcp"].to_dict()
    {0: 2, 1: 1, 2: 0, 3: 0, 4: 1}
    """
    if by == "speaker":
        pairs = named[["sentences", "speaker"]].dropna()
        pairs = pairs.assign(
            sentence_id=pairs["sentences"].str.split("|"), actor_id=pairs["speaker"].str.split("|")
        )
        pairs = pairs.explode("sentence_id").explode("actor_id")
    elif by == "mention":
        pairs = named.loc[named["role"] == "actor"]
    else:
        raise ValueError(f"by is {by!r}; choose speaker or mention")
    pairs = pairs[["sentence_id", "actor_id"]].drop_duplicates()
    coded = pairs.merge(codings[["sentence_id", "pillar"]].drop_duplicates(), on="sentence_id")
    counts = coded.groupby(["actor_id", "pillar"]).size().unstack(fill_value=0)
    actors = pd.Index(sorted(pairs["actor_id"].unique()), name="actor_id", dtype="str")
    return counts.reindex(index=actors, columns=codebook.pillars.index, fill_value=0).astype(
        "int64"
    )
