"""What the site shows besides notebooks and figures: guides, evidence, the network to explore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from borderlab.study import Study

#: section of the navigation ("" for none) -> address -> Markdown
Pages = dict[str, dict[str, str]]


def compose(
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    *,
    lang: Literal["en", "es"] = "en",
    public: bool = False,
) -> tuple[Pages, dict[str, bytes]]:
    """Write the further pages of a study's site, and the files they need by address."""
    from borderlab.describing import study_pages
    from borderlab.publishing.addresses import INDEX
    from borderlab.publishing.guides import guides
    from borderlab.publishing.reference_pages import reference_pages

    evidence = _evidence(study, tables, lang=lang, public=public)
    network, assets = _network(study, tables, pages=evidence.keys(), lang=lang, public=public)
    behind, files = study_pages(study, tables, lang=lang)
    explore = network | {INDEX: evidence.pop(INDEX)}
    pages = {"explore": explore, "behind": behind, "": evidence}
    if study.guides:
        pages |= guides(lang) | {"reference": reference_pages(lang)}
    return pages, assets | files


def _network(
    study: Study, tables: Mapping[str, pd.DataFrame], **edition: Any
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Make the page of the network; without positions for all of its actors there is none."""
    from borderlab.publishing.network_page import network_page

    units, graph = study.incidence(), study.graph()
    placed = study.root / "seeds" / "layout.csv"
    if not (placed.is_file() and set(graph) <= set(study.layout["actor_id"])):
        return {}, {}
    parts = study.mentions, study.corpus, study.codebook
    page, assets = network_page(
        graph, study.layout, units, *parts, tested=tables["edge_tests"], **edition
    )
    return {"network": page}, assets


def _evidence(study: Study, tables: Mapping[str, pd.DataFrame], **edition: Any) -> dict[str, str]:
    """Write the pages of evidence."""
    from borderlab.publishing.evidence_pages import evidence_pages

    return evidence_pages(
        study.incidence(), study.mentions, study.codings, study.corpus, study.codebook,
        memos=study.memos, tests=tables["edge_tests"], scores=tables["scores"], **edition,
    )  # fmt: skip
