"""Check that a PDF (ISO 32000) is whole, opens without a password, and only shows pages."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable

from pypdf import PasswordType, PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from chalicelib.formats.pdf.actions import check_actions
from chalicelib.formats.pdf.values import reached, value_of
from chalicelib.formats.verdict import Fault, FaultError, Verdict, damaged, too_complex

_TOLD = logging.getLogger("pypdf")
_TOLD.propagate = False
_TOLD.addHandler(logging.NullHandler())

_ACTING = {
    "/OpenAction",
    "/AA",
    "/A",
    "/PA",
    "/Next",
    "/S",
    "/JS",
    "/URI",
    "/Subtype",
    "/EF",
    "/AF",
    "/Collection",
}
_ACTING |= {
    "/Root",
    "/Pages",
    "/Kids",
    "/Annots",
    "/Names",
    "/AcroForm",
    "/Fields",
    "/XFA",
    "/Outlines",
    "/First",
}
_ACTING |= {"/JavaScript", "/EmbeddedFiles", "/Encrypt", "/Parent"}
"""What acts, or leads there: where it stands twice some readers take the first and others the last."""

_END = b"%%EOF"
_BLANK = b"\x00\t\n\x0c\r \x1a"
_MOST_AFTER = 1024
"""Bytes that may stand after the end: readers look for the end in that many (ISO 32000-2, annex I)."""

_CUT_UPDATE = re.compile(rb"\d|x(?:r(?:e(?:f|$)|$)|$)")
_LINEARIZED = re.compile(rb"/Linearized\b.{0,400}?/L\s+(\d{1,12})", re.DOTALL)


def check_pdf(content: bytes, look: Callable[[bytes], Verdict]) -> None:
    """
    ``content`` begins with the PDF's header; ``look`` tells what a file is that is attached to it.

    Raises:
        FaultError: it is cut off or cannot be read; it cannot be opened without a password; it holds
            scripts, media or files that are not only data, or does something by itself.
    """
    _check_end(content)
    try:
        _read(content, look)
    except (FaultError, MemoryError):
        raise
    except (LimitReachedError, RecursionError) as error:
        raise too_complex() from error
    except NotImplementedError as error:  # encrypted for certain people, or by a seller's own method
        raise FaultError(Fault.PASSWORD) from error
    except Exception as error:  # what a library makes of spoilt bytes is anybody's guess
        raise damaged() from error


class _Skipped(logging.Handler):
    """
    Notes what the library passes over in silence, but for a line in its log: a dictionary of which it cannot
    read the rest (other readers can), and keys that stand twice.
    """

    found = False

    def emit(self, record: logging.LogRecord) -> None:
        told = record.args if isinstance(record.args, dict) else {}
        self.found = self.found or "exception" in told or told.get("key") in _ACTING


class _Reader(PdfReader):
    @property
    def is_encrypted(self) -> bool:
        """Null under a key is as if the key were not there (ISO 32000-2, 7.3.9)."""
        return value_of(self.trailer, "/Encrypt") is not None


def _read(content: bytes, look: Callable[[bytes], Verdict]) -> None:
    skipped = _Skipped()
    _TOLD.addHandler(skipped)
    try:
        reader = _Reader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise FaultError(Fault.PASSWORD)
        if not check_actions(reader, look) or skipped.found or not _shows_a_page(reader):
            raise damaged()
    finally:
        _TOLD.removeHandler(skipped)


def _shows_a_page(reader: PdfReader) -> bool:
    """Whether the page tree has a leaf (ISO 32000-2, 7.7.3): no reader shows a page that a bookmark names."""
    nodes = reached(value_of(reader.root_object, "/Pages"), lambda node: _kids(node) or [])
    return any(isinstance(node, DictionaryObject) and _kids(node) is None for node in nodes)


def _kids(node: PdfObject) -> list[PdfObject] | None:
    """The nodes below one of the page tree; None where it is a leaf, and below what is no node."""
    kids = value_of(node, "/Kids") if isinstance(node, DictionaryObject) else None
    kinds = (IndirectObject, DictionaryObject)
    return [kid for kid in kids if isinstance(kid, kinds)] if isinstance(kids, ArrayObject) else None


def _check_end(content: bytes) -> None:
    """
    Whoever cuts a file off leaves no end, or an earlier one: that of the first pages of a file made for
    the web, which says how long it is, or that of the file before a change was appended to it.
    """
    end = content.rfind(_END)
    if end < 0 or content.rfind(b"startxref") > end or b"startxref" not in content[:end]:
        raise damaged()
    rest = content[end + len(_END) :].strip(_BLANK)
    if len(rest) > _MOST_AFTER or _CUT_UPDATE.match(rest):
        raise damaged()
    length = _LINEARIZED.search(content, 0, 2_048)
    if length is not None and int(length[1]) > len(content):
        raise damaged()
