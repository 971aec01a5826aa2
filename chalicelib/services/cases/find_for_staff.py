"""Find a case for staff: one in which a unit of theirs has or had something to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, SideOpened, TaskStarted
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.identity import EVERY_UNIT, Staff
from chalicelib.ports.world import World
from chalicelib.services.errors import Problem, not_found
from chalicelib.services.serving import serves

MOST_EVENTS = 200
"""Of a case that are shown at once; a case may have thousands."""


def find_for_staff(world: World, who: Staff, no: str, before: int | None = None) -> tuple[Loaded, History]:
    """
    The case with its files, and what has happened in it last, or last before the event of that number.

    Raises:
        Problem: 404, there is none, or none of her units has or had a task in it: the two are answered
            alike. So is a case of another region: departments of several may have one name.
    """
    loaded = world.cases.load_with_files(no)
    if loaded is not None and loaded.case.region == world.region:
        history = world.cases.latest_events(no, MOST_EVENTS, before)
        if _concerns(world, who, loaded.case, history):
            return loaded, history
    raise not_found(
        "没有这个办件，或您的单位没有办理过，请核对办件编号",
        "there is no such case, or your units have had nothing to do with it; please check the number",
    )


def search(world: World, who: Staff, no: str) -> tuple[Loaded, ...]:
    """The case of this number, if it is there and concerns her."""
    try:
        loaded, _ = find_for_staff(world, who, no)
    except Problem:
        return ()
    return (loaded,)


def _concerns(world: World, who: Staff, case: Case, history: History) -> bool:
    """By what is open and what is at hand; only where that does not tell, by everything that has happened."""
    if EVERY_UNIT in who.units:
        return True
    open_to = [task.unit for task in case.tasks.values()] + [side.unit for side in case.sides.values()]
    if _serves_one(world, who, [*open_to, *_units(history.events)]):
        return True
    at_hand = history.first == 1 and len(history.events) == case.version
    return not at_hand and _serves_one(world, who, _units(world.cases.events(case.no)))


def _serves_one(world: World, who: Staff, units: Iterable[str]) -> bool:
    named = dict.fromkeys(units)
    return any(who.serves(unit) for unit in named) or any(serves(world, who, unit) for unit in named)


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
