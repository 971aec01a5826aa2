"""
A case written short: what it says of materials, as marks over the list of its needs.

Two hundred materials are named once, under ``needs``. Which of them may be uploaded, which have a file and
who holds which paper is told by one bit each, in hexadecimal digits: the head stays small, whatever is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Content = dict[str, Any]
"""A case as JSON values."""

_LISTS = ("open_materials", "supplied")


def pack(case: Content) -> Content:
    """The content of a case as it is stored."""
    names = list(case["needs"])
    packed: Content = {name: _marks(names, case[name]) for name in _LISTS if name in case}
    if "custody" in case:
        packed["custody"] = _grouped(names, case["custody"])
    return case | packed


def unpack(stored: Content) -> Content:
    """The content of a case as it was before it was packed."""
    names = list(stored["needs"])
    case: Content = {name: _named(names, stored[name]) for name in _LISTS if name in stored}
    if "custody" in stored:
        case["custody"] = _each(names, stored["custody"])
    return stored | case


def _grouped(names: Sequence[str], custody: Content) -> list[Any]:
    """Each way of being held with the marks of the papers that are, in the order of the first of them."""
    groups: list[tuple[Any, list[str]]] = []
    for paper, holding in custody.items():
        papers = next((papers for held, papers in groups if held == holding), None)
        if papers is None:
            groups.append((holding, [paper]))
        else:
            papers.append(paper)
    return [[holding, _marks(names, papers)] for holding, papers in groups]


def _each(names: Sequence[str], groups: Iterable[Any]) -> Content:
    held = {paper: holding for holding, papers in groups for paper in _named(names, papers)}
    first = {paper: held[paper] for paper in names if paper in held}
    return first | held


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
