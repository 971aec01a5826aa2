"""The text of an OFD (GB/T 33190-2016), page by page: browsers cannot show one."""

from __future__ import annotations

from chalicelib.formats.packages.ofd import look_at, place_of, roots_of
from chalicelib.formats.packages.parts import parse
from chalicelib.formats.packages.relations import Package, plain
from chalicelib.formats.verdict import FaultError

MOST = 20_000
"""Characters that are read."""


def ofd_text(content: bytes) -> str | None:
    """
    What its pages say, a line a text object (11.3), pages apart by an empty line; no more than ``MOST``
    characters. None: it is no OFD, or cannot be read.
    """
    try:
        package = Package(content)
        return "\n\n".join(_pages(package)).strip()[:MOST]
    except FaultError:
        return None


def _pages(package: Package) -> list[str]:
    found, length = list[str](), 0
    for root in roots_of(package):
        pages: dict[str, list[str]] = {"Page": []}
        look_at(package, plain(root), pages)
        for page in pages["Page"]:
            if length <= MOST:
                found.append(_page(package, place_of(package, root, page)))
                length += len(found[-1])
    return found


def _page(package: Package, part: str) -> str:
    lines: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name == "TextObject":
            lines.append("")

    def text(around: str, piece: str) -> None:
        if around == "TextCode" and lines:
            lines[-1] += piece

    parse(package.pieces(part), start, text)
    return "\n".join(line for line in lines if line.strip())
