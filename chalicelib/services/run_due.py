"""The one clock: what is due is put on a queue; each piece is then done by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import assert_never

from chalicelib.cases.commands import ExpireClock, ExpireTask
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.parcels.poll_couriers import poll_courier
from chalicelib.services.run_effect import run_effect

_CLOCK = Actor(role=Role.SYSTEM, id="clock")


LEASE = timedelta(minutes=15)
"""
What was put on the queue is not put there again for so long. It is longer than a full queue takes:
ten workers do some 1,600 polls a minute.
"""

MOST_WAITING = 3_000
"""Messages on the queue beyond which the clock sends nothing more: what is due waits in the table."""

_AT_ONCE = 100


def run_due(world: World) -> int:
    """
    Put what is due on the queue, the oldest first, each row under a lease; how much it was. A clock that
    is stopped between lease and sending sends the row when the lease is over.
    """
    now = world.clock.now()
    room = max(0, MOST_WAITING - world.due.depth())
    mine = (
        {"kind": due.kind.value, "key": due.key}
        for due in _to_send(world, now)
        if world.cases.lease(due, now + LEASE)
    )
    sent = 0
    while batch := list(islice(mine, min(_AT_ONCE, room - sent))):
        world.due.send(batch)
        sent += len(batch)
    return sent


def _to_send(world: World, now: datetime) -> Iterator[Due]:
    """What is due; of a suspended carrier nothing, and one parcel once its time to be tried has come."""
    tries = {each.carrier: int(each.until <= now) for each in world.cases.suspensions(world.region)}
    for due in world.cases.due(world.region, now):
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
    command: ExpireTask | ExpireClock
    if due.kind is DueKind.CLOCK:
        command = ExpireClock(at=now, by=_CLOCK, clock=name)
    else:
        command = ExpireTask(at=now, by=_CLOCK, task=name)
    change_case(world, no, None, lambda _: command)
