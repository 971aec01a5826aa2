"""Do one thing whose time has come, as the one clock sent it (``run_due``)."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ExpireClock, ExpireTask
from chalicelib.cases.values import Actor, Role
from chalicelib.cases.waiting import DRAFT
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case, files_of
from chalicelib.services.errors import PermanentError
from chalicelib.services.parcels.poll_couriers import poll_courier
from chalicelib.services.run_effect import run_effect

_CLOCK = Actor(role=Role.SYSTEM, id="clock")


def do_due(world: World, due: Due) -> None:
    """
    Do one thing whose time has come.

    Raises:
        RetryableError: it could not be done just now.
        PermanentError: there is no such thing.
    """
    match due.kind:
        case DueKind.TASK | DueKind.CLOCK:
            _expire(world, due)
        case DueKind.EFFECT:
            case, _, effect = due.key.partition("#")
            if world.cases.put_off(case, effect, world.clock.now()):
                run_effect(world, case, effect)
        case DueKind.WAYBILL:
            poll_courier(world, due.key)
        case _:
            assert_never(due.kind)


def _expire(world: World, due: Due) -> None:
    """The time of a task, side task or clock is over; what the case waits for no more changes nothing."""
    no, _, name = due.key.partition("#")
    now = world.clock.now()
    if (due.kind, name) == (DueKind.CLOCK, DRAFT):
        _expire_draft(world, no)
        return
    command: ExpireTask | ExpireClock
    if due.kind is DueKind.CLOCK:
        command = ExpireClock(at=now, by=_CLOCK, clock=name)
    else:
        command = ExpireTask(at=now, by=_CLOCK, task=name)
    change_case(world, no, None, lambda _: command)


def _expire_draft(world: World, no: str) -> None:
    """The time of a draft is over, unless files have come since it was counted."""
    loaded = world.cases.load_with_files(no)
    if loaded is None:
        raise PermanentError(f"no case {no}")
    files = files_of(world, loaded)

    def ask(case: Case) -> ExpireClock:
        return ExpireClock(at=world.clock.now(), by=_CLOCK, clock=DRAFT, last_file=files(case).last_at)

    change_case(world, loaded.case, None, ask)
