"""Word documents: paragraphs and table cells in reading order, apart by blank lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from borderlab.reading.formats import Fault, Page
from borderlab.reading.limits import Limits


def read(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    """Yield the text of the document.

    The title is a paragraph in the style Title. The document's properties are not read: they name
    who owns the program and when the file was made, not author and day of the text.
    """
    import docx

    hint = "open it in a word processor and save it again, or save its text as .txt"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > limits.size:
            say = f"unpacks to {unpacked:,} bytes, more than {limits.size:,}"
            yield Fault("too-large", say, "split it")
            return
        document = docx.Document(io.BytesIO(data))
        blocks = [(text.strip(), title) for text, title in _blocks(document)]
    except Exception as error:  # whatever a broken package raises, it is one file that is not read
        yield Fault("unreadable", f"is no Word document that can be read ({error})", hint)
        return
    text = "\n\n".join(text for text, _ in blocks if text)
    titles = [" ".join(text.split()) for text, title in blocks if title and text]
    yield Page(text, "utf-8", facts={"title": titles[0]} if titles else {})


def _blocks(container: Any) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph with whether it is styled as title, and each row of a table."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells)), False
        else:
            yield block.text, block.style is not None and block.style.name == "Title"
