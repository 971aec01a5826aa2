"""Check that an OFD (GB/T 33190-2016) is whole and does nothing by itself."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.formats.data import LIKE_XML, MOST_ATTACHED, check_data, is_xml
from chalicelib.formats.packages.parts import parse
from chalicelib.formats.packages.relations import Package, plain
from chalicelib.formats.signatures import foreign, textual
from chalicelib.formats.targets import check_target
from chalicelib.formats.verdict import Active, Fault, FaultError, Verdict, active, damaged, too_complex

_NAMED = {"DocRoot"}
_MOST_DOCUMENTS = 100
_HEAD = 1024
_HOLDERS = {"zip", "ole", "rar", "7z", "archive", "rtf", "pdf", "doc", "xls", "ppt", "eml", "mhtml"}
"""What may hold files, macros or scripts of its own; pictures, fonts, seals and data do not."""

_TAKEN = {"pdf", "docx", "ofd"}
"""Of those what is taken by itself, too, and has therefore been looked through."""


def check_ofd(package: Package, look: Callable[[bytes], Verdict]) -> None:
    """
    OFD.xml names the documents (7.4), and a document its pages and their templates (7.5, 7.6); each must be
    there, and everything must unpack. ``look`` tells what an attached file is.

    Raises:
        FaultError: something is missing or spoilt, a program lies in it, or it or a file attached to it acts.
    """
    package.check()
    roots = roots_of(package)
    if not roots or len(roots) > _MOST_DOCUMENTS:
        raise damaged()
    for root in roots:
        pages: dict[str, list[str]] = {"Page": [], "TemplatePage": []}
        if look_at(package, plain(root), pages) != "Document" or not pages["Page"]:
            raise damaged()
        for page in pages["Page"] + pages["TemplatePage"]:
            if look_at(package, place_of(package, root, page), {}) != "Page":
                raise damaged()
    _look_at_others(package)
    for part in package.entries:
        _check_attached(package, part, look)


def place_of(package: Package, root: str, page: str) -> str:
    """Where a page lies: from the package's root, or beside its document (7.1)."""
    beside = plain(f"{plain(root).rpartition('/')[0]}/{page}")
    return plain(page) if page.startswith("/") or beside not in package.entries else beside


def _check_attached(package: Package, part: str, look: Callable[[bytes], Verdict]) -> None:
    """
    A file in the package that can hold others must be one that is taken by itself, and harmless; what is
    locked or cut off cannot be looked through. Data must be no more than that.
    """
    head = next(iter(package.pieces(part)), b"")
    kind = "pdf" if b"%PDF-" in head[:_HEAD] else (foreign(head) or textual(head))
    if is_xml(part) and kind in LIKE_XML and b"<" in head:
        kind = "xml"
    if kind in ("xml", "text"):
        check_data(kind, package.pieces(part))
    if kind not in _HOLDERS:
        return
    if package.entries[part].file_size > MOST_ATTACHED:
        raise too_complex()
    found = look(b"".join(package.pieces(part)))
    if found.fault in (Fault.ACTIVE, Fault.TOO_COMPLEX):
        raise FaultError(found.fault, found.active)
    if found.fault is not None or found.kind not in _TAKEN:
        raise active(Active.EMBEDDED)


def _look_at_others(package: Package) -> None:
    """Templates of pages, annotations and whatever else may act; an attachment may be any XML."""
    for part in package.entries:
        if part.endswith(".xml"):
            try:
                look_at(package, part, {})
            except FaultError as found:
                if found.fault is not Fault.DAMAGED:
                    raise


def look_at(package: Package, part: str, pages: dict[str, list[str]]) -> str:
    """
    The outermost element of a document or page, ``pages`` filled with those it names, by element. Where it
    leads, what it does on opening (14: Actions with the events DO and PO), and sound and film, are looked at.
    """
    event = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in pages and "BaseLoc" in attributes:
            pages[name].append(attributes["BaseLoc"].strip().replace("\\", "/"))
        elif name == "Action":
            event[0] = attributes.get("Event", "").strip().upper() or "CLICK"
        elif event[0] and name in ("Sound", "Movie"):
            raise active(Active.MEDIA)
        elif name == "URI":
            check_target(attributes.get("URI", ""))
            check_target(attributes.get("Base", "") + attributes.get("URI", ""))
        if name in ("URI", "GotoA") and event[0] in ("DO", "PO"):
            raise active(Active.ACTION)

    return parse(package.pieces(part), start)


def roots_of(package: Package) -> list[str]:
    found: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name in _NAMED:
            found.append("")

    def text(around: str, piece: str) -> None:
        if around in _NAMED:
            found[-1] += piece

    if parse(package.pieces("ofd.xml"), start, text) != "OFD":
        raise damaged()
    return [root.strip() for root in found if root.strip()]
