"""A replication package as files by name: what may be passed on, and sums that tell it is ours."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from borderlab.errors import OutputError, Problem
from borderlab.publishing.packing import unpack
from borderlab.publishing.withholding import withhold

SUMS = "SHA256SUMS"
_LONGEST = 8  # words of a short quotation
_LEFT_OUT = "Left out: this output quotes a text that may not be passed on.\n"


def to_finder(sentences: Iterable[str]) -> Callable[[str], bool]:
    r"""Make a function that tells whether a text quotes one of these sentences as a whole.

    Marks, tags and line breaks inside a quotation do not hide it; sentences of up to eight words
    are short quotations and are not looked for.

    Examples
    --------
    >>> quotes = to_finder(["The two governments agreed to meet every year from 2021 on."])
    >>> quotes("<p>The two <mark>governments</mark> agreed to\nmeet every year from 2021 on.</p>")
    True
    """
    from ahocorasick_rs import AhoCorasick

    known = {" ".join(text.split()) for text in sentences if len(text.split()) > _LONGEST}
    automaton = AhoCorasick(sorted(known)) if known else None

    def quotes(text: str) -> bool:
        bare = html.unescape(re.sub(r"<[^<>]*>|[⟦⟧]", "", text))
        return bool(automaton and automaton.find_matches_as_indexes(" ".join(bare.split())))

    return quotes


def shareable(
    name: str, content: bytes, quotes: Callable[[str], bool], sentences: Iterable[str] = ()
) -> bytes | None:
    """Return a file as it may be passed on: as it is, with less in it, or None.

    A notebook loses outputs, Markdown the rest of each long quotation, and a table of spans its
    column ``text``, which `borderlab.read_reference` fills again from the texts.

    Parameters
    ----------
    name : str
    content : bytes
    quotes : callable
        As `to_finder` makes it.
    sentences : iterable of str
        Those that it looks for.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content  # a picture
    if not name.endswith(".ipynb"):
        if not quotes(text):
            return content
        return _shortened(Path(name).suffix, text, quotes, sentences)
    notebook = json.loads(text)
    if any(quotes("".join(cell["source"])) for cell in notebook["cells"]):
        return None
    outputs = [cell["outputs"] for cell in notebook["cells"] if "outputs" in cell]
    quoting = [own for own in outputs if any(quotes(t) for output in own for t in _texts(output))]
    for own in quoting:
        own[:] = [{"name": "stdout", "output_type": "stream", "text": [_LEFT_OUT]}]
    whole = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return whole.encode() if quoting else content


def _shortened(
    suffix: str, text: str, quotes: Callable[[str], bool], sentences: Iterable[str]
) -> bytes | None:
    """Take out of a guide or table what it quotes, if what remains quotes nothing."""
    if suffix == ".md":
        text = withhold(text, sentences, longest=_LONGEST)
    elif suffix == ".csv":
        text = _spans_alone(text)
    return None if quotes(text) else text.encode()


def _spans_alone(text: str) -> str:
    """Empty the column ``text`` of a table that says where each text stands."""
    head, *rows = csv.reader(io.StringIO(text))
    if not {"document", "start", "end", "text"} <= set(head):
        return text
    at, written = head.index("text"), io.StringIO()
    bare = ([*row[:at], "", *row[at + 1 :]] for row in rows)
    csv.writer(written, lineterminator="\n").writerows([head, *bare])
    return written.getvalue()


def _texts(output: Mapping[str, Any]) -> list[str]:
    """List what an output says, in each of its forms."""
    forms = [output.get("text", ""), *output.get("data", {}).values()]
    return ["".join(form) if isinstance(form, list) else str(form) for form in forms]


def sums(members: Mapping[str, bytes]) -> bytes:
    """List files by their sha256, as ``sha256sum --check`` reads it."""
    lines = (f"{hashlib.sha256(members[n]).hexdigest()}  {n}\n" for n in sorted(members))
    return "".join(lines).encode()


def refuse_foreign(target: Path) -> None:
    """Refuse to replace what is no archive of ours, or one that somebody has changed.

    Raises
    ------
    OutputError
        When the target is there and its files are not those that its sums list.
    """
    try:
        found = _contents(target)
    except Exception:  # no ZIP file, or a broken one
        found = {"": b""}
    if found and found.pop(SUMS, None) != sums(found):
        say, cure = "is no archive, or was changed since", "name a new file or folder"
        raise OutputError(Problem(target.name, 0, "archive-foreign", say, cure))


def _contents(target: Path) -> dict[str, bytes]:
    if not target.is_dir():
        return unpack(target.read_bytes()) if target.exists() else {}
    files = sorted(path for path in target.rglob("*") if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}


def zenodo(citation: Mapping[str, Any], *, title: str, description: str) -> bytes:
    """Write ``.zenodo.json`` from what CITATION.cff says.

    Parameters
    ----------
    citation : mapping
        May be empty; then creators have to be filled in before a deposit.
    title, description : str
    """
    people = [
        {
            "name": ", ".join(filter(None, [a.get("family-names"), a.get("given-names")]))
            or a.get("name", ""),
            **{key: a[key] for key in ("affiliation",) if key in a},
            **({"orcid": a["orcid"].rpartition("/")[2]} if "orcid" in a else {}),
        }
        for a in citation.get("authors", ())
    ]
    record = {
        "title": title,
        "upload_type": "software" if citation.get("type") == "software" else "dataset",
        "creators": people,
        "description": description,
        "keywords": list(citation.get("keywords", ())),
        **{key: citation[key] for key in ("license", "version") if key in citation},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
