"""Submit what was asked for: the applicant says that a correction is supplied, a failing put right."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import SubmitTask
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case


def asked_of_applicant(case: Case) -> str:
    """
    The one open task that is the applicant's; where none is, a name that no task has.

    Raises:
        NotPossible: there are several; they are named.
    """
    names = [task.id for task in case.tasks.values() if task.by == "applicant"]
    if len(names) > 1:
        raise NotPossible(
            "several_tasks",
            f"有多项待您补充或整改：{'、'.join(names)}，请指明其中一项（task）",
            f"several things are asked of you: {', '.join(names)}; name one of them (task)",
        )
    return next(iter(names), "")


def submit_task(world: World, who: Actor, no: str, task: str) -> Case:
    """
    The case after the applicant's task, ended as she says.

    Raises:
        PermanentError: there is no such case.
        NotPossible: nothing is asked of her there.
    """
    command = SubmitTask(at=world.clock.now(), by=who, task=task)
    return change_case(world, no, f"submission#{no}#{world.codes.unused()}", lambda _: command)
