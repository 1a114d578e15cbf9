"""Read the messy pages of tests/data/mess and print how many lines, titles, dates are right.

``python tests/mess.py`` prints two tables, of pasted texts and of web pages, by half: tuned on, and
held aside. ``-v NAME …`` shows what is read otherwise than coded; without a name, of all pages that
are tuned on.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import borderlab as bl

MESS = Path(__file__).parent / "data" / "mess"
LETTERS = {"T": "title", "D": "duplicate_title", "M": "meta", "X": "boilerplate", "B": "body"}
FIELDS = ("title", "author", "edtf", "basis", "language")


class Page(NamedTuple):
    """A page as coded: its header, the letters of its non-blank lines, and the page itself."""

    name: str
    header: dict[str, list[str]]
    letters: str
    content: str

    def one(self, key: str, default: str = "") -> str:
        return self.header.get(key, [default])[0] or default


def pages(kind: str = "e[ns]") -> Iterator[Page]:
    """Yield the pages of a kind: lines coded one by one, or (h) web pages as they are."""
    for path in sorted(MESS.glob(f"{kind}[0-9]*.txt")):
        head, _, rest = path.read_text(encoding="utf-8").partition("\n=====\n")
        header: dict[str, list[str]] = {}
        for line in head.splitlines():
            key, _, value = line.partition(":")
            header.setdefault(key, []).append(value.strip())
        lines = rest.removesuffix("\n").split("\n") if kind != "h" else []
        content = "\n".join(line[2:] for line in lines) if lines else rest
        yield Page(path.stem, header, "".join(line[:1] for line in lines), content)


def read(page: Page) -> bl.Corpus:
    """Read one page as the file it is saved as."""
    text = page.content
    if page.one("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    with tempfile.TemporaryDirectory() as folder:
        data = text.encode(page.one("encoding", "utf-8"))
        (Path(folder) / page.one("file")).write_bytes(data)
        return bl.read_corpus(folder)


def found(page: Page, corpus: bl.Corpus) -> dict[str, str]:
    """Say what the reader made of a page, in the words of its header."""
    row = corpus.documents.iloc[0]
    named = {"edtf": "published_edtf", "basis": "published_basis"}
    values = {f: row[named.get(f, f)] for f in FIELDS}
    return {f: "" if pd.isna(v) else str(v) for f, v in values.items()}


def expected(page: Page) -> dict[str, str]:
    """Say what the coder says of a page."""
    names = {"edtf": "date"}
    return {f: page.one(names.get(f, f)) for f in FIELDS}


def letters(corpus: bl.Corpus) -> str:
    """Write the zones of a page, a letter a line."""
    short = {zone: letter for letter, zone in LETTERS.items()}
    return "".join(map(short.__getitem__, corpus.zones["zone"]))


def score(page: Page) -> dict[str, object]:
    """Compare one page with its coding."""
    corpus = read(page)
    ours, theirs = found(page, corpus), expected(page)
    got = letters(corpus)
    assert len(got) == len(page.letters), page.name
    pairs = list(zip(got, page.letters, strict=True))
    return {
        "page": page.name,
        "half": "held aside" if page.one("held_aside") == "yes" else "tuned on",
        "lines": len(pairs),
        "zones right": sum(a == b for a, b in pairs),
        "body lines": sum(b == "B" for _, b in pairs),
        "body lost": sum(b == "B" and a != "B" for a, b in pairs),
        "page in body": sum(a == "B" and b != "B" for a, b in pairs),
        **{field: ours[field] == theirs[field] for field in FIELDS},
    }


def score_web(page: Page) -> dict[str, object]:
    """Compare a web page with its coding: what the body must keep, what it must not hold."""
    corpus = read(page)
    body = corpus.sentences.loc[corpus.sentences["zone"] == "body", "text"]
    text = " ".join(" ".join(body).split())
    row, (ours, theirs) = corpus.documents.iloc[0], (found(page, corpus), expected(page))
    keep, drop = page.header["keep"], page.header["drop"]
    return {
        "page": page.name,
        "half": "held aside" if page.one("held_aside") == "yes" else "tuned on",
        "keep": len(keep),
        "kept": sum(sentence in text for sentence in keep),
        "drop": len(drop),
        "not dropped": sum(phrase in text for phrase in drop),
        **{field: ours[field] == theirs[field] for field in ("title", "edtf", "language")},
        "outlet": ("" if pd.isna(row["outlet"]) else row["outlet"]) == page.one("outlet"),
    }


def show(page: Page) -> None:
    """Print the lines and fields of a page that are read otherwise than coded."""
    corpus = read(page)
    if not page.letters:
        body = corpus.sentences.loc[corpus.sentences["zone"] == "body", "text"]
        folded = " ".join(" ".join(body).split())
        print(*(f"{page.name} lost: {x}" for x in page.header["keep"] if x not in folded), sep="\n")
        print(*(f"{page.name} kept: {x}" for x in page.header["drop"] if x in folded), sep="\n")
    text = corpus.documents["text"].iloc[0]
    for letter, row in zip(page.letters, corpus.zones.itertuples(), strict=bool(page.letters)):
        if LETTERS[letter] != row.zone:
            print(f"{page.name} {letter} {row.zone}/{row.rule}: {text[row.start : row.end][:150]}")
    ours = found(page, corpus)
    for field, value in expected(page).items():
        if ours[field] != value:
            print(f"{page.name} {field}: {ours[field]!r}, coded {value!r}")


def main(arguments: list[str]) -> None:
    """Print the table, or the differences on the pages named (those held aside only by name)."""
    every = [*pages(), *pages("h")]
    if arguments[:1] == ["-v"]:
        for page in every:
            if page.name in arguments[1:] or (
                len(arguments) == 1 and page.one("held_aside") != "yes"
            ):
                show(page)
        return
    for kind, scored in (("pasted texts", score), ("web pages", score_web)):
        chosen = [page for page in every if page.name.startswith("h") is (kind == "web pages")]
        table = pd.DataFrame([scored(page) for page in chosen])
        sums = table.groupby("half").sum(numeric_only=True)
        print(kind, sums.assign(pages=table.groupby("half").size()).T.to_string(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
