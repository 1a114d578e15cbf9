"""How a source is cited: a table for readers, and the same for reference managers."""

from __future__ import annotations

import re
from itertools import takewhile
from urllib.parse import quote

import pandas as pd

from borderlab.escapes import for_html
from borderlab.publishing.evidence_pages.marks import plain
from borderlab.publishing.evidence_pages.markup import facts
from borderlab.publishing.evidence_pages.material import Material
from borderlab.reading.references.fields import persons
from borderlab.reading.registering import source_records

_SHOWN = ("outlet", "title", "author", "published", "url", "archived_url", "accessed", "rights")
#: what Zotero calls a text of a publisher of this kind
_TYPES = {"news": "newspaperArticle", "organisation": "report"}


def _record(m: Material, doc_id: str) -> dict[str, str]:
    """Collect what a reference manager holds of the text, and how its date is known."""
    row = m.corpus.documents.loc[[doc_id]]
    missing = {f"known_published_{end}": None for end in ("earliest", "latest")}
    row = row.assign(**{c: none for c, none in missing.items() if c not in row})
    cells = source_records(row).loc[doc_id].dropna()
    record = {str(name): str(value) for name, value in cells.items() if value}
    basis, edtf = row[["published_basis", "published_edtf"]].iloc[0]
    record["published"] = (
        f"{edtf if pd.notna(edtf) and edtf else m.say('undated')} ({m.word('basis', basis)})"
    )
    return record


def citation(m: Material, doc_id: str) -> str:
    """Show how a source is cited, for readers and, as a context object, for Zotero."""
    record = _record(m, doc_id)
    known = [(m.say(f"field:{name}"), record[name]) for name in _SHOWN if name in record]
    rows: list[tuple[str, str]] = [(plain(name), _value(value)) for name, value in known]
    if ends := (record.get("published_earliest"), record.get("published_latest")):
        rows.append((plain(m.say("field:cited")), plain("/".join(end or "" for end in ends))))
    rows.append(("sha256", f"<code>{for_html(m.documents[doc_id]['sha256'])}</code>"))
    files = " ".join(
        f'<a href="../data/references.{suffix}" download>{name}</a>'
        for suffix, name in (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON"))
    )
    rows.append((plain(m.say("field:references")), files))
    return _coins(record) + facts(m.say("citation"), (m.say("field"), m.say("value")), rows)


def _value(value: str) -> str:
    """Show a value; an address of the web is a link, and any other scheme is none."""
    shown = f"<bdi>{plain(value)}</bdi>"
    web = re.fullmatch(r"https?://[^\s\"'<>]+", value)
    return f'<a href="{for_html(value)}" rel="noreferrer">{shown}</a>' if web else shown


def _coins(record: dict[str, str]) -> str:
    """Write the citation as a context object in a span (COinS), which Zotero reads."""
    ends = [record.get(f"published_{end}", "") for end in ("earliest", "latest")]
    parts = zip(*(end.split("-") for end in ends), strict=False)
    certain = [first for first, _ in takewhile(lambda pair: pair[0] == pair[1], parts)]
    fields = {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": _TYPES.get(record.get("publisher_kind", ""), "webpage"),
        "rft.title": record.get("title", ""),
        "rft.source": record.get("outlet", ""),
        "rft.date": "-".join(certain),
        "rft.identifier": record.get("url", ""),
        "rft.rights": record.get("rights", ""),
        "rft.language": record.get("language", ""),
    }
    pairs = [(key, value) for key, value in fields.items() if value]
    for family, given in persons(record.get("author", "")):
        pairs.append(("rft.au", f"{family}, {given}" if family else given))
    told = "&".join(f"{key}={quote(value, safe='', errors='replace')}" for key, value in pairs)
    return f'<span class="Z3988" title="{for_html(told)}"></span>'
