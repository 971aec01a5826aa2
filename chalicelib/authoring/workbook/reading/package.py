"""
Open an .xlsx file with care: it is a zip of XML from anywhere.

Sizes are bounded before and while anything is unpacked, nothing is written to disk, a document type (with
which entities would come) is refused, and so are macros and files of other kinds.
Sources: ECMA-376 part 2 (packages), part 1 §18 (SpreadsheetML).
"""

from __future__ import annotations

import os
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Unfit

FILE_BYTES = 30_000_000
UNPACKED_BYTES = 200_000_000
PARTS = 1_000
_CHUNK = 1 << 18
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, UnicodeError)
Attributes = dict[str, str]


class Package:
    """The parts of a workbook; ``sheets`` has the path of each sheet by its name."""

    def __init__(self, path: Path) -> None:
        """
        Open the file.

        Raises:
            OSError: it cannot be read.
            Unfit: it is no workbook that we take.
        """
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe would be waited for
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise Unfit(say("not-a-workbook"))
            if state.st_size > FILE_BYTES:
                raise Unfit(
                    say(
                        "too-large/package",
                        megabytes=FILE_BYTES // 1000000,
                        unpacked=UNPACKED_BYTES // 1000000,
                    )
                )
            content = file.read(state.st_size)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unfit(say("not-a-workbook")) from error
        self._check()
        self.epoch_1904 = False
        self.sheets = self._sheets()

    def _check(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
            raise Unfit(
                say("too-large/package", megabytes=FILE_BYTES // 1000000, unpacked=UNPACKED_BYTES // 1000000)
            )
        names = [part.filename for part in parts]
        odd = any(part.flag_bits & 1 or part.compress_type not in _PACKED for part in parts)
        if odd or len(set(names)) != len(names):
            raise Unfit(say("not-a-workbook"))
        if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
            raise Unfit(say("macros"))
        if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
            raise Unfit(say("not-a-workbook"))

    def has(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """
        Go through a part; the callbacks get the names of elements without their name space.

        Raises:
            Unfit: it is no XML, or has a document type.
        """
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda name, found: start(name.rpartition(":")[2], found)
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text is not None:
            parser.buffer_text = True
            parser.CharacterDataHandler = text
        try:
            with self._zip.open(part) as content:
                _feed(parser, content)
        except _DAMAGE as error:
            raise Unfit(say("not-a-workbook")) from error

    def _sheets(self) -> dict[str, str]:
        targets: dict[str, str] = {}
        named: dict[str, str] = {}

        def relation(name: str, found: Attributes) -> None:
            if name == "Relationship" and found.get("TargetMode") != "External":
                targets[found.get("Id", "")] = _path(found.get("Target", ""))

        def sheet(name: str, found: Attributes) -> None:
            if name == "sheet":
                keys = [key for key in found if key.endswith(":id")]
                named[found.get("name", "")] = found[keys[0]] if keys else ""
            elif name == "workbookPr":
                self.epoch_1904 = found.get("date1904", "0") in ("1", "true")

        self.parse("xl/_rels/workbook.xml.rels", relation)
        self.parse("xl/workbook.xml", sheet)
        return {name: targets[number] for name, number in named.items() if self.has(targets.get(number, ""))}


def _feed(parser: Any, content: IO[bytes]) -> None:  # expat's parser type has no public name
    while chunk := content.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _path(target: str) -> str:
    """A part's name; the targets of a workbook are told from the folder xl."""
    return posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join("xl", target))


def _refuse(*_: object) -> None:
    raise Unfit(say("document-type"))
