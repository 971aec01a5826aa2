"""Check that an OFD (GB/T 33190-2016) is whole and does nothing by itself."""

from __future__ import annotations

from chalicelib.formats.packages import Package, plain
from chalicelib.formats.parts import parse
from chalicelib.formats.verdict import Active, Fault, FaultError, active, damaged, is_script

_NAMED = {"DocRoot"}
_MOST_DOCUMENTS = 100


def check_ofd(package: Package) -> None:
    """
    OFD.xml names the documents (7.4); each must be there, and everything must unpack.

    Raises:
        FaultError: something is missing or spoilt, a program lies in it, or it acts.
    """
    package.check()
    roots = _roots(package)
    if not roots or len(roots) > _MOST_DOCUMENTS:
        raise damaged()
    for root in roots:
        pages: list[str] = []
        if _look(package, plain(root), pages) != "Document":
            raise damaged()
        for page in pages:
            within = plain(page if page.startswith("/") else f"{plain(root).rpartition('/')[0]}/{page}")
            if within in package.entries:
                _look(package, within, [])
    _look_at_others(package)


def _look_at_others(package: Package) -> None:
    """Templates of pages, annotations and whatever else may act; an attachment may be any XML."""
    for part in package.entries:
        if part.endswith(".xml"):
            try:
                _look(package, part, [])
            except FaultError as found:
                if found.fault is not Fault.DAMAGED:
                    raise


def _look(package: Package, part: str, pages: list[str]) -> str:
    """
    The outermost element of a document or page, ``pages`` filled with those it names. What it does on
    opening (14: Actions with the events DO and PO), and sound and film, are found.
    """
    event = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Page":
            pages.append(attributes.get("BaseLoc", "").replace("\\", "/"))
        elif name == "Action":
            event[0] = attributes.get("Event", "").strip().upper() or "CLICK"
        elif event[0] and name in ("Sound", "Movie"):
            raise active(Active.MEDIA)
        elif name == "URI" and is_script(attributes.get("Base", "") + attributes.get("URI", "")):
            raise active(Active.SCRIPT)
        elif name in ("URI", "GotoA") and event[0] in ("DO", "PO"):
            raise active(Active.ACTION)

    return parse(package.pieces(part), start)


def _roots(package: Package) -> list[str]:
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
