"""How the work on a case changes with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.evolve.changes import HERSELF, Changes, answerable, taken_up, without
from chalicelib.cases.values import Role, SideKind


def change_work(case: Case, event: events.WorkEvent) -> Changes:  # noqa: C901 - one line an event
    match event:
        case events.TaskStarted():
            return _task_started(case, event)
        case events.TaskEnded():
            return _task_ended(case, event)
        case events.TaskLate():
            return _task(case, event.task, late=True)
        case events.TaskDueChanged():
            return _task(case, event.task, due=event.due, late=False)
        case events.TaskClaimed():
            return _task(case, event.task, claimed_by=event.by.id) | answerable(case, event) | taken_up(case)
        case events.TaskReleased():
            return _task(case, event.task, claimed_by=None)
        case events.OfficerRecused():
            return {"recused": (*case.recused, event.by.id)}
        case events.LaneEntered():
            return {"lanes": {**case.lanes, event.lane: {}}}
        case events.LaneLeft():
            return {"lanes": {**case.lanes, event.lane: {**case.lanes[event.lane], event.unit: event.exit}}}
        case events.LaneEnded():
            return {"lanes": without(case.lanes, event.lane)}
        case events.SideOpened():
            return _side_opened(case, event)
        case events.SideEnded():
            return {"sides": without(case.sides, event.side)} | answerable(case, event)
        case events.CorrectionAsked():
            return _correction_asked(case, event)
        case _:
            assert_never(event)


def _task_started(case: Case, event: events.TaskStarted) -> Changes:
    task = event.task
    counted = task.step if task.lane is None else f"{task.step}@{task.unit}"
    return {
        "tasks": {**case.tasks, task.id: task},
        "rounds": {**case.rounds, counted: task.round},
    }


def _task_ended(case: Case, event: events.TaskEnded) -> Changes:
    changes: Changes = {"tasks": without(case.tasks, event.task)} | answerable(case, event)
    if event.by.role is Role.STAFF:
        who = tuple(dict.fromkeys((*case.ended.get(event.step, ()), event.by.id, *event.officers)))
        changes["ended"] = {**case.ended, event.step: who}
    asked_here = case.correction_task == event.task
    if event.by.role not in HERSELF:
        changes |= {"open_materials": tuple(case.deferred)} if asked_here else taken_up(case)
    if asked_here:
        changes |= {"correction": (), "correction_task": None}
    if event.reason is not None:
        changes["reason"] = event.reason
    return changes


def _correction_asked(case: Case, event: events.CorrectionAsked) -> Changes:
    files = tuple(line.material for line in event.lines if case.needs[line.material].uploaded)
    return {
        "correction": event.lines,
        "correction_task": event.task,
        "corrections": case.corrections + 1,
        "open_materials": tuple(dict.fromkeys((*files, *case.deferred))),
    }


def _side_opened(case: Case, event: events.SideOpened) -> Changes:
    """A notice that somebody sees to is waited for no more."""
    side = event.side
    seen_to = side.about if side.kind is SideKind.NOTICE_NOT_SERVED else ()
    handed = {name: case.notices[name].model_copy(update={"due": None}) for name in seen_to}
    return {
        "sides": {**case.sides, side.id: side},
        "rounds": {**case.rounds, side.kind.value: side.round},
        "notices": {**case.notices, **handed},
    }


def _task(case: Case, name: str, **changes: object) -> Changes:
    """A task or side task changed."""
    if name in case.sides:
        return {"sides": {**case.sides, name: case.sides[name].model_copy(update=changes)}}
    return {"tasks": {**case.tasks, name: case.tasks[name].model_copy(update=changes)}}
