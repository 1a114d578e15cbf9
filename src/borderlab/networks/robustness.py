"""Judge a finding in every admissible specification of an analysis that is not another's copy.

A specification is one value for each choice of an analysis. All are declared beforehand; those that
cannot be run, or would only repeat another, are listed with their reason before any is judged. What
comes out are counts: nobody knows how probable a choice is, so a share of them is no probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from inspect import Parameter, signature
from itertools import product
from math import nan
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from borderlab.errors import BorderlabError, UnknownValueError
from borderlab.networks.incidence import incidence, sharing
from borderlab.progress import track
from borderlab.tables import Codebook, Corpus, expect

Options = Mapping[str, Any]
#: whether a finding holds (None: it does not apply), and the number it rests on
Verdict = tuple[bool | None, float]
RESULT = ("status", "holds", "value", "why")


def _as_given(judged: Any, **options: Any) -> Options:
    return options


@dataclass(frozen=True)
class Finding:
    """Something an analysis says, with how to tell whether it holds under a specification.

    Attributes
    ----------
    name : str
    judge : callable, ``(judged, **options) -> (holds, value)``
        Its keyword-only parameters are choices too; ``holds`` is None where the finding does not
        apply.
    subject : callable, ``(table, corpus, codebook, **choices) -> judged``
        Makes an `Incidence` or a table of what was coded; its keyword-only parameters are choices.
        It refuses what is not admissible with a `BorderlabError`.
    settle : callable, ``(judged, **options) -> options``
        Refuses options that do not go together, likewise, and leaves out those without effect.
    """

    name: str
    judge: Callable[..., Verdict]
    subject: Callable[..., Any] = incidence
    settle: Callable[..., Options] = _as_given


def robustness(
    coded: pd.DataFrame | Mapping[str, pd.DataFrame],
    corpus: Corpus,
    codebook: Codebook,
    finding: Finding,
    grid: Mapping[str, Iterable[Any]],
    *,
    progress: bool = False,
) -> pd.DataFrame:
    """Judge a finding in every admissible specification that does not repeat an earlier one.

    Parameters
    ----------
    coded : pandas.DataFrame, or mapping of str to pandas.DataFrame
        What the finding's subject takes, mentions for most; of several tables (by rules, by a
        reader, with other cues) the name becomes the choice ``coding``.
    corpus : Corpus
    codebook : Codebook
    finding : Finding
    grid : mapping of str to iterable
        The values of each choice. The first of each together are the base. ``"window:3"`` among the
        units is ``unit="window", window=3``.
    progress : bool
        Show a bar (tqdm) once it takes more than two seconds.

    Returns
    -------
    pandas.DataFrame, one row per declared specification, in the order of the grid
        Columns specification (int64, from 1, the base); one per choice, several values joined by
        ``|``; status (``run``, ``inadmissible``, or ``same as 3`` where its units, or codes, and
        its options are those of specification 3); holds (boolean, missing where the finding does
        not apply or was not judged), value (float64) and why (of the inadmissible).

    Raises
    ------
    BorderlabError
        When a choice is none of the finding's, has no values, or no specification is admissible.

    Notes
    -----
    Which specifications run is decided on the units and the options alone, before the finding is
    judged in any. Declare choices that you would have defended beforehand; a grid of careless
    choices shows careless results.

    References
    ----------
    Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208.
    doi:10.1038/s41562-020-0912-z. Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on
    Psychological Science 11, 702. doi:10.1177/1745691616658637

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> small = bl.Finding("few actors", lambda units: (len(units.actors) < 40, len(units.actors)))
    >>> grid = {"unit": ["sentence", "story"], "duplicates": ["keep", "echo"]}
    >>> table = bl.robustness(study.mentions, study.corpus, study.codebook, small, grid)
    >>> table[["unit", "duplicates", "status", "holds", "value"]].values.tolist()[1:3]
    [['sentence', 'echo', 'run', True, 32.0], ['story', 'keep', 'run', True, 32.0]]
    >>> table["why"].iloc[3]
    "duplicates='echo' joins sentences; unit is 'story', not 'sentence'"
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    tables = dict(coded) if isinstance(coded, Mapping) else {"": coded}
    values = {"coding": list(tables)} if isinstance(coded, Mapping) else {}
    declared = _declare({**values, **grid}, finding)
    plan = list(_plan(declared, finding, _subjects(finding, tables, corpus, codebook)))
    if all(spec.status == "inadmissible" for spec in plan):
        raise BorderlabError(f"no specification is admissible; the first: {plan[0].why}")
    rows = []
    steps = list(enumerate(zip(declared, plan, strict=True), start=1))
    for number, (choices, spec) in track(
        steps, "specifications", total=len(steps), progress=progress
    ):
        judge = spec.status == "run"
        holds, value = finding.judge(spec.judged, **spec.options) if judge else (None, nan)
        shown = {name: _shown(choice) for name, choice in choices.items()}
        result = dict(zip(RESULT, (spec.status, holds, value, spec.why), strict=True))
        rows.append({"specification": number, **shown, **result})
    return pd.DataFrame(rows).astype({"holds": "boolean", "value": "float64", "why": "str"})


class _Planned(NamedTuple):
    """What is known of a specification before it is judged."""

    status: str
    why: str | float = nan
    judged: Any = None
    options: Options = MappingProxyType({})


def _declare(grid: Mapping[str, Iterable[Any]], finding: Finding) -> list[dict[str, Any]]:
    """Return every combination of the choices, the base first."""
    known = [*_keywords(finding.subject), *_keywords(finding.judge)]
    for name, values in grid.items():
        if name not in known and name != "coding":
            say = f"{name!r} is no choice of {finding.name!r}"
            raise BorderlabError(f"{say}; take {', '.join(known) or 'none'}")
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise BorderlabError(f"{name} is {values!r}; give a list of its values")
    declared = [dict(zip(grid, row, strict=True)) for row in product(*grid.values())]
    if not declared:
        raise BorderlabError("a choice of the grid has no value; give at least the base")
    return declared


def _subjects(
    finding: Finding, tables: Mapping[str, pd.DataFrame], corpus: Corpus, codebook: Codebook
) -> dict[str, Callable[..., Any]]:
    """Return by coding what makes a subject of choices; units share what they have in common."""
    if finding.subject is incidence:
        return {name: sharing(table, corpus, codebook) for name, table in tables.items()}
    return {
        name: partial(finding.subject, table, corpus, codebook) for name, table in tables.items()
    }


def _plan(
    declared: Iterable[Options], finding: Finding, subjects: Mapping[str, Callable[..., Any]]
) -> Iterator[_Planned]:
    """Decide which specifications run, on what they are made of and never on what they say."""
    made: dict[str, tuple[Any, str]] = {}  # a subject is made once, however many options follow
    first: dict[tuple[str, str], int] = {}
    makes, takes = _keywords(finding.subject), _keywords(finding.judge)
    for number, choices in enumerate(declared, start=1):
        coding = choices.get("coding", "")
        chosen = _apart({name: choices[name] for name in makes if name in choices})
        try:
            if (key := repr((coding, chosen))) not in made:
                judged = subjects[coding](**chosen)
                made[key] = judged, _fingerprint(judged)
            judged, mark = made[key]
            given = {name: choices[name] for name in takes if name in choices}
            options = finding.settle(judged, **given)
        except UnknownValueError:  # misspelt, and not refused beside another choice
            raise
        except BorderlabError as refusal:
            yield _Planned("inadmissible", str(refusal))
            continue
        same = first.setdefault((mark, repr(sorted(options.items()))), number)
        yield _Planned("run" if same == number else f"same as {same}", nan, judged, options)


def _apart(chosen: Options) -> Options:
    """Take a unit such as "window:3", which stands in a grid beside the others, apart."""
    unit, _, size = str(chosen.get("unit")).partition(":")
    is_window = unit == "window" and size.isdecimal()
    return {**chosen, "unit": unit, "window": int(size)} if is_window else chosen


def _keywords(function: Callable[..., Any]) -> list[str]:
    taken = signature(function).parameters.values()
    return [p.name for p in taken if p.kind is Parameter.KEYWORD_ONLY]


def _shown(value: Any) -> Any:
    """Make a value that a table can hold and compare."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return "none" if value is None else value
    return "|".join(map(str, value))


def _fingerprint(judged: Any) -> str:
    """Tell two subjects apart by what is in them: units by their actors, texts and stories.

    The names of the units do not count: with one text a story, ``unit="document"`` and
    ``unit="story"`` are one matrix.
    """
    if isinstance(judged, pd.DataFrame):
        return sha256(judged.to_csv(index=False).encode()).hexdigest()
    rows = judged.matrix.sorted_indices()
    groups = [pd.factorize(judged.units[c])[0] for c in ("doc_id", "story_id")]
    actors = "\n".join(judged.actors.index).encode()
    parts = [*(np.asarray(p, "int64").tobytes() for p in (rows.indptr, rows.indices, *groups))]
    return sha256(b"|".join([actors, *parts])).hexdigest()
