"""Read XML parts piece by piece, without building a tree of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from chalicelib.formats.verdict import damaged

Start = Callable[[str, dict[str, str]], None]
Between = Callable[[str, str], None]


def parse(pieces: Iterable[bytes], start: Start, text: Between | None = None) -> str:
    """
    Tell ``start`` of every element, by local name with its attributes; ``text`` of each piece of text and
    the element directly around it.

    Returns the local name of the outermost element.

    Raises:
        FaultError: it is no XML, or defines entities of its own, which no office document needs.
    """
    root: list[str] = []
    around: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        root.append(local) if not root else None
        around.append(local)
        start(local, {_local(each): value for each, value in attributes.items()})

    def refuse(*_: object) -> None:
        raise damaged()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: around.pop()
    parser.StartDoctypeDeclHandler = refuse
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = lambda piece: text(around[-1], piece)
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error
    return root[0]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
