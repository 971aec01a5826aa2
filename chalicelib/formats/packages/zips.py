"""Tell what kind of document a zip is."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.formats.packages.ofd import check_ofd
from chalicelib.formats.packages.office import check_docx, office_kind
from chalicelib.formats.packages.relations import Package
from chalicelib.formats.verdict import Fault, FaultError, Verdict

_OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "text-template": "odt"}
_OPEN = b"application/vnd.oasis.opendocument."
_PASSWORDED_OFD = {"encryptions.xml", "decryptseed.dat", "entriesmap.dat"}
"""Entries of an encrypted OFD (GM/T 0099-2020; unverified)."""


def look_zip(content: bytes, look: Callable[[bytes], Verdict]) -> Verdict:
    """
    What the zip is, and for documents that are taken whether it is whole and harmless; ``look`` tells what a
    file is that is attached to one.
    """
    kind = None
    try:
        package = Package(content)
        kind = _kind(package)
        if kind == "ofd":
            check_ofd(package, look)
        elif kind == "docx":
            check_docx(package)
    except FaultError as found:
        return Verdict(kind, found.fault, found.active)
    return Verdict(kind)


def _kind(package: Package) -> str:
    names = package.entries
    if _PASSWORDED_OFD & names.keys():
        raise FaultError(Fault.PASSWORD)
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        return office_kind(package)
    if "mimetype" in names:
        return _declared(package)
    if "classes.dex" in names or "meta-inf/manifest.mf" in names:
        return "program"
    if any(name.endswith(".iwa") for name in names):
        return "iwork"
    return "zip"


def _declared(package: Package) -> str:
    """Of an OpenDocument (ISO/IEC 26300-3, 3.3) or an EPUB."""
    said = next(package.pieces("mimetype"), b"").strip()
    if said.startswith(_OPEN):
        return _OPEN_DOCUMENTS.get(said.removeprefix(_OPEN).decode("ascii", "replace"), "odt")
    return "epub" if said == b"application/epub+zip" else "zip"
