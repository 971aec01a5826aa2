"""Describe a sheet: columns, each with its place in an entry of a rule file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from chalicelib.authoring.reading.kinds import Kind
from chalicelib.authoring.workbook.cells.cells import Shown
from chalicelib.authoring.workbook.cells.kinds import Kind as Content
from chalicelib.decisions.forms.form import Text

Entry = dict[str, Any]
OWNER = "@item"
"""Under this key a row has the item that it belongs to; the rule files say it by where the entry stands."""
GROUP = "@group"
"""Under this key a row has which of a rule's groups of conditions it is, where there are several."""
READER = "@name"
"""Under this key a row has the item's name, for the eye only."""


class Role(StrEnum):
    """What a column is for; each has a colour of its own."""

    IDENTITY = "identity"
    FACT = "fact"
    OUTCOME = "outcome"
    TEXT = "text"
    READER = "reader"


@dataclass(frozen=True)
class Column:
    """
    A column: ``path`` is its value's place in the entry, ``default`` what an empty cell means there.

    ``width`` is in characters; a Chinese one takes two.
    """

    title: Text
    note: Text
    path: tuple[str, ...]
    kind: Content
    role: Role
    width: int
    required: bool = False
    default: object = None

    @property
    def heading(self) -> str:
        return f"{self.title.zh}\n{self.title.en}"

    def show(self, entry: Entry) -> Shown:
        value = dig(entry, self.path)
        value = self.default if value is None else value
        return None if value is None else self.kind.show(value)


@dataclass(frozen=True)
class Sheet:
    """
    A sheet: one row an entry. ``key``: the columns by which a row is known; ``empty``: keys that go
    when nothing is left under them; ``notice``: what the sheet is for; ``kind``: the files it is of.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    notice: Text
    kind: Kind
    empty: frozenset[str] = frozenset()
    file: str | None = None
    """The one file whose list this is; None: the entries stand in all the files of the kind."""
    under: str | None = None
    """The key of the list that they stand in; None: each is a file."""
    also: str | None = None
    """The kind of files that has such entries of its own, which the owner's column tells."""
    others: frozenset[str] = frozenset()
    """Headings of facts that cannot be tested here; older workbooks have empty columns of them."""

    @cached_property
    def order(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """The keys of an entry in the order in which they are written, by the path that leads to them."""
        below: dict[tuple[str, ...], dict[str, None]] = {}
        for column in self.columns:
            for depth, key in enumerate(column.path):
                below.setdefault(column.path[:depth], {})[key] = None
        return {path: tuple(names) for path, names in below.items()}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The number of the column of a key that stands alone, from 0."""
        return {column.path[0]: number for number, column in enumerate(self.columns) if len(column.path) == 1}

    def key_of(self, entry: Entry) -> tuple[str, ...]:
        return tuple(str(entry.get(name) or blank(name)) for name in self.key)


def blank(name: str) -> str:
    """What an empty cell means in a column of the key: a row of no group is the first of its rule."""
    return "1" if name == GROUP else ""


def dig(entry: Any, path: tuple[str, ...]) -> Any:
    """The value at a path; None where there is none."""
    for step in path:
        entry = entry.get(step) if isinstance(entry, dict) else None
    return entry


def put(sheet: Sheet, entry: Entry, path: tuple[str, ...], value: object) -> Entry:
    """A copy of the entry with a value at ``path``, keys in their order; None takes it away."""
    return _put(sheet, entry, path, value, ())


def _put(sheet: Sheet, entry: Entry, path: tuple[str, ...], value: object, above: tuple[str, ...]) -> Entry:
    key, *rest = path
    if rest:
        inner = entry.get(key)
        below = inner if isinstance(inner, dict) else {}
        value = _put(sheet, below, tuple(rest), value, (*above, key))
        if not value and key in sheet.empty:
            value = None
    return _with(entry, key, value, sheet.order[above])


def _with(entry: Entry, key: str, value: object, order: tuple[str, ...]) -> Entry:
    if value is None:
        return {name: one for name, one in entry.items() if name != key}
    if key in entry:
        return {name: value if name == key else one for name, one in entry.items()}
    before = set(order[: order.index(key)])
    names = list(entry)
    place = max((number + 1 for number, name in enumerate(names) if name in before), default=0)
    items = list(entry.items())
    return dict([*items[:place], (key, value), *items[place:]])
