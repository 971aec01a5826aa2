"""Claim a task 认领 and give it back 退回, by a member of the unit whose task it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ClaimTask, ReleaseTask
from chalicelib.ports.cases import Loaded, Work
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.concerned import find_case
from chalicelib.services.cases.desk.preview_outcome import preview_claim
from chalicelib.services.cases.desk.record_outcome import check_mine
from chalicelib.services.errors import of_this_row
from chalicelib.services.permissions.check_route import open_to

log = logging.getLogger(__name__)


def claimable(ports: Ports, who: Staff, lines: Iterable[Work]) -> frozenset[Work]:
    """
    Which lines of a list, a hundred at most, she could claim now: not those that she has to leave to another,
    as she did the step before or recused herself. Who the parties are is not read for a list: that a case is
    her own the claim says. What cannot be read nobody claims.

    Raises:
        RetryableError: they may be read later.
    """
    free = [line for line in lines if not line.clock and line.claimed_by is None]
    if not free or not open_to("POST /desk/claim", who):
        return frozenset()
    cases = ports.cases.load_all(dict.fromkeys(line.case for line in free))
    return frozenset(line for line in free if line.case in cases and _may(ports, who, line, cases[line.case]))


def _may(ports: Ports, who: Staff, line: Work, read: Callable[[], Case]) -> bool:
    try:
        return preview_claim(ports, who, read(), line.task).refusal is None
    except Exception as error:
        if not of_this_row(error):
            raise
        log.error("case %s on a list cannot be read: %s", line.case, type(error).__name__)  # noqa: TRY400 - texts of errors may be personal
        return False


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
