"""A value of a rule file and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.authoring.findings.problems import Mark

Scalar = bool | int | str | None
Place = int
"""A place as nodes keep it: line times ``NEXT_LINE`` plus column, both from 0."""
START: Place = 0
NEXT_LINE = 1 << 22
"""More than a file has signs."""
NO_COLUMN = NEXT_LINE - 1
"""Stands in for the column of what is known by its line alone; told as 0."""


def place(at: Any) -> Place:  # of the parser: its stubs know no marks
    """A mark of the parser as a place."""
    line: int = at.line
    column: int = at.column
    return line * NEXT_LINE + column


def mark(place: Place) -> Mark:
    """A place as people count, from 1."""
    return Mark(place // NEXT_LINE + 1, (place % NEXT_LINE + 1) % NEXT_LINE)


Packed = tuple[Any, ...]
"""
A node as plain values, which cost little to hand to another process: its place, its value with all nodes
within packed alike, and of a map the places of its keys; or what a node in brackets is made of.
"""


class Node:
    """
    A value and its place. There are hundreds of thousands of them, and few are ever asked where they
    stand: so a place is kept as one number, and made of it when asked for.
    """

    __slots__ = ("_at", "_keys", "value")

    def __init__(
        self,
        value: Scalar | dict[str, Node] | list[Node],
        at: Place,
        keys: dict[str, Place] | None = None,
    ) -> None:
        self.value = value
        self._at = at
        self._keys = keys

    @property
    def at(self) -> Mark:
        return mark(self._at)

    @property
    def line(self) -> int:
        return self._at // NEXT_LINE + 1

    @property
    def keys(self) -> dict[str, Mark]:
        """The places of a map's keys."""
        return {key: mark(place) for key, place in (self._keys or {}).items()}

    @property
    def map(self) -> dict[str, Node]:
        """The entries of a map; nothing if this is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def list(self) -> list[Node]:
        """The entries of a list; nothing if this is none."""
        return self.value if isinstance(self.value, list) else []

    def find(self, *path: object) -> Mark:
        """The place of the value at ``path``, or of what is nearest above it."""
        return self.at_path(*path).at

    def key(self, *path: object) -> Mark:
        """The place of the key at the end of ``path``, or of what is nearest above it."""
        above = self.at_path(*path[:-1])
        place = (above._keys or {}).get(str(path[-1]))
        return above.at if place is None else mark(place)

    def at_path(self, *path: object) -> Node:
        """The value at ``path``, or what is nearest above it."""
        node = self
        for step in path:
            if isinstance(step, int) and step < len(node.list):
                node = node.list[step]
            elif isinstance(step, str) and step in node.map:
                node = node.map[step]
            else:
                break
        return node

    def without(self, key: str) -> Node:
        """A map as it is, but for one of its keys."""
        entries = {name: node for name, node in self.map.items() if name != key}
        return Node(entries, self._at, self._keys)

    def plain(self) -> object:
        """The value without places, as JSON would hold it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def packed(self) -> Packed:
        """The node and all within it as plain values."""
        value = self.value
        if isinstance(value, dict):
            return self._at, {key: node.packed() for key, node in value.items()}, self._keys
        if isinstance(value, list):
            return self._at, [node.packed() for node in value]
        return self._at, value


Raw = Scalar | dict[str, "Raw"] | list["Raw"]
"""A value without places."""


class Bracketed(Node):
    """
    A map or a list in brackets, as its value without places and where all within begins: keys and values in
    their order, by the numbers of their signs. Nodes are made of it once somebody asks for one.
    """

    __slots__ = ("_begins", "_made", "_shift", "raw")

    def __init__(self, raw: Raw, at: Place, shift: Place, begins: Iterable[int]) -> None:
        """
        Args:
            shift: what makes the number of a sign its place.
        """
        self.raw, self._at = raw, at
        self._shift, self._begins = shift, begins
        self._made: Node | None = None

    @property
    def value(self) -> Scalar | dict[str, Node] | list[Node]:  # type: ignore[override]  # nobody writes it
        return self._node().value

    @property
    def _keys(self) -> dict[str, Place] | None:  # type: ignore[override]
        return self._node()._keys

    def packed(self) -> Packed:
        return self._at, self.raw, self._shift, self._begins

    def _node(self) -> Node:
        if self._made is None:
            places = iter(self._begins)
            self._made = _with_places(self.raw, self._at, self._shift, places)
        return self._made


def _with_places(raw: Raw, at: Place, shift: Place, begins: Iterator[int]) -> Node:
    if isinstance(raw, dict):
        keys, entries = {}, {}
        for key, value in raw.items():
            keys[key] = shift + next(begins)
            entries[key] = _with_places(value, shift + next(begins), shift, begins)
        return Node(entries, at, keys)
    if isinstance(raw, list):
        return Node([_with_places(value, shift + next(begins), shift, begins) for value in raw], at)
    return Node(raw, at)


def unpacked(packed: Packed) -> Node:
    """The node that was packed, at the same place."""
    at, value, *more = packed
    if len(more) > 1:
        return Bracketed(value, at, *more)
    if isinstance(value, dict):
        return Node({key: unpacked(entry) for key, entry in value.items()}, at, *more)
    if isinstance(value, list):
        return Node([unpacked(entry) for entry in value], at)
    return Node(value, at)
