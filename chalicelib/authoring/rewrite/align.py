"""Find which entry of a list became which."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from typing import Any

Value = Any  # JSON of any shape


def same(one: Value, other: Value) -> bool:
    """Whether two values are alike, kinds and all: a 1 is not a true."""
    return one is other or _name(one) == _name(other)


def align(old: list[Value], new: list[Value]) -> list[int | None]:
    """
    For each new entry the number of the old one it was, None for one that was not there.

    An entry is found again by what it says, then by its name, which is its first value, and at last,
    renamed, by having kept more than half of the rest.
    """
    found: list[int | None] = [None] * len(new)
    left = _claim(range(len(old)), old, new, found, _name)
    left = _claim(left, old, new, found, _first)
    for place, entry in enumerate(new):
        if found[place] is None and isinstance(entry, dict):
            near = next((number for number in left if _renamed(old[number], entry)), None)
            if near is not None:
                found[place] = near
                left.remove(near)
    return found


def _claim(
    among: Iterable[int],
    old: list[Value],
    new: list[Value],
    found: list[int | None],
    name: Callable[[Value], Hashable],
) -> list[int]:
    """Give each new entry without an old one the first old one of its name; what old ones are left."""
    by_name: dict[Hashable, deque[int]] = {}
    for number in among:
        by_name.setdefault(name(old[number]), deque()).append(number)
    for place, entry in enumerate(new):
        if found[place] is None and by_name.get(name(entry)):
            found[place] = by_name[name(entry)].popleft()
    return sorted(number for numbers in by_name.values() for number in numbers)


def _name(value: Value) -> str:
    return json.dumps(value, sort_keys=True)


def _first(value: Value) -> str:
    return json.dumps(next(iter(value.items()), None)) if isinstance(value, dict) else json.dumps(value)


def _renamed(old: Value, new: dict[str, Value]) -> bool:
    if not isinstance(old, dict) or not old:
        return False
    kept = sum(key in new and same(old[key], new[key]) for key in old)
    return 2 * kept > len(old) - 1
