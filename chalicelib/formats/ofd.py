"""Check that an OFD (GB/T 33190-2016) is whole."""

from __future__ import annotations

from chalicelib.formats.packages import Package, plain
from chalicelib.formats.parts import parse
from chalicelib.formats.verdict import damaged

_NAMED = {"DocRoot"}
_MOST_DOCUMENTS = 100


def check_ofd(package: Package) -> None:
    """
    OFD.xml names the documents (7.4); each must be there, and everything must unpack.

    Raises:
        FaultError: something is missing or spoilt, or a program lies in it.
    """
    package.check()
    roots = _roots(package)
    if not roots or len(roots) > _MOST_DOCUMENTS:
        raise damaged()
    for root in roots:
        if parse(package.pieces(plain(root)), lambda *_: None) != "Document":
            raise damaged()


def _roots(package: Package) -> list[str]:
    found: list[str] = []
    at: list[str] = [""]

    def start(name: str, _: dict[str, str]) -> None:
        at[0] = name
        if name in _NAMED:
            found.append("")

    def text(piece: str) -> None:
        if at[0] in _NAMED:
            found[-1] += piece

    if parse(package.pieces("ofd.xml"), start, text) != "OFD":
        raise damaged()
    return [root.strip() for root in found if root.strip()]
