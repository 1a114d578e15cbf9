"""Compare sentence splitters on tests/data/sentences.csv, and their speed, in one run.

``.venv/bin/python tests/benchmarks/sentences.py`` prints errors and speed. Peers that are not
installed are left out; ``pip install blingfire nupunkt pysbd syntok`` into an environment beside
the project's and name its packages in PYTHONPATH to have them in. Speed is the median of five
rounds that take turns, in megabytes of text a second.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pandas as pd

TABLE = Path(__file__).parents[1] / "data" / "sentences.csv"
ROUNDS = 5
Splitter = Callable[[str, str], list[str]]


def _ours() -> Splitter:
    from borderlab.reading.sentences import split_sentences

    return lambda text, language: [text[a:b] for a, b in split_sentences(text)]


def _blingfire() -> Splitter:
    blingfire = import_module("blingfire")
    return lambda text, language: blingfire.text_to_sentences(text).split("\n")


def _nupunkt() -> Splitter:
    nupunkt = import_module("nupunkt")
    return lambda text, language: nupunkt.sent_tokenize(text)


def _pysbd() -> Splitter:
    pysbd = import_module("pysbd")
    each = {code: pysbd.Segmenter(language=code, clean=False) for code in ("en", "es")}
    return lambda text, language: each[language].segment(text)


def _syntok() -> Splitter:
    segmenter = import_module("syntok.segmenter")

    def split(text: str, language: str) -> list[str]:
        return [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in segmenter.analyze(text)
            for sentence in paragraph
        ]

    return split


PEERS: dict[str, Callable[[], Splitter]] = {
    "borderlab": _ours,
    "blingfire": _blingfire,
    "nupunkt": _nupunkt,
    "pysbd": _pysbd,
    "syntok": _syntok,
}


def folded(sentences: list[str]) -> list[str]:
    """Sentences without blanks and list marks, so that only borders are compared."""
    plain = ("".join(s.split()).lstrip("•-") for s in sentences)
    return [s for s in plain if s]


def main() -> None:
    """Print a row a splitter."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    splitters = {}
    for name, make in PEERS.items():
        try:
            splitters[name] = make()
        except ImportError:
            print(f"{name} is not installed and left out")
    page = "\n".join(case["text"].replace("|", "") for case in cases) * 3
    size = len(page.encode()) / 1e6
    seconds: dict[str, list[float]] = {name: [] for name in splitters}
    for _ in range(ROUNDS):
        for name, split in splitters.items():
            started = time.perf_counter()
            split(page, "en")
            seconds[name].append(time.perf_counter() - started)
    rows = []
    for name, split in splitters.items():
        row: dict[str, object] = {"splitter": name}
        for half, aside in (("tuned on", "no"), ("held aside", "yes")):
            wrong = [
                case
                for case in cases
                if case["held_aside"] == aside
                and folded(split(case["text"].replace("|", ""), case["language"]))
                != folded(case["text"].split("|"))
            ]
            row[f"wrong, {half}"] = len(wrong)
        row["MB/s"] = round(size / statistics.median(seconds[name]), 2)
        rows.append(row)
    print(f"{len(cases)} cases, {sum(c['held_aside'] == 'yes' for c in cases)} of them held aside")
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
