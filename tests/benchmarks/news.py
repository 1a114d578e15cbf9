"""Made-up news in English and Spanish, with the actors it names planted and known.

Each story is drawn from a seed and its own number, so that story 70,000 is the same however many
are made, in whatever order and by whichever process. What costs a reader of news time is there:
headline, dateline, paragraphs, abbreviations, quotations, numbers, accents, rare words. The names
are made of syllables that no other word has, so that what was planted is all there is to find.
The words, the forms of made-up ones and the patterns of sentences stand in ``words.csv``.

Most nouns, verbs, adjectives, adverbs, places and surnames are made up, so that new words keep
coming as they do in news. Different words (what stands between blanks) among the first 10,000,
20,000 and 30,000:

- in the texts of ``tests/data``, English: 3,846, 6,406, 8,534; Spanish: 3,948, 6,605
  (medians of seven orders of the texts);
- here, English: 3,656, 6,532, 9,136; Spanish: 3,443, 6,206, 8,793.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pandas as pd

SEED = 2021
_HERE = Path(__file__).parent
_CODEBOOK = _HERE.parents[1] / "seeds" / "codebook"
_PARTS = (
    ("Zorv", "Quex", "Wymb", "Xilv", "Vrok", "Ozzw", "Yubj", "Kwev", "Jyxt", "Hwav"),
    ("adu", "ebi", "iko", "omu", "uru", "áve", "éna", "íro", "óle", "úsi"),
    ("jax", "kvé", "lux", "mhov", "nzig", "pwik", "qorr", "rdex", "szum", "twñe"),
)
_BODIES = ("Council of {}", "Consejo de {}", "{} Commission", "Comisión {}", "{} Chamber", "{}")
#: beginnings and ends of the syllables of made-up words, which share none with the names
_SYLLABLES = {
    "en": ("b bl c cr d f fl g h l m n p pr r s st t tr v", "a e i o u ar en il or un"),
    "es": ("b c ch d f fr g l ll m n ñ p pl r s t tr v", "a e i o u an er is ol ue"),
}
_PRIME = 7_919
#: share of made-up words where there is a choice, how many there are, and how many are common
_MADE, _RARE, _COMMON = 0.97, 100_000, 20
#: how likely a sentence is to name no, one, two or three actors
_NAMED = (0.70, 0.18, 0.09, 0.03)
_SLOT = re.compile(r"\{(\w+)\}")


class Story(NamedTuple):
    """A text and what was planted in it: (number of the actor, start, end) in reading order."""

    doc_id: str
    language: str
    published: str
    text: str
    planted: list[tuple[int, int, int]]


@cache
def _words() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the words of each language and class, patterns of sentences among them."""
    table = pd.read_csv(_HERE / "words.csv", dtype=str)
    return {key: tuple(rows) for key, rows in table.groupby(["language", "class"])["word"]}


@cache
def names(n: int) -> list[str]:
    """Return n names, none inside another.

    Examples
    --------
    >>> names(3)
    ['Council of Zorvadujax Zorvadukvé', 'Consejo de Zorvadukvé Zorvadulux', \
'Zorvadulux Zorvadumhov Commission']
    """
    parts = [a + b + c for a in _PARTS[0] for b in _PARTS[1] for c in _PARTS[2]]
    pairs = ((parts[i % 1000], parts[(i % 1000 + i // 1000 + 1) % 1000]) for i in range(n))
    return [_BODIES[i % 6].format(" ".join(pair)) for i, pair in enumerate(pairs)]


def write_codebook(folder: Path, n: int) -> None:
    """Write a codebook of n actors with one name each; all other tables are empty."""
    folder.mkdir(parents=True)
    given: dict[str, list[dict[str, str]]] = {"actors": [], "aliases": []}
    for i, name in enumerate(names(n)):
        side = ("MX", "US")[i % 2]
        actor = {"actor_id": f"a{i}", "label": name, "label_es": name, "kind": "organisation"}
        given["actors"].append(
            actor | {"side": side, "level": "federal", "network": "core", "active": "yes"}
        )
        alias = {"alias": name, "actor_id": f"a{i}", "language": "any", "form": "name"}
        given["aliases"].append(alias | {"case": "name", "evidence": "own name"})
    for path in sorted(_CODEBOOK.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, header, restval="")
            table.writeheader()
            table.writerows(given.get(path.stem, []))


def stories(n: int, *, actors: int = 2_000, size: int = 3_000, first: int = 0) -> Iterator[Story]:
    """Make n stories of about so many characters, in English and, every third, in Spanish.

    A few actors are named often and many rarely, as in news: the chance of the k-th falls with 1/k.
    """
    for number in range(first, first + n):
        yield _story(number, actors, size)


def _story(number: int, actors: int, size: int) -> Story:
    chance = random.Random(SEED * 1_000_003 + number)
    language = "es" if number % 3 == 2 else "en"
    year, month, day = 2015 + number % 10, chance.randint(1, 12), chance.randint(1, 28)
    text, planted = "", []
    title, _ = _sentence(chance, language, actors, plant=False)
    parts = [f"{title.rstrip('.')}\n\n", f"{_pick(chance, language, 'place').upper()} – "]
    text = "".join(parts)
    while len(text) < size:
        for _ in range(chance.randint(2, 5)):
            sentence, found = _sentence(chance, language, actors)
            planted += [(who, len(text) + start, len(text) + end) for who, start, end in found]
            text += sentence + " "
        text = text.rstrip(" ") + "\n\n"
    published = f"{year}-{month:02d}-{day:02d}"
    return Story(f"n{number:07d}", language, published, text.rstrip("\n") + "\n", planted)


def _pick(chance: random.Random, language: str, kind: str) -> str:
    return chance.choice(_words()[language, kind])


def _made(chance: random.Random, language: str, kind: str) -> str:
    """Make a word up, or two: the commoner, the shorter."""
    forms = _words()[language, f"made {kind}"]
    k = _rank(chance)
    form = forms[k % len(forms)]
    second = _stem(language, _rank(chance)) if form.count("{}") > 1 else ""
    return form.format(_stem(language, k // len(forms)), second)


def _rank(chance: random.Random) -> int:
    """Draw the number of a word: by the law of Zipf and Mandelbrot, with 1 / (k + common)."""
    return int(_COMMON * ((1 + _RARE / _COMMON) ** chance.random() - 1))


@lru_cache(100_000)
def _stem(language: str, k: int) -> str:
    """Write a number in one syllable or two, so that neighbours look nothing like each other."""
    syllables = [begin + end for begin, end in product(*map(str.split, _SYLLABLES[language]))]
    n = len(syllables)
    if k < n:
        return syllables[k]
    first, second = divmod(k * _PRIME % n**2, n)
    return syllables[first] + syllables[second]


def _sentence(
    chance: random.Random, language: str, actors: int, *, plant: bool = True
) -> tuple[str, list[tuple[int, int, int]]]:
    """Fill a pattern, and tell where which actors stand in it."""
    k = chance.choices(range(4), _NAMED)[0] if plant else 0
    pattern = _pick(chance, language, f"naming_{k}" if k else "sentence")
    text, end, found = "", 0, []
    named = iter(dict.fromkeys(int(actors ** chance.random()) - 1 for _ in range(3 * k + 9)))
    for slot in _SLOT.finditer(pattern):
        text += pattern[end : slot.start()]
        if slot[1] in "abc":
            who = next(named, chance.randrange(actors))
            name = names(actors)[who]
            found.append((who, len(text), len(text) + len(name)))
            text += name
        else:
            text += _fill(chance, language, slot[1])
        end = slot.end()
    text += pattern[end:]
    return (text if found and found[0][1] == 0 else text[:1].upper() + text[1:]), found


def _fill(chance: random.Random, language: str, slot: str) -> str:
    if slot in ("num", "small", "year"):
        low, high = {"num": (11, 9_999), "small": (2, 60), "year": (1990, 2024)}[slot]
        return str(chance.randint(low, high))
    if slot == "person":
        return f"{_pick(chance, 'any', 'given')} {_made(chance, language, 'surname').title()}"
    if (language, f"made {slot}") not in _words() or chance.random() > _MADE:
        return _pick(chance, language, slot)
    word = _made(chance, language, slot)
    return word.title() if slot == "place" else word
