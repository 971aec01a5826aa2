"""Whether a case allows what is asked of it now."""

from __future__ import annotations

from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.parcels.on_its_way import on_its_way
from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Direction, Shipment, SideKind, SideTask, Task
from chalicelib.cases.waiting import is_stuck
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import End, Milestone, Outcome, Step
from chalicelib.decisions.forms.unit import PARCEL
from chalicelib.decisions.plans import find_step


def parcel(case: Case, order: str) -> Shipment:
    """
    The parcel of the case that was ordered under ``order``.

    Raises:
        NotPossible: the case has ordered no such parcel.
    """
    found = case.shipments.get(order)
    if found is None:
        raise NotPossible("no_such_parcel", "本办件没有这个寄递订单", "this case has ordered no such parcel")
    return found


def not_open() -> NotPossible:
    """A task is not open any more, or never was."""
    return NotPossible(
        "not_open",
        "这项待办已经办结或已不存在，请看办件现在的情况",
        "this task is done already, or there is none; look at how the case stands now",
    )


def check_unchanged(recorder: EventRecorder, seen: int | None) -> None:
    """
    The case is as staff saw it, in that version; None: they do not say. What passed by itself until now, by
    the calendar or by silence, is no change that they could have seen.

    Raises:
        NotPossible: it has changed.
    """
    if seen is not None and seen != recorder.shown:
        raise _changed()


def check_files(command: commands.EndTask) -> None:
    """
    The files are those that staff looked at, if they say which.

    Raises:
        NotPossible: others have come since, or some were taken back.
    """
    now = command.files
    if now is not None and command.seen_files is not None and command.seen_files != now.digest:
        raise _changed()


def _changed() -> NotPossible:
    return NotPossible(
        "case_changed",
        "办件在您查看之后有变动（例如新上传的文件），请按现在的情况核对后再办理",
        "the case has changed since you looked, perhaps by a new file; look again, and go on from there",
    )


def open_task(recorder: EventRecorder, command: commands.EndTask) -> Task:
    """
    The open task that staff want to end.

    Raises:
        NotPossible: it is open no more, or the case has changed since it was looked at.
    """
    case, plan = recorder.case, recorder.plan
    check_unchanged(recorder, command.version)
    task = case.tasks.get(command.task)
    if task is not None:
        return task
    steps = [find_step(plan, each.step).title for each in case.tasks.values()]
    zh = "、".join(f"“{title.zh}”" for title in steps) or "已没有待办环节"
    en = ", ".join(title.en for title in steps) or "at no step any more"
    raise NotPossible(
        "not_at_step",
        f"办件现在处于：{zh}，请按现在的环节办理",
        f"the case stands elsewhere by now ({en}); go on with what it waits for",
    )


def open_on_list(case: Case, name: str) -> Task | SideTask:
    """
    The open task or side task of this id.

    Raises:
        NotPossible: there is none.
    """
    found = case.tasks.get(name) or case.sides.get(name)
    if found is None:
        raise not_open()
    return found


def check_claimed(claimed_by: str | None, by: Actor) -> None:
    """
    Raises:
        NotPossible: another has claimed the task.
    """
    if claimed_by is not None and same_number(claimed_by) != same_number(by.id):
        raise NotPossible(
            "claimed",
            f"这项待办已由工号{claimed_by}认领；需要接手的，请先退回该待办",
            f"this task is claimed by {claimed_by}; to take it over, have it given back first",
        )


def check_did_not_ask(case: Case, name: str, by: Actor) -> None:
    """
    Raises:
        NotPossible: the side task answers an extension that she asked for herself.
    """
    asked = case.extensions.get(name)
    if asked is not None and same_number(asked.asked_by) == same_number(by.id):
        raise NotPossible(
            "same_person",
            "延长是您申请的，不能由您自己批准：延长须经本行政机关负责人批准（行政许可法第四十二条），"
            "请由有权批准的同事办理",
            "you asked for this extension and cannot grant it yourself: the head of the office approves it "
            "(Administrative Licensing Law, article 42); please let a colleague who may do it",
        )


def check_is_another(case: Case, step: Step, by: Actor) -> None:
    """
    Raises:
        NotPossible: she ended a step that excludes her from this one.
    """
    earlier = (who for name in step.other_than for who in case.ended.get(name, ()))
    if same_number(by.id) in map(same_number, earlier):
        raise NotPossible(
            "same_person",
            "您办理过本办件的前面环节，本环节须由另一人办理，请由同事办理",
            "you have worked on this case at a step that another has to follow; please let a colleague do it",
        )


def check_may_end(recorder: EventRecorder, task: Task, step: Step, outcome: Outcome, by: Actor) -> None:
    """
    Raises:
        NotPossible: another has claimed the task, ended a step that excludes her from this one, or the step
            ends by itself.
    """
    check_claimed(task.claimed_by, by)
    check_is_another(recorder.case, step, by)
    open_to_staff = task.by in ("applicant", "time") and outcome.outcome not in step.late
    if not (task.by == "staff" or task.late or open_to_staff or is_stuck(recorder.case, task)):
        raise NotPossible(
            "ends_by_itself",
            "该环节由申请人或快递状态自动结束，无需人工办理；逾期或寄递异常时会列入待办，届时再办理",
            "this step ends by itself, by the applicant or the courier; if it is late or the parcel is in "
            "trouble it comes to your work list",
        )


def courier_comes(case: Case) -> bool:
    """Whether a courier may still come to the applicant for papers."""
    return any(
        each.direction is Direction.INBOUND and on_its_way(case, order)
        for order, each in case.shipments.items()
    )


def courier_under_way(case: Case) -> bool:
    """Some order of this case may still send a courier, or a parcel holds its papers."""
    return any(on_its_way(case, order) for order in case.shipments) or bool(case.held_by(PARCEL))


def check_channel(recorder: EventRecorder, channel: str) -> None:
    """
    A channel that a person picks can carry the case to its end.

    Raises:
        NotPossible: it has no plan, or hands out electronic results only and this one is on paper.
    """
    plan = recorder.release.plans.get(channel)
    if plan is None:
        raise NotPossible(
            "no_such_channel", "没有这个办理渠道的流程，请另选", "this channel has no plan; choose another"
        )
    if set(plan.result_out) == {"electronic"} and recorder.item.result.form == "paper":
        raise NotPossible(
            "result_on_paper",
            "本事项的结果只有纸质件，不能全程网办，请另选渠道",
            "the result of this item exists on paper only; choose a channel that can hand it out",
        )


def adoptable(recorder: EventRecorder) -> Item:
    """
    The case's item in the release that it is to go on under.

    Raises:
        NotPossible: the rules have decided, and what they decided stays; or the item is gone.
    """
    if recorder.case.stage is not Stage.MATERIALS:
        raise NotPossible(
            "channel_settled",
            "本办件的办理渠道已经确定，仍按原规则办理",
            "the channel of this case is settled: it keeps the rules it was decided under",
        )
    if recorder.case.item not in recorder.release.items:
        raise NotPossible(
            "item_gone",
            "新规则中已没有该事项，本申请仍按原规则办理",
            "the new rules have no such item: this application goes on under its own",
        )
    return recorder.item


def check_being_decided(case: Case) -> None:
    """
    Raises:
        NotPossible: the case is not accepted yet, is decided, or can only end without a decision.
    """
    if case.stage is Stage.CLOSED or case.settled is not None or Milestone.DECIDED in case.milestones:
        raise NotPossible(
            "decided_already",
            "本办件已经作出决定或已办结，办理时限不再计算，不能中止或延长",
            "this case is decided or closed: its limits run no more, and cannot be paused or extended",
        )
    if Milestone.ACCEPTED not in case.milestones:
        raise NotPossible(
            "not_accepted_yet",
            "本办件还没有受理，办理时限没有起算，不能中止或延长",
            "this case is not accepted yet: its limits have not begun, and cannot be paused or extended",
        )


def check_not_too_many(case: Case, kind: SideKind, most: int) -> None:
    """
    Raises:
        NotPossible: the case has had so many side tasks of a kind.
    """
    if case.rounds.get(kind.value, 0) >= most:
        raise NotPossible(
            "too_many",
            f"本办件已提出 {most} 次，不能再提出；请与监督单位联系",
            f"this was done {most} times in this case, and that is the most; please call whoever supervises",
        )


def may_withdraw(case: Case) -> bool:
    """Whether the application can be taken back: nothing is decided yet, and it has not come to an end."""
    return (
        case.stage is not Stage.CLOSED and case.settled is None and Milestone.DECIDED not in case.milestones
    )


def check_withdrawal(recorder: EventRecorder) -> None:
    """
    Raises:
        NotPossible: the case is decided, closed, or can only end without a decision.
    """
    case = recorder.case
    if case.settled is End.WITHDRAWN:
        raise NotPossible(
            "too_late",
            "申请已经撤回，无需再次提出；材料去向请看办件",
            "the application is withdrawn already; the case shows where its papers are",
        )
    if not may_withdraw(case):
        raise NotPossible(
            "too_late", "已作出决定或已办结，不能撤回", "decided or closed: too late to withdraw"
        )
