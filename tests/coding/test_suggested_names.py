"""How many of the persons and bodies that invented texts name are proposed, and how many are right.

The texts and the marks (``tests/data/names``) were made before any rule was run on them; those with
even numbers were never read while rules were mended.
"""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.coding.matching import view

ROOT = Path(__file__).resolve().parents[2]
NAMES = ROOT / "tests/data/names"
BOOK = bl.read_codebook(ROOT / "seeds/codebook")
EMPTY = dataclasses.replace(
    BOOK, **{f.name: getattr(BOOK, f.name)[:0] for f in dataclasses.fields(BOOK)}
)


def forms(name, more):
    both = [name, *(more.split("|") if more else [])]
    return {" ".join(view(form).text.replace(".", " ").split()) for form in both}


def proposals(folder, held_aside):
    """Every proposal of one half of the texts, read as one corpus."""
    for path in sorted((NAMES / "texts").glob("*.txt")):
        if (int(path.name[1:3]) % 2 == 0) == held_aside:
            shutil.copy(path, folder)
    found = bl.suggest_actors(bl.read_corpus(folder), EMPTY)
    return [forms(*row) for row in found[["name", "aliases"]].itertuples(index=False)]


def marked(held_aside):
    marks = pd.read_csv(NAMES / "names.csv", dtype=str, keep_default_na=False)
    even = marks["document"].str[1:3].astype(int) % 2 == 0
    return [
        (forms(name, more), kind)
        for name, kind, more in marks.loc[
            even == held_aside, ["name", "kind", "aliases"]
        ].to_numpy()
    ]


def score(found, marks):
    """Return recall and precision on distinct names, with what was missed and what was wrong."""
    wanted = [names for names, kind in marks if kind != "optional"]
    missed = [sorted(names) for names in wanted if not any(names & f for f in found)]
    wrong = [sorted(f) for f in found if not any(names & f for names, _ in marks)]
    doubtful = [f for f in found if not any(names & f for names in wanted)]
    right = len(found) - len(doubtful)
    return 1 - len(missed) / len(wanted), right / (right + len(wrong)), missed, wrong


@pytest.mark.parametrize("held_aside", [False, True], ids=["mending", "held aside"])
def test_most_names_of_each_half_are_proposed_and_most_proposals_are_names(tmp_path, held_aside):
    recall, precision, missed, wrong = score(proposals(tmp_path, held_aside), marked(held_aside))
    assert recall >= 0.85, missed
    assert precision >= 0.75, wrong
