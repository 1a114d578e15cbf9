"""Whether two rankings of the actors agree: Spearman's correlation, of one with many at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from borderlab.errors import UnknownActorError
from borderlab.networks.stability import Values, standing
from borderlab.tables import Incidence, expect, expect_columns


def spearman(one: Values, many: Values) -> Values:
    """Correlate the ranks of one ranking (A actors) with each of many (..., A).

    Missing where a side is constant, which ranks nobody; rounded to 12 decimals.

    Examples
    --------
    >>> spearman([1, 2, 9], [[3, 4, 5], [2, 1, 0], [7, 7, 7]]).tolist()
    [1.0, -1.0, nan]
    """
    first, second = (rankdata(v, axis=-1) - (np.shape(one)[0] + 1) / 2 for v in (one, many))
    size = np.sqrt((first**2).sum() * (second**2).sum(axis=-1))
    with np.errstate(invalid="ignore"):
        agreed: Values = (second @ first / size).round(12)
    return agreed


def beside_mentions(scores: pd.DataFrame, units: Incidence) -> pd.DataFrame:
    """Correlate each measure with how often the actors are merely named (Spearman).

    Parameters
    ----------
    scores : pandas.DataFrame
        As `centrality` or `bootstrap_centrality` return it, of all or some actors of `units`.
    units : Incidence

    Returns
    -------
    pandas.DataFrame
        measure, correlation (of standings, so that constraint is turned round; missing where one
        side is constant), actors (those the measure is defined for). A measure near 1 ranks the
        actors as counting does and says little more.

    Raises
    ------
    UnknownActorError
        When the scores have an actor that the units do not.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = bl.incidence(study.mentions, study.corpus, study.codebook)
    >>> beside_mentions(bl.centrality(bl.to_graph(bl.cooccurrence(units), units)), units).head(2)
           measure  correlation  actors
    0  betweenness     0.614750      32
    1    closeness     0.886343      32
    """
    expect(units=(units, Incidence))
    expect_columns("scores", scores, ["actor_id", "measure", "estimate"], "centrality")
    counts = pd.Series(units.matrix.sum(axis=0), units.actors.index)
    if strange := sorted(set(scores["actor_id"]) - set(counts.index)):
        raise UnknownActorError(
            f"scores name {strange[0]!r} (one of {len(strange)}), whom no unit names; give the"
            " units that the scores were made from"
        )
    found = []
    for measure, part in scores.dropna(subset="estimate").groupby("measure"):
        up = standing(part[["estimate"]].to_numpy(), [measure])[:, 0]
        with_counts = spearman(counts[part["actor_id"]].to_numpy(), up)
        found.append({"measure": measure, "correlation": with_counts, "actors": len(part)})
    return pd.DataFrame(found, columns=["measure", "correlation", "actors"])
