"""The one clock: what is due is put on a queue; each piece is then done by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.cases.commands import Expire
from chalicelib.cases.values import Actor, Role
from chalicelib.services.change_case import change_case
from chalicelib.services.poll_couriers import poll_courier
from chalicelib.services.ports import Due, DueKind, Suspension, World
from chalicelib.services.run_effect import run_effect

_CLOCK = Actor(role=Role.SYSTEM, id="clock")


def run_due(world: World) -> int:
    """Put everything that is due on the queue; how much it was. Put there twice it is still done once."""
    now = world.clock.now()
    found = [
        {"kind": due.kind.value, "key": due.key}
        for due in _to_ask(world.cases.due(world.region, now), world.cases.suspensions(world.region), now)
    ]
    world.due.send(found)
    return len(found)


def _to_ask(found: Iterable[Due], suspensions: Iterable[Suspension], now: datetime) -> Iterator[Due]:
    """What may be done: of a suspended carrier nothing, and one parcel once its time to be tried has come."""
    tries = {suspension.carrier: int(suspension.until <= now) for suspension in suspensions}
    for due in found:
        carrier = due.key.partition("#")[0]
        if due.kind is DueKind.WAYBILL and carrier in tries:
            if tries[carrier] == 0:
                continue
            tries[carrier] -= 1
        yield due


def do_due(world: World, due: Due) -> None:
    """
    Do one thing whose time has come.

    Raises:
        RetryableError: it could not be done just now.
    """
    match due.kind:
        case DueKind.CASE:
            _expire(world, due.key)
        case DueKind.EFFECT:
            case, _, effect = due.key.partition("#")
            if world.cases.put_off(case, effect, world.clock.now()):
                run_effect(world, case, effect)
        case DueKind.WAYBILL:
            poll_courier(world, due.key)
        case _:
            assert_never(due.kind)


def _expire(world: World, no: str) -> None:
    case = world.cases.load(no)
    now = world.clock.now()
    if case is None or case.step is None or case.due is None or case.due > now:
        return
    command = Expire(at=now, by=_CLOCK, step=case.step, round=case.round)

    def ask(_: Case) -> Expire:
        return command

    change_case(world, no, f"late#{no}#{case.step}#{case.round}", ask)
