"""The methods section of a paper, written from what was run: no number in it is typed."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from borderlab.errors import BorderlabError
from borderlab.escapes import for_html
from borderlab.publishing.methods_checks import check_pieces
from borderlab.publishing.methods_coding import Described, coding, reliability, texts
from borderlab.publishing.methods_networks import (
    choices_made,
    edges_weighed,
    limits,
    measures_taken,
    software,
)
from borderlab.publishing.methods_tests import (
    cases_dropped,
    edges_tested,
    groups_found,
    measures_resampled,
    slices_taken,
)
from borderlab.publishing.narrative import Narrator

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from borderlab.tables import Incidence


@dataclass(frozen=True)
class Methods:
    """A methods text and the literature it cites; made by `methods`.

    Attributes
    ----------
    text : str
        Paragraphs, then the references in full; plain text to paste.
    bibtex : str
        An entry for every work that the text cites, and no other.
    """

    text: str
    bibtex: str

    def __repr__(self) -> str:
        return "\n".join(line for part in self.text.split("\n") for line in _wrap(part))

    def _repr_html_(self) -> str:
        parts = (for_html(part).replace("\n", "<br>\n") for part in self.text.split("\n\n"))
        return "\n".join(f"<p>{part}</p>" for part in parts)


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(line, 96, break_long_words=False, break_on_hyphens=False) or [""]


def methods(
    study: Described,
    *,
    units: Incidence | None = None,
    graph: nx.Graph | None = None,
    scores: pd.DataFrame | None = None,
    tested: pd.DataFrame | None = None,
    tested_units: Incidence | None = None,
    stable: pd.DataFrame | None = None,
    dropped: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
    slices: pd.DataFrame | None = None,
    reference: pd.DataFrame | None = None,
    readers: str = "",
    agreement: pd.DataFrame | None = None,
    lang: Literal["en", "es"] = "en",
) -> Methods:
    """Write the methods section of a paper; only what is given is described.

    Parameters
    ----------
    study : Study
    units : Incidence, optional
        With every choice that made it.
    graph : networkx.Graph, optional
        As `to_graph` makes it of these units; it knows its weight.
    scores : pandas.DataFrame, optional
        The centralities of this graph, see `centrality`.
    tested : pandas.DataFrame, optional
        Edges as `edge_significance` returns them; the choices it was called with in its ``attrs``.
    tested_units : Incidence, optional
        Where the edges were tested on other units than `units` (without collectives, say).
    stable : pandas.DataFrame, optional
        Scores as `bootstrap_centrality` returns them; ``over`` and ``resamples`` in its ``attrs``.
    dropped, groups, slices : pandas.DataFrame, optional
        As `case_drop`, `communities` or `community_stability`, and `snapshots` return them, with
        their ``attrs``.
    reference : pandas.DataFrame, optional
        As `score_mentions` scores the rules against a reference coding; one sentence a row.
    readers : str, optional
        Who coded the reference, in a sentence or more; needed with `reference`, since a score says
        nothing without it.
    agreement : pandas.DataFrame, optional
        Of coders, as `compare_coders` returns it.
    lang : {"en", "es"}
        The language of the text; titles of works, and `readers`, stay as they are.

    Returns
    -------
    `Methods`
        ``text`` and ``bibtex``; shows itself in a notebook.

    Raises
    ------
    BorderlabError
        When the pieces are not of one run or not of this study, when nobody is said to have coded
        the reference, or for a language without sentences.

    Examples
    --------
    >>> import borderlab as bl
    >>> written = bl.methods(bl.open_study("."))
    >>> print(written.text.partition(";")[0])
    The corpus holds 5 texts on 4 stories (English: 5)
    """
    tables = {"scores": scores, "tested": tested, "stable": stable}
    check_pieces(study, units, graph, tables, tested_units)
    if reference is not None and not readers.strip():
        raise BorderlabError("a score needs its readers; say with readers= who coded the reference")
    tell = Narrator(lang)
    paragraphs = [
        texts(tell, study.corpus),
        coding(tell, study),
        reliability(tell, reference, readers, agreement),
        [] if units is None else choices_made(tell, units),
        [] if graph is None else edges_weighed(tell, graph, units),
        [] if scores is None else measures_taken(tell, scores, graph),
        [] if tested is None or units is None else edges_tested(tell, tested, tested_units, units),
        [] if stable is None else measures_resampled(tell, stable, study.corpus),
        [] if dropped is None else cases_dropped(tell, dropped),
        [] if groups is None else groups_found(tell, groups),
        [] if slices is None else slices_taken(tell, slices),
        limits(tell, study.corpus, units),
        [software(tell, study.record)],
    ]
    text = [" ".join(sentences) for sentences in paragraphs if sentences]
    text.append("\n".join([tell.say("references"), *tell.references()]))
    return Methods("\n\n".join(text), tell.bibtex())
