"""A value of a rule file and its place."""

from __future__ import annotations

from typing import Any, Protocol

from chalicelib.authoring.findings.problems import TOP, Mark

Scalar = bool | int | str | None


class Place(Protocol):
    """A place as the parser keeps it: both count from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


START = Mark(TOP.line - 1, TOP.column - 1)


def mark(place: Place) -> Mark:
    """A place as people count, from 1."""
    return Mark(place.line + 1, place.column + 1)


Packed = tuple[Any, ...]
"""
A node as plain values, which cost little to hand to another process: line and column from 0, its value with
all nodes within packed alike, and of a map the lines and the columns of its keys.
"""


class Node:
    """
    A value and its place. There are hundreds of thousands of them, and few are ever asked where they
    stand: so the parser's own marks are kept, and places are made of them when asked for.
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
        return self._at.line + 1

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
        line, column, value = self._at.line, self._at.column, self.value
        if isinstance(value, dict):
            places = (self._keys or {}).values()
            entries = {key: node.packed() for key, node in value.items()}
            return line, column, entries, [one.line for one in places], [one.column for one in places]
        if isinstance(value, list):
            return line, column, [node.packed() for node in value]
        return line, column, value


def unpacked(packed: Packed) -> Node:
    """The node that was packed, at the same place."""
    value, at = packed[2], Mark(packed[0], packed[1])
    if isinstance(value, dict):
        keys: dict[str, Place] = dict(zip(value, map(Mark, packed[3], packed[4]), strict=True))
        return Node({key: unpacked(entry) for key, entry in value.items()}, at, keys)
    if isinstance(value, list):
        return Node([unpacked(entry) for entry in value], at)
    return Node(value, at)
