"""Read XML parts piece by piece, without building a tree of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from chalicelib.formats.verdict import damaged

Start = Callable[[str, dict[str, str]], None]


def parse(pieces: Iterable[bytes], start: Start, text: Callable[[str], None] | None = None) -> str:
    """
    Tell ``start`` of every element, by local name with its attributes; ``text`` of what stands between.

    Returns the local name of the outermost element.

    Raises:
        FaultError: it is no XML, or defines entities of its own, which no office document needs.
    """
    root: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        root.append(local) if not root else None
        start(local, {_local(each): value for each, value in attributes.items()})

    def refuse(*_: object) -> None:
        raise damaged()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error
    return root[0]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
