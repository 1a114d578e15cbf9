"""Score the proposals of stories and echoes on the invented sets of tests/data/stories.

``python tests/stories.py`` prints, by half (tuned on, held aside), how many same-event pairs and
echoes were proposed, and what else was.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path

import pandas as pd

import borderlab as bl

STORIES = Path(__file__).parent / "data" / "stories"
APART = ("cross_language",)  # expected to be missed
NEITHER = ("borderline", *APART)  # a hit there is neither right nor wrong


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the coded tables."""
    with (STORIES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corpus(number: int) -> bl.Corpus:
    """Read the texts of one set."""
    with tempfile.TemporaryDirectory() as folder:
        for path in STORIES.glob(f"s{number:02}?.txt"):
            shutil.copy(path, folder)
        return bl.read_corpus(folder)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _coded(number: int) -> dict[tuple[str, str], tuple[int, str]]:
    """Give each coded pair of sentences its row of echoes.csv and its kind."""
    found = {}
    for at, row in enumerate(rows("echoes.csv")):
        if row["set"] == f"s{number:02}":
            for a in row["a_sentences"].split(" || "):
                for b in row["b_sentences"].split(" || "):
                    found[_plain(a), _plain(b)] = (at, row["kind"])
    return found


def score(number: int) -> list[dict[str, object]]:
    """Compare the proposals of one set with its coding, a row a coded or proposed pair."""
    texts = corpus(number)
    echoes, stories = bl.suggest_echoes(texts), bl.suggest_stories(texts)
    coded = _coded(number)
    out: list[dict[str, object]] = []
    hit: dict[int, str] = {}
    for a, b in zip(echoes["text_a"].map(_plain), echoes["text_b"].map(_plain), strict=True):
        at, kind = coded.get((a, b), (-1, "none"))
        if at < 0:
            out.append({"what": "echo", "kind": "none", "coded": False, "proposed": True})
        hit[at] = kind
    for at, kind in {**dict(coded.values())}.items():
        true = kind not in ("boilerplate", *NEITHER)
        out.append({"what": "echo", "kind": kind, "coded": true, "proposed": at in hit})
    proposed = {frozenset(pair) for pair in zip(stories["a"], stories["b"], strict=True)}
    for row in rows("stories.csv"):
        if row["set"] == f"s{number:02}":
            pair = frozenset((row["a"], row["b"]))
            true = row["same_story"] == "yes" and row["kind"] not in APART
            out.append({"what": "story", "kind": row["kind"], "coded": true,
                        "proposed": pair in proposed})  # fmt: skip
    return [{**row, "half": "tuned on" if number % 2 else "held aside"} for row in out]


def table() -> pd.DataFrame:
    """Score all sets."""
    return pd.DataFrame([row for number in range(1, 13) for row in score(number)])


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Count by half what was coded, proposed and both; borderline pairs are left out."""
    counted = found[~found["kind"].isin(NEITHER)]
    right = counted.assign(right=counted["coded"] & counted["proposed"])
    sums = right.groupby(["what", "half"])[["coded", "proposed", "right"]].sum()
    return sums.assign(
        recall=(sums["right"] / sums["coded"]).round(3),
        precision=(sums["right"] / sums["proposed"]).round(3),
    )


def main() -> None:
    """Print the counts and, by kind, what was found of the tuned half."""
    found = table()
    print(summary(found).to_string())
    tuned = found[found["half"] == "tuned on"]
    print(tuned.groupby(["what", "kind"])["proposed"].agg(["sum", "size"]).to_string())


if __name__ == "__main__":
    main()
