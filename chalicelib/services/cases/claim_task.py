"""Claim a task 认领 and give it back 退回, by a member of the unit whose task it is."""

from __future__ import annotations

from chalicelib.cases.commands import ClaimTask, ReleaseTask
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.record_outcome import check_mine, find_case


def claim_task(world: World, who: Staff, no: str, task: str) -> Loaded:
    """
    The case with the task claimed; claimed again it stays so.

    Raises:
        Problem: 404 no such case; 403 the task is another unit's.
        NotPossible: it is not open, or another has claimed it.
    """
    return _change(world, who, no, ClaimTask(at=world.clock.now(), by=who.actor, task=task))


def release_task(world: World, who: Staff, no: str, task: str) -> Loaded:
    """
    The case with the task claimed by nobody. Any member of the unit may give it back.

    Raises:
        Problem: 404 no such case; 403 the task is another unit's.
        NotPossible: it is not open.
    """
    return _change(world, who, no, ReleaseTask(at=world.clock.now(), by=who.actor, task=task))


def _change(world: World, who: Staff, no: str, command: ClaimTask | ReleaseTask) -> Loaded:
    loaded = find_case(world, no)
    check_mine(world, loaded.case, who, command.task)
    trigger = f"claim#{no}#{world.codes.unused()}"
    case = change_case(world, no, trigger, lambda _: command, read=loaded.case)
    return Loaded(case, loaded.files)
