"""Find what a PDF does beside showing its pages (ISO 32000-2, 12.6 and 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from chalicelib.formats.pdf.attached import NAMES, Attachments
from chalicelib.formats.pdf.values import name_of, reached, resolved, texts_of, value_of
from chalicelib.formats.targets import check_target
from chalicelib.formats.verdict import Active, Fault, FaultError, Verdict, active, too_complex

_MOST_IN_A_ROW = 1_000

_SKIPPED = {"/P", "/Prev", "/Last", "/Popup", "/IRT", "/StructTreeRoot", "/Resources", "/Contents"}
_SKIPPED |= {
    "/Metadata",
    "/Thumb",
    "/DR",
    "/AP",
    "/MK",
    "/BS",
    "/PieceInfo",
    "/OCProperties",
    "/OutputIntents",
}
_SKIPPED |= {"/Dests", "/PageLabels", "/DSS", "/Perms", "/V", "/DV", "/Threads", "/B", "/Group", "/Encrypt"}
"""
Where no action stands: looks, text, fonts, signatures, and ways back to what was seen. A parent need not have
been seen: a field on a page hands down what its parent does, whether or not the form lists that one.
"""

_KINDS = {
    "/JavaScript": Active.SCRIPT,
    "/Launch": Active.ACTION,
    "/ImportData": Active.ACTION,
    "/SubmitForm": Active.ACTION,
    "/GoToE": Active.EMBEDDED,
    "/Rendition": Active.MEDIA,
    "/Movie": Active.MEDIA,
    "/Sound": Active.MEDIA,
    "/RichMediaExecute": Active.MEDIA,
    "/GoTo3DView": Active.MEDIA,
}
"""Actions that no document for an office needs; what goes to a page or a web address on a click is none."""

_BY_ITSELF = {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/ResetForm", "/NOP", "/Thread"}
"""What may happen without a click: where the document opens, and how."""

_ANNOTATIONS = {
    "/RichMedia": Active.MEDIA,
    "/Screen": Active.MEDIA,
    "/Movie": Active.MEDIA,
    "/Sound": Active.MEDIA,
    "/3D": Active.MEDIA,
}
_LEAD = ("/GoToR", "/Thread")
"""Actions that open another document, which their ``/F`` names (ISO 32000-2, 7.11.2)."""

_KEYS = {
    "/JS": Active.SCRIPT,
    "/XFA": Active.XFA,
    "/Collection": Active.EMBEDDED,
    "/RichMediaContent": Active.MEDIA,
}


def check_actions(reader: PdfReader, look: Callable[[bytes], Verdict]) -> int:
    """
    Go through all that hangs on the document's catalogue; the number of pages found. ``look`` tells what a
    file is that is attached.

    Raises:
        FaultError: something in it acts, or there is too much to go through; or the file it brings along is
            the document itself, locked (ISO 32000-2, 7.6.7: unencrypted wrapper).
    """
    try:
        return _check_all(reader, Attachments(look))
    except FaultError as found:
        if found.active is Active.EMBEDDED and any(map(_is_locked, _all(reader))):
            raise FaultError(Fault.PASSWORD) from found
        raise


def _is_locked(found: DictionaryObject) -> bool:
    return name_of(found, "/AFRelationship") == "/EncryptedPayload"


def _check_all(reader: PdfReader, attached: Attachments) -> int:
    pages = 0
    for found in _all(reader):
        pages += name_of(found, "/Type") == "/Page"
        _check(found)
        if value_of(found, "/EF") is not None:
            attached.check(found)
        for key in ("/OpenAction", "/AA"):
            _check_own(value_of(found, key), additional=key == "/AA")
    return pages


def _all(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once."""
    return (each for each in reached(reader.root_object, _parts) if isinstance(each, DictionaryObject))


def _parts(each: PdfObject) -> list[PdfObject]:
    if isinstance(each, DictionaryObject):
        return [each.raw_get(key) for key in each if key not in _SKIPPED]
    kinds = (IndirectObject, DictionaryObject, ArrayObject)
    return [part for part in each if isinstance(part, kinds)] if isinstance(each, ArrayObject) else []


def _check(found: DictionaryObject) -> None:
    for key, what in _KEYS.items():
        if value_of(found, key) is not None:
            raise active(what)
    acts = _KINDS.get(name_of(found, "/S")) or _ANNOTATIONS.get(name_of(found, "/Subtype"))
    if acts is not None:
        raise active(acts)
    if name_of(found, "/Subtype") == "/FileAttachment" and not _holds_file(value_of(found, "/FS")):
        raise active(Active.EMBEDDED)
    for target in _targets(found):
        check_target(target)


def _holds_file(file: PdfObject | None) -> bool:
    return isinstance(file, DictionaryObject) and value_of(file, "/EF") is not None


def _targets(found: DictionaryObject) -> Iterator[str]:
    """Where a link leads: web addresses, what stands before those of the whole document, and other files."""
    yield from texts_of(found, "/URI", "/Base")
    if name_of(found, "/S") in _LEAD:
        yield from texts_of(found, "/F")
        file = value_of(found, "/F")
        if isinstance(file, DictionaryObject):
            yield from texts_of(file, *NAMES)


def _check_own(action: PdfObject | None, *, additional: bool) -> None:
    """What happens by itself, on opening or on an event, and what follows it."""
    waiting: list[PdfObject | None] = [action]
    if additional and isinstance(action, DictionaryObject):
        waiting = list(action.values())
    for _ in range(_MOST_IN_A_ROW):
        if not waiting:
            return
        each = resolved(waiting.pop())
        if isinstance(each, ArrayObject) and not (each and _is_page(each)):
            waiting += each
        elif isinstance(each, DictionaryObject) and "/S" in each:
            if name_of(each, "/S") not in _BY_ITSELF:
                raise active(_KINDS.get(name_of(each, "/S"), Active.ACTION))
            waiting.append(value_of(each, "/Next"))
    raise too_complex()


def _is_page(destination: ArrayObject) -> bool:
    """A destination is a list that begins with its page."""
    first = resolved(destination[0])
    return not isinstance(first, DictionaryObject) or "/S" not in first
