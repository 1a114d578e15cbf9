"""Who says what: direct and indirect speech, each utterance with its speaker and the rule.

Quotation marks, verbs of saying (``words.csv``) and the mentions of actors are all that is used: no
tagger, no model, so that every row can be checked against the sentence it came from.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from borderlab.coding.antecedents import Named
from borderlab.coding.reader import Reader
from borderlab.tables import CONTRACTS, Codebook, Corpus, expect, expect_columns, table

if TYPE_CHECKING:
    import pandas as pd


def find_statements(
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    codings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the utterances that texts report, each with the actor to whom it is attributed.

    Parameters
    ----------
    mentions : pandas.DataFrame
        As returned by `find_mentions`.
    corpus : Corpus
    codebook : Codebook
    codings : pandas.DataFrame, optional
        As returned by `code_pillars`; without it ``pillars`` is missing everywhere.

    Returns
    -------
    pandas.DataFrame, index statement_id (str), one row per utterance
        Columns as in ``tables.CONTRACTS["statements"]``: units; span and surface of what is said,
        without its marks, without "that"; mode (direct, indirect); speaker (actor_id; several
        joined by ``|`` where they speak together; missing for one whom the codebook lacks);
        attributed, the words that name the speaker; mention_id of the speaker as evidence; cue, the
        verb of saying; pillars coded in its sentences; rule, ``place:who``.

    Notes
    -----
    *Stance is not coded*: a row says that somebody is reported to have said something, not that
    they are for or against it.

    First utterances, then their speakers, each by rules that a name tells apart, the surer ones
    first, as in the sieves of [1]_; indirect speech by the verbs that govern it, see [2]_ and [3]_.
    The first part of ``rule`` says where the attribution stands: ``behind``, ``before``,
    ``between`` (a quotation), ``that``, ``zero`` ("that" left out), ``aside``, ``according``,
    ``label``, ``alone``. The second says how the speaker was found: ``name``, ``voice`` (the body
    whose release or spokesperson speaks), ``pronoun``, ``continued``; or why not:
    ``unregistered``, ``description``, ``open`` (one of several persons), ``nobody``.

    No statements are quotations without an attribution beside them that are part of a sentence or
    shorter than six words (scare quotes, titles, names), and verbs of saying that are denied,
    asked or only meant. An utterance inside another one is not a row of its own.

    References
    ----------
    .. [1] G. Muzny, M. Fang, A. X. Chang and D. Jurafsky, "A two-stage sieve approach for quote
       attribution", EACL 2017, pp. 460-470, https://aclanthology.org/E17-1044.
    .. [2] T. O'Keefe, S. Pareti, J. R. Curran, I. Koprinska and M. Honnibal, "A sequence labelling
       approach to quote attribution", EMNLP-CoNLL 2012, pp. 790-799.
    .. [3] S. Pareti, T. O'Keefe, I. Konstas, J. R. Curran and I. Koprinska, "Automatically
       detecting and attributing indirect quotations", EMNLP 2013,
       https://aclanthology.org/D13-1101.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> found = bl.find_statements(study.mentions, study.corpus, study.codebook, study.codings)
    >>> found.loc["sonora-plenary-2024:q2", ["mode", "speaker", "cue", "rule"]].tolist()
    ['direct', 'alfonso-durazo', 'said', 'behind:name']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    expect_columns("mentions", mentions, CONTRACTS["mentions"][1], "find_mentions")
    kinds = codebook.actors["kind"].to_dict()
    labels = codebook.actors["label"].to_dict()
    pillars = _pillars(codings)
    named = dict(list(mentions.groupby("doc_id", sort=False)))
    rows: list[dict[str, Any]] = []
    for doc_id, sentences in corpus.sentences.groupby("doc_id", sort=False):
        document = corpus.documents.loc[doc_id]
        names = _names(named.get(doc_id, mentions.iloc[:0]), kinds)
        reader = Reader(
            document["text"],
            document["language"] == "es",
            sentences.sort_values("start"),
            names,
            labels,
        )
        for number, row in enumerate(reader.rows(), start=1):
            held = sorted({p for i in row["sentences"] for p in pillars.get(i, ())})
            rows.append({
                "statement_id": f"{doc_id}:q{number}", "doc_id": doc_id,
                "story_id": document["story_id"], **row, "sentences": "|".join(row["sentences"]),
                "pillars": "|".join(map(str, held)) or None,
            })  # fmt: skip
    return table("statements", rows)


def _pillars(codings: pd.DataFrame | None) -> dict[str, list[int]]:
    if codings is None:
        return {}
    return {str(k): sorted(set(v)) for k, v in codings.groupby("sentence_id")["pillar"]}


def _names(mentions: pd.DataFrame, kinds: dict[str, str]) -> list[Named]:
    """Gather the mentions of a document by their span: a collective names several actors."""
    spans: dict[tuple[int, int], list[tuple[str, str, str]]] = defaultdict(list)
    columns = (mentions[c] for c in ("start", "end", "actor_id", "role"))
    for mention_id, start, end, actor, role in zip(mentions.index, *columns, strict=True):
        spans[int(start), int(end)].append((str(mention_id), actor, role))
    found = []
    for span, rows in sorted(spans.items()):
        ids, actors, roles = zip(*rows, strict=True)
        kind = {kinds.get(a, "") for a in actors}
        acts = set(roles) == {"actor"} and not kind & {"programme", "place", "author"}
        found.append(Named(*span, actors, ids, kind == {"person"}, acts))
    return found
