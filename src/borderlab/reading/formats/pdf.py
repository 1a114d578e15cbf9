"""PDF files: the text of each page; line breaks stay where the page has them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from borderlab.reading.formats import Fault, Page
from borderlab.reading.limits import Limits


def read(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    """Yield the text of the file, its pages apart by blank lines.

    A word hyphenated at the end of a line stays in two parts: whether the hyphen is the word's own
    cannot be told. The file's properties are not read: they rarely tell about the text.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings name no file
    hint = "print it to a new PDF, or save its text as .txt"
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Fault("encrypted", "asks for a password", "save a copy without one")
            return
        pages = [page.extract_text() for page in reader.pages]
    except Exception as error:  # whatever a broken file raises, it is one file that is not read
        yield Fault("unreadable", f"is no PDF that can be read ({error})", hint)
        return
    if not any(page.strip() for page in pages):
        hint = "recognise its text (OCR) first, and check it"
        yield Fault("no-text-layer", "holds pictures of pages and no text", hint)
        return
    text = "\n\n".join(page.strip("\n") for page in pages)
    yield Page(text.encode("utf-8", "replace").decode("utf-8"), "utf-8")
