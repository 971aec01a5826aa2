"""Who else was there: a step that several officers do together is ended by one, who names the others."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.cases.commands import EndTask
from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Task
from chalicelib.decisions.forms.plan import Step
from chalicelib.decisions.forms.unit import Unit, every_unit, members_of
from chalicelib.decisions.roles import followed


def check_officers(recorder: EventRecorder, task: Task, step: Step, command: EndTask) -> None:
    """
    Whoever ends a step names the others that did it with her: as many as the step wants, members of the unit
    (where it lists none, at least of no other that does), nobody who keeps out of the case, and nobody who
    may not follow upon an earlier step.

    Raises:
        NotPossible: too few are named or one twice, one is no member, does not know the item, keeps out of
            the case, or has worked on it at a step that another has to follow.
    """
    named = command.officers
    if step.officers == 1 or step.by != "staff":
        if named:
            raise NotPossible(
                "officers_not_taken",
                "本环节由一人办理，不记录其他人员，请删去其他人员的工号",
                "this step is done by one person and keeps no other: leave the other officers out",
            )
        return
    _check_number(step, command)
    _check_members(recorder, task, named)
    _check_impartial(recorder, step, named)


def _check_number(step: Step, command: EndTask) -> None:
    """Each is somebody else, and they are as many as the step wants."""
    named = command.officers
    if len({same_number(one) for one in (*named, command.by.id)}) == len(named) + 1 >= step.officers:
        return
    raise NotPossible(
        "officers_needed",
        f"本环节须由{step.officers}名以上工作人员共同办理：请填写另外{step.officers - 1}名的工号"
        "，不含本人，不得重复",
        f"this step is done by {step.officers} officers or more: name at least {step.officers - 1} "
        "more by staff number, not yourself and nobody twice",
    )


def _check_impartial(recorder: EventRecorder, step: Step, named: tuple[str, ...]) -> None:
    """Nobody keeps out of the case, or worked on it at a step that others have to follow."""
    case = recorder.case
    out = _among(named, case.recused)
    if out:
        zh, en = _told(out)
        raise NotPossible(
            "officer_recused",
            f"工号{zh}已对本办件申请回避，不能共同办理，请换其他人员",
            f"{en} keeps out of this case; do it with somebody else",
        )
    earlier = _among(named, (who for name in step.other_than for who in case.ended.get(name, ())))
    if earlier:
        zh, en = _told(earlier)
        raise NotPossible(
            "same_person",
            f"工号{zh}办理过本办件的前面环节，本环节须由其他人员办理",
            f"{en} worked on this case at a step that others have to follow",
        )


def _among(named: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of the named who are among others, as they are written."""
    known = set(map(same_number, others))
    return [one for one in named if same_number(one) in known]


def _check_members(recorder: EventRecorder, task: Task, named: tuple[str, ...]) -> None:
    units = recorder.release.units
    listed = members_of(units, followed(units, task.unit, recorder.today))
    members = {same_number(one.member): one for one in listed}
    known = {one: member for one in named if (member := members.get(same_number(one))) is not None}
    strangers = [one for one in named if (one not in known if members else _listed(units, one))]
    if strangers:
        zh, en = _told(strangers)
        raise NotPossible(
            "officers_unknown",
            f"工号{zh}不在本单位的人员名单中，请核对工号",
            f"{en}: not on the list of this unit's members; please check the number",
        )
    item = recorder.case.item
    strange_to = [one for one, member in known.items() if item not in (member.knows or (item,))]
    if strange_to:
        zh, en = _told(strange_to)
        raise NotPossible(
            "officers_do_not_know",
            f"工号{zh}没有登记会办本事项，请由登记会办的人员办理，或先更新人员名单",
            f"{en}: not listed as knowing this item; let others do it, or have the list of members updated",
        )


def _listed(units: Iterable[Unit], number: str) -> bool:
    """Whether somebody is on the list of any unit: then she is nobody's of a unit that lists none."""
    wanted = same_number(number)
    return any(same_number(one.member) == wanted for unit in every_unit(units) for one in unit.members)


def _told(numbers: Iterable[str]) -> tuple[str, str]:
    found = list(numbers)
    return "、".join(found), ", ".join(found)
