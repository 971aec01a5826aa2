"""Find a case for staff: one in which a unit of theirs has or had something to do."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.cases.events import AnyEvent, SideOpened, TaskStarted
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import EVERY_UNIT, Staff
from chalicelib.ports.world import World
from chalicelib.services.errors import Problem, not_found
from chalicelib.services.serving import serves


def find_for_staff(world: World, who: Staff, no: str) -> tuple[Loaded, tuple[AnyEvent, ...]]:
    """
    The case with its files and everything that has happened in it.

    Raises:
        Problem: 404, there is none, or none of her units has or had a task in it: the two are answered
            alike.
    """
    loaded = world.cases.load_with_files(no)
    events = () if loaded is None else world.cases.events(no)
    if loaded is None or not _concerns(world, who, events):
        raise not_found(
            "没有这个办件，或您的单位没有办理过，请核对办件编号",
            "there is no such case, or your units have had nothing to do with it; please check the number",
        )
    return loaded, events


def search(world: World, who: Staff, no: str) -> tuple[Loaded, ...]:
    """The case of this number, if it is there and concerns her."""
    try:
        loaded, _ = find_for_staff(world, who, no)
    except Problem:
        return ()
    return (loaded,)


def _concerns(world: World, who: Staff, events: tuple[AnyEvent, ...]) -> bool:
    if EVERY_UNIT in who.units:
        return True
    units = dict.fromkeys(_units(events))
    return any(who.serves(unit) for unit in units) or any(serves(world, who, unit) for unit in units)


def _units(events: tuple[AnyEvent, ...]) -> Iterator[str]:
    """Every unit that has had a task, in order."""
    for event in events:
        match event:
            case TaskStarted():
                yield event.task.unit
            case SideOpened():
                yield event.side.unit
            case _:
                pass
