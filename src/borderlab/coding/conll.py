"""Mentions as CoNLL columns and back: a token a line, tags in IOB2, a blank line between sentences.

Columns are the token, its start and end in the document, and one column of tags for every layer.
A tag is ``B-`` or ``I-`` with ``form:role:actor_id``; the members of a collective stand in one tag,
joined by ``|``. Mentions that overlap, or lie inside one another, stand in further layers, so that
each column by itself is plain IOB2. Tokens are words and single signs, cut where a mention begins
or ends. Tjong Kim Sang & Veenstra (1999), Representing Text Chunks, EACL. doi:10.3115/977035.977059
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pandas as pd

from borderlab.coding.spans import sentence_of, to_mentions
from borderlab.errors import OutputError, Problem, SourceError
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, Form, Role, expect, table

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


class _Span(NamedTuple):
    """A tag and where it stands; offsets are into the document."""

    start: int
    end: int
    tag: str


def _shown(token: str) -> str:
    """Show a token in a column: blanks and what cannot be seen by their code."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if c.isspace() else visible(c) for c in token)


def write_conll(mentions: pd.DataFrame, corpus: Corpus, path: str | Path) -> Path:
    """Write the sentences of a corpus with their mentions.

    Parameters
    ----------
    mentions : pandas.DataFrame
        With columns doc_id, start, end, actor_id, form, role.
    corpus : Corpus
        Every sentence of it is written, those that name nobody too: mind who may see it.
    path : path
        What stands there is replaced.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When a mention stands in no sentence, since it would be lost.

    Examples
    --------
    >>> import borderlab as bl
    >>> from tempfile import TemporaryDirectory
    >>> study = bl.open_study(".")
    >>> with TemporaryDirectory() as folder:
    ...     file = write_conll(study.mentions, study.corpus, folder + "/mentions.conll")
    ...     for line in file.read_text("utf-8").splitlines()[15:18]:
    ...         print(line.split())
    ['SONORA', '76', '82', 'B-name:place:sonora']
    ['–', '83', '84', 'O']
    ['The', '85', '88', 'O']
    """
    expect(corpus=(corpus, Corpus))
    path = Path(path)
    placed = mentions.assign(sentence_id=sentence_of(mentions, corpus))
    if lost := int(placed["sentence_id"].isna().sum()):
        say, cure = f"would lose {lost} mentions that stand in no sentence", "leave them out"
        raise OutputError(Problem(path.name, 0, "conll-lost", say, cure))
    layers = {str(i): _layers(rows) for i, rows in placed.groupby("sentence_id")}
    depth = max(map(len, layers.values()), default=1)
    blocks = [
        _block(
            str(i), row, corpus.documents.loc[row["doc_id"], "text"], layers.get(str(i), []), depth
        )
        for i, row in corpus.sentences.iterrows()
    ]
    path.write_bytes("\n".join(blocks).encode("utf-8"))
    return path


def _layers(mentions: pd.DataFrame) -> list[list[_Span]]:
    """Spread the mentions of a sentence over layers without overlap, longer ones first."""
    groups = mentions.groupby(["start", "end", "form", "role"])["actor_id"]
    spans = [
        _Span(int(start), int(end), f"{form}:{role}:{'|'.join(sorted(actors))}")
        for (start, end, form, role), actors in groups
    ]
    layers: list[list[_Span]] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.tag)):
        free = next((layer for layer in layers if layer[-1].end <= span.start), None)
        if free is None:
            layers.append(free := [])
        free.append(span)
    return layers


def _block(
    sentence_id: str, sentence: pd.Series, text: str, layers: Sequence[Sequence[_Span]], depth: int
) -> str:
    """Write one sentence: two comments, then a line for each token."""
    starts = {span.start for layer in layers for span in layer}
    ends = {span.end for layer in layers for span in layer}
    lines = [
        f"# sent_id = {sentence_id}",
        f"# text = {visible(' '.join(sentence['text'].split()))}",
    ]
    waiting = [list(layer) for layer in layers] + [[]] * (depth - len(layers))
    for start, end in _tokens(text, int(sentence["start"]), int(sentence["end"]), starts | ends):
        if text[start:end].isspace() and start not in starts and end not in ends:
            continue
        tags = []
        for layer in waiting:
            while layer and layer[0].end <= start:
                layer.pop(0)
            inside = layer and layer[0].start <= start
            tags.append(f"{'BI'[start > layer[0].start]}-{layer[0].tag}" if inside else "O")
        lines.append("\t".join([_shown(text[start:end]), str(start), str(end), *tags]))
    return "\n".join(lines) + "\n"


def _tokens(text: str, start: int, end: int, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """Yield where words, signs and blanks stand, cut where a mention begins or ends."""
    for match in _TOKEN.finditer(text, start, end):
        inside = (place for place in range(match.start() + 1, match.end()) if place in cuts)
        yield from pairwise([match.start(), *inside, match.end()])


def read_conll(
    path: str | Path, corpus: Corpus, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read mentions from columns as `write_conll` writes them.

    Parameters
    ----------
    path : path
        UTF-8; tags may have been changed, tokens and their places not.
    corpus, codebook

    Returns
    -------
    (mentions, problems)
        The contract ``mentions``. A line whose token does not stand in the corpus where it says,
        or whose tag cannot be read, is one problem, and its sentence is left out.

    Raises
    ------
    SourceError
        When the file cannot be read at all.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    path = Path(path)
    try:
        lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except (OSError, UnicodeError) as error:
        say, cure = f"cannot be read ({error})", "save it as UTF-8"
        raise SourceError(Problem(path.name, 0, "unreadable-conll", say, cure)) from error
    reader = _Reader(corpus, codebook)
    problems = []
    for number, line in enumerate(lines, start=1):
        try:
            reader.read(line)
        except ValueError as error:
            reader.broken.add(reader.sentence)
            cure = "restore the line, or write the file anew"
            problems.append(Problem(path.name, number, "conll-line", visible(str(error)), cure))
    rows = [row for row in reader.rows if row["sentence_id"] not in reader.broken]
    return (to_mentions(pd.DataFrame(rows), corpus) if rows else table("mentions")), problems


class _Reader:
    """Collects the mentions of one file, line by line."""

    def __init__(self, corpus: Corpus, codebook: Codebook) -> None:
        self.corpus, self.actors = corpus, codebook.actors.index
        self.sentence = ""
        self.broken: set[str] = set()
        self.rows: list[dict[str, Any]] = []
        self.open: dict[int, tuple[str, list[dict[str, Any]]]] = {}

    def read(self, line: str) -> None:
        """Take one line in; ValueError says why it cannot count."""
        if not line or line.startswith("# sent_id = "):
            self.sentence, self.open = line.removeprefix("# sent_id = "), {}
        elif not line.startswith("# "):
            before, self.open = self.open, {}
            place, tags = self._token(line)
            for layer, tag in enumerate(tags):
                if tag != "O":
                    self.open[layer] = self._tagged(before.get(layer), place, tag)

    def _token(self, line: str) -> tuple[dict[str, Any], list[str]]:
        """Return where a token stands, if it stands where it says, and its tags."""
        token, *rest = line.split("\t")
        if len(rest) < 3 or not all(cell.isdecimal() for cell in rest[:2]):
            raise ValueError(f"{line!r} has no token, start, end and tag")
        if self.sentence not in self.corpus.sentences.index:
            raise ValueError(f"{self.sentence!r} is no sentence of these texts")
        sentence = self.corpus.sentences.loc[self.sentence]
        start, end = int(rest[0]), int(rest[1])
        text = self.corpus.documents.loc[sentence["doc_id"], "text"]
        inside = sentence["start"] <= start < end <= sentence["end"]
        if not inside or _shown(text[start:end]) != token:
            raise ValueError(f"{token!r} does not stand from {start} to {end} of {self.sentence}")
        place = {"doc_id": sentence["doc_id"], "sentence_id": self.sentence}
        return {**place, "start": start, "end": end}, rest[2:]

    def _tagged(
        self, before: tuple[str, list[dict[str, Any]]] | None, place: dict[str, Any], tag: str
    ) -> tuple[str, list[dict[str, Any]]]:
        """Go on with the mention before, or begin one; return its tag and rows."""
        position, _, said = tag.partition("-")
        form, role, actors = [*said.split(":", 2), "", ""][:3]
        known = all(actor in self.actors for actor in actors.split("|"))
        if not (form in get_args(Form) and role in get_args(Role) and known):
            raise ValueError(f"{tag!r} is no form:role:actor_id with actors of the codebook")
        if position == "I" and before and before[0] == said:
            for row in before[1]:
                row["end"] = place["end"]
            return before
        if position != "B":
            raise ValueError(f"{tag!r} goes on with a mention that did not begin")
        codes = {"form": form, "role": role, "rule": "conll"}
        rows = [{**place, "actor_id": actor, **codes} for actor in actors.split("|")]
        self.rows += rows
        return said, rows
