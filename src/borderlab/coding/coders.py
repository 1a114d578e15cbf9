"""Coders side by side: people, the rules, a reference, compared where each of them coded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from borderlab.coding.agreement import find_disagreements, score_mentions
from borderlab.coding.reliability import alpha
from borderlab.coding.spans import sentence_of
from borderlab.errors import Problem, SourceError
from borderlab.tables import Corpus

_KEY = ["doc_id", "start", "end", "actor_id"]
_COUNTS = ("found", "reference", "both")
_CODINGS = {"sentence_id": "str", "doc_id": "str", "pillar": "int64", "coder": "str"}


class Coder(NamedTuple):
    """What one coder coded, and where.

    Attributes
    ----------
    name : str
    mentions : pandas.DataFrame
        The contract ``mentions``, and columns coder and note; only of sentences whose mentions are
        coded to their end.
    codings : pandas.DataFrame
        One row per (sentence_id, pillar), with doc_id and coder; only of sentences whose pillars
        are coded.
    coded : pandas.DataFrame, index sentence_id
        Sentences of which anything is coded or noted: doc_id, its start, whether its ``mentions``
        and its ``pillars`` are coded (bool), and the note.
    problems : list of Problem
    left_out : tuple of str
        Sentences of a sheet that are not coded until their lines are mended.
    """

    name: str
    mentions: pd.DataFrame
    codings: pd.DataFrame
    coded: pd.DataFrame
    problems: list[Problem]
    left_out: tuple[str, ...] = ()


def make_coder(
    name: str,
    mentions: pd.DataFrame,
    codings: Iterable[tuple[str, int]],
    coded: pd.DataFrame,
    problems: Sequence[Problem] = (),
) -> Coder:
    """Put a coder together: mentions, (sentence_id, pillar) pairs, and what is coded at all.

    Parameters
    ----------
    coded : pandas.DataFrame, index sentence_id
        With doc_id, start, mentions, pillars and note, for sentences of the corpus in its order.
        Mentions and pillars of a sentence where they are not coded are left out: half a coding
        would look like disagreement.
    """
    place = {sentence_id: i for i, sentence_id in enumerate(coded.index[coded["pillars"]])}
    whole = {pair for pair in codings if pair[0] in place}
    rows = sorted(whole, key=lambda pair: (place[pair[0]], pair[1]))
    counted = mentions["sentence_id"].isin(coded.index[coded["mentions"]])
    table = [(i, coded.loc[i, "doc_id"], pillar, name) for i, pillar in rows]
    told = coded["mentions"] | coded["pillars"] | (coded["note"] != "")
    return Coder(
        name,
        mentions[counted].assign(coder=name),
        pd.DataFrame(table, columns=list(_CODINGS)).astype(_CODINGS),
        coded[told],
        list(problems),
    )


def to_coder(
    name: str, mentions: pd.DataFrame, codings: pd.DataFrame | None, corpus: Corpus
) -> Coder:
    """Take the tables of the rules, or of a reference, as one more coder, who coded everything.

    A person's sheet is read by `read_sheet` instead, which knows what is not coded.

    Parameters
    ----------
    name : str
    mentions : pandas.DataFrame
        With doc_id, start, end, actor_id, form, role.
    codings : pandas.DataFrame or None
        With sentence_id and pillar; body sentences without a row are about no pillar. None where
        no pillars were coded.
    corpus : Corpus

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> rules = bl.to_coder("rules", study.coded, study.codings, study.corpus)
    >>> rules.coded[["mentions", "pillars"]].sum().tolist()
    [60, 56]
    """
    body = corpus.sentences["zone"] == "body"
    coded = corpus.sentences[["doc_id", "start"]].assign(
        mentions=True, pillars=body & (codings is not None), note=""
    )
    pairs = [] if codings is None else codings[["sentence_id", "pillar"]].itertuples(index=False)
    placed = mentions.assign(sentence_id=sentence_of(mentions, corpus))
    return make_coder(name, placed, ((str(i), int(p)) for i, p in pairs), coded)


def role_ratings(coders: Sequence[Coder]) -> pd.DataFrame:
    """Set the role that each coder gave to each mention side by side, for `alpha`.

    Returns
    -------
    pandas.DataFrame, index doc_id, start, end, actor_id; one column a coder
        Missing where a coder lacks the mention or did not code its sentence: whether a mention was
        seen at all is for `score_mentions` to tell.
    """
    return pd.concat({c.name: _counted(c).set_index(_KEY)["role"] for c in coders}, axis=1)


def pillar_ratings(coders: Sequence[Coder]) -> pd.DataFrame:
    """Set the pillars that each coder gave to each sentence side by side, for `alpha`.

    Returns
    -------
    pandas.DataFrame, index sentence_id; one column a coder
        The pillars of a sentence are one code, such as ``1|3`` or ``(none)``, so that half of them
        is a disagreement; missing where a coder did not code the sentence.
    """
    return pd.concat({c.name: _pillars(c) for c in coders}, axis=1)


def _counted(coder: Coder) -> pd.DataFrame:
    """Return the mentions in sentences that the coder coded to their end."""
    whole = coder.coded.index[coder.coded["mentions"]]
    return coder.mentions[coder.mentions["sentence_id"].isin(whole)]


def _pillars(coder: Coder) -> pd.Series:
    coded = coder.coded.index[coder.coded["pillars"]]
    said = coder.codings.sort_values("pillar").groupby("sentence_id")["pillar"]
    sets = said.agg(lambda pillars: "|".join(map(str, pillars)))
    return sets.reindex(coded).fillna("(none)").astype("str")


def compare_coders(coders: Sequence[Coder]) -> pd.DataFrame:
    """Compare every two coders, each time on the sentences that both of them coded.

    Parameters
    ----------
    coders : sequence of Coder
        With names of their own; `read_sheet` makes one of a filled sheet, `to_coder` of tables,
        such as those of the rules.

    Returns
    -------
    pandas.DataFrame, index coder, other
        sentences (coded by both), found, reference, both, precision, recall, f1, form_accuracy,
        role_accuracy as in `score_mentions`, the first measured against the other; role_alpha over
        the mentions that both have; pillar_sentences and pillar_alpha. Missing where nothing can be
        divided.

    Raises
    ------
    SourceError
        When two coders have one name.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> rules = bl.to_coder("rules", study.coded, study.codings, study.corpus)
    >>> found = bl.read_reference("tests/data/reference", study.corpus)
    >>> person = bl.to_coder("person", found["mentions"], found["pillars"], study.corpus)
    >>> bl.compare_coders([rules, person])["sentences"].tolist()
    [60]
    """
    _refuse_namesakes(coders)
    rows = {}
    for a, b in combinations(coders, 2):
        both = sorted(_shared(a, b, "mentions"))
        ours, theirs = (c.mentions[c.mentions["sentence_id"].isin(both)] for c in (a, b))
        pillars = pillar_ratings([a, b])
        rows[a.name, b.name] = {
            "sentences": len(both),
            **score_mentions(ours, theirs).loc["all"].to_dict(),
            "role_alpha": alpha(role_ratings([a, b])),
            "pillar_sentences": int(pillars.notna().all(axis=1).sum()),
            "pillar_alpha": alpha(pillars),
        }
    names = pd.MultiIndex.from_tuples(list(rows), names=["coder", "other"]) if rows else None
    table = pd.DataFrame(list(rows.values()), index=names)
    return table.astype(dict.fromkeys(_COUNTS, "int64")) if rows else table


def _shared(a: Coder, b: Coder, what: str) -> set[str]:
    return set(a.coded.index[a.coded[what]]) & set(b.coded.index[b.coded[what]])


def _refuse_namesakes(coders: Sequence[Coder]) -> None:
    names = [coder.name for coder in coders]
    for name in names:
        if names.count(name) > 1:
            say, cure = (
                f"stands for {names.count(name)} coders",
                "give each sheet a name of its own",
            )
            raise SourceError(Problem(name, 0, "coder-name", say, cure))


def list_disagreements(coders: Sequence[Coder], corpus: Corpus) -> pd.DataFrame:
    """List where every two coders differ, on sentences that both of them coded.

    Parameters
    ----------
    coders : sequence of Coder
        As `read_sheet` and `to_coder` make them.
    corpus : Corpus
        The one that they coded.

    Returns
    -------
    pandas.DataFrame
        coder, other, sentence_id, surface, actor_id, form, role, form_other, role_other (missing
        on the side that lacks the mention), or pillars and pillars_other; and the text of the
        sentence. By pair, then in reading order.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> rules = bl.to_coder("rules", study.coded, study.codings, study.corpus)
    >>> half = bl.to_coder("half", study.coded.iloc[1:], study.codings, study.corpus)
    >>> listed = bl.list_disagreements([rules, half], study.corpus)
    >>> len(listed), bool(listed["role_other"].isna().all())
    (1, True)
    """
    texts = corpus.documents["text"]
    parts = []
    for a, b in combinations(coders, 2):
        shared = _shared(a, b, "mentions")
        ours, theirs = (c.mentions[c.mentions["sentence_id"].isin(shared)] for c in (a, b))
        found = find_disagreements(ours, theirs)
        found.columns = [c.replace("_reference", "_other") for c in found.columns]
        found["sentence_id"] = sentence_of(found, corpus)
        spans = found[["doc_id", "start", "end"]].itertuples(index=False)
        found["surface"] = [texts[d][s:e] for d, s, e in spans]
        sets = pillar_ratings([a, b]).dropna().set_axis(["pillars", "pillars_other"], axis=1)
        sets = sets[sets["pillars"] != sets["pillars_other"]].rename_axis("sentence_id")
        parts.append(pd.concat([found, sets.reset_index()]).assign(coder=a.name, other=b.name))
    columns = [
        "coder", "other", "sentence_id", "surface", "actor_id", "form", "role", "form_other",
        "role_other", "pillars", "pillars_other",
    ]  # fmt: skip
    listed = pd.concat(parts) if parts else pd.DataFrame()
    listed = listed.reindex(columns=columns).reset_index(drop=True)
    return listed.assign(text=listed["sentence_id"].map(corpus.sentences["text"]))
