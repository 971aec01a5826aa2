"""
A case written short: what it says of materials, as marks over the list of its needs.

Two hundred materials are named once, under ``needs``. Which of them may be uploaded, have a file, are owed,
are held by whom, are what a side task is about: all that is told by one bit each, in hexadecimal digits. The
head stays small, whatever is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Content = dict[str, Any]
"""A case as JSON values."""

_LISTS = ("open_materials", "supplied", "waived")
_GROUPS = ("closed", "custody", "deferred")


def pack(case: Content) -> Content:
    """The content of a case as it is stored."""
    names = list(case["needs"])
    packed: Content = {name: _marks(names, case[name]) for name in _LISTS if name in case}
    packed |= {name: _grouped(names, case[name]) for name in _GROUPS if name in case}
    if "sides" in case:
        packed["sides"] = {name: _packed_side(names, side) for name, side in case["sides"].items()}
    return case | packed


def unpack(stored: Content) -> Content:
    """The content of a case as it was before it was packed."""
    names = list(stored["needs"])
    case: Content = {name: _named(names, stored[name]) for name in _LISTS if name in stored}
    case |= {name: _each(names, stored[name]) for name in _GROUPS if name in stored}
    if "sides" in stored:
        case["sides"] = {name: _unpacked_side(names, side) for name, side in stored["sides"].items()}
    return stored | case


def _packed_side(names: Sequence[str], side: Content) -> Content:
    return side | ({"about": _marks(names, side["about"])} if "about" in side else {})


def _unpacked_side(names: Sequence[str], side: Content) -> Content:
    return side | ({"about": _named(names, side["about"])} if "about" in side else {})


def _grouped(names: Sequence[str], told: Content) -> list[Any]:
    """Each value with the marks of the materials that have it, in the order of the first of them."""
    groups: list[tuple[Any, list[str]]] = []
    for material, value in told.items():
        same = next((materials for each, materials in groups if each == value), None)
        if same is None:
            groups.append((value, [material]))
        else:
            same.append(material)
    return [[value, _marks(names, materials)] for value, materials in groups]


def _each(names: Sequence[str], groups: Iterable[Any]) -> Content:
    told = {material: value for value, marks in groups for material in _named(names, marks)}
    first = {material: told[material] for material in names if material in told}
    return first | told


def _marks(names: Sequence[str], chosen: Sequence[str]) -> str | list[str]:
    """The chosen as bits, the first name's the lowest; where they are not those names in order, a list."""
    marked = set(chosen)
    if list(chosen) != [name for name in names if name in marked]:
        return list(chosen)
    return f"{sum(1 << n for n, name in enumerate(names) if name in marked):x}"


def _named(names: Sequence[str], marks: str | list[str]) -> list[str]:
    if isinstance(marks, list):
        return marks
    bits = int(marks, 16)
    return [name for n, name in enumerate(names) if bits >> n & 1]
