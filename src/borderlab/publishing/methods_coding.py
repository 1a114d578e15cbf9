"""What a methods text says of the texts, of their coding, and of how far it can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from borderlab.publishing.narrative import Count, Narrator

if TYPE_CHECKING:
    import pandas as pd

    from borderlab.tables import Codebook, Corpus

_KEY = ["doc_id", "start", "end"]


class Described(Protocol):
    """What of a `borderlab.Study` is described."""

    @property
    def corpus(self) -> Corpus: ...  # noqa: D102
    @property
    def codebook(self) -> Codebook: ...  # noqa: D102
    @property
    def coded(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def mentions(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def coded_pillars(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def codings(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def record(self) -> pd.DataFrame: ...  # noqa: D102


def texts(tell: Narrator, corpus: Corpus) -> list[str]:
    """Say how many texts there are, how they are dated, and how they were cut."""
    documents, sentences = corpus.documents, corpus.sentences
    body = sentences[sentences["zone"] == "body"]
    languages = documents["language"].fillna("none").value_counts().sort_index()
    said = [
        tell.say(
            "texts",
            texts=Count(len(documents)),
            stories=Count(documents["story_id"].nunique()),
            languages=tell.parts("language", languages),
        )
    ]
    first, last = documents["published_earliest"].min(), documents["published_latest"].max()
    if first == first and last == last:  # not NaT
        said.append(tell.say("dates", first=str(first.date()), last=str(last.date())))
    bases = documents["published_basis"].value_counts().sort_index()
    said.append(tell.say("dated", bases=tell.parts("basis", bases)))
    paragraphs = body[["doc_id", "paragraph"]].drop_duplicates()
    counts = {"sentences": Count(len(body)), "paragraphs": Count(len(paragraphs))}
    said.append(tell.say("sentences", **counts))
    if told := sentences["echo_id"].nunique():
        n = int(sentences["echo_id"].notna().sum())
        said.append(tell.say("echoes", n=n, echoes=Count(told)))
    return said


def coding(tell: Narrator, study: Described) -> list[str]:
    """Say who was found and what was coded, and by what."""
    book, mentions, codings = study.codebook, study.mentions, study.codings
    forms = book.aliases["form"].ne("blocked").sum()
    said = [
        tell.say("registry", actors=Count(len(book.actors)), aliases=Count(forms)),
        tell.say(
            "mentions",
            mentions=Count(len(mentions)),
            named=Count(mentions["actor_id"].nunique()),
            roles=_parts(tell, mentions["role"]),
            forms=_parts(tell, mentions["form"]),
        ),
    ]
    said += _corrected(tell, "mentions", study.coded, mentions, ["actor_id", "role"])
    if len(codings):
        coded = {
            "coded": codings["sentence_id"].nunique(), "items": codings["item"].nunique(),
            "pillars": codings.loc[codings["pillar"] > 0, "pillar"].nunique(),
            "cues": len(book.cues),
        }  # fmt: skip
        said.append(tell.say("pillars", **{k: Count(n) for k, n in coded.items()}))
        said += _corrected(tell, "codings", study.coded_pillars, codings, ["pillar", "item"])
    return said


def _parts(tell: Narrator, codes: pd.Series) -> str:
    return tell.parts("part", codes.value_counts().sort_index().rename(tell.word))


def _corrected(
    tell: Narrator, name: str, before: pd.DataFrame, after: pd.DataFrame, code: list[str]
) -> list[str]:
    """Say what corrections by hand changed, where they changed anything."""
    old, new = (
        set(rows[_KEY + code].fillna("").itertuples(False, None)) for rows in (before, after)
    )
    if old == new:
        return []
    return [tell.say(f"corrected:{name}", gone=Count(len(old - new)), come=len(new - old))]


def reliability(
    tell: Narrator, reference: pd.DataFrame | None, readers: str, agreement: pd.DataFrame | None
) -> list[str]:
    """Give the scores with who coded the reference, and the agreement of coders."""
    said = []
    if reference is not None:
        for name, row in reference.iterrows():
            part = "" if name == "all" else tell.say("score:part", name=tell.word(name))
            said.append(tell.say("score", part=part, **_shown(row)))
        said += [tell.say("readers", readers=readers.strip()), tell.say("in-sample")]
    for (coder, other), row in () if agreement is None else agreement.iterrows():
        said.append(tell.say("agreement", coder=str(coder), other=str(other), **_shown(row)))
    return said


def _shown(row: pd.Series) -> dict[str, Any]:
    """Format the counts and shares of a row; what nothing divides is a dash."""
    whole = ("found", "reference", "both", "sentences")
    return {
        str(k): "–" if v != v else Count(v) if k in whole else f"{v:.3f}" for k, v in row.items()
    }
