"""Submit what was asked for: the applicant says that a correction is supplied, a failing put right."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import SubmitTask
from chalicelib.cases.values import Actor
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case


def submit_task(world: World, who: Actor, no: str, task: str) -> Case:
    """
    The case after the applicant's task, ended as she says.

    Raises:
        PermanentError: there is no such case.
        NotPossible: nothing is asked of her there.
    """
    command = SubmitTask(at=world.clock.now(), by=who, task=task)
    return change_case(world, no, f"submission#{no}#{world.codes.unused()}", lambda _: command)
