"""What the text of each year reports of the pillars and items, beside the official agenda.

With one text a year the only statement these tables carry is "the 2023 text reports X, the 2021
text does not". Whether something was new, only ``agenda.csv`` can say.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from borderlab.tables import Codebook, Corpus, expect, expect_columns

#: what is counted, and the columns that tell a table of it
_NAMED = {
    "speaker": ("find_statements", ["sentences", "speaker"]),
    "mention": ("find_mentions", ["sentence_id", "actor_id", "role"]),
}
_CODED = ["sentence_id", "doc_id", "pillar", "item"]
_AGENDA = ["agenda_since", "agenda_status", "official_since"]


def _check(codings: object, corpus: object, codebook: object) -> None:
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    expect_columns("codings", codings, _CODED, "code_pillars")


def text_years(documents: pd.DataFrame) -> pd.Series:
    """Tell the year of every text that lies in one year for certain, by doc_id; no others.

    Examples
    --------
    >>> import borderlab as bl
    >>> text_years(bl.open_study(".").corpus.documents).to_dict()
    {'el-paso-torreon-2023': 2023, 'hled-2023': 2023, 'hled-2021': 2021}
    """
    years = documents["published_earliest"].dt.year
    return years[years == documents["published_latest"].dt.year].astype("int64")


def _with_year(codings: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add the year of the text; codes of undated texts are left out."""
    coded = codings.assign(year=codings["doc_id"].map(text_years(corpus.documents)))
    return coded.dropna(subset="year").astype({"year": "int64"})


def pillar_evolution(
    codings: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    *,
    by: Literal["pillar", "item"] = "pillar",
) -> pd.DataFrame:
    """Count, for each year with a coded text and each pillar or item, the sentences that report it.

    Parameters
    ----------
    codings : pandas.DataFrame
        As returned by `code_pillars`.
    corpus : Corpus
    codebook : Codebook
    by : {"pillar", "item"}

    Returns
    -------
    pandas.DataFrame, one row per year and pillar (or item), zeros included
        By pillar: columns year, pillar (int64), label, documents, sentences, items (int64 counts).
        By item: year, pillar, item, label, documents, sentences, items (1 where it is reported),
        and status, agenda_since, agenda_status, official_since as in `item_evolution`.

    Raises
    ------
    ValueError
        When ``by`` is none of the two, or codings is another table.

    Notes
    -----
    Sentence and item counts stand side by side because either alone misleads: a text may spend many
    sentences on one item. A year without a coded text has no row: nothing is known of it. One text
    a year carries no interval and no test, so there are none.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> table = bl.pillar_evolution(study.codings, study.corpus, study.codebook)
    >>> table[table.pillar == 3].drop(columns="label").values.tolist()
    [[2021, 3, 1, 2, 3], [2023, 3, 1, 1, 1]]
    """
    if by not in ("pillar", "item"):
        raise ValueError(f"by is {by!r}; choose pillar or item")
    _check(codings, corpus, codebook)
    coded = _with_year(codings, corpus)
    if by == "pillar":
        return _counts(coded, codebook.pillars)
    table = _counts(coded, codebook.items)
    table.insert(1, "pillar", table["item"].map(codebook.items["pillar"]).astype("int64"))
    compared = item_evolution(codings, corpus, codebook).set_index("item")
    return table.join(compared[["status", *_AGENDA]], on="item")


def _counts(coded: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Count sentences and items of each year under each row of a table, by its index."""
    by = str(known.index.name)
    years = sorted(coded["year"].unique())
    grid = pd.MultiIndex.from_product([years, known.index], names=["year", by])
    counts = (
        coded.assign(reported=coded["item"])
        .groupby(["year", by])
        .agg(sentences=("sentence_id", "nunique"), items=("reported", "nunique"))
        .reindex(grid, fill_value=0)
        .reset_index()
    )
    documents = coded.groupby("year")["doc_id"].nunique()
    counts.insert(2, "label", counts[by].map(known["label"]))
    counts.insert(3, "documents", counts["year"].map(documents))
    return counts


def _status(sentences: pd.Series) -> str:
    years = [year for year, n in sentences.items() if n]
    if len(years) == len(sentences) >= 2:
        return "in both" if len(years) == 2 else "in all"
    return f"only in the {' and '.join(map(str, years))} text" if years else "in neither"


def _on_agenda(agenda: pd.DataFrame) -> pd.DataFrame:
    """Since when each item stands on the official agenda, and on whose word."""
    # of several workstreams of one day the official text comes before the report of it
    rows = agenda[agenda["item"] != ""].sort_values(["date", "status", "workstream"])
    official = rows[rows["status"] == "official"].groupby("item")["date"].first()
    first = rows.groupby("item").agg(
        agenda_since=("date", "first"),
        agenda_status=("status", "first"),
        workstreams=("workstream", lambda ids: "|".join(dict.fromkeys(ids))),
    )
    return first.assign(official_since=official)


def item_evolution(codings: pd.DataFrame, corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Compare the years item by item, beside since when each item stands on the official agenda.

    Returns
    -------
    pandas.DataFrame, one row per item of the codebook, in its order
        Columns pillar (int64), pillar_label, item, label, one ``sentences_<year>`` (int64) per year
        with a coded text, status (``in both``, ``only in the <year> text``; ``in neither`` for an
        item of the agenda that no text reports), agenda_since (ISO date of the first workstream on
        the item, missing where none is known), agenda_status (whether that is known from the
        official text or its reprint, or from a report), workstreams (their ids, joined by ``|``)
        and official_since (date of the first workstream known from an official text).

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> items = bl.item_evolution(study.codings, study.corpus, study.codebook).set_index("item")
    >>> items.loc["investor-window", ["status", "agenda_since", "agenda_status"]].tolist()
    ['only in the 2023 text', '2023-04-18', 'secondary, pillar inferred']
    """
    _check(codings, corpus, codebook)
    coded = _with_year(codings, corpus)
    years = sorted(coded["year"].unique())
    counts = coded.pivot_table(
        index="item", columns="year", values="sentence_id", aggfunc="nunique", fill_value=0
    )
    counts = counts.reindex(index=codebook.items.index, columns=years, fill_value=0)
    agenda = _on_agenda(codebook.agenda).reindex(codebook.items.index)
    pillar = codebook.items["pillar"].astype("int64")
    return pd.DataFrame(
        {
            "pillar": pillar,
            "pillar_label": pillar.map(codebook.pillars["label"]),
            "item": codebook.items.index,
            "label": codebook.items["label"],
            **{f"sentences_{year}": counts[year].astype("int64") for year in years},
            "status": [_status(row) for _, row in counts.iterrows()],
            **{column: agenda[column] for column in [*_AGENDA, "workstreams"]},
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
        When ``by`` is none of the two, or codings or named is another table.

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
    if by not in _NAMED:
        raise ValueError(f"by is {by!r}; choose speaker or mention")
    expect(codebook=(codebook, Codebook))
    expect_columns("codings", codings, _CODED, "code_pillars")
    source, columns = _NAMED[by]
    expect_columns("named", named, columns, source)
    if by == "speaker":
        pairs = named[["sentences", "speaker"]].dropna()
        pairs = pairs.assign(
            sentence_id=pairs["sentences"].str.split("|"), actor_id=pairs["speaker"].str.split("|")
        )
        pairs = pairs.explode("sentence_id").explode("actor_id")
    else:
        pairs = named.loc[named["role"] == "actor"]
    pairs = pairs[["sentence_id", "actor_id"]].drop_duplicates()
    coded = pairs.merge(codings[["sentence_id", "pillar"]].drop_duplicates(), on="sentence_id")
    counts = coded.groupby(["actor_id", "pillar"]).size().unstack(fill_value=0)
    actors = pd.Index(sorted(pairs["actor_id"].unique()), name="actor_id", dtype="str")
    return counts.reindex(index=actors, columns=codebook.pillars.index, fill_value=0).astype(
        "int64"
    )
