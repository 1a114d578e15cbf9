"""What a methods text says of edge tests and of resampling: null models, corrections, stability.

Which choices a table was made with is read from its ``attrs``, as the functions that made it left
them there; what stands nowhere is not said.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from borderlab.publishing.methods_networks import choice
from borderlab.publishing.narrative import Count, Narrator

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.tables import Corpus, Incidence


def edges_tested(
    tell: Narrator, tested: pd.DataFrame, own: Incidence | None, units: Incidence
) -> list[str]:
    """Say what edges were tested against, how the p-values were corrected, and what is left."""
    said = [tell.say("tested")]
    if own is not None and own.choices != units.choices:
        others = {k: v for k, v in own.choices.items() if units.choices.get(k) != v}
        said += [tell.say("tested:units"), *(choice(tell, k, v) for k, v in others.items())]
    said += [choice(tell, k, v) for k, v in tested.attrs.items() if k != "choices"]
    if both := "sdsm_q_value" in tested:
        said.append(tell.say("tested:sdsm"))
    if "q_value" in tested:
        said.append(tell.say("tested:q_value", family=_family(tell, tested)))
    if "testable" in tested:
        said.append(_testable(tell, tested))
    if "significant" in tested:
        said.append(_significant(tell, tested, tell.say("tested:both") if both else ""))
    return said


def cases_dropped(tell: Narrator, dropped: pd.DataFrame) -> list[str]:
    """Say how many sources may be missing before a ranking is another one."""
    rows = dropped[["measure", "cs"]].itertuples(index=False)
    shares = [tell.say("dropped:share", name=name, share=f"{cs:g}") for name, cs in rows]
    told = dict(dropped.attrs)
    told["over"] = tell.say(tell.named("over", told["over"]), name=told["over"])
    return [tell.say("dropped", shares=", ".join(shares), **told)]


def groups_found(tell: Narrator, groups: pd.DataFrame) -> list[str]:
    """Say how communities were searched, how many there are, and how far they hold."""
    sizes = groups.groupby("community")["actor_id"].transform("size")
    large, together = groups.loc[sizes > 1, "community"].nunique(), ""
    if "together" in groups and large:
        together = tell.say("groups:together", share=f"{groups['together'].mean():.2f}")
    told = {"groups": Count(large), "alone": Count((sizes == 1).sum()), "together": together}
    starts, resolution = Count(groups.attrs["starts"]), groups.attrs["resolution"]
    return [tell.say("groups", starts=starts, resolution=f"{resolution:g}", **told)]


def slices_taken(tell: Narrator, slices: pd.DataFrame) -> list[str]:
    """Say how time was cut, and in how many slices a text lies for certain."""
    texts = slices.attrs["texts"].values()
    certain = sum(1 for n in texts if n)
    return [tell.say("slices", slices=Count(len(texts)), certain=certain, by=slices.attrs["by"])]


def _testable(tell: Narrator, tested: pd.DataFrame) -> str:
    """Say how many pairs could pass a test at all, under each null model."""
    able = {
        name: Count(tested[name].sum()) for name in ("testable", "sdsm_testable") if name in tested
    }
    second = able.get("sdsm_testable")
    also = "" if second is None else tell.say("tested:sdsm_testable", testable=second)
    return tell.say("tested:testable", testable=able["testable"], pairs=len(tested), also=also)


def _significant(tell: Narrator, tested: pd.DataFrame, both: str) -> str:
    found = tested[tested["significant"]]
    n = int(found["part_whole"].sum()) if "part_whole" in found else 0
    whole = tell.say("tested:part_whole", n=n) if n else ""
    return tell.say(
        "tested:significant", significant=Count(len(found)), both=both, part_whole=whole
    )


def _family(tell: Narrator, tested: pd.DataFrame) -> str:
    """Give the size of the family: a number that is the same in every row."""
    sizes = tested["family"].unique() if "family" in tested else []
    return tell.say("tested:family", family=Count(sizes[0])) if len(sizes) == 1 else ""


def measures_resampled(tell: Narrator, stable: pd.DataFrame, corpus: Corpus) -> list[str]:
    """Say what was resampled, how often, and what the shares of resamples are called."""
    over, resamples = stable.attrs.get("over", "none"), stable.attrs.get("resamples")
    drawn = ""
    if isinstance(resamples, int):
        n = {"story": corpus.documents["story_id"].nunique(), "document": len(corpus.documents)}
        whole = n.get(over) and resamples == comb(2 * n[over] - 1, n[over])
        name = "resamples:all" if whole else "resamples"
        drawn = tell.say(name, resamples=Count(resamples))
    what = tell.say(tell.named("over", over), name=str(over))
    intervals = "low" in stable and bool(stable["low"].notna().any())
    kind = "intervals" if intervals else "shares"
    told = ("over", "resamples", "choices", "weight", "edges")
    others = {k: v for k, v in stable.attrs.items() if k not in told}
    return [
        tell.say("stable", over=what, resamples=drawn),
        *(choice(tell, option, value) for option, value in others.items()),
        *([tell.say("stable:ranks")] if "rank_low" in stable else []),
        tell.say(f"stable:{kind}"),
    ]
