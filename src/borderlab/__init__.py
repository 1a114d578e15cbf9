"""borderlab: who is named together, what was reported, and the sentence behind every number.

``import borderlab`` imports nothing else; each name below is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, which takes longer to load than all of this
if TYPE_CHECKING:
    from typing import Any

#: public name -> module that defines it
_HOME: dict[str, str] = {
    "BorderlabError": "errors",
    "CodebookError": "errors",
    "OutputError": "errors",
    "SourceError": "errors",
    "UnknownActorError": "errors",
    "UnknownValueError": "errors",
    "Codebook": "tables",
    "Corpus": "tables",
    "Incidence": "tables",
    "Limits": "reading.limits",
    "account": "reading.account",
    "read_corpus": "reading.sources",
    "date_from_outside": "reading.known",
    "suggest_echoes": "reading.similarity",
    "suggest_stories": "reading.stories",
    "read_codebook": "coding.codebook",
    "date_by_offices": "coding.offices",
    "find_mentions": "coding.mentions",
    "find_ambiguous": "coding.mentions",
    "suggest_actors": "coding.suggestions",
    "to_codebook_rows": "coding.pasting",
    "code_pillars": "coding.pillars",
    "find_mislabels": "coding.mislabels",
    "find_claims": "coding.claims",
    "find_contradictions": "coding.contradictions",
    "pillar_evolution": "coding.evolution",
    "item_evolution": "coding.evolution",
    "read_memos": "coding.memos",
    "write_workbook": "coding.workbook",
    "read_workbook": "coding.workbook_return",
    "find_statements": "coding.statements",
    "actor_pillars": "coding.evolution",
    "alpha": "coding.reliability",
    "alpha_interval": "coding.reliability",
    "read_reference": "coding.agreement",
    "to_mentions": "coding.spans",
    "score_mentions": "coding.agreement",
    "score_items": "coding.agreement_items",
    "score_statements": "coding.agreement_statements",
    "score_claims": "coding.agreement_claims",
    "score_pillars": "coding.agreement",
    "confusion": "coding.agreement",
    "find_disagreements": "coding.agreement",
    "sample_sentences": "coding.sheets",
    "write_sheet": "coding.sheets",
    "read_sheet": "coding.sheet_reading",
    "to_coder": "coding.coders",
    "compare_coders": "coding.coders",
    "list_disagreements": "coding.coders",
    "role_ratings": "coding.coders",
    "pillar_ratings": "coding.coders",
    "merge_sheets": "coding.merging",
    "merge_corrections": "coding.merging",
    "read_corrections": "coding.corrections",
    "read_label_studio": "coding.label_studio_reading",
    "write_label_studio": "coding.label_studio",
    "read_conll": "coding.conll",
    "write_conll": "coding.conll",
    "incidence": "networks.incidence",
    "cooccurrence": "networks.cooccurrence",
    "to_graph": "networks.cooccurrence",
    "choices_of": "networks.graphs",
    "edge_significance": "networks.significance",
    "bicm": "networks.bicm",
    "disparity_filter": "networks.disparity",
    "centrality": "networks.centrality",
    "rank_table": "networks.centrality",
    "Finding": "networks.robustness",
    "robustness": "networks.robustness",
    "fragility": "networks.fragility",
    "centre": "networks.findings",
    "unranked": "networks.findings",
    "no_significant_tie": "networks.findings",
    "same_pillars_other_items": "networks.findings",
    "time_slices": "networks.time",
    "snapshots": "networks.time",
    "turnover": "networks.time",
    "permutation_test": "networks.permutation",
    "Methods": "publishing.methods",
    "methods": "publishing.methods",
    "articulation_points": "networks.structure",
    "communities": "networks.communities",
    "co_membership": "networks.co_membership",
    "community_stability": "networks.co_membership",
    "resampled_graphs": "networks.resampling",
    "contributions": "networks.grouping",
    "bootstrap_centrality": "networks.stability",
    "beside_mentions": "networks.correlation",
    "leave_one_out": "networks.dropping",
    "case_drop": "networks.dropping",
    "show": "publishing.display_table",
    "show_sentences": "publishing.display",
    "show_network": "publishing.network_page",
    "write_evidence": "publishing.evidence_page",
    "save_figure": "publishing.figures",
    "plot_timeline": "publishing.plots_timeline",
    "plot_roles": "publishing.plots_actors",
    "plot_items": "publishing.plots_items",
    "plot_network": "publishing.plots_network",
    "plot_ranks": "publishing.plots_actors",
    "plot_specifications": "publishing.plots_specifications",
    "plot_stability": "publishing.plots_stability",
    "plot_claims": "publishing.plots_claims",
    "plot_item_flows": "publishing.plots_flows",
    "plot_actor_pillars": "publishing.plots_matrix",
    "plot_leave_one_out": "publishing.plots_left_out",
    "caption": "publishing.captions",
    "figure_style": "publishing.look",
    "labels": "publishing.look",
    "write_graph": "publishing.interchange",
    "read_graph": "publishing.interchange",
    "write_incidence": "publishing.interchange",
    "read_incidence": "publishing.interchange",
    "Study": "study",
    "open_study": "study",
    "evidence": "study",
    "compare": "builds",
    "Counts": "scaling.counts",
    "count_mentions": "scaling.count",
    "local_cluster": "scaling.on_dask",
    "stored_mentions": "scaling.store",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        return import_module("importlib.metadata").version("borderlab")
    if name not in _HOME:
        from difflib import get_close_matches

        near = get_close_matches(name, __all__, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise AttributeError(f"module 'borderlab' has no attribute {name!r}{meant}")
    return getattr(import_module(f"borderlab.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
