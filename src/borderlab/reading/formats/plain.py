"""Plain text and Markdown: the text is the decoded file, and nothing in it is changed."""

from __future__ import annotations

from collections.abc import Iterator

from borderlab.reading.decoding import decode
from borderlab.reading.formats import Fault, Page
from borderlab.reading.limits import Limits


def read(data: bytes, suffix: str, limits: Limits) -> Iterator[Page | Fault]:
    r"""Yield the one text of the file.

    Examples
    --------
    >>> from borderlab.reading.limits import Limits
    >>> next(read(b"caf\x81", ".txt", Limits())).code
    'undecodable'
    """
    try:
        yield Page(*decode(data))
    except UnicodeError as error:
        at = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        yield Fault(
            "undecodable",
            f"is neither UTF-8 nor UTF-16 with its mark{at}, and no older Western text",
            "open it in an editor and save it as UTF-8",
        )
