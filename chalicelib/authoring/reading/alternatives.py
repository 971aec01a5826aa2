"""Of a value that can be written in several ways, what is wrong with the way that was tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from chalicelib.authoring.reading.yaml.marked import Node

Path = tuple[int | str, ...]
NO_VALUE = ("missing", "extra_forbidden")
"""Complaints about a key, which may be one that is not there."""


@dataclass(frozen=True)
class Wrong:
    """
    One complaint; its ``path`` has only keys and positions that somebody wrote. Where a value may be written
    in several ways, pydantic names in between the one it complains of: these are ``ways``, with the path of
    the value and whether it is written in that way.
    """

    error: ErrorDetails
    path: Path
    ways: tuple[tuple[Path, bool], ...]


def of_the_way_tried(errors: Sequence[ErrorDetails], node: Node) -> list[Wrong]:
    """
    The complaints about a node's content: of a list only what is wrong with it as a list, where it may be
    one; of what is written in no way that it may be, all.
    """
    found = [_wrong(one, node) for one in errors]
    meant = {path for one in found for path, so_written in one.ways if so_written}
    return [one for one in found if all(so or path not in meant for path, so in one.ways)]


def _wrong(error: ErrorDetails, node: Node) -> Wrong:
    steps = [step for step in error["loc"] if step != "[key]"]
    path: list[int | str] = []
    ways: list[tuple[Path, bool]] = []
    at: Node | None = node
    for number, step in enumerate(steps):
        names_key = error["type"] in NO_VALUE and number == len(steps) - 1
        if at is not None and isinstance(step, str) and step not in at.map and not names_key:
            ways.append((tuple(path), _is_written(at, step)))
            continue
        path.append(step)
        at = None if at is None else _below(at, step)
    return Wrong(error, tuple(path), tuple(ways))


def _below(node: Node, step: int | str) -> Node | None:
    if isinstance(step, str):
        return node.map.get(step)
    return node.list[step] if step < len(node.list) else None


def _is_written(node: Node, way: str) -> bool:
    """Whether a node is a map, a list or a single value, as the way's name in pydantic has it."""
    kind = _CHECKED.sub("", way)
    is_map = kind[0].isupper() or kind.startswith("dict")
    is_list = kind.startswith(("tuple", "list"))
    if isinstance(node.value, dict):
        return is_map
    return is_list if isinstance(node.value, list) else not (is_map or is_list)


_CHECKED = re.compile(r"^function-\w+\[[^,]*, ")
"""What stands before the name of a form that has a check of its own."""
