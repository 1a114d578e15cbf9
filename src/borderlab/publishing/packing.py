"""ZIP files, and the Office files that are some, without the moment they were made at."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMP = re.compile(rb"<dcterms:(created|modified).*?</dcterms:\1>")


def pack(members: Mapping[str, bytes]) -> bytes:
    r"""Pack files by name; the same files are the same bytes, on every system.

    Examples
    --------
    >>> pack({"a.txt": b"1"})[:4], pack({"a.txt": b"1"}) == pack({"a.txt": b"1"})
    (b'PK\x03\x04', True)
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            member = ZipInfo(name)  # of 1980, the first day of ZIP
            member.create_system, member.external_attr = 3, 0o644 << 16
            packed.writestr(member, content, ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP file by name.

    Raises
    ------
    zipfile.BadZipFile
        When it is none.
    """
    with ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def without_dates(content: bytes) -> bytes:
    """Pack a workbook or a Word file again without the moment it was made at."""
    members = unpack(content)
    members["docProps/core.xml"] = _STAMP.sub(b"", members["docProps/core.xml"])
    return pack(members)
