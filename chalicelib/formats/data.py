"""Tell whether a file that lies in another one, such as the record of an electronic invoice, is only data."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.parsers import expat

from chalicelib.formats.verdict import Active, active

MOST_ATTACHED = 16 << 20
"""Bytes of the files that a document may bring along."""

_ENDINGS = {"", "xml", "xbrl", "txt", "csv", "tsv", "json", "dat"}
"""Of files that no machine runs when somebody opens them."""

LIKE_XML = {"text", "html", "svg"}
"""What XML may look like at first sight; under a name of XML it is opened as that, whatever it looks like."""

_PAGES = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"}
"""Names (W3C) of elements that a browser shows as a page, with the scripts in it."""

_NATIONAL = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']gb", re.IGNORECASE)
_COMMAND = re.compile(rb"(?:^|[\n\r,;\t\"'])[ \"']{0,9}[=+@-][^\n\r,;\t]{0,250}\|[^\n\r,;\t]{0,250}!")
"""A cell of a table that has another program started: ``=cmd|' /C calc'!A0`` (Dynamic Data Exchange)."""

_OVERLAP = 600


def check_name(name: str) -> None:
    """
    Raises:
        FaultError: a machine may run a file of this name, or open it in a program of its own.
    """
    if _ending(name) not in _ENDINGS:
        raise active(Active.EMBEDDED)


def is_xml(name: str) -> bool:
    """Whether a file of this name is opened as XML, whatever it looks like."""
    return _ending(name) in ("xml", "xbrl")


def _ending(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1].strip("\x00 ")
    return last.rpartition(".")[2].lower() if "." in last else ""


def check_data(kind: str | None, pieces: Iterable[bytes]) -> None:
    """
    ``kind`` is what the content is, ``xml`` or ``text``; the content comes in pieces.

    Raises:
        FaultError: it is neither, or opening it by itself would run something.
    """
    if kind == "xml":
        _check_xml(iter(pieces))
    elif kind == "text":
        _check_text(pieces)
    else:
        raise active(Active.EMBEDDED)


def _check_text(pieces: Iterable[bytes]) -> None:
    before = b"\n"
    for piece in pieces:
        if _COMMAND.search(before + piece.replace(b"\x00", b"")):  # also of UTF-16
            raise active(Active.ACTION)
        before = piece[-_OVERLAP:]


def _check_xml(pieces: Iterator[bytes]) -> None:
    """Nothing in it makes a browser or an office program show it otherwise than as data."""

    def start(name: str, _: dict[str, str]) -> None:
        if name.rpartition(" ")[0] in _PAGES:
            raise active(Active.SCRIPT)

    def instruct(target: str, _: str) -> None:
        if target.lower().startswith(("xml-stylesheet", "mso-")):
            raise active(Active.EXTERNAL)

    def declare(*_: object) -> None:
        raise active(Active.EXTERNAL)

    first = next(pieces, b"")
    national = _NATIONAL.match(first) is not None
    parser = expat.ParserCreate("utf-8" if national else None, " ")
    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = instruct
    parser.EntityDeclHandler = declare
    whole = chain([first], pieces)
    try:
        for piece in _unicode(whole) if national else whole:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise active(Active.EMBEDDED) from error


def _unicode(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Of several bytes a character the parser knows Unicode alone; China's own encodings have them, too."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", True).encode()
