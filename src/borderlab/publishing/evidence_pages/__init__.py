"""Pages that lead from every number to its sentences and back: sources, actors, ties, pillars.

The pages are Markdown for the report, mostly HTML on single lines, so that no text, name or title
can end a block or be read as markup.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from borderlab.publishing.addresses import (
    INDEX,
    actor_page,
    item_page,
    pillar_page,
    source_page,
    tie_page,
)
from borderlab.publishing.evidence_pages.actor_pages import actor_markdown, tie_markdown
from borderlab.publishing.evidence_pages.index_page import index_markdown
from borderlab.publishing.evidence_pages.material import Material
from borderlab.publishing.evidence_pages.pillar_pages import item_markdown, pillar_markdown
from borderlab.publishing.evidence_pages.source_pages import source_markdown
from borderlab.tables import Codebook, Corpus, Incidence, expect


def evidence_pages(
    units: Incidence,
    mentions: pd.DataFrame,
    codings: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    *,
    memos: pd.DataFrame | None = None,
    tests: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    lang: Literal["en", "es"] = "en",
    public: bool = False,
) -> dict[str, str]:
    """Write a page for every source, actor, tie, pillar (by year too) and item, and an index.

    Parameters
    ----------
    units : Incidence
        Of the network that the pages are about: its ties, and which mentions count.
    mentions, codings, corpus, codebook
        As elsewhere.
    memos : pandas.DataFrame, optional
        As `read_memos` returns them; shown with what they are about.
    tests : pandas.DataFrame, optional
        As `edge_significance` returns them, made with ``collectives=False``.
    scores : pandas.DataFrame, optional
        As `centrality` returns them.
    lang : {"en", "es"}
        Of everything but the texts.
    public : bool
        Quote a few words of each sentence, and its characters by number, where a text is not
        marked ``share_text=yes``.

    Returns
    -------
    dict of str to str
        Address without suffix -> Markdown; addresses as in `borderlab.publishing.addresses`. The
        page of a tie has exactly the sentences that `evidence` lists for it, that of a pillar, a
        pillar in a year, or an item too.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> tables = (study.mentions, study.codings, study.corpus, study.codebook)
    >>> pages = evidence_pages(study.incidence(), *tables)
    >>> print(pages["evidence/tie-katie-hobbs--ken-salazar"].splitlines()[0])
    # Katie Hobbs – Ken Salazar
    """
    expect(units=(units, Incidence), corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    m = Material(units, mentions, codings, corpus, codebook, memos, tests, scores, lang, public)
    actors = sorted({*mentions["actor_id"], *units.actors.index})
    pillars = [int(pillar) for pillar in codebook.pillars.index]
    return {
        INDEX: index_markdown(m, actors),
        **{source_page(doc_id): source_markdown(m, doc_id) for doc_id in corpus.documents.index},
        **{actor_page(actor): actor_markdown(m, actor) for actor in actors},
        **{tie_page(a, b): tie_markdown(m, a, b) for a, b in m.ties},
        **{
            pillar_page(pillar, year): pillar_markdown(m, pillar, year)
            for pillar in pillars
            for year in (None, *m.years)
        },
        **{item_page(item): item_markdown(m, item) for item in codebook.items.index},
    }
