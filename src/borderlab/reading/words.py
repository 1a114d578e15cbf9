"""The English and Spanish vocabulary of a wing, read once from its ``words.csv``.

One row is one word class of one language, its members divided by bars; ``what_for`` says which
decision it serves. Classes named ``label:``, ``meta:`` or ``boilerplate:`` are the named rules for
whole lines; they and the classes called patterns hold regular expressions on folded text.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_PIECE = 256  # characters taken apart at once
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # accents; U+034F alone is no mark
#: what may be another mark: all but Latin letters, punctuation and symbols
_OTHER_MARKS = re.compile("[^\0-\u02ff\u1e00-\u20cf\u2100-\u2cee]")


@cache
def _rows(wing: str) -> tuple[dict[str, str], ...]:
    text = files(f"borderlab.{wing}").joinpath("words.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def members(name: str, language: str = "", *, wing: str = "reading") -> tuple[str, ...]:
    """List the members of one word class, of one language or of all, as the table has them.

    Examples
    --------
    >>> members("says", "es")[:2]
    ('dijo', 'preguntó')
    """
    rows = [r for r in _rows(wing) if r["class"] == name and r["language"].startswith(language)]
    if not rows:
        raise AssertionError(f"words.csv of {wing} has no class {name!r}")
    return tuple(word for row in rows for word in row["words"].split("|") if word)


@cache
def words(name: str) -> frozenset[str]:
    """Return one word class as a set.

    Examples
    --------
    >>> "mr" in words("before_name"), "Dip" in words("before_name"), "dip" in words("before_name")
    (True, True, False)
    """
    return frozenset(members(name))


def pattern(name: str) -> str:
    """Join a class of patterns to one regular expression.

    Examples
    --------
    >>> pattern("revised")
    'updat|modif|revis|actualiz'
    """
    return "|".join(members(name))


def rules(kind: str) -> dict[str, str]:
    """Return the named rules of a kind of line, rule -> pattern, in the order of the table.

    Examples
    --------
    >>> list(rules("label"))[:2], rules("meta")["newsroom"][:11]
    (['database', 'published'], 'reuters|efe')
    """
    names = dict.fromkeys(row["class"] for row in _rows("reading"))
    return {c.partition(":")[2]: pattern(c) for c in names if c.startswith(f"{kind}:")}


@cache
def fact_of(name: str) -> str | None:
    """Tell which fact a key of front matter, or a column of a table, holds by its name.

    Examples
    --------
    >>> fact_of("Fecha_de-publicación"), fact_of("body"), fact_of("mood") is None
    ('published', 'text', True)
    """
    plain = " ".join(re.split(r"[\W_]+", fold(name))).strip()
    return next((f for f, names in rules("key").items() if plain in names.split("|")), None)


@cache
def numbered(name: str) -> dict[str, int]:
    """Map all names and short forms of the months to 1-12, of the weekdays to 1-7 (Monday 1).

    Examples
    --------
    >>> numbered("month")["ene"], numbered("weekday")["sunday"]
    (1, 7)
    """
    both = [enumerate(members(name, language), start=1) for language in ("en", "es")]
    return {word: number for pairs in both for number, names in pairs for word in names.split()}


@lru_cache(maxsize=4096)  # a line is folded by several rules in a row
def fold(text: str) -> str:
    """Fold case, accents and typographic apostrophes, for matching only: lengths may change.

    Examples
    --------
    >>> fold("Última Actualización")
    'ultima actualizacion'
    """
    plain = text.replace("’", "'").casefold()
    if plain.isascii():
        return plain
    # in pieces: sorting a long run of combining marks takes time that grows with its square
    pieces = (plain[i : i + _PIECE] for i in range(0, len(plain), _PIECE))
    apart = "".join([unicodedata.normalize("NFKD", piece) for piece in pieces])
    bare = _MARKS.sub("", apart)
    if not _OTHER_MARKS.search(bare):
        return bare
    return "".join([c for c in bare if not unicodedata.combining(c)])
