"""The pages of the report that say how it was made: methods and run record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from borderlab.escapes import for_markdown
from borderlab.publishing.display_table import show
from borderlab.publishing.methods import Methods
from borderlab.publishing.narrative import Narrator
from borderlab.publishing.site.data_page import download, framed


def methods_page(written: Methods, *, lang: Literal["en", "es"] = "en") -> str:
    """Write the methods text as a page; beside it lie ``methods.txt`` and ``methods.bib``."""
    tell = Narrator(lang, "tables")
    *paragraphs, references = written.text.split("\n\n")
    head, *works = references.split("\n")
    parts = [
        f"# {tell.say('page:methods')}",
        for_markdown(tell.say("page:methods-intro")),
        "\n".join(download(name, tell) for name in ("methods.txt", "methods.bib")),
        *map(for_markdown, paragraphs),
        f"## {for_markdown(head)}",
        "\n".join(f"- {for_markdown(work)}" for work in works),
    ]
    return "\n\n".join(parts) + "\n"


def record_page(
    documents: pd.DataFrame,
    record: pd.DataFrame,
    choices: Mapping[str, Any],
    *,
    lang: Literal["en", "es"] = "en",
) -> str:
    """Write what has to be the same for the same results.

    Parameters
    ----------
    documents : pandas.DataFrame
        Of the corpus.
    record : pandas.DataFrame
        Columns kind, what, which, see `run_record`.
    choices : mapping of option to value
        Of the incidence; said in words, where the record has what Python prints.
    lang : {"en", "es"}
    """
    tell = Narrator(lang, "tables")
    said = {option: _in_words(value, lang) for option, value in choices.items()}
    told = {"texts": documents[["label", "path", "sha256"]].reset_index(drop=True)}
    for kind, rows in record.groupby("kind", sort=False):
        told[str(kind)] = rows[["what", "which"]].reset_index(drop=True)
        if kind == "choice":
            told["choice"] = pd.DataFrame(said.items(), columns=["what", "which"], dtype=object)
    shown = (show(rows, tell.say(f"page:{kind}"), lang=lang) for kind, rows in told.items())
    parts = [
        f"# {tell.say('page:record')}",
        for_markdown(tell.say("page:record-intro")),
        *map(framed, shown),
    ]
    return "\n\n".join(parts) + "\n"


def _in_words(value: Any, lang: str) -> Any:
    """Say codes (a unit, a role, a zone) in words; numbers, yes and no are the table's affair."""
    if isinstance(value, list | tuple):
        return [_in_words(v, lang) for v in value]
    drawn = Narrator(lang, "figures").templates.get(f"value:{value}")
    return (drawn or Narrator(lang).word(value)) if isinstance(value, str) else value
