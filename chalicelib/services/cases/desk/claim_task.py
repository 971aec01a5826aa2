"""Claim a task 认领 and give it back 退回, by a member of the unit whose task it is."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ClaimTask, ReleaseTask
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.concerned import find_case
from chalicelib.services.cases.desk.record_outcome import check_mine


def claim_task(ports: Ports, who: Staff, no: str, task: str) -> Loaded:
    """
    The case with the task claimed; claimed again it stays so.

    Raises:
        Problem: 404 no such case; 403 the task is another unit's.
        NotPossible: it is not open, another has claimed it, or another than she has to do it.
    """

    def ask(case: Case) -> ClaimTask:
        check_mine(ports, case, who, task)
        return ClaimTask(at=ports.clock.now(), by=who.actor, task=task)

    return _change(ports, who, no, ask)


def release_task(ports: Ports, who: Staff, no: str, task: str) -> Loaded:
    """
    The case with the task claimed by nobody. Any member of the unit may give it back.

    Raises:
        Problem: 404 no such case; 403 the task is another unit's.
        NotPossible: it is not open.
    """

    def ask(case: Case) -> ReleaseTask:
        check_mine(ports, case, who, task)
        return ReleaseTask(at=ports.clock.now(), by=who.actor, task=task)

    return _change(ports, who, no, ask)


def _change(ports: Ports, who: Staff, no: str, ask: Callable[[Case], ClaimTask | ReleaseTask]) -> Loaded:
    loaded = find_case(ports, who, no)
    return Loaded(change_case(ports, loaded.case, None, ask), loaded.files)
