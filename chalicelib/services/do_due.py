"""Do one thing whose time has come, as the one clock sent it (``run_due``)."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ExpireClock, ExpireTask
from chalicelib.cases.values import CLOCK
from chalicelib.cases.waiting import DRAFT
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, files_of
from chalicelib.services.errors import PermanentError
from chalicelib.services.parcels.poll_couriers import poll_courier
from chalicelib.services.run_effect import run_effect


def do_due(ports: Ports, due: Due) -> None:
    """
    Do one thing whose time has come.

    Raises:
        RetryableError: it could not be done just now.
        PermanentError: there is no such thing.
    """
    match due.kind:
        case DueKind.TASK | DueKind.CLOCK:
            _expire(ports, due)
        case DueKind.EFFECT:
            case, _, effect = due.key.partition("#")
            if ports.cases.put_off(case, effect, ports.clock.now()):
                run_effect(ports, case, effect)
        case DueKind.WAYBILL:
            poll_courier(ports, due.key)
        case _:
            assert_never(due.kind)


def _expire(ports: Ports, due: Due) -> None:
    """The time of a task, side task or clock is over; what the case waits for no more changes nothing."""
    no, _, name = due.key.partition("#")
    now = ports.clock.now()
    if (due.kind, name) == (DueKind.CLOCK, DRAFT):
        _expire_draft(ports, no)
        return
    command: ExpireTask | ExpireClock
    if due.kind is DueKind.CLOCK:
        command = ExpireClock(at=now, by=CLOCK, clock=name)
    else:
        command = ExpireTask(at=now, by=CLOCK, task=name)
    change_case(ports, no, None, lambda _: command)


def _expire_draft(ports: Ports, no: str) -> None:
    """The time of a draft is over, unless files have come since it was counted."""
    loaded = ports.cases.load_with_files(no)
    if loaded is None:
        raise PermanentError(f"no case {no}")
    files = files_of(ports, loaded)

    def ask(case: Case) -> ExpireClock:
        return ExpireClock(at=ports.clock.now(), by=CLOCK, clock=DRAFT, last_file=files(case).last_at)

    change_case(ports, loaded.case, None, ask)
