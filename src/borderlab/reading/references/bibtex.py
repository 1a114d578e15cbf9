"""BibTeX and BibLaTeX are read, their LaTeX as plain text; BibLaTeX is written."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import bibtexparser
from bibtexparser import middlewares as tex
from bibtexparser.middlewares import names as tex_names
from bibtexparser.model import Entry, Field, ParsingFailedBlock

from borderlab.reading.references.fields import Entries, Found, persons
from borderlab.reading.words import fold, numbered

FIELDS = {
    "key": "ID", "title": "title", "author": "author",
    "outlet": "journaltitle journal organization institution publisher titleaddon",
    "published": "date year", "language": "langid language", "url": "url",
    "archived_url": "archiveurl", "accessed": "urldate", "rights": "rights copyright",
    "note": "note annotation annote",
}  # fmt: skip
KINDS = {"news": "article", "organisation": "report", "": "online"}
OUTLETS = {"organisation": "institution", "": "organization"}
FRAME = ("", "\n", "")
_LANGUAGES = {"en": "english", "es": "spanish"}
_URLS = {"url", "archiveurl"}  # TeX takes them letter by letter
_MACROS = {
    "\\": "textbackslash", "{": "textbraceleft", "}": "textbraceright", "~": "textasciitilde",
    "^": "textasciicircum", "|": "textbar", "<": "textless", ">": "textgreater",
}  # fmt: skip
_TO_TEX = {ord(c): f"\\{c}" for c in "$%&#_"} | {ord(c): f"{{\\{m}}}" for c, m in _MACROS.items()}
#: macros that the decoder drops or mistakes
_FROM_TEX = {m: f"\\{c}" if c in "{}" else c for c, m in _MACROS.items() if c not in "\\~"}

# what the parser says of an entry is a row of ours, not a line on the screen
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def read(text: str) -> Entries:
    """Yield the entries of a file."""
    blocks = bibtexparser.parse_string(text, parse_stack=[]).blocks
    # Zotero writes a field for each note, so a field that stands twice is no fault
    blocks = [getattr(block, "ignore_error_block", None) or block for block in blocks]
    library = bibtexparser.Library(blocks, fail_on_duplicate_key=False)
    for step in tex.default_parse_stack():
        library = step.transform(library)
    for entry in library.entries:
        entry.fields = [Field(name, text) for name, text in _spelled(entry)]
    for block in tex.LatexDecodingMiddleware().transform(library).blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, ParsingFailedBlock):
            yield line, str(getattr(block.error, "abort_reason", block.error))
        elif isinstance(block, Entry):
            yield line, {"ID": block.key} | {field.key: field.value for field in block.fields}


def _spelled(entry: Entry) -> Iterator[tuple[str, str]]:
    """Spell our fields so that the decoder keeps what a careless writer did not escape."""
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    people = tex_names.split_multiple_persons_names(raw.get("author", ""))
    raw["author"] = "; ".join(map(_person, people))
    if month := re.search(r"[a-z]+|\d+", fold(raw.get("month", ""))):
        raw["year"] = f"{raw.get('year', '')}-{numbered('month').get(month[0], month[0])}"
    for name in _URLS & {*raw}:
        plain = raw[name].replace("{\\textasciitilde}", "~")
        raw[name] = _tex(re.sub(r"\\url\b|[\\{}]", "", plain))
    for name in {*raw} & {name for names in FIELDS.values() for name in names.split()}:
        text = re.sub(r"\\([a-z]+)(?![A-Za-z])", lambda m: _FROM_TEX.get(m[1], m[0]), raw[name])
        yield name, re.sub(r"(?<!\\)((?:\\\\)*)([$%&])", r"\1\\\2", text)


def _person(name: str) -> str:
    parts = tex_names.parse_single_name_into_parts(name, strict=False)
    words = (" ".join(part) for part in (parts.von + parts.last, parts.first, parts.jr))
    return ", ".join(filter(None, words))


def write(kind: str, fields: Found) -> str:
    """Write an entry."""
    written = {name: _value(name, text) for name, text in fields.items() if name != "ID"}
    written |= {"entrysubtype": "newspaper"} if kind == "article" else {}
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in written.items())
    return f"@{kind}{{{fields.get('ID', '')},\n{lines}}}\n"


def _value(field: str, text: str) -> str:
    if field == "author":
        return " and ".join(_name(*name) for name in persons(text))
    if field in _URLS:  # no address holds a brace or a backslash
        return re.sub(r"[{}\\]", lambda m: f"%{ord(m[0]):X}", text)
    return _tex(_LANGUAGES.get(text, text) if field == "langid" else text)


def _name(family: str, given: str) -> str:
    """Write a name, in braces where BibTeX would split it: a literal one, a comma, the word and."""
    odd = r"(?i)\band\b|[,\\]" if family else ""
    parts = [_tex(part) for part in (family, given) if part]
    return ", ".join(f"{{{part}}}" if re.search(odd, part) else part for part in parts)


def _tex(text: str) -> str:
    """Escape so that no macro, brace, comment, mathematics or ligature survives."""
    return re.sub("(?<=[-'`?!])(?=[-'`])", "{}", text.translate(_TO_TEX))
