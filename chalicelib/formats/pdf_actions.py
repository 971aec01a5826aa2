"""Find what a PDF does beside showing its pages (ISO 32000-2, 12.6 and 13)."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

from chalicelib.formats.targets import check_target
from chalicelib.formats.verdict import Active, Fault, FaultError, active, too_complex

_MOST_OBJECTS = 400_000
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
    "/FileAttachment": Active.EMBEDDED,
    "/RichMedia": Active.MEDIA,
    "/Screen": Active.MEDIA,
    "/Movie": Active.MEDIA,
    "/Sound": Active.MEDIA,
    "/3D": Active.MEDIA,
}
_LEAD = ("/GoToR", "/Thread")
"""Actions that open another document, which their ``/F`` names (ISO 32000-2, 7.11.2)."""

_NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_KEYS = {
    "/JS": Active.SCRIPT,
    "/XFA": Active.XFA,
    "/EF": Active.EMBEDDED,
    "/Collection": Active.EMBEDDED,
    "/RichMediaContent": Active.MEDIA,
}


def check_actions(reader: PdfReader) -> int:
    """
    Go through all that hangs on the document's catalogue; the number of pages found.

    Raises:
        FaultError: something in it acts, or there is too much to go through; or the file it brings along is
            the document itself, locked (ISO 32000-2, 7.6.7: unencrypted wrapper).
    """
    try:
        return _check_all(reader)
    except FaultError as found:
        if found.active is Active.EMBEDDED and any(map(_is_locked, _all(reader))):
            raise FaultError(Fault.PASSWORD) from found
        raise


def _is_locked(found: DictionaryObject) -> bool:
    return _name(found, "/AFRelationship") == "/EncryptedPayload"


def _check_all(reader: PdfReader) -> int:
    pages = 0
    for found in _all(reader):
        pages += _name(found, "/Type") == "/Page"
        _check(found)
        for key in ("/OpenAction", "/AA"):
            _check_own(_value(found, key), additional=key == "/AA")
    return pages


def _all(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once."""
    waiting: list[PdfObject | None] = [reader.root_object]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        count += 1
        if count > _MOST_OBJECTS:
            raise too_complex()
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            place = (each.idnum, each.generation)
            if place in seen:
                continue
            seen.add(place)
            each = _resolved(each)
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [each.raw_get(key) for key in each if key not in _SKIPPED]
        elif isinstance(each, ArrayObject):
            waiting += [
                part for part in each if isinstance(part, (IndirectObject, DictionaryObject, ArrayObject))
            ]


def _check(found: DictionaryObject) -> None:
    for key, what in _KEYS.items():
        if _value(found, key) is not None:
            raise active(what)
    acts = _KINDS.get(_name(found, "/S")) or _ANNOTATIONS.get(_name(found, "/Subtype"))
    if acts is not None:
        raise active(acts)
    for target in _targets(found):
        check_target(target)


def _targets(found: DictionaryObject) -> Iterator[str]:
    """Where a link leads: web addresses, what stands before those of the whole document, and other files."""
    said = [_value(found, key) for key in ("/URI", "/Base")]
    if _name(found, "/S") in _LEAD:
        file = _value(found, "/F")
        said += [_value(file, key) for key in _NAMES] if isinstance(file, DictionaryObject) else [file]
    for each in said:
        if isinstance(each, TextStringObject | ByteStringObject):
            yield str(each)


def _check_own(action: PdfObject | None, *, additional: bool) -> None:
    """What happens by itself, on opening or on an event, and what follows it."""
    waiting: list[PdfObject | None] = [action]
    if additional and isinstance(action, DictionaryObject):
        waiting = list(action.values())
    for _ in range(_MOST_IN_A_ROW):
        if not waiting:
            return
        each = _resolved(waiting.pop())
        if isinstance(each, ArrayObject) and not (each and _is_page(each)):
            waiting += each
        elif isinstance(each, DictionaryObject) and "/S" in each:
            if _name(each, "/S") not in _BY_ITSELF:
                raise active(_KINDS.get(_name(each, "/S"), Active.ACTION))
            waiting.append(_value(each, "/Next"))
    raise too_complex()


def _is_page(destination: ArrayObject) -> bool:
    """A destination is a list that begins with its page."""
    first = _resolved(destination[0])
    return not isinstance(first, DictionaryObject) or "/S" not in first


def _name(found: DictionaryObject, key: str) -> str:
    value = _value(found, key)
    return "" if value is None else str(value)


def _value(found: DictionaryObject, key: str) -> PdfObject | None:
    """What stands under a key, wherever it lies; None where nothing does (ISO 32000-2, 7.3.9 and 7.3.10)."""
    return _resolved(found.raw_get(key)) if key in found else None


def _resolved(value: PdfObject | None) -> PdfObject | None:
    """The object itself, where only a reference to it was written; None for the null object, or none."""
    each = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(each, NullObject) else each
