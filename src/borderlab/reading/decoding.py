"""From bytes to text: a byte-order mark, UTF-8, and guesses that are never silent."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SAMPLE = 4096  # bytes in which the zeros of UTF-16 are counted
_BINARY = 0.3  # share of control characters that no text has
_KEPT = frozenset("\n\r\t\f\v\u2028\u2029")


class Decoded(NamedTuple):
    """A text, the encoding that gave it, and whether that was guessed."""

    text: str
    encoding: str
    guessed: bool = False


def _unmarked_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zeros that it puts beside every Western letter."""
    sample = data[: _SAMPLE & ~1]
    half = len(sample) // 2
    if len(data) % 2 or not half:
        return None
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    r"""Decode the bytes of a text.

    Parameters
    ----------
    data : bytes
        A whole file.
    declared : str, optional
        The encoding that the file names itself, as web pages do; a mark goes before it.

    Returns
    -------
    Decoded
        ``data.decode(encoding) == text``: a byte-order mark, newlines and NUL are kept. A guess
        (cp1252, UTF-16 without its mark) is marked as one, for the caller to report.

    Raises
    ------
    UnicodeError
        When nothing fits, or when what fits is no text: control characters throughout.

    Examples
    --------
    >>> decode("Torreón".encode("cp1252"))
    Decoded(text='Torreón', encoding='cp1252', guessed=True)
    >>> decode("Torreón".encode("utf-16-le"))
    Decoded(text='Torreón', encoding='utf-16-le', guessed=True)
    """
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if marked:
        return Decoded(_checked(data.decode(marked)), marked)
    if declared and (text := _declared(data, declared)) is not None:
        return Decoded(_checked(text), declared)
    if bare := _unmarked_utf16(data):
        return Decoded(_checked(data.decode(bare)), bare, guessed=True)
    try:
        return Decoded(_checked(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
        if _CONTROLS.search(text):  # an older Western text has none; bytes of another kind do
            raise UnicodeError("it holds control bytes that no text has") from None
        return Decoded(text, "cp1252", guessed=True)


def _declared(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _checked(text: str) -> str:
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if controls > _BINARY * min(len(text), _SAMPLE):
        raise UnicodeError("it holds more control characters than any text")
    return text


def invisible(text: str) -> int:
    r"""Count the characters a reader cannot see: NUL, controls, bidirectional marks, zero width.

    A byte-order mark at the start is none of them. Accented letters may be written with combining
    marks, which are seen.

    Examples
    --------
    >>> invisible("\ufeffPorts\x00 re\u200bopen\n")
    2
    """
    odd = {c for c in set(text) if unicodedata.category(c) in ("Cc", "Cf") and c not in _KEPT}
    return sum(text.count(c) for c in odd) - text.startswith("\ufeff")
