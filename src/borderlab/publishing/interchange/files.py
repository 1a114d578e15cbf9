"""Foreign files at the door: of a sane size, without a DTD, and with one line for what is wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat
from zipfile import ZipFile

from borderlab.errors import BorderlabError
from borderlab.publishing.interchange.plain import unreadable
from borderlab.publishing.interchange.values import unseal, untag
from borderlab.reading.limits import Limits


class Part(NamedTuple):
    """A file as read: its name, for messages, and its bytes."""

    name: str
    content: bytes


def read_part(path: Path) -> Part:
    """Read a whole file that is one, and not larger than `Limits` allows.

    Raises
    ------
    SourceError
    """
    if not path.is_file():
        raise unreadable(path.name, "is not there or is no file", "correct its name")
    check_size(path.name, path.stat().st_size)
    try:
        return Part(path.name, path.read_bytes())
    except OSError as error:
        why = f"cannot be read ({error.strerror or error})"
        raise unreadable(path.name, why, "check its permissions") from error


def check_size(name: str, size: int) -> None:
    """Raise a `SourceError` where a file, packed or unpacked, is larger than `Limits` allows."""
    most = Limits().size
    if size > most:
        why = f"holds {size / 2**20:.0f} MiB, more than {most // 2**20}"
        raise unreadable(name, why, "cut it into smaller files")


@contextmanager
def reading(name: str, cure: str) -> Iterator[None]:
    """Turn whatever a parser of foreign files may raise into one line."""
    try:
        yield
    except BorderlabError:
        raise
    except Exception as error:  # a foreign file may break a parser anywhere
        reason = next(iter(str(error).splitlines()), "")
        why = f"cannot be read ({type(error).__name__}: {reason[:200]})"
        raise unreadable(name, why, cure) from error


def read_xml(part: Part) -> Element:
    """Parse XML that declares nothing of its own: without a DTD no entity can expand.

    Raises
    ------
    SourceError
        With the line where a DTD stands or the XML breaks.
    """
    refuse_dtd(part)
    return fromstring(part.content)


def refuse_dtd(part: Part) -> None:
    """Raise a `SourceError` where XML breaks or has a DTD."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        why = "has a DTD (<!DOCTYPE>), which may make a small file fill the memory"
        raise unreadable(part.name, why, "delete that declaration", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part.content, True)
    except expat.ExpatError as error:
        why = f"is broken XML ({expat.errors.messages[error.code]})"
        raise unreadable(part.name, why, "export it again", error.lineno) from error


def check_archive(part: Part) -> None:
    """Raise a `SourceError` where a packed file would unpack to too much, or has a DTD."""
    with ZipFile(io.BytesIO(part.content)) as archive:
        check_size(part.name, sum(member.file_size for member in archive.infolist()))
        for member in archive.namelist():
            if member.lower().endswith((".xml", ".rels")):
                refuse_dtd(Part(f"{part.name}!{member}", archive.read(member)))


def local(element: Element) -> str:
    """Return an element's name without its namespace, which differs between releases."""
    return str(element.tag).rpartition("}")[2]


def find(element: Element, name: str, *, deep: bool = False) -> list[Element]:
    """List an element's children of a name; `deep` finds those inside others too."""
    return [e for e in (element.iter() if deep else element) if local(e) == name]


def read_id(part: Part, element: Element, name: str) -> str:
    """Read an id, which has to be there."""
    told = element.get(name)
    if told is None:
        why = f"has a {local(element)} without {name}"
        raise unreadable(part.name, why, "export it again")
    return unseal(told)


def only_graph(part: Part, root: Element) -> Element:
    """Return the one graph that a file has to hold."""
    graphs = find(root, "graph")
    if len(graphs) != 1 or find(graphs[0], "hyperedge", deep=True):
        why = f"holds {len(graphs)} graphs" if len(graphs) != 1 else "holds hyperedges"
        raise unreadable(part.name, why, "export one plain graph")
    return graphs[0]


def read_ends(part: Part, edge: Element, kind: str) -> tuple[str, str]:
    """Read the ends of an edge, which has to be undirected."""
    if kind != "undirected":
        why = f"the edge {edge.get('source')!r} - {edge.get('target')!r} is {kind}"
        raise unreadable(part.name, why, "export the graph as undirected")
    return read_id(part, edge, "source"), read_id(part, edge, "target")


def read_value(part: Part, text: str, kind: str, attribute: str) -> Any:
    """Read a value of a declared type, as GraphML and GEXF name them.

    Raises
    ------
    SourceError
        When it is no such number or truth value.
    """
    try:
        if kind in ("int", "long", "integer", "short", "byte", "biginteger"):
            return int(text)
        if kind in ("float", "double", "bigdecimal"):
            return float(text)
        if kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
    except (ValueError, KeyError) as error:
        why = f"attribute {attribute!r} is declared as {kind} and holds {text[:100]!r}"
        raise unreadable(part.name, why, "correct the value or its type") from error
    return untag(unseal(text))
