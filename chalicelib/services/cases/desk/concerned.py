"""Which cases a member of staff may know of: those in which a unit of hers has or had something to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, CardShown, ClockWarned, SideOpened, TaskStarted
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import EVERY_UNIT, Staff
from chalicelib.ports.world import World
from chalicelib.services.errors import PermanentError, Problem, not_found
from chalicelib.services.permissions.relations import relates, serves_one
from chalicelib.services.permissions.table import Relation
from chalicelib.services.serving import other_unit

log = logging.getLogger(__name__)

MOST_EVENTS = 200
"""Of a case that are shown at once; a case may have thousands."""


def find_case(world: World, no: str) -> Loaded:
    """
    The case with its files; whether it concerns anybody is asked when it is known what for.

    Raises:
        Problem: 404, also for a case of another region: departments of several may have one name.
    """
    loaded = world.cases.load_with_files(no)
    if loaded is None or loaded.case.region != world.region:
        raise no_such_case()
    return loaded


def no_such_case() -> Problem:
    """404, in the same words whether there is no such case or it concerns none of her units."""
    return not_found(
        "没有这个办件，或您的单位没有办理过，请核对办件编号",
        "there is no such case, or your units have had nothing to do with it; please check the number",
    )


def others_case(world: World, who: Staff, case: Case, zh: str, en: str) -> Problem:
    """
    How she is refused what is for other units: 403 with ``zh`` and ``en`` in a case that she may look at; of
    any other she learns nothing, not even that there is one.
    """
    return other_unit(world, who, zh, en) if concerns(world, who, case) else no_such_case()


def concerns(world: World, who: Staff, case: Case, history: History | None = None) -> bool:
    """
    Whether a unit of hers has or had a task in a case or supervises it: by what is open, and only where that
    does not tell by what has happened.

    Args:
        history: what has happened last; None, it is read where it is needed.
    """
    if relates(world, who, case, Relation.SUPERVISED) or relates(world, who, case, Relation.CONCERNED):
        return True
    if case.region != world.region:
        return False
    history = history or world.cases.latest_events(case.no, MOST_EVENTS)
    if serves_one(world, who, _units(history.events)):
        return True
    at_hand = history.first == 1 and len(history.events) == case.version
    return not at_hand and serves_one(world, who, _units(world.cases.events(case.no)))


def has_concerned(world: World, who: Staff, no: str) -> bool:
    """
    Whether a case that cannot be read concerns her, as far as its events tell. Where they do not either it is
    nobody's, and told to whoever asks: somebody has to see to it.

    Raises:
        RetryableError: it may be told later.
    """
    if EVERY_UNIT in who.units:
        return True
    try:
        events = world.cases.events(no)
    except (PermanentError, ValueError, TypeError, KeyError) as error:  # rows that somebody altered
        log.error("nor can the events of case %s be read: %s", no, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        return True
    return serves_one(world, who, _units(events))


def _units(events: tuple[AnyEvent, ...]) -> Iterator[str]:
    """Every unit that has had a task or was told of a clock, in order."""
    for event in events:
        match event:
            case TaskStarted():
                yield event.task.unit
            case SideOpened():
                yield event.side.unit
            case ClockWarned() | CardShown() if event.run.supervisor is not None:
                yield event.run.supervisor
            case _:
                pass
