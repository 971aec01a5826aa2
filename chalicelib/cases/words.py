"""
Swap what people wrote for names, and names for what they wrote: fields that are marked as ``Words``.

A name is ``<n>.<k>``: the k-th text, from 1, of the commit whose first event has number n. The texts of a
commit lie sealed together; events and cases hold names of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, reduce
from itertools import count
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from chalicelib.cases.values import WRITTEN_BY_PEOPLE

ERASED = "已删除 erased"
"""What is shown in the place of words that were erased."""

_NAME = re.compile(r"[1-9][0-9]{0,8}\.[1-9][0-9]{0,4}", re.ASCII)

M = TypeVar("M", bound=BaseModel)

Path = tuple[Any, ...]
"""Where in a value words stand: names of fields, numbers in tuples, keys."""


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def commit_of(name: str) -> int:
    """The number of the first event of the commit that a text came with."""
    return int(name.partition(".")[0])


def named(
    events: tuple[M, ...], first: int, kept: Collection[str] = ()
) -> tuple[tuple[M, ...], dict[str, str]]:
    """
    Events with names in the place of words, and the words by their names; equal words share one.

    Args:
        first: the number that the first of the events has.
        kept: names of earlier texts, which an event may tell again.
    """
    names: dict[str, str] = {}
    numbers = count(1)

    def name(words: str) -> str:
        if words in kept:
            return words
        if words not in names:
            names[words] = f"{first}.{next(numbers)}"
        return names[words]

    swapped = tuple(_swapped(event, name) for event in events)
    return swapped, {name: words for words, name in names.items()}


def apart(command: M, kept: Collection[str]) -> M:
    """
    A command none of whose words is one of the names ``kept``: such a word has a blank behind it from then
    on. What comes in never ends with one, and nobody sees it.
    """
    return _swapped(command, lambda words: f"{words} " if words in kept else words)


def cleared(value: M, texts: Mapping[str, str]) -> M:
    """A value with words in the place of their names; of those that are not among the texts ``ERASED``."""
    return _swapped(value, lambda name: texts.get(name, ERASED))


def words_in(value: BaseModel) -> frozenset[str]:
    """All words in a value, or the names of them."""
    return frozenset(words for _, words in found(value))


def found(value: BaseModel) -> Iterator[tuple[Path, str]]:
    """Every text in a value that people wrote, or its name, with where it stands."""
    return _found(value, _VALUE, ()) if _rooms(type(value)) else iter(())


# --- where words may stand -------------------------------------------------------------------------


class _Room(NamedTuple):
    """
    What a field may hold: words, values that may hold some, and in a tuple or under the keys of a dict what
    ``each`` of these may.
    """

    words: bool = False
    values: bool = False
    each: _Room | None = None


_NOTHING, _WORDS, _VALUE = _Room(), _Room(words=True), _Room(values=True)


@cache
def _rooms(form: type[BaseModel], within: tuple[type, ...] = ()) -> dict[str, _Room]:
    """The fields of a form in which there may be words."""
    rooms = {
        name: _WORDS if WRITTEN_BY_PEOPLE in field.metadata else _room(field.annotation, (*within, form))
        for name, field in form.model_fields.items()
    }
    return {name: room for name, room in rooms.items() if room != _NOTHING}


def _room(kind: Any, within: tuple[type, ...]) -> _Room:
    """
    What a type may hold. A form within itself is looked through when it is there.

    Raises:
        TypeError: words, or values with words, would stand where nobody looks for them.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _WORDS if WRITTEN_BY_PEOPLE in inner[1:] else _room(inner[0], within)
    if origin in (Union, UnionType):
        return reduce(_either, (_room(each, within) for each in inner))
    if not isinstance(origin, type):
        holds = isinstance(kind, type) and issubclass(kind, BaseModel)
        return _VALUE if holds and (kind in within or _rooms(kind, within)) else _NOTHING
    of_each = inner[1:] if issubclass(origin, Mapping) else inner
    room = reduce(_either, (_room(each, within) for each in of_each), _NOTHING)
    if room == _NOTHING:
        return _NOTHING
    if not issubclass(origin, (tuple, Mapping)):
        raise TypeError(f"words stand in tuples and dicts, not in {kind}")
    return _Room(each=room)


def _either(one: _Room, other: _Room) -> _Room:
    each = _either(one.each, other.each) if one.each and other.each else one.each or other.each
    return _Room(one.words or other.words, one.values or other.values, each)


def _found(value: object, room: _Room, path: Path) -> Iterator[tuple[Path, str]]:
    for at, part, inner in _parts(value, room):
        yield from _found(part, inner, (*path, at))
    if room.words and type(value) is str:
        yield path, value


def _parts(value: object, room: _Room) -> Iterator[tuple[Any, object, _Room]]:
    """The parts of a value in which there may be words, each with where it stands."""
    if room.values and isinstance(value, BaseModel):
        for name, inner in _rooms(type(value)).items():
            yield name, getattr(value, name), inner
    elif room.each is not None and isinstance(value, Mapping):
        for key, part in value.items():
            yield key, part, room.each
    elif room.each is not None and isinstance(value, tuple):
        for n, part in enumerate(value):
            yield n, part, room.each


def _swapped(value: M, put: Callable[[str], str]) -> M:
    swapped: M = _with(value, _VALUE, put) if _rooms(type(value)) else value
    return swapped


def _with(value: Any, room: _Room, put: Callable[[str], str]) -> Any:
    """A value with other words in it; the very same where there are none."""
    if room.words and type(value) is str:
        return put(value)
    parts = {at: _with(part, inner, put) for at, part, inner in _parts(value, room)}
    if isinstance(value, BaseModel):
        changed = {name: part for name, part in parts.items() if part is not getattr(value, name)}
        return value.model_copy(update=changed) if changed else value
    if not parts:
        return value
    return tuple(parts.values()) if isinstance(value, tuple) else parts
