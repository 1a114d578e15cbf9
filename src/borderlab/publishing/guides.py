"""The pages of the site that teach: tutorial, how-to pages, explanation; one Markdown file each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from borderlab.escapes import for_markdown
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.site.pages import SECTIONS

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
        A section is the folder below ``guides/``, or the page of its name. Addresses without the
        suffix, as on the site: ``tutorial``, ``how-to/add-a-source``. Works that a page cites as
        ``[@key]`` are listed at its end.

    Examples
    --------
    >>> list(guides()["guides"]), list(guides()["explanation"])
    (['tutorial'], ['explanation', 'explanation/speed'])
    """
    found: dict[str, dict[str, str]] = {}
    pages = sorted(p for p in HERE.rglob("*.md") if not p.name.endswith(".es.md"))
    for path in sorted(pages, key=lambda p: (len(p.relative_to(HERE).parts), p)):
        address = path.relative_to(HERE).with_suffix("").as_posix()
        section = address.partition("/")[0]
        spanish = path.with_suffix(".es.md")
        chosen = spanish if lang == "es" and spanish.is_file() else path
        held = found.setdefault(section if section in SECTIONS else "guides", {})
        held[address] = _with_references(chosen.read_text(encoding="utf-8"), lang)
    return found


def _with_references(page: str, lang: str) -> str:
    """Write the citations of a page out, and list the works."""
    tell = Narrator(lang, "site")
    text = tell.cite(page)
    works = "\n".join(f"- {for_markdown(work)}" for work in tell.references())
    return f"{text}\n## {tell.say('references')}\n\n{works}\n" if works else text
