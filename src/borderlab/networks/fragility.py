"""In how many specifications a finding holds, and which choice breaks it: counts by choice."""

from __future__ import annotations

import pandas as pd

from borderlab.networks.robustness import RESULT
from borderlab.tables import expect_columns


def choices_of(table: pd.DataFrame) -> list[str]:
    """Name the columns of a table of specifications that are choices."""
    expect_columns("table", table, ["specification", *RESULT], "robustness")
    return [c for c in table.columns if c not in ("specification", *RESULT)]


def comes_to(table: pd.DataFrame) -> pd.Series:
    """Say by which specification each row was judged; missing for the inadmissible."""
    same = table["status"].str.extract(r"^same as (\d+)$")[0]
    number = same.where(table["status"] != "run", table["specification"].astype("str"))
    return number.astype("float64").astype("Int64")


def fragility(table: pd.DataFrame) -> pd.DataFrame:
    """Count for every value of every choice where a finding holds, and whether it alone breaks it.

    Parameters
    ----------
    table : pandas.DataFrame
        As returned by `robustness`.

    Returns
    -------
    pandas.DataFrame, one row per choice and value, in the order of the grid
        Columns choice, value; holds and of (int64: different specifications with this value, an
        earlier one that is the same included, in which the finding holds, and applies); alone
        (Int64: the specification that differs from the base in this value only, missing where
        inadmissible) and breaks (boolean: whether it holds in the base and not there; missing where
        it does not hold in the base, or there is none to compare).

    Examples
    --------
    >>> table = pd.DataFrame({"specification": [1, 2, 3], "unit": ["sentence", "story", "window"],
    ...     "status": ["run", "run", "inadmissible"], "why": "", "value": [2.0, 0.5, None],
    ...     "holds": pd.array([True, False, None], "boolean")})
    >>> fragility(table)[["value", "holds", "of", "breaks"]].values.tolist()
    [['sentence', 1, 1, False], ['story', 0, 1, True], ['window', 0, 0, <NA>]]
    """
    names, to = choices_of(table), comes_to(table)
    verdicts = table.set_index("specification")["holds"]
    base = verdicts.get(to.iloc[0], pd.NA)
    rows = []
    for name in names:
        others = [other for other in names if other != name]
        turned = (table[others] == table[others].iloc[0]).all(axis=1)
        for value in table[name].drop_duplicates():
            mine = table[name] == value
            judged = verdicts[to[mine].dropna().unique()].dropna()
            alone = to[mine & turned].iloc[0]
            compared = base is not pd.NA and base and verdicts.get(alone, pd.NA) is not pd.NA
            breaks = not verdicts[alone] if compared else pd.NA
            rows.append((name, value, int(judged.sum()), len(judged), alone, breaks))
    columns = ["choice", "value", "holds", "of", "alone", "breaks"]
    return pd.DataFrame(rows, columns=columns).astype({"alone": "Int64", "breaks": "boolean"})
