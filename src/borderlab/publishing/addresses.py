"""Where a page of evidence stands in the site: one address an id, whatever the id holds.

Links are relative to the root of the site; a page in a folder takes ``up="../"``.
"""

from __future__ import annotations

import hashlib
import re

INDEX = "evidence/index"
_LONGEST = 80  # two of them and a suffix still are a file name


def for_address(name: str) -> str:
    """Make an id part of a file name that no other id has, also where case does not count.

    Slugs stay as they are. Any other character, and a hyphen that does not stand single inside,
    becomes its number between underscores, so that ``--`` can stand between two ids.

    Examples
    --------
    >>> for_address("katie-hobbs"), for_address("a--B/"), for_address("Ñ") != for_address("ñ")
    ('katie-hobbs', 'a-_2d__42__2f_', True)
    """
    odd = r"[^a-z0-9-]|(?<![a-z0-9])-|-$"
    plain = re.sub(odd, lambda found: f"_{ord(found[0]):x}_", name)
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[:40]}_x{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def source_page(doc_id: str) -> str:
    """Name the page of a source."""
    return f"evidence/source-{for_address(doc_id)}"


def actor_page(actor_id: str) -> str:
    """Name the page of an actor."""
    return f"evidence/actor-{for_address(actor_id)}"


def tie_page(a: str, b: str) -> str:
    """Name the page of a tie, whichever end comes first.

    Examples
    --------
    >>> tie_page("texas", "mexico")
    'evidence/tie-mexico--texas'
    """
    first, second = sorted((a, b))
    return f"evidence/tie-{for_address(first)}--{for_address(second)}"


def pillar_page(pillar: int, year: int | None = None) -> str:
    """Name the page of a pillar, in all texts or in those of a year."""
    return f"evidence/pillar-{pillar}" + ("" if year is None else f"-{year}")


def item_page(item: str) -> str:
    """Name the page of an item."""
    return f"evidence/item-{for_address(item)}"


def anchor(sentence_id: str) -> str:
    """Name the place of a sentence on the page of its source.

    Examples
    --------
    >>> anchor("hled-2023:s5")
    's5'
    """
    return for_address(sentence_id.rpartition(":")[2])


def source_link(doc_id: str, *, up: str = "") -> str:
    """Link a source."""
    return f"{up}{source_page(doc_id)}.html"


def actor_link(actor_id: str, *, up: str = "") -> str:
    """Link an actor."""
    return f"{up}{actor_page(actor_id)}.html"


def tie_link(a: str, b: str, *, up: str = "") -> str:
    """Link a tie.

    Examples
    --------
    >>> tie_link("texas", "mexico", up="../")
    '../evidence/tie-mexico--texas.html'
    """
    return f"{up}{tie_page(a, b)}.html"


def pillar_link(pillar: int, year: int | None = None, *, up: str = "") -> str:
    """Link a pillar, in all texts or in those of a year."""
    return f"{up}{pillar_page(pillar, year)}.html"


def item_link(item: str, *, up: str = "") -> str:
    """Link an item."""
    return f"{up}{item_page(item)}.html"


def sentence_link(sentence_id: str, *, up: str = "") -> str:
    """Link a sentence on the page of its source.

    Examples
    --------
    >>> sentence_link("hled-2023:s5")
    'evidence/source-hled-2023.html#s5'
    """
    return f"{source_link(sentence_id.rpartition(':')[0], up=up)}#{anchor(sentence_id)}"
