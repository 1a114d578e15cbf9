"""Read a filled sheet back as one more coder; each line that cannot count is one problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from borderlab.coding.coders import Coder, make_coder
from borderlab.coding.sheet_files import read_lines
from borderlab.coding.sheet_rows import continued, find_places, rows_of
from borderlab.coding.sheets import NO_PILLAR, NOBODY, check_of
from borderlab.coding.spans import to_mentions
from borderlab.errors import Problem
from borderlab.escapes import visible
from borderlab.tables import Codebook, Corpus, Form, Role, expect, table

_MENTION = ("surface", "nth", "actor_id", "form", "role")
_NOBODY, _NO_PILLAR = {NOBODY, "nobody"}, {NO_PILLAR, "none"}
_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?")  # a spreadsheet may have made 1 a 1.0


class _Fault(Exception):
    """Why a line cannot count: code, what is wrong, cure."""


def read_sheet(path: str | Path, corpus: Corpus, codebook: Codebook) -> Coder:
    """Read a filled sheet, as a spreadsheet may have left it.

    Parameters
    ----------
    path : path
        A workbook, or CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or cp1252. Columns may
        have moved, lines may have been added; a line without a sentence_id goes on with the
        sentence above it, as long as the sentences stand in reading order.
    corpus : Corpus
    codebook : Codebook

    Returns
    -------
    Coder
        Each line that cannot count is one problem, and its sentence is not coded until the line is
        mended: half a coding would look like disagreement. The name is what stands beside
        ``coder``, else the file's.

    Raises
    ------
    SourceError
        When the file is no sheet, or lacks a column.
    """
    expect(corpus=(corpus, Corpus), codebook=(codebook, Codebook))
    path = Path(path)
    lines, problems = read_lines(path)
    name, rows = rows_of(path, lines)
    reader = _Reader(corpus, codebook)
    for line, row in continued(rows, {s: i for i, s in enumerate(corpus.sentences.index)}):
        try:
            reader.read(line, row)
        except _Fault as fault:
            reader.broken.add(row["sentence_id"])
            code, say, cure = fault.args
            problems.append(Problem(path.name, line, code, visible(say), cure))
    return reader.coder(name or path.stem, problems)


class _Reader:
    """Collects what the lines of one sheet say."""

    def __init__(self, corpus: Corpus, codebook: Codebook) -> None:
        self.corpus, self.pillars = corpus, set(map(str, codebook.pillars.index))
        actors = codebook.actors
        labels = [actors["label"].items(), actors["label_es"].items()]
        self.actors = {label.lower(): str(i) for pairs in labels for i, label in pairs if label}
        self.actors |= {str(i).lower(): str(i) for i in actors.index}
        self.mentions: list[dict[str, Any]] = []
        self.spans: set[tuple[Any, ...]] = set()
        self.named: set[str] = set()
        self.nobody: set[str] = set()
        self.codings: dict[str, set[str]] = {}
        self.notes: dict[str, list[str]] = {}
        self.broken: set[str] = set()

    def read(self, line: int, row: Mapping[str, str]) -> None:
        """Take one line in, or say why it cannot count."""
        sentences = self.corpus.sentences
        if row["sentence_id"] not in sentences.index:
            say = f"{row['sentence_id']!r} is no sentence of these texts"
            raise _Fault("sheet-sentence", say, "write the sentence_id of the sentence")
        sentence = sentences.loc[row["sentence_id"]]
        if row["check"] not in ("", check_of(sentence["text"])):
            say = f"{row['sentence_id']} is not the sentence that the sheet was written for"
            raise _Fault("sheet-text", say, "code it again, on a new sheet")
        if row["note"]:
            self.notes.setdefault(row["sentence_id"], []).append(row["note"])
        if row["pillar"]:
            self._read_pillar(row)
        if any(row[c] for c in _MENTION):
            self._read_mention(line, row, sentence)

    def _read_pillar(self, row: Mapping[str, str]) -> None:
        said = [s for s in re.split(r"[|;/\s]+|,(?!0)", row["pillar"].lower()) if s]
        values = {_WHOLE.sub(r"\1", s) if _WHOLE.fullmatch(s) else s for s in said}
        known = self.codings.setdefault(row["sentence_id"], set())
        if values <= _NO_PILLAR:
            values = {NO_PILLAR}
        elif not values <= self.pillars:
            say = f"{row['pillar']!r} is no pillar"
            raise _Fault("sheet-pillar", say, f"write {NO_PILLAR}, or numbers as in 1|3")
        if (NO_PILLAR in known | values) and known | values != {NO_PILLAR}:
            say = f"{row['sentence_id']} has a pillar and {NO_PILLAR}"
            raise _Fault("sheet-pillar", say, "keep the one or the other")
        known |= values

    def _read_mention(self, line: int, row: Mapping[str, str], sentence: pd.Series) -> None:
        where, nobody = row["sentence_id"], row["actor_id"].lower() in _NOBODY
        others = any(row[c] for c in _MENTION if c != "actor_id")
        contradicted = (others or where in self.named) if nobody else where in self.nobody
        if contradicted:
            say = f"{where} names somebody and {NOBODY}"
            raise _Fault("sheet-nobody", say, "keep the one or the other")
        if nobody:
            self.nobody.add(where)
            return
        start, end = (sentence["start"] + offset for offset in _span(row, sentence["text"]))
        codes = self._codes(row)
        if (where, start, end, codes["actor_id"]) in self.spans:
            say = f"{row['surface']!r} is coded as {codes['actor_id']} twice"
            raise _Fault("sheet-twice", say, "fill in nth, or delete the line")
        self.spans.add((where, start, end, codes["actor_id"]))
        self.named.add(where)
        self.mentions.append({
            "doc_id": sentence["doc_id"], "start": start, "end": end, **codes,
            "rule": f"sheet:line {line}", "note": row["note"],
        })  # fmt: skip

    def _codes(self, row: Mapping[str, str]) -> dict[str, str]:
        if row["actor_id"].lower() not in self.actors:
            say = f"{row['actor_id']!r} is no actor of the codebook"
            cure = "choose one of the sheet lists; whom it lacks goes under note, without an actor"
            if "|" in row["actor_id"]:
                cure = "write one line for each actor"
            raise _Fault("sheet-actor", say, cure)
        for column, kind in (("form", Form), ("role", Role)):
            if row[column].lower() not in get_args(kind):
                say = f"{row[column]!r} is no {column} of {row['surface']!r}"
                raise _Fault(f"sheet-{column}", say, f"write one of {', '.join(get_args(kind))}")
        actor_id = self.actors[row["actor_id"].lower()]
        return {"actor_id": actor_id, "form": row["form"].lower(), "role": row["role"].lower()}

    def coder(self, name: str, problems: list[Problem]) -> Coder:
        """Make tables of what was read."""
        mentions = table("mentions")
        if self.mentions:
            mentions = to_mentions(pd.DataFrame(self.mentions), self.corpus)
        codings = [
            (where, int(pillar))
            for where, values in self.codings.items()
            for pillar in values - {NO_PILLAR}
        ]
        coded = self.corpus.sentences[["doc_id", "start"]].assign(
            mentions=[i in self.named | self.nobody for i in self.corpus.sentences.index],
            pillars=[i in self.codings for i in self.corpus.sentences.index],
        )
        coded.loc[coded.index.isin(self.broken), ["mentions", "pillars"]] = False
        coded["note"] = [" / ".join(self.notes.get(i, [])) for i in coded.index]
        left_out = tuple(i for i in coded.index if i in self.broken)
        return make_coder(name, mentions, codings, coded, problems)._replace(left_out=left_out)


def _span(row: Mapping[str, str], sentence: str) -> tuple[int, int]:
    """Return where the words of a line stand in its sentence."""
    found = find_places(row["surface"], sentence)
    said, times = repr(row["surface"]), len(found)
    if not row["surface"]:
        raise _Fault("sheet-surface", "names an actor without words", "fill in surface")
    if not found:
        say = f"{said} does not stand in {row['sentence_id']}"
        raise _Fault("sheet-surface", say, "copy the words from text")
    nth = _WHOLE.fullmatch(row["nth"] or "1")
    if not nth or not 1 <= int(nth[1]) <= times:
        say = (
            f"{said} stands {times} times in {row['sentence_id']}, so nth cannot be {row['nth']!r}"
        )
        raise _Fault("sheet-nth", say, f"write a number from 1 to {times}")
    if not row["nth"] and times > 1:
        say = f"{said} stands {times} times in {row['sentence_id']}"
        raise _Fault("sheet-nth", say, "say under nth which one it is")
    return found[int(nth[1]) - 1]
