"""The pages of the site that teach: tutorial, how-to pages, explanation; one Markdown file each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent / "site" / "guides"


def guides(lang: Literal["en", "es"] = "en") -> dict[str, dict[str, str]]:
    """Read the pages that teach, for `build_report`.

    Parameters
    ----------
    lang : {"en", "es"}
        A page ``name.es.md`` takes the place of ``name.md`` on a Spanish site; without one the
        English page stands.

    Returns
    -------
    dict of section to dict of address to Markdown
        A section is the folder below ``guides/``. Addresses without the suffix, as on the site:
        ``tutorial``, ``how-to/add-a-source``.

    Examples
    --------
    >>> list(guides()["guides"])[-1]
    'tutorial'
    """
    found: dict[str, dict[str, str]] = {}
    pages = sorted(p for p in HERE.rglob("*.md") if not p.name.endswith(".es.md"))
    for path in sorted(pages, key=lambda p: (len(p.relative_to(HERE).parts), p)):
        address = path.relative_to(HERE).with_suffix("").as_posix()
        folder = address.rpartition("/")[0]
        spanish = path.with_suffix(".es.md")
        chosen = spanish if lang == "es" and spanish.is_file() else path
        found.setdefault(folder or "guides", {})[address] = chosen.read_text(encoding="utf-8")
    return found
