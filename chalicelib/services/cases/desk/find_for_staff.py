"""Find a case for staff: one in which a unit of theirs has or had something to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, CardShown, ClockWarned, SideOpened, TaskStarted
from chalicelib.ports.cases import History, Loaded
from chalicelib.ports.people.identity import EVERY_UNIT, Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.desk.record_outcome import find_case
from chalicelib.services.errors import PermanentError, not_found
from chalicelib.services.permissions.recusal import check_keeps_out
from chalicelib.services.permissions.relations import relates, serves_one
from chalicelib.services.permissions.table import Relation
from chalicelib.services.serving import other_unit

log = logging.getLogger(__name__)

MOST_EVENTS = 200
"""Of a case that are shown at once; a case may have thousands."""


def find_for_staff(world: World, who: Staff, no: str, before: int | None = None) -> tuple[Loaded, History]:
    """
    The case with its files, and what has happened in it last, or last before the event of that number.

    Raises:
        Problem: 404, there is none, or none of her units has or had a task in it or supervises it: the two
            are answered alike. So is a case of another region: departments of several may have one name.
    """
    loaded = world.cases.load_with_files(no)
    if loaded is not None and loaded.case.region == world.region:
        history = world.cases.latest_events(no, MOST_EVENTS, before)
        if concerns(world, who, loaded.case, history):
            return loaded, history
    raise not_found(
        "没有这个办件，或您的单位没有办理过，请核对办件编号",
        "there is no such case, or your units have had nothing to do with it; please check the number",
    )


def find_concerned(world: World, who: Staff, no: str) -> Loaded:
    """
    A case in which she may do something for its applicant: one of the hall's, or of a unit that has something
    to do with it.

    Raises:
        Problem: 404 no such case; 403 the case is none of hers.
    """
    loaded = find_case(world, no)
    check_at_hand(world, who, loaded.case)
    return loaded


def check_at_hand(world: World, who: Staff, case: Case) -> None:
    """
    Refuse who has nothing to do for a case's applicant.

    Raises:
        Problem: 403 the case is none of hers.
        NotPossible: she keeps out of this case.
    """
    if not relates(world, who, case, Relation.AT_HAND):
        raise other_unit(world, who, "该办件由其他办理单位办理", "this case is with other units")
    check_keeps_out(world, who, case)


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
