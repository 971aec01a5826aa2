"""Look into zip files within bounds, and tell which documents are such files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import unquote

from chalicelib.formats.signatures import foreign
from chalicelib.formats.verdict import Active, Fault, FaultError, active, damaged, too_complex

_LONGEST_LIST = 1 << 20
"""Bytes of a zip's list of entries that are read at most; a document has some hundred entries."""

_MOST_BYTES = 256 << 20
_LARGE, _MOST_TIMES = 8 << 20, 200
"""Of all entries unpacked; an entry beyond ``_LARGE`` may be so many times as large as it was packed."""

_PIECE = 1 << 16
_OVERLAP = 64
_PROGRAMS = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta")
_PAGES = (".lnk", ".msi", ".jar", ".sh", ".reg", ".chm", ".html", ".htm", ".xhtml", ".mht")
_DRAWN, _ACTS = (
    ".svg",
    re.compile(rb"<script|\bon[a-z]+\s*=|javascript:|<foreignobject|<!entity", re.IGNORECASE),
)
"""A drawing among the pictures of a document, and what no drawing needs."""

_SLASH = re.compile(r"[/\\]")
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Bounded(io.BytesIO):
    """A file that gives no more than ``_LONGEST_LIST`` bytes at once: a zip may list millions of names."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = _LONGEST_LIST
        if size > _LONGEST_LIST:
            raise zipfile.BadZipFile("too many entries")
        return super().read(size)


def plain(name: str) -> str:
    """The name of a part as it is compared: with slashes, without case, from the root."""
    return normpath("/" + unquote(name).replace("\\", "/")).lstrip("/").casefold()


class Package:
    """A zip and its entries by their plain names."""

    def __init__(self, content: bytes) -> None:
        """
        Raises:
            FaultError: it is cut off, two entries have one name, or a name leads out of the package.
        """
        try:
            self._archive = zipfile.ZipFile(_Bounded(content))
        except _UNREADABLE as error:
            raise damaged() from error
        self.entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.infolist():
            name = plain(entry.filename)
            if entry.filename.endswith(("/", "\\")):
                continue
            if name in self.entries or ".." in _SLASH.split(unquote(entry.filename)):
                raise damaged()
            self.entries[name] = entry

    @property
    def encrypted(self) -> bool:
        return any(entry.flag_bits & 1 for entry in self.entries.values())

    def pieces(self, name: str) -> Iterator[bytes]:
        """
        An entry, piece by piece.

        Raises:
            FaultError: it is not there, cut off, spoilt, or far larger than it was packed.
        """
        entry = self.entries.get(name)
        if entry is None or entry.compress_type not in _READABLE:
            raise damaged()
        if entry.flag_bits & 1:
            raise FaultError(Fault.PASSWORD)
        most = max(_LARGE, _MOST_TIMES * entry.compress_size)
        if entry.file_size > min(most, _MOST_BYTES):
            raise too_complex()
        try:
            with self._archive.open(entry) as opened:
                while piece := opened.read(_PIECE):
                    yield piece
        except _UNREADABLE as error:
            raise damaged() from error

    def check(self) -> None:
        """
        Unpack everything once, keeping nothing.

        Raises:
            FaultError: an entry is cut off or spoilt, there is too much, or a program among it.
        """
        total = 0
        for name in self.entries:
            drawn = name.endswith(_DRAWN)
            if name.endswith(_PROGRAMS + _PAGES) or (drawn and "/media/" not in name):
                raise active(Active.EMBEDDED)
            before: bytes | None = None
            for piece in self.pieces(name):
                if before is None and foreign(piece) == "program" and not name.endswith(".odttf"):
                    raise active(Active.EMBEDDED)
                if drawn and _ACTS.search(((before or b"") + piece).replace(b"\x00", b"")):  # also of UTF-16
                    raise active(Active.SCRIPT)
                before, total = piece[-_OVERLAP:], total + len(piece)
                if total > _MOST_BYTES:
                    raise too_complex()


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
