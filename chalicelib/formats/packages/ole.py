"""Tell what an old Office file holds: the list of streams of a compound file (MS-CFB)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from chalicelib.formats.verdict import Fault, Verdict

_KINDS = (
    ("encryptedpackage", Verdict(None, Fault.PASSWORD)),
    ("worddocument", Verdict("doc")),
    ("workbook", Verdict("xls")),
    ("book", Verdict("xls")),
    ("powerpoint document", Verdict("ppt")),
    ("wpsdocument", Verdict("doc")),
    ("etworkbook", Verdict("xls")),
    ("__properties_version1.0", Verdict("eml")),
    ("__nameid_version1.0", Verdict("eml")),
    ("visiodocument", Verdict("visio")),
)
_MOST_SECTORS = 5_000
_LAST = 0xFFFFFFFA
"""Numbers from here on name no sector."""


def look_ole(content: bytes) -> Verdict:
    """
    What the compound file holds. A new Office document that is encrypted with a password lies in one
    too (MS-OFFCRYPTO 2.3.2); which kind it is cannot be told without the password.
    """
    names = set(_names(content))
    return next((verdict for name, verdict in _KINDS if name in names), Verdict("ole"))


def _names(content: bytes) -> Iterator[str]:
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        size = 1 << shift if shift in (9, 12) else 512
        for start in _chain(content, size, struct.unpack_from("<I", content, 48)[0]):
            for entry in range(start, min(start + size, len(content) - 127), 128):
                length = struct.unpack_from("<H", content, entry + 64)[0]
                if 2 <= length <= 64:
                    yield content[entry : entry + length - 2].decode("utf-16-le", "replace").lower()
    except struct.error:
        return


def _chain(content: bytes, size: int, sector: int) -> Iterator[int]:
    """Where the sectors of the directory lie, one after the other, as far as the table shows."""
    per_table = size // 4
    seen: set[int] = set()
    while sector < _LAST and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        yield (sector + 1) * size
        table, place = divmod(sector, per_table)
        if table >= 109:  # of files beyond 7 MB the rest of the table is listed elsewhere
            return
        holder = struct.unpack_from("<I", content, 76 + 4 * table)[0]
        sector = struct.unpack_from("<I", content, (holder + 1) * size + 4 * place)[0]
