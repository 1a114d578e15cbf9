"""A misspelt choice, a flag, share or seed that is none: refused in one line, before any work."""

from __future__ import annotations

import numpy as np
import pytest

import borderlab as bl
from borderlab.errors import BorderlabError, UnknownValueError
from borderlab.networks.checks import check_choice, check_count, check_flag, check_rng, check_share
from borderlab.networks.layout import layout


@pytest.fixture(scope="module")
def given():
    study = bl.open_study()
    units = study.incidence()
    return {
        "study": study, "units": units, "documents": study.corpus.documents,
        "graph": study.graph(), "alone": study.incidence(collectives=False),
    }  # fmt: skip


def robust(study, finding, **grid):
    return bl.robustness(study.mentions, study.corpus, study.codebook, finding, grid)


WRONG = [
    # misspelt: the nearest is named
    (lambda g: g["study"].incidence(unit="sentense"), "did you mean 'sentence'"),
    (lambda g: g["study"].incidence(duplicates="eco"), "did you mean 'echo'"),
    (lambda g: g["study"].incidence(roles=["actors"]), "did you mean 'actor'"),
    (lambda g: g["study"].incidence(zones="boddy"), "did you mean 'body'"),
    (lambda g: g["study"].incidence(forms=["nam"]), "did you mean 'name'"),
    (lambda g: g["study"].incidence(split_by="ofice"), "did you mean 'office'"),
    (lambda g: g["study"].incidence(unit=3), "unit=3 is no choice; take one of sentence"),
    (lambda g: g["study"].graph(unit="documents"), "did you mean 'document'"),
    (lambda g: bl.cooccurrence(g["units"], weight="cosin"), "did you mean 'cosine'"),
    (lambda g: bl.to_graph(bl.cooccurrence(g["units"]), g["units"], weight="jacard"), "'jaccard'"),
    (lambda g: bl.centrality(g["graph"], measures=["strenght"]), "did you mean 'strength'"),
    (lambda g: bl.centrality(g["graph"], measures="closenes"), "did you mean 'closeness'"),
    (lambda g: bl.bootstrap_centrality(g["units"], measures="unit"), "did you mean 'units'"),
    (lambda g: bl.bootstrap_centrality(g["units"], over="storys"), "did you mean 'story'"),
    (lambda g: bl.bootstrap_centrality(g["units"], weight="newmann"), "did you mean 'newman'"),
    (lambda g: bl.leave_one_out(g["units"], over="documents"), "did you mean 'document'"),
    (lambda g: bl.case_drop(g["units"], weight="counts"), "did you mean 'count'"),
    (lambda g: bl.resampled_graphs(g["units"], over="docs"), "over='docs' is no choice"),
    (lambda g: bl.contributions(g["units"], weight="cout"), "did you mean 'count'"),
    (lambda g: bl.edge_significance(g["alone"], strata="documnt"), "did you mean 'document'"),
    (lambda g: bl.edge_significance(g["alone"], population="al"), "did you mean 'all'"),
    (lambda g: bl.time_slices(g["documents"], by="yaer"), "did you mean 'year'"),
    (lambda g: bl.time_slices(g["documents"], by=2021), "by=2021 is no "),
    (lambda g: bl.permutation_test(g["units"], g["documents"], split="2023", over="storie"),
     "did you mean 'story'"),
    (lambda g: bl.permutation_test(g["units"], g["documents"], split="2023", statistic="edge"),
     "did you mean 'edges'"),
    (lambda g: bl.centre(["mexico"], measure="strenth"), "did you mean 'strength'"),
    (lambda g: bl.centre(["mexico"], weight="coun"), "did you mean 'count'"),
    (lambda g: bl.unranked("persn"), "did you mean 'person'"),
    (lambda g: bl.unranked(measure="degre"), "did you mean 'degree'"),
    (lambda g: robust(g["study"], bl.same_pillars_other_items(), basis=["any", "statd"]),
     "did you mean 'stated'"),
    # a misspelt value of a grid is no specification that was refused: the whole call is
    (lambda g: robust(g["study"], bl.centre(["mexico"]), unit=["sentence", "sentense"]),
     "did you mean 'sentence'"),
    (lambda g: robust(g["study"], bl.centre(["mexico"]), measure=["degree", "strenght"]),
     "did you mean 'strength'"),
    # flags
    (lambda g: g["study"].incidence(collectives="no"), "collectives='no' is neither True nor"),
    (lambda g: g["study"].incidence(programmes=0), "programmes=0 is neither True nor False"),
    (lambda g: g["study"].incidence(merge_parents=None), "merge_parents=None is neither True nor"),
    (lambda g: bl.snapshots(g["units"], g["documents"], cumulative="yes"), "cumulative='yes' is n"),
    # shares
    (lambda g: bl.edge_significance(g["alone"], alpha=5), "alpha=5 is no share"),
    (lambda g: bl.edge_significance(g["alone"], alpha="0.05"), "alpha='0.05' is no share"),
    (lambda g: bl.no_significant_tie(alpha=-0.1), "alpha=-0.1 is no share"),
    (lambda g: bl.permutation_test(g["units"], g["documents"], split="2023", alpha=float("nan")),
     "alpha=nan is no share"),
    (lambda g: bl.case_drop(g["units"], certainty=95), "certainty=95 is no share"),
    (lambda g: bl.case_drop(g["units"], correlation=7), "correlation=7 is none; take one"),
    # seeds, also where nothing is drawn
    (lambda g: bl.bootstrap_centrality(g["units"], rng="2021"), "rng='2021' is no seed"),
    (lambda g: bl.resampled_graphs(g["units"], rng=-1), "rng=-1 is no seed"),
    (lambda g: bl.case_drop(g["units"], rng=2.5), "rng=2.5 is no seed"),
    (lambda g: bl.permutation_test(g["units"], g["documents"], split="2023", rng=True),
     "rng=True is no seed"),
    (lambda g: bl.unranked(rng="x"), "rng='x' is no seed"),
    (lambda g: bl.communities(g["graph"], rng=None), "rng=None is no seed"),
    (lambda g: bl.co_membership(iter([]), rng="x"), "rng='x' is no seed"),
    (lambda g: layout(g["graph"], seed="x"), "seed='x' is no seed"),
    # numbers of times
    (lambda g: bl.bootstrap_centrality(g["units"], resamples="many"), "resamples='many' is no "),
    (lambda g: bl.bootstrap_centrality(g["units"], resamples=0), "resamples=0 is no whole number"),
    (lambda g: bl.communities(g["graph"], starts=1.5), "starts=1.5 is no whole number from 1"),
    (lambda g: bl.permutation_test(g["units"], g["documents"], split="2023", draws=-9),
     "draws=-9 is no whole number from 1"),
    # not even units
    (lambda g: bl.unranked().judge(g["documents"]), "give what incidence returns"),
    (lambda g: bl.communities("graph"), "communities needs an undirected graph"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "told"), WRONG, ids=[told for _, told in WRONG])
def test_a_wrong_choice_is_one_line_before_any_work(given, call, told):
    with pytest.raises((BorderlabError, TypeError)) as error:
        call(given)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_refused_as_a_value_is_a_value_error_too():
    with pytest.raises(ValueError, match="did you mean 'echo'"):
        check_choice("duplicates", "ech", allowed=["keep", "echo"])
    assert issubclass(UnknownValueError, BorderlabError)


@pytest.mark.parametrize("value", [True, False, np.True_])
def test_truth_values_of_tables_are_flags(value):
    check_flag(collectives=value)


def test_what_is_allowed_passes():
    check_choice("roles", "actor", "place", allowed=["actor", "place", "modifier"])
    check_choice("split_by", None, allowed=(None, "office"))
    check_share(alpha=0.05, certainty=1, correlation=np.float64(0.7))
    check_count(draws=np.int64(3))
    for seed in (None, 0, np.int64(5), np.random.default_rng(1)):
        check_rng(seed)


def test_a_grid_takes_refusals_as_such_and_keeps_misspellings_apart(given):
    """An echo by document is refused; a choice that does not exist is a mistake of the caller."""
    table = robust(
        given["study"], bl.centre(["mexico"]), unit=["document"], duplicates=["keep", "echo"]
    )  # fmt: skip
    assert table["status"].tolist() == ["run", "inadmissible"]
