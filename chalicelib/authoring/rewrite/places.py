"""Find where each value of a YAML text begins and ends, to the character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

import yaml


class Kind(Enum):
    SCALAR = "scalar"
    MAP = "map"
    LIST = "list"


@dataclass(slots=True)
class Place:
    """
    A value's characters: ``start`` … ``end``, the end excluded. ``flow``: written within brackets.

    Of an entry of a map ``key`` is its key, at ``key_start``; ``after`` is where a value may begin:
    behind the colon, or behind the dash of a list's entry.
    """

    kind: Kind
    start: int
    end: int
    flow: bool
    block_text: bool = False
    quoted: bool = False
    key: str = ""
    key_start: int = 0
    after: int = 0
    entries: list[Place] = field(default_factory=list)


def places(text: str) -> Place:
    """
    The place of the one value that ``text`` holds, and of all within.

    Args:
        text: YAML that ``authoring.reading.yaml.nodes`` has found right.
    """
    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _place(next(events), events, text)
    return Place(Kind.SCALAR, 0, 0, flow=False)


def _place(event: yaml.Event, events: Iterator[yaml.Event], text: str) -> Place:
    start, end = _start(event), _end(event)
    match event:
        case yaml.ScalarEvent():
            block = event.style in ("|", ">")
            return Place(Kind.SCALAR, start, end, flow=False, block_text=block, quoted=bool(event.style))
        case yaml.SequenceStartEvent():
            made = Place(Kind.LIST, start, end, flow=bool(event.flow_style))
            _list(made, events, text)
        case _:
            made = Place(Kind.MAP, start, end, flow=bool(getattr(event, "flow_style", False)))
            _map(made, events, text)
    return made


def _list(made: Place, events: Iterator[yaml.Event], text: str) -> None:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        entry = _place(event, events, text)
        dash = text.rfind("-", 0, entry.start) if not made.flow else entry.start
        entry.key_start, entry.after = dash, dash + (not made.flow)
        made.entries.append(entry)
    _close(made, event)


def _map(made: Place, events: Iterator[yaml.Event], text: str) -> None:
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        entry = _place(next(events), events, text)
        entry.key, entry.key_start = getattr(event, "value", ""), _start(event)
        entry.after = text.find(":", _end(event)) + 1
        made.entries.append(entry)
    _close(made, event)


def _close(made: Place, event: yaml.Event) -> None:
    """A collection in brackets ends with its bracket, any other with its last entry."""
    made.end = _end(event) if made.flow else made.entries[-1].end


def _start(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.index


def _end(event: yaml.Event) -> int:
    return 0 if event.end_mark is None else event.end_mark.index
