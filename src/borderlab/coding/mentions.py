"""Every actor a corpus names, with its form, its role and the rule behind each decision.

The registry's aliases are matched on the untouched text; hits inside a title of office or a longer
name are no mentions; surnames and short forms count once their owner has been named in full;
collective expressions are expanded to the actors the document has named.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from borderlab.coding.offices import find_terms, office_held
from borderlab.coding.registry import LeftApart
from borderlab.coding.scanning import Coded, Document, Unit, compile_rules, scan
from borderlab.progress import track
from borderlab.tables import Codebook, Corpus, expect, table

if TYPE_CHECKING:
    import pandas as pd


def find_mentions(corpus: Corpus, codebook: Codebook, *, progress: bool = False) -> pd.DataFrame:
    """Find the actors that titles and body sentences name.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
    progress : bool
        Show a bar (tqdm) once it takes more than two seconds.

    Returns
    -------
    pandas.DataFrame, index mention_id (str), one row per mention and actor
        Columns as in ``tables.CONTRACTS["mentions"]``: units of the mention, span, surface,
        actor_id, form, role, the office a person held on the document's date, and the rule
        (``form:role rule``). A collective has one row per member with the same span.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> mentions = bl.find_mentions(study.corpus, study.codebook)
    >>> mentions.loc["hled-2021:m8", ["surface", "actor_id", "form", "role"]].tolist()
    ['Kamala Harris', 'kamala-harris', 'name', 'actor']
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    finder, n = MentionFinder(codebook), len(corpus.documents)
    texts = track(_documents(corpus), "mentions", total=n, progress=progress)
    return table("mentions", (row for document in texts for row in finder.find(document)))


def find_ambiguous(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """List what could have been a mention and was left apart, with the reason.

    Parameters
    ----------
    corpus : Corpus
        As `read_corpus` returns it.
    codebook : Codebook
        As `read_codebook` returns it.

    Returns
    -------
    pandas.DataFrame
        Columns doc_id, sentence_id, start, end, surface, candidates (ids joined by ``|``), reason.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    import pandas as pd

    finder = MentionFinder(codebook)
    rows = [
        (d.doc_id, d.sentence_ids[x.sentence], x.start, x.end, d.text[x.start : x.end],
         "|".join(x.candidates), x.reason)
        for d in _documents(corpus)
        for x in finder.scan(d)[1]
    ]  # fmt: skip
    columns = ["doc_id", "sentence_id", "start", "end", "surface", "candidates", "reason"]
    return pd.DataFrame(rows, columns=columns)


class MentionFinder:
    """A codebook compiled once, which finds the mentions of documents one by one.

    For texts that come one after another, as from a folder larger than memory: plain lists go in
    and rows come out, with no table between. `find_mentions` puts the same rows of all documents
    into its table.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        self._rules = compile_rules(codebook)
        self._terms = find_terms(codebook.offices)

    def scan(self, d: Document) -> tuple[list[Coded], list[LeftApart]]:
        """Return hits with role and role rule, and what was left apart, both in reading order."""
        return scan(d, self._rules)

    def find(self, d: Document) -> list[dict[str, Any]]:
        """Return the mentions of a document: for each row of the table of mentions a dict."""
        flat = [(h, role, rule, who) for h, role, rule in self.scan(d)[0] for who in h.actors]
        flat.sort(key=lambda x: (x[0].start, -x[0].end, x[3]))
        return [
            {
                "mention_id": f"{d.doc_id}:m{number}", "doc_id": d.doc_id, "story_id": d.story_id,
                **d.units[hit.sentence]._asdict(), "sentence_id": d.sentence_ids[hit.sentence],
                "start": hit.start, "end": hit.end, "surface": d.text[hit.start : hit.end],
                "actor_id": who, "form": hit.form, "role": role,
                "office": self._office(who, d), "rule": f"{hit.form}:{rule}",
            }
            for number, (hit, role, rule, who) in enumerate(flat, start=1)
        ]  # fmt: skip

    def _office(self, who: str, d: Document) -> Any:
        return office_held(self._terms, who, *d.published) if who in self._terms else float("nan")


def _documents(corpus: Corpus) -> Iterator[Document]:
    """Yield the documents that have sentences; columns are taken apart once, not per document."""
    import numpy as np
    import pandas as pd

    number, ids = pd.factorize(corpus.sentences["doc_id"])
    order = np.lexsort((corpus.sentences["start"], number))
    bounds = np.searchsorted(number[order], range(len(ids) + 1)).tolist()
    place = {doc_id: slice(*bounds[i : i + 2]) for i, doc_id in enumerate(ids)}
    sentences = corpus.sentences.iloc[order]
    columns = [sentences[c].to_numpy() for c in ("start", "end", *Unit._fields)]
    sentence_ids = sentences.index.to_numpy()
    for doc_id, text, story_id, language, *days in _told(corpus.documents):
        if doc_id in place:
            start, end, *units = (column[place[doc_id]].tolist() for column in columns)
            yield Document(
                str(doc_id), text, story_id, list(zip(start, end, strict=True)),
                sentence_ids[place[doc_id]].tolist(),
                [Unit(*unit) for unit in zip(*units, strict=True)],
                partial(str, language), partial(_pair, *days),
            )  # fmt: skip


def _pair(earliest: Any, latest: Any) -> tuple[Any, Any]:
    return earliest, latest


def _told(documents: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = ("text", "story_id", "language", "published_earliest", "published_latest")
    return zip(documents.index, *(documents[c] for c in columns), strict=True)
